package review

import (
	"errors"
	"slices"
	"testing"
)

// TestEachIssueIsAnswered: no text is admitted that is silent on the custody or on
// an allegation; the issue is named, and that nothing is determined is an answer.
func TestEachIssueIsAnswered(t *testing.T) {
	w := newWalk(t, mandated(t)).grave()
	w.must("officer", &AllegedBody{Allegation{ID: "a2", Conduct: B1}}).hear().vote(bench, Release, Release, Release)
	full := w.ruling(Release, found("d1", "a1", P2, "f1", "f2"))
	for nth, issue := range []AllegationID{"", "a1", "a2"} {
		r := full
		r.Findings = slices.DeleteFunc(slices.Clone(full.Findings), func(f Finding) bool { return f.Allegation == issue })
		r.StayHours = w.c.stayFor(r, w.k)
		r.Hash = HashOf(r)
		var x *Refusal
		if err := w.enter("m1", &DraftedBody{r}); !errors.As(err, &x) || x.Rule != "every issue answered" || x.Nth != nth {
			t.Errorf("a text that is silent on %q: %v", issue, err)
		}
	}
	both := full
	both.Findings = append(slices.Clone(full.Findings), held("d2", A4, P2, "f3"))
	both.Hash = HashOf(both)
	w.refused("m1", &DraftedBody{both}, "every issue answered") // not known, and known
	w.sign(bench, full)
	w.must("liaison", &AllegedBody{Allegation{ID: "a3", Conduct: B3}}) // new matter holds no signature back
	w.move("reg", Decided)
	if got := w.c.Class(); got != GraveSuspect {
		t.Errorf("class %s", got)
	}
}

// TestAppealLeavesWhatItIsSilentOn: an appeal panel answers what no panel found
// on; the rest stays as it was found, and what it sends back is found on anew.
func TestAppealLeavesWhatItIsSilentOn(t *testing.T) {
	w := newWalk(t, mandated(t)).grave().decided(Keep, found("d1", "a1", P2, "f1", "f2")).notify()
	w.must("liaison", &AllegedBody{Allegation{ID: "a2", Conduct: B2}})
	w.must("lawyer", &AppealedBody{Ground: "new_fact", Why: "a hospital's register"}).seat("n", AppealMember)
	again := []string{"n1", "n2", "n3"}
	w.vote(again, Release, Release, Release)
	r := w.ruling(Release)
	if len(r.Findings) != 1 || r.Findings[0].Allegation != "a2" {
		t.Fatalf("an appeal is to answer %+v", r.Findings)
	}
	silent := r
	silent.Findings = nil
	silent.Hash = HashOf(silent)
	w.refused("n1", &DraftedBody{silent}, "every issue answered")
	w.sign(again, r).move("n1", Final)
	if got := w.c.Reached()[B3]; got != P2 {
		t.Errorf("what the first panel found is now %s", got)
	}
	if got := w.c.Silent(Ruling{Outcome: Remit}); got != nil {
		t.Errorf("a file that is sent back is to be found on: %v", got)
	}
}
