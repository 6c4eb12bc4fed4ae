package names

// reader finds the Latin spellings that an Arabic token may have: the walk of
// trie.search the other way about, over a trie of Latin texts.
type reader struct {
	model   *Model
	symbols []symbol // of the Arabic token
	nodes   []node
	latin   [maxLatin]uint8 // on the way down
	// best[d][i] is the best log probability that the first i letters wrote the
	// first d of the Latin ones.
	best   [maxLatin + 1][maxArabic + 1]nats
	chance [maxLatin + 1]nats
	floor  nats
	found  func(entry int32)
}

// readings calls found with the entries of a trie of Latin texts that Arabic
// letters may have been written as, with at least a log ratio.
func (t *trie) readings(m *Model, arabic []uint8, floor nats, found func(entry int32)) {
	if len(t.nodes) == 0 || len(arabic) == 0 {
		return
	}
	r := reader{model: m, nodes: t.nodes, floor: floor, found: found}
	for i, a := range arabic {
		p := medial
		switch i {
		case 0:
			p = initial
		case len(arabic) - 1:
			p = final
		}
		r.symbols = append(r.symbols, symbolOf(int(a), p))
		r.best[0][i+1] = r.best[0][i] + nats(m.none[r.symbols[i]])
	}
	r.walk(0, 0)
}

func (r *reader) walk(at int32, depth int) {
	if depth >= maxLatin {
		return
	}
	for c := r.nodes[at].child; c != 0; c = r.nodes[c].sibling {
		nd := &r.nodes[c]
		r.latin[depth] = nd.letter
		if r.step(depth+1) <= min(hopeless, r.floor) {
			continue
		}
		if nd.form != 0 && r.best[depth+1][len(r.symbols)]-r.chance[depth+1] >= r.floor {
			r.found(nd.form - 1)
		}
		r.walk(c, depth+1)
	}
}

// step reads the Latin letter before d and gives the best log ratio there.
func (r *reader) step(d int) nats {
	letter := r.latin[d-1]
	r.chance[d] = r.chance[d-1] + r.model.background[letter]
	var rows [maxChunk]*chances
	value, size := 0, 1
	for k := 1; k <= min(maxChunk, d); k++ {
		value += size * int(r.latin[d-k])
		size *= 26
		rows[k-1] = r.model.chunk(k, value)
	}
	here := &r.best[d]
	here[0] = r.best[d-1][0] + r.model.insert[0][letter]
	top := here[0]
	for i, s := range r.symbols {
		v := max(here[i]+nats(r.model.none[s]), r.best[d-1][i+1]+r.model.insert[1][letter])
		for k := 0; k < maxChunk && rows[k] != nil; k++ {
			v = max(v, r.best[d-k-1][i]+nats(rows[k][s]))
		}
		here[i+1] = v
		top = max(top, v)
	}
	return top - r.chance[d]
}
