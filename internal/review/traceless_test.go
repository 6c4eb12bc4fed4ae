package review_test

import (
	"testing"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/register/sample"
	"kashf.org/kashf/internal/review"
)

// Through the service: an abstract with the person's village, a day or a number is
// refused, and so is a text of the panel that calls the person more than it found.
func TestAbstractLeavesNoTrace(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		b.lists("IM2", sample.Text(register.FullName, "سامر خليل الحلاق"), sample.Text(register.Residence, "قرية البويضة"))
		id := b.assembled()
		panel := b.deliberating(id)
		b.vote(id, panel, review.Release)
		refused := func(rule string, change func(r *review.Ruling)) {
			t.Helper()
			r := b.ruling(id, review.Release)
			change(&r)
			r.Hash = review.HashOf(r)
			if err := b.Enter(t.Context(), as(panel[0]), id, 0, &review.DraftedBody{Ruling: r}); review.RuleOf(err) != rule {
				t.Errorf("%q, %q: %v, want %q", r.Abstract, r.Notice, err, rule)
			}
		}
		refused("anonymous abstract", func(r *review.Ruling) { r.Abstract = "رجل أُوقف في 3 أيار 2013" })
		refused("anonymous abstract", func(r *review.Ruling) { r.Abstract = "رجل رقمه 998877" })
		refused("presumption of innocence", func(r *review.Ruling) { r.Notice = "أنت مجرم" })
		refused("", func(r *review.Ruling) {
			r.Abstract = "رجل أُوقف في ربيع 2013 وقال مصدر عنه «مجرم»"
		})
	})
}
