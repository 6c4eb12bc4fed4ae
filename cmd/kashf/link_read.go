package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"kashf.org/kashf/linkage"
	"kashf.org/kashf/linkage/spec"
)

// tables are CSV files read into one table.
type tables struct {
	*linkage.Table
	names []string
	lines []uint32 // of each record in its file
	from  []int    // the first record of each file
}

// readTables reads CSV files and fits the spec to them. Every file must have
// the columns of the first, in any order. A row that cannot be read is named by
// file and line.
//
// Under a frozen model they are read as it reads them. tee gives, for the spec
// as it fits the tables, what is to see every record; it may give nil.
func readTables(f *spec.File, files []string, z *linkage.Frozen, tee func(linkage.Spec) func(linkage.Kept) error) (t *tables, s linkage.Spec, err error) {
	t = &tables{}
	var columns []string
	for _, name := range files {
		in, err := openTable(name)
		if err != nil {
			return nil, s, err
		}
		defer in.Close()
		if t.Table == nil {
			columns = in.columns
			if s, err = f.Bind(columns); err != nil {
				return nil, s, in.parted(err)
			}
			if z != nil {
				if s, err = z.Spec(s); err != nil {
					return nil, s, err
				}
			}
			if t.Table, err = linkage.NewTable(s, columns); err != nil {
				return nil, s, err
			}
			t.Tee = tee(s)
		}
		t.names, t.from = append(t.names, in.name), append(t.from, t.Len())
		if err := in.read(f, columns, t); err != nil {
			return nil, s, err
		}
	}
	if z == nil {
		err = f.Lists(t.Lists()) // a run that is kept may know others
	}
	return t, s, err
}

// data prepares what was read, and says of an id that comes twice where it is.
func (t *tables) data(ctx context.Context, workers int) (*linkage.Data, error) {
	d, err := t.Table.Data(ctx, workers)
	if twice, ok := errors.AsType[*linkage.Twice](err); ok {
		return nil, fmt.Errorf("%s: id %q is in %s already", t.place(twice.Second), twice.ID, t.place(twice.First))
	}
	return d, err
}

// place is the file and line of a record.
func (t *tables) place(record int) string {
	k, _ := slices.BinarySearch(t.from, record+1)
	return fmt.Sprintf("%s:%d", t.names[k-1], t.lines[record])
}

// table is one CSV file being read.
type table struct {
	io.Closer
	name    string
	columns []string
	rows    *csv.Reader
}

func openTable(name string) (*table, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("open table: %w", err)
	}
	t := &table{Closer: file, name: filepath.Base(name), rows: csv.NewReader(afterMark(file))}
	t.rows.TrimLeadingSpace, t.rows.ReuseRecord = true, true
	head, err := t.rows.Read()
	if errors.Is(err, io.EOF) {
		err = fmt.Errorf("%s is empty: want a first row that names the columns", t.name)
	}
	if err == nil {
		err = t.head(head)
	}
	if err != nil {
		file.Close()
		return nil, t.explain(err)
	}
	return t, nil
}

func (t *table) head(row []string) error {
	for _, c := range row {
		c = strings.TrimSpace(c)
		if !utf8.ValidString(c) {
			return fmt.Errorf("%s:1: not UTF-8: save the file as UTF-8", t.name)
		}
		if slices.Contains(t.columns, c) {
			return fmt.Errorf("%s:1: two columns are called %q", t.name, c)
		}
		t.columns = append(t.columns, c)
	}
	return nil
}

// parted adds to an error what is behind it where the first row has one cell
// only: cells that are parted by something else than commas.
func (t *table) parted(err error) error {
	if len(t.columns) != 1 {
		return err
	}
	for _, by := range []struct{ sign, name string }{{"\t", "tabs"}, {";", "semicolons"}, {"|", "upright strokes"}, {"؛", "Arabic semicolons"}, {"،", "Arabic commas"}} {
		if strings.Contains(t.columns[0], by.sign) {
			return fmt.Errorf("%w\n%s:1: the cells seem to be parted by %s: save the table as CSV parted by commas", err, t.name, by.name)
		}
	}
	return err
}

// explain says in which line of which file a row cannot be read.
func (t *table) explain(err error) error {
	p, ok := errors.AsType[*csv.ParseError](err)
	switch {
	case !ok:
		return err
	case errors.Is(err, csv.ErrFieldCount):
		return t.parted(fmt.Errorf("%s:%d: not as many cells as the first row, which has %d", t.name, p.Line, len(t.columns)))
	}
	return fmt.Errorf("%s:%d: %w", t.name, p.Line, p.Err)
}

// read takes the rows, their cells in the order of columns.
func (t *table) read(f *spec.File, columns []string, into *tables) error {
	at := make([]int, len(columns))
	for i, c := range columns {
		if at[i] = slices.Index(t.columns, c); at[i] < 0 {
			return t.parted(fmt.Errorf("%s:1: no column %q, which the first table has", t.name, c))
		}
	}
	id, list := slices.Index(columns, f.ID), slices.Index(columns, f.List)
	r := linkage.Record{Cells: make([]string, len(at))}
	for {
		row, err := t.rows.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return t.explain(err)
		}
		line, _ := t.rows.FieldPos(0)
		for i, k := range at {
			if r.Cells[i] = strings.TrimRight(row[k], " \t"); !utf8.ValidString(row[k]) {
				return fmt.Errorf("%s:%d: %s is not UTF-8: save the file as UTF-8", t.name, line, columns[i])
			}
		}
		if r.Cells[id] == "" {
			return fmt.Errorf("%s:%d: no id in %s", t.name, line, f.ID)
		}
		r.ID, r.List = strings.Clone(r.Cells[id]), t.name // the reader's memory is used again
		if list >= 0 {
			r.List = r.Cells[list]
		}
		if err := into.Add(r); err != nil {
			return err
		}
		into.lines = append(into.lines, uint32(line))
	}
}
