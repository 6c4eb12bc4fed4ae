package cells_test

import (
	"fmt"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"kashf.org/kashf/internal/cells"
)

// A book is a sheet with what its test knows of it: its counts and its sums as
// equations.
type book struct {
	cells.Sheet
	n       []int
	eqs     []map[int]int
	hide    []bool
	unknown map[int]bool // published nowhere
}

// spare is what an inequality leaves, which nobody publishes.
func (b *book) spare(n int) cells.ID {
	id := b.Unknown(n)
	b.n = append(b.n, n)
	if b.unknown == nil {
		b.unknown = map[int]bool{}
	}
	b.unknown[int(id)] = true
	return id
}

func (b *book) count(n int) cells.ID {
	b.n = append(b.n, n)
	return b.Sheet.Count(n)
}

func (b *book) balance(left, right []cells.ID) {
	b.Sheet.Balance(left, right)
	b.note(left, right)
}

func (b *book) sum(total cells.ID, parts ...cells.ID) {
	b.Sheet.Sum(total, parts...)
	b.note([]cells.ID{total}, parts)
}

func (b *book) note(left, right []cells.ID) {
	eq := map[int]int{}
	for _, id := range left {
		eq[int(id)]++
	}
	for _, id := range right {
		eq[int(id)]--
	}
	b.eqs = append(b.eqs, eq)
}

// publish hides, and holds that nothing shown before is hidden now.
func (b *book) publish(t interface{ Fatalf(string, ...any) }) {
	b.Hide()
	for i := range b.n {
		h := b.Hidden(cells.ID(i))
		if i < len(b.hide) && h != b.hide[i] {
			t.Fatalf("count %d changed after it was published", i)
		}
		if b.n[i] > 0 && b.n[i] < cells.Least && !h {
			t.Fatalf("count %d = %d is shown", i, b.n[i])
		}
	}
	b.hide = b.hide[:0]
	for i := range b.n {
		b.hide = append(b.hide, b.Hidden(cells.ID(i)))
	}
}

// derivable are the hidden counts that the equations determine, found by exact
// elimination over the rationals: another way than the package's own.
func (b *book) derivable() []int {
	var cols []int
	for i, h := range b.hide {
		if h {
			cols = append(cols, i)
		}
	}
	var m [][]*big.Rat
	for _, eq := range b.eqs {
		row := make([]*big.Rat, len(cols))
		for j, c := range cols {
			row[j] = big.NewRat(int64(eq[c]), 1)
		}
		m = append(m, row)
	}
	r := 0
	for j := range cols {
		p := -1
		for i := r; i < len(m); i++ {
			if m[i][j].Sign() != 0 {
				p = i
				break
			}
		}
		if p < 0 {
			continue
		}
		m[r], m[p] = m[p], m[r]
		inv := new(big.Rat).Inv(m[r][j])
		for k := range cols {
			m[r][k].Mul(m[r][k], inv)
		}
		for i := range m {
			if i == r || m[i][j].Sign() == 0 {
				continue
			}
			f := new(big.Rat).Set(m[i][j])
			for k := range cols {
				m[i][k].Sub(m[i][k], new(big.Rat).Mul(f, m[r][k]))
			}
		}
		r++
	}
	var out []int
	for _, row := range m {
		only, n := -1, 0
		for k, v := range row {
			if v.Sign() != 0 {
				only, n = k, n+1
			}
		}
		if n == 1 && b.Keeps(cells.ID(cols[only])) > 1 {
			out = append(out, cols[only])
		}
	}
	return out
}

// TestNothingHiddenIsDerivable draws tables month after month: rows with who came,
// who went and who is there, which carries over, their totals, and a second cut
// of who came. It subtracts whatever can be subtracted.
func TestNothingHiddenIsDerivable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := &book{}
		b.months(t, func(month int) {
			if got := b.derivable(); len(got) > 0 {
				t.Fatalf("month %d: %v can be worked out: counts %v hidden %v", month, got, b.n, b.hide)
			}
		})
	})
}

// months draws and publishes the tables of some months, and calls check after
// each.
func (b *book) months(t *rapid.T, check func(month int)) {
	rows, cuts := rapid.IntRange(2, 4).Draw(t, "rows"), rapid.IntRange(2, 4).Draw(t, "cuts")
	before := make([]cells.ID, rows)
	var waits cells.ID
	for month := range rapid.IntRange(1, 4).Draw(t, "months") {
		var came, went, there []cells.ID
		tot := [3]int{}
		for i := range rows {
			was := 0
			if month > 0 {
				was = b.n[before[i]]
			}
			in := rapid.OneOf(rapid.IntRange(0, 6), rapid.IntRange(0, 40)).Draw(t, "in")
			out := min(was+in, rapid.IntRange(0, 12).Draw(t, "out"))
			came, went, there = append(came, b.count(in)), append(went, b.count(out)), append(there, b.count(was+in-out))
			tot[0], tot[1], tot[2] = tot[0]+in, tot[1]+out, tot[2]+was+in-out
			if month > 0 {
				b.balance([]cells.ID{there[i], went[i]}, []cells.ID{before[i], came[i]})
			}
		}
		all := b.count(tot[0])
		b.sum(all, came...)
		gone := b.count(tot[1])
		b.sum(gone, went...)
		b.sum(b.count(tot[2]), there...)
		had := 0 // of those who went, who were met after it: never more, over all months
		if month > 0 {
			had = b.n[waits]
		}
		met := b.count(rapid.IntRange(0, had+tot[1]).Draw(t, "met"))
		wait := b.spare(had + tot[1] - b.n[met])
		if month > 0 {
			b.balance([]cells.ID{met, wait}, []cells.ID{waits, gone})
		} else {
			b.balance([]cells.ID{met, wait}, []cells.ID{gone})
		}
		waits = wait
		var cut []cells.ID
		for i := range cuts {
			n := tot[0]
			if i < cuts-1 {
				n = rapid.IntRange(0, tot[0]).Draw(t, "cut")
			}
			tot[0] -= n
			cut = append(cut, b.count(n))
		}
		b.sum(all, cut...)
		before = there
		b.publish(t)
		check(month)
	}
}

// TestEveryHiddenCountStaysOpen tries every assignment of small tables: each
// hidden count has at least two values that fit all that is shown.
func TestEveryHiddenCountStaysOpen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := &book{}
		rows, cols := 2, rapid.IntRange(2, 3).Draw(t, "columns")
		grid := make([][]cells.ID, rows)
		colSum, all := make([]int, cols), 0
		for i := range rows {
			line := 0
			for j := range cols {
				n := rapid.IntRange(0, 7).Draw(t, fmt.Sprint(i, j))
				grid[i] = append(grid[i], b.count(n))
				line, colSum[j], all = line+n, colSum[j]+n, all+n
			}
			b.sum(b.count(line), grid[i]...)
		}
		total := b.count(all)
		var lines, feet []cells.ID
		for i := range rows {
			lines = append(lines, cells.ID((i+1)*(cols+1)-1))
		}
		for j := range cols {
			foot := b.count(colSum[j])
			b.sum(foot, grid[0][j], grid[1][j])
			feet = append(feet, foot)
		}
		b.sum(total, lines...)
		b.sum(total, feet...)
		b.publish(t)
		for i, h := range b.hide {
			if h && len(b.values(i, 60)) < 2 {
				t.Fatalf("count %d = %d can be worked out: %v hidden %v", i, b.n[i], b.n, b.hide)
			}
		}
	})
}

// values are what a hidden count can be: it fixes the count at each value and
// looks for any assignment of the other hidden ones that fits.
func (b *book) values(of, most int) []int {
	var out []int
	for v := 0; v <= most && len(out) < 2; v++ {
		x := map[int]int{of: v}
		if b.fits(x, most) {
			out = append(out, v)
		}
	}
	return out
}

func (b *book) fits(x map[int]int, most int) bool {
	// What follows from one unknown alone is filled in first.
	y := map[int]int{}
	for k, v := range x {
		y[k] = v
	}
	for moved := true; moved; {
		moved = false
		for _, eq := range b.eqs {
			rest, unknown, coef := 0, -1, 0
			count := 0
			for c, k := range eq {
				switch v, ok := y[c]; {
				case !b.hide[c]:
					rest += k * b.n[c]
				case ok:
					rest += k * v
				default:
					unknown, coef = c, k
					count++
				}
			}
			if count == 0 && rest != 0 {
				return false
			}
			if count == 1 {
				v := -rest / coef
				if v < 0 {
					return false
				}
				y[unknown] = v
				moved = true
			}
		}
	}
	for i, h := range b.hide {
		if _, ok := y[i]; h && !ok {
			for v := 0; v <= most; v++ {
				y[i] = v
				if b.fits(y, most) {
					return true
				}
			}
			return false
		}
	}
	return true
}

func TestHidesSecond(t *testing.T) {
	for _, tt := range []struct {
		name string
		n    []int // parts; the total follows
		want []bool
	}{
		{"nothing small", []int{5, 6, 0}, []bool{false, false, false, false}},
		{"one small, the next smallest goes too", []int{3, 9, 20}, []bool{true, true, false, false}},
		{"two small that add up to little", []int{1, 1, 18}, []bool{true, true, true, false}},
		{"two small that add up to enough", []int{3, 3, 18}, []bool{true, true, false, false}},
		{"one small alone: the total goes", []int{3, 0, 0}, []bool{true, false, false, true}},
		{"one small beside a nought and one", []int{2, 0, 30}, []bool{true, false, true, false}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var s cells.Sheet
			var parts []cells.ID
			sum := 0
			for _, n := range tt.n {
				parts = append(parts, s.Count(n))
				sum += n
			}
			total := s.Count(sum)
			s.Sum(total, parts...)
			s.Hide()
			for i, want := range tt.want {
				if got := s.Hidden(cells.ID(i)); got != want {
					t.Errorf("%v: count %d hidden %v, want %v", tt.n, i, got, want)
				}
			}
		})
	}
}

// TestOneThatCannotBeCovered: a count that nothing is left to cover, since what it
// is part of was shown a month before, leaves no other table open.
func TestOneThatCannotBeCovered(t *testing.T) {
	var s cells.Sheet
	was := s.Count(5)
	s.Hide()
	s.Balance([]cells.ID{was}, []cells.ID{s.Count(1), s.Count(4)})
	total, parts := s.Count(9), []cells.ID{}
	for _, n := range []int{1, 1, 2} {
		a, b := s.Count(n), s.Count(1)
		both := s.Count(n + 1)
		s.Sum(both, a, b)
		parts = append(parts, both)
	}
	s.Sum(total, append(parts, s.Count(2))...)
	s.Hide()
	if s.Hidden(was) || !s.Hidden(total) {
		t.Errorf("of seven that come to 9, none a nought, each is at most 3; 9 is hidden: %v", s.Hidden(total))
	}
}

// TestOneThatCannotBeCoveredHidesLittle: of a count that nothing can cover, only
// what gives it away further is hidden; the rest of its table stays shown.
func TestOneThatCannotBeCoveredHidesLittle(t *testing.T) {
	var s cells.Sheet
	was := s.Count(5)
	s.Hide()
	one, four := s.Count(1), s.Count(4)
	s.Balance([]cells.ID{was}, []cells.ID{one, four})
	beside, other, more := s.Count(40), s.Count(50), s.Count(60)
	total := s.Count(151)
	s.Sum(total, one, beside, other, more)
	s.Hide()
	if s.Keeps(one) != 4 || s.Keeps(four) != 4 || s.Keeps(beside) != cells.Least {
		t.Errorf("one, four and 40 keep %d, %d and %d values, want 4, 4 and %d", s.Keeps(one), s.Keeps(four), s.Keeps(beside), cells.Least)
	}
	if s.Hidden(more) || s.Hidden(total) {
		t.Errorf("60 is hidden %v, the total %v: neither covers anything", s.Hidden(more), s.Hidden(total))
	}
}

// TestInequalityGivesNothingAway: five were heard, and some of them ended in one
// way or the other, neither of them never. Each would be one to four; so the five
// are hidden.
func TestInequalityGivesNothingAway(t *testing.T) {
	for _, known := range []bool{true, false} { // that nobody's hearing ends who was not heard
		var s cells.Sheet
		heard, judge, free := s.Count(5), s.Count(1), s.Count(3)
		s.Sum(s.Count(25), heard, s.Count(20))
		if known {
			s.Balance([]cells.ID{heard}, []cells.ID{judge, free, s.Unknown(1)})
		}
		s.Hide()
		if s.Hidden(heard) != known {
			t.Errorf("the five are hidden: %v, and a reader knows that they bound the others: %v", s.Hidden(heard), known)
		}
	}
}

// TestManyOpenCounts: where all of a wide table is hidden, each count in it can be
// anything, and hides one count of the table beside it and no more.
func TestManyOpenCounts(t *testing.T) {
	for wide := 2; wide < 20; wide++ {
		var s cells.Sheet
		total, parts := s.Count(wide), []cells.ID{}
		for range wide {
			parts = append(parts, s.Count(1))
		}
		s.Sum(total, parts...)
		beside, more := s.Count(60), s.Count(70)
		s.Sum(s.Count(wide+130), total, beside, more)
		s.Hide()
		if !s.Hidden(total) || !s.Hidden(beside) || s.Hidden(more) {
			t.Errorf("%d parts: hidden are the total %v, 60 beside it %v, 70 %v; want the first two", wide, s.Hidden(total), s.Hidden(beside), s.Hidden(more))
		}
	}
}

func ExampleSheet_Hide() {
	var s cells.Sheet
	women, men := s.Count(3), s.Count(41)
	all := s.Count(44)
	s.Sum(all, women, men)
	s.Hide()
	fmt.Println(s.Hidden(women), s.Hidden(men), s.Hidden(all))
	// Output: true true false
}
