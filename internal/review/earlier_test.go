package review_test

import (
	"context"
	"encoding/json"
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

// Nobody is two things in one file, over all its reviews: who decided has no part
// in a later one, in whatever file the person lies by then; everybody else the
// same part or none.
func TestEarlierRole(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		first := b.assembled()
		b.enter(first, "reg", &review.AssignedBody{Account: "stranger", Org: "org-stranger", Role: review.MedicalOfficer}) // never says a word
		b.closed(first)
		var panel []string
		for _, p := range b.the(first).Cast {
			if p.Role == review.Member {
				panel = append(panel, p.Account)
			}
		}
		rec := b.alone("IM2", sample.Text(register.FullName, "سامر خليل الحلاق"))
		b.joins(b.record, b.man, register.PersonID(rec))
		b.man = register.PersonID(rec)

		for _, a := range append([]string{"officer", "watch", "lawyer"}, panel...) {
			if _, err := b.Open(t.Context(), as(a), b.man, true, "jail"); review.RuleOf(err) != "no conflict of interest" {
				t.Errorf("%s, with a part in the first review, opens a second: %v", a, err)
			}
		}
		id, err := b.Open(t.Context(), as("reg"), b.man, true, "jail")
		b.do(err)
		b.enter(id, "reg", &review.DeclaredBody{})
		b.watchers()
		had := map[string]review.Role{}
		for _, p := range people {
			had[p.account] = p.role
		}
		for _, a := range append([]string{"chair", "officer", "second", "watch", "lawyer", "liaison", "delegate", "court", "escort"}, panel...) {
			for _, p := range people {
				if had[a] == p.role {
					continue
				}
				err := b.Enter(t.Context(), as("reg"), id, 0, &review.AssignedBody{Account: a, Org: "org-" + a, Role: p.role})
				if r := review.RuleOf(err); r != "no conflict of interest" {
					t.Errorf("%s, %q in the first review, as %s in the second: %v", a, had[a], p.role, err)
				}
			}
		}
		err = b.Enter(t.Context(), as("reg"), id, 0, &review.AssignedBody{Account: "jailer", Org: "prison", Role: review.MedicalOfficer})
		if review.RuleOf(err) != "independent organisations" {
			t.Errorf("who held the person during the first review: %v", err)
		}
		for _, p := range people {
			b.enter(id, "reg", &review.AssignedBody{Account: p.account, Org: "org-" + p.account, Role: p.role})
			b.enter(id, p.account, &review.DeclaredBody{})
		}
		b.enter(id, "reg", &review.AssignedBody{Account: "stranger", Org: "org-stranger", Role: review.ProtectionOfficer})
		for _, a := range b.draw(id) {
			if slices.Contains(panel, a) {
				t.Errorf("%s, who decided in the first review, sits in the second", a)
			}
		}
		draws, err := b.store.Draws(t.Context())
		b.do(err)
		if slices.ContainsFunc(draws[0].Frozen.Cases, func(c review.DrawnCase) bool { return slices.Contains(c.Excluded, "prison") }) {
			t.Error("the record of the draw tells who held the person")
		}
		for _, a := range panel {
			if !slices.ContainsFunc(draws[0].Frozen.Cases, func(c review.DrawnCase) bool { return c.Case == id && slices.Contains(c.Excluded, "code"+a) }) {
				t.Errorf("the frozen list does not leave out %s", a)
			}
		}
	})
}

// Where the file of an earlier review is joined with one that is open, whoever
// had another part in it is asked, and nobody is removed.
func TestEarlierRoleInAJoinedFile(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		b.Known = func(context.Context, string) (review.Known, error) { return review.Known{}, nil }
		b.roster()
		other, rec := b.second(false)
		b.enter(other, "reg", &review.AssignedBody{Account: "watch", Org: "org-watch", Role: review.CourtLiaison})
		b.enter(other, "watch", &review.DeclaredBody{})
		id := b.open()
		b.joins(rec, register.PersonID(rec), b.man)
		b.do(b.Ask(t.Context(), id))
		asked := func(a string) bool {
			return slices.ContainsFunc(b.the(id).Questions, func(q review.Question) bool { return q.Account == a })
		}
		if !asked("watch") || asked("chair") {
			t.Errorf("asked about %+v, want about the observer", b.the(id).Questions)
		}
		if p, _ := b.the(id).Part("watch"); p.Conflicted() {
			t.Error("being asked removed the observer")
		}
	})
}

// An entry that gives a part in spite of an earlier one, made by whoever holds the
// keys, is named.
func TestForgedEarlierRole(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		first := b.assembled()
		b.closed(first)
		id, err := b.Open(t.Context(), as("reg"), b.man, true, "prison")
		b.do(err)
		b.enter(id, "reg", &review.DeclaredBody{})
		body, err := json.Marshal(&review.AssignedBody{Account: "lawyer", Org: "org-lawyer", Role: review.SecondAnalyst})
		b.do(err)
		b.do(b.Journal.Do(t.Context(), clerk("reg"), func(ctx context.Context, u *journal.Unit) error {
			_, err := u.Append(ctx, journal.Draft{Kind: review.ActDone, Body: review.ActBody{Case: id, Act: "assigned", Body: body}})
			return err
		}))
		var p review.Procedure
		var last error
		for e, err := range b.store.Entries(t.Context(), 0) {
			b.do(last)
			b.do(err)
			last = p.Next(e)
		}
		if review.RuleOf(last) != "no conflict of interest" {
			t.Errorf("the forged entry: %v", last)
		}
	})
}
