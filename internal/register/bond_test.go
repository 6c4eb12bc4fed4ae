package register_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/register/sample"
	"kashf.org/kashf/when"
)

// heldIn are the claims of a stay in a cell.
func heldIn(place, cell, from, to string) []register.Claim {
	return says(sample.Code(register.Facility, place), sample.Text(register.Cell, cell), sample.Code(register.CustodyFrom, from), sample.Code(register.CustodyTo, to))
}

func TestBonds(t *testing.T) {
	code := sample.Code
	stay := func(place, from, to string) []register.Claim {
		return says(code(register.Facility, place), code(register.CustodyFrom, from), code(register.CustodyTo, to))
	}
	moved := func(to, on string) []register.Claim {
		return says(code(register.TransferTo, to), code(register.CustodyTo, on))
	}
	arrested := says(code(register.ArrestDate, "2013-05-19"), code(register.ArrestPlace, "C2498"))
	tests := []struct {
		name string
		a, b []register.Claim
		want []register.BondKind
		sure when.Answer
	}{
		{"one time", stay("SED", "2013-05-01", "2013-09-01"), stay("SED", "2013-07-01", "2014-01-01"), []register.BondKind{register.SameTime}, when.Certainly},
		{"dates that allow it", stay("SED", "2013", "2013"), stay("SED", "2013-07-01", "2014-01-01"), []register.BondKind{register.SameTime}, when.Possibly},
		{"a building and the prison", stay("SED-R", "2013-05-01", "2013-09-01"), stay("SED", "2013-07-01", "2014-01-01"), []register.BondKind{register.SameTime}, when.Certainly},
		{"after one another", stay("SED", "2013-05-01", "2013-06-01"), stay("SED", "2013-07-01", "2014-01-01"), nil, when.No},
		{"elsewhere", stay("SED", "2013-05-01", "2013-09-01"), stay("ADR", "2013-07-01", "2014-01-01"), nil, when.No},
		{"of no known time", says(code(register.Facility, "SED")), stay("SED", "2013-07-01", "2014-01-01"), nil, when.No},
		{"begun on one day", stay("SED", "2013-05-01", ""), stay("SED", "2013-05-01", "2014-01-01"), []register.BondKind{register.CameTogether}, when.Certainly},
		{"one cell", heldIn("SED", "مهجع ٥", "2013-05-01", "2013-09-01"), heldIn("SED", "مهجع5", "2013-07-01", "2014-01-01"), []register.BondKind{register.SameCell}, when.Certainly},
		{"a cell of that number elsewhere", heldIn("SED", "5", "2013-05-01", "2013-09-01"), heldIn("SED-R", "5", "2013-07-01", "2014-01-01"), []register.BondKind{register.SameTime}, when.Certainly},
		{"moved on one day", moved("SED", "2013-05-01"), moved("SED", "2013-05-01"), []register.BondKind{register.MovedTogether}, when.Certainly},
		{"moved in one month", moved("SED", "2013-05"), moved("SED", "2013-05"), nil, when.No},
		{"arrested on one day", arrested, arrested, []register.BondKind{register.ArrestedTogether}, when.Certainly},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := register.Bonds(register.CustodyOf(told("l", tt.a)), register.CustodyOf(told("l", tt.b)))
			var kinds []register.BondKind
			for _, b := range got {
				kinds = append(kinds, b.Kind)
			}
			if d := cmp.Diff(tt.want, kinds); d != "" || len(got) > 0 && got[0].Sure != tt.sure {
				t.Errorf("bonds %+v (-want +got):\n%s", got, d)
			}
		})
	}
}

// What ties one to the other ties the other to the one.
func TestBondsAreMutual(t *testing.T) {
	places, dates, cells := []string{"SED", "SED-R", "ADR", "C2498", ""}, []string{"", "2013", "2013-05", "2013-05-19", "2014-01-02"}, []string{"", "5", "٥", "B 3"}
	custody := rapid.Custom(func(t *rapid.T) register.Custody {
		var all [][]register.Claim
		for range rapid.IntRange(1, 3).Draw(t, "records") {
			cs := heldIn(rapid.SampledFrom(places).Draw(t, "place"), rapid.SampledFrom(cells).Draw(t, "cell"), rapid.SampledFrom(dates).Draw(t, "from"), rapid.SampledFrom(dates).Draw(t, "to"))
			if rapid.Bool().Draw(t, "moved") {
				cs = append(cs, sample.Code(register.TransferTo, rapid.SampledFrom(places).Draw(t, "to")))
			}
			all = append(all, cs)
		}
		return register.CustodyOf(told("lll"[:len(all)], all...))
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b := custody.Draw(t, "a"), custody.Draw(t, "b")
		type said struct {
			kind  register.BondKind
			place string
			sure  when.Answer
		}
		of := func(bs []register.Bond) map[said]bool {
			out := map[said]bool{}
			for _, x := range bs {
				out[said{x.Kind, x.Place, x.Sure}] = true
			}
			return out
		}
		if d := cmp.Diff(of(register.Bonds(a, b)), of(register.Bonds(b, a))); d != "" {
			t.Fatalf("there and back (-a +b):\n%s", d)
		}
	})
}

func TestSameCellText(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"مهجع ٥", "مهجع5", true}, {"B-3", "b 3", true}, {"1/12", "11/2", false}, {"مهجع 5", "مهجع 6", false}, {"", "", false}, {" - ", "", false},
	} {
		if got := register.SameCellText(tt.a, tt.b); got != tt.want {
			t.Errorf("SameCellText(%q, %q) = %t, want %t", tt.a, tt.b, got, tt.want)
		}
	}
}
