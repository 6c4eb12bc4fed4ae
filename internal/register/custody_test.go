package register_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/register/sample"
	"kashf.org/kashf/when"
)

func kindsOf(c register.Custody) (out []register.ConflictKind) {
	for _, x := range c.Conflicts {
		out = append(out, x.Kind)
	}
	return out
}

func TestCustodyConflicts(t *testing.T) {
	code := sample.Code
	stay := func(place, from, to string) []register.Claim {
		return says(code(register.Facility, place), code(register.CustodyFrom, from), code(register.CustodyTo, to))
	}
	tests := []struct {
		name string
		file register.File
		want []register.ConflictKind
	}{
		{"one after the other", told("ll", stay("MI227", "2013-05-01", "2013-08-01"), stay("SED", "2013-09-01", "2014-01-01")), nil},
		{"two places at once", told("ll", stay("MI227", "2013-05-01", "2013-08-01"), stay("SED", "2013-07-01", "2014-01-01")), []register.ConflictKind{register.TwoPlaces}},
		{"a building of the same prison", told("ll", stay("SED-R", "2013-05-01", "2013-08-01"), stay("SED", "2013-07-01", "2014-01-01")), nil},
		{"dates that allow both", told("ll", stay("MI227", "2013", "2013"), stay("SED", "2013", "2014")), nil},
		{"ends first", told("l", stay("SED", "2014", "2013")), []register.ConflictKind{register.EndsFirst}},
		{"released before arrest", told("l", says(code(register.ArrestDate, "2014"), code(register.ReleaseDate, "2013"))), []register.ConflictKind{register.ReleasedFirst}},
		{"held after release", told("ll", says(code(register.ArrestDate, "2012"), code(register.ReleaseDate, "2013")), stay("SED", "2014", "2015")), []register.ConflictKind{register.HeldAfter}},
		{"arrested again", told("ll", says(code(register.ArrestDate, "2012"), code(register.ReleaseDate, "2013")), append(stay("SED", "2014", "2015"), code(register.ArrestDate, "2014"))), []register.ConflictKind{register.ArrestsDiffer}},
		{"arrest dates of different precision", told("ll", says(code(register.ArrestDate, "2012")), says(code(register.ArrestDate, "2012-03"))), nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(kindsOf(register.CustodyOf(tt.file)), tt.want); d != "" {
				t.Errorf("conflicts (-got +want):\n%s", d)
			}
		})
	}
}

func TestCustodyGaps(t *testing.T) {
	code := sample.Code
	f := told("lll",
		says(code(register.ArrestDate, "2013-05-19"), code(register.Facility, "MI227"), code(register.CustodyFrom, "2013-05-19"), code(register.CustodyTo, "2013-08-01")),
		says(code(register.Facility, "SED"), code(register.CustodyFrom, "2014-01-01")),
		says(code(register.ReleaseDate, "2015-02-01")))
	c := register.CustodyOf(f)
	var got []string
	for _, g := range c.Gaps {
		got = append(got, g.From.String()+" "+g.To.String())
	}
	if d := cmp.Diff(got, []string{"2013-08-02 2013-12-31", "2014-01-02 2015-01-31"}); d != "" {
		t.Errorf("gaps (-got +want):\n%s", d)
	}
}

func TestCustodyPairsOnlyWhatIsSure(t *testing.T) {
	code := sample.Code
	f := told("l", says(code(register.Facility, "MI227"), code(register.Facility, "SED"), code(register.CustodyFrom, "2013")))
	for _, c := range register.CustodyOf(f).Intervals {
		if !c.From.IsZero() {
			t.Errorf("two places, one date: %s was given %s", c.Place, c.From)
		}
	}
	f = told("l", says(code(register.Facility, "MI227"), code(register.Facility, "SED"), code(register.CustodyFrom, "2013"), code(register.CustodyFrom, "2014")))
	if c := register.CustodyOf(f).Intervals; len(c) != 2 || c[0].Place != "MI227" || c[0].From.String() != "2013" || c[1].From.String() != "2014" {
		t.Errorf("two places, two dates: %+v", c)
	}
}

func TestCustodyLeavesOutAReleaseNotConfirmed(t *testing.T) {
	for _, c := range register.CustodyOf(sample.FileOf(sample.Rahaf)).Intervals {
		if c.Kind == register.Released {
			t.Errorf("one person judged the link, and its release is on the timeline: %+v", c)
		}
	}
}

func TestHeldTogether(t *testing.T) {
	a, b := register.CustodyOf(sample.FileOf(sample.Yamen)), register.CustodyOf(sample.FileOf(sample.Basel))
	got := register.HeldTogether(a, b)
	if len(got) != 1 || got[0].Place != "MI227" || got[0].Kind != register.HeldAt || got[0].Sure != when.Certainly {
		t.Errorf("HeldTogether = %+v, want the branch in June 2013, certainly", got)
	}
	code := sample.Code
	x := register.CustodyOf(told("l", says(code(register.ArrestDate, "2013-05-19"), code(register.ArrestPlace, "C2498"))))
	y := register.CustodyOf(told("l", says(code(register.ArrestDate, "2013-05-19"), code(register.ArrestPlace, "SY03"))))
	if got := register.HeldTogether(x, x); len(got) != 1 || got[0].Kind != register.Arrested || got[0].Sure != when.Certainly {
		t.Errorf("arrested on one day in one place: %+v", got)
	}
	if got := register.HeldTogether(x, y); len(got) != 0 {
		t.Errorf("a governorate is too large to have met in: %+v", got)
	}
}

func TestRelatives(t *testing.T) {
	f := sample.FileOf(sample.Yamen)
	named, judged := register.NamedRelatives(f), register.JudgedRelatives(f)
	if len(named) != 1 || named[0].Text != "باسل - أخوه" {
		t.Errorf("named = %+v", named)
	}
	if len(judged) != 1 || judged[0].Mine != 1 || judged[0].Theirs != 5 {
		t.Errorf("judged = %+v", judged)
	}
	for i := range f.Judgements {
		f.Judgements[i].Undone = 9
	}
	if got := register.JudgedRelatives(f); len(got) != 0 {
		t.Errorf("taken back, and still there: %+v", got)
	}
}
