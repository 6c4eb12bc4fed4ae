package lists

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/vocab"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/internal/web/part"
	"kashf.org/kashf/when"
)

// A sourceForm is what was typed about a source, and what is wrong with it by
// field.
type sourceForm struct {
	register.Source
	Why   string
	Seen  string // version that a change was made on
	Wrong map[string]string
}

// Bounds of what is typed.
const (
	maxSourceName = 200
	maxWhy        = 2000
)

// formOf reads and checks the form. Nothing typed is dropped, also where it
// cannot be taken.
func formOf(f url.Values) sourceForm {
	in := func(name string) string { return strings.TrimSpace(f.Get(name)) }
	s := sourceForm{Why: in("why"), Seen: in("seen"), Wrong: map[string]string{}}
	s.Name, s.Kind, s.Origin = in("name"), in("kind"), in("origin")
	s.WindowFrom, s.WindowTo = in("from"), in("to")
	s.Sharing, s.NoDuplicates = register.Sharing(in("sharing")), f.Get("no_duplicates") != ""
	for _, o := range f["shared_with"] {
		s.SharedWith = append(s.SharedWith, register.OrgID(o))
	}
	s.Reliability, _ = strconv.Atoi(in("reliability"))
	level, err := strconv.Atoi(in("raise"))
	s.Raise = register.Level(max(0, min(level, 3)))
	s.check(err == nil)
	return s
}

func (f *sourceForm) check(levelRead bool) {
	wrong := func(name, key string, when bool) {
		if when && f.Wrong[name] == "" {
			f.Wrong[name] = key
		}
	}
	wrong("name", "lists.wrong.name", f.Name == "")
	wrong("name", "lists.wrong.long", len([]rune(f.Name)) > maxSourceName || len([]rune(f.Origin)) > maxSourceName)
	wrong("kind", "lists.wrong.kind", !vocab.Valid("source_type", f.Kind))
	wrong("reliability", "lists.wrong.choice", f.Reliability < 0 || f.Reliability > 5)
	wrong("raise", "lists.wrong.choice", !levelRead)
	f.WindowFrom, f.WindowTo = f.date("from", f.WindowFrom), f.date("to", f.WindowTo)
	switch f.Sharing {
	case register.ShareOwner, register.ShareAll:
		f.SharedWith = nil
	case register.ShareNamed:
		wrong("shared_with", "lists.wrong.shared_with", len(f.SharedWith) == 0)
	default:
		wrong("sharing", "lists.wrong.choice", true)
	}
}

// date leads a date as typed to the house's form; one that is not understood
// stays as it is, marked.
func (f *sourceForm) date(name, typed string) string {
	if typed == "" {
		return ""
	}
	if d, err := when.Parse(typed); err == nil {
		return d.String()
	}
	d, _, err := when.Read(typed, when.Options{})
	if err != nil {
		f.Wrong[name] = "lists.wrong.date"
		return typed
	}
	return d.String()
}

func (s *Screen) newSource(w http.ResponseWriter, r *http.Request) error {
	return s.showForm(w, r, http.StatusOK, sourceForm{Source: register.Source{Sharing: register.ShareOwner, Raise: register.C0}})
}

func (s *Screen) addSource(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return fmt.Errorf("read form: %w", err)
	}
	if err := s.authorize(r.Context(), access.SourceCreate, access.House); err != nil {
		return err
	}
	form := formOf(r.PostForm)
	if err := s.knownOrgs(r.Context(), &form); err != nil {
		return err
	}
	if len(form.Wrong) > 0 {
		return s.showForm(w, r, http.StatusUnprocessableEntity, form)
	}
	form.ID, form.Owner, form.AddedAt = register.SourceID(s.NewID()), gate.PrincipalOf(r.Context()).Org, s.Now()
	if err := s.enterAdded(r.Context(), form.Source); err != nil {
		return err
	}
	http.Redirect(w, r, sourceHref(form.ID)+"?did=added", http.StatusSeeOther)
	return nil
}

// knownOrgs leaves only organisations of this deployment to share with.
func (s *Screen) knownOrgs(ctx context.Context, f *sourceForm) error {
	orgs, err := s.People.Orgs(ctx)
	if err != nil {
		return err
	}
	for _, id := range f.SharedWith {
		if !slices.ContainsFunc(orgs, func(o access.Organisation) bool { return o.ID == id }) {
			f.Wrong["shared_with"] = "lists.wrong.choice"
		}
	}
	return nil
}

func (s *Screen) editSource(w http.ResponseWriter, r *http.Request) error {
	src, err := s.sourceFor(r.Context(), access.SourceUpdate, register.SourceID(r.PathValue("id")))
	if err != nil {
		return err
	}
	return s.showForm(w, r, http.StatusOK, sourceForm{Source: src, Seen: version(src)})
}

func (s *Screen) changeSource(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return fmt.Errorf("read form: %w", err)
	}
	src, err := s.sourceFor(r.Context(), access.SourceUpdate, register.SourceID(r.PathValue("id")))
	if err != nil {
		return err
	}
	form := formOf(r.PostForm)
	form.ID, form.Owner, form.AddedAt = src.ID, src.Owner, src.AddedAt
	if err := s.knownOrgs(r.Context(), &form); err != nil {
		return err
	}
	if form.Why == "" || len([]rune(form.Why)) > maxWhy {
		form.Wrong["why"] = "lists.wrong.why"
	}
	if len(form.Wrong) > 0 {
		return s.showForm(w, r, http.StatusUnprocessableEntity, form)
	}
	err = s.enterChanged(r.Context(), form)
	if errors.Is(err, journal.ErrConflict) { // what was typed stays, to be sent again
		form.Wrong["name"], form.Seen = "lists.wrong.changed", version(src)
		return s.showForm(w, r, http.StatusConflict, form)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, sourceHref(src.ID)+"?did=changed", http.StatusSeeOther)
	return nil
}

func (s *Screen) showForm(w http.ResponseWriter, r *http.Request, status int, form sourceForm) error {
	p := web.PrinterOf(r.Context())
	orgs, err := s.People.Orgs(r.Context())
	if err != nil {
		return err
	}
	title, back := p.T("lists.new.title"), "/lists"
	if form.ID != "" {
		title, back = p.T("lists.change.title"), sourceHref(form.ID)
	}
	f := s.Web.Frame(r, title)
	f.Path = r.URL.Path
	f.Crumbs = []part.Crumb{{Label: p.T("lists.title"), Href: "/lists"}, {Label: title}}
	return s.Web.PageStatus(w, r, status, f, SourceForm(p, sourceFormView(p, form, orgs, gate.PrincipalOf(r.Context()).Org, back)))
}
