package review

import (
	"cmp"
	"slices"
)

var (
	ruleKeep     = rule{"a lawful order", "ICCPR 9(1); A/HRC/30/37 principle 13"}
	ruleRelease  = rule{"release", "ICPPED 21; Mandela Rule 9"}
	ruleVerified = rule{"seen free by another", "ICPPED 21; invariant I12"}
	ruleStay     = rule{"a stay ends", "domain 4.4; ICCPR 9(1)"}
	ruleVoid     = rule{"voided for conflict or forgery", "domain 4.4; ICCPR 14(1)"}
	ruleAppeal   = rule{"appeal", "ICCPR 9(4); Directive 2012/29/EU art. 11"}
)

// StayExtendedBody is one seat's name under a reasoned order of the appeal panel
// that holds a release back a second and last time. It takes the quorum.
type StayExtendedBody struct {
	Why   string `json:"why"`
	Until Micros `json:"until"`
	Fresh bool   `json:"fresh"`
	// Makes: with this name there are enough. The service fills it.
	Makes bool `json:"makes"`
}

// Kind is the act's name.
func (*StayExtendedBody) Kind() string { return "stay_extended" }
func (*StayExtendedBody) by() []Role   { return []Role{AppealMember} }

func (b *StayExtendedBody) admit(c *Case, e Event, k Setting) error {
	l, p := c.Liberty, k.reached()
	end := l.stayEnds(p) // however long it was to be, a stay counts from its begin
	switch {
	case l.State != Stay || l.Extended || c.State != Appeal:
		return ruleStay.refuse("a stay that was not extended before, and an appeal")
	case b.Why == "" || !b.Fresh || slices.Contains(l.Extenders, e.By):
		return ruleSign.refuse("reasons, and each seat's own name, with password and code")
	case b.Until <= end || b.Until > end.Add(p.Clocks.StayExtended.Duration()) || l.Asked != 0 && b.Until != l.Asked:
		return ruleStay.refuse("one end for all, within what the policy allows")
	case b.Makes != (c.extenders()+1 >= k.Policy.Panel.Quorum):
		return ruleQuorum.refuse("the appeal panel's quorum")
	}
	return nil
}

// extenders counts the seats that signed for a longer stay and have no conflict.
func (c *Case) extenders() int {
	n := 0
	for _, a := range c.Liberty.Extenders {
		if p, ok := c.Part(a); ok && p.clear() {
			n++
		}
	}
	return n
}

func (b *StayExtendedBody) apply(c *Case, e Event) {
	l := &c.Liberty
	l.Extenders, l.Asked = append(l.Extenders, e.By), b.Until
	if b.Makes {
		l.Until, l.Extended = b.Until, true
	}
}

// PlannedBody says that a release is planned. The plan's time, place and escort
// are sealed elsewhere.
type PlannedBody struct {
	Protection bool `json:"protection"` // threats were weighed, an escort and a neutral place chosen
	Property   bool `json:"property"`
	Papers     bool `json:"papers"` // certified copy of the file, medical letter
}

// Kind is the act's name.
func (*PlannedBody) Kind() string { return "release_planned" }
func (*PlannedBody) by() []Role   { return []Role{ProtectionOfficer} }

func (b *PlannedBody) admit(c *Case, _ Event, _ Setting) error {
	if c.Liberty.State != DueForRelease {
		return ruleStage.refuse("a release that is due")
	}
	if !b.Protection {
		return ruleRelease.refuse("the threats weighed; property and papers may follow the person")
	}
	return nil
}

func (b *PlannedBody) apply(c *Case, e Event) { c.Liberty.move(ReleasePlanned, e.At) }

// ReleasedBody says that the holder has let the person go. Nothing is needed for
// it but that the person is out: paper never keeps a door shut.
type ReleasedBody struct{}

// Kind is the act's name.
func (*ReleasedBody) Kind() string { return "released" }
func (*ReleasedBody) by() []Role   { return []Role{Registrar, ProtectionOfficer} }

func (*ReleasedBody) admit(c *Case, _ Event, _ Setting) error {
	switch {
	case !c.Liberty.State.confined():
		return ruleStage.refuse("somebody in custody")
	case !c.Liberty.State.releasing():
		return ruleRelease.refuse("a release that an order, a decision or a lapse has made due")
	}
	return nil
}

func (*ReleasedBody) apply(c *Case, e Event) {
	c.Liberty.By = e.By
	c.Liberty.move(Released, e.At)
}

// contacts are the ways in which somebody is met.
var contacts = []string{"in_person", "call", "family", "icrc"}

// VerifiedBody says that somebody has met the person, alive and free.
type VerifiedBody struct {
	Contact string `json:"contact"` // in_person, call, family, icrc
}

// Kind is the act's name.
func (*VerifiedBody) Kind() string { return "verified" }
func (*VerifiedBody) by() []Role {
	return []Role{Observer, Representative, ProtectionOfficer, VictimsLiaison, MedicalOfficer}
}

// verifyFloor is how long after a release a contact shows that it held: whoever
// was met at the gate can be taken again at the next checkpoint. It is the first
// third of the 72 hours in which somebody must be met (domain 4.4: 24-72 h later).
func verifyFloor(k Setting) Hours { return k.Policy.Clocks.Verify / 3 }

func (b *VerifiedBody) admit(c *Case, e Event, k Setting) error {
	p, _ := c.Part(e.By)
	switch {
	case c.Liberty.State != Released && c.Liberty.State != Unverified:
		return ruleStage.refuse("somebody released")
	case p.Org == c.Liberty.Holder || e.By == c.Liberty.By:
		return ruleVerified.refuse("somebody other than the releasing authority and than whoever recorded the release")
	case !slices.Contains(contacts, b.Contact):
		return ruleVerified.refuse("how the person was met")
	case c.Liberty.State == Unverified && len(c.Missing) > 0:
		return ruleMissing.refuse("the missing person's file, which two people close on a paper")
	case c.Liberty.State == Released && e.At < c.Liberty.Since.Add(verifyFloor(k).Duration()):
		return ruleVerified.refuse("a contact a day or more after the release: who is met at the gate can be taken again")
	}
	return nil
}

func (b *VerifiedBody) apply(c *Case, e Event) { c.Liberty.move(ReleaseVerified, e.At) }

// An Appealed is an appeal.
type Appealed struct {
	Side string `json:"side"` // person, victims, observer, prosecutor
	At   Micros `json:"at"`
}

// AppealedBody appeals against an outcome, or joins an appeal that another side
// made: one side's haste does not take the other's time away.
type AppealedBody struct {
	Ground string `json:"ground"` // new_fact, conflict, procedure, manifest_error
	Why    string `json:"why"`
	// Given is when notice of the outcome was given, from which every side's time
	// counts. The service fills it; entries older than it have none.
	Given Micros `json:"given,omitempty"`
}

// Kind is the act's name.
func (*AppealedBody) Kind() string { return "appealed" }
func (*AppealedBody) by() []Role {
	return []Role{Representative, VictimRepresentative, Observer, CourtLiaison}
}

func (b *AppealedBody) admit(c *Case, e Event, k Setting) error {
	side := appealSide(c, e.By)
	given := c.given()
	switch {
	case side == "victims" && !c.standingOf(e.By):
		return ruleStanding.refuse("a group of victims with standing for which its author speaks")
	case given == 0:
		return ruleStage.refuse("an outcome of which notice was given")
	case b.Why == "" || !slices.Contains([]string{"new_fact", "conflict", "procedure", "manifest_error"}, b.Ground):
		return ruleAppeal.refuse("a ground: a new fact, a conflict, the procedure or a manifest error")
	case slices.ContainsFunc(c.Appeals, func(a Appealed) bool { return a.Side == side && a.At >= c.Entered }):
		return ruleOnce.refuse("one appeal of each side")
	case e.At > given.Add(c.appealTime(side, k).Duration()):
		return ruleAppeal.refuse("an appeal in time")
	case b.Given != given && (b.Given != 0 || c.State == Appeal):
		return ruleForm.refuse("when notice of the outcome was given")
	case c.State == Appeal && side != "person" && len(c.Votes) > 0:
		return ruleStage.refuse("an appeal on which no seat has voted yet")
	}
	return nil
}

// given is when notice of the outcome that may be appealed against was given, 0
// where there is none. Of an appeal that is older than [AppealedBody.Given] it is
// taken to be when that was made.
func (c *Case) given() Micros {
	switch c.State {
	case Notice:
		return c.Entered
	case Appeal:
		return cmp.Or(c.Given, c.Entered)
	}
	return 0
}

// standingOf reports whether an account speaks for a group of victims with
// standing.
func (c *Case) standingOf(account string) bool {
	return slices.ContainsFunc(c.Groups, func(g VictimGroup) bool { return g.Delegate == account && g.Standing == StandingGranted })
}

func appealSide(c *Case, account string) string {
	switch p, _ := c.Part(account); p.Role {
	case Representative:
		return "person"
	case VictimRepresentative:
		return "victims"
	case Observer:
		return "observer"
	}
	return "prosecutor"
}

func (c *Case) appealTime(side string, k Setting) Hours {
	switch {
	case side == "person":
		return k.Policy.Clocks.AppealPerson
	case c.Grave():
		return k.Policy.Clocks.AppealGrave
	}
	return k.Policy.Clocks.AppealOther
}

func (b *AppealedBody) apply(c *Case, e Event) {
	c.Appeals = append(c.Appeals, Appealed{appealSide(c, e.By), e.At})
	c.Votes, c.Draft, c.Signed = nil, nil, nil
	c.takeLater()
	if c.State == Appeal { // joined: its clock is not begun anew
		return
	}
	c.Given = b.Given
	c.enter(Appeal, e.At)
}

// A Voiding is the first of the two names under a voiding. It removes nobody and
// voids nothing.
type Voiding struct {
	By      string `json:"by"`
	Ground  Ground `json:"ground"`
	Account string `json:"account,omitempty"`
	At      Micros `json:"at"`
}

// VoidedBody voids an outcome for a conflict of interest or a forgery, and takes
// out of the case whose it is. It undoes no release. It takes the roster's chair
// and the observer, both on the same ground and of the same person: another
// ground begins it anew.
type VoidedBody struct {
	Ground  Ground `json:"ground"`
	Account string `json:"account,omitempty"` // whose conflict or forgery it is
	Why     string `json:"why"`
}

// Kind is the act's name.
func (*VoidedBody) Kind() string { return "voided" }
func (*VoidedBody) by() []Role   { return []Role{RosterChair, Observer} }

func (b *VoidedBody) admit(c *Case, e Event, _ Setting) error {
	switch {
	case c.Outcome == nil || c.Resting != nil || c.State.open():
		return ruleStage.refuse("an outcome")
	case !b.Ground.Valid() || b.Ground.Waivable() || b.Why == "":
		return ruleVoid.refuse("a ground that cannot be waived, or a forgery, and reasons")
	case b.Account == e.By || b.Account != "" && c.part(b.Account) == nil:
		return ruleTwo.refuse("somebody else's conflict")
	case c.waives(b.Account):
		return ruleTwo.refuse("somebody whose voiding two others can sign: of the roster's chair and the observer neither signs their own")
	case c.Voiding != nil && c.Voiding.By == e.By && b.same(*c.Voiding):
		return ruleOnce.refuse("the other of the roster's chair and the observer")
	}
	return nil
}

// waives reports whether an account is one of the two who void.
func (c *Case) waives(account string) bool {
	p, ok := c.Part(account)
	return ok && p.clear() && p.Role.seesTies()
}

func (b *VoidedBody) same(v Voiding) bool { return b.Ground == v.Ground && b.Account == v.Account }

func (b *VoidedBody) apply(c *Case, e Event) {
	v := c.Voiding
	if v == nil || v.By == e.By || !b.same(*v) || !c.MayRead(v.By) {
		c.Voiding = &Voiding{e.By, b.Ground, b.Account, e.At}
		return
	}
	if b.Account != "" {
		c.bar(b.Account, b.Ground)
	}
	c.restart(e.At)
	c.Liberty.Stands = false // a decision to keep falls with it; a release does not
	c.enter(Voided, e.At)
}

// voids reports whether a voiding waits for the part's name.
func (c *Case) voids(p Part) bool {
	return c.Voiding != nil && c.Voiding.By != p.Account && c.Voiding.Account != p.Account && c.MayRead(c.Voiding.By)
}
