package review

import "slices"

var (
	ruleDisclosure = rule{"disclosure", "ICCPR 14(3)(b); A/HRC/30/37 principle 12"}
	ruleHeard      = rule{"person heard", "ICCPR 9(4), 14(3)(d); domain 4.7"}
)

// DisclosedBody says what of the file the person and the representative were
// given. A fact that came later is given later: no ruling relies on one that was
// not.
type DisclosedBody struct {
	Facts []FactID          `json:"facts"`
	Gists map[FactID]string `json:"gists,omitempty"` // of what is withheld
	// Representation is what the person answered to the offer of a
	// representative: accepted, refused, appointed (for who cannot be found).
	Representation string `json:"representation"`
	Language       string `json:"language"`
	// Interpreter: it was read out in the language that the person understands.
	Interpreter bool `json:"interpreter,omitempty"`
}

// Kind is the act's name.
func (*DisclosedBody) Kind() string { return "disclosed" }
func (*DisclosedBody) by() []Role   { return []Role{Registrar} }

func (b *DisclosedBody) admit(c *Case, _ Event, _ Setting) error {
	switch {
	case !slices.Contains([]State{Disclosure, Submissions, Panel, Appeal}, c.State):
		return ruleStage.refuse("a file that is assembled, before the votes")
	case !slices.Contains([]string{"accepted", "refused", "appointed"}, b.Representation) || b.Language == "":
		return ruleDisclosure.refuse("the offer of a representative and its answer, in the person's language")
	case !c.Told.reaches(b.Language, b.Interpreter):
		return ruleDisclosure.refuse("a language that the person understands, or an interpreter")
	}
	closed := false
	for _, f := range c.Facts {
		given := slices.Contains(b.Facts, f.ID)
		switch {
		case f.Closed && (given || b.Gists[f.ID] == ""):
			return ruleClosed.refuse("a gist of each fact that is withheld, and the fact itself withheld")
		case !f.Closed && f.Stopped == 0 && !given:
			return ruleDisclosure.refuse("every fact of the file that is not closed")
		}
		closed = closed || f.Closed
	}
	if closed && len(c.playing(Advocate)) == 0 {
		return ruleClosed.refuse("a special advocate who reads what is withheld")
	}
	return nil
}

func (b *DisclosedBody) apply(c *Case, _ Event) {
	if c.Heard != nil {
		for _, f := range c.Facts {
			if had := c.disclosed(f.ID); !had && (slices.Contains(b.Facts, f.ID) || b.Gists[f.ID] != "") {
				c.Unheard = append(slices.Clone(c.Unheard), f.ID)
			}
		}
	}
	c.Disclosed = b
}

// disclosed reports whether the person was given the fact, or its gist.
func (c *Case) disclosed(id FactID) bool {
	return c.Disclosed != nil && (slices.Contains(c.Disclosed.Facts, id) || c.Disclosed.Gists[id] != "")
}

// How is the way in which a person was heard, or was not.
type How string

// The ways.
const (
	InPerson      How = "in_person"
	ByVideo       How = "video"
	InWriting     How = "written"
	RefusedByMark How = "refused_mark"  // with a mark, witnessed
	RefusedVoice  How = "refused_voice" // said, recorded, witnessed
	NotProduced   How = "not_produced"  // by the holder
	NotFound      How = "not_found"
	Unfit         How = "unfit"
	ByCounsel     How = "counsel" // appointed, for a free person who cannot be found
	DidNotCome    How = "did_not_come"
)

var hows = []How{InPerson, ByVideo, InWriting, RefusedByMark, RefusedVoice, NotProduced, NotFound, Unfit, ByCounsel, DidNotCome}

// HeardBody records the hearing. Silence means nothing, and is not recorded.
type HeardBody struct {
	How     How      `json:"how"`
	Present []string `json:"present"` // accounts
	// Others are those in the room who have no account.
	Others      []Attendee `json:"others,omitempty"`
	HolderOut   bool       `json:"holder_out"`
	Restraints  bool       `json:"restraints"`
	Fit         bool       `json:"fit"`
	Language    string     `json:"language"`
	Interpreter bool       `json:"interpreter,omitempty"`
	Witness     string     `json:"witness,omitempty"` // account that witnessed a refusal
	// Alone: the person wishes to be heard without the lawyer or representative.
	Alone bool `json:"alone,omitempty"`
	// Said is what was said, in short. The person's side reads it.
	Said string `json:"said,omitempty"`
}

// Kind is the act's name.
func (*HeardBody) Kind() string { return "heard" }
func (*HeardBody) by() []Role   { return []Role{Member, AppealMember} }

func (b *HeardBody) admit(c *Case, e Event, k Setting) error {
	chair, _ := c.Part(e.By)
	switch {
	case c.State != Panel:
		return ruleStage.refuse("a panel that has been called")
	case chair.Seat != k.Policy.Panel.Seats[0].Seat:
		return ruleRole.refuse("the chair of the panel")
	case k.Sittings >= k.Policy.Panel.CasesPerDay:
		return ruleCap.refuse("another day: a member has heard as many cases as the policy allows")
	case !slices.Contains(hows, b.How) || b.Language == "":
		return ruleForm.refuse("how the person was heard, and in which language")
	case c.Liberty.State.confined() && (b.How == ByCounsel || b.How == DidNotCome || b.How == NotFound):
		return ruleHeard.refuse("somebody in custody is heard, refuses, is unfit or is not produced")
	case !c.Liberty.State.confined() && b.How == NotProduced:
		return ruleHeard.refuse("a holder: this person is free")
	}
	return b.admitRoom(c)
}

func (b *HeardBody) admitRoom(c *Case) error {
	if err := admitAttendees(b.Others, b.Interpreter && b.meets(), b.HolderOut); err != nil {
		return err
	}
	watch := func(a string) bool {
		p, ok := c.Part(a)
		return ok && p.clear() && (p.Role == Observer || p.Role == Representative) && slices.Contains(b.Present, a)
	}
	switch {
	case b.refuses() && !watch(b.Witness):
		return ruleHeard.refuse("a refusal that the observer or the representative witnessed")
	case (b.How == InPerson || b.How == ByVideo) && (!b.HolderOut || !b.Fit):
		return ruleHeard.refuse("the holder out of the room, and a person fit to be heard")
	case b.How == InWriting && (!b.Fit || !b.HolderOut && c.Liberty.State.confined()):
		return ruleHeard.refuse("the holder out of the room, and a person fit to be heard")
	case b.refuses() && (!b.HolderOut || !b.Fit):
		return ruleHeard.refuse("a refusal without the holder in the room, by somebody fit to refuse")
	case b.How == Unfit && b.Fit:
		return ruleHeard.refuse("one answer to whether the person was fit")
	case b.meets() && c.Told == (Telling{}) && c.Disclosed != nil && b.Language != c.Disclosed.Language && !b.Interpreter: // told before the language was recorded
		return ruleHeard.refuse("the language in which the file was given, or an interpreter")
	case b.meets() && !c.Told.reaches(b.Language, b.Interpreter):
		return ruleHeard.refuse("a language that the person understands, or an interpreter")
	case b.meets() && slices.ContainsFunc(b.Present, c.readsClosed):
		return ruleClosed.refuse("a room without the special advocate, who has read what is withheld")
	case b.How == ByCounsel && (c.Disclosed == nil || c.Disclosed.Representation != "appointed"):
		return ruleHeard.refuse("counsel who was appointed and given the file")
	case b.speaks(c) && !slices.ContainsFunc(c.playing(Representative), func(p Part) bool { return slices.Contains(b.Present, p.Account) }):
		return ruleHeard.refuse("the lawyer or representative in the room, or the person's wish to be heard alone")
	case slices.ContainsFunc(b.Present, func(a string) bool { p, ok := c.Part(a); return !ok || !p.clear() }):
		return ruleConflict.refuse("only people with a part in the case and no conflict in the room")
	}
	for _, p := range c.playing(Observer) {
		if slices.Contains(b.Present, p.Account) {
			return nil
		}
	}
	return ruleObserver.refuse("the observer in the room")
}

// readsClosed reports whether an account is a special advocate who reads what is
// withheld from the person, and so no longer meets them.
func (c *Case) readsClosed(account string) bool {
	p := c.part(account)
	return p != nil && p.Role == Advocate && p.clear() && slices.ContainsFunc(c.Facts, func(f Fact) bool { return f.Closed })
}

// meets reports whether the person answers at such a hearing.
func (b *HeardBody) meets() bool { return b.How == InPerson || b.How == ByVideo || b.How == InWriting }

// refuses reports whether the person refused to be heard.
func (b *HeardBody) refuses() bool { return b.How == RefusedByMark || b.How == RefusedVoice }

// speaks reports whether somebody speaks for the person at such a hearing: whom
// the person accepted, or who was appointed.
func (b *HeardBody) speaks(c *Case) bool {
	with := c.Disclosed != nil && c.Disclosed.Representation != "refused"
	return b.How == ByCounsel || with && !b.Alone && (b.How == InPerson || b.How == ByVideo)
}

func (b *HeardBody) apply(c *Case, _ Event) { c.Heard, c.Unheard = b, nil }

// told reports whether the person was told, so that they understood. Of an entry
// older than [Telling] the word of the registrar stands.
func (c *Case) told() bool {
	return c.Checked[PersonTold] && c.Told.reaches(c.Told.Language, c.Told.Interpreter)
}

// chance reports whether the person had a real chance to be heard: without one
// nothing adverse is found.
func (c *Case) chance() bool {
	if c.Heard == nil || c.Disclosed == nil || !c.told() {
		return false
	}
	switch c.Heard.How {
	case InPerson, ByVideo, InWriting, RefusedByMark, RefusedVoice, ByCounsel:
		return true
	}
	return false
}
