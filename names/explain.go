package names

import (
	"fmt"
	"strings"
)

// Language is one that explanations are written in.
type Language uint8

// The languages of explanations.
const (
	English Language = iota
	ArabicLanguage
)

// Explain says part by part, in plain words, which part met which, how, and what
// that says in bits; the last line is the sum. Names stand in isolates (U+2068,
// U+2069), so that two directions do not mix on a line.
func (c Comparison) Explain(l Language) string {
	w := &wordings[l]
	var b strings.Builder
	for _, p := range c.Parts {
		b.WriteString(w.line(p))
		b.WriteByte('\n')
	}
	fmt.Fprintf(&b, w.total, c.Bits, c.Likeness, c.Score)
	return b.String()
}

// wording is the words of one language. Formats take the names, then the bits.
type wording struct {
	both, one, order, total string
	relations               map[Relation]string
}

func (w *wording) line(p PartMatch) string {
	says := w.relations[p.Relation]
	switch {
	case p.A == "" && p.B == "":
		return fmt.Sprintf(w.order, says, p.Bits)
	case p.A == "" || p.B == "":
		return fmt.Sprintf(w.one, isolate(p.A+p.B), says, p.Bits)
	}
	return fmt.Sprintf(w.both, isolate(p.A), isolate(p.B), says, p.Bits)
}

func isolate(s string) string { return "\u2068" + s + "\u2069" }

var wordings = [...]wording{
	English: {
		both: "%s and %s: %s, %+.1f bits", one: "%s: %s, %+.1f bits", order: "%s, %+.1f bits", total: "together %+.1f bits; likeness %.2f, score %.2f",
		relations: map[Relation]string{
			Exact: "the same spelling", Folded: "the same but for marks, hamza, case or the article", Joined: "two words here, one there",
			Transliteration: "one name in two scripts", Spelling: "two spellings of one name, or a slip", InitialOnly: "an initial that fits",
			Different: "two different names", Missing: "not written on the other side", Unfinished: "only the beginning was typed", OutOfOrder: "parts changed places",
			ByName: "met by a by-name", OtherReading: "read in a less likely way",
		},
	},
	ArabicLanguage: {
		both: "%s و%s: %s، %+.1f بت", one: "%s: %s، %+.1f بت", order: "%s، %+.1f بت", total: "المجموع %+.1f بت؛ التشابه %.2f، الدرجة %.2f",
		relations: map[Relation]string{
			Exact: "الكتابة نفسها", Folded: "الاسم نفسه مع اختلاف في الحركات أو الهمزة أو أداة التعريف", Joined: "كلمتان هنا وكلمة واحدة هناك",
			Transliteration: "اسم واحد بأبجديتين", Spelling: "كتابتان لاسم واحد، أو زلّة قلم", InitialOnly: "حرف أول يوافق الاسم",
			Different: "اسمان مختلفان", Missing: "غير مكتوب في الجهة الأخرى", Unfinished: "كُتبت بدايته فقط", OutOfOrder: "تبدّل ترتيب الأجزاء",
			ByName: "المطابقة بالكنية أو اللقب", OtherReading: "قراءة أقلّ احتمالاً للاسم",
		},
	},
}
