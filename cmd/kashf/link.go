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
	"time"

	"kashf.org/kashf/internal/identity/people"
	"kashf.org/kashf/linkage/local"
	"kashf.org/kashf/linkage/spec"
	"kashf.org/kashf/specs"
)

// linkCommand links any tables: no deployment, no register.
type linkCommand struct {
	Spec    string   `required:"" help:"The spec: a file, or the name of one that ships with the program (detainees, people-latin)."`
	Out     string   `required:"" help:"Where record_id,cluster_id goes."`
	Pairs   string   `help:"Where left,right,weight,probability goes."`
	Stats   string   `help:"Where the figures of the run go, as JSON."`
	Keep    string   `help:"Keep the run in this new folder, so that records can be added to it. It then holds the data."`
	Under   string   `help:"Link under the model and block plan kept in this folder; nothing is learnt."`
	Add     string   `help:"Add the tables to the run kept in this folder, and write the clusters of all."`
	Memory  int64    `default:"256" help:"Megabytes that items may take in memory before they go to files beside --out."`
	Workers int      `help:"Processors to use; all without it."`
	Files   []string `arg:"" name:"table" help:"CSV files in UTF-8."`
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
	f, digest, err := readSpec(c.Spec)
	if err != nil {
		return err
	}
	outs, err := newOutputs(c.Out, c.Pairs, c.Stats)
	if err != nil {
		return err
	}
	defer outs.discard()
	shuffle, err := local.New(scratch(c.Out), c.Memory<<20)
	if err != nil {
		return err
	}
	defer shuffle.Close()
	r := &linkRun{linkCommand: c, spec: f, digest: digest, outs: outs, shuffle: shuffle, watch: newStageWatch(stagesOn(std), time.Now())}
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

func (c linkCommand) check() error {
	given := 0
	for _, dir := range []string{c.Keep, c.Under, c.Add} {
		if dir != "" {
			given++
		}
	}
	switch {
	case given > 1:
		return usage("--keep, --under and --add exclude each other")
	case c.Add != "" && c.Pairs != "":
		return usage("--add writes no pairs: they are kept in %s", c.Add)
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
