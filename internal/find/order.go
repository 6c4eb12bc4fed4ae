package find

import (
	"cmp"
	"math"
	"slices"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/names"
	"kashf.org/kashf/when"
)

// An Order says in which order a list stands. People of whom an order knows no
// difference stand in the order in which they came, so that pages never repeat
// anybody. It knows only what the reader is told: see [Filter].
type Order string

// The orders of a list.
const (
	ByFirst   Order = ""        // who came first to the register stands first
	ByNewest  Order = "newest"  // who came last
	ByChanged Order = "changed" // in whose file something was last taken in, or entered
	ByName    Order = "name"    // of the first record
	ByCustody Order = "custody" // who was arrested or held earliest, as far as a day is known
)

// Orders lists the orders.
func Orders() []Order { return []Order{ByFirst, ByNewest, ByChanged, ByName, ByCustody} }

// A sortKey is the first letters of a name in the order of the alphabet, Arabic
// before Latin. It is short, so that a million of them are nothing.
type sortKey [sortLetters / 8]uint64

const sortLetters = 24

func (k sortKey) compare(o sortKey) int { return slices.Compare(k[:], o[:]) }

// sortKeyOf reads the name under which a record stands in a list.
func sortKeyOf(r register.Record) sortKey {
	var k sortKey
	full := spelling(r)
	if full == "" { // after everybody who has a name
		return sortKey{math.MaxUint64}
	}
	n := 0
	for _, c := range names.Loose(full) {
		if n == sortLetters {
			break
		}
		k[n/8] |= uint64(letterNo(c)) << (56 - 8*(n%8))
		n++
	}
	return k
}

// letterNo numbers a letter for sorting; a space comes before every letter.
func letterNo(c rune) byte {
	const arabic, pastArabic = 0x620, 0x6d5
	switch {
	case c == ' ':
		return 1
	case c >= arabic && c <= pastArabic:
		return byte(2 + c - arabic)
	case c >= 'a' && c <= 'z':
		return byte(200 + c - 'a')
	}
	return 240
}

// spelling is the name of a record that holds only what its reader is told.
func spelling(r register.Record) string {
	if full := r.Value(register.FullName); full != "" {
		return full
	}
	name := ""
	for _, f := range []register.Field{register.GivenName, register.FatherName, register.GrandfatherName, register.FamilyName} {
		if v := r.Value(f); v != "" {
			if name != "" {
				name += " "
			}
			name += v
		}
	}
	return name
}

// A rank is a place in a list: what an order compares, and the first record.
type rank struct {
	key   sortKey
	no    int64
	first register.RecordID
	who   int32
}

func (p rank) compare(o rank) int {
	return cmp.Or(cmp.Compare(p.no, o.no), p.key.compare(o.key), cmp.Compare(p.first, o.first))
}

// ordered gives a page of those found, in an order.
func (a *asking) ordered(found set, f Filter) Found {
	at := a.ranks(found, f.Order)
	out := Found{Total: found.count()}
	var best []rank
	// Few of many are wanted: the best so far are kept, and no more.
	most := f.Offset + f.Limit
	full := false // the best are as many as are wanted: who comes after the last of them is not among them
	for _, r := range at {
		if r.first == 0 || full && r.compare(best[most-1]) > 0 {
			continue
		}
		if best = append(best, r); len(best) >= 2*most+1000 {
			slices.SortFunc(best, rank.compare)
			best, full = best[:most], true
		}
	}
	slices.SortFunc(best, rank.compare)
	for _, b := range best[min(f.Offset, len(best)):min(most, len(best))] {
		out.First, out.Persons = append(out.First, b.first), append(out.Persons, a.c.persons.ids[b.who])
	}
	return out
}

// ranks are where those found stand in an order, by person, and nobody else.
func (a *asking) ranks(found set, o Order) []rank {
	before, n := found.places()
	at := make([]rank, n)
	a.where(func(f *factColumns, i int) bool {
		who := f.person[i]
		if !found.has(who) {
			return false
		}
		p := &at[found.place(who, before)]
		r, first := f.record[i], p.first == 0
		if first || r < p.first {
			p.first, p.who = r, who
			if o == ByName {
				p.key = f.sort[i]
			}
		}
		switch o {
		case ByNewest:
			p.no = -int64(p.first)
		case ByChanged:
			p.no = min(p.no, -int64(r))
		case ByCustody:
			if day := int64(f.earliest(i)); first || day < p.no {
				p.no = day
			}
		}
		return false
	})
	return at
}

// earliest is the first day on which a record may tell of custody,
// [when.MaxDay] where it tells none.
func (f *factColumns) earliest(i int) when.Day {
	day := when.MaxDay
	for _, s := range f.staysOf(i) {
		if s.when.from != when.MinDay {
			day = min(day, s.when.from)
		}
	}
	if at := f.arrest[i]; at.from <= at.to && at.from != when.MinDay {
		day = min(day, at.from)
	}
	return day
}
