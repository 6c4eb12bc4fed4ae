package review

import (
	"errors"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// mandated is the shipped commission with a mandate written into it.
func mandated(t testing.TB) Policy {
	t.Helper()
	text := string(text(t, "commission"))
	for _, f := range [][2]string{
		{`instrument: ""`, `instrument: "Decree 1/2025"`}, {`issued_by: ""`, `issued_by: "the People's Assembly"`},
		{`issued_on: ""`, `issued_on: "2025-01-05"`}, {"commission-1", "commission-2"},
	} {
		text = strings.Replace(text, f[0], f[1], 1)
	}
	return parsed(t, text)
}

func text(t testing.TB, name string) []byte {
	t.Helper()
	b, err := ShippedPolicy(name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func parsed(t testing.TB, text string) Policy {
	t.Helper()
	p, err := ParsePolicy([]byte(text))
	if err != nil {
		t.Fatalf("ParsePolicy: %v", err)
	}
	return p
}

func TestShippedPolicies(t *testing.T) {
	for name, want := range map[string]Form{"commission": Recommendation, "archive": Assessment} {
		if got := parsed(t, string(text(t, name))).Form(); got != want {
			t.Errorf("outcomes of %s are %q, want %q", name, got, want)
		}
	}
	if got := mandated(t).Form(); got != Decision {
		t.Errorf("outcomes of a commission with a mandate are %q", got)
	}
	if _, err := ShippedPolicy("other"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("ShippedPolicy(other) = %v", err)
	}
}

// TestPolicyRefuses changes one line of the shipped policy at a time and looks
// for the fault at that line.
func TestPolicyRefuses(t *testing.T) {
	for _, c := range []struct{ name, from, to, rule string }{
		{"quorum 0", "quorum: 3", "quorum: 0", "quorum"},
		{"quorum 2", "quorum: 3", "quorum: 2", "quorum"},
		{"quorum above seats", "quorum: 3", "quorum: 4", "quorum"},
		{"minority decides", "majority: 2", "majority: 1", "majority"},
		{"negative deadline", "triage: 48", "triage: -48", "deadline"},
		{"deadline 0", "triage: 48", "triage: 0", "deadline"},
		{"longer than the law", "court: 48", "court: 72", "ceiling"},
		{"longer stay", "stay: 72", "stay: 73", "release hours"},
		{"urgent in two days", "urgent: 24", "urgent: 48", "urgent hours"},
		{"a seat that is two things", "{seat: third, from: specialist}", "{seat: third, from: [specialist, analyst]}", "one seat, one thing"},
		{"a seat with two names", "{seat: third, from: specialist}", "{seat: [third, chair], from: specialist}", "one seat, one thing"},
		{"two seats of one name", "{seat: third, from: specialist}", "{seat: chair, from: specialist}", "one seat, one thing"},
		{"the file officer decides", "from: specialist", "from: file_officer", "one seat, one thing"},
		{"the holder decides", "from: specialist", "from: holder", "one seat, one thing"},
		{"a branch decides", "from: specialist", "from: security_branch", "no security branch"},
		{"guarantor", "{kind: no_contact}", "{kind: guarantor}", "no guarantors"},
		{"guarantor in Arabic", "{kind: no_contact}", "{kind: كفيل}", "no guarantors"},
		{"a new setting for guarantors", "lapse_action: RELEASE_DUE", "guarantors: 2", "no guarantors"},
		{"reports to a branch", "{kind: residence}", "{kind: report, to: security_branch}", "no security branch"},
		{"reports to the police", "{kind: residence}", "{kind: report, to: police}", "conditions"},
		{"stays held", "lapse_action: RELEASE_DUE", "lapse_action: STAY_HELD", "lapse"},
		{"closed without advocate", "special_advocate: required", "special_advocate: none", "closed material"},
		{"no notice", "{grave: 14, other: 7}", "{grave: 3, other: 7}", "victim notice"},
		{"public at a suspicion", "min_standard_public: P2", "min_standard_public: P1", "grave crimes"},
		{"one source", "min_independent_sources: 2", "min_independent_sources: 1", "grave crimes"},
		{"hidden dissent", "dissent: true", "dissent: false", "publication"},
		{"twenty an hour", "max_cases_per_day: 8", "max_cases_per_day: 160", "cases a day"},
		{"half a mandate", `instrument: ""`, `instrument: "Decree 1"`, "mandate"},
		{"an unknown setting", "lapse_action: RELEASE_DUE", "lapse: RELEASE_DUE", "form"},
		{"an unknown lane", "lanes: [child,", "lanes: [friend,", "urgent lanes"},
		{"a word for a number", "quorum: 3", "quorum: three", "form"},
		{"twice", "  majority: 2", "  majority: 2\n  majority: 3", "form"},
		{"missing", "  court: 48\n", "", "form"},
		{"an alias", "triage: 48", "triage: &x 48", ""},
		{"a reference", "quorum: 3", "quorum: *x", "form"},
		{"a standard that is none", "P2", "P9", "form"},
	} {
		t.Run(c.name, func(t *testing.T) {
			whole := string(text(t, "commission"))
			if !strings.Contains(whole, c.from) {
				t.Fatalf("the shipped policy has no %q", c.from)
			}
			_, err := ParsePolicy([]byte(strings.Replace(whole, c.from, c.to, 1)))
			if c.rule == "" {
				if err != nil {
					t.Fatalf("refused: %v", err)
				}
				return
			}
			faults, ok := errors.AsType[*PolicyError](err)
			if !ok || !errors.Is(err, ErrRefused) {
				t.Fatalf("ParsePolicy = %v, want a refusal", err)
			}
			f := faults.Faults[0]
			at := 1 + strings.Count(whole[:strings.Index(whole, c.from)], "\n")
			if c.name == "missing" {
				at = f.Line // the nearest setting above
			}
			if f.Rule != c.rule || f.Line < at || f.Line > at+1 || f.Article == "" || f.Reason == "" {
				t.Errorf("faults %v, want %q in line %d", err, c.rule, at)
			}
		})
	}
}

func TestArchiveNamesNoMandate(t *testing.T) {
	whole := string(text(t, "archive")) + "\nmandate: {instrument: Decree 1, issued_by: x, issued_on: 2025-01-01}\n"
	if _, err := ParsePolicy([]byte(whole)); err == nil || !strings.Contains(err.Error(), "mandate") {
		t.Errorf("an archive with a mandate: %v", err)
	}
}

// TestEveryDeadlineHasACeiling: a deadline added to the rules and forgotten in
// the table would be checked by nothing.
func TestEveryDeadlineHasACeiling(t *testing.T) {
	typ := reflect.TypeFor[ClockRules]()
	var named []string
	for _, c := range ceilings {
		named = append(named, c.name)
	}
	var want []string
	for i := range typ.NumField() {
		want = append(want, typ.Field(i).Tag.Get("yaml"))
	}
	if diff := cmp.Diff(want, named); diff != "" {
		t.Errorf("deadlines and ceilings (-deadlines +ceilings):\n%s", diff)
	}
	for i, c := range ceilings {
		var rules ClockRules
		reflect.ValueOf(&rules).Elem().Field(i).SetInt(7)
		if c.of(rules) != 7 {
			t.Errorf("the ceiling of %s looks at another deadline", c.name)
		}
	}
}

// TestReached: of a change, only shorter custody clocks and new urgent lanes
// reach a case under way.
func TestReached(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		base, later := mandated(t), mandated(t)
		v := reflect.ValueOf(&later.Clocks).Elem()
		for i := range v.NumField() {
			v.Field(i).SetInt(int64(rapid.IntRange(1, 3000).Draw(rt, "hours")))
		}
		later.Panel.Quorum, later.Panel.Majority, later.Notice.Grave = 0, 1, 1
		base.Urgent.Lanes = base.Urgent.Lanes[:rapid.IntRange(1, 5).Draw(rt, "lanes")]
		got := base.Reached(later)
		for i, h := range got.Clocks.custody() {
			if was, now := *base.Clocks.custody()[i], *later.Clocks.custody()[i]; *h != min(was, now) {
				rt.Fatalf("custody clock %d is %d, want the shorter of %d and %d", i, *h, was, now)
			}
		}
		if diff := cmp.Diff(AllLanes(), got.Urgent.Lanes); diff != "" {
			rt.Fatalf("lanes: %s", diff)
		}
		got.Urgent.Lanes = base.Urgent.Lanes
		for i, h := range got.Clocks.custody() {
			*h = *base.Clocks.custody()[i]
		}
		if diff := cmp.Diff(base, got); diff != "" {
			rt.Fatalf("something else reached a case under way: %s", diff)
		}
		if base.Reached(later).Budget(true) > base.Budget(true) {
			rt.Fatal("a change lengthened custody")
		}
	})
}

func FuzzParsePolicy(f *testing.F) {
	for _, n := range []string{"commission", "archive"} {
		f.Add(text(f, n))
	}
	f.Add([]byte("a: &a [*a]"))
	f.Fuzz(func(t *testing.T, b []byte) {
		judged(t, "what was made up", b)
	})
}
