package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"kashf.org/kashf/internal/demo"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/review/monthly"
)

// The demo's file reviews: cases of invented people in every state of the way,
// entered act by act as an office would enter them, some days before now.

// demoBack is how long before now the demo's first case was opened.
const demoBack = 9 * 24 * time.Hour

// Before that, in a month that is over, an archive was reviewed: so many cases,
// the first of them so long before. Their month's account is published.
const (
	demoNew   = 29 // at most, since
	demoOld   = 6
	demoOlder = -31 * 24 * time.Hour
)

// A stage walks cases. Steps are done in the order of their moments, so that the
// ledger's times never go back.
type stage struct {
	*filler
	ctx   context.Context
	start time.Time
	steps []stageStep
	cases int
}

type stageStep struct {
	at time.Duration // since the start
	do func() error
}

// reviews makes the policies, the roster and the cases.
func (f *filler) reviews(ctx context.Context) error {
	clock := f.d.journal.Now
	defer func() { f.d.journal.Now = clock }()
	s := &stage{filler: f, ctx: ctx, start: time.Now().Add(-demoBack)}
	f.d.journal.Now = func() time.Time { return s.start }
	people, err := s.loners(demoNew + demoOld)
	if err != nil {
		return err
	}
	s.plan(people)
	slices.SortStableFunc(s.steps, func(a, b stageStep) int { return cmp.Compare(a.at, b.at) })
	for _, x := range s.steps {
		now := s.start.Add(x.at)
		f.d.journal.Now = func() time.Time { return now }
		if err := x.do(); err != nil {
			return fmt.Errorf("review, %v in: %w", x.at, err)
		}
	}
	f.d.journal.Now = time.Now // what ran out by now is entered, as when the program runs
	if err := f.d.review.Tick(ctx); err != nil {
		return err
	}
	f.say(fmt.Sprintf("%d file reviews", s.cases))
	if err := s.tellVictims(); err != nil {
		return fmt.Errorf("victims' register: %w", err)
	}
	return s.publish()
}

// publish publishes the account of the month before this one, by two people.
func (s *stage) publish() error {
	month := monthly.MonthOf(monthly.MonthOf(time.Now()).Begins().Add(-time.Hour))
	a := &monthly.Service{Journal: s.d.journal, Store: s.d.store}
	if err := a.Propose(s.ctx, s.as("registrar"), month); err != nil {
		return err
	}
	return a.Publish(s.ctx, s.as("cases"), month)
}

// loners are people of whom there is one record, so that no link has to be
// judged before a fact may rest on it.
func (s *stage) loners(n int) ([]*play, error) {
	var out []*play
	for _, l := range s.w.Lists() {
		first, ok := s.firsts[l.Key]
		if !ok {
			continue
		}
		for i := range register.RecordID(400) {
			r, err := s.d.store.RecordOf(s.ctx, register.Sight{Machine: true}, first+i)
			if err != nil {
				break
			}
			_, all, err := s.d.store.Person(s.ctx, register.Sight{Org: s.orgs[demo.OrgCommission], Level: register.C3}, r.Person)
			if err != nil || len(all) != 1 || slices.ContainsFunc(out, func(p *play) bool { return p.person == r.Person }) {
				continue
			}
			if _, whole, err := s.d.store.Person(s.ctx, register.Sight{Machine: true}, r.Person); err != nil || len(whole) != 1 {
				continue
			}
			if out = append(out, &play{stage: s, person: r.Person, record: r.ID}); len(out) == n {
				return out, nil
			}
		}
	}
	return out, nil
}

func (s *stage) at(d time.Duration, do func() error) { s.steps = append(s.steps, stageStep{d, do}) }

// plan lays out the cases: how far each has come, and how it got there.
func (s *stage) plan(people []*play) {
	s.at(demoOlder, func() error {
		return s.adopt("archive", "archive-1", "المراجعة تبدأ بأرشيف واحد")
	})
	s.at(demoOlder, s.enrol)
	next := func(at time.Duration) *play {
		if len(people) == 0 { // a small world has fewer cases
			return &play{stage: &stage{filler: s.filler}}
		}
		p := people[0]
		people = people[1:]
		p.at = at
		s.cases++
		return p
	}
	h := time.Hour
	// One organisation's archive, then a commission without a mandate.
	next(h).open(false, "").assemble().hear().outcome(review.Certificate)
	s.at(20*h, func() error {
		return s.adopt("commission", "commission-0", "منظمات مستقلة تراجع معًا")
	})
	next(21*h).open(false, "").assemble().hear().outcome(review.NoAction)
	s.at(30*h, func() error {
		return s.adopt("mandate", "commission-1", "أعطى القانون اللجنة ولايتها")
	})
	// The way, one case at each stage.
	next(32*h).open(false, "").assemble().hear().outcome(review.Certificate).notify().end().certify()
	next(212 * h).custody()
	next(31 * h).custody().assemble().hear().outcome(review.Release).notify().release().verify()
	next(33 * h).custody().group().assemble().hear().outcome(review.Release).notify().appeal()
	next(35 * h).custody().assemble().hear().outcome(review.Release).notify()
	next(150 * h).custody().assemble().hear().outcome(review.Release)
	next(151 * h).custody().assemble().hear().vote()
	next(152 * h).custody().assemble().to(review.Panel)
	next(153 * h).custody().assemble().lane(review.Illness)
	next(154 * h).custody().gather()
	next(160 * h).custody().triage().lane(review.DeathSentence)
	next(161 * h).custody().identity()
	next(40 * h).custody() // nobody asked the holder: release fell due by itself
	next(155 * h).custody().triage().rest()
	next(36 * h).custody().assemble().hear().outcome(review.Release).void()
	next(156*h).open(false, "").triage().lane(review.Child)
	// Two seats made an order for who is ill, and one that nobody moves him, on
	// which the third gave its view.
	next(196*h).custody().assemble().to(review.Panel).draw().seated(review.Member).lane(review.Illness).order(review.MedicalCare, false).order(review.NoTransfer, true)
	for i := range demoOld {
		next(demoOlder+time.Duration(i+1)*20*h).open(false, "").assemble().hear().outcome(review.Certificate).notify().end().certify()
	}
	// What custody and freedom stand on, one case each.
	next(190 * h).custody().gather().readable()
	next(191 * h).gravely().custody().assemble().hear().outcome(review.ToProsecute)
	next(192 * h).gravely().custody().assemble().hear().outcome(review.ToProsecute).judge()
	next(193 * h).gravely().custody().assemble().hear().outcome(review.Release)
	next(194 * h).custody().assemble().hear().outcome(review.Release).notify().planned()
	next(195 * h).custody().assemble().hear().outcome(review.Release).notify().release()
	next(37 * h).custody().assemble().hear().outcome(review.Release).notify().release().unseen()
	// Free under a condition: a breach was alleged, heard, and changed nothing.
	next(41 * h).custody().assemble().hear().outcome(review.Conditional).notify().release().verified().recall()
	// Somebody already free: asked to come, and a file for a prosecutor to look at.
	next(42*h).gravely().open(false, "").assemble().hear().outcome(review.Summons).notify()
	next(43*h).gravely().open(false, "").assemble().hear().outcome(review.Referral).notify()
}

func (s *stage) adopt(name, version, why string) error {
	file := map[string]string{"mandate": "commission"}[name]
	if file == "" {
		file = name
	}
	text, err := review.ShippedPolicy(file)
	if err != nil {
		return err
	}
	t := strings.Replace(string(text), "policy_version: "+file+"-1", "policy_version: "+version, 1)
	if name == "mandate" {
		t = strings.NewReplacer(`instrument: ""`, `instrument: "المرسوم 12 لعام 2025"`, `issued_by: ""`, `issued_by: "المجلس التشريعي"`, `issued_on: ""`, `issued_on: "2025-02-01"`).Replace(t)
	}
	_, err = s.d.review.SetPolicy(s.ctx, s.as("admin"), []byte(t), why)
	return err
}

// bench are those on the roster: the account, its part and its sex.
var demoRoster = []struct{ login, part, sex string }{
	{"jurist", "jurist", "f"}, {"rights", "human_rights_organisation", "m"}, {"expert", "specialist", "m"},
	{"jurist2", "jurist", "m"}, {"rights2", "human_rights_organisation", "f"}, {"expert2", "specialist", "m"}, {"data2", "analyst", "f"},
}

func (s *stage) enrol() error {
	if err := s.accredit(s.as("observer"), review.ObserverPart); err != nil {
		return err
	}
	for _, x := range demoRoster {
		a := s.as(x.login)
		if err := s.accredit(a, x.part); err != nil {
			return err
		}
		e := review.RosterEntry{Code: "D-" + strings.ToUpper(x.login), Account: a.Account, Org: a.Org, Part: x.part, Sex: x.sex}
		if err := s.d.review.Enrol(s.ctx, s.as("admin"), e, "رشحته منظمته"); err != nil {
			return err
		}
	}
	return nil
}

// accredit lets the organisation of an account take a part for a year.
func (s *stage) accredit(a journal.Actor, part string) error {
	from := review.MicrosOf(s.start.Add(demoOlder))
	acc := review.Accreditation{Org: a.Org, Parts: []string{part}, From: from, Until: from.Add(365 * 24 * time.Hour)}
	return s.d.review.Accredit(s.ctx, s.as("admin"), acc, "منظمة مستقلة، فُحصت أوراقها")
}
