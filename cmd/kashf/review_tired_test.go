package main

import (
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/review"
)

// cast are the logins of everybody who has a part in a case of the world.
func cast() []string {
	out := []string{"registrar"}
	for _, x := range demoCast {
		out = append(out, x.login)
	}
	return out
}

// taskPerson is whose file the form of ties is about.
var taskPerson = regexp.MustCompile(`<p class="review-note"[^>]*>[^<]*</p>`)

// TestDeclaringNothingIsExplained: wherever somebody declares ties, the form says
// what it means to tick nothing.
func TestDeclaringNothingIsExplained(t *testing.T) {
	s := serveWorld(t)
	seen := 0
	for _, login := range cast() {
		rows, err := s.d.store.Board(t.Context(), string(s.accounts[login]), review.Wanted{Limit: 100})
		s.must(err)
		for _, lang := range locale.Languages() {
			b := s.reader(login)
			b.lang = lang
			for _, r := range rows {
				a := b.get("/reviews/cases/" + string(r.ID) + "/acts/declared")
				if a.status != http.StatusOK {
					continue
				}
				seen++
				if name := strings.TrimSpace(taskPerson.FindString(a.body)); strings.Contains(name, "\u2069 و") {
					t.Errorf("%s is told of a person and something else as of two: %s", login, name)
				}
				if !strings.Contains(html.UnescapeString(a.body), locale.For(lang).T("review.h.ties")) {
					t.Fatalf("%s in %s is not told what ticking nothing means", login, lang)
				}
			}
		}
	}
	if seen == 0 {
		t.Error("nobody has ties to declare")
	}
}

// taskLine is what stands under a case's key on the page of tasks.
var taskLine = regexp.MustCompile(`(?s)<h2><a href="/reviews/cases/[^"]*"><bdi lang="en">[^<]*</bdi></a></h2><p>(.*?)</p>`)

// TestTasksSayAStageOnce: beside a stage no clock is named as the stage is.
func TestTasksSayAStageOnce(t *testing.T) {
	s := serveWorld(t)
	lines := 0
	for _, login := range cast() {
		for _, lang := range locale.Languages() {
			b := s.reader(login)
			b.lang = lang
			for _, m := range taskLine.FindAllStringSubmatch(b.get("/reviews/tasks").body, -1) {
				lines++
				parts := strings.Split(m[1], " · ")
				if len(parts) > 1 && strings.TrimSpace(parts[0]) == strings.TrimSpace(parts[1]) {
					t.Errorf("%s in %s: %q", login, lang, m[1])
				}
			}
		}
	}
	if lines == 0 {
		t.Error("nobody has a task")
	}
}

// folded is what stands in a page only when it is asked for.
var folded = regexp.MustCompile(`(?s)<details.*?</details>`)

// TestDrawsSpeakPlainly: on the page of a draw no command and no fingerprint
// stands outside what is closed until it is asked for, and both are in there.
func TestDrawsSpeakPlainly(t *testing.T) {
	s := serveWorld(t)
	plain := regexp.MustCompile(`kashf draw|SHA-256`)
	draws := s.given()
	for id := range draws {
		for _, login := range []string{"admin", "observer"} {
			a := s.reader(login).get("/reviews/draws/" + id)
			if a.status != http.StatusOK {
				t.Fatalf("draw %s as %s = %d", id, login, a.status)
			}
			if m := plain.FindString(folded.ReplaceAllString(a.body, "")); m != "" {
				t.Errorf("draw %s says %q to %s", id, m, login)
			}
			if !strings.Contains(a.body, "kashf draw check draw.json") {
				t.Errorf("draw %s tells %s no way to check it", id, login)
			}
		}
	}
	if len(draws) == 0 {
		t.Error("the world has no draw")
	}
}
