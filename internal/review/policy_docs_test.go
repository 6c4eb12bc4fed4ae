package review

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

// bounds are what a key may be, beside the deadlines, and the rule that holds it.
var bounds = map[string]struct {
	unit, may string
	rule      rule
}{
	"policy_version":                       {"a name", "letters, digits, dots, dashes; 80 at most; never one that was in force", ruleForm},
	"body":                                 {"a word", "commission or archive", ruleBody},
	"mandate.instrument":                   {"a text", fmt.Sprintf("empty, or the law with its number; %d letters at most; none for an archive", mostTitle), ruleMandate},
	"mandate.issued_by":                    {"a text", fmt.Sprintf("empty, or who issued it; %d letters at most", mostTitle), ruleMandate},
	"mandate.issued_on":                    {"a day", "empty, or 1900-01-01 to today", ruleMandate},
	"panel.quorum":                         {"members", "3 to the number of seats", ruleQuorum},
	"panel.majority":                       {"votes", "more than half of the seats", ruleMajority},
	"panel.keep_held_unanimous_after_days": {"days of 24 hours", "0 to 30", ruleMajority},
	"panel.max_cases_per_day":              {"cases a member hears on a day of the office", "1 to 12", ruleCap},
	"panel.min_sex_balance":                {"women, and as many men", "0 to half of the seats", ruleForm},
	"panel.seats":                          {"a list of `{seat, from}`", fmt.Sprintf("3 to %d, an odd number; from %s; a commission has a jurist and an independent human-rights organisation, and no analyst", mostSeats, strings.Join(panelParts, ", ")), ruleSeat},
	"urgent.quorum":                        {"names", "2 to the number of seats", ruleQuorum},
	"urgent.lanes":                         {"a list of lanes", "all of them", ruleLanes},
	"victim_notice_d.grave":                {"days before the hearing", "14 to 60, with room before the deadlines end", ruleNotice},
	"victim_notice_d.other":                {"days before the hearing", "7 to 60, with room before the deadlines end", ruleNotice},
	"grave.min_standard_to_refer":          {"a standard", "P1 to P4", ruleGrave},
	"grave.min_standard_public":            {"a standard", "P2 to P4", ruleGrave},
	"grave.min_independent_sources":        {"origins", fmt.Sprintf("2 to %d", mostSources), ruleGrave},
	"lapse_action":                         {"a word", "RELEASE_DUE", ruleLapse},
	"conditions":                           {"a list of `{kind, to}`", "attend_hearing (to court, commission), report (to court, commission, social_service), no_contact, residence, no_travel; may be left out", ruleConditions},
	"closed_material.allowed":              {"true or false", "either; false where left out", ruleClosed},
	"closed_material.special_advocate":     {"a word", "required", ruleClosed},
	"closed_material.share_gist":           {"a word", "required", ruleClosed},
	"publication.decisions":                {"a word", "anonymised_abstract", rulePublic},
	"publication.dissent":                  {"true or false", "true", rulePublic},
	"publication.figures":                  {"a word", "monthly", rulePublic},
}

// floors are deadlines that protect whoever they run for: they have a least.
var floors = map[string]Hours{"appeal_person": Days(14), "appeal_other": 72, "appeal_victims_grave": 72}

// keysTable is docs/policy.md.
func keysTable(t *testing.T) string {
	var b strings.Builder
	b.WriteString(`# The keys of a policy

A policy of the file review is one YAML file. ` + "`kashf policy show commission` and `kashf policy show archive` print the two that come with the program; `kashf policy check FILE`" + `
says what is wrong with one, with line, column, rule and law; it is adopted on the page Reviews > Policy > Adopt, or with ` + "`kashf policy adopt`" + ` ([decision 43](decisions/0043-one-person-adopts-a-policy.md)).

Every key but the mandate, the conditions and the closed material must be there: nothing has a silent default. A case keeps the version that it began under; of a later
one only what the fifth column names reaches it. What a key does is held by a test, and so is this page.

| key | unit | may be | law | reaches cases under way | what it changes |
| --- | --- | --- | --- | --- | --- |
`)
	limits := map[string]Deadline{}
	for _, d := range Deadlines() {
		limits["deadlines_h."+d.Name] = d
	}
	does := probes(t)
	for _, key := range PolicyKeys() {
		x, known := bounds[key]
		if d, ok := limits[key]; ok {
			known, x.unit, x.rule.article = true, "hours", d.Law
			x.may = fmt.Sprintf("%d to %d", max(1, floors[d.Name]), d.Most)
		}
		if !known {
			t.Errorf("%s: no bounds are written down", key)
		}
		reach := "no"
		switch {
		case key == "urgent.lanes":
			reach = "a lane that is added"
		case slices.Contains(reaching, key):
			reach = "where it is shorter"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s | %s |\n", key, x.unit, x.may, x.rule.article, reach, does[key].behaviour)
	}
	return b.String()
}

// TestPolicyDocs: docs/policy.md is what the code says. KASHF_POLICY=write writes
// it anew.
func TestPolicyDocs(t *testing.T) {
	const file = "../../docs/policy.md"
	want := keysTable(t)
	if os.Getenv("KASHF_POLICY") == "write" {
		if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil || string(got) != want {
		t.Errorf("%s is not what the code says (%v): run KASHF_POLICY=write go test -run TestPolicyDocs ./internal/review", file, err)
	}
	for key := range bounds {
		if !slices.Contains(PolicyKeys(), key) {
			t.Errorf("bounds of %s, which is no key", key)
		}
	}
}

// TestBoundsAreTheValidators: the least and the most that the page names are
// allowed, and one beyond is not.
func TestBoundsAreTheValidators(t *testing.T) {
	whole := string(text(t, "commission"))
	for _, d := range Deadlines() {
		at := "\n  " + d.Name + ": "
		i := strings.Index(whole, at)
		line := whole[i+1 : i+1+strings.IndexByte(whole[i+1:], '\n')]
		least := max(1, floors[d.Name])
		for hours, ok := range map[Hours]bool{least - 1: false, least: true, d.Most: true, d.Most + 1: false} {
			_, err := ParsePolicy([]byte(strings.Replace(whole, line, fmt.Sprintf("  %s: %d", d.Name, hours), 1)))
			if room := err != nil && strings.Contains(err.Error(), "no room"); (err == nil || room) != ok {
				t.Errorf("%s of %d hours: %v", d.Name, hours, err)
			}
		}
	}
}
