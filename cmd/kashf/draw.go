package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"

	"kashf.org/kashf/internal/review"
)

// drawCommand is about draws of seats in file reviews. Neither command needs a
// deployment: an organisation makes its seed, and anybody recomputes a draw, on
// a machine of their own.
type drawCommand struct {
	Seed  drawSeed  `cmd:"" help:"Make a secret seed for a draw, and its hash."`
	Check drawCheck `cmd:"" help:"Recompute the seats of a draw from its record."`
}

type drawSeed struct {
	Draw string `arg:"" help:"The draw."`
	Org  string `arg:"" help:"The organisation, as the draw's page names it."`
}

// Run prints a fresh seed, to be kept secret until the list is frozen, and the
// hash to enter before.
func (c drawSeed) Run(_ context.Context, std stdio) error {
	raw := make([]byte, review.SeedSize)
	if _, err := rand.Read(raw); err != nil {
		return fmt.Errorf("draw a seed: %w", err)
	}
	seed := hex.EncodeToString(raw)
	_, err := fmt.Fprintf(std.out, "hash %s\nseed %s\n", review.CommitSeed(c.Draw, c.Org, seed), seed)
	return err
}

type drawCheck struct {
	File string `arg:"" help:"The record of the draw, as its page gives it."`
	JSON bool   `name:"json" help:"Print the seats as JSON."`
}

// Run recomputes the draw: every seed against its hash, then every seat.
func (c drawCheck) Run(_ context.Context, std stdio) error {
	text, err := os.ReadFile(std.path(c.File))
	if err != nil {
		return err
	}
	var d review.Draw
	if err := json.Unmarshal(text, &d); err != nil {
		return fmt.Errorf("%s: %w", c.File, err)
	}
	for _, o := range d.Orgs {
		if d.Seeds[o] != "" && review.CommitSeed(d.ID, o, d.Seeds[o]) != d.Commits[o] {
			return fmt.Errorf("the seed of %s is not the one whose hash it entered", o)
		}
	}
	seats, err := d.Assign()
	if err != nil {
		return err
	}
	if c.JSON {
		return printJSON(std.out, seats)
	}
	for _, s := range seats {
		if _, err := fmt.Fprintf(std.out, "%s\t%s\t%s\n", s.Case, s.Seat, s.Code); err != nil {
			return err
		}
	}
	return nil
}
