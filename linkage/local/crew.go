package local

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"kashf.org/kashf/linkage"
)

// A Crew is a shuffle of several processes, on one machine or on many, that see
// one folder. Each takes parts of a stage under lease and leaves there what
// they come to:
//
//	run                 what the run is of: tables, spec and program
//	000-block/4         what a part came to; it appears complete or not at all
//	000-block/4.lease   somebody does it
//	scratch-…           the items of one process
//	done                the results are written
//
// A lease is kept by touching its file. Who sees one untouched for the given
// time, by a clock of his own, takes the part over; clocks of machines are not
// compared. Leases save work and decide nothing: two that do one part leave
// the same bytes.
type Crew struct {
	*Shuffle
	dir    string
	me     string
	lease  time.Duration
	stages int
}

var _ linkage.Crew = (*Crew)(nil)

// ErrCrew is wrapped by errors about a folder that cannot be shared.
var ErrCrew = errors.New("shared run")

// ErrDone is given by Share where another process has completed the run.
var ErrDone = fmt.Errorf("%w: it is complete", ErrCrew)

const (
	runFile     = "run"
	doneFile    = "done"
	scratch     = "scratch-"
	partialMark = ".partial-"
)

// ours are the names of what processes of a crew leave in its folder until the
// run is complete.
var ours = regexp.MustCompile("^([0-9]{3}-[a-z]+|" + scratch + "[0-9a-f]{16}|(" + runFile + "|" + doneFile + ")" + partialMark + "[0-9a-f]{16})$")

// Join joins the run in dir, or begins it. run says what it is of, by a digest:
// processes of another are refused. memory is that of [New], and lease is after
// how long without a sign of life a part is taken over.
func Join(dir, run string, memory int64, lease time.Duration) (*Crew, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("share %s: %w", dir, err)
	}
	c := &Crew{dir: dir, me: newHolder(), lease: lease}
	if err := c.agree(run); err != nil {
		return nil, err
	}
	if c.Done() {
		c.sweep() // what is left is in nobody's way
		return nil, ErrDone
	}
	var err error
	c.Shuffle, err = New(filepath.Join(dir, scratch+c.me), memory)
	return c, err
}

func newHolder() string {
	b := make([]byte, 8)
	rand.Read(b) // never fails
	return hex.EncodeToString(b)
}

// agree makes sure that all do one run.
func (c *Crew) agree(run string) error {
	name := filepath.Join(c.dir, runFile)
	there, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		if err := c.unused(); err != nil {
			return err
		}
		if err := c.place(name, func(w io.Writer) error {
			_, err := io.WriteString(w, run)
			return err
		}); err != nil {
			return err
		}
		there, err = os.ReadFile(name) // another may have been quicker
	}
	if err != nil {
		return fmt.Errorf("share %s: %w", c.dir, err)
	}
	if string(there) != run {
		return fmt.Errorf("%w: %s is of other tables, another spec, other results or another program: give a folder of its own, or remove it", ErrCrew, c.dir)
	}
	return nil
}

// unused makes sure that nobody keeps anything else in the folder.
func (c *Crew) unused() error {
	entries, err := os.ReadDir(c.dir)
	if err != nil {
		return fmt.Errorf("share %s: %w", c.dir, err)
	}
	for _, e := range entries {
		if e.Name() == runFile { // another was quicker
			return nil
		}
		if !strings.HasPrefix(e.Name(), runFile+partialMark) {
			return fmt.Errorf("%w: %s is no folder of a run: %s lies in it; give a folder that is new or empty", ErrCrew, c.dir, e.Name())
		}
	}
	return nil
}

// Holder is a name that no other process of the crew has.
func (c *Crew) Holder() string { return c.me }

// Done reports whether the run is complete.
func (c *Crew) Done() bool {
	_, err := os.Stat(filepath.Join(c.dir, doneFile))
	return err == nil
}

// Finish says that the run is complete, and removes all that the crew left but
// that.
func (c *Crew) Finish() error {
	if err := c.place(filepath.Join(c.dir, doneFile), func(io.Writer) error { return nil }); err != nil {
		return err
	}
	err := c.sweep()
	for range sweeps { // another may have put something there meanwhile, and will see that it is over
		if err == nil {
			break
		}
		time.Sleep(firstWait)
		err = c.sweep()
	}
	return err
}

// sweeps is how often a folder is swept again where others are still at work.
const sweeps = 100

// sweep removes all that the crew of a complete run left but what says so. It
// touches nothing else: who runs a crew may keep its results beside.
func (c *Crew) sweep() error {
	entries, err := os.ReadDir(c.dir)
	for _, e := range entries {
		if ours.MatchString(e.Name()) {
			err = errors.Join(err, os.RemoveAll(filepath.Join(c.dir, e.Name())))
		}
	}
	return err
}

// Close removes what this process alone used. Where the run is complete it
// sweeps too: another may have finished while this one began a stage. What it
// cannot sweep, because another sweeps it, is in nobody's way.
func (c *Crew) Close() error {
	err := c.Shuffle.Close()
	if c.Done() {
		c.sweep()
	}
	return err
}

// place writes a file that appears complete or not at all.
func (c *Crew) place(name string, write func(io.Writer) error) error {
	partial := name + partialMark + c.me
	// A file of this process alone, and no link that somebody put there.
	f, err := os.OpenFile(partial, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("share: %w", err)
	}
	if err := errors.Join(write(f), f.Sync(), f.Close()); err != nil {
		os.Remove(partial)
		return fmt.Errorf("share: %w", err)
	}
	if err := os.Rename(partial, name); err != nil {
		os.Remove(partial)
		return fmt.Errorf("share: %w", err)
	}
	return nil
}

// Share has every part done by one of the crew. Where another completed the
// run meanwhile the error is [ErrDone].
func (c *Crew) Share(ctx context.Context, stage string, n, workers int, done func(n, of int64),
	do func(part int, w io.Writer) error, take func(part int, r io.Reader) error,
) error {
	s := &shared{
		Crew: c, dir: filepath.Join(c.dir, fmt.Sprintf("%03d-%s", c.stages, stage)), n: n, do: do, tell: done,
		took: make([]bool, n), seen: map[int]sign{},
	}
	c.stages++
	err := s.all(ctx, workers)
	for part := 0; err == nil && part < n; part++ {
		err = s.take(part, take)
	}
	if err != nil && ctx.Err() == nil && c.Done() { // its files are gone
		return ErrDone
	}
	return err
}

// shared is one stage.
type shared struct {
	*Crew
	dir  string
	n    int
	do   func(part int, w io.Writer) error
	tell func(n, of int64)

	mu   sync.Mutex
	took []bool // done, or being done by this process
	done int
	seen map[int]sign
}

// all goes on until every part is done by somebody.
func (s *shared) all(ctx context.Context, workers int) error {
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		return fmt.Errorf("share: %w", err)
	}
	g, ctx := errgroup.WithContext(ctx)
	for range max(1, min(workers, s.n)) {
		g.Go(func() error {
			for wait := firstWait; ; {
				switch part, err := s.next(); {
				case err != nil || part == s.n:
					return err
				case part >= 0:
					if err := s.make(ctx, part); err != nil {
						return err
					}
					wait = firstWait
					continue
				}
				if err := pause(ctx, wait); err != nil {
					return err
				}
				wait = min(2*wait, longestWait)
			}
		})
	}
	return g.Wait()
}

// How long a process waits for others before it looks again.
const (
	firstWait   = 10 * time.Millisecond
	longestWait = time.Second
)

func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

func (s *shared) path(part int) string { return filepath.Join(s.dir, strconv.Itoa(part)) }

// next gives a part that this process now holds the lease of; -1 where all
// that are open are with others, and n where none is open.
func (s *shared) next() (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.Done() {
		return 0, ErrDone
	}
	open := false
	for part, took := range s.took {
		if took {
			continue
		}
		if _, err := os.Stat(s.path(part)); err == nil {
			s.ended(part)
			continue
		}
		open = true
		ok, err := s.claim(part)
		if err != nil {
			return 0, err
		}
		if ok {
			s.took[part] = true
			return part, nil
		}
	}
	if open || s.done < s.n {
		return -1, nil
	}
	return s.n, nil
}

// ended counts a part that is there.
func (s *shared) ended(part int) {
	s.took[part] = true
	s.done++
	if s.tell != nil {
		s.tell(int64(s.done), int64(s.n))
	}
}

// make does a part, and keeps its lease meanwhile.
func (s *shared) make(ctx context.Context, part int) error {
	lease := s.path(part) + leaseSuffix
	ctx, stop := context.WithCancel(ctx)
	kept := make(chan struct{})
	go func() {
		defer close(kept)
		keep(ctx, lease, s.lease/4)
	}()
	err := s.place(s.path(part), func(w io.Writer) error { return sealed(w, func(w io.Writer) error { return s.do(part, w) }) })
	stop()
	<-kept
	os.Remove(lease) // what is there is no longer asked for
	if err != nil {
		if _, there := os.Stat(s.path(part)); there != nil {
			return err
		}
		// Another, who took this process for dead, has done it meanwhile.
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ended(part)
	return nil
}

func (s *shared) take(part int, take func(part int, r io.Reader) error) error {
	f, err := os.Open(s.path(part))
	if err != nil {
		return fmt.Errorf("share: %w", err)
	}
	defer f.Close()
	whole, err := unsealed(f)
	if err == nil {
		err = take(part, whole)
	}
	if err != nil {
		return fmt.Errorf("%w: %s: %w; remove %s and begin again", ErrCrew, s.path(part), err, s.Crew.dir)
	}
	return nil
}
