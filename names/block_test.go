package names

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A search by bitmaps must find what comparing with every row finds.
func TestSearchMissesNothing(t *testing.T) {
	c := NewComparer(Options{})
	x := NewIndex(c)
	forms := DefaultLexicon().forms
	r := rand.New(rand.NewPCG(5, 6))
	part := func() string {
		f := forms[int(float64(len(forms))*r.Float64()*r.Float64()*r.Float64())]
		if len(f.latin) > 0 && r.IntN(2) == 0 {
			return f.latin[r.IntN(len(f.latin))].text
		}
		return f.text
	}
	name := func() string {
		s := part()
		for range 1 + r.IntN(3) {
			s += " " + part()
		}
		return s
	}
	var entries []Entry
	for i := range 20000 {
		entries = append(entries, Entry{ID: int64(i), Name: name(), Born: 1950 + r.IntN(50), Place: fmt.Sprint(r.IntN(14))})
	}
	x.Add(entries...)
	for range 40 {
		q := Query{Name: name(), Limit: 10}
		if r.IntN(2) == 0 {
			q.Born, q.Places = 1950+r.IntN(50), []string{fmt.Sprint(r.IntN(14))}
		}
		got := x.Search(q)
		s := x.newSearch(&q, Parse(q.Name))
		s.over(x.t)
		var all []hit
		for i, e := range entries {
			all = append(all, hit{row: uint32(i), id: e.ID, bits: s.compare(uint32(i))})
		}
		workspaces.Put(s.work)
		slices.SortFunc(all, hit.compare)
		for k, h := range got {
			// What no key finds may be a little better than what was found.
			if d := all[k].bits - h.Bits; d > 0.75 {
				t.Errorf("Search(%+v): hit %d is %q with %.2f bits, the best unfound has %.2f: %q", q, k, h.Name, h.Bits, all[k].bits, entries[all[k].id].Name)
				break
			}
		}
		if len(got) == 0 && all[0].bits >= floorBits {
			t.Errorf("Search(%+v) found nothing, there is %q with %.2f bits", q, entries[all[0].id].Name, all[0].bits)
		}
	}
}

func TestBlockKeepsRows(t *testing.T) {
	x := NewIndex(NewComparer(Options{}))
	want := map[int64]string{}
	r := rand.New(rand.NewPCG(7, 8))
	for i := range 2 * blockRows / 16 {
		name := fmt.Sprintf("محمد  %d\tAli (أبو خالد) ", r.IntN(1000))
		id := int64(r.Uint64())
		want[id] = name
		x.Add(Entry{ID: id, Name: name, Mother: "فاطمة علي", Born: i % 3000, Place: fmt.Sprint(i % 99)})
	}
	x.t.blocks[0].seal()
	gone := 0
	for id := range want {
		if gone++; gone > 3000 {
			break
		}
		delete(want, id)
		if !x.Remove(id) {
			t.Fatalf("Remove(%d) found nothing", id)
		}
	}
	got := map[int64]string{}
	for _, b := range x.t.blocks {
		var rw row
		for i := range b.n {
			if !b.isGone(i) {
				got[b.id(i)] = x.t.words.join(b.words(i, &rw, nil))
			}
		}
	}
	if len(got) != len(want) || x.Len() != 2*len(want) { // each has a by-name
		t.Fatalf("%d rows, Len %d, want %d", len(got), x.Len(), len(want))
	}
	for id, name := range want {
		if got[id] != name {
			t.Fatalf("row %d = %q, want %q", id, got[id], name)
		}
	}
}

// A long list is ranked by an index, and must be ranked as a short one is.
func TestRankLongLists(t *testing.T) {
	c := NewComparer(Options{})
	forms := DefaultLexicon().forms
	r := rand.New(rand.NewPCG(9, 9))
	name := func() string {
		s := ""
		for range 1 + r.IntN(4) {
			s += forms[int(float64(len(forms))*r.Float64()*r.Float64()*r.Float64())].text + " "
		}
		return s
	}
	list := make([]string, 2*shortList)
	for i := range list {
		list[i] = name()
	}
	long, short := c.NewRanker(list), &Ranker{c: c, list: list}
	short.prepareList()
	for range 30 {
		q := name()
		got, want := long.Rank(q, 10), short.Rank(q, 10)
		for i := range got {
			if d := want[i].Bits - got[i].Bits; d > 0.75 {
				t.Fatalf("Rank(%q): %d is %+v, want %+v", q, i, got[i], want[i])
			}
		}
		if len(got) != 10 {
			t.Errorf("Rank(%q) gave %d names of 10", q, len(got))
		}
	}
	for _, q := range []string{"", "xu", "中"} { // that meet few names or none
		if diff := cmp.Diff(short.Rank(q, 10), long.Rank(q, 10)); diff != "" {
			t.Errorf("Rank(%q) of a long list (-short +long):\n%s", q, diff)
		}
	}
}
