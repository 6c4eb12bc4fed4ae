package find_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
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
	judged       []register.Judgement
	deaths, deep bool
}

func (w world) ask(m *memory, c find.Cond) find.Filter {
	return find.Filter{
		Terms: []find.Term{{Cond: c}}, Limit: 100, Deaths: w.deaths, Deep: w.deep,
		Ties: func() (*find.Ties, error) {
			var cs []register.Continuation
			for _, r := range m.records {
				if r.Continues != 0 {
					cs = append(cs, register.Continuation{Record: r.ID, Of: r.Continues})
				}
			}
			return find.TiesOf(w.judged, cs), nil
		},
	}
}

// seen is a record as the reader is told it: one who reads of deaths reads of C3.
func (w world) seen(r register.Record) register.Record {
	r.Claims = slices.DeleteFunc(slices.Clone(r.Claims), func(c register.Claim) bool {
		return c.Level > register.C2 && !w.deep && !w.deaths || c.Field == register.DeathDate && !w.deaths
	})
	return r
}

// ends are the last days that custody can have gone on to, in a file as it says
// of deaths and of releases now: the latest that is told, else the day on which the
// first was taken in that tells it. MinDay where nothing ends it.
func (w world) ends(m *memory, f register.File) (death, release when.Day) {
	f.Records = f.Uncorrected()
	counted, _ := register.SplitAdverse(f)
	var died, freed [2]when.Day // told, and taken in
	for _, d := range []*[2]when.Day{&died, &freed} {
		*d = [2]when.Day{when.MinDay, when.MaxDay}
	}
	note := func(d *[2]when.Day, r register.Record, field register.Field) {
		if c, ok := r.First(field); ok && c.Norm != "" {
			d[0] = max(d[0], must2(when.Parse(c.Norm)).Latest())
		} else {
			d[1] = min(d[1], when.DayOf(must2Import(m.ImportOf(context.Background(), register.Sight{}, r.Import)).At))
		}
	}
	for _, r := range counted {
		if r.TellsDeath() {
			note(&died, r, register.DeathDate)
		}
		mode := r.Value(register.ReleaseMode)
		_, dated := r.First(register.ReleaseDate)
		switch transfer := mode == "transfer_not_release"; {
		case dated && !transfer:
			note(&freed, r, register.ReleaseDate)
		case mode == "acquittal", r.Value(register.Status) == register.FreeReported:
			note(&freed, r, register.NoField)
		}
	}
	last := func(d [2]when.Day) when.Day {
		if d[0] == when.MinDay && d[1] != when.MaxDay {
			return d[1]
		}
		return d[0]
	}
	return last(died), last(freed)
}

func isFree(status string) bool {
	return slices.Contains([]string{register.FreeReported, register.FreeVerified, register.Exchanged, register.Escaped}, status)
}

func must2Import(i register.Import, err error) register.Import {
	if err != nil {
		panic(err)
	}
	return i
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

// SourceOf says of what origin a source is: s3 passes on what s1 has, until it is
// found to be of its own.
func (m *memory) SourceOf(_ context.Context, _ register.Sight, id register.SourceID) (register.Source, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s := register.Source{ID: id, Origin: m.origins[id]}
	if byHand[id] {
		s.Origin = register.ByHandOrigin + string(id)
	}
	return s, nil
}

// origin sets of what origin a source is, with the entry that says so.
func (m *memory) origin(id register.SourceID, origin string) {
	m.mu.Lock()
	if m.origins == nil {
		m.origins = map[register.SourceID]string{}
	}
	m.origins[id] = origin
	m.mu.Unlock()
	m.append(register.SourceChanged, register.BodyOf(register.Source{ID: id, Origin: origin}))
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
		of[r.Person] = append(of[r.Person], w.seen(r))
	}
	if c.Not {
		w.deaths, w.deep = false, w.deep || w.deaths // nobody is listed by a death
	}
	var out []register.PersonID
	for _, p := range order {
		f := register.File{Records: of[p]}
		for _, s := range []register.SourceID{"s1", "s2", "s3", "s4", "hand", "hand2"} {
			src, _ := m.SourceOf(context.Background(), register.Sight{}, s)
			f.Sources = append(f.Sources, src)
		}
		f.Records, f.Former = register.Former(f.Records)
		f.Judgements = judgedIn(w.judged, f.Records)
		if w.holds(m, f, c) != c.Not {
			out = append(out, p)
		}
	}
	return out
}

// holds asks a file.
func (w world) holds(m *memory, f register.File, c find.Cond) bool {
	death, release := w.ends(m, f)
	told := f // without what is not told to the reader, or by this condition
	if !w.deaths || c.Not {
		death = when.MinDay
		told.Records = slices.Clone(f.Records)
		for i := range told.Records {
			told.Records[i].Claims = slices.DeleteFunc(slices.Clone(told.Records[i].Claims), register.Claim.TellsDeath)
		}
	}
	fate := register.FateOf(told, register.UsualPolicy, when.MaxDay-1)
	g := f
	g.Records = f.Uncorrected()
	counted, _ := register.SplitAdverse(g)
	says := func(rs []register.Record) bool {
		return slices.ContainsFunc(rs, func(r register.Record) bool { return saysSo(m, r, c, death, release) })
	}
	switch {
	case c.Kind == find.OfStatus && isFree(c.Value):
		return says(counted) && isFree(fate.Status)
	case c.Kind == find.OfStatus && c.Value == register.ReportedDead:
		return says(counted) && (fate.Dead() || !w.deaths || c.Not)
	case c.Kind == find.OfStatus && c.Value == register.ForciblyDisappeared:
		return says(g.Records) && !isFree(fate.Status) && (!fate.Dead() || fate.CountClass == register.ForciblyDisappeared)
	case c.Kind == find.OfStatus:
		return says(g.Records) && !isFree(fate.Status) && !fate.Dead()
	case c.Kind == find.Has && c.Value == "release_date":
		return says(counted)
	}
	return says(g.Records)
}

func saysSo(m *memory, r register.Record, c find.Cond, ends ...when.Day) bool {
	has := func(ok func(register.Claim) bool) bool {
		return slices.ContainsFunc(r.Claims, func(x register.Claim) bool { return x.Absence == register.Present && ok(x) })
	}
	switch c.Kind {
	case find.OfSex:
		return has(func(x register.Claim) bool { return x.Field == register.Sex && x.Norm == c.Value })
	case find.InGovernorate:
		return r.Value(register.Governorate) == c.Value
	case find.HeldAt:
		return slices.ContainsFunc(register.StaysOf(r), func(s register.CustodyInterval) bool {
			at := c.Value == "" || s.Place == c.Value
			if c.From.IsZero() || !at {
				return at
			}
			for _, end := range ends {
				if s.To.IsZero() && end != when.MinDay && !s.From.IsZero() && s.From.Earliest() <= end && end < c.From.Earliest() {
					return false
				}
			}
			return !s.From.IsZero()
		})
	case find.OfStatus:
		return has(func(x register.Claim) bool { return x.Field == register.Status && x.Norm == c.Value })
	case find.Has:
		f, _ := register.ParseField(c.Value)
		return has(func(x register.Claim) bool { return x.Field == f }) && (f != register.ReleaseDate || r.Value(register.ReleaseMode) != "transfer_not_release")
	case find.Writes:
		return has(func(x register.Claim) bool {
			return (x.Field == register.Note || x.Field == register.Occupation) && strings.Contains(x.Value, c.Value)
		})
	case find.OfOccupation:
		return has(func(x register.Claim) bool {
			return x.Field == register.Occupation && strings.Contains(x.Value, c.Value)
		})
	case find.HeldBy:
		return has(func(x register.Claim) bool { return x.Field == register.ArrestedBy && x.Norm == c.Value })
	case find.TakenIn:
		im, _ := m.ImportOf(context.Background(), register.Sight{}, r.Import)
		return when.DayOf(im.At) <= c.To.Latest()
	}
	return false
}

var everyCond = []find.Cond{
	{Kind: find.HeldAt, From: must2(when.Parse("2016"))}, {Kind: find.HeldAt, Value: "ADR", From: must2(when.Parse("2016")), Not: true},
	{Kind: find.OfStatus, Value: "detained_known"}, {Kind: find.OfStatus, Value: "detained_known", Not: true},
	{Kind: find.OfStatus, Value: "forcibly_disappeared"}, {Kind: find.OfStatus, Value: "free_reported"}, {Kind: find.OfStatus, Value: "free_reported", Not: true},
	{Kind: find.OfStatus, Value: "reported_dead"}, {Kind: find.OfStatus, Value: "reported_dead", Not: true}, {Kind: find.OfStatus, Value: "missing_other"}, {Kind: find.OfStatus, Value: "forcibly_disappeared", Not: true},
	{Kind: find.Has, Value: "release_date"}, {Kind: find.Has, Value: "release_date", Not: true}, {Kind: find.HeldAt, From: must2(when.Parse("2018"))},
	{Kind: find.Writes, Value: "نجار"}, {Kind: find.OfOccupation, Value: "نجار"}, {Kind: find.OfOccupation, Value: "نجار", Not: true},
	{Kind: find.HeldBy, Value: "mi"}, {Kind: find.TakenIn, To: must2(when.Parse("2017-01-03"))},
	{Kind: find.OfSex, Value: "M"}, {Kind: find.OfSex, Value: "F"}, {Kind: find.OfSex, Value: "F", Not: true}, {Kind: find.InGovernorate, Value: "SY02"}, {Kind: find.HeldAt, Value: "SED"}, {Kind: find.HeldAt, Value: "ADR"},
	{Kind: find.HeldAt}, {Kind: find.Has, Value: "facility"}, {Kind: find.Has, Value: "custody_from"}, {Kind: find.Has, Value: "sex", Not: true},
}

// someRow is a row of a few facts.
func someRow(t *rapid.T) []register.Claim {
	pick := func(label string, vs ...string) string { return rapid.SampledFrom(vs).Draw(t, label) }
	cs := facts(pick("sex", "", "M", "F"), pick("from", "SY02", "SY04"), pick("site", "", "SED", "ADR"), pick("begin", "", "2012", "2013", "2016"), "", "")
	add := func(f register.Field, levels []register.Level, vs ...string) {
		if v := pick(f.Key(), vs...); v != "" {
			c := register.Claim{Field: f, Value: v, Norm: v, Level: rapid.SampledFrom(levels).Draw(t, f.Key()+" level")}
			if v == "undated" {
				c.Norm = ""
			}
			cs = append(cs, c)
		}
	}
	open := []register.Level{register.C2, register.C2, register.C3}
	add(register.Status, open, "", "", "detained_known", "free_reported", "forcibly_disappeared", "reported_dead", "missing_other")
	add(register.ReleaseDate, open, "", "", "2014", "2015-03?", "undated")
	add(register.ReleaseMode, open, "", "", "transfer_not_release", "acquittal")
	add(register.DeathDate, []register.Level{register.C3}, "", "", "", "2014", "undated")
	add(register.Occupation, open, "", "نجار", "مدرس")
	add(register.Note, []register.Level{register.C3}, "", "قال انه نجار")
	add(register.ArrestedBy, open, "", "mi", "afi")
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
		ctx, shelf := context.Background(), &plank{}
		x := find.New(store)
		x.Shelf = shelf
		if err := x.Load(ctx); err != nil {
			t.Fatal(err)
		}
		type batch struct {
			id  register.ImportID
			seq int64
		}
		var edited []batch
		w := world{deaths: rapid.Bool().Draw(t, "deaths"), deep: rapid.Bool().Draw(t, "deep")}
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
			switch kind := rapid.SampledFrom([]string{"list", "edition", "edition", "correction", "correction", "move", "undo", "origin"}).Draw(t, "step"); {
			case kind == "list" || n == 0:
				m.takeOver(id, rapid.SampledFrom([]register.SourceID{"s1", "s2", "s3", "s4"}).Draw(t, "source"), []register.RecordID{0, 0}, someRow(t), someRow(t))
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
			case kind == "origin":
				m.origin("s3", rapid.SampledFrom([]string{"s1", "s4", ""}).Draw(t, "origin"))
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
			if rapid.Bool().Draw(t, "keep") { // and what comes after is followed by who takes it from the shelf
				if err := errors.Join(x.Refresh(ctx), x.Keep(ctx)); err != nil {
					t.Fatal(err)
				}
				if rapid.Bool().Draw(t, "run anew") {
					x = fromShelf(t, store, shelf)
					sameAnswers(t, m, w, x, "kept")
				}
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
		if shelf.holds != nil {
			sameAnswers(t, m, w, fromShelf(t, store, shelf), "kept and followed")
		}
	})
}

// fromShelf takes an index from a shelf, which must not be refused.
func fromShelf(t *rapid.T, store find.Store, shelf find.Shelf) *find.Index {
	x := find.New(store)
	x.Shelf, x.Refused = shelf, func(err error) { t.Fatalf("what was kept is refused: %v", err) }
	if err := x.Load(context.Background()); err != nil {
		t.Fatal(err)
	}
	return x
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
