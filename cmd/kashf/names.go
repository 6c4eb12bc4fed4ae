package main

import (
	"bufio"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strconv"

	"golang.org/x/sync/errgroup"

	"kashf.org/kashf/names"
)

// namesCommand works with names alone: no deployment, no data.
type namesCommand struct {
	Compare compareCommand `cmd:"" help:"Compare two names, part by part."`
	Score   scoreCommand   `cmd:"" help:"Score a CSV of name1,name2 from standard input."`
	Rank    rankCommand    `cmd:"" help:"Rank a list for each query on standard input."`
}

type compareCommand struct {
	A    string `arg:""`
	B    string `arg:""`
	Lang string `enum:",ar,en" default:"" help:"Explain in words, in Arabic (ar) or English (en)."`
}

// Run prints which part met which, and what it is worth.
func (c compareCommand) Run(_ context.Context, std stdio) error {
	got := names.NewComparer(names.Options{}).CompareStrings(c.A, c.B)
	var err error
	switch c.Lang {
	case "ar":
		_, err = fmt.Fprintln(std.out, got.Explain(names.ArabicLanguage))
	case "en":
		_, err = fmt.Fprintln(std.out, got.Explain(names.English))
	default:
		_, err = fmt.Fprintln(std.out, got)
	}
	return err
}

type scoreCommand struct{}

// Run writes name1,name2,score,bits for each pair read.
func (c scoreCommand) Run(ctx context.Context, std stdio) error {
	in := csv.NewReader(afterMark(std.in))
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
	List string `required:"" placeholder:"F" help:"File with one name a line; a name that stands there several times is ranked once."`
	K    int    `short:"k" default:"10" help:"Candidates for each query."`
}

// ranked is a query on its way to its answer.
type ranked struct {
	query  string
	answer chan []names.Ranked
}

// Run writes query, rank, candidate and score, separated by tabs, in the order
// of the queries. They are answered on all processors.
func (c rankCommand) Run(ctx context.Context, std stdio) error {
	list, err := readLines(std.path(c.List))
	if err != nil {
		return err
	}
	ranker := names.NewComparer(names.Options{CacheBits: 20}).NewRanker(once(list))
	workers := runtime.GOMAXPROCS(0)
	work, written := make(chan ranked, workers), make(chan ranked, 64*workers)
	g, ctx := errgroup.WithContext(ctx)
	for range workers {
		g.Go(func() error {
			for q := range work {
				q.answer <- ranker.Rank(q.query, c.K)
			}
			return nil
		})
	}
	g.Go(func() error {
		defer close(written)
		defer close(work)
		return sendQueries(ctx, std.in, work, written)
	})
	g.Go(func() error { return writeRanked(ctx, std.out, written) })
	return g.Wait()
}

// sendQueries sends each line of in to be answered, and on to be written in order.
func sendQueries(ctx context.Context, in io.Reader, work, written chan<- ranked) error {
	queries := bufio.NewScanner(afterMark(in))
	queries.Buffer(nil, 1<<20)
	for queries.Scan() {
		q := ranked{queries.Text(), make(chan []names.Ranked, 1)}
		for _, to := range []chan<- ranked{written, work} {
			select {
			case to <- q:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
	}
	return queries.Err()
}

// writeRanked writes what is found, and lets go of it whenever nothing more waits.
func writeRanked(ctx context.Context, to io.Writer, written <-chan ranked) error {
	out := bufio.NewWriter(to)
	for q := range written {
		select {
		case found := <-q.answer:
			for i, r := range found {
				fmt.Fprintf(out, "%s\t%d\t%s\t%.4f\n", q.query, i+1, r.Name, r.Score)
			}
		case <-ctx.Done():
			return ctx.Err()
		}
		if len(written) == 0 {
			if err := out.Flush(); err != nil {
				return err
			}
		}
	}
	return out.Flush()
}

// once gives the lines without repeats.
func once(lines []string) []string {
	seen := make(map[string]bool, len(lines))
	out := lines[:0]
	for _, s := range lines {
		if !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}

// afterMark reads r without the byte order mark that some programs begin a
// file in UTF-8 with.
func afterMark(r io.Reader) *bufio.Reader {
	buf := bufio.NewReaderSize(r, 1<<16)
	if mark, err := buf.Peek(3); err == nil && string(mark) == "\ufeff" {
		buf.Discard(3)
	}
	return buf
}

func readLines(name string) (lines []string, err error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	s := bufio.NewScanner(afterMark(f))
	s.Buffer(nil, 1<<20)
	for s.Scan() {
		lines = append(lines, s.Text())
	}
	return lines, s.Err()
}
