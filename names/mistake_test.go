package names_test

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"kashf.org/kashf/names"
)

// table is full names in which one family is common and two texts are met once
// each: one a slip of it, one a name of its own.
func table() []string {
	var all []string
	for i := range 2000 {
		all = append(all, fmt.Sprintf("%s %s البرتقاني", []string{"محمد", "خالد", "عمر"}[i%3], []string{"سعيد", "حسن"}[i%2]))
	}
	return append(all, "محمد سعيد البرتقااني", "خالد حسن لبرتقاني", "عمر حسن الزنجباري")
}

// What a table writes once and may be a slip of what it writes often is read as
// that; a rare name is not.
func TestSlipsOfATable(t *testing.T) {
	l := names.DefaultLexicon().With(table()...)
	c := names.NewComparer(names.Options{Lexicon: l})
	saved := &bytes.Buffer{}
	if err := c.Save(saved); err != nil {
		t.Fatal(err)
	}
	loaded, err := names.LoadComparer(saved, names.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]*names.Comparer{"made": c, "saved": loaded} {
		bits := func(a, b string) float64 {
			x, y := c.Prepare(a), c.Prepare(b)
			return c.CompareBits(&x, &y)
		}
		if apart := bits("البرتقاني", "الزنجباري"); apart >= 0 {
			t.Errorf("%s: two families say %v bits", name, apart)
		}
		for _, slip := range []string{"خالد البرتقااني", "خالد لبرتقاني"} {
			same := bits("خالد البرتقاني", "خالد البرتقاني")
			if got := bits("خالد البرتقاني", slip); got > same || got < same-2 {
				t.Errorf("%s: bits(خالد البرتقاني, %s) = %v, want a little less than %v", name, slip, got, same)
			}
			x, y := c.Prepare("البرتقاني"), c.Prepare(slip)
			if keys := c.Keys(&y); !slices.Contains(keys, c.Keys(&x)[0]) {
				t.Errorf("%s: Keys(%s) has none of البرتقاني", name, slip)
			}
		}
	}
	if l.Has("برتقااني") || !l.Has("زنجباري") || !l.Has("برتقاني") {
		t.Error("With took a slip for a name, or a name for a slip")
	}
}

// The order of the names does not matter.
func TestSlipsInAnyOrder(t *testing.T) {
	all := table()
	var one, two bytes.Buffer
	if err := names.NewComparer(names.Options{Lexicon: names.DefaultLexicon().With(all...)}).Save(&one); err != nil {
		t.Fatal(err)
	}
	slices.Reverse(all)
	if err := names.NewComparer(names.Options{Lexicon: names.DefaultLexicon().With(all...)}).Save(&two); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(one.Bytes(), two.Bytes()) {
		t.Error("names in another order give another comparer")
	}
}

// Names that repeat themselves share nothing by that: what is written twice is no
// more than once only where it has a fellow in the other name.
func TestNamesOfRepeatedParts(t *testing.T) {
	c := names.NewComparer(names.Options{})
	for _, tt := range []struct {
		a, b string
		same bool
	}{
		{"محمد محمد", "أحمد أحمد", false},
		{"محمد محمد", "خالد خالد", false},
		{"محمد محمد علي علي", "خالد خالد يوسف يوسف", false},
		{"خالد خالد محمود", "يوسف يوسف محمود", false},
		{"محمد محمد", "محمد محمد", true},
		{"محمد محمد الحلبي", "محمد الحلبي", true},
		{"محمد أحمد محمد الحلبي", "محمد أحمد الحلبي", true},
	} {
		if got := c.CompareStrings(tt.a, tt.b); (got.Likeness >= 0.5) != tt.same {
			t.Errorf("%s and %s: likeness %v, score %v, the same name: %v", tt.a, tt.b, got.Likeness, got.Score, tt.same)
		}
		if x, y := c.CompareStrings(tt.a, tt.b), c.CompareStrings(tt.b, tt.a); x.Likeness != y.Likeness {
			t.Errorf("%s and %s: %v one way, %v the other", tt.a, tt.b, x.Likeness, y.Likeness)
		}
	}
}
