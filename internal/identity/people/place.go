package people

import (
	"strings"

	"kashf.org/kashf/linkage"
	"kashf.org/kashf/place"
)

// Places compares codes of the gazetteer on its tree.
func Places() linkage.Leveler {
	return linkage.Place(func(code string) string { return string(place.Code(code).Parent()) })
}

// How like a written name a place must be, and by how much more than the next,
// to be taken for it unseen.
const (
	sureScore = .85
	sureLead  = .05
)

// GovernorateOf reads the name of a governorate: its code, or the folded name
// where no gazetteer knows it.
func GovernorateOf(written string) string {
	if linkage.Placeholder(written) {
		return ""
	}
	if code, ok := place.FindGovernorate(written); ok {
		return string(code)
	}
	return linkage.Fold(written)
}

// PlaceOf reads the name of a place in a governorate, which may be unknown:
// its code where one place is meant, else the folded name.
func PlaceOf(written, governorate string) string {
	if linkage.Placeholder(written) {
		return ""
	}
	within, _ := place.FindGovernorate(governorate)
	found := place.Find(written, within)
	if len(found) > 0 && found[0].Score >= sureScore && (len(found) == 1 || found[0].Score-found[1].Score >= sureLead) {
		return string(found[0].Place.Code)
	}
	return linkage.Fold(written)
}

// sep parts what a value is made of.
const sep = "\x1f"

// written is a column whose values are read by a gazetteer before they are
// compared.
type written struct {
	linkage.Leveler
	read func(raw string) string
}

func (w written) Prepare(raw string) linkage.Value { return w.Leveler.Prepare(w.read(raw)) }

// pair splits a value made of two cells.
func pair(raw string) (string, string) {
	a, b, _ := strings.Cut(raw, sep)
	return a, b
}
