package identity

import (
	"slices"

	"kashf.org/kashf/internal/identity/people"
	"kashf.org/kashf/linkage"
	"kashf.org/kashf/names"
)

// threshold is the mean of bits at which records are joined without a person's
// word. The mean is a cautious one: pairs that never met count as six bits
// against, and none counts for more than twelve. At 1 bit 98 joined pairs in
// 100 are right on both sets of the tests; at 3 bits 99 are, for a third fewer
// found. A false merge hides a person, a false split costs a look.
const threshold = 1

// few is the number of records below which a score alone joins little: see
// [doubted] and docs/decisions/0040.
const few = 300

// What a small register asks of a pair, in bits: how much any one field may
// speak against it, and how much the fields beside the name must speak for it.
const (
	mostAgainst  = -1
	leastBesides = 2
)

// doubted says that two records of a small register are left to people. So few
// records teach little: one pair in nine being about one person makes a name
// that two people share outweigh two mothers. People can look at all that is
// left open. Two rows are joined there only where nothing that both say speaks
// against it, and something beside the name speaks for it.
func doubted(x linkage.Explanation) bool {
	besides := 0.
	for _, f := range x.Fields {
		if f.Field == fieldName {
			continue
		}
		if f.Bits.Bits() < mostAgainst {
			return true
		}
		besides += f.Bits.Bits()
	}
	return besides < leastBesides
}

// carefully leaves doubted pairs of a small register to people.
func (in *input) carefully(s linkage.Spec) linkage.Spec {
	if len(in.ids) < few {
		s.Doubt = doubted
	}
	return s
}

// grey is the band of bits in which a pair is left for people.
var grey = [2]float64{-3, 6}

// compare is how each column is compared.
func compare(c *names.Comparer) map[string]linkage.Field {
	fields := []linkage.Field{
		{Name: fieldName, Compare: people.NewName(c)},
		{Name: fieldMother, Compare: people.NewMother(c)},
		{Name: fieldSex, Compare: linkage.Exact()},
		{Name: fieldBirthDate, Compare: linkage.Date(), Group: "born"},
		{Name: fieldBorn, Compare: linkage.Year(), Group: "born"},
		{Name: fieldGovernorate, Compare: linkage.Exact(), Frequency: true, Group: "where"},
		{Name: fieldPlace, Compare: people.Places(), Frequency: true, Group: "where"},
		{Name: fieldArrest, Compare: linkage.Date(), Within: fieldPlace},
		{Name: fieldNumber, Compare: people.Number{}},
		{Name: fieldNational, Compare: linkage.Exact(), Frequency: true},
		{Name: fieldOccupation, Compare: linkage.Exact(), Frequency: true},
		{Name: fieldResidence, Compare: linkage.Exact(), Frequency: true, Group: "where"},
		{Name: fieldList, Compare: people.List{}},
	}
	by := make(map[string]linkage.Field, len(fields))
	for _, f := range fields {
		by[f.Name] = f
	}
	return by
}

// specFor is the spec for records that say something in the given columns.
// What no record says is left out: it would be read a million times for
// nothing.
func specFor(c *names.Comparer, filled map[string]bool) linkage.Spec {
	by := compare(c)
	s := linkage.Spec{Threshold: new(float64(threshold)), Grey: grey, Seed: 1}
	kin := filled[fieldMother] || filled[fieldArrest]
	for _, column := range columns {
		f := by[column]
		if column == fieldName && !kin {
			f.Compare = people.LoneName{Name: f.Compare.(people.Name)}
		}
		if !filled[f.Within] {
			f.Within = ""
		}
		if filled[column] || column == fieldName {
			s.Fields = append(s.Fields, f)
		}
	}
	given := linkage.Key{Field: fieldName, Way: "given"}
	key := func(f string) linkage.Key { return linkage.Key{Field: f} }
	for _, r := range []linkage.Rule{
		{key(fieldName), key(fieldName)},
		{given, key(fieldBorn), key(fieldGovernorate)},
		{given, key(fieldArrest)},
		{given, key(fieldPlace)},
		{key(fieldName), key(fieldArrest), key(fieldPlace)},
		{key(fieldName), key(fieldMother), key(fieldGovernorate)},
		{key(fieldName), {Field: fieldBirthDate, Way: "day"}},
		{key(fieldBirthDate), key(fieldPlace), key(fieldOccupation)},
		{key(fieldName), key(fieldPlace), key(fieldOccupation)},
		{key(fieldName), key(fieldResidence)},
		{key(fieldBirthDate), key(fieldResidence)},
		{key(fieldNumber)},
		{key(fieldNational)},
	} {
		if !slices.ContainsFunc(r, func(k linkage.Key) bool { return k.Field != fieldName && !filled[k.Field] }) {
			s.Rules = append(s.Rules, r)
		}
	}
	if !kin {
		return s
	}
	s.Kin = &linkage.Kin{
		Shared: only(filled, fieldMother, fieldGovernorate, fieldPlace, fieldArrest),
		Apart:  only(filled, fieldBirthDate, fieldBorn),
	}
	return s
}

// only gives the fields that some record fills.
func only(filled map[string]bool, fields ...string) []string {
	return slices.DeleteFunc(fields, func(f string) bool { return !filled[f] })
}
