package main

import (
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/web/webtest"
	"kashf.org/kashf/place"
)

// papered is the demo's cases of which there is a paper, with what the demo does
// not have made: a case that left, a copy, a birth.
type papered struct {
	told, certified, left, born, copied review.CaseID
	toCourt, ordered, planned           review.CaseID
	breached, unseen, invited           review.CaseID
	certificate, exchange, child, order string
	breach                              string
	code                                review.PaperCode
}

func (h *hearing) papers(ctx context.Context) (p papered) {
	h.Helper()
	must := func(err error) {
		h.Helper()
		if err != nil {
			h.Fatal(err)
		}
	}
	who := func(login string) review.Who {
		a := h.account(login)
		return review.Who{Actor: journal.Actor{Account: a.ID, Org: a.Org}, Fresh: true}
	}
	rows, err := h.d.store.Board(ctx, h.account("observer").ID, review.Wanted{Limit: 100})
	must(err)
	for _, r := range rows {
		c, err := h.d.store.Case(ctx, r.ID)
		must(err)
		if c.Liberty.State == review.CourtDue {
			p.toCourt = c.ID
		}
		if c.Liberty.State == review.ReleasePlanned {
			p.planned = c.ID
		}
		if len(c.Missing) > 0 {
			p.unseen = c.ID
		}
		if c.Outcome != nil && c.Outcome.Outcome == review.Summons {
			p.invited = c.ID
		}
		for _, r := range c.Recalls {
			if r.Heard != "" {
				p.breached, p.breach = c.ID, r.ID
			}
		}
		for _, o := range c.Orders {
			if o.Made && !o.Ratified {
				p.ordered, p.order = c.ID, o.ID
			}
		}
		switch {
		case len(c.Certificates) > 0 && p.certified == "":
			p.certified, p.certificate = c.ID, c.Certificates[0].ID
			_, b, err := h.d.review.PaperOf(ctx, h.account("registrar").ID, c.ID, p.certificate)
			must(err)
			p.code = b.Code
		case c.State == review.Notice && len(c.Allegations) > 0 && p.told == "":
			p.told, p.left, p.copied = c.ID, c.ID, c.ID
		case slices.Contains([]review.State{review.Identity, review.Triage, review.Assembly, review.Submissions}, c.State) && p.born == "":
			if _, has := c.Part(h.account("expert").ID); !has {
				p.born = c.ID
			}
		}
	}
	p.exchange = newID()
	must(h.d.review.Enter(ctx, who("registrar"), p.left, 0, &review.ExchangeAskedBody{ID: p.exchange, To: "النيابة العامة المختصة", Purpose: "محاكمة عادلة", Basis: "قانون 2025، المادة 4"}))
	must(h.d.review.Enter(ctx, who("roster"), p.left, 0, &review.ExchangeApprovedBody{ID: p.exchange}))
	must(h.d.review.MakeExchange(ctx, who("registrar"), p.left, p.exchange))
	_, err = h.d.review.MakeCopy(ctx, who("lawyer"), p.copied)
	must(err)
	must(h.d.review.Enter(ctx, who("registrar"), p.born, 0, &review.AssignedBody{Account: h.account("expert").ID, Org: h.account("expert").Org, Role: review.MedicalOfficer}))
	must(h.d.review.Enter(ctx, who("expert"), p.born, 0, &review.DeclaredBody{}))
	p.child = newID()
	must(h.d.review.Enter(ctx, who("expert"), p.born, 0, &review.BornBody{ID: p.child, On: "2014-03", Locality: place.Find("حمص", "")[0].Place.Code, Name: "ليان", Sex: "f", Mother: "رئيفة حسن الجمال", Father: "withheld", Attendant: "another_woman", Witnesses: 2}))
	must(h.d.review.Enter(ctx, who("expert"), p.born, 0, &review.PacketBody{ID: p.child, Link: "witnessed", Footprint: true, Consent: true, Saw: 2}))
	return p
}

// TestReviewPapersLook looks at every paper of a review as whoever is given it,
// in both languages, on a desk, on a phone and on paper.
func TestReviewPapersLook(t *testing.T) {
	t.Parallel()
	b := webtest.Start(t)
	s := serveDemo(t, 400)
	h := &hearing{T: t, tour: s, tab: b.Open(t, s.url+"/sign-in"), cookies: map[string]string{}}
	p := h.papers(t.Context())
	// The record has lines to sign for a whole room; files are as long as they are.
	most := map[string]int{"hearing": 2, "hearing-lawyer": 2, "certified": 0, "case": 0, "ordered": 0, "exchange": 0, "copy": 0, "child": 0, "recall": 2}
	for _, lang := range locale.Languages() {
		h.lang, h.looked = lang, map[string]bool{}
		at := func(id review.CaseID, rest string) string { return "/reviews/cases/" + string(id) + rest }
		for _, x := range []struct{ login, name, path string }{
			{"registrar", "notice", at(p.told, "/papers/notice")}, {"lawyer", "annex", at(p.told, "/papers/annex")}, {"lawyer", "notice-lawyer", at(p.told, "/papers/notice")},
			{"registrar", "hearing", at(p.told, "/papers/hearing")}, {"lawyer", "hearing-lawyer", at(p.told, "/papers/hearing")},
			{"court", "court-due", at(p.toCourt, "/papers/court_due")}, {"liaison", "court-told", at(p.toCourt, "/papers/court_told")},
			{"registrar", "order", at(p.ordered, "/papers/order-"+p.order)}, {"lawyer", "order-person", at(p.ordered, "/papers/order-"+p.order+"-person")}, {"registrar", "ordered", at(p.ordered, "")},
			{"registrar", "holder", at(p.told, "/papers/holder")}, {"liaison", "victims", at(p.told, "/papers/victims")}, {"observer", "abstract", at(p.told, "/papers/abstract")},
			{"lawyer", "certificate", at(p.certified, "/papers/certificate-"+p.certificate)}, {"registrar", "certified", at(p.certified, "")},
			{"lawyer", "release-plan", at(p.planned, "/papers/release_plan")}, {"guard", "carrier", at(p.planned, "/papers/carrier")}, {"observer", "recall", at(p.breached, "/papers/recall-"+p.breach)},
			{"registrar", "missing-paper", at(p.unseen, "/papers/missing")}, {"lawyer", "summons", at(p.invited, "/papers/summons")},
			{"registrar", "case", at(p.told, "/print")}, {"registrar", "exchange", at(p.left, "/exchange/"+p.exchange)}, {"lawyer", "copy", at(p.copied, "/copies/1")},
			{"expert", "birth", at(p.born, "/papers/birth-"+p.child)}, {"expert", "packet", at(p.born, "/papers/packet-"+p.child)}, {"expert", "child", at(p.born, "")},
		} {
			h.as(x.login)
			h.tab.Go(h.url + x.path)
			h.look("paper " + x.name)
			printed(t, h.tab, x.name+"-"+lang)
			numbered(t, h.tab, x.name+" in "+lang)
			bound, ok := most[x.name]
			if !ok {
				bound = 1
			}
			if n := leaves(t, h.tab); bound > 0 && n > bound {
				t.Errorf("the %s in %s is printed on %d pages", x.name, lang, n)
			}
		}
		h.tab.Forget()
		h.tab.Cookie(h.url, "lang", lang)
		h.tab.Go(h.url + "/certificate")
		h.look("paper check")
		never := strings.Repeat("7", 20) + "77777"
		for name, code := range map[string]string{"valid": p.code.String(), "unknown": review.PaperCode(never).String(), "misread": "123"} {
			h.tab.Go(h.url + "/certificate")
			h.tab.Expect("422")
			h.tab.Type("[name=code]", code)
			h.tab.Follow("main form button.primary")
			h.look("paper check " + name)
		}
	}
}

// numbered fails the test where a paper's pages are numbered in a language that is
// not the paper's: it may be another than its reader's.
func numbered(t *testing.T, tab *webtest.Tab, what string) {
	t.Helper()
	got := webtest.Eval[[]string](tab, `(() => {
		const main = document.querySelector("main"), paper = document.querySelector(".review-paper")
		return main && paper ? [getComputedStyle(main).page, "in-" + paper.closest("[lang]").lang] : ["", ""]
	})()`)
	if got[0] != got[1] {
		t.Errorf("the pages of the %s are numbered %q, and the paper is %q", what, got[0], got[1])
	}
}

// leaves is how many pages the page is printed on.
func leaves(t *testing.T, tab *webtest.Tab) int {
	t.Helper()
	n := 0
	for _, m := range regexp.MustCompile(`/Type /Pages\s[^>]*?/Count (\d+)`).FindAllStringSubmatch(string(tab.PDF()), -1) {
		i, err := strconv.Atoi(m[1])
		if err != nil {
			t.Fatal(err)
		}
		n = max(n, i)
	}
	if n == 0 {
		t.Fatal("no page is printed")
	}
	return n
}
