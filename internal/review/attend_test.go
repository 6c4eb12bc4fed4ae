package review

import (
	"strings"
	"testing"
)

// TestWhoWasInTheRoom: people without an account are on the record of a hearing,
// and the record does not say two things.
func TestWhoWasInTheRoom(t *testing.T) {
	interpreter := Attendee{As: InterpreterThere, Name: "شيرين أوسو"}
	for name, x := range map[string]struct {
		change func(*HeardBody)
		want   string
	}{
		"nobody else":               {func(*HeardBody) {}, ""},
		"an interpreter":            {func(h *HeardBody) { h.Interpreter, h.Others = true, []Attendee{interpreter} }, ""},
		"an interpreter, unnamed":   {func(h *HeardBody) { h.Interpreter = true }, "person heard"},
		"a blank name":              {func(h *HeardBody) { h.Others = []Attendee{{As: "kin", Name: "  "}} }, "form"},
		"what they were is unknown": {func(h *HeardBody) { h.Others = []Attendee{{As: "judge", Name: "x"}} }, "form"},
		"a name without end":        {func(h *HeardBody) { h.Others = []Attendee{{As: "kin", Name: strings.Repeat("ا", 121)}} }, "form"},
		"a guard, and the holder out": {func(h *HeardBody) {
			h.Others = []Attendee{{As: HolderThere, Name: "the guard of the block"}}
		}, "person heard"},
		"a guard, told": {func(h *HeardBody) {
			h.HolderOut, h.Others = false, []Attendee{{As: HolderThere, Name: "the guard of the block"}}
		}, "person heard"},
		"not produced, a guard told": {func(h *HeardBody) {
			h.How, h.HolderOut, h.Others = NotProduced, false, []Attendee{{As: HolderThere, Name: "the guard of the block"}}
		}, ""},
	} {
		w := toPanel(t, true, "accepted")
		h := hearing()
		x.change(h)
		if err := w.enter("m1", h); RuleOf(err) != x.want {
			t.Errorf("%s: %v, want %q", name, err, x.want)
		}
		if x.want == "" && len(w.c.Heard.Others) != len(h.Others) {
			t.Errorf("%s: of %d people in the room the record has %d", name, len(h.Others), len(w.c.Heard.Others))
		}
	}
}

// TestWrittenAnswerIsFree: what somebody unfit wrote, or wrote before the holder,
// is no hearing.
func TestWrittenAnswerIsFree(t *testing.T) {
	for name, spoil := range map[string]func(*HeardBody){
		"unfit":             func(h *HeardBody) { h.Fit = false },
		"before the holder": func(h *HeardBody) { h.HolderOut = false },
	} {
		w := toPanel(t, true, "accepted")
		h := hearing()
		h.How = InWriting
		spoil(h)
		if err := w.enter("m1", h); RuleOf(err) != "person heard" {
			t.Errorf("%s: %v", name, err)
		}
	}
	w := toPanel(t, false, "accepted") // nobody holds a free person
	h := hearing()
	h.How, h.HolderOut = InWriting, false
	w.must("m1", h)
}

// TestRefusalIsWitnessedInTheRoom: whoever witnessed a refusal was there.
func TestRefusalIsWitnessedInTheRoom(t *testing.T) {
	w := toPanel(t, true, "accepted")
	h := hearing()
	h.How, h.Witness, h.Present = RefusedByMark, "lawyer", []string{"m1", "m2", "m3", "watch"}
	w.refused("m1", h, "person heard")
	h.Present = append(h.Present, "lawyer")
	w.must("m1", h)
}

// TestOutcomeToldInTheirLanguage: a hearing through an interpreter makes nobody
// understand its language afterwards.
func TestOutcomeToldInTheirLanguage(t *testing.T) {
	w := newWalk(t, mandated(t)).open(true).checks("reg", BasisAsked)
	w.must("reg", &CheckedBody{PersonTold, "by the registrar", Telling{Language: "ar", Theirs: "kmr", Interpreter: true}}).move("reg", Identity)
	w.must("reg", &IdentifiedBody{Grade: 3}).move("reg", Triage).move("reg", Assembly)
	w.checks("officer", LegalDocuments, ExculpatorySearch, TaintScreen, ItemHashes).checks("liaison", VictimsMatched).move("officer", Disclosure)
	w.must("reg", &DisclosedBody{Representation: "accepted", Language: "ar", Interpreter: true}).move("reg", Submissions)
	w.silent().must("reg", &SubmissionsClosedBody{}).move("reg", Panel).seat("m", Member)
	h := hearing()
	h.Interpreter, h.Others = true, []Attendee{{As: InterpreterThere, Name: "شيرين أوسو"}}
	w.must("m1", h).move("reg", Deliberation).vote(bench, Release, Release, Release).sign(bench, w.ruling(Release)).move("reg", Decided)
	told := &NotifiedBody{Notified: Notified{Whom: "person"}, Hash: w.c.Outcome.Hash, Language: "ar", Spoken: true}
	w.refused("reg", told, "everyone entitled was told")
	told.Interpreter = true
	w.must("reg", told)
}

// TestRecallHeardInTheirLanguage: nor is a breach heard in words that the person
// does not understand, or with somebody in the room who has no part in the case.
func TestRecallHeardInTheirLanguage(t *testing.T) {
	w := newWalk(t, mandated(t)).conditional()
	w.must("court", &RecallAskedBody{ID: "r1", Condition: w.c.Outcome.Conditions[0], Why: "he was not at the address"})
	h := &RecallHeardBody{ID: "r1", How: InPerson, Present: []string{"m1", "watch", "lawyer"}, Language: "tr"}
	w.refused("m1", h, "recall takes a hearing")
	h.Interpreter = true
	w.refused("m1", h, "person heard") // nobody names who interpreted
	h.Others = []Attendee{{As: InterpreterThere, Name: "شيرين أوسو"}}
	h.Present = append(h.Present, "stranger")
	w.refused("m1", h, "no conflict of interest")
	h.Present = h.Present[:3]
	w.must("m1", h)
}
