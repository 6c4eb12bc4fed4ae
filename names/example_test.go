package names_test

import (
	"fmt"
	"strings"

	"kashf.org/kashf/names"
)

func ExampleComparer_CompareStrings() {
	c := names.NewComparer(names.Options{})
	for _, p := range c.CompareStrings("محمد عبد الرحمن الحسين", "Mhd. Abdel Rahman Hsein").Parts {
		fmt.Println(p.A, "–", p.B, p.Relation)
	}
	// Output:
	// محمد – Mhd transliteration
	// عبد الرحمن – Abdel Rahman transliteration
	// الحسين – Hsein transliteration
}

func ExampleParse() {
	n := names.Parse("الدكتور محمد بن صلاح الدين الحمصي (أبو خالد)")
	for _, p := range n.Parts {
		fmt.Println(p.Role, p.Raw, "→", p.Text)
	}
	fmt.Println(n.Kunya.Role, n.Kunya.Raw)
	// Output:
	// given محمد → محمد
	// father بن صلاح الدين → صلاحدين
	// family الحمصي → حمصي
	// kunya أبو خالد
}

func ExampleLoose() {
	fmt.Println(names.Loose("مُصطفـى"), names.Loose("HÜSEYİN"), names.Loose("7asan"))
	// Output: مصطفي huseyin hasan
}

func ExampleIndex() {
	x := names.NewIndex(names.NewComparer(names.Options{}))
	x.Add(
		names.Entry{ID: 1, Name: "يوسف خالد الحمصي", Born: 1980},
		names.Entry{ID: 2, Name: "يوسف خالد الحموي", Born: 1985},
	)
	for _, h := range x.Search(names.Query{Name: "Youssef Khaled Homsi", Born: 1981}) {
		fmt.Println(h.ID, h.Name, h.Band)
	}
	// Output:
	// 1 يوسف خالد الحمصي strong
	// 2 يوسف خالد الحموي possible
}

func ExampleComparer_Rank() {
	c := names.NewComparer(names.Options{})
	for _, r := range c.Rank([]string{"حسن علي", "حسين علي", "محمد علي"}, "Hussein Ali", 1) {
		fmt.Println(r.Name)
	}
	// Output: حسين علي
}

func ExampleComparer_GuessArabic() {
	c := names.NewComparer(names.Options{})
	fmt.Println(c.GuessArabic("Abderrahmane")[0].Text)
	// Output: عبد الرحمن
}

func ExampleComparer_Readings() {
	c := names.NewComparer(names.Options{})
	for _, r := range c.Readings("محمد علي حسن", names.Pattern{}) {
		fmt.Printf("%.2f", r.P)
		for _, p := range r.Parts {
			fmt.Printf(" %s %s", p.Role, p.Raw)
		}
		fmt.Println()
	}
	// Output:
	// 0.77 given محمد father علي family حسن
	// 0.13 given محمد father علي grandfather حسن
	// 0.11 given محمد علي family حسن
}

func ExampleComparer_PatternOf() {
	c := names.NewComparer(names.Options{})
	list := []string{"الحمصي خالد", "الديري محمد", "المصري يوسف", "الحلبي أحمد", "الشامي عمر", "الحموي علي", "الكردي حسن", "العراقي سعيد"}
	p := c.PatternOf(list)
	first := c.Readings("القاضي سامر محمود", p)[0]
	given, _ := first.Given()
	fmt.Println(p.FamilyFirst > 0.4, given.Raw)
	// Output: true سامر
}

func ExampleFold() {
	const written = "مُحَمَّد (Abu-Ali)"
	for _, w := range names.Fold(written).Words {
		fmt.Println(written[w.Start:w.End], w.Script, w.Loose)
	}
	// Output:
	// مُحَمَّد Arabic محمد
	// Abu Latin abu
	// Ali Latin ali
}

func ExampleComparison_Explain() {
	c := names.NewComparer(names.Options{})
	text := c.CompareStrings("محمد خالد الحمصي", "Mohamad Homsi").Explain(names.English)
	text = strings.NewReplacer("\u2068", "", "\u2069", "").Replace(text) // the isolates around names
	fmt.Println(strings.Split(text, "\n")[1])
	// Output: خالد: not written on the other side, -0.8 bits
}

func ExampleComparer_Gender() {
	c := names.NewComparer(names.Options{})
	female, known := c.Gender("Fatima")
	fmt.Printf("%.2f %v\n", female, known)
	// Output: 0.98 true
}

func ExampleComparer_GuessLatin() {
	c := names.NewComparer(names.Options{})
	fmt.Println(c.GuessLatin("يوسف")[0].Text)
	// Output: Youssef
}

func ExampleSameName() {
	c := names.NewComparer(names.Options{})
	for _, p := range [][2]string{{"Владимир Коваль", "Koval, Vladimir"}, {"Ali Homsi", "Alaa Homsi"}} {
		fmt.Println(c.CompareStrings(p[0], p[1]).Score >= names.SameName)
	}
	// Output:
	// true
	// false
}
