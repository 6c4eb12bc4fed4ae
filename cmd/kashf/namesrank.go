package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"runtime"

	"golang.org/x/sync/errgroup"

	"kashf.org/kashf/names"
)

type rankCommand struct {
	List string `required:"" placeholder:"F" help:"File with one name a line; a name that stands there several times is ranked once."`
	K    int    `short:"k" default:"10" help:"Candidates for each query."`
	JSON bool   `name:"json" help:"Write an object a line instead of tab-separated columns."`
}

// Help says what the figures mean.
func (rankCommand) Help() string {
	return `Reads a name a line and writes query, rank, candidate as it stands in the list, and score, separated by tabs. ` +
		`The order is that of the evidence for one person, of two single words in two scripts that of their likelihood as spellings, and the score, 0 to 1, falls with it; 0.5 is where nothing speaks for or against. ` +
		`With --json an object a line, with the evidence in bits and the likeness of the two as spellings of one name besides.`
}

// ranked is a query on its way to its answer.
type ranked struct {
	query  string
	answer chan []names.Ranked
}

// candidate is one line of an answer.
type candidate struct {
	Query     string  `json:"query"`
	Rank      int     `json:"rank"`
	Candidate string  `json:"candidate"`
	Score     float64 `json:"score"`
	Evidence  float64 `json:"evidence"`
	Likeness  float64 `json:"likeness"`
}

// Run writes query, rank, candidate and score, separated by tabs, in the order
// of the queries. They are answered on all processors.
func (c rankCommand) Run(ctx context.Context, std stdio) error {
	if c.K < 1 {
		return usage("-k %d: want one candidate or more", c.K)
	}
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
	g.Go(func() error { return c.write(ctx, std.out, written) })
	return g.Wait()
}

// sendQueries sends each line of in to be answered, and on to be written in order.
func sendQueries(ctx context.Context, in io.Reader, work, written chan<- ranked) error {
	return eachLine(in, "standard input", func(line string) error {
		q := ranked{line, make(chan []names.Ranked, 1)}
		for _, to := range []chan<- ranked{written, work} {
			select {
			case to <- q:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return nil
	})
}

// write writes what is found, and lets go of it whenever nothing more waits.
func (c rankCommand) write(ctx context.Context, to io.Writer, written <-chan ranked) error {
	out := bufio.NewWriter(to)
	line := c.line(out)
	for q := range written {
		select {
		case found := <-q.answer:
			for i, r := range found {
				if err := line(candidate{q.query, i + 1, r.Name, r.Score, r.Bits, r.Likeness}); err != nil {
					return err
				}
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

func (c rankCommand) line(w io.Writer) func(candidate) error {
	if c.JSON {
		lines := asLines(w)
		return func(r candidate) error { return lines.Encode(r) }
	}
	return func(r candidate) error {
		_, err := fmt.Fprintf(w, "%s\t%d\t%s\t%.4f\n", r.Query, r.Rank, r.Candidate, r.Score)
		return err
	}
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
