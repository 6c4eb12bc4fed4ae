package linkage_test

import (
	"slices"
	"testing"

	"kashf.org/kashf/linkage"
	"pgregory.net/rapid"
)

// tree is a place tree of three countries' worth of invented codes.
func tree(code string) string {
	if len(code) <= 1 {
		return ""
	}
	return code[:len(code)-1]
}

func TestLevels(t *testing.T) {
	tests := []struct {
		name    string
		compare linkage.Leveler
		a, b    string
		want    string
	}{
		{"exact folds case", linkage.Exact(), "Café ", "cafe", "exact"},
		{"exact", linkage.Exact(), "m", "f", "different"},
		{"text", linkage.Text(), "hamdan", "hamdan", "exact"},
		{"text lost letter", linkage.Text(), "hamdan", "hamdn", "typo"},
		{"text swap", linkage.Text(), "hamdan", "hadman", "typo"},
		{"text hamza", linkage.Text(), "أمل", "امل", "exact"},
		{"text initial", linkage.Text(), "h", "hamdan", "part"},
		{"text two slips", linkage.Text(), "hamdanito", "hamdenitu", "close"},
		{"text apart", linkage.Text(), "hamdan", "ziyad", "different"},
		{"day", linkage.Date(), "2012-05-07", "20120507", "day"},
		{"month", linkage.Date(), "2012-05-07", "2012-05", "month"},
		{"year of date", linkage.Date(), "2012-05-07", "2012", "year"},
		{"first of January", linkage.Date(), "2012-01-01", "2012-01-01", "year"},
		{"day and month swapped", linkage.Date(), "2012-05-07", "2012-07-05", "slip"},
		{"one digit", linkage.Date(), "2012-05-07", "2013-05-07", "slip"},
		{"same year", linkage.Date(), "2012-05-07", "2012-11-23", "same year"},
		{"near year", linkage.Date(), "2012-05-07", "2014-11-23", "near year"},
		{"far date", linkage.Date(), "2012-05-07", "1988-11-23", "different"},
		{"year", linkage.Year(), "1980", "1980", "exact"},
		{"year off", linkage.Year(), "1980", "1982", "within 2"},
		{"age", linkage.Year(), "1980", "1981~", "age agrees"},
		{"rounded age", linkage.Year(), "1980~", "1983%", "rounded age agrees"},
		{"year far", linkage.Year(), "1980", "1999", "different"},
		{"number", linkage.Number(5, 1), "10", "14", "within 5"},
		{"place", linkage.Place(tree), "abc", "abc", "same"},
		{"place within", linkage.Place(tree), "abc", "ab", "within"},
		{"place siblings", linkage.Place(tree), "abc", "abd", "siblings"},
		{"place near", linkage.Place(tree), "abc", "adc", "near"},
		{"place apart", linkage.Place(tree), "abc", "xbc", "different"},
		{"set", linkage.Set(";"), "1;2;3", "3; 2", "most"},
		{"set none", linkage.Set(";"), "1", "2", "none"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a, b := tt.compare.Prepare(tt.a), tt.compare.Prepare(tt.b)
			if a == nil || b == nil {
				t.Fatalf("Prepare(%q), Prepare(%q) = %v, %v, want values", tt.a, tt.b, a, b)
			}
			if got := tt.compare.Levels()[tt.compare.Level(a, b)]; got != tt.want {
				t.Errorf("Level(%q, %q) = %q, want %q", tt.a, tt.b, got, tt.want)
			}
		})
	}
}

func TestPlaceholdersAreMissing(t *testing.T) {
	all := map[string]linkage.Comparator{
		"exact": linkage.Exact(), "text": linkage.Text(), "words": linkage.Words(), "date": linkage.Date(),
		"year": linkage.Year(), "number": linkage.Number(1), "place": linkage.Place(tree), "set": linkage.Set(";"),
	}
	for name, c := range all {
		for _, raw := range []string{"", "  ", "unknown", "Unknown", "مجهول", "غير معروف", "مجهول الهوية", "N/A", "-", "?"} {
			if v := c.Prepare(raw); v != nil {
				t.Errorf("%s: Prepare(%q) = %v, want missing", name, raw, v)
			}
		}
	}
	if v := linkage.Year().Prepare("1900"); v != nil {
		t.Errorf("Year: Prepare(1900) = %v, want missing", v)
	}
}

func TestNumbersThatAgreeShareAKey(t *testing.T) {
	c := linkage.Number(1)
	for _, p := range [][2]string{{"0", "-0"}, {"0", "-0.0"}, {"5", "5.0"}, {"1e3", "1 000"}} {
		a, b := c.Prepare(p[0]), c.Prepare(p[1])
		if got := c.Level(a, b); got != 0 || !slices.Equal(c.Keys(a), c.Keys(b)) {
			t.Errorf("%q and %q: level %d, keys %v and %v; want level 0 and one key", p[0], p[1], got, c.Keys(a), c.Keys(b))
		}
	}
}

func TestYearFromAge(t *testing.T) {
	tests := []struct{ age, on, want string }{
		{"32", "2012-05-07", "1980~"},
		{"30", "2012", "1982%"},
		{"35", "2012-05", "1977%"},
		{"", "2012", ""},
		{"32", "", ""},
		{"0", "2012", ""},
		{"400", "2012", ""},
	}
	for _, tt := range tests {
		if got := linkage.YearFromAge(tt.age, tt.on); got != tt.want {
			t.Errorf("YearFromAge(%q, %q) = %q, want %q", tt.age, tt.on, got, tt.want)
		}
	}
}

func TestComparatorsAreSymmetric(t *testing.T) {
	words := rapid.OneOf(rapid.StringMatching(`[a-dA-D]{1,9}( [a-d]{1,5}){0,3}`), rapid.StringMatching(`[اأبتمحدر]{1,6}`), rapid.String())
	dates := rapid.StringMatching(`(195|201)[0-9](-(02|03)(-1[0-9])?)?`)
	texts := map[string]*rapid.Generator[string]{
		"exact": words, "text": words, "words": words, "date": dates, "year": rapid.StringMatching(`19[78][0-9][~%]?`),
		"number": rapid.StringMatching(`-?[0-9]{1,2}(\.5)?`), "place": rapid.StringMatching(`[ab]{1,5}`),
		"set": rapid.StringMatching(`[0-9](;[0-9]){0,3}`),
	}
	for name, c := range map[string]linkage.Leveler{
		"exact": linkage.Exact(), "text": linkage.Text(), "words": linkage.Words(), "date": linkage.Date(),
		"year": linkage.Year(), "number": linkage.Number(1), "place": linkage.Place(tree), "set": linkage.Set(";"),
	} {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				a, b := c.Prepare(texts[name].Draw(t, "a")), c.Prepare(texts[name].Draw(t, "b"))
				if a == nil || b == nil {
					t.Skip()
				}
				got, back := c.Level(a, b), c.Level(b, a)
				if got != back || got < 0 || int(got) >= len(c.Levels()) {
					t.Fatalf("Level(a, b) = %d, Level(b, a) = %d of %d levels", got, back, len(c.Levels()))
				}
				if got == 0 && name != "words" && !slices.ContainsFunc(c.Keys(a), func(k uint64) bool { return slices.Contains(c.Keys(b), k) }) {
					t.Fatal("two values agree fully and share no key")
				}
			})
		})
	}
}

func FuzzPrepare(f *testing.F) {
	for _, s := range []string{"2012-05-07", "1980~", "أحمد", "a;b", "\xff", "1e309", "-0"} {
		f.Add(s)
	}
	all := []linkage.Leveler{linkage.Exact(), linkage.Text(), linkage.Words(), linkage.Date(), linkage.Year(), linkage.Number(1), linkage.Place(tree), linkage.Set(";")}
	f.Fuzz(func(t *testing.T, raw string) {
		if got := linkage.Fold(linkage.Fold(raw)); got != linkage.Fold(raw) {
			t.Errorf("Fold(%q) = %q, folded again %q", raw, linkage.Fold(raw), got)
		}
		for _, c := range all {
			if v := c.Prepare(raw); v != nil {
				c.Keys(v)
				c.Level(v, v)
			}
		}
	})
}
