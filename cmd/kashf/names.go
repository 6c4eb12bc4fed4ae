package main

import (
	"bufio"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"

	"kashf.org/kashf/names"
)

// namesCommand works with names alone: no deployment, no data.
type namesCommand struct {
	Compare compareCommand `cmd:"" help:"Compare two names, part by part."`
	Score   scoreCommand   `cmd:"" help:"Score a CSV of name1,name2 from standard input."`
	Rank    rankCommand    `cmd:"" help:"Rank a list for each query on standard input."`
}

type compareCommand struct {
	A string `arg:""`
	B string `arg:""`
}

// Run prints which part met which, and what it is worth.
func (c compareCommand) Run(_ context.Context, std stdio) error {
	got := names.NewComparer(names.Options{}).CompareStrings(c.A, c.B)
	_, err := fmt.Fprintln(std.out, got)
	return err
}

type scoreCommand struct{}

// Run writes name1,name2,score,bits for each pair read.
func (c scoreCommand) Run(ctx context.Context, std stdio) error {
	in := csv.NewReader(std.in)
	in.FieldsPerRecord = -1
	out := csv.NewWriter(std.out)
	if err := out.Write([]string{"name1", "name2", "score", "bits"}); err != nil {
		return err
	}
	cmp := names.NewComparer(names.Options{})
	for first := true; ; first = false {
		row, err := in.Read()
		if err == io.EOF {
			out.Flush()
			return out.Error()
		}
		if err != nil {
			return err
		}
		if len(row) < 2 {
			return fmt.Errorf("a row with %d columns: want name1,name2", len(row))
		}
		if first && row[0] == "name1" {
			continue
		}
		got := cmp.CompareStrings(row[0], row[1])
		err = out.Write([]string{row[0], row[1], strconv.FormatFloat(got.Score, 'f', 4, 64), strconv.FormatFloat(got.Bits, 'f', 2, 64)})
		if err := errors.Join(err, ctx.Err()); err != nil {
			return err
		}
	}
}

type rankCommand struct {
	List string `required:"" placeholder:"F" help:"File with one name a line."`
	K    int    `short:"k" default:"10" help:"Candidates for each query."`
}

// Run writes query, rank, candidate and score, separated by tabs.
func (c rankCommand) Run(ctx context.Context, std stdio) error {
	list, err := readLines(std.path(c.List))
	if err != nil {
		return err
	}
	ranker := names.NewComparer(names.Options{}).NewRanker(list)
	out := bufio.NewWriter(std.out)
	queries := bufio.NewScanner(std.in)
	queries.Buffer(nil, 1<<20)
	for queries.Scan() {
		if err := ctx.Err(); err != nil {
			return err
		}
		q := queries.Text()
		for i, r := range ranker.Rank(q, c.K) {
			fmt.Fprintf(out, "%s\t%d\t%s\t%.4f\n", q, i+1, r.Name, r.Score)
		}
	}
	return errors.Join(queries.Err(), out.Flush())
}

func readLines(name string) (lines []string, err error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	s := bufio.NewScanner(f)
	s.Buffer(nil, 1<<20)
	for s.Scan() {
		lines = append(lines, s.Text())
	}
	return lines, s.Err()
}
