package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/find"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/place"
)

// searchCommand searches people by name, in either script.
type searchCommand struct {
	folder `embed:""`
	Limit  int    `default:"20" help:"How many people at most."`
	Born   int    `placeholder:"Y" help:"Year of birth."`
	Place  string `placeholder:"P" help:"Governorate of origin, or a place in it."`
	Mother string `placeholder:"M" help:"The mother's name."`
	Name   string `arg:"" help:"The name, or - to read names from standard input, one a line."`
}

// found is one result.
type found struct {
	Query  string  `json:"query"`
	Rank   int     `json:"rank"`
	File   string  `json:"file"`
	Person int64   `json:"person"`
	Name   string  `json:"name"`
	Band   string  `json:"band"`
	Bits   float64 `json:"bits"`
	Born   int     `json:"born,omitempty"`
	Place  string  `json:"place,omitempty"`
	// Records are those that met the query.
	Records int `json:"records"`
}

// Run prints the people found, the best first.
func (c searchCommand) Run(ctx context.Context, std stdio) error {
	return withDeployment(ctx, c.folder, std, func(ctx context.Context, d *deployment) error {
		if err := d.may(ctx, access.PeopleSearch, access.People); err != nil {
			return err
		}
		if err := d.loadIndex(ctx); err != nil {
			return err
		}
		code, err := placeCode(c.Place)
		if err != nil {
			return err
		}
		v, err := d.sight(ctx)
		if err != nil {
			return err
		}
		seen, err := d.seenSources(ctx)
		if err != nil {
			return err
		}
		results := []found{}
		err = c.queries(std, func(name string) error {
			hits, err := d.index.Search(ctx, find.Query{Name: name, Mother: c.Mother, Born: c.Born, Place: code, Limit: c.Limit, Closed: v.Closed}, seen)
			for i, h := range hits {
				results = append(results, d.foundOf(name, i+1, h))
			}
			if err == nil && len(hits) == 0 { // said apart from the results: it is none
				fmt.Fprintln(std.err, "nobody was found by", strconv.Quote(name))
			}
			return err
		})
		if err != nil {
			return err
		}
		return c.print(std, results)
	})
}

func (c searchCommand) queries(std stdio, search func(string) error) error {
	if c.Name != "-" {
		return search(c.Name)
	}
	s := bufio.NewScanner(std.in)
	s.Buffer(nil, 1<<20)
	for s.Scan() {
		if q := strings.TrimSpace(s.Text()); q != "" {
			if err := search(q); err != nil {
				return err
			}
		}
	}
	return s.Err()
}

func (c searchCommand) print(std stdio, results []found) error {
	if c.JSON {
		return printJSON(std.out, results)
	}
	for _, f := range results {
		if _, err := fmt.Fprintf(std.out, "%s\t%d\t%s\t%s\t%s\t%.1f\n", f.Query, f.Rank, f.File, f.Name, f.Band, f.Bits); err != nil {
			return err
		}
	}
	return nil
}

func (d *deployment) foundOf(query string, rank int, h find.Hit) found {
	return found{
		Query: query, Rank: rank, File: d.fileNos.Format(h.Person), Person: int64(h.Person), Name: h.Name, Band: h.Band.String(),
		Bits: h.Bits, Born: h.BornFrom, Place: string(h.Where), Records: h.Records,
	}
}

// loadIndex makes the search index ready, once.
func (d *deployment) loadIndex(ctx context.Context) error {
	if d.index.Ready() {
		return d.index.Refresh(ctx)
	}
	if d.shared {
		return nil // the server is loading it; the search waits
	}
	if err := d.index.Load(ctx); err != nil {
		return err
	}
	if err := d.index.Keep(ctx); err != nil { // the next search only starts slower
		d.log.Warn("the search index was not kept", "err", err)
	}
	return nil
}

// seenSources tells which sources the one at the command line may read.
func (d *deployment) seenSources(ctx context.Context) (func(register.SourceID) bool, error) {
	v, err := d.sight(ctx)
	if err != nil || v.Machine {
		return nil, err
	}
	all, err := d.store.Sources(ctx, v)
	if err != nil {
		return nil, err
	}
	seen := make(map[register.SourceID]bool, len(all))
	for _, s := range all {
		seen[s.ID] = true
	}
	return func(id register.SourceID) bool { return seen[id] }, nil
}

// placeCode reads a place as it is typed: a governorate, else any place that
// is sure.
func placeCode(s string) (place.Code, error) {
	if s == "" {
		return "", nil
	}
	if code, ok := place.FindGovernorate(s); ok {
		return code, nil
	}
	found := place.Find(s, "")
	if len(found) == 0 {
		return "", failure{exitUsage, errors.New("no such place: " + s)}
	}
	return found[0].Place.Code, nil
}
