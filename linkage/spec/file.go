package spec

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
	"kashf.org/kashf/linkage"
)

// A File is a spec as written. It is not yet fitted to a table: see [File.Bind].
type File struct {
	Name string // for errors
	ID   string // the column of ids; "" where the spec leaves it to [File.Bind]
	List string // the column that names a record's list; "" for none

	columns       []column
	block         []*yaml.Node
	duplicateFree []string
	styles        map[string]string
	never         []veto
	kin           *kin
	threshold     *float64
	open          [2]float64
	limit         int
	rounds        int
	seed          uint64

	idLine, listLine *yaml.Node
	freeLine         *yaml.Node // of duplicate_free
	styleLines       map[string]*yaml.Node
}

// column is one entry under columns.
type column struct {
	name  string
	line  *yaml.Node
	kind  string
	made  Made
	reads []read // the table's columns that it is read from
	// optional columns are left out where the table does not have them.
	optional bool
	freq     bool
	group    string
	depends  string
}

// read is a column of the table that a column of the spec needs: the first of
// several names that the table has.
type read struct {
	columns []string
	line    *yaml.Node
}

type veto struct {
	line   *yaml.Node
	column string
	levels []string
}

type kin struct {
	line          *yaml.Node
	shared, apart []string
}

// maxFile bounds a spec: a longer one is another file taken by mistake.
const maxFile = 1 << 20

// Parse reads a spec. The name is for errors. kinds are known beside the usual
// ones. Errors are of type [*Error].
func Parse(name string, src []byte, kinds ...Kind) (*File, error) {
	f := &File{Name: name}
	if len(src) > maxFile {
		return nil, &Error{name, 0, "longer than a spec can be"}
	}
	var doc yaml.Node
	d := yaml.NewDecoder(bytes.NewReader(src))
	if err := d.Decode(&doc); err != nil {
		if errors.Is(err, io.EOF) {
			return nil, &Error{name, 0, "empty: want at least \"columns:\""}
		}
		return nil, syntax(name, err)
	}
	if err := d.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return nil, &Error{name, 0, "a second document after \"---\": want one"}
	}
	if len(doc.Content) != 1 {
		return nil, &Error{name, 0, "empty: want at least \"columns:\""}
	}
	if err := f.read(doc.Content[0], kindsBy(kinds)); err != nil {
		return nil, err
	}
	return f, nil
}

// syntax takes the line out of an error of the YAML parser.
func syntax(name string, err error) error {
	what := strings.TrimPrefix(err.Error(), "yaml: ")
	if rest, ok := strings.CutPrefix(what, "line "); ok {
		if no, text, ok := strings.Cut(rest, ": "); ok {
			if line, err := strconv.Atoi(no); err == nil {
				return &Error{name, line, "not YAML: " + text}
			}
		}
	}
	return &Error{name, 0, "not YAML: " + what}
}

// keywords are the entries of a spec.
var keywords = []string{"id", "list", "columns", "block", "duplicate_free", "styles", "never", "kin", "threshold", "open", "limit", "rounds", "seed"}

func (f *File) read(n *yaml.Node, kinds map[string]Kind) error {
	entries, err := f.mapping(n, "spec")
	if err != nil {
		return err
	}
	// What columns are made with is read before them, wherever it stands.
	slices.SortStableFunc(entries, func(a, b pair) int { return cmp.Compare(turn(a), turn(b)) })
	for _, e := range entries {
		if err := f.entry(e, kinds); err != nil {
			return err
		}
	}
	if len(f.columns) == 0 {
		return f.at(n, "no columns: want \"columns:\" with at least one that is compared")
	}
	return nil
}

func turn(e pair) int {
	if e.key.Value == "columns" {
		return 1
	}
	return 0
}

func (f *File) entry(e pair, kinds map[string]Kind) (err error) {
	switch v := e.value; e.key.Value {
	case "id":
		f.idLine = v
		f.ID, err = f.text(v, "id")
	case "list":
		f.listLine = v
		f.List, err = f.text(v, "list")
	case "columns":
		err = f.readColumns(v, kinds)
	case "block":
		f.block, err = f.list(v, "block")
	case "duplicate_free":
		f.freeLine = v
		f.duplicateFree, err = f.texts(v, "duplicate_free")
	case "styles":
		err = f.readStyles(v)
	case "never":
		err = f.readNever(v)
	case "kin":
		err = f.readKin(v)
	case "threshold":
		var bits float64
		bits, err = f.number(v, "threshold")
		f.threshold = &bits
		if err == nil && math.Abs(bits) > linkage.MostThreshold {
			err = f.at(v, "threshold: want bits from %v to %v: no pair counts for more between clusters", -linkage.MostThreshold, linkage.MostThreshold)
		}
	case "open":
		err = f.readOpen(v)
	case "limit":
		f.limit, err = f.whole(v, "limit", 2, 100_000)
	case "rounds":
		f.rounds, err = f.whole(v, "rounds", 1, 10)
	case "seed":
		var seed int
		seed, err = f.whole(v, "seed", 0, 1<<31-1)
		f.seed = uint64(seed)
	default:
		err = f.at(e.key, "no entry %q; allowed: %s", e.key.Value, allowed(keywords))
	}
	return err
}

// mostOpen is beyond what the columns of any table say of a pair, in bits.
const mostOpen = 1000

func (f *File) readOpen(n *yaml.Node) error {
	x, err := f.numbers(n, "open")
	if err != nil {
		return err
	}
	if len(x) != 2 || x[0] > x[1] || x[0] < -mostOpen || x[1] > mostOpen {
		return f.at(n, "open: want two numbers of bits from %d to %d, the lesser first", -mostOpen, mostOpen)
	}
	f.open = [2]float64{x[0], x[1]}
	return nil
}

func (f *File) readNever(n *yaml.Node) error {
	items, err := f.list(n, "never")
	if err != nil {
		return err
	}
	for _, item := range items {
		entries, err := f.mapping(item, "never")
		if err != nil {
			return err
		}
		v := veto{line: item}
		for _, e := range entries {
			switch e.key.Value {
			case "column":
				v.column, err = f.text(e.value, "column")
			case "levels":
				v.levels, err = f.texts(e.value, "levels")
			default:
				err = f.at(e.key, "never: no entry %q; allowed: column, levels", e.key.Value)
			}
			if err != nil {
				return err
			}
		}
		if v.column == "" || len(v.levels) == 0 {
			return f.at(item, "never: want a column and levels")
		}
		f.never = append(f.never, v)
	}
	return nil
}

func (f *File) readKin(n *yaml.Node) error {
	entries, err := f.mapping(n, "kin")
	if err != nil {
		return err
	}
	f.kin = &kin{line: n}
	for _, e := range entries {
		switch e.key.Value {
		case "shared":
			f.kin.shared, err = f.texts(e.value, "shared")
		case "apart":
			f.kin.apart, err = f.texts(e.value, "apart")
		default:
			err = f.at(e.key, "kin: no entry %q; allowed: apart, shared", e.key.Value)
		}
		if err != nil {
			return err
		}
	}
	for _, name := range f.kin.shared {
		if slices.Contains(f.kin.apart, name) {
			return f.at(n, "kin: column %q is both shared and apart: name it under one of them", name)
		}
	}
	return nil
}

// KindOf gives the kind of a column of the spec, "" where it has none of that
// name.
func (f *File) KindOf(column string) string {
	for _, c := range f.columns {
		if c.name == column {
			return c.kind
		}
	}
	return ""
}
