package people

import (
	"maps"
	"slices"
	"strings"

	"kashf.org/kashf/linkage/spec"
	"kashf.org/kashf/names"
)

// styles are in which style lists write names in Latin letters. A name of a
// list that the spec names carries a mark, so that it is read so wherever it is
// read; those of other lists are read as all styles together write.
type styles struct {
	named map[string]string      // by list: the spec's word for it
	found map[string]names.Style // by mark: what was inferred
}

// The mark is a key between two characters that no cell has, before the name:
// a style's word, or the list whose style is to be inferred.
const (
	markOpen  = "\x1c"
	markClose = "\x1d"
	inferring = "?"
)

var byWord = map[string]names.Style{
	"english": names.EnglishStyle, "french": names.FrenchStyle, "german": names.GermanStyle, "turkish": names.TurkishStyle,
}

func (s styles) mark(list, raw string) string {
	word, ok := s.named[list]
	switch {
	case !ok || names.ScriptOf(raw) != names.Latin:
		return raw
	case word == spec.Inferred:
		word = inferring + list
	}
	return markOpen + word + markClose + raw
}

// unmark gives the key of a mark, "" where there is none, and the name.
func unmark(raw string) (key, name string) {
	if rest, ok := strings.CutPrefix(raw, markOpen); ok {
		if key, name, ok := strings.Cut(rest, markClose); ok {
			return key, name
		}
	}
	return "", raw
}

// of gives the style of a mark.
func (s styles) of(key string) names.Style {
	if key == "" {
		return names.AnyStyle
	}
	if style, ok := byWord[key]; ok {
		return style
	}
	return s.found[key]
}

// styleSample is how many names of a list its style is inferred from.
const styleSample = 1000

// inferred finds the styles that the spec leaves to the names. The names come
// in one order whatever the order of the table.
func (s styles) inferred(c *names.Comparer, raw []string) styles {
	by := map[string][]string{}
	for _, r := range raw {
		if key, name := unmark(r); strings.HasPrefix(key, inferring) && len(by[key]) < styleSample {
			by[key] = append(by[key], name)
		}
	}
	s.found = map[string]names.Style{}
	for _, key := range slices.Sorted(maps.Keys(by)) {
		s.found[key] = c.InferStyle(by[key]).Likeliest()
	}
	return s
}
