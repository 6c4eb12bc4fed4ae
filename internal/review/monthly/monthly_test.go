package monthly_test

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/review/monthly"
)

var later = review.MicrosOf(time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC))

func reckon(tb testing.TB, r *record, m monthly.Month) monthly.Account {
	tb.Helper()
	a, err := monthly.Reckon(tb.Context(), r, m, later)
	if err != nil {
		tb.Fatal(err)
	}
	return a
}

// months are the months of a record, from its first.
func months(n int) (out []monthly.Month) {
	m := monthly.Month("2025-01")
	for range n {
		out = append(out, m)
		m = m.Next()
	}
	return out
}

// TestFiguresAreStates: what the account counts out of the ledger is what a count
// over the states of the cases gives, as they stood at the month's end.
func TestFiguresAreStates(t *testing.T) {
	r := lives(t, 7, 600, 5)
	for _, m := range months(6) {
		a := reckon(t, r, m)
		want := byStates(r, m, a.Ledger.Entries)
		shown := 0
		for _, f := range a.Files {
			key := f.Group + "=" + f.Value
			for i, got := range []monthly.Figure{f.Opened, f.Decided, f.Pending} {
				n := want[fmt.Sprint(key, i)]
				switch {
				case !got.Hidden && got.N != n:
					t.Errorf("%s, %s, column %d: %d, the states say %d", m, key, i, got.N, n)
				case !got.Hidden && n > 0 && n < a.Least, got.Hidden && n == 0:
					t.Errorf("%s, %s, column %d: %d is hidden: %v", m, key, i, n, got.Hidden)
				case !got.Hidden:
					shown++
				}
			}
		}
		if shown < len(a.Files) {
			t.Errorf("%s: %d figures are shown of %d rows", m, shown, len(a.Files))
		}
	}
}

// byStates folds each case as far as the account goes and counts what it finds.
func byStates(r *record, m monthly.Month, size int64) map[string]int {
	from, to := review.MicrosOf(m.Begins()), review.MicrosOf(m.Ends())
	out := map[string]int{}
	for _, events := range r.events {
		var before, upTo []review.Event
		for _, e := range events {
			if e.Seq < size {
				upTo = append(upTo, e)
				if e.At < from {
					before = append(before, e)
				}
			}
		}
		if len(upTo) == 0 {
			continue
		}
		c := review.Fold(upTo)
		lane := ""
		if len(c.Lanes) > 0 {
			lane = string(c.Lanes[0].Lane)
		}
		add := func(column int) {
			for _, key := range []string{"all=", "class=" + string(c.Class()), "sex=" + c.Sex, "under_18=" + c.Under18, "lane=" + lane, "policy=" + c.Policy} {
				out[fmt.Sprint(key, column)]++
			}
		}
		if c.Opened >= from && c.Opened < to {
			add(0)
		}
		if c.Outcome == nil {
			add(2)
		}
		// Decided: the number of times that a step out of the deliberation was taken.
		for _, e := range upTo[len(before):] {
			if b, ok := e.Body.(*review.MovedBody); ok && b.From == review.Deliberation {
				add(1)
			}
		}
	}
	return out
}

// TestNothingHiddenIsDerivable subtracts, in what is published of a few months,
// everything that a reader can subtract: groups from all files, policies from
// all, kinds from an act, outcomes from files decided, and each month from the
// next.
func TestNothingHiddenIsDerivable(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(5, 160).Draw(rt, "cases")
		r := lives(t, rapid.Uint64().Draw(rt, "seed"), n, 3)
		x := newReader()
		for _, m := range months(5) {
			x.read(reckon(t, r, m))
		}
		if got := x.derivable(); len(got) > 0 {
			rt.Fatalf("can be worked out: %v", got)
		}
	})
}

// A reader puts equations to what is published.
type reader struct {
	col   map[string]int // hidden figures
	names []string
	rows  []map[int]int64
	stock map[string]monthly.Figure // pending, by month and row
	solve func(shown int64)         // is told what is shown of each equation, where one asks
	value map[string]int            // of what is shown, where one asks
}

func newReader() *reader {
	return &reader{col: map[string]int{}, stock: map[string]monthly.Figure{}}
}

type term struct {
	name string
	f    monthly.Figure
	sign int64
}

func (x *reader) equation(terms ...term) {
	row := map[int]int64{}
	var shown int64
	for _, t := range terms {
		if !t.f.Hidden {
			shown += t.sign * int64(t.f.N)
			if x.value != nil {
				x.value[t.name] = t.f.N
			}
			continue
		}
		i, ok := x.col[t.name]
		if !ok {
			i = len(x.names)
			x.col[t.name], x.names = i, append(x.names, t.name)
		}
		row[i] += t.sign
	}
	x.rows = append(x.rows, row)
	if x.solve != nil {
		x.solve(shown)
	}
}

func (x *reader) read(a monthly.Account) {
	columns := func(f monthly.Files) []monthly.Figure {
		return []monthly.Figure{f.Opened, f.Decided, f.Reopened, f.Pending}
	}
	name := func(m monthly.Month, f monthly.Files, k int) string { return fmt.Sprint(m, f.Group, "=", f.Value, k) }
	var all monthly.Files
	group := map[string][]monthly.Files{}
	for _, f := range a.Files {
		if f.Group == "all" {
			all = f
		} else {
			group[f.Group] = append(group[f.Group], f)
		}
		if f.Group == "class" || f.Group == "lane" {
			continue
		}
		c := columns(f)
		chain := []term{{name(a.Month, f, 3), c[3], 1}, {name(a.Month, f, 1), c[1], 1}, {name(a.Month, f, 0), c[0], -1}, {name(a.Month, f, 2), c[2], -1}}
		before := monthly.MonthOf(a.Month.Begins().Add(-time.Hour))
		if p, ok := x.pending(before, f); ok {
			chain = append(chain, term{name(before, f, 3), p, -1})
		}
		x.equation(chain...)
		x.keep(a.Month, f)
	}
	for _, fs := range group {
		for k := range 4 {
			terms := []term{{name(a.Month, all, k), columns(all)[k], 1}}
			for _, f := range fs {
				terms = append(terms, term{name(a.Month, f, k), columns(f)[k], -1})
			}
			x.equation(terms...)
		}
	}
	x.readActs(a, all, group["policy"])
}

func (x *reader) keep(m monthly.Month, f monthly.Files) {
	x.stock[fmt.Sprint(m, f.Group, "=", f.Value)] = f.Pending
}

func (x *reader) pending(m monthly.Month, f monthly.Files) (monthly.Figure, bool) {
	p, ok := x.stock[fmt.Sprint(m, f.Group, "=", f.Value)]
	return p, ok
}

func (x *reader) readActs(a monthly.Account, all monthly.Files, policies []monthly.Files) {
	name := func(c monthly.Act, p int) string { return fmt.Sprint(a.Month, c.Act, "/", c.Of, p) }
	kinds := map[string][]monthly.Act{}
	total := map[string]monthly.Act{}
	for _, c := range a.Acts {
		terms := []term{{name(c, -1), c.All, 1}}
		for p, f := range c.Policy {
			terms = append(terms, term{name(c, p), f, -1})
		}
		x.equation(terms...)
		if c.Of == "" {
			total[c.Act] = c
		} else {
			kinds[c.Act] = append(kinds[c.Act], c)
		}
	}
	for act, cs := range kinds {
		for p := -1; p < len(a.Policies); p++ {
			figure := func(c monthly.Act) monthly.Figure {
				if p < 0 {
					return c.All
				}
				return c.Policy[p]
			}
			terms := []term{{name(total[act], p), figure(total[act]), 1}}
			for _, c := range cs {
				terms = append(terms, term{name(c, p), figure(c), -1})
			}
			x.equation(terms...)
		}
	}
	for act, k := range map[string]int{"outcome": 1, "reopened": 2} {
		c := total[act]
		get := func(f monthly.Files) monthly.Figure { return []monthly.Figure{f.Opened, f.Decided, f.Reopened}[k] }
		if len(c.Policy) == 0 {
			continue
		}
		x.equation(term{name(c, -1), c.All, 1}, term{fmt.Sprint(a.Month, "all=", k), get(all), -1})
		for p, v := range a.Policies {
			for _, f := range policies {
				if f.Value == v.Version {
					x.equation(term{name(c, p), c.Policy[p], 1}, term{fmt.Sprint(a.Month, "policy=", f.Value, k), get(f), -1})
				}
			}
		}
	}
}

// field is a prime below 2³¹, so that products fit.
const field = 1<<31 - 1

func power(a, e int64) int64 {
	out := int64(1)
	for ; e > 0; e >>= 1 {
		if e&1 == 1 {
			out = out * a % field
		}
		a = a * a % field
	}
	return out
}

// derivable are the hidden figures that the equations determine: those that stand
// alone in a row of the reduced matrix.
func (x *reader) derivable() (out []string) {
	m := make([][]int64, len(x.rows))
	for i, row := range x.rows {
		m[i] = make([]int64, len(x.names))
		for j, v := range row {
			m[i][j] = (v + field) % field
		}
	}
	r := 0
	for j := range x.names {
		p := r
		for p < len(m) && m[p][j] == 0 {
			p++
		}
		if p == len(m) {
			continue
		}
		m[r], m[p] = m[p], m[r]
		inv := power(m[r][j], field-2)
		for k := range m[r] {
			m[r][k] = m[r][k] * inv % field
		}
		for i := range m {
			if f := m[i][j]; i != r && f != 0 {
				for k := range m[i] {
					m[i][k] = (m[i][k] + (field-f)*m[r][k]) % field
				}
			}
		}
		r++
	}
	for _, row := range m {
		only, n := -1, 0
		for k, v := range row {
			if v != 0 {
				only, n = k, n+1
			}
		}
		if n == 1 {
			out = append(out, x.names[only])
		}
	}
	return out
}

// TestSameBytes: whatever is entered after a month, its account keeps its bytes;
// a month that is not over has none.
func TestSameBytes(t *testing.T) {
	r := lives(t, 3, 200, 4)
	a := reckon(t, r, "2025-03")
	want, err := a.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	short := lives(t, 3, 200, 4)
	short.entries = short.entries[:a.Ledger.Entries+1] // the first of April alone
	for name, l := range map[string]*record{"again": r, "before the rest": short} {
		got, err := reckon(t, l, "2025-03").Bytes()
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s: %d bytes, %v, want the same %d", name, len(got), err, len(want))
		}
	}
	back, err := monthly.Read(want)
	if again, _ := back.Bytes(); err != nil || !bytes.Equal(again, want) {
		t.Errorf("read and written: %v", err)
	}
	for form, reads := range map[string]bool{"kashf review account 2": true, "kashf review account 99": false} {
		_, err := monthly.Read(bytes.Replace(want, []byte(monthly.Format), []byte(form), 1))
		if (err == nil) != reads {
			t.Errorf("an account of the form %q: %v", form, err)
		}
	}
	if _, err := monthly.Reckon(t.Context(), r, "2025-03", review.MicrosOf(time.Date(2025, 3, 31, 23, 59, 0, 0, time.UTC))); !errors.Is(err, monthly.ErrNotOver) {
		t.Errorf("an account of a month that is not over: %v", err)
	}
	if _, err := monthly.Reckon(t.Context(), r, "2024-12", later); !errors.Is(err, monthly.ErrBefore) {
		t.Errorf("an account from before: %v", err)
	}
}

// TestNamesNobody: no id, account, organisation or word of a case is in it.
func TestNamesNobody(t *testing.T) {
	r := lives(t, 11, 300, 3)
	text, err := reckon(t, r, "2025-02").Bytes()
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"CASE0", `"m1"`, "prison", `"w"`} {
		if strings.Contains(string(text), word) {
			t.Errorf("the account says %q", word)
		}
	}
}

func TestAgreementIsGivenOnce(t *testing.T) {
	r := lives(t, 5, 400, 6)
	var given []monthly.Agreement
	for _, m := range months(8) {
		if a := reckon(t, r, m).Agreed; !a.TooFew {
			given = append(given, a)
		}
	}
	for i, a := range given {
		if a.Rulings < monthly.LeastRulings || a.Rulings%10 != 0 || a.Alpha == nil || *a.Low > *a.Alpha || *a.High < *a.Alpha || math.Abs(*a.Alpha) > 1 {
			t.Errorf("agreement %+v", a)
		}
		if i > 0 && a.From != given[i-1].To.Next() {
			t.Errorf("rulings of %s to %s after those to %s", a.From, a.To, given[i-1].To)
		}
	}
	if len(given) < 2 {
		t.Errorf("agreement was given %d times", len(given))
	}
}
