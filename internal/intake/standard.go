package intake

import "kashf.org/kashf/when"

// Standard gives the readers of the house.
func Standard() Readers {
	none := func(string) (string, bool) { return "", false }
	return Readers{
		Date:        readDate,
		Place:       func(string, string) (string, bool) { return "", false },
		Governorate: none,
		Facility:    none,
		Term:        func(string, string) (string, bool) { return "", false },
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
