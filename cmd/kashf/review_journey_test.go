package main

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/web/webtest"
)

// A hearing is one grave case walked in a browser by everybody who has a part in
// it, each signed in as themselves.
type hearing struct {
	*testing.T
	tour
	tab     *webtest.Tab
	lang    string
	cookies map[string]string // by login
	person  register.PersonID
	path    string // of the case
	id      review.CaseID
	looked  map[string]bool
}

// TestGraveCase walks a case of somebody in custody, of whom a grave crime is
// alleged, from its opening to a release that another has verified: a victims'
// association is heard, a member is challenged, a member dissents, the observer
// objects, the victims appeal. The whole case is walked in each language, every
// kind of page looked at by axe, on a desk and on a phone.
func TestGraveCase(t *testing.T) {
	t.Parallel()
	b := webtest.Start(t)
	s := serveDemo(t, 400)
	cookies := map[string]string{} // everybody signs in once
	for i, lang := range locale.Languages() {
		t.Run(lang, func(t *testing.T) {
			h := &hearing{T: t, tour: s, tab: b.Open(t, s.url+"/sign-in"), lang: lang, cookies: cookies, looked: map[string]bool{}}
			h.person = h.loner(i)
			h.open()
			h.assemble()
			h.submit()
			bench := h.seat()
			h.hear(bench)
			h.decide(bench)
			h.appeal()
			h.release()
			h.checkEnd()
		})
	}
}

// loner is a person of one record, of whom there is no case: the nth from the end.
func (h *hearing) loner(n int) register.PersonID {
	h.Helper()
	org := register.OrgID(h.account("registrar").Org)
	for id := register.RecordID(600); id > 0; id-- {
		r, err := h.d.store.RecordOf(h.Context(), register.Sight{Org: org, Level: register.C3}, id)
		if err != nil {
			continue
		}
		_, all, err := h.d.store.Person(h.Context(), register.Sight{Machine: true}, r.Person)
		cases, err2 := h.d.store.CasesOf(h.Context(), r.Person)
		if err != nil || err2 != nil || len(all) != 1 || len(cases) > 0 {
			continue
		}
		if n--; n < 0 {
			return r.Person
		}
	}
	h.Fatal("the world has nobody of one record")
	return 0
}

func (h *hearing) account(login string) struct{ ID, Org string } {
	h.Helper()
	a, err := h.d.access.Store.AccountByLogin(h.Context(), login)
	if err != nil {
		h.Fatal(err)
	}
	return struct{ ID, Org string }{string(a.ID), string(a.Org)}
}

// as makes the tab the session of an account, signed in with password and code
// once.
func (h *hearing) as(login string) {
	h.Helper()
	if h.cookies[login] == "" {
		a := h.samples[login]
		code, err := totp.GenerateCode(a.Secret, time.Now())
		if err != nil {
			h.Fatal(err)
		}
		c := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
		resp, err := c.PostForm(h.url+"/sign-in", url.Values{"login": {a.Login}, "password": {a.Password}, "code": {code}})
		if err != nil {
			h.Fatal(err)
		}
		resp.Body.Close()
		for _, k := range resp.Cookies() {
			if k.Name == "kashf" {
				h.cookies[login] = k.Value
			}
		}
		if h.cookies[login] == "" {
			h.Fatalf("%s could not sign in: %d", login, resp.StatusCode)
		}
	}
	h.tab.Forget()
	h.tab.Cookie(h.url, "lang", h.lang)
	h.tab.Cookie(h.url, "kashf", h.cookies[login])
}

// wait puts the clock of entries forward.
func (h *hearing) wait(hours int) { h.ahead.Add(int64(time.Duration(hours) * time.Hour)) }

// fill fills a form in by its fields' names and sends it. A value of boxes and of
// radios is chosen, not typed.
func (h *hearing) fill(fields map[string]any) {
	h.Helper()
	text, err := json.Marshal(fields)
	if err != nil {
		h.Fatal(err)
	}
	wrong := webtest.Eval[string](h.tab, `(() => {
		const form = document.querySelector("main form[method=post]");
		for (const [name, value] of Object.entries(`+string(text)+` || {})) {
			const all = [...form.elements].filter((e) => e.name === name);
			if (!all.length) return "no field " + name;
			for (const v of [value].flat()) {
				const box = all.find((e) => (e.type === "checkbox" || e.type === "radio") && e.value === v);
				if (box) box.checked = true;
				else if (all[0].type === "checkbox" || all[0].type === "radio") return "no choice " + v + " of " + name;
				else { all[0].value = v; if (all[0].value !== v) return "no choice " + v + " of " + name; }
			}
		}
		return "";
	})()`)
	if wrong != "" {
		h.Fatalf("%s: %s", h.tab.Location(), wrong)
	}
	h.tab.Click("main form[method=post] button.primary")
	h.tab.WaitFor(`document.readyState === "complete" && (location.search.includes("done=") || document.querySelector("main .flash-bad, main .problem") !== null || !location.pathname.includes("/acts/") && !location.pathname.includes("/open/"))`)
}

// does goes from the case's page to an act's form, as a reader would, fills it in
// and sends it.
func (h *hearing) does(login, act, of string, fields map[string]any) {
	h.Helper()
	h.as(login)
	h.tab.Go(h.url + h.path)
	h.look("case as " + login)
	href := h.path + "/acts/" + act
	if of != "" {
		href += "?of=" + of
	}
	if found := webtest.Eval[bool](h.tab, `(() => {
		document.querySelectorAll("main details").forEach((d) => d.open = true);
		const a = document.querySelector(`+quoted(`main a[href="`+href+`"]`)+`);
		if (a) a.click();
		return a !== null;
	})()`); !found {
		h.Fatalf("%s finds no way to %s (%s)", login, act, href)
	}
	h.tab.WaitFor(`document.readyState === "complete" && location.pathname === ` + quoted(h.path+"/acts/"+act))
	h.look("form of " + act)
	h.fill(fields)
	if !strings.Contains(h.tab.Location(), "done="+act) {
		h.Fatalf("%s by %s was not entered: %s", act, login, h.tab.Text("main"))
	}
}

func quoted(s string) string {
	b, _ := json.Marshal(s)
	return string(b)
}

// look checks a page of a kind once: for what a reader could not use, on a desk
// and on a phone.
func (h *hearing) look(kind string) {
	h.Helper()
	if h.looked[kind] {
		return
	}
	h.looked[kind] = true
	h.tab.Axe()
	h.tab.Width(webtest.PhoneWidth)
	h.tab.Narrow()
	h.tab.Width(webtest.DeskWidth)
	picture(h.tab, "walk-"+strings.ReplaceAll(kind, " ", "-"), h.lang)
}

func (h *hearing) move(login string, to review.State) {
	h.Helper()
	h.does(login, "moved", string(to), map[string]any{"to": string(to)})
}

func (h *hearing) the() *review.Case {
	h.Helper()
	c, err := h.d.store.Case(h.Context(), h.id)
	if err != nil {
		h.Fatal(err)
	}
	return c
}

func (h *hearing) checks(login string, cs ...string) {
	for _, c := range cs {
		form := map[string]any{"check": c, "result": "the registers of three offices were searched"}
		if c == string(review.PersonTold) {
			form["language"] = "ar"
		}
		h.does(login, "checked", "", form)
	}
}

// open opens the case from the person's file and gives everybody a part.
func (h *hearing) open() {
	h.Helper()
	h.as("registrar")
	no := h.d.fileNos.Format(h.person)
	h.tab.Go(h.url + "/people/" + no)
	h.tab.Click(`a[href="/reviews/open/` + no + `"]`)
	h.tab.WaitFor(`location.pathname.startsWith("/reviews/open/")`)
	h.look("open")
	h.fill(map[string]any{"custody": "y", "holder": "the central prison"})
	h.tab.WaitFor(`location.pathname.startsWith("/reviews/cases/")`)
	u, err := url.Parse(h.tab.Location())
	if err != nil {
		h.Fatal(err)
	}
	h.path = u.Path
	h.id = review.CaseID(strings.TrimPrefix(u.Path, "/reviews/cases/"))
	h.does("registrar", "declared", "", nil)
	for _, x := range demoCast {
		h.does("registrar", "assigned", "", map[string]any{"role": string(x.role), "login": x.login})
		if c := h.the(); slices.ContainsFunc(c.Cast, func(p review.Part) bool { return p.Account == h.account(x.login).ID && p.Awaited() }) {
			h.does(x.login, "declared", "", nil)
		}
	}
	h.checks("registrar", "basis_asked", "person_told")
	h.move("registrar", review.Identity)
	h.does("registrar", "identified", "", map[string]any{"grade": "3"})
	h.does("analyst", "identity_confirmed", "3", nil)
	h.move("registrar", review.Triage)
	h.move("registrar", review.Assembly)
}

// assemble puts the file together: torture alleged at P1 from two origins, and
// what speaks for the person.
func (h *hearing) assemble() {
	h.Helper()
	h.does("analyst", "alleged", "", map[string]any{"conduct": "B3", "text": "Prisoners were beaten in March 2013."})
	a := string(h.the().Allegations[0].ID)
	_, records, err := h.d.store.Person(h.Context(), register.Sight{Machine: true}, h.person)
	if err != nil {
		h.Fatal(err)
	}
	paper := func(text string) string {
		return "i" + office{TB: h.T}.attach(h.Context(), h.d, register.OfPerson, records[0].ID.String(), text)
	}
	fact := func(kind, about, text, origin string, forPerson bool) {
		f := map[string]any{"kind": kind, "text": text, "forum": "other", "origin": origin, "refs": paper(text), "about": about}
		if forPerson {
			f["for"] = "y"
		}
		h.does("analyst", "fact", "", f)
	}
	fact("document", a, "A duty roster puts him in that ward.", "hospital archive", false)
	fact("forensic", a, "Injuries of four men date from that month.", "forensic centre", false)
	fact("exculpatory", a, "A leave slip for three weeks of that month.", "personnel office", true)
	fact("document", "", "He was judged by a field court without counsel.", "military archive", true)
	c := h.the()
	h.checks("analyst", "legal_documents", "exculpatory_search", "taint_screen", "item_hashes")
	h.does("analyst", "proposed", "", map[string]any{
		"issue": "allegation:" + a, "standard": "P1", "law": "Rome Statute 7(1)(f)", "relied": []string{string(c.Facts[0].ID), string(c.Facts[1].ID)},
		"rejected": string(c.Facts[2].ID), "set_aside": "the slip is not signed", "reasons": "two documents of different origin agree",
	})
	h.does("cases", "seconded", string(h.the().Findings[0].ID), nil)
	h.checks("liaison", "victims_matched")
	h.does("liaison", "group", "", map[string]any{"delegate": h.account("families").ID, "wish": "told", "support": "y", "link": "family"})
	g := h.the().Groups[0].ID
	h.does("roster", "standing", g, map[string]any{"granted": "y", "why": "families of those held there"})
	h.does("liaison", "protected", g, map[string]any{"victims_safe": "y", "person_safe": "y", "no_contact": "y"})
	h.does("liaison", "noticed", g, map[string]any{"summary": "A man who worked in a place of detention is said to have beaten those held there."})
	h.keyboard()
}

// keyboard finds every fact of the case, and what speaks the other way.
func (h *hearing) keyboard() {
	h.Helper()
	h.as("analyst")
	if n := counterFacts(h.T, h.tab, h.url+h.path); n < 2 {
		h.Errorf("%d facts have one that speaks the other way, want both sides of one at least", n)
	}
}

func (h *hearing) submit() {
	h.Helper()
	h.wait(10 * 24)
	h.move("registrar", review.Disclosure)
	h.does("registrar", "disclosed", "", map[string]any{"representation": "accepted", "language": "ar"})
	h.wait(24)
	h.move("registrar", review.Submissions)
	h.does("families", "submitted", "", map[string]any{"points": "Who gave the orders?\nThe records of March are missing."})
	h.does("lawyer", "submitted", "", map[string]any{"points": "He was on leave in March."})
	h.wait(7 * 24)
	h.does("registrar", "submissions_closed", "", nil)
	h.move("registrar", review.Panel)
}

// draws fills the empty seats: organisations commit, which freezes the list, and
// reveal. It returns who sits now, the chair first.
func (h *hearing) draws(role review.Role) []string {
	h.Helper()
	h.as("registrar")
	h.tab.Go(h.url + "/reviews/draws")
	logins := []string{"jurist", "rights", "expert", "jurist2", "rights2", "expert2"}
	var orgs []string
	for _, l := range logins {
		orgs = append(orgs, h.account(l).Org)
	}
	h.fill(nil)
	h.tab.WaitFor(`/\/draws\/[0-9A-Z]+$/.test(location.pathname)`)
	u, _ := url.Parse(h.tab.Location())
	id := strings.TrimPrefix(u.Path, "/reviews/draws/")
	step := func(login string, fields map[string]any) {
		h.as(login)
		h.tab.Go(h.url + u.Path)
		h.look("draw")
		h.fill(fields)
		h.tab.WaitFor(`location.search.includes("done=")`)
	}
	seed := func(i int) string {
		return hex.EncodeToString(bytes.Repeat([]byte{byte(len(id) + i + int(id[len(id)-1]))}, review.SeedSize))
	}
	for i, l := range logins {
		step(l, map[string]any{"value": review.CommitSeed(id, orgs[i], seed(i))})
	}
	for i, l := range logins {
		step(l, map[string]any{"value": seed(i)})
	}
	return h.bench(role)
}

// bench declares for everybody who was drawn, and gives their logins.
func (h *hearing) bench(role review.Role) []string {
	h.Helper()
	var out []string
	for _, p := range h.the().Cast {
		if p.Role != role {
			continue
		}
		for _, x := range demoRoster {
			if h.account(x.login).ID == p.Account {
				out = append(out, x.login)
				h.does(x.login, "declared", "", nil)
			}
		}
	}
	if len(out) != 3 {
		h.Fatalf("%d were drawn", len(out))
	}
	return out
}

// seat draws the panel; the lawyer challenges a member, and the chair of the
// roster answers.
func (h *hearing) seat() []string {
	h.Helper()
	bench := h.draws(review.Member)
	h.does("lawyer", "challenged", "", map[string]any{"account": h.account(bench[2]).ID, "ground": "public_statement", "why": "spoke on the radio about this prison"})
	h.does("roster", "challenge_decided", h.the().Challenges[0].ID, map[string]any{"upheld": "n", "why": "the talk was about another place"})
	return bench
}

func (h *hearing) hear(bench []string) {
	h.Helper()
	present := []string{h.account("observer").ID, h.account("lawyer").ID}
	for _, m := range bench {
		present = append(present, h.account(m).ID)
	}
	h.does(bench[0], "heard", "", map[string]any{"how": "in_person", "present": present, "holder_out": "y", "fit": "y", "language": "ar", "interpreter": "y", "other-as-1": "interpreter", "other-name-1": "شيرين أوسو"})
	h.move("registrar", review.Deliberation)
}

// vote seals three votes.
func (h *hearing) vote(bench []string, outcomes ...review.Outcome) {
	for i, m := range bench {
		h.does(m, "voted", "", map[string]any{"outcome": string(outcomes[i]), "reasons": "for the reasons in the text"})
	}
}

// text are the fields of a text that answers every point.
func (h *hearing) text() map[string]any {
	f := map[string]any{"law": "ICCPR 9", "notice": "نظرت الهيئة في ملفك. ولك أن تلجأ إلى المحكمة.", "abstract": "A panel reviewed a file.", "victims": "نظرت الهيئة في كل ما قلتم، وهذه أسبابها."}
	for i := range h.the().Points {
		f[fmt.Sprintf("answer-%d", i+1)] = "the panel looked for this and says what it found"
	}
	return f
}

func (h *hearing) decide(bench []string) {
	h.Helper()
	h.vote(bench, review.Release, review.Release, review.Keep)
	c, f := h.the(), h.text()
	f["issue1"], f["standard1"], f["law1"], f["relied1"], f["reasons1"] = "A4", "P2", "ICCPR 14", string(c.Facts[3].ID), "no counsel, no appeal"
	f["standard3"], f["law3"], f["reasons3"] = "P1", "Rome Statute 7(1)(f)", "two documents of different origin agree"
	f["relied3"] = []string{string(c.Facts[0].ID), string(c.Facts[1].ID)}
	h.does(bench[0], "drafted", "", f)
	h.does("observer", "objected", "", map[string]any{"why": "the leave slip is not dealt with"})
	o := h.the().Objections[0].ID
	h.does(bench[1], "objection_answered", o, map[string]any{"answer": "the slip is not signed, and was weighed"})
	h.does(bench[0], "signed", "", nil)
	h.does(bench[1], "signed", "", nil)
	h.does(bench[2], "signed", "", map[string]any{"dissent": "the custody should be put before a judge first"})
	h.move("registrar", review.Decided)
	for _, whom := range []string{"person", "observer", "holder"} {
		h.does("registrar", "notified", whom, map[string]any{"whom": whom, "language": "ar", "spoken": "y"})
	}
	h.does("liaison", "notified", c.Groups[0].ID, map[string]any{"whom": "group", "language": "ar"})
	h.move("registrar", review.Notice)
}

// appeal is the victims': a fresh panel upholds. It lengthens nothing.
func (h *hearing) appeal() {
	h.Helper()
	until := h.the().Liberty.Until
	h.does("families", "appealed", "", map[string]any{"appeal_ground": "procedure", "why": "we were told late"})
	bench := h.draws(review.AppealMember)
	h.vote(bench, review.Uphold, review.Uphold, review.Uphold)
	h.does(bench[0], "drafted", "", h.text())
	for _, m := range bench {
		h.does(m, "signed", "", nil)
	}
	h.move("registrar", review.Final)
	for _, whom := range []string{"person", "observer"} {
		h.does("registrar", "notified", whom, map[string]any{"whom": whom, "language": "ar", "spoken": "y"})
	}
	h.does("liaison", "notified", h.the().Groups[0].ID, map[string]any{"whom": "group", "language": "ar"})
	if got := h.the().Liberty; got.State != review.Stay || got.Until != until {
		h.Errorf("after the appeal the release waits until %v in %s, want %v", got.Until, got.State, until)
	}
}

// release follows by itself once the stay is over.
func (h *hearing) release() {
	h.Helper()
	h.wait(73)
	if err := h.d.review.Tick(h.Context()); err != nil {
		h.Fatal(err)
	}
	h.does("guard", "release_planned", "", map[string]any{"protection": "y", "property": "y", "papers": "y"})
	h.does("guard", "released", "", nil)
	h.wait(24)
	h.does("observer", "verified", "", map[string]any{"contact": "in_person"})
	h.move("registrar", review.Closed)
}

// checkEnd looks at what is left: a case that is closed, a person seen free, and
// a ledger that gives the same tables anew.
func (h *hearing) checkEnd() {
	h.Helper()
	c := h.the()
	if c.State != review.Closed || c.Liberty.State != review.ReleaseVerified || c.Class() != review.GraveSuspect {
		h.Errorf("the case ends in %s, %s, %s", c.State, c.Liberty.State, c.Class())
	}
	first, appeal := map[string]bool{}, 0
	for _, p := range c.Cast {
		switch p.Role {
		case review.Member:
			first[p.Account] = true
		case review.AppealMember:
			if appeal++; first[p.Account] {
				h.Errorf("somebody sat on both panels")
			}
		}
	}
	if len(first) != 3 || appeal != 3 {
		h.Errorf("%d sat first and %d on the appeal", len(first), appeal)
	}
	h.as("lawyer")
	h.tab.Go(h.url + h.path)
	h.look("case at its end as lawyer")
}
