package register_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/register/sample"
)

// comesAgain is a file with the editions of one list, the first of which has the
// number 1, and, before the last of them came, a correction by hand.
func comesAgain(correction []register.Claim, editions ...[]register.Claim) register.File {
	f := register.File{
		Sight:   register.Sight{Machine: true},
		Sources: []register.Source{{ID: "A"}, {ID: "hand", Origin: register.ByHandOrigin + "org/card"}},
	}
	id, before := register.RecordID(0), register.RecordID(0)
	for i, claims := range editions {
		if i == len(editions)-1 && correction != nil {
			id++
			f.Records = append(f.Records, sample.Record(id, 1, "hand", correction...))
		}
		id++
		r := sample.Record(id, 1, "A", claims...)
		r.Continues = before
		f.Records, before = append(f.Records, r), id
	}
	f.Records, f.Former = register.Former(f.Records)
	return f
}

func TestCorrectionHoldsOverARepeat(t *testing.T) {
	text, code, on := sample.Text, sample.Code, sample.Code
	mother := []register.Claim{text(register.MotherName, "سعاد"), text(register.Corrects, "1/mother_name/0")}
	stay := []register.Claim{code(register.Facility, "F2"), text(register.Corrects, "1/facility/0 1/custody_from/0")}
	tests := map[string]struct {
		f         register.File
		field     register.Field
		held      string
		aside     int
		contested int
	}{
		"said again":           {comesAgain(mother, []register.Claim{text(register.MotherName, "عفاف")}, []register.Claim{text(register.MotherName, "عفاف")}), register.MotherName, "سعاد", 1, 0},
		"said again elsewhere": {comesAgain(mother, []register.Claim{text(register.MotherName, "عفاف")}, []register.Claim{text(register.MotherName, " عفاف"), text(register.Note, "x")}), register.MotherName, "سعاد", 1, 0},
		"left blank between": {comesAgain(mother, []register.Claim{text(register.MotherName, "عفاف")},
			[]register.Claim{{Field: register.MotherName, Absence: register.Unknown}}, []register.Claim{text(register.MotherName, "عفاف")}), register.MotherName, "سعاد", 1, 0},
		"another value between": {comesAgain(mother, []register.Claim{text(register.MotherName, "عفاف")},
			[]register.Claim{text(register.MotherName, "هناء")}, []register.Claim{text(register.MotherName, "عفاف")}), register.MotherName, "سعاد", 1, 0},
		"another value is news": {comesAgain(mother, []register.Claim{text(register.MotherName, "عفاف")}, []register.Claim{text(register.MotherName, "هناء")}), register.MotherName, "", 0, 1},
		"without a correction":  {comesAgain(nil, []register.Claim{text(register.MotherName, "عفاف")}, []register.Claim{text(register.MotherName, "عفاف")}), register.MotherName, "عفاف", 0, 0},
		"a stay that ends now": {comesAgain(stay, []register.Claim{code(register.Facility, "F1"), on(register.CustodyFrom, "2012")},
			[]register.Claim{code(register.Facility, "F1"), on(register.CustodyFrom, "2012"), on(register.CustodyTo, "2014")}), register.Facility, "F2", 2, 0},
		"the same place at another time is news": {comesAgain(stay, []register.Claim{code(register.Facility, "F1"), on(register.CustodyFrom, "2012")},
			[]register.Claim{code(register.Facility, "F1"), on(register.CustodyFrom, "2015")}), register.Facility, "", 0, 0},
	}
	for name, x := range tests {
		a := register.Fold(x.f)
		line := a.Line(x.field)
		if v, ok := line.Held(); x.held != "" && (!ok || v.Text != x.held && v.Norm != x.held) {
			t.Errorf("%s: held %+v, want %q", name, v, x.held)
		}
		if len(a.Corrected) != x.aside || len(line.Contradictions()) != x.contested {
			t.Errorf("%s: %d claims set aside and %d contested, want %d and %d", name, len(a.Corrected), len(line.Contradictions()), x.aside, x.contested)
		}
		if v := x.f.Uncorrected(); x.aside > 0 && slices.ContainsFunc(v, func(r register.Record) bool {
			return r.Source == "A" && slices.ContainsFunc(r.Claims, func(c register.Claim) bool { return c.Field == x.field && c.Absence == register.Present })
		}) {
			t.Errorf("%s: indexes keep what was corrected", name)
		}
	}
}

// Of two equal claims one was corrected: where the list comes again, one of two
// is, and the other stands.
func TestCorrectionOfOneOfTwoStays(t *testing.T) {
	code, on := sample.Code, sample.Code
	stays := []register.Claim{
		code(register.Facility, "F1"), on(register.CustodyFrom, "2012"), code(register.Facility, "F1"), on(register.CustodyFrom, "2014"),
	}
	longer := append(slices.Clone(stays), code(register.Facility, "F3"), on(register.CustodyFrom, "2016"))
	f := comesAgain([]register.Claim{code(register.Facility, "F2"), on(register.CustodyFrom, "2012"), sample.Text(register.Corrects, "1/facility/0 1/custody_from/0")}, stays, longer)
	var places []string
	for _, r := range f.Uncorrected() {
		for _, s := range register.CustodyIn(r) {
			if s.Place != "" {
				places = append(places, s.Place+" "+s.From.String())
			}
		}
	}
	slices.Sort(places)
	if want := []string{"F1 2014", "F2 2012", "F3 2016"}; !slices.Equal(places, want) {
		t.Errorf("stays = %q, want %q", places, want)
	}
}

// However a list comes again: what a correction names is said by none of its
// editions any more, what else they say stands, and undoing brings it back.
func TestCorrectionOverEditions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.SampledFrom([]string{"", "عفاف", "هناء", "مريم"})
		n := rapid.IntRange(2, 5).Draw(t, "editions")
		editions := make([][]register.Claim, n)
		said := make([]string, n)
		for i := range editions {
			said[i] = value.Draw(t, "mother")
			if i == 0 && said[i] == "" {
				said[i] = "عفاف"
			}
			c := sample.Text(register.MotherName, said[i])
			if said[i] == "" {
				c = register.Claim{Field: register.MotherName, Absence: register.Unknown}
			}
			editions[i] = []register.Claim{sample.Text(register.FullName, "يامن العطار"), c}
		}
		wrong := said[0]
		f := comesAgain([]register.Claim{sample.Text(register.MotherName, "سعاد"), sample.Text(register.Corrects, "1/mother_name/0")}, editions...)
		newest := ""
		for _, s := range said {
			if s != "" {
				newest = s
			}
		}
		var got []string
		for _, v := range register.Fold(f).Line(register.MotherName).Values {
			got = append(got, v.Text)
		}
		want := []string{"سعاد"}
		if newest != wrong {
			want = append(want, newest)
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Fatalf("editions %q: values %q, want %q", said, got, want)
		}
		plain := comesAgain(nil, editions...)
		if v := held(plain, register.MotherName); v != newest {
			t.Fatalf("without the correction: %q, want %q", v, newest)
		}
	})
}
