package names_test

import (
	"math"
	"slices"
	"testing"

	"kashf.org/kashf/names"
	"pgregory.net/rapid"
)

// Two given names that a folded key or a skeleton takes for one.
var apart = [][2]string{
	{"حسن", "حسين"}, {"حسن", "محسن"}, {"حسن", "إحسان"}, {"حسين", "محسن"}, {"محمد", "محمود"}, {"محمد", "أحمد"}, {"محمد", "حامد"},
	{"أحمد", "حامد"}, {"محمود", "أحمد"}, {"عمر", "عمرو"}, {"عمر", "عامر"}, {"عبد الله", "عبيد الله"}, {"سعيد", "سعد"}, {"علي", "علاء"},
	{"Hassan", "حسين"}, {"Hassan", "Hussein"}, {"Hassan", "إحسان"}, {"Hassan", "Ihsan"}, {"Mohamad", "محمود"}, {"Mohamad", "Mahmoud"},
	{"Mohamad", "Ahmad"}, {"Ahmad", "حامد"}, {"Ahmad", "Hamed"}, {"Omar", "عمرو"}, {"Saad", "Saeed"}, {"Said", "سعد"}, {"Ali", "Alaa"},
	{"Ali", "علاء"}, {"Abdullah", "عبيد الله"}, {"Abdullah", "Obaidullah"}, {"Omar", "Amr"}, {"عبد الكريم", "أبو الكريم"}, {"Abdulkarim", "Abu Karim"},
	{"سامر", "سمير"}, {"Samer", "Samir"}, {"كريم", "كرم"}, {"سامي", "سامر"}, {"حسن", "حسان"}, {"فاطمة", "فطيمة"}, {"ليلى", "لينا"}, {"نور", "نورا"},
}

func TestApart(t *testing.T) {
	c := names.NewComparer(names.Options{})
	for _, p := range apart {
		if got := c.CompareStrings(p[0], p[1]); got.Bits > -5 {
			t.Errorf("%q and %q: %.1f bits, want less than -5", p[0], p[1], got.Bits)
		}
		if got := c.CompareStrings(p[0], p[1]); got.Score >= names.SameName {
			t.Errorf("%q and %q: score %.2f, want less than %.2f", p[0], p[1], got.Score, names.SameName)
		}
		// The same father, family: brothers stay apart by the given name.
		a, b := p[0]+" خالد الحمصي", p[1]+" خالد الحمصي"
		if got := c.CompareStrings(a, b); got.Score >= names.SameName {
			t.Errorf("brothers %q and %q: score %.2f, want less than %.2f", a, b, got.Score, names.SameName)
		}
		same := c.CompareStrings(a, a)
		if got := c.CompareStrings(a, b); got.Bits > same.Bits-10 {
			t.Errorf("brothers %q and %q: %.1f bits, one man %.1f; want 10 apart", a, b, got.Bits, same.Bits)
		}
	}
}

func TestTogether(t *testing.T) {
	forms := []string{
		"محمد عبد الرحمن الحسين", "محمد عبدالرحمن حسين", "مُحَمَّد عَبد الرحمٰن الحسـين", "Mohamad Abdulrahman Alhussein", "Mhd. Abdel Rahman Hsein",
		"MEHMET ABDURRAHMAN HÜSEYIN", "ALHUSSEIN, Mohammed Abd al-Rahman", "Mohamed Abderrahmane El Houssein", "mo7amad 3abd el ra7man 7usein",
	}
	c := names.NewComparer(names.Options{})
	for i, a := range forms {
		for _, b := range forms[i:] {
			if got := c.CompareStrings(a, b); got.Bits < 12 || got.Score < names.SameName {
				t.Errorf("%q and %q:\n%v\nwant 12 bits and a score of %.2f", a, b, got, names.SameName)
			}
		}
	}
}

func TestRelations(t *testing.T) {
	c := names.NewComparer(names.Options{})
	for _, tt := range []struct {
		a, b string
		want []names.Relation
	}{
		{"محمد علي", "محمد علي", []names.Relation{names.Exact, names.Exact}},
		{"أحمد علي", "احمد علي", []names.Relation{names.Folded, names.Exact}},
		{"محمد علي", "Mohamad Ali", []names.Relation{names.Transliteration, names.Transliteration}},
		{"Youssef Ali", "Yusuf Ali", []names.Relation{names.Spelling, names.Exact}},
		{"محمد خالد علي", "محمد علي", []names.Relation{names.Exact, names.Missing, names.Exact}},
		{"محمد علي", "حسن علي", []names.Relation{names.Different, names.Exact}},
		{"خالد نورس حسن", "خالدنورس حسن", []names.Relation{names.Joined, names.Exact}},
		{"خالد محمد حسن", "محمد خالد حسن", []names.Relation{names.Exact, names.Exact, names.OutOfOrder, names.Exact}},
	} {
		var got []names.Relation
		for _, p := range c.CompareStrings(tt.a, tt.b).Parts {
			got = append(got, p.Relation)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%q and %q: %v, want %v", tt.a, tt.b, got, tt.want)
		}
	}
}

func nameGen() *rapid.Generator[string] {
	word := rapid.SampledFrom([]string{
		"محمد", "أحمد", "حسن", "حسين", "عبد", "الرحمن", "الله", "الدين", "نور", "ابو", "بن", "Mohamad", "Hassan", "Abd", "al-", "Rahman", "Ali",
		"Yusuf", "bin", "Abu", "M.", "(Hasan)", "Smith", "Smyth", "محمدعلي", "شنخوب", "Shankhub", ",",
	})
	return rapid.Custom(func(t *rapid.T) string {
		s := ""
		for _, w := range rapid.SliceOfN(rapid.OneOf(word, rapid.StringN(0, 6, -1)), 0, 10).Draw(t, "words") {
			s += w + " "
		}
		return s
	})
}

func TestCompareProperties(t *testing.T) {
	c := names.NewComparer(names.Options{})
	rapid.Check(t, func(t *rapid.T) {
		a, b := nameGen().Draw(t, "a"), nameGen().Draw(t, "b")
		x, y := c.Prepare(a), c.Prepare(b)
		ab, ba := c.CompareBits(&x, &y), c.CompareBits(&y, &x)
		if ab != ba {
			t.Fatalf("CompareBits(%q, %q) = %v, the other way %v", a, b, ab, ba)
		}
		e := c.CompareStrings(a, b)
		var sum float64
		asRead := true // and not by a by-name, or in another reading
		for _, p := range e.Parts {
			sum += p.Bits
			asRead = asRead && p.Relation != names.ByName && p.Relation != names.OtherReading
		}
		if back := c.CompareStrings(b, a); back.Bits != e.Bits || math.Abs(back.Held-e.Held) > 1e-9 {
			t.Fatalf("CompareStrings(%q, %q) = %v\nthe other way %v", a, b, e, back)
		}
		if len(names.Parse(a).Aliases)+len(names.Parse(b).Aliases) == 0 && asRead && e.Bits != ab || math.Abs(sum-e.Bits) > 1e-9 {
			t.Fatalf("CompareStrings(%q, %q) = %v bits, its parts sum to %v, CompareBits %v\n%v", a, b, e.Bits, sum, ab, e)
		}
		if e.Score < 0 || e.Score > 1 {
			t.Fatalf("score %v", e.Score)
		}
		if self := c.CompareBits(&x, &x); self < 0 {
			t.Fatalf("CompareBits(%q, itself) = %v, want not against", a, self)
		}
	})
}

func TestInitials(t *testing.T) {
	c := names.NewComparer(names.Options{})
	for _, tt := range []struct {
		a, b string
		same bool
	}{{"M", "Mohamad", true}, {"M", "محمد", true}, {"م", "Mohamad", true}, {"ي", "Mohamad", false}, {"ي", "Ж", false}, {"Жан", "ي", false}, {"M", "Жан", false}} {
		if got := c.CompareStrings(tt.a, tt.b).Bits; got > 0 != tt.same {
			t.Errorf("%q and %q: %.1f bits, want more than 0: %v", tt.a, tt.b, got, tt.same)
		}
	}
}

func TestFrequencies(t *testing.T) {
	c := names.NewComparer(names.Options{})
	x := c.Prepare("شنخوب")
	before := c.CompareBits(&x, &x)
	var f names.Frequencies
	for range 3000 {
		f.Add(c, &x, 1)
	}
	if after := c.WithFrequencies(&f).CompareBits(&x, &x); after > before-5 {
		t.Errorf("a name that is common in the data: %.1f bits, before %.1f; want 5 less", after, before)
	}
	if again := c.CompareBits(&x, &x); again != before {
		t.Errorf("the first comparer changed: %.1f bits, before %.1f", again, before)
	}
}

func TestKeys(t *testing.T) {
	c := names.NewComparer(names.Options{Lexicon: names.DefaultLexicon().With("شنخوب الديري")})
	for _, p := range [][2]string{
		{"محمد عبد الرحمن", "Mohamad Abdulrahman"}, {"يوسف", "Youcef"}, {"Yusuf", "Youssef"}, {"شنخوب", "Shankhub"}, {"فاطمة", "Fatme"},
	} {
		x, y := c.Prepare(p[0]), c.Prepare(p[1])
		shared := 0
		for _, k := range c.Keys(&x) {
			if slices.Contains(c.Keys(&y), k) {
				shared++
			}
		}
		if shared < x.Len() {
			t.Errorf("%q and %q share %d keys, want %d", p[0], p[1], shared, x.Len())
		}
	}
}

func TestGenderAndGuesses(t *testing.T) {
	c := names.NewComparer(names.Options{})
	for in, woman := range map[string]bool{"فاطمة": true, "Fatima": true, "محمد": false, "Khaled": false, "عبد الرحمن": false} {
		if p, ok := c.Gender(in); !ok || p > 0.5 != woman {
			t.Errorf("Gender(%q) = %.2f, %v; want a woman's name: %v", in, p, ok, woman)
		}
	}
	if _, ok := c.Gender("شنخوب"); ok {
		t.Error("Gender of an unknown name is known")
	}
	if g := c.GuessArabic("Abderrahmane"); len(g) == 0 || g[0].Text != "عبد الرحمن" {
		t.Errorf("GuessArabic(Abderrahmane) = %v, want عبد الرحمن first", g)
	}
	if g := c.GuessLatin("يوسف"); len(g) == 0 || g[0].Text != "Youssef" {
		t.Errorf("GuessLatin(يوسف) = %v, want Youssef first", g)
	}
}

func TestPreparedConcurrently(t *testing.T) {
	c := names.NewComparer(names.Options{})
	list := []string{"محمد عبد الرحمن الحسين", "Mohamad Abdulrahman Alhussein", "Youssef Ali", "Yusuf Ali"}
	done := make(chan float64)
	for range 8 {
		go func() {
			var sum float64
			for _, a := range list {
				for _, b := range list {
					x, y := c.Prepare(a), c.Prepare(b)
					sum += c.CompareBits(&x, &y)
				}
			}
			done <- sum
		}()
	}
	first := <-done
	for range 7 {
		if got := <-done; got != first {
			t.Errorf("sum %v, another goroutine's %v", got, first)
		}
	}
}
