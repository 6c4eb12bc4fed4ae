package main

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"kashf.org/kashf/internal/identity"
	"kashf.org/kashf/internal/register"
)

const deathList = `الاسم الكامل,اسم الأم,سنة الولادة,تاريخ الوفاة,مكان الوفاة,الوضع
حسام فؤاد البيطار,سميرة الخولي,1984,2015-02-03,دمشق,متوفى
`

// deathWords tell of a death, in either language; a deadline tells of none.
var deathWords = regexp.MustCompile(`2015-02-03|وفاة|متوف|توفي|\b[Dd]ead\b|[Dd]eath|\bdied\b|deceased`)

// A death that a list reports counts only over a link that two people judged.
// Until then, and after, lists and results and prints do not tell it.
func TestDeathIsToldToCaseStaffInTheFileAlone(t *testing.T) {
	s := serveWorld(t)
	b := s.builder()
	d := b.take("data", register.Source{Name: "وفيات", Kind: "civil_registry", Owner: s.archive, Sharing: register.ShareAll, Reliability: 2}, "deaths.csv", deathList)
	s.must(b.err)
	judge := func(login string) string {
		j, err := s.d.identity.Judge(t.Context(), b.actor(login), register.Sight{Machine: true}, identity.Answer{
			Left: s.first, Right: d.first, Verdict: register.SamePerson, Seen: s.standing(s.first, d.first),
		})
		s.must(err)
		s.must(s.d.index.Refresh(t.Context()))
		return j.ID
	}
	_, err := s.d.identity.Run(t.Context(), b.actor("data"), nil)
	s.must(err)
	s.must(s.d.index.Refresh(t.Context()))
	s.deathIsNotIn("after a run")
	judge("data")
	s.counts("judged by one", false)
	s.deathIsNotIn("judged by one")
	second := judge("analyst")
	s.counts("judged by two", true)
	s.deathIsNotIn("judged by two")
	_, err = s.d.identity.UndoJudgement(t.Context(), b.actor("analyst"), register.Sight{Machine: true}, second, "not sure any more")
	s.must(err)
	s.counts("taken back by one", false)
	s.deathIsNotIn("taken back by one")
}

// standing are the judgements of a pair that somebody who looks has seen.
func (s *served) standing(l, r register.RecordID) (ids []string) {
	s.Helper()
	js, err := s.d.store.Judgements(s.Context(), register.Sight{Machine: true}, l, r)
	s.must(err)
	for _, j := range js {
		if j.Undone == 0 {
			ids = append(ids, j.ID)
		}
	}
	return ids
}

// deathIsNotIn looks at everything but the file itself.
func (s *served) deathIsNotIn(when string) {
	s.Helper()
	no := s.fileNo(s.first)
	for _, login := range []string{"cases", "data", "analyst", "observer", "families"} {
		told := []reply{s.reader(login).post("/people", url.Values{"name": {"حسام فؤاد البيطار"}, "mother": {"سميرة الخولي"}}), s.reader(login).get("/")}
		if login != "observer" && login != "families" {
			told = append(told, s.reader(login).get("/people/"+no+"/print"))
		}
		for _, a := range told {
			if a.status != http.StatusOK {
				s.Fatalf("%s: %s as %s = %d", when, a.path, login, a.status)
			}
			s.tellsNoDeath(when+", "+a.path+" as "+login, a.body)
		}
		if login != "families" {
			s.tellsNoDeath(when+", search as "+login, s.command("search", "--as", login, "--json", "حسام فؤاد البيطار"))
		}
	}
}

// names of sources, kinds of sources and labels of the register's own form may
// speak of deaths; what is told of the person may not.
var notTold = regexp.MustCompile(`(?s)<option.*?</option>|<(nav|footer|script|template).*?</(nav|footer|script|template)>`)

func (s *served) tellsNoDeath(where, page string) {
	s.Helper()
	page = notTold.ReplaceAllString(page, "")
	for _, general := range []string{"وفيات", "A release, a death or an allegation counts only when two people"} {
		page = strings.ReplaceAll(page, general, "") // the list's name; what a second opinion is for
	}
	for _, at := range deathWords.FindAllStringIndex(page, -1) {
		s.Errorf("%s tells of the death by %q: …%s…", where, page[at[0]:at[1]], page[max(0, at[0]-200):min(len(page), at[0]+100)])
	}
}

// counts checks whether the death counts, in the file as case staff read it.
func (s *served) counts(when string, want bool) {
	s.Helper()
	page := s.reader("cases").get("/people/" + s.fileNo(s.first)).body
	if got := strings.Contains(page, "family not yet told"); got != want {
		s.Errorf("%s: the file tells of the death: %v, want %v", when, got, want)
	}
}
