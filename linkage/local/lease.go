package local

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"
)

const leaseSuffix = ".lease"

// A sign is when a lease was touched last, by the clock of its file system, and
// when this process saw it so first, by its own.
type sign struct{ touched, seen time.Time }

// claim takes the lease of a part, unless another has it and keeps it.
func (s *shared) claim(part int) (bool, error) {
	lease := s.path(part) + leaseSuffix
	f, err := os.OpenFile(lease, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err == nil {
		return true, f.Close()
	}
	if !errors.Is(err, fs.ErrExist) {
		return false, fmt.Errorf("share: %w", err)
	}
	at, err := os.Lstat(lease)
	if err != nil {
		return false, nil // given back just now: the next look tells
	}
	if !at.Mode().IsRegular() { // it could neither be kept nor be taken over
		return false, fmt.Errorf("%w: %s is no lease: remove it", ErrCrew, lease)
	}
	last, ok := s.seen[part]
	if !ok || !last.touched.Equal(at.ModTime()) {
		s.seen[part] = sign{at.ModTime(), time.Now()}
		return false, nil
	}
	if time.Since(last.seen) < s.lease {
		return false, nil
	}
	// Two may take it over at once: both do the part, to no harm.
	delete(s.seen, part)
	now := time.Now()
	err = os.Chtimes(lease, now, now)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return false, fmt.Errorf("take over a lease: %w", err)
	}
	return err == nil, nil
}

// keep touches a lease until ctx ends.
func keep(ctx context.Context, lease string, every time.Duration) {
	tick := time.NewTicker(max(every, time.Millisecond))
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case now := <-tick.C:
			os.Chtimes(lease, now, now) // if it is gone, the part is done
		}
	}
}
