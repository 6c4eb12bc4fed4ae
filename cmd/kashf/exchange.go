package main

import (
	"context"
	"fmt"
	"os"
	"slices"

	"golang.org/x/mod/sumdb/note"

	"kashf.org/kashf/internal/review"
)

// exchangeCommand is about cases that go to another body. It needs no deployment:
// the recipient checks a case's file on a machine of their own.
type exchangeCommand struct {
	Check exchangeCheck `cmd:"" help:"Check a case's file against the key of the ledger it comes from."`
}

type exchangeCheck struct {
	Key  string `required:"" help:"The public key of the ledger, as its page shows it."`
	File string `arg:"" help:"The case's file."`
}

// Run exits 0 only where every proof holds and the file says what the proven
// entries say.
func (c exchangeCheck) Run(_ context.Context, std stdio) error {
	key, err := note.NewVerifier(c.Key)
	if err != nil {
		return usage("key: %w", err)
	}
	text, err := os.ReadFile(std.path(c.File))
	if err != nil {
		return err
	}
	p, err := review.ReadPackage(text)
	if err != nil {
		return fmt.Errorf("%s: %w", c.File, err)
	}
	n, err := p.Check(key)
	if err != nil {
		return fmt.Errorf("%s: %w", c.File, err)
	}
	fmt.Fprintf(std.out, "%s holds: %d entries of the ledger %s prove what they say\n", c.File, n, key.Name())
	for _, x := range p.Sealed {
		fmt.Fprintf(std.out, "not proved, its author is not told: %s (entry %d)\n", x.Line, x.Seq)
	}
	for _, l := range p.Unproven() {
		if !slices.ContainsFunc(p.Sealed, func(x review.Sealed) bool { return x.Line == l }) {
			fmt.Fprintf(std.out, "not proved, files of the first form prove less: %s\n", l)
		}
	}
	if len(p.Unproven()) > 0 {
		fmt.Fprintln(std.out, "have those compared with the ledger by an observer of the body that sent it: kashf verify --case FILE")
	}
	return nil
}
