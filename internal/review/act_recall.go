package review

import (
	"slices"
	"time"
)

var ruleRecall = rule{"recall takes a hearing", "domain 4.4; ICCPR 9(1), 14(1)"}

// recallTime is how long an alleged breach waits for its hearing: domain 4.4.
// After it the allegation falls. Nobody is arrested meanwhile, and none of its
// ends leads back into custody by itself.
const recallTime = 72 * time.Hour

// A Recall is a breach of a condition that somebody alleges of a conditional
// release.
type Recall struct {
	ID        string    `json:"id"`
	Condition Condition `json:"condition"`
	At        Micros    `json:"at"`
	Heard     How       `json:"heard,omitempty"`
	For       []string  `json:"for,omitempty"` // accounts of seats that signed
	Against   []string  `json:"against,omitempty"`
	// End is how it ended: "free" where the panel left the person free or no
	// hearing was held in time, "judge" where the panel puts it before one.
	End string `json:"end,omitempty"`
}

// RecallAskedBody alleges a breach.
type RecallAskedBody struct {
	ID        string    `json:"id"`
	Condition Condition `json:"condition"`
	Why       string    `json:"why"`
}

// Kind is the act's name.
func (*RecallAskedBody) Kind() string { return "recall_asked" }
func (*RecallAskedBody) by() []Role   { return []Role{Registrar, CourtLiaison, ProtectionOfficer} }

func (b *RecallAskedBody) admit(c *Case, _ Event, _ Setting) error {
	out := c.Liberty.State == Released || c.Liberty.State == ReleaseVerified || c.Liberty.State == Unverified
	switch {
	case !out || c.Liberty.Bound == 0 || c.Outcome == nil || !slices.Contains(c.Outcome.Conditions, b.Condition):
		return ruleRecall.refuse("a release under conditions that still run, and one of them")
	case b.ID == "" || b.Why == "" || slices.ContainsFunc(c.Recalls, func(r Recall) bool { return r.ID == b.ID || r.End == "" }):
		return ruleRecall.refuse("one alleged breach at a time, with reasons")
	}
	return nil
}

func (b *RecallAskedBody) apply(c *Case, e Event) {
	c.Recalls = append(c.Recalls, Recall{ID: b.ID, Condition: b.Condition, At: e.At})
}

// RecallHeardBody records the hearing on a breach. A free person who does not
// come has not been heard, and is not recalled for it.
type RecallHeardBody struct {
	ID          string     `json:"id"`
	How         How        `json:"how"`
	Present     []string   `json:"present"`
	Others      []Attendee `json:"others,omitempty"` // who has no account
	Language    string     `json:"language"`
	Interpreter bool       `json:"interpreter,omitempty"`
}

// Kind is the act's name.
func (*RecallHeardBody) Kind() string { return "recall_heard" }
func (*RecallHeardBody) by() []Role   { return []Role{Member} }

func (b *RecallHeardBody) admit(c *Case, _ Event, _ Setting) error {
	i := c.recall(b.ID)
	watched := slices.ContainsFunc(c.playing(Observer), func(p Part) bool { return slices.Contains(b.Present, p.Account) })
	defended := slices.ContainsFunc(c.playing(Representative), func(p Part) bool { return slices.Contains(b.Present, p.Account) })
	switch {
	case i < 0 || c.Recalls[i].Heard != "":
		return ruleRecall.refuse("an alleged breach that was not heard yet")
	case !slices.Contains([]How{InPerson, ByVideo, InWriting, ByCounsel}, b.How) || b.Language == "" || !watched || !defended:
		return ruleRecall.refuse("the person heard in a language of theirs, with the representative and the observer in the room")
	case !c.Told.reaches(b.Language, b.Interpreter):
		return ruleRecall.refuse("a language that the person understands, or an interpreter")
	case slices.ContainsFunc(b.Present, func(a string) bool { p, ok := c.Part(a); return !ok || !p.clear() }):
		return ruleConflict.refuse("only people with a part in the case and no conflict in the room")
	}
	return admitAttendees(b.Others, b.Interpreter, false)
}

func (b *RecallHeardBody) apply(c *Case, _ Event) { c.Recalls[c.recall(b.ID)].Heard = b.How }

// RecallSignedBody is one seat's word on a breach that was heard. As many as the
// policy's majority put it before a judge. The person stays free until a court
// orders otherwise.
type RecallSignedBody struct {
	ID    string `json:"id"`
	Judge bool   `json:"judge"`
	Why   string `json:"why"`
	Fresh bool   `json:"fresh"`
	// Ends: with this word the panel has spoken. The service fills it.
	Ends bool `json:"ends"`
}

// Kind is the act's name.
func (*RecallSignedBody) Kind() string { return "recall_signed" }
func (*RecallSignedBody) by() []Role   { return []Role{Member} }

func (b *RecallSignedBody) admit(c *Case, e Event, k Setting) error {
	i := c.recall(b.ID)
	switch {
	case i < 0 || c.Recalls[i].Heard == "":
		return ruleRecall.refuse("a hearing on the breach, before anybody signs")
	case !b.Fresh || b.Why == "" || slices.Contains(c.Recalls[i].For, e.By) || slices.Contains(c.Recalls[i].Against, e.By):
		return ruleSign.refuse("reasons, and each seat's own name, with password and code")
	case b.Ends != c.recallEnds(c.Recalls[i], b.Judge, k):
		return ruleQuorum.refuse("as many seats as the policy asks for")
	}
	return nil
}

// recallEnds reports whether one more word ends a recall: a majority either way.
func (c *Case) recallEnds(r Recall, judge bool, k Setting) bool {
	n := 1
	said := r.Against
	if judge {
		said = r.For
	}
	for _, a := range said {
		if p, ok := c.Part(a); ok && p.clear() {
			n++
		}
	}
	return n >= k.Policy.Panel.Majority
}

func (b *RecallSignedBody) apply(c *Case, e Event) {
	r := &c.Recalls[c.recall(b.ID)]
	end := "free"
	if b.Judge {
		r.For, end = append(slices.Clone(r.For), e.By), "judge"
	} else {
		r.Against = append(slices.Clone(r.Against), e.By)
	}
	if b.Ends {
		r.End = end
	}
}

// recall is the place of an open recall, -1 where there is none of that id.
func (c *Case) recall(id string) int {
	return slices.IndexFunc(c.Recalls, func(r Recall) bool { return r.ID == id && r.End == "" })
}
