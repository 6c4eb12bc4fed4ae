package dossier

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"kashf.org/kashf/internal/register"
)

// A SourceList is the page of lists.
type SourceList struct {
	Sources []SourceSummary
	// Shared says how many persons two sources both name: Shared[i][j] for
	// Sources[i] and Sources[j], and on the diagonal how many a source names.
	Shared [][]int
}

// A SourceSummary is a source with its numbers.
type SourceSummary struct {
	register.Source
	Imports int // that stand
	Undone  int // imports taken back
	Records int
	Persons int
	Refused int // rows of imports that stand
	Latest  *register.Import
}

// A SourcePage is the page of one source.
type SourcePage struct {
	SourceSummary
	AllImports []register.Import // newest first, undone ones too
	Items      []register.Item
	Overlaps   []Overlap // most first
}

// An Overlap is another source that names some of the same persons.
type Overlap struct {
	Source SourceRef
	Shared int
	// Dependent: the two have one origin, so that agreement between them
	// confirms nothing.
	Dependent bool
}

// Sources reads the list of sources in sight.
func (d *Dossier) Sources(ctx context.Context, a Audience) (SourceList, error) {
	sources, err := d.register.Sources(ctx, a.Sight)
	if err != nil {
		return SourceList{}, fmt.Errorf("read sources: %w", err)
	}
	sv, err := d.surveyed(ctx)
	if err != nil {
		return SourceList{}, err
	}
	sv = sv.without(a.Sight.Closed)
	var out SourceList
	for _, s := range sources {
		sum, _, err := d.summary(ctx, a, s, sv)
		if err != nil {
			return out, err
		}
		out.Sources = append(out.Sources, sum)
		row := make([]int, len(sources))
		for j, o := range sources {
			row[j] = sv.shared[pairOf(s.ID, o.ID)]
			if o.ID == s.ID {
				row[j] = sv.persons[s.ID]
			}
		}
		out.Shared = append(out.Shared, row)
	}
	return out, nil
}

// Source reads the page of one source; [register.ErrNotFound] where it is
// absent or out of sight.
func (d *Dossier) Source(ctx context.Context, a Audience, id register.SourceID) (SourcePage, error) {
	s, err := d.register.SourceOf(ctx, a.Sight, id)
	if err != nil {
		return SourcePage{}, err
	}
	sv, err := d.surveyed(ctx)
	if err != nil {
		return SourcePage{}, err
	}
	sv = sv.without(a.Sight.Closed)
	var p SourcePage
	if p.SourceSummary, p.AllImports, err = d.summary(ctx, a, s, sv); err != nil {
		return p, err
	}
	if p.Items, err = d.register.Items(ctx, a.Sight, register.OfSource, string(id)); err != nil {
		return p, fmt.Errorf("read a source's files: %w", err)
	}
	p.Overlaps, err = d.overlaps(ctx, a, s, sv)
	return p, err
}

func (d *Dossier) summary(ctx context.Context, a Audience, s register.Source, sv *survey) (SourceSummary, []register.Import, error) {
	out := SourceSummary{Source: s, Records: sv.records[s.ID], Persons: sv.persons[s.ID]}
	imports, err := d.register.Imports(ctx, a.Sight, s.ID)
	if err != nil {
		return out, nil, fmt.Errorf("read imports: %w", err)
	}
	for i, im := range imports {
		if im.Undone != 0 {
			out.Undone++
			continue
		}
		out.Imports++
		out.Refused += im.Refused
		if out.Latest == nil || im.Seq > out.Latest.Seq {
			out.Latest = &imports[i]
		}
	}
	return out, imports, nil
}

func (d *Dossier) overlaps(ctx context.Context, a Audience, s register.Source, sv *survey) ([]Overlap, error) {
	all, err := d.register.Sources(ctx, a.Sight)
	if err != nil {
		return nil, fmt.Errorf("read sources: %w", err)
	}
	var out []Overlap
	for _, o := range all {
		if n := sv.shared[pairOf(s.ID, o.ID)]; n > 0 && o.ID != s.ID {
			out = append(out, Overlap{refOf(o), n, o.OriginKey() == s.OriginKey()})
		}
	}
	slices.SortStableFunc(out, func(a, b Overlap) int { return cmp.Compare(b.Shared, a.Shared) })
	return out, nil
}
