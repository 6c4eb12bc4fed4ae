package review

import "testing"

// TestOnlyAMandateDecides: under the shipped archive's policy, and a commission's
// that names no mandate, no step of the way leads to DECIDED, from any state; and
// what a panel signs binds nobody.
func TestOnlyAMandateDecides(t *testing.T) {
	want := map[Form]State{Decision: Decided, Recommendation: Recommended, Assessment: Assessed}
	for _, p := range []Policy{mandated(t), parsed(t, string(text(t, "commission"))), parsed(t, string(text(t, "archive")))} {
		k := Setting{Policy: p}
		ends := 0
		for _, s := range steps(k) {
			for form, state := range want {
				if s.to == state && form != p.Form() {
					t.Errorf("%s leads from %s to %s", p.Form(), s.from, s.to)
				}
				if s.to == state && form == p.Form() {
					ends++
				}
			}
		}
		if ends == 0 {
			t.Errorf("no way leads to the outcome of %s", p.Form())
		}
		for from := range want {
			c := &Case{ID: "CASE", State: want[from], Policy: p.Version}
			b := &MovedBody{From: want[from], To: Decided}
			if err := c.Admit(Event{Seq: 1, At: dawn, By: "reg", Body: b}, k); err == nil {
				t.Errorf("%s moves from %s to DECIDED", p.Form(), want[from])
			}
		}
		w := newWalk(t, p)
		r := Ruling{Outcome: NoAction, Binding: !(p.Form() == Decision)}
		r.StayHours = w.c.stayFor(r, k)
		if err := (&DraftedBody{r}).admitTerms(w.c, Event{At: dawn}, k); RuleOf(err) == "" {
			t.Errorf("%s: a text that says otherwise of its power is signed", p.Form())
		}
	}
}
