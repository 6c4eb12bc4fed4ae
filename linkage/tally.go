package linkage

// A tally counts by key. It is a table of a few thousand slots that lie close
// together: what is counted for every pair must cost little. The zero key is as
// good as any.
type tally struct {
	slots []counted // open addressing; a count of 0 is a free slot
	used  int
}

type counted struct {
	key uint64
	n   int
}

func newTally() tally { return tally{slots: make([]counted, 1<<8)} }

// slot finds where a key is, or would be.
func (t *tally) slot(key uint64) *counted {
	last := uint64(len(t.slots) - 1)
	for at := Mix(key) & last; ; at = (at + 1) & last {
		if s := &t.slots[at]; s.n == 0 || s.key == key {
			return s
		}
	}
}

func (t *tally) add(key uint64) {
	s := t.slot(key)
	if s.n++; s.n > 1 {
		return
	}
	s.key = key
	if t.used++; t.used*2 > len(t.slots) {
		old := t.slots
		t.slots = make([]counted, 2*len(old))
		for _, c := range old {
			if c.n > 0 {
				*t.slot(c.key) = c
			}
		}
	}
}

// each calls f with every key, in no order, and how often it was counted.
func (t *tally) each(f func(key uint64, n int)) {
	for _, c := range t.slots {
		if c.n > 0 {
			f(c.key, c.n)
		}
	}
}
