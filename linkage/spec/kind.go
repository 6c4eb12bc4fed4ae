package spec

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
	"kashf.org/kashf/linkage"
)

// A Kind is a sort of column and how it is compared.
type Kind struct {
	Name string
	// Options are the entries that a column of this kind may have beside those
	// that every column may have.
	Options []string
	// Make makes the comparator. Errors come from the options it was given.
	Make func(o *Options) (Made, error)
}

// Made is what a [Kind] makes of a column.
type Made struct {
	Compare linkage.Comparator
	// From makes the value out of several columns; nil where it is read from
	// one. The columns it asks for must have been named by [Options.Column].
	From func(cell func(column string) string) string
	// Frequency says whether rare values count for more where the spec does
	// not say.
	Frequency bool
	// KinShared says whether kin tend to agree in such a column, for a spec
	// that asks for kin without naming columns.
	KinShared bool
}

// Options are the entries of one column, for a [Kind] to read. Each method
// gives the fallback where the entry is not there.
type Options struct {
	Column string // the name of the column in the spec
	f      *File
	line   *yaml.Node
	by     map[string]*yaml.Node
	reads  []read
}

// Text reads a text.
func (o *Options) Text(name, fallback string) (string, error) {
	if n, ok := o.by[name]; ok {
		return o.f.text(n, name)
	}
	return fallback, nil
}

// Number reads a number.
func (o *Options) Number(name string, fallback float64) (float64, error) {
	if n, ok := o.by[name]; ok {
		return o.f.number(n, name)
	}
	return fallback, nil
}

// Numbers reads a list of numbers, smallest first in the result.
func (o *Options) Numbers(name string, fallback ...float64) ([]float64, error) {
	n, ok := o.by[name]
	if !ok {
		return fallback, nil
	}
	x, err := o.f.numbers(n, name)
	slices.Sort(x)
	if err == nil && (len(x) == 0 || len(x) > 16 || len(slices.Compact(slices.Clone(x))) < len(x)) {
		err = o.f.at(n, "%s: want one to sixteen different numbers", name)
	}
	return x, err
}

// Truth reads true or false.
func (o *Options) Truth(name string, fallback bool) (bool, error) {
	if n, ok := o.by[name]; ok {
		return o.f.truth(n, name)
	}
	return fallback, nil
}

// Table reads the name of another column of the table, which the table then
// must have.
func (o *Options) Table(name, fallback string) (string, error) {
	n, ok := o.by[name]
	if !ok {
		if fallback != "" {
			o.reads = append(o.reads, read{[]string{fallback}, o.line})
		}
		return fallback, nil
	}
	c, err := o.f.text(n, name)
	o.reads = append(o.reads, read{[]string{c}, n})
	return c, err
}

// Tables reads the names of other columns of the table, which the table then
// must have.
func (o *Options) Tables(name string) ([]string, error) {
	n, ok := o.by[name]
	if !ok {
		return nil, nil
	}
	columns, err := o.f.texts(n, name)
	for _, c := range columns {
		o.reads = append(o.reads, read{[]string{c}, n})
	}
	return columns, err
}

// Has reports whether the entry is there.
func (o *Options) Has(name string) bool { return o.by[name] != nil }

// Refuse makes an error about an entry, or about the column where it is not
// there.
func (o *Options) Refuse(name, format string, args ...any) error {
	n := o.by[name]
	if n == nil {
		n = o.line
	}
	return o.f.at(n, "column %q: "+format, append([]any{o.Column}, args...)...)
}

// common are the entries of every column.
var common = []string{"kind", "column", "optional", "frequency", "group", "depends"}

func kindsBy(more []Kind) map[string]Kind {
	by := map[string]Kind{}
	for _, k := range slices.Concat(usual(), more) {
		by[k.Name] = k
	}
	return by
}

func names(kinds map[string]Kind) []string {
	out := []string{"ignore"}
	for k := range kinds {
		out = append(out, k)
	}
	return out
}

func (f *File) readColumns(n *yaml.Node, kinds map[string]Kind) error {
	entries, err := f.mapping(n, "columns")
	if err != nil {
		return err
	}
	for _, e := range entries {
		c, err := f.readColumn(e, kinds)
		if err != nil {
			return err
		}
		if c.kind != "ignore" {
			f.columns = append(f.columns, c)
		}
	}
	return nil
}

// readColumn reads "name: kind" or "name: {kind: …, …}".
func (f *File) readColumn(e pair, kinds map[string]Kind) (column, error) {
	c := column{name: e.key.Value, line: e.key}
	o := &Options{Column: c.name, f: f, line: e.key, by: map[string]*yaml.Node{}}
	if e.value.Kind == yaml.ScalarNode {
		o.by["kind"] = e.value
	} else {
		entries, err := f.mapping(e.value, "column "+c.name)
		if err != nil {
			return c, err
		}
		for _, e := range entries {
			o.by[e.key.Value] = e.value
		}
		if o.by["kind"] == nil {
			return c, f.at(e.key, "column %q has no kind; allowed: %s", c.name, allowed(names(kinds)))
		}
		k := kinds[o.by["kind"].Value]
		for _, e := range entries {
			if ok := slices.Concat(common, k.Options); !slices.Contains(ok, e.key.Value) && k.Name != "" {
				return c, f.at(e.key, "column %q: no entry %q; a column of kind %s may have: %s", c.name, e.key.Value, k.Name, allowed(ok))
			}
		}
	}
	c.kind = o.by["kind"].Value
	k, ok := kinds[c.kind]
	if c.kind == "ignore" {
		return c, nil
	}
	if !ok {
		return c, f.at(o.by["kind"], "column %q: no kind %q; allowed: %s", c.name, c.kind, allowed(names(kinds)))
	}
	return f.make(c, k, o)
}

func (f *File) make(c column, k Kind, o *Options) (column, error) {
	own := read{[]string{c.name}, o.line}
	var err error
	if n := o.by["column"]; n != nil {
		own.line = n
		if own.columns, err = f.texts(n, "column"); err != nil {
			return c, err
		}
	}
	if c.made, err = k.Make(o); err != nil {
		return c, err
	}
	if c.optional, err = o.Truth("optional", false); err != nil {
		return c, err
	}
	c.reads = o.reads
	if c.made.From == nil {
		c.reads = append(c.reads, own)
	}
	if c.freq, err = o.Truth("frequency", c.made.Frequency); err != nil {
		return c, err
	}
	if _, ok := c.made.Compare.(linkage.Leveler); c.freq && !ok {
		return c, o.Refuse("frequency", "a column of kind %s weighs by frequency itself", k.Name)
	}
	if c.group, err = o.Text("group", ""); err != nil {
		return c, err
	}
	if c.depends, err = o.Text("depends", ""); err != nil {
		return c, err
	}
	if _, ok := c.made.Compare.(linkage.Leveler); c.depends != "" && !ok {
		return c, o.Refuse("depends", "a column of kind %s depends on none", k.Name)
	}
	return c, nil
}

// way splits "column.way"; way is "" where the whole is a column.
func (f *File) way(text string) (column, way string) {
	for _, c := range f.columns {
		if c.name == text {
			return text, ""
		}
	}
	if i := strings.LastIndexByte(text, '.'); i > 0 {
		return text[:i], text[i+1:]
	}
	return text, ""
}
