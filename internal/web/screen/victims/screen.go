package victims

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/review/victims"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/internal/web/part"
)

// Path is where the screen begins.
const Path = "/victims"

// Register is the register of victims; [victims.Service] is.
type Register interface {
	List(ctx context.Context, who journal.Actor) ([]victims.Open, error)
	Get(ctx context.Context, who journal.Actor, id string) (victims.Open, error)
	RegisterOnce(ctx context.Context, who journal.Actor, form string, t victims.Told, many bool, list []byte) (string, error)
	ChangeSeen(ctx context.Context, who journal.Actor, id, saw string, t victims.Told) error
	Leave(ctx context.Context, who journal.Actor, id string) error
	OpenList(ctx context.Context, who journal.Actor, id, why string) ([]byte, error)
	Why(id string, o victims.Opening) (string, error)
	Proposals(ctx context.Context, account, org string, skip, limit int) (victims.Proposed, error)
	ProposalsOf(ctx context.Context, account, org, id string, limit int) (victims.Proposed, error)
	Proposal(ctx context.Context, who journal.Actor, id string, c review.CaseID) (victims.Match, error)
	Judge(ctx context.Context, who journal.Actor, id string, c review.CaseID, same bool, why string) error
	ProtectSeen(ctx context.Context, who journal.Actor, id, link, saw string, p victims.Protection) error
	Linked(id string, l victims.Link) (victims.Linked, error)
	Checked(id string, l victims.Link) (victims.Protection, bool, error)
}

// Reads notes who read what.
type Reads interface {
	Note(ctx context.Context, account access.AccountID, action access.Action, subject string) error
}

// A Screen is the section of the victims' liaison. Its fields are set once.
type Screen struct {
	Web     *web.Server
	Victims Register
	People  gate.Names
	Reads   Reads
	Access  *access.Authorizer
	// Case is the address of a case, Key its short name.
	Case func(id review.CaseID) string
	Key  func(id review.CaseID) string
	// Fresh asks for password and code where a handler returns [access.ErrStepUp].
	Fresh func(web.HandlerFunc) web.HandlerFunc
}

// listedTogether is how many registrations, and likenesses, a page lists.
const listedTogether = 50

// mostPages bounds the number of a page in an address.
const mostPages = 1 << 20

// mostBody bounds a form with a list.
const mostBody = victims.MaxList + 1<<20

// Routes are the screen's addresses.
func (s *Screen) Routes() []web.Route {
	read, write := string(access.VictimsRead), string(access.VictimsWrite)
	return []web.Route{
		{Pattern: "GET " + Path, Action: read, Handler: s.all},
		{Pattern: "GET " + Path + "/new", Action: write, Handler: s.ask},
		{Pattern: "POST " + Path, Action: write, MaxBody: mostBody, Handler: s.register},
		{Pattern: "GET " + Path + "/likenesses", Action: read, Handler: s.likenesses},
		{Pattern: "GET " + Path + "/{id}", Action: read, Handler: s.one},
		{Pattern: "GET " + Path + "/{id}/change", Action: write, Handler: s.askChange},
		{Pattern: "POST " + Path + "/{id}/change", Action: write, Handler: s.change},
		{Pattern: "GET " + Path + "/{id}/leave", Action: write, Handler: s.askLeave},
		{Pattern: "POST " + Path + "/{id}/leave", Action: write, Handler: s.leave},
		{Pattern: "POST " + Path + "/{id}/list", Action: string(access.VictimsOpen), Handler: s.Fresh(s.list)},
		{Pattern: "GET " + Path + "/{id}/likenesses/{case}", Action: write, Handler: s.askJudge},
		{Pattern: "POST " + Path + "/{id}/likenesses/{case}", Action: write, Handler: s.judge},
		{Pattern: "GET " + Path + "/{id}/links/{link}", Action: write, Handler: s.askProtect},
		{Pattern: "POST " + Path + "/{id}/links/{link}", Action: write, Handler: s.protect},
	}
}

func actor(ctx context.Context) journal.Actor {
	p := gate.PrincipalOf(ctx)
	return journal.Actor{Account: string(p.Account), Org: string(p.Org)}
}

// get opens a registration for the reader and notes that it was read.
func (s *Screen) get(r *http.Request) (victims.Open, error) {
	ctx := r.Context()
	x, err := s.Victims.Get(ctx, actor(ctx), r.PathValue("id"))
	if err != nil {
		return x, err
	}
	if err := s.Reads.Note(ctx, gate.PrincipalOf(ctx).Account, access.VictimsRead, "registration "+x.ID); err != nil {
		return x, fmt.Errorf("note a reading: %w", err)
	}
	return x, nil
}

func (s *Screen) page(w http.ResponseWriter, r *http.Request, status int, title string, view templ.Component) error {
	p := web.PrinterOf(r.Context())
	f := s.Web.Frame(r, title)
	if r.URL.Path != Path || status >= http.StatusBadRequest {
		f.Crumbs = []part.Crumb{{Label: p.T("victims.title"), Href: Path}, {Label: title}}
	}
	f.Lost = status >= http.StatusBadRequest
	return s.Web.PageStatus(w, r, status, f, view)
}

// wrong is the key of what a person can mend, "" where it is no such thing.
func wrong(err error) string {
	for _, x := range []struct {
		err error
		key string
	}{
		{victims.ErrName, "victims.wrong.name"}, {victims.ErrWish, "victims.wrong.wish"}, {victims.ErrLink, "victims.wrong.link"}, {victims.ErrDate, "victims.wrong.date"},
		{victims.ErrLong, "victims.wrong.long"}, {victims.ErrSupport, "victims.wrong.support"}, {victims.ErrList, "victims.wrong.list"}, {victims.ErrWhy, "victims.wrong.why"},
		{victims.ErrMatch, "victims.wrong.match"}, {journal.ErrConflict, staleKey},
		{review.ErrRefused, caseKey},
	} {
		if errors.Is(err, x.err) {
			return x.key
		}
	}
	return ""
}

func (s *Screen) all(w http.ResponseWriter, r *http.Request) error {
	ctx, p := r.Context(), web.PrinterOf(r.Context())
	who := actor(ctx)
	all, err := s.Victims.List(ctx, who)
	if err != nil {
		return err
	}
	likes, err := s.Victims.Proposals(ctx, who.Account, who.Org, 0, 0)
	if err != nil {
		return err
	}
	if err := s.Reads.Note(ctx, gate.PrincipalOf(ctx).Account, access.VictimsRead, "registrations"); err != nil {
		return fmt.Errorf("note a reading: %w", err)
	}
	return s.page(w, r, http.StatusOK, p.T("victims.title"), All(p, s.allView(p, all, likes, r.URL.Query())))
}

func (s *Screen) likenesses(w http.ResponseWriter, r *http.Request) error {
	ctx, p := r.Context(), web.PrinterOf(r.Context())
	who := actor(ctx)
	n, _ := strconv.Atoi(r.URL.Query().Get("page"))
	skip := max(0, min(n, mostPages)-1) * listedTogether
	likes, err := s.Victims.Proposals(ctx, who.Account, who.Org, skip, listedTogether)
	if err != nil {
		return err
	}
	all, err := s.Victims.List(ctx, who)
	if err != nil {
		return err
	}
	if err := s.Reads.Note(ctx, gate.PrincipalOf(ctx).Account, access.VictimsRead, "registrations"); err != nil {
		return fmt.Errorf("note a reading: %w", err)
	}
	v := LikesView{Rows: named(s.likeRows(p, likes.Matches), likes.Matches, all), Pager: part.Pager{From: skip + 1, To: skip + len(likes.Matches), Total: likes.All}}
	if skip > 0 {
		v.Pager.Prev = fmt.Sprintf("%s/likenesses?page=%d", Path, skip/listedTogether)
	}
	if v.Pager.To < v.Pager.Total && len(v.Rows) > 0 {
		v.Pager.Next = fmt.Sprintf("%s/likenesses?page=%d", Path, skip/listedTogether+2)
	}
	return s.page(w, r, http.StatusOK, p.T("victims.likenesses"), Likenesses(p, v))
}

func (s *Screen) one(w http.ResponseWriter, r *http.Request) error {
	p := web.PrinterOf(r.Context())
	x, err := s.get(r)
	if err != nil {
		return err
	}
	return s.showOne(w, r, http.StatusOK, x, "", p.T("victims.one"))
}

func (s *Screen) showOne(w http.ResponseWriter, r *http.Request, status int, x victims.Open, bad, title string) error {
	p := web.PrinterOf(r.Context())
	v, err := s.oneView(r, x)
	if err != nil {
		return err
	}
	v.Wrong = bad
	return s.page(w, r, status, title, One(p, v))
}

// list opens an association's list, for a reason, and gives it as a text.
func (s *Screen) list(w http.ResponseWriter, r *http.Request) error {
	ctx, p := r.Context(), web.PrinterOf(r.Context())
	if err := s.Access.Authorize(ctx, gate.PrincipalOf(ctx), access.VictimsOpen, access.House); err != nil {
		return err
	}
	x, err := s.get(r)
	if err != nil {
		return err
	}
	b, err := s.Victims.OpenList(ctx, actor(ctx), x.ID, r.PostFormValue("why"))
	if errors.Is(err, victims.ErrWhy) {
		return s.showOne(w, r, http.StatusUnprocessableEntity, x, p.T("victims.wrong.why"), p.T("victims.one"))
	}
	if err != nil {
		return err
	}
	return s.page(w, r, http.StatusOK, p.T("victims.list"), ListView(p, Path+"/"+x.ID, string(b), x.List.Hash()))
}

func day(micros int64) time.Time { return victims.At(micros) }

// linked is a link of a registration, with what was made of it.
func (s *Screen) linked(x victims.Open, id string) (victims.Link, victims.Linked, error) {
	for _, l := range x.Links {
		if l.ID == id {
			y, err := s.Victims.Linked(x.ID, l)
			return l, y, err
		}
	}
	return victims.Link{}, victims.Linked{}, register.ErrNotFound
}
