package main

import (
	"slices"
	"testing"
	"time"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/review"
)

// What the policies let a part do is what the review admits of it: a right that
// only one of the two knows would be a door that opens on a wall, or a hole.
func TestPartsAgree(t *testing.T) {
	auth, err := access.NewAuthorizer(time.Now, func(a access.Action, err error) { t.Errorf("%s: %v", a, err) })
	if err != nil {
		t.Fatal(err)
	}
	who := access.Principal{Account: "01A", Org: "01O", Roles: access.RolesOf(access.Reviewer), Clearance: register.C3, StepUpAt: time.Now()}
	for _, role := range review.Roles() {
		res := access.Resource{Kind: access.OnCase, Parts: map[access.AccountID]string{who.Account: string(role)}}
		for _, kind := range review.KindNames() {
			got := auth.Authorize(t.Context(), who, access.CaseAction(kind), res) == nil
			if want := slices.Contains(role.Acts(), kind); got != want {
				t.Errorf("%s by %s: the policies say %v, the review %v", kind, role, got, want)
			}
		}
		if err := auth.Authorize(t.Context(), who, access.CaseRead, res); err != nil {
			t.Errorf("%s may not read its case: %v", role, err)
		}
	}
}
