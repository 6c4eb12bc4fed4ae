package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"kashf.org/kashf/internal/identity/people"
	"kashf.org/kashf/linkage"
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
	Memory  int64    `default:"256" help:"Megabytes that items may take in memory before they go to files beside --out."`
	Workers int      `help:"Processors to use; all without it."`
	Files   []string `arg:"" name:"table" help:"CSV files in UTF-8."`
}

// Run writes its files complete or not at all.
func (c linkCommand) Run(ctx context.Context, std stdio) error {
	f, err := readSpec(c.Spec)
	if err != nil {
		return err
	}
	outs, err := newOutputs(c.Out, c.Pairs, c.Stats)
	if err != nil {
		return err
	}
	defer outs.discard()
	start := time.Now()
	workers := c.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	t, s, err := readTables(f, c.Files)
	if err != nil {
		return err
	}
	shuffle, err := local.New(scratch(c.Out), c.Memory<<20)
	if err != nil {
		return err
	}
	defer shuffle.Close()
	watch := newStageWatch(stagesOn(std), start)
	watch.tell("prepare", 0, int64(t.Len()))
	d, err := t.data(ctx, workers)
	if err != nil {
		return err
	}
	l, err := linkage.Link(ctx, s, d, linkage.Options{Workers: workers, Progress: watch.tell, Shuffle: shuffle})
	if err != nil {
		return err
	}
	watch.tell("write", 0, int64(d.Len()))
	if err := writeLinked(outs, c, l, watch, shuffle); err != nil {
		return err
	}
	return outs.commit()
}

// readSpec reads a spec file, or one that ships with the program.
func readSpec(name string) (*spec.File, error) {
	src, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) && !strings.ContainsAny(name, `/\.`) {
		shipped, shippedErr := specs.FS.ReadFile(name + ".yaml")
		if shippedErr != nil {
			return nil, fmt.Errorf("no spec %q: want a file, or one of %s", name, strings.Join(shippedSpecs(), ", "))
		}
		src, err = shipped, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read spec: %w", err)
	}
	return spec.Parse(filepath.Base(name), src, people.Kinds()...)
}

func shippedSpecs() []string {
	all, _ := fs.Glob(specs.FS, "*.yaml") // the pattern is a good one
	for i, n := range all {
		all[i] = strings.TrimSuffix(n, ".yaml")
	}
	return all
}
