package account

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/internal/web/part"
	"kashf.org/kashf/internal/web/screen/signin"
)

// Access is what the screen asks of [access.Service].
type Access interface {
	signin.Changer
	signin.Confirmer
	BeginSecondFactor(ctx context.Context, who access.Principal) (access.Enrolment, error)
	SetLanguage(ctx context.Context, who access.Principal, lang string) error
}

// Sessions lists an account's sessions, ended ones included; [access.Store] does.
type Sessions interface {
	Sessions(ctx context.Context, account access.AccountID) ([]access.Session, error)
}

// A Screen serves the reader's own account. All fields are needed.
type Screen struct {
	Web      *web.Server
	Gate     *gate.Gate
	Access   Access
	Sessions Sessions
	Now      func() time.Time
	// Fresh asks for a fresh sign-in where a handler returns [access.ErrStepUp].
	Fresh func(web.HandlerFunc) web.HandlerFunc
}

// Path is where the screen begins.
const Path = "/account"

const (
	passwordPath = Path + "/password"
	factorPath   = Path + "/second-factor"
	codePath     = Path + "/code"
	languagePath = Path + "/language"
)

// Routes are the screen's addresses.
func (s *Screen) Routes() []web.Route {
	return []web.Route{
		{Pattern: "GET " + Path, Action: string(access.SelfPassword), Handler: s.show},
		{Pattern: "POST " + passwordPath, Action: string(access.SelfPassword), Handler: s.changePassword},
		{Pattern: "POST " + factorPath, Action: string(access.SelfSecondFactor), Handler: s.Fresh(s.beginSecondFactor)},
		{Pattern: "POST " + codePath, Action: string(access.SelfSecondFactor), Handler: s.Fresh(s.confirmSecondFactor)},
		{Pattern: "POST " + languagePath, Action: string(access.SelfLanguage), Handler: s.setLanguage},
	}
}

func (s *Screen) show(w http.ResponseWriter, r *http.Request) error {
	return s.page(w, r, http.StatusOK, signin.PasswordView{})
}

func (s *Screen) changePassword(w http.ResponseWriter, r *http.Request) error {
	v, err := signin.ChangePassword(r, s.Access)
	if err != nil {
		return err
	}
	if v.Refused() {
		return s.page(w, r, http.StatusUnprocessableEntity, v)
	}
	return done(w, r, "password")
}

func (s *Screen) beginSecondFactor(w http.ResponseWriter, r *http.Request) error {
	e, err := s.Access.BeginSecondFactor(r.Context(), gate.PrincipalOf(r.Context()))
	if err != nil {
		return fmt.Errorf("begin a second factor: %w", err)
	}
	v, err := signin.EnrolOf(e, codePath)
	if err != nil {
		return err
	}
	return s.enrol(w, r, http.StatusOK, v)
}

func (s *Screen) confirmSecondFactor(w http.ResponseWriter, r *http.Request) error {
	token, v, err := signin.ConfirmSecondFactor(r, s.Access)
	if err != nil {
		return err
	}
	if v.Wrong != "" {
		v.Action = codePath
		return s.enrol(w, r, http.StatusUnprocessableEntity, v)
	}
	if _, err := s.Gate.Enter(w, r, token); err != nil {
		return err
	}
	return done(w, r, "factor")
}

func (s *Screen) enrol(w http.ResponseWriter, r *http.Request, status int, v signin.EnrolView) error {
	p := web.PrinterOf(r.Context())
	f := s.Web.Frame(r, p.T("account.factor"))
	f.Path = Path
	f.Crumbs = []part.Crumb{{Label: p.T("account.title"), Href: Path}, {Label: p.T("account.factor")}}
	return s.Web.PageStatus(w, r, status, f, Enrol(p, v))
}

// setLanguage keeps the choice with the account; the address says it to this
// browser, whose own choice would otherwise go before.
func (s *Screen) setLanguage(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return fmt.Errorf("read form: %w", errors.Join(err, web.ErrInvalid))
	}
	lang := r.PostForm.Get("lang")
	if err := s.Access.SetLanguage(r.Context(), gate.PrincipalOf(r.Context()), lang); err != nil {
		return fmt.Errorf("choose language: %w", err)
	}
	http.Redirect(w, r, Path+"?done=language&lang="+lang, http.StatusSeeOther)
	return nil
}

func done(w http.ResponseWriter, r *http.Request, what string) error {
	http.Redirect(w, r, Path+"?done="+what, http.StatusSeeOther)
	return nil
}

// said are the messages about what has just been done.
var said = map[string]string{
	"password": "account.done.password",
	"factor":   "account.done.factor",
	"language": "account.done.language",
}

func (s *Screen) page(w http.ResponseWriter, r *http.Request, status int, password signin.PasswordView) error {
	p, who, reader := web.PrinterOf(r.Context()), gate.PrincipalOf(r.Context()), web.SessionOf(r.Context())
	sessions, err := s.Sessions.Sessions(r.Context(), who.Account)
	if err != nil {
		return fmt.Errorf("list sessions: %w", err)
	}
	password.Action = passwordPath
	v := View{Facts: factsOf(p, who, reader.Org()), Password: password, Lang: who.Lang, Sessions: rowsOf(p, who, sessions, s.Now())}
	f := s.Web.Frame(r, p.T("account.title"))
	f.Path = Path
	if key, ok := said[r.URL.Query().Get("done")]; ok && status == http.StatusOK {
		f.Flashes = []part.Flash{{Tone: part.Good, Text: p.T(key)}}
	}
	return s.Web.PageStatus(w, r, status, f, Own(p, v))
}
