package dossier_test

import (
	"context"
	"encoding/json"
	"reflect"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/register/sample"
)

// deadly are claims that tell a death or may, each with a word to look for.
var deadly = []register.Claim{
	sample.Claim(register.Status, "kd1", register.ReportedDead), sample.Claim(register.Status, "kd2", register.DeadDocument),
	sample.Text(register.Status, "kd3"), sample.Claim(register.DeathDate, "kd4", "2014"), sample.Text(register.DeathPlace, "kd5"),
	sample.Claim(register.ReleaseMode, "kd6", "death"), sample.Text(register.DeathCause, "kd7"), sample.Text(register.Note, "kd8"),
	sample.Text(register.BurialPlace, "kd9"),
}

var harmless = []register.Claim{
	sample.Code(register.ArrestDate, "2012"), sample.Code(register.BirthYear, "1979"), sample.Text(register.Occupation, "نجار"),
	sample.Code(register.Status, register.FreeReported), sample.Code(register.ReleaseDate, "2015"), sample.Code(register.Facility, "SED"),
}

// TestNoPageTellsADeathToOthers draws files with any claims and judgements and
// looks into every page that is not the file as case staff read it.
func TestNoPageTellsADeathToOthers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld()
		w.register.RecordList = nil
		for id := range rapid.IntRange(1, 4).Draw(t, "records") {
			r := sample.Record(register.RecordID(id+1), 1, rapid.SampledFrom(sample.Sources()[:6]).Draw(t, "source").ID,
				sample.Text(register.FullName, "نزار الزين"))
			r.Claims = append(r.Claims, rapid.SliceOfN(rapid.SampledFrom(harmless), 0, 3).Draw(t, "claims")...)
			r.Claims = append(r.Claims, rapid.SliceOfN(rapid.SampledFrom(deadly), 0, 2).Draw(t, "deaths")...)
			w.register.RecordList = append(w.register.RecordList, r)
		}
		if rapid.Bool().Draw(t, "confirmed") {
			for i := range len(w.register.RecordList) - 1 {
				a := register.RecordID(i + 1)
				w.register.JudgementList = append(w.register.JudgementList, sample.Same("A", a, a+1, "lina", 50), sample.Same("B", a, a+1, "omar", 51))
			}
		}
		ctx := context.Background()
		a := staff(sample.OrgA)
		a.Sight.Level, a.Sight.Revealed = register.C4, true
		others := a
		others.Deaths = false
		file, err := w.Person(ctx, others, 1, asOf)
		if err != nil {
			t.Fatal(err)
		}
		printed, err := w.Print(ctx, a, 1, asOf)
		if err != nil {
			t.Fatal(err)
		}
		cards, err := w.Cards(ctx, a, []register.PersonID{1})
		if err != nil {
			t.Fatal(err)
		}
		w.register.JudgementList = nil
		if alone, err := w.Cards(ctx, a, []register.PersonID{1}); err != nil || !reflect.DeepEqual(alone, cards) {
			t.Fatalf("a card hangs on judgements: %+v, without any %+v, %v", cards, alone, err)
		}
		for name, page := range map[string]any{"file": file, "print": printed, "cards": cards} {
			text, err := json.Marshal(page)
			if err != nil {
				t.Fatal(err)
			}
			for _, word := range []string{"kd", `"reported_dead"`, `"dead_document"`, "death_", "remains_"} {
				if strings.Contains(string(text), word) {
					t.Fatalf("the %s has %q", name, word)
				}
			}
		}
	})
}

func TestPagesAreReadTogether(t *testing.T) {
	w := newWorld()
	var group sync.WaitGroup
	for _, org := range []register.OrgID{sample.OrgA, sample.OrgB, sample.OrgA, sample.OrgB} {
		group.Go(func() {
			for _, err := range []error{
				func() error { _, err := w.Situation(t.Context(), staff(org)); return err }(),
				func() error { _, err := w.Sources(t.Context(), staff(org)); return err }(),
				w.Survey(t.Context()),
			} {
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
}

func BenchmarkSurvey(b *testing.B) {
	w := newWorld()
	w.register.RecordList = nil
	sources := sample.Sources()
	for i := range 100_000 {
		w.register.RecordList = append(w.register.RecordList, sample.Record(
			register.RecordID(i+1), register.PersonID(i/2+1), sources[i%5].ID,
			sample.Text(register.FullName, "نزار الزين"), sample.Code(register.Status, register.FreeReported)))
	}
	for b.Loop() {
		w.ledger.size++
		if err := w.Survey(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCards(b *testing.B) {
	w := newWorld()
	ids := []register.PersonID{sample.Yamen, sample.Basel, sample.Rahaf, sample.Nizar, sample.Ilham}
	for b.Loop() {
		if _, err := w.Cards(b.Context(), staff(sample.OrgA), ids); err != nil {
			b.Fatal(err)
		}
	}
}
