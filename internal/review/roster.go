package review

import (
	"cmp"
	"slices"
)

// An Accreditation lets an organisation send people to panels, for a time and
// for parts of the roster.
type Accreditation struct {
	Org   string   `json:"org"`
	Parts []string `json:"parts"` // of the roster; "observer" for observers
	From  Micros   `json:"from"`
	Until Micros   `json:"until"`
}

// ObserverPart is the part of the roster that observers come from.
const ObserverPart = "observer"

// A RosterEntry is somebody who may be drawn. Codes stand for people wherever
// others recompute a draw.
type RosterEntry struct {
	Code    string `json:"code"` // random, drawn once
	Account string `json:"account"`
	Org     string `json:"org"`
	Part    string `json:"part"`
	Sex     string `json:"sex"` // f, m or "" for not said
	Left    bool   `json:"left,omitempty"`
}

// A Roster is everybody who may be drawn, and by what right. It is the fold of
// its entries.
type Roster struct {
	Accredited []Accreditation
	Entries    []RosterEntry
}

// Enrol adds or replaces an entry by its code.
func (r *Roster) Enrol(e RosterEntry) {
	r.Entries = slices.DeleteFunc(slices.Clone(r.Entries), func(x RosterEntry) bool { return x.Code == e.Code })
	r.Entries = append(r.Entries, e)
	slices.SortFunc(r.Entries, func(a, b RosterEntry) int { return cmp.Compare(a.Code, b.Code) })
}

// Accredit adds or replaces an organisation's accreditation.
func (r *Roster) Accredit(a Accreditation) {
	r.Accredited = slices.DeleteFunc(slices.Clone(r.Accredited), func(x Accreditation) bool { return x.Org == a.Org })
	r.Accredited = append(r.Accredited, a)
	slices.SortFunc(r.Accredited, func(a, b Accreditation) int { return cmp.Compare(a.Org, b.Org) })
}

// May reports whether the organisation is accredited for that part at that
// moment.
func (r *Roster) May(org, part string, at Micros) bool {
	return slices.ContainsFunc(r.Accredited, func(a Accreditation) bool {
		return a.Org == org && a.From <= at && at < a.Until && slices.Contains(a.Parts, part)
	})
}

// leastOrgs is of how many organisations a draw is at least: the seed of one
// alone would choose.
const leastOrgs = 2

// Asked are the organisations whose seeds a draw of panels under a policy is made
// from: all that are accredited at that moment for a part that a seat is filled
// from, but those that withheld just before.
func (r *Roster) Asked(p Policy, without []string, at Micros) []string {
	var out []string
	for _, a := range r.Accredited {
		if !slices.Contains(without, a.Org) && slices.ContainsFunc(p.Panel.Seats, func(s SeatRule) bool { return r.May(a.Org, s.From, at) }) {
			out = append(out, a.Org)
		}
	}
	return out
}

// leftOut are the organisations that the draw after last does without: those by
// whose silence it is void, and those that it did without itself. Who was
// accredited anew since, with reasons, is asked again.
func (r *Roster) leftOut(last Draw) []string {
	if len(last.Void) == 0 {
		return nil
	}
	out := slices.DeleteFunc(slices.Concat(last.Void, last.Without), func(o string) bool {
		return slices.ContainsFunc(r.Accredited, func(a Accreditation) bool { return a.Org == o && a.From > last.At })
	})
	slices.Sort(out)
	return slices.Compact(out)
}

// opening is how a draw begins after the last, which is the zero Draw where there
// was none.
func (r *Roster) opening(last Draw, p Policy, at Micros) (DrawBody, error) {
	if last.ID != "" && !last.Done() && len(last.Void) == 0 {
		return DrawBody{}, ruleDraw.refuse("the draw before it finished, or void by the names of who withheld")
	}
	b := DrawBody{Without: r.leftOut(last)}
	b.Orgs = r.Asked(p, b.Without, at)
	if len(b.Orgs) == 0 || len(b.Orgs) < leastOrgs && p.Body != Archive {
		return DrawBody{}, ruleDraw.refuse("two organisations accredited for the panel")
	}
	return b, nil
}

var ruleAccredited = rule{"accreditation", "Paris Principles; domain 4.2(4)"}

// CheckEnrolment refuses an entry that breaks the roster's rules: an account
// twice, an organisation that is not accredited for the part, a part that does
// not decide.
func (r *Roster) CheckEnrolment(e RosterEntry, at Micros) error {
	switch {
	case e.Code == "" || e.Account == "" || e.Account == Machine || !slices.Contains([]string{"", "f", "m"}, e.Sex):
		return ruleForm.refuse("a code, an account, and f, m or nothing")
	case !slices.Contains(panelParts, e.Part):
		return ruleSeat.refuse("one part of the roster that panels are drawn from")
	case !r.May(e.Org, e.Part, at):
		return ruleAccredited.refuse("an organisation accredited for that part today")
	}
	for _, x := range r.Entries {
		if x.Account == e.Account && x.Code != e.Code && !x.Left {
			return ruleTwo.refuse("somebody who is not on the roster yet")
		}
		if x.Code == e.Code && x.Account != e.Account {
			return ruleTwo.refuse("a code that nobody has had")
		}
	}
	return nil
}

// Candidates are those who may be drawn now, by code, with how many cases each
// has open.
func (r *Roster) Candidates(at Micros, load map[string]int) []Candidate {
	var out []Candidate
	for _, e := range r.Entries {
		if !e.Left && r.May(e.Org, e.Part, at) {
			out = append(out, Candidate{Code: e.Code, Org: e.Org, Part: e.Part, Sex: e.Sex, Load: load[e.Code]})
		}
	}
	return out
}
