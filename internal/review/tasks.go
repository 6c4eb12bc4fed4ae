package review

import (
	"slices"
	"strconv"
)

// A Task is something that waits for one part: the kind of act that does it,
// and what it is about.
type Task struct {
	Act string
	Of  string // a question, a challenge, a group, a finding, a check, a state
}

// Tasks lists what waits for a part, the most pressing first. It proposes; it
// neither enters nor decides anything.
func (c *Case) Tasks(p Part, k Setting, now Micros) []Task {
	if p.Awaited() {
		return []Task{{Act: "declared"}}
	}
	if !p.clear() {
		return nil
	}
	var out []Task
	add := func(act string, of ...string) {
		t := Task{Act: act}
		if len(of) > 0 {
			t.Of = of[0]
		}
		out = append(out, t)
	}
	if p.Role == Observer || p.Role == ProtectionOfficer || p.Role == MedicalOfficer {
		c.afterTasks(add, now)
	}
	c.missingTasks(p, add)
	c.correctionTasks(p, add)
	if c.State == Closed {
		return out
	}
	for _, q := range c.Questions {
		if q.Account == p.Account && !q.Answered || c.Settles(p, q) && q.Answered && !q.Agreed {
			add("answered", q.ID)
		}
	}
	if p.Role.seesTies() && c.voids(p) {
		add("voided")
	}
	c.urgentTasks(p, add)
	c.identityTasks(p, add)
	c.orderTasks(p, now, add)
	c.reportsUndone(p, add)
	if c.Resting != nil {
		return out
	}
	switch p.Role {
	case Registrar:
		c.registrarTasks(add, k, now)
	case RosterChair:
		c.chairTasks(add)
	case FileOfficer:
		c.officerTasks(add)
		c.seconds(p, add)
	case SecondAnalyst:
		c.seconds(p, add)
	case Member, AppealMember:
		if p.Role == c.bench() || len(c.Orders) > 0 {
			c.benchTasks(p, k, add)
		}
	case VictimsLiaison:
		c.liaisonTasks(add)
	case Representative, VictimRepresentative:
		if c.State == Submissions && c.SubsClosed == 0 {
			add("submitted")
		}
	case ProtectionOfficer:
		if c.Liberty.State == DueForRelease {
			add("release_planned")
		}
		if c.Liberty.State == ReleasePlanned {
			add("released")
		}
	case CourtLiaison:
		if c.Liberty.State == CourtDue && !c.pending(now) {
			add("court_ordered")
		}
	case Observer, MedicalOfficer:
		if c.Liberty.State == Unverified && len(c.Missing) == 0 || c.Liberty.State == Released && now >= c.Liberty.Since.Add(verifyFloor(k).Duration()) {
			add("verified")
		}
	}
	return out
}

// urgentTasks ask the panel for the first order of an urgent lane, and tell the
// observer and the roster's chair that its hours ran out. A review that rests
// does not rest these.
func (c *Case) urgentTasks(p Part, add func(string, ...string)) {
	if !c.Liberty.State.confined() || len(c.unanswered()) == 0 {
		return
	}
	switch {
	case p.Role == Member && !slices.ContainsFunc(c.Orders, func(o Order) bool { return !o.Made }): // else it is to be signed
		add("ordered")
	case (p.Role == Observer || p.Role == RosterChair) && c.unordered():
		add("lapsed", string(UrgentClock))
	}
}

// correctionTasks tell who answers for a case, and who watches it, that the
// outcome rests on what was undone, in a closed case too.
func (c *Case) correctionTasks(p Part, add func(string, ...string)) {
	if !slices.Contains([]Role{Registrar, RosterChair, Observer}, p.Role) {
		return
	}
	if c.Outcome != nil && len(c.stoppedIn(c.Outcome)) > 0 {
		add("undone")
	}
	if c.unfounded(c.Outcome) {
		add("undone", UndoneKeep)
	}
}

// identityTasks ask a second person for a word on a grade that was raised, and
// tell the observer of one that was lowered.
func (c *Case) identityTasks(p Part, add func(string, ...string)) {
	switch {
	case (p.Role == FileOfficer || p.Role == SecondAnalyst) && c.confirms(p.Account):
		add("identity_confirmed", strconv.Itoa(c.Raise.Grade))
	case p.Role == Observer && c.Doubt != nil:
		add("identity_lowered")
	}
}

// registrarTasks begin with what somebody's freedom waits for.
func (c *Case) registrarTasks(add func(string, ...string), k Setting, now Micros) {
	if c.Liberty.State == ReleasePlanned {
		add("released")
	}
	for _, t := range c.Twins {
		if t.Settled == "" {
			add("twin_settled", string(t.Other))
		}
	}
	for i, p := range c.Partings {
		if p.Settled == "" {
			add("parting_settled", strconv.Itoa(i+1))
		}
	}
	if c.Again && len(c.playing(VictimsLiaison)) == 0 && !slices.ContainsFunc(c.Cast, func(p Part) bool { return p.Role == VictimsLiaison && p.Awaited() }) {
		add("assigned", string(VictimsLiaison))
	}
	for _, r := range []Role{RosterChair, Observer, FileOfficer} {
		if len(c.playing(r)) == 0 && !slices.ContainsFunc(c.Cast, func(p Part) bool { return p.Role == r && p.Awaited() }) && c.State.open() {
			add("assigned", string(r))
		}
	}
	for _, g := range c.Groups {
		if g.Standing == StandingAsked && c.standingLate(g.ID) {
			add("standing", g.ID) // the chair let the days pass: the registrar may decide as well
		}
	}
	if c.State == Intake {
		for _, x := range []Check{BasisAsked, PersonTold} {
			if !c.Checked[x] {
				add("checked", string(x))
			}
		}
	}
	if c.State == Identity && c.Grade < 2 && !c.Checked[UnknownPerson] {
		add("identified")
	}
	if c.State == Disclosure && c.Disclosed == nil {
		add("disclosed")
	}
	if (&SubmissionsClosedBody{}).admit(c, Event{At: max(now, c.At)}, k) == nil {
		add("submissions_closed")
	}
	if c.Outcome != nil && (c.State == k.Policy.Form().end() || c.State == Final) {
		for _, n := range c.untold() {
			if n.Group == "" {
				add("notified", n.Whom)
			}
		}
	}
	if c.State == Final && c.Outcome != nil && c.Outcome.Outcome == Certificate && len(c.Certificates) == 0 {
		add("certified")
	}
	for _, o := range c.Next(k, now) {
		if len(o.Missing) == 0 && slices.Contains(o.By, Registrar) {
			add("moved", string(o.To))
		}
	}
}

func (c *Case) chairTasks(add func(string, ...string)) {
	for _, x := range c.Challenges {
		if !x.Decided {
			add("challenge_decided", x.ID)
		}
	}
	for _, g := range c.Groups {
		if g.Standing == StandingAsked {
			add("standing", g.ID)
		}
	}
	c.objectionTasks(add)
}

// objectionTasks are the observer's objections that nobody answered.
func (c *Case) objectionTasks(add func(string, ...string)) {
	for _, o := range c.Objections {
		if !o.Answered {
			add("objection_answered", o.ID)
		}
	}
}

func (c *Case) officerTasks(add func(string, ...string)) {
	if c.State != Assembly {
		return
	}
	for _, x := range []Check{LegalDocuments, ExculpatorySearch, TaintScreen, ItemHashes} {
		if !c.Checked[x] {
			add("checked", string(x))
		}
	}
}

// seconds are the findings that wait for a second name: an analyst's for the
// other analyst's, a court's for either.
func (c *Case) seconds(p Part, add func(string, ...string)) {
	for _, f := range c.Findings {
		if f.stands() || f.Stopped != 0 || slices.Contains(f.By, p.Account) || p.Role == FileOfficer && !f.Told || f.Told && c.sameOrg(p, f.By) {
			continue
		}
		add("seconded", string(f.ID))
	}
}

// sameOrg reports whether somebody is of one organisation with one of others.
func (c *Case) sameOrg(p Part, others []string) bool {
	return slices.ContainsFunc(others, func(a string) bool { q, _ := c.Part(a); return q.Org == p.Org })
}

func (c *Case) benchTasks(p Part, k Setting, add func(string, ...string)) {
	for _, g := range c.Groups {
		if c.State == Submissions && c.ExceptionWaits(g) && !slices.Contains(c.excepting(g), p.Account) {
			add("noticed", g.ID)
		}
	}
	for _, o := range c.Orders {
		switch mine := slices.Contains(o.By, p.Account); {
		case !o.Made && !mine:
			add("order_signed", o.ID)
		case o.Made && !o.Ratified && !mine:
			add("ratified", o.ID)
		}
	}
	chair := p.Seat == k.Policy.Panel.Seats[0].Seat
	if c.State == Panel && chair && c.Heard == nil {
		add("heard")
	}
	if c.State != Deliberation && c.State != Appeal || p.Role != c.bench() {
		return
	}
	c.objectionTasks(add)
	opened := len(c.Votes) > 0 && c.Votes[0].Opened
	switch {
	case !c.voted(p.Account) || c.undecided(k):
		add("voted")
	case opened && c.Draft == nil && chair:
		add("drafted")
	case c.Draft != nil && !slices.ContainsFunc(c.Signed, func(s Signature) bool { return s.Account == p.Account }):
		add("signed")
	}
}

func (c *Case) liaisonTasks(add func(string, ...string)) {
	if c.State.open() && !c.Checked[VictimsMatched] || c.Again {
		add("checked", string(VictimsMatched))
	}
	for _, g := range c.Groups {
		if g.takesPart() && g.Apart && g.Delegate == "" && c.State.open() {
			add("represented", g.ID)
		}
		if g.takesPart() && g.Wish == WishTold && g.Protected == 0 && !g.Unsafe && g.Noticed == 0 {
			add("protected", g.ID)
		}
		if g.Standing == StandingGranted && g.Wish == WishTold && g.Protected != 0 && g.Noticed == 0 && c.State.open() {
			add("noticed", g.ID)
		}
		if g.Standing == StandingGranted && g.Wish == WishTold && g.Protected != 0 && c.ToTell(Notified{"group", g.ID}) != nil {
			add("notified", g.ID)
		}
	}
	if c.Liberty.State == Released {
		add("verified")
	}
	for _, g := range c.Groups {
		if c.Liberty.State == ReleaseVerified && g.Standing == StandingGranted && g.Wish != WishNotTold && g.ToldFree == 0 {
			add("release_told", g.ID)
		}
	}
}
