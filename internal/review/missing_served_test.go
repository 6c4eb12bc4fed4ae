package review_test

import (
	"slices"
	"testing"
	"time"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/review"
)

// unseen is a case whose person was said released and seen by nobody for 72 hours.
// The office's clock was off meanwhile.
func (b *bench) unseen() review.CaseID {
	b.Helper()
	id := b.open()
	b.now = b.now.Add(25 * time.Hour) // nothing was looked at: release is due
	b.do(b.Tick(b.Context()))
	b.enter(id, "escort", &review.PlannedBody{Protection: true})
	b.enter(id, "reg", &review.ReleasedBody{})
	b.now = b.now.Add(200 * time.Hour)
	b.do(b.Tick(b.Context()))
	return id
}

func (b *bench) missing(id review.CaseID) review.MissingFile {
	b.Helper()
	c := b.the(id)
	if len(c.Missing) != 1 {
		b.Fatalf("%d files of the missing person, at %s", len(c.Missing), c.Liberty.State)
	}
	return c.Missing[0]
}

// TestMissingPersonServed: on both engines the clock opens the file, tasks wait for
// who is to ask, two people close it on an item of the person's file, and it opens
// again when that item is undone, in a closed case too; the ledger gives the same.
func TestMissingPersonServed(t *testing.T) {
	for _, end := range []string{review.MissingAlive, review.MissingDead} {
		t.Run(end, func(t *testing.T) {
			engines(t, func(t *testing.T, b *bench) {
				id := b.unseen()
				f := b.missing(id)
				if f.Cause != review.MissingUnverified || f.Said == 0 || f.Opened != f.Said.Add(72*time.Hour) || f.By != "reg" || f.Holder != "prison" {
					t.Fatalf("%+v", f)
				}
				day := b.now.Format(time.DateOnly)
				until := review.MicrosOf(b.now).Add(24 * time.Hour)
				b.enter(id, "watch", &review.MissingNotedBody{})
				b.enter(id, "liaison", &review.MissingAskedBody{ID: "q1", Whom: "family", On: day, What: "when seen last", Until: until})
				b.enter(id, "liaison", &review.MissingAnsweredBody{ID: "q1", Reply: "answer", On: day, Answer: "never came home"})
				item, seq := b.attach("court", register.OfPerson, b.record.String(), register.C1, register.ShareAll)
				elsewhere, _ := b.attach("court", register.OfPerson, "999999", register.C1, register.ShareAll)
				says := func(refs ...review.Ref) *review.MissingFoundBody {
					return &review.MissingFoundBody{Apart: true, MissingFound: review.MissingFound{
						End: end, On: day, Why: "a letter", Witness: "a neighbour", Contact: "call", Refs: refs, Bound: review.Binding{Lies: true},
					}}
				}
				for _, refs := range [][]review.Ref{nil, {{Item: elsewhere}}, {{Item: "nothing"}}, {{Record: 999999}, {Item: item}}} {
					if err := b.Enter(t.Context(), as("watch"), id, 0, says(refs...)); review.RuleOf(err) != "a missing person's file" {
						t.Errorf("on %v: %v", refs, err)
					}
				}
				b.enter(id, "watch", says(review.Ref{Item: item}, review.Ref{Record: int64(b.record)}))
				stale := as("escort")
				stale.Fresh = false
				if err := b.Enter(t.Context(), stale, id, 0, &review.MissingConfirmedBody{Agree: true, Why: "x", Fresh: true, Stands: true}); review.RuleOf(err) != "signatures" {
					t.Errorf("confirmed without password and code: %v", err)
				}
				b.enter(id, "escort", &review.MissingConfirmedBody{Agree: true, Why: "I read the letter"})
				if f := b.missing(id); f.Closed == 0 || f.Found.Second != "escort" {
					t.Fatalf("%+v", f)
				}
				b.do(b.Follow(t.Context(), b.judged()))
				if b.missing(id).Closed == 0 {
					t.Fatal("it opens again though its paper lies where it lay")
				}
				b.do(b.Follow(t.Context(), b.undoes(seq)))
				f = b.missing(id)
				if c := b.the(id); f.Closed != 0 || len(f.Again) != 1 || len(f.Past) != 1 || c.Liberty.State != review.Unverified {
					t.Fatalf("%s: %+v", c.Liberty.State, f)
				}
				b.do(b.Follow(t.Context(), b.judged()))
				if n := len(b.missing(id).Again); n != 1 {
					t.Errorf("opened again %d times", n)
				}
				x := b.seen(id, "watch")
				if !slices.Contains(x.Tasks, review.Task{Act: "missing_noted"}) || slices.ContainsFunc(x.Tasks, func(t review.Task) bool { return t.Act == "verified" }) {
					t.Errorf("the observer's tasks: %v", x.Tasks)
				}
				b.replayed()
			})
		})
	}
}

// TestMissingPaperGoneBeforeTheSecondName: a paper that is undone between the two
// names closes nothing.
func TestMissingPaperGoneBeforeTheSecondName(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		id := b.unseen()
		item, seq := b.attach("court", register.OfPerson, b.record.String(), register.C1, register.ShareAll)
		b.enter(id, "watch", &review.MissingFoundBody{Apart: true, MissingFound: review.MissingFound{
			End: review.MissingAlive, On: b.now.Format(time.DateOnly), Why: "a letter", Witness: "a neighbour", Contact: "call", Refs: []review.Ref{{Item: item}},
		}})
		b.undoes(seq)
		if err := b.Enter(t.Context(), as("escort"), id, 0, &review.MissingConfirmedBody{Agree: true, Why: "x"}); review.RuleOf(err) != "a missing person's file" {
			t.Errorf("confirmed: %v", err)
		}
		b.enter(id, "escort", &review.MissingConfirmedBody{Why: "the paper is gone"})
		if f := b.missing(id); f.Closed != 0 || f.Found != nil {
			t.Errorf("%+v", f)
		}
	})
}

// TestClosedCaseSearchesAgain: a closed case without a fact is followed as well
// when a paper closed its missing person's file.
func TestClosedCaseSearchesAgain(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		id := b.assembled()
		b.released(id, "f1")
		b.now = b.now.Add(90 * 24 * time.Hour)
		b.move(id, "reg", review.Final)
		b.move(id, "reg", review.Closed)
		b.enter(id, "watch", &review.FollowedUpBody{Day: 60, Found: review.FoundGone})
		item, seq := b.attach("court", register.OfPerson, b.record.String(), register.C1, register.ShareAll)
		b.enter(id, "watch", &review.MissingFoundBody{Apart: true, MissingFound: review.MissingFound{
			End: review.MissingAlive, On: b.now.Format(time.DateOnly), Why: "a letter", Witness: "a neighbour", Contact: "call", Refs: []review.Ref{{Item: item}},
		}})
		b.enter(id, "court", &review.MissingConfirmedBody{Agree: true, Why: "I read it"})
		if c := b.the(id); c.Liberty.State != review.ReleaseVerified {
			t.Fatalf("at %s", c.Liberty.State)
		}
		b.do(b.Follow(t.Context(), b.undoes(seq)))
		if c := b.the(id); c.State != review.Closed || c.Liberty.State != review.Unverified || b.missing(id).Closed != 0 {
			t.Errorf("%s, %s", c.State, c.Liberty.State)
		}
		ids, err := b.store.FollowedCases(t.Context())
		b.do(err)
		if !slices.Contains(ids, id) {
			t.Error("the case is not followed")
		}
		b.replayed()
	})
}
