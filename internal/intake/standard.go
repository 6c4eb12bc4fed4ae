package intake

import (
	"regexp"
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
	d, _, err := when.Read(cell, when.Options{MonthFirst: order == MonthFirst, LastYear: shortYears(cell)})
	return d.String(), err == nil && !d.IsZero()
}

// lastShort is the last year that a year of two digits can mean: lists tell
// what has happened, and 85 is 1985. It is later than any list of today, and so
// early that a birth in the nineteen-thirties still reads as one.
const lastShort = 2029

// shortDay is a day of numbers with a year of two digits, or with the name of
// its month: "14/6/12", "14-Jun-12", "14 حزيران 12".
var shortDay = regexp.MustCompile(`^\d{1,2}(?:[/.\-]\d{1,2}[/.\-]|[ \-/.]+\pL[\pL .]*[ \-/.]+)\d{2}$`)

// shortYears is lastShort for a cell that plainly is a day with a year of two
// digits, and 0 for others: "12-May" and "Jun-13" are a day or a year, nobody
// knows which.
func shortYears(cell string) int {
	if shortDay.MatchString(when.Digits(strings.TrimSpace(cell))) {
		return lastShort
	}
	return 0
}

// shortBirth is the year that two digits mean in a column of births, "" for
// what is none.
func shortBirth(cell string) string {
	digits := when.Digits(strings.Trim(strings.TrimSpace(cell), "'’"))
	if len(digits) != 2 || strings.Trim(digits, "0123456789") != "" {
		return ""
	}
	if digits <= strconv.Itoa(lastShort%100) {
		return "20" + digits
	}
	return "19" + digits
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
