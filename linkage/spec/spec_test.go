package spec_test

import (
	"errors"
	"strings"
	"testing"

	"kashf.org/kashf/linkage"
	"kashf.org/kashf/linkage/spec"
)

const books = `
id: book
list: shop
columns:
  title: words
  author: {kind: text, similarity: [.8, .9], group: who}
  printed: {kind: year, within: [1, 3]}
  shelf:
    kind: tree
    parents: {poetry: arts, music: arts, arts: }
  tags: {kind: set, separator: "|"}
  pages: {kind: number, within: [2, 10]}
block:
  - [title, title]
  - [author.first3, printed]
  - [shelf.root, pages]
duplicate_free: all
styles: {corner: french, market: inferred}
never:
  - {column: shelf, levels: [different]}
kin: {shared: [author], apart: [printed]}
threshold: 4
open: [-2, 5]
limit: 50
rounds: 3
seed: 9
`

var bookColumns = []string{"book", "shop", "title", "author", "printed", "shelf", "tags", "pages"}

func TestParse(t *testing.T) {
	f, err := spec.Parse("books.yaml", []byte(books))
	if err != nil {
		t.Fatal(err)
	}
	s, err := f.Bind(bookColumns)
	if err != nil {
		t.Fatal(err)
	}
	var rules []string
	for _, r := range s.Rules {
		rules = append(rules, r.String())
	}
	if got, want := strings.Join(rules, "; "), "title + title; author.first3 + printed; shelf.root + pages"; got != want {
		t.Errorf("rules = %s, want %s", got, want)
	}
	if f.ID != "book" || f.List != "shop" || *s.Threshold != 4 || s.Grey != [2]float64{-2, 5} || s.BlockLimit != 50 || s.Rounds != 3 || s.Seed != 9 {
		t.Errorf("spec = %+v of %+v", s, f)
	}
	if f.Style("corner") != "french" || f.Style("market") != spec.Inferred || f.Style("elsewhere") != "" {
		t.Errorf("styles: corner %s, market %s, elsewhere %s", f.Style("corner"), f.Style("market"), f.Style("elsewhere"))
	}
	if len(s.Fields) != 6 || s.Fields[1].Group != "who" || s.DuplicateFree[0] != linkage.EveryList || s.Vetoes[0].Field != "shelf" || s.Kin.Apart[0] != "printed" {
		t.Errorf("spec = %+v", s)
	}
}

// Nothing said is the default; a threshold of nothing is one.
func TestThresholdOfNothing(t *testing.T) {
	for src, want := range map[string]*float64{"columns: {a: text}": nil, "columns: {a: text}\nthreshold: 0": new(0.0), "columns: {a: text}\nthreshold: -1.5": new(-1.5)} {
		f, err := spec.Parse("s", []byte(src))
		if err != nil {
			t.Fatal(err)
		}
		s, err := f.Bind([]string{"id", "a"})
		if err != nil {
			t.Fatal(err)
		}
		if (s.Threshold == nil) != (want == nil) || want != nil && *s.Threshold != *want {
			t.Errorf("Bind of %q: threshold %v, want %v", src, s.Threshold, want)
		}
	}
}

// A spec that names nothing but kinds is enough, and takes the usual id.
func TestNearlyEmpty(t *testing.T) {
	f, err := spec.Parse("s", []byte("columns: {a: text, b: ignore, c: {kind: date, column: [x, y], optional: true}}"))
	if err != nil {
		t.Fatal(err)
	}
	s, err := f.Bind([]string{"a", "b", "unique_id"})
	if err != nil || len(s.Fields) != 1 || f.ID != "unique_id" {
		t.Errorf("Bind = %+v, %v", s, err)
	}
}

// What cannot be used is refused with file, line and what is allowed.
func TestRefuses(t *testing.T) {
	tests := []struct{ name, src, want string }{
		{"empty", "", "s.yaml: empty"},
		{"not YAML", "columns: {a", "s.yaml:1: not YAML"},
		{"two documents", "columns: {a: text}\n---\nx: 1", "second document"},
		{"no columns", "id: a", "s.yaml:1: no columns"},
		{"unknown entry", "columns: {a: text}\nthreshhold: 3", "s.yaml:2: no entry \"threshhold\"; allowed: block, columns"},
		{"unknown kind", "columns:\n  a: poem", "s.yaml:2: column \"a\": no kind \"poem\"; allowed: array, category"},
		{"no kind", "columns:\n  a: {frequency: true}", "s.yaml:2: column \"a\" has no kind"},
		{"unknown option", "columns:\n  a: {kind: text, within: 3}", "s.yaml:2: column \"a\": no entry \"within\"; a column of kind text may have: column, depends, frequency"},
		{"depends on nothing", "columns:\n  a: {kind: text, depends: c}", "s.yaml:2: column \"a\": depends on \"c\""},
		{"column twice", "columns:\n  a: text\n  a: date", "s.yaml:3: columns: \"a\" is there already, in line 2"},
		{"missing column", "columns:\n  a: text\n  z: text", "s.yaml:3: the table has no column z; it has: a, b, id"},
		{"missing id", "id: key\ncolumns: {a: text}", "s.yaml:1: id: the table has no column \"key\""},
		{"missing list", "list: key\ncolumns: {a: text}", "s.yaml:1: list: the table has no column \"key\""},
		{"impossible level", "columns: {a: text}\nnever:\n  - {column: a, levels: [odd]}", "s.yaml:3: never: column \"a\" has no level \"odd\"; allowed: close, different"},
		{"impossible similarity", "columns:\n  a: {kind: text, similarity: 2}", "s.yaml:2: column \"a\": similarity is"},
		{"impossible distance", "columns:\n  a: {kind: edit, within: 99}", "s.yaml:2: column \"a\": within is a whole number"},
		{"cyclic tree", "columns:\n  a:\n    kind: tree\n    parents:\n      x: y\n      y: x", "s.yaml:5: column \"a\": the tree is cyclic: \"x\" lies above itself"},
		{"below a cycle", "columns:\n  a:\n    kind: tree\n    parents:\n      w: x\n      x: x", "s.yaml:5: column \"a\": \"w\" lies more than"},
		{"key of nothing", "columns: {a: text}\nblock:\n  - [b]", "s.yaml:3: block: no column \"b\" is compared; allowed: a"},
		{"no such key", "columns: {a: date}\nblock:\n  - [a.week]", "s.yaml:3: block: no key \"a.week\"; allowed: a, a.day, a.year"},
		{"kin of nothing", "columns: {a: date}\nkin: {shared: [b]}", "s.yaml:2: kin: no column \"b\""},
		{"words of one", "columns:\n  a: {kind: words, of: [b]}", "s.yaml:2: column \"a\": of names two columns or more"},
		{"words of and column", "columns:\n  a: {kind: words, of: [a, b], column: b}", "s.yaml:2: column \"a\": of names two"},
		{"kin shared and apart", "columns: {a: date}\nkin: {shared: [a], apart: [a]}", "s.yaml:2: kin: column \"a\" is both shared and apart"},
		{"threshold beyond reach", "columns: {a: date}\nthreshold: 1e9", "s.yaml:2: threshold: want bits from -12 to 12"},
		{"threshold below all", "columns: {a: date}\nthreshold: -12.5", "s.yaml:2: threshold: want bits from -12 to 12"},
		{"band beyond all", "columns: {a: date}\nopen: [1, 1e6]", "s.yaml:2: open: want two numbers of bits from -1000 to 1000"},
		{"band reversed", "columns: {a: date}\nopen: [3, 1]", "s.yaml:2: open: want two numbers"},
		{"no number", "columns: {a: date}\nthreshold: high", "s.yaml:2: threshold: want a number"},
		{"no such style", "columns: {a: text}\nstyles:\n  l1: klingon", "s.yaml:3: styles: no style \"klingon\"; allowed: english, french, german, inferred, turkish"},
		{"styles of nothing", "columns: {a: text}\nstyles: french", "s.yaml:2: styles: want"},
		{"frequency of words", "columns:\n  a: {kind: year, age: b}", "needs both"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f, err := spec.Parse("s.yaml", []byte(tt.src))
			if err == nil {
				_, err = f.Bind([]string{"id", "a", "b"})
			}
			if !errors.Is(err, linkage.ErrSpec) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error = %v, want ErrSpec with %q", err, tt.want)
			}
		})
	}
}

// Words of several columns agree whichever column they stand in.
func TestWordsOfSeveralColumns(t *testing.T) {
	f, err := spec.Parse("s.yaml", []byte("columns:\n  names: {kind: words, of: [given, family]}\n  given: text\n"))
	if err != nil {
		t.Fatal(err)
	}
	s, err := f.Bind([]string{"id", "given", "family"})
	if err != nil {
		t.Fatal(err)
	}
	read := func(given, family string) linkage.Value {
		cells := map[string]string{"given": given, "family": family}
		return s.Fields[0].Compare.Prepare(s.Fields[0].From(func(c string) string { return cells[c] }))
	}
	l := s.Fields[0].Compare.(linkage.Leveler)
	if straight, crossed := l.Level(read("Mariam", "Haddad"), read("Mariam", "Haddad")), l.Level(read("Mariam", "Haddad"), read("Haddad", "Mariam")); straight != crossed {
		t.Errorf("level of exchanged names = %d, want %d as in their places", crossed, straight)
	}
	if v := read("unknown", ""); v != nil {
		t.Errorf("names of nothing = %v, want missing", v)
	}
	if _, err := f.Bind([]string{"id", "given"}); err == nil || !strings.Contains(err.Error(), "s.yaml:2: the table has no column family") {
		t.Errorf("Bind without family = %v, want its line", err)
	}
}

// A spec that speaks of a list on which nothing is has a slip in it.
func TestListsThatAreNot(t *testing.T) {
	tests := []struct{ src, want string }{
		{"columns: {a: text}\nduplicate_free: all", ""},
		{"columns: {a: text}\nduplicate_free: [north]\nstyles: {south: french}", ""},
		{"columns: {a: text}\nduplicate_free: [north, nroth]", "s.yaml:2: duplicate_free: no row is on a list \"nroth\"; the lists are: north, south"},
		{"columns: {a: text}\nstyles:\n  north: french\n  East: french", "s.yaml:4: styles: no row is on a list \"East\"; the lists are: north, south"},
	}
	for _, tt := range tests {
		f, err := spec.Parse("s.yaml", []byte(tt.src))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Bind([]string{"id", "a"}); err != nil {
			t.Fatal(err)
		}
		err = f.Lists([]string{"south", "north"})
		if got := ""; err != nil {
			got = err.Error()
			if got != tt.want || !errors.Is(err, linkage.ErrSpec) {
				t.Errorf("Lists of %q = %v, want %q", tt.src, err, tt.want)
			}
		} else if tt.want != "" {
			t.Errorf("Lists of %q = nil, want %q", tt.src, tt.want)
		}
	}
	f, err := spec.Parse("s.yaml", []byte("columns: {a: text}\nduplicate_free: x"))
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Lists(strings.Split(strings.Repeat("list ", 50), " ")); !strings.Contains(err.Error(), "and 11 more") {
		t.Errorf("Lists of many = %v, want few of them", err)
	}
}

// Whatever comes, the reader answers with a spec that can be run or an Error.
func FuzzParse(f *testing.F) {
	f.Add(books)
	f.Add("columns: {a: text}")
	f.Add("columns: &c {a: *c}")
	f.Add("columns:\n  a: {kind: tree, parents: {x: y, y: x}}")
	f.Fuzz(func(t *testing.T, src string) {
		s, err := spec.Parse("s", []byte(src))
		if err == nil {
			_, err = s.Bind(bookColumns)
		}
		if err == nil {
			return
		}
		if _, ok := errors.AsType[*spec.Error](err); !ok {
			t.Errorf("Parse(%q): %T %v", src, err, err)
		}
	})
}
