package certificate

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/part"
)

// Path is the page's address; it stands on every certificate.
const Path = "/certificate"

// Papers answers codes; [review.Service] does.
type Papers interface {
	CheckPaper(ctx context.Context, code review.PaperCode) (review.PaperAnswer, error)
}

// A Screen is the page. Its fields are set once.
type Screen struct {
	Web    *web.Server
	Papers Papers
	Key    string // of the office, for who checks without a connection
}

// Routes are the screen's addresses.
func (s *Screen) Routes() []web.Route {
	return []web.Route{
		{Pattern: "GET " + Path, Action: web.Public, Handler: s.ask},
		{Pattern: "POST " + Path, Action: web.Public, Handler: s.answer},
	}
}

// A View is the page: the form, or the answer.
type View struct {
	Typed   string
	Misread bool
	Answer  *AnswerView
	Key     string
}

// An AnswerView is an answer in words.
type AnswerView struct {
	Tone        part.Tone
	Title, Text string
	Says        []string // as the paper says it
	Initials    string
}

func (s *Screen) ask(w http.ResponseWriter, r *http.Request) error {
	return s.show(w, r, http.StatusOK, View{})
}

// answer answers a code. One that was misread comes back as it was typed: it is
// no answer about any paper.
func (s *Screen) answer(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return fmt.Errorf("read form: %w", errors.Join(err, web.ErrInvalid))
	}
	typed := r.PostForm.Get("code")
	code, err := review.ParsePaperCode(typed)
	if err != nil {
		return s.show(w, r, http.StatusUnprocessableEntity, View{Typed: typed, Misread: true})
	}
	a, err := s.Papers.CheckPaper(r.Context(), code)
	if err != nil {
		return fmt.Errorf("check certificate: %w", err)
	}
	v := answered(web.PrinterOf(r.Context()), a)
	return s.show(w, r, http.StatusOK, View{Answer: &v})
}

func (s *Screen) show(w http.ResponseWriter, r *http.Request, status int, v View) error {
	p := web.PrinterOf(r.Context())
	v.Key = s.Key
	f := s.Web.Frame(r, p.T("certificate.title"))
	f.Path, f.Lost = Path, r.Method == http.MethodPost
	return s.Web.PageStatus(w, r, status, f, Page(p, v))
}

func answered(p locale.Printer, a review.PaperAnswer) AnswerView {
	v := AnswerView{Tone: part.Info, Title: p.T("certificate.is." + string(a.Standing)), Text: p.T("certificate.text." + string(a.Standing))}
	if a.Standing != review.PaperValid {
		return v
	}
	v.Tone, v.Says = part.Good, Lines(p, a.Form, a.Holdings)
	v.Says = append(v.Says, p.T("certificate.issued", p.Day(a.At.Time())))
	for i, l := range a.Initials {
		if i > 0 {
			v.Initials += " "
		}
		v.Initials += l + "…"
	}
	return v
}

// Lines are what a certificate says, the same on the paper and in the answer.
func Lines(p locale.Printer, form review.Form, holdings []review.Holding) []string {
	var out []string
	for _, h := range holdings {
		out = append(out, p.T("review.paper.certificate.found", p.T("review.holding."+string(h))))
	}
	return append(out, p.T("certificate.form."+string(form)), p.T("review.paper.certificate.innocent"))
}
