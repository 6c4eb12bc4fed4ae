package review

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// longest are the hours that no policy may exceed, as the law and the domain's
// table have them: written down here a second time, so that a slip in the
// checker's table is seen.
var longest = map[string]Hours{
	"intake": 24, "identity": 72, "triage": 48, "assembly": 14 * 24, "assembly_grave": 30 * 24, "disclosure": 72, "submissions": 14 * 24, "panel": 7 * 24, "deliberation": 5 * 24,
	"urgent": 24, "ratify": 72, "court": 48, "stay": 72, "stay_extended": 7 * 24, "release": 24, "rereview": 30 * 24, "max_held_without_court": 90 * 24, "notice": 24,
	"appeal_victims_grave": 7 * 24, "appeal_decide": 7 * 24, "verify_release": 72, "victim_standing": 7 * 24, "conflict_question": 24, "max_suspended": 30 * 24, "max_conditional": 180 * 24,
	"appeal_person": 366 * 24, "appeal_other": 90 * 24,
}

// harm says what a policy allows that none may, "" where nothing.
func harm(p Policy) string {
	n := len(p.Panel.Seats)
	var from []string
	for _, s := range p.Panel.Seats {
		from = append(from, s.From)
	}
	for what, bad := range map[string]bool{
		"fewer than three decide":           p.Panel.Quorum < 3 || n < 3 || p.Panel.Quorum > n || n%2 == 0,
		"a minority decides":                2*p.Panel.Majority <= n || p.Panel.Majority > n,
		"a divided panel keeps":             p.Panel.KeepUnanimousD > 30 || p.Panel.KeepUnanimousD < 0,
		"no review in substance":            p.Panel.CasesPerDay > 12 || p.Panel.CasesPerDay < 1,
		"an urgent order by one, or none":   p.Urgent.Quorum < 2 || p.Urgent.Quorum > n,
		"a commission without independence": p.Body == Commission && (!slices.Contains(from, "jurist") || !slices.Contains(from, "human_rights_organisation") || slices.Contains(from, "analyst")),
		"an archive decides":                p.Body != Commission && p.Form() == Decision,
		"a decision without a law":          p.Form() == Decision && (len(p.Mandate.Instrument) < 3 || len(p.Mandate.IssuedBy) < 3 || len(p.Mandate.IssuedOn) != 10),
		"victims not told":                  p.Notice.Grave < 14 || p.Notice.Other < 7,
		"a word too strong":                 p.Grave.Refer < P1 || p.Grave.Public < P2 || p.Grave.Sources < 2,
		"a lapse keeps":                     p.LapseAction != "RELEASE_DUE",
		"closed to the person, no advocate": p.Closed.Allowed && (p.Closed.Advocate != "required" || p.Closed.Gist != "required"),
		"secret":                            p.Publication.Decisions != "anonymised_abstract" || !p.Publication.Dissent || p.Publication.Figures != "monthly",
		"victims cannot appeal":             p.Clocks.AppealGrave < 72 || p.Clocks.AppealOther < 72 || p.Clocks.AppealPerson < 14*24,
	} {
		if bad {
			return what
		}
	}
	for _, l := range []Lane{"child", "pregnant", "illness", "death_sentence", "over_detained", "no_ground", "torture_risk", "transfer"} {
		if !slices.Contains(p.Urgent.Lanes, l) {
			return "no lane for " + string(l)
		}
	}
	for _, c := range p.Conditions {
		if c.Kind == "report" && !slices.Contains([]string{"court", "commission", "social_service"}, c.To) {
			return "reports to " + c.To
		}
	}
	v := reflect.ValueOf(p.Clocks)
	for i := range v.NumField() {
		name := v.Type().Field(i).Tag.Get("yaml")
		if h := Hours(v.Field(i).Int()); h <= 0 || h > longest[name] {
			return fmt.Sprintf("%s of %d hours", name, h)
		}
	}
	return ""
}

// perversions are what a setting may be turned into.
var perversions = []string{
	"0", "-1", "1", "2", "3.5", "99999", "9223372036854775807", "99999999999999999999999", "1e9", "0x7fffffff", "~", "", "true", "false", "yes", "none", "[]", "{}", "[a, b]", "{a: b}", "{a: {b: {c: {d: {e: {f: {g: {h: 1}}}}}}}}",
	"P0", "P4", "STAY_HELD", "file_officer", "holder", "commission", "archive", "كفيل", "كَفِيل", "الكـفيل", "ضامن", "الاستخبارات", "فرع الأمن السياسي", "political_security", "Mukhabarat", "guarantor", "G\u200buarantor",
	"2025-02-30", "2025-1-3", "!!binary aGk=", "&a x", "*a", "'\u202eevil'", "report", "analyst", "never",
}

// TestMutatedPolicies takes out and perverts every setting of the shipped policies,
// one at a time: each is refused, with line, rule, article and reason, or allows
// nothing that no policy may.
func TestMutatedPolicies(t *testing.T) {
	for _, name := range []string{"commission", "archive"} {
		whole := text(t, name)
		var count func(*yaml.Node) int
		count = func(n *yaml.Node) (c int) {
			for _, x := range n.Content {
				c += 1 + count(x)
			}
			return c
		}
		var doc yaml.Node
		if err := yaml.Unmarshal(whole, &doc); err != nil {
			t.Fatal(err)
		}
		refused, allowed := 0, 0
		for i := range count(&doc) {
			if name == "archive" && i%4 != 0 || testing.Short() && i%8 != 0 {
				continue // the same settings; a sample is enough
			}
			for _, to := range append([]string{"\x00gone"}, perversions...) {
				mutant, what := mutate(t, whole, i, to)
				if mutant == nil {
					continue
				}
				if judged(t, what, mutant) {
					refused++
				} else {
					allowed++
				}
			}
		}
		if t.Logf("%s: %d refused, %d harmless", name, refused, allowed); refused < 800 {
			t.Errorf("%s: only %d mutants were refused", name, refused)
		}
	}
}

// judged reports whether a policy is refused, and fails where it is refused badly
// or allowed and harmful.
func judged(t *testing.T, what string, mutant []byte) bool {
	t.Helper()
	p, err := ParsePolicy(mutant)
	if err == nil {
		if h := harm(p); h != "" {
			t.Errorf("%s is allowed: %s\n%s", what, h, mutant)
		}
		return false
	}
	faults, ok := errors.AsType[*PolicyError](err)
	if !ok || !errors.Is(err, ErrRefused) || len(faults.Faults) == 0 {
		t.Fatalf("%s: %v, want faults", what, err)
	}
	for _, f := range faults.Faults {
		if f.Line < 0 || f.Line > 1+strings.Count(string(mutant), "\n") || f.Field == "" || f.Rule == "" || f.Article == "" || f.Reason == "" {
			t.Errorf("%s: a fault that does not say where, by what rule and why: %+v", what, f)
		}
	}
	return true
}

// mutate gives the policy with its nth node gone or turned into something else,
// nil where that makes no text.
func mutate(t *testing.T, whole []byte, n int, to string) (mutant []byte, what string) {
	t.Helper()
	var doc yaml.Node
	if err := yaml.Unmarshal(whole, &doc); err != nil {
		t.Fatal(err)
	}
	at := 0
	var find func(x *yaml.Node) bool
	find = func(x *yaml.Node) bool {
		for i, c := range x.Content {
			if at++; at == n+1 {
				what = fmt.Sprintf("line %d: %q into %q", c.Line, c.Value, to)
				switch {
				case to != "\x00gone":
					x.Content[i] = &yaml.Node{Kind: yaml.ScalarNode, Value: "\x00here"}
				case x.Kind == yaml.MappingNode:
					x.Content = slices.Delete(x.Content, i-i%2, i-i%2+2)
				default:
					x.Content = slices.Delete(x.Content, i, i+1)
				}
				return true
			}
			if find(c) {
				return true
			}
		}
		return false
	}
	if !find(&doc) || len(doc.Content) == 0 {
		return nil, ""
	}
	out, err := yaml.Marshal(&doc)
	if err != nil {
		return nil, ""
	}
	return []byte(strings.Replace(string(out), `"\0here"`, to, 1)), what
}

// TestPolicyGuises: what no policy may have, under names and in forms that hide
// it; each with the rule it is refused by.
func TestPolicyGuises(t *testing.T) {
	const residence, third = "{kind: residence}", "{seat: third, from: specialist}"
	for _, c := range []struct{ name, from, to, rule string }{
		{"guarantor with marks of direction", residence, "{kind: \"gua\\u200crantor\"}", "no guarantors"},
		{"guarantor with vowels", residence, "{kind: كَفِيل}", "no guarantors"},
		{"guarantor stretched", residence, "{kind: كـفـيـل}", "no guarantors"},
		{"surety by another word", residence, "{kind: ضامن}", "no guarantors"},
		{"a key for it", "lapse_action: RELEASE_DUE", "lapse_action: RELEASE_DUE\nwarrantors: 1", "no guarantors"},
		{"a key for it in Arabic", "lapse_action: RELEASE_DUE", "lapse_action: RELEASE_DUE\nالكفلاء: 1", "no guarantors"},
		{"military intelligence in Arabic", third, "{seat: الاستخبارات العسكرية, from: specialist}", "no security branch"},
		{"security without its hamza", third, "{seat: مندوب الامن, from: specialist}", "no security branch"},
		{"security in capitals, with joints", third, "{seat: State_Secu-rity, from: specialist}", "no security branch"},
		{"reports to a division", residence, "{kind: report, to: الشعبة}", "no security branch"},
		{"reports to nobody that is named", residence, "{kind: report}", "conditions"},
		{"the organisation's seat given away", "from: human_rights_organisation", "from: specialist", "one seat, one thing"},
		{"no jurist", "from: jurist", "from: specialist", "one seat, one thing"},
		{"who assembles files decides", third, "{seat: third, from: analyst}", "one seat, one thing"},
		{"an urgent order that nobody can make", "  quorum: 2", "  quorum: 99", "quorum"},
		{"no lane for a death sentence", " death_sentence,", "", "urgent lanes"},
		{"no lane for children", "[child, ", "[", "urgent lanes"},
		{"a deadline that overflows", "triage: 48", "triage: 9223372036854775807", "ceiling"},
		{"a deadline beyond any number", "triage: 48", "triage: 99999999999999999999", "form"},
		{"an appeal for ever", "appeal_person: 720", "appeal_person: 2562047788015216", "appeal hours"},
		{"victims have an hour to appeal", "appeal_victims_grave: 72", "appeal_victims_grave: 1", "appeal hours"},
		{"notice that can never be given", "{grave: 14, other: 7}", "{grave: 100000, other: 7}", "victim notice"},
		{"no room for the notice", "assembly_grave: 720\n  disclosure: 72\n  submissions: 336\n  panel: 168", "assembly_grave: 100\n  disclosure: 72\n  submissions: 100\n  panel: 24", "victim notice"},
		{"a mandate of spaces", "instrument: \"\"\n  issued_by: \"\"\n  issued_on: \"\"", "instrument: \"  \"\n  issued_by: \"\\u200f\"\n  issued_on: 2025-01-31", "mandate"},
		{"a mandate of a day that is none", "instrument: \"\"\n  issued_by: \"\"\n  issued_on: \"\"", "instrument: Decree 12\n  issued_by: the assembly\n  issued_on: 2025-02-30", "mandate"},
		{"decisions claimed", "body: commission", "body: commission\noutcomes: decision", "form"},
		{"another kind of body", "body: commission", "body: court", "body"},
		{"settings merged in", "deadlines_h:", "deadlines_h:\n  <<: {triage: 9000}", "form"},
		{"a section twice", "lapse_action: RELEASE_DUE", "lapse_action: RELEASE_DUE\ngrave: {min_independent_sources: 0}", "form"},
		{"nested deep", residence, strings.Repeat("[", 200) + strings.Repeat("]", 200), "form"},
		{"a name that turns the page round", "policy_version: commission-1", "policy_version: \"a\\u202eb\"", "form"},
		{"notice to victims switched off", "victim_notice_d: {grave: 14, other: 7}", "victim_notice_d: false", "form"},
		{"publication switched off", "figures: monthly", "figures: never", "publication"},
		{"no publication", "publication: {decisions: anonymised_abstract, dissent: true, figures: monthly}", "publication: ~", "form"},
	} {
		t.Run(c.name, func(t *testing.T) {
			whole := string(text(t, "commission"))
			i := strings.Index(whole, c.from)
			if i < 0 {
				t.Fatalf("the shipped policy has no %q", c.from)
			}
			mutant := strings.Replace(whole, c.from, c.to, 1)
			if !judged(t, c.name, []byte(mutant)) {
				t.Fatal("allowed")
			}
			_, err := ParsePolicy([]byte(mutant))
			faults, _ := errors.AsType[*PolicyError](err)
			at := 1 + strings.Count(whole[:i], "\n")
			if !slices.ContainsFunc(faults.Faults, func(f Fault) bool { return f.Rule == c.rule && f.Line >= at-12 && f.Line <= at+24 }) {
				t.Errorf("faults\n%v\nwant %q about line %d", err, c.rule, at)
			}
		})
	}
}

// TestAliasBomb: references that unfold into billions of values cost nothing.
func TestAliasBomb(t *testing.T) {
	bomb := "a: &a [x, x, x, x, x, x, x, x, x]\n"
	for c := 'b'; c <= 'z'; c++ {
		bomb += fmt.Sprintf("%c: &%c [*%c, *%c, *%c, *%c, *%c, *%c, *%c, *%c]\n", c, c, c-1, c-1, c-1, c-1, c-1, c-1, c-1, c-1)
	}
	if !judged(t, "bomb", append(text(t, "commission"), bomb...)) {
		t.Error("allowed")
	}
}
