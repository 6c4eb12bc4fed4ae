package names_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"kashf.org/kashf/names"
	"pgregory.net/rapid"
)

// The score rises with the bits that it is of, over any pairs of names, and
// parts those that are one name from those that are not.
func TestScoreRisesWithBits(t *testing.T) {
	c := names.NewComparer(names.Options{})
	rapid.Check(t, func(t *rapid.T) {
		draw := func(label string) names.Comparison {
			return c.CompareStrings(nameGen().Draw(t, label), nameGen().Draw(t, label+" too"))
		}
		a, b := draw("a"), draw("b")
		if a.Held < b.Held && a.Score > b.Score || a.Held == b.Held && a.Score != b.Score {
			t.Fatalf("%v bits score %v, %v bits %v", a.Held, a.Score, b.Held, b.Score)
		}
		for _, x := range [...]names.Comparison{a, b} {
			if (x.Score >= names.SameName) != (x.Likeness >= 0.5) {
				t.Fatalf("likeness %v scores %v", x.Likeness, x.Score)
			}
			if x.Bits*x.Held > 0 && x.Likeness < 0.5 && x.Held > x.Bits {
				t.Fatalf("%v bits against were held to %v", x.Bits, x.Held)
			}
		}
	})
}

func TestHold(t *testing.T) {
	for _, tt := range []struct{ bits, likeness, want float64 }{
		{12, 1, 12}, {2, 1, 4}, {-3, 0.75, 2}, {9, 0.5, 9}, {-9, 0.5, 0}, {9, 0.25, -4}, {9, 0, -8}, {-20, 0, -20}, {-20, 0.25, -20},
	} {
		if got := names.Hold(tt.bits, tt.likeness); got != tt.want {
			t.Errorf("Hold(%v, %v) = %v, want %v", tt.bits, tt.likeness, got, tt.want)
		}
	}
}

// A rare name that two men share says much for one person, and does not make
// one name of two.
func TestSharedRareNameIsHeld(t *testing.T) {
	c := names.NewComparer(names.Options{})
	got := c.CompareStrings("Zahralnour Mutlaq", "Zahralnour Qabalan")
	if got.Bits <= 0 || got.Held >= 0 || got.Score >= names.SameName {
		t.Errorf("evidence %.1f, held %.1f, score %.2f; want for, against, below %.2f", got.Bits, got.Held, got.Score, names.SameName)
	}
}

// Down a ranked list the score falls, however short or odd list and query are.
func TestRankedScoresFall(t *testing.T) {
	c := names.NewComparer(names.Options{})
	r := rand.New(rand.NewPCG(5, 6))
	given := strings.Fields("محمد أحمد Ali Hasan حسين Youssef يوسف خالد Khaled شنخوب Qortobah Владимир 中村 M.")
	name := func() string {
		s := given[r.IntN(len(given))]
		for range r.IntN(3) {
			s += " " + given[r.IntN(len(given))]
		}
		return s
	}
	for _, n := range []int{1, 7, 300, 5000} {
		list := make([]string, n)
		for i := range list {
			list[i] = fmt.Sprint(name(), strings.Repeat(" ز", i%3/2))
		}
		ranker := c.NewRanker(list)
		for range 60 {
			q := name()
			got := ranker.Rank(q, 25)
			if len(got) != min(25, n) {
				t.Fatalf("Rank(%q) of %d gave %d", q, n, len(got))
			}
			seen := map[int]bool{}
			for i, x := range got {
				if i > 0 && x.Score > got[i-1].Score || x.Score < 0 || x.Score > 1 || seen[x.Index] || x.Name != list[x.Index] {
					t.Fatalf("Rank(%q) of %d: %d is %+v after %+v", q, n, i, x, got[max(0, i-1)])
				}
				seen[x.Index] = true
			}
		}
	}
}

// What names nobody stands behind all names, in lists of any length, and so
// does not hide how badly those fit.
func TestNobodyIsRankedLast(t *testing.T) {
	c := names.NewComparer(names.Options{})
	for _, n := range []int{2, 3000} {
		list := []string{"", "---", "غير معروف"}
		for range n {
			list = append(list, "Ali Hasan", "أبو عمر")
		}
		for _, q := range []string{"Zaid Qabbani", "Zaid", "أبو زيد"} {
			got := c.Rank(list, q, len(list))
			for i, x := range got {
				if nobody := x.Index < 3; nobody != (i >= 2*n) {
					t.Fatalf("Rank(%q) of %d: %d is %+v", q, len(list), i, x)
				}
			}
		}
	}
}
