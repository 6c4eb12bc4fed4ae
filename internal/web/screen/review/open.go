package review

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/internal/web/part"
)

// person is the person of the file that the address names, if it is in sight.
func (s *Screen) person(r *http.Request) (register.PersonID, error) {
	id, ok := s.FileNos.Parse(r.PathValue("fileno"))
	if !ok {
		return 0, web.ErrNotFound
	}
	now, records, err := s.Register.Person(r.Context(), gate.Sight(r.Context(), id), id)
	if err != nil {
		return 0, err
	}
	if len(records) == 0 {
		return 0, web.ErrNotFound
	}
	return now, nil
}

func (s *Screen) askOpen(w http.ResponseWriter, r *http.Request) error {
	if _, err := s.person(r); err != nil {
		return err
	}
	return s.openForm(w, r, http.StatusOK, url.Values{}, FormView{})
}

func (s *Screen) openForm(w http.ResponseWriter, r *http.Request, status int, form url.Values, v FormView) error {
	p := web.PrinterOf(r.Context())
	q := &sheet{Screen: s, ctx: r.Context(), p: p, form: form}
	fileNo := r.PathValue("fileno")
	v.Title, v.Line, v.Button = p.T("review.open"), p.T("review.open.line"), p.T("review.open")
	v.Action, v.Cancel = OpenHref(fileNo), s.Href(fileNo)
	policy, err := s.inForce(r)
	if err != nil {
		return err
	}
	if policy.Version == "" {
		v.Fields = []Field{q.say(p.T("review.open.no_policy"))}
		v.Button = ""
		return s.inside(w, r, status, v.Title, nil, Form(p, v))
	}
	v.Fields = []Field{q.say(p.T("review.open.form", p.T("review.form."+string(policy.Form())), policy.Version))}
	if policy.Body == review.Commission {
		v.Fields = append(v.Fields, yesNo(q, "custody"), maybe(q.line("holder")))
	}
	return s.inside(w, r, status, v.Title, []part.Crumb{{Label: fileNo, Href: v.Cancel}}, Form(p, v))
}

// OpenHref is where a case on a person's file is opened.
func OpenHref(fileNo string) string { return Path + "/open/" + fileNo }

func (s *Screen) open(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return fmt.Errorf("read form: %w", err)
	}
	person, err := s.person(r)
	if err != nil {
		return err
	}
	custody := r.PostForm.Get("custody") == "y"
	id, err := s.Reviews.Open(r.Context(), s.actor(r.Context()), person, custody, r.PostForm.Get("holder"))
	said, refused := refusalOf(web.PrinterOf(r.Context()), err)
	switch {
	case refused:
		return s.openForm(w, r, http.StatusUnprocessableEntity, r.PostForm, FormView{Refused: &said})
	case errors.Is(err, review.ErrNoPolicy):
		return s.openForm(w, r, http.StatusConflict, r.PostForm, FormView{})
	case err != nil:
		return err
	}
	http.Redirect(w, r, casePath(id)+"?done=assigned", http.StatusSeeOther)
	return nil
}

// inForce is the policy that cases are opened under now; the zero value where
// there is none.
func (s *Screen) inForce(r *http.Request) (review.Policy, error) {
	all, err := s.Reviews.Store.PoliciesInForce(r.Context())
	if err != nil || len(all) == 0 {
		return review.Policy{}, err
	}
	return all[len(all)-1].Policy, nil
}
