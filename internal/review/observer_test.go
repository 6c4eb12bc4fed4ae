package review_test

import (
	"bytes"
	"testing"
	"time"

	"kashf.org/kashf/internal/review"
)

// Independent eyes are of an organisation accredited to observe, with nobody
// else in the file: not before the observer comes and not after.
func TestObserversOrganisation(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		id, err := b.Open(t.Context(), as("reg"), b.man, true, "prison")
		b.do(err)
		b.enter(id, "reg", &review.DeclaredBody{}, &review.AssignedBody{Account: "officer", Org: "org-officer", Role: review.FileOfficer})
		refused := func(account, org string, r review.Role, rule string) {
			t.Helper()
			err := b.Enter(t.Context(), as("reg"), id, 0, &review.AssignedBody{Account: account, Org: org, Role: r})
			if review.RuleOf(err) != rule {
				t.Errorf("%s of %s as %s: %v", account, org, r, err)
			}
		}
		accredit := func(org, part string, d time.Duration) {
			t.Helper()
			from := review.MicrosOf(b.now)
			b.do(b.Accredit(t.Context(), clerk("chair"), review.Accreditation{Org: org, Parts: []string{part}, From: from, Until: from.Add(d)}, "examined"))
		}
		refused("watch", "org-watch", review.Observer, "accreditation")
		accredit("org-watch", "jurist", 24*time.Hour)
		refused("watch", "org-watch", review.Observer, "accreditation")
		accredit("org-watch", review.ObserverPart, time.Hour)
		b.now = b.now.Add(time.Hour)
		refused("watch", "org-watch", review.Observer, "accreditation")
		accredit("org-reg", review.ObserverPart, time.Hour)
		refused("watch", "org-reg", review.Observer, "independent organisations")
		accredit("org-officer", review.ObserverPart, time.Hour)
		refused("watch", "org-officer", review.Observer, "independent organisations")
		accredit("org-watch", review.ObserverPart, time.Hour)
		b.enter(id, "reg", &review.AssignedBody{Account: "watch", Org: "org-watch", Role: review.Observer})
		for _, r := range []review.Role{review.RosterChair, review.SecondAnalyst, review.VictimsLiaison, review.CourtLiaison, review.ProtectionOfficer, review.Representative} {
			refused("colleague", "org-watch", r, "independent organisations")
		}
		// Without the accreditations, the entry is named as forged.
		var p review.Procedure
		for e, err := range b.store.Entries(t.Context(), 0) {
			b.do(err)
			if e.Kind == review.RosterChanged {
				continue
			}
			if err := p.Next(e); err != nil && (review.RuleOf(err) != "accreditation" || !bytes.Contains(e.Body, []byte("org-watch"))) {
				t.Errorf("entry %d: %v", e.Seq, err)
			} else if err == nil && bytes.Contains(e.Body, []byte("org-watch")) {
				t.Errorf("entry %d is admitted", e.Seq)
			}
		}
	})
}
