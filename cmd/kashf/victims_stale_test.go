package main

import (
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/review/victims"
)

var sawOf = regexp.MustCompile(`name="saw" value="([^"]+)"`)

// saw is the version that a form of the victims' register carries.
func (b *browser) saw(path string) string {
	m := sawOf.FindStringSubmatch(b.get(path).body)
	if m == nil {
		b.s.Fatalf("the form at %s carries no version", path)
	}
	return m[1]
}

// TestStaleVictimsForms: what a colleague entered since a page was opened is not
// undone by sending that page: a number that must not be called stays gone, and a
// danger that was found stays found. What was typed comes back, beside what stands.
func TestStaleVictimsForms(t *testing.T) {
	s := serveWorld(t)
	b, ctx, who := s.reader("liaison"), t.Context(), s.builder().actor("liaison")
	rid, link := s.tell()
	at := "/victims/" + rid
	was, err := s.d.victims.Get(ctx, who, rid)
	s.must(err)
	typed := url.Values{
		"saw": {b.saw(at + "/change")}, "name": {was.Told.Name}, "link": {was.Told.Link}, "wish": {was.Told.Wish}, "support": {"y"}, "agreed": was.Told.Agreed,
		"contact": {was.Told.Contact}, "harm": {"كما كُتب هنا"},
	}
	now := was.Told
	now.Contact = "لا يُتصل به"
	s.must(s.d.victims.Change(ctx, who, rid, now))
	a := b.post(at+"/change", typed)
	if a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "كما كُتب هنا") || !strings.Contains(a.body, now.Contact) {
		t.Errorf("a stale change = %d, typed kept %v, what stands shown %v", a.status, strings.Contains(a.body, "كما كُتب هنا"), strings.Contains(a.body, now.Contact))
	}
	if x, err := s.d.victims.Get(ctx, who, rid); err != nil || x.Told.Contact != now.Contact {
		t.Errorf("a stale page put the contact back: %v", err)
	}
	m := sawOf.FindStringSubmatch(a.body)
	typed.Set("saw", m[1])
	if a := b.post(at+"/change", typed); a.status != http.StatusSeeOther {
		t.Errorf("sent again after it was read = %d", a.status)
	}
	length := s.length()
	if a := b.post(at+"/change", typed); a.status != http.StatusSeeOther || s.length() != length {
		t.Errorf("sent twice = %d, %d entries", a.status, s.length()-length)
	}

	safe := url.Values{
		"saw": {b.saw(at + "/links/" + link)}, "victims": {"بيت آمن"}, "victims_safe": {"y"}, "person": {"لا خطر"}, "person_safe": {"y"}, "contact_between": {"لا صلة"}, "contact_between_safe": {"y"},
	}
	s.must(s.d.victims.Protect(ctx, who, rid, link, victims.Protection{Victims: "سُئل عنهم في الحي", Person: "لا خطر", Contact: "لا صلة", PersonSafe: true, NoContact: true}))
	unsafe := func() bool {
		c, err := s.d.review.Store.Case(ctx, review.CaseID(s.reviewed()))
		s.must(err)
		for _, g := range c.Groups {
			if g.ID == link {
				return g.Unsafe
			}
		}
		return false
	}
	a = b.post(at+"/links/"+link, safe)
	if a.status != http.StatusUnprocessableEntity || !unsafe() || !strings.Contains(a.body, "بيت آمن") || !strings.Contains(a.body, "سُئل عنهم في الحي") {
		t.Errorf("a stale check = %d, the danger stands %v", a.status, unsafe())
	}
	safe.Set("saw", sawOf.FindStringSubmatch(a.body)[1])
	if a := b.post(at+"/links/"+link, safe); a.status != http.StatusSeeOther || unsafe() {
		t.Errorf("a check sent again after it was read = %d", a.status)
	}
	length = s.length()
	if a := b.post(at+"/links/"+link, safe); a.status != http.StatusSeeOther || s.length() != length {
		t.Errorf("a check sent twice = %d, %d entries", a.status, s.length()-length)
	}

	for range 2 {
		if a := b.post(at+"/leave", url.Values{"read": {"yes"}}); a.status != http.StatusSeeOther {
			t.Errorf("leaving, sent twice = %d", a.status)
		}
	}
	if a := b.get("/victims?done=gone"); a.status != http.StatusOK {
		t.Errorf("the list after leaving twice = %d", a.status)
	}
}

// TestNoGroupAgainstConsent: who no longer agrees to be matched is made known to
// no case; that a check did not pass is still entered.
func TestNoGroupAgainstConsent(t *testing.T) {
	s := serveWorld(t)
	ctx, who := t.Context(), s.builder().actor("liaison")
	rid, link := s.checked()
	x, err := s.d.victims.Get(ctx, who, rid)
	s.must(err)
	told := x.Told
	told.Agreed = nil
	s.must(s.d.victims.Change(ctx, who, rid, told))
	check := victims.Protection{Victims: "a", VictimsSafe: true, Person: "b", PersonSafe: true, Contact: "c", NoContact: true}
	if err := s.d.victims.Protect(ctx, who, rid, link, check); !errors.Is(err, victims.ErrMatch) {
		t.Errorf("a group that does not agree = %v", err)
	}
	c, err := s.d.review.Store.Case(ctx, review.CaseID(s.reviewed()))
	s.must(err)
	for _, g := range c.Groups {
		if g.ID == link {
			t.Error("the case was told of it")
		}
	}
	check.VictimsSafe = false
	s.must(s.d.victims.Protect(ctx, who, rid, link, check))
}
