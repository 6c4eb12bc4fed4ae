package review_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/register/sample"
	"kashf.org/kashf/internal/review"
)

// tied gives somebody of the roster a part in a case, who says that the person
// is kin.
func (b *bench) tied(id review.CaseID, account string) {
	b.Helper()
	b.enter(id, "reg", &review.AssignedBody{Account: account, Org: "org-" + account, Role: review.MedicalOfficer})
	b.enter(id, account, &review.DeclaredBody{Ties: []review.Ground{review.Kin}})
}

// closed walks a case that is assembled to its end.
func (b *bench) closed(id review.CaseID) {
	b.Helper()
	panel := b.deliberating(id)
	b.vote(id, panel, review.Release)
	r := b.ruling(id, review.Release, rests("f1"))
	b.enter(id, panel[0], &review.DraftedBody{Ruling: r})
	for _, a := range panel {
		b.enter(id, a, &review.SignedBody{Hash: r.Hash})
	}
	b.move(id, "reg", review.Decided)
	for _, whom := range []string{"person", "observer", "holder"} {
		b.enter(id, "reg", &review.NotifiedBody{Notified: review.Notified{Whom: whom}, Hash: r.Hash, Language: "ar", Spoken: true})
	}
	b.move(id, "reg", review.Notice)
	b.enter(id, "escort", &review.PlannedBody{Protection: true})
	b.enter(id, "reg", &review.ReleasedBody{})
	b.now = b.now.Add(24 * time.Hour)
	b.enter(id, "watch", &review.VerifiedBody{Contact: "family"})
	b.now = b.now.Add(90 * 24 * time.Hour)
	b.move(id, "reg", review.Final)
	b.move(id, "reg", review.Closed)
}

// refusedPart checks that nobody gives the account a part in the case, or lets it
// open one on the person, and that neither a rule's words nor a question says why.
func (b *bench) refusedPart(id review.CaseID, person register.PersonID, account string) {
	b.Helper()
	for _, r := range []review.Role{review.CourtLiaison, review.Representative, review.ProtectionOfficer} {
		err := b.Enter(b.Context(), as("reg"), id, 0, &review.AssignedBody{Account: account, Org: "org-" + account, Role: r})
		if review.RuleOf(err) != "no conflict of interest" {
			b.Errorf("%s, kin in an earlier review, as %s: %v", account, r, err)
		}
	}
	if _, err := b.Open(b.Context(), as(account), person, true, "prison"); review.RuleOf(err) != "no conflict of interest" {
		b.Errorf("%s opens a case on its kin: %v", account, err)
	}
	if _, ok := b.the(id).Part(account); ok {
		b.Errorf("%s has a part", account)
	}
}

// A tie to a person does not end with a case: who has one is given no part in a
// new one, by hand or by the draw, and so never learns whose file it is.
func TestEarlierConflict(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		first := b.assembled()
		b.tied(first, "m9")
		b.closed(first)

		id := b.open()
		b.refusedPart(id, b.man, "m9")
		b.draw(id) // which fails where the seats are not those that recomputing gives
		if p, ok := b.the(id).Part("m9"); ok {
			t.Errorf("drawn as %+v", p)
		}
		draws, err := b.store.Draws(t.Context())
		b.do(err)
		if d := draws[0]; !slices.ContainsFunc(d.Frozen.Cases, func(c review.DrawnCase) bool { return c.Case == id && slices.Contains(c.Excluded, "codem9") }) {
			t.Errorf("the frozen list does not leave out who may not sit: %+v", d.Frozen.Cases)
		}
		b.enter(id, "reg", &review.AssignedBody{Account: "doctor", Org: "org-doctor", Role: review.MedicalOfficer})
	})
}

// The tie follows the person into another file.
func TestEarlierConflictAfterJoining(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		first := b.assembled()
		b.tied(first, "m9")
		b.closed(first)
		rec := b.alone("IM2", sample.Text(register.FullName, "سامر خليل الحلاق"))
		b.do(b.Journal.Do(t.Context(), clerk("data"), func(ctx context.Context, u *journal.Unit) error {
			return u.Env.Tx.(register.Tables).Apply(ctx, []register.Move{{Record: b.record, From: b.man, To: register.PersonID(rec)}},
				[]register.Redirect{{Old: b.man, Now: register.PersonID(rec)}}, 1)
		}))
		b.man = register.PersonID(rec)
		b.refusedPart(b.open(), b.man, "m9")
	})
}
