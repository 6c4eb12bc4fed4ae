package main

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/review"
)

// ordered has two seats make an urgent order in a case whose panel votes.
func (s *served) ordered() (*review.Case, review.Order) {
	s.Helper()
	for _, c := range everyCase(s.TB, s.d) {
		if c.State != review.Deliberation {
			continue
		}
		bench, id := seats(c), newID()
		s.must(s.d.review.Enter(s.Context(), s.who("registrar"), c.ID, 0, &review.LaneBody{Lane: review.Illness}))
		s.must(s.d.review.Enter(s.Context(), bench[0], c.ID, 0, &review.OrderedBody{ID: id, Measure: review.MedicalCare, Why: orderReasons}))
		s.must(s.d.review.Enter(s.Context(), bench[1], c.ID, 0, &review.OrderSignedBody{ID: id}))
		c, err := s.d.store.Case(s.Context(), c.ID)
		s.must(err)
		return c, c.Orders[len(c.Orders)-1]
	}
	s.Fatal("no panel of the world votes")
	return nil, review.Order{}
}

// orderReasons are the reasons of that order.
const orderReasons = "قال من زاره إنه لا ينام من الألم"

// Whoever carries an order out or speaks for the person is given its paper, and
// nobody else, with no part or another one; it names neither who signed nor why.
func TestOrderPaperIsForWhoCarriesItOut(t *testing.T) {
	s := serveWorld(t)
	c, o := s.ordered()
	at := "/reviews/cases/" + string(c.ID) + "/papers/order-" + o.ID
	signers := []string{o.By[0], o.By[1]}
	for login, want := range map[string][2]int{
		"registrar": {200, 200}, "lawyer": {200, 200}, "observer": {200, 200}, "court": {200, 404}, "guard": {200, 404},
		"analyst": {404, 404}, "cases": {404, 404}, "roster": {404, 404}, "liaison": {404, 404}, "families": {404, 404}, "data": {404, 404},
	} {
		for i, path := range []string{at, at + "-person"} {
			for _, end := range []string{"", ".txt"} {
				a := s.reader(login).get(path + end)
				if a.status != want[i] && !(a.status == http.StatusForbidden && want[i] == 404) {
					t.Errorf("%s as %s = %d, want %d", path+end, login, a.status, want[i])
				}
				if a.status != http.StatusOK {
					continue
				}
				for _, never := range append(signers, orderReasons) {
					if strings.Contains(a.body, never) {
						t.Errorf("%s as %s says %q", path+end, login, never)
					}
				}
			}
		}
	}
	if got := s.reader("registrar").get("/reviews/cases/" + string(c.ID)).body; !strings.Contains(got, at+`"`) || !strings.Contains(got, at+`-person"`) {
		t.Error("the case's page leads to no paper of the order")
	}
}

// The signed text of an order is checked with the program alone.
func TestOrderPaperOffline(t *testing.T) {
	s := serveWorld(t)
	c, o := s.ordered()
	for _, lang := range locale.Languages() {
		r := s.reader("registrar")
		r.lang = lang
		a := r.get("/reviews/cases/" + string(c.ID) + "/papers/order-" + o.ID + ".txt")
		print := o.Fingerprint(c.ID)
		if a.status != http.StatusOK || !strings.Contains(a.body, print) {
			t.Fatalf("the signed text in %s = %d\n%s", lang, a.status, a.body)
		}
		for text, want := range map[string]int{a.body: exitDone, strings.Replace(a.body, print[:8], "00000000", 1): exitFailed} {
			file := filepath.Join(t.TempDir(), "paper.txt")
			s.must(os.WriteFile(file, []byte(text), 0o600))
			var out, bad bytes.Buffer
			if code := run(t.Context(), []string{"certificate", "check", "--key", s.d.keys.PublicKey(), file}, stdio{out: &out, err: &bad}); code != want {
				t.Errorf("in %s: %d, want %d: %s%s", lang, code, want, out.String(), bad.String())
			}
		}
	}
}
