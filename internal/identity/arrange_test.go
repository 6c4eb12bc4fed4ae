package identity_test

import (
	"slices"
	"testing"

	"kashf.org/kashf/internal/identity"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
)

// TestArrangeTakesThePlaceOfFormerAnswers: each former answer is taken back for
// the reason given for its own pair, and a pair that is named twice has one
// answer in the end.
func TestArrangeTakesThePlaceOfFormerAnswers(t *testing.T) {
	o := sqlite(t)
	one, two, _ := village(o)
	o.mustJudge(huda, one+1, two+1, register.Different)
	answer := func(l, r register.RecordID, v register.Verdict, why string) identity.Answer {
		return identity.Answer{Left: l, Right: r, Verdict: v, Why: why}
	}
	for range 2 { // the second time each takes the place of the first's
		if err := o.Arrange(t.Context(), huda, machine, nil, []identity.Answer{
			answer(one, two, register.Different, "too soon"), answer(one+1, two+1, register.SamePerson, "of the second"), answer(two, one, register.SamePerson, "of the first"),
		}); err != nil {
			t.Fatal(err)
		}
	}
	js, err := o.store.Judgements(t.Context(), machine, one, two)
	js = slices.DeleteFunc(js, func(j register.Judgement) bool { return j.Undone != 0 })
	if err != nil || len(js) != 1 || js[0].Verdict != register.SamePerson || js[0].Why != "of the first" {
		t.Errorf("of the first pair: %+v, %v", js, err)
	}
	if o.personOf(one) != o.personOf(two) || o.personOf(one+1) != o.personOf(two+1) {
		t.Error("what was joined is apart")
	}
	why := map[string]int{}
	for e, err := range o.store.Entries(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		if e.Kind != journal.UndoneKind {
			continue
		}
		u, err := journal.Decode[journal.Undone](e)
		if err != nil {
			t.Fatal(err)
		}
		why[u.Why]++
	}
	if len(why) != 2 || why["of the second"] != 2 || why["of the first"] != 1 {
		t.Errorf("taken back for %v", why)
	}
	o.wantReplay()
}
