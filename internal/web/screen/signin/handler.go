package signin

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/a-h/templ"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/internal/web/part"
)

// Access is what the screen asks of [access.Service].
type Access interface {
	SignIn(ctx context.Context, in access.Attempt) (access.Token, access.Principal, error)
	SignOut(ctx context.Context, who access.Principal) error
	SignOutEverywhere(ctx context.Context, who access.Principal) error
	StepUp(ctx context.Context, who access.Principal, password, code, address string) (access.Token, error)
	ChangePassword(ctx context.Context, who access.Principal, old, next string) error
	BeginSecondFactor(ctx context.Context, who access.Principal) (access.Enrolment, error)
	ConfirmSecondFactor(ctx context.Context, who access.Principal, code string) (access.Token, error)
}

// A Screen serves the pages of signing in. All fields are needed.
type Screen struct {
	Web    *web.Server
	Gate   *gate.Gate
	Access Access
}

// keptBytes is the most that a form sent too late may carry, the file in it
// included: it is read past, never kept.
const keptBytes = 64 << 20

// Routes are the screen's addresses. Signing out is public: a session that has
// ended already is signed out.
func (s *Screen) Routes() []web.Route {
	return []web.Route{
		{Pattern: "GET " + gate.SignIn, Action: web.Public, Handler: s.ask},
		{Pattern: "POST " + gate.SignIn, Action: web.Public, Handler: s.signIn, MaxBody: 2 << 20},
		{Pattern: "POST " + gate.KeptForm, Action: web.Public, Handler: s.keep, MaxBody: keptBytes},
		{Pattern: "POST /sign-out", Action: web.Public, Handler: s.signOut},
		{Pattern: "POST /sign-out/everywhere", Action: string(access.SessionEnd), Handler: s.signOutEverywhere},
		{Pattern: "GET " + gate.FirstSteps, Action: string(access.SelfPassword), Handler: s.firstSteps},
		{Pattern: "POST /first-steps/password", Action: string(access.SelfPassword), Handler: s.choosePassword},
		{Pattern: "POST /first-steps/second-factor", Action: string(access.SelfSecondFactor), Handler: s.beginSecondFactor},
		{Pattern: "POST /first-steps/code", Action: string(access.SelfSecondFactor), Handler: s.confirmSecondFactor},
	}
}

// ask shows the form, or goes on where somebody is signed in already.
func (s *Screen) ask(w http.ResponseWriter, r *http.Request) error {
	then := gate.ThenOf(r)
	if !gate.PrincipalOf(r.Context()).Anonymous() {
		http.Redirect(w, r, then, http.StatusSeeOther)
		return nil
	}
	return s.showAsk(w, r, http.StatusOK, AskView{Kept: Kept{To: then}, Left: r.URL.Query().Get("left") != ""})
}

// keep takes in a form that came without a session, and asks to sign in. The
// answer is 403: a 401 is what the gate sends on to here.
func (s *Screen) keep(w http.ResponseWriter, r *http.Request) error {
	k, err := readKept(r)
	if err != nil {
		return err
	}
	return s.showAsk(w, r, http.StatusForbidden, AskView{Kept: k})
}

func (s *Screen) showAsk(w http.ResponseWriter, r *http.Request, status int, v AskView) error {
	p := web.PrinterOf(r.Context())
	f := s.Web.Frame(r, p.T("signin.title"))
	f.Path, f.Lost, f.SignedOut = gate.SignIn, true, v.Left
	if v.Kept.To != "/" {
		f.Path += "?" + thenQuery(v.Kept.To)
	}
	return s.Web.PageStatus(w, r, status, f, Ask(p, v))
}

// signIn checks who it is and goes on to where they were.
func (s *Screen) signIn(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return fmt.Errorf("read form: %w", errors.Join(err, web.ErrInvalid))
	}
	in := access.Attempt{
		Login: r.PostForm.Get("login"), Password: r.PostForm.Get("password"), Code: r.PostForm.Get("code"),
		Address: s.Gate.AddressOf(r), Device: gate.Device(r),
	}
	kept := carriedIn(r.PostForm)
	token, _, err := s.Access.SignIn(r.Context(), in)
	if refusal, status := refusalOf(web.PrinterOf(r.Context()), err); refusal != "" {
		return s.showAsk(w, r, status, AskView{Login: in.Login, Wrong: refusal, Kept: kept})
	}
	if err != nil {
		return fmt.Errorf("sign in: %w", err)
	}
	r, err = s.Gate.Enter(w, r, token)
	if err != nil {
		return err
	}
	if !kept.Any() {
		http.Redirect(w, r, kept.To, http.StatusSeeOther)
		return nil
	}
	return s.giveBack(w, r, kept)
}

// giveBack shows what waited, to be sent again.
func (s *Screen) giveBack(w http.ResponseWriter, r *http.Request, k Kept) error {
	p := web.PrinterOf(r.Context())
	f := s.Web.Frame(r, p.T("signin.back"))
	f.Lost = true // nothing has been taken yet
	return s.Web.Page(w, r, f, GiveBack(p, k))
}

// refusalOf says why somebody is not let in, "" where that is not the matter.
// It is the same for a login that nobody has.
func refusalOf(p locale.Printer, err error) (text string, status int) {
	if slow, ok := errors.AsType[*access.SlowDownError](err); ok {
		return p.N("signin.slow_down", seconds(slow.Wait)), http.StatusTooManyRequests
	}
	if errors.Is(err, access.ErrSignIn) {
		return p.T("signin.wrong"), http.StatusUnprocessableEntity
	}
	return "", 0
}

func seconds(d time.Duration) int { return int((d + time.Second - 1) / time.Second) }

func (s *Screen) signOut(w http.ResponseWriter, r *http.Request) error {
	if who := gate.PrincipalOf(r.Context()); !who.Anonymous() {
		if err := s.Access.SignOut(r.Context(), who); err != nil {
			return fmt.Errorf("sign out: %w", err)
		}
	}
	return s.left(w, r)
}

func (s *Screen) signOutEverywhere(w http.ResponseWriter, r *http.Request) error {
	if err := s.Access.SignOutEverywhere(r.Context(), gate.PrincipalOf(r.Context())); err != nil {
		return fmt.Errorf("sign out everywhere: %w", err)
	}
	return s.left(w, r)
}

func (s *Screen) left(w http.ResponseWriter, r *http.Request) error {
	s.Gate.Leave(w)
	http.Redirect(w, r, gate.SignIn+"?left=1", http.StatusSeeOther)
	return nil
}

// page answers with a view of the first steps, which have no search and no sections.
func (s *Screen) page(w http.ResponseWriter, r *http.Request, status int, title string, view templ.Component) error {
	f := s.Web.Frame(r, title)
	f.Search, f.Nav, f.Path = "", []part.NavItem{}, gate.FirstSteps
	return s.Web.PageStatus(w, r, status, f, view)
}
