package review_test

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/register/sample"
	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/ledger"
)

// signs lets the bench sign its ledger, and returns the key to check with.
func (b *bench) signs() note.Verifier {
	b.Helper()
	secret, public, err := ledger.NewKey(rand.Reader, "bench")
	b.do(err)
	signer, err := note.NewSigner(secret)
	b.do(err)
	key, err := note.NewVerifier(public)
	b.do(err)
	b.Prove = func(ctx context.Context, seqs []int64) (out [][]byte, err error) {
		head, err := b.store.Head(ctx)
		b.do(err)
		root, err := ledger.Root(head.Size, b.store.Hashes(ctx))
		b.do(err)
		c := ledger.Checkpoint{Origin: key.Name(), Size: head.Size, Root: root}
		signed, err := c.Sign(signer)
		b.do(err)
		for _, seq := range seqs {
			p, err := ledger.Prove(seq, signed, c, b.store.Hashes(ctx))
			b.do(err)
			out = append(out, p)
		}
		return out, nil
	}
	return key
}

// left is the file of the case's only exchange.
func (b *bench) left(id review.CaseID) string {
	b.Helper()
	entries, err := b.store.EventsOf(b.Context(), id)
	b.do(err)
	for _, e := range entries {
		if _, ev, err := review.EventOf(e); err == nil {
			if x, ok := ev.Body.(*review.ExchangeMadeBody); ok {
				return x.Text
			}
		}
	}
	b.Fatal("no file was made")
	return ""
}

// TestWhatLeavesACase plants a marked word in everything that must not leave: the
// ballots and their authors, ties and their waiving, questions, challenges,
// submissions and the answers to them, groups of victims, objections. None is in
// the bytes; what must be there is.
func TestWhatLeavesACase(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		key := b.signs()
		id := b.assembled()
		b.enter(id, "lawyer", &review.DeclaredBody{Text: "MARKTIE"})
		b.enter(id, "officer", &review.DeclaredBody{Ties: []review.Ground{review.SameTown}, Text: "MARKTIE"})
		b.enter(id, "chair", &review.WaivedBody{Account: "officer", Ground: review.SameTown, Why: "MARKWAIVER"})
		b.enter(id, "watch", &review.WaivedBody{Account: "officer", Ground: review.SameTown, Why: "MARKWAIVER"})
		b.enter(id, "chair", &review.QuestionedBody{ID: "q1", Account: "second"})
		b.enter(id, "second", &review.AnsweredBody{ID: "q1", Why: "MARKANSWER"})
		b.enter(id, "watch", &review.AnsweredBody{ID: "q1", Why: "MARKANSWER"})
		panel := b.deliberating(id)
		for _, a := range panel {
			b.do(b.Vote(t.Context(), as(a), id, 0, review.Release, "MARKBALLOT"))
		}
		r := b.ruling(id, review.Release, rests("f1"))
		for k := range r.Answers {
			r.Answers[k] = "MARKREPLY"
		}
		r.Hash = review.HashOf(r)
		b.enter(id, panel[0], &review.DraftedBody{Ruling: r})
		for _, a := range panel {
			b.enter(id, a, &review.SignedBody{Hash: r.Hash, Dissent: "MARKDISSENT"})
		}
		b.enter(id, "watch", &review.ObjectedBody{ID: "o1", Why: "MARKOBJECTION"})
		b.enter(id, "chair", &review.ObjectionAnsweredBody{ID: "o1", Answer: "MARKOBJECTION"})
		b.move(id, "reg", review.Decided)
		b.enter(id, "officer", &review.FactBody{Fact: review.Fact{ID: "shut", Kind: review.Statement, Forum: review.OtherForum, Text: "MARKCLOSED", Origin: "MARKORIGIN", Closed: true, Refs: []review.Ref{{Record: int64(b.record)}}}})
		b.enter(id, "reg", &review.LaneBody{Lane: review.NoGround}) // by one of the two who let the case go

		ask := &review.ExchangeAskedBody{ID: "x1", To: "the prosecutor", Purpose: "trial", Basis: "ICPPED 14"}
		for _, missing := range []*review.ExchangeAskedBody{{ID: "x", Purpose: "p", Basis: "b"}, {ID: "x", To: "t", Basis: "b"}, {ID: "x", To: "t", Purpose: "p"}} {
			if err := b.Enter(t.Context(), as("reg"), id, 0, missing); review.RuleOf(err) != "leaves by two people" {
				t.Errorf("%+v: %v", missing, err)
			}
		}
		b.enter(id, "reg", ask)
		if err := b.MakeExchange(t.Context(), as("reg"), id, "x1"); review.RuleOf(err) != "leaves by two people" {
			t.Errorf("made before it was approved: %v", err)
		}
		if err := b.Enter(t.Context(), as("reg"), id, 0, &review.ExchangeApprovedBody{ID: "x1"}); review.RuleOf(err) != "role" {
			t.Errorf("approved by who asked: %v", err)
		}
		b.enter(id, "chair", &review.ExchangeApprovedBody{ID: "x1"})
		b.do(b.MakeExchange(t.Context(), as("reg"), id, "x1"))
		text := b.left(id)
		for _, mark := range []string{"MARK", "on leave"} { // the point that was submitted
			if i := strings.Index(text, mark); i >= 0 {
				t.Errorf("what left says %q", text[i:min(len(text), i+60)])
			}
		}
		for a := range b.accounts() {
			if told := a == "reg" || a == "chair"; !told && namesAccount(text, a) {
				t.Errorf("what left names the account %s", a)
			}
		}
		for _, want := range []string{"the prosecutor", "ICPPED 14", `"f1"`, r.Notice, r.Hash} {
			if !strings.Contains(text, want) {
				t.Errorf("what left does not say %q", want)
			}
		}
		b.checked(key, text)
		b.receives(id, text)
		b.replayed()
	})
}

// accounts are those who entered anything at all.
func (b *bench) accounts() map[string]bool {
	b.Helper()
	lines, err := b.store.Lines(b.Context(), journal.Filter{Limit: 1000})
	b.do(err)
	out := map[string]bool{}
	for _, l := range lines {
		if l.Author != review.Machine {
			out[l.Author] = true
		}
	}
	for _, a := range []string{"officer", "liaison", "watch", "reg", "chair"} {
		if !out[a] {
			b.Fatalf("%s entered nothing", a)
		}
	}
	return out
}

// namesAccount reports whether a text holds an account or its organisation as a value,
// in a header that stands in it as a string too.
func namesAccount(text, account string) bool {
	return strings.Contains(text, `"`+account+`"`) || strings.Contains(text, `"`+account+`\"`) || strings.Contains(text, `"org-`+account+`\"`)
}

// checked checks a package as its recipient does, and that no change passes.
func (b *bench) checked(key note.Verifier, text string) {
	b.Helper()
	p, err := review.ReadPackage([]byte(text))
	b.do(err)
	n, err := p.Check(key)
	if err != nil || n != len(p.Proofs) || n+len(p.Sealed) < len(p.Facts)+len(p.Allegations)+len(p.Findings)+1 || len(p.Sealed) == 0 {
		b.Fatalf("%d entries proven, %d lines sealed, %v", n, len(p.Sealed), err)
	}
	if n, err := b.Compare(b.Context(), []byte(text)); err != nil || n < len(p.Sealed) {
		b.Fatalf("%d lines compared, %v", n, err)
	}
	_, other, err := ledger.NewKey(rand.Reader, "bench")
	b.do(err)
	stranger, err := note.NewVerifier(other)
	b.do(err)
	if _, err := p.Check(stranger); err == nil {
		b.Error("a package holds by the key of another ledger")
	}
	for name, change := range map[string]func(p *review.Package){
		"a fact more":     func(p *review.Package) { f := p.Facts[0]; f.ID = "new"; p.Facts = append(p.Facts, f) },
		"an entry's salt": func(p *review.Package) { p.Proofs[0].Salt[0]++ },
		"an entry's body": func(p *review.Package) {
			p.Proofs[0].Body = json.RawMessage(string(p.Proofs[0].Body[:20]) + "x" + string(p.Proofs[0].Body[20:]))
		},
		"a lane's name":         func(p *review.Package) { p.Lanes[0].Lane = review.Illness },
		"another case":          func(p *review.Package) { p.Case = "OTHER" },
		"a leaf":                func(p *review.Package) { p.Sealed[0].Leaf[0]++ },
		"no leaf":               func(p *review.Package) { p.Sealed[0].Leaf = nil },
		"the place of a leaf":   func(p *review.Package) { p.Sealed[0].Seq++ },
		"a sealed line cut off": func(p *review.Package) { p.Sealed = p.Sealed[1:] },
	} {
		x, err := review.ReadPackage([]byte(text))
		b.do(err)
		change(&x)
		if _, err := x.Check(key); err == nil {
			b.Errorf("with %s changed the package still holds", name)
		} else if !errors.Is(err, review.ErrUnproven) && !errors.Is(err, ledger.ErrProof) {
			b.Errorf("%s: %v", name, err)
		}
	}
	b.compared(text)
}

// compared changes what is sealed, which the recipient cannot see: whoever has the
// ledger does.
func (b *bench) compared(text string) {
	b.Helper()
	for name, change := range map[string]func(p *review.Package){
		"a fact's words":         func(p *review.Package) { p.Facts[0].Text += "!" },
		"a fact turned about":    func(p *review.Package) { p.Facts[0].For = !p.Facts[0].For },
		"an allegation's kind":   func(p *review.Package) { p.Allegations[0].Conduct = review.B3; p.Allegations[0].Text = "worse" },
		"a finding's reasons":    func(p *review.Package) { p.Findings[0].Reasons += "!" },
		"a finding's standard":   func(p *review.Package) { p.Findings[0].Standard++ },
		"the outcome":            func(p *review.Package) { p.Outcome.Outcome = review.Keep },
		"the notice":             func(p *review.Package) { p.Outcome.Notice += "!" },
		"another entry's leaf":   func(p *review.Package) { p.Sealed[0].Seq, p.Sealed[0].Leaf = p.Sealed[1].Seq, p.Sealed[1].Leaf },
		"the purpose":            func(p *review.Package) { p.Purpose += "!" },
		"who receives it":        func(p *review.Package) { p.To += "!" },
		"a case of another body": func(p *review.Package) { p.Case = "OTHER" },
	} {
		x, err := review.ReadPackage([]byte(text))
		b.do(err)
		change(&x)
		changed, err := json.MarshalIndent(x, "", "  ")
		b.do(err)
		if _, err := b.Compare(b.Context(), changed); !errors.Is(err, review.ErrUnproven) {
			b.Errorf("with %s changed: %v", name, err)
		}
	}
}

// receives takes the package in as another body's: its findings are claims, and
// change nothing that was found.
func (b *bench) receives(id review.CaseID, text string) {
	b.Helper()
	before := b.the(id)
	p, err := review.ReadPackage([]byte(text))
	b.do(err)
	b.enter(id, "officer", review.Receive("another commission", text, p))
	after := b.the(id)
	if len(after.Received) != 1 || len(after.Received[0].Says) != len(p.Findings)+1 || after.Received[0].From != "another commission" {
		b.Errorf("received %+v", after.Received)
	}
	if after.Class() != before.Class() || len(after.Findings) != len(before.Findings) || len(after.Facts) != len(before.Facts) || after.Outcome.Hash != before.Outcome.Hash || after.State != before.State {
		b.Error("another body's findings changed the case")
	}
	if err := b.Enter(b.Context(), as("officer"), id, 0, review.Receive("again", text, p)); review.RuleOf(err) != "once" {
		b.Errorf("taken in twice: %v", err)
	}
	if err := b.Enter(b.Context(), as("lawyer"), id, 0, review.Receive("x", text+" ", p)); review.RuleOf(err) != "role" {
		b.Errorf("taken in by the person's side: %v", err)
	}
}

// A fact that rests on what another organisation keeps to itself does not leave
// with the case, neither as a fact nor in a proof; how many stay is said.
func TestFactsStayWithTheirSource(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		key := b.signs()
		id := b.open()
		b.check(id, "reg", review.BasisAsked, review.PersonTold)
		b.move(id, "reg", review.Identity)
		b.enter(id, "reg", &review.IdentifiedBody{Grade: 3})
		b.enter(id, "officer", &review.IdentityConfirmedBody{Grade: 3})
		b.move(id, "reg", review.Triage)
		b.move(id, "reg", review.Assembly)
		want := map[string]bool{}
		stays := 0
		for _, c := range []struct {
			name    string
			owner   register.OrgID
			sharing register.Sharing
			with    []register.OrgID
			leaves  bool
		}{
			{"KEPTBYANOTHER", "org-archive", register.ShareOwner, nil, false},
			{"FORONEOFTWO", "org-archive", register.ShareNamed, []register.OrgID{"org-reg"}, false},
			{"FORBOTH", "org-archive", register.ShareNamed, []register.OrgID{"org-reg", "org-chair"}, true},
			{"FORALL", "org-archive", register.ShareAll, nil, true},
			{"OWNALONE", "org-reg", register.ShareOwner, nil, false},
		} {
			rec := b.kept(register.Source{ID: register.SourceID(c.name), Name: c.name, Kind: "list_circulated", Owner: c.owner, Sharing: c.sharing, SharedWith: c.with, AddedAt: b.now})
			b.enter(id, "officer", &review.FactBody{Fact: review.Fact{ID: review.FactID("f" + c.name), Kind: review.Exculpatory, Forum: review.OtherForum, For: true, Text: "MARK" + c.name, Origin: "an office", Refs: []review.Ref{{Record: int64(rec)}}}})
			if want[c.name] = c.leaves; !c.leaves {
				stays++
			}
		}
		b.enter(id, "reg", &review.ExchangeAskedBody{ID: "x1", To: "the prosecutor", Purpose: "trial", Basis: "ICPPED 14"})
		b.enter(id, "chair", &review.ExchangeApprovedBody{ID: "x1"})
		b.do(b.MakeExchange(t.Context(), as("reg"), id, "x1"))
		text := b.left(id)
		for name, leaves := range want {
			if got := strings.Contains(text, "MARK"+name); got != leaves {
				t.Errorf("%s left: %v, want %v", name, got, leaves)
			}
		}
		p, err := review.ReadPackage([]byte(text))
		b.do(err)
		if p.Stays != stays {
			t.Errorf("%d facts are said to stay, want %d", p.Stays, stays)
		}
		if _, err := p.Check(key); err != nil {
			t.Errorf("the file does not hold: %v", err)
		}
	})
}

// kept enters a record of the man in a source of its own.
func (b *bench) kept(src register.Source) register.RecordID {
	b.Helper()
	b.do(b.Journal.Do(b.Context(), clerk("data"), func(ctx context.Context, u *journal.Unit) error {
		_, err := u.Append(ctx, journal.Draft{Kind: register.SourceAdded, Body: register.BodyOf(src)})
		return err
	}))
	return b.listedIn(src.ID, "IM"+string(src.ID), &b.man, []register.Claim{sample.Text(register.FullName, "سامر خليل الحلاق")})
}

// TestApprovalIsOfWhatTheCaseHolds: what is added after the second person's word
// does not leave by it; clocks and submissions ask for nothing anew.
func TestApprovalIsOfWhatTheCaseHolds(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		b.signs()
		id := b.assembled()
		b.enter(id, "reg", &review.ExchangeAskedBody{ID: "x1", To: "the prosecutor", Purpose: "trial", Basis: "ICPPED 14"})
		b.enter(id, "chair", &review.ExchangeApprovedBody{ID: "x1", Content: "chosen"})
		if err := b.Enter(t.Context(), as("chair"), id, 0, &review.ExchangeApprovedBody{ID: "x1"}); review.RuleOf(err) != "leaves by two people" {
			t.Errorf("approved twice, of one content: %v", err)
		}
		b.enter(id, "officer", &review.FactBody{Fact: review.Fact{ID: "later", Kind: review.Exculpatory, Forum: review.OtherForum, For: true, Text: "MARKLATER", Origin: "an office", Refs: []review.Ref{{Record: int64(b.record)}}}})
		if err := b.MakeExchange(t.Context(), as("reg"), id, "x1"); review.RuleOf(err) != "leaves by two people" {
			t.Fatalf("what was added after the approval left by it: %v", err)
		}
		if x := b.seen(id, "chair"); !x.Outgrown(x.Exchanges[0]) {
			t.Error("nobody is told that it is to be approved again")
		}
		b.enter(id, "chair", &review.ExchangeApprovedBody{ID: "x1"})
		b.enter(id, "lawyer", review.Submit("s9", "", "a point"))
		b.do(b.MakeExchange(t.Context(), as("reg"), id, "x1"))
		if !strings.Contains(b.left(id), "MARKLATER") {
			t.Error("what was approved did not leave")
		}
		b.replayed()
	})
}

// TestOlderApprovals: one entered before contents were hashed lets go what the
// case holds.
func TestOlderApprovals(t *testing.T) {
	x := review.Exchange{ID: "x1", Approved: 1}
	if (review.Seen{Case: &review.Case{}}).Outgrown(x) {
		t.Error("an older approval is asked for again")
	}
}
