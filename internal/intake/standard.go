package intake

import (
	"kashf.org/kashf/internal/vocab"
	"kashf.org/kashf/place"
	"kashf.org/kashf/when"
)

// Standard gives the readers of the house.
func Standard() Readers {
	return Readers{
		Date:        readDate,
		Place:       findPlace,
		Governorate: findGovernorate,
		Facility:    func(string) (string, bool) { return "", false },
		Term:        vocab.Match,
	}
}

// firstYear is the earliest year that a strict date may have: lists of
// historical persons are read too, but a cell of "12" is no year.
const firstYear = 1000

// readDate reads a date as lists write it.
func readDate(cell string, order DateOrder) (string, bool) {
	if d, err := when.Parse(cell); err == nil {
		if from, _, ok := d.Years(); ok && from >= firstYear {
			return d.String(), true
		}
	}
	d, _, err := when.Read(cell, when.Options{MonthFirst: order == MonthFirst})
	return d.String(), err == nil && !d.IsZero()
}

// How like a name of the gazetteer a cell must be, and by how much the best
// match must lead the next, to stand as the house's own form of it. The value
// as written stays beside it, so a doubtful match is better not made.
const (
	surePlace = 0.85
	placeLead = 0.05
)

// findPlace gives the p-code of a place in a governorate, or anywhere.
func findPlace(cell, governorate string) (string, bool) {
	found := place.Find(cell, place.Code(governorate))
	if len(found) == 0 || found[0].Score < surePlace {
		return "", false
	}
	if len(found) > 1 && found[0].Score-found[1].Score < placeLead && !found[1].Place.Code.Within(found[0].Place.Code) &&
		!found[0].Place.Code.Within(found[1].Place.Code) {
		return "", false // two places of one name
	}
	return string(found[0].Place.Code), true
}

func findGovernorate(cell string) (string, bool) {
	code, ok := place.FindGovernorate(cell)
	return string(code), ok
}
