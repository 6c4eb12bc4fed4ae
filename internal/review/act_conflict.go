package review

import (
	"context"
	"slices"

	"kashf.org/kashf/internal/register"
)

var (
	ruleWaiver    = rule{"what cannot be waived", "domain 4.2(3); A/HRC/30/37 principle 6"}
	ruleConflict  = rule{"no conflict of interest", "invariant I1; domain 4.3"}
	ruleChallenge = rule{"challenge answered", "ICCPR 14(1); CCPR/C/GC/32 21"}
	ruleQuestion  = rule{"question answered", "domain 4.3"}
)

// Conflicts are, for each person, the accounts that have a conflict of interest
// in a review of that one's file. A tie to a person does not end with a case.
type Conflicts map[register.PersonID][]string

// conflict refuses a part for an account that has a conflict of interest in
// another review of the same person: being told whose file it is would be the
// harm already. It says nothing of which tie it is.
func conflict(ctx context.Context, t Tables, person register.PersonID, account string) error {
	now, err := t.FileNow(ctx, person)
	if err != nil {
		return err
	}
	had, err := t.ConflictsOf(ctx, account)
	if err == nil && account != "" && len(had[now]) > 0 {
		err = ruleConflict.refuse("somebody without a tie to this person in an earlier review")
	}
	return err
}

// DeclaredBody says what ties its author has to the case. Every part with a say
// begins with it; a later one adds what was learned since.
type DeclaredBody struct {
	Ties []Ground `json:"ties"`
	Text string   `json:"text,omitempty"`
}

// Kind is the act's name.
func (*DeclaredBody) Kind() string { return "declared" }
func (*DeclaredBody) by() []Role   { return everyone }

func (b *DeclaredBody) admit(*Case, Event, Setting) error {
	if slices.ContainsFunc(b.Ties, func(g Ground) bool { return !g.Valid() }) {
		return ruleForm.refuse("grounds of the list")
	}
	return nil
}

func (b *DeclaredBody) apply(c *Case, e Event) {
	p := c.part(e.By)
	p.Declared = true
	for _, g := range b.Ties {
		if !slices.ContainsFunc(p.Ties, func(t Tie) bool { return t.Ground == g }) {
			p.Ties = append(p.Ties, Tie{Ground: g})
		}
	}
}

// WaivedBody sets a declared tie aside. It takes the roster's chair and the
// observer, one after the other.
type WaivedBody struct {
	Account string `json:"account"`
	Ground  Ground `json:"ground"`
	Why     string `json:"why"`
}

// Kind is the act's name.
func (*WaivedBody) Kind() string { return "waived" }
func (*WaivedBody) by() []Role   { return []Role{RosterChair, Observer} }

func (b *WaivedBody) admit(c *Case, e Event, _ Setting) error {
	p := c.part(b.Account)
	switch {
	case !b.Ground.Waivable():
		return ruleWaiver.refuse("kin, party, witness, source, holder and an earlier role in the file stand")
	case b.Account == e.By:
		return ruleTwo.refuse("somebody else's waiver")
	case p == nil || p.Barred != "" || !slices.ContainsFunc(p.Ties, func(t Tie) bool { return t.Ground == b.Ground && t.stands() }):
		return ruleForm.refuse("a declared tie")
	case b.Why == "":
		return ruleReasons.refuse("why the tie does not matter here")
	}
	return nil
}

func (b *WaivedBody) apply(c *Case, e Event) {
	p, by := c.part(b.Account), c.part(e.By)
	for i := range p.Ties {
		if t := &p.Ties[i]; t.Ground == b.Ground {
			if by.Role == RosterChair {
				t.ByChair = e.By
			} else {
				t.ByWatch = e.By
			}
		}
	}
}

// A Question is whether somebody has a tie that the register points at. Who is
// asked never learns what in the register raised it.
type Question struct {
	ID       string `json:"id"`
	Account  string `json:"account"`
	At       Micros `json:"at"`
	Answered bool   `json:"answered,omitempty"`
	Agreed   bool   `json:"agreed,omitempty"` // by the observer
	// Cause are the hits in the register that raised it, sealed; none where the
	// roster's chair asks. Who is asked is never given it.
	Cause []byte `json:"cause,omitempty"`
	By    string `json:"by,omitempty"` // see [QuestionedBody.By]
}

func (q Question) settled() bool { return q.Answered && q.Agreed }

// QuestionedBody opens a question. It removes nobody: a planted cousin must not
// empty a seat.
type QuestionedBody struct {
	ID      string `json:"id"`
	Account string `json:"account"`
	Cause   []byte `json:"cause,omitempty"` // by the program; see [Question]
	// By is who asks, where that is a person: nobody bars somebody by a question of
	// their own. The service fills it; entries older than it have none.
	By string `json:"by,omitempty"`
}

// Kind is the act's name.
func (*QuestionedBody) Kind() string { return "questioned" }
func (*QuestionedBody) by() []Role   { return []Role{Timekeeper, RosterChair} }

func (b *QuestionedBody) admit(c *Case, e Event, _ Setting) error {
	if b.ID == "" || c.part(b.Account) == nil || slices.ContainsFunc(c.Questions, func(q Question) bool { return q.ID == b.ID }) {
		return ruleForm.refuse("a new question about somebody with a part")
	}
	if b.By != "" && b.By != e.By {
		return ruleForm.refuse("the name of who asks")
	}
	return nil
}

func (b *QuestionedBody) apply(c *Case, e Event) {
	c.Questions = append(c.Questions, Question{ID: b.ID, Account: b.Account, At: e.At, Cause: b.Cause, By: b.By})
}

// AnsweredBody answers a question: first the one who is asked, with what ties
// there are, then the observer, who agrees or bars; about the observer, the
// roster's chair.
type AnsweredBody struct {
	ID   string   `json:"id"`
	Ties []Ground `json:"ties,omitempty"`
	Bar  Ground   `json:"bar,omitempty"` // by the observer
	Why  string   `json:"why"`
}

// Kind is the act's name.
func (*AnsweredBody) Kind() string { return "answered" }
func (*AnsweredBody) by() []Role   { return everyone }

func (b *AnsweredBody) admit(c *Case, e Event, _ Setting) error {
	i := c.question(b.ID)
	if i < 0 || b.Why == "" {
		return ruleForm.refuse("a question of this case, and an answer in words")
	}
	p, _ := c.Part(e.By)
	q := c.Questions[i]
	own := q.Account == e.By && !q.Answered && b.Bar == "" && !slices.ContainsFunc(b.Ties, func(g Ground) bool { return !g.Valid() })
	other := c.Settles(p, q) && q.Answered && !q.Agreed && len(b.Ties) == 0 && (b.Bar == "" || b.Bar.Valid())
	if !own && !other {
		return ruleQuestion.refuse("the one who is asked, then the observer")
	}
	if other && b.Bar != "" && q.By == e.By {
		return ruleTwo.refuse("somebody else than who asked, to take anybody out of the case")
	}
	return nil
}

func (b *AnsweredBody) apply(c *Case, e Event) {
	q := &c.Questions[c.question(b.ID)]
	if q.Account == e.By {
		q.Answered = true
		(&DeclaredBody{Ties: b.Ties}).apply(c, e)
		return
	}
	q.Agreed = true
	if b.Bar != "" {
		c.bar(q.Account, b.Bar)
	}
}

// Settles reports whether the part has the second word on a question: the
// observer, and about the observer the roster's chair.
func (c *Case) Settles(p Part, q Question) bool {
	if asked, _ := c.Part(q.Account); asked.Role == Observer {
		return p.Role == RosterChair
	}
	return p.Role == Observer
}

func (c *Case) question(id string) int {
	return slices.IndexFunc(c.Questions, func(q Question) bool { return q.ID == id })
}

// bar takes somebody out of the case: it no longer exists for them, and a vote
// of theirs that was not yet part of an outcome no longer counts.
func (c *Case) bar(account string, g Ground) {
	if p := c.part(account); p != nil {
		p.Barred = g
	}
}

// A Challenge says that somebody who decides should not.
type Challenge struct {
	ID      string `json:"id"`
	Account string `json:"account"`
	Ground  Ground `json:"ground"`
	By      string `json:"by"`
	Decided bool   `json:"decided,omitempty"`
	Upheld  bool   `json:"upheld,omitempty"`
}

// ChallengedBody challenges a member before the hearing.
type ChallengedBody struct {
	ID      string `json:"id"`
	Account string `json:"account"`
	Ground  Ground `json:"ground"`
	Why     string `json:"why"`
}

// Kind is the act's name.
func (*ChallengedBody) Kind() string { return "challenged" }
func (*ChallengedBody) by() []Role {
	return []Role{Representative, VictimRepresentative, Observer}
}

func (b *ChallengedBody) admit(c *Case, e Event, _ Setting) error {
	p, by := c.part(b.Account), c.part(e.By)
	switch {
	case by != nil && by.Role == VictimRepresentative && !c.standingOf(e.By):
		return ruleStanding.refuse("a group of victims with standing for which its author speaks")
	case p == nil || p.Role != c.bench() && p.Role != Observer || p.conflicted():
		return ruleForm.refuse("somebody who sits or observes")
	case c.State == Deliberation || !c.State.open() && c.State != Appeal:
		return ruleStage.refuse("a challenge before the hearing")
	case b.ID == "" || b.Why == "" || !b.Ground.Valid() || c.challenge(b.ID) >= 0:
		return ruleReasons.refuse("a ground and reasons")
	case slices.ContainsFunc(c.Challenges, func(x Challenge) bool {
		return x.Account == b.Account && x.Ground == b.Ground && c.sameSide(x.By, e.By)
	}):
		return ruleOnce.refuse("a challenge that was not made before")
	}
	return nil
}

// sameSide reports whether two accounts challenge for one side. That another did
// before is neither told nor takes a right away; groups of victims are sides each.
func (c *Case) sameSide(a, b string) bool {
	x, _ := c.Part(a)
	y, _ := c.Part(b)
	return a == b || x.Role == y.Role && x.Role != VictimRepresentative
}

func (b *ChallengedBody) apply(c *Case, e Event) {
	c.Challenges = append(c.Challenges, Challenge{ID: b.ID, Account: b.Account, Ground: b.Ground, By: e.By})
}

func (c *Case) challenge(id string) int {
	return slices.IndexFunc(c.Challenges, func(x Challenge) bool { return x.ID == id })
}

// ChallengeDecidedBody answers a challenge.
type ChallengeDecidedBody struct {
	ID     string `json:"id"`
	Upheld bool   `json:"upheld"`
	Why    string `json:"why"`
}

// Kind is the act's name.
func (*ChallengeDecidedBody) Kind() string { return "challenge_decided" }
func (*ChallengeDecidedBody) by() []Role   { return []Role{RosterChair} }

func (b *ChallengeDecidedBody) admit(c *Case, e Event, _ Setting) error {
	i := c.challenge(b.ID)
	if i < 0 || c.Challenges[i].Decided || b.Why == "" {
		return ruleChallenge.refuse("an open challenge, and reasons")
	}
	if c.Challenges[i].Account == e.By {
		return ruleTwo.refuse("somebody who is not challenged")
	}
	return nil
}

func (b *ChallengeDecidedBody) apply(c *Case, _ Event) {
	x := &c.Challenges[c.challenge(b.ID)]
	x.Decided, x.Upheld = true, b.Upheld
	if b.Upheld {
		c.bar(x.Account, x.Ground)
	}
}
