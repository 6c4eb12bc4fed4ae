package monthly

import (
	"math"
	"slices"
	"strings"

	"kashf.org/kashf/internal/cells"
)

// Agreement is how far the members of panels voted alike before they saw each
// other's votes: Krippendorff's alpha for names, over the rulings of the months
// from From to To. A ruling counts in one account only, so that two accounts
// tell nothing of a ruling that stands in the one and not in the other.
type Agreement struct {
	// TooFew: since the last one that was given there were not [LeastRulings], or
	// one to four of them were split.
	TooFew  bool     `json:"too_few,omitempty"`
	From    Month    `json:"from,omitempty"`
	To      Month    `json:"to,omitempty"`
	Rulings int      `json:"rulings,omitempty"` // rounded down to tens
	Alpha   *float64 `json:"alpha,omitempty"`   // to a tenth; absent where all votes were the same
	Low     *float64 `json:"low,omitempty"`     // of a 95 % interval, to a tenth outwards
	High    *float64 `json:"high,omitempty"`
}

// LeastRulings is the least number of rulings that agreement is computed over.
const LeastRulings = 30

// ballots are the votes of many rulings: how many rulings had which votes.
type ballots map[string]int

// add takes in the votes of a ruling; one vote alone agrees with nobody.
func (b ballots) add(votes []string) {
	if len(votes) < 2 {
		return
	}
	votes = slices.Clone(votes)
	slices.Sort(votes)
	b[strings.Join(votes, " ")]++
}

func (b ballots) rulings() (n int) {
	for _, k := range b {
		n += k
	}
	return n
}

// alpha is Krippendorff's alpha for nominal data (Computing Krippendorff's
// Alpha-Reliability, 2011, part C); false where no two votes differ, since
// agreement by chance is then as perfect as the agreement.
func (b ballots) alpha() (float64, bool) {
	var votes, apart float64
	of := map[string]float64{}
	for _, line := range b.lines() {
		vs, k := strings.Fields(line), float64(b[line])
		here := map[string]float64{}
		for _, v := range vs {
			here[v]++
		}
		m := float64(len(vs))
		votes += k * m
		for v, n := range here {
			of[v] += k * n
			apart += k * n * (m - n) / (m - 1)
		}
	}
	var chance float64
	for _, v := range slices.Sorted(keys(of)) {
		chance += of[v] * (votes - of[v])
	}
	if chance == 0 {
		return 0, false
	}
	return 1 - (votes-1)*apart/chance, true
}

// lines are the kinds of votes in a fixed order: sums of fractions must come to
// the same bits each time.
func (b ballots) lines() []string { return slices.Sorted(keys(b)) }

func keys[V any](m map[string]V) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// interval is a 95 % interval of alpha by leaving out one ruling at a time (the
// jackknife of Tukey, 1958), within what alpha can be.
func (b ballots) interval(alpha float64) (low, high float64) {
	n := float64(b.rulings())
	var mean, square float64
	for _, line := range b.lines() {
		k := b[line]
		b[line] = k - 1
		x, ok := b.alpha()
		b[line] = k
		if !ok {
			x = 1
		}
		mean += float64(k) * x / n
		square += float64(k) * x * x / n
	}
	half := 1.96 * math.Sqrt((n-1)*max(0, square-mean*mean))
	return max(-1, alpha-half), min(1, alpha+half)
}

// split is how many rulings had votes that differ.
func (b ballots) split() (n int) {
	for line, k := range b {
		if vs := strings.Fields(line); vs[0] != vs[len(vs)-1] {
			n += k
		}
	}
	return n
}

// agreement is what is published of rulings. With few rulings that were split,
// their number can be worked out of alpha, and with it that of dissents, which is
// hidden: nothing is given before there are enough of them, or none.
func (b ballots) agreement(from, to Month) Agreement {
	n, split := b.rulings(), b.split()
	if n < LeastRulings || split > 0 && split < cells.Least {
		return Agreement{TooFew: true}
	}
	a := Agreement{From: from, To: to, Rulings: n / 10 * 10}
	if alpha, ok := b.alpha(); ok {
		low, high := b.interval(alpha)
		a.Alpha, a.Low, a.High = tenth(math.Round, alpha), tenth(math.Floor, low), tenth(math.Ceil, high)
	}
	return a
}

// tenth rounds to what says no more than the numbers bear, and hides how many of
// thirty rulings were split.
func tenth(round func(float64) float64, x float64) *float64 {
	x = round(10*x) / 10
	return &x
}
