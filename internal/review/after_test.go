package review

import (
	"slices"
	"strings"
	"testing"
	"time"

	"kashf.org/kashf/names"
	"kashf.org/kashf/place"
	"pgregory.net/rapid"
)

// free walks the case of somebody who is free already to the votes.
func (w *walk) free(votes ...Outcome) *walk {
	w.open(false).checks("reg", BasisAsked, PersonTold).move("reg", Identity).identified(3).move("reg", Triage).move("reg", Assembly)
	w.checks("officer", LegalDocuments, ExculpatorySearch, TaintScreen, ItemHashes).checks("liaison", VictimsMatched).move("reg", Disclosure)
	w.must("reg", &DisclosedBody{Representation: "accepted", Language: "ar"}).move("reg", Submissions).silent().must("reg", &SubmissionsClosedBody{}).move("reg", Panel)
	w.seat("m", Member).must("m1", hearing()).move("reg", Deliberation)
	return w.vote(bench, votes...)
}

// A certificate certifies something: while nothing is determined there is none,
// and none says that nothing is.
func TestCertificate(t *testing.T) {
	w := newWalk(t, mandated(t)).free(Certificate, Certificate, Certificate)
	w.refused("m1", &DraftedBody{w.ruling(Certificate)}, "status certificate")
	r := w.ruling(Certificate, held("h1", A0, P2))
	w.sign(bench, r).move("reg", Decided)
	if got := w.c.Class(); got != PoliticalArbitrary {
		t.Errorf("the class of who is certified is %s", got)
	}
	for _, o := range []Outcome{Summons, Referral, NoAction} {
		w := newWalk(t, mandated(t)).free(o, o, o)
		w.sign(bench, w.ruling(o)).move("reg", Decided).at(t, Decided, Free)
	}
}

// The notice is in plain Arabic inside what is signed, and the person is told in
// the language of the hearing.
func TestNoticeInArabic(t *testing.T) {
	w := newWalk(t, mandated(t)).free(NoAction, NoAction, NoAction)
	r := w.ruling(NoAction)
	r.Notice = "The panel takes no action."
	r.Hash = HashOf(r)
	w.refused("m1", &DraftedBody{r}, "reasons")
	r = w.ruling(NoAction)
	w.sign(bench, r).move("reg", Decided)
	w.refused("reg", &NotifiedBody{Notified: Notified{Whom: "person"}, Hash: r.Hash, Language: "ku", Spoken: true}, "everyone entitled was told")
	changed := r
	changed.Notice += "."
	if HashOf(changed) == r.Hash {
		t.Error("the notice is not part of what is hashed")
	}
	w.must("reg", &NotifiedBody{Notified: Notified{Whom: "person"}, Hash: r.Hash, Language: "ar", Spoken: true})
}

// conditional walks a case to a release under a condition, done.
func (w *walk) conditional() *walk {
	w.grave().hear().vote(bench, Conditional, Conditional, Conditional)
	r := w.ruling(Conditional)
	r.Conditions = []Condition{w.k.Policy.Conditions[0]}
	r.StayHours = w.c.stayFor(r, w.k)
	r.Hash = HashOf(r)
	w.sign(bench, r).move("reg", Decided).notify()
	w.wait(w.k.Policy.Clocks.Stay+1).must("reg", &LaneBody{Lane: Illness}) // enters what is due
	return w.must("guard", &PlannedBody{Protection: true}).must("reg", &ReleasedBody{}).wait(24).must("watch", &VerifiedBody{Contact: "in_person"})
}

// A conditional release is recalled only after a hearing, and then by a judge:
// no step of it takes anybody back into custody.
func TestRecallTakesAHearing(t *testing.T) {
	asked := func(w *walk) *walk {
		return w.must("court", &RecallAskedBody{ID: "r1", Condition: w.c.Outcome.Conditions[0], Why: "he was not at the address"})
	}
	word := func(judge, ends bool) *RecallSignedBody {
		return &RecallSignedBody{ID: "r1", Judge: judge, Why: "heard", Fresh: true, Ends: ends}
	}
	heard := &RecallHeardBody{ID: "r1", How: InPerson, Present: []string{"m1", "watch", "lawyer"}, Language: "ar"}

	w := newWalk(t, mandated(t)).conditional()
	w.refused("lawyer", &RecallAskedBody{ID: "r0", Condition: w.c.Outcome.Conditions[0], Why: "x"}, "role")
	w.refused("court", &RecallAskedBody{ID: "r0", Condition: Condition{}, Why: "x"}, "recall takes a hearing")
	asked(w)
	w.refused("m1", word(true, false), "recall takes a hearing")
	for _, bad := range []RecallHeardBody{
		{ID: "r1", How: DidNotCome, Present: heard.Present, Language: "ar"},
		{ID: "r1", How: InPerson, Present: []string{"m1", "watch"}, Language: "ar"},
		{ID: "r1", How: InPerson, Present: []string{"m1", "lawyer"}, Language: "ar"},
	} {
		w.refused("m1", &bad, "recall takes a hearing")
	}
	w.must("m1", heard, word(true, false))
	w.refused("m1", word(true, true), "signatures")
	w.must("m2", word(true, true))
	if r := w.c.Recalls[0]; r.End != "judge" {
		t.Errorf("a recall that two of three signed ended %q", r.End)
	}
	if w.c.Liberty.State != ReleaseVerified {
		t.Errorf("a recall moved the person to %s", w.c.Liberty.State)
	}

	w = asked(newWalk(t, mandated(t)).conditional()).must("m1", heard, word(false, false)).must("m2", word(true, false)).must("m3", word(false, true))
	if r := w.c.Recalls[0]; r.End != "free" {
		t.Errorf("a recall that two of three refused ended %q", r.End)
	}

	w = asked(newWalk(t, mandated(t)).conditional()).wait(73).must("reg", &FlagBody{Flag: "foreigner", On: true})
	if r := w.c.Recalls[0]; r.End != "free" || w.c.Liberty.State != ReleaseVerified {
		t.Errorf("a breach that nobody heard within 72 hours ended %q, the person %s", r.End, w.c.Liberty.State)
	}
	w.refused("m1", heard, "recall takes a hearing")
}

// What somebody's freedom waits for is the first task, before steps of the review.
func TestReleaseIsTheFirstTask(t *testing.T) {
	w := newWalk(t, mandated(t)).grave().decided(Release, held("d1", A0, P2)).notify()
	w.wait(w.k.Policy.Clocks.Stay+1).must("reg", &FlagBody{Flag: "foreigner", On: true}) // enters what is due
	w.must("guard", &PlannedBody{Protection: true}).wait(24 * 15)
	p, _ := w.c.Part("reg")
	if ts := w.c.Tasks(p, w.k, w.now); len(ts) < 2 || ts[0].Act != "released" {
		t.Errorf("the registrar is to do %+v", ts)
	}
}

// Who speaks for victims appeals for a group with standing, or not at all.
func TestAppealNeedsStanding(t *testing.T) {
	w := newWalk(t, mandated(t)).grave().decided(Release).notify()
	stray := *w.c
	stray.Groups = nil
	e := Event{Seq: 999, At: w.now, By: "delegate", Body: &AppealedBody{Ground: "procedure", Why: "nobody asked us"}}
	if err := stray.Admit(e, w.k); RuleOf(err) != "standing" {
		t.Errorf("an appeal of a delegate without a group: %v", err)
	}
	w.must("delegate", &AppealedBody{Ground: "procedure", Why: "nobody asked us"})
}

func born(id string) *BornBody {
	return &BornBody{ID: id, On: "2016-03", Locality: "SY02", Mother: "رئيفة حسن الجمال", Father: "withheld", Attendant: "midwife", Witnesses: 2}
}

// A child goes with the mother, or to somebody whose identity two sources give,
// once what is best for the child is written down, against a receipt.
func TestChildIsGivenToNobodyElse(t *testing.T) {
	w := newWalk(t, mandated(t)).open(true).must("doctor", born("c1"), &PacketBody{ID: "c1", Link: "witnessed", Saw: 2})
	w.refused("doctor", &PacketBody{ID: "c1", Link: "witnessed", Photo: true}, "birth record")
	w.refused("guard", &HandedBody{ID: "c1", With: "carer", Receipt: "item"}, "best interests")
	w.refused("doctor", &InterestsBody{ID: "c1", With: "carer", Sources: 1, Why: "a house with other children"}, "best interests")
	w.must("doctor", &InterestsBody{ID: "c1", With: "carer", Sources: 2, Assent: true, Why: "a house with other children"})
	w.refused("guard", &HandedBody{ID: "c1", With: "kin", Receipt: "item"}, "best interests")
	w.refused("guard", &HandedBody{ID: "c1", With: "carer"}, "best interests")
	w.must("guard", &HandedBody{ID: "c1", With: "carer", Receipt: "item"})
	w.must("doctor", born("c2")).must("guard", &HandedBody{ID: "c2", With: "mother"})
	for _, role := range []string{"officer", "watch", "lawyer", "delegate", "court"} {
		p, _ := w.c.Part(role)
		if got := w.c.SeenBy(p); len(got.Children) > 0 {
			t.Errorf("%s reads a child's file", role)
		}
	}
}

// prison draws a name, another name, a number or a code of a place of detention.
func prison(t *rapid.T) string {
	fs := place.Facilities()
	f := rapid.SampledFrom(fs).Draw(t, "facility")
	all := []string{f.ID, f.Ar, f.En}
	for _, a := range f.Aliases {
		all = append(all, a.Text)
	}
	return rapid.SampledFrom(all).Draw(t, "name")
}

// Whatever is planted in whatever field, the letter of a birth names no prison,
// no other name, number or code of one: it is refused, or it is not there.
func TestBirthLetterNamesNoPrison(t *testing.T) {
	w := newWalk(t, mandated(t)).open(true)
	var towns []place.Place
	for _, g := range place.Governorates() {
		towns = append(towns, g)
		for _, d := range place.Children(g.Code) {
			towns = append(towns, d)
			for _, s := range place.Children(d.Code) {
				towns = append(towns, s)
				towns = append(towns, place.Children(s.Code)...)
			}
		}
	}
	n := 0
	rapid.Check(t, func(t *rapid.T) {
		n++
		planted := prison(t)
		b := born("child" + strings.Repeat("x", n%3))
		b.Locality = rapid.SampledFrom(towns).Draw(t, "town").Code
		switch rapid.SampledFrom([]string{"name", "mother", "mother after", "attendant", "on", "locality", "nothing"}).Draw(t, "field") {
		case "name":
			b.Name = planted
		case "mother":
			b.Mother = planted
		case "mother after":
			b.Mother = "رئيفة، " + planted
		case "attendant":
			b.Attendant = planted
		case "on":
			b.On = planted
		case "locality":
			b.Locality = place.Code(planted)
		}
		if w.c.Admit(Event{Seq: 999, At: w.now, By: "doctor", Body: b}, w.k) != nil {
			return
		}
		for _, lang := range []string{"ar", "en"} {
			l := LetterOf(*b, lang)
			for _, text := range append(l.Values(), l.FileName()) {
				folded := names.Loose(text)
				for _, f := range place.Facilities() {
					for _, x := range append([]string{f.ID, f.Ar, f.En}, aliases(f)...) {
						// A family's name is a family's: one word of several.
						if want := wordsOf(x); within(wordsOf(text), want) && (len(want) > 1 || !strings.Contains(b.Mother+" "+b.Name, x) || text == x) {
							t.Fatalf("%q of the letter names %q, planted %q", text, x, planted)
						}
					}
				}
				if strings.Contains(folded, names.Loose("سجن")) {
					t.Fatalf("%q names a prison", text)
				}
			}
		}
	})
}

// issued walks a case of somebody free to a certificate that is final, and
// issues it.
func issued(t *testing.T) *walk {
	w := newWalk(t, mandated(t)).free(Certificate, Certificate, Certificate)
	paper := &CertifiedBody{ID: "p1", Code: "hash", Box: []byte{1}, Form: Decision, Holdings: []Holding{A0}, Open: true}
	w.refused("reg", paper, "not at this stage")
	w.sign(bench, w.ruling(Certificate, held("h1", A0, P2))).move("reg", Decided)
	for _, whom := range []string{"person", "observer"} {
		w.must("reg", &NotifiedBody{Notified: Notified{Whom: whom}, Hash: w.c.Outcome.Hash, Language: "ar", Spoken: true})
	}
	w.move("reg", Notice)
	w.refused("reg", paper, "not at this stage") // an appeal may still come
	w.wait(w.k.Policy.Clocks.AppealPerson).move("reg", Final)
	more := *paper
	more.Holdings = []Holding{A0, A4}
	w.refused("reg", &more, "a paper that others may check")
	if !w.waits("reg", "certified", "") {
		t.Error("issuing the certificate is nobody's task")
	}
	return w.must("reg", paper)
}

// Nobody learns at a checkpoint that a paper fell: where its holder was not told
// it counts for thirty days, and from the hour of telling no more.
func TestPaperWithdrawn(t *testing.T) {
	w := issued(t).must("reg", &PaperWithdrawnBody{ID: "p1", Why: "lost"})
	if got, want := w.c.Certificates[0].Ends, w.now.Add(30*24*time.Hour); got != want {
		t.Errorf("untold, the paper ends at %v, want %v", got.Time(), want.Time())
	}
	w.refused("reg", &PaperWithdrawnBody{ID: "p1", Why: "lost"}, "a paper that others may check")
	w.wait(24).must("reg", &PaperWithdrawnBody{ID: "p1", Told: true, Why: "lost"})
	if got := w.c.Certificates[0].Ends; got != w.now {
		t.Errorf("told, the paper ends at %v, want now", got.Time())
	}
}

// A paper falls with the outcome that it rests on.
func TestPaperFallsWithItsOutcome(t *testing.T) {
	w := issued(t)
	w.must("chair", &VoidedBody{Ground: Forger, Why: "a forged paper"}).must("watch", &VoidedBody{Ground: Forger, Why: "a forged paper"})
	if got, want := w.c.Certificates[0].Ends, w.now.Add(30*24*time.Hour); w.c.State != Voided || got != want {
		t.Errorf("in %s the paper ends at %v, want %v", w.c.State, got.Time(), want.Time())
	}
	w.refused("reg", &CertifiedBody{ID: "p2", Code: "h2", Box: []byte{1}, Form: Decision, Holdings: []Holding{A0}}, "not at this stage")
}

// Whoever speaks for the person opens and closes the check; nobody else's part
// reads whose paper it is, and the victims' not that there is one.
func TestPaperIsTheHoldersToShow(t *testing.T) {
	w := issued(t).must("lawyer", &PaperShownBody{ID: "p1"})
	w.refused("lawyer", &PaperShownBody{ID: "p1"}, "once")
	w.must("lawyer", &PaperShownBody{ID: "p1", Open: true})
	for _, p := range w.c.Cast {
		seen := w.c.SeenBy(p)
		for _, x := range seen.Certificates {
			if x.Box != nil {
				t.Errorf("%s is given the sealed name", p.Role)
			}
		}
		if sees := len(seen.Certificates) > 0; sees != (p.Role.whole() || p.Role == Representative) && p.clear() {
			t.Errorf("%s sees a certificate: %v", p.Role, sees)
		}
	}
}

// TestAppealsFindingsEnter: what an appeal found, where it frees or certifies,
// stands in place of what the first panel found on the same issue, so that class,
// outcome and paper say one thing.
func TestAppealsFindingsEnter(t *testing.T) {
	again := []string{"n1", "n2", "n3"}
	w := newWalk(t, mandated(t)).free(NoAction, NoAction, NoAction)
	w.sign(bench, w.ruling(NoAction, held("h1", A9, P2))).move("reg", Decided)
	for _, whom := range []string{"person", "observer"} {
		w.must("reg", &NotifiedBody{Notified: Notified{Whom: whom}, Hash: w.c.Outcome.Hash, Language: "ar", Spoken: true})
	}
	w.move("reg", Notice).must("lawyer", &AppealedBody{Ground: "new_fact", Why: "an order was never made"}).seat("n", AppealMember)
	w.vote(again, Certificate, Certificate, Certificate)
	w.sign(again, w.ruling(Certificate, held("x1", A0, P2))).move("n1", Final)
	if got := w.c.Class(); got != PoliticalArbitrary {
		t.Errorf("certified as %v while the class is %s", w.c.Outcome.certifies(), got)
	}
	if w.c.finding("h1") >= 0 || w.c.finding("x1") < 0 || !slices.Equal(w.c.Findings[w.c.finding("x1")].By, again) {
		t.Errorf("findings after the appeal: %+v", w.c.Findings)
	}

	w = newWalk(t, mandated(t)).grave().decided(Keep, found("d1", "a1", P2, "f1", "f2"), held("h1", A6, P2, "f1")).notify()
	w.must("lawyer", &AppealedBody{Ground: "manifest_error", Why: "another man"}).seat("n", AppealMember)
	w.vote(again, Release, Release, Release)
	w.sign(again, w.ruling(Release, found("x1", "a1", P0))).move("n1", Final)
	if w.c.finding("d1") >= 0 || w.c.finding("h1") < 0 {
		t.Errorf("an issue that the appeal decided, and one on which it is silent: %+v", w.c.Findings)
	}
}
