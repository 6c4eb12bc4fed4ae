package review_test

import (
	"testing"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/register/sample"
	"kashf.org/kashf/internal/review"
)

// An abstract for the public names neither the person, nor kin, nor where
// anybody was held, in any spelling; ordinary words beside each other pass.
func TestAbstractNamesNobody(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		b.lists("IM2", sample.Text(register.FullName, "سامر خليل الحلاق"), sample.Text(register.MotherName, "فاطمة القنديلي"))
		id := b.assembled()
		panel := b.deliberating(id)
		b.vote(id, panel, review.Release)
		for text, ok := range map[string]bool{
			"Samples were kept. A man was released after two years without a judge.": true,
			"رجل كان حلاقاً أُفرج عنه بعد سنتين":                                     true,
			"He was kept in a prison and in a military branch without a judge.":      true,
			"من بلدة صيدنايا، احتُجز في سجن سنتين":                                   true,
			"راجعت الهيئة ملف سامر خليل الحلاق":                                      false,
			"أُفرج عن سَامِر خليل بعد سنتين":                                         false,
			"أُفرج عن سامر الحلاق بعد سنتين":                                         false, // as people say it, without the father
			"ابن فاطمة القنديلي":                                                     false,
			"احتُجز في سجن صيدنايا":                                                  false,
			"احتُجز في فرع الخطيب":                                                   false,
			"held at Saydnaya Prison for two years":                                  false,
		} {
			r := b.ruling(id, review.Release)
			r.Abstract = text
			r.Hash = review.HashOf(r)
			err := b.Enter(t.Context(), as(panel[0]), id, 0, &review.DraftedBody{Ruling: r})
			if want := map[bool]string{true: "", false: "anonymous abstract"}[ok]; review.RuleOf(err) != want || ok && err != nil {
				t.Errorf("%s: %v, want %q", text, err, want)
			}
			if b.the(id).Draft != nil && !ok && b.the(id).Draft.Abstract == text {
				t.Errorf("%s was entered", text)
			}
		}
	})
}
