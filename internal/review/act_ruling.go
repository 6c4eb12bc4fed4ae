package review

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"unicode"
)

var (
	ruleObserver    = rule{"an observer", "domain 4.2(4); invariant I2"}
	ruleSign        = rule{"signatures", "invariant I1, I2; domain 4.4"}
	ruleSameText    = rule{"the text that was decided", "invariant I6; Directive 2012/29/EU art. 6(2)"}
	ruleObjection   = rule{"objection answered", "domain 4.3"}
	ruleCertificate = rule{"status certificate", "ICCPR 14(2); domain 4.4"}
	ruleNotified    = rule{"everyone entitled was told", "Directive 2012/29/EU art. 6; ICCPR 14(1)"}
)

// A Ruling is what a panel comes to, with its reasons. The plain-language notice
// is part of it, so that what is read out is what was decided.
type Ruling struct {
	Outcome    Outcome             `json:"outcome"`
	Findings   []Finding           `json:"findings"`
	Answers    map[PointKey]string `json:"answers"`
	Rebutted   map[FactID]string   `json:"rebutted,omitempty"` // why a statement made to a branch was free
	Conditions []Condition         `json:"conditions,omitempty"`
	BoundUntil Micros              `json:"bound_until,omitempty"`
	Order      string              `json:"order,omitempty"` // lawful order that keeping rests on, an item
	// StayHours is how long the release waits for an appeal, and Binding whether
	// the body has the power to keep somebody. Both follow from the policy; they
	// are written down so that the person reads them.
	StayHours Hours `json:"stay_hours,omitempty"`
	Binding   bool  `json:"binding,omitempty"`
	// Waits: a release decided before waits already, so that a referral adds no
	// hours before a judge to it. Texts older than it have none, and act as they did.
	Waits    bool   `json:"waits,omitempty"`
	Law      string `json:"law"`
	Notice   string `json:"notice"`   // in plain words, in the person's language
	Abstract string `json:"abstract"` // for the public, without names
	// Victims are the reasons for the victims who wish to be told, in plain
	// Arabic and without names.
	Victims string `json:"victims,omitempty"`
	Hash    string `json:"hash"`
}

// HashOf is the hash of a ruling's text: of everything in it but the hash.
func HashOf(r Ruling) string {
	r.Hash = ""
	text, err := json.Marshal(r)
	if err != nil {
		panic(err) // strings and numbers always encode
	}
	h := sha256.Sum256(append([]byte("kashf ruling v1\n"), text...))
	return hex.EncodeToString(h[:])
}

// DraftedBody is the text that the panel signs. A new draft takes the place of
// an old one, and with it go the signatures.
type DraftedBody struct {
	Ruling
}

// Kind is the act's name.
func (*DraftedBody) Kind() string { return "drafted" }
func (*DraftedBody) by() []Role   { return []Role{Member, AppealMember} }

func (b *DraftedBody) admit(c *Case, e Event, k Setting) error {
	p, _ := c.Part(e.By)
	switch {
	case c.State != Deliberation && c.State != Appeal || p.Role != c.bench():
		return ruleStage.refuse("a panel that deliberates")
	case b.Outcome != c.Majority(k) || b.Outcome == "":
		return ruleMajority.refuse("the outcome that enough opened votes agree on")
	case b.Hash != HashOf(b.Ruling):
		return ruleSameText.refuse("the hash of this text")
	case b.Law == "" || b.Notice == "" || b.Abstract == "":
		return ruleReasons.refuse("the law, the notice in plain words and the abstract for the public")
	case !strings.ContainsFunc(b.Notice, arabic):
		return ruleReasons.refuse("the notice in plain Arabic, which is part of what is signed")
	case c.toldGroups() && !strings.ContainsFunc(b.Victims, arabic):
		return ruleReasons.refuse("the reasons for the victims, in plain Arabic")
	}
	return b.admitTerms(c, e, k)
}

func arabic(r rune) bool { return unicode.Is(unicode.Arabic, r) }

// toldGroups reports whether victims with standing wish to be told of the outcome.
func (c *Case) toldGroups() bool {
	return slices.ContainsFunc(c.Groups, func(g VictimGroup) bool { return g.Standing == StandingGranted && g.Wish == WishTold })
}

func (b *DraftedBody) admitTerms(c *Case, e Event, k Setting) error {
	switch {
	case b.Outcome == Certificate && c.with(b.Findings).Class() == Undetermined:
		return ruleCertificate.refuse("findings that say how the person was held: while nothing is determined there is nothing to certify")
	case b.Outcome == Keep && b.Order == "":
		return ruleKeep.refuse("the lawful order of a competent authority, attached")
	case (b.Outcome == ToProsecute || b.Outcome == Referral) && !c.with(b.Findings).referable(k):
		return ruleGrave.refuse("a grave crime shown at the standard from which the policy refers one, or another offence at P1")
	case b.StayHours != c.stayFor(b.Ruling, k), b.Binding != (k.Policy.Form() == Decision):
		return ruleStay.refuse("the hours that the policy gives, and the power that the body has")
	case b.Waits && !c.waits(b.Outcome):
		return ruleStay.refuse("a release that waits, which a referral does not hold back")
	case b.Outcome == Conditional != (b.BoundUntil != 0), b.Outcome != Conditional && len(b.Conditions) > 0, b.BoundUntil > e.At.Add(k.Policy.Clocks.Conditional.Duration()), b.BoundUntil != 0 && b.BoundUntil <= e.At:
		return ruleConditions.refuse("an end to the conditions, within what the policy allows, and conditions only on such a release")
	case slices.ContainsFunc(b.Conditions, func(x Condition) bool { return !slices.Contains(k.Policy.Conditions, x) }):
		return ruleConditions.refuse("conditions that the policy names")
	}
	for id, why := range b.Rebutted {
		if _, ok := c.fact(id); !ok || why == "" {
			return ruleTaint.refuse("reasons why the statement was free")
		}
	}
	for _, f := range b.Findings {
		if c.finding(f.ID) >= 0 && !c.Findings[c.finding(f.ID)].Panel || f.Standard == P4 {
			return ruleStandard.refuse("findings of the panel's own, up to P3")
		}
		if slices.ContainsFunc(f.Relied, func(id FactID) bool { return !c.disclosed(id) }) {
			return ruleDisclosure.refuse("facts that the person was given before the hearing, or their gist")
		}
		if f.adverse() && slices.ContainsFunc(f.Relied, func(id FactID) bool { return slices.Contains(c.Unheard, id) }) {
			return ruleHeard.refuse("another hearing, on what the person was given after the first")
		}
		if err := c.Check(f, k, b.rebutted()); err != nil {
			return err
		}
	}
	return c.answered(b.Ruling)
}

// with is the case as it would be with the panel's findings.
func (c *Case) with(fs []Finding) *Case {
	out := *c
	out.Findings = c.ruled(fs, nil, 0)
	return &out
}

// referable reports whether what was found may go to a prosecutor: where a grave
// crime is alleged, it has reached the standard that the policy asks for, or
// another offence is shown.
func (c *Case) referable(k Setting) bool {
	b := c.Reached()
	return !c.alleges(B3) || b[B3] >= k.Policy.Grave.Refer || max(b[B1], b[B2]) >= P1
}

func (c *Case) alleges(b Conduct) bool {
	return slices.ContainsFunc(c.Allegations, func(a Allegation) bool { return a.Conduct == b })
}

func (r Ruling) rebutted() []FactID {
	var out []FactID
	for id := range r.Rebutted {
		out = append(out, id)
	}
	return out
}

func (b *DraftedBody) apply(c *Case, _ Event) {
	r := b.Ruling
	c.Draft, c.Signed = &r, nil
	if r.Outcome == Keep {
		c.founded(r.Order)
	}
}

// A Signature is a seat's name under a text.
type Signature struct {
	Account string `json:"account"`
	Dissent string `json:"dissent,omitempty"`
}

// SignedBody signs the draft. Whoever voted otherwise signs with a dissent.
type SignedBody struct {
	Hash    string `json:"hash"`
	Dissent string `json:"dissent,omitempty"`
	// Fresh: password and code were given for this act. The service fills it.
	Fresh bool `json:"fresh"`
}

// Kind is the act's name.
func (*SignedBody) Kind() string { return "signed" }
func (*SignedBody) by() []Role   { return []Role{Member, AppealMember} }

func (b *SignedBody) admit(c *Case, e Event, _ Setting) error {
	p, _ := c.Part(e.By)
	i := slices.IndexFunc(c.Votes, func(v Vote) bool { return v.Account == e.By && v.Opened })
	switch {
	case c.Draft == nil || p.Role != c.bench() || i < 0:
		return ruleSign.refuse("a text drafted after one's own vote was opened")
	case b.Hash != c.Draft.Hash:
		return ruleSameText.refuse("the text as it now stands")
	case !b.Fresh:
		return ruleSign.refuse("password and code, given for this act")
	case slices.ContainsFunc(c.Partings, func(p Parting) bool { return p.Settled == "" }):
		return ruleParted.refuse("an answer to the question of whom this review is, since the file was parted")
	case c.Again:
		return ruleMatched.refuse("the victims' register searched again")
	case len(c.stoppedIn(c.Draft)) > 0:
		return ruleStopped.refuse("findings that rest on nothing undone")
	case c.unfounded(c.Draft):
		return ruleKeep.refuse("the lawful order of a competent authority, attached")
	case len(c.questionsOf(e.By)) > 0:
		return ruleQuestion.refuse("an answer to the question about a tie, agreed by the observer")
	case c.Votes[i].Outcome != c.Draft.Outcome && b.Dissent == "":
		return ruleReasons.refuse("the dissent of whoever voted otherwise")
	case slices.ContainsFunc(c.Signed, func(s Signature) bool { return s.Account == e.By }):
		return ruleOnce.refuse("a first signature under this text")
	}
	return nil
}

func (b *SignedBody) apply(c *Case, e Event) {
	c.Signed = append(c.Signed, Signature{e.By, b.Dissent})
}

// stoppedIn are the findings of a ruling that rely on a fact which was stopped.
func (c *Case) stoppedIn(r *Ruling) []FindingID {
	var out []FindingID
	for _, f := range r.Findings {
		if slices.ContainsFunc(f.Relied, func(id FactID) bool { x, _ := c.fact(id); return x.Stopped != 0 }) {
			out = append(out, f.ID)
		}
	}
	return out
}

// An Objection is the observer's, and must be answered.
type Objection struct {
	ID       string `json:"id"`
	Answered bool   `json:"answered,omitempty"`
}

// ObjectedBody is an objection.
type ObjectedBody struct {
	ID  string `json:"id"`
	Why string `json:"why"`
}

// Kind is the act's name.
func (*ObjectedBody) Kind() string { return "objected" }
func (*ObjectedBody) by() []Role   { return []Role{Observer} }

func (b *ObjectedBody) admit(c *Case, _ Event, _ Setting) error {
	if b.ID == "" || b.Why == "" || slices.ContainsFunc(c.Objections, func(o Objection) bool { return o.ID == b.ID }) {
		return ruleReasons.refuse("a new objection with its reasons")
	}
	return nil
}

func (b *ObjectedBody) apply(c *Case, _ Event) {
	c.Objections = append(c.Objections, Objection{ID: b.ID})
}

// ObjectionAnsweredBody answers one.
type ObjectionAnsweredBody struct {
	ID     string `json:"id"`
	Answer string `json:"answer"`
}

// Kind is the act's name.
func (*ObjectionAnsweredBody) Kind() string { return "objection_answered" }
func (*ObjectionAnsweredBody) by() []Role   { return []Role{Member, AppealMember, RosterChair} }

func (b *ObjectionAnsweredBody) admit(c *Case, _ Event, _ Setting) error {
	if b.Answer == "" || !slices.Contains(c.Objections, Objection{ID: b.ID}) {
		return ruleObjection.refuse("an open objection, and an answer")
	}
	return nil
}

func (b *ObjectionAnsweredBody) apply(c *Case, _ Event) {
	for i := range c.Objections {
		c.Objections[i].Answered = c.Objections[i].Answered || c.Objections[i].ID == b.ID
	}
}

// A Notified is somebody who was told of an outcome.
type Notified struct {
	Whom  string `json:"whom"` // person, holder, observer, group
	Group string `json:"group,omitempty"`
}

// NotifiedBody says that somebody was told, by the hash of what they were given.
type NotifiedBody struct {
	Notified
	Hash     string `json:"hash"`
	Language string `json:"language"`
	// Interpreter: it was put into the language that the person understands.
	Interpreter bool `json:"interpreter,omitempty"`
	// Spoken: read out as well as handed over. Every notice prints the way to a court.
	Spoken bool `json:"spoken"`
}

// Kind is the act's name.
func (*NotifiedBody) Kind() string { return "notified" }
func (*NotifiedBody) by() []Role   { return []Role{Registrar, VictimsLiaison} }

func (b *NotifiedBody) admit(c *Case, e Event, _ Setting) error {
	p, _ := c.Part(e.By)
	i := c.group(b.Group)
	switch {
	case c.Outcome == nil || c.Resting != nil:
		return ruleStage.refuse("an outcome")
	case b.Hash != c.Outcome.Hash && (c.Upheld == nil || b.Hash != c.Upheld.Hash):
		return ruleSameText.refuse("the text that was decided, unchanged")
	case !slices.Contains([]string{"person", "holder", "observer", "group"}, b.Whom) || b.Language == "":
		return ruleForm.refuse("whom, and in which language")
	case b.Whom == "person" && c.Told == (Telling{}) && c.Heard != nil && b.Language != c.Heard.Language && !b.Interpreter:
		return ruleNotified.refuse("the language in which the person was heard")
	case b.Whom == "person" && !c.Told.reaches(b.Language, b.Interpreter):
		return ruleNotified.refuse("a language that the person understands, or an interpreter")
	case b.Whom == "person" && !b.Spoken:
		return ruleNotified.refuse("the person told in speech and in writing")
	case (b.Whom == "group") != (p.Role == VictimsLiaison) || b.Whom == "group" && (i < 0 || c.Groups[i].Wish != WishTold):
		return ruleNotified.refuse("victims who wish to be told, by their liaison; everyone else by the registrar")
	case b.Whom == "group" && c.Groups[i].Standing != StandingGranted:
		return ruleStanding.refuse("a group with standing")
	case b.Whom == "group" && c.Groups[i].Protected == 0:
		return ruleProtect.refuse("a protection check that passed, before anything is told")
	}
	return nil
}

func (b *NotifiedBody) apply(c *Case, _ Event) {
	told := &c.Notified
	if b.Hash != c.Outcome.Hash {
		told = &c.UpheldTold
	}
	if !slices.Contains(*told, b.Notified) {
		*told = append(*told, b.Notified)
	}
}
