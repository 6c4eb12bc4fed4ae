package access

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"kashf.org/kashf/internal/register"
)

// matrixColumns are the readers of testdata/matrix.txt, in its order.
var matrixColumns = []struct {
	name string
	who  Principal
}{
	{"nobody", Principal{}},
	{"none", reader(0)},
	{"admin", reader(RolesOf(Administrator))},
	{"data", reader(RolesOf(DataOfficer))},
	{"case", reader(RolesOf(CaseWorker))},
	{"analyst", reader(RolesOf(Analyst))},
	{"observer", reader(RolesOf(Observer))},
	{"victims", reader(RolesOf(VictimsRepresentative))},
	{"auditor", reader(RolesOf(Auditor))},
	{"registrar", reader(RolesOf(ReviewRegistrar))},
	{"reviewer", reader(RolesOf(Reviewer))},
	{"liaison", reader(RolesOf(VictimsLiaison))},
}

var noon = time.Date(2025, 1, 10, 12, 0, 0, 0, time.UTC)

func reader(roles Roles) Principal {
	return Principal{Account: "01READER", Login: "reader", Org: "01MINE", Roles: roles}
}

// sharings are the ways in which something can stand to the reader's
// organisation.
var sharings = []struct {
	name     string
	own      bool
	readable bool
	owner    register.OrgID
	sharing  register.Sharing
	named    []register.OrgID
}{
	{"own", true, true, "01MINE", register.ShareOwner, nil},
	{"unsaid, own", true, true, "01MINE", "", nil},
	{"of others", false, false, "01OTHER", register.ShareOwner, nil},
	{"unsaid, of others", false, false, "01OTHER", "", []register.OrgID{"01MINE"}},
	{"named", false, true, "01OTHER", register.ShareNamed, []register.OrgID{"01THIRD", "01MINE"}},
	{"others named", false, false, "01OTHER", register.ShareNamed, []register.OrgID{"01THIRD"}},
	{"all", false, true, "01OTHER", register.ShareAll, nil},
	{"nobody's", false, false, "", register.ShareOwner, nil},
}

// sharedKinds belong to an organisation that decides who reads them.
var sharedKinds = map[string]bool{"source": true, "record": true, "entry": true, "file": true}

type matrixRow struct {
	action Action
	kind   ResourceKind
	floor  register.Level
	fresh  bool
	cells  []string
}

func readMatrix(t *testing.T) []matrixRow {
	t.Helper()
	text, err := os.ReadFile("testdata/matrix.txt")
	if err != nil {
		t.Fatal(err)
	}
	var rows []matrixRow
	for line := range strings.Lines(string(text)) {
		f := strings.Fields(line)
		if len(f) == 0 || strings.HasPrefix(f[0], "#") {
			continue
		}
		if len(f) != 4+len(matrixColumns) {
			t.Fatalf("matrix row %q has %d columns", line, len(f))
		}
		floor, err := register.ParseLevel(f[2])
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, matrixRow{Action(f[0]), kindNamed(t, f[1]), floor, f[3] == "fresh", f[4:]})
	}
	return rows
}

func kindNamed(t *testing.T, name string) ResourceKind {
	t.Helper()
	for k := range kinds {
		if k.String() == name {
			return k
		}
	}
	t.Fatalf("no kind %q", name)
	return 0
}

// expected says in plain words what the matrix, the levels and the sharing
// allow. It knows nothing of the policies.
func (row matrixRow) expected(cell string, who Principal, level register.Level, own, readable bool) bool {
	switch {
	case cell == "-":
		return false
	case cell == "own" && !own:
		return false
	case cell == "C4" && who.Clearance < register.C4:
		return false
	case max(level, row.floor) > who.Clearance:
		return false
	case level == register.C5:
		return false
	case level == register.C4 && row.action != PersonReveal:
		return false // nothing is revealed in this test
	}
	return readable || !sharedKinds[row.kind.String()]
}

func testAuthorizer(t testing.TB) *Authorizer {
	t.Helper()
	a, err := NewAuthorizer(func() time.Time { return noon }, func(a Action, err error) {
		t.Errorf("alarm at %s: %v", a, err)
	})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// TestMatrix compares every decision with the table written by hand: role ×
// clearance × level × sharing × action.
func TestMatrix(t *testing.T) {
	a := testAuthorizer(t)
	ask := func(who Principal, action Action, res Resource) error { return a.decide(who, action, res, noon).Err() }
	if testing.Short() { // 127,000 questions, a few hundred classes
		ask = func(who Principal, action Action, res Resource) error {
			return a.Authorize(t.Context(), who, action, res)
		}
	}
	rows := readMatrix(t)
	for _, row := range rows {
		for i, column := range matrixColumns {
			row.check(t, func(who Principal, res Resource) error {
				if row.kind == OnCase { // nobody has a part: few classes, and TestActs asks the rest
					return a.Authorize(t.Context(), who, row.action, res)
				}
				return ask(who, row.action, res)
			}, column.who, column.name, row.cells[i])
		}
	}
	var named []Action
	for _, row := range rows {
		named = append(named, row.action)
	}
	if !slices.Equal(named, Actions()) {
		t.Errorf("the matrix names the actions %v,\nwant %v", named, Actions())
	}
}

func (row matrixRow) check(t *testing.T, ask func(Principal, Resource) error, who Principal, name, cell string) {
	t.Helper()
	who.StepUpAt = noon.Add(-time.Minute)
	for clearance := register.C0; clearance <= register.C5; clearance++ {
		if !who.Anonymous() {
			who.Clearance = clearance
		}
		for level := register.C0; level <= register.C5; level++ {
			for _, s := range sharings {
				res := Resource{Kind: row.kind, Level: level, Owner: s.owner, Sharing: s.sharing, SharedWith: s.named}
				got := ask(who, res) == nil
				want := row.expected(cell, who, level, s.own && !who.Anonymous(), s.readable && !who.Anonymous())
				if got != want {
					t.Errorf("%s with clearance %v, %s of level %v, %s: allowed %v, want %v",
						name, who.Clearance, row.action, level, s.name, got, want)
				}
			}
		}
	}
}

// TestMatrixFresh checks that exactly the rows marked "fresh" ask for password
// and code again.
func TestMatrixFresh(t *testing.T) {
	a := testAuthorizer(t)
	for _, row := range readMatrix(t) {
		for i, column := range matrixColumns {
			who := column.who
			if !who.Anonymous() {
				who.Clearance = register.C4
			}
			res := Resource{Kind: row.kind, Owner: "01MINE"}
			allowed := row.expected(row.cells[i], who, row.floor, !who.Anonymous(), true)
			if !allowed {
				continue
			}
			for _, c := range []struct {
				ago  time.Duration
				want error
			}{{time.Minute, nil}, {StepUpWindow, ErrStepUp}, {0, ErrStepUp}} {
				if who.StepUpAt = noon.Add(-c.ago); c.ago == 0 {
					who.StepUpAt = time.Time{}
				}
				want := c.want
				if !row.fresh {
					want = nil
				}
				if got := a.Authorize(t.Context(), who, row.action, res); !errors.Is(got, want) || (got == nil) != (want == nil) {
					t.Errorf("%s %s, signed in %v ago: %v, want %v", column.name, row.action, c.ago, got, want)
				}
			}
		}
	}
}

// TestForbidsOverride sets one forbidding fact at a time on a question that is
// otherwise allowed, for every action of the matrix.
func TestForbidsOverride(t *testing.T) {
	a := testAuthorizer(t)
	forbids := []struct {
		name string
		set  func(*Principal, *Resource)
		not  func(Action) bool // actions that it leaves alone
	}{
		{"disabled", func(p *Principal, _ *Resource) { p.Disabled = true }, nil},
		{"pending", func(p *Principal, _ *Resource) { p.Pending = true }, func(a Action) bool {
			return a.Public() || strings.HasPrefix(string(a), "self.") || a == SessionEnd
		}},
		{"conflict", func(p *Principal, r *Resource) { r.Conflicted = []AccountID{"01X", p.Account} }, nil},
		{"one's own account", func(p *Principal, r *Resource) { r.Author = p.Account }, func(a Action) bool {
			return a != AccountUpdate && a != AccountReset
		}},
		{"administrator", func(p *Principal, _ *Resource) { p.Roles |= RolesOf(Administrator) }, nil},
	}
	for _, row := range readMatrix(t) {
		for i, column := range matrixColumns {
			if column.name == "nobody" || row.cells[i] == "-" {
				continue
			}
			for _, f := range forbids {
				who, res := column.who, Resource{Kind: row.kind, Owner: "01MINE"}
				who.Clearance, who.StepUpAt = register.C4, noon
				f.set(&who, &res)
				want := f.not != nil && f.not(row.action)
				if f.name == "administrator" {
					want = !kindTable[row.kind].content
				}
				if got := a.Authorize(t.Context(), who, row.action, res) == nil; got != want {
					t.Errorf("%s: %s of %s allowed %v, want %v", f.name, row.action, column.name, got, want)
				}
			}
		}
	}
}

func TestReveal(t *testing.T) {
	a := testAuthorizer(t)
	who := reader(RolesOf(CaseWorker))
	who.Clearance = register.C4
	who.Reveals = Reveals{7: noon.Add(time.Minute), 8: noon}
	for _, c := range []struct {
		person register.PersonID
		level  register.Level
		want   bool
	}{
		{7, register.C4, true},
		{7, register.C5, false}, // sealed stays sealed
		{8, register.C4, false}, // closed a moment ago
		{9, register.C4, false}, // another's file
		{9, register.C3, true},
	} {
		t.Run(fmt.Sprintf("%v of %d", c.level, c.person), func(t *testing.T) {
			got := a.Authorize(t.Context(), who, PersonRead, PersonResource(c.person, c.level)) == nil
			if got != c.want {
				t.Errorf("allowed %v, want %v", got, c.want)
			}
			if seen := ViewOf(who, noon).SeesIn(c.person, c.level); seen != c.want {
				t.Errorf("View.SeesIn = %v, want %v", seen, c.want)
			}
		})
	}
}
