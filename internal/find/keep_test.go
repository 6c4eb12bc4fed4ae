package find_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"iter"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kashf.org/kashf/internal/find"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/ledger"
)

// A plank is a shelf in memory, in clear.
type plank struct {
	holds []byte
	puts  int
}

func (p *plank) Open() (io.ReadCloser, error) {
	if p.holds == nil {
		return nil, fs.ErrNotExist
	}
	return io.NopCloser(bytes.NewReader(p.holds)), nil
}

func (p *plank) Put(write func(io.Writer) error) error {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return err
	}
	p.holds, p.puts = b.Bytes(), p.puts+1
	return nil
}

func (p *plank) Remove() error {
	p.holds = nil
	return nil
}

// counted tells how often the whole register is read.
type counted struct {
	*memory
	walks int
}

func (c *counted) All(ctx context.Context, from register.RecordID) iter.Seq2[register.Record, error] {
	if from == 0 {
		c.walks++
	}
	return c.memory.All(ctx, from)
}

// sealed gives each entry what tells ledgers apart.
func (m *memory) sealed(by byte) {
	for i := range m.entries {
		m.entries[i].Commitment = ledger.Hash{by, byte(i)}
	}
}

var keptQueries = []find.Query{
	{Name: "Samer Hallaq", Born: 1985}, {Name: "ليلى الديري", Mother: "Fatima"}, {Name: "شماس", Place: "SY04"}, {Name: "سامر خليل الحل", Prefix: true},
}

func keptRegister() *memory {
	m := &memory{}
	m.take("i1", "s1", row("سامر خليل الحلاق", "فاطمة", "1985", "SY12"), row("ليلى ناصر الديري", "فاطمة", "1979", "SY09"))
	m.take("i2", "s2", append(row("Samer Hallaq", "", "1986", ""), register.Claim{Field: register.ListNo, Value: "17", Level: register.C2}))
	_, r := m.take("i3", "s1", append(row("جورج حنا شماس", "وردة", "", "SY04"), register.Claim{Field: register.DetaineeNo, Value: "17", Level: register.C2}))
	m.move(r, 1)
	m.sealed(1)
	return m
}

// loadKept loads an index from a shelf and tells how often the register was
// read for it, and why the shelf was refused.
func loadKept(t *testing.T, m *memory, p *plank) (x *find.Index, walks int, refused error) {
	t.Helper()
	c := &counted{memory: m}
	x = find.New(c)
	x.Shelf, x.Refused = p, func(err error) { refused = err }
	if err := x.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	return x, c.walks, refused
}

func keep(t *testing.T, x *find.Index) {
	t.Helper()
	if err := x.Keep(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func sameFound(t *testing.T, when string, got, want *find.Index) {
	t.Helper()
	for _, q := range keptQueries {
		for _, hidden := range [][]register.SourceID{nil, {"s2"}} {
			if diff := cmp.Diff(search(t, want, q, hidden...), search(t, got, q, hidden...)); diff != "" {
				t.Errorf("%s: Search(%+v) without %v:\n%s", when, q, hidden, diff)
			}
		}
	}
	for _, c := range []find.Cond{{}, {Kind: find.Has, Value: "mother_name"}, {Kind: find.BornIn, Not: true}, {Kind: find.InGovernorate, Value: "SY04"}} {
		f := find.Filter{}
		if c.Kind != "" {
			f.Terms = []find.Term{{Cond: c}}
		}
		if diff := cmp.Diff(must(want.Filter(t.Context(), f, nil)), must(got.Filter(t.Context(), f, nil))); diff != "" {
			t.Errorf("%s: Filter(%+v):\n%s", when, c, diff)
		}
	}
	a, err1 := want.ByNumber(t.Context(), "17", nil, nil)
	b, err2 := got.ByNumber(t.Context(), "17", nil, nil)
	if diff := cmp.Diff(a, b); diff != "" || err1 != nil || err2 != nil {
		t.Errorf("%s: ByNumber: %v %v\n%s", when, err1, err2, diff)
	}
	if got.Len() != want.Len() {
		t.Errorf("%s: Len = %d, want %d", when, got.Len(), want.Len())
	}
}

// What was kept is the index that is loaded anew, without reading the register;
// and what came after it is followed.
func TestKept(t *testing.T) {
	m, p := keptRegister(), &plank{}
	x, walks, _ := loadKept(t, m, p)
	if walks != 1 {
		t.Fatalf("with nothing kept the register was read %d times", walks)
	}
	keep(t, x)
	keep(t, x)
	if p.puts != 1 {
		t.Errorf("kept %d times, want once while nothing changes", p.puts)
	}
	y, walks, refused := loadKept(t, m, p)
	if walks != 0 || refused != nil {
		t.Errorf("the register was read %d times; refused: %v", walks, refused)
	}
	sameFound(t, "kept", y, load(t, m))

	imported, _ := m.take("i4", "s2", row("سامر الحلاق", "", "", ""), row("ليلى ديري", "", "", ""))
	m.drop("i2")
	m.append(journal.UndoneKind, journal.Undone{Entry: 1})
	m.sealed(1)
	z, walks, refused := loadKept(t, m, p)
	if walks != 0 || refused != nil {
		t.Errorf("with more entries the register was read %d times; refused: %v", walks, refused)
	}
	sameFound(t, "kept and followed", z, load(t, m))
	if imported != 3 {
		t.Fatal("the entries are not as thought")
	}
	keep(t, z)
	w, _, _ := loadKept(t, m, p)
	sameFound(t, "kept again", w, load(t, m))
}

// What is damaged, or of another ledger, is refused, removed, and built anew.
func TestKeptIsRefused(t *testing.T) {
	m, p := keptRegister(), &plank{}
	x, _, _ := loadKept(t, m, p)
	keep(t, x)
	whole := p.holds
	want := load(t, m)
	refuse := func(what string, m *memory, holds []byte) {
		t.Helper()
		p := &plank{holds: holds}
		y, walks, refused := loadKept(t, m, p)
		if walks != 1 || refused == nil || p.holds != nil {
			t.Fatalf("%s: register read %d times, refused: %v, kept still: %v", what, walks, refused, p.holds != nil)
		}
		if y.Len() != want.Len() {
			t.Fatalf("%s: %d records, want %d", what, y.Len(), want.Len())
		}
	}
	tried, unseen := 0, 0
	for i := 0; i < len(whole); i += max(1, len(whole)/300) {
		damaged := bytes.Clone(whole)
		damaged[i] ^= 0x10
		tried++
		if _, walks, _ := loadKept(t, m, &plank{holds: damaged}); walks == 0 { // between the sections of the names' file
			unseen++
			if whole[i] != 0 {
				t.Fatalf("byte %d of %d changed, and the index was used", i, len(whole))
			}
		}
		if len(bytes.Trim(whole[i:], "\x00")) > 0 { // what fills up the last section of the names' file says nothing
			refuse("cut", m, whole[:i])
		}
	}
	if unseen*10 > tried {
		t.Errorf("%d of %d changed bytes were not seen", unseen, tried)
	}
	other := keptRegister()
	other.sealed(2)
	refuse("another ledger", other, whole)
	short := keptRegister()
	short.entries = short.entries[:2]
	want = load(t, short)
	refuse("a ledger put back", short, whole)
}

// What the law destroyed is on no shelf from the moment that its entry is
// followed, whether it was kept before or not.
func TestKeptForgetsWhatWasDestroyed(t *testing.T) {
	for _, running := range []bool{true, false} {
		m, p := keptRegister(), &plank{}
		_, r := m.take("i5", "s1", row("قصطنطين زغيبور", "جلنار", "1990", ""))
		m.sealed(1)
		x, _, _ := loadKept(t, m, p)
		keep(t, x)
		traces := func() (n int) {
			for _, s := range []string{"قصطنطين", "زغيبور", "جلنار"} {
				n += bytes.Count(p.holds, []byte(s))
			}
			return n
		}
		if traces() < 3 {
			t.Fatalf("%d traces before", traces())
		}
		m.append(register.RecordDestroyed, register.DestroyedBody{Record: r})
		m.mu.Lock()
		m.records[r-1].Destroyed, m.records[r-1].Claims = 5, nil
		m.mu.Unlock()
		m.sealed(1)
		if running {
			refresh(t, x)
		} else {
			var walks int
			if x, walks, _ = loadKept(t, m, p); walks != 0 {
				t.Error("the kept index was not used")
			}
		}
		if n := traces(); n != 0 || p.holds == nil {
			t.Errorf("running %v: %d traces on the shelf; kept anew: %v", running, n, p.holds != nil)
		}
		if hits := search(t, x, find.Query{Name: "قصطنطين زغيبور"}); len(hits) != 0 {
			t.Errorf("running %v: found %+v", running, hits)
		}
		y, _, _ := loadKept(t, m, p)
		sameFound(t, "after a destruction", y, load(t, m))
	}
}

// A shelf that cannot be written does not stop searches.
func TestKeepFails(t *testing.T) {
	full := errors.New("disk full")
	x := find.New(keptRegister())
	x.Shelf = broken{full}
	if err := x.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := x.Keep(t.Context()); !errors.Is(err, full) {
		t.Errorf("Keep = %v, want %v", err, full)
	}
	if hits := search(t, x, keptQueries[0]); len(hits) == 0 {
		t.Error("nobody is found")
	}
}

type broken struct{ err error }

func (b broken) Open() (io.ReadCloser, error)    { return nil, b.err }
func (b broken) Put(func(io.Writer) error) error { return b.err }
func (b broken) Remove() error                   { return nil }

// Any bytes on the shelf are refused or give an index that answers.
func FuzzKept(f *testing.F) {
	m, p := keptRegister(), &plank{}
	x := find.New(m)
	x.Shelf = p
	if err := errors.Join(x.Load(f.Context()), x.Keep(f.Context())); err != nil {
		f.Fatal(err)
	}
	f.Add(p.holds, false)
	f.Add(p.holds, true)
	f.Add([]byte("kashffnd\x01\x00\x00\x00"), true)
	f.Fuzz(func(t *testing.T, b []byte, reseal bool) {
		if reseal {
			b = find.Resealed(b)
		}
		x, _, _ := loadKept(t, m, &plank{holds: b})
		for _, q := range keptQueries {
			search(t, x, q)
		}
		if _, err := x.ByNumber(t.Context(), "17", nil, nil); err != nil {
			t.Error(err)
		}
	})
}
