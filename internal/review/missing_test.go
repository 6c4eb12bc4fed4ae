package review

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// unseen is a case whose person was said released by the holder's word and whom
// nobody has seen after 72 hours.
func (w *walk) unseen() *walk {
	w.tb.Helper()
	w.open(true).must("court", &CourtOrderedBody{Item: "judgment", Court: OrdinaryCourt})
	w.must("guard", &PlannedBody{Protection: true}).must("reg", &ReleasedBody{})
	w.wait(w.k.Policy.Clocks.Verify).tick()
	return w
}

// closing is a first name under how somebody was found, on a paper that lies.
func closing(end string, at Micros) *MissingFoundBody {
	b := &MissingFoundBody{Apart: true, MissingFound: MissingFound{End: end, On: at.Time().Format(time.DateOnly), Why: "a letter says so", Refs: []Ref{{Record: 5}}, Bound: Binding{Lies: true}}}
	switch end {
	case MissingAlive:
		b.Witness, b.Contact = "a neighbour", "in_person"
	case MissingHeld:
		b.Place, b.Held = "a station at the edge of town", "the other force"
	}
	return b
}

var agreed = &MissingConfirmedBody{Agree: true, Why: "I read the letter", Fresh: true, Stands: true}

// seen closes the file: two people of whom neither recorded the release.
func (w *walk) seen() *walk {
	w.tb.Helper()
	return w.must("watch", closing(MissingAlive, w.now)).must("doctor", agreed)
}

func asked(id, whom string, w *walk) *MissingAskedBody {
	return &MissingAskedBody{ID: id, Whom: whom, On: w.now.Time().Format(time.DateOnly), What: "when did you last see the person", Until: w.now.Add(Hours(24).Duration())}
}

// The clock opens the file, at the hour at which it ran out, however late that is
// noticed: over each change of clocks, and the same in a replay that was stopped
// at any entry and began again.
func TestClockOpensAMissingPersonsFile(t *testing.T) {
	for _, x := range changes {
		for _, late := range []Hours{0, 1, 500} {
			w := newWalk(t, mandated(t))
			w.now = MicrosOf(x.at.Add(-30 * time.Hour)) // the hours run over the change
			w.open(true).must("court", &CourtOrderedBody{Item: "judgment", Court: OrdinaryCourt})
			w.must("guard", &PlannedBody{Protection: true}).must("reg", &ReleasedBody{})
			out := w.now
			w.now = out.Add(72*time.Hour) - 1
			w.tick()
			if w.c.missing() != nil || w.c.Liberty.State != Released {
				t.Fatalf("%s: a file before 72 hours", x.zone)
			}
			w.now = out.Add(72 * time.Hour).Add(late.Duration())
			w.tick()
			f := w.c.missing()
			if f == nil || f.Opened != out.Add(72*time.Hour) || f.Said != out || f.By != "reg" || f.Holder != "prison" || f.Cause != MissingUnverified {
				t.Fatalf("%s, noticed %d hours late: %+v", x.zone, late, f)
			}
			for cut := range w.log {
				c := Fold(w.log[:cut])
				stored, err := json.Marshal(c)
				if err != nil {
					t.Fatal(err)
				}
				again := &Case{}
				if err := json.Unmarshal(stored, again); err != nil {
					t.Fatal(err)
				}
				for _, e := range w.log[cut:] {
					again.Apply(e)
				}
				if d := cmp.Diff(w.c.Missing, again.Missing); d != "" {
					t.Fatalf("begun again at %d: %s", cut, d)
				}
			}
		}
	}
}

// Who is to ask whom on the first days is somebody's task until they were asked,
// the observer's is to say that they know, and what nobody is there to ask is the
// registrar's.
func TestMissingPersonIsAskedAfter(t *testing.T) {
	w := newWalk(t, mandated(t)).unseen()
	for _, x := range [][2]string{{"reg", "facility"}, {"liaison", "family"}, {"guard", "hospital"}, {"court", "authority"}} {
		if !w.waits(x[0], "missing_asked", x[1]) {
			t.Errorf("%s is not to ask: %s", x[0], x[1])
		}
	}
	if w.waits("reg", "missing_asked", "family") || w.waits("watch", "verified", "") || !w.waits("watch", "missing_noted", "") {
		t.Error("the observer's tasks, or the registrar's, are others")
	}
	w.must("watch", &MissingNotedBody{}).refused("watch", &MissingNotedBody{}, "once")
	if w.waits("watch", "missing_noted", "") {
		t.Error("the observer is told again")
	}
	w.refused("liaison", asked("q1", "hospital", w), "a missing person's file")
	w.must("liaison", asked("q1", "family", w))
	if w.waits("liaison", "missing_asked", "family") || !w.waits("liaison", "missing_answered", "q1") {
		t.Error("what was asked waits for its answer, and is not to be asked again")
	}
	w.must("reg", asked("q2", "facility", w))
	for _, bad := range []func(b *MissingAskedBody){
		func(b *MissingAskedBody) { b.Whom = "x" }, func(b *MissingAskedBody) { b.On = "2031-01-01" }, func(b *MissingAskedBody) { b.On = "" }, func(b *MissingAskedBody) { b.What = "" },
		func(b *MissingAskedBody) { b.Until = w.now }, func(b *MissingAskedBody) { b.Next.Whom = "morgue" },
	} {
		b := asked("q3", "hospital", w)
		bad(b)
		w.refused("guard", b, "a missing person's file")
	}
	w.refused("guard", asked("q1", "hospital", w), "once")
	w.refused("m1", asked("q3", "hospital", w), "hidden")
	w.refused("officer", asked("q3", "hospital", w), "role")
	day := w.now.Time().Format(time.DateOnly)
	w.refused("liaison", &MissingAnsweredBody{ID: "q2", Reply: "none", On: day}, "a missing person's file")
	w.refused("reg", &MissingAnsweredBody{ID: "q2", Reply: "answer", On: day}, "a missing person's file")
	next := MissingNext{CourtLiaison, "prosecutor", "whose transfer that was", w.now.Add(Hours(48).Duration())}
	w.must("reg", &MissingAnsweredBody{ID: "q2", Reply: "answer", On: day, Answer: "handed to another force at the gate", Next: next})
	w.refused("reg", &MissingAnsweredBody{ID: "q2", Reply: "none", On: day}, "a missing person's file")
	if !w.waits("court", "missing_asked", "prosecutor") || w.waits("reg", "missing_answered", "q2") {
		t.Error("the next question is nobody's task")
	}
	w.must("liaison", &MissingAnsweredBody{ID: "q1", Reply: "none", On: day})
	w.c.Cast = slices.DeleteFunc(w.c.Cast, func(p Part) bool { return p.Role == ProtectionOfficer })
	if !w.waits("reg", "missing_asked", "hospital") {
		t.Error("what nobody is there to ask is not the registrar's to ask")
	}
}

// A file closes by two people's word on a paper of the person's file, and by none
// of the releasing side.
func TestMissingPersonsFileClosesByTwo(t *testing.T) {
	w := newWalk(t, mandated(t)).unseen()
	w.refused("watch", &VerifiedBody{Contact: "in_person"}, "a missing person's file")
	w.refused("doctor", agreed, "a missing person's file")
	for name, bad := range map[string]func(b *MissingFoundBody){
		"no paper":     func(b *MissingFoundBody) { b.Refs = nil },
		"not in file":  func(b *MissingFoundBody) { b.Bound.Lies = false },
		"no witness":   func(b *MissingFoundBody) { b.Witness = "" },
		"the holder's": func(b *MissingFoundBody) { b.Apart = false },
		"unmet":        func(b *MissingFoundBody) { b.Contact = "" },
		"no day":       func(b *MissingFoundBody) { b.On = "soon" },
		"no reasons":   func(b *MissingFoundBody) { b.Why = "" },
	} {
		b := closing(MissingAlive, w.now)
		bad(b)
		if err := w.enter("watch", b); RuleOf(err) != "a missing person's file" {
			t.Errorf("%s: %v", name, err)
		}
	}
	w.refused("watch", closing("lost", w.now), "form")
	w.refused("reg", closing(MissingAlive, w.now), "seen free by another") // recorded the release
	w.must("watch", closing(MissingAlive, w.now))
	w.refused("watch", agreed, "a missing person's file")
	w.refused("reg", agreed, "a missing person's file")
	w.refused("doctor", &MissingConfirmedBody{Agree: true, Why: "x", Fresh: true}, "a missing person's file") // the paper left the file meanwhile
	w.refused("doctor", &MissingConfirmedBody{Agree: true, Why: "x", Stands: true}, "signatures")
	w.refused("liaison", agreed, "role")
	w.at(t, Intake, Unverified)
	if !w.waits("doctor", "missing_confirmed", "") || w.waits("watch", "missing_confirmed", "") || w.waits("reg", "missing_confirmed", "") {
		t.Error("the second name is not asked of whoever may give it, or of others")
	}
	w.must("doctor", &MissingConfirmedBody{Why: "the letter names a cousin", Fresh: true})
	if f := w.c.missing(); f == nil || f.Found != nil || len(f.Past) != 1 {
		t.Fatal("what was not confirmed closed the file, or is forgotten")
	}
	w.must("watch", closing(MissingAlive, w.now)).must("doctor", agreed).at(t, Intake, ReleaseVerified)
	w.refused("reg", asked("late", "facility", w), "a missing person's file")
	if len(w.c.AfterDue()) != 3 {
		t.Error("who was found is not asked after")
	}
}

// Somebody found behind a door: the release is due as it was, and the panel has
// hours for a first order. Nothing begins a custody.
func TestMissingPersonFoundHeld(t *testing.T) {
	w := newWalk(t, mandated(t)).unseen().seat("m", Member)
	due := w.c.Liberty.Due
	b := closing(MissingHeld, w.now)
	b.Place = ""
	w.refused("court", b, "a missing person's file")
	w.must("court", closing(MissingHeld, w.now)).must("reg", agreed).at(t, Intake, DueForRelease)
	if l := w.c.Liberty; l.Due != due || !l.Protect || !slices.ContainsFunc(w.c.Lanes, func(x LaneEntry) bool { return x.Lane == NoGround && x.At == w.c.At }) {
		t.Errorf("release is due %v, it was %v; lanes %v", l.Due.Time(), due.Time(), w.c.Lanes)
	}
	if !w.waits("m1", "ordered", "") {
		t.Error("the panel is not asked for its first order")
	}
	if _, runs := w.c.CustodyEnds(w.k); runs {
		t.Error("custody has a clock again: it has no ground")
	}
	w.must("guard", &PlannedBody{Protection: true}).must("guard", &ReleasedBody{}).wait(72).tick()
	if len(w.c.Missing) != 2 || w.c.missing() == nil {
		t.Error("the second release is not looked after as the first was")
	}
}

// A death is what a source says and two people confirm, and the way to the case's
// end; no contact undoes it by itself.
func TestMissingPersonFoundDead(t *testing.T) {
	w := newWalk(t, mandated(t)).unseen()
	b := closing(MissingDead, w.now)
	b.Refs = []Ref{{Item: "letter"}}
	w.refused("watch", b, "a missing person's file")
	if w.c.FoundDead() || guardSettled.met(w.c, Event{}, w.k) {
		t.Fatal("dead before anybody said so")
	}
	w.must("watch", closing(MissingDead, w.now))
	if w.c.FoundDead() {
		t.Fatal("dead by one person's word")
	}
	w.must("reg", agreed).at(t, Intake, Unverified)
	if !w.c.FoundDead() || !guardSettled.met(w.c, Event{}, w.k) || w.c.missing() != nil {
		t.Error("the file is open, or the case cannot end")
	}
	w.refused("watch", &VerifiedBody{Contact: "in_person"}, "a missing person's file")
	w.must("watch", &MissingOpenedBody{Why: "the body is another's"})
	if w.c.FoundDead() || w.c.missing() == nil {
		t.Error("the file does not open again")
	}
}

// What closed a file falls: it opens again, and who is asked on a first day is
// asked again. What came after has grounds of its own.
func TestMissingPersonsFileOpensAgain(t *testing.T) {
	for _, end := range MissingEnds() {
		w := newWalk(t, mandated(t)).unseen()
		w.refused("reg", &MissingOpenedBody{Why: "x"}, "a missing person's file")
		w.must("liaison", asked("q1", "family", w)).must("watch", &MissingNotedBody{}, closing(end, w.now)).must("doctor", agreed)
		w.refused("watch", &MissingOpenedBody{}, "reasons")
		w.refused("guard", &MissingOpenedBody{Why: "x"}, "role")
		w.wait(30).must(Machine, &MissingOpenedBody{Entry: 99}).at(t, Intake, Unverified)
		f := w.c.missing()
		if f == nil || len(f.Past) != 1 || f.Past[0].End != end || len(f.Again) != 1 || !w.waits("watch", "missing_noted", "") || !w.waits("liaison", "missing_asked", "family") {
			t.Errorf("%s: %+v", end, f)
		}
		w.refused(Machine, &MissingOpenedBody{Entry: 99}, "a missing person's file")
	}
	w := newWalk(t, mandated(t)).unseen().seat("m", Member)
	w.must("watch", closing(MissingHeld, w.now)).must("doctor", agreed).must("guard", &PlannedBody{Protection: true}).must("guard", &ReleasedBody{})
	w.refused(Machine, &MissingOpenedBody{Entry: 99}, "a missing person's file")
	w.wait(24).must("watch", &VerifiedBody{Contact: "call"})
	w.refused("reg", &MissingOpenedBody{Why: "x"}, "a missing person's file")
}

// Entries from before there were such files open none, and replay as they did; a
// person may open the file then, and a contact is enough as long as nobody does.
func TestOlderCasesOpenNoFile(t *testing.T) {
	w := newWalk(t, mandated(t)).unseen()
	last := &w.log[len(w.log)-1]
	text := `{"name":"verify","due":` + jsonOf(t, last.Body.(*LapsedBody).Due) + `,"to":"UNVERIFIED"}`
	body, err := DecodeBody("lapsed", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	last.Body = body
	w.c = Fold(w.log[:len(w.log)-1])
	if err := w.c.Admit(*last, w.k); err != nil {
		t.Fatalf("an older entry is called forged: %v", err)
	}
	w.c = Fold(w.log)
	if w.at(t, Intake, Unverified); len(w.c.Missing) != 0 || strings.Contains(jsonOf(t, w.c), `"missing"`) || !w.waits("watch", "verified", "") {
		t.Error("an older entry opened a file")
	}
	older := Fold(w.log)
	w.must("watch", &VerifiedBody{Contact: "call"}).at(t, Intake, ReleaseVerified)
	w.c = older
	w.must("reg", &MissingOpenedBody{Why: "nobody has looked for two years"})
	if f := w.c.missing(); f == nil || f.Cause != MissingOlder || f.By != "reg" {
		t.Errorf("%+v", f)
	}
}

func jsonOf(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// What is in a missing person's file is read by who searches; by the person's side
// without what others answered; by the liaison as far as families are asked; by
// who speaks for victims, and the releasing authority, not at all.
func TestMissingSight(t *testing.T) {
	w := newWalk(t, mandated(t)).unseen()
	day := w.now.Time().Format(time.DateOnly)
	q := asked("q1", "hospital", w)
	q.What = "WORDS TO THE HOSPITAL"
	w.must("guard", q, &MissingAnsweredBody{ID: "q1", Reply: "answer", On: day, Answer: "WORDS OF THE HOSPITAL"})
	q = asked("q2", "family", w)
	q.What = "WORDS TO THE FAMILY"
	w.must("liaison", q)
	b := closing(MissingHeld, w.now)
	b.Place, b.Held, b.Why, b.Witness = "THE PLACE", "THE OTHER FORCE", "THE REASONS", "THE WITNESS"
	w.must("court", b).must("reg", agreed)
	readers := map[string][]string{
		"WORDS TO THE HOSPITAL": {"reg", "chair", "officer", "second", "watch", "court", "guard", "doctor"},
		"WORDS OF THE HOSPITAL": {"reg", "chair", "officer", "second", "watch", "court", "guard", "doctor"},
		"WORDS TO THE FAMILY":   {"reg", "chair", "officer", "second", "watch", "court", "guard", "doctor", "liaison"},
		"THE PLACE":             {"reg", "chair", "officer", "second", "watch", "court", "guard", "doctor", "lawyer"},
		"THE REASONS":           {"reg", "chair", "officer", "second", "watch", "court", "guard", "doctor"},
		"THE WITNESS":           {"reg", "chair", "officer", "second", "watch", "court", "guard", "doctor"},
		`"missing":`:            {"reg", "chair", "officer", "second", "watch", "court", "guard", "doctor", "lawyer", "liaison"},
	}
	see := func(p Part) string {
		text := jsonOf(t, w.c.SeenBy(p))
		for _, e := range w.log {
			if w.c.Shows(p, e) && strings.HasPrefix(e.Body.Kind(), "missing_") {
				text += jsonOf(t, e.Body)
			}
		}
		return text
	}
	for _, p := range w.c.Cast {
		text := see(p)
		for word, who := range readers {
			if got, want := strings.Contains(text, word), slices.Contains(who, p.Account); got != want {
				t.Errorf("%s reads %s: %v, want %v", p.Account, word, got, want)
			}
		}
		p.Org = "prison" // the rules keep them out; nothing is shown to one who came in otherwise
		if text := see(p); strings.Contains(text, `"missing":`) || strings.Contains(text, "WORDS") {
			t.Errorf("the releasing authority's %s reads the file", p.Account)
		}
	}
	for i := range w.c.Cast {
		if w.c.Cast[i].Account == "watch" {
			w.c.Cast[i].Org = "prison"
		}
	}
	w.refused("watch", &MissingOpenedBody{Why: "x"}, "hidden")
	if w.waits("watch", "missing_noted", "") {
		t.Error("the releasing authority has a task")
	}
}
