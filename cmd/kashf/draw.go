package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"strings"

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
	File   string `arg:"" help:"The record of the draw, as its page gives it."`
	Seats  string `placeholder:"FILE" help:"The seats as they were given, one a line as this command prints them; name each that the draw does not give."`
	Frozen string `placeholder:"FILE" help:"The record as it was when the list was frozen; name what was changed in the list since."`
	JSON   bool   `name:"json" help:"Print the seats as JSON."`
}

// Run recomputes the draw: every seed against its hash, the list's order, then
// every seat.
func (c drawCheck) Run(_ context.Context, std stdio) error {
	d, err := readDraw(std, c.File)
	if err != nil {
		return err
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
	if err := d.Check(); err != nil {
		return err
	}
	wrong, err := c.deviations(std, d)
	if err != nil {
		return err
	}
	if len(wrong) > 0 {
		for _, w := range wrong {
			fmt.Fprintln(std.err, w)
		}
		return failure{code: exitFailed}
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

func readDraw(std stdio, file string) (d review.Draw, err error) {
	text, err := os.ReadFile(std.path(file))
	if err != nil {
		return d, err
	}
	var x review.DrawSeen
	if err := json.Unmarshal(text, &x); err != nil {
		return d, fmt.Errorf("%s: %w", file, err)
	}
	if x.Partial {
		return d, fmt.Errorf("%s: %w", file, review.ErrPartial)
	}
	return x.Draw, nil
}

// deviations says in words what differs from the list as it was frozen and from
// the seats as they were given, where those were handed in.
func (c drawCheck) deviations(std stdio, d review.Draw) (out []string, err error) {
	if c.Frozen != "" {
		was, err := readDraw(std, c.Frozen)
		if err != nil {
			return nil, err
		}
		if was.ID != d.ID || was.Frozen == nil {
			return nil, fmt.Errorf("%s is no record of draw %s with a frozen list", c.Frozen, d.ID)
		}
		out = sinceFrozen(*was.Frozen, *d.Frozen)
	}
	if c.Seats == "" {
		return out, nil
	}
	given, err := readSeats(std, c.Seats)
	if err != nil {
		return nil, err
	}
	found, err := d.Deviations(given)
	for _, x := range found {
		out = append(out, fmt.Sprintf("case %s, seat %s: the draw gives it to %s, it was given to %s", x.Case, x.Seat, cmp.Or(x.Drawn, "nobody"), cmp.Or(x.Recorded, "nobody")))
	}
	return out, err
}

// sinceFrozen compares two lists place by place.
func sinceFrozen(was, is review.Freeze) (out []string) {
	for i := range max(len(was.Cases), len(is.Cases)) {
		var a, b review.DrawnCase
		if i < len(was.Cases) {
			a = was.Cases[i]
		}
		if i < len(is.Cases) {
			b = is.Cases[i]
		}
		switch {
		case a.Case != b.Case:
			out = append(out, fmt.Sprintf("place %d of the list: case %s, and %s when it was frozen", i+1, cmp.Or(b.Case, "none"), cmp.Or(a.Case, "none")))
		case !reflect.DeepEqual(a, b):
			out = append(out, fmt.Sprintf("place %d of the list: case %s is not as it was when it was frozen", i+1, b.Case))
		}
	}
	if !reflect.DeepEqual(was.Candidates, is.Candidates) {
		out = append(out, "the candidates are not those of the frozen list")
	}
	was.Cases, was.Candidates, is.Cases, is.Candidates = nil, nil, nil, nil
	if !reflect.DeepEqual(was, is) {
		out = append(out, "the ledger's root, its size or the rules are not those of the frozen list")
	}
	return out
}

// readSeats reads seats as this command prints them.
func readSeats(std stdio, file string) (out []review.Seating, err error) {
	text, err := os.ReadFile(std.path(file))
	if err != nil {
		return nil, err
	}
	n := 0
	for line := range strings.Lines(string(text)) {
		n++
		line = strings.TrimRight(line, "\r\n")
		if line == "" {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != 3 {
			return nil, fmt.Errorf("%s, line %d: a case, a seat and a code, with tabs between", file, n)
		}
		out = append(out, review.Seating{Case: review.CaseID(f[0]), Seat: f[1], Code: f[2]})
	}
	return out, nil
}
