package linkage

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"golang.org/x/sync/errgroup"
)

// A Record is one row of a table.
type Record struct {
	ID    string
	List  string   // the table or list it came from; empty where there is one
	Cells []string // one a column
}

// ErrRecords is wrapped by every error about records that cannot be used.
var ErrRecords = errors.New("records")

// Data is a table that has been read: every distinct value prepared once, the
// records in the order of their ids.
type Data struct {
	ids    []string
	lists  []string
	fields []fieldData
	rows   []int32 // of of all fields, record after record, so that a pair reads two runs of memory
}

// fieldData is one field of a table.
type fieldData struct {
	Field
	values []Value
	of     []int32 // index into values of each record, -1 where missing
}

// Len is the number of records.
func (d *Data) Len() int { return len(d.ids) }

// ID is the id of record i. Records stand in the byte order of their ids.
func (d *Data) ID(i int) string { return d.ids[i] }

// Index finds a record by its id.
func (d *Data) Index(id string) (int, bool) { return slices.BinarySearch(d.ids, id) }

// row gives, by field, the index of the value that record i holds.
func (d *Data) row(i int32) []int32 {
	n := len(d.fields)
	at := int(i) * n
	return d.rows[at : at+n : at+n]
}

// field finds a field by its name, -1 where there is none.
func (d *Data) field(name string) int {
	return slices.IndexFunc(d.fields, func(f fieldData) bool { return f.Name == name })
}

// Prepare reads the records of a table with the given columns. It refuses an
// id that is empty or comes twice and a row of the wrong length; such errors
// wrap [ErrRecords].
func Prepare(ctx context.Context, spec Spec, columns []string, records []Record, workers int) (*Data, error) {
	if err := spec.Validate(columns); err != nil {
		return nil, err
	}
	order := make([]int32, len(records))
	for i, r := range records {
		order[i] = int32(i)
		if len(r.Cells) != len(columns) {
			return nil, fmt.Errorf("%w: record %q has %d cells, want %d", ErrRecords, r.ID, len(r.Cells), len(columns))
		}
	}
	slices.SortFunc(order, func(a, b int32) int { return cmp.Compare(records[a].ID, records[b].ID) })
	d := &Data{
		ids:    make([]string, len(records)),
		lists:  make([]string, len(records)),
		fields: make([]fieldData, len(spec.Fields)),
	}
	for i, o := range order {
		d.ids[i], d.lists[i] = records[o].ID, records[o].List
		if d.ids[i] == "" || i > 0 && d.ids[i] == d.ids[i-1] {
			return nil, fmt.Errorf("%w: id %q is empty or comes twice", ErrRecords, d.ids[i])
		}
	}
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(max(1, workers))
	for f, field := range spec.Fields {
		g.Go(func() error {
			d.fields[f] = readField(field, columns, records, order)
			return ctx.Err()
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	d.rows = make([]int32, 0, len(records)*len(d.fields))
	for i := range d.ids {
		for f := range d.fields {
			d.rows = append(d.rows, d.fields[f].of[i])
		}
	}
	return d, nil
}

func readField(f Field, columns []string, records []Record, order []int32) fieldData {
	at := make(map[string]int, len(columns))
	for i, c := range columns {
		at[c] = i
	}
	col := at[f.column()]
	d := fieldData{Field: f, of: make([]int32, len(records))}
	index := map[string]int32{}
	var raws []string
	for i, o := range order {
		raw := ""
		if cells := records[o].Cells; f.From == nil {
			raw = cells[col]
		} else {
			raw = f.From(func(column string) string {
				if k, ok := at[column]; ok {
					return cells[k]
				}
				return ""
			})
		}
		k, ok := index[raw]
		if !ok {
			k = int32(len(raws))
			raws = append(raws, raw)
			index[raw] = k
		}
		d.of[i] = k
	}
	d.prepare(raws)
	return d
}

// prepare reads the distinct raw values, by which of numbers the records, and
// leaves the missing ones out.
func (d *fieldData) prepare(raws []string) {
	if s, ok := d.Compare.(Surveyor); ok {
		d.Compare = s.Survey(raws)
	}
	of := make([]int32, len(raws))
	for k, raw := range raws {
		of[k] = -1
		if v := d.Compare.Prepare(raw); v != nil {
			of[k] = int32(len(d.values))
			d.values = append(d.values, v)
		}
	}
	for i, k := range d.of {
		d.of[i] = of[k]
	}
}

// weigh gives how many records, or with weights how many clusters, hold each
// value of the field.
func (f *fieldData) weigh(weight []float64) []float64 {
	w := make([]float64, len(f.values))
	for i, k := range f.of {
		switch {
		case k < 0:
		case weight == nil:
			w[k]++
		default:
			w[k] += weight[i]
		}
	}
	return w
}

// keys gives the blocking keys of every value, sorted.
func (f *fieldData) keys(way string) [][]uint64 {
	how := f.Compare.Keys
	if way != "" {
		how = func(v Value) []uint64 { return f.Compare.(Keyer).KeysBy(way, v) }
	}
	all := make([][]uint64, len(f.values))
	for i, v := range f.values {
		k := slices.Clone(how(v))
		slices.Sort(k)
		all[i] = slices.Compact(k)
	}
	return all
}
