package main

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"time"

	"kashf.org/kashf/internal/demo"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/review"
)

// The way of the demo's cases, entered act by act as an office would enter them.

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

// order has two seats make an urgent order; the third gives its view where looked
// is true.
func (p *play) order(m review.Measure, looked bool) *play {
	id := newID()
	return p.then(func() error {
		acts := []review.Body{&review.OrderedBody{ID: id, Measure: m, Why: "قال من زاره إنه لا ينام من الألم"}, &review.OrderSignedBody{ID: id}}
		if looked {
			acts = append(acts, &review.RatifiedBody{ID: id, For: true, Why: "قرأنا الملف كله ونرى مثل ذلك"})
		}
		for i, b := range acts {
			if err := p.d.review.Enter(p.ctx, p.member(i), p.id, 0, b); err != nil {
				return fmt.Errorf("%s: %w", b.Kind(), err)
			}
		}
		return nil
	})
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
