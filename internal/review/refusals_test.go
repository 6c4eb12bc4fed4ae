package review

import (
	"strings"
	"testing"
)

// stages are cases that have come some way, for [TestEachRuleRefuses].
var stages = map[string]func(w *walk){
	"intake":   func(w *walk) { w.open(true) },
	"free":     func(w *walk) { w.open(false) },
	"assembly": func(w *walk) { assembled(w) },
	"disclosing": func(w *walk) {
		assembled(w)
		w.must("officer", fact("f1", Document, ""))
		w.checks("officer", LegalDocuments, ExculpatorySearch, TaintScreen, ItemHashes).checks("liaison", VictimsMatched).move("reg", Disclosure)
	},
	"panel":        func(w *walk) { w.grave() },
	"deliberation": func(w *walk) { w.grave().hear() },
	"voted":        func(w *walk) { w.grave().hear().vote(bench, Release, Release, Release) },
	"keeping":      func(w *walk) { w.grave().hear().vote(bench, Keep, Keep, Keep) },
	"bound":        func(w *walk) { w.grave().hear().vote(bench, Conditional, Conditional, Conditional) },
	"decided":      func(w *walk) { w.grave().decided(Keep, found("d1", "a1", P2, "f1", "f2")) },
	"notice":       func(w *walk) { w.grave().decided(Keep, found("d1", "a1", P2, "f1", "f2")).notify() },
	"stay": func(w *walk) {
		w.grave().decided(Release, found("d1", "a1", P2, "f1", "f2")).notify()
		w.must("delegate", &AppealedBody{Ground: "manifest_error", Why: "x"}).seat("n", AppealMember)
	},
	"due": func(w *walk) {
		assembled(w)
		w.must("court", &CourtOrderedBody{Item: "judgment", Court: OrdinaryCourt})
	},
	"released": func(w *walk) {
		w.open(true).must("court", &CourtOrderedBody{Item: "judgment", Court: OrdinaryCourt})
		w.must("guard", &PlannedBody{Protection: true}).must("guard", &ReleasedBody{})
	},
	"urgent": func(w *walk) {
		assembled(w)
		w.must("doctor", &LaneBody{Lane: Illness}).seat("m", Member)
		w.must("m1", &OrderedBody{ID: "o1", Measure: MedicalCare, Why: "x"})
	},
}

func assembled(w *walk) {
	w.open(true).checks("reg", BasisAsked, PersonTold).move("reg", Identity).identified(3).move("reg", Triage).move("reg", Assembly)
}

// TestEachRuleRefuses enters, at each stage, what the rules forbid there, one
// thing wrong at a time, and names the rule that must refuse it. Each line was
// seen to fail with the condition that it is about taken out of the code.
func TestEachRuleRefuses(t *testing.T) {
	hash := strings.Repeat("a", 64)
	for _, c := range []struct {
		name, stage, by, rule string
		body                  Body
	}{
		{"a case opened twice", "intake", "reg", "hidden", &OpenedBody{ID: "CASE", Person: 7, Policy: "x"}},
		{"a role that is none", "intake", "reg", "form", &AssignedBody{Account: "x", Org: "x", Role: "warden"}},
		{"a second file officer", "intake", "reg", "once", &AssignedBody{Account: "x", Org: "x", Role: FileOfficer}},
		{"somebody of the holder", "intake", "reg", "independent organisations", &AssignedBody{Account: "x", Org: "prison", Role: MedicalOfficer}},
		{"the observer assigns an officer", "intake", "watch", "once", &AssignedBody{Account: "x", Org: "x", Role: FileOfficer}},
		{"the observer assigns a doctor", "intake", "watch", "role", &AssignedBody{Account: "x", Org: "x", Role: MedicalOfficer}},
		{"an appeal panel before an appeal", "panel", Machine, "not at this stage", &AssignedBody{Account: "x", Org: "x", Role: AppealMember, Seat: "chair", Draw: "d"}},
		{"a seat that the policy has not", "assembly", Machine, "one seat, one thing", &AssignedBody{Account: "x", Org: "x", Role: Member, Seat: "fourth", Draw: "d"}},
		{"a seat that is taken", "panel", Machine, "one seat, one thing", &AssignedBody{Account: "x", Org: "x", Role: Member, Seat: "chair", Draw: "d"}},
		{"a member of the observer's organisation", "assembly", Machine, "independent organisations", &AssignedBody{Account: "x", Org: "org-watch", Role: Member, Seat: "chair", Draw: "d"}},
		{"the program does what people do", "intake", Machine, "role", &FlagBody{Flag: "foreigner", On: true}},
		{"a clock that has not run out", "intake", Machine, "lapse", &LapsedBody{Clock: Clock{Name: BudgetClock, Due: dawn, Custody: true}, To: DueForRelease}},
		{"a check that is none", "assembly", "officer", "form", &CheckedBody{Check: "x", Result: "x"}},
		{"a check by another", "assembly", "officer", "role", &CheckedBody{Check: VictimsMatched, Result: "x"}},
		{"a check of which nothing is said", "assembly", "officer", "reasons", &CheckedBody{Check: TaintScreen}},
		{"a grade that is none", "intake", "reg", "identity grade", &IdentifiedBody{Grade: 6}},
		{"a lane that is none", "intake", "reg", "urgent lanes", &LaneBody{Lane: "x"}},
		{"a lane twice", "urgent", "reg", "once", &LaneBody{Lane: Illness}},
		{"a flag that is none", "intake", "reg", "form", &FlagBody{Flag: "x", On: true}},
		{"a rest after the outcome", "decided", "chair", "not at this stage", &SuspendedBody{Why: "x", Until: dawn.Add(Days(20).Duration())}},
		{"the end of a rest that is none", "intake", "reg", "not at this stage", &ResumedBody{}},
		{"a ground that is none", "intake", "officer", "form", &DeclaredBody{Ties: []Ground{"x"}}},
		{"a question about a stranger", "panel", "chair", "form", &QuestionedBody{ID: "q", Account: "x"}},

		{"a tie waived that nobody declared", "panel", "chair", "form", &WaivedBody{Account: "m1", Ground: SameTown, Why: "x"}},

		{"an allegation of nothing", "assembly", "officer", "form", &AllegedBody{Allegation{ID: "a2", Conduct: B0}}},
		{"a fact about an allegation that is none", "assembly", "officer", "form", fact("f9", Document, "a9")},
		{"a fact of no origin", "assembly", "officer", "facts relied on", &FactBody{Fact{ID: "f9", Kind: Document, Forum: OtherForum, Refs: []Ref{{Record: 1}}, Bound: firm}}},
		{"a finding twice", "panel", "officer", "once", &ProposedBody{Finding: found("p1", "a1", P1, "f1", "f2")}},
		{"disclosure before the file is assembled", "assembly", "reg", "not at this stage", &DisclosedBody{Representation: "accepted", Language: "ar"}},
		{"no offer of a representative", "disclosing", "reg", "disclosure", &DisclosedBody{Facts: []FactID{"f1"}, Language: "ar"}},
		{"a fact held back", "disclosing", "reg", "disclosure", &DisclosedBody{Representation: "accepted", Language: "ar"}},
		{"submissions closed before they begin", "disclosing", "reg", "not at this stage", &SubmissionsClosedBody{}},
		{"a hearing before the panel is called", "urgent", "m1", "not at this stage", hearing()},
		{"a challenge of who does not decide", "panel", "lawyer", "form", &ChallengedBody{ID: "c", Account: "officer", Ground: Kin, Why: "x"}},
		{"a challenge without reasons", "panel", "lawyer", "reasons", &ChallengedBody{ID: "c", Account: "m1", Ground: Kin}},
		{"an answer to no challenge", "panel", "chair", "challenge answered", &ChallengeDecidedBody{ID: "c", Why: "x"}},
		{"standing given twice", "panel", "chair", "standing", &StandingBody{ID: "g1", Granted: true, Why: "x"}},
		{"an exception by the liaison", "panel", "liaison", "victims noticed", &NoticedBody{ID: "g1", Exception: "x"}},
		{"a group that wishes nothing", "panel", "liaison", "form", &GroupBody{ID: "g2", Wish: "x"}},
		{"a group spoken for by the officer", "panel", "liaison", "role", &GroupBody{ID: "g2", Wish: "told", Delegate: "officer", Support: true}},

		{"a vote before the hearing", "panel", "m1", "not at this stage", &VotedBody{Commitment: hash, Box: []byte("x")}},
		{"a vote without a commitment", "deliberation", "m1", "sealed votes", &VotedBody{Commitment: "x", Box: []byte("x")}},
		{"votes opened before all are in", "deliberation", Machine, "all votes in", &VotesOpenedBody{}},
		{"a signature under nothing", "voted", "m1", "signatures", &SignedBody{Hash: hash, Fresh: true}},
		{"an objection answered twice", "voted", "m1", "objection answered", &ObjectionAnsweredBody{ID: "x", Answer: "y"}},
		{"an objection without reasons", "voted", "watch", "reasons", &ObjectedBody{ID: "x"}},
		{"notice before an outcome", "voted", "reg", "not at this stage", &NotifiedBody{Notified: Notified{Whom: "person"}, Hash: hash, Language: "ar", Spoken: true}},

		{"notice to somebody else", "decided", "reg", "form", &NotifiedBody{Notified: Notified{Whom: "press"}, Language: "ar"}},
		{"notice that was not read out", "decided", "reg", "everyone entitled was told", &NotifiedBody{Notified: Notified{Whom: "person"}, Language: "ar"}},
		{"notice to victims by the registrar", "decided", "reg", "everyone entitled was told", &NotifiedBody{Notified: Notified{"group", "g1"}, Language: "ar"}},

		{"an order of an exceptional court", "assembly", "court", "a lawful order", &CourtOrderedBody{Item: "x", Court: FieldCourt, Until: dawn.Add(Days(5).Duration())}},
		{"an order that has no end", "assembly", "court", "a lawful order", &CourtOrderedBody{Item: "x", Court: OrdinaryCourt, Until: dawn.Add(Days(2000).Duration())}},
		{"an order once release is due", "due", "court", "not at this stage", &CourtOrderedBody{Item: "x", Court: OrdinaryCourt, Until: dawn.Add(Days(5).Duration())}},
		{"a plan for a release that is not due", "assembly", "guard", "not at this stage", &PlannedBody{Protection: true}},
		{"a plan that weighs no threat", "due", "guard", "release", &PlannedBody{Property: true, Papers: true}},
		{"a release of somebody free", "free", "reg", "not at this stage", &ReleasedBody{}},
		{"seen free before the release", "due", "watch", "not at this stage", &VerifiedBody{Contact: "call"}},
		{"seen free in no way", "released", "watch", "seen free by another", &VerifiedBody{Contact: "hearsay"}},
		{"seen free by who released", "released", "guard", "seen free by another", &VerifiedBody{Contact: "call"}},
		{"an urgent order signed without the second factor", "urgent", "m2", "signatures", &OrderSignedBody{ID: "o1", Makes: true}},
		{"an urgent order that one seat makes", "urgent", "m1", "quorum", &OrderSignedBody{ID: "o1", Fresh: true, Makes: true}},
		{"an order ratified that is not made", "urgent", "m3", "quorum", &RatifiedBody{ID: "o1", For: true, Why: "x"}},
		{"a stay that one seat makes longer", "stay", "n1", "quorum", &StayExtendedBody{Why: "x", Until: 0, Fresh: true, Makes: true}},

		{"an appeal before notice", "decided", "lawyer", "not at this stage", &AppealedBody{Ground: "new_fact", Why: "x"}},
		{"an appeal on no ground", "notice", "lawyer", "appeal", &AppealedBody{Ground: "x", Why: "x"}},
		{"a voiding before the outcome", "voted", "chair", "not at this stage", &VoidedBody{Ground: Kin, Account: "m1", Why: "x"}},
		{"a voiding for a shared town", "decided", "chair", "voided for conflict or forgery", &VoidedBody{Ground: SameTown, Account: "m1", Why: "x"}},
		{"a voiding for one's own conflict", "decided", "watch", "nobody is two things", &VoidedBody{Ground: Kin, Account: "watch", Why: "x"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWalk(t, mandated(t))
			stages[c.stage](w)
			switch b := c.body.(type) {
			case *StayExtendedBody:
				b.Until = w.c.Liberty.Until + 1
			case *NotifiedBody:
				if w.c.Outcome != nil {
					b.Hash = w.c.Outcome.Hash
				}
			}
			w.refused(c.by, c.body, c.rule)
		})
	}
}

// TestEachTermOfARulingRefuses changes one thing at a time in a text that the
// panel could sign.
func TestEachTermOfARulingRefuses(t *testing.T) {
	for _, c := range []struct {
		name, stage, rule string
		outcome           Outcome
		change            func(r *Ruling)
	}{
		{"another text than its hash", "voted", "the text that was decided", Release, nil},
		{"no law", "voted", "reasons", Release, func(r *Ruling) { r.Law = "" }},
		{"no abstract", "voted", "reasons", Release, func(r *Ruling) { r.Abstract = "" }},
		{"an outcome that nobody voted for", "voted", "majority", ToCourt, func(*Ruling) {}},
		{"keeping without an order", "keeping", "a lawful order", Keep, func(r *Ruling) { r.Order = "" }},
		{"a longer stay than the policy's", "voted", "a stay ends", Release, func(r *Ruling) { r.StayHours = 99 }},
		{"conditions without an end", "bound", "conditions", Conditional, func(r *Ruling) { r.BoundUntil = 0 }},
		{"an end beyond the policy's", "bound", "conditions", Conditional, func(r *Ruling) { r.BoundUntil = dawn.Add(Days(900).Duration()) }},
		{"conditions on a plain release", "voted", "conditions", Release, func(r *Ruling) { r.BoundUntil = dawn.Add(Days(60).Duration()) }},
		{"a guarantor", "bound", "conditions", Conditional, func(r *Ruling) { r.Conditions = []Condition{{Kind: "guarantor"}} }},
		{"a statement called free without reasons", "voted", "torture taint", Release, func(r *Ruling) { r.Rebutted = map[FactID]string{"f1": ""} }},
		{"a finding proved by a judgment", "voted", "who may set a standard", Release, func(r *Ruling) { r.Findings = []Finding{found("d1", "a1", P4, "f1", "f2")} }},
		{"a finding of the analyst's taken over", "voted", "who may set a standard", Release, func(r *Ruling) { r.Findings = []Finding{found("p1", "a1", P2, "f1", "f2")} }},
		{"a finding on two issues", "voted", "form", Release, func(r *Ruling) {
			f := found("d1", "a1", P2, "f1", "f2")
			f.Holding = A4
			r.Findings = []Finding{f}
		}},
		{"a finding on no law", "voted", "reasons", Release, func(r *Ruling) {
			f := found("d1", "a1", P2, "f1", "f2")
			f.Law = ""
			r.Findings = []Finding{f}
		}},
		{"a fact set aside without reasons", "voted", "reasons", Release, func(r *Ruling) {
			f := found("d1", "a1", P2, "f1", "f2")
			f.Rejected = []Rejection{{Fact: "f3"}}
			r.Findings = []Finding{f}
		}},
		{"a fact that was not disclosed", "voted", "disclosure", Release, func(r *Ruling) { r.Findings = []Finding{found("d1", "a1", P2, "f1", "f8")} }},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWalk(t, mandated(t))
			stages[c.stage](w)
			r := w.ruling(c.outcome)
			if c.change == nil {
				r.Law = "another law"
			} else {
				stay := r.StayHours
				c.change(&r)
				if r.Outcome == Release && r.StayHours == stay {
					r.StayHours = w.c.stayFor(r, w.k)
				}
				r.Hash = HashOf(r)
			}
			w.refused("m1", &DraftedBody{r}, c.rule)
		})
	}
}

// TestQuestionStopsTheSignature: who was asked about a tie after the hearing
// neither votes nor signs before it is answered and agreed to.
func TestQuestionStopsTheSignature(t *testing.T) {
	w := newWalk(t, mandated(t)).grave().hear().must(Machine, &QuestionedBody{ID: "q", Account: "m2"})
	w.refused("m2", &VotedBody{Commitment: strings.Repeat("a", 64), Box: []byte("x")}, "question answered")
	w = newWalk(t, mandated(t)).grave().hear().vote(bench, Release, Release, Release)
	r := w.ruling(Release)
	w.must("m1", &DraftedBody{r}).must(Machine, &QuestionedBody{ID: "q", Account: "m2"})
	w.refused("m2", &SignedBody{Hash: r.Hash, Fresh: true}, "question answered")
	w.must("m1", &SignedBody{Hash: r.Hash, Fresh: true})
	w.refused("m1", &SignedBody{Hash: r.Hash, Fresh: true}, "once")
}

// TestAnswersAreInWords: a question is answered in words, and nobody is not
// produced who is free.
func TestAnswersAreInWords(t *testing.T) {
	w := newWalk(t, mandated(t)).grave().must(Machine, &QuestionedBody{ID: "q", Account: "m2"})
	w.refused("m2", &AnsweredBody{ID: "q"}, "form")
	w.must("m3", &DeclaredBody{Ties: []Ground{SameTown}})
	w.refused("chair", &WaivedBody{Account: "m3", Ground: SameTown}, "reasons")

	w = newWalk(t, mandated(t)).open(false).checks("reg", BasisAsked, PersonTold).move("reg", Identity).identified(3).move("reg", Triage).move("reg", Assembly)
	w.checks("officer", LegalDocuments, ExculpatorySearch, TaintScreen, ItemHashes).checks("liaison", VictimsMatched).move("reg", Disclosure)
	w.must("reg", &DisclosedBody{Representation: "accepted", Language: "ar"}).move("reg", Submissions).silent().must("reg", &SubmissionsClosedBody{}).move("reg", Panel).seat("m", Member)
	h := hearing()
	h.How = NotProduced
	w.refused("m1", h, "person heard")
}

// TestClosedFactAfterDisclosure: a fact that is closed and comes after the
// disclosure stops the deliberation until the person has its gist.
func TestClosedFactAfterDisclosure(t *testing.T) {
	w := newWalk(t, mandated(t)).grave()
	late := fact("f9", Document, "")
	late.Closed = true
	w.must("officer", late).must("m1", hearing())
	w.refused("reg", &MovedBody{Panel, Deliberation}, "closed material")
	w.must("reg", &DisclosedBody{Facts: []FactID{"f1", "f2", "f3"}, Gists: map[FactID]string{"f9": "a letter says where he was"}, Representation: "accepted", Language: "ar"})
	w.move("reg", Deliberation)
	more := fact("f10", Document, "")
	more.Closed = true
	w.refused("officer", more, "closed material") // nobody could be given its gist any more
	w.vote(bench, Release, Release, Release).sign(bench, w.ruling(Release)).must("advocate", &DeclaredBody{Ties: []Ground{Kin}})
	w.refused("reg", &MovedBody{Deliberation, Decided}, "closed material")
	w.must("reg", &AssignedBody{Account: "advocate2", Org: "bar", Role: Advocate}).must("advocate2", &DeclaredBody{}).move("reg", Decided)
}

// TestNewObserverIsIndependent: where the observer's place falls empty, nobody
// takes it whose organisation does anything else in the file.
func TestNewObserverIsIndependent(t *testing.T) {
	w := newWalk(t, mandated(t)).grave().must("watch", &DeclaredBody{Ties: []Ground{Kin}})
	w.refused("reg", &AssignedBody{Account: "x", Org: "org-officer", Role: Observer}, "independent organisations")
	w.refused("reg", &AssignedBody{Account: "x", Org: "org-m1", Role: Observer}, "independent organisations")
	w.must("reg", &AssignedBody{Account: "x", Org: "another", Role: Observer})
}

// TestUrgentOrderFreesOnce: nobody is freed again whose release is due.
func TestUrgentOrderFreesOnce(t *testing.T) {
	w := newWalk(t, mandated(t))
	stages["urgent"](w)
	w.must("court", &CourtOrderedBody{Item: "judgment", Court: OrdinaryCourt})
	w.refused("m1", &OrderedBody{ID: "o2", Measure: FreeNow, Why: "x"}, "not at this stage")
	w.must("m1", &OrderedBody{ID: "o3", Measure: NoTransfer, Why: "x"})
}

// TestObjectionStopsTheOutcome: an objection of the observer is answered before
// anything is decided, and the observer's challenged colleague decides nothing
// about it.
func TestObjectionStopsTheOutcome(t *testing.T) {
	w := newWalk(t, mandated(t)).grave().hear().vote(bench, Release, Release, Release)
	w.sign(bench, w.ruling(Release)).must("watch", &ObjectedBody{ID: "o", Why: "the search was not finished"})
	w.refused("reg", &MovedBody{Deliberation, Decided}, "objection answered")
	w.must("m1", &ObjectionAnsweredBody{ID: "o", Answer: "it is now"}).move("reg", Decided)
}

// TestAppealsEnd: each side appeals once, and in its time; the person's own time
// is the longest.
func TestAppealsEnd(t *testing.T) {
	w := newWalk(t, mandated(t)).grave().decided(Release, found("d1", "a1", P2, "f1", "f2")).notify()
	w.wait(w.k.Policy.Clocks.AppealGrave + 1)
	w.refused("delegate", &AppealedBody{Ground: "new_fact", Why: "x"}, "appeal")
	w.must("lawyer", &AppealedBody{Ground: "new_fact", Why: "x"})
	w.refused("lawyer", &AppealedBody{Ground: "new_fact", Why: "x"}, "once")
}

// TestVoidingTakesTwo: the roster's chair and the observer, each once.
func TestVoidingTakesTwo(t *testing.T) {
	w := newWalk(t, mandated(t)).grave().decided(Keep, found("d1", "a1", P2, "f1", "f2"))
	void := &VoidedBody{Ground: Forger, Account: "officer", Why: "the document was made last week"}
	w.must("chair", void)
	w.refused("chair", void, "once")
	if w.c.State != Decided {
		t.Errorf("one of two voided: %s", w.c.State)
	}
	w.must("watch", void)
	if w.c.State != Voided {
		t.Errorf("both voided: %s", w.c.State)
	}
}

// TestStepsAreGuarded: a step out of its time, by the wrong hand, or from a page
// that shows another state.
func TestStepsAreGuarded(t *testing.T) {
	w := newWalk(t, mandated(t)).grave().decided(Release, found("d1", "a1", P2, "f1", "f2")).notify()
	w.refused("reg", &MovedBody{Decided, Notice}, "not at this stage")
	w.refused("officer", &MovedBody{Notice, Final}, "role")
	w.refused("reg", &MovedBody{Notice, Final}, "appeal") // while appeals may come
	w.wait(Days(40)).move("reg", Final)
	w.refused("reg", &MovedBody{Final, Closed}, "release") // nobody has seen the person free
	w.refused("reg", &MovedBody{Final, Assembly}, "not at this stage")

	w = newWalk(t, mandated(t)).grave().decided(Keep, found("d1", "a1", P2, "f1", "f2")).notify()
	w.must("lawyer", &AppealedBody{Ground: "procedure", Why: "x"}).seat("n", AppealMember)
	again := []string{"n1", "n2", "n3"}
	w.vote(again, Uphold, Uphold, Uphold).sign(again, w.ruling(Uphold))
	w.refused("n1", &MovedBody{Appeal, Assembly}, "appeal") // upheld, and not sent back
}

// TestHolderOpensNoCase: the review is not opened by who holds the person, nor
// for custody that begins tomorrow.
func TestHolderOpensNoCase(t *testing.T) {
	w := newWalk(t, mandated(t))
	open := OpenedBody{ID: "CASE", Person: 7, Policy: w.k.Policy.Version, Custody: true, Holder: "org-reg"}
	w.refused("reg", &open, "independent organisations")
	open.Holder = ""
	w.refused("reg", &open, "independent organisations")
	open.Holder, open.Began = "prison", w.now+1
	w.refused("reg", &open, "form")
	open.Began, open.Person = 0, 0
	w.refused("reg", &open, "form")
}
