package byhand

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/dossier"
	"kashf.org/kashf/internal/find"
	"kashf.org/kashf/internal/identity"
	"kashf.org/kashf/internal/intake"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
)

// Entries takes in what was typed; [intake.Taker] does, and says what each
// method promises.
type Entries interface {
	ReadByHand(h intake.HandEntry) ([]register.Claim, []intake.Issue)
	EnterByHand(ctx context.Context, a journal.Actor, h intake.HandEntry) (register.RecordID, intake.Taking, error)
	EnteredByHand(ctx context.Context, a journal.Actor, v register.Sight, kind string, h intake.HandEntry) (register.RecordID, bool, error)
	HandSource(ctx context.Context, a journal.Actor, v register.Sight, kind, name string) (register.SourceID, error)
}

// Index finds people; [find.Index] does.
type Index interface {
	Search(ctx context.Context, q find.Query, sight func(register.SourceID) bool) ([]find.Hit, error)
	// Refresh follows the ledger to its end.
	Refresh(ctx context.Context) error
	Ready() bool
}

// Cards reads what tells people apart; [dossier.Dossier] does.
type Cards interface {
	Cards(ctx context.Context, a dossier.Audience, ids []register.PersonID) ([]dossier.Card, error)
}

// Identity enters that two records are one person; [identity.Service] does.
type Identity interface {
	Judge(ctx context.Context, a journal.Actor, v register.Sight, ans identity.Answer) (register.Judgement, error)
}

// A Register is what the screen reads. See [register.Reader].
type Register interface {
	Sources(ctx context.Context, v register.Sight) ([]register.Source, error)
	Person(ctx context.Context, v register.Sight, id register.PersonID) (register.PersonID, []register.Record, error)
	Judgements(ctx context.Context, v register.Sight, left, right register.RecordID) ([]register.Judgement, error)
	dossier.Records
}

// Searches notes who searched, and for what.
type Searches interface {
	Note(ctx context.Context, account access.AccountID, action access.Action, subject string) error
}

// A Screen takes people in by hand. Its fields are set once.
type Screen struct {
	Web      *web.Server
	Entries  Entries
	Index    Index
	Cards    Cards
	Identity Identity
	Register Register
	Searches Searches
	FileNos  register.FileNos
	Now      func() time.Time
	// Href is the address of a file.
	Href func(fileNo string) string

	entering sync.Mutex // one person at a time is looked for and entered: see caughtUp
}

// Path is the form's address.
const Path = "/people/new"

// Routes are the screen's addresses.
func (s *Screen) Routes() []web.Route {
	create := string(access.PersonCreate)
	return append([]web.Route{
		{Pattern: "GET " + Path, Action: create, Handler: s.ask},
		{Pattern: "POST " + Path, Action: create, Handler: s.post},
		{Pattern: "POST " + Path + "/similar", Action: create, Handler: s.similar},
	}, s.correctRoutes()...)
}

// offered is how many possible duplicates are shown.
const offered = 6

func (s *Screen) ask(w http.ResponseWriter, r *http.Request) error {
	f := Form{No: newNumber(), Values: map[register.Field]string{register.ToldOn: s.Now().Format(time.DateOnly)}, Spells: make([]Spell, firstRows)}
	return s.show(w, r, http.StatusOK, f, nil, false)
}

// similar gives those who may be the same person, while the form is filled in.
func (s *Screen) similar(w http.ResponseWriter, r *http.Request) error {
	f, _, claims, err := s.read(r)
	if err != nil {
		return err
	}
	hits, err := s.find(r.Context(), f, claims)
	if errors.Is(err, errLoading) {
		hits, err = nil, nil // the form asks again as it is sent
	}
	if err != nil {
		return err
	}
	return s.Web.Part(w, r, Similar(web.PrinterOf(r.Context()), f, hits))
}

func (s *Screen) read(r *http.Request) (Form, []intake.HandCell, []register.Claim, error) {
	if err := r.ParseForm(); err != nil {
		return Form{}, nil, nil, fmt.Errorf("read form: %w", errors.Join(err, web.ErrInvalid))
	}
	f := formOf(r.PostForm)
	p := web.PrinterOf(r.Context())
	cells := f.cells(p)
	claims, issues := s.Entries.ReadByHand(intake.HandEntry{Cells: cells, Nameless: true})
	f.check(p, cells, issues)
	return f, cells, claims, nil
}

func (s *Screen) post(w http.ResponseWriter, r *http.Request) error {
	f, cells, claims, err := s.read(r)
	if err != nil {
		return err
	}
	switch r.PostForm.Get("do") {
	case "more":
		f.Wrong, f.Kept = nil, nil
		f.Spells = append(f.Spells, make([]Spell, min(moreRows, maxSpells-len(f.Spells)))...)
		return s.show(w, r, http.StatusOK, f, nil, false)
	case "check":
		f.Wrong, f.Kept = map[string]string{}, nil
	default:
		if to, err := s.enteredBefore(r.Context(), f, cells); err != nil || to != "" {
			return s.done(w, r, to, err)
		}
	}
	s.entering.Lock()
	defer s.entering.Unlock()
	err = s.caughtUp(r.Context())
	var hits []HitView
	if err == nil {
		hits, err = s.find(r.Context(), f, claims)
	}
	if errors.Is(err, errLoading) {
		return s.show(w, r, http.StatusServiceUnavailable, f.loading(web.PrinterOf(r.Context())), nil, false)
	}
	if err != nil {
		return err
	}
	switch {
	case r.PostForm.Get("do") == "check":
		return s.show(w, r, http.StatusOK, f, hits, true)
	case len(f.Wrong) > 0:
		return s.show(w, r, http.StatusUnprocessableEntity, f, hits, false)
	case f.unanswered(hits):
		return s.show(w, r, http.StatusConflict, f, hits, true)
	}
	return s.enter(w, r, f, cells, hits)
}

// loading marks the form where those who may be the same person cannot be
// looked for yet.
func (f Form) loading(p locale.Printer) Form {
	f.Loading, f.Wrong = p.T("byhand.loading"), nil
	return f
}

// enteredBefore is the file of a form that was sent before, such as by a second
// click; "" for one that was not. What a crash left out is done then.
func (s *Screen) enteredBefore(ctx context.Context, f Form, cells []intake.HandCell) (string, error) {
	if len(f.Wrong) > 0 {
		return "", nil
	}
	p, a := web.PrinterOf(ctx), actor(ctx)
	rec, ok, err := s.Entries.EnteredByHand(ctx, a, gate.Sight(ctx, 0), f.Kind, intake.HandEntry{Cells: numbered(p, f.No, cells)})
	if err != nil || !ok {
		return "", err
	}
	if f.joins() {
		join, err := s.recordOf(ctx, f.Same)
		if err == nil {
			err = s.tie(ctx, a, join, rec, p.T("byhand.same.why"))
		}
		if err != nil && !errors.Is(err, register.ErrNotFound) { // the file chosen may be gone since
			return "", err
		}
	}
	return s.entered(ctx, rec)
}

func (s *Screen) done(w http.ResponseWriter, r *http.Request, to string, err error) error {
	if err != nil {
		return err
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// entered is where the writer goes once a record is entered.
func (s *Screen) entered(ctx context.Context, rec register.RecordID) (string, error) {
	now, err := s.fileOf(ctx, rec)
	return s.Href(s.FileNos.Format(now)) + "?did=entered", err
}

// joins reports whether a file was chosen to which the record goes.
func (f Form) joins() bool { return f.Same != "" && f.Same != NewPerson }

// tie enters the writer's word that two records are one person, unless it
// stands already.
func (s *Screen) tie(ctx context.Context, a journal.Actor, left, right register.RecordID, why string) error {
	v := gate.Sight(ctx, 0) // the writer's own record is in it
	if left == right {
		return nil
	}
	said, err := s.Register.Judgements(ctx, v, left, right)
	if err != nil {
		return fmt.Errorf("read judgements: %w", err)
	}
	if slices.ContainsFunc(said, func(j register.Judgement) bool {
		return j.Undone == 0 && j.By == a.Account && j.Verdict == register.SamePerson
	}) {
		return nil
	}
	_, err = s.Identity.Judge(ctx, a, v, identity.Answer{Left: left, Right: right, Verdict: register.SamePerson, Why: why})
	return err
}

// unanswered reports whether somebody who fits well was not offered before the
// reader said who the person is.
func (f Form) unanswered(hits []HitView) bool {
	if f.joins() {
		return false
	}
	return slices.ContainsFunc(hits, func(h HitView) bool {
		return h.Strong && (f.Same == "" || !slices.Contains(f.Seen, h.FileNo))
	})
}

// enter makes the record and joins it to the file that was chosen.
func (s *Screen) enter(w http.ResponseWriter, r *http.Request, f Form, cells []intake.HandCell, hits []HitView) error {
	ctx, p := r.Context(), web.PrinterOf(r.Context())
	a := actor(ctx)
	var join register.RecordID
	if f.joins() {
		id, err := s.recordOf(ctx, f.Same)
		if errors.Is(err, register.ErrNotFound) {
			f.Wrong["same"], f.Same = p.T("byhand.wrong.same"), ""
			return s.show(w, r, http.StatusUnprocessableEntity, f, hits, true)
		}
		if err != nil {
			return err
		}
		join = id
	}
	src, err := s.Entries.HandSource(ctx, a, gate.Sight(ctx, 0), f.Kind, sourceName(p, f.Kind))
	if err != nil {
		return err
	}
	rec, _, err := s.Entries.EnterByHand(ctx, a, intake.HandEntry{Source: src, Name: p.T("byhand.file"), Cells: numbered(p, f.No, cells)})
	if err != nil {
		return err
	}
	if join != 0 {
		if err := s.tie(ctx, a, join, rec, p.T("byhand.same.why")); err != nil {
			return fmt.Errorf("join to the file: %w", err)
		}
	}
	to, err := s.entered(ctx, rec)
	return s.done(w, r, to, err)
}

func actor(ctx context.Context) journal.Actor {
	who := gate.PrincipalOf(ctx)
	return journal.Actor{Account: string(who.Account), Org: string(who.Org)}
}

// recordOf is the first record in sight of a file that was chosen.
func (s *Screen) recordOf(ctx context.Context, fileNo string) (register.RecordID, error) {
	_, records, err := s.file(ctx, fileNo)
	if err == nil && len(records) == 0 {
		err = register.ErrNotFound
	}
	if err != nil {
		return 0, err
	}
	return records[0].ID, nil
}

func (s *Screen) fileOf(ctx context.Context, rec register.RecordID) (register.PersonID, error) {
	r, err := s.Register.RecordOf(ctx, gate.Sight(ctx, 0), rec)
	return r.Person, err
}

// loadPatience is how long duplicates are waited for while a server that has
// just started reads its register.
const loadPatience = 3 * time.Second

// errLoading: the index is not read yet.
var errLoading = errors.New("the search index is still loading")

// caughtUp waits until the index has what a colleague entered a moment ago: two
// who enter one person at a time are told of each other. It gives [errLoading]
// where that takes too long, such as after a large list.
func (s *Screen) caughtUp(ctx context.Context) error {
	done := make(chan error, 1)
	go func() { done <- s.Index.Refresh(context.WithoutCancel(ctx)) }()
	select {
	case err := <-done:
		return err
	case <-time.After(loadPatience):
		return errLoading
	}
}

// find looks for the same person among those in sight. The search is noted
// before it is made.
func (s *Screen) find(ctx context.Context, f Form, claims []register.Claim) ([]HitView, error) {
	q := f.query(claims)
	if len([]rune(q.Name)) < 3 || len([]rune(q.Name)) > maxText {
		return nil, nil
	}
	if s.Searches != nil {
		if err := s.Searches.Note(ctx, gate.PrincipalOf(ctx).Account, access.PeopleSearch, q.Name+"\n"+q.Mother); err != nil {
			return nil, fmt.Errorf("note a search: %w", err)
		}
	}
	srcs, err := s.Register.Sources(ctx, gate.Sight(ctx, 0))
	if err != nil {
		return nil, fmt.Errorf("read sources: %w", err)
	}
	seen := make(map[register.SourceID]bool, len(srcs))
	for _, x := range srcs {
		seen[x.ID] = true
	}
	if !s.Index.Ready() {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, loadPatience)
		defer cancel()
	}
	q.Closed = gate.ViewOf(ctx).Closed
	hits, err := s.Index.Search(ctx, q, func(id register.SourceID) bool { return seen[id] })
	if errors.Is(err, context.DeadlineExceeded) && !s.Index.Ready() {
		return nil, errLoading
	}
	if err != nil {
		return nil, err
	}
	return s.describe(ctx, web.PrinterOf(ctx), hits)
}
