package dossier_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"kashf.org/kashf/internal/dossier"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/register/sample"
)

func situation(t *testing.T, w world, a dossier.Audience) dossier.Situation {
	t.Helper()
	s, err := w.Situation(t.Context(), a)
	if err != nil {
		t.Fatalf("Situation: %v", err)
	}
	return s
}

func TestSituation(t *testing.T) {
	w := newWorld()
	s := situation(t, w, staff(sample.OrgA))
	if want := (register.Counts{Sources: 6, Imports: 6, Records: 11, Persons: 5}); s.Counts != want {
		t.Errorf("counts = %+v, want %+v", s.Counts, want)
	}
	if s.Waiting.OpenMatches != 1 || s.Waiting.RefusedRows != 2 || len(s.Waiting.Refused) != 1 {
		t.Errorf("waiting = %+v", s.Waiting)
	}
	want := []dossier.PersonRef{{sample.Yamen, w.FileNo(sample.Yamen)}, {sample.Rahaf, w.FileNo(sample.Rahaf)}}
	if d := cmp.Diff(s.Waiting.UnconfirmedPeople, want); s.Waiting.Unconfirmed != 2 || d != "" {
		t.Errorf("unconfirmed %d (-got +want):\n%s", s.Waiting.Unconfirmed, d)
	}
	if s.Changed[0].Key != "event.judged" || s.Changed[0].Seq != 25 || s.Unlinked {
		t.Errorf("changed = %+v, unlinked %t", s.Changed[0], s.Unlinked)
	}
}

func TestSituationOfAnotherOrganisation(t *testing.T) {
	w := newWorld()
	a := situation(t, w, staff(sample.OrgA))
	b := situation(t, w, staff(sample.OrgB))
	none := situation(t, w, staff("ORG-C"))
	if b.Counts.Records != 12 || none.Counts.Records != 10 || a.Counts.Records != 11 {
		t.Errorf("records: A %d, B %d, C %d; want 11, 12, 10", a.Counts.Records, b.Counts.Records, none.Counts.Records)
	}
	for _, e := range a.Changed {
		if e.Source == sample.Closed {
			t.Errorf("A is told of B's closed source: %+v", e)
		}
	}
}

func TestSituationIsKeptUntilTheLedgerGrows(t *testing.T) {
	w := newWorld()
	first := situation(t, w, staff(sample.OrgA))
	first.Waiting.UnconfirmedPeople[0].FileNo = "changed"
	w.register.OpenList = nil
	if s := situation(t, w, staff(sample.OrgA)); s.Waiting.OpenMatches != 1 || s.Waiting.UnconfirmedPeople[0].FileNo == "changed" {
		t.Errorf("same ledger: %+v", s.Waiting)
	}
	w.ledger.size++
	if s := situation(t, w, staff(sample.OrgA)); s.Waiting.OpenMatches != 0 {
		t.Errorf("the ledger has grown, and still %d open", s.Waiting.OpenMatches)
	}
}

func TestSituationFollowsJudgements(t *testing.T) {
	w := newWorld()
	w.register.JudgementList = append(w.register.JudgementList, sample.Same("J6", 7, 8, "omar", 41))
	if s := situation(t, w, staff(sample.OrgA)); s.Waiting.Unconfirmed != 1 {
		t.Errorf("two people judged the release's link: %d wait, want 1", s.Waiting.Unconfirmed)
	}
	w.register.JudgementList[len(w.register.JudgementList)-1].Rests = 50
	w.ledger.size++
	s := situation(t, w, staff(sample.OrgA))
	if s.Waiting.Unconfirmed != 2 || len(s.Waiting.Shaken) != 1 {
		t.Errorf("it rests on something undone: %d wait, %d shaken; want 2, 1", s.Waiting.Unconfirmed, len(s.Waiting.Shaken))
	}
}

func TestASmallRegisterIsSurveyedAnew(t *testing.T) {
	w := newWorld()
	shared := func() int {
		t.Helper()
		p, err := w.Source(t.Context(), staff(sample.OrgA), sample.Circulated)
		if err != nil {
			t.Fatal(err)
		}
		return p.Persons
	}
	before := shared()
	w.register.RecordList = append(w.register.RecordList, sample.Record(13, 13, sample.Circulated, sample.Text(register.FullName, "سلمى")))
	if got := shared(); got != before {
		t.Errorf("same ledger, and %d persons after %d", got, before)
	}
	w.ledger.size++
	if got := shared(); got != before+1 {
		t.Errorf("the ledger has grown: %d persons, want %d", got, before+1)
	}
}

func TestMatchPair(t *testing.T) {
	p, err := newWorld().MatchPair(t.Context(), staff(sample.OrgA), 1, 4)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, r := range p.Rows {
		got[r.Field.Key()] = r.State
	}
	want := map[string]string{
		"full_name": dossier.Agrees, "mother_name": dossier.Agrees, "birth_date": dossier.LeftOnly, "birth_year": dossier.RightOnly,
		"sex": dossier.LeftOnly, "place": dossier.LeftOnly, "arrest_date": dossier.LeftOnly, "facility": dossier.Differs,
		"custody_from": dossier.Differs, "custody_to": dossier.LeftOnly, "last_seen_date": dossier.RightOnly,
		"last_seen_place": dossier.RightOnly, "relative": dossier.LeftOnly,
	}
	if d := cmp.Diff(got, want); d != "" {
		t.Errorf("rows (-got +want):\n%s", d)
	}
	if !p.OnePerson || p.Link == nil || p.Link.Weight != 960 || p.Left.Others != 3 {
		t.Errorf("pair = %+v", p)
	}
}

func TestMatchPairOfTwoPeople(t *testing.T) {
	p, err := newWorld().MatchPair(t.Context(), staff(sample.OrgA), 5, 1)
	if err != nil {
		t.Fatal(err)
	}
	if p.OnePerson || p.Left.Person != sample.Basel || len(p.Judged) != 1 || p.Judged[0].Verdict != register.Relatives {
		t.Errorf("pair = %+v", p)
	}
	for _, r := range p.Rows {
		if r.Field == register.FullName && r.State != dossier.Contradicts {
			t.Errorf("two brothers' names %s", r.State)
		}
	}
}

func TestSources(t *testing.T) {
	w := newWorld()
	list, err := w.Sources(t.Context(), staff(sample.OrgA))
	if err != nil {
		t.Fatal(err)
	}
	at := map[register.SourceID]int{}
	for i, s := range list.Sources {
		at[s.ID] = i
	}
	if _, ok := at[sample.Closed]; ok || len(list.Sources) != 6 {
		t.Fatalf("sources = %v", at)
	}
	f, c, p := at[sample.Families], at[sample.Circulated], at[sample.PassedOn]
	if list.Shared[f][c] != 2 || list.Shared[c][f] != 2 || list.Shared[c][p] != 1 || list.Shared[f][f] != 4 {
		t.Errorf("shared = %v", list.Shared)
	}
	if s := list.Sources[c]; s.Records != 3 || s.Persons != 3 || s.Refused != 2 || s.Imports != 1 {
		t.Errorf("the circulated list = %+v", s)
	}
}

func TestSourcePage(t *testing.T) {
	p, err := newWorld().Source(t.Context(), staff(sample.OrgA), sample.Circulated)
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Overlaps) != 3 || p.Overlaps[0].Source.ID != sample.Families || p.Overlaps[0].Dependent {
		t.Errorf("overlaps = %+v", p.Overlaps)
	}
	for _, o := range p.Overlaps {
		if o.Source.ID == sample.PassedOn && !o.Dependent {
			t.Error("the list passed on counts as independent")
		}
	}
}

func BenchmarkPerson(b *testing.B) {
	w := newWorld()
	for b.Loop() {
		if _, err := w.Person(b.Context(), staff(sample.OrgA), sample.Yamen, asOf); err != nil {
			b.Fatal(err)
		}
	}
}
