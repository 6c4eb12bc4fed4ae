package dossier

import (
	"slices"

	"kashf.org/kashf/internal/register"
)

// A SourceRow is a source of a person's file.
type SourceRow struct {
	SourceRef
	Records []register.RecordID
	Rows    []int // in the file as it came, beside Records
	// SameOrigin are the other sources of the file that are not independent of
	// this one: together they count once.
	SameOrigin []SourceRef
	Owner      register.OrgID
	// Dropped are rows of it that a newer edition of the list no longer has.
	Dropped []register.Drop
}

func sourceRows(f register.File) []SourceRow {
	from := refsOf(f.Sources)
	var out []SourceRow
	for _, s := range f.Sources {
		row := SourceRow{SourceRef: from[s.ID], Owner: s.Owner}
		for _, r := range f.Records {
			if r.Source == s.ID {
				for _, d := range f.Drops {
					if d.Record == r.ID {
						row.Dropped = append(row.Dropped, d)
					}
				}
				row.Records, row.Rows = append(row.Records, r.ID), append(row.Rows, r.Row)
			}
		}
		for _, o := range f.Sources {
			if o.ID != s.ID && o.OriginKey() == s.OriginKey() {
				row.SameOrigin = append(row.SameOrigin, from[o.ID])
			}
		}
		if len(row.Records) > 0 {
			out = append(out, row)
		}
	}
	slices.SortStableFunc(out, func(a, b SourceRow) int { return int(a.Records[0] - b.Records[0]) })
	return out
}
