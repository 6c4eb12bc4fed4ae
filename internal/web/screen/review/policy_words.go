package review

import (
	"strings"

	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/review"
)

// A settingView is one key of a policy in words.
type settingView struct{ Key, Label, Value string }

// settingsOf says what a policy has under every key, in the order of
// [review.PolicyKeys].
func settingsOf(p locale.Printer, y review.Policy) []settingView {
	clocks := map[string]string{}
	for _, c := range review.Deadlines() {
		clocks["deadlines_h."+c.Name] = hours(p, c.Of(y.Clocks))
	}
	var out []settingView
	for _, k := range review.PolicyKeys() {
		v := settingView{Key: k}
		if h, ok := clocks[k]; ok {
			v.Label, v.Value = p.T("review.key.deadline", deadlineName(p, strings.TrimPrefix(k, "deadlines_h."))), h
		} else {
			v.Label, v.Value = p.T("review.key."+k), settingWords(p, y, k)
		}
		out = append(out, v)
	}
	return out
}

// deadlineNames are the words of those deadlines that are no step of the way.
var deadlineNames = map[string]string{
	"verify_release": "verify", "max_held_without_court": "held", "victim_standing": "standing", "conflict_question": "question", "max_suspended": "suspended",
	"max_conditional": "conditions", "appeal_decide": "appeal", "appeal_victims_grave": "appeal_grave",
}

func deadlineName(p locale.Printer, name string) string {
	if k := "review.state." + strings.ToUpper(name); p.Has(k) {
		return p.T(k)
	}
	if other, ok := deadlineNames[name]; ok {
		name = other
	}
	return p.T("review.clock." + name)
}

// settingWords say what a policy has under a key that is no deadline.
func settingWords(p locale.Printer, y review.Policy, key string) string {
	or := func(text string) string {
		if text == "" {
			return p.T("review.key.nothing")
		}
		return text
	}
	switch key {
	case "policy_version":
		return y.Version
	case "body":
		return p.T("review.key.body." + string(y.Body))
	case "mandate.instrument":
		return or(y.Mandate.Instrument)
	case "mandate.issued_by":
		return or(y.Mandate.IssuedBy)
	case "mandate.issued_on":
		return or(y.Mandate.IssuedOn)
	case "panel.quorum":
		return p.T("review.policy.of", y.Panel.Quorum, len(y.Panel.Seats))
	case "panel.majority":
		return p.T("review.policy.of", y.Panel.Majority, len(y.Panel.Seats))
	case "panel.keep_held_unanimous_after_days":
		return p.N("review.days", y.Panel.KeepUnanimousD)
	case "panel.max_cases_per_day":
		return p.N("review.policy.cases", y.Panel.CasesPerDay)
	case "panel.min_sex_balance":
		return sexWords(p, y.Panel.SexBalance)
	case "panel.seats":
		return p.List(seatNames(p, y)...)
	case "urgent.quorum":
		return p.N("review.policy.members", y.Urgent.Quorum)
	case "urgent.lanes":
		return p.List(laneNames(p, y)...)
	case "victim_notice_d.grave":
		return p.N("review.policy.days_before", y.Notice.Grave)
	case "victim_notice_d.other":
		return p.N("review.policy.days_before", y.Notice.Other)
	case "grave.min_standard_to_refer":
		return p.T("review.standard." + y.Grave.Refer.String())
	case "grave.min_standard_public":
		return p.T("review.standard." + y.Grave.Public.String())
	case "grave.min_independent_sources":
		return p.N("review.policy.sources_n", y.Grave.Sources)
	case "conditions":
		return conditionNames(p, y)
	case "closed_material.allowed":
		return p.T(map[bool]string{true: "review.policy.closed.yes", false: "review.policy.closed.no"}[y.Closed.Allowed])
	}
	return p.T("review.key." + key + ".text") // a key of which only one value may be in force
}

func sexWords(p locale.Printer, n int) string {
	if n == 0 {
		return p.T("review.policy.sex.none")
	}
	return p.T("review.policy.sex.least", p.N("review.policy.women", n), p.N("review.policy.men", n))
}

func laneNames(p locale.Printer, y review.Policy) []string {
	var out []string
	for _, l := range y.Urgent.Lanes {
		out = append(out, p.T("review.lane."+string(l)))
	}
	return out
}
