package review

import (
	"slices"

	"kashf.org/kashf/internal/register"
)

var everyone = []Role{
	Registrar, RosterChair, FileOfficer, SecondAnalyst, Member, AppealMember, Observer, Representative, Advocate, VictimsLiaison,
	VictimRepresentative, CourtLiaison, ProtectionOfficer, MedicalOfficer,
}

var (
	ruleArchive = rule{"an archive holds nobody", "house rule 4; domain 4.4"}
	ruleOnce    = rule{"once", house}
	ruleStage   = rule{"not at this stage", "domain 4.4"}
	ruleTwo     = rule{"nobody is two things", "domain 4.2(3), 4.3; A/HRC/30/37 principle 6"}
	ruleDrawn   = rule{"drawn, not chosen", "domain 4.3: the chair cannot choose"}
	ruleIndep   = rule{"independent organisations", "domain 4.2(4); Paris Principles"}
	ruleSuspend = rule{"bounded suspension", "invariant I11; domain 4.4"}
	ruleTold    = rule{string(PersonTold), "ICCPR 9(2), 14(3)(a)"}
	ruleMatched = rule{string(VictimsMatched), "GA 60/147 art. 12"}
	ruleIdent   = rule{"identity grade", "domain 7.2 identity_grade"}
)

// OpenedBody opens a case. Whoever opens it is its registrar.
type OpenedBody struct {
	ID      CaseID            `json:"id"`
	Person  register.PersonID `json:"person"`
	Policy  string            `json:"policy"`
	Custody bool              `json:"custody"`
	Holder  string            `json:"holder,omitempty"` // organisation that holds the person
	// Began is when the clocks on this custody began, where an earlier case on
	// it was opened before this one. The service fills it.
	Began Micros `json:"began,omitempty"`
	// Rows are the rows of the person's file now. The service fills them.
	Rows []register.RecordID `json:"rows,omitempty"`
	// What the register held of the person when the case was opened, for the
	// public account, which is counted from the ledger alone. The service fills it.
	Figured
}

// Figured is what the public account counts people by. It never changes in a
// case: the account of one month adds up with that of the next.
type Figured struct {
	Sex     string `json:"sex,omitempty"`      // a code of the vocabulary, "" where not known
	Under18 string `json:"under_18,omitempty"` // yes, no, "" where not known
}

// Kind is the act's name.
func (*OpenedBody) Kind() string { return "opened" }
func (*OpenedBody) by() []Role   { return nil }

func (b *OpenedBody) admit(_ *Case, e Event, k Setting) error {
	switch {
	case b.ID == "" || b.Person == 0 || e.By == "" || e.By == Machine || b.Policy != k.Policy.Version:
		return ruleForm.refuse("a case, a person, a registrar and the policy in force")
	case b.Custody && k.Policy.Body == Archive:
		return ruleArchive.refuse("a commission's policy, or a person who is free")
	case b.Custody && (b.Holder == "" || b.Holder == e.Org):
		return ruleIndep.refuse("the name of who holds the person, who does not open the case")
	case b.Began > e.At:
		return ruleForm.refuse("custody that began before now")
	}
	return nil
}

func (b *OpenedBody) apply(c *Case, e Event) {
	*c = Case{ID: b.ID, Person: b.Person, Policy: b.Policy, First: e.Seq, Opened: e.At, Figured: b.Figured, Rows: b.Rows}
	c.Cast = []Part{{Account: e.By, Org: e.Org, Role: Registrar, Since: e.At}}
	c.Liberty = Liberty{State: Free, Since: e.At}
	if b.Custody {
		c.Liberty = Liberty{State: InCustody, Since: e.At, Began: e.At, Holder: b.Holder}
		if b.Began != 0 {
			c.Liberty.Began = b.Began
		}
	}
	c.enter(Intake, e.At)
}

// AssignedBody gives somebody a part in the case.
type AssignedBody struct {
	Account string `json:"account"`
	Org     string `json:"org"`
	Role    Role   `json:"role"`
	Seat    string `json:"seat,omitempty"`
	Draw    string `json:"draw,omitempty"` // id of the draw, for those who decide
	Code    string `json:"code,omitempty"` // that was drawn
}

// Kind is the act's name.
func (*AssignedBody) Kind() string { return "assigned" }
func (*AssignedBody) by() []Role   { return []Role{Registrar, RosterChair, Observer, Timekeeper} }

func (b *AssignedBody) admit(c *Case, e Event, k Setting) error {
	switch {
	case b.Account == "" || b.Account == Machine || !slices.Contains(everyone, b.Role):
		return ruleForm.refuse("an account and a role")
	case c.part(b.Account) != nil:
		return ruleTwo.refuse("somebody who has had no part in this file")
	case b.Org != "" && b.Org == c.Liberty.Holder:
		return ruleIndep.refuse("somebody whom the holder does not employ")
	case b.Role.sitting() != (e.By == Machine), b.Role.sitting() && b.Draw == "":
		return ruleDrawn.refuse("the draw that gives the seat; every other role is assigned by a person")
	case b.Role == Registrar || b.Role == RosterChair || b.Role == Observer || b.Role == FileOfficer:
		if len(c.playing(b.Role)) > 0 && (b.Role != RosterChair || !c.standingBarred()) {
			return ruleOnce.refuse("a role that nobody plays now")
		}
	}
	if p, _ := c.Part(e.By); p.Role == Observer && (b.Role != Registrar && b.Role != RosterChair || len(c.playing(Registrar))+len(c.playing(RosterChair)) > 0) {
		return ruleRole.refuse("the registrar or the roster's chair; the observer only where neither is left, to call one of them")
	}
	if k.Policy.Body == Commission && b.Role != Observer && b.Org != "" && slices.ContainsFunc(c.Cast, func(p Part) bool { return p.Role == Observer && p.Org == b.Org }) {
		return ruleIndep.refuse("somebody of another organisation than the observer's")
	}
	if b.Role.sitting() {
		return b.admitSeat(c, k)
	}
	if b.Role == Observer && slices.ContainsFunc(c.Cast, func(p Part) bool {
		return p.Org == b.Org && p.Role != Observer && (p.Role != Registrar || k.Policy.Body == Commission)
	}) {
		return ruleIndep.refuse("an observer of an organisation with no other part in the file")
	}
	return nil
}

// accredited: who observes is of an organisation accredited for that today. An
// archive's observer is whom it finds.
func (b *AssignedBody) accredited(r *Roster, p Policy, at Micros) error {
	if b.Role == Observer && p.Body == Commission && !r.May(b.Org, ObserverPart, at) {
		return ruleAccredited.refuse("an observer of an organisation accredited to observe today")
	}
	return nil
}

func (b *AssignedBody) admitSeat(c *Case, k Setting) error {
	if b.Role == AppealMember && c.State != Appeal {
		return ruleStage.refuse("an appeal")
	}
	if _, ok := k.Policy.Seat(b.Seat); !ok {
		return ruleSeat.refuse("a seat of the policy")
	}
	for _, p := range c.Cast {
		switch {
		case p.Role == b.Role && p.Seat == b.Seat && p.Left == 0 && !p.conflicted():
			return ruleSeat.refuse("a seat that is empty")
		case k.Policy.Body == Commission && p.Org == b.Org && (p.Role.sitting() && p.Left == 0 || p.Role == Observer || p.Role == FileOfficer):
			return ruleIndep.refuse("a member of an organisation with no other part in the file")
		}
	}
	return nil
}

func (b *AssignedBody) apply(c *Case, e Event) {
	c.Cast = append(c.Cast, Part{Account: b.Account, Org: b.Org, Role: b.Role, Seat: b.Seat, Draw: b.Draw, Since: e.At})
}

// A Check is something done and recorded on a file.
type Check string

// The checks.
const (
	BasisAsked        Check = "basis_asked"        // the holder, in writing, for the ground
	PersonTold        Check = "person_told"        // in a language of theirs; through appointed counsel where they cannot be found
	LegalDocuments    Check = "legal_documents"    // asked for
	ExculpatorySearch Check = "exculpatory_search" // for what speaks for the person
	TaintScreen       Check = "taint_screen"       // statements made to a branch
	ItemHashes        Check = "item_hashes"        // of everything attached
	VictimsMatched    Check = "victims_matched"    // against the victims' register
	UnknownPerson     Check = "unknown_person"     // protocol for somebody who cannot be named
)

// checkers are who may record each check.
var checkers = map[Check]Role{
	BasisAsked: Registrar, PersonTold: Registrar, UnknownPerson: Registrar,
	LegalDocuments: FileOfficer, ExculpatorySearch: FileOfficer, TaintScreen: FileOfficer, ItemHashes: FileOfficer,
	VictimsMatched: VictimsLiaison,
}

// CheckedBody records a check and what came of it.
type CheckedBody struct {
	Check  Check  `json:"check"`
	Result string `json:"result"` // in words; a search that found nothing says where it searched
	// Telling is how the person was told, of [PersonTold]. Entries older than it
	// have none, and count as they did.
	Telling
}

// Kind is the act's name.
func (*CheckedBody) Kind() string { return "checked" }
func (*CheckedBody) by() []Role   { return []Role{Registrar, FileOfficer, VictimsLiaison} }

func (b *CheckedBody) admit(c *Case, e Event, _ Setting) error {
	who, ok := checkers[b.Check]
	switch p, _ := c.Part(e.By); {
	case !ok:
		return ruleForm.refuse("a check of the list")
	case p.Role != who:
		return ruleRole.refuse("the " + string(who) + " of the case")
	case b.Result == "":
		return ruleReasons.refuse("what was done and what came of it")
	case b.Check == PersonTold:
		return b.Telling.admit()
	case b.Telling != Telling{}:
		return ruleForm.refuse("a language only where the person was told")
	}
	return nil
}

func (b *CheckedBody) apply(c *Case, _ Event) {
	if c.Checked == nil { // an empty map is not stored
		c.Checked = map[Check]bool{}
	}
	c.Checked[b.Check] = true
	if b.Check == PersonTold {
		c.Told = b.Telling
	}
}

// LaneBody puts the case into an urgent lane.
type LaneBody struct {
	Lane Lane `json:"lane"`
}

// Kind is the act's name.
func (*LaneBody) Kind() string { return "lane" }
func (*LaneBody) by() []Role {
	return []Role{Registrar, FileOfficer, MedicalOfficer, Representative, Observer, ProtectionOfficer}
}

func (b *LaneBody) admit(c *Case, _ Event, k Setting) error {
	switch {
	case !slices.Contains(k.reached().Urgent.Lanes, b.Lane):
		return ruleLanes.refuse("a lane of the policy")
	case slices.ContainsFunc(c.Lanes, func(l LaneEntry) bool { return l.Lane == b.Lane }):
		return ruleOnce.refuse("a lane that the case is not in")
	}
	return nil
}

func (b *LaneBody) apply(c *Case, e Event) { c.Lanes = append(c.Lanes, LaneEntry{b.Lane, e.At}) }

// FlagBody sets or clears a flag.
type FlagBody struct {
	Flag Flag `json:"flag"`
	On   bool `json:"on"`
}

// Kind is the act's name.
func (*FlagBody) Kind() string { return "flag" }
func (*FlagBody) by() []Role   { return []Role{Registrar, FileOfficer} }

func (b *FlagBody) admit(*Case, Event, Setting) error {
	if !slices.Contains(Flags(), b.Flag) {
		return ruleForm.refuse("a flag of the list")
	}
	return nil
}

func (b *FlagBody) apply(c *Case, _ Event) {
	c.Flags = slices.DeleteFunc(c.Flags, func(f Flag) bool { return f == b.Flag })
	if b.On {
		c.Flags = append(c.Flags, b.Flag)
		slices.Sort(c.Flags)
	}
}

// SuspendedBody lets the review rest. The clocks on custody run on.
type SuspendedBody struct {
	Why   string `json:"why"`
	Until Micros `json:"until"`
	// Stage is when the stage was entered in which the review rests. The service
	// fills it; entries older than it have none, and bound no later rest.
	Stage Micros `json:"stage,omitempty"`
}

// Kind is the act's name.
func (*SuspendedBody) Kind() string { return "suspended" }
func (*SuspendedBody) by() []Role   { return []Role{RosterChair} }

func (b *SuspendedBody) admit(c *Case, e Event, k Setting) error {
	switch {
	case !c.State.open() || c.State == Voided:
		return ruleStage.refuse("a review under way")
	case b.Why == "" || b.Until <= e.At || b.Until > e.At.Add(k.Policy.Clocks.Suspended.Duration()):
		return ruleSuspend.refuse("a reason, and an end within what the policy allows")
	case b.Stage != 0 && b.Stage != c.Entered:
		return ruleForm.refuse("the stage that the review is in")
	case c.Rested != nil && c.Rested.Stage == c.Entered && b.Until > c.Rested.First.Add(k.Policy.Clocks.Suspended.Duration()):
		return ruleSuspend.refuse("an end within what the policy allows of one stage, counted from the first rest in it")
	}
	return nil
}

func (b *SuspendedBody) apply(c *Case, e Event) {
	if b.Stage != 0 && (c.Rested == nil || c.Rested.Stage != b.Stage) {
		c.Rested = &Rest{b.Stage, e.At}
	}
	c.Resting = &Suspension{From: c.State, Since: e.At, Until: b.Until}
	c.State = Suspended // c.Entered stays: the stage's clock runs on
}

// ResumedBody ends a rest before its time.
type ResumedBody struct{}

// Kind is the act's name.
func (*ResumedBody) Kind() string { return "resumed" }
func (*ResumedBody) by() []Role   { return []Role{RosterChair, Registrar} }

func (*ResumedBody) admit(c *Case, _ Event, _ Setting) error {
	if c.Resting == nil {
		return ruleStage.refuse("a review that rests")
	}
	return nil
}

func (*ResumedBody) apply(c *Case, _ Event) { c.State, c.Resting = c.Resting.From, nil }
