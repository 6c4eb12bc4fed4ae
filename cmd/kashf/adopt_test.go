package main

import (
	"crypto/rand"
	"html"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/web/webtest"
)

const adoptPath = "/reviews/policy/new"

var (
	textArea = regexp.MustCompile(`(?s)<textarea[^>]*name="text"[^>]*>(.*?)</textarea>`)
	sawField = regexp.MustCompile(`name="saw" value="([^"]*)"`)
	lookedAt = regexp.MustCompile(`name="looked" value="([^"]*)"`)
)

// policies are the versions that were in force.
func (s *served) policies() []review.StoredPolicy {
	s.Helper()
	all, err := s.d.store.PoliciesInForce(s.Context())
	s.must(err)
	return all
}

// typed is the text that the form holds.
func typed(a reply) string {
	m := textArea.FindStringSubmatch(a.body)
	if m == nil {
		return ""
	}
	return html.UnescapeString(m[1])
}

// form is the form of a page as somebody would send it again.
func policyForm(a reply, text, why, do string) url.Values {
	f := url.Values{"text": {strings.ReplaceAll(text, "\n", "\r\n")}, "why": {why}, "do": {do}}
	if m := sawField.FindStringSubmatch(a.body); m != nil {
		f.Set("saw", m[1])
	}
	if m := lookedAt.FindStringSubmatch(a.body); m != nil {
		f.Set("looked", m[1])
	}
	return f
}

// asOf is a session of the account whose password was given long ago.
func (s *served) stale(login string) *browser {
	token, now := access.Token(rand.Text()), s.d.access.Now()
	s.must(s.d.access.Store.AddSession(s.Context(), access.Session{
		Hash: token.Hash(), Account: s.accounts[login], StartedAt: now.Add(-time.Hour), SeenAt: now, StepUpAt: now.Add(-time.Hour),
	}))
	b := s.stranger()
	b.login, b.cookie = login, string(token)
	return b
}

// TestAdoptAPolicy walks the page: the text in force to begin with, faults with
// their place in the reader's language and the text kept, what changes and whom it
// reaches, one entry however often it is sent, none from a stale page, without a
// reason, or of a text that was not looked at.
func TestAdoptAPolicy(t *testing.T) {
	s := serveWorld(t)
	b := s.reader("admin")
	had := s.policies()
	last := had[len(had)-1]
	first := b.get(adoptPath)
	text := typed(first)
	if y, err := review.ParsePolicy([]byte(text)); err != nil || y.Version != last.Policy.Version {
		t.Fatalf("the page begins with %q, %v; %s is in force", y.Version, err, last.Policy.Version)
	}
	for _, lang := range locale.Languages() {
		b.lang = lang
		bad := strings.Replace(text, "quorum: 3", "quorum: 0", 1)
		line := 1 + strings.Count(bad[:strings.Index(bad, "quorum: 0")], "\n")
		a := b.post(adoptPath, policyForm(first, bad, "because of this", "look"))
		p := locale.For(lang)
		if a.status != http.StatusUnprocessableEntity || typed(a) != bad {
			t.Errorf("%s: quorum 0 = %d, kept %v", lang, a.status, typed(a) == bad)
		}
		for _, want := range []string{
			p.T("review.fault.at", line, 3), "panel.quorum", p.T("review.fault.quorum", 3, 0), p.T("review.fault.quorum.remedy", 3), p.T("review.rule.quorum"), p.T("review.article.quorum"),
		} {
			if !strings.Contains(html.UnescapeString(a.body), want) {
				t.Errorf("%s: nothing says %q", lang, want)
			}
		}
		for name, made := range map[string]string{"no text at all": "", "binary": "policy_version: \x00\xff\xfe", "long": strings.Repeat("# long\n", 20000)} {
			if a := b.post(adoptPath, policyForm(first, made, "", "look")); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, `id="faults"`) {
				t.Errorf("%s: %s = %d", lang, name, a.status)
			}
		}
		if a := b.sendFile(adoptPath, "policy.yaml", "\ufeff"+strings.ReplaceAll(bad, "\n", "\r\n"), url.Values{"do": {"look"}, "saw": {"0"}}); a.status != http.StatusUnprocessableEntity || typed(a) != bad {
			t.Errorf("%s: a file = %d, %q", lang, a.status, typed(a))
		}
	}
	b.lang = "en"
	next := strings.NewReplacer("policy_version: "+last.Policy.Version, "policy_version: world-9", "identity: 72", "identity: 48", "notice: 24", "notice: 12").Replace(text)
	looked := b.post(adoptPath, policyForm(first, next, "", "look"))
	if looked.status != http.StatusOK || typed(looked) != next {
		t.Fatalf("looking = %d, kept %v\n%s", looked.status, typed(looked) == next, looked.body)
	}
	running := looked.body[strings.Index(looked.body, "Cases under way"):]
	if !strings.Contains(running, "Deadline: Identity") || strings.Contains(running, "Deadline: Notice") || !strings.Contains(looked.body, "Deadline: Notice") {
		t.Errorf("whom it reaches: %s", running)
	}
	if used := b.post(adoptPath, policyForm(first, text, "", "look")); used.status != http.StatusUnprocessableEntity || strings.Contains(used.body, `value="adopt"`) {
		t.Errorf("a version that was in force = %d", used.status)
	}
	for name, f := range map[string]url.Values{
		"not looked at": policyForm(first, next, "shorter", "adopt"), "another text": policyForm(looked, next+"# more\n", "shorter", "adopt"), "no reason": policyForm(looked, next, " ", "adopt"),
	} {
		if a := b.post(adoptPath, f); a.status < 400 || a.status >= 500 || typed(a) != strings.ReplaceAll(f.Get("text"), "\r\n", "\n") {
			t.Errorf("%s = %d, kept %v", name, a.status, typed(a) == next)
		}
	}
	yes := policyForm(looked, next, "custody is to be shorter", "adopt")
	if a := s.stale("admin").post(adoptPath, yes); a.status != http.StatusForbidden || !strings.Contains(a.body, "identity: 48") || !strings.Contains(a.body, "custody is to be shorter") {
		t.Errorf("without a fresh password = %d", a.status)
	}
	if n := len(s.policies()); n != len(had) {
		t.Fatalf("%d policies came into force by what was refused", n-len(had))
	}
	for range 3 {
		if a := b.post(adoptPath, yes); a.status != http.StatusSeeOther || !strings.HasPrefix(a.to(), "/reviews/policy?") {
			t.Fatalf("adopting = %d %s\n%s", a.status, a.to(), a.body)
		}
	}
	now := s.policies()
	if len(now) != len(had)+1 || now[len(had)].Why != "custody is to be shorter" || now[len(had)].Policy.Version != "world-9" {
		t.Fatalf("%d policies, the last %+v", len(now)-len(had), now[len(now)-1])
	}
	other := policyForm(looked, strings.Replace(next, "world-9", "world-10", 1), "mine", "adopt")
	other.Set("looked", lookedAt.FindStringSubmatch(b.post(adoptPath, policyForm(looked, strings.Replace(next, "world-9", "world-10", 1), "", "look")).body)[1])
	if a := b.post(adoptPath, other); a.status != http.StatusConflict || !strings.Contains(typed(a), "world-10") || !strings.Contains(a.body, ">mine<") || !strings.Contains(a.body, "world-9") {
		t.Errorf("from a stale page = %d", a.status)
	}
	if n := len(s.policies()); n != len(had)+1 {
		t.Errorf("a stale page adopted: %d", n)
	}
}

// TestAdoptWithoutScripts walks the page in a browser that runs no scripts, in
// both languages, and weighs it.
func TestAdoptWithoutScripts(t *testing.T) {
	t.Parallel()
	b := webtest.Start(t)
	s := serveDemo(t, 60)
	tab := b.Open(t, s.url+"/sign-in")
	for n, lang := range locale.Languages() {
		p := locale.For(lang)
		s.signIn(t, tab, "admin", lang)
		look := func(name string) {
			tab.Axe()
			for _, w := range []int{webtest.PhoneWidth, webtest.DeskWidth} {
				tab.Width(w)
				tab.Narrow()
				if dir := os.Getenv("KASHF_PICTURES"); dir != "" && w == webtest.PhoneWidth {
					tab.Screenshot(filepath.Join(dir, name+"-"+lang+"-phone.png"))
				}
			}
			picture(tab, name, lang)
		}
		tab.Go(s.url + adoptPath)
		look("adopt")
		text := webtest.Eval[string](tab, `document.querySelector("[name=text]").value`)
		version := regexp.MustCompile(`policy_version: (\S+)`).FindStringSubmatch(text)[1]
		file := func(text string) string {
			f := filepath.Join(t.TempDir(), "policy.yaml")
			if err := os.WriteFile(f, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			return f
		}
		tab.Expect("422")
		tab.NoScripts(true)
		tab.Go(s.url + adoptPath)
		next := strings.NewReplacer(version, "demo-9"+lang, "triage: 48", "triage: "+[]string{"40", "36"}[n]).Replace(text)
		tab.Upload("[name=file]", file(strings.Replace(next, "majority: 2", "majority: 1", 1)))
		tab.Click("button[value=look]")
		tab.Wait("#faults")
		if got := tab.Text("main"); !strings.Contains(got, p.T("review.fault.majority.remedy", 3)) {
			t.Errorf("%s: %s", lang, got)
		}
		tab.NoScripts(false)
		tab.Go(s.url + adoptPath) // axe is a script
		tab.Upload("[name=file]", file(strings.NewReplacer("majority: 2", "majority: 1", "quorum: 3", "quorum: 0", "court: 48", "court: 99").Replace(next)))
		tab.Follow("button[value=look]")
		look("adopt-faults")
		tab.Go(s.url + adoptPath)
		tab.Upload("[name=file]", file(next))
		tab.Follow("button[value=look]")
		look("adopt-changes")
		tab.NoScripts(true)
		tab.Go(s.url + adoptPath)
		tab.Upload("[name=file]", file(next))
		tab.Click("button[value=look]")
		tab.Wait("#changes")
		tab.Type("[name=why]", "shorter")
		tab.Click("button[value=adopt]")
		tab.WaitFor(`location.search === "?done=adopted"`)
		if got := tab.Text("main"); !strings.Contains(got, p.T("review.adopt.done", "demo-9"+lang)) {
			t.Errorf("%s: %s", lang, got)
		}
		tab.NoScripts(false)
	}
}
