package review

import (
	"strings"
	"testing"
	"unicode"

	"kashf.org/kashf/names"
	"kashf.org/kashf/place"
)

// TestNamesPrisonHoweverWritten: a place of detention is known in every way in
// which somebody may write it beside a name: with the letters that Arabic joins
// to a word, with marks, in figures of other scripts, letter by letter, in Latin
// letters, by its code.
func TestNamesPrisonHoweverWritten(t *testing.T) {
	for _, x := range []string{
		"رئيفة بسجن صيدنايا", "رئيفة في السجن", "وبالسجن", "رئيفة للسجن المركزي", "رئيفة من سجون النظام", "المعتقلة رئيفة", "رئيفة السجينة",
		"رئيفة صَيْدَنَايَا العسكري", "رئيفة سِجْنُ", "سـجـن", "رئيفة سـجـن", "رئيفة س ج ن", "رئيفة س.ج.ن", "ص ي د ن ا ي ا", "رئيفة ص ي د ن ا ي ا",
		"رئيفة ٢١٥", "رئيفة ۲۱۵", "رئيفة २१५", "رئيفة ⑵⑴⑸", "رئيفة ②①⑤", "رئيفة ２１５", "رئيفة Ⅱ Ⅰ Ⅴ", "رئيفة مئتان وخمسة عشر فرع",
		"Raifa Saidnaya prison", "Raifa Sednaya", "Raifa Saydnaya Military", "Raifa SEDNAYA", "Raifa Ṣaydnāyā", "Raifa S e d n a y a", "Raifa s-e-d-n-a-y-a", "Raifa pr1son",
		"Raifa Branch", "Raifa p r i s o n", "Raifa prisoner", "Raifa detainee", "Raifa al-sijn", "Raifa sijn", "Raifa far' falastin", "Raifa Tadmur prison", "Raifa Palmyra Branch",
		"رئيفة فرع فلسطين", "رئيفة بفرع فلسطين", "رئيفة لفرع الخطيب", "رئيفة وفرع", "رئيفة افرع", "رئيفة السجن الأحمر", "رئيفة صيدنايا", "رئيفة بصيدنايا", "رئيفة\u200bسجن", "رئيفة/سجن", "رئيفةسجن صيدنايا", "رئيفة_سجن", "رئيفة س\u200dج\u200dن",
		"رئيفة مولودة في المعتقل", "رئيفة prіson", "رئيفة زنزانة", "بالزنزانة رقم", "رئيفة مهاجع", "رئيفة النزيلة",
	} {
		if !NamesPrison(x) {
			t.Errorf("%q passes", x)
		}
	}
	for _, f := range place.Facilities() {
		for _, n := range append([]string{f.ID, f.Ar, f.En}, aliases(f)...) {
			for _, x := range []string{n, "رئيفة " + n, strings.ToUpper(n), spaced(n), "ب" + names.Loose(n), "رئيفة ول" + n} {
				if want := nameWords(n); len(want) < 2 && x != n {
					continue // a family may be called so
				}
				if !NamesPrison(x) {
					t.Errorf("%q passes, of %s", x, f.ID)
				}
			}
		}
	}
	for _, x := range []string{"رئيفة الخطيب", "رئيفة", "سمر فلسطين الأحمد", "أم سجى", "سجاد علي", "Raifa al-Khatib", "رئيفة بنت أحمد العلي", "نور الهدى الحسن", "فرعون سليم", "Celine Haddad", "Wingham Nour", "رئيفة المعتوق", "رئيفة الأسير", "زينب السجان", "هيا محمد", "ب. س. العلي", "و. أ. ه. الأحمد", "Marcell Haddad", "رئيفة ابنة خليل", "Sidney Haddad", "Sara Hamwi", "آل بن علي", "أبو ليلى", "بسام وليد فادي كمال لؤي", "بلال السجاد", "رئيفة بنت فرح", "Jean-Luc Haddad", "Nour al-Din", "أ. ب. ج. الحلبي", "رئيفة فرج وفرات", "Marwa Kaddour", "Salma Darwish"} {
		if NamesPrison(x) {
			t.Errorf("the name %q is taken for a place of detention", x)
		}
	}
}

// TestOldBirthNamesNoPrison: of a birth that was entered when less was known, the
// letter leaves out what names a place.
func TestOldBirthNamesNoPrison(t *testing.T) {
	b := born("c1")
	b.Name, b.Mother = "ليان", "رئيفة بسجن صيدنايا"
	if l := LetterOf(*b, "ar"); l.Mother != "" || l.Name != "ليان" {
		t.Errorf("the letter of an old birth names %q and %q", l.Name, l.Mother)
	}
}

func spaced(s string) string {
	var b strings.Builder
	for _, r := range s {
		if unicode.Is(unicode.Mn, r) {
			continue
		}
		b.WriteRune(r)
		b.WriteByte(' ')
	}
	return strings.TrimSpace(b.String())
}
