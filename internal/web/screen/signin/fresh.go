package signin

import (
	"errors"
	"fmt"
	"net/http"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
)

// The fields of a fresh sign-in. They stand in the act's own form, beside its
// values, so that one press does both.
const (
	freshPrefix   = "fresh:"
	freshPassword = freshPrefix + "password"
	freshCode     = freshPrefix + "code"
)

// Fresh wraps the handler of a form that cannot be taken back. Where the
// handler returns [access.ErrStepUp], the reader is asked for the password and
// a code, and the form goes to the same handler again with all its values.
func (s *Screen) Fresh(act web.HandlerFunc) web.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) error {
		if err := r.ParseForm(); err != nil {
			return fmt.Errorf("read form: %w", errors.Join(err, web.ErrInvalid))
		}
		if r.PostForm.Has(freshPassword) {
			in, err := s.stepUp(w, r)
			if refusal, status := refusalOf(web.PrinterOf(r.Context()), err); refusal != "" {
				return s.askFresh(w, r, status, refusal)
			}
			if err != nil {
				return err
			}
			r = in
		}
		err := act(w, r)
		if errors.Is(err, access.ErrStepUp) {
			return s.askFresh(w, r, http.StatusForbidden, "")
		}
		return err
	}
}

func (s *Screen) stepUp(w http.ResponseWriter, r *http.Request) (*http.Request, error) {
	who := gate.PrincipalOf(r.Context())
	password, code := r.PostForm.Get(freshPassword), r.PostForm.Get(freshCode)
	token, err := s.Access.StepUp(r.Context(), who, password, code, s.Gate.AddressOf(r))
	if err != nil {
		return r, fmt.Errorf("sign in afresh: %w", err)
	}
	return s.Gate.Enter(w, r, token)
}

func (s *Screen) askFresh(w http.ResponseWriter, r *http.Request, status int, refusal string) error {
	p := web.PrinterOf(r.Context())
	f := s.Web.Frame(r, p.T("signin.fresh"))
	f.Lost = true // the act has not been done
	v := FreshView{Kept: Kept{To: web.LocalPath(r.URL.RequestURI()), Fields: fieldsOf(r.PostForm)}, Wrong: refusal}
	return s.Web.PageStatus(w, r, status, f, AskFresh(p, v))
}
