package register

import (
	"cmp"
	"slices"

	"kashf.org/kashf/when"
)

// A BondKind says what two people's time in custody has in common.
type BondKind string

// The kinds of bonds, the one that says most first.
const (
	SameCell         BondKind = "same_cell"         // one cell of one place, at times that overlap
	MovedTogether    BondKind = "moved_together"    // to one place on one day
	ArrestedTogether BondKind = "arrested_together" // in one place on one day
	CameTogether     BondKind = "came_together"     // their stays in one place begin on one day
	SameTime         BondKind = "same_time"         // in one place, at times that overlap
)

// BondKinds lists the kinds, the one that says most first.
func BondKinds() []BondKind {
	return []BondKind{SameCell, MovedTogether, ArrestedTogether, CameTogether, SameTime}
}

// Weight orders the kinds: a greater one says more.
func (k BondKind) Weight() int { return len(BondKinds()) - slices.Index(BondKinds(), k) }

// A Bond is one thing that two people's time in custody has in common, with the
// claim on either side that it rests on.
type Bond struct {
	Kind  BondKind
	Place string // id of a facility or a p-code, the narrower of the two
	Text  string // as the first side writes it
	Cell  string // as the first side writes it, of [SameCell]
	// Sure is Certainly where the dates leave no doubt.
	Sure when.Answer
	// OneSource: one source tells of both.
	OneSource bool
	A, B      CustodyInterval
}

// Bonds finds what two people's custody has in common, the strongest first, each
// kind once for a place. It knows only what is passed in.
func Bonds(a, b Custody) []Bond {
	var out []Bond
	for _, x := range a.Intervals {
		for _, y := range b.Intervals {
			if bond, ok := bondOf(x, y); ok {
				out = append(out, bond)
			}
		}
	}
	slices.SortStableFunc(out, strongerBond)
	var kept []Bond
	for _, b := range out {
		if !slices.ContainsFunc(kept, b.saidBy) {
			kept = append(kept, b)
		}
	}
	return kept
}

// saidBy reports whether another bond already says this one: the same place, and
// a kind that says at least as much of one stay.
func (b Bond) saidBy(o Bond) bool {
	if o.Kind == b.Kind {
		return o.Place == b.Place
	}
	return b.Kind == SameTime && (o.Kind == SameCell || o.Kind == CameTogether) && o.Place == b.Place
}

func strongerBond(a, b Bond) int {
	return cmp.Or(cmp.Compare(b.Kind.Weight(), a.Kind.Weight()), cmp.Compare(b.Sure, a.Sure), trueFirst(a.OneSource, b.OneSource),
		cmp.Compare(a.Place, b.Place), cmp.Compare(a.A.Record, b.A.Record), cmp.Compare(a.B.Record, b.B.Record))
}

func trueFirst(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

func bondOf(x, y CustodyInterval) (Bond, bool) {
	if x.Kind == Moved && y.Kind == Moved {
		return movedBond(x, y)
	}
	t, ok := together(x, y)
	if !ok {
		return Bond{}, false
	}
	b := Bond{Kind: SameTime, Place: narrower(x.Place, y.Place), Text: x.Text, Sure: t.Sure, OneSource: x.Source == y.Source, A: x, B: y}
	switch {
	case x.Kind == Arrested:
		b.Kind = ArrestedTogether
	case x.Place == y.Place && SameCellText(x.Cell, y.Cell):
		b.Kind, b.Cell = SameCell, x.Cell
	case x.Place == y.Place && oneDay(x.From, y.From):
		b.Kind = CameTogether
	}
	return b, true
}

func movedBond(x, y CustodyInterval) (Bond, bool) {
	if x.Place == "" || x.Place != y.Place || wide(x.Place) || !oneDay(x.From, y.From) {
		return Bond{}, false
	}
	return Bond{Kind: MovedTogether, Place: x.Place, Text: x.Text, Sure: when.Certainly, OneSource: x.Source == y.Source, A: x, B: y}, true
}

// oneDay reports whether two dates are certainly one day.
func oneDay(a, b when.Date) bool {
	return a.Precision() == when.ToDay && b.Precision() == when.ToDay && a.SameDay(b) == when.Certainly
}

// narrower is the one of two places that lies in the other.
func narrower(a, b string) string {
	if placeWithin(b, a) {
		return b
	}
	return a
}

// SameCellText reports whether two cells of one place are written as one; see
// [CellKey]. A cell that is not told is no cell.
func SameCellText(a, b string) bool {
	a, b = CellKey(a), CellKey(b)
	return a != "" && a == b
}
