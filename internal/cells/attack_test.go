package cells_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"kashf.org/kashf/internal/cells"
)

// A program is a linear program: the hidden counts of a book, each at least
// one, under what the shown ones leave of every sum. It is the attack of the
// textbooks (Hundepool et al., Statistical Disclosure Control, 2012, 4.2): the
// least and the most that each hidden count can be.
type program struct {
	rows  [][]float64 // one more column than unknowns: the right side
	basis []int
	n     int // unknowns
}

const small = 1e-7

// low is the least that a reader knows of a hidden count.
func (b *book) low(i int) float64 {
	if b.unknown[i] || b.n[i] == 0 {
		return 0
	}
	return 1
}

// program writes the equations in what is above the least of each count, so that
// no unknown is negative.
func (b *book) program() (p program, ids []int) {
	col := map[int]int{}
	for i, h := range b.hide {
		if h {
			col[i] = len(ids)
			ids = append(ids, i)
		}
	}
	p.n = len(ids)
	for _, eq := range b.eqs {
		row := make([]float64, p.n+1)
		any := false
		for c, k := range eq {
			if j, ok := col[c]; ok {
				row[j] += float64(k)
				row[p.n] -= float64(k) * b.low(c)
				any = true
			} else {
				row[p.n] -= float64(k * b.n[c])
			}
		}
		if any {
			p.rows = append(p.rows, row)
		}
	}
	return p, ids
}

// feasible brings the program to a first corner, by artificial unknowns that
// are driven out (the first phase of the simplex method).
func (p *program) feasible(t *rapid.T) {
	m, n := len(p.rows), p.n
	cost := make([]float64, n+m+1)
	for i, r := range p.rows {
		sign := 1.0
		if r[n] < 0 {
			sign = -1
		}
		wide := make([]float64, n+m+1)
		for j := range n {
			wide[j] = sign * r[j]
			cost[j] -= wide[j]
		}
		wide[n+i], wide[n+m] = 1, sign*r[n]
		cost[n+m] -= wide[n+m]
		p.rows[i], p.basis = wide, append(p.basis, n+i)
	}
	p.n = n + m
	p.descend(t, cost)
	if cost[p.n] < -small {
		t.Fatalf("the true counts do not solve their own sums")
	}
	var rows [][]float64
	var basis []int
	for i, r := range p.rows { // an artificial unknown left at nought: exchange it, or the sum says nothing new
		if p.basis[i] >= n {
			j := 0
			for j < n && math.Abs(r[j]) < small {
				j++
			}
			if j == n {
				continue
			}
			p.pivot(i, j, nil)
		}
		rows, basis = append(rows, p.rows[i]), append(basis, p.basis[i])
	}
	for i, r := range rows {
		rows[i] = append(append([]float64{}, r[:n]...), r[p.n])
	}
	p.rows, p.basis, p.n = rows, basis, n
}

// descend goes from corner to corner until the cost falls no more; Bland's rule
// keeps it from going in circles. False where it falls for ever.
func (p *program) descend(t *rapid.T, cost []float64) bool {
	for range 100000 {
		in := 0
		for in < p.n && cost[in] > -small {
			in++
		}
		if in == p.n {
			return true
		}
		out, best := -1, math.Inf(1)
		for i, r := range p.rows {
			if r[in] > small {
				q := r[p.n] / r[in]
				if out < 0 || q < best-small || q < best+small && p.basis[i] < p.basis[out] {
					out, best = i, q
				}
			}
		}
		if out < 0 {
			return false
		}
		p.pivot(out, in, cost)
	}
	t.Fatalf("the simplex method does not end")
	return false
}

func (p *program) pivot(i, j int, cost []float64) {
	row := p.rows[i]
	f := row[j]
	for k := range row {
		row[k] /= f
	}
	clear := func(r []float64) {
		if g := r[j]; g != 0 {
			for k := range r {
				r[k] -= g * row[k]
			}
		}
	}
	for k, r := range p.rows {
		if k != i {
			clear(r)
		}
	}
	if cost != nil {
		clear(cost)
	}
	p.basis[i] = j
}

// least is the least value of sign times an unknown.
func (p *program) least(t *rapid.T, of int, sign float64) float64 {
	cost := make([]float64, p.n+1)
	cost[of] = sign
	for i, b := range p.basis {
		if g := cost[b]; g != 0 {
			for k := range cost {
				cost[k] -= g * p.rows[i][k]
			}
		}
	}
	if !p.descend(t, cost) {
		return math.Inf(-1)
	}
	return -cost[p.n]
}

// TestLinearProgramFindsNothing attacks tables of several months with a linear
// program: no hidden count is left fewer values than the sheet says that it keeps
// ([cells.Least], but for what could not be covered, which is rare), whatever sums
// are combined with what is known of the others.
func TestLinearProgramFindsNothing(t *testing.T) {
	var tried, left int
	rapid.Check(t, func(t *rapid.T) {
		b := &book{}
		b.months(t, func(int) {})
		p, ids := b.program()
		if len(ids) == 0 {
			return
		}
		p.feasible(t)
		for j, id := range ids {
			lo, hi := p.least(t, j, 1), -p.least(t, j, -1)
			tried++
			if b.Keeps(cells.ID(id)) < cells.Least && !b.unknown[id] {
				left++
			}
			if values := math.Floor(hi+small) - math.Ceil(lo-small) + 1; values < float64(b.Keeps(cells.ID(id))) {
				t.Fatalf("count %d = %d lies in %.2f to %.2f: counts %v hidden %v", id, b.n[id], lo+b.low(id), hi+b.low(id), b.n, b.hide)
			}
		}
	})
	if tried == 0 || left > tried/20 {
		t.Errorf("%d counts were attacked, and of %d of them the sheet says that they cannot be kept open", tried, left)
	}
}
