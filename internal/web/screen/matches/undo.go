package matches

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/internal/web/part"
)

// judgement finds a standing judgement in sight that the reader may take back.
func (s *Screen) judgement(ctx context.Context, id string) (register.Judgement, error) {
	j, err := s.Register.Judgement(ctx, s.Gate.Sight(ctx), id)
	if err != nil {
		return j, err
	}
	if err := s.Gate.Authorize(ctx, access.MatchUndo, judgementResource(j)); err != nil {
		return j, err
	}
	return j, nil
}

func (s *Screen) askUndo(w http.ResponseWriter, r *http.Request) error {
	j, err := s.judgement(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	if j.Undone != 0 {
		return s.undoneBefore(w, r, j, "")
	}
	return s.undoForm(w, r, http.StatusOK, j, "")
}

func (s *Screen) undoneBefore(w http.ResponseWriter, r *http.Request, j register.Judgement, why string) error {
	return s.Seconder.Answer(w, r, gate.TakenBack{
		Undone: j.Undone, Title: web.PrinterOf(r.Context()).T("matches.undo.title"), Why: why, Back: Href(s.FileNos, j.Left, j.Right),
	})
}

func (s *Screen) undoForm(w http.ResponseWriter, r *http.Request, status int, j register.Judgement, wrong string) error {
	p := web.PrinterOf(r.Context())
	f := s.frame(r, p, p.T("matches.undo.title"))
	f.Path = judgementPath(j.ID) + "/undo"
	said := s.saidOf(r.Context(), p, j)
	return s.Web.PageStatus(w, r, status, f, undoPage(p, said, part.Confirm{
		Action: judgementPath(j.ID) + "/undo", Title: p.T("matches.undo.ask", verdictWords(p, j.Verdict)),
		Text: p.T("matches.undo.text"), Points: undoPoints(p, j), Button: p.T("matches.undo.button"),
		Cancel: Href(s.FileNos, j.Left, j.Right), Why: part.Why(p, r.PostForm.Get("why"), wrong), Draft: "undo/" + j.ID,
	}))
}

// undoPoints say what taking a judgement back does.
func undoPoints(p locale.Printer, j register.Judgement) []string {
	out := []string{p.T("matches.undo.asked_again")}
	switch j.Verdict {
	case register.SamePerson:
		out = append([]string{p.T("matches.undo.parts")}, out...)
	case register.Different, register.Relatives:
		out = append([]string{p.T("matches.undo.joins")}, out...)
	}
	return out
}

// reason reads the reason that a form gives, and reports whether it is one.
func reason(r *http.Request) (string, bool, error) {
	if err := r.ParseForm(); err != nil {
		return "", false, fmt.Errorf("read form: %w", err)
	}
	why := strings.TrimSpace(r.PostForm.Get("why"))
	return why, why != "" && utf8.ValidString(why) && utf8.RuneCountInString(why) <= maxWhy, nil
}

func (s *Screen) undo(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	j, err := s.judgement(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	why, ok, err := reason(r)
	if err != nil {
		return err
	}
	if j.Undone == 0 && !ok {
		return s.undoForm(w, r, http.StatusUnprocessableEntity, j, web.PrinterOf(ctx).T("matches.undo.why"))
	}
	return s.takenBack(w, r, j, why, "?did=undone")
}

// slip is how long an answer can be taken back without a reason: for a key
// that was pressed by mistake.
const slip = time.Hour

// takeBack undoes the reader's own answer of a moment ago. An older one, or
// another's, is taken back with a reason.
func (s *Screen) takeBack(w http.ResponseWriter, r *http.Request) error {
	j, err := s.judgement(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	if j.By != string(s.Gate.Principal(r.Context()).Account) || s.Now().Sub(j.At) > slip {
		http.Redirect(w, r, judgementPath(j.ID)+"/undo", http.StatusSeeOther)
		return nil
	}
	return s.takenBack(w, r, j, "", "?did=undone&back=1")
}

func (s *Screen) takenBack(w http.ResponseWriter, r *http.Request, j register.Judgement, why, tail string) error {
	ctx := r.Context()
	if j.Undone != 0 {
		return s.undoneBefore(w, r, j, why)
	}
	_, err := s.Identity.UndoJudgement(ctx, s.actor(ctx), s.Gate.Sight(ctx), j.ID, why)
	if errors.Is(err, journal.ErrCannotUndo) { // by another, between the page and the click
		if j, again := s.judgement(ctx, j.ID); again == nil && j.Undone != 0 {
			return s.undoneBefore(w, r, j, why)
		}
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, Href(s.FileNos, j.Left, j.Right)+tail, http.StatusSeeOther)
	return nil
}
