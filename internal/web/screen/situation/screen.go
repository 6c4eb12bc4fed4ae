package situation

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/dossier"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
)

// A Gate says who asks and what they may do.
type Gate interface {
	Principal(ctx context.Context) access.Principal
	Sight(ctx context.Context) register.Sight
	// Authorize returns nil where the reader may do action to res.
	Authorize(ctx context.Context, action access.Action, res access.Resource) error
}

// Dossier reads what the page shows; [dossier.Dossier] does.
type Dossier interface {
	Situation(ctx context.Context, a dossier.Audience) (dossier.Situation, error)
	Sources(ctx context.Context, a dossier.Audience) (dossier.SourceList, error)
}

// Office knows accounts and organisations; [access.Store] does.
type Office interface {
	gate.Names
	Accounts(ctx context.Context, org register.OrgID) ([]access.Account, error)
	Orgs(ctx context.Context) ([]access.Organisation, error)
}

// A Screen is the first page. Its fields are set once.
type Screen struct {
	Web     *web.Server
	Gate    Gate
	Dossier Dossier
	Office  Office
	Now     func() time.Time
	// Second counts the pairs that want a second opinion of the reader,
	// Unfinished the reader's uploads that are not taken in yet, and Exports the
	// exports that only the reader's word holds back. Nil leaves them out.
	Second, Unfinished, Exports func(ctx context.Context) (int, error)
	// Cases leads to file reviews in which something waits for the reader, the next
	// clock first. Nil leaves them out.
	Cases func(ctx context.Context, p locale.Printer) ([]Link, error)
	// Ready reports why the server cannot work; nil leaves its health out.
	Ready func(ctx context.Context) error
}

// Routes are the screen's addresses.
func (s *Screen) Routes() []web.Route {
	return []web.Route{{Pattern: "GET /{$}", Action: string(access.SituationView), Handler: s.show}}
}

// show draws the page that suits the reader.
func (s *Screen) show(w http.ResponseWriter, r *http.Request) error {
	ctx, p := r.Context(), web.PrinterOf(r.Context())
	f := s.Web.Frame(r, p.T("situation.title"))
	d := describer{s: s, p: p}
	if !access.ViewOf(s.Gate.Principal(ctx), s.Now()).Content {
		v, err := d.house(ctx)
		if err != nil {
			return err
		}
		return s.Web.Page(w, r, f, housePage(p, v))
	}
	v, err := d.view(ctx)
	if err != nil {
		return err
	}
	return s.Web.Page(w, r, f, page(p, v))
}

func (s *Screen) may(ctx context.Context, a access.Action, res access.Resource) bool {
	return s.Gate.Authorize(ctx, a, res) == nil
}

// count asks for a number that the page can do without.
func count(ctx context.Context, what string, ask func(context.Context) (int, error)) (int, error) {
	if ask == nil {
		return 0, nil
	}
	n, err := ask(ctx)
	if err != nil {
		return 0, fmt.Errorf("count %s: %w", what, err)
	}
	return n, nil
}
