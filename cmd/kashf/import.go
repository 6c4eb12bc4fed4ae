package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/schollz/progressbar/v3"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/intake"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/when"
)

// importCommand takes lists in. A source that does not exist is made, owned by
// the organisation that acts.
type importCommand struct {
	folder  `embed:""`
	Source  string   `required:"" placeholder:"NAME" help:"Name of the source the lists belong to."`
	Map     string   `placeholder:"FILE" help:"Mapping of the columns; a draft is written where it is unsure."`
	Again   bool     `help:"Take a file in that was taken in before."`
	Yes     bool     `help:"Take an unsure mapping as it is."`
	Kind    string   `default:"ngo_dataset" help:"Kind of a source that is made now."`
	Sharing string   `default:"owner" enum:"owner,all" help:"Who may read a source that is made now."`
	Edition bool     `help:"Take the file in as a newer edition of the source's latest list: what was added, changed and dropped is told, and people's judgements of its rows go on."`
	OfDay   string   `name:"edition-date" placeholder:"DATE" help:"Of which day the edition is, such as 2025-03."`
	Sheets  []string `name:"sheet" sep:"none" placeholder:"SHEET" help:"Sheet of a workbook to take in; may be given again. Without it, every table in which someone is named."`
	Files   []string `arg:"" placeholder:"FILE" help:"Workbooks (XLSX, ODS), CSV or TSV files."`
}

// imported is the result for one file.
type imported struct {
	File        string            `json:"file"`
	Entry       int64             `json:"entry,omitempty"`
	Import      register.ImportID `json:"import,omitempty"`
	Already     int64             `json:"already,omitempty"` // entry that took it in before
	Read        int               `json:"read"`
	Taken       int               `json:"taken"`
	Refused     int               `json:"refused"`
	Skipped     int               `json:"skipped"`
	RefusedFile string            `json:"refused_file,omitempty"`
	DraftMap    string            `json:"draft_map,omitempty"`
	NotRead     []notUnderstood   `json:"not_understood,omitempty"`
	Tables      []tableRead       `json:"tables,omitempty"` // of a workbook
	Left        []string          `json:"left,omitempty"`   // what a workbook has that is not read
	Edition     *editionTaken     `json:"edition,omitempty"`
	Error       string            `json:"error,omitempty"`
}

// editionTaken says how a newer edition differs from the one before it.
type editionTaken struct {
	Of      register.ImportID `json:"of"`
	Same    int               `json:"same"`
	Added   int               `json:"added"`
	Changed int               `json:"changed"`
	Dropped int               `json:"dropped"`
}

// tableRead is one table of a workbook.
type tableRead struct {
	Sheet string `json:"sheet"`
	First int    `json:"first_row"`
	Last  int    `json:"last_row"`
	Rows  int    `json:"rows"`
	Taken bool   `json:"chosen"`
}

// notUnderstood counts cells of one column that were kept as written only.
type notUnderstood struct {
	Column string `json:"column"`
	Reason string `json:"reason"`
	Count  int    `json:"count"`
	Rows   []int  `json:"rows"` // the first few
	state  string
}

// Run takes the files in, one entry each. A file of which some rows are
// refused is taken; one of which nothing is, fails.
func (c importCommand) Run(ctx context.Context, std stdio) error {
	return withDeployment(ctx, c.folder, std, func(ctx context.Context, d *deployment) error {
		a, _, err := d.actor(ctx)
		if err != nil {
			return err
		}
		src, err := d.sourceNamed(ctx, a, c)
		if err != nil {
			return err
		}
		if err := d.may(ctx, access.ImportTake, access.SourceResource(src)); err != nil {
			return err
		}
		var results []imported
		failed := false
		for _, f := range c.Files {
			r := c.file(ctx, std, d, a, src, f)
			failed = failed || r.Error != ""
			results = append(results, r)
		}
		return c.print(std, results, failed)
	})
}

func (c importCommand) print(std stdio, results []imported, failed bool) error {
	if c.JSON {
		var v any = results
		if len(results) == 1 {
			v = results[0]
		}
		if err := printJSON(std.out, v); err != nil {
			return err
		}
	} else {
		for _, r := range results {
			r.print(std)
		}
	}
	if failed {
		return failure{code: exitFailed}
	}
	return nil
}

func (r imported) print(std stdio) {
	switch {
	case r.Error != "":
		fmt.Fprintf(std.err, "%s: %s\n", r.File, r.Error)
		if r.DraftMap != "" {
			fmt.Fprintf(std.err, "  correct the mapping in %s and give it with --map\n", r.DraftMap)
		}
	case r.Already != 0:
		fmt.Fprintf(std.out, "%s: taken in already by entry %d (--again takes it in once more)\n", r.File, r.Already)
	default:
		fmt.Fprintf(std.out, "%s: entry %d, %d rows read, %d taken, %d refused, %d skipped\n", r.File, r.Entry, r.Read, r.Taken, r.Refused, r.Skipped)
		if e := r.Edition; e != nil {
			fmt.Fprintf(std.out, "  beside the edition before it: %d the same, %d changed, %d added, %d dropped\n", e.Same, e.Changed, e.Added, e.Dropped)
		}
		for _, t := range r.Tables {
			if !t.Taken {
				fmt.Fprintf(std.out, "  not taken: sheet %q, rows %d to %d (--sheet takes it)\n", t.Sheet, t.First, t.Last)
			}
		}
		for _, l := range r.Left {
			fmt.Fprintf(std.out, "  not read: %s\n", l)
		}
		for _, n := range r.NotRead {
			if n.Column == "" {
				fmt.Fprintf(std.out, "  %d rows %s (%s), such as %v\n", n.Count, n.state, n.Reason, n.Rows)
				continue
			}
			fmt.Fprintf(std.out, "  column %q: %d cells kept as written (%s), such as in rows %v\n", n.Column, n.Count, n.Reason, n.Rows)
		}
		if r.RefusedFile != "" {
			fmt.Fprintf(std.out, "  refused rows: %s\n", r.RefusedFile)
		}
	}
}

// sourceNamed finds the source the lists belong to, or makes it.
func (d *deployment) sourceNamed(ctx context.Context, a journal.Actor, c importCommand) (register.Source, error) {
	v, err := d.sight(ctx)
	if err != nil {
		return register.Source{}, err
	}
	all, err := d.store.Sources(ctx, v)
	if err != nil {
		return register.Source{}, err
	}
	for _, s := range all {
		if s.Name == c.Source || string(s.ID) == c.Source {
			return s, nil
		}
	}
	if err := d.may(ctx, access.SourceCreate, access.House); err != nil {
		return register.Source{}, err
	}
	owner, err := d.ownerFor(ctx, a)
	if err != nil {
		return register.Source{}, err
	}
	return d.addSource(ctx, a, register.Source{
		Name: c.Source, Kind: c.Kind, Owner: owner, Sharing: register.Sharing(c.Sharing),
	})
}

// ownerFor is the organisation a new source belongs to: the actor's, or for
// the local operator the deployment's first.
func (d *deployment) ownerFor(ctx context.Context, a journal.Actor) (register.OrgID, error) {
	if a.Org != "" {
		return register.OrgID(a.Org), nil
	}
	orgs, err := d.access.Store.Orgs(ctx)
	if err != nil {
		return "", err
	}
	if len(orgs) == 0 {
		return "", errors.New("the deployment has no organisation yet")
	}
	return orgs[0].ID, nil
}

func (d *deployment) addSource(ctx context.Context, a journal.Actor, s register.Source) (register.Source, error) {
	s.ID, s.AddedAt = register.SourceID(newID()), time.Now().UTC().Truncate(time.Microsecond)
	err := d.journal.Do(ctx, a, func(ctx context.Context, u *journal.Unit) error {
		_, err := u.Append(ctx, journal.Draft{Kind: register.SourceAdded, Body: register.BodyOf(s), Subjects: []string{string(s.ID)}})
		return err
	})
	return s, err
}

func (c importCommand) file(ctx context.Context, std stdio, d *deployment, a journal.Actor, src register.Source, name string) imported {
	r := imported{File: name}
	if err := c.take(ctx, std, d, a, src, std.path(name), &r); err != nil {
		r.Error = err.Error()
	}
	return r
}

func (c importCommand) take(ctx context.Context, std stdio, d *deployment, a journal.Actor, src register.Source, file string, r *imported) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	blob, sniffed, err := d.intake.Keep(ctx, f)
	if err != nil {
		return err
	}
	if sniffed, err = c.tables(sniffed, r); err != nil {
		return err
	}
	mapping, err := c.mapping(std, sniffed)
	if err != nil {
		return err
	}
	if !mapping.Sure && !c.Yes {
		r.DraftMap = file + ".map.json"
		return errors.Join(errors.New("the columns are not sure"), writeDraft(r.DraftMap, mapping))
	}
	o := intake.Order{
		Source: src.ID, FileName: filepath.Base(file), Blob: blob, Sniffed: sniffed, Mapping: mapping, Again: c.Again,
		Progress: progressOn(std, "rows"),
	}
	if c.Edition {
		if o.Edition, err = d.editionOf(ctx, src, c.OfDay); err != nil {
			return err
		}
		o.Edition.Checked = c.Yes
	}
	t, err := d.intake.Take(ctx, a, o)
	if t.Report != nil {
		r.count(t.Report)
	}
	if err != nil {
		return err
	}
	if t.Already != nil {
		r.Already = t.Already.Seq
		return nil
	}
	r.Entry, r.Import = t.Entry, t.Import
	if o.Edition != nil {
		n, err := d.store.EditionCounts(ctx, register.Sight{Machine: true}, t.Import)
		if err != nil {
			return err
		}
		r.Edition = &editionTaken{Of: o.Edition.Of, Same: n.Same, Added: n.Added, Changed: n.Changed, Dropped: n.Dropped}
	}
	if r.Refused > 0 {
		r.RefusedFile = file + ".refused.csv"
		return d.writeRefused(ctx, r.RefusedFile, blob, sniffed, mapping)
	}
	return nil
}

// editionOf orders an edition of the source's latest list that stands.
func (d *deployment) editionOf(ctx context.Context, src register.Source, day string) (*intake.EditionOrder, error) {
	if day != "" {
		if _, err := when.Parse(day); err != nil {
			return nil, fmt.Errorf("--edition-date %s: %w", day, err)
		}
	}
	v, err := d.sight(ctx)
	if err != nil {
		return nil, err
	}
	imports, err := d.store.Imports(ctx, v, src.ID)
	if err != nil {
		return nil, err
	}
	for _, im := range imports {
		if im.Undone != 0 {
			continue
		}
		most := v.Level
		if v.Machine {
			most = register.C3
		}
		return &intake.EditionOrder{Of: im.ID, Date: day, Most: most}, nil
	}
	return nil, errors.New("the source has no list yet of which this could be a newer edition")
}

// tables chooses the tables of a workbook and says which there are.
func (c importCommand) tables(s intake.Sniffed, r *imported) (intake.Sniffed, error) {
	if len(c.Sheets) > 0 && s.Format != "" {
		var err error
		if s, err = s.Choose(func(t intake.Table) bool { return slices.Contains(c.Sheets, t.Name) }); err != nil {
			return s, fmt.Errorf("no table on sheet %q: %w", c.Sheets, err)
		}
	}
	for _, t := range s.Tables {
		r.Tables = append(r.Tables, tableRead{Sheet: t.Name, First: t.First, Last: t.Last, Rows: t.Rows, Taken: t.Chosen})
	}
	for _, l := range s.Left {
		r.Left = append(r.Left, string(l))
	}
	return s, nil
}

func (c importCommand) mapping(std stdio, s intake.Sniffed) (intake.Mapping, error) {
	if c.Map == "" {
		return intake.Draft(s, intake.Readers{}), nil
	}
	f, err := os.Open(std.path(c.Map))
	if err != nil {
		return intake.Mapping{}, err
	}
	defer f.Close()
	m, err := intake.ReadMapping(f)
	if err != nil {
		return intake.Mapping{}, fmt.Errorf("%s: %w", c.Map, err)
	}
	m, err = m.For(s.Columns)
	m.Sure = true // a person wrote it
	return m, err
}

func writeDraft(name string, m intake.Mapping) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(intake.WriteMapping(f, m), f.Close())
}

// firstRows is how many row numbers a message names.
const firstRows = 5

func (r *imported) count(rep *intake.Report) {
	r.Read, r.Taken, r.Refused, r.Skipped = rep.Read, rep.Taken, rep.Refused, rep.Skipped
	for _, g := range rep.Groups() {
		n := notUnderstood{Column: g.Header, Reason: string(g.Reason), Count: g.Count, state: "refused"}
		if g.Reason.Skips() {
			n.state = "skipped"
		}
		for _, i := range g.First[:min(firstRows, len(g.First))] {
			n.Rows = append(n.Rows, i.Row)
		}
		r.NotRead = append(r.NotRead, n)
	}
}

// writeRefused reads the file once more and keeps the rows that were refused.
func (d *deployment) writeRefused(ctx context.Context, name, blob string, s intake.Sniffed, m intake.Mapping) error {
	in, err := d.vault.Open(ctx, blob)
	if err != nil {
		return err
	}
	defer in.Close()
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	out, err := intake.NewRefusedFile(f, s.Columns, "row", "reason", func(i intake.Issue) string { return string(i.Reason) })
	if err != nil {
		return errors.Join(err, f.Close())
	}
	for row, err := range intake.Rows(ctx, in, s, m, d.intake.Options) {
		if err == nil {
			err = out.Write(row)
		}
		if err != nil {
			return errors.Join(err, f.Close())
		}
	}
	return errors.Join(out.Close(), f.Close())
}

// progressOn shows a count on a terminal and nothing elsewhere.
func progressOn(std stdio, what string) func(int) {
	f, ok := std.err.(*os.File)
	if !ok || !isTerminal(f) {
		return nil
	}
	bar := progressbar.NewOptions(-1, progressbar.OptionSetWriter(f), progressbar.OptionSetDescription(what), progressbar.OptionClearOnFinish())
	return func(n int) { bar.Set(n) }
}
