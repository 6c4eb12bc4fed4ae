package place

import (
	"cmp"
	"slices"
	"strings"
)

// pathMarks part the names of a path. A hyphen without spaces belongs to a
// name, as in Al-Bab.
const pathMarks = "/\\,،;؛|–()"

// pathWords part the names of a path in a sentence and say no name, folded.
var pathWords = wordSet("التابعه التابع تابعه تابع تتبع يتبع في من ضمن اعمال in of")

// pathParts takes "قرية تادف التابعة لمنطقة الباب في محافظة حلب" and
// "Aleppo / Al-Bab / Tadaf" apart. A word for a level begins a part.
func pathParts(name string) []string {
	name = strings.ReplaceAll(name, " - ", "/")
	var out []string
	for _, piece := range strings.FieldsFunc(name, func(r rune) bool { return strings.ContainsRune(pathMarks, r) }) {
		var part []string
		flush := func() {
			if len(part) > 0 {
				out = append(out, strings.Join(part, " "))
			}
			part = nil
		}
		for _, w := range strings.Fields(plain(piece)) {
			bare := w
			for _, p := range [...]string{"لل", "ل", "ب"} { // لمنطقة, للمنطقة, بريف
				if rest, ok := strings.CutPrefix(w, p); ok && levelWords[rest] != NoLevel {
					bare = rest
				}
			}
			switch {
			case pathWords[w]:
				flush()
				continue
			case levelWords[bare] != NoLevel && isArabic(bare):
				flush()
				w = bare
			}
			part = append(part, w)
		}
		flush()
	}
	return out
}

// findPath reads a place that is named with what it lies in. Each part must be
// a name, and they must lie in one another; the innermost is meant. Where one
// part is no name, nothing is found: it may be the very one that is meant.
func findPath(name string, within Code) []Match {
	parts := pathParts(name)
	if len(parts) < 2 || len(parts) > 5 {
		return nil
	}
	scope := within
	for _, p := range parts {
		if c, ok := FindGovernorate(p); ok && scope == "" && levelIn(p) <= Governorate {
			scope = c
		}
	}
	var found [][]Match
	for _, p := range parts {
		ms := newQuery(p, scope).exact()
		if c, ok := FindGovernorate(p); ok && c.Within(scope) && levelIn(p) <= Governorate {
			g, _ := Lookup(c)
			ms = append(ms, Match{g, 1})
		}
		if len(ms) == 0 {
			return nil
		}
		found = append(found, ms)
	}
	return innermost(found)
}

// levelIn is the level that a part's first word names.
func levelIn(part string) Level {
	first, _, _ := strings.Cut(part, " ")
	return levelWords[first]
}

// innermost are the places that lie in a place of each part.
func innermost(found [][]Match) []Match {
	var out []Match
	for _, m := range slices.Concat(found...) {
		inAll := true
		for _, others := range found {
			inAll = inAll && slices.ContainsFunc(others, func(o Match) bool { return m.Place.Code.Within(o.Place.Code) })
		}
		if inAll && !slices.ContainsFunc(out, func(o Match) bool { return o.Place.Code == m.Place.Code }) {
			out = append(out, m)
		}
	}
	slices.SortStableFunc(out, func(a, b Match) int { return -cmp.Compare(a.Place.Level, b.Place.Level) })
	return out[:min(len(out), maxMatches)]
}
