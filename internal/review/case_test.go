package review

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func (w *walk) at(t *testing.T, s State, l LibertyState) {
	t.Helper()
	if w.c.State != s || w.c.Liberty.State != l {
		t.Fatalf("the case is at %s, %s, want %s, %s", w.c.State, w.c.Liberty.State, s, l)
	}
}

// TestGraveCase walks one grave case from its opening to a verified release:
// victims heard, a dissent, an appeal of the victims, a release when the stay
// ends although the appeal is still open.
func TestGraveCase(t *testing.T) {
	w := newWalk(t, mandated(t)).grave().hear()
	w.vote(bench, Release, ToProsecute, Release)
	r := w.ruling(Release, found("d1", "a1", P2, "f1", "f2"), held("d2", A4, P2, "f3"))
	w.must("m1", &DraftedBody{r})
	w.must("m1", &SignedBody{Hash: r.Hash, Fresh: true})
	w.refused("m2", &SignedBody{Hash: r.Hash, Fresh: true}, "reasons") // a dissent without one
	w.refused("m2", &SignedBody{Hash: r.Hash, Dissent: "the prosecutor", Fresh: false}, "signatures")
	w.refused("m2", &SignedBody{Hash: HashOf(Ruling{}), Dissent: "the prosecutor", Fresh: true}, "the text that was decided")
	w.must("m2", &SignedBody{Hash: r.Hash, Dissent: "the prosecutor should have it", Fresh: true})
	w.refused("reg", &MovedBody{Deliberation, Decided}, "signatures")
	w.must("m3", &SignedBody{Hash: r.Hash, Fresh: true}).move("reg", Decided)
	w.at(t, Decided, Stay)
	if got := w.c.Class(); got != GraveSuspect {
		t.Errorf("class %s", got)
	}
	w.notify()
	w.must("delegate", &AppealedBody{Ground: "manifest_error", Why: "a document was not read"})
	w.at(t, Appeal, Stay)
	w.wait(73).tick()
	w.at(t, Appeal, DueForRelease)
	w.must("guard", &PlannedBody{Protection: true, Property: true, Papers: true})
	w.must("reg", &ReleasedBody{})
	w.refused("reg", &VerifiedBody{Contact: "call"}, "role")
	w.wait(24).must("guard", &VerifiedBody{Contact: "call"})
	w.at(t, Appeal, ReleaseVerified)
}

func TestAppealByAFreshPanel(t *testing.T) {
	w := newWalk(t, mandated(t)).grave().decided(Keep, found("d1", "a1", P2, "f1", "f2")).notify()
	w.must("lawyer", &AppealedBody{Ground: "new_fact", Why: "a hospital's register"})
	w.refused(Machine, &AssignedBody{Account: "m1", Org: "org-x", Role: AppealMember, Seat: "chair", Draw: "d"}, "nobody is two things")
	w.seat("n", AppealMember)
	again := []string{"n1", "n2", "n3"}
	w.vote(again, Release, Release, Uphold)
	w.refused("m1", &DraftedBody{w.ruling(Release)}, "not at this stage")
	w.sign(again, w.ruling(Release)).move("n1", Final)
	w.at(t, Final, DueForRelease)
}

func TestRemitted(t *testing.T) {
	w := newWalk(t, mandated(t)).grave().decided(Keep, found("d1", "a1", P2, "f1", "f2")).notify()
	ends, _ := w.c.CustodyEnds(w.k)
	w.must("lawyer", &AppealedBody{Ground: "procedure", Why: "the interpreter left"}).seat("n", AppealMember)
	again := []string{"n1", "n2", "n3"}
	w.vote(again, Remit, Remit, Remit).sign(again, w.ruling(Remit))
	w.refused("n1", &MovedBody{Appeal, Final}, "appeal")
	w.move("n1", Assembly)
	w.at(t, Assembly, InCustody)
	if now, _ := w.c.CustodyEnds(w.k); now.Due > ends.Due {
		t.Errorf("beginning again lengthened custody from %v to %v", ends.Due.Time(), now.Due.Time())
	}
	w.refused(Machine, &AssignedBody{Account: "m2", Org: "org-m2", Role: Member, Seat: "third", Draw: "d"}, "nobody is two things")
}

// TestWithoutAMandate: a commission without one recommends, and gives no ground
// to keep anybody.
func TestWithoutAMandate(t *testing.T) {
	w := newWalk(t, parsed(t, string(text(t, "commission")))).grave()
	w.hear().vote(bench, Keep, Keep, Keep).sign(bench, w.ruling(Keep, found("d1", "a1", P2, "f1", "f2")))
	ends, _ := w.c.CustodyEnds(w.k)
	w.refused("reg", &MovedBody{Deliberation, Decided}, "not at this stage")
	w.move("reg", Recommended)
	if now, ok := w.c.CustodyEnds(w.k); !ok || now.Name != BudgetClock || now.Due > w.c.Liberty.Began.Add(w.k.Policy.Budget(true)) {
		t.Errorf("custody ends %v by %s, was %v by %s", now.Due, now.Name, ends.Due, ends.Name)
	}
	w.wait(Days(60)).tick()
	w.at(t, Recommended, DueForRelease) // a judge was due, and did not come
	if !w.c.Liberty.Protect {
		t.Error("released without protection")
	}
}

func TestArchiveAssesses(t *testing.T) {
	w := newWalk(t, parsed(t, string(text(t, "archive"))))
	w.refused("reg", &OpenedBody{ID: "X", Person: 7, Policy: w.k.Policy.Version, Custody: true, Holder: "prison"}, "an archive holds nobody")
	w.open(false).checks("reg", BasisAsked, PersonTold).move("reg", Identity).identified(3).move("reg", Triage).move("reg", Assembly)
	w.checks("officer", LegalDocuments, ExculpatorySearch, TaintScreen, ItemHashes).checks("liaison", VictimsMatched).move("reg", Disclosure)
	w.must("reg", &DisclosedBody{Representation: "refused", Language: "ar"}).move("reg", Submissions).silent().must("reg", &SubmissionsClosedBody{}).move("reg", Panel)
	w.seat("m", Member).must("m1", &HeardBody{How: DidNotCome, Language: "ar", Present: []string{"m1", "m2", "m3", "watch"}}).move("reg", Deliberation)
	w.vote(bench, NoAction, NoAction, NoAction).sign(bench, w.ruling(NoAction))
	for _, s := range []State{Decided, Recommended} {
		w.refused("reg", &MovedBody{Deliberation, s}, "not at this stage")
	}
	w.move("reg", Assessed).at(t, Assessed, Free)
	if got := w.c.Class(); got != Undetermined {
		t.Errorf("class %s of somebody of whom nothing was found", got)
	}
}

// TestJune2025 is the release of former officers without a file, a hearing or
// victims. The program refuses it at each step and names what is missing.
func TestJune2025(t *testing.T) {
	w := newWalk(t, mandated(t))
	w.must("reg", &OpenedBody{ID: "CASE", Person: 7, Policy: w.k.Policy.Version, Custody: true, Holder: "prison"})
	w.refused("reg", &ReleasedBody{}, "declaration first")
	w.must("reg", &DeclaredBody{})
	w.refused("reg", &ReleasedBody{}, "release")
	w.refused("reg", &MovedBody{Intake, Decided}, "not at this stage")
	w.refused("reg", &MovedBody{Intake, Identity}, "basis_asked")
	w.checks("reg", BasisAsked)
	w.refused("reg", &MovedBody{Intake, Identity}, "person_told")
	w.checks("reg", PersonTold).move("reg", Identity)
	w.refused("reg", &MovedBody{Identity, Triage}, "identity grade")
	w.must("reg", &IdentifiedBody{Grade: 4}).move("reg", Triage)
	w.refused("reg", &MovedBody{Triage, Assembly}, "file officer")
	for _, a := range castOrder {
		w.must("reg", &AssignedBody{Account: a, Org: "org-" + a, Role: cast[a]})
		if a != "watch" {
			w.must(a, &DeclaredBody{})
		}
	}
	w.move("reg", Assembly)
	// No file.
	for _, x := range []struct {
		check Check
		by    string
	}{{LegalDocuments, "officer"}, {ExculpatorySearch, "officer"}, {TaintScreen, "officer"}, {ItemHashes, "officer"}, {VictimsMatched, "liaison"}} {
		w.refused("reg", &MovedBody{Assembly, Disclosure}, string(x.check))
		w.checks(x.by, x.check)
	}
	w.must("officer", &AllegedBody{Allegation{ID: "a1", Conduct: B3}}, fact("f1", Document, "a1"))
	w.must("liaison", &GroupBody{ID: "g1", Delegate: "delegate", Wish: "told", Support: true})
	w.move("reg", Disclosure)
	w.refused("reg", &MovedBody{Disclosure, Submissions}, "disclosure")
	w.must("reg", &DisclosedBody{Facts: []FactID{"f1"}, Representation: "accepted", Language: "ar"}).move("reg", Submissions)
	// No victims.
	w.refused("reg", &MovedBody{Submissions, Panel}, "standing")
	w.must("chair", &StandingBody{ID: "g1", Granted: true, Why: "families"})
	w.refused("reg", &MovedBody{Submissions, Panel}, "victims noticed")
	w.must("liaison", &ProtectedBody{ID: "g1", VictimsSafe: true, PersonSafe: true, NoContact: true}, &NoticedBody{ID: "g1", Summary: "people were beaten in a place of detention"})
	w.refused("reg", &MovedBody{Submissions, Panel}, "victims noticed")
	w.wait(Days(14) - 1)
	w.refused("reg", &MovedBody{Submissions, Panel}, "victims noticed")
	w.must("delegate", Submit("s1", "g1", "he commanded the checkpoint"))
	// Fourteen days to the hour, and the stage's own clock ends with them: the
	// panel gives reasons why it does not wait.
	w.seat("m", Member)
	w.must("m1", &NoticedBody{ID: "g1", Exception: "the clock on custody ends today"})
	w.refused("reg", &MovedBody{Submissions, Panel}, "submissions closed")
	w.silent().must("reg", &SubmissionsClosedBody{}).move("reg", Panel)
	// No hearing, no observer.
	w.refused("reg", &MovedBody{Panel, Deliberation}, "an observer")
	w.refused("m1", hearing(), "no conflict of interest") // the observer has not declared
	w.must("watch", &DeclaredBody{})
	w.refused("reg", &MovedBody{Panel, Deliberation}, "person heard")
	w.must("m1", hearing()).move("reg", Deliberation)
	w.refused("reg", &MovedBody{Deliberation, Decided}, "all votes in")
	w.refused("m1", &DraftedBody{w.ruling(Release)}, "majority")
	w.vote(bench, Release, Release, Release)
	w.refused("reg", &MovedBody{Deliberation, Decided}, "majority")
	silent := w.ruling(Release)
	clear(silent.Answers)
	silent.Hash = HashOf(silent)
	w.sign(bench, silent)
	w.refused("reg", &MovedBody{Deliberation, Decided}, "every point answered")
	w.must("m1", &DraftedBody{w.ruling(Release)})
	w.refused("reg", &MovedBody{Deliberation, Decided}, "signatures")
	w.sign(bench, w.ruling(Release)).move("reg", Decided)
	w.refused("reg", &MovedBody{Decided, Notice}, "everyone entitled was told")
	w.refused("reg", &NotifiedBody{Notified: Notified{Whom: "person"}, Hash: silent.Hash, Language: "ar", Spoken: true}, "the text that was decided")
	w.at(t, Decided, DueForRelease)
}

// TestLapses: with a serious offence at P1 a judge first, otherwise release; at
// the hour, whenever it is noticed.
func TestLapses(t *testing.T) {
	for _, c := range []struct {
		name    string
		conduct Conduct
		wait    Hours
		want    LibertyState
	}{
		{"nothing shown", "", 24, DueForRelease},
		{"an ordinary offence", B1, 24, DueForRelease},
		{"an hour before", B3, 23, InCustody},
		{"a grave crime", B3, 24, CourtDue},
		{"a serious offence", B2, 24 + 47, CourtDue},
		{"no judge came", B3, 24 + 48, DueForRelease},
		{"noticed after a year", B3, Days(365), DueForRelease},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWalk(t, mandated(t)).open(true)
			if c.conduct != "" {
				w.identified(3).checks("officer", ExculpatorySearch)
				w.must("officer", &AllegedBody{Allegation{ID: "a1", Conduct: c.conduct}}, fact("f1", Document, "a1"), fact("f2", Document, "a1"))
				w.must("officer", &ProposedBody{Finding: found("p1", "a1", P1, "f1", "f2")}).must("second", &SecondedBody{"p1"})
			}
			w.wait(c.wait).tick()
			w.at(t, Intake, c.want)
			if c.want == DueForRelease && c.conduct == B3 {
				if want := dawn.Add(Hours(24 + 48).Duration()); w.c.Liberty.Due != want {
					t.Errorf("release fell due %v, want %v", w.c.Liberty.Due.Time(), want.Time())
				}
			}
			if len(w.c.Lapses) > 0 && w.c.Outcome != nil {
				t.Error("a lapse is no decision")
			}
		})
	}
}

// TestElapsedTime: an hour is an hour where the clocks on the wall were put
// forward in the night of the opening.
func TestElapsedTime(t *testing.T) {
	w := newWalk(t, mandated(t)).open(true)
	x, _ := w.c.CustodyEnds(w.k)
	if got := x.Due.Time().Sub(dawn.Time()); got != 24*time.Hour {
		t.Errorf("the first clock runs %v", got)
	}
}

// TestLaterPolicy: a shorter clock reaches the case from when it is in force,
// and no earlier; a lower quorum does not.
func TestLaterPolicy(t *testing.T) {
	w := newWalk(t, mandated(t)).open(true)
	w.checks("reg", BasisAsked, PersonTold).move("reg", Identity)
	later := mandated(t)
	later.Clocks.Identity, later.Clocks.Held, later.Panel.Quorum, later.Panel.Majority = 10, 100000, 1, 1
	w.wait(20)
	w.k.Later = []Edition{{w.now, later}}
	if x, _ := w.c.CustodyEnds(w.k); x.Due != w.now {
		t.Errorf("custody ends %v, want at once, %v", x.Due.Time(), w.now.Time())
	}
	later.Clocks.Identity = 1000
	w.k.Later = []Edition{{w.now, later}}
	if x, _ := w.c.CustodyEnds(w.k); x.Due != dawn.Add(72*time.Hour) {
		t.Errorf("custody ends %v, want as before", x.Due.Time())
	}
}

// TestShorterStay: a later policy with shorter stays ends one that already runs,
// not before the policy was there; one that a panel extended with reasons, and a
// longer one, leave it as it is.
func TestShorterStay(t *testing.T) {
	staying := func() (*walk, Clock) {
		w := newWalk(t, mandated(t)).grave().hear().vote(bench, Release, Release, Release)
		w.sign(bench, w.ruling(Release, found("d1", "a1", P2, "f1", "f2"), held("d2", A4, P2, "f3"))).move("reg", Decided).at(t, Decided, Stay)
		x, _ := w.c.CustodyEnds(w.k)
		if x.Name != StayClock || x.Due != w.c.Liberty.Since.Add(w.k.Policy.Clocks.Stay.Duration()) {
			t.Fatalf("custody ends by %+v, want the stay's own end", x)
		}
		return w, x
	}
	for _, c := range []struct {
		hours       Hours
		after, want int // hours since the stay began
	}{{24, 2, 24}, {24, 30, 30}, {24, 71, 71}, {71, 2, 71}, {100, 2, 72}} {
		w, was := staying()
		begun := w.c.Liberty.Since
		later := mandated(t)
		later.Clocks.Stay = c.hours
		w.k.Later = []Edition{{begun.Add(time.Duration(c.after) * time.Hour), later}}
		want := begun.Add(time.Duration(c.want) * time.Hour)
		if x, _ := w.c.CustodyEnds(w.k); x.Name != StayClock || x.Due != want {
			t.Errorf("stays of %d hours, %d hours into one: it ends %v by %s, want %v (it was %v)", c.hours, c.after, x.Due.Time(), x.Name, want.Time(), was.Due.Time())
		}
		w.now = want
		w.tick()
		w.at(t, Decided, DueForRelease)
		if w.c.Liberty.Due != want {
			t.Errorf("release fell due %v, want %v", w.c.Liberty.Due.Time(), want.Time())
		}
	}
	w, was := staying()
	begun := w.c.Liberty.Since
	w.notify().must("delegate", &AppealedBody{Ground: "manifest_error", Why: "a document was not read"}).seat("n", AppealMember)
	until := was.Due.Add(24 * time.Hour)
	for i, by := range []string{"n1", "n2", "n3"} {
		if w.c.Liberty.Extended {
			break
		}
		w.must(by, &StayExtendedBody{Why: "threats", Until: until, Fresh: true, Makes: i+1 >= w.k.Policy.Panel.Quorum})
	}
	later := mandated(t)
	later.Clocks.Stay = 24
	w.k.Later = []Edition{{begun.Add(80 * time.Hour), later}}
	if x, _ := w.c.CustodyEnds(w.k); x.Due != until {
		t.Errorf("a stay that a panel extended ends %v, want %v", x.Due.Time(), until.Time())
	}
}

func TestSuspensionMovesNoClock(t *testing.T) {
	w := newWalk(t, mandated(t)).open(true)
	before, _ := w.c.CustodyEnds(w.k)
	w.refused("chair", &SuspendedBody{Why: "a fire", Until: w.now.Add(Days(15).Duration())}, "bounded suspension")
	w.must("chair", &SuspendedBody{Why: "a fire", Until: w.now.Add(Days(14).Duration())})
	if x, _ := w.c.CustodyEnds(w.k); x != before {
		t.Errorf("custody ends by %+v, was %+v", x, before)
	}
	w.wait(Days(15)).tick()
	w.at(t, Intake, DueForRelease)
}

func TestVoidingUndoesNoRelease(t *testing.T) {
	w := newWalk(t, mandated(t)).grave().decided(Release, held("d1", A1, P2, "f3"))
	w.at(t, Decided, DueForRelease) // no ground: no stay
	w.must("reg", &ReleasedBody{})
	w.must("chair", &VoidedBody{Ground: Kin, Account: "m2", Why: "a cousin of the person"})
	w.at(t, Decided, Released)
	if !w.c.MayRead("m2") {
		t.Error("one name alone removed a member")
	}
	if p, _ := w.c.Part("m1"); w.c.Shows(p, w.log[len(w.log)-1]) || w.c.SeenBy(p).Voiding != nil {
		t.Error("the panel reads of one name alone")
	}
	if !w.waits("watch", "voided", "") || w.waits("chair", "voided", "") {
		t.Error("the second name is not the observer's task")
	}
	w.must("watch", &VoidedBody{Ground: Forger, Account: "m3", Why: "another matter"}) // which begins anew
	w.at(t, Decided, Released)
	if !w.c.MayRead("m2") || !w.c.MayRead("m3") {
		t.Error("two names under two matters removed a member")
	}
	w.must("watch", &VoidedBody{Ground: Kin, Account: "m2", Why: "agreed"})
	w.refused("watch", &VoidedBody{Ground: Kin, Account: "m2", Why: "agreed"}, "once")
	w.must("chair", &VoidedBody{Ground: Kin, Account: "m2", Why: "a cousin of the person"})
	w.at(t, Voided, Released)
	w.refused("m2", &ObjectionAnsweredBody{ID: "x", Answer: "y"}, "hidden")
	w.move("reg", Assembly).at(t, Assembly, Released)
}

// TestTooLateToKeep: once release is due no outcome holds anybody back.
func TestTooLateToKeep(t *testing.T) {
	for _, o := range []Outcome{Keep, ToCourt, ToProsecute, Release} {
		w := newWalk(t, mandated(t)).grave().hear().vote(bench, o, o, o).wait(Days(10))
		w.sign(bench, w.ruling(o, found("d1", "a1", P2, "f1", "f2"))).move("reg", Decided)
		w.at(t, Decided, DueForRelease)
	}
}

// TestBeginningAgainLate: a file that is assembled a second time has the hours of
// the first, and none beyond the sum of all stages.
func TestBeginningAgainLate(t *testing.T) {
	w := newWalk(t, parsed(t, string(text(t, "commission")))).grave()
	w.hear().vote(bench, Keep, Keep, Keep).sign(bench, w.ruling(Keep, found("d1", "a1", P2, "f1", "f2"))).move("reg", Recommended)
	w.wait(Days(40)).must("chair", &VoidedBody{Ground: Forger, Why: "the order was forged"}).must("watch", &VoidedBody{Ground: Forger, Why: "it was"})
	w.move("reg", Assembly)
	if x, _ := w.c.CustodyEnds(w.k); x.Name != BudgetClock || x.Due != dawn.Add(w.k.Policy.Budget(true)) {
		t.Errorf("custody ends %v by %s", x.Due.Time(), x.Name)
	}
}

func TestVoidingAKeepingShortens(t *testing.T) {
	w := newWalk(t, mandated(t)).grave().decided(Keep, found("d1", "a1", P2, "f1", "f2"))
	before, _ := w.c.CustodyEnds(w.k)
	w.must("chair", &VoidedBody{Ground: Forger, Why: "the order was forged"}).must("watch", &VoidedBody{Ground: Forger, Why: "it was"})
	w.move("reg", Assembly)
	if after, _ := w.c.CustodyEnds(w.k); after.Due > before.Due {
		t.Errorf("custody ends %v, was %v", after.Due.Time(), before.Due.Time())
	}
}

// TestUndoneStopsSignature: a link that was taken back stops what rests on it.
func TestUndoneStopsSignature(t *testing.T) {
	w := newWalk(t, mandated(t)).grave().hear().vote(bench, ToProsecute, ToProsecute, ToProsecute)
	r := w.ruling(ToProsecute, found("d1", "a1", P2, "f1", "f2"))
	w.must("m1", &DraftedBody{r}).must("m1", &SignedBody{Hash: r.Hash, Fresh: true})
	w.must(Machine, &UndoneBody{Entry: 99, Facts: []FactID{"f1"}})
	if w.c.Class() != Undetermined {
		t.Errorf("class %s rests on what was undone", w.c.Class())
	}
	w.refused("m2", &SignedBody{Hash: r.Hash, Fresh: true}, "undone")
	w.refused("reg", &MovedBody{Deliberation, Decided}, "undone")

	w = newWalk(t, mandated(t)).grave().decided(Keep, found("d1", "a1", P2, "f1", "f2"))
	before := w.c.Liberty
	w.must(Machine, &UndoneBody{Entry: 99, Facts: []FactID{"f1"}})
	if diff := cmp.Diff(before, w.c.Liberty); diff != "" || w.c.Corrections != 1 {
		t.Errorf("corrections %d, custody %s", w.c.Corrections, diff)
	}
}

func TestReleaseIsSeenByAnother(t *testing.T) {
	w := newWalk(t, mandated(t))
	w.open(true).wait(24).tick()
	w.must("guard", &PlannedBody{Protection: true}).must("guard", &ReleasedBody{})
	w.refused("guard", &VerifiedBody{Contact: "call"}, "seen free by another")
	w.refused("reg", &VerifiedBody{Contact: "call"}, "role")
	w.refused("watch", &VerifiedBody{Contact: "family"}, "seen free by another")
	w.wait(23).refused("watch", &VerifiedBody{Contact: "family"}, "seen free by another") // a day is what shows that it held
	w.wait(50).tick()
	w.at(t, Intake, Unverified) // a missing person's file opens
	w.refused("watch", &VerifiedBody{Contact: "family"}, "a missing person's file")
	w.seen().at(t, Intake, ReleaseVerified)
}

func TestStayIsExtendedOnceByThePanel(t *testing.T) {
	w := newWalk(t, mandated(t)).grave().decided(Release, found("d1", "a1", P2, "f1", "f2")).notify()
	w.must("delegate", &AppealedBody{Ground: "new_fact", Why: "a grave"}).seat("n", AppealMember)
	until := w.c.Liberty.Until
	w.refused("n1", &StayExtendedBody{Why: "a threat", Until: until.Add(73 * time.Hour), Fresh: true}, "a stay ends")
	more := until.Add(72 * time.Hour)
	w.must("n1", &StayExtendedBody{Why: "a threat", Until: more, Fresh: true}).must("n2", &StayExtendedBody{Why: "a threat", Until: more, Fresh: true})
	w.refused("n2", &StayExtendedBody{Why: "a threat", Until: more, Fresh: true, Makes: true}, "signatures")
	if w.c.Liberty.Until != until {
		t.Error("two of three held a release back")
	}
	w.must("n3", &StayExtendedBody{Why: "a threat", Until: more, Fresh: true, Makes: true})
	w.refused("n1", &StayExtendedBody{Why: "again", Until: more.Add(time.Hour), Fresh: true}, "a stay ends")
	w.wait(72 + 73).tick()
	w.at(t, Appeal, DueForRelease)
}

// TestNext tells a panel what each step still lacks.
func TestNext(t *testing.T) {
	w := newWalk(t, mandated(t)).open(true)
	next := w.c.Next(w.k, w.now)
	if len(next) != 1 || next[0].To != Identity || len(next[0].Missing) != 2 {
		t.Fatalf("next steps: %+v", next)
	}
	for _, s := range States() {
		if s != Closed && s != Suspended && !slices.ContainsFunc(way, func(x step) bool { return x.from == s || x.from == outcomeState }) {
			t.Errorf("no way leads on from %s", s)
		}
	}
}

// told reports whether an act waits for somebody.
func (w *walk) told(account, act string) bool {
	p, _ := w.c.Part(account)
	return slices.ContainsFunc(w.c.Tasks(p, w.k, w.now), func(x Task) bool { return x.Act == act })
}
