package review

import (
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"testing"
	"time"
)

// A walk is a case on its way, with everything that was entered.
type walk struct {
	tb   testing.TB
	c    *Case
	k    Setting
	now  Micros
	log  []Event
	orgs map[string]string
}

// dawn is when the walks begin: the night before summer time began in Damascus
// in the last year in which the clocks there were changed.
var dawn = MicrosOf(time.Date(2022, 3, 24, 21, 0, 0, 0, time.UTC))

func newWalk(tb testing.TB, p Policy) *walk {
	return &walk{tb: tb, c: &Case{}, k: Setting{Policy: p}, now: dawn, orgs: map[string]string{}}
}

// enter enters what is due, then the body, and says why it was refused.
func (w *walk) enter(by string, b Body) error {
	w.tick()
	e := Event{Seq: int64(len(w.log) + 1), At: w.now, By: by, Org: w.orgs[by], Body: b}
	if e.Org == "" {
		e.Org = "org-" + by
	}
	before := w.state()
	if err := w.c.Admit(e, w.k); err != nil {
		if w.state() != before {
			w.tb.Fatalf("refusing %s changed the case", b.Kind())
		}
		return err
	}
	w.apply(e)
	return nil
}

func (w *walk) apply(e Event) {
	// What is stored is what is applied, now and in a replay.
	text, err := json.Marshal(e.Body)
	if err != nil {
		w.tb.Fatal(err)
	}
	if e.Body, err = DecodeBody(e.Body.Kind(), text); err != nil {
		w.tb.Fatal(err)
	}
	w.log = append(w.log, e)
	w.c.Apply(e)
}

func (w *walk) state() string {
	b, err := json.Marshal(w.c)
	if err != nil {
		w.tb.Fatal(err)
	}
	return string(b)
}

// tick enters every clock that has run out.
func (w *walk) tick() {
	if w.c.ID == "" {
		return
	}
	for {
		l, ok := w.c.Due(w.k, max(w.now, w.c.At))
		if !ok {
			return
		}
		e := Event{Seq: int64(len(w.log) + 1), At: w.now, By: Machine, Body: l}
		if err := w.c.Admit(e, w.k); err != nil {
			w.tb.Fatalf("lapse of %s: %v", l.Name, err)
		}
		w.apply(e)
	}
}

func (w *walk) wait(h Hours) *walk { w.now = w.now.Add(h.Duration()); return w }

// must enters and fails where it is refused.
func (w *walk) must(by string, bodies ...Body) *walk {
	w.tb.Helper()
	for _, b := range bodies {
		if err := w.enter(by, b); err != nil {
			w.tb.Fatalf("%s by %s in %s: %v", b.Kind(), by, w.c.State, err)
		}
	}
	return w
}

// refused expects the rule that refuses.
func (w *walk) refused(by string, b Body, rule string) {
	w.tb.Helper()
	err := w.enter(by, b)
	if rule == "hidden" && errors.Is(err, ErrHidden) {
		return
	}
	if got := RuleOf(err); got != rule || rule == "" {
		w.tb.Errorf("%s by %s in %s: refused by %q (%v), want %q", b.Kind(), by, w.c.State, got, err, rule)
	}
}

func (w *walk) move(by string, to State) *walk {
	w.tb.Helper()
	return w.must(by, &MovedBody{From: w.c.State, To: to})
}

// cast are the people of a walk; each is of an organisation of their own.
var cast = map[string]Role{
	"chair": RosterChair, "officer": FileOfficer, "second": SecondAnalyst, "watch": Observer, "lawyer": Representative, "advocate": Advocate,
	"liaison": VictimsLiaison, "delegate": VictimRepresentative, "court": CourtLiaison, "guard": ProtectionOfficer, "doctor": MedicalOfficer,
}

var castOrder = []string{"chair", "officer", "second", "watch", "lawyer", "advocate", "liaison", "delegate", "court", "guard", "doctor"}

func (w *walk) open(custody bool) *walk {
	w.must("reg", &OpenedBody{ID: "CASE", Person: 7, Policy: w.k.Policy.Version, Custody: custody, Holder: map[bool]string{true: "prison"}[custody]})
	w.must("reg", &DeclaredBody{})
	for _, a := range castOrder {
		w.must("reg", &AssignedBody{Account: a, Org: "org-" + a, Role: cast[a]})
		w.must(a, &DeclaredBody{})
	}
	return w
}

// seat fills the bench with three people named after prefix.
func (w *walk) seat(prefix string, r Role) *walk {
	for i, s := range w.k.Policy.Panel.Seats {
		a := fmt.Sprintf("%s%d", prefix, i+1)
		w.must(Machine, &AssignedBody{Account: a, Org: "org-" + a, Role: r, Seat: s.Seat, Draw: "draw-1"})
		w.must(a, &DeclaredBody{})
	}
	return w
}

func (w *walk) checks(by string, cs ...Check) *walk {
	for _, c := range cs {
		w.must(by, checkedAs(c, "ar"))
	}
	return w
}

// identified is a grade that the registrar records and the file officer confirms.
func (w *walk) identified(grade int) *walk {
	w.tb.Helper()
	return w.must("reg", &IdentifiedBody{Grade: grade}).must("officer", &IdentityConfirmedBody{Grade: grade})
}

// checkedAs is a check as somebody records it; whom it tells is told in language.
func checkedAs(c Check, language string) *CheckedBody {
	b := &CheckedBody{Check: c, Result: "done; the registers of three offices were searched"}
	if c == PersonTold {
		b.Language = language
	}
	return b
}

var firm = Binding{Grade: 3, Judges: 2}

func fact(id string, kind FactKind, about AllegationID) *FactBody {
	return &FactBody{Fact{ID: FactID(id), Kind: kind, Forum: OtherForum, Origin: "origin-" + id, About: about, Refs: []Ref{{Record: recordFor(id)}}, Bound: firm}}
}

// recordFor is a record of its own for each fact.
func recordFor(id string) int64 {
	h := fnv.New32a()
	h.Write([]byte(id))
	return int64(h.Sum32())
}

func found(id string, about AllegationID, s Standard, relied ...FactID) Finding {
	return Finding{ID: FindingID(id), Allegation: about, Standard: s, Law: "Rome Statute 7(1)(f)", Relied: relied, Reasons: "two documents of different origin agree"}
}

func held(id string, h Holding, s Standard, relied ...FactID) Finding {
	return Finding{ID: FindingID(id), Holding: h, Standard: s, Law: "ICCPR 9(1)", Relied: relied, Reasons: "no order was shown"}
}

// grave walks a case of somebody in custody to the hearing: torture alleged at
// P1 from two origins, one group of victims, the person heard.
func (w *walk) grave() *walk {
	w.open(true)
	w.checks("reg", BasisAsked, PersonTold)
	w.move("reg", Identity).identified(3).move("reg", Triage).move("reg", Assembly)
	w.must("officer", &AllegedBody{Allegation{ID: "a1", Conduct: B3}}, fact("f1", Document, "a1"), fact("f2", Forensic, "a1"), fact("f3", Document, ""))
	w.checks("officer", ExculpatorySearch).must("officer", &ProposedBody{Finding: found("p1", "a1", P1, "f1", "f2")})
	w.must("second", &SecondedBody{"p1"})
	w.checks("officer", LegalDocuments, ExculpatorySearch, TaintScreen, ItemHashes).checks("liaison", VictimsMatched)
	w.must("liaison", &GroupBody{ID: "g1", Delegate: "delegate", Wish: "told", Support: true})
	w.must("chair", &StandingBody{ID: "g1", Granted: true, Why: "families of those held there"})
	w.must("liaison", &ProtectedBody{ID: "g1", VictimsSafe: true, PersonSafe: true, NoContact: true}, &NoticedBody{ID: "g1", Summary: "people were beaten in a place of detention"})
	w.wait(Days(10)).move("officer", Disclosure)
	w.must("reg", &DisclosedBody{Facts: []FactID{"f1", "f2", "f3"}, Representation: "accepted", Language: "ar"})
	w.wait(Days(1)).move("reg", Submissions)
	w.must("delegate", Submit("s1", "g1", "Who gave the orders?", "The records of March are missing."))
	w.must("lawyer", Submit("s2", "", "He was on leave in March."))
	w.wait(Days(7)).must("reg", &SubmissionsClosedBody{}).move("reg", Panel)
	w.seat("m", Member)
	return w
}

// silent has every side say that it has nothing more to submit.
func (w *walk) silent() *walk {
	w.tb.Helper()
	w.must("lawyer", &NothingMoreBody{})
	for _, g := range w.c.Groups {
		if g.takesPart() {
			w.must(map[bool]string{true: g.Delegate, false: "liaison"}[g.Delegate != ""], &NothingMoreBody{g.ID})
		}
	}
	return w
}

func hearing() *HeardBody {
	return &HeardBody{How: InPerson, Present: []string{"m1", "m2", "m3", "watch", "lawyer"}, HolderOut: true, Fit: true, Language: "ar"}
}

func (w *walk) hear() *walk { return w.must("m1", hearing()).move("reg", Deliberation) }

// vote seals a vote of each account, in order, and opens them.
func (w *walk) vote(bench []string, outcomes ...Outcome) *walk {
	var open VotesOpenedBody
	for i, a := range bench {
		b := Ballot{Account: a, Outcome: outcomes[i], Reasons: "for the reasons in the text", Salt: fmt.Sprintf("%064d", i)}
		w.must(a, &VotedBody{Commitment: b.Commit(w.c.ID), Box: []byte("sealed")})
		open.Ballots = append(open.Ballots, b)
	}
	return w.must(Machine, &open)
}

// nothing is that nothing is determined on an issue.
func nothing(issue AllegationID) Finding {
	f := Finding{ID: FindingID("nothing-" + issue), Allegation: issue, Law: "ICCPR 14(2)", Reasons: "what the panel read shows neither the one nor the other"}
	if issue == "" {
		f.Holding = A9
	}
	return f
}

// ruling is a text that answers every point, and says that nothing is determined
// on the issues on which no finding is given.
func (w *walk) ruling(o Outcome, findings ...Finding) Ruling {
	r := Ruling{
		Outcome: o, Findings: findings, Answers: map[PointKey]string{}, Law: "ICCPR 9", Notice: "قررت الهيئة", Abstract: "a file was reviewed", Victims: "نظرت الهيئة في ما قلتم",
		Binding: w.k.Policy.Form() == Decision,
	}
	for _, p := range w.c.Points {
		r.Answers[p.Key] = "the panel looked for this and found nothing"
	}
	for _, issue := range w.c.Silent(r) {
		r.Findings = append(r.Findings, nothing(issue))
	}
	if o == Keep {
		r.Order = "item-order"
	}
	if o == Conditional {
		r.BoundUntil = w.now.Add(Days(90).Duration())
	}
	r.StayHours, r.Waits = w.c.stayFor(r, w.k), w.c.waits(o)
	r.Hash = HashOf(r)
	return r
}

func (w *walk) sign(bench []string, r Ruling) *walk {
	w.must(bench[0], &DraftedBody{r})
	for _, a := range bench {
		w.must(a, &SignedBody{Hash: r.Hash, Dissent: "I would have decided otherwise if I did", Fresh: true})
	}
	return w
}

var bench = []string{"m1", "m2", "m3"}

// decided walks on from the hearing to an outcome.
func (w *walk) decided(o Outcome, findings ...Finding) *walk {
	w.hear().vote(bench, o, o, o).sign(bench, w.ruling(o, findings...))
	return w.move("reg", w.k.Policy.Form().end())
}

func (w *walk) notify() *walk {
	h := w.c.Outcome.Hash
	for _, whom := range []string{"person", "observer", "holder"} {
		w.must("reg", &NotifiedBody{Notified: Notified{Whom: whom}, Hash: h, Language: "ar", Spoken: true})
	}
	w.must("liaison", &NotifiedBody{Notified: Notified{"group", "g1"}, Hash: h, Language: "ar"})
	return w.move("reg", Notice)
}
