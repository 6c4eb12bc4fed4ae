package names

import "sort"

// trie holds canonical forms by their letters, so that one walk scores a Latin
// token against all of them: forms that begin alike share their work.
type trie struct {
	nodes []node
}

type node struct {
	child, sibling int32 // 0 is none: the root is nobody's child
	form           int32 // form that ends here, plus one
	letter         uint8
}

func (t *trie) insert(letters []uint8, form int32) {
	if len(letters) == 0 {
		return
	}
	if len(t.nodes) == 0 {
		t.nodes = append(t.nodes, node{})
	}
	at := int32(0)
	for _, l := range letters {
		at = t.childOf(at, l)
	}
	if t.nodes[at].form == 0 {
		t.nodes[at].form = form + 1
	}
}

func (t *trie) childOf(at int32, letter uint8) int32 {
	for c := t.nodes[at].child; c != 0; c = t.nodes[c].sibling {
		if t.nodes[c].letter == letter {
			return c
		}
	}
	id := int32(len(t.nodes))
	t.nodes = append(t.nodes, node{letter: letter, sibling: t.nodes[at].child})
	t.nodes[at].child = id
	return id
}

// A candidate is a form that a Latin token may stand for, with its log ratio.
type candidate struct {
	form  int32
	ratio float32
}

// hopeless is the log ratio of a beginning below which no form is sought: a
// name that is written so badly at its start is not found this way.
const hopeless = -4

// spread is how far below the best a form may lie and still matter: the beam
// of a posterior and what the commonest name gains by its count.
const spread = beam + 3

type walker struct {
	model    *Model
	nodes    []node
	latin    []uint8
	chance   [maxLatin + 1]float32 // log chance of each prefix
	rows     [maxArabic + 1][maxLatin + 1]float32
	floor    float32
	best     float32
	hopeless float32
	prefix   bool // the Latin token is only the beginning of a name
	found    []candidate
}

// search gives the forms whose log ratio to latin is at least floor, best
// first. With prefix, latin need only be how the form's spelling begins.
func (t *trie) search(m *Model, latin []uint8, floor float32, prefix bool) []candidate {
	if len(t.nodes) == 0 || len(latin) == 0 {
		return nil
	}
	w := &walker{model: m, nodes: t.nodes, latin: latin, floor: floor, prefix: prefix}
	for j, c := range latin {
		w.chance[j+1] = w.chance[j] + m.background[c]
	}
	m.start(latin, &w.rows[0])
	// A first walk along promising beginnings only finds a good form soon; what
	// lies far below it is then never visited.
	w.hopeless = 0
	if !prefix {
		w.walk(0, 0)
		w.found = w.found[:0]
	}
	w.hopeless = hopeless
	w.walk(0, 0)
	sort.Slice(w.found, func(i, j int) bool {
		if w.found[i].ratio != w.found[j].ratio {
			return w.found[i].ratio > w.found[j].ratio
		}
		return w.found[i].form < w.found[j].form
	})
	return w.found
}

func (w *walker) walk(at int32, depth int) {
	if depth >= maxArabic {
		return
	}
	n := len(w.latin)
	row, next := &w.rows[depth], &w.rows[depth+1]
	for c := w.nodes[at].child; c != 0; c = w.nodes[c].sibling {
		nd := &w.nodes[c]
		if nd.form != 0 && depth > 0 {
			w.model.step(symbolOf(int(nd.letter), final), w.latin, row, next)
			w.keep(nd.form-1, next[n]-w.chance[n])
		}
		p := medial
		if depth == 0 {
			p = initial
		}
		w.model.step(symbolOf(int(nd.letter), p), w.latin, row, next)
		if nd.form != 0 && depth == 0 {
			w.keep(nd.form-1, next[n]-w.chance[n])
		}
		if w.prefix && next[n]-w.chance[n] >= w.floor {
			w.collect(c, next[n]-w.chance[n])
			continue
		}
		if w.promising(next) {
			w.walk(c, depth+1)
		}
	}
}

// promising tells whether a form below a node with this row may still be kept.
// Every letter to come costs at least nothing, so that row[j]-chance[n] bounds
// what can be reached.
func (w *walker) promising(row *[maxLatin + 1]float32) bool {
	n := len(w.latin)
	reach, here := never, never
	for j := 0; j <= n; j++ {
		reach = max(reach, row[j]-w.chance[n])
		here = max(here, row[j]-w.chance[j])
	}
	return here > w.hopeless && reach > max(w.floor, w.best-spread)
}

func (w *walker) keep(form int32, ratio float32) {
	if ratio >= max(w.floor, w.best-spread) {
		w.best = max(w.best, ratio)
		w.found = append(w.found, candidate{form, ratio})
	}
}

// collect takes every form below a node whose letters already write the whole
// Latin beginning.
func (w *walker) collect(at int32, ratio float32) {
	if f := w.nodes[at].form; f != 0 {
		w.found = append(w.found, candidate{f - 1, ratio})
	}
	for c := w.nodes[at].child; c != 0; c = w.nodes[c].sibling {
		w.collect(c, ratio)
	}
}
