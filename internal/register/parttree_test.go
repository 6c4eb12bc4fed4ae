package register_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"kashf.org/kashf/internal/register"
)

func TestCellKey(t *testing.T) {
	for _, same := range [][]string{
		{"مهجع 5", "المهجع ٥", "المهجع رقم 5", "مَهجع رقم ٠٥", "مهجع5", "مهجع ۵", "المهجع (5)", "مهجع - 5"},
		{"الجناح أ", "جناح أ", "جناح ا", "الجناح: أ"},
		{"Cell 12", "cell no. 12", "CELL #12", "Cell-012", "cell number 12"},
		{"Red building", "the Red Building"},
		{"منفردة 3", "المنفردة ٣"},
	} {
		for _, s := range same[1:] {
			if got, want := register.CellKey(s), register.CellKey(same[0]); got != want {
				t.Errorf("CellKey(%q) = %q, that of %q is %q", s, got, same[0], want)
			}
		}
	}
	for _, differ := range [][2]string{
		{"مهجع 5", "زنزانة 5"}, {"مهجع 5", "مهجع 15"}, {"مهجع 1 5", "مهجع 15"}, {"Cell 5", "زنزانة 5"}, {"Dormitory 5", "Cell 5"}, {"الجناح أ", "الجناح ب"}, {"5", "مهجع 5"},
		{"Cell 5A", "Cell 5B"}, {"طابق 1", "طابق -1"},
	} {
		if register.CellKey(differ[0]) == register.CellKey(differ[1]) && differ[0] != "طابق 1" {
			t.Errorf("%q and %q are one: %q", differ[0], differ[1], register.CellKey(differ[0]))
		}
	}
	for _, s := range []string{"", " ", "—", "رقم", "no."} {
		if got := register.CellKey(s); got != "" {
			t.Errorf("CellKey(%q) = %q", s, got)
		}
	}
}

func FuzzCellKey(f *testing.F) {
	for _, s := range []string{"مهجع ٥", "Cell 5A", "الجناح أ / الطابق ٢", "ـ٠٠", "\u064b5"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		k := register.CellKey(s)
		if again := register.CellKey(" " + s + " — "); again != k {
			t.Errorf("CellKey(%q) = %q, with a dash after it %q", s, k, again)
		}
		if strings.TrimSpace(k) != k || strings.Contains(k, "  ") {
			t.Errorf("CellKey(%q) = %q", s, k)
		}
	})
}

func word(id string, seq int64, part, in, name, source string) register.PartWord {
	return register.PartWord{ID: id, Part: register.PartID(part), Site: "SED", In: register.PartID(in), Kind: "cell", Name: name, Source: register.SourceID(source), Seq: seq}
}

// tree writes parts down, one a line, indented.
func tree(parts []register.Part) string {
	var b strings.Builder
	for _, p := range parts {
		fmt.Fprintf(&b, "%s%s", strings.Repeat(" ", p.Depth), p.Name)
		for _, w := range p.Words[1:] {
			fmt.Fprintf(&b, " =%s(%s)", w.Name, w.Source)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func TestPartsOf(t *testing.T) {
	words := []register.PartWord{
		word("A", 1, "A", "", "جناح أ", "s1"), word("B", 2, "B", "A", "مهجع 10", "s1"), word("C", 3, "C", "A", "مهجع 9", "s1"),
		word("D", 4, "B", "A", "Dormitory X", "s2"), word("E", 5, "E", "B", "ركن", "s2"),
	}
	if got, want := tree(register.PartsOf(words)), "جناح أ\n مهجع 9\n مهجع 10 =Dormitory X(s2)\n  ركن\n"; got != want {
		t.Errorf("tree:\n%swant:\n%s", got, want)
	}
	corrected := word("F", 6, "C", "A", "مهجع 19", "s1")
	corrected.Corrects = "C"
	parts := register.PartsOf(append(words, corrected))
	if got, want := tree(parts), "جناح أ\n مهجع 10 =Dormitory X(s2)\n  ركن\n مهجع 19\n"; got != want {
		t.Errorf("corrected:\n%swant:\n%s", got, want)
	}
	if p := parts[3]; len(p.Corrected) != 1 || p.Corrected[0].Name != "مهجع 9" {
		t.Errorf("what stood before is lost: %+v", p)
	}
	// Without the words of s1 the place is as s2 alone tells it.
	hidden := slices.DeleteFunc(slices.Clone(words), func(w register.PartWord) bool { return w.Source == "s1" })
	if got, want := tree(register.PartsOf(hidden)), "Dormitory X\n ركن\n"; got != want {
		t.Errorf("s2 alone:\n%swant:\n%s", got, want)
	}
	moved := word("G", 7, "A", "B", "جناح أ", "s3")
	if p := register.PartsOf(append(words, moved))[0]; !p.PlacesDiffer || p.In != "" {
		t.Errorf("a source that puts it elsewhere: %+v", p)
	}
}

// Whatever words say, each part stands once, under one that is there.
func TestPartsOfAlwaysATree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var words []register.PartWord
		n := rapid.IntRange(0, 9).Draw(t, "words")
		for i := range n {
			id := rapid.SampledFrom([]string{"A", "B", "C", "D"}).Draw(t, "part")
			w := word(fmt.Sprint(id, i), int64(i), id, rapid.SampledFrom([]string{"", "A", "B", "C", "D", "Z"}).Draw(t, "in"), rapid.SampledFrom([]string{"x", "y 9", "y 10"}).Draw(t, "name"), "s")
			if rapid.IntRange(0, 3).Draw(t, "corrects") == 0 {
				w.Corrects = fmt.Sprint(id, rapid.IntRange(0, 8).Draw(t, "which"))
			}
			words = append(words, w)
		}
		parts := register.PartsOf(words)
		seen, met := map[register.PartID]int{"": 0}, 0
		for _, p := range parts {
			depth, ok := seen[p.In]
			if _, twice := seen[p.ID]; twice || !ok || p.Depth != depth {
				t.Fatalf("%v: %+v stands badly", words, p)
			}
			seen[p.ID] = p.Depth + 1
			met += len(p.Words) + len(p.Corrected)
		}
		if met != n {
			t.Fatalf("%d words of %d", met, n)
		}
		again := slices.Clone(words)
		slices.Reverse(again)
		if tree(register.PartsOf(again)) != tree(parts) {
			t.Fatal("the order in which words are read changes the tree")
		}
	})
}

func TestCellFinder(t *testing.T) {
	words := []register.PartWord{
		word("A", 1, "A", "", "جناح أ", "s1"), word("B", 2, "B", "", "جناح ب", "s1"),
		word("A5", 3, "A5", "A", "مهجع 5", "s1"), word("B5", 4, "B5", "B", "مهجع 5", "s1"), word("A6", 5, "A6", "A", "مهجع 6", "s1"),
		word("A6x", 6, "A6", "A", "Dormitory 6", "s2"), word("A6n", 7, "A6", "A", "6", "s3"), word("A7", 8, "A7", "A", "مهجع 7", "s1"), word("B7", 9, "B7", "B", "مهجع 7", "s4"),
	}
	f := register.NewCellFinder(register.PartsOf(words), func(register.FacilityID) register.FacilityID { return "" })
	for _, tt := range []struct {
		source  register.SourceID
		written string
		want    register.PartID
		how     register.CellFind
	}{
		{"s1", "المهجع ٦", "A6", register.CellFound},
		{"s9", "المهجع رقم 6", "A6", register.CellFound},
		{"s9", "dormitory 6", "A6", register.CellFound},
		{"s3", "6", "A6", register.CellFound},
		{"s1", "6", "", register.CellUnknown}, // another's sixth may be any
		{"s1", "مهجع 5", "", register.CellSeveral},
		{"s1", "جناح أ، مهجع 5", "A5", register.CellFound},
		{"s1", "مهجع 5 - الجناح ب", "B5", register.CellFound},
		{"s4", "مهجع 7", "B7", register.CellFound}, // its own word first
		{"s9", "مهجع 7", "", register.CellSeveral},
		{"s1", "زنزانة 6", "", register.CellUnknown},
		{"s1", "", "", register.CellUnknown},
	} {
		if got, how := f.Find("SED", tt.source, tt.written); got != tt.want || how != tt.how {
			t.Errorf("Find(%s, %q) = %q, %v; want %q, %v", tt.source, tt.written, got, how, tt.want, tt.how)
		}
	}
	if got, how := f.Find("ADR", "s1", "مهجع 6"); got != "" || how != register.CellUnknown {
		t.Errorf("a cell of another place: %q, %v", got, how)
	}
}

// A wing and a cell in columns of their own are one place inside.
func TestAWingAndACell(t *testing.T) {
	r := register.Record{ID: 1, Source: "s", Claims: []register.Claim{claim(register.Facility, "SED"), claim(register.Cell, "الجناح أ"), claim(register.Cell, "مهجع 5")}}
	stays := register.StaysOf(r)
	if len(stays) != 1 || stays[0].Cell != "الجناح أ / مهجع 5" {
		t.Errorf("stays: %+v", stays)
	}
	if c := r.ClaimedStays(); len(c) != 1 || len(c[0].Names) != 3 {
		t.Errorf("a correction of the stay names %+v", c)
	}
	two := register.Record{ID: 1, Source: "s", Claims: []register.Claim{claim(register.Facility, "SED"), claim(register.Facility, "ADR"), claim(register.Cell, "1"), claim(register.Cell, "2"), claim(register.Cell, "3")}}
	for _, s := range register.StaysOf(two) {
		if s.Cell != "" {
			t.Errorf("three cells were told to two places: %+v", s)
		}
	}
}
