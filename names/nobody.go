package names

import "strings"

// unknownWords say alone, and beside a name, that a name is not known.
var unknownWords = set("مجهول", "مجهوله", "unknown", "inconnu", "inconnue", "unbekannt", "unbekannte")

// nobodies are what stands in the place of a name that is not known: the loose
// keys of the words, with one space between.
var nobodies = set(
	"مجهول", "مجهوله", "مجهول الهويه", "مجهوله الهويه", "مجهول الاسم", "مجهوله الاسم", "غير معروف", "غير معروفه", "غير معلوم", "غير معلومه", "غير محدد", "غير مذكور", "غير متوفر",
	"لا يوجد", "لايوجد", "لا اعرف", "لا اعلم", "لا نعرف", "بدون", "بدون اسم", "بلا اسم", "بلا", "فلان", "فلان الفلاني", "فلانه",
	"unknown", "unknown person", "unknown name", "name unknown", "not known", "not available", "not provided", "not given", "no name", "noname", "none", "null", "anonymous", "unidentified", "unnamed",
	"inconnu", "inconnue", "sans nom", "unbekannt", "bilinmiyor", "isimsiz", "n n",
)

// notAName reports whether words stand in the place of a name that is not
// known. Taken for a name, such words make one person of all who have none.
func notAName(ws []word) bool {
	if len(ws) == 0 || len(ws) > 2 {
		return false
	}
	key := ws[0].loose
	if len(ws) == 2 {
		key += " " + ws[1].loose
	}
	return nobodies[key] || strings.Trim(key, "x ") == "" && strings.Count(key, "x") > 1
}

// withoutUnknown drops words that say that a part is not known, as long as a
// name is left.
func withoutUnknown(ws []word) []word {
	known := 0
	for _, w := range ws {
		known += btoi(!w.kind.is(unknownWord))
	}
	if known == len(ws) || known == 0 {
		return ws
	}
	out := make([]word, 0, known)
	for _, w := range ws {
		if !w.kind.is(unknownWord) {
			out = append(out, w)
		}
	}
	return out
}

// notApplicable reports whether s is "N/A".
func notApplicable(s string) bool {
	return len(s) <= 8 && nas[strings.ToLower(strings.TrimSpace(s))]
}

var nas = set("n/a", "n.a.", "n.a", "#n/a")
