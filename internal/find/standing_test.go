package find_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"kashf.org/kashf/internal/find"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/when"
)

// numbered is a memory that finds a record by its number, as the store does.
type numbered struct{ *memory }

func (m numbered) RecordOf(_ context.Context, _ register.Sight, id register.RecordID) (register.Record, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, r := range m.records {
		if r.ID == id {
			return r, nil
		}
	}
	return register.Record{}, register.ErrNotFound
}

// takeOver imports rows of which some continue older ones, whose persons hold them.
func (m *memory) takeOver(id register.ImportID, src register.SourceID, of []register.RecordID, rows ...[]register.Claim) (seq int64, first register.RecordID) {
	m.mu.Lock()
	first = register.RecordID(1)
	if n := len(m.records); n > 0 {
		first = m.records[n-1].ID + 1
	}
	for i, cs := range rows {
		r := register.Record{ID: first + register.RecordID(i), Import: id, Source: src, Row: i + 1, Person: register.PersonID(first) + register.PersonID(i), Claims: cs, Continues: of[i]}
		for _, o := range m.records {
			if o.ID == of[i] && of[i] != 0 {
				r.Person = o.Person
			}
		}
		m.records = append(m.records, r)
	}
	m.mu.Unlock()
	return m.append(register.SourceImported, register.ImportBody{ID: id, Source: src, First: first, Taken: len(rows)}), first
}

// give moves a record to a person, with the entry that says so.
func (m *memory) give(r register.RecordID, p register.PersonID) {
	m.move(r, p)
	m.append("pair.judged", map[string]any{"moves": []register.Move{{Record: r, To: p}}})
}

// undo takes an import back.
func (m *memory) undo(id register.ImportID, seq int64) {
	m.drop(id)
	m.append(journal.UndoneKind, journal.Undone{Entry: seq})
}

// A world is what a filter is given beside its conditions.
type world struct {
	judged []register.Judgement
	deaths bool
}

func (w world) ask(m *memory, c find.Cond) find.Filter {
	return find.Filter{
		Terms: []find.Term{{Cond: c}}, Limit: 100, Deaths: w.deaths,
		Judgements: func() ([]register.Judgement, error) { return w.judged, nil },
		Continuations: func() ([]register.Continuation, error) {
			var out []register.Continuation
			for _, r := range m.records {
				if r.Continues != 0 {
					out = append(out, register.Continuation{Record: r.ID, Of: r.Continues})
				}
			}
			return out, nil
		},
	}
}

// dead reports whether a death counts in a file, and the last day of those that do.
func (w world) dead(f register.File) (bool, when.Day) {
	last, dead := when.MaxDay, false
	f.Records = f.Uncorrected()
	counted, _ := register.SplitAdverse(f)
	for _, r := range counted {
		if !r.TellsDeath() {
			continue
		}
		dead = true
		if c, ok := r.First(register.DeathDate); ok {
			if on := must2(when.Parse(c.Norm)).Latest(); last == when.MaxDay || on > last {
				last = on
			}
		}
	}
	return dead, last
}

func must2(d when.Date, err error) when.Date {
	if err != nil {
		panic(err)
	}
	return d
}

// judgedIn are the judgements of which a reader sees both sides.
func judgedIn(js []register.Judgement, records []register.Record) []register.Judgement {
	sees := func(id register.RecordID) bool {
		return slices.ContainsFunc(records, func(r register.Record) bool { return r.ID == id })
	}
	return slices.DeleteFunc(slices.Clone(js), func(j register.Judgement) bool { return !sees(j.Left) || !sees(j.Right) })
}

// byHand are the sources that hold what was entered by hand.
var byHand = map[register.SourceID]bool{"hand": true, "hand2": true}

// asFiles lists the persons of whom a condition holds by what their files say
// now: an index of nothing.
func asFiles(m *memory, w world, c find.Cond, sight func(register.SourceID) bool) []register.PersonID {
	of := map[register.PersonID][]register.Record{}
	var order []register.PersonID
	for _, r := range m.records {
		if sight != nil && !sight(r.Source) {
			continue
		}
		if of[r.Person] == nil {
			order = append(order, r.Person)
		}
		of[r.Person] = append(of[r.Person], r)
	}
	var out []register.PersonID
	for _, p := range order {
		f := register.File{Records: of[p]}
		for s := range byHand {
			f.Sources = append(f.Sources, register.Source{ID: s, Origin: register.ByHandOrigin + string(s)})
		}
		f.Records, f.Former = register.Former(f.Records)
		f.Judgements = judgedIn(w.judged, f.Records)
		dead, last := w.dead(f)
		if dead = dead && w.deaths && !c.Not; !dead {
			last = when.MaxDay
		}
		says := func(r register.Record) bool { return saysSo(r, c, last) && !(dead && c.Kind == find.OfStatus) }
		if slices.ContainsFunc(f.Uncorrected(), says) != c.Not {
			out = append(out, p)
		}
	}
	return out
}

func saysSo(r register.Record, c find.Cond, died when.Day) bool {
	switch c.Kind {
	case find.OfSex:
		return slices.ContainsFunc(r.Claims, func(x register.Claim) bool {
			return x.Field == register.Sex && x.Absence == register.Present && x.Norm == c.Value
		})
	case find.InGovernorate:
		return r.Value(register.Governorate) == c.Value
	case find.HeldAt:
		return slices.ContainsFunc(register.StaysOf(r), func(s register.CustodyInterval) bool {
			return (c.Value == "" || s.Place == c.Value) && (c.From.IsZero() || !s.From.IsZero() && (died >= c.From.Earliest() || s.From.Earliest() > died))
		})
	case find.OfStatus:
		return r.Value(register.Status) == c.Value
	case find.Has:
		f, _ := register.ParseField(c.Value)
		return slices.ContainsFunc(r.Claims, func(x register.Claim) bool { return x.Field == f && x.Absence == register.Present })
	}
	return false
}

var everyCond = []find.Cond{
	{Kind: find.HeldAt, From: must2(when.Parse("2016"))}, {Kind: find.HeldAt, Value: "ADR", From: must2(when.Parse("2016")), Not: true},
	{Kind: find.OfStatus, Value: "detained_known"}, {Kind: find.OfStatus, Value: "detained_known", Not: true},
	{Kind: find.OfSex, Value: "M"}, {Kind: find.OfSex, Value: "F"}, {Kind: find.OfSex, Value: "F", Not: true}, {Kind: find.InGovernorate, Value: "SY02"}, {Kind: find.HeldAt, Value: "SED"}, {Kind: find.HeldAt, Value: "ADR"},
	{Kind: find.HeldAt}, {Kind: find.Has, Value: "facility"}, {Kind: find.Has, Value: "custody_from"}, {Kind: find.Has, Value: "sex", Not: true},
}

// someRow is a row of a few facts.
func someRow(t *rapid.T) []register.Claim {
	pick := func(label string, vs ...string) string { return rapid.SampledFrom(vs).Draw(t, label) }
	cs := facts(pick("sex", "", "M", "F"), pick("from", "SY02", "SY04"), pick("site", "", "SED", "ADR"), pick("begin", "", "2012", "2013"), "", pick("status", "", "detained_known"))
	if on := pick("death", "", "", "2014"); on != "" {
		cs = append(cs, register.Claim{Field: register.DeathDate, Value: on, Norm: on, Level: register.C3})
	}
	return cs
}

// correction is a row by hand that names a claim of a record, and answers it.
func correction(t *rapid.T, of register.RecordID) []register.Claim {
	f, v := register.Sex, rapid.SampledFrom([]string{"M", "F"}).Draw(t, "corrected sex")
	if rapid.Bool().Draw(t, "of a place") {
		f, v = register.Facility, rapid.SampledFrom([]string{"SED", "ADR"}).Draw(t, "corrected place")
	}
	return []register.Claim{
		{Field: f, Value: v, Norm: v, Level: register.C2},
		{Field: register.Corrects, Value: register.ClaimName{Record: of, Field: f}.String(), Level: register.C2},
	}
}

// A filter asks what files say now, for each sight; an index that followed the
// ledger says what one says that is loaded anew, and one that was kept.
func TestFiltersAskWhatFilesSayNow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := &memory{}
		var store find.Store = m
		if rapid.Bool().Draw(t, "one by one") {
			store = numbered{m}
		}
		x := find.New(store)
		if err := x.Load(context.Background()); err != nil {
			t.Fatal(err)
		}
		type batch struct {
			id  register.ImportID
			seq int64
		}
		var edited []batch
		w := world{deaths: rapid.Bool().Draw(t, "deaths")}
		for i := range rapid.IntRange(0, 8).Draw(t, "judgements") {
			a, b := rapid.IntRange(1, 5).Draw(t, "a"), rapid.IntRange(1, 5).Draw(t, "b")
			for _, by := range []string{"lina", "omar"}[:rapid.IntRange(1, 2).Draw(t, "by")] {
				if a != b {
					w.judged = append(w.judged, register.Judgement{ID: fmt.Sprint(i, by), Left: register.RecordID(min(a, b)), Right: register.RecordID(max(a, b)), Verdict: register.SamePerson, By: by, Seq: int64(i)})
				}
			}
		}
		for i := range rapid.IntRange(1, 8).Draw(t, "steps") {
			id := register.ImportID(fmt.Sprint("i", i))
			n := len(m.records)
			some := func() register.RecordID {
				return m.records[rapid.IntRange(0, n-1).Draw(t, "record")].ID
			}
			switch kind := rapid.SampledFrom([]string{"list", "edition", "edition", "correction", "correction", "move", "undo"}).Draw(t, "step"); {
			case kind == "list" || n == 0:
				m.takeOver(id, rapid.SampledFrom([]register.SourceID{"s1", "s2"}).Draw(t, "source"), []register.RecordID{0, 0}, someRow(t), someRow(t))
			case kind == "edition":
				of := some()
				var older register.Record
				for _, r := range m.records {
					if r.ID == of {
						older = r
					}
				}
				if byHand[older.Source] || slices.ContainsFunc(m.records, func(r register.Record) bool { return r.Continues == of }) {
					continue
				}
				seq, _ := m.takeOver(id, older.Source, []register.RecordID{of, 0}, someRow(t), someRow(t))
				edited = append(edited, batch{id, seq})
			case kind == "correction":
				of := some()
				_, r := m.takeOver(id, rapid.SampledFrom([]register.SourceID{"hand", "hand2"}).Draw(t, "source"), []register.RecordID{0}, correction(t, of))
				for _, o := range m.records {
					if o.ID == of {
						m.give(r, o.Person)
					}
				}
			case kind == "move":
				m.give(some(), register.PersonID(some()))
			case kind == "undo" && len(edited) > 0:
				last := edited[len(edited)-1]
				edited = edited[:len(edited)-1]
				if !slices.ContainsFunc(m.records, func(r register.Record) bool {
					return r.Continues != 0 && slices.ContainsFunc(m.records, func(o register.Record) bool { return o.ID == r.Continues && o.Import == last.id })
				}) {
					m.undo(last.id, last.seq)
				}
			}
			if rapid.Bool().Draw(t, "follow") {
				if err := x.Refresh(context.Background()); err != nil {
					t.Fatal(err)
				}
				sameAnswers(t, m, w, x, "followed")
			}
		}
		if err := x.Refresh(context.Background()); err != nil {
			t.Fatal(err)
		}
		sameAnswers(t, m, w, x, "followed to the end")
		y := find.New(store)
		if err := y.Load(context.Background()); err != nil {
			t.Fatal(err)
		}
		sameAnswers(t, m, w, y, "loaded anew")
	})
}

func sameAnswers(t *rapid.T, m *memory, w world, x *find.Index, how string) {
	for name, sight := range map[string]func(register.SourceID) bool{
		"all": nil, "no hand": func(s register.SourceID) bool { return !byHand[s] }, "one hand": func(s register.SourceID) bool { return s != "hand2" }, "s1 and its corrections": func(s register.SourceID) bool { return s == "s1" || s == "hand" },
	} {
		for _, c := range everyCond {
			got, err := x.Filter(context.Background(), w.ask(m, c), sight)
			want := asFiles(m, w, c, sight)
			if err != nil || got.Total != len(want) {
				t.Fatalf("%s, in the sight of %s, %+v: %v, %v; files say %v\n%s", how, name, c, got, err, want, said(m))
			}
			slices.Sort(got.Persons)
			slices.Sort(want)
			if diff := cmp.Diff(want, got.Persons); diff != "" {
				t.Fatalf("%s, in the sight of %s, %+v: (-files +index)\n%s\n%s", how, name, c, diff, said(m))
			}
		}
	}
}

// said writes a register down, for whoever reads what failed.
func said(m *memory) string {
	out := ""
	for _, r := range m.records {
		out += fmt.Sprintf("record %d of %d, %s, continues %d:", r.ID, r.Person, r.Source, r.Continues)
		for _, c := range r.Claims {
			out += " " + c.Field.Key() + "=" + c.Value
		}
		out += "\n"
	}
	return out
}
