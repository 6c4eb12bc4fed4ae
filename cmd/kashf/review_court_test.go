package main

import (
	"context"
	"html"
	"net/url"
	"strings"
	"testing"
	"time"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/review"
)

// paper attaches an order to the first person's row, for everybody to read.
func (s *served) paper(login string) (id string, seq int64) {
	s.Helper()
	id = newID()
	s.must(s.d.journal.Do(s.Context(), s.builder().actor(login), func(ctx context.Context, u *journal.Unit) error {
		e, err := u.Append(ctx, journal.Draft{Kind: register.ItemAttached, Body: register.ItemBody{
			ID: id, Kind: register.OfPerson, Subject: s.first.String(), Blob: "f-" + id, Name: "order.txt", MediaType: "text/plain",
			Note: "أمر القاضي", Level: register.C1, Sharing: register.ShareAll,
		}})
		seq = e.Seq
		return err
	}))
	return id, seq
}

// says checks what somebody's page of a case says, in both languages.
func (s *served) says(login, path string, has bool, keys ...string) {
	s.Helper()
	for _, lang := range locale.Languages() {
		b := s.reader(login)
		b.lang = lang
		page := html.UnescapeString(b.get(path + "?history=1").body)
		for _, k := range keys {
			if words := locale.For(lang).T(k); strings.Contains(page, words) != has {
				s.Errorf("%s in %s: %q on the page is %v", login, lang, words, !has)
			}
		}
	}
}

// TestACourtsOrderTakesTwo: an order that keeps somebody is told by the court
// liaison and changes nothing; it is shown as told, and asked of who may confirm
// it; the second person types what the paper says.
func TestACourtsOrderTakesTwo(t *testing.T) {
	s := serveWorld(t)
	path := s.opened()
	item, _ := s.paper("data")
	day := func(n int) string { return s.d.journal.Now().AddDate(0, 0, n).Format(time.DateOnly) }
	form := url.Values{"order": {item}, "court_says": {"keep"}, "court_name": {"محكمة البداية <الأولى>"}, "order_dated": {day(-1)}, "order_until": {day(20)}}
	with := func(k, v string) url.Values {
		out := url.Values{}
		for x, y := range form {
			out[x] = y
		}
		out.Set(k, v)
		return out
	}
	const end = "an order with an end, within what the policy allows before a court looks again"
	s.lacks("court", path, "court_ordered", with("order_until", ""), end, "ICCPR 9(1)")
	s.lacks("court", path, "court_ordered", with("order_until", "in spring"), end, "ICCPR 9(1)")
	s.lacks("court", path, "court_ordered", with("court_name", ""), "which court it is, and the day that the order bears, which is not to come", "ICCPR 9(1)")
	for _, stale := range []url.Values{{"order": {item}}, {"order": {item}, "court_days": {""}}, {"order": {item}, "court_says": {""}, "order_until": {""}}} {
		s.lacks("court", path, "court_ordered", stale, end, "ICCPR 9(1)") // nothing that is left empty is a release
	}
	if l := s.caseAt(path).Liberty.State; l != review.InCustody {
		t.Fatalf("an order without an end: %s", l)
	}
	s.enters("court", path, "court_ordered", form)
	if c := s.caseAt(path); c.Liberty.State != review.InCustody || len(c.CourtOrders) != 1 {
		t.Fatalf("one word: %s, %d orders", c.Liberty.State, len(c.CourtOrders))
	}
	for _, login := range []string{"observer", "registrar", "court", "lawyer"} {
		s.says(login, path, true, "review.court.unconfirmed", "review.court.unconfirmed.text")
	}
	s.says("observer", path, true, "review.act.court_order_read")
	s.says("court", path, false, "review.act.court_order_read")
	s.says("registrar", path, false, "review.act.court_order_read") // of the liaison's own organisation
	s.says("families", path, false, "review.court.unconfirmed")

	if page := s.reader("observer").get(path + "/acts/court_order_read?of=" + item).body; strings.Contains(page, day(-1)) || !strings.Contains(page, html.EscapeString("محكمة البداية <الأولى>")) {
		t.Error("the form shows the days that its reader is to read on the paper, or not which court")
	}
	read := url.Values{"of": {item}, "order_dated": {day(-1)}, "order_until": {day(20)}, "court_read": {"y"}}
	const same = "the court, the day and the end as the paper says them, the same as were told; an order told wrongly is withdrawn and told anew"
	for k, v := range map[string]string{"order_dated": day(-2), "order_until": day(19), "court_read": ""} {
		wrong := url.Values{}
		for x, y := range read {
			wrong[x] = y
		}
		wrong.Set(k, v)
		s.lacks("observer", path, "court_order_read", wrong, same, "ICCPR 9(1), 9(3)")
	}
	s.lacks("registrar", path, "court_order_read", read, "somebody else than who told of the order and who attached it, of another organisation than theirs and the holder's", "ICCPR 9(1), 9(3)")
	s.enters("observer", path, "court_order_read", read)
	if c := s.caseAt(path); c.Liberty.State != review.ByCourt {
		t.Errorf("two words: %s", c.Liberty.State)
	}
	s.says("lawyer", path, true, "review.court.confirmed", "review.act.court_order_read")
	s.says("court", path, false, "review.court.unconfirmed")

	s.lacks("observer", path, "court_order_withdrawn", url.Values{"of": {item}}, "why the order is withdrawn", "CCPR/C/GC/32")
	s.enters("observer", path, "court_order_withdrawn", url.Values{"of": {item}, "why": {"باسم شخص آخر"}})
	if c := s.caseAt(path); c.Liberty.State != review.InCustody {
		t.Errorf("a word taken back: %s", c.Liberty.State)
	}
	s.says("lawyer", path, true, "review.court.ended.withdrawn", "review.court.ended.text")

	s.enters("court", path, "court_ordered", url.Values{"order": {item}, "court_says": {"release"}})
	if c := s.caseAt(path); c.Liberty.State != review.DueForRelease {
		t.Errorf("an order to release: %s", c.Liberty.State)
	}
}

// TestAnUndoneOrderIsTold: an order whose paper was undone keeps nobody, and the
// page says so, in the tasks, beside the order and in the history.
func TestAnUndoneOrderIsTold(t *testing.T) {
	s := serveWorld(t)
	path := s.opened()
	item, seq := s.paper("data")
	day := func(n int) string { return s.d.journal.Now().AddDate(0, 0, n).Format(time.DateOnly) }
	s.enters("court", path, "court_ordered", url.Values{
		"order": {item}, "court_says": {"keep"}, "court_name": {"محكمة البداية"}, "order_dated": {day(-1)}, "order_until": {day(20)},
	})
	s.enters("observer", path, "court_order_read", url.Values{"of": {item}, "order_dated": {day(-1)}, "order_until": {day(20)}, "court_read": {"y"}})
	if c := s.caseAt(path); c.Liberty.State != review.ByCourt {
		t.Fatalf("two words: %s", c.Liberty.State)
	}
	s.says("observer", path, false, "review.undone.court_order", "review.court.ended.undone")
	s.must(s.d.journal.Do(s.Context(), s.builder().actor("registrar"), func(ctx context.Context, u *journal.Unit) error {
		e, err := u.Undo(ctx, seq, "another's paper", nil)
		seq = e.Seq
		return err
	}))
	s.must(s.d.review.Follow(s.Context(), seq))
	if c := s.caseAt(path); c.Liberty.State != review.InCustody {
		t.Errorf("an undone paper: %s", c.Liberty.State)
	}
	for _, login := range []string{"observer", "registrar", "court"} {
		s.says(login, path, true, "review.undone.court_order", "review.court.ended.undone", "review.court.ended.undone.text")
	}
	s.says("lawyer", path, true, "review.court.ended.undone", "review.court.ended.undone.text")
	s.says("lawyer", path, false, "review.undone.court_order")
	s.says("families", path, false, "review.undone.court_order", "review.court.ended.undone", "review.undone.keep")
	for _, lang := range locale.Languages() {
		b := s.reader("observer")
		b.lang = lang
		fell := locale.For(lang).T("review.undone.fell", "x")
		if page := html.UnescapeString(b.get(path + "?history=1").body); !strings.Contains(page, strings.TrimPrefix(fell, "x")) {
			t.Errorf("in %s the history does not say that the order fell", lang)
		}
	}
}
