package main

import (
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/review"
)

var (
	formTag  = regexp.MustCompile(`(?s)<(textarea|input|select)\b([^>]*)>(.*?)(?:</select>|$|<)`)
	nameAttr = regexp.MustCompile(`\bname="([^"]+)"`)
	typeAttr = regexp.MustCompile(`\btype="([^"]+)"`)
	article  = regexp.MustCompile(`<p class="small">[^<]+ · <bdi>[^<]+</bdi></p>`)
)

// typedInto are the fields of an act's form in which somebody writes.
func typedInto(page string) []string {
	var out []string
	for _, m := range formTag.FindAllStringSubmatch(page, -1) {
		name := nameAttr.FindStringSubmatch(m[2])
		kind := typeAttr.FindStringSubmatch(m[2])
		if name == nil || m[1] == "select" || name[1] == "back" || name[1] == "name" || m[1] == "input" && (kind == nil || kind[1] != "text") {
			continue
		}
		out = append(out, name[1])
	}
	return out
}

// seats lists, for each part that somebody can play, who plays it in which case:
// the fresh one, and then the demo's, where members sit and outcomes stand.
func (s *served) seats(fresh string) map[review.Role][][2]string {
	s.Helper()
	logins := map[string]string{}
	for login, id := range s.accounts {
		logins[string(id)] = login
	}
	cases := []review.CaseID{review.CaseID(strings.TrimPrefix(fresh, "/reviews/cases/"))}
	for e, err := range s.d.store.Entries(s.Context(), 0) {
		s.must(err)
		if e.Kind != review.ActDone {
			continue
		}
		if id, ev, err := review.EventOf(e); err == nil && ev.Body.Kind() == "opened" && id != cases[0] {
			cases = append(cases, id)
		}
	}
	out := map[review.Role][][2]string{}
	for _, id := range cases {
		c, err := s.d.store.Case(s.Context(), id)
		s.must(err)
		for _, p := range c.Cast {
			if login, ok := logins[p.Account]; ok && p.Left == 0 && !p.Conflicted() {
				out[p.Role] = append(out[p.Role], [2]string{login, "/reviews/cases/" + string(id)})
			}
		}
	}
	return out
}

// TestEveryActKeepsWhatWasTyped sends the form of every act that a part may do,
// by somebody who plays that part, at a moment when it cannot be entered, in
// every wrong way: out of its order and with the id of nothing, from a page that
// is stale. Each is answered with what is missing, the rule and the article, or
// that the case moved on, and with everything that was typed; nothing is entered
// that a rule forbids. A new act, or a part that nobody here plays, fails it.
func TestEveryActKeepsWhatWasTyped(t *testing.T) {
	s := serveWorld(t)
	path := s.opened()
	for login, role := range map[string]review.Role{"advocate": review.Advocate, "doctor": review.MedicalOfficer} {
		if _, ok := s.accounts[login]; !ok {
			s.builder().account(login, login, s.archive, access.RolesOf(access.CaseWorker), register.C3, nil)
		}
		s.enters("registrar", path, "assigned", url.Values{"role": {string(role)}, "login": {login}})
		s.enters(login, path, "declared", nil)
	}
	seats := s.seats(path)
	refused, kept, n := 0, 0, 0
	for _, role := range review.Roles() {
		for _, act := range role.Acts() {
			n++
			i := slices.IndexFunc(seats[role], func(x [2]string) bool {
				return s.reader(x[0]).get(x[1]+"/acts/"+act).status == http.StatusOK
			})
			if i < 0 {
				t.Errorf("%s: no form of %s was shown to any of %d", act, role, len(seats[role]))
				continue
			}
			r, k := s.keeps(seats[role][i][0], seats[role][i][1], act, locale.Languages()[n%2])
			refused, kept = refused+r, kept+k
		}
	}
	if refused < 90 || kept < 150 {
		t.Errorf("only %d acts were refused and %d fields kept: the walk shows nothing", refused, kept)
	}
}

// keeps sends one act's form in every wrong way, and returns how many times it
// was refused by a rule and how many fields were kept.
func (s *served) keeps(login, path, act, lang string) (refused, kept int) {
	s.Helper()
	b := s.reader(login)
	b.lang = lang
	page := b.get(path + "/acts/" + act)
	form, marks := url.Values{"of": {"01NOTHINGOFTHATID"}}, []string{}
	for _, f := range typedInto(page.body) {
		mark := "TYPED-" + f + " <ما كُتب>"
		form.Set(f, mark)
		marks = append(marks, mark)
	}
	where := fmt.Sprintf("%s by %s in %s", act, login, b.lang)
	check := func(a reply, want int) {
		s.Helper()
		if a.status != want {
			s.Errorf("%s = %d, want %d", where, a.status, want)
			return
		}
		said := html.UnescapeString(a.body)
		for _, m := range marks {
			if !strings.Contains(said, m) {
				s.Errorf("%s (%d): what was typed into %q is lost", where, a.status, m)
			}
		}
		kept += len(marks)
	}
	stale := url.Values{"saw": {"1"}}
	for k, v := range form {
		stale[k] = v
	}
	old := http.StatusConflict
	if act == "voted" { // one without a ground is told so first: members vote at once (TestVoteIsForItsRound)
		old = http.StatusUnprocessableEntity
	}
	check(b.post(path+"/acts/"+act, stale), old)
	before := s.caseAt(path).Seq
	a := s.acts(b, path, act, form)
	if a.status == http.StatusSeeOther { // it may be entered now
		return 0, kept
	}
	if check(a, http.StatusUnprocessableEntity); !article.MatchString(a.body) && !strings.Contains(a.body, locale.For(b.lang).T("review.unclear")) {
		s.Errorf("%s is refused without a rule and an article", where)
	}
	if now := s.caseAt(path).Seq; now != before {
		s.Errorf("%s was refused and entered", where)
	}
	return 1, kept
}

// TestEveryOtherFormKeepsWhatWasTyped does so with the forms of the review that
// are no act of a case. The list is that of the addresses: a new one fails it.
func TestEveryOtherFormKeepsWhatWasTyped(t *testing.T) {
	s := serveWorld(t)
	s.opened() // nobody has two cases at a time
	draw, err := s.d.review.BeginDraw(t.Context(), s.builder().actor("registrar"))
	s.must(err)
	forms := map[string]struct {
		login, to string
		form      url.Values
		typed     []string // names of fields that must come back
	}{
		"POST /reviews/cases/{id}/acts/{act}": {}, // TestEveryActKeepsWhatWasTyped
		"POST /reviews/policy/new":            {}, // TestAdoptAPolicy
		"POST /reviews/open/{fileno}":         {"registrar", "/reviews/open/" + s.fileNo(s.first), url.Values{"custody": {"y"}, "holder": {"<سجن> البلدة"}}, []string{"holder"}},
		"POST /reviews/draws":                 {"registrar", "/reviews/draws", url.Values{"org": {"NOBODY"}}, nil},
		"POST /reviews/draws/{id}/seed":       {"jurist", "/reviews/draws/" + draw + "/seed", url.Values{"value": {"no hash <بذرة>"}}, []string{"value"}},
		"POST /reviews/draws/{id}/freeze":     {"registrar", "/reviews/draws/" + draw + "/freeze", nil, nil},
		"POST /reviews/draws/{id}/seats":      {"registrar", "/reviews/draws/" + draw + "/seats", nil, nil},
		"POST /reviews/roster/accredit":       {"admin", "/reviews/roster/accredit", url.Values{"accredited": {"NOBODY"}, "months": {"-3"}, "why": {"لأن <جهة> طلبت"}}, []string{"months", "why"}},
		"POST /reviews/roster/enrol":          {"admin", "/reviews/roster/enrol", url.Values{"login": {"nobody.there"}, "why_enrol": {"رشحته <منظمته>"}}, []string{"login", "why_enrol"}},
	}
	tried := 0
	for _, r := range s.routesOf() {
		if !strings.HasPrefix(r.Pattern, "POST /reviews") || strings.HasPrefix(r.Pattern, "POST /reviews/account") {
			continue
		}
		x, ok := forms[r.Pattern]
		if !ok {
			t.Errorf("%s: nothing shows that what is typed there is kept", r.Pattern)
		}
		if x.to == "" {
			continue
		}
		tried++
		for _, lang := range locale.Languages() {
			b := s.reader(x.login)
			b.lang = lang
			a := b.post(x.to, x.form)
			if a.status != http.StatusUnprocessableEntity || !article.MatchString(a.body) {
				t.Errorf("%s in %s = %d, want a refusal with its rule", r.Pattern, lang, a.status)
			}
			for _, name := range x.typed {
				if !strings.Contains(html.UnescapeString(a.body), x.form.Get(name)) {
					t.Errorf("%s in %s: what was typed into %s is lost", r.Pattern, lang, name)
				}
			}
		}
	}
	if tried != len(forms)-2 {
		t.Errorf("%d forms were tried, of %d", tried, len(forms)-2)
	}
}
