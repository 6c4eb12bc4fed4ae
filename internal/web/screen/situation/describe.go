package situation

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/dossier"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/internal/web/part"
)

// A describer puts the situation into words.
type describer struct {
	s *Screen
	p locale.Printer
}

func (d describer) view(ctx context.Context) (View, error) {
	a := dossier.Audience{Sight: d.s.Gate.Sight(ctx), Account: string(d.s.Gate.Principal(ctx).Account)}
	now, err := d.s.Dossier.Situation(ctx, a)
	if err != nil {
		return View{}, err
	}
	list, err := d.s.Dossier.Sources(ctx, a)
	if err != nil {
		return View{}, err
	}
	names := make(map[register.SourceID]string, len(list.Sources))
	for _, src := range list.Sources {
		names[src.ID] = src.Name
	}
	v := View{Counts: d.counts(now), Changes: d.changes(ctx, now.Changed, names)}
	v.Sources, v.More = bars(list.Sources)
	if v.Waiting, err = d.waiting(ctx, now); err != nil {
		return v, err
	}
	v.Steps = d.steps(ctx, now)
	return v, nil
}

func (d describer) counts(now dossier.Situation) []Count {
	c := now.Counts
	return []Count{
		{d.p.Number(c.Persons), d.p.N("situation.people", c.Persons), "/people"},
		{d.p.Number(c.Records), d.p.N("situation.rows", c.Records), ""},
		{d.p.Number(c.Imports), d.p.N("situation.lists", c.Imports), "/lists"},
		{d.p.Number(c.Sources), d.p.N("situation.sources", c.Sources), "/lists"},
	}
}

// waiting lists what waits, what stops other work first.
func (d describer) waiting(ctx context.Context, now dossier.Situation) ([]Waiting, error) {
	p, w := d.p, now.Waiting
	second, err := count(ctx, "second opinions", d.s.Second)
	if err != nil {
		return nil, err
	}
	unfinished, err := count(ctx, "unfinished uploads", d.s.Unfinished)
	if err != nil {
		return nil, err
	}
	leaving, err := count(ctx, "exports that wait", d.s.Exports)
	if err != nil {
		return nil, err
	}
	cases, err := d.cases(ctx)
	if err != nil {
		return nil, err
	}
	judge := p.T("situation.do.judge")
	if !d.s.may(ctx, access.MatchJudge, access.Resource{Kind: access.OnMatch}) {
		judge = p.T("situation.do.look")
	}
	all := []Waiting{
		cases,
		{N: len(w.Shaken), Title: p.N("situation.shaken", len(w.Shaken)), Text: p.T("situation.shaken.text"), Do: p.T("situation.do.look"), Tone: part.Bad, Links: d.shaken(w.Shaken)},
		{N: w.OpenMatches, Title: p.N("situation.open", w.OpenMatches), Text: p.T("situation.open.text"), Href: "/matches", Do: judge, Tone: part.Warn},
		{N: second, Title: p.N("situation.second", second), Text: p.T("situation.second.text"), Href: "/matches?band=second", Do: judge, Tone: part.Warn},
		{N: leaving, Title: p.N("situation.export", leaving), Text: p.T("situation.export.text"), Href: "/exports", Do: p.T("situation.do.approve"), Tone: part.Warn},
		{N: w.Unconfirmed, Title: p.N("situation.unconfirmed", w.Unconfirmed), Text: p.T("situation.unconfirmed.text"), Do: p.T("situation.do.look"), Tone: part.Warn, Links: files(w.UnconfirmedPeople)},
		{N: unfinished, Title: p.N("situation.unfinished", unfinished), Text: p.T("situation.unfinished.text"), Href: "/lists", Do: p.T("situation.do.finish"), Tone: part.Info},
		{N: w.RefusedRows, Title: p.N("situation.refused", w.RefusedRows), Text: p.T("situation.refused.text"), Do: p.T("situation.do.look"), Tone: part.Info, Links: d.refused(w.Refused)},
	}
	if now.Unlinked && now.Run != nil && d.s.may(ctx, access.RunStart, access.Resource{Kind: access.OnRun}) {
		all = append(all, Waiting{
			N: 1, Title: p.T("situation.unlinked"), Text: p.T("situation.unlinked.text"), Href: "/matches/runs", Do: p.T("situation.do.link"), Tone: part.Info,
		})
	}
	matches := d.s.may(ctx, access.MatchList, access.Resource{Kind: access.OnMatch})
	return slices.DeleteFunc(all, func(w Waiting) bool {
		return w.N == 0 || !matches && strings.HasPrefix(w.Href, "/matches")
	}), nil
}

// cases is what waits for the reader in file reviews.
func (d describer) cases(ctx context.Context) (Waiting, error) {
	if d.s.Cases == nil || !can(ctx, access.ReviewList) {
		return Waiting{}, nil
	}
	links, err := d.s.Cases(ctx, d.p)
	if err != nil {
		return Waiting{}, fmt.Errorf("look for tasks in reviews: %w", err)
	}
	return Waiting{
		N: len(links), Title: d.p.T("situation.cases"), Text: d.p.T("situation.cases.text"), Href: "/reviews/tasks", Do: d.p.T("review.tasks"), Tone: part.Warn,
		Links: links[:min(len(links), linksShown)],
	}, nil
}

// can reports whether the reader's role may do an action at all.
func can(ctx context.Context, a access.Action) bool {
	session := web.SessionOf(ctx)
	return session != nil && session.Can(string(a))
}

// linksShown is how many of the things that wait are led to one by one.
const linksShown = 4

// shaken leads to the entries of the answers: a pair of which a row was taken
// back is at no address any more.
func (d describer) shaken(rows []dossier.JudgementRow) []Link {
	var out []Link
	for _, j := range rows[:min(len(rows), linksShown)] {
		out = append(out, Link{d.p.T("situation.answer", d.p.Day(j.At)), fmt.Sprintf("/ledger/%d", j.Seq)})
	}
	return out
}

func files(people []dossier.PersonRef) []Link {
	var out []Link
	for _, x := range people[:min(len(people), linksShown)] {
		out = append(out, Link{x.FileNo, "/people/" + x.FileNo})
	}
	return out
}

func (d describer) refused(imports []register.Import) []Link {
	var out []Link
	for _, im := range imports[:min(len(imports), linksShown)] {
		out = append(out, Link{d.p.T("situation.import", d.p.Day(im.At)), "/lists/imports/" + string(im.ID)})
	}
	return out
}

// events say what an entry did, by the keys that the read model gives.
var events = map[string]string{
	"event.imported":         "situation.event.imported",
	"event.import_undone":    "situation.event.import_undone",
	"event.judged":           "situation.event.judged",
	"event.judgement_undone": "situation.event.judgement_undone",
	"event.linked":           "situation.event.linked",
}

func (d describer) changes(ctx context.Context, list []dossier.Event, names map[register.SourceID]string) []Change {
	var out []Change
	for _, e := range list {
		key, ok := events[e.Key]
		if !ok {
			continue
		}
		c := Change{Text: d.p.T(key), Source: names[e.Source], Who: d.nameOf(ctx, e.By), Undone: e.Undone}
		if e.Rows > 0 {
			c.Text = d.p.T("situation.event.rows", c.Text, d.p.N("common.count.rows", e.Rows))
		}
		if !e.At.IsZero() {
			c.When = d.p.RelTime(e.At, d.s.Now())
		}
		if d.s.may(ctx, access.LedgerList, access.Resource{Kind: access.OnLedger}) {
			c.Href = fmt.Sprintf("/ledger/%d", e.Seq)
		}
		out = append(out, c)
	}
	return out
}

func (d describer) nameOf(ctx context.Context, account string) string {
	return gate.Colleague(ctx, d.p, d.s.Office, account)
}

// barsShown is how many sources the chart draws.
const barsShown = 8

func bars(sources []dossier.SourceSummary) (out []part.Bar, more int) {
	sources = slices.DeleteFunc(slices.Clone(sources), func(s dossier.SourceSummary) bool { return s.Records == 0 })
	slices.SortStableFunc(sources, func(a, b dossier.SourceSummary) int { return cmp.Compare(b.Records, a.Records) })
	for _, s := range sources[:min(len(sources), barsShown)] {
		out = append(out, part.Bar{Label: s.Name, Href: "/lists/sources/" + string(s.ID), N: s.Records})
	}
	return out, max(0, len(sources)-barsShown)
}

// steps are the first things to do, until all of them are done.
func (d describer) steps(ctx context.Context, now dossier.Situation) []Step {
	p := d.p
	judged := slices.ContainsFunc(now.Changed, func(e dossier.Event) bool { return e.Key == "event.judged" })
	all := []Step{
		{Title: p.T("situation.step.source"), Text: p.T("situation.step.source_text"), Href: "/lists/new", Do: p.T("situation.step.source_do"), Done: now.Counts.Sources > 0},
		{Title: p.T("situation.step.upload"), Text: p.T("situation.step.upload_text"), Href: "/lists", Do: p.T("situation.step.upload_do"), Done: now.Counts.Records > 0},
		{Title: p.T("situation.step.link"), Text: p.T("situation.step.link_text"), Href: "/matches/runs", Do: p.T("situation.do.link"), Done: now.Run != nil},
		{Title: p.T("situation.step.judge"), Text: p.T("situation.step.judge_text"), Href: "/matches", Do: p.T("situation.do.judge"), Done: judged},
	}
	if now.Run != nil || !d.s.may(ctx, access.SourceCreate, access.Resource{Kind: access.OnSource, Owner: d.s.Gate.Principal(ctx).Org}) {
		return nil
	}
	if i := slices.IndexFunc(all, func(s Step) bool { return !s.Done }); i >= 0 {
		all[i].Next = true
	}
	return all
}

// house is the page of who reads no case content.
func (d describer) house(ctx context.Context) (House, error) {
	v := House{Line: d.p.T("situation.house.line"), Reviews: can(ctx, access.ReviewList)}
	if v.Reviews {
		v.Line = d.p.T("situation.house.review")
		v.Links = append(v.Links, Link{d.p.T("review.title"), "/reviews"})
		cases, err := d.cases(ctx)
		if err != nil {
			return v, err
		}
		if cases.N > 0 {
			v.Waiting = []Waiting{cases}
		}
	}
	if can(ctx, access.VictimsRead) {
		v.Links = append(v.Links, Link{d.p.T("nav.victims"), "/victims"})
	}
	if d.s.Ready != nil {
		v.Health = &part.Label{Tone: part.Good, Text: d.p.T("situation.health.good")}
		if err := d.s.Ready(ctx); err != nil {
			v.Health = &part.Label{Tone: part.Bad, Text: d.p.T("situation.health.bad")}
		}
	}
	if d.s.may(ctx, access.AccountList, access.Resource{Kind: access.OnAccount, Owner: d.s.Gate.Principal(ctx).Org}) {
		if err := d.accounts(ctx, &v); err != nil {
			return v, err
		}
		v.Links = append(v.Links, Link{d.p.T("situation.to.accounts"), "/organisations"})
	}
	if d.s.may(ctx, access.LedgerList, access.Resource{Kind: access.OnLedger}) {
		v.Links = append(v.Links, Link{d.p.T("situation.to.ledger"), "/ledger"})
	}
	if d.s.may(ctx, access.PeopleSearch, access.People) {
		v.Links = append(v.Links, Link{d.p.T("situation.to.people"), "/people"})
	}
	return v, nil
}

// accounts counts accounts by what they can do now.
func (d describer) accounts(ctx context.Context, v *House) error {
	orgs, err := d.s.Office.Orgs(ctx)
	if err != nil {
		return fmt.Errorf("list organisations: %w", err)
	}
	all, err := d.s.Office.Accounts(ctx, "")
	if err != nil {
		return fmt.Errorf("list accounts: %w", err)
	}
	disabled, pending := 0, 0
	for _, a := range all {
		switch {
		case a.Disabled:
			disabled++
		case a.MustChange:
			pending++
		}
	}
	v.Facts = []part.Fact{
		{Label: d.p.T("situation.orgs"), Value: d.p.Number(len(orgs))},
		{Label: d.p.T("situation.accounts.active"), Value: d.p.Number(len(all) - disabled - pending)},
		{Label: d.p.T("situation.accounts.pending"), Value: d.p.Number(pending)},
		{Label: d.p.T("situation.accounts.disabled"), Value: d.p.Number(disabled)},
	}
	return nil
}
