package register

import (
	"slices"

	"kashf.org/kashf/place"
	"kashf.org/kashf/when"
)

// A NamedRelative is a relative as a source writes it.
type NamedRelative struct {
	Text    string
	Origins int
	Says    []Said
}

// A JudgedRelative is a record of another person that people judged to be a
// relative's.
type JudgedRelative struct {
	Mine, Theirs RecordID
	Judgement    Judgement
}

// NamedRelatives lists the relatives that the file's records name.
func NamedRelatives(f File) []NamedRelative {
	var said []Said
	for _, s := range f.inOrder().said() {
		if s.Field == Relative && s.Absence == Present {
			said = append(said, s)
		}
	}
	var out []NamedRelative
	for _, v := range all(said, measureOf(Relative)) {
		out = append(out, NamedRelative{v.Text, v.Origins, v.Says})
	}
	return out
}

// JudgedRelatives lists the standing judgements that say "relatives" between a
// record of the file and one that is not of it.
func JudgedRelatives(f File) []JudgedRelative {
	f = f.inOrder()
	mine := make(map[RecordID]bool)
	for _, r := range f.Records {
		mine[r.ID] = true
	}
	var out []JudgedRelative
	for _, j := range f.Judgements {
		if j.Verdict != Relatives || !j.Stands() || mine[j.Left] == mine[j.Right] {
			continue
		}
		m, t := j.Left, j.Right
		if !mine[m] {
			m, t = t, m
		}
		out = append(out, JudgedRelative{m, t, j})
	}
	return slices.CompactFunc(out, func(a, b JudgedRelative) bool { return a.Theirs == b.Theirs && a.Mine == b.Mine })
}

// A Together is a time that two people spent in custody in one place, or a day
// on which both were arrested in one.
type Together struct {
	Kind  CustodyKind // [HeldAt] or [Arrested]
	Place string
	Text  string
	// Sure is Certainly where the dates leave no doubt.
	Sure when.Answer
	A, B CustodyInterval
}

// HeldTogether finds where two people's custody met: in the same facility at
// a time that overlaps, or arrested on the same day in the same place. It knows
// only what is passed in.
func HeldTogether(a, b Custody) []Together {
	var out []Together
	for _, x := range a.Intervals {
		for _, y := range b.Intervals {
			if t, ok := together(x, y); ok && !slices.ContainsFunc(out, t.covers) {
				out = append(out, t)
			}
		}
	}
	return out
}

// covers reports whether two meetings say the same.
func (t Together) covers(o Together) bool {
	return t.Kind == o.Kind && t.Place == o.Place && t.Sure <= o.Sure
}

func together(x, y CustodyInterval) (Together, bool) {
	if x.Place == "" || y.Place == "" || x.Kind != y.Kind || wide(x.Place) || wide(y.Place) {
		return Together{}, false
	}
	t := Together{Kind: x.Kind, Place: x.Place, Text: x.Text, A: x, B: y}
	switch x.Kind {
	case HeldAt:
		if x.From.IsZero() && x.To.IsZero() || y.From.IsZero() && y.To.IsZero() {
			return t, false
		}
		t.Sure = x.Span().Overlaps(y.Span())
	case Arrested:
		if x.From.Precision() != when.ToDay || y.From.Precision() != when.ToDay {
			return t, false
		}
		t.Sure = x.From.SameDay(y.From)
	default:
		return t, false
	}
	return t, t.Sure != when.No && (placeWithin(x.Place, y.Place) || placeWithin(y.Place, x.Place))
}

// TooWideToMeet reports whether a place is so large that two people who were in it
// need not have met: a governorate, a district.
func TooWideToMeet(code string) bool { return wide(code) }

// OneInOther reports whether one of two places lies in the other, or is it.
func OneInOther(a, b string) bool { return placeWithin(a, b) || placeWithin(b, a) }

// wide reports whether a place is too large for two people in it to have met.
func wide(code string) bool {
	l := place.Code(code).Level()
	return l == place.Governorate || l == place.District
}
