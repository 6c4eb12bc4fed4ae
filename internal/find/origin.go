package find

import (
	"context"
	"fmt"

	"kashf.org/kashf/internal/register"
)

// sourceOf is a store that knows of what origin a source is.
type sourceOf interface {
	SourceOf(ctx context.Context, v register.Sight, id register.SourceID) (register.Source, error)
}

// trace reads of what origin the sources are whose records came: what is told by
// two of one origin is told once. In a store that does not say, each is of its own.
func (x *Index) trace(ctx context.Context) error {
	x.mu.RLock()
	ids, known := x.sources.ids, len(x.origins)
	x.mu.RUnlock()
	s, ok := x.store.(sourceOf)
	var keys []string
	for _, id := range ids[known:] {
		src := register.Source{ID: id}
		if ok {
			found, err := s.SourceOf(ctx, register.Sight{Machine: true}, id)
			switch {
			case err == nil:
				src = found
			case !isNotFound(err): // gone since: its records go as well
				return fmt.Errorf("read of what origin a source is: %w", err)
			}
		}
		keys = append(keys, src.OriginKey())
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, k := range keys {
		x.origins = append(x.origins, x.origin.number(k))
	}
	return nil
}

// retrace has origins read again, after one may have changed.
func (x *Index) retrace() {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.origins, x.origin = nil, interned[string]{}
}

// originOf numbers the origin of a source. One that is not read yet is of its own.
// The caller holds the lock.
func (x *Index) originOf(source int32) int32 {
	if int(source) < len(x.origins) {
		return x.origins[source]
	}
	return -1 - source
}
