package names

import (
	"sort"
	"sync"
)

// scratch marks the rows a query has met. It is as long as the index and is
// kept between queries; the epoch tells this query's marks from old ones.
type scratch struct {
	epoch uint32
	mark  []uint32
	state []float32 // bits so far; refused where the reader may not see the row
	rows  []uint32  // allowed rows met
}

const refused = float32(-1e30)

var scratches = sync.Pool{New: func() any { return new(scratch) }}

func (s *scratch) begin(rows int) {
	if len(s.mark) < rows {
		s.mark, s.state, s.epoch = make([]uint32, rows+rows/8), make([]float32, rows+rows/8), 0
	}
	s.epoch++
	if s.epoch == 0 {
		clear(s.mark)
		s.epoch = 1
	}
	s.rows = s.rows[:0]
}

// gather gives the rows worth comparing, at most maxCompared: those that share
// the rarer half of the query's parts, and two of them at least where there
// are two. The commoner parts only add to rows already met.
func (s *search) gather() []uint32 {
	sc := scratches.Get().(*scratch)
	defer scratches.Put(sc)
	sc.begin(len(s.t.ids))
	admit := max(2, (len(s.parts)+1)/2)
	for i, p := range s.parts {
		for _, n := range p.nears {
			for _, r := range s.t.dict.entries[n.entry].rows {
				if sc.mark[r] != sc.epoch {
					if i >= admit {
						continue
					}
					s.meet(sc, r)
				}
				sc.state[r] += float32(n.bits)
			}
		}
	}
	rows := append([]uint32(nil), sc.rows...)
	if len(rows) <= maxCompared {
		return rows
	}
	sort.Slice(rows, func(i, j int) bool {
		if a, b := sc.state[rows[i]], sc.state[rows[j]]; a != b {
			return a > b
		}
		return rows[i] < rows[j]
	})
	return rows[:maxCompared]
}

// meet marks a row. The reader's right is asked here, before the row counts for
// anything.
func (s *search) meet(sc *scratch, r uint32) {
	sc.mark[r] = sc.epoch
	if !s.sees(r) {
		sc.state[r] = refused
		return
	}
	sc.state[r] = float32(s.bornBits(s.t.born[r]) + s.placeBits(s.t.place[r]))
	sc.rows = append(sc.rows, r)
}
