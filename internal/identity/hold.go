package identity

import (
	"cmp"
	"slices"

	"kashf.org/kashf/internal/register"
)

// A bond is a link of a run, as far as holding records together goes.
type bond struct {
	left, right register.RecordID
	weight      int // hundredths of a bit
}

// holds is the weight from which a link holds its records together by itself.
// Within a cluster of average linkage every record is reached over such links.
const holds = threshold * 100

// hold gives the persons that follow from what stands, by the three rules of
// the package comment: groups of records, each sorted, in the order of their
// least records. Bonds and judgements about records that are not given do not
// count. It also tells the "same" judgements that could not be kept.
func hold(records []register.RecordID, bonds []bond, judgements []register.Judgement) (groups [][]register.RecordID, refused []register.Judgement) {
	p := newPartition(records)
	judgements = slices.SortedFunc(slices.Values(judgements), func(a, b register.Judgement) int { return cmp.Compare(a.Seq, b.Seq) })
	for _, j := range judgements {
		if j.Verdict.Parts() {
			p.part(j.Left, j.Right)
		}
	}
	for _, j := range judgements {
		if j.Verdict == register.SamePerson && !p.join(j.Left, j.Right) {
			refused = append(refused, j)
		}
	}
	bonds = slices.SortedFunc(slices.Values(bonds), func(a, b bond) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.left, b.left), cmp.Compare(a.right, b.right))
	})
	for _, b := range bonds {
		if b.weight < holds {
			break
		}
		p.join(b.left, b.right)
	}
	return p.groups(), refused
}

// A partition is a union-find whose sets may be forbidden to join.
type partition struct {
	records []register.RecordID // sorted
	root    []int
	enemies map[int]map[int]bool // by root; both ways
}

func newPartition(records []register.RecordID) *partition {
	p := &partition{records: slices.Sorted(slices.Values(records)), enemies: map[int]map[int]bool{}}
	p.root = make([]int, len(records))
	for i := range p.root {
		p.root[i] = i
	}
	return p
}

func (p *partition) find(r register.RecordID) (int, bool) {
	i, ok := slices.BinarySearch(p.records, r)
	if !ok {
		return 0, false
	}
	for p.root[i] != i {
		p.root[i] = p.root[p.root[i]]
		i = p.root[i]
	}
	return i, true
}

func (p *partition) part(l, r register.RecordID) {
	a, okA := p.find(l)
	b, okB := p.find(r)
	if okA && okB && a != b {
		p.setEnemies(a, b)
	}
}

func (p *partition) setEnemies(a, b int) {
	for _, x := range [][2]int{{a, b}, {b, a}} {
		if p.enemies[x[0]] == nil {
			p.enemies[x[0]] = map[int]bool{}
		}
		p.enemies[x[0]][x[1]] = true
	}
}

// join makes one set of two unless that is forbidden, and reports whether it
// was not. Records that are not there forbid nothing.
func (p *partition) join(l, r register.RecordID) bool {
	a, okA := p.find(l)
	b, okB := p.find(r)
	if !okA || !okB || a == b {
		return true
	}
	if p.enemies[a][b] {
		return false
	}
	a, b = min(a, b), max(a, b)
	p.root[b] = a
	for e := range p.enemies[b] {
		delete(p.enemies[e], b)
		p.setEnemies(a, e)
	}
	delete(p.enemies, b)
	return true
}

func (p *partition) groups() [][]register.RecordID {
	at := map[int]int{}
	var out [][]register.RecordID
	for _, r := range p.records {
		i, _ := p.find(r)
		k, ok := at[i]
		if !ok {
			k = len(out)
			at[i] = k
			out = append(out, nil)
		}
		out[k] = append(out[k], r)
	}
	return out
}
