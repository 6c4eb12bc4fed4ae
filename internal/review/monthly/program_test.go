package monthly_test

import (
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/review/monthly"
)

// A solver is an adversary with a linear program over a whole series of accounts:
// all sums at once, and beside them what follows the other (no more are verified
// than were released, to this month and in all months before), how many files left
// a state at least, and how many rulings agreement was computed over at most.
type solver struct {
	*reader
	right []float64
	low   []float64 // of each hidden figure
	slack int       // figures that are published nowhere
	since map[string][]term
}

// follows are acts of which there are never more than of others before: the
// first kinds of each line no more than a number of times the second. An act is
// named with its kind, one that begins with a column of files by it.
var follows = []struct {
	these, those []string
	times        int64
}{
	{[]string{"verified/"}, []string{"released/"}, 1},
	{[]string{"followed_up/"}, []string{"verified/"}, 3},
	{[]string{"recall/heard"}, []string{"recall/asked"}, 1},
	{[]string{"recall/judge", "recall/free"}, []string{"recall/heard"}, 1},
	{[]string{"missing/alive", "missing/held", "missing/dead"}, []string{"missing/opened", "missing/again"}, 1},
	{[]string{"missing/again"}, []string{"missing/alive", "missing/held", "missing/dead"}, 1},
	{[]string{"victims_standing/"}, []string{"victims_registered/"}, 1},
	{[]string{"appeal_decided/"}, []string{"appeal/"}, 1},
	{[]string{"reversal/", "reopened/remitted"}, []string{"appeal_decided/"}, 1},
	{[]string{"reopened/"}, []string{"outcome/"}, 1},
	{[]string{"outcome/"}, []string{"hearing/"}, 1},
	{[]string{"appeal/"}, []string{"outcome/"}, 4},
	{[]string{"dissent/deliberation"}, []string{"outcome/"}, 3},
	{[]string{"dissent/appeal"}, []string{"appeal_decided/"}, 3},
}

func newSolver(accounts, naked []monthly.Account) *solver {
	x := &solver{reader: newReader(), since: map[string][]term{}}
	x.reader.solve = func(shown int64) { x.right = append(x.right, -float64(shown)) }
	var rulings []term
	most := 0
	for _, a := range accounts {
		x.read(a)
		x.follow(a)
		for _, s := range a.Stays {
			x.stayed(a, s)
		}
		for _, act := range []string{"outcome", "appeal_decided"} {
			for _, c := range a.Acts {
				if c.Act == act && c.Of == "" {
					rulings = append(rulings, term{fmt.Sprint(a.Month, act, "/", -1), c.All, 1})
				}
			}
		}
		if !a.Agreed.TooFew {
			most += a.Agreed.Rulings + 9
			x.atMost(rulings, most)
		}
	}
	truth := newReader()
	truth.value = map[string]int{}
	for _, a := range naked {
		truth.read(a)
	}
	for i, name := range x.names {
		for len(x.low) <= i {
			x.low = append(x.low, 0)
		}
		x.low[i] = max(x.low[i], float64(min(1, truth.value[name])))
	}
	return x
}

// follow puts what cannot be more than what it follows.
func (x *solver) follow(a monthly.Account) {
	for p := -1; p < len(a.Policies); p++ {
		version := ""
		if p >= 0 {
			version = a.Policies[p].Version
		}
		for k, f := range follows {
			key := fmt.Sprint(k, version)
			for _, c := range a.Acts {
				figure := c.All
				if p >= 0 {
					figure = c.Policy[p]
				}
				t := term{fmt.Sprint(a.Month, c.Act, "/", c.Of, p), figure, 1}
				if slices.Contains(f.these, c.Act+"/"+c.Of) {
					x.since[key] = append(x.since[key], t)
				}
				if slices.Contains(f.those, c.Act+"/"+c.Of) {
					t.sign = -f.times
					x.since[key] = append(x.since[key], t)
				}
			}
			x.atMost(x.since[key], 0)
		}
	}
}

// atMost puts that terms come to no more than a number: with one more figure,
// which nobody publishes, they come to it.
func (x *solver) atMost(terms []term, most int) {
	if !slices.ContainsFunc(terms, func(t term) bool { return t.f.Hidden }) {
		return
	}
	x.slack++
	spare := term{fmt.Sprint("spare ", x.slack), monthly.Figure{Hidden: true}, 1}
	x.equation(append(slices.Clone(terms), spare, term{"", monthly.Figure{N: most}, -1})...)
}

// stayed puts how many files left a state at the least.
func (x *solver) stayed(a monthly.Account, s monthly.Stay) {
	act := map[string]string{string(review.Deliberation): "outcome", string(review.Appeal): "appeal_decided", string(review.Panel): "hearing"}[s.State]
	i, ok := x.col[fmt.Sprint(a.Month, act, "/", -1)]
	if !ok || act == "" {
		return
	}
	for len(x.low) <= i {
		x.low = append(x.low, 0)
	}
	x.low[i] = max(x.low[i], 5)
	if s.P95 != nil {
		x.low[i] = max(x.low[i], 100)
	}
}

// learnt are the hidden figures that can be fewer than five numbers, or than few
// says of one that could not be kept open.
func (x *solver) learnt(few map[string]int) (out []string) {
	p := newSimplex(x.rows, x.right, x.low)
	if !p.begin() {
		return []string{"what is published contradicts itself"}
	}
	for j, name := range x.names {
		if strings.HasPrefix(name, "spare ") {
			continue
		}
		for _, sign := range []float64{-1, 1} {
			if p.values(j) < 5 && !p.best(j, sign) {
				p.hi[j] = math.Inf(1)
			}
		}
		keeps := 5
		if n, ok := few[name]; ok {
			keeps = n
		}
		if p.values(j) < float64(keeps) {
			out = append(out, fmt.Sprintf("%s is from %.2f to %.2f", name, p.lo[j]+x.low[j], p.hi[j]+x.low[j]))
		}
	}
	return out
}

// TestProgramOverASeriesTellsNothing: a linear program over all accounts of a
// series of months, with what follows what, finds no figure that it can tell to
// fewer than five numbers; and bodies large and small publish a good part of theirs.
func TestProgramOverASeriesTellsNothing(t *testing.T) {
	var hidden, lowered int
	for _, per := range []int{3, 10, 40} {
		var shown, all int
		for seed := range uint64(seeds(t)) {
			const long = 8
			r := lives(t, seed, per*long, long, aftermath)
			told, few, err := monthly.Series(t.Context(), r, months(long + 1)[long])
			if err != nil {
				t.Fatal(err)
			}
			var accounts, naked []monthly.Account
			for _, x := range told {
				accounts, naked = append(accounts, x.Account), append(naked, x.Naked)
			}
			x := newSolver(accounts, naked)
			if got := x.learnt(few); len(got) > 0 {
				t.Errorf("%d cases a month, seed %d: learnt %v", per, seed, got)
			}
			hidden, lowered = hidden+len(x.names)-x.slack, lowered+len(few)
			s, n := share(accounts)
			shown, all = shown+s, all+n
		}
		if 100*shown < 30*all {
			t.Errorf("%d cases a month: %d of %d figures are shown", per, shown, all)
		}
		t.Logf("%d cases a month: %d of %d figures are shown", per, shown, all)
	}
	t.Logf("%d hidden figures, of which %d could not be kept open", hidden, lowered)
	if hidden == 0 || lowered > hidden/100 {
		t.Errorf("%d hidden figures, of which %d could not be kept open", hidden, lowered)
	}
}

// seeds is how many worlds of a size are drawn: more with KASHF_SEEDS.
func seeds(t *testing.T) int {
	text := os.Getenv("KASHF_SEEDS")
	if text == "" {
		return 2
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// share is how many figures are shown, of how many.
func share(accounts []monthly.Account) (shown, all int) {
	count := func(fs ...monthly.Figure) {
		for _, f := range fs {
			if all++; !f.Hidden {
				shown++
			}
		}
	}
	for _, a := range accounts {
		for _, f := range a.Files {
			count(f.Opened, f.Decided, f.Reopened, f.Pending)
		}
		for _, c := range a.Acts {
			count(append(c.Policy, c.All)...)
		}
	}
	return shown, all
}

// A simplex is a linear program in a tableau, over figures above their least.
type simplex struct {
	n      int
	rows   [][]float64 // the last column is the right side
	basis  []int
	lo, hi []float64 // over the corners that were seen
}

const tiny = 1e-7

func newSimplex(rows []map[int]int64, right, low []float64) *simplex {
	p := &simplex{n: len(low)}
	for i, row := range rows {
		r := make([]float64, p.n+1)
		r[p.n] = right[i]
		for j, v := range row {
			r[j] += float64(v)
			r[p.n] -= float64(v) * low[j]
		}
		p.rows = append(p.rows, r)
	}
	for range low {
		p.lo, p.hi = append(p.lo, math.Inf(1)), append(p.hi, math.Inf(-1))
	}
	return p
}

// begin finds a first corner: a row without a corner of its own is given one more
// figure, and these are driven to nought.
func (p *simplex) begin() bool {
	m := len(p.rows)
	cost := make([]float64, p.n+1)
	for i, r := range p.rows {
		if r[p.n] < 0 {
			for j := range r {
				r[j] = -r[j]
			}
		}
		for j, v := range r {
			cost[j] -= v
		}
		p.basis = append(p.basis, p.n+1+i) // no column: it never comes back
	}
	p.descend(cost)
	if cost[p.n] < -1e-5 {
		return false
	}
	var rows [][]float64
	var basis []int
	for i := range m {
		if r := p.rows[i]; p.basis[i] > p.n {
			j := slices.IndexFunc(r[:p.n], func(v float64) bool { return math.Abs(v) > 1e-5 })
			if j < 0 {
				continue
			}
			p.pivot(i, j, cost)
		}
		rows, basis = append(rows, p.rows[i]), append(basis, p.basis[i])
	}
	p.rows, p.basis = rows, basis
	p.see()
	return true
}

func (p *simplex) best(j int, sign float64) bool {
	cost := make([]float64, p.n+1)
	cost[j] = sign
	for i, b := range p.basis {
		if f := cost[b]; f != 0 {
			take(cost, p.rows[i], f)
		}
	}
	ends := p.descend(cost)
	p.see()
	return ends
}

func (p *simplex) values(j int) float64 {
	return math.Floor(p.hi[j]+1e-5) - math.Ceil(p.lo[j]-1e-5) + 1
}

func (p *simplex) see() {
	at := make([]float64, p.n)
	for i, b := range p.basis {
		at[b] = p.rows[i][p.n]
	}
	for j, v := range at {
		p.lo[j], p.hi[j] = min(p.lo[j], v), max(p.hi[j], v)
	}
}

func (p *simplex) descend(cost []float64) bool {
	for step := 0; ; step++ {
		in := -1
		for j, c := range cost[:p.n] {
			if c < -tiny && (in < 0 || step < 5*p.n && c < cost[in]) {
				in = j
			}
		}
		if in < 0 {
			return true
		}
		out := -1
		var least float64
		for i, r := range p.rows {
			if r[in] > tiny {
				if q := r[p.n] / r[in]; out < 0 || q < least-tiny || q < least+tiny && p.basis[i] < p.basis[out] {
					out, least = i, q
				}
			}
		}
		if out < 0 {
			return false
		}
		p.pivot(out, in, cost)
	}
}

func (p *simplex) pivot(i, j int, cost []float64) {
	row := p.rows[i]
	f := row[j]
	for k := range row {
		row[k] /= f
	}
	for k, r := range p.rows {
		if k != i && r[j] != 0 {
			take(r, row, r[j])
		}
	}
	if f := cost[j]; f != 0 {
		take(cost, row, f)
	}
	p.basis[i] = j
}

func take(r, by []float64, f float64) {
	for k, v := range by {
		if v != 0 {
			r[k] -= f * v
		}
	}
}
