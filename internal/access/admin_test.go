package access_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/access/accesstest"
	"kashf.org/kashf/internal/register"
)

// TestFirstAdministrator walks the first hour of a deployment: one-time
// password, own password, second factor, then the first colleague.
func TestFirstAdministrator(t *testing.T) {
	ctx, h := t.Context(), accesstest.NewHouse(t)
	o := access.Organisation{NameAr: "المركز", NameEn: "The Centre", Kind: access.Operator}
	a, once, err := h.Service.Open(ctx, o, "Root", "Administrator", "ar")
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := h.Service.Open(ctx, o, "second", "Another", "ar"); !errors.Is(err, access.ErrTaken) {
		t.Errorf("Open a second time: %v, want %v", err, access.ErrTaken)
	}
	token, who, err := h.SignIn(ctx, access.Attempt{Login: "root", Password: once})
	if err != nil {
		t.Fatal(err)
	}
	if !who.Pending || !who.MustChange || !who.NeedsSecondFactor {
		t.Errorf("first sign-in: %+v, want all steps pending", who)
	}
	colleague := access.Account{Login: "omar", Name: "عمر", Org: a.Org, Lang: "ar", Roles: access.RolesOf(access.Analyst), Clearance: register.C3}
	if _, _, err := h.CreateAccount(ctx, who, colleague); !errors.Is(err, access.ErrDenied) {
		t.Errorf("CreateAccount before the first steps: %v, want %v", err, access.ErrDenied)
	}

	const own = "a password of one's own"
	if err := h.ChangePassword(ctx, who, "wrong", own); err != access.ErrSignIn {
		t.Errorf("ChangePassword with a wrong old one: %v, want %v", err, access.ErrSignIn)
	}
	if err := h.ChangePassword(ctx, who, once, once); !errors.Is(err, access.ErrWeakPassword) {
		t.Errorf("ChangePassword to the same: %v, want %v", err, access.ErrWeakPassword)
	}
	if err := h.ChangePassword(ctx, who, once, own); err != nil {
		t.Fatal(err)
	}
	e, err := h.BeginSecondFactor(ctx, who)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.ConfirmSecondFactor(ctx, who, "000000"); err != access.ErrSignIn {
		t.Errorf("ConfirmSecondFactor with a wrong code: %v, want %v", err, access.ErrSignIn)
	}
	code, err := totp.GenerateCode(e.Secret, h.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	fresh, err := h.ConfirmSecondFactor(ctx, who, code)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.Resume(ctx, token); err != access.ErrNoSession {
		t.Errorf("the token of before the second factor: %v, want %v", err, access.ErrNoSession)
	}
	if who, err = h.Resume(ctx, fresh); err != nil || who.Pending {
		t.Fatalf("Resume after the first steps = %+v, %v", who, err)
	}
	if _, _, err := h.CreateAccount(ctx, who, colleague); !errors.Is(err, access.ErrStepUp) {
		t.Errorf("CreateAccount without a full sign-in: %v, want %v", err, access.ErrStepUp)
	}
	h.Clock.Move(time.Minute)
	root := member{access.Provisioned{Account: a, Password: own, Secret: e.Secret}, h}
	_, who = root.in(t)
	if _, _, err := h.CreateAccount(ctx, who, colleague); err != nil {
		t.Errorf("CreateAccount: %v", err)
	}
	if _, _, err := h.CreateAccount(ctx, who, colleague); !errors.Is(err, access.ErrTaken) {
		t.Errorf("CreateAccount with a login in use: %v, want %v", err, access.ErrTaken)
	}
}

func TestOneTimePasswordExpires(t *testing.T) {
	h := accesstest.NewHouse(t)
	_, once, err := h.Service.Open(t.Context(), access.Organisation{NameEn: "Centre", Kind: access.Operator}, "root", "Root", "en")
	if err != nil {
		t.Fatal(err)
	}
	h.Clock.Move(7 * 24 * time.Hour)
	if _, _, err := h.SignIn(t.Context(), access.Attempt{Login: "root", Password: once}); err != access.ErrSignIn {
		t.Errorf("SignIn after a week: %v, want %v", err, access.ErrSignIn)
	}
}

func TestUpdateAccount(t *testing.T) {
	ctx, h := t.Context(), accesstest.NewHouse(t)
	admin := join(t, h, "root", access.Administrator)
	m := join(t, h, "salma", access.CaseWorker)
	token, _ := m.in(t)
	_, who := admin.in(t)
	change := access.Change{
		Account: m.Account.ID, Version: 1, Name: "سلمى", Roles: access.RolesOf(access.Observer),
		Clearance: register.C2, Why: "moved to another office",
	}

	bad := change
	bad.Clearance = register.C4
	if _, err := h.UpdateAccount(ctx, who, bad); !errors.Is(err, access.ErrInvalid) {
		t.Errorf("UpdateAccount of an observer to C4: %v, want %v", err, access.ErrInvalid)
	}
	before := len(h.Facts())
	got, err := h.UpdateAccount(ctx, who, change)
	if err != nil {
		t.Fatal(err)
	}
	if got.Version != 2 || got.Roles != change.Roles {
		t.Errorf("UpdateAccount = %+v", got)
	}
	if _, err := h.Resume(ctx, token); err != access.ErrNoSession {
		t.Errorf("a session with the old rights: %v, want %v", err, access.ErrNoSession)
	}
	if _, err := h.UpdateAccount(ctx, who, change); !errors.Is(err, access.ErrConflict) {
		t.Errorf("UpdateAccount of an old version: %v, want %v", err, access.ErrConflict)
	}
	if n := len(h.Facts()) - before; n != 1 {
		t.Errorf("one change and one refusal left %d facts, want 1", n)
	}

	self := change
	self.Account, self.Roles, self.Clearance = admin.Account.ID, access.RolesOf(access.Administrator), register.C1
	if _, err := h.UpdateAccount(ctx, who, self); !errors.Is(err, access.ErrDenied) {
		t.Errorf("UpdateAccount of oneself: %v, want %v", err, access.ErrDenied)
	}
	_, salma := m.in(t)
	if _, err := h.UpdateAccount(ctx, salma, change); !errors.Is(err, access.ErrDenied) {
		t.Errorf("UpdateAccount by an observer: %v, want %v", err, access.ErrDenied)
	}
}

func TestLastAdministrator(t *testing.T) {
	ctx, h := t.Context(), accesstest.NewHouse(t)
	one, two := join(t, h, "one", access.Administrator), join(t, h, "two", access.Administrator)
	disable := func(who access.Principal, m member) error {
		_, err := h.UpdateAccount(ctx, who, access.Change{
			Account: m.Account.ID, Version: 1, Name: "x", Roles: m.Account.Roles,
			Clearance: m.Account.Clearance, Disabled: true, Why: "left the organisation",
		})
		return err
	}
	_, first := one.in(t)
	_, second := two.in(t)
	if err := disable(first, two); err != nil {
		t.Fatal(err)
	}
	// second was read before it was disabled: the race of two administrators.
	if err := disable(second, one); !errors.Is(err, access.ErrLastAdministrator) {
		t.Errorf("disabling the last administrator: %v, want %v", err, access.ErrLastAdministrator)
	}
}

func TestResetAccount(t *testing.T) {
	ctx, h := t.Context(), accesstest.NewHouse(t)
	admin := join(t, h, "root", access.Administrator)
	m := join(t, h, "salma", access.CaseWorker)
	token, _ := m.in(t)
	_, who := admin.in(t)
	once, err := h.ResetAccount(ctx, who, m.Account.ID, "lost her phone")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.Resume(ctx, token); err != access.ErrNoSession {
		t.Errorf("a session from before the reset: %v, want %v", err, access.ErrNoSession)
	}
	if _, _, err := h.SignIn(ctx, m.attempt(t)); err != access.ErrSignIn {
		t.Errorf("SignIn with the old password: %v, want %v", err, access.ErrSignIn)
	}
	_, salma, err := h.SignIn(ctx, access.Attempt{Login: "salma", Password: once})
	if err != nil || !salma.MustChange || !salma.NeedsSecondFactor {
		t.Errorf("SignIn after the reset = %+v, %v, want all steps pending", salma, err)
	}
}

// TestFactsHoldNoSecrets: what goes into the ledger stays there for ever.
func TestFactsHoldNoSecrets(t *testing.T) {
	ctx, h := t.Context(), accesstest.NewHouse(t)
	admin := join(t, h, "root", access.Administrator)
	m := join(t, h, "salma", access.CaseWorker)
	_, who := admin.in(t)
	once, err := h.ResetAccount(ctx, who, m.Account.ID, "lost her phone")
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(h.Facts())
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{once, m.Password, m.Secret, admin.Password, admin.Secret, "argon2id"} {
		if strings.Contains(string(text), secret) {
			t.Errorf("the facts hold %q", secret)
		}
	}
}

func TestSetLanguage(t *testing.T) {
	h := accesstest.NewHouse(t)
	m := join(t, h, "salma", access.CaseWorker)
	token, who := m.in(t)
	if err := h.SetLanguage(t.Context(), who, "xx"); !errors.Is(err, access.ErrInvalid) {
		t.Errorf("SetLanguage(xx) = %v, want %v", err, access.ErrInvalid)
	}
	if err := h.SetLanguage(t.Context(), who, "en"); err != nil {
		t.Fatal(err)
	}
	if who, err := h.Resume(t.Context(), token); err != nil || who.Lang != "en" {
		t.Errorf("language after SetLanguage = %q, %v, want en", who.Lang, err)
	}
}
