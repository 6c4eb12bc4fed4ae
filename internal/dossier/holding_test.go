package dossier_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"kashf.org/kashf/internal/dossier"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/register/sample"
	"kashf.org/kashf/when"
)

// stay are the claims of one stay.
func stay(place, from, to string) []register.Claim {
	cs := []register.Claim{sample.Code(register.Facility, place)}
	if from != "" {
		cs = append(cs, sample.Code(register.CustodyFrom, from))
	}
	if to != "" {
		cs = append(cs, sample.Code(register.CustodyTo, to))
	}
	return cs
}

func TestHolding(t *testing.T) {
	w := newWorld()
	src := sample.Sources()[0].ID
	w.register.RecordList = []register.Record{
		sample.Record(1, 1, src, stay("MI227", "2012-03", "2012-09")...),
		sample.Record(2, 1, src, stay("SED-R", "2012-10", "2014")...),
		sample.Record(3, 1, src, stay("ADR", "2015", "2016")...),
		sample.Record(4, 2, src, stay("SED", "2013", "")...),
		sample.Record(5, 3, src, sample.Code(register.ArrestDate, "2012"), sample.Code(register.ArrestPlace, "SED")),
		sample.Record(6, 4, src, stay("SED", "", "")...),
		sample.Record(7, 5, src, append(stay("SED", "2013", ""), sample.Code(register.DeathDate, "2014"))...),
	}
	h, err := w.Holding(t.Context(), staff(sample.OrgA), []register.FacilityID{"SED", "SED-R", "SED-W"})
	if err != nil {
		t.Fatal(err)
	}
	want := dossier.Holding{
		Persons: 3, People: []register.PersonID{1, 2, 4},
		Years: []dossier.YearOf{{Year: 2012, Persons: 1}, {Year: 2013, Persons: 2}, {Year: 2014, Persons: 1}},
		From:  []dossier.Passage{{Place: "MI227", Persons: 1}},
		To:    []dossier.Passage{{Place: "ADR", Persons: 1}},
	}
	if len(h.Sources) != 1 || h.Sources[0].Persons != 3 || h.Sources[0].First != mustDate(t, "2012-10-01") || h.Sources[0].Last != mustDate(t, "2014-12-31") {
		t.Errorf("sources: %+v", h.Sources)
	}
	h.Sources = nil
	if d := cmp.Diff(want, h); d != "" {
		t.Errorf("holding (-want +got):\n%s", d)
	}
	held, err := w.Held(t.Context(), staff(sample.OrgA), bySite)
	if d := cmp.Diff(map[string]int{"MI227": 1, "SED": 3, "ADR": 1, "all": 3}, held); d != "" || err != nil {
		t.Errorf("held (-want +got): %v\n%s", err, d)
	}
}

// bySite groups places with what they are a part of, and all together.
func bySite(id register.FacilityID) []string {
	site, _, _ := strings.Cut(string(id), "-")
	return []string{site, "all"}
}

func mustDate(t *testing.T, s string) when.Day {
	t.Helper()
	d, err := when.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return d.Earliest()
}

// What a reader may not see is absent: the holding is that of a register
// without it.
func TestHoldingHidesWhatIsOutOfSight(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		places, dates := []string{"SED", "SED-R", "ADR", "MI227", "C1366"}, []string{"", "2012", "2013-05", "2014-01-02"}
		var all []register.Record
		for id := range rapid.IntRange(0, 12).Draw(t, "records") {
			cs := stay(rapid.SampledFrom(places).Draw(t, "place"), rapid.SampledFrom(dates).Draw(t, "from"), rapid.SampledFrom(dates).Draw(t, "to"))
			if rapid.Bool().Draw(t, "raised") {
				for i := range cs {
					cs[i].Level = register.C4
				}
			}
			all = append(all, sample.Record(register.RecordID(id+1), register.PersonID(rapid.IntRange(1, 3).Draw(t, "person")),
				rapid.SampledFrom(sample.Sources()[:6]).Draw(t, "source").ID, cs...))
		}
		reader := staff(rapid.SampledFrom([]register.OrgID{sample.OrgA, sample.OrgB}).Draw(t, "org"))
		whole, without := newWorld(), newWorld()
		whole.register.RecordList = all
		without.register.RecordList = slices.DeleteFunc(slices.Clone(all), func(r register.Record) bool {
			i := slices.IndexFunc(sample.Sources(), func(s register.Source) bool { return s.ID == r.Source })
			return !reader.Sight.SeesSource(sample.Sources()[i]) || !reader.Sight.Sees(r.Claims[0].Level)
		})
		parts := []register.FacilityID{"SED", "SED-R"}
		got, err := whole.Holding(t.Context(), reader, parts)
		want, err2 := without.Holding(t.Context(), reader, parts)
		if d := cmp.Diff(want, got); d != "" || err != nil || err2 != nil {
			t.Fatalf("holding (-without +with): %v %v\n%s", err, err2, d)
		}
		gotAll, err := whole.Held(t.Context(), reader, bySite)
		wantAll, err2 := without.Held(t.Context(), reader, bySite)
		if d := cmp.Diff(wantAll, gotAll); d != "" || err != nil || err2 != nil {
			t.Fatalf("held (-without +with): %v %v\n%s", err, err2, d)
		}
	})
}
