package monthly_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/review/monthly"
)

// An adversary has every account that was published, and knows how it is made. It
// puts the sums of a series of months to it, as a [reader] does, and narrows what
// each hidden figure can be from both sides, by what the rest of each sum leaves;
// where the length of stays says how many files left a state, it counts that in. It
// knows more than it could: which of the hidden figures are no noughts.
type adversary struct {
	*reader
	right []int64 // of each equation
	low   []int64
	high  []int64
}

const unknown = math.MaxInt32

func newAdversary(accounts, naked []monthly.Account) *adversary {
	x := &adversary{reader: newReader()}
	x.reader.solve = func(shown int64) { x.right = append(x.right, -shown) }
	for _, a := range accounts {
		x.read(a)
	}
	truth := newReader()
	truth.value = map[string]int{}
	for _, a := range naked {
		truth.read(a)
	}
	for _, name := range x.names {
		x.low, x.high = append(x.low, int64(min(1, truth.value[name]))), append(x.high, unknown)
	}
	for _, a := range accounts {
		x.countStays(a)
	}
	return x
}

// countStays uses what rows of stays tell of acts that end one: at least five
// left the state where a median is given, and from one to four where the row stands
// without.
func (x *adversary) countStays(a monthly.Account) {
	for _, s := range a.Stays {
		act := map[string]string{string(review.Deliberation): "outcome", string(review.Appeal): "appeal_decided"}[s.State]
		i, ok := x.col[fmt.Sprint(a.Month, act, "/", -1)]
		switch {
		case !ok:
		case s.Median == nil:
			x.high[i] = min(x.high[i], 4)
		default:
			x.low[i] = max(x.low[i], 5)
		}
	}
}

// narrow goes through the sums until nothing moves.
func (x *adversary) narrow() {
	for moved := true; moved; {
		moved = false
		for k, row := range x.rows {
			for i, sign := range row {
				lo, hi := x.rest(k, i)
				if sign < 0 {
					lo, hi = -hi, -lo
				}
				if sign != 1 && sign != -1 {
					continue
				}
				if lo > x.low[i] && lo > -unknown {
					x.low[i], moved = lo, true
				}
				if hi < x.high[i] && hi < unknown {
					x.high[i], moved = hi, true
				}
			}
		}
	}
}

// rest is what an equation leaves for one of its figures, with its sign.
func (x *adversary) rest(k, of int) (lo, hi int64) {
	lo, hi = x.right[k], x.right[k]
	for i, sign := range x.rows[k] {
		a, b := sign*x.low[i], sign*x.high[i]
		if a > b {
			a, b = b, a
		}
		if i == of {
			continue
		}
		if abs(b) >= unknown {
			lo = -unknown
		} else if lo > -unknown {
			lo -= b
		}
		if abs(a) >= unknown {
			hi = unknown
		} else if hi < unknown {
			hi -= a
		}
	}
	return lo, hi
}

func abs(v int64) int64 { return max(v, -v) }

// learnt are the hidden figures that can be fewer than five numbers, but for the
// few that could not be kept so open.
func (x *adversary) learnt(few map[string]int) (out []string) {
	x.narrow()
	for i, name := range x.names {
		if x.low[i] > x.high[i] {
			panic("the adversary knows what is not so of " + name)
		}
		keeps := int64(5)
		if n, ok := few[name]; ok {
			keeps = int64(n)
		}
		if x.high[i]-x.low[i]+1 < keeps {
			out = append(out, fmt.Sprintf("%s is from %d to %d", name, x.low[i], x.high[i]))
		}
	}
	return out
}

// TestSeriesOfMonthsTellsNothing: whoever has all accounts of a series of months,
// with the stays in them, learns of no hidden figure that it is one of fewer than
// five numbers; in small bodies and in large ones, whose first months are small.
func TestSeriesOfMonthsTellsNothing(t *testing.T) {
	var hidden, lowered int
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(4, 160).Draw(rt, "cases")
		r := lives(t, rapid.Uint64().Draw(rt, "seed"), n, rapid.IntRange(1, 6).Draw(rt, "months"))
		told, few, err := monthly.Series(t.Context(), r, months(7)[6])
		if err != nil {
			rt.Fatal(err)
		}
		var all, naked []monthly.Account
		for _, m := range told {
			all, naked = append(all, m.Account), append(naked, m.Naked)
		}
		x := newAdversary(all, naked)
		hidden, lowered = hidden+len(x.names), lowered+len(few)
		if got := x.learnt(few); len(got) > 0 {
			rt.Fatalf("learnt: %v", got)
		}
		for _, a := range all {
			for _, s := range a.Stays {
				if s.Median == nil {
					rt.Fatalf("%s: that from one to four files left %s is told", a.Month, s.State)
				}
			}
		}
	})
	if hidden == 0 || lowered > hidden/100 {
		t.Errorf("%d hidden figures, of which %d could not be kept open", hidden, lowered)
	}
}

// TestStaysOfHiddenOutcomes: where the number of outcomes is hidden, nothing says
// how many files left the deliberation.
func TestStaysOfHiddenOutcomes(t *testing.T) {
	var with, without int
	for seed := range uint64(40) {
		r := lives(t, seed, 30, 2)
		for _, m := range months(4) {
			a := reckon(t, r, m)
			i := slices.IndexFunc(a.Acts, func(c monthly.Act) bool { return c.Act == "outcome" && c.Of == "" })
			if i < 0 {
				continue
			}
			told := slices.ContainsFunc(a.Stays, func(s monthly.Stay) bool { return s.State == string(review.Deliberation) })
			switch {
			case a.Acts[i].All.Hidden && told:
				t.Errorf("seed %d, %s: outcomes are hidden and their stays are not", seed, m)
			case a.Acts[i].All.Hidden:
				without++
			case told:
				with++
			}
		}
	}
	if with == 0 || without == 0 {
		t.Errorf("%d accounts with stays, %d with hidden outcomes: want both", with, without)
	}
}
