package main

import (
	"cmp"
	"time"

	"kashf.org/kashf/internal/demo"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/review"
)

// How the demo's cases end: votes, outcome, notice, release, appeal, voiding.

// vote seals one vote: the others are awaited.
func (p *play) vote() *play {
	return p.then(func() error {
		return p.d.review.Vote(p.ctx, p.member(0), p.id, 0, review.Release, "لم تُظهر الجهة المحتجِزة أي سبب قانوني")
	})
}

// outcome walks from the votes to an outcome; one member dissents where it is a
// release.
func (p *play) outcome(o review.Outcome) *play {
	return p.then(func() error {
		for i := range p.bench {
			if err := p.d.review.Vote(p.ctx, p.member(i), p.id, 0, o, "للأسباب الواردة في النص"); err != nil {
				return err
			}
		}
		c, err := p.d.store.Case(p.ctx, p.id)
		if err != nil {
			return err
		}
		r := p.ruling(o)
		for _, pt := range c.Points {
			r.Answers[pt.Key] = "أخذت الهيئة بهذا، وتثبته الوثائق المرفقة."
		}
		if err := p.d.review.Enter(p.ctx, p.member(0), p.id, 0, &review.DraftedBody{Ruling: r}); err != nil {
			return err
		}
		if c, err = p.d.store.Case(p.ctx, p.id); err != nil {
			return err
		}
		for i := range p.bench {
			if err := p.d.review.Enter(p.ctx, p.member(i), p.id, 0, &review.SignedBody{Hash: c.Draft.Hash}); err != nil {
				return err
			}
		}
		return p.decide()
	})
}

// ruling is the text of an outcome: that there was no ground for custody, or
// where a grave crime is alleged how far that is shown.
func (p *play) ruling(o review.Outcome) review.Ruling {
	r := review.Ruling{
		Outcome: o, Answers: map[review.PointKey]string{}, Law: "العهد الدولي، المادة 9",
		Findings: []review.Finding{{
			ID: review.FindingID(newID()), Holding: review.A0, Standard: review.P2, Law: "العهد الدولي، المادة 9 (1)", Relied: p.facts[2:],
			Reasons: "لم تُظهر الجهة المحتجِزة أمرًا ولا تهمة، والعبء عليها.",
		}},
		Notice: "نظرت الهيئة في ملفك ووجدت أن لا سبب قانونيًا لاحتجازك. ولك أن تلجأ إلى المحكمة.", Abstract: "راجعت هيئة ملف شخص ولم تجد سببًا قانونيًا للاحتجاز.",
		Victims: "نظرت الهيئة في كل نقطة قدمتموها وأجابت عنها. لم يُعرض عليها سبب قانوني للاحتجاز.",
	}
	if p.grave == "" {
		r.Findings = append(r.Findings, p.nothing(p.alleged))
	}
	if o == review.Conditional {
		return p.bound(r)
	}
	if p.grave == "" {
		return r
	}
	r.Findings = []review.Finding{p.nothing(""), p.nothing(p.alleged), {
		ID: review.FindingID(newID()), Allegation: p.grave, Standard: review.P1, Law: "اتفاقية مناهضة التعذيب، المادة 1", Relied: p.facts[3:],
		Reasons: "وثيقتان من جهتين مستقلتين تذكران المكان والوقت، وهذا سبب معقول للاشتباه لا أكثر.",
	}}
	r.Notice = "نظرت الهيئة في ملفك ووجدت سببًا معقولًا لأن ينظر قاضٍ في أحد الادعاءات. لم يُحكم عليك بشيء، ولك أن تلجأ إلى المحكمة."
	r.Abstract = "راجعت هيئة ملف شخص ووجدت في أحد الادعاءات سببًا معقولًا للاشتباه."
	if o == review.Summons {
		r.Notice = "نظرت الهيئة في ملفك وتدعوك إلى الحضور إن شئت لسماعك في أحد الادعاءات. لم يُحكم عليك بشيء، وعدم الحضور لا يُحسب عليك، ولك أن تلجأ إلى المحكمة."
	}
	if o == review.Release {
		r.Notice = "نظرت الهيئة في ملفك وقررت إطلاق سراحك بعد مهلة الطعن. لم يُحكم عليك بشيء، ولك أن تلجأ إلى المحكمة."
	}
	return r
}

// bound is the text of a release under one condition for two months.
func (p *play) bound(r review.Ruling) review.Ruling {
	r.Conditions = []review.Condition{demoCondition}
	r.BoundUntil = review.MicrosOf(p.start.Add(p.at)).Add(60 * 24 * time.Hour)
	r.Notice = "نظرت الهيئة في ملفك وقررت إطلاق سراحك، على أن تبقى شهرين في السكن الذي ذكرته. لم يُحكم عليك بشيء، ولك أن تلجأ إلى المحكمة."
	r.Abstract = "راجعت هيئة ملف شخص وقررت إطلاق سراحه بشرط محدد المدة."
	return r
}

// demoCondition is the condition of the demo's release under one.
var demoCondition = review.Condition{Kind: "residence"}

// recall alleges that the condition was broken. The panel hears the person and
// leaves them free: nobody is taken back meanwhile, nor by it.
func (p *play) recall() *play {
	id := newID()
	p.does("court", &review.RecallAskedBody{ID: id, Condition: demoCondition, Why: "لم يوجد في العنوان الذي ذكره يوم الزيارة"})
	return p.later(20 * time.Hour).then(func() error {
		present := append([]string{p.as("observer").Account, p.as("lawyer").Account}, p.bench...)
		if err := p.d.review.Enter(p.ctx, p.member(0), p.id, 0, &review.RecallHeardBody{ID: id, How: review.InPerson, Present: present, Language: "ar"}); err != nil {
			return err
		}
		for i := range p.bench[:2] {
			b := &review.RecallSignedBody{ID: id, Why: "كان في المستشفى ذلك اليوم، ومعه ورقة الدخول"}
			if err := p.d.review.Enter(p.ctx, p.member(i), p.id, 0, b); err != nil {
				return err
			}
		}
		return nil
	})
}

// nothing is that nothing is determined on an allegation, "" for the custody.
func (p *play) nothing(about review.AllegationID) review.Finding {
	f := review.Finding{ID: review.FindingID(newID()), Allegation: about, Law: "العهد الدولي، المادة 14 (2)", Reasons: "لا يكفي ما قرأته الهيئة وسمعته لاستنتاج أي شيء في هذه المسألة."}
	if about == "" {
		f.Holding = review.A9
	}
	return f
}

// judge has a judge keep the person for some days, by an order that is attached.
func (p *play) judge() *play {
	return p.then(func() error {
		item, err := p.attachTo(p.ctx, register.OfPerson, p.record.String(), demo.Attachment{
			FileName: "amr.txt", MediaType: "text/plain", TitleAr: "أمر قاضي التحقيق", Body: []byte("أمر توقيف لثلاثين يومًا، صادر عن قاضي التحقيق بعد سماع صاحب الملف.\n"),
		})
		if err != nil {
			return err
		}
		at := p.start.Add(p.at)
		order := review.CourtOrderedBody{
			Item: item, Court: review.OrdinaryCourt, Until: review.MicrosOf(at).Add(30 * 24 * time.Hour), Name: "قاضي التحقيق الأول", Dated: at.UTC().Format(time.DateOnly),
		}
		if err := p.d.review.Enter(p.ctx, p.who("court"), p.id, 0, &order); err != nil {
			return err
		}
		read := review.CourtOrderReadBody{Item: item, Name: order.Name, Dated: order.Dated, Until: order.Until}
		return p.d.review.Enter(p.ctx, p.who("observer"), p.id, 0, &read)
	})
}

// decide takes the last step, to the state that the policy's outcomes have.
func (p *play) decide() error {
	c, err := p.d.store.Case(p.ctx, p.id)
	if err != nil {
		return err
	}
	policies, err := p.d.store.PoliciesInForce(p.ctx)
	if err != nil {
		return err
	}
	k, err := review.SettingOf(policies, c.Policy)
	if err != nil {
		return err
	}
	to := map[review.Form]review.State{review.Decision: review.Decided, review.Recommendation: review.Recommended, review.Assessment: review.Assessed}[k.Policy.Form()]
	return p.d.review.Enter(p.ctx, p.who("registrar"), p.id, 0, &review.MovedBody{From: c.State, To: to})
}

// notify tells everyone entitled.
func (p *play) notify() *play {
	p.then(func() error {
		c, err := p.d.store.Case(p.ctx, p.id)
		if err != nil {
			return err
		}
		whom := []string{"person", "observer"}
		if c.Liberty.State != review.Free {
			whom = append(whom, "holder")
		}
		for _, x := range whom {
			b := &review.NotifiedBody{Notified: review.Notified{Whom: x}, Hash: c.Outcome.Hash, Language: "ar", Spoken: true}
			if err := p.d.review.Enter(p.ctx, p.who("registrar"), p.id, 0, b); err != nil {
				return err
			}
		}
		return nil
	})
	return p.to(review.Notice)
}

func (p *play) planned() *play {
	return p.does("guard", &review.PlannedBody{Protection: true, Property: true, Papers: true})
}

func (p *play) release() *play { return p.planned().does("registrar", &review.ReleasedBody{}) }

// verify has the observer see the person free, and closes the case once the time
// for appeals is over.
func (p *play) verify() *play {
	return p.verified().later(144 * time.Hour).to(review.Final)
}

// unseen has nobody see the person free: the clock opens a missing person's file,
// and two questions are asked in it, of which one was answered.
func (p *play) unseen() *play {
	day := func() string { return p.start.Add(p.at).Format(time.DateOnly) }
	until := func() review.Micros { return review.MicrosOf(p.start.Add(p.at)).Add(24 * time.Hour) }
	p.later(74*time.Hour).does("observer", &review.MissingNotedBody{})
	p.does("registrar", &review.MissingAskedBody{ID: "facility", Whom: "facility", On: day(), What: "في أي ساعة خرج الشخص من الباب، ومن كان معه؟", Until: until()})
	p.later(3*time.Hour).does("liaison", &review.MissingAskedBody{ID: "family", Whom: "family", On: day(), What: "هل وصل الشخص إلى البيت أو اتصل بأحد؟", Until: until()})
	return p.later(4*time.Hour).does("registrar", &review.MissingAnsweredBody{
		ID: "facility", Reply: "answer", On: day(), Answer: "خرج ظهرًا وحده، ولم يُسلَّم إلى أحد.",
		Next: review.MissingNext{Role: review.CourtLiaison, Whom: "prosecutor", What: "هل صدرت بحقه مذكرة أخرى بعد الإفراج؟", Until: until()},
	})
}

func (p *play) verified() *play {
	return p.later(25*time.Hour).does("observer", &review.VerifiedBody{Contact: "in_person"})
}

// end closes the case of somebody who was free.
func (p *play) end() *play {
	return p.later(169*time.Hour).to(review.Final, review.Closed)
}

// certify issues the person's certificate.
func (p *play) certify() *play {
	return p.then(func() error {
		r, err := p.d.store.RecordOf(p.ctx, register.Sight{Org: p.orgs[demo.OrgCommission], Level: register.C3}, p.record)
		if err != nil {
			return err
		}
		b := &review.CertifiedBody{ID: newID(), Name: cmp.Or(r.Value(register.FullName), "سالم نادر"), Open: true}
		return p.d.review.Enter(p.ctx, p.who("registrar"), p.id, 0, b)
	})
}

func (p *play) later(d time.Duration) *play {
	p.at += d
	return p
}

// group gives a group of victims its standing, so that whoever speaks for it may
// appeal.
func (p *play) group() *play {
	id := newID()
	p.does("liaison", &review.GroupBody{ID: id, Delegate: p.as("families").Account, Wish: "only_release", Support: true})
	return p.does("roster", &review.StandingBody{ID: id, Granted: true, Why: "أسر من كانوا في المكان نفسه"})
}

func (p *play) appeal() *play {
	return p.does("families", &review.AppealedBody{Ground: "procedure", Why: "لم تُبلَّغ الأسر قبل الجلسة بوقت كافٍ."})
}

func (p *play) lane(l review.Lane) *play { return p.does("registrar", &review.LaneBody{Lane: l}) }

func (p *play) rest() *play {
	return p.then(func() error {
		until := review.MicrosOf(p.start.Add(p.at)).Add(7 * 24 * time.Hour)
		return p.d.review.Enter(p.ctx, p.who("roster"), p.id, 0, &review.SuspendedBody{Why: "طريق الوصول إلى المكان مقطوع", Until: until})
	})
}

func (p *play) void() *play {
	return p.then(func() error {
		for _, login := range []string{"roster", "observer"} {
			b := &review.VoidedBody{Ground: review.Kin, Account: p.bench[1], Why: "تبيّن أن عضوًا في الهيئة قريب لأحد الأطراف"}
			if err := p.d.review.Enter(p.ctx, p.who(login), p.id, 0, b); err != nil {
				return err
			}
		}
		return nil
	})
}
