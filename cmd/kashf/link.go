package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"kashf.org/kashf/internal/identity/people"
	"kashf.org/kashf/linkage"
	"kashf.org/kashf/linkage/local"
	"kashf.org/kashf/linkage/spec"
	"kashf.org/kashf/specs"
)

// linkCommand links any tables: no deployment, no register.
type linkCommand struct {
	Spec    string        `required:"" help:"The spec: a file, or the name of one that ships with the program (detainees, people-latin)."`
	Out     string        `required:"" help:"Where record_id,cluster_id goes."`
	Pairs   string        `help:"Where left,right,weight,probability goes."`
	Stats   string        `help:"Where the figures of the run go, as JSON."`
	Page    string        `help:"Where the report of the run goes as a page, which stands alone in its file."`
	Lang    string        `default:"ar" enum:"ar,en" help:"Language of the page: ar or en."`
	Keep    string        `help:"Keep the run in this new folder, so that records can be added to it. It then holds the data."`
	Under   string        `help:"Link under the model and block plan kept in this folder; nothing is learnt."`
	Add     string        `help:"Add the tables to the run kept in this folder, and write the clusters of all."`
	Share   string        `help:"Share the work with every other process that is given this folder and the same tables: each takes parts under lease, and what a killed one had begun another does."`
	Lease   time.Duration `default:"30s" help:"After how long without a sign of life a part of a shared run is taken over."`
	Memory  int64         `default:"256" help:"Megabytes that items may take in memory before they go to files beside --out."`
	Workers int           `help:"Processors to use; all without it."`
	Files   []string      `arg:"" name:"table" help:"CSV files in UTF-8."`
}

// tightGC lets the heap grow by half before it is collected: nearly all of it
// is the table, which stays, and a tenth more time is cheaper than twice the memory.
const tightGC = 50

// Run writes its files complete or not at all.
func (c linkCommand) Run(ctx context.Context, std stdio) error {
	if err := c.check(); err != nil {
		return err
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(tightGC)
	}
	if c.Share != "" {
		return roomless(c.share(ctx, std), c.Share)
	}
	return roomless(c.alone(ctx, std), filepath.Dir(c.Out))
}

// results are where the results go, "" for one that is not asked for.
func (c linkCommand) results() []string { return []string{c.Out, c.Pairs, c.Stats, c.Page} }

// reports says whether the report is asked for, in either form.
func (c linkCommand) reports() bool { return c.Stats != "" || c.Page != "" }

// begin readies a run. outs are nil where the results are opened when they are
// there.
func (c linkCommand) begin(std stdio, outs *outputs, shuffle *local.Shuffle) (*linkRun, error) {
	f, digest, err := readSpec(c.Spec)
	if err != nil {
		return nil, err
	}
	now := time.Now()
	return &linkRun{
		linkCommand: c, spec: f, digest: digest, outs: outs, shuffle: shuffle, start: now,
		watch: linkage.NewWatch(time.Now, stagesOn(std), shuffle.Written),
	}, nil
}

// alone does the run in this process.
func (c linkCommand) alone(ctx context.Context, std stdio) error {
	outs, err := newOutputs("", c.results()...)
	if err != nil {
		return err
	}
	defer outs.discard()
	shuffle, err := local.New(scratch(c.Out), c.Memory<<20)
	if err != nil {
		return err
	}
	defer shuffle.Close()
	r, err := c.begin(std, outs, shuffle)
	if err != nil {
		return err
	}
	if c.Add != "" {
		err = r.add(ctx)
	} else {
		err = r.link(ctx)
	}
	if err != nil {
		return err
	}
	return outs.commit()
}

// roomless says of a full disk what helps.
func roomless(err error, place string) error {
	if !errors.Is(err, syscall.ENOSPC) && !errors.Is(err, syscall.EDQUOT) {
		return err
	}
	return fmt.Errorf("the disk of %s is full: free some room, or give results a place on another, and begin again; no result was written: %w", place, err)
}

// leastLease is more than a busy machine or a slow file system takes to touch
// a file.
const leastLease = 200 * time.Millisecond

func (c linkCommand) check() error {
	given := 0
	for _, dir := range []string{c.Keep, c.Under, c.Add} {
		if dir != "" {
			given++
		}
	}
	switch {
	case c.Share != "" && (c.Keep != "" || c.Add != ""):
		return usage("--share goes with neither --keep nor --add")
	case c.Share != "" && c.Lease < leastLease:
		return usage("--lease must be at least %v", leastLease)
	case given > 1:
		return usage("--keep, --under and --add exclude each other")
	case c.Add != "" && c.Pairs != "":
		return usage("--add writes no pairs: they are kept in %s", c.Add)
	case c.Add != "" && c.Page != "":
		return usage("--add makes no page: it counts what it added alone, in --stats")
	case c.Memory < 1:
		return usage("--memory must be at least 1 megabyte")
	}
	return nil
}

// readSpec reads a spec file, or one that ships with the program.
func readSpec(name string) (f *spec.File, digest string, err error) {
	src, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) && !strings.ContainsAny(name, `/\.`) {
		shipped, shippedErr := specs.FS.ReadFile(name + ".yaml")
		if shippedErr != nil {
			return nil, "", fmt.Errorf("no spec %q: want a file, or one of %s", name, strings.Join(shippedSpecs(), ", "))
		}
		src, err = shipped, nil
	}
	if err != nil {
		return nil, "", fmt.Errorf("read spec: %w", err)
	}
	sum := sha256.Sum256(src)
	f, err = spec.Parse(filepath.Base(name), src, people.Kinds()...)
	return f, hex.EncodeToString(sum[:8]), err
}

func shippedSpecs() []string {
	all, _ := fs.Glob(specs.FS, "*.yaml") // the pattern is a good one
	for i, n := range all {
		all[i] = strings.TrimSuffix(n, ".yaml")
	}
	return all
}
