package main

import (
	"context"
	"fmt"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/register"
)

// undoCommand undoes what can be undone, as a new entry.
type undoCommand struct {
	folder `embed:""`
	Entry  int64  `arg:"" help:"Number of the entry to undo."`
	Why    string `required:"" help:"The reason; it is entered with the undoing."`
}

// Run undoes one entry.
func (c undoCommand) Run(ctx context.Context, std stdio) error {
	return withDeployment(ctx, c.folder, std, func(ctx context.Context, d *deployment) error {
		a, _, err := d.actor(ctx)
		if err != nil {
			return err
		}
		e, _, err := d.store.Entry(ctx, c.Entry)
		if err != nil {
			return err
		}
		if err := d.may(ctx, access.LedgerUndo, access.Resource{Kind: access.OnEntry, Owner: register.OrgID(e.Org)}); err != nil {
			return err
		}
		seq, err := d.identity.Undo(ctx, a, e.Seq, c.Why)
		if err != nil {
			return err
		}
		if c.JSON {
			return printJSON(std.out, map[string]int64{"entry": seq, "undone": c.Entry})
		}
		_, err = fmt.Fprintf(std.out, "entry %d is undone by entry %d\n", c.Entry, seq)
		return err
	})
}
