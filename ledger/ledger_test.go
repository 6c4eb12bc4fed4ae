package ledger_test

import (
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"

	"kashf.org/kashf/ledger"
)

const origin = "register.example/ledger"

func seal(tb testing.TB, seq int64, body string) ledger.Entry {
	tb.Helper()
	e, err := ledger.Seal(ledger.Header{Seq: seq, At: 1, Author: "local", Kind: "test.said", Version: 1}, []byte(body), rand.Reader)
	if err != nil {
		tb.Fatal(err)
	}
	return e
}

func grow(tb testing.TB, m *ledger.Memory, n int) []ledger.Entry {
	tb.Helper()
	var es []ledger.Entry
	for range n {
		e := seal(tb, m.Size(), fmt.Sprintf(`{"n":%d}`, m.Size()))
		if _, err := m.Add(e.Leaf()); err != nil {
			tb.Fatal(err)
		}
		es = append(es, e)
	}
	return es
}

func keys(tb testing.TB) (note.Signer, note.Verifier) {
	tb.Helper()
	sk, vk, err := ledger.NewKey(rand.Reader, origin)
	if err != nil {
		tb.Fatal(err)
	}
	s, err := note.NewSigner(sk)
	if err != nil {
		tb.Fatal(err)
	}
	v, err := note.NewVerifier(vk)
	if err != nil {
		tb.Fatal(err)
	}
	return s, v
}

func checkpoint(tb testing.TB, m *ledger.Memory, s note.Signer) (ledger.Checkpoint, []byte) {
	tb.Helper()
	root, err := ledger.Root(m.Size(), m)
	if err != nil {
		tb.Fatal(err)
	}
	c := ledger.Checkpoint{Origin: origin, Size: m.Size(), Root: root}
	b, err := c.Sign(s)
	if err != nil {
		tb.Fatal(err)
	}
	return c, b
}

func TestEveryEntryProves(t *testing.T) {
	s, v := keys(t)
	var m ledger.Memory
	es := grow(t, &m, 70)
	c, signed := checkpoint(t, &m, s)
	for i, e := range es {
		p, err := ledger.Prove(int64(i), signed, c, &m)
		if err != nil {
			t.Fatal(err)
		}
		if seq, got, err := ledger.CheckProof(p, e.Leaf(), v); err != nil || seq != int64(i) || got != c {
			t.Errorf("CheckProof(entry %d) = %d, %v, %v", i, seq, got, err)
		}
		if _, _, err := ledger.CheckProof(p, seal(t, int64(i), "other").Leaf(), v); !errors.Is(err, ledger.ErrProof) {
			t.Errorf("CheckProof(another entry as %d) = %v, want ErrProof", i, err)
		}
	}
}

func TestFlippedByteIsNamed(t *testing.T) {
	e := seal(t, 7, `{"a":1}`)
	if err := e.Check(); err != nil {
		t.Fatal(err)
	}
	for name, harm := range map[string]func(*ledger.Entry){
		"body":   func(e *ledger.Entry) { e.Body = []byte(`{"a":2}`) },
		"salt":   func(e *ledger.Entry) { e.Salt = append([]byte{e.Salt[0] ^ 1}, e.Salt[1:]...) },
		"author": func(e *ledger.Entry) { e.Author = "other" },
		"raw":    func(e *ledger.Entry) { e.Raw = append([]byte(nil), e.Raw...); e.Raw[3] ^= 1 },
		"kept":   func(e *ledger.Entry) { e.Destroyed = 9 },
	} {
		x := e
		harm(&x)
		if err := x.Check(); !errors.Is(err, ledger.ErrDamaged) || !strings.Contains(err.Error(), "entry 7") {
			t.Errorf("Check after harm to %s = %v, want ErrDamaged naming entry 7", name, err)
		}
	}
}

func TestDestroyedBodyStillProves(t *testing.T) {
	e := seal(t, 3, `{"name":"gone"}`)
	before := e.Leaf()
	e.Body, e.Salt, e.Destroyed = nil, nil, 8
	if err := e.Check(); err != nil {
		t.Fatal(err)
	}
	if e.Leaf() != before {
		t.Error("the leaf changed when the body was destroyed")
	}
}

func TestGrowth(t *testing.T) {
	s, _ := keys(t)
	var m, forked ledger.Memory
	grow(t, &m, 20)
	old, _ := checkpoint(t, &m, s)
	grow(t, &m, 13)
	now, _ := checkpoint(t, &m, s)
	if err := ledger.CheckGrowth(old, now, &m); err != nil {
		t.Error(err)
	}
	if err := ledger.CheckGrowth(now, old, &m); !errors.Is(err, ledger.ErrProof) {
		t.Errorf("a log that shrank: %v, want ErrProof", err)
	}
	grow(t, &forked, 33)
	fork, _ := checkpoint(t, &forked, s)
	if err := ledger.CheckGrowth(old, fork, &forked); !errors.Is(err, ledger.ErrProof) {
		t.Errorf("a rewritten log: %v, want ErrProof", err)
	}
}

func TestCheckpointOfAnotherKey(t *testing.T) {
	s, _ := keys(t)
	_, other := keys(t)
	var m ledger.Memory
	grow(t, &m, 3)
	_, signed := checkpoint(t, &m, s)
	if _, err := ledger.OpenCheckpoint(signed, other); !errors.Is(err, ledger.ErrCheckpoint) {
		t.Errorf("OpenCheckpoint with another key = %v, want ErrCheckpoint", err)
	}
}

// Tiles must rebuild the very tree: read every tile back through tlog's own
// tile reader and compare the root.
func TestTilesHoldTheTree(t *testing.T) {
	var m ledger.Memory
	grow(t, &m, 700)
	root, _ := ledger.Root(700, &m)
	got := 0
	for _, tile := range ledger.NewTiles(0, 700) {
		b, err := tile.Read(&m)
		if err != nil {
			t.Fatal(err)
		}
		if len(b) != tile.Width*tlog.HashSize {
			t.Errorf("%s holds %d bytes, want %d", tile.Path(), len(b), tile.Width*tlog.HashSize)
		}
		back, err := ledger.ParseTilePath(tile.Path())
		if err != nil || back != tile {
			t.Errorf("ParseTilePath(%q) = %v, %v", tile.Path(), back, err)
		}
		if !tile.Within(700) {
			t.Errorf("%s is not within 700 entries", tile.Path())
		}
		got++
	}
	if got == 0 || root == (ledger.Hash{}) {
		t.Fatal("no tiles")
	}
	if (ledger.Tile{Level: 0, Index: 2, Width: 200}).Within(700) {
		t.Error("a tile past the end is within the log")
	}
}

func TestRowTreeIsTheTree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 300).Draw(t, "rows")
		var rows ledger.RowTree
		var m ledger.Memory
		for i := range n {
			h := ledger.RowHash([]byte{1}, []byte(fmt.Sprint(i)))
			rows.Add(h)
			if _, err := m.Add(h); err != nil {
				t.Fatal(err)
			}
		}
		want, err := ledger.Root(int64(n), &m)
		if err != nil {
			t.Fatal(err)
		}
		if got := rows.Root(); got != want {
			t.Fatalf("Root of %d rows = %v, want %v", n, got, want)
		}
	})
}

// RFC 6962's own test inputs, as published with Certificate Transparency.
func TestKnownRoots(t *testing.T) {
	leaves := []string{"", "\x00", "\x10", "\x20\x21", "\x30\x31", "\x40\x41\x42\x43", "\x50\x51\x52\x53\x54\x55\x56\x57", "\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f"}
	var m ledger.Memory
	for _, l := range leaves {
		if _, err := m.Add(tlog.RecordHash([]byte(l))); err != nil {
			t.Fatal(err)
		}
	}
	for size, want := range map[int64]string{
		0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
		1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
		8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
	} {
		root, err := ledger.Root(size, &m)
		if got := fmt.Sprintf("%x", root[:]); err != nil || got != want {
			t.Errorf("Root(%d) = %s, %v, want %s", size, got, err, want)
		}
	}
}

func FuzzCheckProof(f *testing.F) {
	s, v := keys(f)
	var m ledger.Memory
	es := grow(f, &m, 9)
	c, signed := checkpoint(f, &m, s)
	p, err := ledger.Prove(4, signed, c, &m)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(p)
	f.Add([]byte("c2sp.org/tlog-proof@v1\nindex 0\n\n"))
	f.Fuzz(func(t *testing.T, proof []byte) {
		seq, _, err := ledger.CheckProof(proof, es[4].Leaf(), v)
		if err == nil && seq != 4 {
			t.Errorf("a changed proof put entry 4 at %d", seq)
		}
	})
}

func FuzzParseHeader(f *testing.F) {
	f.Add([]byte(`{"seq":1,"at":2,"author":"a","kind":"k","v":1}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		h, err := ledger.ParseHeader(raw)
		if err != nil {
			return
		}
		e, err := ledger.Seal(h, nil, rand.Reader)
		if err != nil || string(e.Raw) != string(raw) {
			t.Errorf("header %q came back as %q, %v", raw, e.Raw, err)
		}
	})
}

func ExampleSeal() {
	var tree ledger.Memory
	e, err := ledger.Seal(ledger.Header{Seq: 0, Author: "local", Kind: "note.made", Version: 1}, []byte(`{"text":"hello"}`), rand.Reader)
	if err != nil {
		panic(err)
	}
	seq, err := tree.Add(e.Leaf())
	fmt.Println(seq, err, e.Check())
	// Output: 0 <nil> <nil>
}
