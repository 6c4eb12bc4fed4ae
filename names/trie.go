package names

import (
	"cmp"
	"slices"
)

// trie holds canonical forms by their letters, so that one walk scores a Latin
// token against all of them: forms that begin alike share their work.
type trie struct {
	nodes []node
	// alone: what is found of an entry must not hang on the others. How many
	// letters may follow a node bounds what is walked, and with it, at the edge of
	// what is hopeless, what is found.
	alone bool
}

type node struct {
	child, sibling int32 // 0 is none: the root is nobody's child
	form           int32 // form that ends here, plus one
	own, weight    nats  // what the form weighs; the most that one here or below does
	letter         uint8
	more           uint8 // letters that may follow, up to farthest
}

// insert enters a form with its log weight; of two that are written alike the
// first stays.
func (t *trie) insert(letters []uint8, form int32, weight nats) {
	if len(letters) == 0 {
		return
	}
	if len(t.nodes) == 0 {
		t.nodes = append(t.nodes, node{})
	}
	at := int32(0)
	for i, l := range letters {
		at = t.childOf(at, l)
		nd := &t.nodes[at]
		nd.weight = max(nd.weight, weight)
		if t.alone {
			nd.more = farthest
		} else {
			nd.more = max(nd.more, uint8(min(farthest, len(letters)-1-i)))
		}
	}
	if t.nodes[at].form == 0 {
		t.nodes[at].form, t.nodes[at].own = form+1, weight
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
	ratio nats
}

// hopeless is the log ratio of a beginning below which no form is sought: a
// name that is written so badly at its start is not found this way.
const hopeless = -4 * perNat

// A hunt says which forms of a trie are sought.
type hunt struct {
	floor  nats // the least log ratio
	weigh  bool // only those within the beam of the best, by ratio and weight
	top    nats // a ratio and weight that is reached elsewhere
	prefix bool // the Latin token is only the beginning of a name
}

type walker struct {
	hunt
	*spelling
	nodes    []node
	columns  [maxArabic + 1]column
	hopeless nats
	found    []candidate
}

// search gives the forms that h seeks for latin, best first.
func (t *trie) search(m *Model, latin []uint8, h hunt) []candidate {
	if len(t.nodes) == 0 || len(latin) == 0 {
		return nil
	}
	w := walker{hunt: h, nodes: t.nodes, spelling: spellings.Get().(*spelling)}
	defer spellings.Put(w.spelling)
	w.lay(m, latin)
	w.start(latin, &w.columns[0])
	w.hopeless = min(hopeless, h.floor)
	w.walk(0, 0)
	slices.SortFunc(w.found, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.ratio, a.ratio), cmp.Compare(a.form, b.form))
	})
	return w.found
}

// least is the log probability of the whole token that a form of such weight
// must reach.
func (w *walker) least(weight nats) nats {
	if !w.weigh {
		return w.floor + w.chance[w.n]
	}
	return max(w.floor, w.top-beam*perNat-weight) + w.chance[w.n]
}

func (w *walker) walk(at int32, depth int) {
	if depth >= maxArabic {
		return
	}
	from, to := &w.columns[depth], &w.columns[depth+1]
	p := medial
	if depth == 0 {
		p = initial
	}
	for c := w.nodes[at].child; c != 0; c = w.nodes[c].sibling {
		nd := &w.nodes[c]
		least := w.least(nd.weight)
		if nd.form != 0 && depth > 0 {
			w.keep(nd, w.end(symbolOf(int(nd.letter), final), from, least))
		}
		if nd.child == 0 && depth > 0 && !w.prefix || !w.step(symbolOf(int(nd.letter), p), nd.more, from, to, least) {
			continue
		}
		whole := never
		if to.hi == w.n {
			whole = to.at(w.n)
		}
		if nd.form != 0 && depth == 0 {
			w.keep(nd, whole)
		}
		if w.prefix && whole >= least {
			w.collect(c, whole-w.chance[w.n])
			continue
		}
		if to.here > w.hopeless {
			w.walk(c, depth+1)
		}
	}
}

// keep takes a node's form if its letters write the whole token well enough.
func (w *walker) keep(nd *node, whole nats) {
	if whole < w.least(nd.own) {
		return
	}
	ratio := whole - w.chance[w.n]
	w.found = append(w.found, candidate{nd.form - 1, ratio})
	if w.weigh {
		w.top = max(w.top, ratio+nd.own)
	}
}

// collect takes every form below a node whose letters already write the whole
// Latin beginning.
func (w *walker) collect(at int32, ratio nats) {
	if f := w.nodes[at].form; f != 0 {
		w.found = append(w.found, candidate{f - 1, ratio})
	}
	for c := w.nodes[at].child; c != 0; c = w.nodes[c].sibling {
		w.collect(c, ratio)
	}
}
