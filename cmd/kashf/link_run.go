package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"runtime"
	"time"

	"kashf.org/kashf/linkage"
	"kashf.org/kashf/linkage/local"
	"kashf.org/kashf/linkage/spec"
)

// linkRun is one run of linkCommand.
type linkRun struct {
	linkCommand
	spec    *spec.File
	digest  string
	outs    *outputs
	shuffle *local.Shuffle
	crew    *local.Crew // nil where this process is alone
	watch   *linkage.Watch
	start   time.Time
	slices  *slicer // nil without --stats and --page
}

func (r *linkRun) workers() int {
	if r.Workers > 0 {
		return r.Workers
	}
	return runtime.GOMAXPROCS(0)
}

func (r *linkRun) options() linkage.Options {
	opt := linkage.Options{Workers: r.workers(), Progress: r.watch.Tell, Shuffle: r.shuffle}
	if r.crew != nil {
		opt.Shuffle = r.crew
	}
	return opt
}

// link links the tables, and keeps the run where that is asked for.
func (r *linkRun) link(ctx context.Context) (err error) {
	opt := r.options()
	if r.Under != "" {
		k, z, err := local.Open(r.Under, r.digest)
		if err != nil {
			return err
		}
		defer k.Close()
		opt.Frozen, opt.Weight = z, k.Weight
	}
	var keeper *local.Keeper
	var tee func(linkage.Kept) error
	if r.Keep != "" {
		if keeper, err = local.NewKeeper(r.Keep); err != nil {
			return err
		}
		tee = keeper.Add
		defer func() {
			if err != nil {
				err = errors.Join(err, keeper.Discard())
			}
		}()
	}
	r.watch.Tell("read", 0, 1)
	t, s, err := readTables(r.spec, r.Files, opt.Frozen, r.slicing(tee))
	if err != nil {
		return err
	}
	r.watch.Tell("prepare", 0, int64(t.Len()))
	d, err := t.data(ctx, r.workers())
	if err != nil {
		return err
	}
	l, err := linkage.Link(ctx, s, d, opt)
	if err != nil {
		return err
	}
	r.watch.Tell("write", 0, int64(d.Len()))
	if keeper != nil {
		if err := keeper.Done(ctx, l, r.digest, r.shuffle, r.workers()); err != nil {
			return err
		}
	}
	if r.crew != nil {
		return r.writeShared(ctx, func(o *outputs) error { return r.write(ctx, o, l) })
	}
	return r.write(ctx, r.outs, l)
}

// slicing gives what is to see every record as it is read: the report wants its
// traits, and next, which may be nil, what it says.
func (r *linkRun) slicing(next func(linkage.Kept) error) func(linkage.Spec) func(linkage.Kept) error {
	return func(s linkage.Spec) func(linkage.Kept) error {
		if !r.reports() {
			return next
		}
		r.slices = newSlicer(r.spec, s)
		return func(k linkage.Kept) error {
			r.slices.take(k)
			if next == nil {
				return nil
			}
			return next(k)
		}
	}
}

// add adds the tables to a kept run.
func (r *linkRun) add(ctx context.Context) error {
	k, z, err := local.Open(r.Add, r.digest)
	if err != nil {
		return err
	}
	defer k.Close()
	part, err := k.NewPart()
	if err != nil {
		return err
	}
	r.watch.Tell("read", 0, 1)
	t, s, err := readTables(r.spec, r.Files, z, func(linkage.Spec) func(linkage.Kept) error { return part.Add })
	if err != nil {
		return err
	}
	t.KeepRaw = true
	d, err := t.data(ctx, r.workers())
	if err != nil {
		return err
	}
	a, err := linkage.Add(ctx, s, z, k, d, r.options())
	if err != nil {
		return err
	}
	r.watch.Tell("write", 0, int64(k.Len()))
	if err := k.Grow(part, a); err != nil {
		return err
	}
	return r.writeAdded(k, a)
}

func (r *linkRun) writeAdded(k *local.Kept, a *linkage.Addition) error {
	w := csv.NewWriter(r.outs.bufs[0])
	w.Write([]string{"record_id", "cluster_id"})
	row := make([]string, 2)
	for id, cluster := range k.Clusters() {
		row[0], row[1] = id, cluster
		w.Write(row)
	}
	w.Flush()
	if err := w.Error(); err != nil {
		return fmt.Errorf("write %s: %w", r.Out, err)
	}
	if r.Stats == "" {
		return nil
	}
	return printJSON(r.outs.bufs[2], map[string]any{
		"records": k.Len(), "added": a.Data.Len(), "pairs_compared": a.Compared, "pairs_added": len(a.Pairs), "clustered_anew": a.Touched,
		"seconds": time.Since(r.start).Seconds(), "stages": r.watch.Stages(),
	})
}
