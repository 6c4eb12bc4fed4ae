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

// TestHistoryOnPaperIsALineEach: what was done is printed as lines, not as blocks.
func TestHistoryOnPaperIsALineEach(t *testing.T) {
	var b strings.Builder
	v := HistoryView{Section: Section{ID: "history", Title: "H", Rows: []Row{{Title: "a"}, {Title: "b", Text: "said"}}}, Count: 10002}
	if err := Print(locale.For("en"), CaseView{History: v}, "").Render(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	if _, list, ok := strings.Cut(b.String(), `<ul class="review-log">`); !ok || strings.Count(list, "<li>") != 2 || strings.Contains(list, "<blockquote") || !strings.Contains(b.String(), "(10002)") {
		t.Errorf("on paper the history is %s", b.String())
	}
}

// TestArticlesAreForReaders: a rule of Kashf's own is called that, in the reader's
// language, and a law is cited as it is.
func TestArticlesAreForReaders(t *testing.T) {
	for _, article := range []string{"domain 4.4", "invariant I1, I2; domain 4.4", "domain 3.4(7): every fact relied on stands", "domain 7.2 identity_grade", "house rule 4; domain 4.4", "domain 4.9 I14; Directive 2012/29/EU art. 21"} {
		got := articleWords(locale.For("ar"), article)
		for _, word := range []string{"domain", "invariant", "house", "every", "identity_grade"} {
			if strings.Contains(got, word) {
				t.Errorf("%q is said as %q", article, got)
			}
		}
	}
	if got := articleWords(locale.For("ar"), "ICCPR 14(2), 17; domain 4.4, 4.7"); !strings.Contains(got, "ICCPR 14(2), 17") || !strings.Contains(got, "4.4, 4.7") {
		t.Errorf("a law is said as %q", got)
	}
}
