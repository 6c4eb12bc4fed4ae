package victims

import (
	"cmp"
	"crypto/rand"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/review/victims"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/part"
)

// A FormView is the form of a registration.
type FormView struct {
	Title, Line, Action, Cancel, Wrong, Draft string
	Many                                      bool
	// Once is a word drawn for this form: what is sent twice with it is taken once.
	Once string
	// Saw is the version of what the form changes, as its writer sees it.
	Saw    string
	Fields []Field
	Button string
}

// A Field is one question, and how it asks.
type Field struct {
	part.Input
	Area, Radio, Check, File bool
}

// read takes a form, and the list that came with it, held in memory alone.
func read(r *http.Request) (url.Values, []byte, error) {
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		err := r.ParseForm()
		return r.PostForm, nil, err
	}
	if err := r.ParseMultipartForm(mostBody); err != nil {
		return nil, nil, err
	}
	for _, fs := range r.MultipartForm.File {
		if len(fs) != 1 || fs[0].Size == 0 {
			continue
		}
		f, err := fs[0].Open()
		if err != nil {
			return nil, nil, err
		}
		defer f.Close()
		b, err := io.ReadAll(f)
		return r.PostForm, b, err
	}
	return r.PostForm, nil, nil
}

// toldOf is what a form says.
func toldOf(f url.Values) victims.Told {
	get := func(k string) string { return strings.TrimSpace(f.Get(k)) }
	t := victims.Told{
		Name: get("name"), Link: get("link"), Harms: f["harms"], Harm: get("harm"), Place: get("place"), From: get("from"), To: get("until"), Unit: get("unit"),
		Contact: get("contact"), Channel: get("channel"), Speaks: get("speaks"), Wish: get("wish"), Apart: get("apart") != "", Agreed: f["agreed"], Support: get("support") != "",
	}
	for l := range strings.Lines(get("names")) {
		if l = strings.TrimSpace(l); l != "" {
			t.Names = append(t.Names, l)
		}
	}
	return t
}

// fields are the questions, with what was answered.
func fields(p locale.Printer, t victims.Told, many bool, first bool) []Field {
	in := func(name, value string) part.Input {
		i := part.Input{Name: name, Label: p.T("victims.f." + name), Value: value, Private: true}
		if k := "victims.h." + name; p.Has(k) {
			i.Hint = p.T(k)
		}
		return i
	}
	line := func(name, value string) Field { i := in(name, value); i.Optional = true; return Field{Input: i} }
	many2 := func(name, prefix string, all, chosen []string) Field {
		i := in(name, "")
		i.Options = options(p, prefix, all, chosen)
		return Field{Input: i, Check: true}
	}
	one := func(name, prefix string, all []string, chosen string) Field {
		i := in(name, "")
		i.Required, i.Options = true, options(p, prefix, all, []string{chosen})
		return Field{Input: i, Radio: true}
	}
	tick := func(name string, on bool) Field {
		i := in(name, "")
		i.Options = []part.Option{{Value: "y", Label: p.T("victims.f." + name + ".yes"), Chosen: on}}
		return Field{Input: i, Check: true}
	}
	name := in("name", t.Name)
	name.Required = true
	if many {
		name.Label = p.T("victims.f.association")
	}
	harm := Field{Input: in("harm", t.Harm), Area: true}
	names := Field{Input: in("names", strings.Join(t.Names, "\n")), Area: true}
	harm.Optional, names.Optional = true, true
	out := []Field{tick("support", t.Support), {Input: name}}
	if many && first {
		f := Field{Input: in("list", ""), File: true}
		f.Accept, f.Optional = ".txt,.csv,text/plain,text/csv", true
		out = append(out, f)
	}
	contact := line("contact", t.Contact)
	contact.Dir = "auto"
	channel := one("channel", "victims.channel.", victims.Channels(), t.Channel)
	channel.Required = false
	return append(out,
		one("link", "review.link.", review.Links(), t.Link), many2("harms", "victims.harm.", victims.Harms(), t.Harms), harm, line("place", t.Place), line("from", t.From), line("until", t.To),
		line("unit", t.Unit), names, contact, channel, line("speaks", t.Speaks), one("wish", "review.wish.", review.Wishes(), t.Wish),
		many2("agreed", "victims.agreed.", victims.Consents(), t.Agreed), tick("apart", t.Apart),
	)
}

func options(p locale.Printer, prefix string, all, chosen []string) []part.Option {
	out := make([]part.Option, len(all))
	for i, v := range all {
		out[i] = part.Option{Value: v, Label: p.T(prefix + v), Chosen: slices.Contains(chosen, v)}
	}
	return out
}

func (s *Screen) form(w http.ResponseWriter, r *http.Request, status int, v FormView) error {
	p := web.PrinterOf(r.Context())
	return s.page(w, r, status, v.Title, Form(p, v))
}

func newForm(p locale.Printer, t victims.Told, many bool) FormView {
	v := FormView{Once: rand.Text(), Title: p.T("victims.new"), Line: p.T("victims.new.line"), Action: Path, Cancel: Path, Many: many, Button: p.T("victims.register"), Fields: fields(p, t, many, true)}
	if many {
		v.Title, v.Line = p.T("victims.new.many"), p.T("victims.new.many.line")
	}
	return v
}

func (s *Screen) ask(w http.ResponseWriter, r *http.Request) error {
	p := web.PrinterOf(r.Context())
	return s.form(w, r, http.StatusOK, newForm(p, victims.Told{}, r.URL.Query().Get("kind") == "association"))
}

func (s *Screen) register(w http.ResponseWriter, r *http.Request) error {
	ctx, p := r.Context(), web.PrinterOf(r.Context())
	f, list, err := read(r)
	if err != nil {
		return err
	}
	t, many := toldOf(f), f.Get("many") != ""
	if !many {
		list = nil
	}
	id, err := s.Victims.RegisterOnce(ctx, actor(ctx), f.Get("form"), t, many, list)
	if k := wrong(err); k != "" {
		v := newForm(p, t, many)
		v.Wrong, v.Once = p.T(k), cmp.Or(f.Get("form"), v.Once)
		return s.form(w, r, http.StatusUnprocessableEntity, v)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, Path+"/"+id+"?done=registered", http.StatusSeeOther)
	return nil
}

func changeForm(p locale.Printer, x victims.Open, t victims.Told) FormView {
	at := Path + "/" + x.ID
	return FormView{Title: p.T("victims.change"), Line: p.T("victims.change.line"), Action: at + "/change", Cancel: at, Many: x.Many, Saw: x.Version(), Button: p.T("victims.change"), Fields: fields(p, t, x.Many, false)}
}

func (s *Screen) askChange(w http.ResponseWriter, r *http.Request) error {
	x, err := s.get(r)
	if err != nil {
		return err
	}
	return s.form(w, r, http.StatusOK, changeForm(web.PrinterOf(r.Context()), x, x.Told))
}

func (s *Screen) change(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	x, err := s.get(r)
	if err != nil {
		return err
	}
	f, _, err := read(r)
	if err != nil {
		return err
	}
	t := toldOf(f)
	err = s.Victims.ChangeSeen(ctx, actor(ctx), x.ID, f.Get("saw"), t)
	if k := wrong(err); k != "" {
		return s.backChange(w, r, x, t, f.Get("saw"), k)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, Path+"/"+x.ID+"?done=changed", http.StatusSeeOther)
	return nil
}

// proposed is the likeness that the address names, absent where none waits.
func (s *Screen) proposed(r *http.Request) (victims.Match, error) {
	ctx := r.Context()
	return s.Victims.Proposal(ctx, actor(ctx), r.PathValue("id"), review.CaseID(r.PathValue("case")))
}

func (s *Screen) judgeForm(p locale.Printer, m victims.Match, f url.Values) FormView {
	at := Path + "/" + m.Registration
	same := part.Input{Name: "same", Label: p.T("victims.f.same"), Required: true, Options: []part.Option{
		{Value: "y", Label: p.T("victims.f.same.yes"), Chosen: f.Get("same") == "y"}, {Value: "n", Label: p.T("victims.f.same.no"), Chosen: f.Get("same") == "n"},
	}}
	why := part.Input{Name: "why", Label: p.T("victims.f.why"), Value: f.Get("why"), Required: true, Private: true}
	return FormView{
		Title: p.T("victims.judge"), Line: p.T("victims.judge.line", s.Key(m.Case), p.List(hitWords(p, m.Hits)...)), Action: at + "/likenesses/" + string(m.Case), Cancel: Path + "/likenesses",
		Fields: []Field{{Input: same, Radio: true}, {Input: why, Area: true}}, Button: p.T("victims.judge"),
	}
}

func (s *Screen) askJudge(w http.ResponseWriter, r *http.Request) error {
	m, err := s.proposed(r)
	if err != nil {
		return err
	}
	return s.form(w, r, http.StatusOK, s.judgeForm(web.PrinterOf(r.Context()), m, nil))
}

func (s *Screen) judge(w http.ResponseWriter, r *http.Request) error {
	ctx, p := r.Context(), web.PrinterOf(r.Context())
	m, err := s.proposed(r)
	if errors.Is(err, register.ErrNotFound) {
		return s.judgedBefore(w, r)
	}
	if err != nil {
		return err
	}
	f, _, err := read(r)
	if err != nil {
		return err
	}
	err = victims.ErrWhy
	if v := f.Get("same"); v == "y" || v == "n" {
		err = s.Victims.Judge(ctx, actor(ctx), m.Registration, m.Case, v == "y", f.Get("why"))
	}
	if k := wrong(err); k != "" {
		v := s.judgeForm(p, m, f)
		v.Wrong = p.T(k)
		return s.form(w, r, http.StatusUnprocessableEntity, v)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, Path+"/"+m.Registration+"?done=judged", http.StatusSeeOther)
	return nil
}

// judgedBefore leads to the registration where the likeness was judged already, by
// the same form sent twice.
func (s *Screen) judgedBefore(w http.ResponseWriter, r *http.Request) error {
	x, err := s.get(r)
	if err != nil {
		return err
	}
	for _, l := range x.Links {
		if y, err := s.Victims.Linked(x.ID, l); err != nil {
			return err
		} else if string(y.Case) == r.PathValue("case") {
			http.Redirect(w, r, Path+"/"+x.ID, http.StatusSeeOther)
			return nil
		}
	}
	return register.ErrNotFound
}

func (s *Screen) protectForm(p locale.Printer, x victims.Open, l victims.Link, c review.CaseID, was victims.Protection) FormView {
	at := Path + "/" + x.ID
	var fs []Field
	for _, q := range []struct {
		name, text string
		safe       bool
	}{{"victims", was.Victims, was.VictimsSafe}, {"person", was.Person, was.PersonSafe}, {"contact_between", was.Contact, was.NoContact}} {
		text := part.Input{Name: q.name, Label: p.T("victims.f." + q.name), Hint: p.T("victims.h." + q.name), Value: q.text, Required: true, Private: true}
		safe := part.Input{Name: q.name + "_safe", Label: p.T("victims.f.safe"), Options: []part.Option{{Value: "y", Label: p.T("victims.f." + q.name + ".safe"), Chosen: q.safe}}}
		fs = append(fs, Field{Input: text, Area: true}, Field{Input: safe, Check: true})
	}
	return FormView{
		Title: p.T("victims.protect"), Line: p.T("victims.protect.line", s.Key(c)), Action: at + "/links/" + l.ID, Cancel: at, Saw: l.Version(), Fields: fs, Button: p.T("victims.protect"),
	}
}

func (s *Screen) askProtect(w http.ResponseWriter, r *http.Request) error {
	x, err := s.get(r)
	if err != nil {
		return err
	}
	l, y, err := s.linked(x, r.PathValue("link"))
	if err != nil || !y.Same {
		return orAbsent(err)
	}
	was, _, err := s.Victims.Checked(x.ID, l)
	if err != nil {
		return err
	}
	was.VictimsSafe, was.PersonSafe, was.NoContact = false, false, false // each time anew
	return s.form(w, r, http.StatusOK, s.protectForm(web.PrinterOf(r.Context()), x, l, y.Case, was))
}

func orAbsent(err error) error {
	if err == nil {
		return register.ErrNotFound
	}
	return err
}

func (s *Screen) protect(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	x, err := s.get(r)
	if err != nil {
		return err
	}
	l, y, err := s.linked(x, r.PathValue("link"))
	if err != nil || !y.Same {
		return orAbsent(err)
	}
	f, _, err := read(r)
	if err != nil {
		return err
	}
	check := victims.Protection{
		Victims: strings.TrimSpace(f.Get("victims")), VictimsSafe: f.Get("victims_safe") != "", Person: strings.TrimSpace(f.Get("person")), PersonSafe: f.Get("person_safe") != "",
		Contact: strings.TrimSpace(f.Get("contact_between")), NoContact: f.Get("contact_between_safe") != "",
	}
	err = s.Victims.ProtectSeen(ctx, actor(ctx), x.ID, l.ID, f.Get("saw"), check)
	if k := wrong(err); k != "" {
		return s.backProtect(w, r, x, l.ID, check, f.Get("saw"), k)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, Path+"/"+x.ID+"?done=protected", http.StatusSeeOther)
	return nil
}
