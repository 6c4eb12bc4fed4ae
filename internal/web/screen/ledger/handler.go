package ledger

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/internal/web/part"
)

// pageSize is how many entries a page shows.
const pageSize = 50

func (s *Screen) list(w http.ResponseWriter, r *http.Request) error {
	ctx, p := r.Context(), web.PrinterOf(r.Context())
	search := s.searchOf(p, r.URL.Query())
	lines, err := s.Log.Lines(ctx, s.within(r, search.filter()))
	if err == nil && search.Subject != "" {
		lines, err = s.below(ctx, lines)
	}
	if err != nil {
		return fmt.Errorf("list entries: %w", err)
	}
	names, err := s.names(r)
	if err != nil {
		return err
	}
	kinds, err := s.Log.Kinds(ctx)
	if err != nil {
		return fmt.Errorf("list kinds: %w", err)
	}
	c, text, err := s.signed(ctx)
	if err != nil {
		return err
	}
	v := ListView{Search: search, Kinds: kindOptions(p, kinds, search.Kind), Authors: names.options(search.Author)}
	v.Head = HeadView{Signed: text != nil, Size: c.Size, Root: c.Root.String(), Key: s.Key}
	if len(lines) > pageSize {
		lines = lines[:pageSize]
		v.Older = search.address(lines[pageSize-1].Seq)
	}
	if search.Before > 0 {
		v.Newest = search.address(0)
	}
	for _, l := range lines {
		v.Rows = append(v.Rows, rowOf(p, names, l))
	}
	return s.Web.Page(w, r, s.Web.Frame(r, p.T("ledger.title")), List(p, v))
}

// within keeps a search by subject to the reader's own organisation: whether a
// hidden file has entries is as hidden as the file.
func (s *Screen) within(r *http.Request, f journal.Filter) journal.Filter {
	f.Limit = pageSize + 1
	if f.Subject != "" && !audits(r) {
		f.Org = string(gate.PrincipalOf(r.Context()).Org)
	}
	return f
}

// below leaves out the entries about what is above the reader's level.
func (s *Screen) below(ctx context.Context, lines []journal.Line) (out []journal.Line, err error) {
	for _, l := range lines {
		above, err := s.above(ctx, l.Subjects)
		if err != nil {
			return nil, err
		}
		if !above {
			out = append(out, l)
		}
	}
	return out, nil
}

// above reports whether any of the subjects is above the reader's level.
func (s *Screen) above(ctx context.Context, subjects []string) (bool, error) {
	if s.Above == nil {
		return false, nil
	}
	for _, x := range subjects {
		if above, err := s.Above(ctx, x); above || err != nil {
			return above, err
		}
	}
	return false, nil
}

func can(r *http.Request, a access.Action) bool { return web.SessionOf(r.Context()).Can(string(a)) }

// audits reports whether the reader checks who did what everywhere.
func audits(r *http.Request) bool { return can(r, access.AccessLog) }

// entryOf reads the entry that the address names.
func (s *Screen) entryOf(r *http.Request) (journal.Entry, int64, error) {
	seq, err := strconv.ParseInt(r.PathValue("seq"), 10, 64)
	if err != nil || seq < 0 || number(seq) != r.PathValue("seq") {
		return journal.Entry{}, 0, web.ErrNotFound
	}
	e, undone, err := s.Log.Entry(r.Context(), seq)
	if errors.Is(err, journal.ErrNoEntry) {
		return e, 0, web.ErrNotFound
	}
	return e, undone, err
}

// may asks about one entry. A body is shown whole and not value by value, so
// it takes the clearance for the most that a body holds unsealed.
func (s *Screen) may(r *http.Request, a access.Action, e journal.Entry) bool {
	res := access.Resource{Kind: access.OnEntry, Owner: register.OrgID(e.Org), Author: access.AccountID(e.Author)}
	if a == access.LedgerBody {
		res.Level = register.C3
	}
	return s.Authorizer.Authorize(r.Context(), gate.PrincipalOf(r.Context()), a, res) == nil
}

// seesSubjects reports whether the reader is told which files e concerns.
func seesSubjects(r *http.Request, e journal.Entry) bool {
	org := gate.PrincipalOf(r.Context()).Org
	return audits(r) || org != "" && org == register.OrgID(e.Org)
}

func (s *Screen) entry(w http.ResponseWriter, r *http.Request) error {
	e, undone, err := s.entryOf(r)
	if err != nil {
		return err
	}
	names, err := s.names(r)
	if err != nil {
		return err
	}
	c, text, err := s.signed(r.Context())
	if err != nil {
		return err
	}
	above, err := s.above(r.Context(), e.Subjects)
	if err != nil {
		return err
	}
	p, sees := web.PrinterOf(r.Context()), seesSubjects(r, e) && !above
	v := EntryView{
		Row:    rowOf(p, names, journal.Line{Header: e.Header, Undone: undone, Destroyed: e.Destroyed}),
		Facts:  factsOf(p, names, e, sees),
		Key:    s.Key,
		Proved: text != nil && e.Seq < c.Size && can(r, access.LedgerProof),
		Leaf:   sees,
		Undo:   !above && s.undoable(r, e, undone),
		Undid:  r.URL.Query().Get("done") == "undone",
	}
	if e.Body != nil && !above && s.may(r, access.LedgerBody, e) {
		v.Body = bodyText(toldOf(e.Kind, e.Body))
	}
	f := s.Web.Frame(r, p.T("ledger.entry", number(e.Seq)))
	f.Crumbs = []part.Crumb{{Label: p.T("ledger.title"), Href: Path}, {Label: p.T("ledger.entry", number(e.Seq))}}
	return s.Web.Page(w, r, f, Entry(p, v))
}

// undoable reports whether the reader may take back what e did.
func (s *Screen) undoable(r *http.Request, e journal.Entry, undone int64) bool {
	return s.Kinds[e.Kind].Undo != nil && undone == 0 && e.Destroyed == 0 && s.may(r, access.LedgerUndo, e)
}

func (s *Screen) askUndo(w http.ResponseWriter, r *http.Request) error {
	e, undone, err := s.entryOf(r)
	if err != nil {
		return err
	}
	above, err := s.above(r.Context(), e.Subjects)
	if err != nil {
		return err
	}
	if above || !s.undoable(r, e, 0) {
		return web.ErrNotFound
	}
	if undone != 0 {
		return s.undoneBefore(w, r, e.Seq, undone, "")
	}
	return s.showUndo(w, r, http.StatusOK, UndoView{Seq: e.Seq, Kind: kindName(web.PrinterOf(r.Context()), e.Kind)})
}

func (s *Screen) undo(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return fmt.Errorf("read form: %w", errors.Join(err, web.ErrInvalid))
	}
	e, undone, err := s.entryOf(r)
	if err != nil {
		return err
	}
	above, err := s.above(r.Context(), e.Subjects)
	if err != nil {
		return err
	}
	if above || !s.undoable(r, e, 0) {
		return web.ErrNotFound
	}
	if undone != 0 {
		return s.undoneBefore(w, r, e.Seq, undone, r.PostForm.Get("why"))
	}
	p, who := web.PrinterOf(r.Context()), gate.PrincipalOf(r.Context())
	v := UndoView{Seq: e.Seq, Kind: kindName(p, e.Kind), Why: r.PostForm.Get("why")}
	if v.Wrong = whyWrong(p, v.Why); v.Wrong != "" {
		return s.showUndo(w, r, http.StatusUnprocessableEntity, v)
	}
	actor := journal.Actor{Account: string(who.Account), Org: string(who.Org), Device: gate.Device(r)}
	err = s.Undoer.Undo(r.Context(), actor, e.Seq, v.Why)
	if errors.Is(err, journal.ErrCannotUndo) { // by another, between the page and the click
		if _, undone, again := s.Log.Entry(r.Context(), e.Seq); again == nil && undone != 0 {
			return s.undoneBefore(w, r, e.Seq, undone, v.Why)
		}
	}
	if errors.Is(err, journal.ErrCannotUndo) || errors.Is(err, journal.ErrConflict) {
		v.Refused = true
		return s.showUndo(w, r, http.StatusConflict, v)
	}
	if err != nil {
		return fmt.Errorf("undo entry %d: %w", e.Seq, err)
	}
	http.Redirect(w, r, entryPath(e.Seq)+"?done=undone", http.StatusSeeOther)
	return nil
}

func (s *Screen) undoneBefore(w http.ResponseWriter, r *http.Request, seq, undone int64, why string) error {
	return s.Seconder.Answer(w, r, gate.TakenBack{Undone: undone, Title: web.PrinterOf(r.Context()).T("ledger.undo"), Why: why, Back: entryPath(seq)})
}

func (s *Screen) showUndo(w http.ResponseWriter, r *http.Request, status int, v UndoView) error {
	p := web.PrinterOf(r.Context())
	f := s.Web.Frame(r, p.T("ledger.undo"))
	f.Path, f.Lost = entryPath(v.Seq)+"/undo", status >= http.StatusBadRequest
	f.Crumbs = []part.Crumb{
		{Label: p.T("ledger.title"), Href: Path},
		{Label: p.T("ledger.entry", number(v.Seq)), Href: entryPath(v.Seq)},
		{Label: p.T("ledger.undo")},
	}
	return s.Web.PageStatus(w, r, status, f, Undo(p, v))
}

func entryPath(seq int64) string { return Path + "/" + number(seq) }

// number is an entry's number as people quote it: digits and nothing else.
func number(seq int64) string { return strconv.FormatInt(seq, 10) }
