package names

import (
	"slices"
	"sort"
	"strings"
	"sync"
)

// beginnings finds parts by how they begin, in either script: a Latin part also
// stands under its likeliest Arabic form. It is sorted when it is first asked
// and again when much came in.
type beginnings struct {
	mu   sync.Mutex
	upTo int // entries that are sorted in
	list []beginning
}

type beginning struct {
	text  string
	entry uint32
}

// unsorted is how many new entries are looked through one by one.
const unsorted = 4096

// with gives the entries that begin with text, in any order, some of them twice.
func (b *beginnings) with(c *Comparer, d *dictionary, text string) []uint32 {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(d.tokens)-b.upTo > unsorted+b.upTo/8 {
		b.sort(c, d)
	}
	var out []uint32
	from := sort.Search(len(b.list), func(i int) bool { return b.list[i].text >= text })
	for _, x := range b.list[from:] {
		if !strings.HasPrefix(x.text, text) {
			break
		}
		out = append(out, x.entry)
	}
	for at := b.upTo; at < len(d.tokens); at++ {
		for _, s := range writtenAs(c, d.tokens[at]) {
			if s != "" && strings.HasPrefix(s, text) {
				out = append(out, uint32(at))
			}
		}
	}
	return out
}

func (b *beginnings) sort(c *Comparer, d *dictionary) {
	b.list = b.list[:0]
	for at, token := range d.tokens {
		for _, s := range writtenAs(c, token) {
			if s != "" {
				b.list = append(b.list, beginning{s, uint32(at)})
			}
		}
	}
	slices.SortFunc(b.list, func(x, y beginning) int { return strings.Compare(x.text, y.text) })
	b.upTo = len(d.tokens)
}

// writtenAs gives the text of a token and, if it is Latin, its likeliest form.
func writtenAs(c *Comparer, id uint32) [2]string {
	t := c.vocabulary.token(id)
	out := [2]string{t.text}
	if t.script == Latin {
		if top := topForms(t.forms); len(top) > 0 && top[0].form != surface {
			out[1] = c.lexicon.forms[top[0].form].text
		}
	}
	return out
}
