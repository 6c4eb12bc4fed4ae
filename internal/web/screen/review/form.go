package review

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/review/voice"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/part"
)

// A shape is how a field asks.
type shape uint8

const (
	line shape = iota
	area
	choice // one of many
	radios // one of few
	checks // any number
	upload // a file
	hidden
	note   // says something and asks nothing
	begins // a part of a long form
)

// A Field is one question of an act's form.
type Field struct {
	shape shape
	part.Input
	Text string // of a note
}

// A sheet is an act's form as it is filled in: the case as the reader may read
// it, and what was typed.
type sheet struct {
	*Screen
	ctx  context.Context
	p    locale.Printer
	x    review.Seen
	form url.Values
	file []byte // that came with the form, nil where none did
	saw  int64  // the version of the case that the form was read with
}

func (q *sheet) of() string             { return q.form.Get("of") }
func (q *sheet) get(name string) string { return strings.TrimSpace(q.form.Get(name)) }
func (q *sheet) on(name string) bool    { return q.form.Get(name) != "" }

func (q *sheet) number(name string) int {
	n, err := strconv.Atoi(q.get(name))
	if err != nil {
		return 0
	}
	return n
}

// answered is the number of an answer, -1 where none was given: an empty form says
// nothing, and not the least of what could be said.
func (q *sheet) answered(name string) int {
	if q.get(name) == "" {
		return -1
	}
	return q.number(name)
}

// field makes a question whose label and hint are found by its name, the digits
// at its end left out: the third "reasons" is asked for as the first is.
func (q *sheet) field(s shape, name string, options ...part.Option) Field {
	base := strings.TrimRight(name, "0123456789-")
	in := part.Input{Name: name, Label: q.p.T("review.f." + base), Options: options, Value: q.form.Get(name), Required: s == choice || s == radios}
	if h := "review.h." + base; q.p.Has(h) {
		in.Hint = q.p.T(h)
	}
	if s == checks || s == radios || s == choice {
		in.Value = ""
		for i := range in.Options {
			if q.form.Has(name) {
				in.Options[i].Chosen = slices.Contains(q.form[name], in.Options[i].Value)
			}
		}
	}
	return Field{shape: s, Input: in}
}

// upload asks for a file.
func (q *sheet) upload(name string) Field { return q.field(upload, name) }

func (q *sheet) line(name string) Field { return q.field(line, name) }

// area is room for a text that must be there.
func (q *sheet) area(name string) Field {
	f := q.field(area, name)
	f.Required = true
	return f
}

// maybe makes a question that need not be answered.
func maybe(f Field) Field {
	f.Required, f.Optional = false, f.shape != checks
	return f
}

func (q *sheet) hide(name, value string) Field {
	return Field{shape: hidden, Input: part.Input{Name: name, Value: value}}
}

// part begins a part of a long form: n of of, under a title. All parts are one
// form, so that going back loses nothing.
func (q *sheet) part(n, of int, title string) Field {
	return Field{shape: begins, Text: q.p.T("review.step_of", n, of, q.p.T(title)), Input: part.Input{Name: "step-" + strconv.Itoa(n)}}
}

func (q *sheet) say(text string) Field { return Field{shape: note, Text: text} }

// tick is a single box.
func (q *sheet) tick(name string) Field {
	base := strings.TrimRight(name, "0123456789-")
	return q.field(checks, name, part.Option{Value: "y", Label: q.p.T("review.f." + base + ".yes")})
}

// words are options of which each has words under a prefix.
func words[T ~string](p locale.Printer, prefix string, values ...T) []part.Option {
	out := make([]part.Option, len(values))
	for i, v := range values {
		out[i] = part.Option{Value: string(v), Label: p.T("review." + prefix + "." + string(v))}
		if k := "review." + prefix + "." + string(v) + ".note"; p.Has(k) {
			out[i].Note = p.T(k)
		}
	}
	return out
}

// most bounds a text that somebody types.
const most = 20000

// mostFile bounds another body's file, pasted.
const mostFile = 400000

// errText: something typed is no text, or too long.
var errText = errors.New("text not understood")

func (q *sheet) sane() error {
	for name, vs := range q.form {
		limit := most
		if name == "package" {
			limit = mostFile
		}
		for _, v := range vs {
			if !utf8.ValidString(v) || strings.ContainsRune(v, 0) || utf8.RuneCountInString(v) > limit {
				return errText
			}
		}
	}
	return nil
}

// A FormView is an act's page.
type FormView struct {
	Act, Title, Line string
	Action, Cancel   string
	Fields           []Field
	Saw              int64
	Button           string
	Refused          *Refused
	Moved            bool // the case has moved on since the page was shown
	Sent             bool // by the reader's own act of this kind
	Unclear          bool
	Draft            string
	Files            bool // the form takes a file
	Grave            bool
}

// ask shows an act's form.
func (s *Screen) ask(w http.ResponseWriter, r *http.Request) error {
	q, a, err := s.sheet(r, r.URL.Query())
	if err != nil {
		return err
	}
	return s.showForm(w, r, http.StatusOK, q, a, FormView{})
}

// sheet finds the act that the address names. One that the reader's part cannot
// do is absent.
func (s *Screen) sheet(r *http.Request, form url.Values) (*sheet, act, error) {
	ctx := r.Context()
	x, err := s.see(ctx, r.PathValue("id"), access.CaseRead)
	if err != nil {
		return nil, act{}, err
	}
	a, ok := acts[r.PathValue("act")]
	if !ok || !s.may(ctx, x, r.PathValue("act")) {
		return nil, a, web.ErrNotFound
	}
	return &sheet{Screen: s, ctx: ctx, p: web.PrinterOf(ctx), x: x, form: form}, a, nil
}

func (s *Screen) showForm(w http.ResponseWriter, r *http.Request, status int, q *sheet, a act, v FormView) error {
	v.Sent = v.Moved && slices.ContainsFunc(q.x.Events, func(e review.Event) bool {
		return e.Seq > q.saw && e.By == q.x.Part.Account && e.Body.Kind() == r.PathValue("act")
	})
	name := r.PathValue("act")
	v.Act, v.Title, v.Saw = name, q.p.T("review.act."+name), q.x.Seq
	if k := "review.act." + name + ".note"; q.p.Has(k) {
		v.Line = q.p.T(k)
	}
	v.Button = v.Title
	v.Action, v.Cancel = casePath(q.x.ID)+"/acts/"+name, casePath(q.x.ID)
	v.Draft = "review-" + name + "-" + string(q.x.ID) + "-" + q.of()
	v.Grave = a.grave
	var err error
	if v.Fields, err = a.fields(q); err != nil {
		return err
	}
	v.Files = slices.ContainsFunc(v.Fields, func(f Field) bool { return f.shape == upload })
	if of := q.of(); of != "" {
		v.Fields = append(v.Fields, q.hide("of", of))
	}
	return s.inside(w, r, status, v.Title, []part.Crumb{{Label: key(q.x.ID), Href: casePath(q.x.ID)}}, Form(q.p, v))
}

// mostUpload bounds a form with its file. All of it is held in memory: nothing
// that somebody said lies on a disk in clear.
const mostUpload = voice.MaxBytes + 1<<20

// readForm reads a form, and the file that came with it.
func readForm(r *http.Request) ([]byte, error) {
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		if err := r.ParseForm(); err != nil {
			return nil, fmt.Errorf("read form: %w", err)
		}
		return nil, nil
	}
	if err := r.ParseMultipartForm(mostUpload); err != nil {
		return nil, fmt.Errorf("read form: %w", err)
	}
	for _, fs := range r.MultipartForm.File {
		if len(fs) != 1 || fs[0].Size == 0 {
			continue // a field that was left empty
		}
		f, err := fs[0].Open()
		if err != nil {
			return nil, fmt.Errorf("read file: %w", err)
		}
		defer f.Close()
		return io.ReadAll(f)
	}
	return nil, nil
}

// enter enters an act. One that the review refuses comes back as it was typed,
// with the rule, its article and what is missing.
func (s *Screen) enter(w http.ResponseWriter, r *http.Request) error {
	file, err := readForm(r)
	if err != nil {
		return err
	}
	q, a, err := s.sheet(r, r.PostForm)
	if err != nil {
		return err
	}
	q.file = file
	ctx := r.Context()
	if err := s.Access.Authorize(ctx, s.principal(ctx), access.CaseAction(r.PathValue("act")), resource(q.x)); err != nil {
		return err
	}
	if err := q.sane(); err != nil {
		return s.showForm(w, r, http.StatusUnprocessableEntity, q, a, FormView{Unclear: true})
	}
	if q.saw, err = strconv.ParseInt(q.get("saw"), 10, 64); err != nil || q.saw < 1 || q.saw != q.x.Seq && !a.atOnce {
		return s.showForm(w, r, http.StatusConflict, q, a, FormView{Moved: true})
	}
	if err := s.do(q, a); err != nil {
		return s.refusedForm(w, r, q, a, err)
	}
	http.Redirect(w, r, casePath(q.x.ID)+"?done="+r.PathValue("act"), http.StatusSeeOther)
	return nil
}

func (s *Screen) do(q *sheet, a act) error {
	if a.do != nil {
		return a.do(q)
	}
	body, err := a.body(q)
	if err != nil {
		return err
	}
	return s.Reviews.Enter(q.ctx, s.actor(q.ctx), q.x.ID, q.saw, body)
}

func (s *Screen) refusedForm(w http.ResponseWriter, r *http.Request, q *sheet, a act, err error) error {
	if errors.Is(err, journal.ErrConflict) {
		x, err := s.see(q.ctx, string(q.x.ID), access.CaseRead)
		if err != nil {
			return err
		}
		q.x = x
		return s.showForm(w, r, http.StatusConflict, q, a, FormView{Moved: true})
	}
	said, ok := refusalOf(q.p, err)
	if !ok {
		return err
	}
	return s.showForm(w, r, http.StatusUnprocessableEntity, q, a, FormView{Refused: &said})
}

// unforced is a choice that begins with no answer, so that none is given by
// passing over it.
func (f Field) unforced() part.Input {
	in := f.Input
	in.Required = false
	return in
}

// stepsOf are the parts of a long form.
func stepsOf(fields []Field) []Field {
	var out []Field
	for _, f := range fields {
		if f.shape == begins {
			out = append(out, f)
		}
	}
	return out
}
