package review

import (
	"errors"
	"os"
	"regexp"
	"strings"
	"testing"

	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/review"
)

// TestEveryFaultIsSaid: whatever the reader of policies may refuse has words in
// both languages for what is wrong, for the remedy and for the law.
func TestEveryFaultIsSaid(t *testing.T) {
	keys := regexp.MustCompile(`rule[A-Z]\w+, "([a-z_]+)"|"(syntax_[a-z_]+)"`)
	n := 0
	for _, name := range []string{"policy_parse.go", "policy_rules.go", "policy_shape.go"} {
		b, err := os.ReadFile("../../../review/" + name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range keys.FindAllStringSubmatch(string(b), -1) {
			n++
			for _, lang := range locale.Languages() {
				for _, k := range []string{"review.fault." + m[1] + m[2], "review.fault." + m[1] + m[2] + ".remedy"} {
					if !locale.For(lang).Has(k) {
						t.Errorf("%s has no words in %s", k, lang)
					}
				}
			}
		}
	}
	if n < 50 {
		t.Errorf("only %d faults were found: the walk shows nothing", n)
	}
}

// TestFaultWords perverts the shipped policy and reads what is said of it.
func TestFaultWords(t *testing.T) {
	shipped, err := review.ShippedPolicy("commission")
	if err != nil {
		t.Fatal(err)
	}
	whole := string(shipped)
	for _, c := range []struct{ from, to, key string }{
		{"quorum: 3", "quorum: 0", "quorum"},
		{"quorum: 3", "quorum: 3.5", "want_number"},
		{"triage: 48", "triage: 024", "want_number"},
		{"triage: 48", "triage: -48", "deadline"},
		{"court: 48", "court: 72", "ceiling"},
		{"dissent: true", "dissent: no", "want_truth"},
		{"from: specialist", "from: [specialist, analyst]", "seat_of_two"},
		{"{kind: residence}", "{kind: كفيل}", "guarantor"},
		{" death_sentence,", "", "lane_missing"},
		{"lapse_action: RELEASE_DUE", "lapse: RELEASE_DUE", "unknown"},
		{"  majority: 2", "  majority: 2\n  majority: 3", "twice"},
		{"  court: 48\n", "", "missing"},
		{"  majority: 2", "\tmajority: 2", "syntax_sign"},
		{"  majority: 2", "  majority: 2: 3", "syntax_colon"},
		{"body: commission", "body: \"commission", "syntax"},
		{"{grave: 14, other: 7}", "{grave: 14, other: 7", "syntax_bracket"},
	} {
		i := strings.Index(whole, c.from)
		if i < 0 {
			t.Fatalf("the shipped policy has no %q", c.from)
		}
		_, err := review.ParsePolicy([]byte(strings.Replace(whole, c.from, c.to, 1)))
		refused, ok := errors.AsType[*review.PolicyError](err)
		if !ok {
			t.Errorf("%q is allowed", c.to)
			continue
		}
		f := refused.Faults[0]
		at := 1 + strings.Count(whole[:i], "\n")
		if f.Key != c.key && !(strings.HasPrefix(c.key, "syntax") && strings.HasPrefix(f.Key, "syntax")) {
			t.Errorf("%q: fault %q, want %q", c.to, f.Key, c.key)
		}
		if c.key != "missing" && (f.Line < at || f.Line > at+1) {
			t.Errorf("%q: line %d, want %d", c.to, f.Line, at)
		}
		for _, lang := range locale.Languages() {
			v := FaultWords(locale.For(lang), f)
			if strings.Contains(v.Full, "%!") || strings.Contains(v.Full, "review.") || v.Problem == "" || v.Remedy == "" {
				t.Errorf("%s: %q: %s", lang, c.to, v.Full)
			}
			t.Log(v.Full)
		}
	}
}
