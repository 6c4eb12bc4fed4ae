package review

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/a-h/templ"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/dossier"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/internal/web/part"
)

// Path is where the screen begins.
const Path = "/reviews"

// Register reads what facts rest on; see [register.Reader].
type Register interface {
	Person(ctx context.Context, v register.Sight, id register.PersonID) (register.PersonID, []register.Record, error)
	Sources(ctx context.Context, v register.Sight) ([]register.Source, error)
	Items(ctx context.Context, v register.Sight, kind register.SubjectKind, subject string) ([]register.Item, error)
	Item(ctx context.Context, v register.Sight, id string) (register.Item, error)
}

// Cards says enough of a person to know one's own kin; [dossier.Dossier] does.
type Cards interface {
	Cards(ctx context.Context, a dossier.Audience, ids []register.PersonID) ([]dossier.Card, error)
}

// People knows accounts and organisations; [access.Store] does.
type People interface {
	gate.Names
	AccountByLogin(ctx context.Context, login string) (access.Account, error)
	Accounts(ctx context.Context, org register.OrgID) ([]access.Account, error)
	Orgs(ctx context.Context) ([]access.Organisation, error)
}

// Reads notes who read which case; a case whose reading cannot be noted is not
// shown.
type Reads interface {
	Note(ctx context.Context, account access.AccountID, action access.Action, subject string) error
}

// A Screen is the section Reviews. Its fields are set once.
type Screen struct {
	Web      *web.Server
	Reviews  *review.Service
	Register Register
	Cards    Cards
	People   People
	Reads    Reads
	Access   *access.Authorizer
	FileNos  register.FileNos
	NewID    func() string
	// Sign signs a paper's text with the office's key, as a signed note.
	Sign func(text string) ([]byte, error)
	// Href is the address of a person's file.
	Href func(fileNo string) string
	// Fresh asks for password and code where a handler returns
	// [access.ErrStepUp], and keeps the form.
	Fresh func(web.HandlerFunc) web.HandlerFunc
}

// Routes are the screen's addresses.
func (s *Screen) Routes() []web.Route {
	list, act := string(access.ReviewList), string(access.ReviewAct)
	open, roster, draw, check := string(access.ReviewOpen), string(access.ReviewRoster), string(access.ReviewDraw), string(access.ReviewCheck)
	return []web.Route{
		{Pattern: "GET " + Path, Action: list, Handler: s.board},
		{Pattern: "GET " + Path + "/tasks", Action: list, Handler: s.tasks},
		{Pattern: "GET " + Path + "/agenda", Action: list, Handler: s.agenda},
		{Pattern: "GET " + Path + "/policy", Action: string(access.ReviewExplain), Handler: s.policy},
		{Pattern: "GET " + Path + "/policy/new", Action: string(access.ReviewPolicy), Handler: s.askPolicy},
		{Pattern: "POST " + Path + "/policy/new", Action: string(access.ReviewPolicy), MaxBody: mostPolicy, Handler: s.Fresh(s.sendPolicy)},
		{Pattern: "GET " + Path + "/cases/{id}", Action: list, Handler: s.show},
		{Pattern: "GET " + Path + "/cases/{id}/print", Action: list, Handler: s.print},
		{Pattern: "GET " + Path + "/cases/{id}/copies/{n}", Action: list, Handler: s.readCopy},
		{Pattern: "GET " + Path + "/cases/{id}/copies/{n}/copy.json", Action: list, Handler: s.copyFile},
		{Pattern: "GET " + Path + "/cases/{id}/papers/{paper}", Action: list, Handler: s.paper},
		{Pattern: "GET " + Path + "/cases/{id}/missing", Action: list, Handler: s.missingPage},
		{Pattern: "GET " + Path + "/cases/{id}/exchange/{exchange}", Action: list, Handler: s.exchangePrint},
		{Pattern: "GET " + Path + "/cases/{id}/exchange/{exchange}/case.json", Action: list, Handler: s.exchangeFile},
		{Pattern: "GET " + Path + "/cases/{id}/acts/{act}", Action: act, Handler: s.ask},
		{Pattern: "POST " + Path + "/cases/{id}/acts/{act}", Action: act, MaxBody: mostUpload, Handler: s.Fresh(s.enter)},
		{Pattern: "GET " + Path + "/cases/{id}/voices/{voice}", Action: list, Handler: s.listen},
		{Pattern: "GET " + Path + "/open/{fileno}", Action: open, Handler: s.askOpen},
		{Pattern: "POST " + Path + "/open/{fileno}", Action: open, Handler: s.open},
		{Pattern: "GET " + Path + "/draws", Action: check, Handler: s.draws},
		{Pattern: "POST " + Path + "/draws", Action: draw, Handler: s.beginDraw},
		{Pattern: "GET " + Path + "/draws/{id}", Action: check, Handler: s.draw},
		{Pattern: "GET " + Path + "/draws/{id}/record", Action: check, Handler: s.drawRecord},
		{Pattern: "POST " + Path + "/draws/{id}/seed", Action: string(access.ReviewSeed), Handler: s.seed},
		{Pattern: "POST " + Path + "/draws/{id}/freeze", Action: draw, Handler: s.freeze},
		{Pattern: "POST " + Path + "/draws/{id}/seats", Action: draw, Handler: s.seats},
		{Pattern: "GET " + Path + "/roster", Action: roster, Handler: s.roster},
		{Pattern: "POST " + Path + "/roster/accredit", Action: roster, Handler: s.Fresh(s.accredit)},
		{Pattern: "POST " + Path + "/roster/enrol", Action: roster, Handler: s.Fresh(s.enrol)},
	}
}

func (s *Screen) now() time.Time { return s.Reviews.Journal.Now() }

// actor is the reader as the review knows it.
func (s *Screen) actor(ctx context.Context) review.Who {
	p := gate.PrincipalOf(ctx)
	return review.Who{Actor: journal.Actor{Account: string(p.Account), Org: string(p.Org)}, Fresh: p.SteppedUp(time.Now())}
}

// Kinds are what the errors of a review mean to a reader.
func Kinds() []web.Kind {
	return []web.Kind{{Err: review.ErrHidden, Status: http.StatusNotFound, Key: "not_found"}}
}

// resource is a case as something acted on: who plays what in it, and for whom
// it does not exist.
func resource(x review.Seen) access.Resource {
	r := access.Resource{Kind: access.OnCase, Parts: make(map[access.AccountID]string, len(x.Parts))}
	for a, role := range x.Parts {
		r.Parts[access.AccountID(a)] = string(role)
	}
	for _, a := range x.Barred {
		r.Conflicted = append(r.Conflicted, access.AccountID(a))
	}
	return r
}

// see reads the case that the address names, as the reader may read it.
func (s *Screen) see(ctx context.Context, id string, a access.Action) (review.Seen, error) {
	who := gate.PrincipalOf(ctx)
	x, err := s.Reviews.See(ctx, string(who.Account), review.CaseID(id))
	if err != nil {
		return x, err
	}
	if err := s.Access.Authorize(ctx, who, a, resource(x)); err != nil {
		return x, err
	}
	if s.Reads != nil {
		if err := s.Reads.Note(ctx, who.Account, a, "case "+id); err != nil {
			return x, fmt.Errorf("note a reading: %w", err)
		}
	}
	return x, nil
}

// may reports whether the reader may do an act in the case at all.
func (s *Screen) may(ctx context.Context, x review.Seen, act string) bool {
	err := s.Access.Authorize(ctx, gate.PrincipalOf(ctx), access.CaseAction(act), resource(x))
	return err == nil || errors.Is(err, access.ErrStepUp)
}

// can reports whether the reader may do an action of the deployment.
func can(r *http.Request, a access.Action) bool { return web.SessionOf(r.Context()).Can(string(a)) }

// Key is the short name of a case, and CasePath its address, for pages that lead
// to it.
func Key(id review.CaseID) string { return key(id) }

// CasePath is a case's address.
func CasePath(id review.CaseID) string { return casePath(id) }

// key is the short name of a case: the random end of its id.
func key(id review.CaseID) string {
	t := string(id)
	if len(t) > 8 {
		t = t[len(t)-8:]
	}
	if len(t) == 8 {
		return t[:4] + "-" + t[4:]
	}
	return t
}

func casePath(id review.CaseID) string { return Path + "/cases/" + string(id) }

// inside answers with a page below the board.
func (s *Screen) inside(w http.ResponseWriter, r *http.Request, status int, title string, crumbs []part.Crumb, view templ.Component) error {
	p := web.PrinterOf(r.Context())
	f := s.Web.Frame(r, title)
	f.Crumbs = append([]part.Crumb{boardCrumb(r, p)}, crumbs...)
	f.Crumbs = append(f.Crumbs, part.Crumb{Label: title})
	f.Lost = status >= http.StatusBadRequest
	if f.Lost {
		f.Path = strings.SplitN(r.URL.Path, "?", 2)[0]
	}
	return s.Web.PageStatus(w, r, status, f, view)
}

// boardCrumb leads to the board, for who may read it: draws and the roster are
// also read by people who take part in no case.
func boardCrumb(r *http.Request, p locale.Printer) part.Crumb {
	c := part.Crumb{Label: p.T("review.title")}
	if session := web.SessionOf(r.Context()); session != nil && session.Can(string(access.ReviewList)) {
		c.Href = Path
	}
	return c
}

// who is somebody of the case in words: the part, never a name beside a class.
func roleWords(p locale.Printer, x review.Part) string {
	t := p.T("review.role." + string(x.Role))
	if x.Seat != "" {
		t = p.T("review.seat_of", t, seatWords(p, x.Seat))
	}
	return t
}

func seatWords(p locale.Printer, seat string) string {
	if k := "review.seat." + seat; p.Has(k) {
		return p.T(k)
	}
	return seat
}

func (s *Screen) principal(ctx context.Context) access.Principal { return gate.PrincipalOf(ctx) }
