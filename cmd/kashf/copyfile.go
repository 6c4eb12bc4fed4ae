package main

import (
	"context"
	"fmt"
	"os"

	"golang.org/x/mod/sumdb/note"

	"kashf.org/kashf/internal/review"
)

// copyCommand is about copies of a file that somebody was given to read. It needs
// no deployment: an observer checks what a reader shows on a machine of their own.
type copyCommand struct {
	Check copyCheck `cmd:"" help:"Check what a reader was given against the key of the ledger."`
}

type copyCheck struct {
	Key  string `required:"" help:"The public key of the ledger, as its page shows it."`
	File string `arg:"" help:"The file of the copy."`
}

// Run exits 0 only where the file holds, to the letter, what was entered when the
// copy was given.
func (c copyCheck) Run(_ context.Context, std stdio) error {
	key, err := note.NewVerifier(c.Key)
	if err != nil {
		return usage("key: %w", err)
	}
	text, err := os.ReadFile(std.path(c.File))
	if err != nil {
		return err
	}
	f, err := review.ReadCopyFile(text)
	if err != nil {
		return fmt.Errorf("%s: %w", c.File, err)
	}
	x, err := f.Check(key)
	if err != nil {
		return fmt.Errorf("%s: %w", c.File, err)
	}
	_, err = fmt.Fprintf(std.out, "%s holds: copy %d of case %s, hash %s, entry %d of the ledger %s\n", c.File, x.N, f.Copy.Case, x.Hash, x.Seq, key.Name())
	return err
}
