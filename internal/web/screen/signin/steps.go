package signin

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
)

// firstSteps shows the step that is next, and goes on where none is left.
func (s *Screen) firstSteps(w http.ResponseWriter, r *http.Request) error {
	p, who := web.PrinterOf(r.Context()), gate.PrincipalOf(r.Context())
	switch {
	case who.MustChange:
		return s.page(w, r, http.StatusOK, p.T("signin.step.password"), PasswordStep(p, PasswordView{Action: passwordStep, OneTime: true}))
	case who.NeedsSecondFactor:
		return s.page(w, r, http.StatusOK, p.T("signin.step.factor"), FactorStep(p))
	}
	http.Redirect(w, r, "/", http.StatusSeeOther)
	return nil
}

const (
	passwordStep = "/first-steps/password"
	codeStep     = "/first-steps/code"
)

func (s *Screen) choosePassword(w http.ResponseWriter, r *http.Request) error {
	p := web.PrinterOf(r.Context())
	v, err := ChangePassword(r, s.Access)
	if err != nil {
		return err
	}
	if v.Refused() {
		v.Action, v.OneTime = passwordStep, true
		return s.page(w, r, http.StatusUnprocessableEntity, p.T("signin.step.password"), PasswordStep(p, v))
	}
	http.Redirect(w, r, gate.FirstSteps, http.StatusSeeOther)
	return nil
}

func (s *Screen) beginSecondFactor(w http.ResponseWriter, r *http.Request) error {
	p := web.PrinterOf(r.Context())
	e, err := s.Access.BeginSecondFactor(r.Context(), gate.PrincipalOf(r.Context()))
	if err != nil {
		return fmt.Errorf("begin a second factor: %w", err)
	}
	v, err := EnrolOf(e, codeStep)
	if err != nil {
		return err
	}
	return s.page(w, r, http.StatusOK, p.T("signin.step.factor"), EnrolStep(p, v))
}

func (s *Screen) confirmSecondFactor(w http.ResponseWriter, r *http.Request) error {
	p := web.PrinterOf(r.Context())
	token, v, err := ConfirmSecondFactor(r, s.Access)
	if err != nil {
		return err
	}
	if v.Wrong != "" {
		v.Action = codeStep
		return s.page(w, r, http.StatusUnprocessableEntity, p.T("signin.step.factor"), EnrolStep(p, v))
	}
	if _, err := s.Gate.Enter(w, r, token); err != nil {
		return err
	}
	http.Redirect(w, r, "/", http.StatusSeeOther)
	return nil
}

// A PasswordView is the form that changes a password, with what is wrong beside
// each field. What was typed into it is never sent back.
type PasswordView struct {
	Action  string
	OneTime bool // the present password is the one handed over
	Present string
	New     string
	Again   string
}

// Refused reports whether the form comes back.
func (v PasswordView) Refused() bool { return v.Present+v.New+v.Again != "" }

// A Changer changes passwords.
type Changer interface {
	// ChangePassword returns [access.ErrSignIn] where old is wrong and
	// [access.ErrWeakPassword] where next is not good enough.
	ChangePassword(ctx context.Context, who access.Principal, old, next string) error
}

// ChangePassword does what the form of a [PasswordView] asks. What the reader
// can mend is in the view; it is empty where the password was changed.
func ChangePassword(r *http.Request, c Changer) (PasswordView, error) {
	if err := r.ParseForm(); err != nil {
		return PasswordView{}, fmt.Errorf("read form: %w", errors.Join(err, web.ErrInvalid))
	}
	p, next := web.PrinterOf(r.Context()), r.PostForm.Get("password_new")
	if next != r.PostForm.Get("password_again") {
		return PasswordView{Again: p.T("signin.again_differs")}, nil
	}
	err := c.ChangePassword(r.Context(), gate.PrincipalOf(r.Context()), r.PostForm.Get("password"), next)
	if refusal, _ := presentRefusal(p, err); refusal != "" {
		return PasswordView{Present: refusal}, nil
	}
	if errors.Is(err, access.ErrWeakPassword) {
		return PasswordView{New: p.T("signin.weak")}, nil
	}
	if err != nil {
		return PasswordView{}, fmt.Errorf("change password: %w", err)
	}
	return PasswordView{}, nil
}

// presentRefusal is [refusalOf] where it is plain which field is wrong.
func presentRefusal(p locale.Printer, err error) (string, int) {
	if errors.Is(err, access.ErrSignIn) {
		return p.T("signin.present_wrong"), http.StatusUnprocessableEntity
	}
	return refusalOf(p, err)
}

// An EnrolView is a second factor about to be set up, shown once.
type EnrolView struct {
	Action string
	URL    string
	Secret string
	SVG    string
	Wrong  string
}

// EnrolOf draws the square code of e for a form that is posted to action.
func EnrolOf(e access.Enrolment, action string) (EnrolView, error) {
	svg, err := e.SVG()
	if err != nil {
		return EnrolView{}, err
	}
	return EnrolView{Action: action, URL: e.URL, Secret: e.Secret, SVG: svg}, nil
}

// Groups is the secret in fours, as one types it off.
func (v EnrolView) Groups() string {
	var out []string
	for s := v.Secret; s != ""; s = s[min(4, len(s)):] {
		out = append(out, s[:min(4, len(s))])
	}
	return strings.Join(out, " ")
}

// A Confirmer puts a second factor in use.
type Confirmer interface {
	// ConfirmSecondFactor returns [access.ErrSignIn] where code is wrong.
	ConfirmSecondFactor(ctx context.Context, who access.Principal, code string) (access.Token, error)
}

// ConfirmSecondFactor does what the form of an [EnrolView] asks. Where the code
// is wrong the view comes back as it was: the same square code stays good, so
// that nobody has to read it in twice.
func ConfirmSecondFactor(r *http.Request, c Confirmer) (access.Token, EnrolView, error) {
	if err := r.ParseForm(); err != nil {
		return "", EnrolView{}, fmt.Errorf("read form: %w", errors.Join(err, web.ErrInvalid))
	}
	token, err := c.ConfirmSecondFactor(r.Context(), gate.PrincipalOf(r.Context()), r.PostForm.Get("code"))
	refusal, _ := codeRefusal(web.PrinterOf(r.Context()), err)
	if refusal == "" {
		return token, EnrolView{}, err
	}
	e, err := enrolmentIn(r.PostForm)
	if err != nil {
		return "", EnrolView{}, err
	}
	v, err := EnrolOf(e, "")
	v.Wrong = refusal
	return "", v, err
}

func codeRefusal(p locale.Printer, err error) (string, int) {
	if errors.Is(err, access.ErrSignIn) {
		return p.T("signin.code_wrong"), http.StatusUnprocessableEntity
	}
	return refusalOf(p, err)
}

// enrolmentIn reads the second factor that waits in its own form.
func enrolmentIn(form url.Values) (access.Enrolment, error) {
	at := form.Get("enrolment")
	u, err := url.Parse(at)
	if err != nil || u.Scheme != "otpauth" || len(at) > 500 {
		return access.Enrolment{}, fmt.Errorf("second factor in the form: %w", web.ErrInvalid)
	}
	return access.Enrolment{URL: at, Secret: u.Query().Get("secret")}, nil
}
