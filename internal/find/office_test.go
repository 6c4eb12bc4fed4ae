package find_test

import (
	"cmp"
	"context"
	"encoding/json"
	"iter"
	"slices"
	"sync"
	"testing"
	"time"

	"kashf.org/kashf/internal/find"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/ledger"
)

// A memory is a register without a database: records, and entries that say
// what became of them.
type memory struct {
	mu      sync.Mutex
	records []register.Record
	entries []journal.Entry
	origins map[register.SourceID]string
}

var _ find.Store = (*memory)(nil)

func (m *memory) All(_ context.Context, from register.RecordID) iter.Seq2[register.Record, error] {
	m.mu.Lock()
	rs := slices.Clone(m.records)
	m.mu.Unlock()
	return func(yield func(register.Record, error) bool) {
		for _, r := range rs {
			if r.ID >= from && !yield(r, nil) {
				return
			}
		}
	}
}

func (m *memory) Size(context.Context) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.records), nil
}

func (m *memory) Head(context.Context) (journal.Head, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return journal.Head{Size: int64(len(m.entries))}, nil
}

func (m *memory) Entries(_ context.Context, from int64) iter.Seq2[journal.Entry, error] {
	m.mu.Lock()
	es := slices.Clone(m.entries)
	m.mu.Unlock()
	return func(yield func(journal.Entry, error) bool) {
		for _, e := range es[min(from, int64(len(es))):] {
			if !yield(e, nil) {
				return
			}
		}
	}
}

func (m *memory) Entry(_ context.Context, seq int64) (journal.Entry, int64, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.entries[seq], 0, nil
}

// ImportOf tells when a list was taken in: one on each day from 2017 on.
func (m *memory) ImportOf(_ context.Context, _ register.Sight, id register.ImportID) (register.Import, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, e := range m.entries {
		if b, err := journal.Decode[register.ImportBody](e); err == nil && e.Kind == register.SourceImported && b.ID == id {
			return register.Import{ID: id, Seq: e.Seq, At: takenAt(e.Seq)}, nil
		}
	}
	return register.Import{}, register.ErrNotFound
}

func takenAt(seq int64) time.Time {
	return time.Date(2017, 1, 1, 12, 0, 0, 0, time.UTC).AddDate(0, 0, int(seq))
}

// append enters a body of a kind.
func (m *memory) append(kind string, body any) int64 {
	b, err := json.Marshal(body)
	if err != nil {
		panic(err)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	seq := int64(len(m.entries))
	m.entries = append(m.entries, journal.Entry{Header: ledger.Header{Seq: seq, Kind: kind}, Body: b})
	return seq
}

// take imports records of a source; their persons are their own.
func (m *memory) take(id register.ImportID, src register.SourceID, rows ...[]register.Claim) (seq int64, first register.RecordID) {
	m.mu.Lock()
	first = register.RecordID(len(m.records) + 1)
	for i, cs := range rows {
		r := first + register.RecordID(i)
		m.records = append(m.records, register.Record{ID: r, Import: id, Source: src, Row: i + 1, Person: register.PersonID(r), Claims: cs})
	}
	m.mu.Unlock()
	return m.append(register.SourceImported, register.ImportBody{ID: id, Source: src, First: first, Taken: len(rows)}), first
}

// move gives a record to a person, as runs do, without an entry.
func (m *memory) move(r register.RecordID, p register.PersonID) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for i := range m.records {
		if m.records[i].ID == r {
			m.records[i].Person = p
		}
	}
}

// drop hides an import's records.
func (m *memory) drop(id register.ImportID) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.records = slices.DeleteFunc(slices.Clone(m.records), func(r register.Record) bool { return r.Import == id })
}

func load(tb testing.TB, m *memory) *find.Index {
	tb.Helper()
	x := find.New(m)
	if err := x.Load(tb.Context()); err != nil {
		tb.Fatal(err)
	}
	return x
}

func refresh(tb testing.TB, x *find.Index) {
	tb.Helper()
	if err := x.Refresh(tb.Context()); err != nil {
		tb.Fatal(err)
	}
}

func search(tb testing.TB, x *find.Index, q find.Query, hidden ...register.SourceID) []find.Hit {
	tb.Helper()
	hits, err := x.Search(tb.Context(), q, func(s register.SourceID) bool { return !slices.Contains(hidden, s) })
	if err != nil {
		tb.Fatal(err)
	}
	return hits
}

// persons are those of the hits, sorted.
func persons(hits []find.Hit) []register.PersonID {
	var out []register.PersonID
	for _, h := range hits {
		out = append(out, h.Person)
	}
	slices.SortFunc(out, cmp.Compare)
	return out
}

// row makes the claims of an invented person.
func row(name, mother, born, governorate string) []register.Claim {
	var cs []register.Claim
	for _, c := range []register.Claim{
		{Field: register.FullName, Value: name, Level: register.C2},
		{Field: register.MotherName, Value: mother, Level: register.C2},
		{Field: register.BirthYear, Value: born, Norm: born, Level: register.C2},
		{Field: register.Governorate, Value: governorate, Norm: governorate, Level: register.C2},
		{Field: register.DeathDate, Value: "2013", Norm: "2013", Level: register.C3},
	} {
		if c.Value != "" {
			cs = append(cs, c)
		}
	}
	return cs
}
