package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"

	"kashf.org/kashf/names"
)

type scoreCommand struct {
	JSON bool `name:"json" help:"Write an object a line instead of CSV."`
}

// Help says what the figures mean.
func (scoreCommand) Help() string {
	return `Reads CSV rows of name1,name2, with or without that header, and writes name1,name2,score,bits. ` +
		`Bits are what the two say for one person, kept on the side that their likeness as spellings is on: a rare given name that two men share does not outweigh two families. ` +
		`Score is the same as 0 to 1: 0.5 is where nothing speaks for or against, and from there on the two are taken for one name. It decides nothing about persons.`
}

// Run writes name1,name2,score,bits for each pair read.
func (c scoreCommand) Run(ctx context.Context, std stdio) error {
	in := csv.NewReader(afterMark(std.in))
	in.FieldsPerRecord = -1
	write, flush := c.writer(std.out)
	cmp := names.NewComparer(names.Options{})
	for first := true; ; first = false {
		row, err := in.Read()
		if err == io.EOF {
			return flush()
		}
		if err != nil {
			return err
		}
		if len(row) < 2 {
			line, _ := in.FieldPos(0)
			return fmt.Errorf("line %d has %d columns: want name1,name2", line, len(row))
		}
		if first && row[0] == "name1" {
			continue
		}
		if err := errors.Join(write(row[0], row[1], cmp.CompareStrings(row[0], row[1])), ctx.Err()); err != nil {
			return err
		}
	}
}

// writer gives what writes a pair, and what ends the writing.
func (c scoreCommand) writer(w io.Writer) (write func(a, b string, c names.Comparison) error, flush func() error) {
	if c.JSON {
		lines := asLines(w)
		return func(a, b string, c names.Comparison) error {
			out := comparedOf(a, b, c)
			out.Parts = nil
			return lines.Encode(out)
		}, func() error { return nil }
	}
	out := csv.NewWriter(w)
	head := out.Write([]string{"name1", "name2", "score", "bits"})
	return func(a, b string, c names.Comparison) error {
			return errors.Join(head, out.Write([]string{a, b, strconv.FormatFloat(c.Score, 'f', 4, 64), strconv.FormatFloat(c.Held, 'f', 2, 64)}))
		}, func() error {
			out.Flush()
			return out.Error()
		}
}
