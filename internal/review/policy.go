package review

import (
	"slices"
	"time"
)

// A Form is what the outcomes of a review are. Their words in Arabic are
// قرار, توصية and تقدير.
type Form string

const (
	// Decision: a body with a mandate decides.
	Decision Form = "decision"
	// Recommendation: a commission that names no mandate recommends.
	Recommendation Form = "recommendation"
	// Assessment: one organisation studies its archive.
	Assessment Form = "assessment"
)

// A BodyKind is what sort of body reviews.
type BodyKind string

const (
	// Commission: several organisations review the files of people in custody
	// or free.
	Commission BodyKind = "commission"
	// Archive: one organisation reviews the files it keeps. It holds nobody.
	Archive BodyKind = "archive"
)

// Hours is a length of time in a policy. A day is 24 hours whatever the clocks
// on the wall do, so that summer time lengthens no custody.
type Hours int

// Duration is h as a duration.
func (h Hours) Duration() time.Duration { return time.Duration(h) * time.Hour }

// Days is n times 24 hours.
func Days(n int) Hours { return Hours(24 * n) }

// A Policy is the rules that one body reviews by: data, in one versioned file.
// [ParsePolicy] makes one and refuses what no policy may allow.
type Policy struct {
	Version     string         `yaml:"policy_version" json:"policy_version"`
	Body        BodyKind       `yaml:"body" json:"body"`
	Mandate     Mandate        `yaml:"mandate" json:"mandate"`
	Panel       PanelRules     `yaml:"panel" json:"panel"`
	Urgent      UrgentRules    `yaml:"urgent" json:"urgent"`
	Clocks      ClockRules     `yaml:"deadlines_h" json:"deadlines_h"`
	Notice      NoticeRules    `yaml:"victim_notice_d" json:"victim_notice_d"`
	Grave       GraveRules     `yaml:"grave" json:"grave"`
	LapseAction string         `yaml:"lapse_action" json:"lapse_action"`
	Conditions  []Condition    `yaml:"conditions" json:"conditions,omitempty"`
	Closed      ClosedMaterial `yaml:"closed_material" json:"closed_material"`
	Publication Publication    `yaml:"publication" json:"publication"`
}

// A Mandate is the law that gives a commission its power. Without one its
// outcomes are recommendations.
type Mandate struct {
	Instrument string `yaml:"instrument" json:"instrument,omitempty"` // the law or decree, with its number
	IssuedBy   string `yaml:"issued_by" json:"issued_by,omitempty"`
	IssuedOn   string `yaml:"issued_on" json:"issued_on,omitempty"` // 2025-01-31
}

// PanelRules say who sits, and how many must agree.
type PanelRules struct {
	Quorum         int        `yaml:"quorum" json:"quorum"`
	Majority       int        `yaml:"majority" json:"majority"`
	KeepUnanimousD int        `yaml:"keep_held_unanimous_after_days" json:"keep_held_unanimous_after_days"`
	CasesPerDay    int        `yaml:"max_cases_per_day" json:"max_cases_per_day"`
	SexBalance     int        `yaml:"min_sex_balance" json:"min_sex_balance"` // the least number of women and of men
	Seats          []SeatRule `yaml:"seats" json:"seats"`
}

// A SeatRule is one seat of a panel and the part of the roster it is drawn from.
type SeatRule struct {
	Seat string `yaml:"seat" json:"seat"`
	From string `yaml:"from" json:"from"`
}

// UrgentRules are the lanes in which a first order is due within hours.
type UrgentRules struct {
	Quorum int    `yaml:"quorum" json:"quorum"`
	Lanes  []Lane `yaml:"lanes" json:"lanes"`
}

// ClockRules are the deadlines, in hours. Those marked custody run on custody:
// a later policy may shorten them for cases under way, and does nothing else.
type ClockRules struct {
	Intake       Hours `yaml:"intake" json:"intake"`                 // custody: basis asked of the holder, person told
	Identity     Hours `yaml:"identity" json:"identity"`             // custody
	Triage       Hours `yaml:"triage" json:"triage"`                 // custody
	Assembly     Hours `yaml:"assembly" json:"assembly"`             // custody
	AssemblyB3   Hours `yaml:"assembly_grave" json:"assembly_grave"` // custody: where a grave crime is alleged at P1
	Disclosure   Hours `yaml:"disclosure" json:"disclosure"`         // custody
	Submissions  Hours `yaml:"submissions" json:"submissions"`       // custody
	Panel        Hours `yaml:"panel" json:"panel"`                   // custody
	Deliberation Hours `yaml:"deliberation" json:"deliberation"`     // custody
	Urgent       Hours `yaml:"urgent" json:"urgent"`                 // custody: first order in an urgent lane
	Ratify       Hours `yaml:"ratify" json:"ratify"`                 // whole panel's word on an urgent order
	Court        Hours `yaml:"court" json:"court"`                   // custody: a judge, after a lapse
	Stay         Hours `yaml:"stay" json:"stay"`                     // custody: between a grave release and its carrying out
	StayExtended Hours `yaml:"stay_extended" json:"stay_extended"`   // custody: by a reasoned order of a panel
	Release      Hours `yaml:"release" json:"release"`               // custody: to carry a release out
	Rereview     Hours `yaml:"rereview" json:"rereview"`             // custody: of a decision to keep
	Held         Hours `yaml:"max_held_without_court" json:"max_held_without_court"`
	Notice       Hours `yaml:"notice" json:"notice"`
	AppealPerson Hours `yaml:"appeal_person" json:"appeal_person"`
	AppealOther  Hours `yaml:"appeal_other" json:"appeal_other"`
	AppealGrave  Hours `yaml:"appeal_victims_grave" json:"appeal_victims_grave"`
	AppealDecide Hours `yaml:"appeal_decide" json:"appeal_decide"`
	Verify       Hours `yaml:"verify_release" json:"verify_release"`
	Standing     Hours `yaml:"victim_standing" json:"victim_standing"`
	Question     Hours `yaml:"conflict_question" json:"conflict_question"`
	Suspended    Hours `yaml:"max_suspended" json:"max_suspended"`
	Conditional  Hours `yaml:"max_conditional" json:"max_conditional"`
}

// NoticeRules say how many days before the hearing victims are told.
type NoticeRules struct {
	Grave int `yaml:"grave" json:"grave"`
	Other int `yaml:"other" json:"other"`
}

// GraveRules are what it takes before a grave crime is spoken of.
type GraveRules struct {
	Refer   Standard `yaml:"min_standard_to_refer" json:"min_standard_to_refer"`
	Public  Standard `yaml:"min_standard_public" json:"min_standard_public"`
	Sources int      `yaml:"min_independent_sources" json:"min_independent_sources"`
}

// A Condition may be laid on a release.
type Condition struct {
	Kind string `yaml:"kind" json:"kind"`
	To   string `yaml:"to" json:"to,omitempty"`
}

// ClosedMaterial says whether a panel may read what the person may not.
type ClosedMaterial struct {
	Allowed  bool   `yaml:"allowed" json:"allowed"`
	Advocate string `yaml:"special_advocate" json:"special_advocate,omitempty"`
	Gist     string `yaml:"share_gist" json:"share_gist,omitempty"`
}

// Publication says what the public learns.
type Publication struct {
	Decisions string `yaml:"decisions" json:"decisions"`
	Dissent   bool   `yaml:"dissent" json:"dissent"`
	Figures   string `yaml:"figures" json:"figures"`
}

// ReleaseDue is the only thing a policy may say of a lapse.
const ReleaseDue = "RELEASE_DUE"

// Form is what the policy's outcomes are.
func (p Policy) Form() Form {
	switch {
	case p.Body == Archive:
		return Assessment
	case p.Mandate == (Mandate{}):
		return Recommendation
	}
	return Decision
}

// Seat finds a seat by its name.
func (p Policy) Seat(name string) (SeatRule, bool) {
	i := slices.IndexFunc(p.Panel.Seats, func(s SeatRule) bool { return s.Seat == name })
	if i < 0 {
		return SeatRule{}, false
	}
	return p.Panel.Seats[i], true
}

// Budget is the longest that custody may last from the opening of a case
// without a decision, however often the review is suspended, voided or begun
// again: the sum of the stages, and never more than the time without a court.
func (p Policy) Budget(grave bool) time.Duration {
	c := p.Clocks
	assembly := c.Assembly
	if grave {
		assembly = c.AssemblyB3
	}
	return min(c.Intake+c.Identity+c.Triage+assembly+c.Disclosure+c.Submissions+c.Panel+c.Deliberation, c.Held).Duration()
}

// custody are the clocks on custody, the ones that a later policy may shorten.
func (c *ClockRules) custody() []*Hours {
	return []*Hours{
		&c.Intake, &c.Identity, &c.Triage, &c.Assembly, &c.AssemblyB3, &c.Disclosure, &c.Submissions, &c.Panel, &c.Deliberation,
		&c.Urgent, &c.Court, &c.Stay, &c.StayExtended, &c.Release, &c.Rereview, &c.Held,
	}
}

// Reached is the policy that a case under way goes by once later is in force:
// its own, with the custody clocks that later shortens and the urgent lanes
// that later adds. Everything else stays as it was when the case began.
func (p Policy) Reached(later Policy) Policy {
	was, now := p.Clocks.custody(), later.Clocks.custody()
	for i := range was {
		*was[i] = min(*was[i], *now[i])
	}
	lanes := slices.Clone(p.Urgent.Lanes)
	for _, l := range later.Urgent.Lanes {
		if !slices.Contains(lanes, l) {
			lanes = append(lanes, l)
		}
	}
	p.Urgent.Lanes = lanes
	return p
}

// A Lane is a reason for a first order within hours.
type Lane string

// The urgent lanes.
const (
	Child         Lane = "child"           // under 18, or a child with a parent
	MinorAtArrest Lane = "minor_at_arrest" // under 18 when arrested
	Pregnant      Lane = "pregnant"        // pregnant or breastfeeding
	Illness       Lane = "illness"         // life-threatening, amputation, psychosis, starvation
	DeathSentence Lane = "death_sentence"  // or a date of execution
	OverDetained  Lane = "over_detained"   // served, acquitted, amnestied
	NoGround      Lane = "no_ground"       // none shown
	TortureRisk   Lane = "torture_risk"    // or sexual violence, now
	Disability    Lane = "disability"      //
	Elderly       Lane = "elderly"         // over 65
	Foreigner     Lane = "foreigner"       // without consular contact, or stateless
	Reprisal      Lane = "reprisal"        // lynching, revenge
	Transfer      Lane = "transfer"        // planned within 72 hours
)

// AllLanes lists the urgent lanes.
func AllLanes() []Lane {
	return []Lane{
		Child, MinorAtArrest, Pregnant, Illness, DeathSentence, OverDetained, NoGround, TortureRisk, Disability, Elderly, Foreigner, Reprisal, Transfer,
	}
}
