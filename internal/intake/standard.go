package intake

import (
	"strconv"
	"strings"

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
		Facility:    findFacility,
		Term:        vocab.Match,
	}
}

// Years that a strict date may have: lists of historical persons are read too,
// but a cell of "12" or of a postcode is no year.
const firstYear, lastYear = 1000, 2199

// readDate reads a date as lists write it.
func readDate(cell string, order DateOrder) (string, bool) {
	if order == SerialDays && isSerial(cell) {
		d, _, err := when.Read(strings.TrimSpace(cell), when.Options{Serials: true})
		return d.String(), err == nil && !d.IsZero()
	}
	if len(cell) == len("20060102") && strings.Trim(cell, "0123456789") == "" {
		cell = cell[:4] + "-" + cell[4:6] + "-" + cell[6:]
	}
	if d, err := when.Parse(cell); err == nil {
		from, to, ok := d.Years()
		return d.String(), ok && from >= firstYear && to <= lastYear
	}
	d, _, err := when.Read(cell, when.Options{MonthFirst: order == MonthFirst})
	return d.String(), err == nil && !d.IsZero()
}

// isSerial reports whether a cell may be a day as Excel counts them: from 1910
// to 2050.
func isSerial(cell string) bool {
	n, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(cell), ".0"))
	return err == nil && n > 3_652 && n < 55_000
}

// How like a name of the gazetteer a cell must be, and by how much the best
// match must lead the next, to stand as the house's own form of it. The value
// as written stays beside it, so a doubtful match is better not made.
const (
	surePlace = 0.85 // within a governorate
	soleName  = 0.97 // anywhere: so many names are near each other
	placeLead = 0.05
)

// What longer cells hold is a description; looking for a name near it costs
// much and finds nothing.
const placeWords, placeBytes = 10, 130

// findPlace gives the p-code of a place in a governorate, or anywhere.
func findPlace(cell, governorate string) (string, Reason) {
	if len(cell) > placeBytes || len(strings.Fields(cell)) > placeWords {
		return "", UnknownPlace
	}
	found := place.Find(cell, place.Code(governorate))
	least := surePlace
	if governorate == "" {
		least = soleName
	}
	if len(found) == 0 || found[0].Score < least {
		return "", UnknownPlace
	}
	best := found[0].Place.Code
	if len(found) > 1 && found[0].Score-found[1].Score < placeLead {
		if next := found[1].Place.Code; !next.Within(best) && !best.Within(next) {
			return "", SeveralPlaces
		}
	}
	return string(best), ""
}

func findGovernorate(cell string) (string, bool) {
	code, ok := place.FindGovernorate(cell)
	return string(code), ok
}

// findFacility gives the id of a place of detention where only one can be
// meant: names of branches are used again and confused.
func findFacility(cell string) (string, Reason) {
	if len(cell) > placeBytes {
		return "", UnknownPrison
	}
	found := place.FindFacility(cell)
	if f, ok := place.Sure(found); ok {
		return f.ID, ""
	}
	if len(found) > 0 {
		return "", DoubtfulPrison
	}
	return "", UnknownPrison
}
