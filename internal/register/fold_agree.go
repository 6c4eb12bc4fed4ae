package register

import (
	"sync"

	"kashf.org/kashf/names"
	"kashf.org/kashf/place"
	"kashf.org/kashf/when"
)

// measureOf is how the claims on a field are compared.
func measureOf(f Field) measure {
	m := measure{key: keyOf, agrees: sameKey, grain: func(Said) int { return 0 }}
	switch f {
	case BirthDate, BirthYear, ArrestDate, CustodyFrom, CustodyTo, LastSeenDate, ReleaseDate, DeathDate, SentenceEnd, RecordedOn:
		m.agrees, m.grain = datesAgree, dateGrain
	case FirstAppearance, FamilyNotified, MedicalExam:
		m.agrees, m.grain = datesAgree, dateGrain
	case Age, AgeAtArrest:
		m.agrees, m.grain = agesAgree, ageGrain
	case BirthPlace, Governorate, Place, Residence, ArrestPlace, LastSeenPlace, DeathPlace, BurialPlace, Facility, TransferTo:
		m.agrees, m.grain = placesAgree, placeGrain
	case GivenName, FatherName, GrandfatherName, FamilyName, MotherName:
		m.agrees = namesAgree
	case Status:
		m.agrees, m.grain = statusesAgree, statusGrain
	}
	return m
}

// keyOf is equal for claims that say exactly the same: their own form where
// they have one, else their letters.
func keyOf(s Said) string {
	if s.Norm != "" {
		return "=" + s.Norm
	}
	return names.Loose(s.Value)
}

func sameKey(a, b Said) bool { return keyOf(a) == keyOf(b) }

// dateOf reads a claim's date; the zero Date where it was not understood.
func dateOf(c Claim) when.Date {
	d, err := when.Parse(c.Norm)
	if err != nil {
		return when.Date{}
	}
	return d
}

// datesAgree: one can be the other said less precisely.
func datesAgree(a, b Said) bool {
	if sameKey(a, b) {
		return true
	}
	x, y := dateOf(a.Claim), dateOf(b.Claim)
	return !x.IsZero() && !y.IsZero() && (holds(x, y) || holds(y, x))
}

// holds reports whether every day that inner can be is one of outer's.
func holds(outer, inner when.Date) bool {
	return outer.Earliest() <= inner.Earliest() && inner.Latest() <= outer.Latest()
}

// dateGrain is how many days the date can be.
func dateGrain(s Said) int {
	d := dateOf(s.Claim)
	if d.IsZero() || d.Earliest() == when.MinDay || d.Latest() == when.MaxDay {
		return int(when.MaxDay)
	}
	return int(d.Latest() - d.Earliest())
}

// agesAgree: people count years by the birthday and by the calendar.
func agesAgree(a, b Said) bool {
	x, errX := when.ParseAge(a.Norm)
	y, errY := when.ParseAge(b.Norm)
	if errX != nil || errY != nil {
		return sameKey(a, b)
	}
	const slip = 12 // months
	return x.Least-slip <= y.Most && y.Least-slip <= x.Most
}

// ageGrain is how many months the age leaves open.
func ageGrain(s Said) int {
	a, err := when.ParseAge(s.Norm)
	if err != nil {
		return int(when.MaxDay)
	}
	return a.Most - a.Least
}

// placesAgree: one lies in the other.
func placesAgree(a, b Said) bool {
	return sameKey(a, b) || placeWithin(a.Norm, b.Norm) || placeWithin(b.Norm, a.Norm)
}

// placeWithin reports whether a place or facility lies in another, both by
// their codes.
func placeWithin(in, out string) bool {
	if in == "" || out == "" {
		return false
	}
	if in == out || place.Code(in).Within(place.Code(out)) {
		return true
	}
	for f, ok := place.FacilityByID(in); ok; f, ok = place.FacilityByID(f.PartOf) {
		if f.PartOf == out || f.Governorate != "" && f.Governorate.Within(place.Code(out)) {
			return true
		}
		if f.PartOf == "" {
			return false
		}
	}
	return false
}

// placeGrain is finer for a cell's building than for a governorate. A place
// that was not understood is the coarsest.
func placeGrain(s Said) int {
	if f, ok := place.FacilityByID(s.Norm); ok {
		if f.PartOf != "" {
			return 0
		}
		return 1
	}
	return 10 - int(place.Code(s.Norm).Level())
}

// comparer compares names. It holds a model that never changes and what it has
// learnt about the spellings it met, which changes no answer.
var comparer = sync.OnceValue(func() *names.Comparer { return names.NewComparer(names.Options{}) })

// namesAgree: every part that both give is a spelling of one name, in either
// script, and at least one part meets.
func namesAgree(a, b Said) bool {
	if names.Loose(a.Value) == names.Loose(b.Value) {
		return true
	}
	met := false
	for _, p := range comparer().CompareStrings(a.Value, b.Value).Parts {
		switch p.Relation {
		case names.Different, names.OutOfOrder, names.ByName, names.OtherReading:
			return false
		case names.Missing:
		default:
			met = true
		}
	}
	return met
}

// statusesAgree: both say free, both dead, or both held.
func statusesAgree(a, b Said) bool {
	if a.Norm == "" || b.Norm == "" {
		return sameKey(a, b)
	}
	return a.Norm == b.Norm || statusFamily(a.Norm) != "" && statusFamily(a.Norm) == statusFamily(b.Norm)
}

// statusFamily is what statuses of different certainty have in common.
func statusFamily(code string) string {
	switch code {
	case FreeVerified, FreeReported:
		return "free"
	case ReportedDead, DeadDocument, DeadIdentified:
		return "dead"
	case DetainedKnown, DetainedUnknown, ForciblyDisappeared:
		return "held"
	}
	return ""
}

// statusGrain puts the status that claims least first: "reported dead" before
// "dead by a document", which [FateOf] alone may say.
func statusGrain(s Said) int {
	switch s.Norm {
	case FreeReported, ReportedDead, DetainedUnknown:
		return 0
	case "":
		return 2
	}
	return 1
}

// Agree reports whether two claims on one field can both be true: they say the
// same, or one says it less precisely. A claim without a value agrees with
// nothing.
func Agree(f Field, a, b Claim) bool {
	if a.Absence != Present || b.Absence != Present {
		return false
	}
	m := measureOf(f)
	switch f {
	case FullName, OtherName, Relative:
		m.agrees = namesAgree
	}
	return m.agrees(Said{Claim: a}, Said{Claim: b})
}
