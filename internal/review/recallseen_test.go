package review_test

import (
	"slices"
	"testing"

	"kashf.org/kashf/internal/review"
)

// What breach of a condition is alleged, and what was recorded of its hearing, is
// read by whoever speaks for the person: nobody answers what they are not told.
// Nobody else of those who read a part of the file does.
func TestAnAllegedBreachIsReadByThePersonsSide(t *testing.T) {
	reads := []review.Role{review.Representative, review.Member, review.AppealMember, review.Observer, review.FileOfficer, review.SecondAnalyst, review.Registrar, review.RosterChair}
	for _, role := range review.Roles() {
		p := review.Part{Account: "me", Role: role, Declared: true}
		for _, b := range []review.Body{&review.RecallAskedBody{ID: "r"}, &review.RecallHeardBody{ID: "r"}} {
			got := (&review.Case{}).Shows(p, review.Event{By: "another", Body: b})
			if want := slices.Contains(reads, role); got != want {
				t.Errorf("%s reads %s: %v, want %v", role, b.Kind(), got, want)
			}
		}
	}
}
