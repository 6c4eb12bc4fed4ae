package dossier_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"kashf.org/kashf/internal/dossier"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/register/sample"
)

// Who is counted in a place is who the files in sight say was held there, after
// editions and corrections, for each reader.
func TestOccupancyIsWhatFilesSayNow(t *testing.T) {
	hand := func(id register.SourceID, sharing register.Sharing) register.Source {
		return register.Source{ID: id, Name: "بإدخال", Kind: "family", Owner: sample.OrgB, Sharing: sharing, Origin: register.ByHandOrigin + string(id)}
	}
	places := []register.FacilityID{"SED", "ADR", "MI227"}
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld()
		w.register.SourceList = append(sample.Sources(), hand("open hand", register.ShareAll), hand("own hand", register.ShareOwner))
		w.register.RecordList, w.register.JudgementList, w.register.LinkList = nil, nil, nil
		list := sample.Sources()[0].ID
		drawStay := func() []register.Claim {
			return stay(string(rapid.SampledFrom(places).Draw(t, "place")), rapid.SampledFrom([]string{"", "2012", "2013-04"}).Draw(t, "from"), "")
		}
		var all []register.Record
		for i := range rapid.IntRange(2, 9).Draw(t, "records") {
			id := register.RecordID(i + 1)
			r := sample.Record(id, register.PersonID(id), list, drawStay()...)
			if i > 0 {
				of := all[rapid.IntRange(0, i-1).Draw(t, "of")]
				switch rapid.SampledFrom([]string{"new", "edition", "correction", "joined"}).Draw(t, "kind") {
				case "edition":
					taken := slices.ContainsFunc(all, func(o register.Record) bool { return o.Continues == of.ID })
					if of.Source == list && !taken {
						r.Continues, r.Person = of.ID, of.Person
					}
				case "correction":
					r.Source, r.Person = rapid.SampledFrom([]register.SourceID{"open hand", "own hand"}).Draw(t, "hand"), of.Person
					r.Claims = append(drawStay(), register.Claim{Field: register.Corrects, Level: register.C2, Value: register.ClaimName{Record: of.ID, Field: register.Facility}.String()})
				case "joined":
					r.Person = of.Person
				}
			}
			all = append(all, r)
		}
		w.register.RecordList = all
		for _, org := range []register.OrgID{sample.OrgA, sample.OrgB} {
			for _, place := range places {
				h, err := w.Holding(t.Context(), staff(org), []register.FacilityID{place})
				if err != nil {
					t.Fatal(err)
				}
				var want []register.PersonID
				for _, r := range all {
					f, err := w.File(t.Context(), staff(org), r.Person)
					if err != nil || f.Person != r.Person || slices.Contains(want, f.Person) {
						continue
					}
					if slices.ContainsFunc(register.CustodyOf(f).Intervals, func(c register.CustodyInterval) bool {
						return c.Kind == register.HeldAt && c.Place == string(place)
					}) {
						want = append(want, f.Person)
					}
				}
				got := slices.Clone(h.People)
				slices.Sort(got)
				slices.Sort(want)
				if !slices.Equal(got, want) || h.Persons != len(want) {
					t.Fatalf("held in %s, as %s reads: %v; files say %v\n%+v", place, org, got, want, all)
				}
				in, err := w.HeldInCells(t.Context(), staff(org), []register.FacilityID{place}, func(dossier.HeldCell) []string { return []string{"here"} })
				if err != nil || in["here"].Persons != len(want) {
					t.Fatalf("in any cell of %s: %+v, %v; files say %v", place, in, err, want)
				}
			}
		}
	})
}

// Each person counts once in a group of cells, each source with what it writes.
func TestHeldInCells(t *testing.T) {
	w := newWorld()
	a, b := sample.Sources()[0].ID, sample.Sources()[1].ID
	cell := func(s string) register.Claim {
		return register.Claim{Field: register.Cell, Value: s, Level: register.C2}
	}
	w.register.RecordList = []register.Record{
		sample.Record(1, 1, a, append(stay("SED", "2012", ""), cell("مهجع 5"))...),
		sample.Record(2, 1, b, append(stay("SED", "2013", ""), cell("Dormitory 5"))...),
		sample.Record(3, 2, a, append(stay("SED", "2013", ""), cell("المهجع ٥"))...),
		sample.Record(4, 3, a, stay("SED", "", "")...),
		sample.Record(5, 4, sample.Closed, append(stay("SED", "", ""), cell("مهجع 5"))...),
	}
	groups := func(c dossier.HeldCell) []string {
		if c.Written == "" {
			return []string{"nowhere"}
		}
		return []string{"five", string(c.Source)}
	}
	got, err := w.HeldInCells(t.Context(), staff(sample.OrgA), []register.FacilityID{"SED"}, groups)
	if err != nil {
		t.Fatal(err)
	}
	five := got["five"]
	if five.Persons != 2 || len(five.Sources) != 2 || five.Sources[0].Persons != 2 || !slices.Equal(five.Written, []string{"Dormitory 5", "المهجع ٥", "مهجع 5"}) {
		t.Errorf("the fifth: %+v", five)
	}
	if got["nowhere"].Persons != 1 || got[string(sample.Closed)].Persons != 0 {
		t.Errorf("groups: %+v", got)
	}
	h, err := w.HoldingIn(t.Context(), staff(sample.OrgB), []register.FacilityID{"SED"}, func(c dossier.HeldCell) bool { return c.Written != "" })
	if err != nil || h.Persons != 3 {
		t.Errorf("the other organisation sees %+v, %v", h, err)
	}
}
