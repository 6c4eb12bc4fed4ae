package review

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// A probe asks for one behaviour that hangs on a key of the policy.
type probe struct {
	behaviour string
	base      func(*Policy) // what the policy is otherwise
	from, to  string        // lines of the policy's text
	ask       func(p Policy) string
	rule      string // where no other value may be in force: the rule that refuses it
}

// atClock asks when a clock of a case runs out.
func atClock(n ClockName, c Case) func(Policy) string {
	return func(p Policy) string {
		for _, x := range c.clocks(p) {
			if x.Name == n {
				return fmt.Sprint(x.Due)
			}
		}
		return "no such clock"
	}
}

func inStage(s State) func(Policy) string {
	return atClock(ClockName(s), Case{State: s, Liberty: Liberty{State: InCustody}})
}

// alleged is a case with an allegation of a grave crime that is shown at P1.
func alleged() Case {
	return Case{
		Grade: 3, Allegations: []Allegation{{ID: "a1", Conduct: B3}},
		Findings: []Held{{Finding: Finding{ID: "p1", Allegation: "a1", Standard: P1}, By: []string{"officer", "second"}}},
	}
}

// benchOf is a case with so many members, who voted to keep as they are told.
func benchWith(n int, votes ...Outcome) Case {
	c := Case{ID: "CASE", State: Deliberation, Liberty: Liberty{State: InCustody}}
	for i := range n {
		a := fmt.Sprintf("m%d", i+1)
		c.Cast = append(c.Cast, Part{Account: a, Role: Member, Seat: fmt.Sprintf("s%d", i), Declared: true})
	}
	for i, o := range votes {
		c.Votes = append(c.Votes, Vote{Account: c.Cast[i].Account, Opened: true, Outcome: o})
	}
	return c
}

// with is a body as a case in that state judges it.
func admits(c Case, e Event, b Body) func(Policy) string {
	return func(p Policy) string { e.Body = b; return said(b.admit(&c, e, Setting{Policy: p})) }
}

const dayOne = Micros(1_700_000_000_000_000)

func probes(t *testing.T) map[string]probe {
	clock := func(name, behaviour string, ask func(Policy) string) probe {
		return probe{behaviour: behaviour, from: "\n  " + name + ": ", to: "\n  " + name + ": 1 # ", ask: ask}
	}
	appeals := func(side string, c Case) func(Policy) string {
		return func(p Policy) string { return fmt.Sprint(c.appealTime(side, Setting{Policy: p})) }
	}
	seats := func(p Policy) string {
		c := benchWith(3)
		return fmt.Sprint(c.seated(Setting{Policy: p}))
	}
	drawn := func(p Policy) string {
		d := drawn(t, 6, 4, [3]byte{1, 2, 3}, func(f *Freeze) {
			f.SexBalance = p.Panel.SexBalance
			for i := range f.Candidates {
				f.Candidates[i].Sex = map[bool]string{true: "f", false: "m"}[i < 3]
			}
		})
		return fmt.Sprint(seatings(t, d))
	}
	chance := benchWith(3, Keep, Keep, Release)
	chance.Draft = &Ruling{Outcome: Keep}
	kept := func(p Policy) string {
		return fmt.Sprint(guardUnanimous.met(&chance, Event{At: dayOne.Add(Days(20).Duration())}, Setting{Policy: p}))
	}
	chance.Liberty.Began = dayOne
	stands := alleged()
	stands.Checked = map[Check]bool{ExculpatorySearch: true}
	stands.Facts = []Fact{
		{ID: "f1", About: "a1", Kind: Document, Forum: OtherForum, Origin: "o1", Bound: firm, Refs: []Ref{{Record: 1}}},
		{ID: "f2", About: "a1", Kind: Forensic, Forum: OtherForum, Origin: "o2", Bound: firm, Refs: []Ref{{Record: 1}}},
	}
	appealing := benchWith(0)
	appealing.State, appealing.Liberty = Appeal, Liberty{State: Stay, Since: dayOne.Add(-Hours(72).Duration()), Until: dayOne}
	release := Ruling{Outcome: Conditional, BoundUntil: dayOne.Add(Days(90).Duration()), Conditions: []Condition{{Kind: "no_contact"}}}
	terms := func(r Ruling, c Case) func(Policy) string {
		return func(p Policy) string {
			k := Setting{Policy: p}
			r.StayHours, r.Binding = c.stayFor(r, k), p.Form() == Decision
			b := &DraftedBody{r}
			return said(b.admitTerms(&c, Event{At: dayOne}, k))
		}
	}
	refers := alleged()
	order := Case{State: Triage, Liberty: Liberty{State: InCustody}, Lanes: []LaneEntry{{Child, dayOne}}, Orders: []Order{{ID: "o1", By: []string{"m1"}}}}
	order.Cast = benchWith(3).Cast
	explained := func(p Policy) string {
		return string(p.Form()) + p.Mandate.Instrument + p.Mandate.IssuedBy + p.Mandate.IssuedOn
	}
	mandate := func(p *Policy) { p.Mandate = Mandate{"Decree 1", "the assembly", "2025-01-05"} }
	return map[string]probe{
		"policy_version": {behaviour: "which text a case is judged by", from: "commission-1", to: "commission-9", ask: func(p Policy) string {
			_, err := SettingOf([]StoredPolicy{{Policy: p}}, "commission-1")
			return fmt.Sprint(err)
		}},
		"body":               {behaviour: "what outcomes are", ask: func(p Policy) string { return string(p.Form()) }, base: func(p *Policy) { p.Body = Archive }},
		"mandate.instrument": {behaviour: "what outcomes are, and by what law", base: mandate, ask: explained},
		"mandate.issued_by":  {behaviour: "who gave the power, as the policy's page says it", base: func(p *Policy) { mandate(p) }, ask: explained},
		"mandate.issued_on":  {behaviour: "when, as the policy's page says it", base: func(p *Policy) { mandate(p) }, ask: explained},
		"panel.quorum":       {behaviour: "how many votes decide where a member has left", base: func(p *Policy) { p.Panel.Quorum = 5 }, ask: func(p Policy) string { c := benchWith(3, Keep, Keep, Keep); return fmt.Sprint(c.ripeOpened(p)) }},
		"panel.majority": {behaviour: "which outcome is the panel's", from: "majority: 2", to: "majority: 3", ask: func(p Policy) string {
			c := benchWith(3, Release, Release, NoAction)
			return string(c.Majority(Setting{Policy: p}))
		}},
		"panel.seats":           {behaviour: "who must sit", base: func(p *Policy) { *p = five(*p) }, ask: seats},
		"panel.min_sex_balance": {behaviour: "whom a draw gives seats to", from: "min_sex_balance: 1", to: "min_sex_balance: 0", ask: drawn},
		"panel.max_cases_per_day": {behaviour: "whether a hearing may be held today", from: "max_cases_per_day: 8", to: "max_cases_per_day: 4", ask: func(p Policy) string {
			w := newWalk(t, p).grave()
			w.k.Sittings = 5
			return said(w.enter("m1", hearing()))
		}},
		"panel.keep_held_unanimous_after_days": {behaviour: "whether a divided panel may keep somebody", from: "after_days: 30", to: "after_days: 10", ask: kept},

		"urgent.quorum": {behaviour: "how many names make an urgent order", from: "urgent:\n  quorum: 2", to: "urgent:\n  quorum: 3", ask: admits(order, Event{By: "m2"}, &OrderSignedBody{ID: "o1", Fresh: true, Makes: true})},
		"urgent.lanes":  {behaviour: "every lane is there", from: "lanes: [child, ", to: "lanes: [", rule: "urgent lanes"},

		"deadlines_h.intake":                 clock("intake", "the clock on intake", inStage(Intake)),
		"deadlines_h.identity":               clock("identity", "the clock on identity", inStage(Identity)),
		"deadlines_h.triage":                 clock("triage", "the clock on triage", inStage(Triage)),
		"deadlines_h.assembly":               {behaviour: "the clock on assembly", from: "assembly: 336", to: "assembly: 300", ask: inStage(Assembly)},
		"deadlines_h.assembly_grave":         {behaviour: "the clock on assembly where a grave crime is shown", from: "assembly_grave: 720", to: "assembly_grave: 700", ask: func(p Policy) string { c := alleged(); return fmt.Sprint(c.stageLimit(p, Assembly)) }},
		"deadlines_h.disclosure":             clock("disclosure", "the clock on disclosure", inStage(Disclosure)),
		"deadlines_h.submissions":            {behaviour: "the clock on submissions", from: "submissions: 336", to: "submissions: 300", ask: inStage(Submissions)},
		"deadlines_h.panel":                  {behaviour: "the clock on the hearing", from: "panel: 168", to: "panel: 160", ask: inStage(Panel)},
		"deadlines_h.deliberation":           clock("deliberation", "the clock on deliberation", inStage(Deliberation)),
		"deadlines_h.urgent":                 clock("urgent", "the first order of a lane", atClock(UrgentClock, Case{Liberty: Liberty{State: InCustody}, Lanes: []LaneEntry{{Child, dayOne}}})),
		"deadlines_h.ratify":                 clock("ratify", "the panel's word on an order", atClock(RatifyClock, Case{Orders: []Order{{ID: "o", Made: true, At: dayOne}}})),
		"deadlines_h.court":                  clock("court", "a judge, after a lapse", atClock(CourtClock, Case{Liberty: Liberty{State: CourtDue}})),
		"deadlines_h.stay":                   clock("stay", "how long a release waits", atClock(StayClock, Case{Liberty: Liberty{State: Stay, Until: dayOne}})),
		"deadlines_h.stay_extended":          clock("stay_extended", "how long a panel may extend a stay", admits(appealing, Event{By: "x1"}, &StayExtendedBody{Why: "a threat", Until: dayOne.Add(Hours(48).Duration()), Fresh: true})),
		"deadlines_h.release":                clock("release", "to carry a release out", atClock(ReleaseClock, Case{Liberty: Liberty{State: DueForRelease}})),
		"deadlines_h.rereview":               clock("rereview", "the review of a decision to keep", atClock(RereviewClock, Case{Liberty: Liberty{State: InCustody, Kept: dayOne, Stands: true}})),
		"deadlines_h.max_held_without_court": clock("max_held_without_court", "custody without a court", atClock(HeldClock, Case{Liberty: Liberty{State: InCustody}})),
		"deadlines_h.notice":                 clock("notice", "notice of an outcome", atClock(NoticeClock, Case{State: Decided})),
		"deadlines_h.appeal_person":          {behaviour: "the person's time to appeal", from: "appeal_person: 720", to: "appeal_person: 700", ask: appeals("person", Case{})},
		"deadlines_h.appeal_other":           {behaviour: "others' time to appeal", from: "appeal_other: 168", to: "appeal_other: 160", ask: appeals("victims", Case{})},
		"deadlines_h.appeal_victims_grave":   {behaviour: "victims' time to appeal where a grave crime is shown", from: "appeal_victims_grave: 72", to: "appeal_victims_grave: 80", ask: appeals("victims", alleged())},
		"deadlines_h.appeal_decide":          clock("appeal_decide", "to decide an appeal", atClock(AppealClock, Case{State: Appeal})),
		"deadlines_h.verify_release":         clock("verify_release", "to see somebody free", atClock(VerifyClock, Case{Liberty: Liberty{State: Released}})),
		"deadlines_h.victim_standing":        clock("victim_standing", "to decide on standing", atClock(StandingClock, Case{Groups: []VictimGroup{{ID: "g", Standing: StandingAsked}}})),
		"deadlines_h.conflict_question":      clock("conflict_question", "to answer about a tie", atClock(QuestionClock, Case{Questions: []Question{{ID: "q"}}})),
		"deadlines_h.max_suspended":          clock("max_suspended", "how long a review may rest", atClock(SuspendedClock, Case{State: Suspended, Resting: &Suspension{From: Triage, Until: dayOne}})),
		"deadlines_h.max_conditional":        {behaviour: "how long conditions may last", from: "max_conditional: 4320", to: "max_conditional: 100", ask: terms(release, Case{})},

		"victim_notice_d.grave":       {behaviour: "how long before a hearing victims of a grave crime are told", from: "{grave: 14,", to: "{grave: 20,", ask: func(p Policy) string { c := alleged(); return fmt.Sprint(c.noticeDays(Setting{Policy: p})) }},
		"victim_notice_d.other":       {behaviour: "how long before a hearing other victims are told", from: "other: 7}", to: "other: 10}", ask: func(p Policy) string { return fmt.Sprint((&Case{}).noticeDays(Setting{Policy: p})) }},
		"grave.min_standard_to_refer": {behaviour: "whether a ruling may refer", from: "to_refer: P1", to: "to_refer: P2", ask: terms(Ruling{Outcome: Referral}, refers)},
		"grave.min_standard_public": {behaviour: "whether an abstract may speak of a grave crime", from: "public: P2", to: "public: P3", ask: func(p Policy) string {
			c := alleged()
			c.Findings[0].Standard = P2
			return said(c.speaksTooSoon(Ruling{Abstract: "لم تُثبت جريمة جسيمة"}, Setting{Policy: p}))
		}},
		"grave.min_independent_sources": {behaviour: "whether a grave crime is found", from: "sources: 2", to: "sources: 3", ask: func(p Policy) string {
			return said(stands.checkConduct(Finding{ID: "p2", Allegation: "a1", Standard: P2, Relied: []FactID{"f1", "f2"}}, Setting{Policy: p}, nil))
		}},

		"lapse_action":                     {behaviour: "a lapse only ever makes a release due", from: "lapse_action: RELEASE_DUE", to: "lapse_action: STAY_HELD", rule: "lapse"},
		"conditions":                       {behaviour: "what may be laid on a release", from: "  - {kind: no_contact}\n", to: "", ask: terms(release, Case{})},
		"closed_material.allowed":          {behaviour: "whether a closed fact comes into a file", from: "allowed: true", to: "allowed: false", ask: admits(Case{State: Assembly}, Event{By: "officer"}, &FactBody{Fact{ID: "f", Kind: Document, Forum: OtherForum, Origin: "o", Refs: []Ref{{Record: 1}}, Closed: true}})},
		"closed_material.special_advocate": {behaviour: "closed facts are read by an advocate", from: "special_advocate: required", to: "special_advocate: none", rule: "closed material"},
		"closed_material.share_gist":       {behaviour: "the person has their gist", from: "share_gist: required", to: "share_gist: none", rule: "closed material"},
		"publication.decisions":            {behaviour: "the public reads an abstract", from: "anonymised_abstract", to: "full_text", rule: "publication"},
		"publication.dissent":              {behaviour: "dissents are published", from: "dissent: true", to: "dissent: false", rule: "publication"},
		"publication.figures":              {behaviour: "figures are published each month", from: "figures: monthly", to: "figures: never", rule: "publication"},
	}
}

// ripeOpened reports whether the votes decide.
func (c *Case) ripeOpened(p Policy) bool {
	return guardVotes.met(c, Event{}, Setting{Policy: p})
}

// TestEveryKeyHasAnEffect: for each key of the policy, another value changes a
// behaviour that is named here, or is refused because only one may be in force. A
// key that is added without a probe fails it.
func TestEveryKeyHasAnEffect(t *testing.T) {
	all := probes(t)
	whole := string(text(t, "commission"))
	for _, key := range PolicyKeys() {
		x, ok := all[key]
		if !ok {
			t.Errorf("%s: no probe: what does it do?", key)
			continue
		}
		delete(all, key)
		if x.from != "" && !strings.Contains(whole, x.from) {
			t.Errorf("%s: the shipped policy has no %q", key, x.from)
			continue
		}
		changed := strings.Replace(whole, x.from, x.to, 1)
		if x.rule != "" {
			_, err := ParsePolicy([]byte(changed))
			faults, ok := errors.AsType[*PolicyError](err)
			if !ok || !slices.ContainsFunc(faults.Faults, func(f Fault) bool { return f.Rule == x.rule }) {
				t.Errorf("%s: another value gives %v, want the rule %q", key, err, x.rule)
			}
			continue
		}
		was := parsed(t, whole)
		now := was
		if x.base != nil {
			x.base(&now)
		} else {
			now = unchecked(t, changed)
		}
		a, b := values(was), values(now)
		if a[key] == b[key] {
			t.Errorf("%s: the probe does not change it", key)
		}
		if before, after := x.ask(was), x.ask(now); before == after {
			t.Errorf("%s: %s is %q whatever it is", key, x.behaviour, before)
		}
	}
	for key := range all {
		t.Errorf("%s: a probe of a key that there is none of", key)
	}
}

// unchecked reads a policy as it is written, whether or not it may be in force.
func unchecked(t *testing.T, text string) Policy {
	t.Helper()
	var p Policy
	s := sheet{places: map[string]spot{}}
	root := s.read([]byte(text))
	if root == nil {
		t.Fatal(s.faults)
	}
	s.decode(root, &p)
	if len(s.faults) > 0 {
		t.Fatal(s.faults)
	}
	return p
}
