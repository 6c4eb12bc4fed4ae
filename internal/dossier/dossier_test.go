package dossier_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"kashf.org/kashf/internal/dossier"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/register/sample"
	"kashf.org/kashf/ledger"
	"kashf.org/kashf/when"
)

var asOf = when.NewDay(2025, 3, 1)

// lines is a ledger of a few lines.
type lines struct {
	size  int64
	list  []dossier.LedgerLine // newest first
	calls int
}

func (l *lines) Size(context.Context) (int64, error) { return l.size, nil }

func (l *lines) Lines(_ context.Context, f dossier.LineFilter) ([]dossier.LedgerLine, error) {
	l.calls++
	var out []dossier.LedgerLine
	for _, x := range l.list {
		if (f.Before == 0 || x.Seq < f.Before) && (f.Subject == "" || slices.Contains(x.Subjects, f.Subject)) && len(out) < f.Limit {
			out = append(out, x)
		}
	}
	return out, nil
}

func line(seq int64, kind, author, org string, subjects ...string) dossier.LedgerLine {
	at := time.Date(2025, 2, 1, 8, 0, int(seq), 0, time.UTC).UnixMicro()
	return dossier.LedgerLine{Header: ledger.Header{Seq: seq, At: at, Kind: kind, Author: author, Org: org, Subjects: subjects}}
}

type world struct {
	*dossier.Dossier
	register *sample.Reader
	ledger   *lines
}

func newWorld() world {
	r, l := sample.NewReader(), &lines{size: 40}
	return world{dossier.New(r, l, register.FileNos{Key: [32]byte{7}}, register.UsualPolicy), r, l}
}

// staff are case staff of an organisation.
func staff(org register.OrgID) dossier.Audience {
	return dossier.Audience{Sight: register.Sight{Org: org, Level: register.C3}, Account: "lina", Deaths: true}
}

func person(t *testing.T, w world, a dossier.Audience, id register.PersonID) dossier.PersonFile {
	t.Helper()
	p, err := w.Person(t.Context(), a, id, asOf)
	if err != nil {
		t.Fatalf("Person(%d): %v", id, err)
	}
	return p
}

func lineOf(p dossier.PersonFile, f register.Field) dossier.AssessedLine {
	for _, l := range p.Lines {
		if l.Field == f {
			return l
		}
	}
	return dossier.AssessedLine{}
}

func TestPersonShowsContradictionsSideBySide(t *testing.T) {
	p := person(t, newWorld(), staff(sample.OrgA), sample.Yamen)
	l := lineOf(p, register.ArrestDate)
	if l.Held == nil || l.Held.Norm != "2013-05" || len(l.Agree) != 1 || len(l.Against) != 1 {
		t.Fatalf("arrest date = %+v", l)
	}
	if s := l.Against[0].Says[0]; s.Source.ID != sample.PassedOn || s.Row != 3 {
		t.Errorf("the contradiction comes from %+v", s)
	}
	if p.FileNo == "" || strings.Contains(p.FileNo, "00000") {
		t.Errorf("file number %q", p.FileNo)
	}
	for _, tag := range []string{dossier.TagContradicted, dossier.TagPending, dossier.TagNotConfirmed} {
		if !slices.Contains(p.Tags, tag) {
			t.Errorf("tags %q lack %s", p.Tags, tag)
		}
	}
	if len(p.Pending) != 1 || p.Pending[0].Norm != register.ReportedDead || p.Fate.Dead() {
		t.Errorf("pending %+v, fate %s", p.Pending, p.Fate.Status)
	}
}

func TestPersonLinksSayWhoJudged(t *testing.T) {
	p := person(t, newWorld(), staff(sample.OrgA), sample.Nizar)
	if len(p.Links) != 1 || !p.Links[0].Confirmed || !p.Links[0].Machine || len(p.Links[0].Judged) != 2 {
		t.Fatalf("links = %+v", p.Links)
	}
	if got := p.Links[0].Strength; got != "strength.strong" {
		t.Errorf("13.2 bits are %q", got)
	}
	if j := p.Judged[0]; j.By != "lina" || j.Why == "" || j.State != dossier.JudgementStands {
		t.Errorf("judgement = %+v", j)
	}
}

func TestRelativesHeldTogether(t *testing.T) {
	p := person(t, newWorld(), staff(sample.OrgA), sample.Yamen)
	if len(p.Relatives) != 2 {
		t.Fatalf("relatives = %+v", p.Relatives)
	}
	r := p.Relatives[0]
	if r.Person != sample.Basel || r.Text != "باسل كمال درويش العطار" || r.Judged == nil || len(r.Together) != 1 {
		t.Errorf("the brother = %+v", r)
	}
	if r := p.Relatives[1]; r.Person != 0 || r.Text != "باسل - أخوه" {
		t.Errorf("as named = %+v", r)
	}
}

// What lies in one year, begin and end, has no day that is sure; two places at one
// time clash on the days on which both are sure.
func TestTimelineMarksWhatIsWrong(t *testing.T) {
	w := newWorld()
	src := sample.Sources()[0].ID
	w.register.RecordList = []register.Record{
		sample.Record(1, 1, src, stay("SED", "2013", "2013")...),
		sample.Record(2, 1, src, stay("ADR", "2014-02-10", "2014-05-20")...),
		sample.Record(3, 1, src, stay("MI227", "2014-04", "2014-06-01")...),
	}
	w.register.JudgementList, w.register.LinkList = nil, nil
	tl := person(t, w, staff(sample.OrgA), 1).Timeline
	spans := tl.Lanes[0].Spans
	if !spans[0].Vague || spans[1].Vague || spans[2].Vague {
		t.Errorf("vague: %t %t %t, want the first alone", spans[0].Vague, spans[1].Vague, spans[2].Vague)
	}
	if len(tl.Gaps) != 1 || tl.Gaps[0].From.Format(time.DateOnly) != "2014-01-01" || tl.Gaps[0].To.Format(time.DateOnly) != "2014-02-09" {
		t.Errorf("gaps = %+v", tl.Gaps)
	}
	if len(tl.Conflicts) != 1 {
		t.Fatalf("conflicts = %+v", tl.Conflicts)
	}
	if c := tl.Conflicts[0]; c.From.Format(time.DateOnly) != "2014-04-30" || c.To.Format(time.DateOnly) != "2014-05-20" {
		t.Errorf("in two places from %s to %s", c.From, c.To)
	}
}

func TestTimeline(t *testing.T) {
	tl := person(t, newWorld(), staff(sample.OrgA), sample.Yamen).Timeline
	var families dossier.Lane
	for _, l := range tl.Lanes {
		if l.Source.ID == sample.Families {
			families = l
		}
	}
	if len(families.Spans) != 2 || families.Spans[1].Kind != register.HeldAt {
		t.Fatalf("lane = %+v", families)
	}
	s := families.Spans[1]
	for _, tt := range []struct {
		name string
		got  time.Time
		want string
	}{{"earliest", s.Earliest, "2013-05-01"}, {"from", s.From, "2013-05-31"}, {"to", s.To, "2013-08-01"}, {"latest", s.Latest, "2013-08-31"}} {
		if got := tt.got.Format(time.DateOnly); got != tt.want {
			t.Errorf("%s = %s, want %s", tt.name, got, tt.want)
		}
	}
	if tl.From.Year() != 2012 || tl.To.Year() != 2015 {
		t.Errorf("axis %s to %s", tl.From, tl.To)
	}
}

func TestADeathIsReadByCaseStaffAlone(t *testing.T) {
	w := newWorld()
	w.register.ItemList = []register.Item{
		{ID: "I1", Kind: register.OfPerson, Subject: "10", Name: "بيان وفاة.pdf", Sharing: register.ShareAll, Seq: 30},
		{ID: "I2", Kind: register.OfPerson, Subject: "9", Name: "صورة.jpg", Sharing: register.ShareAll, Seq: 31},
	}
	p := person(t, w, staff(sample.OrgA), sample.Nizar)
	if p.Death == nil || !p.Death.FamilyNotYetTold || len(p.Death.Lines) == 0 || len(p.Items) != 2 {
		t.Fatalf("death = %+v, %d items", p.Death, len(p.Items))
	}
	if p.Fate.Status != register.DeadDocument || p.Fate.CountClass != register.ForciblyDisappeared {
		t.Errorf("fate %s, counted %s", p.Fate.Status, p.Fate.CountClass)
	}

	ctx := t.Context()
	others := staff(sample.OrgA)
	others.Deaths = false
	unread, err := w.Person(ctx, others, sample.Nizar, asOf)
	if err != nil {
		t.Fatal(err)
	}
	printed, err := w.Print(ctx, staff(sample.OrgA), sample.Nizar, asOf)
	if err != nil {
		t.Fatal(err)
	}
	cards, err := w.Cards(ctx, staff(sample.OrgA), []register.PersonID{sample.Nizar})
	if err != nil {
		t.Fatal(err)
	}
	pair, err := w.MatchPair(ctx, others, 9, 10)
	if err != nil {
		t.Fatal(err)
	}
	for name, page := range map[string]any{"file": unread, "print": printed, "card": cards, "pair": pair} {
		text, err := json.Marshal(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range []string{"dead", "death_reported", "2014-09-01", "متوفى", "وفيات", "وفاة", "S-REGISTRY", "civil_registry"} {
			if strings.Contains(string(text), word) {
				t.Errorf("the %s tells of the death: it has %q", name, word)
			}
		}
	}
	if len(cards) != 1 {
		t.Errorf("cards = %+v", cards)
	}
}

func TestPrintHasNothingPending(t *testing.T) {
	p, err := newWorld().Print(t.Context(), staff(sample.OrgA), sample.Rahaf, asOf)
	if err != nil {
		t.Fatal(err)
	}
	text, _ := json.Marshal(p)
	for _, word := range []string{"2024-12-08", "مفرج", "lina", dossier.TagPending} {
		if strings.Contains(string(text), word) {
			t.Errorf("the print has %q", word)
		}
	}
}

func TestTheHiddenIsAsTheAbsent(t *testing.T) {
	w, ctx := newWorld(), context.Background()
	a := staff(sample.OrgA)
	_, hidden := w.Person(ctx, a, sample.Wael, asOf)
	_, absent := w.Person(ctx, a, 999, asOf)
	if !errors.Is(hidden, register.ErrNotFound) || hidden.Error() != absent.Error() {
		t.Errorf("hidden: %v, absent: %v", hidden, absent)
	}
	_, hidden = w.MatchPair(ctx, a, 1, 12)
	_, absent = w.MatchPair(ctx, a, 1, 999)
	if !errors.Is(hidden, register.ErrNotFound) || hidden.Error() != absent.Error() {
		t.Errorf("pair hidden: %v, absent: %v", hidden, absent)
	}
	if cards, err := w.Cards(ctx, a, []register.PersonID{sample.Wael, 999, sample.Ilham}); err != nil || len(cards) != 1 {
		t.Errorf("cards = %+v, %v", cards, err)
	}
}

func TestHistory(t *testing.T) {
	w := newWorld()
	w.register.JudgementList[0].Undone = 33
	w.ledger.list = []dossier.LedgerLine{
		line(35, "person.revealed", "omar", "ORG-A", "1"),
		line(34, "person.revealed", "far", "ORG-B", "1"),
		line(33, "entry.undone", "hala", "ORG-A", "J1"),
	}
	p := person(t, w, staff(sample.OrgA), sample.Yamen)
	var got []string
	for _, e := range p.History[:3] {
		got = append(got, e.Key+" "+e.By)
		if e.At.IsZero() {
			t.Errorf("%s has no time", e.Key)
		}
	}
	if want := []string{"event.revealed omar", "event.judgement_undone hala", "event.judged omar"}; !slices.Equal(got, want) {
		t.Errorf("history = %q, want %q", got, want)
	}
}

func TestCompleteness(t *testing.T) {
	w := newWorld()
	states := func(p dossier.PersonFile) string {
		var b strings.Builder
		for _, e := range p.Completeness {
			b.WriteString(e.Letter + ":" + e.State + " ")
		}
		return strings.TrimSpace(b.String())
	}
	got := states(person(t, w, staff(sample.OrgA), sample.Yamen))
	if want := "a:partly b:partly c:missing d:missing e:provided f:not_shown g:not_applicable h:partly"; got != want {
		t.Errorf("Yamen: %s, want %s", got, want)
	}
	for _, e := range person(t, w, staff(sample.OrgA), sample.Yamen).Completeness {
		if len(e.Given) < len(e.Has) {
			t.Errorf("%s has %v, and says of %d who provides it", e.Letter, e.Has, len(e.Given))
		}
		if e.Letter == "b" && !slices.ContainsFunc(e.Given, func(g dossier.Given) bool {
			return g.Field == register.ArrestDate && g.Differs && g.Value.Says[0].Source.ID == sample.PassedOn
		}) {
			t.Errorf("who says otherwise of the arrest is not told: %+v", e.Given)
		}
		if e.ByAuthority {
			t.Errorf("%s is called the authority's, and none of the sources is", e.Letter)
		}
	}
	got = states(person(t, w, staff(sample.OrgA), sample.Nizar))
	if want := "g:partly"; !strings.Contains(got, want) && !strings.Contains(got, "g:provided") {
		t.Errorf("Nizar: %s, want %s", got, want)
	}
}
