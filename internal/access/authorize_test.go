package access

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/cedar-policy/cedar-go"

	"kashf.org/kashf/internal/register"
)

// TestEveryActionIsNamed: an action that no policy names could never be done,
// and one that only the policies name would be a right to nothing.
func TestEveryActionIsNamed(t *testing.T) {
	inPolicies := named(Policies(), `Action::"([^"]+)"`)
	inSchema := named(string(schemaText), `"([a-z_]+\.[a-z_]+)"`)
	want := make(map[string]bool)
	for _, a := range Actions() {
		want[string(a)] = true
		if !a.Valid() {
			t.Errorf("%s.Valid() = false", a)
		}
	}
	for _, got := range []struct {
		where string
		names map[string]bool
	}{{"policies", inPolicies}, {"schema", inSchema}} {
		for a := range want {
			if !got.names[a] {
				t.Errorf("%s do not name %s", got.where, a)
			}
		}
		for a := range got.names {
			if !want[a] {
				t.Errorf("%s name %s, which is no action", got.where, a)
			}
		}
	}
	if Action("person.delete").Valid() || Action("").Public() {
		t.Error("an action that does not exist is accepted")
	}
}

func named(text, pattern string) map[string]bool {
	out := make(map[string]bool)
	for _, m := range regexp.MustCompile(pattern).FindAllStringSubmatch(text, -1) {
		out[m[1]] = true
	}
	return out
}

// TestEvaluationErrorDenies is the first guard. Cedar leaves out the broken
// forbid, and the permit alone would let the conflicted reader in.
func TestEvaluationErrorDenies(t *testing.T) {
	set, err := parsePolicies([]byte(`
		@id("all") permit (principal, action, resource);
		@id("coi") forbid (principal, action, resource) when { resource.missing.contains(principal) };`))
	if err != nil {
		t.Fatal(err)
	}
	var alarms []error
	a := testAuthorizer(t)
	a.policies, a.alarm = set, func(_ Action, err error) { alarms = append(alarms, err) }

	entities, req := request(Principal{}, PersonRead, People, noon)
	if answer, _ := cedar.Authorize(set, entities, req); answer != cedar.Allow {
		t.Fatal("Cedar no longer leaves out a policy that fails: this guard has lost its reason")
	}
	if err := a.Authorize(t.Context(), Principal{}, PersonRead, People); !errors.Is(err, ErrDenied) {
		t.Errorf("Authorize with a broken forbid: %v, want %v", err, ErrDenied)
	}
	if len(alarms) != 1 || !strings.Contains(alarms[0].Error(), "coi") {
		t.Errorf("alarms %v, want one that names the policy", alarms)
	}
}

// TestSchemaGuard is the second guard: what the policies may not say.
func TestSchemaGuard(t *testing.T) {
	v, err := newValidator()
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"misspelt attribute": `@id("a") forbid (principal, action, resource) when { resource.conflcted.contains(principal) };`,
		"wrong type":         `@id("a") forbid (principal, action, resource) when { resource.level > "C3" };`,
		"no such action":     `@id("a") permit (principal, action == Action::"person.delete", resource);`,
		"missing context":    `@id("a") forbid (principal, action, resource) when { context.mfa };`,
	} {
		set, err := parsePolicies([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if err := checkPolicies(set, v); err == nil {
			t.Errorf("%s: the check accepts %s", name, text)
		}
	}
	for name, text := range map[string]string{
		"no id":   `permit (principal, action, resource);`,
		"same id": `@id("a") permit (principal, action, resource); @id("a") forbid (principal, action, resource);`,
		"syntax":  `@id("a") permit (principal);`,
	} {
		if _, err := parsePolicies([]byte(text)); err == nil {
			t.Errorf("%s: parsePolicies accepts %s", name, text)
		}
	}
}

// drawQuestion makes any question, well-formed or not.
func drawQuestion(t *rapid.T) (Principal, Action, Resource) {
	orgs := rapid.SampledFrom([]register.OrgID{"", "01MINE", "01OTHER", "01THIRD"})
	accounts := rapid.SampledFrom([]AccountID{"", "01READER", "01X"})
	persons := rapid.SampledFrom([]register.PersonID{0, 7, 8})
	levels := rapid.Map(rapid.IntRange(0, 5), func(n int) register.Level { return register.Level(n) })
	who := Principal{
		Account: accounts.Draw(t, "account"), Org: orgs.Draw(t, "org"),
		Roles:     Roles(rapid.Uint16Range(0, 1<<len(roleTable)-1).Draw(t, "roles")),
		Clearance: levels.Draw(t, "clearance"),
		Disabled:  rapid.Bool().Draw(t, "disabled"), Pending: rapid.Bool().Draw(t, "pending"),
	}
	if rapid.Bool().Draw(t, "revealed") {
		who.Reveals = Reveals{persons.Draw(t, "revealed person"): noon.Add(RevealFor)}
	}
	if rapid.Bool().Draw(t, "stepped up") {
		who.StepUpAt = noon
	}
	res := Resource{
		Kind:  ResourceKind(rapid.Uint8Range(0, uint8(kinds)).Draw(t, "kind")),
		Level: levels.Draw(t, "level"), Owner: orgs.Draw(t, "owner"),
		Sharing:    rapid.SampledFrom([]register.Sharing{"", register.ShareOwner, register.ShareNamed, register.ShareAll}).Draw(t, "sharing"),
		SharedWith: rapid.SliceOfN(orgs, 0, 2).Draw(t, "named"),
		Person:     persons.Draw(t, "person"), Author: accounts.Draw(t, "author"),
		Conflicted: rapid.SliceOfN(accounts, 0, 2).Draw(t, "conflicted"),
	}
	if part := rapid.SampledFrom(append([]string{""}, caseParts...)).Draw(t, "part"); part != "" {
		res.Parts = map[AccountID]string{accounts.Draw(t, "whose part"): part}
	}
	return who, rapid.SampledFrom(actions).Draw(t, "action"), res
}

// TestEntitiesAreComplete: whatever is asked, every attribute that the schema
// knows is set.
func TestEntitiesAreComplete(t *testing.T) {
	v, err := newValidator()
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		who, action, res := drawQuestion(t)
		entities, req := request(who, action, res, noon)
		if err := v.Entities(entities); err != nil {
			t.Fatalf("entities: %v", err)
		}
		if err := v.Request(req); err != nil {
			t.Fatalf("request: %v", err)
		}
	})
}

// TestRememberedIsTheSame: a class holds everything that the policies look at.
func TestRememberedIsTheSame(t *testing.T) {
	a := testAuthorizer(t)
	rapid.Check(t, func(rt *rapid.T) {
		who, action, res := drawQuestion(rt)
		got, want := a.Decide(t.Context(), who, action, res), a.decide(who, action, res, noon)
		if got.Allowed != want.Allowed || got.StepUp != want.StepUp || !slices.Equal(got.Policies, want.Policies) {
			rt.Fatalf("remembered %+v, evaluated %+v", got, want)
		}
	})
}

// TestViewAgrees: what the view of a reader shows, the policies let the reader
// read, and the other way round. A list filtered by one and a page guarded by
// the other must not differ.
func TestViewAgrees(t *testing.T) {
	a := testAuthorizer(t)
	rapid.Check(t, func(rt *rapid.T) {
		who, _, res := drawQuestion(rt)
		res.Conflicted = nil
		v := ViewOf(who, noon)
		if !v.Content || res.Kind >= kinds {
			return
		}
		person := Resource{Kind: OnPerson, Person: res.Person, Level: max(res.Level, register.C2)}
		got, want := v.SeesIn(person.Person, person.Level), a.Authorize(t.Context(), who, PersonRead, person) == nil
		if got != want {
			rt.Fatalf("View of %v: SeesIn(%d, %v) = %v, Authorize says %v", who.Roles, person.Person, person.Level, got, want)
		}
		source := Resource{Kind: OnSource, Owner: res.Owner, Sharing: res.Sharing, SharedWith: res.SharedWith}
		got, want = v.SeesSource(res.Sharing, res.Owner, res.SharedWith), a.Authorize(t.Context(), who, SourceRead, source) == nil
		if got != want && v.Sees(register.C1) {
			rt.Fatalf("View of %v: SeesSource(%q, %q, %v) = %v, Authorize says %v", who.Org, res.Sharing, res.Owner, res.SharedWith, got, want)
		}
	})
}

func TestDecisionSaysWhy(t *testing.T) {
	a := testAuthorizer(t)
	who := reader(RolesOf(Observer))
	who.Clearance = register.C2
	for _, c := range []struct {
		action Action
		res    Resource
		want   []string
	}{
		{PersonRead, People, []string{"observer"}},
		{PersonRead, Resource{Kind: OnPerson, Level: register.C3}, []string{"above-clearance"}},
		{SourceRead, Resource{Kind: OnSource, Owner: "01OTHER"}, []string{"not-shared"}},
		{MatchJudge, Resource{Kind: OnMatch}, nil},
	} {
		if got := a.Decide(t.Context(), who, c.action, c.res); !slices.Equal(got.Policies, c.want) {
			t.Errorf("Decide(%s, %v) names %v, want %v", c.action, c.res, got.Policies, c.want)
		}
	}
}

// TestRightsTakenAwayAreGone: what was decided of an account is nothing to the
// same account with less.
func TestRightsTakenAwayAreGone(t *testing.T) {
	a := testAuthorizer(t)
	who := reader(RolesOf(CaseWorker))
	who.Clearance = register.C3
	ask := func(p Principal) error {
		return a.Authorize(t.Context(), p, PersonRead, Resource{Kind: OnPerson, Level: register.C3})
	}
	if err := ask(who); err != nil {
		t.Fatal(err)
	}
	for name, less := range map[string]func(*Principal){
		"a lower clearance": func(p *Principal) { p.Clearance = register.C2 },
		"no role":           func(p *Principal) { p.Roles = 0 },
		"disabled":          func(p *Principal) { p.Disabled = true },
		"pending":           func(p *Principal) { p.Pending = true },
	} {
		p := who
		less(&p)
		if err := ask(p); err == nil {
			t.Errorf("%s: still allowed", name)
		}
	}
}

// TestFailedDecisionsAreNotKept: a policy that cannot be evaluated is told each
// time.
func TestFailedDecisionsAreNotKept(t *testing.T) {
	alarms := 0
	broken, err := parsePolicies([]byte(`@id("broken") forbid (principal, action, resource) when { principal.nothing };`))
	if err != nil {
		t.Fatal(err)
	}
	a := &Authorizer{policies: broken, now: func() time.Time { return noon }, alarm: func(Action, error) { alarms++ }}
	for range 2 {
		if err := a.Authorize(t.Context(), reader(RolesOf(CaseWorker)), PersonRead, People); err == nil {
			t.Error("allowed by a policy that failed")
		}
	}
	if alarms != 2 {
		t.Errorf("%d alarms, want 2", alarms)
	}
}

// TestDecisionsAreBounded: what is kept does not grow with what is asked.
func TestDecisionsAreBounded(t *testing.T) {
	var m decisions
	for i := range 2*decisionsKept + 1 {
		m.keep(class{account: AccountID(fmt.Sprint(i))}, Decision{})
	}
	if len(m.made) > decisionsKept {
		t.Errorf("%d kept, want at most %d", len(m.made), decisionsKept)
	}
}

// BenchmarkAuthorize is one decision; BenchmarkAuthorizeRows is the 10,000 rows
// of a list.
func BenchmarkAuthorize(b *testing.B) {
	a, who := testAuthorizer(b), reader(RolesOf(CaseWorker))
	who.Clearance = register.C3
	for b.Loop() {
		if err := a.decide(who, PersonRead, People, noon).Err(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAuthorizeRows(b *testing.B) {
	a, who := testAuthorizer(b), reader(RolesOf(CaseWorker))
	who.Clearance = register.C3
	for b.Loop() {
		for i := range 10_000 {
			res := Resource{Kind: OnRecord, Level: register.Level(i % 5), Owner: register.OrgID(fmt.Sprint(i % 40)), Sharing: register.ShareAll}
			_ = a.Authorize(b.Context(), who, PersonRead, res)
		}
	}
}
