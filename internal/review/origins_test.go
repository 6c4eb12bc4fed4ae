package review_test

import (
	"errors"
	"testing"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/review"
)

// TestTwoNamesOverOneImport: what rests on rows of one list is of one origin,
// whatever it is called and whatever the form says of it; papers attached to a row
// are as many as their contents.
func TestTwoNamesOverOneImport(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		id := b.assembled()
		b.enter(id, "officer", &review.AllegedBody{Allegation: review.Allegation{ID: "grave", Conduct: review.B3}})
		b.check(id, "officer", review.ExculpatorySearch)
		fact := func(f review.FactID, origin string, r review.Ref) {
			t.Helper()
			b.enter(id, "officer", &review.FactBody{Fact: review.Fact{
				ID: f, Kind: review.Document, Forum: review.OtherForum, Origin: origin, About: "grave", Refs: []review.Ref{r}, From: []string{"of " + origin},
			}})
		}
		grave := func(p review.FindingID, relied ...review.FactID) error {
			return b.Enter(b.Context(), as("officer"), id, 0, &review.ProposedBody{Finding: review.Finding{
				ID: p, Allegation: "grave", Standard: review.P1, Law: "Rome Statute 7", Relied: relied, Reasons: "two papers agree",
			}})
		}
		row := review.Ref{Record: int64(b.record)}
		fact("a", "the duty roster", row)
		fact("b", "the hospital", row)
		var r *review.Refusal
		if err := grave("p1", "a", "b"); !errors.As(err, &r) || r.Rule != "independence by origin" {
			t.Errorf("two names over one import: %v", err)
		}
		one, _ := b.attach("officer", register.OfPerson, b.record.String(), register.C1, register.ShareAll)
		two, _ := b.attach("officer", register.OfPerson, b.record.String(), register.C1, register.ShareAll)
		fact("c", "a clinic", review.Ref{Item: one})
		fact("d", "the camp's office", review.Ref{Item: one})
		fact("e", "the mayor", review.Ref{Item: two})
		if err := grave("p2", "c", "d"); !errors.As(err, &r) || r.Rule != "independence by origin" {
			t.Errorf("two names over one paper: %v", err)
		}
		b.do(grave("p3", "c", "e"))
		b.replayed()
	})
}
