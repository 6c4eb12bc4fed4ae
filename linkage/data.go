package linkage

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
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
// records in the order of their ids. It is what stays in memory through a run: four
// bytes a field for each record, and the distinct values.
type Data struct {
	ids    []string
	lists  []string
	fields []fieldData
	from   []int32 // which record of the input each is
	raws   []int32 // see KeepRaw
	kept   []*dictionary
	rows   []int32 // index into the field's values, -1 where missing; record after record, so that a pair reads two runs of memory
}

// fieldData is one field of a table.
type fieldData struct {
	Field
	values []Value
	table  []uint8 // levels of all pairs of values; nil where there are many
}

// Len is the number of records.
func (d *Data) Len() int { return len(d.ids) }

// ID is the id of record i. Records stand in the byte order of their ids.
func (d *Data) ID(i int) string { return d.ids[i] }

// Index finds a record by its id.
func (d *Data) Index(id string) (int, bool) { return slices.BinarySearch(d.ids, id) }

// From is which record of the input record i is, counted from 0.
func (d *Data) From(i int) int { return int(d.from[i]) }

// raw gives what the fields of record i were read from.
func (d *Data) raw(i int) []string {
	out := make([]string, len(d.fields))
	for f := range out {
		out[f] = d.kept[f].text(d.raws[i*len(d.fields)+f])
	}
	return out
}

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
	t, err := NewTable(spec, columns)
	if err != nil {
		return nil, err
	}
	for _, r := range records {
		if err := t.Add(r); err != nil {
			return nil, err
		}
	}
	return t.Data(ctx, workers)
}

// A Table takes records one by one and keeps no cell twice, so that a table
// larger than memory would hold as rows can be read. Then [Table.Data] prepares it.
type Table struct {
	fields  []Field
	columns map[string]int
	width   int
	ids     []string
	lists   []string
	list    map[string]string
	words   []*dictionary // distinct raw values by field
	rows    []int32
	raw     []string

	// Tee is given every record that is added, where it is set; what it is
	// given is good until it returns.
	Tee func(Kept) error
	// KeepRaw keeps what the fields were read from, for [Add].
	KeepRaw bool
}

// NewTable gives an empty table with the given columns.
func NewTable(spec Spec, columns []string) (*Table, error) {
	if err := spec.Validate(columns); err != nil {
		return nil, err
	}
	t := newTable(spec, len(columns))
	for i, c := range columns {
		t.columns[c] = i
	}
	return t, nil
}

func newTable(spec Spec, width int) *Table {
	t := &Table{fields: spec.Fields, columns: map[string]int{}, width: width, list: map[string]string{}, raw: make([]string, len(spec.Fields))}
	for range t.fields {
		t.words = append(t.words, newDictionary())
	}
	return t
}

// Len is the number of records.
func (t *Table) Len() int { return len(t.ids) }

// Lists are the lists that the records are on, sorted.
func (t *Table) Lists() []string { return slices.Sorted(maps.Keys(t.list)) }

// Add takes a record. Its cells are not kept.
func (t *Table) Add(r Record) error {
	if len(r.Cells) != t.width {
		return fmt.Errorf("%w: record %q has %d cells, want %d", ErrRecords, r.ID, len(r.Cells), t.width)
	}
	for i, f := range t.fields {
		if f.From == nil {
			t.raw[i] = r.Cells[t.columns[f.column()]]
		} else {
			t.raw[i] = f.From(func(column string) string {
				if k, ok := t.columns[column]; ok {
					return r.Cells[k]
				}
				return ""
			})
		}
		if l, ok := f.Compare.(ListReader); ok && t.raw[i] != "" {
			t.raw[i] = l.ByList(r.List, t.raw[i])
		}
	}
	t.addRaw(r.ID, r.List, t.raw)
	if t.Tee != nil {
		return t.Tee(Kept{ID: r.ID, List: r.List, Raw: t.raw})
	}
	return nil
}

// addRaw takes a record by what its fields are read from.
func (t *Table) addRaw(id, list string, raw []string) {
	known, ok := t.list[list]
	if !ok {
		known = strings.Clone(list)
		t.list[known] = known
	}
	t.ids, t.lists = append(t.ids, id), append(t.lists, known)
	for i, r := range raw {
		t.rows = append(t.rows, t.words[i].number(r))
	}
}

// A Twice is an id that two records bear: First and Second count the calls of
// [Table.Add] from 0.
type Twice struct {
	ID            string
	First, Second int
}

func (e *Twice) Error() string {
	if e.ID == "" {
		return fmt.Sprintf("record %d has no id", e.Second+1)
	}
	return fmt.Sprintf("id %q comes twice, in records %d and %d", e.ID, e.First+1, e.Second+1)
}

func (e *Twice) Unwrap() error { return ErrRecords }

// Data prepares the table. It can be called once. An id that comes twice or is
// empty gives a [*Twice].
func (t *Table) Data(ctx context.Context, workers int) (*Data, error) {
	order := make([]int32, len(t.ids))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int { return cmp.Or(cmp.Compare(t.ids[a], t.ids[b]), cmp.Compare(a, b)) })
	d := &Data{ids: make([]string, len(order)), lists: make([]string, len(order)), fields: make([]fieldData, len(t.fields))}
	d.from = order
	for i, o := range order {
		d.ids[i], d.lists[i] = t.ids[o], t.lists[o]
		if d.ids[i] == "" {
			return nil, &Twice{Second: int(o)}
		}
		if i > 0 && d.ids[i] == d.ids[i-1] {
			return nil, &Twice{d.ids[i], int(order[i-1]), int(o)}
		}
	}
	n := len(t.fields)
	d.rows = make([]int32, len(t.rows))
	for i, o := range order {
		copy(d.rows[i*n:(i+1)*n], t.rows[int(o)*n:])
	}
	if t.KeepRaw {
		d.raws, d.kept = slices.Clone(d.rows), t.words
	}
	t.ids, t.lists, t.rows = nil, nil, nil
	for f := range t.fields {
		d.fields[f].Field = t.fields[f]
		if err := d.prepare(ctx, f, t.words[f], workers); err != nil {
			return nil, err
		}
		if !t.KeepRaw {
			t.words[f] = nil
		}
	}
	return d, nil
}

// prepareAtOnce is how many raw values one piece of work reads.
const prepareAtOnce = 1 << 12

// prepare reads the distinct raw values of field f in the order in which the
// records hold them, so that the order of the input does not show.
func (d *Data) prepare(ctx context.Context, f int, words *dictionary, workers int) error {
	field, n := &d.fields[f], len(d.fields)
	at := make([]int32, words.len())
	for i := range at {
		at[i] = -1
	}
	raws := make([]string, 0, words.len())
	for i := f; i < len(d.rows); i += n {
		k := d.rows[i]
		if at[k] < 0 {
			at[k] = int32(len(raws))
			raws = append(raws, words.text(k))
		}
		d.rows[i] = at[k]
	}
	if s, ok := field.Compare.(Surveyor); ok {
		field.Compare = s.Survey(raws)
	}
	values := make([]Value, len(raws))
	err := inParts(ctx, (len(raws)+prepareAtOnce-1)/prepareAtOnce, workers, nil, func(part int) {
		for k := part * prepareAtOnce; k < min(len(raws), (part+1)*prepareAtOnce); k++ {
			values[k] = field.Compare.Prepare(raws[k])
		}
	})
	kept := at[:len(raws)]
	number := field.numberer()
	for k, v := range values {
		kept[k] = number(v)
	}
	for i := f; i < len(d.rows); i += n {
		d.rows[i] = kept[d.rows[i]]
	}
	if err != nil {
		return err
	}
	return field.grade(ctx, d.Len(), workers)
}

// numberer gives what numbers values and adds them to the field's: -1 for one
// that is missing. What a [Leveler] cannot tell apart is one value.
func (f *fieldData) numberer() func(v Value) int32 {
	_, levels := f.Compare.(Leveler)
	_, fits := f.Compare.(Fitter)
	known := map[Value]int32{}
	return func(v Value) int32 {
		if v == nil {
			return -1
		}
		at := int32(len(f.values))
		if t := reflect.TypeOf(v); levels && !fits && t.Comparable() && t.Kind() != reflect.Pointer {
			if k, ok := known[v]; ok {
				return k
			}
			known[v] = at
		}
		f.values = append(f.values, v)
		return at
	}
}

// Values of a field whose levels with each other are all worked out before any
// pair is met: no more than maxGraded, of which the table is 64 MB, and no more
// levels than a few for each of n records, of which every one meets dozens.
const (
	maxGraded = 1 << 13
	gradedFor = 70
)

// grade works out the levels of all pairs of values.
func (f *fieldData) grade(ctx context.Context, n, workers int) error {
	by, ok := f.Compare.(Leveler)
	_, fits := f.Compare.(Fitter)
	v := len(f.values)
	if !ok || fits || v > maxGraded || v*v > gradedFor*n {
		return nil
	}
	f.table = make([]uint8, v*v)
	return inParts(ctx, v, workers, nil, func(x int) { gradeRow(f.table, by, f.values, x) })
}

// weigh gives how many records, or with weights how many clusters, hold each
// value of field f.
func (d *Data) weigh(f int, weight []float64) []float64 {
	w := make([]float64, len(d.fields[f].values))
	for i := range d.Len() {
		k := d.rows[i*len(d.fields)+f]
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

// keysOf appends the blocking keys of a value.
func (f *fieldData) keysOf(out []uint64, way string, value int32) []uint64 {
	v := f.values[value]
	if way != "" {
		return append(out, f.Compare.(Keyer).KeysBy(way, v)...)
	}
	return append(out, f.Compare.Keys(v)...)
}
