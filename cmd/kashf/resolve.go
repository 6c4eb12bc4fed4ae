package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/identity"
)

// resolveCommand links the register's records and enters the result.
type resolveCommand struct {
	folder `embed:""`
	Full   bool `help:"Learn anew from all records. Without it records are added under what the latest full run learnt, unless a full one is due."`
}

// Run links, showing how far it has come.
func (c resolveCommand) Run(ctx context.Context, std stdio) error {
	return withDeployment(ctx, c.folder, std, func(ctx context.Context, d *deployment) error {
		if err := d.may(ctx, access.RunStart, access.House); err != nil {
			return err
		}
		a, _, err := d.actor(ctx)
		if err != nil {
			return err
		}
		start := time.Now()
		r, err := d.identity.Link(ctx, a, identity.Order{Full: c.Full}, stagesOn(std))
		if err != nil {
			return err
		}
		if c.JSON {
			return printJSON(std.out, map[string]any{
				"entry": r.Entry, "records": r.Records, "persons": r.Persons, "links": r.Links, "open": r.Open,
				"base": r.Base, "added": r.Added, "threshold_bits": r.Threshold, "largest": r.Largest, "seconds": time.Since(start).Seconds(),
			})
		}
		_, err = fmt.Fprintf(std.out, "entry %d: %d records are %d persons; %d links; %d pairs wait for people; %.1f s\n",
			r.Entry, r.Records, r.Persons, r.Links, r.Open, time.Since(start).Seconds())
		return err
	})
}

// stagesOn shows the stage at work on a terminal, and nothing elsewhere.
func stagesOn(std stdio) func(stage string, done, total int64) {
	f, ok := std.err.(*os.File)
	if !ok || !isTerminal(f) {
		return nil
	}
	var bar *progressbar.ProgressBar
	last := ""
	return func(stage string, done, total int64) {
		if stage != last {
			if bar != nil {
				bar.Finish()
			}
			bar = progressbar.NewOptions64(total, progressbar.OptionSetWriter(f), progressbar.OptionSetDescription(stage), progressbar.OptionClearOnFinish())
			last = stage
		}
		bar.Set64(done)
	}
}
