package review

import "testing"

// TestPersonJoinsAnAppeal: another side's appeal does not take the person's time
// away, and nothing that is voted before the person's own grounds stands after them.
func TestPersonJoinsAnAppeal(t *testing.T) {
	appealed := func() *walk {
		w := newWalk(t, mandated(t)).grave().decided(Release, found("d1", "a1", P2, "f1", "f2")).notify()
		return w.must("delegate", &AppealedBody{Ground: "procedure", Why: "told too late", Given: w.c.Entered}).seat("n", AppealMember)
	}
	again := []string{"n1", "n2", "n3"}
	w := appealed()
	given, begun := w.c.Given, w.c.Entered
	w.must("lawyer", Submit("s9", "", "he was never asked about the second day"))
	first := Ballot{Account: "n1", Outcome: Uphold, Reasons: "x", Salt: "y"}
	w.must("n1", &VotedBody{Commitment: first.Commit(w.c.ID), Box: []byte("sealed")})
	w.refused("watch", &AppealedBody{Ground: "procedure", Why: "x", Given: given}, "not at this stage")
	w.refused("lawyer", &AppealedBody{Ground: "new_fact", Why: "x", Given: given + 1}, "form")
	w.must("lawyer", &AppealedBody{Ground: "new_fact", Why: "a witness came back", Given: given})
	if w.c.State != Appeal || w.c.Entered != begun || len(w.c.Votes) != 0 || len(w.c.Appeals) != 2 {
		t.Errorf("joined: %s since %v, %d votes, %d appeals", w.c.State, w.c.Entered.Time(), len(w.c.Votes), len(w.c.Appeals))
	}
	w.refused("lawyer", &AppealedBody{Ground: "new_fact", Why: "another", Given: given}, "once")
	w.vote(again, Uphold, Uphold, Uphold)
	r := w.ruling(Uphold)
	delete(r.Answers, KeyOfPoint("he was never asked about the second day"))
	r.Hash = HashOf(r)
	w.must("n1", &DraftedBody{r})
	w.refused("n1", &MovedBody{Appeal, Final}, "every point answered")

	w = appealed()
	w.wait(w.k.Policy.Clocks.AppealPerson + 1)
	w.refused("lawyer", &AppealedBody{Ground: "new_fact", Why: "x", Given: w.c.Given}, "appeal")
}

// TestChallengesOfEachSide: a side is neither told that another challenged
// somebody, nor is its own challenge taken away by that.
func TestChallengesOfEachSide(t *testing.T) {
	w := newWalk(t, mandated(t)).grave()
	w.must("delegate", &ChallengedBody{ID: "c1", Account: "m1", Ground: Kin, Why: "a cousin"})
	w.must("lawyer", &ChallengedBody{ID: "c2", Account: "m1", Ground: Kin, Why: "a cousin"})
	w.refused("lawyer", &ChallengedBody{ID: "c3", Account: "m1", Ground: Kin, Why: "a cousin"}, "once")
}

// TestAnswersStayAfterAnAppeal: an appeal that frees puts its own text in place of
// the first; what was answered there is still read, by each side what it read then.
func TestAnswersStayAfterAnAppeal(t *testing.T) {
	w := newWalk(t, mandated(t)).grave().decided(Release, found("d1", "a1", P2, "f1", "f2")).notify()
	first := *w.c.Outcome
	w.must("lawyer", &AppealedBody{Ground: "new_fact", Why: "x", Given: w.c.Entered}).seat("n", AppealMember)
	again := []string{"n1", "n2", "n3"}
	w.vote(again, Release, Release, Release).sign(again, w.ruling(Release, held("e1", A0, P2, "f3"))).move("n1", Final)
	if len(first.Answers) == 0 || w.c.Outcome.Hash == first.Hash {
		t.Fatal("nothing was answered at first, or nothing replaced it")
	}
	for account, all := range map[string]bool{"m1": true, "watch": true, "lawyer": false, "delegate": false, "court": true, "guard": false} {
		p, _ := w.c.Part(account)
		got := replacedIn(w.log, p)
		if account == "guard" {
			if got != nil {
				t.Error("who reads no outcome reads the one before")
			}
			continue
		}
		if got == nil || got.Hash != first.Hash || len(got.Answers) == 0 || all != (len(got.Answers) == len(first.Answers)) {
			t.Errorf("%s reads of the first text %+v, which answered %d points", account, got, len(first.Answers))
		}
	}
}

// TestExceptionEndsWithItsReview: that one panel could not wait for a notice says
// nothing of the next.
func TestExceptionEndsWithItsReview(t *testing.T) {
	w := newWalk(t, mandated(t)).grave()
	w.c.Groups[0].Noticed = 0
	w.refused("m1", &NoticedBody{ID: "g1", Exception: "a transfer", In: 2}, "form")
	w.must("m1", &NoticedBody{ID: "g1", Exception: "a transfer", In: 1})
	if !w.c.victimsNoticed(Event{At: w.now}, w.k) {
		t.Error("the panel's reasons count for nothing")
	}
	w.c.restart(w.now)
	if w.c.victimsNoticed(Event{At: w.now}, w.k) {
		t.Error("victims are never told of a review that begins anew")
	}
}

// TestNobodyBarsByTheirOwnQuestion: the roster's chair alone removes no observer,
// neither by a question nor by a voiding that nobody else could sign.
func TestNobodyBarsByTheirOwnQuestion(t *testing.T) {
	w := newWalk(t, mandated(t)).grave()
	w.refused("chair", &QuestionedBody{ID: "q1", Account: "watch", By: "reg"}, "form")
	w.must("chair", &QuestionedBody{ID: "q1", Account: "watch", By: "chair"}).must("watch", &AnsweredBody{ID: "q1", Why: "no tie"})
	w.refused("chair", &AnsweredBody{ID: "q1", Bar: Kin, Why: "I think so"}, "nobody is two things")
	if p, _ := w.c.Part("watch"); w.c.SeenBy(p).Questions[0].By != "" {
		t.Error("who is asked reads who asks")
	}
	w.must("chair", &AnsweredBody{ID: "q1", Why: "agreed"})
	w.decided(Release, held("d1", A1, P2, "f3"))
	w.refused("chair", &VoidedBody{Ground: Kin, Account: "watch", Why: "x"}, "nobody is two things")
	w.refused("watch", &VoidedBody{Ground: Kin, Account: "chair", Why: "x"}, "nobody is two things")
}

// TestRestsOfAStageAreBounded: a review that rests again and again in one stage
// rests no longer than one rest may, in custody or not.
func TestRestsOfAStageAreBounded(t *testing.T) {
	w := newWalk(t, mandated(t)).open(false)
	most := w.k.Policy.Clocks.Suspended
	rest := func(until Micros) *SuspendedBody {
		return &SuspendedBody{Why: "the file is in the archive", Until: until, Stage: w.c.Entered}
	}
	first := w.now
	w.must("chair", rest(w.now.Add(most.Duration()/2))).must("chair", &ResumedBody{})
	w.wait(most / 2)
	w.refused("chair", rest(w.now.Add(most.Duration())), "bounded suspension")
	w.must("chair", rest(first.Add(most.Duration()))).must("chair", &ResumedBody{})
	w.wait(most)
	w.refused("chair", rest(w.now.Add(1e9)), "bounded suspension")
	w.checks("reg", BasisAsked, PersonTold).move("reg", Identity).must("chair", rest(w.now.Add(most.Duration())))
}

// TestExceptionTakesMoreThanOneSeat: no seat alone takes a notice from victims; two
// do, each with reasons. What was entered when one sufficed still counts.
func TestExceptionTakesMoreThanOneSeat(t *testing.T) {
	w := newWalk(t, mandated(t)).grave()
	w.c.Groups[0].Noticed = 0
	noticed := func() bool { return w.c.victimsNoticed(Event{At: w.now}, w.k) }
	except := &NoticedBody{ID: "g1", Exception: "a transfer", In: 1, Panel: 2}
	w.refused("m1", &NoticedBody{ID: "g1", Exception: "a transfer", In: 1, Panel: 1}, "quorum")
	w.must("m1", except)
	if noticed() || !w.c.ExceptionWaits(w.c.Groups[0]) {
		t.Error("one seat alone took the notice from victims")
	}
	w.refused("m1", except, "quorum")
	if p, _ := w.c.Part("delegate"); len(w.c.SeenBy(p).Groups[0].Excepting) > 0 {
		t.Error("victims read which seat wrote")
	}
	w.must("m2", except)
	if !noticed() || w.c.ExceptionWaits(w.c.Groups[0]) {
		t.Error("two seats' reasons count for nothing")
	}
	w.c.restart(w.now)
	if noticed() {
		t.Error("victims are never told of a review that begins anew")
	}

	w = newWalk(t, mandated(t)).grave()
	w.c.Groups[0].Noticed = 0
	w.must("m1", &NoticedBody{ID: "g1", Exception: "a transfer"}) // as older entries are
	if !noticed() {
		t.Error("an older entry means something else now")
	}
}
