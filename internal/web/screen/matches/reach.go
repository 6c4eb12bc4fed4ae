package matches

import (
	"cmp"
	"context"
	"slices"

	"kashf.org/kashf/internal/register"
)

// A reach is the records that a reader may see, as the ranges of numbers that
// imports took. It says of which source a record is without reading it.
type reach struct {
	spans []span
	names map[register.SourceID]string
}

type span struct {
	first, last register.RecordID
	source      register.SourceID
}

func (s *Screen) reach(ctx context.Context, v register.Sight) (reach, error) {
	sources, err := s.Register.Sources(ctx, v)
	if err != nil {
		return reach{}, err
	}
	r := reach{names: make(map[register.SourceID]string, len(sources))}
	for _, src := range sources {
		imports, err := s.Register.Imports(ctx, v, src.ID)
		if err != nil {
			return reach{}, err
		}
		for _, im := range imports {
			if im.Undone == 0 && im.Taken > 0 {
				r.spans = append(r.spans, span{im.First, im.First + register.RecordID(im.Taken) - 1, src.ID})
				r.names[src.ID] = src.Name
			}
		}
	}
	slices.SortFunc(r.spans, func(a, b span) int { return cmp.Compare(a.first, b.first) })
	return r, nil
}

// source is the source of a record in sight.
func (r reach) source(id register.RecordID) (register.SourceID, bool) {
	i, ok := slices.BinarySearchFunc(r.spans, id, func(s span, id register.RecordID) int {
		switch {
		case s.last < id:
			return -1
		case s.first > id:
			return 1
		}
		return 0
	})
	if !ok {
		return "", false
	}
	return r.spans[i].source, true
}

// of reports whether both records are in sight, and one of them of the source;
// "" is any.
func (r reach) of(source register.SourceID, left, right register.RecordID) bool {
	l, okL := r.source(left)
	g, okR := r.source(right)
	return okL && okR && (source == "" || l == source || g == source)
}
