package linkage

import "fmt"

// An Explanation is a score taken apart. The parts add up to the total
// exactly: Prior + the fields' Bits - Kin = Total. The words are the caller's.
type Explanation struct {
	Left, Right string
	Prior       Centibits
	Fields      []Evidence
	Kin         Centibits // taken away because the pair looks like kin
	Total       Centibits
	// Apart says that the two are in one list that holds nothing twice, or
	// that a veto parts them, whatever the total.
	Apart bool
}

// Evidence is what one field says of a pair.
type Evidence struct {
	Field string
	Level string // "missing" where either value is
	Bits  Centibits
	// Covered evidence overlaps with a field of its group and adds nothing.
	Covered bool
}

// Explain takes the score of any two records apart, whether or not they met.
func (m *Model) Explain(left, right string) (Explanation, error) {
	i, ok := m.data.Index(left)
	if !ok {
		return Explanation{}, fmt.Errorf("%w: no record %q", ErrRecords, left)
	}
	j, ok := m.data.Index(right)
	if !ok {
		return Explanation{}, fmt.Errorf("%w: no record %q", ErrRecords, right)
	}
	return m.explain(int32(i), int32(j)), nil
}

// explain takes the score of two rows apart.
func (m *Model) explain(i, j int32) Explanation {
	parts := make([]part, len(m.fields))
	same, kin := m.compare(i, j, parts)
	x := Explanation{Left: m.data.ids[i], Right: m.data.ids[j], Prior: m.priorBits(), Kin: m.kinBits(kin), Total: m.total(same, kin)}
	for f, p := range parts {
		e := Evidence{Field: m.fields[f].Name, Level: m.fields[f].levelName(p.seen), Bits: p.same, Covered: p.covered}
		if p.covered {
			e.Bits = 0
		}
		x.Fields = append(x.Fields, e)
	}
	x.Apart = m.apart != nil && m.apart(i, j)
	return x
}

func (f *fieldModel) levelName(s seen) string {
	switch {
	case s.level == Missing:
		return "missing"
	case f.grader == nil:
		return s.name
	}
	return f.grader.Levels()[s.level]
}
