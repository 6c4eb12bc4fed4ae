package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/hex"
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

// A play is one case on its way.
type play struct {
	*stage
	id     review.CaseID
	person register.PersonID
	record register.RecordID
	at     time.Duration
	facts  []review.FactID
	bench  []string
	grave  review.AllegationID // of a grave crime, "" where none is alleged
	// alleged is the ordinary offence that is alleged in every case.
	alleged review.AllegationID
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
	next(37 * h).custody().assemble().hear().outcome(review.Release).notify().release() // nobody saw the person free
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

// then does something a few minutes after what came before.
func (p *play) then(do func() error) *play {
	p.stage.at(p.at, do)
	p.at += 10 * time.Minute
	return p
}

func (p *play) who(login string) review.Who { return review.Who{Actor: p.as(login), Fresh: true} }

func (p *play) does(login string, acts ...review.Body) *play {
	for _, b := range acts {
		p.then(func() error {
			if err := p.d.review.Enter(p.ctx, p.who(login), p.id, 0, b); err != nil {
				return fmt.Errorf("%s by %s: %w", b.Kind(), login, err)
			}
			return nil
		})
	}
	return p
}

// demoCast are the people of every case; an archive's are fewer.
var demoCast = []struct {
	login string
	role  review.Role
}{
	{"roster", review.RosterChair}, {"observer", review.Observer}, {"analyst", review.FileOfficer}, {"cases", review.SecondAnalyst},
	{"lawyer", review.Representative}, {"liaison", review.VictimsLiaison}, {"families", review.VictimRepresentative}, {"guard", review.ProtectionOfficer},
	{"court", review.CourtLiaison},
}

func (p *play) custody() *play { return p.open(true, demoPlace) }

func (p *play) open(held bool, holder string) *play {
	p.then(func() (err error) {
		p.id, err = p.d.review.Open(p.ctx, p.who("registrar"), p.person, held, holder)
		return err
	})
	p.does("registrar", &review.DeclaredBody{})
	for _, x := range demoCast {
		a := p.as(x.login)
		p.does("registrar", &review.AssignedBody{Account: a.Account, Org: a.Org, Role: x.role})
		p.does(x.login, &review.DeclaredBody{})
	}
	return p
}

func (p *play) check(login string, cs ...review.Check) *play {
	for _, c := range cs {
		b := &review.CheckedBody{Check: c, Result: "جرى البحث في سجلات ثلاث دوائر ودُوّنت النتيجة"}
		if c == review.PersonTold {
			b.Language, b.Result = "ar", "أُبلغ شفاهًا وكتابة بسبب المراجعة وبحقوقه فيها"
		}
		p.does(login, b)
	}
	return p
}

// to moves the case on, the registrar's own steps on the way done.
func (p *play) to(states ...review.State) *play {
	for _, s := range states {
		p.then(func() error {
			c, err := p.d.store.Case(p.ctx, p.id)
			if err != nil {
				return err
			}
			return p.d.review.Enter(p.ctx, p.who("registrar"), p.id, 0, &review.MovedBody{From: c.State, To: s})
		})
	}
	return p
}

func (p *play) identity() *play {
	return p.check("registrar", review.BasisAsked, review.PersonTold).to(review.Identity)
}

func (p *play) triage() *play {
	return p.identity().does("registrar", &review.IdentifiedBody{Grade: 3}).does("analyst", &review.IdentityConfirmedBody{Grade: 3}).to(review.Triage)
}

// gather puts the file together, with what speaks for the person beside what
// speaks against.
func (p *play) gather() *play {
	p.triage().to(review.Assembly)
	a := review.AllegationID(newID())
	p.alleged = a
	p.does("analyst", &review.AllegedBody{Allegation: review.Allegation{ID: a, Conduct: review.B1, Text: "يُقال إنه أخذ أدوات من ورشة ليست له في شتاء 2012."}})
	if p.grave != "" {
		p.does("analyst", &review.AllegedBody{Allegation: review.Allegation{ID: p.grave, Conduct: review.B3, Text: "يُقال إنه ضرب موقوفين في مكان احتجاز في صيف 2013.", Place: demoPlace, Unit: "حرس الليل", From: "2013-06", To: "2013-08"}})
	}
	for _, f := range []review.Fact{
		{Kind: review.Document, Forum: review.OtherForum, About: a, Text: "ضبط شرطة يذكر شكوى صاحب ورشة عن أدوات مفقودة.", Origin: "مخفر البلدة"},
		{Kind: review.Exculpatory, Forum: review.OtherForum, About: a, For: true, Text: "كشف دوام يضعه في مدينة أخرى في ذلك الأسبوع.", Origin: "مديرية العمل"},
		{Kind: review.Document, Forum: review.OtherForum, For: true, Text: "لا يوجد أمر توقيف في السجل الذي سلّمته الجهة المحتجِزة.", Origin: "الجهة المحتجِزة"},
	} {
		f.ID, f.Refs = review.FactID(newID()), []review.Ref{{Record: int64(p.record)}}
		p.facts = append(p.facts, f.ID)
		p.does("analyst", &review.FactBody{Fact: f})
	}
	if p.grave != "" {
		p.suspect()
	}
	return p
}

// gravely begins a case in which a grave crime is alleged.
func (p *play) gravely() *play {
	p.grave = review.AllegationID(newID())
	return p
}

// suspect enters what bears the grave allegation out, two papers of two origins.
func (p *play) suspect() {
	for _, f := range []review.Fact{
		{Text: "كشف مناوبات يذكره في المكان في تلك الأسابيع.", Origin: "أرشيف الإدارة"},
		{Text: "تقرير طبي يصف إصابات موقوفين ويذكر المناوب.", Origin: "مستشفى المدينة"},
	} {
		f.ID, f.Kind, f.Forum, f.About = review.FactID(newID()), review.Document, review.OtherForum, p.grave
		p.facts = append(p.facts, f.ID)
		p.then(func() error {
			item, err := p.attachTo(p.ctx, register.OfPerson, p.record.String(), demo.Attachment{
				FileName: "waraqa.txt", MediaType: "text/plain", TitleAr: f.Origin, Body: []byte(f.Text + "\n"),
			})
			if err != nil {
				return err
			}
			f.Refs = []review.Ref{{Item: item}}
			return p.d.review.Enter(p.ctx, p.who("analyst"), p.id, 0, &review.FactBody{Fact: f})
		})
	}
}

// readable walks on to where the person reads the file.
func (p *play) readable() *play {
	p.check("analyst", review.LegalDocuments, review.ExculpatorySearch, review.TaintScreen, review.ItemHashes).check("liaison", review.VictimsMatched)
	return p.to(review.Disclosure)
}

// assemble walks on to the submissions.
func (p *play) assemble() *play {
	p.gather().readable()
	p.does("registrar", &review.DisclosedBody{Facts: p.facts, Representation: "accepted", Language: "ar"}).to(review.Submissions)
	p.then(func() error {
		return p.d.review.Enter(p.ctx, p.who("lawyer"), p.id, 0, review.Submit(newID(), "", "كان في عمله في ذلك الأسبوع.", "لم يُعرض عليه أي أمر توقيف."))
	})
	p.does("lawyer", &review.NothingMoreBody{})
	p.then(func() error {
		c, err := p.d.store.Case(p.ctx, p.id)
		if err != nil {
			return err
		}
		for _, g := range c.Groups {
			who := p.who("liaison")
			if g.Delegate != "" {
				who = p.who("families")
			}
			if err := p.d.review.Enter(p.ctx, who, p.id, 0, &review.NothingMoreBody{Group: g.ID}); err != nil {
				return err
			}
		}
		return nil
	})
	return p.does("registrar", &review.SubmissionsClosedBody{})
}

// draw fills the seats of every case that waits for a panel.
func (p *play) draw() *play {
	var id string
	p.then(func() error {
		c, err := p.d.store.Case(p.ctx, p.id)
		if err != nil || c.State != review.Panel {
			return err
		}
		id, err = p.d.review.BeginDraw(p.ctx, p.as("registrar"))
		if err != nil {
			return err
		}
		d, err := p.d.store.Draw(p.ctx, id)
		if err != nil {
			return err
		}
		orgs := d.Orgs
		seed := func(i int) string {
			return hex.EncodeToString(bytes.Repeat([]byte{byte(len(p.stage.steps) + i)}, review.SeedSize))
		}
		for i, o := range orgs {
			if err := p.d.review.CommitSeed(p.ctx, journal.Actor{Account: p.as("jurist").Account, Org: o}, id, review.CommitSeed(id, o, seed(i))); err != nil {
				return err
			}
		}
		for i, o := range orgs {
			if err := p.d.review.RevealSeed(p.ctx, journal.Actor{Account: p.as("jurist").Account, Org: o}, id, seed(i)); err != nil {
				return err
			}
		}
		return nil
	})
	return p
}

// seated declares for everybody who was drawn, and remembers the bench.
func (p *play) seated(r review.Role) *play {
	return p.then(func() error {
		c, err := p.d.store.Case(p.ctx, p.id)
		if err != nil {
			return err
		}
		p.bench = nil
		for _, x := range c.Cast {
			if x.Role != r || x.Left != 0 {
				continue
			}
			who := review.Who{Actor: journal.Actor{Account: x.Account, Org: x.Org}, Fresh: true}
			if !x.Declared {
				if err := p.d.review.Enter(p.ctx, who, p.id, 0, &review.DeclaredBody{}); err != nil {
					return err
				}
			}
			p.bench = append(p.bench, x.Account)
		}
		return p.settle()
	})
}

// settle answers what the register asked about ties: whoever is asked first,
// then the observer.
func (p *play) settle() error {
	c, err := p.d.store.Case(p.ctx, p.id)
	if err != nil {
		return err
	}
	for _, q := range c.Questions {
		x, _ := c.Part(q.Account)
		if q.Answered || x.Conflicted() {
			continue
		}
		asked := review.Who{Actor: journal.Actor{Account: x.Account, Org: x.Org}, Fresh: true}
		if err := p.d.review.Enter(p.ctx, asked, p.id, 0, &review.AnsweredBody{ID: q.ID, Why: "لا صلة لي بالشخص قيد المراجعة ولا بمن يتكلم باسم طرف فيه"}); err != nil {
			return err
		}
		if err := p.d.review.Enter(p.ctx, p.who("observer"), p.id, 0, &review.AnsweredBody{ID: q.ID, Why: "سُئلت الجهة التي رشحته، والعمل فيها منفصل"}); err != nil {
			return err
		}
	}
	return nil
}

// hear seats a panel and walks on to its deliberation.
func (p *play) hear() *play {
	p.to(review.Panel).draw().seated(review.Member)
	p.then(func() error {
		if len(p.bench) == 0 {
			return fmt.Errorf("case %s: nobody was drawn", p.id)
		}
		present := append([]string{p.as("observer").Account, p.as("lawyer").Account}, p.bench...)
		return p.d.review.Enter(p.ctx, p.member(0), p.id, 0, &review.HeardBody{How: review.InPerson, Present: present, HolderOut: true, Fit: true, Language: "ar", Said: "قال إنه لم ير قاضيًا منذ أن أُخذ، وإنه لم يُسأل عن شيء مما يُدّعى، وطلب أن يُكتب: «لم أوقّع ورقة أعرف ما فيها»."})
	})
	return p.to(review.Deliberation)
}

func (p *play) member(i int) review.Who {
	c, err := p.d.store.Case(p.ctx, p.id)
	if err != nil {
		return review.Who{}
	}
	part, _ := c.Part(p.bench[i])
	return review.Who{Actor: journal.Actor{Account: part.Account, Org: part.Org}, Fresh: true}
}
