package main

import (
	"archive/zip"
	"bytes"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/web"
)

// inside is what somebody reads of an answer: of an archive every file in it.
func inside(body string) string {
	z, err := zip.NewReader(strings.NewReader(body), int64(len(body)))
	if err != nil {
		return body
	}
	var out bytes.Buffer
	out.WriteString(body)
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			continue
		}
		out.WriteString("\n" + f.Name + "\n")
		_, _ = io.Copy(&out, r)
		r.Close()
	}
	return out.String()
}

// What victims told is in no file that leaves, no page for everybody, no answer to
// a search, and no line of the server's log, whoever asked and whatever for: each
// text carries a mark of its own, and whoever may read it finds it.
func TestMarksStayWhereTheyWereMade(t *testing.T) {
	s := serveWorld(t)
	rid, _ := s.tell()
	path := "/reviews/cases/" + s.reviewed()
	id := review.CaseID(s.reviewed())
	const point = "MARKPOINT كان الحارس معنا في الصف الثالث"
	var group string
	for _, g := range s.caseAt(path).Groups {
		if g.Delegate == s.who("families").Account {
			group = g.ID
		}
	}
	s.must(s.d.review.Enter(t.Context(), s.who("families"), id, 0, review.Submit(newID(), group, point)))
	if a := s.reader("families").get(path); !strings.Contains(a.body, "MARKPOINT") {
		t.Fatal("who submitted a point does not read it: the search below shows nothing")
	}
	marks := []string{secretName, secretPhone, secretHarm, secretMember, "MARKPOINT"}
	quiet := func(where, text string) {
		t.Helper()
		for _, m := range marks {
			for _, w := range []string{m, url.QueryEscape(m), url.PathEscape(m)} {
				if i := strings.Index(text, w); i >= 0 {
					t.Errorf("%s tells %q: …%s…", where, m, text[max(0, i-80):min(len(text), i+80)])
				}
			}
		}
	}
	// The file that leaves, and its pages.
	s.must(s.d.review.Enter(t.Context(), s.who("registrar"), id, 0, &review.ExchangeAskedBody{ID: "x1", To: "the prosecutor", Purpose: "trial", Basis: "ICPPED 14"}))
	s.must(s.d.review.Enter(t.Context(), s.who("roster"), id, 0, &review.ExchangeApprovedBody{ID: "x1"}))
	s.must(s.d.review.MakeExchange(t.Context(), s.who("registrar"), id, "x1"))
	for _, at := range []string{"/exchange/x1", "/exchange/x1/case.json"} {
		a := s.reader("registrar").get(path + at)
		if a.status != http.StatusOK {
			t.Errorf("%s = %d", at, a.status)
		}
		quiet(at, inside(a.body))
	}
	// Pages for everybody.
	public := 0
	for _, rt := range s.routesOf() {
		if strings.HasPrefix(rt.Pattern, "GET ") && rt.Action == web.Public {
			public++
			a := s.ask(s.stranger(), rt.Pattern)
			quiet(rt.Pattern, inside(a.body))
		}
	}
	if public < 5 {
		t.Errorf("only %d pages are for everybody", public)
	}
	// Searches, tasks, notices and requests to take files along.
	for _, login := range strangers {
		b := s.reader(login)
		for _, m := range marks {
			a := b.post("/people", url.Values{"name": {m}})
			quiet("a search by "+login, strings.ReplaceAll(inside(a.body), m, ""))
		}
		for _, p := range []string{"/reviews/tasks", "/reviews", "/reviews/agenda", "/reviews/monthly", "/exports", "/desk", "/", path + "/papers/victims", path + "/papers/abstract"} {
			a := b.get(p)
			if login == "families" {
				a.body = strings.ReplaceAll(a.body, point, "")
			}
			quiet(p+" for "+login, inside(a.body))
		}
	}
	if a := s.reader("liaison").get("/victims/" + rid); !strings.Contains(a.body, secretPhone) {
		t.Error("the liaison does not read the telephone number")
	}
	if len(s.log.String()) == 0 {
		t.Fatal("nothing was logged: the log shows nothing")
	}
	quiet("the server's log", s.log.String())
}
