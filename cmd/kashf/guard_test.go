package main

import (
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/pquerna/otp/totp"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
)

// No page of another site sends a form in a reader's name.
func TestFormsOfOtherSitesAreRefused(t *testing.T) {
	s := serveWorld(t)
	routes := append(s.routesOf(), web.Route{Pattern: "POST /language"})
	before := s.length()
	for _, rt := range routes {
		if !strings.HasPrefix(rt.Pattern, http.MethodPost) {
			continue
		}
		for name, h := range map[string]http.Header{
			"cross-site":   {"Sec-Fetch-Site": {"cross-site"}},
			"same-site":    {"Sec-Fetch-Site": {"same-site"}},
			"wrong origin": {"Sec-Fetch-Site": nil, "Origin": {"https://evil.example"}},
			"null origin":  {"Sec-Fetch-Site": nil, "Origin": {"null"}},
		} {
			b := s.stranger()
			if rt.Pattern != "POST /sign-in" {
				b = s.reader("data")
			}
			b.onward = h
			path := strings.TrimPrefix(rt.Pattern, "POST ")
			a := b.post(wildcard.ReplaceAllLiteralString(path, "x"), url.Values{"why": {"because it is so"}})
			if a.status != http.StatusForbidden {
				t.Errorf("%s, %s = %d, want 403", rt.Pattern, name, a.status)
			}
			guarded(t, a)
		}
	}
	if s.length() != before {
		t.Error("a form of another site made an entry")
	}
}

// guarded fails for an answer that a browser would trust more than it should.
func guarded(t *testing.T, a reply) {
	t.Helper()
	for k, want := range map[string]string{
		"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer",
		"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin", "Cache-Control": "no-store",
	} {
		if got := a.header.Get(k); got != want {
			t.Errorf("%s: %s = %q, want %q", a.path, k, got, want)
		}
	}
	csp := a.header.Get("Content-Security-Policy")
	if !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") || strings.Contains(csp, "*") {
		t.Errorf("%s: Content-Security-Policy = %q", a.path, csp)
	}
	if strings.HasPrefix(a.header.Get("Content-Type"), "text/html") && !strings.Contains(csp, "frame-ancestors 'none'") {
		t.Errorf("%s may be framed", a.path)
	}
	if inline := inlined.FindString(a.body); inline != "" {
		t.Errorf("%s has %q inline", a.path, inline)
	}
}

// inlined finds what the policy would not run, and so should not be there.
var inlined = regexp.MustCompile(`(?i)<script(?:[^>]*[^>"])?>\s*[^<\s]|<style|\son[a-z]+=|\sstyle=|href="javascript:`)

// A walk through everything, as everyone: each answer is guarded, and neither
// an address nor the log names anybody.
func TestWalkLeavesNoNames(t *testing.T) {
	s := serveWorld(t)
	names := s.names()
	for _, login := range []string{"admin", "data", "cases", "analyst", "observer", "families", "auditor", guest, "pending.badr"} {
		for _, rt := range s.routesOf() {
			if rt.Kept {
				continue
			}
			a := s.ask(s.reader(login), rt.Pattern)
			guarded(t, a)
			s.anonymous(a, names)
		}
		a := s.reader(login).post("/people", url.Values{"name": {"حسام فؤاد البيطار"}, "mother": {"سميرة الخولي"}})
		guarded(t, a)
		s.anonymous(a, names)
	}
	log := s.log.String()
	if log == "" {
		t.Fatal("the walk was not logged")
	}
	for _, n := range append(names, guest, "pending.badr", "second.cases") {
		if strings.Contains(log, n) {
			t.Errorf("the log names %q", n)
		}
	}
}

// names are those of the world's people and accounts, long enough not to be
// part of other words.
func (s *served) names() []string {
	s.Helper()
	var out []string
	for r, err := range s.d.store.All(s.Context(), 0) {
		s.must(err)
		for _, c := range r.Claims {
			if (c.Field == register.FullName || c.Field == register.MotherName || c.Field == register.FamilyName) && len([]rune(c.Value)) > 5 {
				out = append(out, c.Value)
			}
		}
	}
	accounts, err := s.d.access.Store.Accounts(s.Context(), "")
	s.must(err)
	for _, a := range accounts {
		out = append(out, a.Name)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// addresses are those that a page leads to.
var addresses = regexp.MustCompile(`(?:href|src|action|hx-get|hx-post)="([^"]*)"`)

func (s *served) anonymous(a reply, names []string) {
	s.Helper()
	all := []string{a.to(), a.header.Get("Content-Disposition"), a.header.Get("Hx-Redirect")}
	for _, m := range addresses.FindAllStringSubmatch(a.body, -1) {
		all = append(all, m[1])
	}
	text := strings.Join(all, "\n")
	if decoded, err := url.PathUnescape(text); err == nil {
		text += "\n" + decoded
	}
	for _, n := range names {
		if strings.Contains(text, n) {
			s.Errorf("%s leads to an address that names %q", a.path, n)
		}
	}
}

func TestCookiesOverTLS(t *testing.T) {
	s := serveWorld(t)
	h, _, err := s.d.handler(server{proxied: true})
	s.must(err)
	p := s.newcomer()
	code, err := totp.GenerateCode(p.Secret, s.d.access.Now())
	s.must(err)
	form := url.Values{"login": {p.Account.Login}, "password": {p.Password}, "code": {code}}
	r := httptest.NewRequest(http.MethodPost, "https://register.example/sign-in", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.AddCookie(&http.Cookie{Name: "__Host-kashf", Value: "chosen-by-somebody-else"})
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	cookies := w.Result().Cookies()
	if w.Code != http.StatusSeeOther || len(cookies) != 1 {
		t.Fatalf("sign-in = %d, %d cookies", w.Code, len(cookies))
	}
	c := cookies[0]
	if c.Name != "__Host-kashf" || !c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteStrictMode || c.Path != "/" || c.Domain != "" || c.MaxAge != 0 {
		t.Errorf("the session's cookie is %+v", c)
	}
	if c.Value == "chosen-by-somebody-else" || len(c.Value) < 40 {
		t.Errorf("the session's token is %q", c.Value)
	}
	if w.Header().Get("Strict-Transport-Security") == "" {
		t.Error("no Strict-Transport-Security over TLS")
	}
}

// newcomer is an account with a password and a secret that the test knows.
func (s *served) newcomer() access.Provisioned {
	s.Helper()
	p, err := s.d.access.Provision(s.Context(), access.Account{
		Login: "new.najwa", Name: "نجوى الجديدة", Org: s.archive, Roles: access.RolesOf(access.DataOfficer), Clearance: register.C3, Lang: "en",
	})
	s.must(err)
	return p
}

// A session that ends while a form is filled in costs nothing that was typed.
func TestSessionEndsBeforeTheFormIsSent(t *testing.T) {
	s := serveWorld(t)
	p := s.newcomer()
	s.accounts[p.Account.Login] = p.Account.ID
	b := s.reader(p.Account.Login)
	s.ahead.Store(int64(access.IdleTimeout))
	path := "/matches/" + s.pair(s.first, s.second+1) + "/answer"
	form := url.Values{"verdict": {"different"}, "why": {"<b>two mothers</b> & two years"}}
	a := b.post(path, form)
	if a.status != http.StatusTemporaryRedirect || !strings.HasPrefix(a.to(), gate.KeptForm+"?then=") {
		t.Fatalf("a form after the session's end = %d %s", a.status, a.to())
	}
	a = b.post(a.to(), form)
	if a.status != http.StatusForbidden || !strings.Contains(a.body, "&lt;b&gt;two mothers&lt;/b&gt; &amp; two years") {
		t.Fatalf("the kept form = %d\n%s", a.status, a.body)
	}
	code, err := totp.GenerateCode(p.Secret, s.d.access.Now())
	s.must(err)
	in := hiddenFields(a.body)
	in.Set("login", p.Account.Login)
	in.Set("password", p.Password)
	in.Set("code", code)
	a = b.post("/sign-in", in)
	if a.status != http.StatusOK {
		t.Fatalf("signing in with a form that waits = %d\n%s", a.status, a.body)
	}
	if !strings.Contains(a.body, `action="`+path+`"`) {
		t.Fatalf("the form is not given back to %s\n%s", path, a.body)
	}
	a = b.post(path, hiddenFields(a.body))
	if a.status != http.StatusSeeOther {
		t.Fatalf("sending the form again = %d\n%s", a.status, a.body)
	}
	js, err := s.d.store.Judgements(t.Context(), register.Sight{Machine: true}, s.first, s.second+1)
	if err != nil || len(js) != 1 || js[0].Why != form.Get("why") {
		t.Errorf("judgements = %+v, %v", js, err)
	}
}

var hiddenField = regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)"`)

// hiddenFields are those of a page's forms.
func hiddenFields(page string) url.Values {
	out := url.Values{}
	for _, m := range hiddenField.FindAllStringSubmatch(page, -1) {
		if m[1] != "lang" && m[1] != "back" {
			out.Add(html.UnescapeString(m[1]), html.UnescapeString(m[2]))
		}
	}
	return out
}

// hostile is what a list may hold to harm who reads it.
var hostile = []string{
	`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `' onmouseover='alert(1)`, `javascript:alert(1)`, "\u202eevil\u202c", "</title><svg onload=alert(1)>",
	strings.Repeat("ص", 400), `{{.}}`, `=cmd|'/c calc'!A1`,
}

// What comes in a list is shown, and does nothing.
func TestHostileListDoesNothing(t *testing.T) {
	s := serveWorld(t)
	data := s.reader("data")
	a := data.post("/lists/new", url.Values{
		"name": {hostile[1] + hostile[0]}, "kind": {"family"}, "sharing": {"all"}, "origin": {hostile[0]}, "from": {"2011"}, "to": {"2012"}, "reliability": {"2"}, "why": {hostile[0]},
	})
	s.harmless(a)
	var src register.SourceID
	if id, ok := strings.CutPrefix(strings.Split(a.to(), "?")[0], "/lists/sources/"); ok {
		src = register.SourceID(strings.TrimSuffix(id, "/upload"))
	} else {
		b := s.builder()
		added, err := s.d.addSource(t.Context(), b.actor("data"), register.Source{Name: hostile[1] + hostile[0], Kind: "family", Owner: s.archive, Sharing: register.ShareAll})
		s.must(err)
		src = added.ID
	}
	var rows strings.Builder
	rows.WriteString("الاسم الكامل,اسم الأم,الوضع,مكان الاعتقال,ملاحظات,\"<script>alert(2)</script>\"\n")
	for i := range hostile {
		cells := make([]string, 6)
		for k := range cells {
			cells[k] = `"` + strings.ReplaceAll("سمير "+hostile[(i+k)%len(hostile)], `"`, `""`) + `"`
		}
		rows.WriteString(strings.Join(cells, ",") + "\n")
	}
	upload := s.sends(data, src, `"><script>alert(3)</script>.csv`, rows.String())
	s.harmless(data.get("/lists/uploads/" + upload))
	b := s.builder()
	in := b.take("data", register.Source{Name: hostile[0] + hostile[4], Kind: "family", Owner: s.archive, Sharing: register.ShareAll, Origin: hostile[1]}, hostile[0]+".csv", rows.String())
	s.must(b.err)
	b.attach("data", register.OfPerson, in.first.String(), "<script>alert(4)</script>", register.ShareAll)
	s.must(s.d.index.Refresh(t.Context()))
	_, err := s.d.identity.Run(t.Context(), b.actor("data"), nil)
	s.must(err)
	if a := data.get("/lists/imports/" + string(in.id)); !strings.Contains(a.body, html.EscapeString(hostile[0])) {
		t.Error("the page of the import does not show what it holds")
	}
	for _, login := range []string{"data", "cases", "analyst"} {
		r := s.reader(login)
		for _, path := range []string{
			"/", "/lists", "/lists/sources/" + string(in.source), "/lists/imports/" + string(in.id), "/lists/imports/" + string(in.id) + "/undo",
			"/people", "/people/" + s.fileNo(in.first), "/people/" + s.fileNo(in.first+1) + "/print", "/people/" + s.fileNo(in.first+2),
			"/matches", "/matches/" + s.pair(in.first, in.first+1), "/matches/runs", "/ledger", "/ledger?subject=" + url.QueryEscape(hostile[1]), "/sign-in?then=" + url.QueryEscape(hostile[3]),
		} {
			s.harmless(r.get(path))
		}
		for _, q := range hostile {
			s.harmless(r.post("/people", url.Values{"name": {"سمير " + q}, "mother": {q}, "born": {q}, "source": {q}, "governorate": {q}}))
		}
		s.harmless(r.post("/matches/"+s.pair(in.first, in.first+1)+"/answer", url.Values{"verdict": {"cannot_tell"}, "why": {hostile[0] + hostile[1]}}))
		s.harmless(r.get("/matches/" + s.pair(in.first, in.first+1)))
	}
}

// raw is what of the hostile list may not come through as it is.
var raw = regexp.MustCompile(`(?i)<script>|<img src=x|<svg onload|"\s*onerror|'alert|href="javascript:|\sonmouseover=['"]`)

// harmless fails for an answer in which something of the hostile list acts: as
// markup, as an address, or by turning the direction of the text around it.
func (s *served) harmless(a reply) {
	s.Helper()
	if a.status >= http.StatusInternalServerError {
		s.Errorf("%s = %d", a.path, a.status)
	}
	if m := raw.FindStringIndex(a.body); m != nil {
		s.Errorf("%s lets through …%s…", a.path, a.body[max(0, m[0]-80):min(len(a.body), m[1]+40)])
	}
	for i := strings.Index(a.body, "\u202e"); i >= 0; {
		if !isolated(a.body[:i]) {
			s.Errorf("%s: text that turns its direction is not isolated: …%s", a.path, a.body[max(0, i-150):i])
		}
		next := strings.Index(a.body[i+1:], "\u202e")
		if next < 0 {
			break
		}
		i += 1 + next
	}
	if loc := a.to(); loc != "" && !strings.HasPrefix(loc, "/") {
		s.Errorf("%s leads to %q", a.path, loc)
	}
}

// tags finds where elements begin and end.
var tags = regexp.MustCompile(`<(/?)([a-z0-9]+)([^>]*)>`)

// isolated reports whether what follows a text stands in an element whose
// direction ends with it, or in an attribute.
func isolated(before string) bool {
	if strings.LastIndex(before, "<") > strings.LastIndex(before, ">") {
		return true // an attribute's value
	}
	var open []string
	for _, m := range tags.FindAllStringSubmatch(before, -1) {
		switch {
		case m[1] == "" && slices.Contains([]string{"br", "input", "meta", "link", "img", "hr", "rect", "path", "circle", "line", "use"}, m[2]):
		case m[1] == "":
			open = append(open, m[2]+" "+m[3])
		case len(open) > 0:
			open = open[:len(open)-1]
		}
	}
	for _, o := range open {
		if strings.HasPrefix(o, "bdi ") || strings.Contains(o, "dir=") && !strings.HasPrefix(o, "html ") {
			return true
		}
	}
	if len(open) == 0 {
		return false
	}
	block, text := open[len(open)-1], before[strings.LastIndex(before, ">")+1:]
	element, _, _ := strings.Cut(block, " ")
	switch element {
	case "option", "title":
		return true // text alone, which browsers set apart
	case "td", "th", "li", "p", "h1", "h2", "dd", "pre", "blockquote":
		// A name that its block begins with: the block's end ends what it turns.
		return slices.Contains([]string{"", "سمير ", html.EscapeString(hostile[0])}, text)
	}
	return false
}
