package cells

import (
	"math"
	"slices"
)

// cornered finds a hidden count of which too few values are left when
// every sum is used at once: the least and the most that it can be, by linear
// programming (Hundepool et al. 2012, 4.2). Narrowing and elimination find most
// such counts sooner; a count that only several sums and what is known of
// several others give away together, they do not.
func (s *Sheet) cornered(near []ID) (ID, bool) {
	left := make(map[ID]bool, len(near))
	for _, id := range near {
		left[id] = true
	}
	for _, id := range near {
		if !left[id] {
			continue
		}
		p := s.program(id)
		for _, x := range p.ids {
			delete(left, x)
		}
		found, ok := p.cornered()
		for j, x := range p.ids {
			s.seen[x] = p.reach[j]
		}
		if ok {
			return found, true
		}
	}
	return 0, false
}

// A program is the hidden counts that sums tie together, in a tableau of the
// simplex method: each sum a row, over what each count is above the least that a
// reader knows of it.
type program struct {
	ids   []ID
	rows  [][]float64 // the last column is the right side
	basis []int       // the count that each row gives
	reach []reach     // of each count
	needs []float64   // how many values of each count must be left
}

// A reach is from where to where a count lay in the solutions seen so far.
type reach struct{ lo, hi float64 }

// values is how many values lie between.
func (r reach) values() float64 { return math.Floor(r.hi+nearly) - math.Ceil(r.lo-nearly) + 1 }

// nearly is how far a number may be from a whole one for what rounding left.
const nearly = 1e-6

// program gathers what is tied to a hidden count.
func (s *Sheet) program(from ID) *program {
	p := &program{ids: []ID{from}}
	at, sums := map[ID]int{from: 0}, []int(nil)
	for n := 0; n < len(p.ids); n++ {
		for _, k := range s.counts[p.ids[n]].in {
			sums = append(sums, k)
			s.each(k, func(id ID, _ int) {
				if _, had := at[id]; !had && s.counts[id].hidden {
					at[id] = len(p.ids)
					p.ids = append(p.ids, id)
				}
			})
		}
	}
	slices.Sort(sums)
	for _, k := range slices.Compact(sums) {
		row := make([]float64, len(p.ids)+1)
		s.each(k, func(id ID, sign int) {
			if j, hidden := at[id]; hidden {
				row[j] += float64(sign)
				row[len(p.ids)] -= float64(sign * s.bare(id).lo)
			} else {
				row[len(p.ids)] -= float64(sign * s.counts[id].n)
			}
		})
		p.rows = append(p.rows, row)
	}
	for _, id := range p.ids { // the counts as they are solve the sums
		was, ok := s.seen[id]
		if v := float64(s.counts[id].n - s.bare(id).lo); !ok {
			was = reach{v, v}
		}
		p.reach = append(p.reach, was)
		p.needs = append(p.needs, float64(s.counts[id].needs()))
	}
	return p
}

// cornered finds, in order of the ids, a count with too few values.
func (p *program) cornered() (ID, bool) {
	if !slices.ContainsFunc(p.order(), p.short) {
		return 0, false
	}
	p.begin()
	for _, j := range p.order() {
		if p.widen(j, p.needs[j]); p.short(j) {
			return p.ids[j], true
		}
	}
	return 0, false
}

// order is the places of the counts by their ids.
func (p *program) order() []int {
	order := make([]int, len(p.ids))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return int(p.ids[a] - p.ids[b]) })
	return order
}

// short reports whether a count has fewer values, in what was seen so far, than it
// needs.
func (p *program) short(j int) bool { return p.reach[j].values() < p.needs[j] }

// valuesOf is how many values a count has, and [Least] where it has more.
func (p *program) valuesOf(id ID) int {
	p.begin()
	j := slices.Index(p.ids, id)
	p.widen(j, Least)
	return int(min(p.reach[j].values(), Least))
}

// widen looks for the least and the most that a count can be, until it has as many
// values as it needs.
func (p *program) widen(j int, needs float64) {
	for _, sign := range []float64{-1, 1} {
		if p.reach[j].values() < needs && !p.best(j, sign) {
			p.reach[j].hi = math.Inf(1) // it can grow for ever
		}
	}
}

// begin finds a first corner: the first phase of the simplex method, which adds
// an unknown to each row and makes their sum vanish.
func (p *program) begin() {
	n, m := len(p.ids), len(p.rows)
	cost := make([]float64, n+m+1)
	for i, r := range p.rows {
		wide := make([]float64, n+m+1)
		copy(wide, r[:n])
		wide[n+m] = r[n]
		if r[n] < 0 {
			for j := range wide {
				wide[j] = -wide[j]
			}
		}
		for j, v := range wide {
			cost[j] -= v
		}
		wide[n+i] = 1
		p.rows[i], p.basis = wide, append(p.basis, n+i)
	}
	p.descend(cost)
	rows, basis := p.rows[:0], p.basis[:0]
	for i, r := range p.rows {
		if p.basis[i] >= n { // left at nought: another takes its place, or the row says nothing new
			j := slices.IndexFunc(r[:n], func(v float64) bool { return math.Abs(v) > nearly })
			if j < 0 {
				continue
			}
			p.pivot(i, j, cost)
		}
		rows, basis = append(rows, r), append(basis, p.basis[i])
	}
	for i, r := range rows {
		rows[i] = append(slices.Clone(r[:n]), r[n+m])
	}
	p.rows, p.basis = rows, basis
	p.see()
}

// best goes to the corner at which a count is most (sign -1) or least, and
// reports false where there is no most.
func (p *program) best(j int, sign float64) bool {
	cost := make([]float64, len(p.ids)+1)
	cost[j] = sign
	for i, b := range p.basis {
		reduce(cost, p.rows[i], cost[b])
	}
	ends := p.descend(cost)
	p.see()
	return ends
}

// see takes the present corner, which is a solution, into what each count can be.
func (p *program) see() {
	value := make([]float64, len(p.ids))
	for i, b := range p.basis {
		value[b] = p.rows[i][len(p.ids)]
	}
	for j, v := range value {
		p.reach[j] = reach{min(p.reach[j].lo, v), max(p.reach[j].hi, v)}
	}
}

// descend goes from corner to corner until the cost, the last column of which is
// nought, falls no more; false where it falls for ever. The steepest way is
// taken, and Bland's rule after a while, which never goes in a circle.
func (p *program) descend(cost []float64) bool {
	end := len(cost) - 1
	for step := 0; ; step++ {
		in := -1
		for j, c := range cost[:end] {
			if c < -nearly && (in < 0 || step < 10*end && c < cost[in]) {
				in = j
			}
		}
		if in < 0 {
			return true
		}
		out := -1
		var least float64
		for i, r := range p.rows {
			if r[in] <= nearly {
				continue
			}
			q := r[len(r)-1] / r[in]
			if out < 0 || q < least-nearly || q < least+nearly && p.basis[i] < p.basis[out] {
				out, least = i, q
			}
		}
		if out < 0 {
			return false
		}
		p.pivot(out, in, cost)
	}
}

// pivot lets a row give another count.
func (p *program) pivot(i, j int, cost []float64) {
	row := p.rows[i]
	f := row[j]
	for k := range row {
		row[k] /= f
	}
	for k, r := range p.rows {
		if k != i {
			reduce(r, row, r[j])
		}
	}
	reduce(cost, row, cost[j])
	p.basis[i] = j
}

// reduce takes a multiple of one row off another. The product is rounded before
// it is taken off, so that every processor comes to the same bits.
func reduce(r, by []float64, f float64) {
	if f == 0 {
		return
	}
	for k, v := range by {
		if v != 0 {
			r[k] -= float64(f * v)
		}
	}
}
