package review

import "slices"

// SubmissionsDay is the day on which submissions close, 0 where they are not
// open. It is set when the stage begins: half of the time that the policy gave
// the stage when the case was opened, so that the other half is left to convene
// the panel. Victims who were told of the review later have the days of their
// notice. No clock on custody counts from it.
func (c *Case) SubmissionsDay(k Setting) Micros {
	if c.stage() != Submissions {
		return 0
	}
	day := c.Entered.Add(k.Policy.Clocks.Submissions.Duration() / 2)
	for _, g := range c.Groups {
		if g.Standing == StandingGranted && g.Wish == WishTold && !c.excepted(g) && g.Noticed != 0 {
			day = max(day, g.Noticed.Add(Days(c.noticeDays(k)).Duration()))
		}
	}
	return day
}

// stage is the stage that the review is in, or rests in.
func (c *Case) stage() State {
	if c.Resting != nil {
		return c.Resting.From
	}
	return c.State
}

// silent reports whether every side said that it has nothing more to submit: the
// person's, and each group that has standing or waits for it.
func (c *Case) silent() bool {
	open := func(g VictimGroup) bool { return g.takesPart() && !slices.Contains(c.NothingMore, g.ID) }
	return slices.Contains(c.NothingMore, "") && !slices.ContainsFunc(c.Groups, open)
}

// NothingMoreBody says that a side has nothing more to submit. Whatever it
// submits later takes that back.
type NothingMoreBody struct {
	Group string `json:"group,omitempty"` // "" for the person's side
}

// Kind is the act's name.
func (*NothingMoreBody) Kind() string { return "nothing_more" }
func (*NothingMoreBody) by() []Role {
	return []Role{Representative, VictimRepresentative, VictimsLiaison}
}

// admit: nobody says it for a person without a representative, nor for a group
// that somebody else speaks for. Those wait for the day.
func (b *NothingMoreBody) admit(c *Case, e Event, _ Setting) error {
	p, _ := c.Part(e.By)
	i := c.group(b.Group)
	switch {
	case c.State != Submissions || c.SubsClosed != 0:
		return ruleStage.refuse("submissions that are open")
	case (p.Role == Representative) != (b.Group == ""):
		return ruleStanding.refuse("the person's representative, or who speaks for the group")
	case b.Group != "" && (i < 0 || !c.Groups[i].takesPart()):
		return ruleStanding.refuse("a group with standing")
	case b.Group != "" && c.Groups[i].Delegate != e.By && (p.Role == VictimRepresentative || c.Groups[i].Delegate != ""):
		return ruleStanding.refuse("the person's representative, or who speaks for the group")
	case slices.Contains(c.NothingMore, b.Group):
		return ruleOnce.refuse("a side that may still have something to say")
	}
	return nil
}

func (b *NothingMoreBody) apply(c *Case, _ Event) {
	c.NothingMore = append(slices.Clone(c.NothingMore), b.Group)
}

// SubmissionsClosedBody ends the time for submissions.
type SubmissionsClosedBody struct{}

// Kind is the act's name.
func (*SubmissionsClosedBody) Kind() string { return "submissions_closed" }
func (*SubmissionsClosedBody) by() []Role   { return []Role{Registrar} }

// admit: on the day that was set and with every group heard of, or sooner where
// all sides have nothing more to say.
func (*SubmissionsClosedBody) admit(c *Case, e Event, k Setting) error {
	switch {
	case c.State != Submissions || c.SubsClosed != 0:
		return ruleStage.refuse("submissions that are open")
	case c.silent():
		return nil
	case e.At < c.SubmissionsDay(k):
		return ruleClosing.refuse("the day that was set when submissions opened, or the word of every side that it has nothing more to add")
	case !guardAsked.met(c, e, k):
		return guardAsked.refuse(guardAsked.missing)
	case !guardNoticed.met(c, e, k):
		return guardNoticed.refuse(guardNoticed.missing)
	}
	return nil
}

func (*SubmissionsClosedBody) apply(c *Case, e Event) { c.SubsClosed = e.At }
