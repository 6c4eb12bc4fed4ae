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

// TestAnOrderLosesItsPaper: where the link, the import or the item that ties an
// order to the person is undone, the program enters it and the order falls: one
// that was told, one that was confirmed, and one of old. What should have run out
// runs out then. No fact is needed for it to be seen.
func TestAnOrderLosesItsPaper(t *testing.T) {
	for what, undo := range map[string]func(b *bench) (string, func() int64){
		"link": func(b *bench) (string, func() int64) {
			rec := b.alone("IM9", sample.Text(register.FullName, "سامر الحلاق"))
			b.joins(rec, register.PersonID(rec), b.man)
			item, _ := b.attach("data", register.OfPerson, rec.String(), register.C1, register.ShareAll)
			return item, func() int64 { b.joins(rec, b.man, register.PersonID(rec)); return b.judged() }
		},
		"import": func(b *bench) (string, func() int64) {
			item, _ := b.attach("data", register.OfPerson, b.record.String(), register.C1, register.ShareAll)
			return item, b.undoImport
		},
		"item": func(b *bench) (string, func() int64) {
			item, seq := b.attach("data", register.OfPerson, b.record.String(), register.C1, register.ShareAll)
			return item, func() int64 { return b.undoes(seq) }
		},
	} {
		for _, form := range []string{"told", "confirmed", "of old"} {
			t.Run(what+"/"+form, func(t *testing.T) {
				engines(t, func(t *testing.T, b *bench) {
					item, undone := undo(b)
					id := b.open()
					was := b.the(id).Liberty
					order := &review.CourtOrderedBody{Item: item, Court: review.OrdinaryCourt, Until: review.MicrosOf(b.now.Add(40 * 24 * time.Hour)), Name: "first instance", Dated: "2025-02-20"}
					want := review.InCustody
					switch form {
					case "of old":
						b.old(id, "court", &review.CourtOrderedBody{Item: item, Court: review.OrdinaryCourt, Until: order.Until})
						want = review.ByCourt
					case "confirmed":
						b.enter(id, "court", order)
						b.enter(id, "watch", &review.CourtOrderReadBody{Item: item, Name: order.Name, Dated: order.Dated, Until: order.Until})
						want = review.ByCourt
					default:
						b.enter(id, "court", order)
					}
					if s := b.the(id).Liberty.State; s != want {
						t.Fatalf("custody is %s", s)
					}
					b.do(b.Follow(t.Context(), b.judged()))
					if s := b.the(id).Liberty.State; s != want {
						t.Fatalf("nothing was undone, and custody is %s", s)
					}
					b.now = b.now.Add(12 * time.Hour)
					if form != "told" {
						b.now = b.now.Add(9 * 24 * time.Hour) // the first stage has run out
						b.do(b.Tick(t.Context()))
						want = review.DueForRelease
					}
					seq := undone()
					b.do(b.Follow(t.Context(), seq))
					c := b.the(id)
					if len(c.CourtOrders) != 1 || c.CourtOrders[0].Ended != review.OrderUndone || c.Liberty.State != want || c.Liberty.Began != was.Began || c.Corrections != 0 {
						t.Errorf("%+v, %+v, %d corrections", c.Liberty, c.CourtOrders, c.Corrections)
					}
					head := c.Seq
					b.do(b.Follow(t.Context(), seq))
					if c = b.the(id); c.Seq != head && slices.Contains(c.Unfounded, item) && len(c.Unfounded) != 1 {
						t.Errorf("entered twice: %v", c.Unfounded)
					}
					b.replayed()
				})
			})
		}
	}
}

// TestAPaperThatTheCaseLeaves: a review that goes on with the other half of a
// parted file leaves the order whose paper lies in the first.
func TestAPaperThatTheCaseLeaves(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		id, rec, other := b.twoFold()
		item, _ := b.attach("data", register.OfPerson, b.record.String(), register.C1, register.ShareAll)
		order := &review.CourtOrderedBody{Item: item, Court: review.OrdinaryCourt, Until: review.MicrosOf(b.now.Add(40 * 24 * time.Hour)), Name: "first instance", Dated: "2025-02-20"}
		b.enter(id, "court", order)
		b.enter(id, "watch", &review.CourtOrderReadBody{Item: item, Name: order.Name, Dated: order.Dated, Until: order.Until})
		b.apart(rec)
		if s := b.the(id).Liberty.State; s != review.ByCourt {
			t.Fatalf("custody is %s, and its paper lies where it lay", s)
		}
		b.enter(id, "reg", &review.PartingSettledBody{Other: other, How: review.PartGoes, Why: "his mother's name"})
		if c := b.the(id); c.Liberty.State != review.InCustody || c.CourtOrders[0].Ended != review.OrderUndone {
			t.Errorf("another's order keeps the person: %+v", c.Liberty)
		}
		b.replayed()
	})
}

// TestOrdersAreFollowed: a closed case without a fact is looked at again where it
// rests on an order, of either form.
func TestOrdersAreFollowed(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		cases := map[review.CaseID]review.Case{
			"C-old":  {State: review.Closed, Liberty: review.Liberty{State: review.ByCourt, Order: "paper"}},
			"C-new":  {State: review.Closed, CourtOrders: []review.CourtOrder{{Item: "paper", Until: 5}}},
			"C-none": {State: review.Closed, Liberty: review.Liberty{State: review.ReleaseVerified}, Challenges: []review.Challenge{{ID: `"order":"` + `"court_orders":`}}},
			"C-open": {State: review.Panel, Liberty: review.Liberty{State: review.InCustody}},
		}
		b.do(b.store.Write(t.Context(), func(ctx context.Context, tx journal.Tx) error {
			for id, c := range cases {
				c.ID, c.Person = id, register.PersonID(len(id))
				if err := review.TablesOf(journal.Env{Tx: tx}).PutCase(ctx, review.StoredCase{Case: &c, Recast: true}); err != nil {
					return err
				}
			}
			return nil
		}))
		got, err := b.store.FollowedCases(t.Context())
		b.do(err)
		if !slices.Equal(got, []review.CaseID{"C-new", "C-old", "C-open"}) {
			t.Errorf("followed: %v", got)
		}
	})
}
