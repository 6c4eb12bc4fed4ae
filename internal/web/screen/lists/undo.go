package lists

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/internal/web/part"
)

// askUndo says what undoing an import touches, and asks why.
func (s *Screen) askUndo(w http.ResponseWriter, r *http.Request) error {
	im, src, err := s.importFor(r.Context(), access.ImportUndo, register.ImportID(r.PathValue("id")))
	if err != nil {
		return err
	}
	if im.Undone != 0 {
		return s.undoneBefore(w, r, im, src, "")
	}
	if later, err := s.Register.EditionsOf(r.Context(), im.ID); err != nil {
		return err
	} else if len(later) > 0 {
		http.Redirect(w, r, importHref(later[0])+"?did=undo_newer", http.StatusSeeOther)
		return nil
	}
	return s.showUndo(w, r, http.StatusOK, im, src, "", "")
}

func (s *Screen) showUndo(w http.ResponseWriter, r *http.Request, status int, im register.Import, src register.Source, why, wrong string) error {
	p := web.PrinterOf(r.Context())
	judged, err := s.judgementsOn(r.Context(), im)
	if err != nil {
		return err
	}
	c := part.Confirm{
		Action: importHref(im.ID) + "/undo", Title: p.T("lists.undo.title"), Text: p.T("lists.undo.text", locale.Isolate(im.FileName)), Grave: true,
		Points: []string{p.N("lists.undo.records", im.Taken), p.N("lists.undo.judgements", judged), p.T("lists.undo.kept")},
		Button: p.T("lists.undo.do"), Cancel: importHref(im.ID), Why: part.Why(p, why, wrong), Draft: "undo-" + string(im.ID),
	}
	f := s.Web.Frame(r, p.T("lists.undo.title"))
	f.Path = importHref(im.ID) + "/undo"
	f.Crumbs = []part.Crumb{{Label: p.T("lists.title"), Href: "/lists"}, {Label: src.Name, Href: sourceHref(src.ID)}, {Label: p.T("lists.undo.title")}}
	return s.Web.PageStatus(w, r, status, f, UndoPage(p, im.FileName, src.Name, c))
}

// judgementsOn counts the standing judgements about an import's records. One
// about a record that is hidden from the reader is not counted.
func (s *Screen) judgementsOn(ctx context.Context, im register.Import) (int, error) {
	all, err := s.Register.Standing(ctx)
	if err != nil {
		return 0, fmt.Errorf("read judgements: %w", err)
	}
	ours := func(id register.RecordID) bool { return id >= im.First && id < im.First+register.RecordID(im.Taken) }
	n := 0
	for _, j := range all {
		other := j.Right
		switch {
		case ours(j.Left) && ours(j.Right):
			n++
			continue
		case ours(j.Right):
			other = j.Left
		case !ours(j.Left):
			continue
		}
		_, err := s.Register.RecordOf(ctx, gate.Sight(ctx, 0), other)
		if err == nil {
			n++
		} else if !errors.Is(err, register.ErrNotFound) {
			return 0, err
		}
	}
	return n, nil
}

func (s *Screen) undo(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return fmt.Errorf("read form: %w", err)
	}
	im, src, err := s.importFor(r.Context(), access.ImportUndo, register.ImportID(r.PathValue("id")))
	if err != nil {
		return err
	}
	why := strings.TrimSpace(r.PostForm.Get("why"))
	if im.Undone != 0 {
		return s.undoneBefore(w, r, im, src, why)
	}
	if why == "" || len([]rune(why)) > maxWhy {
		return s.showUndo(w, r, http.StatusUnprocessableEntity, im, src, why, web.PrinterOf(r.Context()).T("lists.wrong.why"))
	}
	if later, err := s.Register.EditionsOf(r.Context(), im.ID); err != nil {
		return err
	} else if len(later) > 0 {
		http.Redirect(w, r, importHref(later[0])+"?did=undo_newer", http.StatusSeeOther)
		return nil
	}
	err = s.enterUndone(r.Context(), im, why)
	if errors.Is(err, journal.ErrCannotUndo) { // by another, between the page and the click
		if im, src, again := s.importFor(r.Context(), access.ImportUndo, im.ID); again == nil && im.Undone != 0 {
			return s.undoneBefore(w, r, im, src, why)
		}
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, sourceHref(src.ID)+"?did=undone", http.StatusSeeOther)
	return nil
}

func (s *Screen) undoneBefore(w http.ResponseWriter, r *http.Request, im register.Import, src register.Source, why string) error {
	second := gate.Seconder{Web: s.Web, Entries: s.Entries, Names: s.People}
	return second.Answer(w, r, gate.TakenBack{Undone: im.Undone, Title: web.PrinterOf(r.Context()).T("lists.undo.title"), Why: why, Back: sourceHref(src.ID)})
}
