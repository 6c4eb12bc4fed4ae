package review

import (
	"slices"
	"testing"
)

// TestNoSecondWait: a panel that sends to a judge somebody whom a lapse had sent
// there already gives the holder no new hours.
func TestNoSecondWait(t *testing.T) {
	w := newWalk(t, mandated(t)).grave().hear().vote(bench, ToCourt, ToCourt, ToCourt)
	w.sign(bench, w.ruling(ToCourt, found("d1", "a1", P2, "f1", "f2")))
	for w.c.Liberty.State == InCustody {
		w.wait(1).tick()
	}
	w.wait(40).tick()
	before, _ := w.c.CustodyEnds(w.k)
	w.move("reg", Decided).at(t, Decided, CourtDue)
	if after, _ := w.c.CustodyEnds(w.k); after != before {
		t.Errorf("custody ends %v by %s, was %v", after.Due.Time(), after.Name, before.Due.Time())
	}
}

// TestRefusalIsFree: a refusal with the holder in the room, or by somebody unfit,
// is none.
func TestRefusalIsFree(t *testing.T) {
	w := newWalk(t, mandated(t)).grave()
	for _, how := range []How{RefusedByMark, RefusedVoice} {
		for _, x := range []struct{ out, fit bool }{{false, true}, {true, false}} {
			h := hearing()
			h.How, h.Witness, h.HolderOut, h.Fit = how, "watch", x.out, x.fit
			w.refused("m1", h, "person heard")
		}
	}
	h := hearing()
	h.How, h.Witness = RefusedByMark, "watch"
	w.must("m1", h)
}

// TestGivenAfterTheHearing: what the person was given after the hearing counts
// against nobody until there is another.
func TestGivenAfterTheHearing(t *testing.T) {
	w := newWalk(t, mandated(t)).grave().must("m1", hearing())
	w.must("officer", fact("late", Document, "a1"))
	w.must("reg", &DisclosedBody{Facts: []FactID{"f1", "f2", "f3", "late"}, Representation: "accepted", Language: "ar"}).move("reg", Deliberation)
	w.vote(bench, ToCourt, ToCourt, ToCourt)
	w.refused("m1", &DraftedBody{w.ruling(ToCourt, found("d1", "a1", P2, "f1", "late"))}, "person heard")
	w.must("m1", &DraftedBody{w.ruling(ToCourt, held("d2", A4, P2, "late"))}) // it may speak for the person
	w.must("m1", &DraftedBody{w.ruling(ToCourt, found("d1", "a1", P2, "f1", "f2"))})

	w = newWalk(t, mandated(t)).grave().must("m1", hearing())
	w.must("officer", fact("late", Document, "a1"))
	w.must("reg", &DisclosedBody{Facts: []FactID{"f1", "f2", "f3", "late"}, Representation: "accepted", Language: "ar"})
	w.must("m1", hearing()).move("reg", Deliberation).vote(bench, ToCourt, ToCourt, ToCourt)
	w.must("m1", &DraftedBody{w.ruling(ToCourt, found("d1", "a1", P2, "f1", "late"))})
}

// TestAppealHearsNobody: an appeal panel, before which the person does not speak,
// finds nothing against the person that the first hearing was not about.
func TestAppealHearsNobody(t *testing.T) {
	w := newWalk(t, mandated(t)).grave().decided(Keep, found("d1", "a1", P2, "f1", "f2")).notify()
	w.must("lawyer", &AppealedBody{Ground: "new_fact", Why: "a hospital's register"}).seat("n", AppealMember)
	w.must("officer", fact("late", Document, "a1"))
	w.must("reg", &DisclosedBody{Facts: []FactID{"f1", "f2", "f3", "late"}, Representation: "accepted", Language: "ar"})
	w.vote([]string{"n1", "n2", "n3"}, Uphold, Uphold, Uphold)
	w.refused("n1", &DraftedBody{w.ruling(Uphold, found("d9", "a1", P3, "f1", "late"))}, "person heard")
	w.must("n1", &DraftedBody{w.ruling(Uphold)})
}

// TestDoubtedLater: where it is doubted later who this is, nothing new counts
// against the person.
func TestDoubtedLater(t *testing.T) {
	w := newWalk(t, mandated(t)).grave().hear().vote(bench, ToCourt, ToCourt, ToCourt)
	r := w.ruling(ToCourt, found("d1", "a1", P2, "f1", "f2"))
	w.sign(bench, r).must("reg", &IdentifiedBody{Grade: 2})
	w.refused("reg", &MovedBody{Deliberation, Decided}, "facts relied on")
	w.refused("m1", &DraftedBody{r}, "two people's link")
}

// TestSearchedFirst: nothing counts against the person, at any standard above a
// tip's, before somebody looked for what speaks for the person.
func TestSearchedFirst(t *testing.T) {
	w := newWalk(t, mandated(t)).open(true).identified(3)
	w.must("officer", &AllegedBody{Allegation{ID: "a", Conduct: B2}}, fact("f", Document, "a"), fact("order", Document, ""))
	w.refused("officer", &ProposedBody{Finding: found("p", "a", P1, "f")}, "exculpatory search")
	w.refused("officer", &ProposedBody{Finding: held("h", A6, P1, "order")}, "exculpatory search")
	w.must("officer", &ProposedBody{Finding: held("for", A0, P1, "order")})
	w.checks("officer", ExculpatorySearch).must("officer", &ProposedBody{Finding: found("p", "a", P1, "f")}, &ProposedBody{Finding: held("h", A6, P1, "order")})
}

// TestFruits: a branch's paper of the origin of a confession made there is that
// confession, and an origin spelled twice is one.
func TestFruits(t *testing.T) {
	at := func(id string, kind FactKind, about AllegationID, forum Forum, origin string) *FactBody {
		f := fact(id, kind, about)
		f.Forum, f.Origin = forum, origin
		return f
	}
	w := file(t).must("officer", at("paper", Document, "serious", SecurityBranch, "فرع ٢١٥، محضر  ٧"))
	w.must("officer", at("said", Confession, "serious", SecurityBranch, "فرع ٢١٥ محضر ٧"))
	w.refused("officer", &ProposedBody{Finding: found("p", "serious", P1, "paper")}, "torture taint")
	w.must("officer", at("other", Document, "serious", SecurityBranch, "register of cars"), &ProposedBody{Finding: found("p", "serious", P1, "other")})

	// The same writing under another name, by another hand; a branch's paper of the
	// same source; what shares a name with such a paper.
	on := func(f *FactBody, record int64, from ...string) *FactBody {
		f.Refs, f.From = []Ref{{Record: record}}, from
		return f
	}
	w = file(t).must("officer", on(at("said", Confession, "serious", SecurityBranch, "minutes 7"), 1, "archive"))
	for id, f := range map[string]*FactBody{
		"again":   on(at("again", Document, "serious", OtherForum, "a witness"), 1),
		"branch":  on(at("branch", Document, "serious", SecurityBranch, "a summary"), 2, "archive"),
		"named":   on(at("named", Forensic, "serious", OtherForum, "a witness"), 3),
		"renamed": on(at("renamed", Document, "serious", OtherForum, "Minutes  7"), 4),
	} {
		w.must("second", f)
		defer w.refused("second", &ProposedBody{Finding: found("p-"+id, "serious", P1, FactID(id))}, "torture taint")
	}
	w.must("officer", on(at("outside", Document, "serious", OtherForum, "a letter"), 5, "archive"), &ProposedBody{Finding: found("free", "serious", P1, "outside")})

	w = file(t).must("officer", on(at("g1", Document, "grave", OtherForum, "one name"), 1, "list"), on(at("g2", Document, "grave", OtherForum, "another name"), 2, "list"))
	w.refused("officer", &ProposedBody{Finding: found("p", "grave", P1, "g1", "g2")}, "independence by origin")
	w.must("officer", on(at("g3", Document, "grave", OtherForum, "another name"), 3, "other list"), on(at("g4", Document, "grave", OtherForum, "a third name"), 4, "other list"))
	w.refused("officer", &ProposedBody{Finding: found("p", "grave", P1, "g1", "g4")}, "independence by origin") // by way of g2 and g3
	w.must("officer", on(at("g5", Document, "grave", OtherForum, "a fifth name"), 5, "third list"), &ProposedBody{Finding: found("p", "grave", P1, "g1", "g5")})

	w = file(t).must("officer", at("g1", Document, "grave", OtherForum, "List of March"), at("g2", Document, "grave", OtherForum, "list of  March."))
	w.refused("officer", &ProposedBody{Finding: found("p", "grave", P1, "g1", "g2")}, "independence by origin")
}

// TestObserverIsAsked: a question about the observer has an answer: with the
// roster's chair, so that a planted cousin stops no review.
func TestObserverIsAsked(t *testing.T) {
	w := newWalk(t, mandated(t)).grave().must(Machine, &QuestionedBody{ID: "q", Account: "watch"})
	w.must("m1", hearing())
	w.refused("chair", &AnsweredBody{ID: "q", Why: "no tie"}, "question answered") // not before the observer
	w.must("watch", &AnsweredBody{ID: "q", Why: "no such cousin"})
	w.refused("watch", &AnsweredBody{ID: "q", Why: "agreed"}, "question answered")
	w.refused("reg", &MovedBody{Panel, Deliberation}, "question answered")
	chair, _ := w.c.Part("chair")
	if tasks := w.c.Tasks(chair, w.k, w.now); !slices.Contains(tasks, Task{Act: "answered", Of: "q"}) {
		t.Errorf("the roster's chair is not asked: %v", tasks)
	}
	w.must("chair", &AnsweredBody{ID: "q", Why: "agreed"}).move("reg", Deliberation)
}
