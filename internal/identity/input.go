package identity

import (
	"fmt"
	"strconv"
	"strings"

	"kashf.org/kashf/internal/identity/people"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/linkage"
	"kashf.org/kashf/place"
	"kashf.org/kashf/when"
)

// The fields that records are compared in, by the keys that pages know.
const (
	fieldName        = "name"
	fieldMother      = "mother"
	fieldSex         = "sex"
	fieldBirthDate   = "birth_date"
	fieldBorn        = "born"
	fieldGovernorate = "governorate"
	fieldPlace       = "place"
	fieldArrest      = "arrest_date"
	fieldNumber      = "detainee_no"
	fieldNational    = "national_no"
	fieldOccupation  = "occupation"
	fieldResidence   = "residence"
	fieldList        = "list"
)

// columns is the order of the cells that cellsOf makes.
var columns = []string{
	fieldName, fieldMother, fieldSex, fieldBirthDate, fieldBorn, fieldGovernorate, fieldPlace,
	fieldArrest, fieldNumber, fieldNational, fieldOccupation, fieldResidence, fieldList,
}

// idOf writes a record's number so that the order of text is that of numbers.
func idOf(r register.RecordID) string { return fmt.Sprintf("%015d", int64(r)) }

func recordOf(id string) register.RecordID {
	n, _ := strconv.ParseInt(id, 10, 64) // written by idOf
	return register.RecordID(n)
}

// cellsOf lays a record's claims out as a row of columns.
func cellsOf(r register.Record, src register.Source) []string {
	governorate, town := whereOf(r)
	list := ""
	if src.NoDuplicates {
		list = string(src.ID)
	}
	return []string{
		NameOf(r), r.Value(register.MotherName), norm(r, register.Sex), birthDay(r), bornOf(r, src), governorate, town,
		partialDate(norm(r, register.ArrestDate)), numberOf(r), r.Value(register.NationalNo), r.Value(register.Occupation), r.Value(register.Residence), list,
	}
}

// NameOf is the name that a record is compared by: its full name as written,
// or else its parts in their usual order.
func NameOf(r register.Record) string {
	if full := r.Value(register.FullName); full != "" {
		return full
	}
	var parts []string
	for _, f := range []register.Field{register.GivenName, register.FatherName, register.GrandfatherName, register.FamilyName} {
		if v := r.Value(f); v != "" {
			parts = append(parts, v)
		}
	}
	return strings.Join(parts, " ")
}

func norm(r register.Record, f register.Field) string {
	c, _ := r.First(f)
	return c.Norm
}

// birthDay is the birth date where it says more than a year.
func birthDay(r register.Record) string {
	d := partialDate(norm(r, register.BirthDate))
	if len(d) <= len("2006") {
		return ""
	}
	return d
}

// bornOf is the year of birth: as stated, or softer where it follows from an
// age, softest where that age is a round one.
func bornOf(r register.Record, src register.Source) string {
	for _, f := range []register.Field{register.BirthYear, register.BirthDate} {
		d, err := when.Parse(norm(r, f))
		if err != nil || d.IsZero() {
			continue
		}
		if y, ok := d.Year(); ok {
			if d.Qualifier() != 0 {
				return strconv.Itoa(y) + "~"
			}
			return strconv.Itoa(y)
		}
		if from, to, ok := d.Years(); ok && to-from <= 2 {
			return strconv.Itoa((from+to)/2) + "~"
		}
	}
	if y := bornFromAge(norm(r, register.AgeAtArrest), norm(r, register.ArrestDate)); y != "" {
		return y
	}
	return bornFromAge(norm(r, register.Age), src.WindowTo)
}

// bornFromAge is the year of birth that follows from an age on a date; "" where
// either does not say, or an age between two leaves too much open to compare.
func bornFromAge(age, on string) string {
	a, err := when.ParseAge(age)
	if err != nil {
		return ""
	}
	if a.Least != a.Most { // years
		return linkage.YearFromAge(age, partialDate(on))
	}
	d, err := when.Parse(on)
	if err != nil || d.IsZero() {
		return ""
	}
	born, err := a.Born(d)
	if err != nil {
		return ""
	}
	from, to, ok := born.Years()
	if !ok || to-from > 2 {
		return ""
	}
	return strconv.Itoa((from+to)/2) + "~"
}

// partialDate writes an EDTF date as far as one day, month or year is known;
// "" where it is not.
func partialDate(edtf string) string {
	d, err := when.Parse(edtf)
	if err != nil || d.IsZero() {
		return ""
	}
	y, ok := d.Year()
	switch {
	case !ok:
		return ""
	case d.Month() < 1 || d.Month() > 12:
		return fmt.Sprintf("%04d", y)
	case d.DayOfMonth() == 0:
		return fmt.Sprintf("%04d-%02d", y, d.Month())
	}
	return fmt.Sprintf("%04d-%02d-%02d", y, d.Month(), d.DayOfMonth())
}

// whereOf is the governorate and the community a person is from. A place that
// no gazetteer knows is compared as a folded text.
func whereOf(r register.Record) (governorate, town string) {
	governorate = norm(r, register.Governorate)
	for _, f := range []register.Field{register.Place, register.BirthPlace} {
		c, ok := r.First(f)
		if !ok {
			continue
		}
		if town = c.Norm; town == "" {
			town = linkage.Fold(c.Value)
		} else if governorate == "" {
			governorate = string(place.Code(town).Governorate())
		}
		break
	}
	if town == governorate {
		town = "" // said once already
	}
	return governorate, town
}

// numberOf is the number given inside a facility, with where and when it was
// given: it means nothing outside of these. Where a record does not say where, a
// source's numbers are taken for one house's.
func numberOf(r register.Record) string {
	scope := norm(r, register.Facility)
	if scope == "" {
		scope = string(r.Source)
	}
	from, to := heldYears(r)
	return people.ScopedNumber(scope, r.Value(register.DetaineeNo), from, to)
}

// heldYears are the years from and to which a record says that the person was
// held, zeroes where it does not.
func heldYears(r register.Record) (from, to int) {
	for _, f := range []register.Field{register.CustodyFrom, register.ArrestDate, register.CustodyTo, register.ReleaseDate} {
		d, err := when.Parse(norm(r, f))
		if err != nil || d.IsZero() {
			continue
		}
		first, last, ok := d.Years()
		if !ok {
			continue
		}
		if from == 0 {
			from = first
		}
		to = max(to, last)
	}
	return from, to
}
