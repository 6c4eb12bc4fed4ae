package main

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"
	"golang.org/x/mod/sumdb/note"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/consent"
	"kashf.org/kashf/internal/dossier"
	"kashf.org/kashf/internal/export"
	"kashf.org/kashf/internal/family"
	"kashf.org/kashf/internal/identity"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/layout"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/occupancy"
	"kashf.org/kashf/internal/photo"
	"kashf.org/kashf/internal/queue"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/review/monthly"
	"kashf.org/kashf/internal/store"
	"kashf.org/kashf/internal/vault"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/internal/web/part"
	"kashf.org/kashf/internal/web/screen/account"
	"kashf.org/kashf/internal/web/screen/arrange"
	"kashf.org/kashf/internal/web/screen/attach"
	"kashf.org/kashf/internal/web/screen/browse"
	"kashf.org/kashf/internal/web/screen/byhand"
	certpages "kashf.org/kashf/internal/web/screen/certificate"
	"kashf.org/kashf/internal/web/screen/exports"
	"kashf.org/kashf/internal/web/screen/facilities"
	"kashf.org/kashf/internal/web/screen/help"
	ledgerpages "kashf.org/kashf/internal/web/screen/ledger"
	"kashf.org/kashf/internal/web/screen/lists"
	"kashf.org/kashf/internal/web/screen/matches"
	accountpages "kashf.org/kashf/internal/web/screen/monthly"
	"kashf.org/kashf/internal/web/screen/organisations"
	"kashf.org/kashf/internal/web/screen/people"
	"kashf.org/kashf/internal/web/screen/person"
	"kashf.org/kashf/internal/web/screen/photos"
	reviewpages "kashf.org/kashf/internal/web/screen/review"
	"kashf.org/kashf/internal/web/screen/signin"
	"kashf.org/kashf/internal/web/screen/situation"
	"kashf.org/kashf/internal/web/screen/tasks"
	victimpages "kashf.org/kashf/internal/web/screen/victims"
	"kashf.org/kashf/internal/web/screen/wgeid"
)

// pages wires the screens to the deployment.
type pages struct {
	d     *deployment
	web   *web.Server
	gate  *gate.Gate
	door  door
	queue *queue.Queue
}

// handler is everything that browsers can ask for.
func (d *deployment) handler(s server) (http.Handler, *queue.Queue, error) {
	g := gate.New(gate.Config{
		Sessions: d.access, Orgs: d.access.Store, Authorizer: d.auth, Now: time.Now, Log: d.log,
		HTTPS: s.https(), BehindProxy: s.proxied,
	})
	p := &pages{d: d, gate: g, door: door{d.auth}}
	p.web = &web.Server{
		Log: d.log, Kinds: slices.Concat(domainKinds(), reviewpages.Kinds(), gate.Kinds()), Authenticate: g.Authenticate, Limit: g.Limit,
		Nav: p.nav, AccountLinks: p.accountLinks, SignIn: gate.SignIn, SignOut: "/sign-out", Search: "/people", SearchAction: string(access.PeopleSearch), HTTPS: s.https(),
	}
	handlers := make(map[string]queue.Handler)
	p.queue = d.newQueue(handlers)
	routes := p.routes(handlers)
	h, err := p.web.Handler(routes...)
	return h, p.queue, err
}

// domainKinds says what the domain's errors mean to a reader. Hidden and
// absent are one.
func domainKinds() []web.Kind {
	return []web.Kind{
		{Err: register.ErrNotFound, Status: http.StatusNotFound, Key: "not_found", Level: slog.LevelInfo},
		{Err: journal.ErrNoEntry, Status: http.StatusNotFound, Key: "not_found", Level: slog.LevelInfo},
		{Err: journal.ErrConflict, Status: http.StatusConflict, Key: "conflict", Level: slog.LevelInfo},
		{Err: journal.ErrCannotUndo, Status: http.StatusConflict, Key: "conflict", Level: slog.LevelInfo},
		{Err: queue.ErrNotFound, Status: http.StatusNotFound, Key: "not_found", Level: slog.LevelInfo},
		{Err: vault.ErrNoBlob, Status: http.StatusNotFound, Key: "not_found", Level: slog.LevelWarn},
	}
}

// routes lists every address of every screen.
func (p *pages) routes(handlers map[string]queue.Handler) []web.Route {
	d := p.d
	in := &signin.Screen{Web: p.web, Gate: p.gate, Access: d.access}
	own := &account.Screen{Web: p.web, Gate: p.gate, Access: d.access, Sessions: d.access.Store, Now: time.Now, Fresh: in.Fresh}
	orgs := &organisations.Screen{Web: p.web, Access: d.access, Directory: d.access.Store, Fresh: in.Fresh}
	items := &attach.Screen{
		Web: p.web, Access: d.auth, Register: d.store, Vault: d.vault, Journal: d.journal, People: d.access.Store, FileNos: d.fileNos, NewID: newID, Refuse: d.refuseDestroyed,
	}
	list := &lists.Screen{
		Web: p.web, Access: d.auth, Register: d.store, Entries: d.store, Drafts: drafts{d.store}, People: d.access.Store, Taker: d.intake,
		Vault: d.vault, Journal: d.journal, Undoer: d.identity, Sealer: d.keys, Overlap: p.overlap, Attach: items, NewID: newID, Now: time.Now, Queue: p.queue,
	}
	handlers[lists.TakeKind] = list.TakeJob
	second := gate.Seconder{Web: p.web, Entries: d.store, Names: d.access.Store}
	match := &matches.Screen{
		Seconder: second,
		Web:      p.web, Gate: p.door, Pairs: d.dossier, Identity: d.identity, Register: d.store, Jobs: p.queue, People: d.access.Store,
		FileNos: d.fileNos, Now: time.Now,
	}
	handlers[matches.RunKind] = matches.RunJob(d.identity)
	file := &person.Screen{
		Notices: d.store, Seconder: second,
		Web: p.web, Files: d.dossier, Rows: d.store, Revealer: d.access, Reads: noter{d}, People: d.access.Store, FileNos: d.fileNos,
		Now: time.Now, Fresh: in.Fresh, Links: links(d.fileNos), Attached: attached(items),
		Family: &family.Service{Journal: d.journal, Now: time.Now, NewID: newID}, Access: d.auth,
	}
	office := &tasks.Screen{
		Seconder: second,
		Web:      p.web, Desk: d.desk, Register: d.store, People: d.access.Store, Access: d.auth, FileNos: d.fileNos, Now: time.Now, Href: person.Href, List: browse.Path,
	}
	file.Past = past{d}
	file.Desk, file.Comparer, file.Weigh = office.Panel, d.dossier, match.Weigh
	file.Companions = d.dossier
	pictures := &photos.Screen{
		Web: p.web, Photos: &photo.Service{Journal: d.journal, Vault: d.vault, NewID: newID, Refuse: d.refuseDestroyed},
		Consents: &consent.Service{Journal: d.journal, Store: d.store, Now: time.Now, NewID: newID}, Kept: d.store, Register: d.store, Files: d.dossier,
		Vault: d.vault, Sealer: d.keys, Reads: noter{d}, Access: d.auth, People: d.access.Store, FileNos: d.fileNos, Now: time.Now, Href: person.Href,
	}
	file.Photos, file.Printable = pictures.Panel, pictures.Printable
	file.State = func(ctx context.Context) (int64, string, error) {
		x, err := d.state(ctx)
		return x.Size, x.Root, err
	}
	forms := &wgeid.Screen{
		Web: p.web, Files: d.dossier, Consents: &consent.Service{Journal: d.journal, Store: d.store, Now: time.Now, NewID: newID}, Kept: d.store,
		Vault: d.vault, Reads: noter{d}, People: d.access.Store, FileNos: d.fileNos, Now: time.Now, Href: person.Href,
	}
	log := &ledgerpages.Screen{
		Seconder: second,
		Web:      p.web, Log: d.store, Undoer: undoer{d.identity}, Kinds: d.journal.Kinds, Directory: d.access.Store, Authorizer: d.auth,
		Key: d.keys.PublicKey(), Above: p.above,
	}
	places := &facilities.Screen{
		Seconder: second,
		Web:      p.web, Register: d.store, Holdings: d.dossier, Attach: items, Now: time.Now, Href: person.Href, Searches: noter{d}, Access: d.auth,
		Figures: &occupancy.Service{Journal: d.journal, Store: d.store, Now: time.Now, NewID: newID},
		Layout:  &layout.Service{Journal: d.journal, Store: d.store, NewID: newID},
	}
	search := &people.Screen{
		Web: p.web, Index: d.index, Cards: d.dossier, Register: d.store, FileNos: d.fileNos, Href: person.Href, Searches: noter{d},
	}
	hand := &byhand.Screen{
		Web: p.web, Entries: d.intake, Index: d.index, Cards: d.dossier, Identity: d.identity, Register: d.store, Searches: noter{d},
		FileNos: d.fileNos, Now: time.Now, Href: person.Href,
	}
	order := &arrange.Screen{
		Web: p.web, Identity: d.identity, Register: d.store, FileNos: d.fileNos, Href: person.Href,
		Match: func(l, r register.RecordID) string { return matches.Href(d.fileNos, l, r) },
	}
	leaving := &export.Service{Journal: d.journal, Store: d.store, NewID: newID, Now: time.Now}
	out := &exports.Screen{
		Web: p.web, Exports: leaving, Requests: d.store, Leavings: d.dossier, Register: d.store, Accounts: d.access, People: d.access.Store, Now: time.Now, State: d.state,
		Shelf: shelf{d}, Vault: d.vault, Jobs: p.queue,
	}
	handlers[exports.MakeKind] = out.MakeJob
	listed := &browse.Screen{
		Web: p.web, Exports: leaving, Index: d.index, Cards: d.dossier, Register: d.store, Desk: d.desk, Colleagues: d.access.Store, Searches: noter{d}, FileNos: d.fileNos, Href: person.Href, Now: time.Now,
	}
	cases := &reviewpages.Screen{
		Web: p.web, Reviews: d.review, Register: d.store, Cards: d.dossier, People: d.access.Store, Reads: noter{d}, Access: d.auth,
		FileNos: d.fileNos, NewID: newID, Href: person.Href, Fresh: in.Fresh,
		Sign: func(text string) ([]byte, error) { return note.Sign(&note.Note{Text: text}, d.keys.Signer()) },
	}
	papers := &certpages.Screen{Web: p.web, Papers: d.review, Key: d.keys.PublicKey()}
	harmed := &victimpages.Screen{
		Web: p.web, Victims: d.victims, People: d.access.Store, Reads: noter{d}, Access: d.auth, Case: reviewpages.CasePath, Key: reviewpages.Key, Fresh: in.Fresh,
	}
	told := &accountpages.Screen{
		Web: p.web, Accounts: &monthly.Service{Journal: d.journal, Store: d.store}, Issues: d.store, Fresh: in.Fresh, Access: d.auth,
	}
	home := &situation.Screen{
		Web: p.web, Gate: p.door, Dossier: d.dossier, Office: d.access.Store, Now: time.Now,
		Second: match.WantSecond, Unfinished: p.unfinished, Exports: out.Waiting,
		Cases: func(ctx context.Context, p locale.Printer) (links []situation.Link, err error) {
			waiting, err := cases.Waiting(ctx, p)
			for _, l := range waiting {
				links = append(links, situation.Link{Label: l.Label, Href: l.Href})
			}
			return links, err
		},
	}
	beside := (&help.Screen{Web: p.web}).Routes()
	return slices.Concat(beside, home.Routes(), search.Routes(), log.Routes(), places.Routes(), in.Routes(), own.Routes(), orgs.Routes(), items.Routes(), list.Routes(), match.Routes(), hand.Routes(), order.Routes(), listed.Routes(), office.Routes(), out.Routes(), pictures.Routes(), forms.Routes(), file.Routes(), cases.Routes(), harmed.Routes(), told.Routes(), papers.Routes())
}

// sections are the parts of the program, in the order of a working day.
var sections = []struct {
	href, key string
	action    access.Action
	// unless: whoever may do this too finds the page from there.
	unless access.Action
}{
	{href: "/", key: "nav.situation", action: access.SituationView},
	{href: "/people", key: "nav.people", action: access.PeopleSearch},
	{href: "/desk", key: "nav.desk", action: access.DeskOwn},
	{href: "/lists", key: "nav.lists", action: access.SourceList},
	{href: "/matches", key: "nav.matches", action: access.MatchList},
	{href: reviewpages.Path, key: "nav.reviews", action: access.ReviewList},
	{href: victimpages.Path, key: "nav.victims", action: access.VictimsRead},
	{href: reviewpages.Path + "/roster", key: "nav.roster", action: access.ReviewRoster, unless: access.ReviewList},
	{href: reviewpages.Path + "/draws", key: "nav.draws", action: access.ReviewCheck, unless: access.ReviewList},
	{href: accountpages.Path, key: "nav.accounts", action: access.ReviewAccount},
	{href: "/facilities", key: "nav.facilities", action: access.FacilityRead},
	{href: "/ledger", key: "nav.ledger", action: access.LedgerList},
	{href: "/organisations", key: "nav.organisations", action: access.OrgList},
}

func (p *pages) nav(r *http.Request, say locale.Printer) []part.NavItem {
	s := web.SessionOf(r.Context())
	if s == nil {
		return nil
	}
	var out []part.NavItem
	for _, x := range sections {
		if s.Can(string(x.action)) && (x.unless == "" || !s.Can(string(x.unless))) {
			current := within(r.URL.Path, x.href)
			if x.unless != "" { // lies inside another section, of which nothing else is there for this reader
				current = r.Method == http.MethodGet && r.URL.Path == x.href
			}
			out = append(out, part.NavItem{Href: x.href, Label: say.T(x.key), Current: current})
		}
	}
	return out
}

// within reports whether a page lies in a section.
func within(path, section string) bool {
	if section == "/" {
		return path == "/"
	}
	return path == section || strings.HasPrefix(path, section+"/")
}

func (p *pages) accountLinks(_ *http.Request, say locale.Printer) []part.NavItem {
	return []part.NavItem{{Href: "/account", Label: say.T("nav.account")}, {Href: web.HelpPath, Label: say.T("help.start.link")}}
}

// door tells screens who asks.
type door struct{ auth *access.Authorizer }

func (door) Principal(ctx context.Context) access.Principal { return gate.PrincipalOf(ctx) }
func (door) Sight(ctx context.Context) register.Sight       { return gate.Sight(ctx, 0) }

func (d door) Authorize(ctx context.Context, a access.Action, res access.Resource) error {
	return d.auth.Authorize(ctx, gate.PrincipalOf(ctx), a, res)
}

// noter writes down who opened which file. The subject is sealed: a stolen log
// says who read, not about whom.
type noter struct{ d *deployment }

func (n noter) Note(_ context.Context, account access.AccountID, action access.Action, subject string) error {
	sealed, err := n.d.keys.Seal([]byte(subject), []byte("access_log"))
	if err != nil {
		return fmt.Errorf("seal subject of a read: %w", err)
	}
	return n.d.reads.Append(store.Read{At: time.Now(), Account: string(account), Action: string(action), Subject: sealed})
}

// drafts gives screens the store's drafts by account.
type drafts struct{ s *store.Store }

func (d drafts) PutDraft(ctx context.Context, account, id, kind string, body []byte) error {
	return d.s.PutDraft(ctx, store.Draft{ID: id, Account: account, Kind: kind, Body: body, At: time.Now()})
}

func (d drafts) Draft(ctx context.Context, account, id string) ([]byte, error) {
	x, err := d.s.Draft(ctx, account, id)
	return x.Body, err
}

func (d drafts) Drafts(ctx context.Context, account, kind string) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		all, err := d.s.Drafts(ctx, account, kind)
		if err != nil {
			yield("", err)
			return
		}
		for _, x := range all {
			if !yield(x.ID, nil) {
				return
			}
		}
	}
}

func (d drafts) DropDraft(ctx context.Context, account, id string) error {
	return d.s.DropDraft(ctx, account, id)
}

// ledgerLines lets the dossier read the ledger.
type ledgerLines struct{ s *store.Store }

func (l ledgerLines) Size(ctx context.Context) (int64, error) {
	h, err := l.s.Head(ctx)
	return h.Size, err
}

func (l ledgerLines) Lines(ctx context.Context, f dossier.LineFilter) ([]dossier.LedgerLine, error) {
	ls, err := l.s.Lines(ctx, journal.Filter{Before: f.Before, Subject: f.Subject, Limit: f.Limit})
	out := make([]dossier.LedgerLine, len(ls))
	for i, x := range ls {
		out[i] = dossier.LedgerLine(x)
	}
	return out, err
}

// above reports whether a subject of an entry is a list, an import or a record
// that stands in the register above the reader's level. Who reads no case
// content reads no bodies either, and is told ids for their work.
func (p *pages) above(ctx context.Context, subject string) (bool, error) {
	view := gate.ViewOf(ctx)
	if closed, err := p.closed(ctx, view.Closed, subject); closed || err != nil {
		return closed, err
	}
	if !view.Content {
		return false, nil
	}
	all, v := register.Sight{Machine: true}, gate.Sight(ctx, 0)
	for _, look := range []func(register.Sight) error{
		func(s register.Sight) error {
			_, err := p.d.store.SourceOf(ctx, s, register.SourceID(subject))
			return err
		},
		func(s register.Sight) error {
			_, err := p.d.store.ImportOf(ctx, s, register.ImportID(subject))
			return err
		},
		func(s register.Sight) error {
			n, err := strconv.ParseInt(subject, 10, 64)
			if err != nil {
				return register.ErrNotFound
			}
			_, err = p.d.store.RecordOf(ctx, s, register.RecordID(n))
			return err
		},
		func(s register.Sight) error {
			x, err := p.d.store.Photo(ctx, subject)
			if err == nil {
				_, err = p.d.store.RecordOf(ctx, s, x.Record)
			}
			return err
		},
		func(s register.Sight) error {
			x, err := p.d.store.Consent(ctx, subject)
			if err == nil {
				_, err = p.d.store.RecordOf(ctx, s, x.Record)
			}
			return err
		},
	} {
		err := look(all)
		if err == nil {
			err = look(v)
			if errors.Is(err, register.ErrNotFound) {
				return true, nil
			}
		}
		if err != nil && !errors.Is(err, register.ErrNotFound) {
			return false, err
		}
	}
	return false, nil
}

// closed reports whether a conflict of interest closes to the reader what a
// subject of an entry is: a record, a person, or a file attached to one.
func (p *pages) closed(ctx context.Context, closed *register.Closed, subject string) (bool, error) {
	if closed == nil {
		return false, nil
	}
	if n, err := strconv.ParseInt(subject, 10, 64); err == nil {
		return closed.Has(register.RecordID(n)) || closed.HasPerson(register.PersonID(n)), nil
	}
	all := register.Sight{Machine: true}
	it, err := p.d.store.Item(ctx, all, subject)
	if err == nil && it.Kind == register.OfPerson {
		return p.closed(ctx, closed, it.Subject)
	}
	if x, err := p.d.store.Photo(ctx, subject); err == nil {
		return closed.Has(x.Record), nil
	}
	if c, err := p.d.store.Consent(ctx, subject); err == nil {
		return closed.Has(c.Record), nil
	}
	if j, err := p.d.store.Judgement(ctx, all, subject); err == nil {
		return closed.Has(j.Left) || closed.Has(j.Right), nil
	}
	if err != nil && !errors.Is(err, register.ErrNotFound) {
		return false, err
	}
	return false, nil
}

// undoer takes entries back in the way of their kind.
type undoer struct{ s *identity.Service }

func (u undoer) Undo(ctx context.Context, a journal.Actor, seq int64, why string) error {
	_, err := u.s.Undo(ctx, a, seq, why)
	return err
}

// overlap counts the people that a source shares with others in sight.
func (p *pages) overlap(ctx context.Context, v register.Sight, id register.SourceID) ([]lists.Shared, error) {
	page, err := p.d.dossier.Source(ctx, dossier.Audience{Sight: v}, id)
	if err != nil {
		return nil, err
	}
	var out []lists.Shared
	for _, o := range page.Overlaps {
		src, err := p.d.store.SourceOf(ctx, v, o.Source.ID)
		if err != nil {
			return nil, err
		}
		out = append(out, lists.Shared{Source: src, People: o.Shared})
	}
	return out, nil
}

// attached draws the documents of a person's file.
func attached(items *attach.Screen) func(context.Context, locale.Printer, string) (templ.Component, error) {
	return func(ctx context.Context, say locale.Printer, fileNo string) (templ.Component, error) {
		v, err := items.View(ctx, say, register.OfPerson, fileNo)
		return attach.Panel(say, v), err
	}
}

// links are the addresses by which a file leads to other screens.
func links(n register.FileNos) person.Links {
	return person.Links{
		Source: func(id register.SourceID) string { return "/lists/sources/" + string(id) },
		Match:  func(l, r register.RecordID) string { return matches.Href(n, l, r) },
		Review: reviewpages.OpenHref,
		Entry:  func(seq int64) string { return fmt.Sprintf("%s/%d", ledgerpages.Path, seq) },
	}
}

// unfinished counts the reader's uploads that are not taken in yet.
func (p *pages) unfinished(ctx context.Context) (int, error) {
	all, err := p.d.store.Drafts(ctx, string(gate.PrincipalOf(ctx).Account), lists.DraftKind)
	return len(all), err
}

// state is where the ledger stands, for what leaves the program on paper or as
// a file: whoever gets it can ask later whether the ledger still says the same.
func (d *deployment) state(ctx context.Context) (exports.State, error) {
	head, err := d.store.Head(ctx)
	if err != nil || head.Size == 0 {
		return exports.State{}, err
	}
	c, err := d.unsigned(ctx, head)
	return exports.State{Size: c.Size, Root: c.Root.String()}, err
}
