package names

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"
)

// randomWords makes Arabic and Latin words that are one another's beginnings,
// slips and spellings.
func randomWords(r *rand.Rand, n int) []string {
	forms := DefaultLexicon().forms
	out := make([]string, n)
	for i := range out {
		f := &forms[r.IntN(600)]
		s := []rune(f.text)
		if len(f.latin) > 0 && r.IntN(2) == 0 {
			s = []rune(f.latin[r.IntN(len(f.latin))].text)
		}
		switch at := r.IntN(len(s)); r.IntN(5) {
		case 0:
			s = append(s[:at:at], s[min(at+1, len(s)):]...)
		case 1:
			s = append(append(s[:at:at], s[at]), s[at:]...)
		case 2:
			s = append(append([]rune{}, s...), []rune(forms[r.IntN(600)].text)...) // longer ones below the same nodes
		}
		if len(s) == 0 {
			s = []rune("علي")
		}
		out[i] = string(s)
	}
	return out
}

// What a trie finds hangs on each of its entries alone: others that are longer,
// likelier or only hidden change neither what is found nor how well.
func TestTrieEntriesStandAlone(t *testing.T) {
	c := NewComparer(Options{})
	r := rand.New(rand.NewPCG(21, 22))
	for range 30 {
		words := randomWords(r, 400)
		var all, seen planted
		visible := map[int32]bool{}
		for i, w := range words {
			letters := encode(w)
			if len(letters) == 0 {
				continue
			}
			all.plant(letters, int32(i))
			if i%3 != 0 {
				seen.plant(letters, int32(i))
				visible[int32(i)] = true
			}
		}
		find := func(p *planted, q string, h hunt) map[int32]nats {
			out := map[int32]nats{}
			for _, k := range p.trie.search(c.model, encodeLatin(q), h) {
				p.all(k.form, func(at int32) {
					if visible[at] {
						out[at] = k.ratio
					}
				})
			}
			return out
		}
		for _, q := range randomWords(r, 60) {
			if ScriptOf(q) != Latin {
				continue
			}
			n := nats(len(q))
			for _, h := range []hunt{{floor: 2 * perNat}, {floor: -6 * perNat}, {floor: n * perNat * 4 / 5, prefix: true}} {
				if got, want := find(&all, q, h), find(&seen, q, h); !reflect.DeepEqual(got, want) {
					t.Fatalf("%q, %+v: with hidden entries %v, without %v", q, h, got, want)
				}
			}
		}
	}
}

// Bounds on work count what the reader may see alone: with more hidden namesakes
// than rows may be compared the answer is, byte for byte, that of an index which
// never held them. By rank, by beginning, with fields and without.
func TestHiddenAreAbsentAtTheLimits(t *testing.T) {
	c := NewComparer(Options{})
	r := rand.New(rand.NewPCG(31, 32))
	words := randomWords(r, 40)
	both, one := NewIndex(c), NewIndex(NewComparer(Options{}))
	hidden := func(id int64) bool { return id%2 == 0 }
	var some, few []Entry
	for i := range 3 * maxCompared {
		id := int64(i)
		name := fmt.Sprint("محمد ", words[r.IntN(len(words))], " ", words[r.IntN(len(words))])
		if i%8 == 0 {
			name = fmt.Sprint("Mohamad ", words[r.IntN(len(words))], " (", words[r.IntN(len(words))], ")")
		}
		if i%8 == 2 { // hidden ones with words that nobody else bears
			name += fmt.Sprint(" ", words[0], words[r.IntN(len(words))])
		}
		e := Entry{ID: id, Name: name, Mother: words[r.IntN(len(words))], Born: 1950 + i%50, Place: fmt.Sprint(i % 7)}
		some = append(some, e)
		if !hidden(id) {
			few = append(few, e)
		}
	}
	both.Add(some...)
	one.Add(few...)
	for i := range 40 {
		q := Query{Name: fmt.Sprint("محمد ", words[r.IntN(len(words))]), Limit: 1 + r.IntN(30), Prefix: i%2 == 0}
		switch i % 4 {
		case 1:
			q.Born, q.Places = 1950+r.IntN(50), []string{"3"}
		case 2:
			q.Name, q.Mother = words[r.IntN(len(words))], words[r.IntN(len(words))]
		case 3:
			q.Name = "Mhd"
		}
		want := one.Search(q)
		q.Allow = func(id int64) bool { return !hidden(id) }
		if got := both.Search(q); fmt.Sprintf("%#v", got) != fmt.Sprintf("%#v", want) {
			t.Fatalf("Search(%+v): with hidden persons %d hits, without %d\n%#v\n%#v", q, len(got), len(want), got, want)
		}
	}
}
