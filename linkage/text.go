package linkage

import (
	"slices"
	"strconv"
)

// Text compares short texts, such as one word of a name, a street or a code
// typed by hand, by how far their spellings are apart.
//
// Levels: exact; typo (one letter inserted, lost, changed or swapped); near
// and close (Jaro-Winkler similarity of .92 and .85); part (one begins with the
// other, as an initial does); different.
func Text() Leveler { return text{} }

type text struct{}

// TextLike is [Text] with a level of its own for each Jaro-Winkler similarity,
// between 0 and 1, in place of near and close.
//
// Levels: exact; typo; "like 0.92" and so on, the likest first; part; different.
func TextLike(similarity ...float64) Leveler {
	s := slices.Clone(similarity)
	slices.Sort(s)
	slices.Reverse(s)
	return textLike{steps: s[:min(len(s), maxLevels-4)]}
}

type textLike struct {
	text
	steps []float64
}

func (c textLike) Levels() []string {
	names := []string{"exact", "typo"}
	for _, s := range c.steps {
		names = append(names, "like "+strconv.FormatFloat(s, 'g', -1, 64))
	}
	return append(names, "part", "different")
}

func (c textLike) Level(x, y Value) Level {
	part := Level(len(c.steps) + 2)
	switch l := c.text.Level(x, y); l {
	case textExact, textTypo:
		return l
	case textPart:
		return part
	}
	a, b := x.(*textValue), y.(*textValue)
	s := jaroWinkler(a.run, b.run)
	for i, step := range c.steps {
		if s >= step {
			return Level(i + 2)
		}
	}
	return part + 1
}

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

// firstWays key a text by its first letters, so that a slip further on does
// not part two records.
var firstWays = []string{"first1", "first2", "first3", "first4", "first5", "first6"}

func (text) Ways() []string { return firstWays }

func (text) KeysBy(way string, v Value) []uint64 {
	n := slices.Index(firstWays, way) + 1
	if n == 0 {
		return nil
	}
	r := v.(*textValue).run
	return []uint64{join(uint64(n), Hash(string(r[:min(n, len(r))])))}
}
