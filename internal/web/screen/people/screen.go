package people

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/dossier"
	"kashf.org/kashf/internal/find"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/names"
)

// Index finds people; [find.Index] does.
type Index interface {
	Search(ctx context.Context, q find.Query, sight func(register.SourceID) bool) ([]find.Hit, error)
	ByNumber(ctx context.Context, number string, sight func(register.SourceID) bool, closed *register.Closed) ([]find.Hit, error)
	Ready() bool
	Progress() (done, total int64)
}

// Cards reads what a result says of a person; [dossier.Dossier] does.
type Cards interface {
	Cards(ctx context.Context, a dossier.Audience, ids []register.PersonID) ([]dossier.Card, error)
}

// Register tells which sources the reader may read, and where a person is now.
type Register interface {
	Sources(ctx context.Context, v register.Sight) ([]register.Source, error)
	Person(ctx context.Context, v register.Sight, id register.PersonID) (register.PersonID, []register.Record, error)
	dossier.Records
}

// Searches notes who searched, and for what. What was typed is a name: whoever
// keeps it seals it first. A search that cannot be noted is not made.
type Searches interface {
	Note(ctx context.Context, account access.AccountID, action access.Action, subject string) error
}

// A Screen is the section People. Its fields are set once.
type Screen struct {
	Web      *web.Server
	Index    Index
	Cards    Cards
	Register Register
	FileNos  register.FileNos
	// Searches may be nil: nothing is then noted.
	Searches Searches
	// Href is the address of a file.
	Href func(fileNo string) string
}

// Path is where the screen begins.
const Path = "/people"

// Routes are the screen's addresses.
func (s *Screen) Routes() []web.Route {
	search := string(access.PeopleSearch)
	return []web.Route{
		{Pattern: "GET " + Path, Action: search, Handler: s.ask},
		{Pattern: "POST " + Path, Action: search, Handler: s.search},
	}
}

// loadPatience is how long a search waits for the index of a server that has
// just started; after that the page says that it is loading.
const loadPatience = 3 * time.Second

func (s *Screen) ask(w http.ResponseWriter, r *http.Request) error {
	return s.show(w, r, http.StatusOK, View{})
}

func (s *Screen) search(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return fmt.Errorf("read form: %w", errors.Join(err, web.ErrInvalid))
	}
	f := formOf(r)
	if gate.ViewOf(r.Context()).Limited {
		f = f.limited()
	}
	v := View{Form: f, Asked: true}
	if f.empty() {
		return s.show(w, r, http.StatusOK, View{})
	}
	if f.Wrong = f.check(web.PrinterOf(r.Context()), gate.ViewOf(r.Context()).Limited); len(f.Wrong) > 0 {
		v.Form, v.Asked = f, false
		return s.show(w, r, http.StatusUnprocessableEntity, v)
	}
	if err := s.note(r.Context(), f); err != nil {
		return err
	}
	if id, ok := s.byFileNo(r.Context(), f.Name); ok {
		if no, beside := s.FileNos.Parse(f.Beside); beside {
			http.Redirect(w, r, s.Href(s.FileNos.Format(no))+"/compare?with="+s.FileNos.Format(id), http.StatusSeeOther)
			return nil
		}
		http.Redirect(w, r, s.Href(s.FileNos.Format(id)), http.StatusSeeOther)
		return nil
	}
	hits, err := s.find(r.Context(), f)
	if errors.Is(err, context.DeadlineExceeded) {
		v.Loading = true
		return s.show(w, r, http.StatusServiceUnavailable, v)
	}
	if err != nil {
		return err
	}
	if gate.ViewOf(r.Context()).Limited {
		v.Concerns = concerns(hits)
		return s.show(w, r, http.StatusOK, v)
	}
	if v.Hits, err = s.describe(r.Context(), web.PrinterOf(r.Context()), hits); err != nil {
		return err
	}
	if no, ok := s.FileNos.Parse(f.Beside); ok {
		for i, h := range v.Hits {
			v.Hits[i].Beside = s.Href(s.FileNos.Format(no)) + "/compare?with=" + h.FileNo
		}
	}
	return s.show(w, r, http.StatusOK, v)
}

func (s *Screen) note(ctx context.Context, f Form) error {
	if s.Searches == nil {
		return nil
	}
	if err := s.Searches.Note(ctx, gate.PrincipalOf(ctx).Account, access.PeopleSearch, f.String()); err != nil {
		return fmt.Errorf("note a search: %w", err)
	}
	return nil
}

// concerns reports whether a record may concern the family of whoever named
// both the person and the mother. Nothing less is an answer: a name alone would
// let anybody try names.
func concerns(hits []find.Hit) bool {
	return slices.ContainsFunc(hits, func(h find.Hit) bool {
		return h.Band == names.Strong && slices.ContainsFunc(h.Reasons, func(r find.Reason) bool { return r.Key == "mother" && r.Bits > 0 })
	})
}

// byFileNo reads a file's number. One that is hidden or nobody's is searched
// for as a name, like anything else that was typed.
func (s *Screen) byFileNo(ctx context.Context, text string) (register.PersonID, bool) {
	id, ok := s.FileNos.Parse(text)
	if !ok || gate.ViewOf(ctx).Limited {
		return 0, false
	}
	sight := gate.Sight(ctx, 0)
	now, _, err := s.Register.Person(ctx, sight, id)
	if err == nil {
		err = dossier.LedOn(ctx, s.Register, sight, id, now)
	}
	return now, err == nil
}

// shown is how many people a search shows; a name that has more than that in
// common needs more to go by.
const shown = 20

// find asks the index, which knows what the reader may see before it ranks.
func (s *Screen) find(ctx context.Context, f Form) ([]find.Hit, error) {
	sight, err := s.sight(ctx)
	if err != nil {
		return nil, err
	}
	if !s.Index.Ready() {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, loadPatience)
		defer cancel()
	}
	if isNumber(f.Name) && !gate.ViewOf(ctx).Limited {
		return s.Index.ByNumber(ctx, f.Name, sight, gate.ViewOf(ctx).Closed)
	}
	q := f.query()
	q.Closed = gate.ViewOf(ctx).Closed
	return s.Index.Search(ctx, q, sight)
}

func (s *Screen) sight(ctx context.Context) (func(register.SourceID) bool, error) {
	srcs, err := s.Register.Sources(ctx, gate.Sight(ctx, 0))
	if err != nil {
		return nil, fmt.Errorf("read sources: %w", err)
	}
	seen := make(map[register.SourceID]bool, len(srcs))
	for _, x := range srcs {
		seen[x.ID] = true
	}
	return func(id register.SourceID) bool { return seen[id] }, nil
}

// show draws the page. Where the program itself is still reading the register,
// it says how far it has come.
func (s *Screen) show(w http.ResponseWriter, r *http.Request, status int, v View) error {
	ctx, p := r.Context(), web.PrinterOf(r.Context())
	v.Limited = gate.ViewOf(ctx).Limited
	if session := web.SessionOf(ctx); session != nil {
		v.MayAdd, v.MayList = session.Can(string(access.PersonCreate)), session.Can(string(access.PeopleFilter))
	}
	if !v.Limited { // the name of a list may tell what became of those in it
		srcs, err := s.Register.Sources(ctx, gate.Sight(ctx, 0))
		if err != nil {
			return fmt.Errorf("read sources: %w", err)
		}
		for _, x := range srcs {
			v.Sources = append(v.Sources, SourceChoice{ID: string(x.ID), Name: x.Name})
		}
	}
	if v.Loading {
		v.Done, v.Total = s.Index.Progress()
	}
	f := s.Web.Frame(r, p.T("people.title"))
	f.Path = Path
	f.Keys = keys(p, v)
	return s.Web.PageStatus(w, r, status, f, Page(p, v))
}
