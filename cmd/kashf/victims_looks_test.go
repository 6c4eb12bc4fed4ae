package main

import (
	"os"
	"path/filepath"
	"testing"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/review/victims"
	"kashf.org/kashf/internal/web/webtest"
)

// TestVictimsLooks opens the pages of the victims' liaison, of who speaks for the
// victims and of the person's representative, in both languages, on a desk and on
// a phone.
func TestVictimsLooks(t *testing.T) {
	t.Parallel()
	b := webtest.Start(t)
	s := serveDemo(t, 120)
	rid, link, many, path := s.told(t)
	tab := b.Open(t, s.url+"/sign-in")
	for _, lang := range locale.Languages() {
		look := func(name, path string) {
			tab.Go(s.url + path)
			tab.Axe()
			tab.Narrow()
			tab.Width(webtest.PhoneWidth)
			tab.Narrow()
			if dir := os.Getenv("KASHF_PICTURES"); dir != "" {
				tab.Screenshot(filepath.Join(dir, name+"-"+lang+"-phone.png"))
			}
			tab.Width(webtest.DeskWidth)
			picture(tab, name, lang)
		}
		s.signIn(t, tab, "liaison", lang)
		look("victims", "/victims")
		look("victims-new", "/victims/new")
		look("victims-association", "/victims/new?kind=association")
		look("victims-likenesses", "/victims/likenesses")
		look("victims-one", "/victims/"+rid)
		look("victims-leave", "/victims/"+many+"/leave")
		look("victims-many", "/victims/"+many)
		look("victims-protect", "/victims/"+rid+"/links/"+link)
		look("victims-case", path)
		look("victims-submitted", path+"/acts/submitted")
		s.signIn(t, tab, "families", lang)
		look("delegate-case", path)
		look("delegate-submitted", path+"/acts/submitted")
		s.signIn(t, tab, "lawyer", lang)
		look("lawyer-case", path)
		look("lawyer-submitted", path+"/acts/submitted")
	}
}

// told registers somebody and an association in the demo world, and finds what
// concerns a case at its beginning.
func (s tour) told(t *testing.T) (rid, link, many, path string) {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	ctx := t.Context()
	as := func(login string) review.Who {
		a, err := s.d.access.Store.AccountByLogin(ctx, login)
		must(err)
		return review.Who{Actor: journal.Actor{Account: string(a.ID), Org: string(a.Org)}}
	}
	who := as("liaison")
	rows, err := s.d.store.Board(ctx, who.Account, review.Wanted{State: review.Submissions, Limit: 1})
	must(err)
	if len(rows) == 0 {
		t.Fatal("the demo world has no case that takes submissions")
	}
	id := rows[0].ID
	c, err := s.d.store.Case(ctx, id)
	must(err)
	_, rs, err := s.d.store.Person(ctx, register.Sight{Machine: true}, c.Person)
	must(err)
	name := victims.NamesOf(rs)[0]
	must(s.d.review.Enter(ctx, as("analyst"), id, 0, &review.AllegedBody{Allegation: review.Allegation{
		ID: "a-place", Conduct: review.B3, Text: "يُقال إنه ضرب موقوفين.", Place: "صيدنايا", Unit: "الفرع 215", From: "2013-05", To: "2013-08",
	}}))
	f := secretly(name)
	f.Place, f.Unit, f.From, f.To, f.Harms, f.Channel = "سجن صيدنايا العسكري", "الفرع 215", "2013", "2014", []string{"tortured", "disappeared"}, "message"
	rid, err = s.d.victims.Register(ctx, who.Actor, f, false, nil)
	must(err)
	f.Name, f.Names = "جمعية أهالي الوادي", nil
	many, err = s.d.victims.Register(ctx, who.Actor, f, true, []byte(secretMember+"\n"+secretName+"\n"))
	must(err)
	_, err = s.d.victims.OpenList(ctx, who.Actor, many, "طلبت الجمعية مراجعة قائمتها")
	must(err)
	must(s.d.victims.Judge(ctx, who.Actor, rid, id, true, "الاسم والمكان والوقت نفسها"))
	x, err := s.d.victims.Get(ctx, who.Actor, rid)
	must(err)
	link = x.Links[0].ID
	must(s.d.victims.Protect(ctx, who.Actor, rid, link, victims.Protection{
		Victims: "لا أحد في حيها يعرف أنها تكلمت.", VictimsSafe: true, Person: "لا يعرف أحد اسم صاحب الملف.", PersonSafe: true, Contact: "مكتبان مختلفان.", NoContact: true,
	}))
	must(s.d.review.Enter(ctx, as("roster"), id, 0, &review.StandingBody{ID: link, Granted: true, Why: "أسرة متضرر"}))
	must(s.d.review.Enter(ctx, who, id, 0, &review.RepresentedBody{ID: link, Delegate: as("families").Account}))
	must(s.d.review.Enter(ctx, who, id, 0, &review.NoticedBody{ID: link, Summary: "يُقال إن رجلًا كان يعمل في مكان احتجاز ضرب من كانوا فيه."}))
	must(s.d.review.Speak(ctx, as("families"), id, 0, review.Submit(newID(), link, "من أعطى الأوامر؟", "أين سجلات آذار؟"), recording(75), true))
	return rid, link, many, reviewpathOf(id)
}

func reviewpathOf(id review.CaseID) string { return "/reviews/cases/" + string(id) }
