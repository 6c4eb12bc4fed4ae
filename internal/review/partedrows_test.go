package review_test

import (
	"context"
	"encoding/json"
	"slices"
	"testing"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/register/sample"
	"kashf.org/kashf/internal/review"
)

// old enters an act as it stands, as one that an earlier program entered.
func (b *bench) old(id review.CaseID, by string, body review.Body) {
	b.Helper()
	text, err := json.Marshal(body)
	b.do(err)
	b.do(b.Journal.Do(b.Context(), clerk(by), func(ctx context.Context, u *journal.Unit) error {
		_, err := u.Append(ctx, journal.Draft{Kind: review.ActDone, Body: review.ActBody{Case: id, Act: body.Kind(), Body: text}})
		return err
	}))
}

// TestPartedWithoutFacts: a file that is parted asks whose review this is though
// no fact rests on what left, and nobody signs or moves on before the answer.
func TestPartedWithoutFacts(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		rec := b.alone("IM9", sample.Text(register.FullName, "سامر الحلاق"))
		other := register.PersonID(rec)
		b.joins(rec, other, b.man)
		id := b.open()
		b.apart(rec)
		c := b.the(id)
		if len(asked(c)) != 1 || asked(c)[0].Other != other || !slices.Equal(asked(c)[0].Rows, []register.RecordID{rec}) {
			t.Fatalf("parted without a fact: %+v, rows %v", c.Partings, c.Rows)
		}
		b.do(b.Follow(t.Context(), b.judged()))
		if got := asked(b.the(id)); len(got) != 1 {
			t.Errorf("asked again: %+v", got)
		}
		b.enter(id, "reg", &review.PartingSettledBody{Other: other, How: review.PartGoes, Why: "his mother's name"})
		if c = b.the(id); c.Person != other || !slices.Equal(c.Rows, []register.RecordID{rec}) || len(asked(c)) != 0 {
			t.Errorf("goes: %+v", c)
		}
		b.do(b.Follow(t.Context(), b.judged()))
		if got := asked(b.the(id)); len(got) != 0 {
			t.Errorf("what was left behind is asked about: %+v", got)
		}
		b.replayed()
	})
}

// TestPartedBeforeTheSignature: a file that is parted between the draft and the
// signature, with no fact in the half that left and nobody who told the program,
// stops the signature until the registrar answers.
func TestPartedBeforeTheSignature(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		rec := b.alone("IM9", sample.Text(register.FullName, "سامر الحلاق"))
		other := register.PersonID(rec)
		b.joins(rec, other, b.man)
		id := b.assembled()
		panel := b.deliberating(id)
		b.vote(id, panel, review.Release)
		r := b.ruling(id, review.Release)
		b.enter(id, panel[0], &review.DraftedBody{Ruling: r}, &review.SignedBody{Hash: r.Hash})
		b.joins(rec, b.man, other)
		if err := b.Enter(t.Context(), as(panel[1]), id, 0, &review.SignedBody{Hash: r.Hash}); review.RuleOf(err) != "one review, one person" {
			t.Errorf("signed for one of two people: %v", err)
		}
		b.enter(id, "reg", &review.PartingSettledBody{Other: other, How: review.PartStays, Why: "the man before the panel is the first"})
		b.enter(id, panel[1], &review.SignedBody{Hash: r.Hash})
		// Joined and parted once more: it is asked anew.
		b.joins(rec, other, b.man)
		b.joins(rec, b.man, other)
		b.replayed()
	})
}

// TestUnmarkedFactIsAskedAbout: of a fact that was entered before the program kept
// where it lay, a parted file asks to whom it belongs; until the answer it bears
// nothing, and it holds in the half that the case goes on with.
func TestUnmarkedFactIsAskedAbout(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		id := b.assembled()
		rec := b.alone("IM9", sample.Text(register.FullName, "سامر الحلاق"))
		other := register.PersonID(rec)
		b.joins(rec, other, b.man)
		b.old(id, "officer", &review.FactBody{Fact: review.Fact{
			ID: "old", Kind: review.Document, Forum: review.OtherForum, Origin: "o", For: true, Refs: []review.Ref{{Record: int64(rec)}},
		}})
		b.do(b.Follow(t.Context(), b.judged()))
		if stopped(b.the(id), "old") {
			t.Fatal("stopped while it lies in the file")
		}
		b.apart(rec)
		c := b.the(id)
		if !stopped(c, "old") || len(asked(c)) != 1 || !slices.Equal(asked(c)[0].Facts, []review.FactID{"old"}) {
			t.Fatalf("parted: %+v, %+v", c.Partings, c.Facts)
		}
		b.enter(id, "reg", &review.PartingSettledBody{Other: other, How: review.PartGoes, Why: "his mother's name"})
		if stopped(b.the(id), "old") {
			t.Error("it lies in the file that the case goes on with, and is stopped")
		}
		b.replayed()
	})
}
