package main

import (
	"context"
	"fmt"
	"iter"
	"log/slog"
	"net/http"
	"time"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/queue"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/store"
	"kashf.org/kashf/internal/vault"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/internal/web/part"
	"kashf.org/kashf/internal/web/screen/signin"
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
		Log: d.log, Kinds: append(domainKinds(), gate.Kinds()...), Authenticate: g.Authenticate, Limit: g.Limit,
		Nav: p.nav, AccountLinks: p.accountLinks, SignIn: gate.SignIn, SignOut: "/sign-out", Search: "/people", HTTPS: s.https(),
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
	in := &signin.Screen{Web: p.web, Gate: p.gate, Access: p.d.access}
	return in.Routes()
}

// sections are the parts of the program, in the order of a working day.
var sections = []struct {
	href, key string
	action    access.Action
}{
	{"/", "nav.situation", access.SituationView},
	{"/people", "nav.people", access.PeopleSearch},
	{"/lists", "nav.lists", access.SourceList},
	{"/matches", "nav.matches", access.MatchList},
	{"/facilities", "nav.facilities", access.FacilityRead},
	{"/ledger", "nav.ledger", access.LedgerList},
	{"/organisations", "nav.organisations", access.OrgList},
}

func (p *pages) nav(r *http.Request, say locale.Printer) []part.NavItem {
	s := web.SessionOf(r.Context())
	if s == nil {
		return nil
	}
	var out []part.NavItem
	for _, x := range sections {
		if s.Can(string(x.action)) {
			out = append(out, part.NavItem{Href: x.href, Label: say.T(x.key)})
		}
	}
	return out
}

func (p *pages) accountLinks(_ *http.Request, say locale.Printer) []part.NavItem {
	return []part.NavItem{{Href: "/account", Label: say.T("nav.account")}}
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
