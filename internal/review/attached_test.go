package review_test

import (
	"context"
	"errors"
	"testing"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/review"
)

// attach enters an item as the account's organisation attaches one.
func (b *bench) attach(by string, kind register.SubjectKind, subject string, l register.Level, s register.Sharing) (id string, seq int64) {
	b.Helper()
	id = b.id()
	b.do(b.Journal.Do(b.Context(), clerk(by), func(ctx context.Context, u *journal.Unit) (err error) {
		e, err := u.Append(ctx, journal.Draft{Kind: register.ItemAttached, Body: register.ItemBody{
			ID: id, Kind: kind, Subject: subject, Blob: "f-" + id, Name: "order.txt", MediaType: "text/plain", Level: l, Sharing: s,
		}})
		seq = e.Seq
		return err
	}))
	return id, seq
}

// TestAnOrderIsAttached: a court's order stops the clocks on custody only where
// it hangs on a row of this person and can be read; a made-up one stops none, and
// a replay names one that was forged into the ledger.
func TestAnOrderIsAttached(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		id, own := b.assembled(), b.record.String()
		other, _ := b.attach("court", register.OfSource, "S", register.C1, register.ShareAll)
		elsewhere, _ := b.attach("court", register.OfPerson, "999999", register.C1, register.ShareAll)
		unseen, _ := b.attach("m9", register.OfPerson, own, register.C1, register.ShareOwner)
		secret, _ := b.attach("court", register.OfPerson, own, register.C4, register.ShareAll)
		gone, seq := b.attach("court", register.OfPerson, own, register.C1, register.ShareAll)
		b.do(b.Journal.Do(b.Context(), clerk("court"), func(ctx context.Context, u *journal.Unit) error {
			_, err := u.Undo(ctx, seq, "not his", nil)
			return err
		}))
		until := review.MicrosOf(b.now).Add(review.Days(30).Duration())
		for name, item := range map[string]string{"made up": "nothing", "a source's": other, "another's": elsewhere, "unseen": unseen, "above sight": secret, "undone": gone} {
			for _, end := range []review.Micros{until, 0} {
				var r *review.Refusal
				err := b.Enter(b.Context(), as("court"), id, 0, &review.CourtOrderedBody{Item: item, Court: review.OrdinaryCourt, Until: end, Name: "first instance", Dated: "2025-02-20"})
				if !errors.As(err, &r) || r.Rule != "a lawful order" {
					t.Errorf("an order that is %s: %v", name, err)
				}
			}
		}
		if s := b.the(id).Liberty.State; s != review.InCustody {
			t.Fatalf("custody is %s", s)
		}
		item, _ := b.attach("court", register.OfPerson, own, register.C2, register.ShareOwner)
		b.enter(id, "court", &review.CourtOrderedBody{Item: item, Court: review.OrdinaryCourt, Until: until, Name: "first instance", Dated: "2025-02-20"})
		read := &review.CourtOrderReadBody{Item: item, Name: "first instance", Dated: "2025-02-20", Until: until}
		if err := b.Enter(b.Context(), as("watch"), id, 0, read); review.RuleOf(err) != "an order that two have read" {
			t.Errorf("a paper that is out of sight is confirmed: %v", err)
		}
		b.enter(id, "court", &review.CourtOrderWithdrawnBody{Item: item, Why: "to be attached for all"})
		item, _ = b.attach("data", register.OfPerson, own, register.C2, register.ShareAll)
		b.enter(id, "court", &review.CourtOrderedBody{Item: item, Court: review.OrdinaryCourt, Until: until, Name: "first instance", Dated: "2025-02-20"})
		if c := b.the(id); c.Liberty.State != review.InCustody || c.CourtOrders[1].Clerk != "data" || c.CourtOrders[1].ClerkOrg != "org-data" {
			t.Errorf("after one word custody is %s, by %+v", c.Liberty.State, c.CourtOrders)
		}
		read.Item = item
		b.enter(id, "watch", read)
		if s := b.the(id).Liberty.State; s != review.ByCourt {
			t.Errorf("after an order that is there custody is %s", s)
		}
		b.replayed()
		b.forged()
	})
}

// forged asks whether a replay that never saw the item names the order.
func (b *bench) forged() {
	b.Helper()
	var p review.Procedure
	var named int
	for e, err := range b.store.Entries(b.Context(), 0) {
		b.do(err)
		if e.Kind == register.ItemAttached {
			continue
		}
		if p.Next(e) != nil {
			named++
		}
	}
	if named != 3 {
		b.Errorf("%d entries are named, want the order, told twice and confirmed once", named)
	}
}
