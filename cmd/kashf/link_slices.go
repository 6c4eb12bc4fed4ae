package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"kashf.org/kashf/internal/identity/people"
	"kashf.org/kashf/linkage"
	"kashf.org/kashf/linkage/spec"
	"kashf.org/kashf/names"
)

// slicer notes of every record, as it is read, the few traits by which the
// report breaks pairs down: its list, its script, how common its first name
// is, and every column of few values. Two bytes each.
type slicer struct{ by []*trait }

// trait is one way to break pairs down.
type trait struct {
	name  string
	field int // of the spec; -1 for the list
	read  func(raw string) string
	pair  func(a, b string) string
	at    map[string]uint16 // by what read gave
	raw   map[string]uint16 // by what was read, where values are few
	words []string
	of    []uint16 // by record
	limit int      // how many values it may have
}

// A column with more values than fewValues breaks nothing down; lists may be
// more, and first names as many as their numbers can tell apart.
const (
	fewValues = 1 << 8
	someLists = 1 << 12
	allNames  = 1<<16 - 1
)

// The traits beside columns.
const (
	byList      = "list"
	byScript    = "script"
	byFrequency = "name_frequency"
)

func newSlicer(f *spec.File, s linkage.Spec) *slicer {
	l := &slicer{}
	l.add(byList, -1, someLists, func(raw string) string { return raw }, linkage.PairKey)
	for i, field := range s.Fields {
		switch f.KindOf(field.Name) {
		case "name":
			if !slices.ContainsFunc(l.by, func(t *trait) bool { return t.name == byScript }) {
				l.add(byScript, i, fewValues, scriptName, linkage.PairKey)
				l.add(byFrequency, i, allNames, firstName, func(a, b string) string { return max(a, b) })
			}
		case "category":
			l.add(field.Name, i, fewValues, linkage.Fold, either)
		case "governorate":
			l.add(field.Name, i, fewValues, people.GovernorateOf, either)
		}
	}
	return l
}

func (l *slicer) add(name string, field, limit int, read func(string) string, pair func(a, b string) string) {
	t := &trait{name: name, field: field, limit: limit, read: read, pair: pair, at: map[string]uint16{}}
	if name != byScript && name != byFrequency {
		t.raw = map[string]uint16{}
	}
	l.by = append(l.by, t)
}

func scriptName(name string) string {
	switch names.ScriptOf(name) {
	case names.Arabic:
		return "arab"
	case names.Latin:
		return "latn"
	}
	return "other"
}

func firstName(name string) string {
	for word := range strings.FieldsSeq(name) {
		return linkage.Fold(word)
	}
	return ""
}

// either is what both say, or what one says where the other is silent.
func either(a, b string) string {
	switch {
	case a == b, b == "":
		return a
	case a == "":
		return b
	}
	return linkage.PairKey(a, b)
}

// take is given every record as it is read.
func (l *slicer) take(k linkage.Kept) {
	for _, t := range l.by {
		raw := k.List
		if t.field >= 0 {
			raw = k.Raw[t.field]
		}
		if !t.full() {
			t.of = append(t.of, t.number(raw))
		}
	}
}

// number gives a value its number.
func (t *trait) number(raw string) uint16 {
	if n, ok := t.raw[raw]; ok {
		return n
	}
	word := t.read(raw)
	n, ok := t.at[word]
	switch {
	case ok:
	case len(t.words) < t.limit:
		n = uint16(len(t.words))
		t.at[strings.Clone(word)], t.words = n, append(t.words, strings.Clone(word))
	default: // of first names alone: rare ones, which share the last number
		n = uint16(t.limit - 1)
	}
	if t.raw != nil && len(t.raw) < rawKept {
		t.raw[strings.Clone(raw)] = n
	}
	return n
}

// rawKept is up to how many spellings of values are known at sight.
const rawKept = 1 << 16

// full reports whether a trait has more values than it may.
func (t *trait) full() bool { return t.name != byFrequency && len(t.words) == t.limit }

// ready is called once all records are read.
func (l *slicer) ready() {
	l.by = slices.DeleteFunc(l.by, (*trait).full)
	for _, t := range l.by {
		t.at, t.raw = nil, nil
		if t.name == byFrequency {
			t.words = tenths(t)
		}
	}
}

// tenths puts every first name into a tenth of the records by how many bear
// it: "01" is borne by fewest, "10" by most.
func tenths(t *trait) []string {
	count := make([]int, len(t.words))
	for _, n := range t.of {
		count[n]++
	}
	order := make([]int, len(count))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(count[a], count[b]), cmp.Compare(t.words[a], t.words[b]))
	})
	out, before := make([]string, len(count)), 0
	for _, n := range order {
		out[n] = fmt.Sprintf("%02d", min(10, 1+10*before/max(1, len(t.of))))
		before += count[n]
	}
	return out
}

func (l *slicer) names() []string {
	var out []string
	for _, t := range l.by {
		out = append(out, t.name)
	}
	return out
}

// keys gives the cells of a pair of records, by the order they were read in.
func (l *slicer) keys(out []string, i, j int) []string {
	for _, t := range l.by {
		out = append(out, t.pair(t.words[t.of[i]], t.words[t.of[j]]))
	}
	return out
}
