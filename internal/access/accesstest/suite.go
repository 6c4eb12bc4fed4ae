package accesstest

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/register"
)

// Store runs the conformance suite of access.Store. newStore gives an empty
// store each time.
func Store(t *testing.T, newStore func(t *testing.T) access.Store) {
	for name, run := range map[string]func(*testing.T, access.Store){
		"organisations":         testOrgs,
		"accounts":              testAccounts,
		"account taken":         testAccountTaken,
		"account update":        testAccountUpdate,
		"update is not lost":    testUpdateRace,
		"credentials":           testCredentials,
		"a step is used once":   testUseStep,
		"sessions":              testSessions,
		"session replaced":      testReplaceSession,
		"sessions ended":        testEndSessions,
		"sessions swept":        testSweep,
		"reveals":               testReveals,
		"text and times return": testRoundTrip,
	} {
		t.Run(name, func(t *testing.T) { run(t, newStore(t)) })
	}
}

var day = time.Date(2025, 1, 10, 8, 30, 0, 123456000, time.UTC)

func org(n int) access.Organisation {
	return access.Organisation{
		ID: register.OrgID(fmt.Sprintf("01ORG%02d", n)), NameAr: "هيئة", NameEn: fmt.Sprintf("Body %d", n),
		Kind: access.Documentation, AddedAt: day,
	}
}

func account(n int) access.Account {
	return access.Account{
		ID: access.AccountID(fmt.Sprintf("01ACC%02d", n)), Login: fmt.Sprintf("user%d", n), Name: "ليلى",
		Org: org(1).ID, Roles: access.RolesOf(access.CaseWorker, access.Analyst), Clearance: register.C3,
		Lang: "ar", CreatedAt: day, ChangedAt: day, Version: 1,
	}
}

func credential(n, owner int, kind access.CredentialKind) access.Credential {
	return access.Credential{
		ID: fmt.Sprintf("01CRE%02d", n), Account: account(owner).ID, Kind: kind,
		Secret: []byte{0, 1, 0xff, byte(n)}, Confirmed: true, AddedAt: day,
	}
}

func session(n, owner int, at time.Time) access.Session {
	return access.Session{
		Hash: access.Token(fmt.Sprint(n)).Hash(), Account: account(owner).ID,
		StartedAt: at, SeenAt: at, StepUpAt: at, Device: "Firefox",
	}
}

// filled is the store with organisation 1 and accounts 1 to n.
func filled(t *testing.T, s access.Store, n int) {
	t.Helper()
	must(t, s.AddOrg(t.Context(), org(1)))
	for i := range n {
		must(t, s.AddAccount(t.Context(), account(i+1)))
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantErr(t *testing.T, what string, got, want error) {
	t.Helper()
	if !errors.Is(got, want) {
		t.Errorf("%s: error %v, want %v", what, got, want)
	}
}

func wantSame[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func testOrgs(t *testing.T, s access.Store) {
	ctx := t.Context()
	_, err := s.Org(ctx, org(1).ID)
	wantErr(t, "Org of an empty store", err, access.ErrNotFound)
	for _, n := range []int{2, 1, 3} {
		must(t, s.AddOrg(ctx, org(n)))
	}
	wantErr(t, "AddOrg again", s.AddOrg(ctx, org(2)), access.ErrTaken)
	got, err := s.Orgs(ctx)
	must(t, err)
	wantSame(t, "Orgs", got, []access.Organisation{org(1), org(2), org(3)})
	one, err := s.Org(ctx, org(2).ID)
	must(t, err)
	wantSame(t, "Org", one, org(2))
}

func testAccounts(t *testing.T, s access.Store) {
	ctx := t.Context()
	filled(t, s, 2)
	must(t, s.AddOrg(ctx, org(2)))
	other := account(3)
	other.Org = org(2).ID
	must(t, s.AddAccount(ctx, other))

	got, err := s.AccountByLogin(ctx, "user2")
	must(t, err)
	wantSame(t, "AccountByLogin", got, account(2))
	_, err = s.AccountByLogin(ctx, "USER2")
	wantErr(t, "AccountByLogin in capitals", err, access.ErrNotFound)
	_, err = s.Account(ctx, "nobody")
	wantErr(t, "Account of nobody", err, access.ErrNotFound)

	all, err := s.Accounts(ctx, "")
	must(t, err)
	wantSame(t, "Accounts", all, []access.Account{account(1), account(2), other})
	some, err := s.Accounts(ctx, org(2).ID)
	must(t, err)
	wantSame(t, "Accounts of one organisation", some, []access.Account{other})
}

func testAccountTaken(t *testing.T, s access.Store) {
	ctx := t.Context()
	filled(t, s, 1)
	sameID, sameLogin := account(1), account(2)
	sameID.Login, sameLogin.Login = "another", "user1"
	cred := credential(1, 2, access.PasswordKind)
	wantErr(t, "AddAccount with an id in use", s.AddAccount(ctx, sameID), access.ErrTaken)
	wantErr(t, "AddAccount with a login in use", s.AddAccount(ctx, sameLogin, cred), access.ErrTaken)
	left, err := s.Credentials(ctx, sameLogin.ID)
	must(t, err)
	if len(left) != 0 {
		t.Errorf("a refused account left %d credentials", len(left))
	}
	homeless := account(3)
	homeless.Org = "nowhere"
	wantErr(t, "AddAccount without organisation", s.AddAccount(ctx, homeless), access.ErrNotFound)
}

func testAccountUpdate(t *testing.T, s access.Store) {
	ctx := t.Context()
	filled(t, s, 2)
	a := account(1)
	a.Name, a.Disabled, a.Roles, a.Lang = "سعاد", true, access.RolesOf(access.Observer), "en"
	a.ChangedAt, a.CreatedAt = day.Add(time.Hour), day.Add(time.Hour)
	must(t, s.UpdateAccount(ctx, a))
	wantErr(t, "UpdateAccount with an old version", s.UpdateAccount(ctx, a), access.ErrConflict)

	got, err := s.Account(ctx, a.ID)
	must(t, err)
	a.Version, a.CreatedAt = 2, day
	wantSame(t, "Account after the update", got, a)

	a.Login = "user2"
	wantErr(t, "UpdateAccount to a login in use", s.UpdateAccount(ctx, a), access.ErrTaken)
	nobody := account(9)
	wantErr(t, "UpdateAccount of nobody", s.UpdateAccount(ctx, nobody), access.ErrNotFound)
}

func testUpdateRace(t *testing.T, s access.Store) {
	filled(t, s, 1)
	var won atomic.Int32
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			switch err := s.UpdateAccount(t.Context(), account(1)); {
			case err == nil:
				won.Add(1)
			case !errors.Is(err, access.ErrConflict):
				t.Errorf("UpdateAccount: %v", err)
			}
		})
	}
	wg.Wait()
	if won.Load() != 1 {
		t.Errorf("%d of 8 updates of one version were kept, want 1", won.Load())
	}
}

func testCredentials(t *testing.T, s access.Store) {
	ctx := t.Context()
	filled(t, s, 1)
	must(t, s.AddAccount(ctx, account(2), credential(2, 2, access.PasswordKind), credential(1, 2, access.TOTPKind)))
	got, err := s.Credentials(ctx, account(2).ID)
	must(t, err)
	wantSame(t, "Credentials", got,
		[]access.Credential{credential(1, 2, access.TOTPKind), credential(2, 2, access.PasswordKind)})

	fresh := credential(3, 2, access.PasswordKind)
	fresh.Confirmed, fresh.ExpiresAt, fresh.LastStep = false, day.Add(time.Hour), 7
	must(t, s.SetCredentials(ctx, account(2).ID, access.PasswordKind, fresh))
	must(t, s.SetCredentials(ctx, account(2).ID, access.TOTPKind))
	got, err = s.Credentials(ctx, account(2).ID)
	must(t, err)
	wantSame(t, "Credentials after SetCredentials", got, []access.Credential{fresh})

	none, err := s.Credentials(ctx, account(1).ID)
	must(t, err)
	wantSame(t, "Credentials of another account", len(none), 0)
	err = s.SetCredentials(ctx, "nobody", access.PasswordKind, credential(4, 9, access.PasswordKind))
	wantErr(t, "SetCredentials of nobody", err, access.ErrNotFound)
}

func testUseStep(t *testing.T, s access.Store) {
	ctx := t.Context()
	must(t, s.AddOrg(ctx, org(1)))
	must(t, s.AddAccount(ctx, account(1), credential(1, 1, access.TOTPKind)))
	var told atomic.Int32
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			ok, err := s.UseStep(t.Context(), "01CRE01", 100)
			if err != nil {
				t.Errorf("UseStep: %v", err)
			}
			if ok {
				told.Add(1)
			}
		})
	}
	wg.Wait()
	if told.Load() != 1 {
		t.Errorf("%d of 8 simultaneous uses of one step were told true, want 1", told.Load())
	}
	for _, c := range []struct {
		id   string
		step int64
		want bool
	}{{"01CRE01", 99, false}, {"01CRE01", 101, true}, {"none", 200, false}} {
		got, err := s.UseStep(ctx, c.id, c.step)
		must(t, err)
		if got != c.want {
			t.Errorf("UseStep(%s, %d) = %v, want %v", c.id, c.step, got, c.want)
		}
	}
}
