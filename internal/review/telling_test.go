package review

import (
	"encoding/json"
	"strings"
	"testing"
)

// TestToldInTheirLanguage: what somebody does not understand they were not told,
// at the beginning, when the file is given, and when they are heard.
func TestToldInTheirLanguage(t *testing.T) {
	told := func(x Telling) *CheckedBody {
		return &CheckedBody{PersonTold, "by the registrar, in the visiting room", x}
	}
	w := newWalk(t, mandated(t)).open(true).checks("reg", BasisAsked)
	for name, x := range map[string]Telling{
		"no language":           {},
		"no language of a list": {Language: "elvish"},
		"theirs of no list":     {Language: "ar", Theirs: "elvish", Interpreter: true},
		"another, unnamed":      {Language: LanguageOther},
		"theirs, unnamed":       {Language: "ar", Theirs: LanguageOther, Interpreter: true},
		"named and listed":      {Language: "ar", Named: "Arabic"},
		"a name without end":    {Language: LanguageOther, Named: strings.Repeat("a", longestName+1)},
		"not understood":        {Language: "ar", Theirs: "kmr"},
	} {
		if err := w.enter("reg", told(x)); RuleOf(err) != string(PersonTold) {
			t.Errorf("%s: %v", name, err)
		}
		w.refused("reg", &MovedBody{Intake, Identity}, string(PersonTold))
	}
	w.refused("reg", &CheckedBody{BasisAsked, "asked", Telling{Language: "ar"}}, "form")
	for _, l := range Languages() {
		x := Telling{Language: l}
		if l == LanguageOther {
			x.Named = "Domari"
		}
		if err := (told(x)).admit(w.c, Event{By: "reg"}, w.k); err != nil {
			t.Errorf("told in %s: %v", l, err)
		}
	}
	w.must("reg", told(Telling{Language: "ar", Theirs: "kmr", Interpreter: true})).move("reg", Identity)
	w.identified(3).move("reg", Triage).move("reg", Assembly)
	w.checks("officer", LegalDocuments, ExculpatorySearch, TaintScreen, ItemHashes).checks("liaison", VictimsMatched).move("officer", Disclosure)
	w.refused("reg", &DisclosedBody{Representation: "accepted", Language: "ar"}, "disclosure")
	w.must("reg", &DisclosedBody{Representation: "accepted", Language: "ar", Interpreter: true}).move("reg", Submissions)
	w.silent().must("reg", &SubmissionsClosedBody{}).move("reg", Panel).seat("m", Member)
	w.refused("m1", hearing(), "person heard")
	h := hearing()
	h.Interpreter, h.Others = true, []Attendee{{As: InterpreterThere, Name: "شيرين أوسو"}}
	w.must("m1", h).move("reg", Deliberation).vote(bench, Release, Release, Release).sign(bench, w.ruling(Release)).move("reg", Decided)
	told2 := &NotifiedBody{Notified: Notified{Whom: "person"}, Hash: w.c.Outcome.Hash, Language: "tr", Spoken: true}
	w.refused("reg", told2, "everyone entitled was told")
	told2.Language = "kmr" // the language of the person, though the hearing was led in another
	w.must("reg", told2)
	lawyer, _ := w.c.Part("lawyer")
	if x := w.c.SeenBy(lawyer).Told; x != w.c.Told || w.c.CopyFor(lawyer).Told != x || w.c.packed(Exchange{}, Decision, w.now).ToldIn != x {
		t.Error("how the person was told is missing from what the representative reads, from a copy or from a case that leaves")
	}
}

// TestOldTellingStands: an entry from before the language was recorded replays as
// it did, and the copies made then keep their hashes.
func TestOldTellingStands(t *testing.T) {
	w := newWalk(t, mandated(t)).open(true).checks("reg", BasisAsked)
	old, err := DecodeBody("checked", []byte(`{"check":"person_told","result":"told by the registrar"}`))
	if err != nil {
		t.Fatal(err)
	}
	w.apply(Event{Seq: int64(len(w.log) + 1), At: w.now, By: "reg", Org: "org-reg", Body: old})
	w.move("reg", Identity)
	text, err := json.Marshal(w.c.CopyFor(Part{Role: Representative, Declared: true}))
	if err != nil || strings.Contains(string(text), "told") || strings.Contains(w.state(), `"told"`) {
		t.Errorf("an entry without a language left one: %s, %v", text, err)
	}
	back, err := json.Marshal(old)
	if err != nil || string(back) != `{"check":"person_told","result":"told by the registrar"}` {
		t.Errorf("an old entry is written %s, %v", back, err)
	}
}

// TestGuardTold: the step out of intake asks again whether the person understood,
// whatever entry recorded it.
func TestGuardTold(t *testing.T) {
	w := newWalk(t, mandated(t)).open(true).checks("reg", BasisAsked)
	w.apply(Event{Seq: int64(len(w.log) + 1), At: w.now, By: "reg", Org: "org-reg", Body: &CheckedBody{PersonTold, "told", Telling{Language: "ar", Theirs: "kmr"}}})
	w.refused("reg", &MovedBody{Intake, Identity}, string(PersonTold))
}
