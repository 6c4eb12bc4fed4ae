package register

import "kashf.org/kashf/when"

// A Birth is when the person was born, as far as any field tells.
type Birth struct {
	Date when.Date // zero where nothing is known
	// Rule is how the date held was read: [BornAsStated], [BornFromArrest],
	// [BornFromList].
	Rule    string
	By      string // the step of [RuleCorroborated] that settled it
	Origins int
	// Values are the dates read, as in [Line]; Norm is the date, Text the cell
	// as written.
	Values []Value
}

// How a date of birth is read from a record.
const (
	BornAsStated   = "birth.stated.v1"    // a date or a year of birth
	BornFromArrest = "birth.at_arrest.v1" // the age at arrest and the date of arrest
	BornFromList   = "birth.on_list.v1"   // the age on the list and the time the list covers
)

// birthOf holds one date of birth out of all that the records tell.
func birthOf(f File) Birth {
	from := f.sources()
	rules := make(map[string]string)
	var said []Said
	for _, r := range f.Records {
		for _, e := range birthsIn(r, from[r.Source]) {
			said = append(said, e.said)
			rules[birthKey(e.said)] = e.rule
		}
	}
	if len(said) == 0 {
		return Birth{}
	}
	m := measure{key: birthKey, agrees: birthsAgree, grain: dateGrain}
	values, by := choose(said, m)
	held := values[0].Says[0]
	return Birth{
		Date: dateOf(held.Claim), Rule: rules[birthKey(held)], By: by,
		Origins: support(values), Values: values,
	}
}

// A birthEvidence is a date read from a record, and how.
type birthEvidence struct {
	said Said
	rule string
}

// birthsIn reads the dates of birth that a record tells. An age is read only
// where the record does not state the date.
func birthsIn(r Record, s Source) []birthEvidence {
	var out []birthEvidence
	for _, f := range [...]Field{BirthDate, BirthYear} {
		if c, ok := r.First(f); ok && !dateOf(c).IsZero() {
			out = append(out, birthEvidence{saidBy(r, s, c), BornAsStated})
		}
	}
	if len(out) > 0 {
		return out
	}
	if c, ok := r.First(AgeAtArrest); ok {
		arrest, _ := r.First(ArrestDate)
		out = appendAge(out, saidBy(r, s, c), dateOf(arrest), BornFromArrest)
	}
	if c, ok := r.First(Age); ok {
		out = appendAge(out, saidBy(r, s, c), window(s), BornFromList)
	}
	return out
}

func appendAge(out []birthEvidence, s Said, on when.Date, rule string) []birthEvidence {
	age, err := when.ParseAge(s.Norm)
	if err != nil || on.IsZero() {
		return out
	}
	born, err := age.Born(on)
	if err != nil {
		return out
	}
	s.Norm = born.String()
	return append(out, birthEvidence{s, rule})
}

// window is the time a source covers, as one date known in part; zero where it
// is not known on both sides.
func window(s Source) when.Date {
	a, errA := when.Parse(s.WindowFrom)
	b, errB := when.Parse(s.WindowTo)
	if errA != nil || errB != nil {
		return when.Date{}
	}
	d, err := when.Between(a, b)
	if err != nil {
		return when.Date{}
	}
	return d
}

// birthKey keeps dates from ages apart from stated ones.
func birthKey(s Said) string { return s.Field.Key() + "=" + s.Norm }

// birthsAgree: one date can be the other said less precisely. A year that
// comes from an age may be one year off: ages are said in completed years and
// in begun ones.
func birthsAgree(a, b Said) bool {
	if datesAgree(a, b) {
		return true
	}
	if !fromAge(a) && !fromAge(b) {
		return false
	}
	a1, a2, okA := dateOf(a.Claim).Years()
	b1, b2, okB := dateOf(b.Claim).Years()
	return okA && okB && a1-1 <= b2 && b1-1 <= a2
}

func fromAge(s Said) bool { return s.Field == Age || s.Field == AgeAtArrest }
