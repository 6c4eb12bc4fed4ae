package names_test

import (
	"fmt"

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
