package main

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/photo"
)

// Whoever looks under a cover says why; the ledger keeps the reason with the
// name, and without one nothing is shown.
func TestCoverIsLiftedForAReason(t *testing.T) {
	s := serveWorld(t)
	b := s.reader("cases")
	path := "/photos/" + s.photo
	if a := b.get(path); a.status != http.StatusOK || pictureSrc.MatchString(a.body) || !strings.Contains(a.body, `name="why"`) {
		t.Fatalf("the covered page = %d, or it shows the picture, or it asks for no reason", a.status)
	}
	if a := b.get("/people/" + s.fileNo(s.first)); !strings.Contains(a.body, path+"#cover") {
		t.Error("the file does not lead to where the cover is lifted")
	}
	entries := func() (out []journal.Entry) {
		lines, err := s.d.store.Lines(t.Context(), journal.Filter{Kind: photo.Uncovered, Limit: 10})
		s.must(err)
		for _, l := range lines {
			e, _, err := s.d.store.Entry(t.Context(), l.Seq)
			s.must(err)
			out = append(out, e)
		}
		return out
	}
	for _, why := range []string{"", "   ", "why", strings.Repeat("x", photo.MaxWhy+1)} {
		a := b.post(path+"/show", url.Values{"why": {why}})
		if a.status != http.StatusUnprocessableEntity || pictureSrc.MatchString(a.body) || !strings.Contains(a.body, "Say in a few words") || !strings.Contains(a.body, strings.TrimSpace(why)) {
			t.Errorf("for the reason %.20q = %d, or the picture is shown, or what was typed is gone", why, a.status)
		}
	}
	if n := len(entries()); n != 0 {
		t.Errorf("%d entries of what was refused", n)
	}
	const why = "أمّه تريد أن تتأكد أنه هو"
	a := b.post(path+"/show", url.Values{"why": {why}})
	if a.status != http.StatusOK || !pictureSrc.MatchString(a.body) {
		t.Fatalf("for a reason = %d", a.status)
	}
	all := entries()
	if len(all) != 1 || all[0].Author != string(s.accounts["cases"]) {
		t.Fatalf("entries = %+v", all)
	}
	if body, err := journal.Decode[photo.UncoveredBody](all[0]); err != nil || body.Why != why || body.ID != s.photo {
		t.Errorf("the entry says %+v, %v", body, err)
	}
	s.replays()
}
