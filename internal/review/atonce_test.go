package review_test

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/review"
)

// together does everything three times at one moment, and counts what was taken
// of each.
func together(t *testing.T, dos ...func() error) []int {
	t.Helper()
	taken := make([]int, len(dos))
	var all sync.WaitGroup
	var mu sync.Mutex
	for i, do := range dos {
		for range 3 {
			all.Go(func() {
				err := do()
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					taken[i]++
				} else if review.RuleOf(err) == "" && !errors.Is(err, journal.ErrConflict) && !errors.Is(err, review.ErrHidden) {
					t.Errorf("%d: %v", i, err)
				}
			})
		}
	}
	all.Wait()
	return taken
}

// TestDrawAtOnce: organisations commit and reveal at one moment, each more than
// once: the last hash freezes the list once, each step is taken once, none is lost, and every
// seat is given once.
func TestDrawAtOnce(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		ctx := t.Context()
		id := b.open()
		b.roster()
		d, err := b.BeginDraw(ctx, clerk("chair"))
		b.do(err)
		draw, err := b.store.Draw(ctx, d)
		b.do(err)
		var commits, reveals []func() error
		for i, o := range draw.Orgs {
			seed := hex.EncodeToString(bytes.Repeat([]byte{byte(i + 1)}, review.SeedSize))
			who := journal.Actor{Account: "m", Org: o}
			commits = append(commits, func() error { return b.CommitSeed(ctx, who, d, review.CommitSeed(d, o, seed)) })
			reveals = append(reveals, func() error { return b.RevealSeed(ctx, who, d, seed) })
		}
		for _, steps := range [][]func() error{commits, reveals} {
			for i, n := range together(t, steps...) {
				if n != 1 {
					t.Errorf("step %d of %d was taken %d times", i, len(steps), n)
				}
			}
		}
		seats := map[string]int{}
		for _, p := range b.the(id).Cast {
			if p.Role == review.Member {
				seats[p.Seat]++
			}
		}
		if len(seats) != 3 || seats["chair"] != 1 {
			t.Errorf("seats %v", seats)
		}
		for s, n := range seats {
			if n != 1 {
				t.Errorf("the seat %s was given %d times", s, n)
			}
		}
	})
}

// does is an act of somebody, on the case as it stands, whichever state that is.
func (b *bench) does(id review.CaseID, by string, a review.Body) func() error {
	return func() error { return b.Enter(b.Context(), as(by), id, 0, a) }
}

// once checks that each of the acts was taken once.
func once(t *testing.T, what string, acts ...func() error) {
	t.Helper()
	for i, n := range together(t, acts...) {
		if n != 1 {
			t.Errorf("%s %d of %d was taken %d times", what, i+1, len(acts), n)
		}
	}
}

// TestActsAtOnce: declarations, answers to what the register asks, texts with
// answers to the points, signatures and the confirmation of what leaves are sent
// by several people at one moment, each more than once. None is lost, none is
// taken twice, and the ledger tells the same again.
func TestActsAtOnce(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		b.signs()
		id := b.assembled()
		b.declareAtOnce(t, id)
		b.answerAtOnce(t, id)
		panel := b.deliberating(id)
		for _, a := range panel {
			b.do(b.Vote(t.Context(), as(a), id, 0, review.Release, "as the text says"))
		}
		r := b.draftAtOnce(t, id, panel)
		var signs []func() error
		for _, a := range panel {
			signs = append(signs, b.does(id, a, &review.SignedBody{Hash: r.Hash, Dissent: "dissent of " + a}))
		}
		once(t, "the signature", signs...)
		dissents := map[string]bool{}
		for _, s := range b.the(id).Signed {
			dissents[s.Account+": "+s.Dissent] = true
		}
		for _, a := range panel {
			if !dissents[a+": dissent of "+a] || len(dissents) != len(panel) {
				t.Errorf("signed by %v, of the panel %v", dissents, panel)
			}
		}
		b.move(id, "reg", review.Decided)
		b.leaveAtOnce(t, id)
		b.replayed()
	})
}

// declareAtOnce has everybody declare a tie at one moment.
func (b *bench) declareAtOnce(t *testing.T, id review.CaseID) {
	t.Helper()
	var acts []func() error
	who := []string{"officer", "second", "court", "escort"}
	for _, a := range who {
		acts = append(acts, b.does(id, a, &review.DeclaredBody{Ties: []review.Ground{review.SameTown}, Text: "of " + a}))
	}
	once(t, "the declaration", acts...) // a second is absent: the case is closed to whoever has a tie
	acts = nil
	for _, a := range who {
		for _, by := range []string{"chair", "watch"} {
			acts = append(acts, b.does(id, by, &review.WaivedBody{Account: a, Ground: review.SameTown, Why: "a large town"}))
		}
	}
	for i, n := range together(t, acts...) { // whoever says it again says nothing more
		if n == 0 {
			t.Errorf("the waiver %d is lost", i)
		}
	}
	c := b.the(id)
	for _, a := range who {
		p, _ := c.Part(a)
		if d := cmp.Diff([]review.Tie{{Ground: review.SameTown, ByChair: "chair", ByWatch: "watch"}}, p.Ties); d != "" {
			t.Errorf("the ties of %s: %s", a, d)
		}
	}
}

// answerAtOnce has both sides answer what the register asked of two people.
func (b *bench) answerAtOnce(t *testing.T, id review.CaseID) {
	t.Helper()
	var asks, answers, agrees []func() error
	for i, a := range []string{"officer", "second"} {
		q := fmt.Sprint("q", i)
		asks = append(asks, b.does(id, "chair", &review.QuestionedBody{ID: q, Account: a}))
		answers = append(answers, b.does(id, a, &review.AnsweredBody{ID: q, Why: "no relative of mine"}))
		agrees = append(agrees, b.does(id, "watch", &review.AnsweredBody{ID: q, Why: "another family"}))
	}
	once(t, "the question", asks...)
	once(t, "the answer", answers...)
	once(t, "the observer's answer", agrees...)
}

// draftAtOnce has two members write the text at one moment, on one page: one is
// taken whole, and the other hears that the case moved on.
func (b *bench) draftAtOnce(t *testing.T, id review.CaseID, panel []string) review.Ruling {
	t.Helper()
	saw := b.the(id).Seq
	texts := map[string]review.Ruling{}
	var acts []func() error
	for _, a := range panel[:2] {
		r := b.ruling(id, review.Release, rests("f1"))
		for k := range r.Answers {
			r.Answers[k] = "answered by " + a
		}
		r.Hash = review.HashOf(r)
		texts[r.Hash] = r
		acts = append(acts, func() error { return b.Enter(b.Context(), as(a), id, saw, &review.DraftedBody{Ruling: r}) })
	}
	n := together(t, acts...)
	if n[0]+n[1] != 1 {
		t.Errorf("two texts written on one page were taken %v times", n)
	}
	got := *b.the(id).Draft
	if d := cmp.Diff(texts[got.Hash].Answers, got.Answers); d != "" {
		t.Errorf("the text that stands is neither of the two: %s", d)
	}
	return got
}

// leaveAtOnce has a case leave: what is asked is approved once, and made once.
func (b *bench) leaveAtOnce(t *testing.T, id review.CaseID) {
	t.Helper()
	var asks, approves, makes []func() error
	for _, x := range []string{"x1", "x2"} {
		asks = append(asks, b.does(id, "reg", &review.ExchangeAskedBody{ID: x, To: "the prosecutor", Purpose: x, Basis: "ICPPED 14"}))
		approves = append(approves, b.does(id, "chair", &review.ExchangeApprovedBody{ID: x}))
		makes = append(makes, func() error { return b.MakeExchange(b.Context(), as("reg"), id, x) })
	}
	once(t, "the request", asks...)
	once(t, "the approval", approves...)
	once(t, "the file", makes...)
}
