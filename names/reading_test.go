package names_test

import (
	"math"
	"strings"
	"testing"

	"kashf.org/kashf/names"
)

func roles(n names.Name) string {
	var out []string
	for _, p := range n.Parts {
		out = append(out, p.Role.String()+"="+p.Text)
	}
	return strings.Join(out, " ")
}

func TestReadings(t *testing.T) {
	c := names.NewComparer(names.Options{})
	turned := names.Pattern{FamilyFirst: 0.9}
	for _, tt := range []struct {
		in   string
		list names.Pattern
		want string // the likeliest
		also string // among the others; "" asks nothing
	}{
		{"خالد محمود الحمصي", names.Pattern{}, "given=خالد father=محمود family=حمصي", ""},
		{"محمد علي حسن", names.Pattern{}, "given=محمد father=علي family=حسن", "given=محمدعلي family=حسن"},
		{"محمد علي حسن", names.Pattern{Compound: 0.7}, "given=محمدعلي family=حسن", "given=محمد father=علي family=حسن"},
		{"الحمصي خالد محمود", turned, "given=خالد father=محمود family=حمصي", ""},
		{"Alwan Khaled Mahmoud", turned, "given=khaled father=mahmoud family=alwan", ""},
		{"أبو خالد محمود الحمصي", names.Pattern{}, "given=محمود family=حمصي", "given=محمود father=حمصي family=ابوخالد"},
	} {
		got := c.Readings(tt.in, tt.list)
		if len(got) == 0 || roles(got[0].Name) != tt.want {
			t.Errorf("Readings(%q, %+v): %v first, want %s", tt.in, tt.list, got, tt.want)
			continue
		}
		var sum float64
		found := tt.also == ""
		for i, r := range got {
			sum += r.P
			found = found || i > 0 && roles(r.Name) == tt.also
		}
		if math.Abs(sum-1) > 1e-9 || len(got) > 3 {
			t.Errorf("Readings(%q): %d with probabilities that sum to %v, want at most 3 and 1", tt.in, len(got), sum)
		}
		if !found {
			t.Errorf("Readings(%q): %v lacks %s", tt.in, got, tt.also)
		}
	}
	if got := c.Readings("", names.Pattern{}); len(got) != 1 || got[0].P != 1 {
		t.Errorf("Readings of nothing: %v, want one", got)
	}
}

func TestPatternOf(t *testing.T) {
	c := names.NewComparer(names.Options{})
	usual := []string{"خالد محمود الحمصي", "محمد علي الأحمد", "Youssef Khaled Al-Masri", "Fatima Ahmad Alhalabi", "عبد الرحمن سعيد الديري", "سامر حسن القاضي"}
	var turned []string
	for _, s := range usual {
		w := strings.Fields(s)
		turned = append(turned, strings.Join(append(w[len(w)-1:], w[:len(w)-1]...), " "))
	}
	if p := c.PatternOf(usual); p.FamilyFirst > 0.1 {
		t.Errorf("PatternOf the usual order: family first %.2f, want less than .1", p.FamilyFirst)
	}
	var long []string
	for range 8 {
		long = append(long, turned...)
	}
	if p := c.PatternOf(long); p.FamilyFirst < 0.7 {
		t.Errorf("PatternOf a turned list: family first %.2f, want more than .7", p.FamilyFirst)
	}
	if p := c.PatternOf(nil); p.FamilyFirst > 0.05 {
		t.Errorf("PatternOf nothing: family first %.2f, want the usual", p.FamilyFirst)
	}
}

// The order of a list's parts is inferred from its names.
func TestOrderOfAList(t *testing.T) {
	c := names.NewComparer(names.Options{})
	given := strings.Fields("خالد محمود سامر يوسف وليد سعيد ماهر Youssef Khaled Samer")
	family := strings.Fields("الحمصي الأحمد الديري القاضي الحلبي الشامي Al-Masri Al-Homsi Hallaq Shankhub")
	list := func(write func(a, b, g, f string) string) []string {
		var out []string
		for i := range 60 {
			out = append(out, write(given[i%10], given[(i+3)%10], given[(3*i+5)%10], family[(7*i)%10]))
		}
		return out
	}
	for _, tt := range []struct {
		write func(a, b, g, f string) string
		want  string
	}{
		{func(a, b, g, f string) string { return a + " " + f }, "given family"},
		{func(a, b, g, f string) string { return f + " " + a }, "family given"},
		{func(a, b, g, f string) string { return a + " " + b + " " + f }, "given father family"},
		{func(a, b, g, f string) string { return a + " " + b + " " + g + " " + f }, "given father grandfather family"},
		{func(a, b, g, f string) string { return f + " " + a + " " + b }, "family given father"},
		{func(a, b, g, f string) string { return a + " " + b + " " + g }, "given father grandfather"},
		{func(a, b, g, f string) string { return a + " " + b }, "given father"},
		{func(a, b, g, f string) string { return strings.ToUpper(f) + ", " + a + " " + b }, "family given father"},
	} {
		sample := list(tt.write)
		p := c.PatternOf(sample)
		var got []string
		for _, r := range p.Order() {
			got = append(got, r.String())
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("a list such as %q: order %q, want %q (%+v)", sample[:3], got, tt.want, p)
		}
	}
	// What a list says of itself settles what one of its names leaves open.
	p := c.PatternOf(list(func(a, b, g, f string) string { return a + " " + b + " " + g }))
	if got := c.Readings("سامر وليد ماهر", p); roles(got[0].Name) != "given=سامر father=وليد grandfather=ماهر" {
		t.Errorf("in a list without families: %v", got[0])
	}
}

func TestNisba(t *testing.T) {
	for in, want := range map[string]bool{"خالد الحمصي": true, "خالد العلي": false, "Khaled al-Masri": true, "Khaled al-Hassan": false, "خالد علي": false} {
		n := names.Parse(in)
		if got := n.Parts[1].Marks&names.Nisba != 0; got != want {
			t.Errorf("Parse(%q): nisba %v, want %v", in, got, want)
		}
	}
}

func TestFoldKeepsTheOriginal(t *testing.T) {
	const s = " مُحَمَّد-Ali  ABD (\u202bحسـن) "
	f := names.Fold(s)
	if f.Original != s || f.Strict != names.Strict(s) || f.Loose != names.Loose(s) {
		t.Errorf("Fold(%q) = %+v", s, f)
	}
	want := []string{"محمد", "ali", "abd", "حسن"}
	if len(f.Words) != len(want) {
		t.Fatalf("Fold(%q): %d words, want %d: %+v", s, len(f.Words), len(want), f.Words)
	}
	for i, w := range f.Words {
		if raw := s[w.Start:w.End]; names.Loose(raw) != w.Loose || w.Loose != want[i] {
			t.Errorf("word %d is %q with key %q, want %q", i, raw, w.Loose, want[i])
		}
	}
	if !names.Fold(strings.Repeat("محمد ", 10000)).Cut {
		t.Error("Fold of 10,000 words is not marked as cut")
	}
}

func TestExplain(t *testing.T) {
	c := names.NewComparer(names.Options{})
	got := c.CompareStrings("محمد خالد الحمصي", "Mohamad Homsi")
	for l, words := range map[names.Language][]string{
		names.English:        {"one name in two scripts", "not written on the other side", "together", "bits"},
		names.ArabicLanguage: {"اسم واحد بأبجديتين", "غير مكتوب في الجهة الأخرى", "المجموع", "بت"},
	} {
		text := got.Explain(l)
		if lines := strings.Count(text, "\n") + 1; lines != len(got.Parts)+1 {
			t.Errorf("Explain(%d): %d lines, want one a part and the sum:\n%s", l, lines, text)
		}
		for _, w := range words {
			if !strings.Contains(text, w) {
				t.Errorf("Explain(%d) lacks %q:\n%s", l, w, text)
			}
		}
	}
}
