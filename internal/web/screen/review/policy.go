package review

import (
	"net/http"
	"slices"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/part"
)

// A PolicyView explains the policy in force.
type PolicyView struct {
	Version, Since, Why string
	Form, FormText      string
	Facts               []part.Fact
	Clocks              []part.Fact
	Lanes               []string
	Way                 WayView
	// Beside are the states that a review is in beside the way.
	Beside  []StateView
	Custody []StateView
	Changes []Row
	Adopt   bool // the reader may put another into force
	Adopted bool // and has just done so
}

// A StateView is one state of the drawing, with its words.
type StateView struct{ Name, Text, Time string }

// A WayView is the drawing of the states: boxes on the way, beside a list that
// says the same.
type WayView struct {
	Caption string
	States  []StateView
}

func (s *Screen) policy(w http.ResponseWriter, r *http.Request) error {
	p := web.PrinterOf(r.Context())
	all, err := s.Reviews.Store.PoliciesInForce(r.Context())
	if err != nil {
		return err
	}
	if len(all) == 0 {
		return s.inside(w, r, http.StatusOK, p.T("review.policy"), nil, NoPolicy(p, can(r, access.ReviewPolicy)))
	}
	v := explain(p, all)
	v.Adopt = can(r, access.ReviewPolicy)
	v.Adopted = v.Adopt && r.URL.Query().Get("done") == "adopted"
	return s.inside(w, r, http.StatusOK, p.T("review.policy"), nil, Policy(p, v))
}

func explain(p locale.Printer, all []review.StoredPolicy) PolicyView {
	last := all[len(all)-1]
	y := last.Policy
	v := PolicyView{
		Version: y.Version, Since: p.Day(last.At.Time()), Why: last.Why, Form: p.T("review.form." + string(y.Form())), FormText: p.T("review.form." + string(y.Form()) + ".text"),
	}
	said := map[string]string{}
	for _, x := range settingsOf(p, y) {
		said[x.Key] = x.Value
	}
	fact := func(label, value string) { v.Facts = append(v.Facts, part.Fact{Label: p.T(label), Value: value}) }
	if y.Mandate.Instrument != "" {
		fact("review.policy.mandate", p.T("review.policy.mandate.text", locale.Isolate(y.Mandate.Instrument), locale.Isolate(y.Mandate.IssuedBy), p.Date(y.Mandate.IssuedOn)))
	}
	for _, f := range [][2]string{
		{"review.policy.seats", "panel.seats"}, {"review.policy.quorum", "panel.quorum"}, {"review.policy.sex", "panel.min_sex_balance"},
		{"review.policy.majority", "panel.majority"}, {"review.policy.unanimous", "panel.keep_held_unanimous_after_days"},
		{"review.policy.cap", "panel.max_cases_per_day"}, {"review.policy.urgent", "urgent.quorum"}, {"review.policy.notice_grave", "victim_notice_d.grave"},
		{"review.policy.notice_other", "victim_notice_d.other"}, {"review.policy.sources", "grave.min_independent_sources"},
		{"review.policy.refer", "grave.min_standard_to_refer"}, {"review.policy.public", "grave.min_standard_public"},
	} {
		fact(f[0], said[f[1]])
	}
	fact("review.policy.lapse", p.T("review.policy.lapse.release"))
	fact("review.policy.conditions", said["conditions"])
	fact("review.policy.closed", said["closed_material.allowed"])
	fact("review.policy.published", p.T("review.policy.published.text"))
	for _, c := range clocksOf(y) {
		v.Clocks = append(v.Clocks, part.Fact{Label: p.T("review.clock." + c.name), Value: hours(p, c.h)})
	}
	v.Lanes = laneNames(p, y)
	v.Way = wayOf(p, y)
	for _, x := range []review.State{review.Appeal, review.Suspended, review.Voided} {
		v.Beside = append(v.Beside, StateView{Name: p.T("review.state." + string(x)), Text: p.T("review.state." + string(x) + ".text")})
	}
	for _, l := range review.LibertyStates() {
		v.Custody = append(v.Custody, StateView{Name: p.T("review.liberty." + string(l)), Text: p.T("review.liberty." + string(l) + ".text")})
	}
	for _, x := range slices.Backward(all) {
		v.Changes = append(v.Changes, Row{Title: x.Policy.Version, Meta: p.Day(x.At.Time()), Text: x.Why})
	}
	return v
}

// conditionNames are the conditions that may be laid on a release, and to whom
// they are owed.
func conditionNames(p locale.Printer, y review.Policy) string {
	var out []string
	for _, c := range y.Conditions {
		name := p.T("review.condition." + c.Kind)
		if c.To != "" {
			name = p.T("review.policy.owed", name, p.T("review.policy.owed."+c.To))
		}
		out = append(out, name)
	}
	if len(out) == 0 {
		return p.T("review.policy.conditions.none")
	}
	return p.List(out...)
}

func seatNames(p locale.Printer, y review.Policy) []string {
	var out []string
	for _, s := range y.Panel.Seats {
		out = append(out, p.T("review.policy.seat", seatWords(p, s.Seat), p.T("review.policy.from."+s.From)))
	}
	return out
}

type clockRule struct {
	name string
	h    review.Hours
}

// clocksOf are the deadlines beside those of the states themselves.
func clocksOf(y review.Policy) []clockRule {
	c := y.Clocks
	return []clockRule{
		{"urgent", c.Urgent}, {"ratify", c.Ratify}, {"court", c.Court}, {"stay", c.Stay}, {"release", c.Release}, {"verify", c.Verify},
		{"rereview", c.Rereview}, {"held", c.Held}, {"standing", c.Standing}, {"question", c.Question}, {"suspended", c.Suspended},
		{"conditions", c.Conditional}, {"appeal", c.AppealDecide},
		{"assembly_grave", c.AssemblyB3}, {"stay_extended", c.StayExtended}, {"appeal_person", c.AppealPerson}, {"appeal_grave", c.AppealGrave}, {"appeal_other", c.AppealOther},
	}
}

// hours says a length of time in hours, or in days where it is whole days.
func hours(p locale.Printer, h review.Hours) string {
	if h >= 48 && h%24 == 0 {
		return p.N("review.days", int(h/24))
	}
	return p.N("review.hours", int(h))
}

// wayOf are the states of the way with what each is and how long it may take.
func wayOf(p locale.Printer, y review.Policy) WayView {
	c := y.Clocks
	limits := map[review.State]review.Hours{
		review.Intake: c.Intake, review.Identity: c.Identity, review.Triage: c.Triage, review.Assembly: c.Assembly, review.Disclosure: c.Disclosure,
		review.Submissions: c.Submissions, review.Panel: c.Panel, review.Deliberation: c.Deliberation, review.Notice: c.Notice,
	}
	end := map[review.Form]review.State{review.Decision: review.Decided, review.Recommendation: review.Recommended, review.Assessment: review.Assessed}[y.Form()]
	v := WayView{Caption: p.T("review.policy.way")}
	for _, s := range []review.State{
		review.Intake, review.Identity, review.Triage, review.Assembly, review.Disclosure, review.Submissions, review.Panel, review.Deliberation, end,
		review.Notice, review.Final, review.Closed,
	} {
		x := StateView{Name: p.T("review.state." + string(s)), Text: p.T("review.state." + string(s) + ".text")}
		if h := limits[s]; h > 0 {
			x.Time = hours(p, h)
		}
		v.States = append(v.States, x)
	}
	return v
}
