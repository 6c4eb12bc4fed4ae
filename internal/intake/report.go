package intake

import (
	"cmp"
	"slices"

	"kashf.org/kashf/internal/register"
)

// A Report counts what became of a list's rows, and shows the first examples
// of what was refused and not understood. Its size does not grow with the list.
type Report struct {
	Read, Taken, Refused, Skipped int // Read is the sum of the others
	// Unmapped are the columns that were kept raw only.
	Unmapped []string
	columns  []Column
	groups   map[groupKey]*Group
}

// A Group is all issues of one reason in one column.
type Group struct {
	Column int // 1-based, 0 for whole rows
	Header string
	Field  register.Field
	Reason Reason
	Count  int
	First  []Issue // the first [GroupExamples] of them
}

type groupKey struct {
	column int
	reason Reason
}

// GroupExamples is how many issues of one group a report keeps.
const GroupExamples = 20

// NewReport starts the report of one reading with m.
func NewReport(m Mapping) *Report {
	return &Report{Unmapped: m.Unmapped(), columns: m.Columns, groups: map[groupKey]*Group{}}
}

// Add counts a row.
func (r *Report) Add(row Row) {
	r.Read++
	switch row.State {
	case Taken:
		r.Taken++
	case Refused:
		r.Refused++
	case Skipped:
		r.Skipped++
	}
	for _, i := range row.Issues {
		r.addIssue(i)
	}
}

func (r *Report) addIssue(i Issue) {
	key := groupKey{i.Column, i.Reason}
	g := r.groups[key]
	if g == nil {
		g = &Group{Column: i.Column, Field: i.Field, Reason: i.Reason}
		if i.Column > 0 && i.Column <= len(r.columns) {
			g.Header = r.columns[i.Column-1].Header
		}
		r.groups[key] = g
	}
	g.Count++
	if len(g.First) < GroupExamples {
		g.First = append(g.First, i)
	}
}

// Groups lists the groups, by column and then by reason.
func (r *Report) Groups() []Group {
	out := make([]Group, 0, len(r.groups))
	for _, g := range r.groups {
		out = append(out, *g)
	}
	slices.SortFunc(out, func(a, b Group) int {
		return cmp.Or(cmp.Compare(a.Column, b.Column), cmp.Compare(a.Reason, b.Reason))
	})
	return out
}
