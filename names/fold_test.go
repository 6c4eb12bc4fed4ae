package names_test

import (
	"testing"
	"unicode/utf8"

	"kashf.org/kashf/names"
	"pgregory.net/rapid"
)

func TestLoose(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"مُحَمَّد", "محمد"},
		{"محـــمد", "محمد"},
		{"ﻣﺤﻤﺪ", "محمد"},
		{"أحمد إبراهيم آدم ٱلله", "احمد ابراهيم ادم الله"},
		{"مصطفى فاطمة", "مصطفي فاطمه"},
		{"علاء رؤوف وائل", "علا رووف وايل"},
		{"\u200fعلي\u202c \u200dحسن", "علي حسن"},
		{"کریم یوسف", "كريم يوسف"},
		{"گوران پەروین", "كوران بهروين"},
		{"١٢٣ ۴۵", "123 45"},
		{"Hüseyin ŞAHİN Oğuz", "huseyin shahin oghuz"},
		{"François Müller Straße", "francois muller strasse"},
		{"Çelîk Xêro", "celik xero"},
		{"Sa'id ʿAlī al-Ḥasan", "said ali al-hasan"},
		{"7asan 3li sa3id 5aled", "hasan ali said khaled"},
		{"ali2000 b12", "ali2000 b12"},
		{"  a \t b  ", "a b"},
	} {
		if got := names.Loose(tt.in); got != tt.want {
			t.Errorf("Loose(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestStrict(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"أحْمَد", "أحمد"},
		{"فاطمة", "فاطمة"},
		{"ﻋﻠﻰ", "على"},
		{"HÜSEYİN", "hüseyin"},
		{"کاظم", "كاظم"},
	} {
		if got := names.Strict(tt.in); got != tt.want {
			t.Errorf("Strict(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestScriptOf(t *testing.T) {
	for in, want := range map[string]names.Script{
		"محمد": names.Arabic, "Mohamad": names.Latin, "Путин": names.OtherScript, "123": names.NoScript, "": names.NoScript, "ʿAlī": names.Latin,
	} {
		if got := names.ScriptOf(in); got != want {
			t.Errorf("ScriptOf(%q) = %v, want %v", in, got, want)
		}
	}
}

func checkFold(t interface {
	Errorf(string, ...any)
}, s string) {
	for _, f := range []struct {
		name string
		fold func(string) string
	}{{"Strict", names.Strict}, {"Loose", names.Loose}} {
		once := f.fold(s)
		if twice := f.fold(once); twice != once {
			t.Errorf("%s(%q) = %q, and again %q", f.name, s, once, twice)
		}
		if !utf8.ValidString(once) {
			t.Errorf("%s(%q) = %q is not UTF-8", f.name, s, once)
		}
	}
	if a, b := names.Loose(s), names.Loose(names.Strict(s)); a != b {
		t.Errorf("Loose(%q) = %q, of its strict key %q", s, a, b)
	}
}

func TestFoldIdempotent(t *testing.T) {
	letters := rapid.SampledFrom([]rune("اأإآىيةهئؤءـًٌَُِّْٕٔکگپژچەabcABCçşğıİüéñß'’ʿ-3579 \u200f\u00a0ﻻﷲ"))
	rapid.Check(t, func(t *rapid.T) {
		checkFold(t, rapid.OneOf(rapid.String(), rapid.StringOf(letters)).Draw(t, "name"))
	})
}

func FuzzFold(f *testing.F) {
	for _, s := range []string{"", "مُحَمَّد", "7asan 3li", "HÜSEYİN", "\xff\xfe", "ﷺ ﷲ", "a\u0327\u0301", "℡ ᴬ ǅ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) < 4096 {
			checkFold(t, s)
		}
	})
}
