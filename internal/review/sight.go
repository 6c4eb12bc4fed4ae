package review

import (
	"maps"
	"slices"
	"strconv"
)

// The views of a case. The panel, those who assemble and the observer read the
// file; everybody else reads what their part is for. What a part does not read
// is not in what it is given: it cannot leak from a page that shows too much.

// whole are the roles that read the whole file.
func (r Role) whole() bool { return slices.Contains(readers, r) }

// closeTo are the roles that read who declared what ties: the two who waive.
func (r Role) seesTies() bool { return r == RosterChair || r == Observer }

// deliberates are those who read the text while it is being signed: the bench,
// and the observer, who reads votes and reasons and hears no deliberation.
func (c *Case) deliberates(r Role) bool { return r == c.bench() || r == Observer }

// SeenBy is the case as the part may read it. A part that waits for its
// declaration is told no more than that it is awaited.
func (c *Case) SeenBy(p Part) *Case {
	out := &Case{
		ID: c.ID, Person: c.Person, Policy: c.Policy, Seq: c.Seq, First: c.First, Opened: c.Opened, At: c.At,
		State: c.State, Entered: c.Entered, Resting: c.Resting, Liberty: c.Liberty, Lanes: c.Lanes, Restarts: c.Restarts,
		Cast: c.castSeenBy(p), Questions: c.questionsSeenBy(p), Challenges: c.challengesSeenBy(p),
	}
	if !p.clear() {
		out.Challenges, out.Lanes, out.Liberty = nil, nil, Liberty{State: c.Liberty.State}
		return out
	}
	if p.Role != VictimRepresentative {
		out.CourtOrders = spared(c.CourtOrders)
	}
	switch p.Role {
	case Representative:
		c.showDisclosed(out)
		out.Facts = c.numbered(out.Facts)
		out.Recalls, out.FollowUps = c.Recalls, c.FollowUps
		c.showAppeal(out)
		out.Flags, out.Told, out.Heard, out.SubsClosed, out.Orders = c.Flags, c.Told, c.Heard, c.SubsClosed, c.Orders
		out.showPersons(c)
	case Advocate:
		c.showDisclosed(out)
		out.Facts, out.Heard, out.SubsClosed = c.Facts, c.Heard, c.SubsClosed
		out.showPersons(c)
	case VictimRepresentative:
		c.showDelegate(out, p.Account)
	case VictimsLiaison:
		out.Groups, out.Points, out.Later, out.Submitted, out.Late, out.SubsClosed = c.Groups, c.Points, c.Later, c.Submitted, c.Late, c.SubsClosed
		out.Checked, out.Allegations, out.Notified, out.Appeals = c.Checked, c.Allegations, c.Notified, c.Appeals
		out.showOutcome(c, c.Outcome != nil)
		out.UpheldTold = c.UpheldTold
	case CourtLiaison:
		out.Allegations, out.Facts, out.Findings, out.Appeals = c.Allegations, open(c.Facts), c.Findings, c.Appeals
		out.Orders, out.Lapses = c.Orders, c.Lapses
		out.showOutcome(c, c.Outcome != nil)
	case ProtectionOfficer, MedicalOfficer:
		out.Children, out.Recalls, out.FollowUps = c.Children, c.Recalls, c.FollowUps
		out.Orders, out.Lapses, out.Flags, out.Told = c.Orders, c.Lapses, c.Flags, c.Told
	default:
		c.showWhole(out, p)
	}
	out.Copies, out.Certificates, out.Voices, out.Missing = c.copiesSeenBy(p), c.papersSeenBy(p), c.voicesFor(p), c.missingSeenBy(p)
	return out
}

// copiesSeenBy are the copies that somebody made; who waives reads who made
// which.
func (c *Case) copiesSeenBy(p Part) []Copy {
	return slices.DeleteFunc(slices.Clone(c.Copies), func(x Copy) bool { return x.Account != p.Account && !p.Role.seesTies() })
}

// showWhole is the file as the panel reads it, without other people's ties and,
// while it deliberates, its votes and text.
func (c *Case) showWhole(out *Case, p Part) {
	cast, questions, challenges := out.Cast, out.Questions, out.Challenges
	*out = *c
	out.Cast, out.Questions, out.Challenges = cast, questions, challenges
	if p.Role != Registrar {
		out.Children = nil // a child's file is for who looks after the child
		out.Twins = slices.Clone(c.Twins)
		for i := range out.Twins {
			out.Twins[i].Other = "" // whose file another case is, is for who opens both
		}
		out.Partings = slices.Clone(c.Partings)
		for i := range out.Partings {
			out.Partings[i].Other, out.Partings[i].Rows = 0, nil
		}
	}
	out.Votes = nil
	for _, v := range c.Votes {
		v.Box = nil
		if !c.deliberates(p.Role) {
			v.Outcome = ""
		}
		out.Votes = append(out.Votes, v)
	}
	if !c.deliberates(p.Role) {
		out.Draft, out.Signed = nil, nil
	}
	if !p.Role.seesTies() {
		out.Voiding = nil
	}
}

// castSeenBy is who plays what. Whose conflict stands is gone from it, and who
// declared what is read by those who waive.
func (c *Case) castSeenBy(p Part) []Part {
	var out []Part
	for _, x := range c.Cast {
		own := x.Account == p.Account
		switch {
		case own || p.clear() && p.Role.seesTies():
		case !p.clear() || x.conflicted() || x.Left != 0:
			continue
		case p.Role == VictimRepresentative && x.Role != Registrar && !c.standingOf(p.Account):
			continue // who sits is for those who may challenge them
		case p.Role.whole(), p.Role == VictimsLiaison && x.Role == VictimRepresentative, x.Role.sitting(), x.Role == Observer, x.Role == Registrar:
			x.Ties = nil
		default:
			continue
		}
		out = append(out, x)
	}
	return out
}

func (c *Case) questionsSeenBy(p Part) []Question {
	out := slices.DeleteFunc(slices.Clone(c.Questions), func(q Question) bool { return q.Account != p.Account && !(p.clear() && p.Role.seesTies()) })
	for i := range out {
		if out[i].Account == p.Account {
			out[i].Cause, out[i].By = nil, ""
		}
	}
	return out
}

func (c *Case) challengesSeenBy(p Part) []Challenge {
	return slices.DeleteFunc(slices.Clone(c.Challenges), func(x Challenge) bool {
		return x.By != p.Account && !p.Role.seesTies() && p.Role != Registrar
	})
}

// showDisclosed is what the person and who speaks for the person were given:
// the facts, and gists of what is withheld.
func (c *Case) showDisclosed(out *Case) {
	out.Disclosed = c.Disclosed
	if c.Disclosed == nil {
		return
	}
	out.Allegations = c.Allegations
	for _, f := range c.Facts {
		if !f.Closed && slices.Contains(c.Disclosed.Facts, f.ID) {
			out.Facts = append(out.Facts, f)
		}
	}
}

// numbered are facts whose origins are told apart by a number alone: their words
// may name a witness. The number stands in Origin too, so that what has one
// origin still has one.
func (c *Case) numbered(facts []Fact) []Fact {
	nth, apart := map[string]int{}, c.independent()
	out := slices.Clone(facts)
	for i, f := range out {
		if nth[apart[f.ID]] == 0 {
			nth[apart[f.ID]] = len(nth) + 1
		}
		out[i].Nth, out[i].From = nth[apart[f.ID]], nil
		out[i].Origin = strconv.Itoa(out[i].Nth)
	}
	return out
}

func open(facts []Fact) []Fact {
	return slices.DeleteFunc(slices.Clone(facts), func(f Fact) bool { return f.Closed })
}

func (c *Case) showAppeal(out *Case) {
	for _, a := range c.Appeals {
		if a.Side == "person" {
			out.Appeals = append(out.Appeals, a)
		}
	}
}

// showOutcome shows the outcome that stands once it was told.
func (c *Case) showOutcome(of *Case, told bool) {
	if told {
		c.Outcome, c.Upheld = of.Outcome.apart(), of.Upheld.apart()
	}
}

// apart is a text of which answers may be left out.
func (r *Ruling) apart() *Ruling {
	if r == nil {
		return nil
	}
	out := *r
	out.Answers = maps.Clone(r.Answers)
	return &out
}

// showDelegate is what a group of victims reads through who speaks for it: a
// summary of what is alleged, once it has standing and was told; its own group;
// the outcome and its reasons where it wishes to be told and was. It never reads
// who the person is, nor what anybody else submitted.
func (c *Case) showDelegate(out *Case, account string) {
	out.Person, out.Liberty, out.Lanes, out.Flags = 0, Liberty{}, nil, nil
	for _, g := range c.Groups {
		if g.Delegate != account || g.Standing == StandingLeft {
			continue
		}
		g.Excepting = nil
		out.Groups = append(out.Groups, g)
		if g.Standing == StandingGranted && g.Noticed != 0 {
			out.Allegations, out.SubsClosed = summarised(c.Allegations, g), c.SubsClosed
		}
		if n := (Notified{"group", g.ID}); g.Wish == WishTold {
			out.showReasons(c, slices.Contains(c.Notified, n), account)
			if c.Upheld != nil && slices.Contains(c.UpheldTold, n) {
				out.Upheld = c.Upheld.forVictims(c.pointsOf(account))
			}
		}
		if g.ToldFree != 0 && (c.Liberty.State == Released || c.Liberty.State == ReleaseVerified) {
			out.Liberty = Liberty{State: c.Liberty.State}
		}
	}
	for _, a := range c.Appeals {
		if a.Side == "victims" {
			out.Appeals = append(out.Appeals, a)
		}
	}
}

// summarised are the allegations without their words, which the summary that the
// group was given stands for.
func summarised(as []Allegation, g VictimGroup) []Allegation {
	if g.Summary == "" {
		return as // noticed before summaries were
	}
	out := slices.Clone(as)
	for i := range out {
		out[i] = Allegation{ID: out[i].ID, Conduct: out[i].Conduct}
	}
	return out
}

// showReasons shows a group's representative the outcome in the words that were
// written for victims, with the answers to what the own groups submitted.
func (c *Case) showReasons(of *Case, told bool, account string) {
	if !told || of.Outcome == nil {
		return
	}
	if of.Outcome.Victims == "" {
		c.Outcome = of.Outcome.apart() // decided before there were such words
		return
	}
	c.Points = of.pointsOf(account)
	c.Outcome = of.Outcome.forVictims(c.Points)
	for i := range c.Points {
		c.Points[i].Times, c.Points[i].Groups, c.Points[i].Person = 1, nil, false // of how many others, and whose, is not told
	}
}

// pointsOf are the points of the groups that somebody speaks for.
func (c *Case) pointsOf(account string) []Point {
	var out []Point
	for _, p := range c.Points {
		if slices.ContainsFunc(p.Groups, func(id string) bool { i := c.group(id); return i >= 0 && c.Groups[i].Delegate == account }) {
			out = append(out, p)
		}
	}
	return out
}

// forVictims is a text in the words that were written for victims, with the
// answers to some points alone.
func (r *Ruling) forVictims(points []Point) *Ruling {
	out := &Ruling{Outcome: r.Outcome, Abstract: r.Abstract, Victims: r.Victims, Hash: r.Hash, Binding: r.Binding, Answers: map[PointKey]string{}}
	for _, p := range points {
		if a, ok := r.Answers[p.Key]; ok {
			out.Answers[p.Key] = a
		}
	}
	return out
}

// showPersons shows the person's side the outcome as it was told, without the
// answers to what only victims submitted: those are anonymous towards the person.
func (c *Case) showPersons(of *Case) {
	person := Notified{Whom: "person"}
	if slices.Contains(of.Notified, person) {
		c.Outcome = of.forPerson(of.Outcome)
	}
	if slices.Contains(of.UpheldTold, person) {
		c.Upheld = of.forPerson(of.Upheld)
	}
}

// forPerson is a text of the case as the person's side reads it.
func (c *Case) forPerson(r *Ruling) *Ruling {
	out := r.apart()
	if out == nil {
		return nil
	}
	out.Victims = ""
	for _, p := range c.Points {
		if !p.Person && len(p.Groups) > 0 {
			delete(out.Answers, p.Key)
		}
	}
	return out
}

// Shows reports whether a part may read an entry of the case.
func (c *Case) Shows(p Part, e Event) bool {
	if !p.clear() {
		return false
	}
	own := e.By == p.Account
	switch b := e.Body.(type) {
	case *VotedBody, *VotesOpenedBody:
		return own || c.deliberates(p.Role) && p.Since <= e.At || p.Role == Observer
	case *DraftedBody, *SignedBody:
		return own || c.deliberates(p.Role) && p.Since <= e.At || p.Role == Observer
	case *DeclaredBody, *WaivedBody, *QuestionedBody, *AnsweredBody:
		return own || p.Role.seesTies()
	case *ChallengedBody, *ChallengeDecidedBody:
		return own || p.Role.seesTies() || p.Role == Registrar
	case *VoidedBody: // a name under it is no more than a suspicion until there are two
		return own || p.Role.seesTies() || p.Role.whole() && (c.Voiding == nil || e.At < c.Voiding.At)
	case *BornBody, *PacketBody, *InterestsBody, *HandedBody:
		return own || p.Role == Registrar || p.Role == MedicalOfficer || p.Role == ProtectionOfficer
	case *JoinedBody, *TwinSettledBody, *PartedBody, *PartingSettledBody:
		return p.Role == Registrar
	case *CopiedBody:
		return own || p.Role.seesTies()
	case *CertifiedBody, *PaperWithdrawnBody, *PaperShownBody:
		return p.Role.whole() || p.Role == Representative
	case *RecallAskedBody, *RecallHeardBody: // nobody answers what they are not told
		return own || p.Role.whole() || p.Role == Representative
	case *FollowedUpBody:
		return p.Role.whole() || p.Role == Representative || p.Role == ProtectionOfficer || p.Role == MedicalOfficer
	case *MissingNotedBody, *MissingAskedBody, *MissingAnsweredBody, *MissingFoundBody, *MissingConfirmedBody, *MissingOpenedBody:
		return c.showsMissing(p, e)
	case *IncidentBody:
		return own || p.Role.whole() || p.Role == ProtectionOfficer
	case *SubmittedBody:
		return own || p.Role.whole() || p.Role == VictimsLiaison && b.Group != ""
	case *NothingMoreBody:
		return own || p.Role.whole() || p.Role == VictimsLiaison && b.Group != ""
	case *GroupBody, *StandingBody, *NoticedBody, *ReleaseToldBody, *ProtectedBody, *WishedBody, *WithdrewBody, *RepresentedBody:
		return own || p.Role.whole() || p.Role == VictimsLiaison
	case *LapsedBody:
		return p.Role != VictimRepresentative && (!b.inward() || p.Role.whole() || p.Role == VictimsLiaison && b.Name == StandingClock)
	case *MovedBody, *OpenedBody, *LaneBody, *CourtOrderedBody, *CourtOrderReadBody, *CourtOrderWithdrawnBody, *PlannedBody, *ReleasedBody, *VerifiedBody:
		return p.Role != VictimRepresentative
	}
	return own || p.Role.whole()
}
