package review

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// A rule is why something is refused, and where that comes from.
type rule struct{ name, article string }

// house is the article of rules that only keep the file readable.
const house = "house rule"

var (
	ruleForm       = rule{"form", house}
	ruleBody       = rule{"body", house}
	ruleMandate    = rule{"mandate", "A/HRC/30/37 principle 6: a body established by law"}
	ruleSeat       = rule{"one seat, one thing", "A/HRC/30/37 principle 6: independence and impartiality"}
	ruleQuorum     = rule{"quorum", "A/HRC/30/37 principle 6; invariant I2: three distinct seats"}
	ruleMajority   = rule{"majority", "A/HRC/30/37 principle 15"}
	ruleDeadline   = rule{"deadline", "ICCPR 9(3)-(4): promptly, without delay"}
	ruleCeiling    = rule{"ceiling", "ICCPR 9(3)-(4); CCPR/C/GC/35 33: 48 hours"}
	hoursUrgent    = rule{"urgent hours", "ICCPR 6, 7, 9(4)"}
	hoursRelease   = rule{"release hours", "ICCPR 9(4); ICPPED 21"}
	hoursAppeal    = rule{"appeal hours", "ICCPR 9(4); Directive 2012/29/EU art. 11"}
	hoursTold      = rule{"notice hours", "ICCPR 14(1); Directive 2012/29/EU art. 6"}
	hoursStanding  = rule{"standing hours", "GA 60/147 art. 8; ICPPED 24(1)"}
	hoursQuestion  = rule{"question hours", "A/HRC/30/37 principle 6; ICCPR 14(1)"}
	ruleNotice     = rule{"victim notice", "Directive 2012/29/EU art. 6; GA 60/147 art. 24"}
	ruleGrave      = rule{"grave crimes", "ICCPR 14(2): presumption of innocence"}
	ruleLapse      = rule{"lapse", "ICCPR 9(1), 9(4); A/HRC/30/37 principle 13: the burden is the authority's"}
	ruleGuarantor  = rule{"no guarantors", "ICCPR 9(1); ICCPR 12; GC IV art. 34: hostages"}
	ruleBranch     = rule{"no security branch", "ICPPED 17(2); ICCPR 9(1)"}
	ruleConditions = rule{"conditions", "ICCPR 9(3), 12(3): necessary and proportionate"}
	ruleClosed     = rule{"closed material", "ICCPR 14(3)(b); A/HRC/30/37 principle 12"}
	rulePublic     = rule{"publication", "A/HRC/30/37 principle 11; domain rule: independent eyes"}
	ruleCap        = rule{"cases a day", "A/HRC/30/37 principle 8: a review in substance"}
	ruleLanes      = rule{"urgent lanes", "ICCPR 6, 7, 9(4)"}
)

// panelParts are the parts of a roster that panels are drawn from. Nobody who
// assembles, observes, holds, accuses or speaks for a side is among them.
var panelParts = []string{"jurist", "human_rights_organisation", "specialist", "analyst"}

// conditionKinds are the conditions that may be laid on a release, with whom
// they may be owed to.
var conditionKinds = map[string][]string{
	"attend_hearing": {"court", "commission"},
	"report":         {"court", "commission", "social_service"},
	"no_contact":     {""},
	"residence":      {""},
	"no_travel":      {""},
}

// required are the settings that a policy must state for itself.
var required = []string{
	"policy_version", "body", "panel.quorum", "panel.majority", "panel.keep_held_unanimous_after_days", "panel.max_cases_per_day", "panel.seats",
	"urgent.quorum", "urgent.lanes", "deadlines_h", "victim_notice_d.grave", "victim_notice_d.other", "grave.min_standard_to_refer",
	"grave.min_standard_public", "grave.min_independent_sources", "lapse_action", "publication.decisions", "publication.dissent", "publication.figures",
}

func (s *sheet) complete() {
	for _, f := range required {
		if _, ok := s.places[f]; !ok {
			s.fault(f, s.near(f), ruleForm, "missing", "is missing: nothing here has a silent default")
		}
	}
}

// near is the place of the nearest setting above a missing one.
func (s *sheet) near(field string) spot {
	for {
		i := strings.LastIndexByte(field, '.')
		if i < 0 {
			return s.places[""]
		}
		if field = field[:i]; s.places[field].line != 0 {
			return s.places[field]
		}
	}
}

// hold faults a field where ok is false.
func (s *sheet) hold(ok bool, field string, r rule, key, reason string, args ...any) {
	if !ok {
		p := s.places[field]
		if p.line == 0 {
			p = s.near(field)
		}
		s.fault(field, p, r, key, reason, args...)
	}
}

func (s *sheet) check(p Policy) {
	s.checkBody(p)
	s.checkPanel(p.Body, p.Panel)
	s.checkUrgent(p.Urgent, len(p.Panel.Seats))
	s.checkClocks(p.Clocks)
	s.checkConditions(p.Conditions)
	s.checkNotice(p.Notice, p.Clocks)
	s.hold(p.Grave.Refer >= P1, "grave.min_standard_to_refer", ruleGrave, "refer", "a referral needs P1 at least, not %s", p.Grave.Refer.String())
	s.hold(p.Grave.Public >= P2, "grave.min_standard_public", ruleGrave, "public", "a public word needs P2 at least, not %s", p.Grave.Public.String())
	s.hold(p.Grave.Sources >= 2 && p.Grave.Sources <= mostSources, "grave.min_independent_sources", ruleGrave, "sources", "two independent sources at least and %d at most, not %d", mostSources, p.Grave.Sources)
	s.hold(p.LapseAction == ReleaseDue, "lapse_action", ruleLapse, "lapse", "a lapse can only make a release due: %s, not %q", ReleaseDue, p.LapseAction)
	c := p.Closed
	s.hold(!c.Allowed || c.Advocate == "required" && c.Gist == "required", "closed_material", ruleClosed, "closed",
		"where a panel reads what the person may not, a special advocate and a gist are required")
	for field, v := range map[string]string{"closed_material.special_advocate": c.Advocate, "closed_material.share_gist": c.Gist} {
		s.hold(c.Allowed || v == "" || v == "required", field, ruleClosed, "closed", "is required, or left out where nothing closed is allowed; not %q", v)
	}
	s.hold(p.Publication.Decisions == "anonymised_abstract", "publication.decisions", rulePublic, "decisions", "want anonymised_abstract, not %q", p.Publication.Decisions)
	s.hold(p.Publication.Dissent, "publication.dissent", rulePublic, "dissent", "dissents are published")
	s.hold(p.Publication.Figures == "monthly", "publication.figures", rulePublic, "figures", "want monthly, not %q", p.Publication.Figures)
}

// mostSources bounds how many sources may be asked for: no file has a hundred.
const mostSources = 9

// checkNotice refuses too short a notice, and deadlines of custody that run out
// before it: nobody would be freed with the victims heard.
func (s *sheet) checkNotice(n NoticeRules, c ClockRules) {
	const most = 60
	s.hold(n.Grave >= 14 && n.Grave <= most, "victim_notice_d.grave", ruleNotice, "notice_grave", "victims of a grave crime are told at least 14 days before and at most %d, not %d", most, n.Grave)
	s.hold(n.Other >= 7 && n.Other <= most, "victim_notice_d.other", ruleNotice, "notice_other", "victims are told at least 7 days before and at most %d, not %d", most, n.Other)
	rest := c.Disclosure + c.Submissions + c.Panel
	room := func(field string, days int, assembly Hours) {
		s.hold(days < 0 || days > most || assembly+rest >= Days(days), field, ruleNotice, "notice_room",
			"the deadlines from assembly to the panel come to %d hours: there is no room to tell victims %d days before", assembly+rest, days)
	}
	room("victim_notice_d.grave", n.Grave, c.AssemblyB3)
	room("victim_notice_d.other", n.Other, c.Assembly)
}

// version is the name of a version: it stands in the ledger, in figures and on
// pages.
var version = regexp.MustCompile(`^[\p{L}\p{N}][\p{L}\p{N}\p{Mn} ._-]{0,79}$`)

func (s *sheet) checkBody(p Policy) {
	s.hold(version.MatchString(p.Version), "policy_version", ruleForm, "version", "want letters, digits, dots and dashes, 80 at most, not %q", p.Version)
	s.hold(p.Body == Commission || p.Body == Archive, "body", ruleBody, "body", "want commission or archive, not %q", p.Body)
	m := p.Mandate
	if m == (Mandate{}) {
		return
	}
	s.hold(p.Body == Commission, "mandate", ruleMandate, "mandate_archive", "an archive decides nothing, so it names no mandate")
	const whole = "a mandate names the law, who issued it and when; or leave all three empty"
	s.hold(hasWord(m.Instrument), "mandate.instrument", ruleMandate, "mandate_whole", whole)
	s.hold(hasWord(m.IssuedBy), "mandate.issued_by", ruleMandate, "mandate_whole", whole)
	const long = "is longer than %d letters"
	s.hold(utf8.RuneCountInString(m.Instrument) <= mostTitle, "mandate.instrument", ruleMandate, "mandate_long", long, mostTitle)
	s.hold(utf8.RuneCountInString(m.IssuedBy) <= mostTitle, "mandate.issued_by", ruleMandate, "mandate_long", long, mostTitle)
	day, err := time.Parse(time.DateOnly, m.IssuedOn)
	s.hold(err == nil && day.Year() >= 1900, "mandate.issued_on", ruleMandate, "mandate_day", "write the day as 2025-01-31, not %q", m.IssuedOn)
}

// mostTitle bounds the title of a law and the name of who issued it: pages and
// papers print them.
const mostTitle = 300

// hasWord reports whether a text says anything: three letters at least.
func hasWord(text string) bool {
	n := 0
	for _, r := range text {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n >= 3
}

// mostSeats bounds a panel: a larger one never meets.
const mostSeats = 9

func (s *sheet) checkPanel(body BodyKind, r PanelRules) {
	n := len(r.Seats)
	s.hold(n >= 3 && n <= mostSeats && n%2 == 1, "panel.seats", ruleQuorum, "seats", "a panel has three seats or another odd number up to %d, not %d", mostSeats, n)
	from := func(part string) bool {
		return slices.ContainsFunc(r.Seats, func(x SeatRule) bool { return x.From == part })
	}
	s.hold(body != Commission || from("jurist") && from("human_rights_organisation") && !from("analyst"), "panel.seats", ruleSeat, "seat_kinds",
		"on a commission's panel sit a jurist and an independent human-rights organisation, and nobody who assembles files")
	s.hold(r.Quorum >= 3 && r.Quorum <= n, "panel.quorum", ruleQuorum, "quorum", "want 3 at least and no more than the %d seats, not %d", n, r.Quorum)
	s.hold(2*r.Majority > n && r.Majority <= n, "panel.majority", ruleMajority, "majority", "want more than half of the %d seats, not %d", n, r.Majority)
	s.hold(r.KeepUnanimousD >= 0 && r.KeepUnanimousD <= 30, "panel.keep_held_unanimous_after_days", ruleMajority, "unanimous",
		"after 30 days at the latest, all must agree to keep a person; not %d", r.KeepUnanimousD)
	s.hold(r.CasesPerDay >= 1 && r.CasesPerDay <= 12, "panel.max_cases_per_day", ruleCap, "cap", "want 1 to 12, not %d: twenty an hour is no review", r.CasesPerDay)
	s.hold(r.SexBalance >= 0 && 2*r.SexBalance <= n, "panel.min_sex_balance", ruleForm, "sex", "cannot be %d of %d seats", r.SexBalance, n)
	seen := map[string]bool{}
	for i, seat := range r.Seats {
		at := fmt.Sprintf("panel.seats[%d]", i)
		s.hold(version.MatchString(seat.Seat), at+".seat", ruleSeat, "seat_name", "a seat needs a name of letters and digits, 80 at most")
		s.hold(!seen[seat.Seat], at+".seat", ruleSeat, "seat_twice", "two seats are named %q", seat.Seat)
		s.hold(slices.Contains(panelParts, seat.From), at+".from", ruleSeat, "seat_from", "want one of %s, not %q: nobody else decides",
			strings.Join(panelParts, ", "), seat.From)
		seen[seat.Seat] = true
	}
}

func (s *sheet) checkUrgent(u UrgentRules, seats int) {
	s.hold(u.Quorum >= 2 && u.Quorum <= max(2, seats), "urgent.quorum", ruleQuorum, "urgent_quorum", "an urgent order needs two seats, and no more than the panel has; not %d", u.Quorum)
	// Domain 4.5 lists them all, and no policy may be without one: who is in a lane may
	// be dead, gone or held for nothing by the time that an ordinary review is over.
	for _, l := range AllLanes() {
		s.hold(slices.Contains(u.Lanes, l), "urgent.lanes", ruleLanes, "lane_missing", "the lane %s is missing", l)
	}
	for i, l := range u.Lanes {
		at := fmt.Sprintf("urgent.lanes[%d]", i)
		s.hold(slices.Contains(AllLanes(), l), at, ruleLanes, "lane_unknown", "there is no lane %q", l)
		s.hold(!slices.Contains(u.Lanes[:i], l), at, ruleLanes, "lane_twice", "is named twice")
	}
}

// ceilings are the longest that each deadline may be, in hours, and the rule
// that sets it. Every deadline has a row here.
var ceilings = []struct {
	name string
	max  Hours
	rule rule
	of   func(ClockRules) Hours
}{
	{"intake", 24, ruleCeiling, func(c ClockRules) Hours { return c.Intake }},
	{"identity", 72, ruleCeiling, func(c ClockRules) Hours { return c.Identity }},
	{"triage", 48, ruleCeiling, func(c ClockRules) Hours { return c.Triage }},
	{"assembly", Days(14), ruleCeiling, func(c ClockRules) Hours { return c.Assembly }},
	{"assembly_grave", Days(30), ruleCeiling, func(c ClockRules) Hours { return c.AssemblyB3 }},
	{"disclosure", 72, ruleCeiling, func(c ClockRules) Hours { return c.Disclosure }},
	{"submissions", Days(14), ruleCeiling, func(c ClockRules) Hours { return c.Submissions }},
	{"panel", Days(7), ruleCeiling, func(c ClockRules) Hours { return c.Panel }},
	{"deliberation", Days(5), ruleCeiling, func(c ClockRules) Hours { return c.Deliberation }},
	{"urgent", 24, hoursUrgent, func(c ClockRules) Hours { return c.Urgent }},
	{"ratify", 72, hoursUrgent, func(c ClockRules) Hours { return c.Ratify }},
	{"court", 48, ruleCeiling, func(c ClockRules) Hours { return c.Court }},
	{"stay", 72, hoursRelease, func(c ClockRules) Hours { return c.Stay }},
	{"stay_extended", Days(7), hoursRelease, func(c ClockRules) Hours { return c.StayExtended }},
	{"release", 24, hoursRelease, func(c ClockRules) Hours { return c.Release }},
	{"rereview", Days(30), ruleCeiling, func(c ClockRules) Hours { return c.Rereview }},
	{"max_held_without_court", Days(90), ruleCeiling, func(c ClockRules) Hours { return c.Held }},
	{"notice", 24, hoursTold, func(c ClockRules) Hours { return c.Notice }},
	{"appeal_person", Days(366), hoursAppeal, func(c ClockRules) Hours { return c.AppealPerson }},
	{"appeal_other", Days(90), hoursAppeal, func(c ClockRules) Hours { return c.AppealOther }},
	{"appeal_victims_grave", Days(7), hoursAppeal, func(c ClockRules) Hours { return c.AppealGrave }},
	{"appeal_decide", Days(7), hoursAppeal, func(c ClockRules) Hours { return c.AppealDecide }},
	{"verify_release", 72, hoursRelease, func(c ClockRules) Hours { return c.Verify }},
	{"victim_standing", Days(7), hoursStanding, func(c ClockRules) Hours { return c.Standing }},
	{"conflict_question", 24, hoursQuestion, func(c ClockRules) Hours { return c.Question }},
	{"max_suspended", Days(30), ruleCeiling, func(c ClockRules) Hours { return c.Suspended }},
	{"max_conditional", Days(180), ruleConditions, func(c ClockRules) Hours { return c.Conditional }},
}

// A Deadline is one of a policy, with the longest that it may be.
type Deadline struct {
	Name string // in the text, below deadlines_h
	Most Hours
	Law  string // the article of the rule that sets it
	Of   func(ClockRules) Hours
}

// Deadlines lists them, in the order of the text.
func Deadlines() []Deadline {
	out := make([]Deadline, len(ceilings))
	for i, c := range ceilings {
		out[i] = Deadline{c.name, c.max, c.rule.article, c.of}
	}
	return out
}

func (s *sheet) checkClocks(c ClockRules) {
	for _, x := range ceilings {
		field, h := "deadlines_h."+x.name, x.of(c)
		_, stated := s.places[field]
		s.hold(stated, field, ruleForm, "missing", "is missing: nothing here has a silent default")
		if !stated {
			continue
		}
		s.hold(h > 0, field, ruleDeadline, "deadline", "a deadline is at least an hour, not %d", h)
		s.hold(h <= x.max, field, x.rule, "ceiling", "is at most %d hours, not %d", x.max, h)
	}
	s.hold(c.AppealPerson >= Days(14) || c.AppealPerson <= 0, "deadlines_h.appeal_person", hoursAppeal, "appeal_person", "a person has at least 14 days to appeal")
	s.hold(c.AppealOther >= 72 || c.AppealOther <= 0, "deadlines_h.appeal_other", hoursAppeal, "appeal_other", "victims and observers have at least 72 hours to appeal")
	s.hold(c.AppealGrave >= 72 || c.AppealGrave <= 0, "deadlines_h.appeal_victims_grave", hoursAppeal, "appeal_grave", "victims of a grave crime have at least 72 hours to appeal")
}

func (s *sheet) checkConditions(cs []Condition) {
	for i, c := range cs {
		at := fmt.Sprintf("conditions[%d]", i)
		to, ok := conditionKinds[c.Kind]
		s.hold(ok, at+".kind", ruleConditions, "condition", "%q is none of the conditions that may be laid on a release", c.Kind)
		s.hold(!ok || slices.Contains(to, c.To), at+".to", ruleConditions, "condition_to", "%s cannot be owed to %q", c.Kind, c.To)
	}
}
