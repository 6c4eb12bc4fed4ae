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

// stronger are words that say of somebody what only a court may.
var stronger = regexp.MustCompile(`(?i)\b(criminals?|murderers?|killers?|perpetrators?|shabiha?|terrorists?|guilty|culprits?|torturers?)\b|(^|\P{Arabic})(و|ف|ب|ل|ك)?(ال|لل)?(مجرم|قاتل|قتلة|جاني|جناة|شبيح|جلاد|إرهابي|ارهابي|مذنب|مدان|فلول|عميل)(ون|ين|ة|ات|ه|ها|هم|ان)?(\P{Arabic}|$)`)

// unquoted takes out of a page what somebody else wrote.
func unquoted(page string, c *review.Case) string {
	page = html.UnescapeString(page)
	said := []string{c.Liberty.Holder}
	for _, a := range c.Allegations {
		said = append(said, a.Text)
	}
	for _, f := range c.Facts {
		said = append(said, f.Text, f.Origin)
	}
	for _, q := range said {
		if q != "" {
			page = strings.ReplaceAll(page, q, "")
		}
	}
	return page
}

// TestPagesSayNoMoreThanTheStandard reads every page of every case of the world
// as everybody who has a part in it, in both languages: what is alleged is called
// an allegation under examination and the person a person under review until a
// panel found something, no standard is named that nothing reached, nobody but a
// source calls anybody more than that, and nothing decides without a mandate.
func TestPagesSayNoMoreThanTheStandard(t *testing.T) {
	s := serveWorld(t)
	s.ordered()
	s.unseen()
	phrases := map[string][]string{"ar": {"ادعاء قيد الفحص", "شخص قيد المراجعة"}, "en": {"allegation under examination", "person under review"}}
	read, alleged := map[string]int{}, 0 // pages, by what they are
	for _, x := range append(demoCast, struct {
		login string
		role  review.Role
	}{"registrar", review.Registrar}) {
		rows, err := s.d.store.Board(t.Context(), string(s.accounts[x.login]), review.Wanted{Limit: 100})
		s.must(err)
		for _, lang := range locale.Languages() {
			b := s.reader(x.login)
			b.lang = lang
			for _, page := range []string{"/reviews", "/reviews/tasks", "/reviews/agenda"} {
				if a := b.get(page); a.status == http.StatusOK && stronger.MatchString(unquoted(a.body, &review.Case{})) {
					t.Errorf("%s as %s in %s says %q", page, x.login, lang, stronger.FindString(a.body))
				}
			}
			for _, r := range rows {
				c, err := s.d.store.Case(t.Context(), r.ID)
				s.must(err)
				for _, rest := range append(papersOfActs(c), "", "/print", "/papers/hearing", "/papers/court_due", "/papers/court_told", "/papers/notice", "/papers/annex", "/papers/holder", "/papers/summons", "/papers/referral", "/papers/victims", "/papers/abstract", "/papers/release_plan", "/papers/carrier", "/papers/missing", "/missing") {
					a := b.get("/reviews/cases/" + string(r.ID) + rest)
					if a.status != http.StatusOK {
						continue
					}
					read[ofAct.ReplaceAllString(rest, "$1")]++
					page := unquoted(a.body, c)
					if m := stronger.FindString(page); m != "" {
						t.Errorf("%s of case %s (%s) as %s in %s says %q", rest, r.ID, c.State, x.login, lang, m)
					}
					if hit := decides.FindString(page); hit != "" && s.formOf(c) != review.Decision {
						t.Errorf("%s of case %s (%s, %s) as %s in %s says %q", rest, r.ID, c.State, s.formOf(c), x.login, lang, hit)
					}
					if rest == "" || rest == "/print" {
						alleged += s.presumes(page, c, phrases[lang], x.login+" in "+lang+" "+rest)
						s.namesNoStandard(page, c, locale.For(lang), x.login+" in "+lang+" "+rest)
					}
				}
			}
		}
	}
	if read[""] < 100 || alleged < 20 {
		t.Errorf("only %d cases were read, %d pages with an allegation: the walk shows nothing", read[""], alleged)
	}
	for _, rest := range []string{"/missing", "/papers/missing", "/papers/order", "/papers/order-person"} {
		if read[rest] == 0 {
			t.Errorf("nobody reads %s: the walk shows nothing of it", rest)
		}
	}
}

// ofAct is the part of a paper's address that says of which act it is.
var ofAct = regexp.MustCompile(`(order|recall)-[^-]+`)

// papersOfActs are the addresses of papers of which a case has one for each act.
func papersOfActs(c *review.Case) []string {
	var out []string
	for _, o := range c.Orders {
		out = append(out, "/papers/order-"+o.ID, "/papers/order-"+o.ID+"-person")
	}
	for _, r := range c.Recalls {
		out = append(out, "/papers/recall-"+r.ID)
	}
	return out
}

// presumes checks that a page with an allegation calls it one, 1 where it has one.
func (s *served) presumes(page string, c *review.Case, phrases []string, where string) int {
	s.Helper()
	if !strings.Contains(page, `id="allegation-1"`) {
		return 0
	}
	for _, f := range c.Findings {
		if f.Panel && f.Allegation != "" {
			return 0
		}
	}
	for _, p := range phrases {
		if !strings.Contains(strings.ToLower(page), p) {
			s.Errorf("a case in %s as %s does not say %q", c.State, where, p)
		}
	}
	return 1
}

// namesNoStandard checks that no standard of proof stands on a page that nothing
// in the case has reached, be it a finding, a text to sign or what stands.
func (s *served) namesNoStandard(page string, c *review.Case, p locale.Printer, where string) {
	s.Helper()
	most := review.P0
	for _, f := range c.Findings {
		most = max(most, f.Standard)
	}
	for _, r := range []*review.Ruling{c.Draft, c.Outcome} {
		if r == nil {
			continue
		}
		for _, f := range r.Findings {
			most = max(most, f.Standard)
		}
	}
	for _, x := range []review.Standard{review.P1, review.P2, review.P3, review.P4} {
		if x > most && strings.Contains(page, p.T("review.standard."+x.String())) {
			s.Errorf("a case in %s as %s names %s, and reached %s", c.State, where, x, most)
		}
	}
}

// decides are words that only a body with a mandate may say of what it finds.
var decides = regexp.MustCompile(`(?i).{0,50}\b(decisions?|decided|decides)\b.{0,30}|.{0,50}(قرار|قررت|قرّرت|تقرر).{0,30}`)

// formOf is what the outcomes of a case are, by the policy it began under.
func (s *served) formOf(c *review.Case) review.Form {
	s.Helper()
	all, err := s.d.store.PoliciesInForce(s.Context())
	s.must(err)
	for _, p := range all {
		if p.Policy.Version == c.Policy {
			return p.Policy.Form()
		}
	}
	s.Fatalf("case %s is under no policy", c.ID)
	return ""
}
