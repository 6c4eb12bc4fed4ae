package review

import (
	"slices"
	"time"
)

// searcher refuses what somebody of the releasing authority does in the file, and
// what is done while none is open.
func (c *Case) searcher(e Event) (*MissingFile, Part, error) {
	p, _ := c.Part(e.By)
	if e.By != Machine && c.releaser(p) {
		return nil, p, ErrHidden
	}
	f := c.missing()
	if f == nil {
		return nil, p, ruleMissing.refuse("a missing person's file that is open")
	}
	return f, p, nil
}

// pastDay reports whether a text is a day that has come anywhere: the office's
// day may be one ahead of the clock's.
func pastDay(day string, at Micros) bool {
	t, err := time.Parse(time.DateOnly, day)
	return err == nil && !t.After(at.Time().Add(14*time.Hour)) && t.Year() > 1900
}

// A MissingNext is what is to be asked next, by whom and until when; its zero
// value is nothing.
type MissingNext struct {
	Role  Role   `json:"role,omitempty"`
	Whom  string `json:"whom,omitempty"`
	What  string `json:"what,omitempty"`
	Until Micros `json:"until,omitempty"`
}

func (n MissingNext) admit(e Event) error {
	if n == (MissingNext{}) {
		return nil
	}
	if !slices.Contains(missingAskers, n.Role) || !slices.Contains(missingWhom, n.Whom) || n.What == "" || n.Until <= e.At ||
		n.Role == VictimsLiaison && n.Whom != "family" {
		return ruleMissing.refuse("who asks next, whom, what and until when, or nothing of it")
	}
	return nil
}

func (n MissingNext) apply(f *MissingFile) {
	if n != (MissingNext{}) {
		f.Due = append(slices.Clone(f.Due), MissingDue{Role: n.Role, Whom: n.Whom, What: n.What, Until: n.Until})
	}
}

// MissingNotedBody says that an observer knows of the file: the proof that the
// observer was told, and when.
type MissingNotedBody struct{}

// Kind is the act's name.
func (*MissingNotedBody) Kind() string { return "missing_noted" }
func (*MissingNotedBody) by() []Role   { return []Role{Observer} }

func (b *MissingNotedBody) admit(c *Case, e Event, _ Setting) error {
	f, _, err := c.searcher(e)
	if err == nil && f.notedBy(e.By) {
		err = ruleOnce.refuse("a missing person's file that is not yet noted by this observer")
	}
	return err
}

func (b *MissingNotedBody) apply(c *Case, e Event) {
	f := c.missing()
	f.Noted = append(slices.Clone(f.Noted), MissingNoted{e.By, e.At})
}

// MissingAskedBody records that somebody was asked after the person.
type MissingAskedBody struct {
	ID    string      `json:"id"`
	Whom  string      `json:"whom"`
	On    string      `json:"on"`
	What  string      `json:"what"`
	Until Micros      `json:"until"`
	Next  MissingNext `json:"next,omitzero"`
}

// Kind is the act's name.
func (*MissingAskedBody) Kind() string { return "missing_asked" }
func (*MissingAskedBody) by() []Role   { return missingAskers }

func (b *MissingAskedBody) admit(c *Case, e Event, _ Setting) error {
	f, p, err := c.searcher(e)
	switch {
	case err != nil:
		return err
	case p.Role == VictimsLiaison && b.Whom != "family":
		return ruleMissing.refuse("the family: the victims' liaison asks nobody else")
	case b.ID == "" || slices.ContainsFunc(f.Asked, func(q MissingAsked) bool { return q.ID == b.ID }):
		return ruleOnce.refuse("a question that was not entered before")
	case !slices.Contains(missingWhom, b.Whom) || !pastDay(b.On, e.At) || b.What == "" || b.Until <= e.At:
		return ruleMissing.refuse("whom was asked, on which day, what, and until when an answer is awaited")
	}
	return b.Next.admit(e)
}

func (b *MissingAskedBody) apply(c *Case, e Event) {
	p, _ := c.Part(e.By)
	c.asks(MissingAsked{ID: b.ID, By: e.By, Role: p.Role, At: e.At, On: b.On, Whom: b.Whom, What: b.What, Until: b.Until})
	b.Next.apply(c.missing())
}

// MissingAnsweredBody records what came of a question: an answer, none, or that
// it was refused.
type MissingAnsweredBody struct {
	ID     string      `json:"id"`
	Reply  string      `json:"reply"`
	On     string      `json:"on"`
	Answer string      `json:"answer,omitempty"`
	Next   MissingNext `json:"next,omitzero"`
}

// Kind is the act's name.
func (*MissingAnsweredBody) Kind() string { return "missing_answered" }
func (*MissingAnsweredBody) by() []Role   { return missingAskers }

func (b *MissingAnsweredBody) admit(c *Case, e Event, _ Setting) error {
	f, p, err := c.searcher(e)
	if err != nil {
		return err
	}
	i := f.question(b.ID)
	switch {
	case i < 0, p.Role == VictimsLiaison && f.Asked[i].Role != VictimsLiaison:
		return ruleMissing.refuse("a question of this file that waits for its answer")
	case !slices.Contains(MissingReplies(), b.Reply) || !pastDay(b.On, e.At) || b.Reply == "answer" && b.Answer == "":
		return ruleMissing.refuse("what was answered and on which day, or that no answer came")
	}
	return b.Next.admit(e)
}

func (b *MissingAnsweredBody) apply(c *Case, e Event) {
	f := c.missing()
	f.Asked = slices.Clone(f.Asked)
	q := &f.Asked[f.question(b.ID)]
	q.Reply, q.Answer, q.Replied, q.Answered = b.Reply, b.Answer, b.On, e.At
	b.Next.apply(f)
}
