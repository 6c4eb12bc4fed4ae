package edition

import (
	"cmp"
	"slices"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/names"
)

// A Result is how a newer edition differs from the older.
type Result struct {
	// Of is, for each row of the newer list, the row of the older that it
	// continues, -1 where it is new to the list.
	Of []int
	// Altered is, for each row of the newer list, 1 and the least level of a
	// cell that differs from the older row's; 0 where none does.
	Altered []int
	// Dropped are the rows of the older list that no row continues, in order.
	Dropped []int
	// Perhaps are pairs that are likely, among the rows new and dropped, the
	// likeliest first. A row is in one of them at most.
	Perhaps []Pair
	// Shared are the columns that both lists have and that are compared, older
	// and newer; New and Left those of one of them alone.
	Shared    [][2]int
	New, Left []string
	// Number is the column by whose numbers rows were paired, "" where there is none.
	Number string
}

// A Pair is a row of the older list and one of the newer.
type Pair struct{ Older, Newer int }

// Counts says how many rows are the same, added, changed and dropped.
func (r *Result) Counts() register.EditionCounts {
	c := register.EditionCounts{Dropped: len(r.Dropped)}
	for i, o := range r.Of {
		switch {
		case o < 0:
			c.Added++
		case r.Altered[i] > 0:
			c.Changed++
		default:
			c.Same++
		}
	}
	return c
}

// Recurs is the share of the newer list's rows that continue a row, 0 … 1.
func (r *Result) Recurs() float64 {
	if len(r.Of) == 0 {
		return 0
	}
	c := r.Counts()
	return float64(c.Same+c.Changed) / float64(len(r.Of))
}

// Foreign reports whether the two hardly have a row in common, as the lists of
// two sources have: fewer than one in ten of the shorter one's. Lists of a few
// rows may be anything.
func (r *Result) Foreign() bool {
	const fewest = 10
	c := r.Counts()
	both := c.Same + c.Changed
	shorter := min(len(r.Of), both+c.Dropped)
	return shorter >= fewest && both*10 < shorter
}

// A comparison is under way.
type comparison struct {
	older, newer *List
	all          []column // what both lists have, and what of it rows are paired by
	cols         []column
	of, by       []int // the pairing, both ways; -1
	number       int   // of cols, -1
	freq         []map[string]int
	names        map[string]int // of the older list, by key
	later        map[string]int // of the newer
	agree        map[[2]string]bool
}

// A column of both lists.
type column struct {
	Column
	older, newer int
	named        bool // it says who is meant
}

// Options say how two editions are compared.
type Options struct {
	// Fold makes headers alike that are called the same.
	Fold func(string) string
	// Most is the highest level of a cell by which rows are paired: that of
	// the reader who asks, so that no answer tells of what is out of sight.
	Most register.Level
	// Also are pairs that a person answered.
	Also []Pair
}

// Compare pairs the rows of two editions and says what changed. It takes time
// in proportion to their rows, but for rows that are like many others.
func Compare(older, newer *List, o Options) *Result {
	c := &comparison{older: older, newer: newer, number: -1, agree: map[[2]string]bool{}}
	res := &Result{}
	c.columns(o, res)
	c.of, c.by = nobody(len(newer.Rows)), nobody(len(older.Rows))
	c.count()
	for _, p := range o.Also {
		c.pair(p.Older, p.Newer)
	}
	// Without a name in sight nothing says who is meant.
	if slices.ContainsFunc(c.cols, func(col column) bool { return col.named }) {
		c.byNumber(res)
		c.whole()
		c.byName()
		res.Perhaps = c.likely()
	}
	res.Of, res.Altered = c.of, make([]int, len(c.of))
	for i, older := range c.of {
		if older >= 0 {
			res.Altered[i] = c.altered(older, i)
		}
	}
	for i, newer := range c.by {
		if newer < 0 && !c.older.Rows[i].Gone {
			res.Dropped = append(res.Dropped, i)
		}
	}
	return res
}

func nobody(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = -1
	}
	return out
}

// columns finds what is compared: the columns that both lists have, without
// those that number the rows.
func (c *comparison) columns(o Options, res *Result) {
	mine, theirs := map[int]bool{}, map[int]bool{}
	for _, s := range SharedColumns(c.older.Columns, c.newer.Columns, o.Fold) {
		mine[s[0]], theirs[s[1]] = true, true
		col := column{Column: c.newer.Columns[s[1]], older: s[0], newer: s[1]}
		col.Level = max(col.Level, c.older.Columns[s[0]].Level)
		col.named = ofName(col.Field)
		if col.Level >= register.C4 || c.older.counts(s[0]) && c.newer.counts(s[1]) {
			continue
		}
		res.Shared = append(res.Shared, s)
		c.all = append(c.all, col)
		if col.Level <= o.Most {
			c.cols = append(c.cols, col)
		}
	}
	for i, col := range c.older.Columns {
		if !mine[i] {
			res.Left = append(res.Left, col.Header)
		}
	}
	for i, col := range c.newer.Columns {
		if !theirs[i] {
			res.New = append(res.New, col.Header)
		}
	}
}

func ofName(f register.Field) bool {
	switch f {
	case register.FullName, register.GivenName, register.FatherName, register.GrandfatherName, register.FamilyName:
		return true
	}
	return false
}

// count counts how often each value is in the older list.
func (c *comparison) count() {
	c.freq = make([]map[string]int, len(c.cols))
	for i, col := range c.cols {
		c.freq[i] = make(map[string]int)
		for _, r := range c.older.Rows {
			if t := r.Text(col.older); t != "" {
				c.freq[i][t]++
			}
		}
	}
	c.names = make(map[string]int, len(c.older.Rows))
	for _, r := range c.older.Rows {
		c.names[r.key]++
	}
}

func (c *comparison) pair(older, newer int) bool {
	if older < 0 || older >= len(c.by) || newer < 0 || newer >= len(c.of) || c.by[older] >= 0 || c.of[newer] >= 0 || c.older.Rows[older].Gone {
		return false
	}
	c.of[newer], c.by[older] = older, newer
	return true
}

// whole pairs rows that are the same in every cell: the first with the first,
// since nothing tells them apart.
func (c *comparison) whole() {
	at := map[uint64][]int{}
	cells := make([]string, len(c.cols))
	for i, r := range c.older.Rows {
		if c.by[i] < 0 && !r.Gone && r.name != "" {
			for k, col := range c.cols {
				cells[k] = r.Text(col.older)
			}
			h := hash(cells)
			at[h] = append(at[h], i)
		}
	}
	for i, r := range c.newer.Rows {
		if c.of[i] >= 0 {
			continue
		}
		for k, col := range c.cols {
			cells[k] = r.Text(col.newer)
		}
		h := hash(cells)
		if have := at[h]; len(have) > 0 && c.pair(have[0], i) {
			at[h] = have[1:]
		}
	}
}

// altered is the mark of a row that continues another; see [Result].
func (c *comparison) altered(older, newer int) int {
	least := register.C5 + 1
	o, n := c.older.Rows[older], c.newer.Rows[newer]
	for _, col := range c.all {
		if o.Text(col.older) != n.Text(col.newer) {
			least = min(least, col.Level)
		}
	}
	if least > register.C5 {
		return 0
	}
	return int(least) + 1
}

// sameName reports whether the names of two rows can be one person's.
func (c *comparison) sameName(o, n Row) bool {
	if o.key == n.key {
		return true
	}
	return o.name != "" && n.name != "" && c.agrees(register.FullName, o.name, n.name)
}

// agrees remembers what it compared: lists repeat names.
func (c *comparison) agrees(f register.Field, a, b string) bool {
	if names.Loose(a) == names.Loose(b) {
		return true
	}
	k := [2]string{a, b}
	got, ok := c.agree[k]
	if !ok {
		got = register.Agree(f, register.Claim{Field: f, Value: a}, register.Claim{Field: f, Value: b})
		c.agree[k] = got
	}
	return got
}

// apart reports whether something that stays with a person differs between two
// rows so that it cannot be one person's.
func (c *comparison) apart(o, n Row) bool {
	switch {
	case o.mother != "" && n.mother != "" && !c.agrees(register.MotherName, o.mother, n.mother):
		return true
	case o.birth.Norm != "" && n.birth.Norm != "" && !register.Agree(register.BirthDate, o.birth, n.birth):
		return true
	case c.number >= 0:
		col := c.cols[c.number]
		a, b := o.Text(col.older), n.Text(col.newer)
		return a != "" && b != "" && a != b
	}
	return false
}

// rarest is how many rows share a value before it says nothing about which of
// them is meant.
const rarest = 30

// byScore puts the likeliest first.
func byScore(a, b scoredPair) int {
	return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.Newer, b.Newer), cmp.Compare(a.Older, b.Older))
}

func sorted(ps []scoredPair) []scoredPair {
	slices.SortFunc(ps, byScore)
	return ps
}
