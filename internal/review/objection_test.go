package review

import (
	"slices"
	"testing"
)

// An objection is answered whenever it is made: after an outcome too, and a review
// that begins anew does not make it go away.
func TestObjectionAfterTheOutcome(t *testing.T) {
	w := newWalk(t, mandated(t)).grave().decided(Keep, held("d0", A6, P1, "f3"), found("d1", "a1", P2, "f1", "f2")).notify()
	w.must("watch", &ObjectedBody{ID: "late", Why: "the reasons do not answer the second point"})
	if !hasTask(w, "chair", "objection_answered", "late") {
		t.Error("nobody is asked to answer an objection after the outcome")
	}
	window := w.c.appealWindow(w.k)
	w.now = w.now.Add(window)
	again := *w.c
	again.Objections, again.Cast = slices.Clone(w.c.Objections), slices.Clone(w.c.Cast)
	w.k.Policy.Clocks.Rereview = w.k.Policy.Clocks.AppealPerson * 4 // that nothing begins anew meanwhile
	w.k.Policy.Clocks.Held = w.k.Policy.Clocks.Rereview
	w.refused("reg", &MovedBody{Notice, Final}, "objection answered")
	w.must("chair", &ObjectionAnsweredBody{ID: "late", Answer: "it is answered in the third part"}).move("reg", Final)

	again.restart(w.now)
	if len(again.Objections) != 1 {
		t.Errorf("beginning anew left %d open objections, want the one", len(again.Objections))
	}
}

func hasTask(w *walk, account, act, of string) bool {
	p, _ := w.c.Part(account)
	for _, x := range w.c.Tasks(p, w.k, w.now) {
		if x == (Task{Act: act, Of: of}) {
			return true
		}
	}
	return false
}

// A dissent is told of as long as the outcome stands, an appeal or none.
func TestDissentOutlivesAnAppeal(t *testing.T) {
	w := newWalk(t, mandated(t)).grave().hear()
	w.vote(bench, Release, ToProsecute, Release)
	r := w.ruling(Release, held("d0", A4, P2, "f3"), found("d1", "a1", P2, "f1", "f2"))
	w.must("m1", &DraftedBody{r}, &SignedBody{Hash: r.Hash, Fresh: true})
	w.must("m2", &SignedBody{Hash: r.Hash, Dissent: "a prosecutor should have it", Fresh: true}).must("m3", &SignedBody{Hash: r.Hash, Fresh: true}).move("reg", Decided).notify()
	w.must("delegate", &AppealedBody{Ground: "manifest_error", Why: "a document was not read"})
	if got := w.c.packed(Exchange{}, Decision, w.now).Outcome.Dissents; got != 1 {
		t.Errorf("after an appeal the file says %d dissents, want 1", got)
	}
}
