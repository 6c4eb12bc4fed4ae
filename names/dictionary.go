package names

import (
	"sort"
	"strings"
)

// dictionary holds the distinct parts of an index with the rows they occur in,
// and four ways to find a part from one that is written differently.
type dictionary struct {
	slot    map[uint32]int32 // token to entry
	entries []posting
	byForm  map[int32][]int32 // canonical form to entries that may stand for it
	byEdit  slips
	byHead  map[string][]int32 // first two letters to entries
	trie    trie               // Arabic entries by their letters
}

type posting struct {
	token uint32
	rows  []uint32 // rising
}

func newDictionary() dictionary {
	return dictionary{slot: map[uint32]int32{}, byForm: map[int32][]int32{}, byHead: map[string][]int32{}}
}

func (d *dictionary) post(c *Comparer, id, row uint32) {
	at, ok := d.slot[id]
	if !ok {
		at = int32(len(d.entries))
		d.slot[id] = at
		d.entries = append(d.entries, posting{token: id})
		d.enter(c, c.vocabulary.token(id), at)
	}
	d.entries[at].rows = append(d.entries[at].rows, row)
}

// enter makes a new entry findable.
func (d *dictionary) enter(c *Comparer, t *token, at int32) {
	for _, w := range t.forms {
		if w.form != surface && w.p >= 0.02 {
			d.byForm[w.form] = append(d.byForm[w.form], at)
		}
	}
	if t.script == Arabic {
		d.trie.insert(t.letters, at, 0)
	}
	for _, h := range omissions(t.text, nil) {
		d.byEdit.add(h, at)
	}
	d.byHead[headOf(t.text)] = append(d.byHead[headOf(t.text)], at)
	if top := topForms(t.forms); t.script == Latin && len(top) > 0 && top[0].form != surface {
		h := headOf(c.lexicon.forms[top[0].form].text)
		d.byHead[h] = append(d.byHead[h], at)
	}
}

func headOf(text string) string {
	n := 0
	for i := range text {
		if n == 2 {
			return text[:i]
		}
		n++
	}
	return text
}

// A near is a dictionary entry that a query part may mean.
type near struct {
	entry int32
	bits  float64
}

// minimumBits is what a dictionary entry must say for a query part to be
// looked up. It is a threshold and not a number of entries, so that entries
// which only hidden rows hold push nothing out.
const minimumBits = 0.5

// nears gives the entries that the query part may be a spelling of.
func (d *dictionary) nears(c *Comparer, id uint32) []near {
	t := c.vocabulary.token(id)
	seen := map[int32]bool{}
	var out []near
	try := func(at int32) {
		if seen[at] {
			return
		}
		seen[at] = true
		if v := c.pairBits(id, d.entries[at].token); v >= minimumBits {
			out = append(out, near{at, v})
		}
	}
	if at, ok := d.slot[id]; ok {
		try(at)
	}
	for _, w := range t.forms {
		if w.form != surface {
			for _, at := range d.byForm[w.form] {
				try(at)
			}
		}
	}
	if t.script == Latin {
		for _, k := range d.trie.search(c.model, t.letters, hunt{floor: 2 * perNat}) {
			try(k.form)
		}
		if rest, ok := joinedArticle(t.text); ok {
			for _, k := range d.trie.search(c.model, encodeLatin(rest), hunt{floor: 2 * perNat}) {
				try(k.form)
			}
		}
	}
	for _, h := range omissions(t.text, nil) {
		d.byEdit.each(h, try)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].entry < out[j].entry })
	return out
}

// prefixed gives the entries whose spelling, in either script, begins with the
// text of id.
func (d *dictionary) prefixed(c *Comparer, id uint32) []int32 {
	t := c.vocabulary.token(id)
	seen := map[int32]bool{}
	for _, at := range d.byHead[headOf(t.text)] {
		e := c.vocabulary.token(d.entries[at].token)
		text := e.text
		if top := topForms(e.forms); e.script != t.script && len(top) > 0 && top[0].form != surface {
			text = c.lexicon.forms[top[0].form].text
		}
		if strings.HasPrefix(text, t.text) {
			seen[at] = true
		}
	}
	if t.script == Latin && len(t.letters) > 1 {
		for _, k := range d.trie.search(c.model, t.letters, hunt{floor: nats(len(t.letters)) * perNat * 4 / 5, prefix: true}) {
			seen[k.form] = true
		}
	}
	out := make([]int32, 0, len(seen))
	for at := range seen {
		out = append(out, at)
	}
	sort.Slice(out, func(i, j int) bool { return out[i] < out[j] })
	return out
}
