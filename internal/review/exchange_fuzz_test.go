package review

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
)

// heldPackage is a package of a form that once left an office of the tests, and
// the key of that office's ledger.
func heldPackage(tb testing.TB, form string) (text []byte, key note.Verifier) {
	tb.Helper()
	at := filepath.Join("testdata", "exchange", "case-"+form)
	text, err := os.ReadFile(at + ".json")
	if err != nil {
		tb.Fatal(err)
	}
	public, err := os.ReadFile(at + ".key")
	if err != nil {
		tb.Fatal(err)
	}
	if key, err = note.NewVerifier(strings.TrimSpace(string(public))); err != nil {
		tb.Fatal(err)
	}
	return text, key
}

// heldForms are the forms of which a package is held.
var heldForms = []string{"1", "2"}

// FuzzPackage: whatever file is given as another body's case, it is refused or
// read to the end; what is checked against a ledger's key says of the proven
// lines what the file says that left there; and taken in it changes nothing in a
// case but what other bodies say, the same when it is replayed.
func FuzzPackage(f *testing.F) {
	keys := map[string]note.Verifier{}
	left := map[string]Package{}
	for _, form := range heldForms {
		text, key := heldPackage(f, form)
		f.Add(text)
		keys[form] = key
		p, err := ReadPackage(text)
		if err != nil {
			f.Fatal(err)
		}
		left[form] = p
	}
	for _, s := range []string{
		`{"format":"kashf case 2"}`, `{"format":"kashf case 2","proofs":[{}],"not_proved":[{}]}`, `{"format":"kashf case 1","outcome":{}}`,
		`{"format":"kashf case 2","findings":[{"reasons":"\u0000","standard":"P4"}]}`, "{\"format\":\"kashf case 2\",\"outcome\":{\"abstract\":\"\xff\"}}",
		`{"format":"kashf case 2","allegations":[{"id":"a","conduct":"B3"}],"lapses":[{"name":"question"}]} {}`, `{"format":"kashf case 3"}`, `[]`, ``,
	} {
		f.Add([]byte(s))
	}
	w := newWalk(f, mandated(f)).open(false)
	f.Fuzz(func(t *testing.T, text []byte) {
		p, err := ReadPackage(text)
		if err != nil {
			return
		}
		if d := json.NewDecoder(bytes.NewReader(text)); d.Decode(&json.RawMessage{}) == nil && len(bytes.TrimSpace(text[d.InputOffset():])) > 0 {
			t.Error("read with something after its end")
		}
		for form, key := range keys {
			if _, err := p.Check(key); err == nil {
				checkedLines(t, p, left[form])
			}
		}
		takenIn(t, w, string(text), p)
	})
}

// checkedLines compares the lines that a checked package proves with those that
// left.
func checkedLines(t *testing.T, p, left Package) {
	t.Helper()
	unproven := p.Unproven()
	if len(p.Proofs) > 0 && p.Case != left.Case {
		t.Errorf("proves lines of the case %q", p.Case)
	}
	same := func(line string, got any, all []any) {
		if slices.Contains(unproven, line) {
			return
		}
		if !slices.ContainsFunc(all, func(x any) bool { return essence(line, x) == essence(line, got) }) {
			t.Errorf("%s is proven and says %s", line, essence("", got))
		}
	}
	var allegations, facts, findings []any
	for _, a := range left.Allegations {
		allegations = append(allegations, a)
	}
	for _, x := range left.Facts {
		facts = append(facts, x.entered())
	}
	for _, x := range left.Findings {
		findings = append(findings, x.Finding)
	}
	for _, a := range p.Allegations {
		same(a.line(), a, allegations)
	}
	for _, x := range p.Facts {
		same(x.line(), x.entered(), facts)
	}
	for _, x := range p.Findings {
		same(x.line(), x.Finding, findings)
	}
	if p.Outcome != nil {
		same(OutcomeLine, p.Outcome, []any{left.Outcome})
	}
}

// takenIn takes a file in by whoever may, and compares the case before and after.
func takenIn(t *testing.T, w *walk, text string, p Package) {
	t.Helper()
	e := Event{Seq: w.c.Seq + 1, At: w.now, By: "reg", Org: "org-reg", Body: Receive("another body", text, p)}
	if w.c.Admit(e, w.k) != nil {
		return
	}
	body, err := json.Marshal(e.Body)
	if err != nil {
		t.Fatal(err)
	}
	stored, err := DecodeBody(e.Body.Kind(), body)
	if err != nil {
		t.Fatal(err)
	}
	e.Body = stored
	if err := w.c.Admit(e, w.k); err != nil {
		t.Errorf("taken in, and refused when it is read from the ledger: %v", err)
	}
	events := append(slices.Clone(w.log), e)
	after := Fold(events)
	if len(after.Received) != 1 {
		t.Fatalf("received %+v", after.Received)
	}
	after.Received, after.Seq, after.At, after.Entered = nil, w.c.Seq, w.c.At, w.c.Entered
	if got, want := (&walk{tb: t, c: after}).state(), w.state(); got != want {
		t.Errorf("taking it in changed the case:\n%s\n%s", want, got)
	}
}

// TestEveryFormIsRead: a file of each form that ever left is read, holds by its
// ledger's key and by no other, and comes in as claims; what it proves cannot be
// changed, and what it does not prove is said.
func TestEveryFormIsRead(t *testing.T) {
	for _, form := range heldForms {
		t.Run(form, func(t *testing.T) {
			text, key := heldPackage(t, form)
			p, err := ReadPackage(text)
			if err != nil || p.Format != "kashf case "+form {
				t.Fatalf("read %q, %v", p.Format, err)
			}
			n, err := p.Check(key)
			if err != nil || n != len(p.Proofs) || n == 0 {
				t.Fatalf("%d entries proven, %v", n, err)
			}
			if got, want := p.Unproven(), p.lines(); len(got) == 0 || !slices.Contains(got, OutcomeLine) || len(got) >= len(want) {
				t.Errorf("%v are not proven, of %v", got, want)
			}
			if says := p.Claims(); len(says) != len(p.Findings)+1 {
				t.Errorf("comes in as %v", says)
			}
			other := map[string]string{"1": "2", "2": "1"}[form]
			_, foreign := heldPackage(t, other)
			if _, err := p.Check(foreign); err == nil {
				t.Error("holds by another ledger's key")
			}
			refusedChanges(t, text, key)
		})
	}
}

// refusedChanges changes what a file proves.
func refusedChanges(t *testing.T, text []byte, key note.Verifier) {
	t.Helper()
	for name, change := range map[string]func(p *Package){
		"a case's name": func(p *Package) { p.Case += "X" },
		"a proof":       func(p *Package) { p.Proofs[0].Seq++ },
		"no proof":      func(p *Package) { p.Proofs = nil; p.Sealed = nil },
		"a fact more":   func(p *Package) { p.Facts = append(p.Facts, Fact{ID: "new"}) },
		"a fact twice":  func(p *Package) { x := p.Facts[0]; x.Text = "he signed"; p.Facts = append([]Fact{x}, p.Facts...) },
		"a lapse more":  func(p *Package) { p.Lapses = append(p.Lapses, Lapse{Seq: 9}) },
	} {
		p, err := ReadPackage(text)
		if err != nil {
			t.Fatal(err)
		}
		change(&p)
		if _, err := p.Check(key); err == nil {
			t.Errorf("with %s changed the file still holds", name)
		}
	}
}

// TestAFileOfTheSecondFormIsNotOneOfTheFirst: files of the first form prove less.
// One of the second that is given out as one of the first, its outcome changed,
// says that the outcome is not proven.
func TestAFileOfTheSecondFormIsNotOneOfTheFirst(t *testing.T) {
	text, key := heldPackage(t, "2")
	p, err := ReadPackage(text)
	if err != nil {
		t.Fatal(err)
	}
	p.Format, p.Outcome.Outcome = firstFormat, Keep
	p.Sealed = slices.DeleteFunc(p.Sealed, func(x Sealed) bool { return x.Line == OutcomeLine })
	if _, err := p.Check(key); err == nil && !slices.Contains(p.Unproven(), OutcomeLine) {
		t.Error("a changed outcome holds, and nothing says that it is not proven")
	}
}
