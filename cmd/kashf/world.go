package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/demo"
	"kashf.org/kashf/internal/identity"
	"kashf.org/kashf/internal/intake"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
)

// filler brings a synthetic world into a deployment the way an office would:
// through intake, linkage and judgements, entry by entry.
type filler struct {
	d        *deployment
	w        *demo.World
	say      func(string)
	orgs     map[demo.OrgKey]register.OrgID
	accounts map[string]access.Account
	actor    journal.Actor // the data officer
	imports  map[string]intake.Taking
	firsts   map[string]register.RecordID
}

// listsBefore is how long before the demo's first case its lists were taken in;
// the making of a large world fits into it.
const listsBefore = 24 * time.Hour

// fillWorld makes the world and returns one account for each role.
func (d *deployment) fillWorld(ctx context.Context, persons int, seed uint64, say func(string)) ([]sample, error) {
	w, err := demo.New(demo.Options{Persons: persons, Seed: seed})
	if err != nil {
		return nil, err
	}
	f := &filler{
		d: d, w: w, say: say, orgs: make(map[demo.OrgKey]register.OrgID), accounts: make(map[string]access.Account),
		imports: make(map[string]intake.Taking), firsts: make(map[string]register.RecordID),
	}
	samples, err := f.people(ctx)
	if err != nil {
		return nil, err
	}
	if err := d.seedSites(ctx); err != nil {
		return nil, err
	}
	// The lists came in before the first case was opened.
	clock, begun := d.journal.Now, time.Now()
	defer func() { d.journal.Now = clock }()
	d.journal.Now = func() time.Time { return begun.Add(-demoBack - listsBefore + time.Since(begun)) }
	for _, step := range []func(context.Context) error{f.lists, f.takeBack, f.link, f.judge, f.attach, f.places, f.reviews} {
		if err := step(ctx); err != nil {
			return nil, err
		}
	}
	return samples, nil
}

func (f *filler) people(ctx context.Context) ([]sample, error) {
	for _, o := range demo.Organisations() {
		made, err := f.d.access.ProvisionOrg(ctx, access.Organisation{NameAr: o.NameAr, NameEn: o.NameEn, Kind: access.OrgKind(o.Kind)})
		if err != nil {
			return nil, fmt.Errorf("organisation %s: %w", o.Key, err)
		}
		f.orgs[o.Key] = made.ID
	}
	var out []sample
	for _, a := range demo.Accounts() {
		roles := access.RolesOf(access.Role(a.Role))
		p, err := f.d.access.Provision(ctx, access.Account{
			Login: a.Login, Name: a.NameAr, Org: f.orgs[a.Org], Roles: roles, Clearance: roles.Highest(), Lang: "ar",
		})
		if err != nil {
			return nil, fmt.Errorf("account %s: %w", a.Login, err)
		}
		f.accounts[a.Login] = p.Account
		out = append(out, sample{Role: a.Role, Login: a.Login, Name: a.NameEn, Org: string(a.Org), Password: p.Password, Secret: p.Secret})
	}
	f.actor = f.as("data")
	return out, nil
}

func (f *filler) as(login string) journal.Actor {
	a := f.accounts[login]
	return journal.Actor{Account: string(a.ID), Org: string(a.Org)}
}

func (f *filler) lists(ctx context.Context) error {
	for _, l := range f.w.Lists() {
		t, err := f.take(ctx, l)
		if errors.Is(err, &intake.Error{Kind: intake.HeaderOnly}) {
			continue // a small world may give a list nobody to name
		}
		if err != nil {
			return fmt.Errorf("list %s: %w", l.Key, err)
		}
		f.say(fmt.Sprintf("%s: %d rows, %d taken, %d refused", l.Source.NameEn, t.Report.Read, t.Report.Taken, t.Report.Refused))
	}
	return nil
}

// take imports one list as the program would from a person's hand.
func (f *filler) take(ctx context.Context, l *demo.List) (intake.Taking, error) {
	var shared []register.OrgID
	for _, o := range l.Source.SharedWith {
		shared = append(shared, f.orgs[o])
	}
	src, err := f.d.addSource(ctx, f.actor, register.Source{
		Name: l.Source.NameAr, Kind: l.Source.Kind, Owner: f.orgs[l.Source.Owner], Origin: l.Source.Origin, Reliability: l.Source.Reliability,
		WindowFrom: l.Source.From, WindowTo: l.Source.To, Sharing: l.Source.Sharing, SharedWith: shared, NoDuplicates: l.Source.NoDuplicates,
	})
	if err != nil {
		return intake.Taking{}, err
	}
	r, w := io.Pipe()
	go func() {
		_, err := l.WriteTo(w)
		w.CloseWithError(err)
	}()
	blob, sniffed, err := f.d.intake.Keep(ctx, r)
	if err != nil {
		return intake.Taking{}, err
	}
	t, err := f.d.intake.Take(ctx, f.actor, intake.Order{
		Source: src.ID, FileName: l.FileName, Blob: blob, Sniffed: sniffed, Mapping: intake.Draft(sniffed, intake.Readers{}),
	})
	if err != nil {
		return t, err
	}
	im, err := f.d.store.ImportOf(ctx, register.Sight{Machine: true}, t.Import)
	f.imports[l.Key], f.firsts[l.Key] = t, im.First
	return t, err
}

// takeBack imports a list that turned out wrong, and undoes it.
func (f *filler) takeBack(ctx context.Context) error {
	t, err := f.take(ctx, f.w.Undone())
	if err != nil {
		if errors.Is(err, intake.ErrNothingTaken) {
			return nil
		}
		return fmt.Errorf("list to be taken back: %w", err)
	}
	return f.d.journal.Do(ctx, f.actor, func(ctx context.Context, u *journal.Unit) error {
		_, err := u.Undo(ctx, t.Entry, "انزاحت الأعمدة في هذه النسخة، وقد وصلت نسخة سليمة", nil)
		return err
	})
}

func (f *filler) link(ctx context.Context) error {
	f.say("linking records")
	run, err := f.d.identity.Run(ctx, f.actor, nil)
	if err != nil {
		return fmt.Errorf("link: %w", err)
	}
	f.say(fmt.Sprintf("%d records, %d persons, %d pairs left for people", run.Records, run.Persons, run.Open))
	return nil
}

// judgedPairs is how many pairs of each kind the demo's people have judged.
const judgedPairs = 6

func (f *filler) judge(ctx context.Context) error {
	for _, j := range f.w.Judgements(judgedPairs) {
		left, okL, err := f.record(ctx, j.Left)
		if err != nil {
			return err
		}
		right, okR, err := f.record(ctx, j.Right)
		if err != nil {
			return err
		}
		if !okL || !okR {
			continue // a row that was refused
		}
		seen, err := f.d.store.Judgements(ctx, register.Sight{Machine: true}, left, right)
		if err != nil {
			return err
		}
		_, err = f.d.identity.Judge(ctx, f.as(j.By), register.Sight{Machine: true}, answer(left, right, j, seen))
		if _, forbidden := errors.AsType[*identity.Forbidden](err); err != nil && !forbidden {
			return fmt.Errorf("judge: %w", err)
		}
	}
	return nil
}

func answer(left, right register.RecordID, j demo.Judgement, seen []register.Judgement) identity.Answer {
	a := identity.Answer{Left: left, Right: right, Verdict: j.Verdict, Why: j.Why}
	for _, s := range seen {
		a.Seen = append(a.Seen, s.ID)
	}
	return a
}

// record finds the record that a row of a list became.
func (f *filler) record(ctx context.Context, ref demo.Ref) (register.RecordID, bool, error) {
	t, ok := f.imports[ref.List]
	if !ok {
		return 0, false, nil
	}
	id, err := f.d.recordAt(ctx, t.Import, ref.Row)
	if errors.Is(err, register.ErrNotFound) {
		return 0, false, nil
	}
	return id, err == nil, err
}

func (f *filler) attach(ctx context.Context) error {
	for _, a := range f.w.Attachments() {
		if err := f.attachOne(ctx, a); err != nil {
			return fmt.Errorf("attach %s: %w", a.FileName, err)
		}
	}
	return nil
}

func (f *filler) attachOne(ctx context.Context, a demo.Attachment) error {
	kind, subject := register.OfFacility, string(a.Facility)
	switch {
	case a.Row.List != "":
		id, ok, err := f.record(ctx, a.Row)
		if err != nil || !ok {
			return err
		}
		kind, subject = register.OfPerson, id.String()
	case a.List != "":
		im, err := f.d.store.ImportOf(ctx, register.Sight{Machine: true}, f.imports[a.List].Import)
		if err != nil {
			return err
		}
		kind, subject = register.OfSource, string(im.Source)
	}
	_, err := f.attachTo(ctx, kind, subject, a)
	return err
}

// attachTo attaches a file and returns the item's id.
func (f *filler) attachTo(ctx context.Context, kind register.SubjectKind, subject string, a demo.Attachment) (id string, err error) {
	blob, size, err := f.d.vault.Put(ctx, bytes.NewReader(a.Body))
	if err != nil {
		return "", err
	}
	id = newID()
	return id, f.d.journal.Do(ctx, f.actor, func(ctx context.Context, u *journal.Unit) error {
		_, err := u.Append(ctx, journal.Draft{
			Kind: register.ItemAttached, Subjects: []string{subject}, Blobs: []string{blob},
			Body: register.ItemBody{
				ID: id, Kind: kind, Subject: subject, Blob: blob, Name: a.FileName, MediaType: a.MediaType, Size: size,
				Level: register.C2, Note: a.TitleAr, Sharing: register.ShareAll,
			},
		})
		return err
	})
}
