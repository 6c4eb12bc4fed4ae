package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"kashf.org/kashf/linkage/local"
)

// share does the run with every other process that was given the same folder,
// and ends when its results are written, by whichever of them.
func (c linkCommand) share(ctx context.Context, std stdio) error {
	of, err := c.runDigest()
	if err != nil {
		return err
	}
	crew, err := local.Join(c.Share, of, c.Memory<<20, c.Lease)
	if errors.Is(err, local.ErrDone) {
		fmt.Fprintf(std.err, "the run in %s is complete already: its results are where it was told\n", c.Share)
		return c.sweepPartials()
	}
	if err != nil {
		return err
	}
	defer crew.Close()
	probe, err := newOutputs(crew.Holder(), c.results()...)
	if err != nil { // better now than after an hour
		return err
	}
	probe.discard()
	r, err := c.begin(std, nil, crew.Shuffle)
	if err != nil {
		return err
	}
	r.crew = crew
	if err = r.link(ctx); err == nil {
		return errors.Join(crew.Finish(), c.sweepPartials())
	}
	if crew.Done() && ctx.Err() == nil {
		// It failed because another completed the run, and swept away what this
		// process worked on.
		return c.sweepPartials()
	}
	return err
}

// runDigest tells runs apart that must not be mixed: it is of the tables, the
// spec, a kept model, where the results go and the program. Another program may learn otherwise, and
// so may the same one built for another processor.
func (c linkCommand) runDigest() (string, error) {
	h := sha256.New()
	program, err := os.Executable()
	if err != nil {
		return "", err
	}
	_, digest, err := readSpec(c.Spec)
	if err != nil {
		return "", err
	}
	fmt.Fprintf(h, "%s\x00%s\x00", digest, c.Under)
	for _, name := range c.results() { // one of them writes them all
		if name != "" {
			if name, err = filepath.Abs(name); err != nil {
				return "", err
			}
		}
		fmt.Fprintf(h, "%s\x00", name)
	}
	for _, name := range append([]string{program}, c.Files...) {
		fmt.Fprintf(h, "%s\x00", filepath.Base(name))
		if err := hashFile(h, name); err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(h.Sum(nil)) + "\n", nil
}

func hashFile(h io.Writer, name string) error {
	f, err := os.Open(name)
	if err != nil {
		return fmt.Errorf("open table: %w", err)
	}
	defer f.Close()
	_, err = io.Copy(h, f)
	return err
}

// writeShared has the results written by one of the crew. Each writes under a
// name of its own first, so that one that was taken for dead and wakes up spoils
// nothing.
func (r *linkRun) writeShared(ctx context.Context, write func(*outputs) error) error {
	return r.crew.Share(ctx, "write", 1, 1, nil, func(int, io.Writer) error {
		outs, err := newOutputs(r.crew.Holder(), r.results()...)
		if err != nil {
			return err
		}
		defer outs.discard()
		if err := write(outs); err != nil {
			return err
		}
		return outs.commit()
	}, func(int, io.Reader) error { return nil })
}

// sweepPartials removes what killed processes of the crew left beside the
// results. One that still writes for nothing, because it was taken for dead,
// finds its file gone and the results there.
func (c linkCommand) sweepPartials() error {
	var errs []error
	for _, name := range c.results() {
		if name == "" {
			continue
		}
		entries, err := os.ReadDir(filepath.Dir(name))
		errs = append(errs, err)
		for _, e := range entries {
			if !partialOf(e.Name(), filepath.Base(name)) {
				continue
			}
			if err := os.Remove(filepath.Join(filepath.Dir(name), e.Name())); !errors.Is(err, fs.ErrNotExist) {
				errs = append(errs, err)
			}
		}
	}
	return errors.Join(errs...)
}

// partialOf reports whether a file is one that a process of a crew writes a
// result in; that of a process alone is another, and so is that of a result
// with a longer name.
func partialOf(file, result string) bool {
	by, ok := strings.CutPrefix(file, "."+result+".")
	by, partial := strings.CutSuffix(by, partialEnd)
	_, err := hex.DecodeString(by)
	return ok && partial && err == nil && by != ""
}
