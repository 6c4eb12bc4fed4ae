package edition

import "kashf.org/kashf/internal/register"

// byNumber pairs rows by a column of numbers that stays with its row, where the
// lists have one.
func (c *comparison) byNumber(res *Result) {
	best := 0
	var at [2]map[string]int
	for i, col := range c.cols {
		if !mayNumber(col.Field) {
			continue
		}
		older, okOlder := c.older.index(col.older)
		newer, okNewer := c.newer.index(col.newer)
		if !okOlder || !okNewer {
			continue
		}
		if n, ok := c.stays(older, newer); ok && n > best {
			best, c.number, at = n, i, [2]map[string]int{older, newer}
		}
	}
	if c.number < 0 {
		return
	}
	res.Number = c.cols[c.number].Header
	for i, r := range c.newer.Rows {
		number := r.Text(c.cols[c.number].newer)
		if at[1][number] != i {
			continue
		}
		if o, ok := at[0][number]; ok && c.holds(c.older.Rows[o], r) {
			c.pair(o, i)
		}
	}
}

// mayNumber reports whether a column may be what a list knows its rows by: a
// number of the person or one that nobody has mapped.
func mayNumber(f register.Field) bool {
	switch f {
	case register.NoField, register.DetaineeNo, register.NationalNo:
		return true
	}
	return false
}

// index is where each value of a column stands. It is none where the column is
// not filled in nearly every row, or names two rows.
func (l *List) index(column int) (map[string]int, bool) {
	at, rows := make(map[string]int, len(l.Rows)), 0
	for i, r := range l.Rows {
		if r.Gone {
			continue
		}
		rows++
		text := r.Text(column)
		if text == "" {
			continue
		}
		if _, twice := at[text]; twice {
			at[text] = -1
			continue
		}
		at[text] = i
	}
	alone := 0
	for _, i := range at {
		if i >= 0 {
			alone++
		}
	}
	return at, rows > 0 && alone*10 >= rows*9
}

// stays reports whether the numbers of a column stay with their rows: the names
// beside them agree. n is how many do.
func (c *comparison) stays(older, newer map[string]int) (n int, ok bool) {
	met := 0
	for number, o := range older {
		i, both := newer[number]
		if !both || o < 0 || i < 0 {
			continue
		}
		met++
		if a, b := c.older.Rows[o], c.newer.Rows[i]; a.key != "" && c.sameName(a, b) {
			n++
		}
	}
	return n, met > 2 && n*10 >= met*9
}

// holds reports whether a number holds two rows together: the names can be one
// person's, or most of what else both tell is the same.
func (c *comparison) holds(o, n Row) bool {
	if c.sameName(o, n) {
		return true
	}
	both, same := 0, 0
	for i, col := range c.cols {
		a, b := o.Text(col.older), n.Text(col.newer)
		if i == c.number || col.named || a == "" || b == "" {
			continue
		}
		both++
		if a == b {
			same++
		}
	}
	return both > 1 && same*4 >= both*3
}
