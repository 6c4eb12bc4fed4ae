package dossier_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"kashf.org/kashf/internal/dossier"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/register/sample"
	"kashf.org/kashf/when"
)

func company(t *testing.T, w world, a dossier.Audience, id register.PersonID, offset, count int) dossier.Company {
	t.Helper()
	c, err := w.Company(t.Context(), a, id, offset, count)
	if err != nil {
		t.Fatalf("Company(%d): %v", id, err)
	}
	return c
}

func peopleOf(c dossier.Company) (out []register.PersonID) {
	for _, p := range c.People {
		out = append(out, p.Person)
	}
	return out
}

// inCell are the claims of a stay in a cell.
func inCell(cell string, cs []register.Claim) []register.Claim {
	return append(cs, sample.Text(register.Cell, cell))
}

func TestCompany(t *testing.T) {
	w := newWorld()
	a, b := sample.Sources()[0].ID, sample.Sources()[1].ID
	w.register.RecordList = []register.Record{
		sample.Record(1, 1, a, inCell("مهجع 5", stay("SED-R", "2013-05-19", "2014"))...),
		sample.Record(2, 2, b, stay("SED", "2013", "2013")...),
		sample.Record(3, 3, b, stay("SED-R", "2013-05-19", "2013-08")...),
		sample.Record(4, 4, b, inCell("مهجع٥", stay("SED-R", "2014-01", "2015"))...),
		sample.Record(5, 5, a, stay("SED", "2013-06", "2013-07")...),
		sample.Record(6, 6, b, stay("SED-R", "2016", "2017")...),
		sample.Record(7, 7, b, stay("ADR", "2013", "2014")...),
		sample.Record(8, 8, b, stay("SED", "", "")...),
		sample.Record(9, 9, b, append(stay("SED-R", "2013", "2014"), sample.Code(register.DeathDate, "2014"))...),
	}
	w.register.JudgementList, w.register.LinkList = nil, nil
	c := company(t, w, staff(sample.OrgA), 1, 0, 10)
	if d := cmp.Diff([]register.PersonID{4, 3, 5, 2}, peopleOf(c)); d != "" || c.Total != 4 || !c.Exact {
		t.Errorf("total %d (-want +got):\n%s", c.Total, d)
	}
	if x := c.People[0].Bonds; x[0].Kind != register.SameCell || x[0].Mine.ID != a || x[0].Theirs.ID != b || x[0].Sure != when.Possibly {
		t.Errorf("the strongest tie: %+v", x)
	}
	if d := cmp.Diff([]register.PersonID{5, 2}, peopleOf(company(t, w, staff(sample.OrgA), 1, 2, 10))); d != "" {
		t.Errorf("from the third on (-want +got):\n%s", d)
	}
}

// Many are counted, and read as far as they are asked for.
func TestCompanyOfThousands(t *testing.T) {
	w := newWorld()
	src := sample.Sources()[0].ID
	w.register.RecordList = nil
	for i := range 300 {
		w.register.RecordList = append(w.register.RecordList, sample.Record(register.RecordID(i+1), register.PersonID(i+1), src, stay("SED", "2013", "2014")...))
	}
	w.register.JudgementList, w.register.LinkList = nil, nil
	c := company(t, w, staff(sample.OrgA), 1, 100, 25)
	if c.Total != 299 || c.Exact || len(c.People) != 25 {
		t.Errorf("total %d, exact %t, read %d; want 299, false, 25", c.Total, c.Exact, len(c.People))
	}
	if c = company(t, w, staff(sample.OrgA), 1, 1000, 25); len(c.People) != 0 {
		t.Errorf("beyond the end: %d", len(c.People))
	}
}

// What a correction sets aside ties nobody.
func TestCompanyHeedsCorrections(t *testing.T) {
	w := newWorld()
	hand := register.Source{ID: "S-HAND", Name: "by hand", Owner: sample.OrgA, Origin: register.ByHandOrigin + "a", Sharing: register.ShareAll}
	w.register.SourceList = append(slices.Clone(w.register.SourceList), hand)
	src := sample.Sources()[0].ID
	name := register.ClaimName{Record: 2, Field: register.Facility}
	w.register.RecordList = []register.Record{
		sample.Record(1, 1, src, stay("SED", "2013", "2014")...),
		sample.Record(2, 2, src, stay("SED", "2013", "2014")...),
		sample.Record(3, 2, hand.ID, append(stay("ADR", "2013", "2014"), sample.Text(register.Corrects, name.String()))...),
	}
	w.register.JudgementList, w.register.LinkList = nil, nil
	if c := company(t, w, staff(sample.OrgA), 1, 0, 10); c.Total != 0 {
		t.Errorf("held elsewhere, as was corrected, and still %+v", c.People)
	}
}

// What a reader may not see is absent: the company is that of a register without
// it.
func TestCompanyHidesWhatIsOutOfSight(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		places, dates := []string{"SED", "SED-R", "ADR", "MI227"}, []string{"", "2012", "2013-05", "2013-05-19"}
		var all []register.Record
		for id := range rapid.IntRange(1, 12).Draw(t, "records") {
			cs := inCell(rapid.SampledFrom([]string{"", "5", "6"}).Draw(t, "cell"), stay(rapid.SampledFrom(places).Draw(t, "place"), rapid.SampledFrom(dates).Draw(t, "from"), rapid.SampledFrom(dates).Draw(t, "to")))
			if rapid.Bool().Draw(t, "arrest") {
				cs = append(cs, sample.Code(register.ArrestDate, "2013-05-19"), sample.Code(register.ArrestPlace, "C2498"))
			}
			if rapid.Bool().Draw(t, "raised") {
				for i := range cs {
					cs[i].Level = register.C4
				}
			}
			all = append(all, sample.Record(register.RecordID(id+1), register.PersonID(rapid.IntRange(1, 4).Draw(t, "person")),
				rapid.SampledFrom(sample.Sources()[:6]).Draw(t, "source").ID, cs...))
		}
		reader := staff(rapid.SampledFrom([]register.OrgID{sample.OrgA, sample.OrgB}).Draw(t, "org"))
		var shut []register.ClosedRecord
		closed := rapid.Bool().Draw(t, "closed") // a file is closed whole
		for _, r := range all {
			if r.Person == 3 && closed {
				shut = append(shut, register.ClosedRecord{ID: r.ID, Person: r.Person, Source: r.Source})
			}
		}
		whole, without := newWorld(), newWorld()
		whole.register.JudgementList, without.register.JudgementList = nil, nil
		whole.register.LinkList, without.register.LinkList = nil, nil
		open := reader
		reader.Sight.Closed = register.NewClosed(shut)
		whole.register.RecordList = all
		without.register.RecordList = slices.DeleteFunc(slices.Clone(all), func(r register.Record) bool {
			i := slices.IndexFunc(sample.Sources(), func(s register.Source) bool { return s.ID == r.Source })
			return !reader.Sight.SeesSource(sample.Sources()[i]) || !reader.Sight.SeesRecord(r.ID)
		})
		for i, r := range without.register.RecordList {
			if !reader.Sight.Sees(r.Claims[0].Level) {
				without.register.RecordList[i].Claims = nil
			}
		}
		got, err := whole.Company(t.Context(), reader, 1, 0, 10)
		want, err2 := without.Company(t.Context(), open, 1, 0, 10)
		if (err == nil) != (err2 == nil) {
			t.Fatalf("with what is hidden %v, without %v", err, err2)
		}
		if d := cmp.Diff(want, got, cmp.Comparer(func(a, b when.Date) bool { return a == b })); d != "" {
			t.Fatalf("company (-without +with):\n%s", d)
		}
	})
}
