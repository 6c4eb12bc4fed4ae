package review

import (
	"slices"
	"testing"
)

// TestHowsOfAHearing walks every value of how a person was heard, for somebody in
// custody and somebody free: which are admitted, and under which a finding
// against the person can stand.
func TestHowsOfAHearing(t *testing.T) {
	type way struct {
		how          How
		held, free   bool // admitted for
		adverse      bool // something adverse may be found
		counsel      bool // appointed, for who cannot be found
		unfit, alone bool
	}
	for _, x := range []way{
		{how: InPerson, held: true, free: true, adverse: true},
		{how: InPerson, held: true, free: true, adverse: true, alone: true},
		{how: ByVideo, held: true, free: true, adverse: true},
		{how: InWriting, held: true, free: true, adverse: true},
		{how: RefusedByMark, held: true, free: true, adverse: true},
		{how: RefusedVoice, held: true, free: true, adverse: true},
		{how: NotProduced, held: true},
		{how: Unfit, held: true, free: true, unfit: true},
		{how: NotFound, free: true},
		{how: ByCounsel, free: true, adverse: true, counsel: true},
		{how: ByCounsel, counsel: false},
		{how: DidNotCome, free: true},
		{how: "silent"},
	} {
		for _, custody := range []bool{true, false} {
			w := toPanel(t, custody, map[bool]string{true: "appointed", false: "accepted"}[x.counsel])
			h := hearing()
			h.How, h.Fit, h.Alone = x.how, !x.unfit, x.alone
			if x.alone {
				h.Present = []string{"m1", "m2", "m3", "watch"}
			}
			if x.how == RefusedByMark || x.how == RefusedVoice {
				h.Witness = "watch"
			}
			err := w.enter("m1", h)
			admitted := map[bool]bool{true: x.held, false: x.free}[custody]
			if (err == nil) != admitted {
				t.Errorf("in custody %v, %s: %v, want admitted %v", custody, x.how, err, admitted)
			}
			if err != nil {
				continue
			}
			if got := w.c.chance(); got != x.adverse {
				t.Errorf("in custody %v, %s: a real chance to be heard %v, want %v", custody, x.how, got, x.adverse)
			}
			outcome := map[bool]Outcome{true: ToProsecute, false: Referral}[custody]
			w.move("reg", Deliberation).vote(bench, outcome, outcome, outcome).sign(bench, w.ruling(outcome, found("d1", "a1", P2, "f1", "f2")))
			err = w.enter("reg", &MovedBody{Deliberation, Decided})
			if (err == nil) != x.adverse || err != nil && RuleOf(err) != "person heard" {
				t.Errorf("in custody %v, %s: an outcome against the person: %v", custody, x.how, err)
			}
		}
	}
}

// toPanel walks a grave case of somebody held or free up to the hearing.
func toPanel(t *testing.T, custody bool, representation string) *walk {
	t.Helper()
	w := newWalk(t, mandated(t)).open(custody)
	w.checks("reg", BasisAsked, PersonTold).move("reg", Identity).identified(3).move("reg", Triage).move("reg", Assembly)
	w.must("officer", &AllegedBody{Allegation{ID: "a1", Conduct: B3}}, fact("f1", Document, "a1"), fact("f2", Forensic, "a1"))
	w.checks("officer", LegalDocuments, ExculpatorySearch, TaintScreen, ItemHashes).checks("liaison", VictimsMatched).move("officer", Disclosure)
	w.must("reg", &DisclosedBody{Facts: []FactID{"f1", "f2"}, Representation: representation, Language: "ar"})
	return w.move("reg", Submissions).silent().must("reg", &SubmissionsClosedBody{}).move("reg", Panel).seat("m", Member)
}

// TestNotComingHasNoConsequence: a free person who does not come is certified, or
// nothing is done; nothing adverse follows, and no certificate says that nothing
// is determined.
func TestNotComingHasNoConsequence(t *testing.T) {
	absent := &HeardBody{How: DidNotCome, Language: "ar", Present: []string{"m1", "m2", "m3", "watch"}}
	w := toPanel(t, false, "refused").must("m1", absent).move("reg", Deliberation)
	w.vote(bench, NoAction, NoAction, NoAction).sign(bench, w.ruling(NoAction)).move("reg", Decided)
	for _, o := range []Outcome{Summons, Referral} {
		w := toPanel(t, false, "refused").must("m1", absent).move("reg", Deliberation).vote(bench, o, o, o)
		w.sign(bench, w.ruling(o, found("d1", "a1", P1, "f1", "f2")))
		w.refused("reg", &MovedBody{Deliberation, Decided}, "person heard")
	}
	w = toPanel(t, false, "refused").must("m1", absent).move("reg", Deliberation).vote(bench, Certificate, Certificate, Certificate)
	w.refused("m1", &DraftedBody{w.ruling(Certificate)}, "status certificate")
	r := w.ruling(Certificate, held("d1", A2, P2))
	w.sign(bench, r).move("reg", Decided)
	if w.c.Class() == Undetermined {
		t.Error("a certificate says that nothing is determined")
	}
}

// TestNothingWithoutNotice: a free person who was not told, or not given the
// file, has nothing found against them; and the case does not get so far.
func TestNothingWithoutNotice(t *testing.T) {
	w := newWalk(t, mandated(t)).open(false).checks("reg", BasisAsked)
	w.refused("reg", &MovedBody{Intake, Identity}, string(PersonTold))
	w = toPanel(t, false, "accepted").must("m1", hearing())
	for name, undo := range map[string]func(*Case){
		"not told":      func(c *Case) { delete(c.Checked, PersonTold) },
		"not disclosed": func(c *Case) { c.Disclosed = nil },
		"not heard":     func(c *Case) { c.Heard = nil },
	} {
		c := Fold(w.log)
		undo(c)
		if c.chance() {
			t.Errorf("%s: a real chance to be heard", name)
		}
	}
	if !w.c.chance() {
		t.Error("told, given the file and heard, and no real chance")
	}
}

// TestSilenceMeansNothing: a hearing at which nothing was said finds nothing:
// neither it nor a refusal is a fact that a finding could rest on.
func TestSilenceMeansNothing(t *testing.T) {
	w := toPanel(t, false, "accepted").must("m1", hearing()).move("reg", Deliberation).vote(bench, Referral, Referral, Referral)
	w.refused("m1", &DraftedBody{w.ruling(Referral, found("d1", "a1", P1))}, "independence by origin")
	if slices.ContainsFunc(factKinds, func(k FactKind) bool { return k == "silence" || k == "refusal" }) {
		t.Error("silence is a kind of fact")
	}
}

// TestUntestedIsAView: what victims say untested or anonymously raises nothing,
// however many say it.
func TestUntestedIsAView(t *testing.T) {
	for _, x := range []Fact{{Tested: false}, {Tested: true, Anonymous: true}} {
		w := toPanel(t, false, "accepted")
		var ids []FactID
		for _, id := range []string{"v1", "v2", "v3"} {
			f := fact(id, Statement, "a1")
			f.Tested, f.Anonymous = x.Tested, x.Anonymous
			w.must("officer", f)
			ids = append(ids, FactID(id))
		}
		for _, s := range []Standard{P1, P2, P3} {
			if err := w.c.Check(found("d1", "a1", s, ids...), w.k, nil); RuleOf(err) != "views are no evidence" {
				t.Errorf("three statements (tested %v, anonymous %v) at %s: %v", x.Tested, x.Anonymous, s, err)
			}
		}
	}
}
