package review

// A State is how far the review of a file has come.
type State string

// The states of a review.
const (
	Intake       State = "INTAKE"       // opened: the holder is asked for the ground, the person is told
	Identity     State = "IDENTITY"     // who this is
	Triage       State = "TRIAGE"       // which lane
	Assembly     State = "ASSEMBLY"     // the file is put together
	Disclosure   State = "DISCLOSURE"   // the person reads it
	Submissions  State = "SUBMISSIONS"  // the person and the victims answer
	Panel        State = "PANEL"        // the hearing
	Deliberation State = "DELIBERATION" // votes, reasons, signatures
	Decided      State = "DECIDED"      // by a body with a mandate
	Recommended  State = "RECOMMENDED"  // by a commission without one
	Assessed     State = "ASSESSED"     // by one organisation, of its archive
	Notice       State = "NOTICE"       // everyone entitled was told; appeals may come
	Appeal       State = "APPEAL"       // a fresh panel
	Final        State = "FINAL"        //
	Closed       State = "CLOSED"       //
	Suspended    State = "SUSPENDED"    // the review rests, the clocks on custody do not
	Voided       State = "VOIDED"       // undone for a conflict or a forgery; to be assembled anew
)

// States lists the states in the order of the way.
func States() []State {
	return []State{
		Intake, Identity, Triage, Assembly, Disclosure, Submissions, Panel, Deliberation, Decided, Recommended, Assessed, Notice, Appeal, Final,
		Closed, Suspended, Voided,
	}
}

// end is the state in which an outcome of that form stands.
func (f Form) end() State {
	switch f {
	case Decision:
		return Decided
	case Recommendation:
		return Recommended
	}
	return Assessed
}

// open reports whether the review has not come to an outcome.
func (s State) open() bool {
	switch s {
	case Intake, Identity, Triage, Assembly, Disclosure, Submissions, Panel, Deliberation, Voided:
		return true
	}
	return false
}

// A LibertyState is what a person's custody, or freedom, stands on.
type LibertyState string

// The states of liberty.
const (
	Free            LibertyState = "FREE"            // was free when the case was opened
	InCustody       LibertyState = "HELD"            // while the review's clocks run, or kept by a decision
	CourtDue        LibertyState = "COURT_DUE"       // to be brought before a judge
	ByCourt         LibertyState = "BY_COURT"        // held by order of a court
	Stay            LibertyState = "STAY_WINDOW"     // release decided, held back for the hours of an appeal
	DueForRelease   LibertyState = "RELEASE_DUE"     //
	ReleasePlanned  LibertyState = "RELEASE_PLANNED" // time, place, escort, property, papers
	Released        LibertyState = "RELEASED"        // says the holder
	ReleaseVerified LibertyState = "VERIFIED"        // says someone else
	Unverified      LibertyState = "UNVERIFIED"      // nobody has seen the person free: a missing person's file
)

// LibertyStates lists the states of liberty.
func LibertyStates() []LibertyState {
	return []LibertyState{Free, InCustody, CourtDue, ByCourt, Stay, DueForRelease, ReleasePlanned, Released, ReleaseVerified, Unverified}
}

// confined reports whether the person is behind a door.
func (l LibertyState) confined() bool {
	switch l {
	case InCustody, CourtDue, ByCourt, Stay, DueForRelease, ReleasePlanned:
		return true
	}
	return false
}

// releasing reports whether release is due, under way or done: no step of a
// review leads back from here.
func (l LibertyState) releasing() bool {
	switch l {
	case DueForRelease, ReleasePlanned, Released, ReleaseVerified, Unverified:
		return true
	}
	return false
}

// An Outcome is what a panel comes to.
type Outcome string

// Outcomes for people in custody, for people already free, and of an appeal.
const (
	Release     Outcome = "release"
	Conditional Outcome = "conditional_release"
	Keep        Outcome = "keep" // on a lawful order that is attached, and reviewed again
	ToCourt     Outcome = "refer_court"
	ToProsecute Outcome = "refer_prosecutor"

	Certificate Outcome = "status_certificate"
	Summons     Outcome = "voluntary_summons"
	Referral    Outcome = "referral"
	NoAction    Outcome = "no_action"

	Uphold Outcome = "uphold" // the outcome appealed against
	Remit  Outcome = "remit"  // to be reviewed anew
)

// outcomes are those open to a bench.
func (c *Case) outcomes() []Outcome {
	switch {
	case c.State == Appeal && c.Liberty.State.confined():
		return []Outcome{Uphold, Remit, Release}
	case c.State == Appeal:
		return []Outcome{Uphold, Remit, Certificate, NoAction}
	case c.Liberty.State.confined():
		return []Outcome{Release, Conditional, Keep, ToCourt, ToProsecute}
	}
	return []Outcome{Certificate, Summons, Referral, NoAction}
}
