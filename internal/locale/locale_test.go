package locale_test

import (
	"fmt"
	"testing"
	"time"

	"kashf.org/kashf/internal/locale"
)

func ExampleFor() {
	for _, lang := range locale.Languages() {
		p := locale.For(lang)
		fmt.Println(p.N("common.count.rows", 2), "|", p.N("common.count.rows", 26162), "|", p.Date("2013-05"))
	}
	// Output:
	// سطران | 26,162 سطرًا | أيار 2013
	// 2 rows | 26,162 rows | May 2013
}

func TestPlural(t *testing.T) {
	for _, tt := range []struct {
		lang string
		n    int
		want string
	}{
		{"ar", 0, "لا مصادر"},
		{"ar", 1, "مصدر واحد"},
		{"ar", 2, "مصدران"},
		{"ar", 3, "3 مصادر"},
		{"ar", 10, "10 مصادر"},
		{"ar", 11, "11 مصدرًا"},
		{"ar", 99, "99 مصدرًا"},
		{"ar", 100, "100 مصدر"},
		{"ar", 103, "103 مصادر"},
		{"en", 0, "no sources"},
		{"en", 1, "1 source"},
		{"en", 1200, "1,200 sources"},
	} {
		if got := locale.For(tt.lang).N("common.count.sources", tt.n); got != tt.want {
			t.Errorf("For(%q).N(sources, %d) = %q, want %q", tt.lang, tt.n, got, tt.want)
		}
	}
}

func TestDate(t *testing.T) {
	for _, tt := range []struct{ edtf, ar, en string }{
		{"2013", "2013", "2013"},
		{"2013-05", "أيار 2013", "May 2013"},
		{"2013-05-09", "9 أيار 2013", "9 May 2013"},
		{"2013-12-XX", "كانون الأول 2013", "December 2013"},
		{"2013-XX-XX", "2013", "2013"},
		{"2013~", "نحو 2013", "about 2013"},
		{"2013-05?", "أيار 2013 (غير مؤكد)", "May 2013 (uncertain)"},
		{"2013%", "نحو 2013 (غير مؤكد)", "about 2013 (uncertain)"},
		{"2013-23", "خريف 2013", "autumn 2013"},
		{"201X", "بين 2010 و2019", "between 2010 and 2019"},
		{"2012/2013-05", "من 2012 إلى أيار 2013", "from 2012 to May 2013"},
		{"2012/..", "منذ 2012", "since 2012"},
		{"../2012", "حتى 2012", "until 2012"},
		{"last spring", "last spring", "last spring"},
		{"2013-45", "2013-45", "2013-45"},
		{"", "", ""},
	} {
		if got := locale.For("ar").Date(tt.edtf); got != tt.ar {
			t.Errorf("ar: Date(%q) = %q, want %q", tt.edtf, got, tt.ar)
		}
		if got := locale.For("en").Date(tt.edtf); got != tt.en {
			t.Errorf("en: Date(%q) = %q, want %q", tt.edtf, got, tt.en)
		}
	}
}

func FuzzDate(f *testing.F) {
	for _, s := range []string{"2013", "2013-05-09", "20XX", "2013/..", "%", "-", "XXXX", "2013-00"} {
		f.Add(s)
	}
	p := locale.For("en")
	f.Fuzz(func(t *testing.T, s string) {
		if s != "" && p.Date(s) == "" {
			t.Errorf("Date(%q) says nothing", s)
		}
	})
}

func TestAmounts(t *testing.T) {
	ar, en := locale.For("ar"), locale.For("en")
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	for _, tt := range []struct{ got, want string }{
		{en.Number(26162), "26,162"},
		{ar.Number(26162), "26,162"},
		{en.Percent(0.999), "99%"},
		{en.Percent(0.001), "1%"},
		{en.Percent(1), "100%"},
		{ar.Percent(0.86), "86%"},
		{en.Bytes(1), "1 byte"},
		{en.Bytes(12_345), "12 kB"},
		{ar.Bytes(2_500_000), "2.5 ميغابايت"},
		{en.RelTime(now.Add(-30*time.Second), now), "just now"},
		{ar.RelTime(now.Add(-2*time.Minute), now), "قبل دقيقتين"},
		{ar.RelTime(now.Add(-5*time.Hour), now), "قبل 5 ساعات"},
		{en.RelTime(now.Add(-25*time.Hour), now), "yesterday"},
		{en.RelTime(now.Add(-300*24*time.Hour), now), "26 January 2026"},
		{en.DateTime(now), "22 November 2026, 15:00"},
		{en.In(time.UTC).DateTime(now), "22 November 2026, 12:00"},
		{ar.DateTime(now), "22 تشرين الثاني 2026، الساعة 15:00"},
		{en.List("a", "b", "c"), "a, b and c"},
		{ar.List("حلب", "حمص"), "حلب وحمص"},
		{en.List(), ""},
	} {
		if tt.got != tt.want {
			t.Errorf("got %q, want %q", tt.got, tt.want)
		}
	}
}

func TestMatch(t *testing.T) {
	for _, tt := range []struct {
		wishes []string
		want   string
	}{
		{nil, "ar"},
		{[]string{"", "en-GB,en;q=0.9"}, "en"},
		{[]string{"ar-SY"}, "ar"},
		{[]string{"fr;q=0.9, en;q=0.5"}, "en"},
		{[]string{"en", "ar"}, "en"},
		{[]string{"fr"}, "ar"},
		{[]string{";;;,"}, "ar"},
	} {
		if got := locale.Match(tt.wishes...); got != tt.want {
			t.Errorf("Match(%q) = %q, want %q", tt.wishes, got, tt.want)
		}
	}
}
