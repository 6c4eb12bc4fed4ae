package linkage

import "fmt"

// A Verdict is a human answer to "are these two of one thing?".
type Verdict uint8

// The answers. Both Different and Relatives part two records; CannotTell
// binds nothing but takes the pair from the queue.
const (
	CannotTell Verdict = iota
	Same
	Relatives
	Different
)

// A Judgement is a human answer about two records, by their ids. It binds.
type Judgement struct {
	Left, Right string
	Verdict     Verdict
}

// A Conflict is a Same judgement that could not be kept, since with the other
// judgements it would join two records that one of them parts.
type Conflict struct{ Left, Right string }

// bind turns judgements into constraints. asked holds every judged pair.
func bind(d *Data, judgements []Judgement) (c Constraints, asked map[[2]int32]bool, err error) {
	asked = map[[2]int32]bool{}
	for _, j := range judgements {
		a, ok := d.Index(j.Left)
		if !ok {
			return c, nil, fmt.Errorf("%w: judgement on %q, which is not there", ErrRecords, j.Left)
		}
		b, ok := d.Index(j.Right)
		if !ok || a == b {
			return c, nil, fmt.Errorf("%w: judgement on %q, which is not there or is the other record too", ErrRecords, j.Right)
		}
		p := [2]int32{int32(min(a, b)), int32(max(a, b))}
		asked[p] = true
		switch j.Verdict {
		case Same:
			c.Must = append(c.Must, p)
		case Different:
			c.Cannot = append(c.Cannot, p)
		case Relatives:
			c.Cannot, c.Kin = append(c.Cannot, p), append(c.Kin, p)
		}
	}
	return c, asked, nil
}

// vetoes tells pairs that compare at a vetoed level.
func (m *Model) vetoes(spec Spec) func(i, j int32) bool {
	type veto struct {
		field *fieldModel
		at    int
		bad   [maxLevels]bool
	}
	var all []veto
	for _, v := range spec.Vetoes {
		at := m.data.field(v.Field)
		w := veto{field: &m.fields[at], at: at}
		for l, name := range w.field.grader.Levels() {
			for _, bad := range v.Levels {
				w.bad[l] = w.bad[l] || name == bad
			}
		}
		all = append(all, w)
	}
	return func(i, j int32) bool {
		for k := range all {
			f := all[k].at
			if s := all[k].field.see(m.data.row(i)[f], m.data.row(j)[f]); s.level != Missing && all[k].bad[s.level] {
				return true
			}
		}
		return false
	}
}

// parted says which pairs are not joined by score: those that are apart, and
// those that the spec leaves to people.
func (m *Model) parted(spec Spec) func(i, j int32) bool {
	if spec.Doubt == nil {
		return m.apart
	}
	return func(i, j int32) bool { return m.apart(i, j) || spec.Doubt(m.explain(i, j)) }
}
