package browse

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/desk"
	"kashf.org/kashf/internal/dossier"
	"kashf.org/kashf/internal/export"
	"kashf.org/kashf/internal/find"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
)

// Index lists people; [find.Index] does.
type Index interface {
	Filter(ctx context.Context, f find.Filter, sight func(register.SourceID) bool) (find.Found, error)
	Ties(read func() ([]register.Judgement, []register.Continuation, error)) (*find.Ties, error)
	Ready() bool
}

// Cards reads what tells people apart; [dossier.Dossier] does.
type Cards interface {
	Cards(ctx context.Context, a dossier.Audience, ids []register.PersonID) ([]dossier.Card, error)
}

// A Register is what the screen reads. See [register.Reader].
type Register interface {
	Sources(ctx context.Context, v register.Sight) ([]register.Source, error)
	Person(ctx context.Context, v register.Sight, id register.PersonID) (register.PersonID, []register.Record, error)
	Standing(ctx context.Context) ([]register.Judgement, error)
	Continuations(ctx context.Context) ([]register.Continuation, error)
	dossier.Records
}

// Desk keeps tags, lists, searches and tasks; [desk.Service] does.
type Desk interface {
	Put(ctx context.Context, a journal.Actor, it desk.Item) (int64, error)
	Names(ctx context.Context, org register.OrgID, kind desk.Kind) ([]desk.Named, error)
	Open(ctx context.Context, v register.Sight) ([]desk.Item, error)
	Notes(ctx context.Context, v register.Sight) ([]desk.Item, error)
}

// Exports takes requests for a selection as a file; [export.Service] does.
type Exports interface {
	Ask(ctx context.Context, a journal.Actor, r export.Request) (string, error)
}

// Colleagues lists the accounts of an organisation.
type Colleagues interface {
	Accounts(ctx context.Context, org register.OrgID) ([]access.Account, error)
}

// Searches notes who looked for what.
type Searches interface {
	Note(ctx context.Context, account access.AccountID, action access.Action, subject string) error
}

// A Screen lists people. Its fields are set once.
type Screen struct {
	Web        *web.Server
	Index      Index
	Cards      Cards
	Register   Register
	Desk       Desk
	Colleagues Colleagues
	Searches   Searches
	Exports    Exports
	FileNos    register.FileNos
	Href       func(fileNo string) string
	Now        func() time.Time
}

// Path is the screen's address.
const Path = "/people/list"

// Routes are the screen's addresses.
func (s *Screen) Routes() []web.Route {
	return []web.Route{
		{Pattern: "GET " + Path, Action: string(access.PeopleFilter), Handler: s.list},
		{Pattern: "POST " + Path, Action: string(access.PeopleFilter), Handler: s.ask},
		{Pattern: "POST " + Path + "/save", Action: string(access.DeskOwn), Handler: s.save},
		{Pattern: "POST " + Path + "/export", Action: string(access.ExportAsk), Handler: s.export},
		{Pattern: "POST " + Path + "/bulk", Action: string(access.NoteWrite), Handler: s.bulk},
	}
}

// shown is how many people a page lists.
const shown = 25

const patience = 5 * time.Second

// list shows what an address asks for: a query without typed words, or a saved one.
func (s *Screen) list(w http.ResponseWriter, r *http.Request) error {
	in := r.URL.Query()
	if id := in.Get("saved"); id != "" {
		saved, err := s.Desk.Names(r.Context(), gate.PrincipalOf(r.Context()).Org, desk.Search)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(saved, func(n desk.Named) bool { return n.ID == id })
		if at < 0 {
			return fmt.Errorf("saved search: %w", register.ErrNotFound)
		}
		if in, err = url.ParseQuery(saved[at].Query); err != nil {
			return fmt.Errorf("read a saved search: %w", err)
		}
		return s.show(w, r, http.StatusOK, queryOf(in), Bulk{})
	}
	return s.show(w, r, http.StatusOK, queryOf(in).open(), Bulk{})
}

// ask takes the form of conditions. What was typed stays out of the address: such
// a list is shown at once; any other has an address, to be kept and sent.
func (s *Screen) ask(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return fmt.Errorf("read form: %w", errors.Join(err, web.ErrInvalid))
	}
	in := r.PostForm
	if in.Has("q") { // another page of a list
		old, err := url.ParseQuery(in.Get("q"))
		if err != nil || len(in.Get("q")) > desk.MaxQuery {
			return fmt.Errorf("read query: %w", errors.Join(err, web.ErrInvalid))
		}
		old.Set("page", in.Get("page"))
		in = old
	}
	q := queryOf(in)
	if q.typed() {
		return s.show(w, r, http.StatusOK, q, Bulk{})
	}
	http.Redirect(w, r, Path+"?"+q.encode(q.Page), http.StatusSeeOther)
	return nil
}

// filter asks the index, which knows what the reader may see before it counts.
func (s *Screen) filter(ctx context.Context, q Query, o office, offset, limit int) (find.Found, error) {
	srcs, err := s.Register.Sources(ctx, gate.Sight(ctx, 0))
	if err != nil {
		return find.Found{}, fmt.Errorf("read sources: %w", err)
	}
	seen := make(map[register.SourceID]bool, len(srcs))
	for _, x := range srcs {
		seen[x.ID] = true
	}
	f := find.Filter{Terms: q.terms(o), Order: q.Order, Offset: offset, Limit: limit, Closed: gate.ViewOf(ctx).Closed, Deep: gate.ViewOf(ctx).Sees(register.C3)}
	if gate.ViewOf(ctx).SeesDeaths() {
		f.Ties = func() (*find.Ties, error) { return s.Index.Ties(s.judged(ctx)) }
		f.Deaths = gate.ViewOf(ctx).Sees(register.C3)
	}
	if !s.Index.Ready() {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, patience)
		defer cancel()
	}
	return s.Index.Filter(ctx, f, func(id register.SourceID) bool { return seen[id] })
}

// judged reads which records two people hold to be one person.
func (s *Screen) judged(ctx context.Context) func() ([]register.Judgement, []register.Continuation, error) {
	return func() ([]register.Judgement, []register.Continuation, error) {
		js, err := s.Register.Standing(ctx)
		if err != nil {
			return nil, nil, err
		}
		cs, err := s.Register.Continuations(ctx)
		return js, cs, err
	}
}

func (s *Screen) note(ctx context.Context, q Query) error {
	if s.Searches == nil {
		return nil
	}
	if err := s.Searches.Note(ctx, gate.PrincipalOf(ctx).Account, access.PeopleFilter, q.open().encode(0)); err != nil {
		return fmt.Errorf("note a search: %w", err)
	}
	return nil
}

func actor(ctx context.Context) journal.Actor {
	who := gate.PrincipalOf(ctx)
	return journal.Actor{Account: string(who.Account), Org: string(who.Org)}
}

// posted reads a form and the query that it carries.
func posted(r *http.Request) (Query, error) {
	if err := r.ParseForm(); err != nil {
		return Query{}, fmt.Errorf("read form: %w", errors.Join(err, web.ErrInvalid))
	}
	in, err := url.ParseQuery(r.PostForm.Get("q"))
	if err != nil || len(r.PostForm.Get("q")) > desk.MaxQuery {
		return Query{}, fmt.Errorf("read query: %w", errors.Join(err, web.ErrInvalid))
	}
	return queryOf(in), nil
}

// save keeps the search under a name.
func (s *Screen) save(w http.ResponseWriter, r *http.Request) error {
	q, err := posted(r)
	if err != nil {
		return err
	}
	name := strings.TrimSpace(r.PostForm.Get("name"))
	_, err = s.Desk.Put(r.Context(), actor(r.Context()), desk.Item{Kind: desk.Search, Text: name, Query: q.encode(0)})
	if errors.Is(err, desk.ErrText) || errors.Is(err, desk.ErrQuery) {
		return s.show(w, r, http.StatusUnprocessableEntity, q, Bulk{SaveName: name, SaveWrong: web.PrinterOf(r.Context()).T("browse.wrong.name")})
	}
	if err != nil {
		return err
	}
	return s.back(w, r, q, "saved")
}

// back shows the list again after something was done. One of typed words has no
// address.
func (s *Screen) back(w http.ResponseWriter, r *http.Request, q Query, did string) error {
	if q.typed() {
		return s.show(w, r, http.StatusOK, q, Bulk{Did: did})
	}
	to := Path + "?" + q.encode(q.Page)
	http.Redirect(w, r, to+"&did="+did, http.StatusSeeOther)
	return nil
}

// A Bulk is what was typed to be done to the people chosen, and to the search.
type Bulk struct {
	Do, Name, What, For, Due, Why string
	Whom                          string   // is to have the file
	Columns                       []string // of the file
	All                           bool
	Chosen                        []string // file numbers
	Wrong                         string
	SaveName, SaveWrong           string
	Did                           string // what was just done
}

// bulkKinds are what can be done to many people at once. Joining is not.
var bulkKinds = map[string]desk.Kind{"tag": desk.Tag, "list": desk.List, "task": desk.Task}

func (s *Screen) bulk(w http.ResponseWriter, r *http.Request) error {
	ctx, p := r.Context(), web.PrinterOf(r.Context())
	q, err := posted(r)
	if err != nil {
		return err
	}
	in := func(name string) string { return strings.TrimSpace(r.PostForm.Get(name)) }
	b := Bulk{Do: in("do"), Name: in("name"), What: in("what"), For: in("for"), Due: in("due"), All: in("all") != "", Chosen: r.PostForm["person"]}
	it := desk.Item{Kind: bulkKinds[b.Do], Text: b.Name}
	if it.Kind == desk.Task {
		it.Text, it.For, it.Due = b.What, b.For, dateOf(b.Due).String()
		if it.Due == "" {
			it.Due = b.Due
		}
	}
	if it.Records, err = s.chosen(ctx, q, b, desk.MaxRecords); err != nil {
		return err
	}
	_, err = s.Desk.Put(ctx, actor(ctx), it)
	if key := wrongKey(err); key != "" {
		b.Wrong = p.T(key)
		return s.show(w, r, http.StatusUnprocessableEntity, q, b)
	}
	if err != nil {
		return err
	}
	return s.back(w, r, q, b.Do)
}

// export asks for those chosen as a file.
func (s *Screen) export(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	q, err := posted(r)
	if err != nil {
		return err
	}
	b := Bulk{Do: "export", Why: strings.TrimSpace(r.PostForm.Get("why")), Whom: strings.TrimSpace(r.PostForm.Get("whom")), Columns: r.PostForm["column"], All: r.PostForm.Get("all") != "", Chosen: r.PostForm["person"]}
	records, err := s.chosen(ctx, q, b, export.MaxRecords)
	if err != nil {
		return err
	}
	x := export.Request{Records: records, Why: b.Why, For: b.Whom}
	for _, c := range b.Columns {
		x.Columns = append(x.Columns, export.Column(c))
	}
	_, err = s.Exports.Ask(ctx, actor(ctx), x)
	if key := wrongKey(err); key != "" {
		b.Wrong = web.PrinterOf(ctx).T(key)
		return s.show(w, r, http.StatusUnprocessableEntity, q, b)
	}
	if err != nil {
		return err
	}
	return s.back(w, r, q, "export")
}

// wrongKey is the message for what can be mended, "" for any other error.
func wrongKey(err error) string {
	switch {
	case errors.Is(err, desk.ErrNoItem):
		return "browse.wrong.do"
	case errors.Is(err, desk.ErrText):
		return "browse.wrong.name"
	case errors.Is(err, export.ErrWhy):
		return "browse.wrong.why"
	case errors.Is(err, export.ErrFor):
		return "browse.wrong.whom"
	case errors.Is(err, export.ErrColumns):
		return "browse.wrong.columns"
	case errors.Is(err, desk.ErrNobody):
		return "browse.wrong.nobody"
	case errors.Is(err, export.ErrNobody):
		return "browse.wrong.nobody.export"
	case errors.Is(err, desk.ErrDue):
		return "browse.wrong.due"
	case errors.Is(err, desk.ErrFor):
		return "browse.wrong.for"
	}
	return ""
}

// chosen are the records by which the chosen people are kept: the first in
// sight of each; none where they are more than most. Of all who were found the
// index knows them.
func (s *Screen) chosen(ctx context.Context, q Query, b Bulk, most int) ([]register.RecordID, error) {
	if b.All {
		o, err := s.officeOf(ctx, q)
		if err != nil {
			return nil, err
		}
		found, err := s.filter(ctx, q, o, 0, most+1)
		if err != nil || found.Total > most {
			return nil, err
		}
		return found.First, nil
	}
	v := gate.Sight(ctx, 0)
	var out []register.RecordID
	for _, no := range b.Chosen[:min(len(b.Chosen), desk.MaxRecords)] {
		id, ok := s.FileNos.Parse(no)
		if !ok {
			continue
		}
		now, records, err := s.Register.Person(ctx, v, id)
		if err == nil {
			err = dossier.LedOn(ctx, s.Register, v, id, now)
		}
		if errors.Is(err, register.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		records = slices.DeleteFunc(records, func(r register.Record) bool { return r.Destroyed != 0 })
		if len(records) > 0 {
			out = append(out, records[0].ID)
		}
	}
	return out, nil
}
