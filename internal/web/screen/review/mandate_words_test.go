package review

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/review"
)

// decides are words that only a body with a mandate may say of its outcomes.
var decides = regexp.MustCompile(`(?i)\b(decision|decisions|decided|decides)\b|قرار|قررت|قرّرت|تقرر`)

// underForm is a shipped policy, with a mandate where the form is a decision.
func underForm(t *testing.T, f review.Form) review.Policy {
	t.Helper()
	name := map[review.Form]string{review.Decision: "commission", review.Recommendation: "commission", review.Assessment: "archive"}[f]
	text, err := review.ShippedPolicy(name)
	if err != nil {
		t.Fatal(err)
	}
	y, err := review.ParsePolicy(text)
	if err != nil {
		t.Fatal(err)
	}
	if f == review.Decision {
		y.Mandate = review.Mandate{Instrument: "Decree 1", IssuedBy: "the assembly", IssuedOn: "2025-01-05"}
	}
	if y.Form() != f {
		t.Fatalf("the policy's outcomes are %s, want %s", y.Form(), f)
	}
	return y
}

// TestWordsUnderEachMandate: what a body without a mandate gives out calls its
// outcomes recommendations, and an archive's calls them assessments; no paper of
// either, for anybody, in either language, says that they decide.
func TestWordsUnderEachMandate(t *testing.T) {
	for _, form := range []review.Form{review.Decision, review.Recommendation, review.Assessment} {
		y := underForm(t, form)
		for _, lang := range locale.Languages() {
			p := locale.For(lang)
			papers := 0
			for _, o := range []review.Outcome{review.Release, review.Conditional, review.Keep, review.ToCourt, review.ToProsecute, review.Certificate, review.Summons, review.Referral, review.NoAction} {
				for _, role := range review.Roles() {
					for _, name := range []string{"notice", "annex", "abstract", "victims", "summons", "referral"} {
						v, ok := paperUnder(lang, role, o, name, y)
						if !ok {
							continue
						}
						papers++
						text, sentence := fmt.Sprintf("%+v", v), p.T("certificate.form."+string(form))
						if (name == "annex" || name == "referral") && !strings.Contains(text, sentence) {
							t.Errorf("%s, %s: the %s of %s does not say what it is", form, lang, name, o)
						}
						if decides.MatchString(sentence) != (form == review.Decision) {
							t.Errorf("%s, %s: %q", form, lang, sentence)
						}
						if hit := decides.FindString(text); hit != "" && form != review.Decision {
							t.Errorf("%s, %s: the %s of %s for %s says %q: %s", form, lang, name, o, role, hit, text)
						}
					}
				}
			}
			if papers < 20 {
				t.Errorf("%s: only %d papers", form, papers)
			}
			word := p.T("review.form." + string(form))
			if want := map[string]map[review.Form]string{
				"ar": {review.Decision: "قرار", review.Recommendation: "توصية", review.Assessment: "تقدير"},
				"en": {review.Decision: "Decision", review.Recommendation: "Recommendation", review.Assessment: "Assessment"},
			}[lang][form]; !strings.Contains(word, want) {
				t.Errorf("%s in %s is called %q, want %q", form, lang, word, want)
			}
			way := fmt.Sprint(wayOf(p, y).States)
			for f, s := range map[review.Form]review.State{review.Decision: review.Decided, review.Recommendation: review.Recommended, review.Assessment: review.Assessed} {
				if strings.Contains(way, "{"+p.T("review.state."+string(s))+" ") != (f == form) {
					t.Errorf("%s in %s: the way draws %s: %s", form, lang, s, way)
				}
			}
		}
	}
}

func paperUnder(lang string, role review.Role, o review.Outcome, name string, y review.Policy) (PaperView, bool) {
	s := &Screen{Reviews: &review.Service{Journal: &journal.Journal{Now: time.Now}}}
	c := page{Screen: s, p: locale.For(lang), x: review.Seen{
		Part: review.Part{Role: role, Declared: true}, Ruled: review.Micros(1_700_000_000_000_000), Policy: y,
		Case: &review.Case{
			ID: "c1", Allegations: []review.Allegation{{ID: "a1", Conduct: review.B3}},
			Outcome: &review.Ruling{
				Outcome: o, Notice: "نص الإشعار", Abstract: "ملخص", Victims: "نص", Law: "المادة 9", Hash: "h1", Binding: y.Form() == review.Decision,
				Findings: []review.Finding{{ID: "f1", Allegation: "a1", Standard: review.P1, Reasons: "words"}},
			},
		},
	}}
	return c.paperOf(name)
}
