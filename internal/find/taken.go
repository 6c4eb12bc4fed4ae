package find

import (
	"context"
	"fmt"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/when"
)

// importOf is a store that knows when a list was taken in.
type importOf interface {
	ImportOf(ctx context.Context, v register.Sight, id register.ImportID) (register.Import, error)
}

// date reads on which days the lists were taken in whose records came.
func (x *Index) date(ctx context.Context) error {
	s, ok := x.store.(importOf)
	if !ok {
		return nil
	}
	x.mu.RLock()
	ids, known := x.imports.ids, len(x.days)
	x.mu.RUnlock()
	var on []when.Day
	for _, id := range ids[known:] {
		im, err := s.ImportOf(ctx, register.Sight{Machine: true}, id)
		switch {
		case isNotFound(err):
			on = append(on, when.MaxDay) // gone since: its entry comes
		case err != nil:
			return fmt.Errorf("read when a list was taken in: %w", err)
		default:
			on = append(on, when.DayOf(im.At.UTC()))
		}
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	x.days = append(x.days, on...)
	return nil
}

// dayOf is the day on which a list was taken in, [when.MaxDay] where that is not
// known. The caller holds the lock.
func (x *Index) dayOf(batch int32) when.Day {
	if int(batch) < len(x.days) {
		return x.days[batch]
	}
	return when.MaxDay
}
