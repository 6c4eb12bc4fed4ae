package review

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// FuzzCutAct: what the short way takes apart, JSON takes apart the same, and
// what it takes of a broken text the reader of the body refuses.
func FuzzCutAct(f *testing.F) {
	for _, s := range []string{
		`{"case":"01J","act":"moved","body":{"from":"INTAKE","to":"IDENTITY"}}`, `{"case":"01J","act":"declared","body":{}}`,
		`{"case":"01J","act":"moved","body":{"a":"}"}, "act":"x"}`, `{"case":"01J","act":"moved","body":{},"act":"declared","body":{}}`,
		`{"case":"\u0041","act":"moved","body":{}}`, `{"case":"01J","act":"moved","body":{}}}`, `{"act":"moved","case":"01J","body":{}}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		got, ok := cutAct(text)
		if !ok || !json.Valid(got.Body) {
			return
		}
		var want ActBody
		if err := json.Unmarshal(text, &want); err != nil {
			t.Fatalf("%q: cut to %s, JSON refuses it: %v", text, got.Body, err)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%q (-JSON +cut):\n%s", text, d)
		}
	})
}

// TestCutActTakesEveryKind: every act as it is encoded goes the short way.
func TestCutActTakesEveryKind(t *testing.T) {
	for kind, empty := range bodies {
		body, err := json.Marshal(empty())
		if err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal(ActBody{"01J0000000000000000000000", kind, body})
		if err != nil {
			t.Fatal(err)
		}
		got, ok := cutAct(text)
		if !ok || got.Act != kind || string(got.Body) != string(body) {
			t.Errorf("%s: %v, %s", text, ok, got.Body)
		}
	}
}
