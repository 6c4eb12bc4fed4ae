package main

import (
	"bufio"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/web/screen/matches"
	"kashf.org/kashf/linkage"
)

// outputs are files that appear complete under their names, or not at all. Each
// is written beside its place under a name that the next run with the same
// arguments takes over, so that a killed run leaves nothing for long.
type outputs struct {
	by    string // who writes, where several may
	names []string
	files []*os.File
	bufs  []*bufio.Writer
	done  bool
}

// partial is where a file is written until it is complete, by one of several
// writers or by the only one.
func partial(name, by string) string {
	if by != "" {
		by = "." + by
	}
	return filepath.Join(filepath.Dir(name), "."+filepath.Base(name)+by+partialEnd)
}

const partialEnd = ".partial"

// newOutputs opens a file for each name that is not empty.
func newOutputs(by string, names ...string) (*outputs, error) {
	o := &outputs{by: by, names: names}
	for i, name := range names {
		for _, other := range names[:i] {
			if name != "" && filepath.Clean(name) == filepath.Clean(other) {
				o.discard()
				return nil, usage("two results are to go to %s", name)
			}
		}
		var f *os.File
		if name != "" {
			var err error
			if f, err = os.OpenFile(partial(name, by), os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600); err != nil {
				o.discard()
				return nil, fmt.Errorf("write beside %s: %w", name, errors.Unwrap(err))
			}
		}
		o.files = append(o.files, f)
		o.bufs = append(o.bufs, bufio.NewWriterSize(f, 1<<18))
	}
	return o, nil
}

// commit makes the files durable and gives them their names.
func (o *outputs) commit() error {
	for i, f := range o.files {
		if f == nil {
			continue
		}
		if err := errors.Join(o.bufs[i].Flush(), f.Sync(), f.Close()); err != nil {
			return fmt.Errorf("write %s: %w", o.names[i], err)
		}
	}
	for i, f := range o.files {
		if f == nil {
			continue
		}
		if err := os.Rename(partial(o.names[i], o.by), o.names[i]); err != nil {
			return fmt.Errorf("write %s: %w", o.names[i], err)
		}
	}
	o.done = true
	return nil
}

// discard removes what was not committed.
func (o *outputs) discard() {
	if o.done {
		return
	}
	for i, f := range o.files {
		if f == nil {
			continue
		}
		f.Close()
		if err := os.Remove(partial(o.names[i], o.by)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			continue // nothing under the final name, and the next run takes it over
		}
	}
}

// scratch is where items go that memory does not hold.
func scratch(out string) string {
	return filepath.Join(filepath.Dir(out), "."+filepath.Base(out)+".scratch")
}

// write writes what a run found.
func (r *linkRun) write(ctx context.Context, o *outputs, l *linkage.Linking) error {
	if err := writeClusters(o.bufs[0], l); err != nil {
		return fmt.Errorf("write %s: %w", r.Out, err)
	}
	if r.Pairs != "" {
		if err := writePairs(o.bufs[1], l); err != nil {
			return fmt.Errorf("write %s: %w", r.Pairs, err)
		}
	}
	if !r.reports() {
		return nil
	}
	r.slices.ready()
	stats := r.stats(l)
	if r.Stats != "" {
		if err := printJSON(o.bufs[2], stats); err != nil {
			return fmt.Errorf("write %s: %w", r.Stats, err)
		}
	}
	if r.Page != "" {
		if err := matches.ReportPage(locale.For(r.Lang), stats.Report).Render(ctx, o.bufs[3]); err != nil {
			return fmt.Errorf("write %s: %w", r.Page, err)
		}
	}
	return nil
}

func writeClusters(to io.Writer, l *linkage.Linking) error {
	w := csv.NewWriter(to)
	w.Write([]string{"record_id", "cluster_id"})
	row := make([]string, 2)
	for i, c := range l.Clusters {
		row[0], row[1] = l.Data.ID(i), l.Data.ID(int(c))
		w.Write(row)
	}
	w.Flush()
	return w.Error()
}

func writePairs(to io.Writer, l *linkage.Linking) error {
	w := csv.NewWriter(to)
	w.Write([]string{"left", "right", "weight", "probability"})
	row := make([]string, 4)
	for _, p := range l.Pairs {
		row[0], row[1] = l.Data.ID(int(p.I)), l.Data.ID(int(p.J))
		row[2] = strconv.FormatFloat(p.Bits.Bits(), 'f', 2, 64)
		row[3] = strconv.FormatFloat(l.Model.Probability(p.Bits), 'f', 6, 64)
		w.Write(row)
	}
	w.Flush()
	return w.Error()
}
