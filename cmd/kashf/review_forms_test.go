package main

import (
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/review"
)

var (
	formTag  = regexp.MustCompile(`(?s)<(textarea|input|select)\b([^>]*)>(.*?)(?:</select>|$|<)`)
	nameAttr = regexp.MustCompile(`\bname="([^"]+)"`)
	typeAttr = regexp.MustCompile(`\btype="([^"]+)"`)
	article  = regexp.MustCompile(`<p class="small">[^<]+ · <bdi lang="en">[^<]+</bdi></p>`)
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

// TestEveryActKeepsWhatWasTyped sends every act's form of everybody with a part,
// at a moment when it cannot be entered, in every wrong way: out of its order and
// with the id of nothing, from a page that is stale, sent twice. Each is answered
// with what is missing, the rule and the article, or that the case moved on, and
// with everything that was typed; nothing is entered that a rule forbids.
func TestEveryActKeepsWhatWasTyped(t *testing.T) {
	s := serveWorld(t)
	path := s.opened()
	refused, kept := 0, 0
	for _, x := range append(demoCast, struct {
		login string
		role  review.Role
	}{"registrar", review.Registrar}) {
		for i, act := range x.role.Acts() {
			b := s.reader(x.login)
			b.lang = locale.Languages()[i%2]
			page := b.get(path + "/acts/" + act)
			if page.status != http.StatusOK {
				continue
			}
			form, marks := url.Values{"of": {"01NOTHINGOFTHATID"}}, []string{}
			for _, f := range typedInto(page.body) {
				mark := "TYPED-" + f + " <ما كُتب>"
				form.Set(f, mark)
				marks = append(marks, mark)
			}
			where := fmt.Sprintf("%s by %s in %s", act, x.login, b.lang)
			check := func(a reply, want int) {
				t.Helper()
				if a.status != want {
					t.Errorf("%s = %d, want %d", where, a.status, want)
					return
				}
				said := html.UnescapeString(a.body)
				for _, m := range marks {
					if !strings.Contains(said, m) {
						t.Errorf("%s (%d): what was typed into %q is lost", where, a.status, m)
					}
				}
				kept += len(marks)
			}
			stale := url.Values{"saw": {"1"}}
			for k, v := range form {
				stale[k] = v
			}
			check(b.post(path+"/acts/"+act, stale), http.StatusConflict)
			before := s.caseAt(path).Seq
			a := s.acts(b, path, act, form)
			if a.status == http.StatusSeeOther { // it may be entered now
				continue
			}
			if check(a, http.StatusUnprocessableEntity); !article.MatchString(a.body) && !strings.Contains(a.body, locale.For(b.lang).T("review.unclear")) {
				t.Errorf("%s is refused without a rule and an article", where)
			}
			refused++
			if now := s.caseAt(path).Seq; now != before {
				t.Errorf("%s was refused and entered", where)
			}
		}
	}
	if refused < 40 || kept < 60 {
		t.Errorf("only %d acts were refused and %d fields kept: the walk shows nothing", refused, kept)
	}
}
