package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/store"
)

// rebuildCommand computes the tables anew from the ledger and the vault.
type rebuildCommand struct {
	folder `embed:""`
	Check  bool   `help:"Compare with the live tables and change nothing."`
	To     int64  `default:"-1" placeholder:"SEQ" help:"Stop before this entry; needs --out."`
	Out    string `placeholder:"E" help:"Write to this new SQLite file instead."`
}

// Run rebuilds, or compares.
func (c rebuildCommand) Run(ctx context.Context, std stdio) error {
	if c.To >= 0 && c.Out == "" {
		return usage("--to needs --out: the live tables are always whole")
	}
	return withDeployment(ctx, c.folder, std, func(ctx context.Context, d *deployment) error {
		if err := d.may(ctx, access.LedgerVerify, access.House); err != nil {
			return err
		}
		switch {
		case c.Check:
			return c.check(ctx, std, d)
		case c.Out != "":
			n, err := d.replayInto(ctx, std.path(c.Out), c.To)
			return c.done(std, n, err)
		}
		n, err := d.rebuild(ctx)
		return c.done(std, n, err)
	})
}

func (c rebuildCommand) done(std stdio, n int64, err error) error {
	if err != nil {
		return err
	}
	if c.JSON {
		return printJSON(std.out, map[string]any{"entries": n})
	}
	_, err = fmt.Fprintf(std.out, "applied %d entries\n", n)
	return err
}

func (c rebuildCommand) check(ctx context.Context, std stdio, d *deployment) error {
	diffs, err := d.compareRebuilt(ctx)
	if err != nil {
		return err
	}
	if c.JSON {
		if diffs == nil {
			diffs = []finding{}
		}
		if err := printJSON(std.out, map[string]any{"ok": len(diffs) == 0, "findings": diffs}); err != nil {
			return err
		}
	} else {
		for _, x := range diffs {
			fmt.Fprintf(std.out, "%s: %s\n", x.Where, x.What)
		}
	}
	if len(diffs) > 0 {
		return failure{code: exitFailed}
	}
	if !c.JSON {
		fmt.Fprintln(std.out, "the tables are those the ledger gives")
	}
	return nil
}

// rebuild replaces the tables in one transaction.
func (d *deployment) rebuild(ctx context.Context) (n int64, err error) {
	err = d.store.Rebuild(ctx, func(ctx context.Context, tx journal.Tx) error {
		n, err = d.journal.Kinds.Replay(ctx, journal.Env{Tx: tx, Blobs: blobs{d.vault}}, d.store.Entries(ctx, 0), -1, nil)
		return err
	})
	return n, err
}

// replayInto computes the tables in a new database.
func (d *deployment) replayInto(ctx context.Context, file string, upTo int64) (int64, error) {
	return d.replay(ctx, d.store, file, upTo)
}

func (d *deployment) replay(ctx context.Context, from *store.Store, file string, upTo int64) (n int64, err error) {
	s, err := store.Open(ctx, file)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if empty, err := s.Empty(ctx); err != nil || !empty {
		return 0, errors.Join(err, fmt.Errorf("%s is not empty", file))
	}
	err = s.Write(ctx, func(ctx context.Context, tx journal.Tx) error {
		n, err = d.journal.Kinds.Replay(ctx, journal.Env{Tx: tx, Blobs: blobs{d.vault}}, from.Entries(ctx, 0), upTo, nil)
		return err
	})
	return n, err
}

// compareRebuilt computes the tables beside the live ones and says which rows
// differ.
func (d *deployment) compareRebuilt(ctx context.Context) ([]finding, error) {
	live := d.store
	if d.shared {
		snap, done, err := d.snapshot(ctx)
		if err != nil {
			return nil, err
		}
		defer done()
		live = snap
	}
	file, done, err := d.scratch()
	if err != nil {
		return nil, err
	}
	defer done()
	if _, err := d.replay(ctx, live, file, -1); err != nil {
		return nil, err
	}
	again, err := store.Open(ctx, file)
	if err != nil {
		return nil, err
	}
	defer again.Close()
	return compareDumps(ctx, live, again)
}

// snapshot is the database as it stands at one moment, for comparisons while
// others write.
func (d *deployment) snapshot(ctx context.Context) (*store.Store, func(), error) {
	file, done, err := d.scratch()
	if err != nil {
		return nil, nil, err
	}
	if err := d.store.Snapshot(ctx, file); err != nil {
		done()
		return nil, nil, err
	}
	s, err := store.Open(ctx, file)
	if err != nil {
		done()
		return nil, nil, err
	}
	return s, func() { s.Close(); done() }, nil
}

// maxFindings bounds a comparison's report; the first few say where to look.
const maxFindings = 50

func compareDumps(ctx context.Context, live, again *store.Store) ([]finding, error) {
	a, b := dumpLines(ctx, live), dumpLines(ctx, again)
	defer a.close()
	defer b.close()
	var out []finding
	x, okX := a.next()
	y, okY := b.next()
	for (okX || okY) && len(out) < maxFindings {
		keyX, keyY := store.KeyOf(x), store.KeyOf(y)
		switch order := keyX.Compare(keyY); {
		case !okY || okX && order < 0:
			out = append(out, finding{keyX.String(), "is not in the ledger"})
			x, okX = a.next()
		case !okX || order > 0:
			out = append(out, finding{keyY.String(), "is missing"})
			y, okY = b.next()
		default:
			if x != y {
				out = append(out, finding{keyX.String(), "differs from what the ledger gives"})
			}
			x, okX = a.next()
			y, okY = b.next()
		}
	}
	return out, errors.Join(a.err(), b.err())
}

// lines reads a dump as it is written.
type lines struct {
	s    *bufio.Scanner
	pipe *io.PipeReader
	fail chan error
	got  error
	once bool
}

func dumpLines(ctx context.Context, s *store.Store) *lines {
	r, w := io.Pipe()
	l := &lines{s: bufio.NewScanner(r), pipe: r, fail: make(chan error, 1)}
	l.s.Buffer(make([]byte, 64<<10), 64<<20)
	go func() {
		err := s.Dump(ctx, w)
		w.CloseWithError(err)
		l.fail <- err
	}()
	return l
}

func (l *lines) next() (string, bool) { ok := l.s.Scan(); return l.s.Text(), ok }

func (l *lines) close() {
	l.pipe.Close()
	l.err()
}

func (l *lines) err() error {
	if !l.once {
		l.once = true
		l.pipe.Close()
		if err := <-l.fail; err != nil && !errors.Is(err, io.ErrClosedPipe) {
			l.got = err
		}
	}
	return errors.Join(l.got, l.s.Err())
}
