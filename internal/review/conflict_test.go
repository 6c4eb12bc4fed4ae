package review

import (
	"fmt"
	"testing"
)

func TestConflicts(t *testing.T) {
	for _, g := range []Ground{Kin, Party, Witness, SourceOf, Holder, EarlierRole} {
		w := newWalk(t, mandated(t)).open(true).seat("m", Member)
		w.must("m1", &DeclaredBody{Ties: []Ground{g}})
		if w.c.MayRead("m1") {
			t.Errorf("%s: the file is still there for the member", g)
		}
		w.refused("m1", &OrderedBody{ID: "o", Measure: NoTransfer, Why: "x"}, "hidden")
		w.refused("chair", &WaivedBody{Account: "m1", Ground: g, Why: "we need her"}, "what cannot be waived")
		// The seat is free again, for somebody else.
		w.refused(Machine, &AssignedBody{Account: "m1", Org: "org-m1", Role: Member, Seat: "chair", Draw: "d"}, "nobody is two things")
		w.must(Machine, &AssignedBody{Account: "m4", Org: "org-m4", Role: Member, Seat: "chair", Draw: "d"})
	}
}

func TestWaiver(t *testing.T) {
	w := newWalk(t, mandated(t)).open(true).seat("m", Member)
	w.must("m1", &DeclaredBody{Ties: []Ground{SameTown}})
	w.refused("m1", &OrderedBody{}, "hidden")
	w.must("chair", &WaivedBody{Account: "m1", Ground: SameTown, Why: "a town of 200,000"})
	if w.c.MayRead("m1") {
		t.Error("the chair alone waived a tie")
	}
	w.refused("reg", &WaivedBody{Account: "m1", Ground: SameTown, Why: "x"}, "role")
	w.must("watch", &WaivedBody{Account: "m1", Ground: SameTown, Why: "agreed"})
	if !w.c.MayRead("m1") {
		t.Error("a waived tie still bars")
	}
}

// TestPlantedCousin: a hit in the register asks, and removes nobody.
func TestPlantedCousin(t *testing.T) {
	w := newWalk(t, mandated(t)).grave()
	w.must(Machine, &QuestionedBody{ID: "q1", Account: "m2"})
	if !w.c.MayRead("m2") {
		t.Error("a question removed a member")
	}
	w.must("m1", hearing())
	w.refused("reg", &MovedBody{Panel, Deliberation}, "question answered")
	w.refused("watch", &AnsweredBody{ID: "q1", Why: "no tie"}, "question answered") // not before she is asked
	w.must("m2", &AnsweredBody{ID: "q1", Why: "no such cousin"})
	w.refused("reg", &MovedBody{Panel, Deliberation}, "question answered")
	w.refused("m2", &AnsweredBody{ID: "q1", Why: "no such cousin"}, "question answered")
	w.must("watch", &AnsweredBody{ID: "q1", Why: "agreed"}).move("reg", Deliberation)

	w = newWalk(t, mandated(t)).grave().must(Machine, &QuestionedBody{ID: "q1", Account: "m2"})
	w.must("m2", &AnsweredBody{ID: "q1", Why: "no"}).must("watch", &AnsweredBody{ID: "q1", Bar: Kin, Why: "his papers say otherwise"})
	w.refused("m2", &ObjectionAnsweredBody{}, "hidden")
}

func TestChallenge(t *testing.T) {
	w := newWalk(t, mandated(t)).grave()
	w.must("lawyer", &ChallengedBody{ID: "c1", Account: "m2", Ground: EarlierRole, Why: "prosecuted him in 2015"})
	w.must("delegate", &ChallengedBody{ID: "c2", Account: "m3", Ground: Party, Why: "paid by the holder"})
	w.refused("lawyer", &ChallengedBody{ID: "c3", Account: "m2", Ground: EarlierRole, Why: "again"}, "once")
	w.must("m1", hearing())
	w.refused("reg", &MovedBody{Panel, Deliberation}, "challenge answered")
	w.must("chair", &ChallengeDecidedBody{ID: "c2", Upheld: false, Why: "no payment is shown"})
	w.must("chair", &ChallengeDecidedBody{ID: "c1", Upheld: true, Why: "the file names her"})
	w.refused("m2", hearing(), "hidden")
	w.refused("reg", &MovedBody{Panel, Deliberation}, "quorum")
	w.must(Machine, &AssignedBody{Account: "m5", Org: "org-m5", Role: Member, Seat: "organisation", Draw: "d"}).must("m5", &DeclaredBody{})
	w.move("reg", Deliberation)
	// The hearing was before m5 came: it is held again.
	b := Ballot{Account: "m5", Outcome: Release, Salt: "s"}
	w.refused("m5", &VotedBody{Commitment: b.Commit(w.c.ID), Box: []byte("x")}, "person heard")
	w.refused("lawyer", &ChallengedBody{ID: "c4", Account: "m3", Ground: Kin, Why: "late"}, "not at this stage")
	again := hearing()
	again.Present = []string{"m1", "m3", "m5", "watch", "lawyer"}
	w.move("reg", Panel).must("m1", again).move("reg", Deliberation)
	w.refused("reg", &MovedBody{Deliberation, Panel}, "not at this stage")
	w.vote([]string{"m1", "m3", "m5"}, Release, Release, Release)
}

func TestNobodyIsTwoThings(t *testing.T) {
	w := newWalk(t, mandated(t)).open(true)
	for _, a := range append([]string{"reg"}, castOrder...) {
		for _, r := range everyone {
			by := "chair"
			if r.sitting() {
				by = Machine
			}
			w.refused(by, &AssignedBody{Account: a, Org: "other", Role: r, Seat: "chair", Draw: "d"}, "nobody is two things")
		}
	}
	w.refused("chair", &AssignedBody{Account: "x", Org: "x", Role: Member, Seat: "chair", Draw: "d"}, "drawn, not chosen")
	w.refused(Machine, &AssignedBody{Account: "x", Org: "x", Role: Member, Seat: "chair"}, "drawn, not chosen")
	w.refused(Machine, &AssignedBody{Account: "x", Org: "prison", Role: Member, Seat: "chair", Draw: "d"}, "independent organisations")
	w.refused(Machine, &AssignedBody{Account: "x", Org: "org-watch", Role: Member, Seat: "chair", Draw: "d"}, "independent organisations")
	w.refused(Machine, &AssignedBody{Account: "x", Org: "org-officer", Role: Member, Seat: "chair", Draw: "d"}, "independent organisations")
}

// TestVotesAreSealed: until all are in nobody, the case included, knows one; a
// ballot that was not sealed cannot be opened.
func TestVotesAreSealed(t *testing.T) {
	w := newWalk(t, mandated(t)).grave().hear()
	var bs []Ballot
	for i, a := range bench {
		b := Ballot{Account: a, Outcome: Release, Reasons: "r", Salt: fmt.Sprint(i)}
		bs = append(bs, b)
		w.refused(Machine, &VotesOpenedBody{bs}, "all votes in")
		w.must(a, &VotedBody{Commitment: b.Commit(w.c.ID), Box: []byte("sealed")})
		w.refused(a, &VotedBody{Commitment: b.Commit(w.c.ID), Box: []byte("sealed")}, "once")
		if w.c.Votes[i].Outcome != "" || w.c.Majority(w.k) != "" {
			t.Error("a sealed vote is known")
		}
	}
	forged := append([]Ballot(nil), bs...)
	forged[1].Outcome = Keep
	w.refused(Machine, &VotesOpenedBody{forged}, "sealed votes")
	w.refused(Machine, &VotesOpenedBody{bs[:2]}, "all votes in")
	w.must(Machine, &VotesOpenedBody{bs})
	if w.c.Majority(w.k) != Release {
		t.Errorf("majority %q", w.c.Majority(w.k))
	}
}

// TestNoMajority is voted again; the clock runs on.
func TestNoMajority(t *testing.T) {
	w := newWalk(t, mandated(t)).grave().hear().vote(bench, Release, Keep, ToCourt)
	w.refused("m1", &DraftedBody{w.ruling(Release)}, "majority")
	w.vote(bench, Release, Keep, Release)
	w.must("m1", &DraftedBody{w.ruling(Release)})
}

// TestKeepingBeyondThirtyDays needs every vote.
func TestKeepingBeyondThirtyDays(t *testing.T) {
	w := newWalk(t, mandated(t)).grave()
	w.c.Liberty.Began = w.c.Liberty.Began.Add(-Days(15).Duration()) // an earlier case on the same custody
	w.hear().vote(bench, Keep, Keep, Release)
	w.sign(bench, w.ruling(Keep, found("d1", "a1", P2, "f1", "f2")))
	w.refused("reg", &MovedBody{Deliberation, Decided}, "a lawful order")
}
