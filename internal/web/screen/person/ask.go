package person

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/dossier"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/vocab"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/internal/web/part"
)

// revealOf says how the values at C4 stand for the reader.
func (s *Screen) revealOf(r *http.Request, p locale.Printer, f dossier.PersonFile) *Reveal {
	who := gate.PrincipalOf(r.Context())
	if !can(r, access.PersonReveal) {
		return nil
	}
	v := &Reveal{Href: Href(f.FileNo) + "/reveal"}
	if until := who.Reveals[f.Person]; who.Reveals.Open(f.Person, s.Now()) {
		left := until.Sub(s.Now())
		v.Open, v.Until = true, p.N("person.reveal.open", max(1, int(left.Minutes()+.5)))
	}
	return v
}

// subject is the file that a reveal is asked for: one that the reader sees.
func (s *Screen) subject(r *http.Request) (dossier.PersonFile, error) {
	id := s.number(r)
	f, err := s.Files.Person(r.Context(), audience(r.Context(), id), id, s.today())
	if err != nil {
		return f, fmt.Errorf("read a file to reveal: %w", err)
	}
	return f, nil
}

func (s *Screen) ask(w http.ResponseWriter, r *http.Request) error {
	f, err := s.subject(r)
	if err != nil {
		return err
	}
	if moved(w, r, f, "/reveal") {
		return nil
	}
	p := web.PrinterOf(r.Context())
	return s.Web.Page(w, r, s.frame(r, p, f.FileNo), AskForm(p, askOf(p, f.FileNo, "", "")))
}

// reveal opens the values at C4. Where a fresh sign-in is missing it returns
// [access.ErrStepUp], on which [Screen.Fresh] asks for one.
func (s *Screen) reveal(w http.ResponseWriter, r *http.Request) error {
	f, err := s.subject(r)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fmt.Errorf("read form: %w", err)
	}
	p := web.PrinterOf(r.Context())
	code, detail := r.PostForm.Get("purpose"), strings.TrimSpace(r.PostForm.Get("detail"))
	a := askOf(p, f.FileNo, code, detail)
	if !vocab.Valid(purposes, code) {
		a.Purpose.Error = p.T("person.reveal.choose")
		return s.Web.PageStatus(w, r, http.StatusUnprocessableEntity, s.frame(r, p, f.FileNo), AskForm(p, a))
	}
	_, err = s.Revealer.Reveal(r.Context(), gate.PrincipalOf(r.Context()), access.PersonResource(f.Person, register.C4), code+": "+detail)
	switch {
	case errors.Is(err, access.ErrInvalid):
		a.Detail.Error = p.T("person.reveal.say_more")
		return s.Web.PageStatus(w, r, http.StatusUnprocessableEntity, s.frame(r, p, f.FileNo), AskForm(p, a))
	case err != nil:
		return fmt.Errorf("reveal: %w", err)
	}
	http.Redirect(w, r, Href(f.FileNo), http.StatusSeeOther)
	return nil
}

// purposes is the vocabulary of what values at C4 are opened for.
const purposes = "access_purpose"

func askOf(p locale.Printer, fileNo, code, detail string) Ask {
	a := Ask{FileNo: fileNo, Href: Href(fileNo)}
	a.Purpose = part.Input{Name: "purpose", Label: p.T("person.reveal.purpose"), Value: code, Required: true}
	a.Purpose.Options = append(a.Purpose.Options, part.Option{Label: p.T("common.choose")})
	for _, t := range vocab.List(purposes) {
		a.Purpose.Options = append(a.Purpose.Options, part.Option{Value: t.Code, Label: vocab.Label(purposes, t.Code, p.Lang())})
	}
	a.Detail = part.Input{
		Name: "detail", Label: p.T("person.reveal.detail"), Hint: p.T("common.confirm_why_hint"),
		Value: detail, Required: true, Max: 400,
	}
	return a
}
