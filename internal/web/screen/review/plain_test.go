package review

import (
	"strings"
	"testing"
	"unicode"

	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/review"
)

// TestArabicBeginsInArabic: a text of Arabic words that begins with a Latin letter
// is turned round where it stands by itself.
func TestArabicBeginsInArabic(t *testing.T) {
	p := locale.For("ar")
	var keys []string
	for _, x := range []review.Standard{review.P0, review.P1, review.P2, review.P3, review.P4} {
		keys = append(keys, "review.standard."+x.String())
	}
	keys = append(keys, "review.article.cases_a_day", "review.article.publication")
	for _, k := range keys {
		if first := []rune(p.T(k))[0]; !unicode.Is(unicode.Arabic, first) {
			t.Errorf("%s is %q", k, p.T(k))
		}
	}
}

// TestMandateIsDatedInWords: the page of the policy in force says a date as people do.
func TestMandateIsDatedInWords(t *testing.T) {
	y := review.Policy{Mandate: review.Mandate{Instrument: "Decree 20", IssuedBy: "the assembly", IssuedOn: "2025-05-17"}}
	for lang, want := range map[string]string{"ar": "17 أيار 2025", "en": "17 May 2025"} {
		p := locale.For(lang)
		said := ""
		for _, f := range explain(p, []review.StoredPolicy{{Policy: y}}).Facts {
			if f.Label == p.T("review.policy.mandate") {
				said = f.Value
			}
		}
		if !strings.Contains(said, want) || strings.Contains(said, "2025-05") {
			t.Errorf("in %s the mandate is %q", lang, said)
		}
	}
}
