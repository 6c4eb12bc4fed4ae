package main

import (
	"bufio"
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

// readTables reads CSV files and fits the spec to them. Every file must have
// the columns of the first, in any order. A row that cannot be read is named by
// file and line.
func readTables(f *spec.File, files []string) (in linkage.Input, s linkage.Spec, err error) {
	seen := map[string]string{} // where each id was
	for i, name := range files {
		t, err := openTable(name)
		if err != nil {
			return in, s, err
		}
		defer t.Close()
		if i == 0 {
			if s, err = f.Bind(t.columns); err != nil {
				return in, s, err
			}
			in.Columns = t.columns
		}
		if err := t.read(f, &in, seen); err != nil {
			return in, s, err
		}
	}
	return in, s, nil
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
	buf := bufio.NewReaderSize(file, 1<<18)
	if bom, err := buf.Peek(3); err == nil && string(bom) == "\ufeff" {
		buf.Discard(3)
	}
	t := &table{Closer: file, name: filepath.Base(name), rows: csv.NewReader(buf)}
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

// explain says in which line of which file a row cannot be read.
func (t *table) explain(err error) error {
	p, ok := errors.AsType[*csv.ParseError](err)
	switch {
	case !ok:
		return err
	case errors.Is(err, csv.ErrFieldCount):
		return fmt.Errorf("%s:%d: not as many cells as the first row, which has %d", t.name, p.Line, len(t.columns))
	}
	return fmt.Errorf("%s:%d: %w", t.name, p.Line, p.Err)
}

// read appends the rows, their cells in the order of in.Columns.
func (t *table) read(f *spec.File, in *linkage.Input, seen map[string]string) error {
	at := make([]int, len(in.Columns))
	for i, c := range in.Columns {
		if at[i] = slices.Index(t.columns, c); at[i] < 0 {
			return fmt.Errorf("%s:1: no column %q, which the first table has", t.name, c)
		}
	}
	id, list := slices.Index(in.Columns, f.ID), slices.Index(in.Columns, f.List)
	for {
		row, err := t.rows.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return t.explain(err)
		}
		line, _ := t.rows.FieldPos(0)
		r := linkage.Record{List: t.name, Cells: make([]string, len(at))}
		for i, k := range at {
			if r.Cells[i] = strings.TrimRight(row[k], " \t"); !utf8.ValidString(row[k]) {
				return fmt.Errorf("%s:%d: %s is not UTF-8: save the file as UTF-8", t.name, line, in.Columns[i])
			}
		}
		if r.ID = r.Cells[id]; r.ID == "" {
			return fmt.Errorf("%s:%d: no id in %s", t.name, line, f.ID)
		}
		here := fmt.Sprintf("%s:%d", t.name, line)
		if other, ok := seen[r.ID]; ok {
			return fmt.Errorf("%s: id %q is in %s already", here, r.ID, other)
		}
		seen[r.ID] = here
		if list >= 0 {
			r.List = r.Cells[list]
		}
		in.Records = append(in.Records, r)
	}
}
