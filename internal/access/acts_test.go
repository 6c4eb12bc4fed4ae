package access

import (
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"kashf.org/kashf/internal/register"
)

// caseParts are the columns of testdata/acts.txt.
var caseParts = []string{
	"registrar", "roster_chair", "file_officer", "second_analyst", "panel_member", "appeal_member", "observer", "representative",
	"special_advocate", "victims_liaison", "victims_delegate", "court_liaison", "protection", "medical",
}

type actRow struct {
	action Action
	fresh  bool
	may    map[string]bool
}

func readActs(t testing.TB) []actRow {
	t.Helper()
	text, err := os.ReadFile("testdata/acts.txt")
	if err != nil {
		t.Fatal(err)
	}
	var rows []actRow
	for line := range strings.Lines(string(text)) {
		f := strings.Fields(line)
		if len(f) == 0 || f[0] == "#" {
			continue
		}
		if len(f) != 2+len(caseParts) {
			t.Fatalf("acts row %q has %d columns", line, len(f))
		}
		row := actRow{CaseAction(f[0]), f[1] == "fresh", map[string]bool{}}
		for i, p := range caseParts {
			row.may[p] = f[2+i] == "y"
		}
		rows = append(rows, row)
	}
	return rows
}

// caseOf is a case in which the reader plays a part and others play others.
func caseOf(p Principal, part string) Resource {
	parts := map[AccountID]string{"01OTHER": "registrar", "01THIRD": "panel_member"}
	if part != "" {
		parts[p.Account] = part
	}
	return Resource{Kind: OnCase, Parts: parts}
}

// TestActs compares every decision about a case with the table written by hand:
// part × role in the deployment × clearance × act. The part alone decides.
func TestActs(t *testing.T) {
	a := testAuthorizer(t)
	rows := readActs(t)
	for _, row := range rows {
		for _, column := range matrixColumns {
			who := column.who
			who.StepUpAt = noon
			admin := who.Roles.Has(Administrator)
			for _, part := range append([]string{""}, caseParts...) {
				for clearance := register.C0; clearance <= register.C4; clearance++ {
					if !who.Anonymous() {
						who.Clearance = clearance
					}
					want := row.may[part] && !who.Anonymous() && !admin && who.Clearance >= register.C2
					if got := a.Authorize(t.Context(), who, row.action, caseOf(who, part)) == nil; got != want {
						t.Errorf("%s as %q with role %s and clearance %v: allowed %v, want %v", row.action, part, column.name, who.Clearance, got, want)
					}
				}
			}
		}
	}
	var named []Action
	for _, row := range rows {
		named = append(named, row.action)
	}
	var want []Action
	for _, x := range Actions() {
		if strings.HasPrefix(string(x), casePrefix) {
			want = append(want, x)
		}
	}
	if !slices.Equal(named, want) {
		t.Errorf("acts.txt names %v,\nwant %v", named, want)
	}
}

// TestConflictEndsEveryAct: from the moment a conflict stands the case does not
// exist for the account, whatever its part was and however fresh its sign-in.
func TestConflictEndsEveryAct(t *testing.T) {
	a := testAuthorizer(t)
	who := reader(RolesOf(Reviewer))
	who.Clearance, who.StepUpAt = register.C3, noon
	for _, row := range readActs(t) {
		for _, part := range caseParts {
			res := caseOf(who, part)
			res.Conflicted = []AccountID{"01THIRD", who.Account}
			if err := a.Authorize(t.Context(), who, row.action, res); !errors.Is(err, ErrDenied) {
				t.Errorf("%s as a conflicted %s: %v, want %v", row.action, part, err, ErrDenied)
			}
		}
	}
}

// TestActsFresh: exactly the acts marked so ask for password and code again.
func TestActsFresh(t *testing.T) {
	a := testAuthorizer(t)
	for _, row := range readActs(t) {
		for part, may := range row.may {
			if !may {
				continue
			}
			who := reader(RolesOf(Reviewer))
			who.Clearance, who.StepUpAt = register.C3, noon.Add(-2*StepUpWindow)
			err := a.Authorize(t.Context(), who, row.action, caseOf(who, part))
			if errors.Is(err, ErrStepUp) != row.fresh || !row.fresh && err != nil {
				t.Errorf("%s as %s long after signing in: %v, fresh %v", row.action, part, err, row.fresh)
			}
			who.StepUpAt = noon.Add(-time.Second)
			if err := a.Authorize(t.Context(), who, row.action, caseOf(who, part)); err != nil {
				t.Errorf("%s as %s just signed in: %v", row.action, part, err)
			}
		}
	}
}

// BenchmarkAuthorizeCase is one decision about an act in a case of 20 parts,
// evaluated anew each time; BenchmarkAuthorizeBoard is as a board asks: 10,000
// cases with a part in each.
func BenchmarkAuthorizeCase(b *testing.B) {
	a, who, res := testAuthorizer(b), reader(RolesOf(Reviewer)), wideCase()
	who.Clearance = register.C3
	for b.Loop() {
		if err := a.decide(who, CaseVote, res, noon).Err(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAuthorizeBoard(b *testing.B) {
	a, who, res := testAuthorizer(b), reader(RolesOf(Reviewer)), wideCase()
	who.Clearance = register.C3
	for b.Loop() {
		for range 10_000 {
			if err := a.Authorize(b.Context(), who, CaseRead, res); err != nil {
				b.Fatal(err)
			}
		}
	}
}

func wideCase() Resource {
	res := Resource{Kind: OnCase, Parts: map[AccountID]string{"01READER": "panel_member"}, Conflicted: []AccountID{"01X", "01Y"}}
	for i := range 20 {
		res.Parts[AccountID("01P"+string(rune('A'+i)))] = "observer"
	}
	return res
}
