package names

import (
	"math/rand/v2"
	"testing"
)

// misspelt gives spellings that the lexicon lists, most with slips.
func misspelt(n int) []string {
	var listed []string
	for _, f := range DefaultLexicon().forms {
		for _, s := range f.latin[:min(3, len(f.latin))] {
			listed = append(listed, s.text)
		}
	}
	r := rand.New(rand.NewPCG(5, 6))
	out := make([]string, n)
	for i := range out {
		s := listed[r.IntN(len(listed))]
		at := r.IntN(len(s))
		out[i] = [...]string{s, s[:at] + s[at+1:], s[:at] + string(rune('a'+r.IntN(26))) + s[at:], "al" + s}[i%4]
	}
	return out
}

// A search must give each form the ratio that comparing it alone gives, and
// miss none of those it is to find, whatever it did not visit.
func TestSearchIsExact(t *testing.T) {
	l, m := DefaultLexicon(), DefaultModel()
	const floor = 5
	missed, want := 0, 0
	for _, s := range misspelt(200) {
		latin := encodeLatin(s)
		if len(latin) == 0 {
			continue
		}
		found := map[int32]nats{}
		for _, k := range l.trie.search(m, latin, hunt{floor: floor * perNat}) {
			found[k.form] = k.ratio
		}
		for i := range l.forms {
			letters := encode(l.forms[i].text)
			ratio := m.logRatio(latin, letters)
			got, ok := found[int32(i)]
			if ok && float64(got)/perNat != ratio {
				t.Errorf("search(%q) gives %s %.2f, compared alone %.2f", s, l.forms[i].text, float64(got)/perNat, ratio)
			}
			if ratio >= floor && len(letters) > 1 {
				want++
				if !ok {
					missed++
				}
			}
		}
	}
	// What begins worse than hopeless is given up on purpose, and of forms of
	// the same letters one stands for all.
	if missed*100 > want {
		t.Errorf("%d of %d forms missed, want at most one in a hundred", missed, want)
	}
	t.Logf("%d of %d missed", missed, want)
}

// What is pruned on the way must hardly matter to a posterior: only a form whose
// beginning is hopeless may be missed.
func TestPosteriorNeedsNoMore(t *testing.T) {
	c := NewComparer(Options{})
	missed, want := 0, 0
	for _, s := range misspelt(400) {
		latin := encodeLatin(s)
		if len(latin) == 0 {
			continue
		}
		all := c.lexicon.trie.search(c.model, latin, hunt{})
		top := never
		for _, k := range all {
			top = max(top, k.ratio+c.lexicon.forms[k.form].prior)
		}
		kept := map[int32]bool{}
		for _, k := range c.lexicon.trie.search(c.model, latin, hunt{weigh: true, top: never}) {
			kept[k.form] = true
		}
		for _, k := range all {
			if k.ratio+c.lexicon.forms[k.form].prior >= top-beam*perNat {
				want++
				if !kept[k.form] {
					missed++
				}
			}
		}
	}
	if missed*500 > want {
		t.Errorf("%d of %d forms within the beam missed, want at most one in five hundred", missed, want)
	}
}
