package spec

import (
	"maps"
	"slices"

	"go.yaml.in/yaml/v3"
	"kashf.org/kashf/linkage"
)

// ids are the columns that are taken for the id, in this order, where a spec
// does not name one.
var ids = []string{"id", "record_id", "unique_id", "rec_id"}

// Bind fits the spec to a table that has the given columns. It sets ID where
// the spec left it open. Errors are of type [*Error]: they name the line that asks
// for a column which is not there, and the columns that are.
func (f *File) Bind(columns []string) (linkage.Spec, error) {
	if err := f.bindID(columns); err != nil {
		return linkage.Spec{}, err
	}
	s := linkage.Spec{
		DuplicateFree: slices.Clone(f.duplicateFree), Threshold: f.threshold, Grey: f.open, BlockLimit: f.limit, Rounds: f.rounds, Seed: f.seed,
	}
	for i, l := range s.DuplicateFree {
		if l == "all" {
			s.DuplicateFree[i] = linkage.EveryList
		}
	}
	for _, c := range f.columns {
		last, missing := "", (*read)(nil)
		for i, r := range c.reads {
			at := slices.IndexFunc(r.columns, func(name string) bool { return slices.Contains(columns, name) })
			if at < 0 {
				missing = &c.reads[i]
				break
			}
			last = r.columns[at]
		}
		switch {
		case missing != nil && c.optional:
			continue
		case missing != nil:
			return s, f.at(missing.line, "the table has no column %s; it has: %s", allowed(missing.columns), allowed(columns))
		}
		field := linkage.Field{Name: c.name, From: c.made.From, Compare: c.made.Compare, Frequency: c.freq, Group: c.group}
		if field.From == nil {
			field.Column = last
		}
		s.Fields = append(s.Fields, field)
	}
	if len(s.Fields) == 0 {
		return s, &Error{f.Name, 0, "the table has none of the columns that are compared; it has: " + allowed(columns)}
	}
	if err := f.bindDepends(&s); err != nil {
		return s, err
	}
	if err := f.bindBlock(&s); err != nil {
		return s, err
	}
	if err := f.bindNever(&s); err != nil {
		return s, err
	}
	if err := f.bindKin(&s); err != nil {
		return s, err
	}
	if err := s.Validate(columns); err != nil {
		return s, &Error{f.Name, 0, err.Error()}
	}
	return s, nil
}

func (f *File) bindID(columns []string) error {
	if f.ID == "" {
		for _, c := range ids {
			if slices.Contains(columns, c) {
				f.ID = c
				break
			}
		}
		if f.ID == "" {
			return &Error{f.Name, 0, "no id: want \"id: COLUMN\"; the table has: " + allowed(columns)}
		}
	}
	if f.idLine != nil && !slices.Contains(columns, f.ID) {
		return f.at(f.idLine, "id: the table has no column %q; it has: %s", f.ID, allowed(columns))
	}
	if f.listLine != nil && !slices.Contains(columns, f.List) {
		return f.at(f.listLine, "list: the table has no column %q; it has: %s", f.List, allowed(columns))
	}
	return nil
}

// Lists refuses a spec that speaks of a list on which no row of the tables is:
// lists are all those on which one is. A slip there would leave the list as if
// nothing were said of it. Errors are of type [*Error].
func (f *File) Lists(lists []string) error {
	for _, l := range f.duplicateFree {
		if l != "all" && !slices.Contains(lists, l) {
			return f.at(f.freeLine, "duplicate_free: no row is on a list %q; the lists are: %s", l, someOf(lists))
		}
	}
	for _, l := range slices.Sorted(maps.Keys(f.styles)) {
		if !slices.Contains(lists, l) {
			return f.at(f.styleLines[l], "styles: no row is on a list %q; the lists are: %s", l, someOf(lists))
		}
	}
	return nil
}

// named finds a column of the spec.
func (f *File) named(line *yaml.Node, what, name string) (column, error) {
	all := make([]string, len(f.columns))
	for i, c := range f.columns {
		if c.name == name {
			return c, nil
		}
		all[i] = c.name
	}
	return column{}, f.at(line, "%s: no column %q is compared; allowed: %s", what, name, allowed(all))
}

func (f *File) bindBlock(s *linkage.Spec) error {
	for _, n := range f.block {
		parts, err := f.texts(n, "block")
		if err != nil {
			return err
		}
		if len(parts) == 0 || len(parts) > 8 {
			return f.at(n, "block: want one to eight keys in a line")
		}
		var r linkage.Rule
		for _, p := range parts {
			name, way := f.way(p)
			c, err := f.named(n, "block", name)
			if err != nil {
				return err
			}
			k := linkage.Key{Field: name, Way: way}
			if ways := waysOf(c); way != "" && !slices.Contains(ways, p) {
				return f.at(n, "block: no key %q; allowed: %s", p, allowed(append(ways, name)))
			}
			r = append(r, k)
		}
		if !slices.ContainsFunc(r, func(k linkage.Key) bool { return absent(s, k.Field) }) {
			s.Rules = append(s.Rules, r)
		}
	}
	return nil
}

// absent reports whether an optional column was left out.
func absent(s *linkage.Spec, name string) bool {
	return !slices.ContainsFunc(s.Fields, func(f linkage.Field) bool { return f.Name == name })
}

// waysOf gives the keys of a column as a spec writes them.
func waysOf(c column) []string {
	k, ok := c.made.Compare.(linkage.Keyer)
	if !ok {
		return nil
	}
	ways := slices.Clone(k.Ways())
	for i, w := range ways {
		ways[i] = c.name + "." + w
	}
	return ways
}

func (f *File) bindNever(s *linkage.Spec) error {
	for _, v := range f.never {
		c, err := f.named(v.line, "never", v.column)
		if err != nil {
			return err
		}
		l, ok := c.made.Compare.(linkage.Leveler)
		if !ok {
			return f.at(v.line, "never: column %q has no levels", v.column)
		}
		for _, name := range v.levels {
			if !slices.Contains(l.Levels(), name) {
				return f.at(v.line, "never: column %q has no level %q; allowed: %s", v.column, name, allowed(l.Levels()))
			}
		}
		if !absent(s, v.column) {
			s.Vetoes = append(s.Vetoes, linkage.Veto{Field: v.column, Levels: v.levels})
		}
	}
	return nil
}

func (f *File) bindKin(s *linkage.Spec) error {
	if f.kin == nil {
		return nil
	}
	for _, name := range slices.Concat(f.kin.shared, f.kin.apart) {
		if _, err := f.named(f.kin.line, "kin", name); err != nil {
			return err
		}
	}
	gone := func(name string) bool { return absent(s, name) }
	s.Kin = &linkage.Kin{
		Shared: slices.DeleteFunc(slices.Clone(f.kin.shared), gone),
		Apart:  slices.DeleteFunc(slices.Clone(f.kin.apart), gone),
	}
	return nil
}

// bindDepends notes which columns hang together. One that the table does not
// have, though it may, leaves the other by itself.
func (f *File) bindDepends(s *linkage.Spec) error {
	has := func(name string) *linkage.Field {
		i := slices.IndexFunc(s.Fields, func(x linkage.Field) bool { return x.Name == name })
		if i < 0 {
			return nil
		}
		return &s.Fields[i]
	}
	for _, c := range f.columns {
		if c.depends == "" {
			continue
		}
		i := slices.IndexFunc(f.columns, func(x column) bool { return x.name == c.depends })
		if i < 0 || c.depends == c.name {
			return f.at(c.line, "column %q: depends on %q, which is no other column that is compared", c.name, c.depends)
		}
		if _, ok := f.columns[i].made.Compare.(linkage.Leveler); !ok {
			return f.at(c.line, "column %q: depends on %q, which has no levels", c.name, c.depends)
		}
		if own := has(c.name); own != nil && has(c.depends) != nil {
			own.Within = c.depends
		}
	}
	return nil
}
