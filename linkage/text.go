package linkage

import "slices"

// Text compares short texts, such as one word of a name, a street or a code
// typed by hand, by how far their spellings are apart.
//
// Levels: exact; typo (one letter inserted, lost, changed or swapped); near
// and close (Jaro-Winkler similarity of .92 and .85); part (one begins with the
// other, as an initial does); different.
func Text() Leveler { return text{} }

type text struct{}

type textValue struct {
	fold string
	run  []rune
	has  uint64 // its letters
	key  uint64
}

// The levels of Text.
const (
	textExact Level = iota
	textTypo
	textNear
	textClose
	textPart
	textDifferent
)

// The similarity from which spellings count as near and as close. At .92 a
// pair of seven-letter words differs in about one letter, at .85 in two.
const (
	nearSimilarity  = 0.92
	closeSimilarity = 0.85
)

func (text) Prepare(raw string) Value {
	f := Fold(raw)
	if f == "" || placeholders[f] {
		return nil
	}
	run := []rune(f)
	return &textValue{f, run, letters(run), Hash(f)}
}

func (text) Keys(v Value) []uint64 { return []uint64{v.(*textValue).key} }

func (text) Levels() []string {
	return []string{"exact", "typo", "near", "close", "part", "different"}
}

func (text) Level(x, y Value) Level {
	a, b := x.(*textValue), y.(*textValue)
	if a.fold == b.fold {
		return textExact
	}
	switch {
	case min(len(a.run), len(b.run)) >= 3 && oneEdit(a.run, b.run):
		return textTypo
	case begins(a.run, b.run) || begins(b.run, a.run):
		return textPart
	case !mayReach(a.run, b.run, a.has, b.has, closeSimilarity):
		return textDifferent
	}
	switch s := jaroWinkler(a.run, b.run); {
	case s >= nearSimilarity:
		return textNear
	case s >= closeSimilarity:
		return textClose
	}
	return textDifferent
}

func begins(a, b []rune) bool { return len(a) < len(b) && slices.Equal(a, b[:len(a)]) }

func (v *textValue) folded() string { return v.fold }

// folder is a value that keeps its folded text, from which coarser keys can
// be made.
type folder interface{ folded() string }

// First keys a text by its first n letters, so that a slip further on does
// not part two records. Use it as the How of a [Key].
func First(n int) func(Value) []uint64 {
	return func(v Value) []uint64 {
		f, ok := v.(folder)
		if !ok {
			return nil
		}
		r := []rune(f.folded())
		return []uint64{join(uint64(n), Hash(string(r[:min(n, len(r))])))}
	}
}
