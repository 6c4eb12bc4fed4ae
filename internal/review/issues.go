package review

import "slices"

var ruleIssues = rule{"every issue answered", "domain 3.3, 3.4(7); ICCPR 14(1); Directive 2012/29/EU art. 6(2)"}

// Undetermined reports whether the finding says that nothing is determined on its
// issue: of the custody that it is not known how the person was held, of an
// allegation that it stays one. It takes the rule applied and reasons like any
// other, and counts against nobody.
func (f Finding) Undetermined() bool {
	return f.Holding == A9 || f.Allegation != "" && f.Standard == P0
}

// Silent are the issues of the case on which a ruling finds nothing, not even that
// nothing is determined: the custody, as "", and each allegation. An appeal panel
// leaves what it is silent on as it was found, and a file that is sent back is
// found on by the next panel. An allegation that comes after the text is none of
// it: whoever alleges something new would else hold every signature back.
func (c *Case) Silent(r Ruling) []AllegationID {
	if r.Outcome == Remit {
		return nil
	}
	var out []AllegationID
	for _, issue := range c.Issues() {
		found := slices.ContainsFunc(r.Findings, func(f Finding) bool { return f.Allegation == issue })
		stands := c.State == Appeal && slices.ContainsFunc(c.Findings, func(h Held) bool { return h.Panel && h.stands() && h.Allegation == issue })
		if !found && !stands {
			out = append(out, issue)
		}
	}
	return out
}

// Issues are what a panel answers: the custody, as "", then each allegation.
func (c *Case) Issues() []AllegationID {
	out := []AllegationID{""}
	for _, a := range c.Allegations {
		out = append(out, a.ID)
	}
	return out
}

// answered refuses a ruling that is silent on an issue, naming the first, and one
// that finds something and at once that nothing is determined.
func (c *Case) answered(r Ruling) error {
	if silent := c.Silent(r); len(silent) > 0 {
		if silent[0] == "" {
			return ruleIssues.refuse("a finding on the custody, or that nothing is determined on it")
		}
		return ruleIssues.refuse("a finding on this allegation, or that nothing is determined on it").(*Refusal).of(slices.Index(c.Issues(), silent[0]))
	}
	for _, issue := range c.Issues() {
		var nothing, something bool
		for _, f := range r.Findings {
			if f.Allegation == issue {
				nothing, something = nothing || f.Undetermined(), something || !f.Undetermined()
			}
		}
		if nothing && something {
			return ruleIssues.refuse("one answer on each issue: a finding, or that nothing is determined")
		}
	}
	return nil
}
