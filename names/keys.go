package names

import "hash/fnv"

const (
	keyMass  = 0.08 // a form less likely than this makes no key
	keyForms = 2    // keys a part at most, a surface of its own included
)

// PartKeys gives the blocking keys of one part: up to two canonical forms that
// it likely stands for, hashed. Two spellings of one name nearly always share
// one; so do many that are not one name. Keys find, they never decide. They do
// not depend on the order in which names were prepared, and are the same in
// every process with the same lexicon.
func (c *Comparer) PartKeys(p *Prepared, i int) []uint64 {
	return c.tokenKeys(make([]uint64, 0, keyForms), p.parts[i])
}

// Keys gives the blocking keys of all parts, in order, without repeats.
func (c *Comparer) Keys(p *Prepared) []uint64 {
	keys := make([]uint64, 0, keyForms*int(p.n))
	for _, id := range p.parts[:p.n] {
		from := len(keys)
		keys = c.tokenKeys(keys, id)
		keys = unrepeated(keys, from)
	}
	return keys
}

func unrepeated(keys []uint64, from int) []uint64 {
	out := keys[:from]
	for _, k := range keys[from:] {
		seen := false
		for _, o := range out {
			seen = seen || o == k
		}
		if !seen {
			out = append(out, k)
		}
	}
	return out
}

func (c *Comparer) tokenKeys(keys []uint64, id uint32) []uint64 {
	t := c.vocabulary.token(id)
	for _, w := range topForms(t.forms) {
		text := t.text
		if w.form != surface {
			text = c.lexicon.forms[w.form].text
		}
		h := fnv.New64a()
		h.Write([]byte(text))
		keys = append(keys, h.Sum64())
	}
	return keys
}

// topForms gives the likeliest forms that pass keyMass, best first.
func topForms(forms []weighted) []weighted {
	var top [keyForms]weighted
	n := 0
	for _, w := range forms {
		if w.p < keyMass {
			continue
		}
		at := n
		for at > 0 && w.p > top[at-1].p {
			at--
		}
		if at == keyForms {
			continue
		}
		copy(top[at+1:], top[at:keyForms-1])
		top[at] = w
		n = min(n+1, keyForms)
	}
	return top[:n:n]
}
