package organisations

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/a-h/templ"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/internal/web/part"
)

// Access changes organisations and accounts; [access.Service] does.
type Access interface {
	CreateOrg(ctx context.Context, who access.Principal, o access.Organisation) (access.Organisation, error)
	CreateAccount(ctx context.Context, who access.Principal, a access.Account) (access.Account, string, error)
	UpdateAccount(ctx context.Context, who access.Principal, c access.Change) (access.Account, error)
	ResetAccount(ctx context.Context, who access.Principal, id access.AccountID, why string) (string, error)
}

// Directory lists them; [access.Store] does.
type Directory interface {
	Orgs(ctx context.Context) ([]access.Organisation, error)
	Accounts(ctx context.Context, org register.OrgID) ([]access.Account, error)
	Account(ctx context.Context, id access.AccountID) (access.Account, error)
}

// A Screen serves the pages of organisations and people. All fields are needed.
type Screen struct {
	Web       *web.Server
	Access    Access
	Directory Directory
	// Fresh asks for a fresh sign-in where a handler returns
	// [access.ErrStepUp], and keeps the form.
	Fresh func(web.HandlerFunc) web.HandlerFunc
}

// Path is where the screen begins.
const Path = "/organisations"

// Routes are the screen's addresses.
func (s *Screen) Routes() []web.Route {
	return []web.Route{
		{Pattern: "GET " + Path, Action: string(access.OrgList), Handler: s.list},
		{Pattern: "GET " + Path + "/new", Action: string(access.OrgCreate), Handler: s.newOrg},
		{Pattern: "POST " + Path, Action: string(access.OrgCreate), Handler: s.Fresh(s.createOrg)},
		{Pattern: "GET " + Path + "/accounts/new", Action: string(access.AccountCreate), Handler: s.newAccount},
		{Pattern: "POST " + Path + "/accounts", Action: string(access.AccountCreate), Handler: s.Fresh(s.createAccount)},
		{Pattern: "GET " + Path + "/accounts/{id}", Action: string(access.AccountList), Handler: s.account},
		{Pattern: "POST " + Path + "/accounts/{id}", Action: string(access.AccountUpdate), Handler: s.Fresh(s.updateAccount)},
		{Pattern: "GET " + Path + "/accounts/{id}/reset", Action: string(access.AccountReset), Handler: s.askReset},
		{Pattern: "POST " + Path + "/accounts/{id}/reset", Action: string(access.AccountReset), Handler: s.Fresh(s.resetAccount)},
	}
}

func can(r *http.Request, a access.Action) bool { return web.SessionOf(r.Context()).Can(string(a)) }

// list shows every organisation, and to those who keep accounts the accounts.
func (s *Screen) list(w http.ResponseWriter, r *http.Request) error {
	p := web.PrinterOf(r.Context())
	orgs, err := s.Directory.Orgs(r.Context())
	if err != nil {
		return fmt.Errorf("list organisations: %w", err)
	}
	v := ListView{AddOrg: can(r, access.OrgCreate), AddAccount: can(r, access.AccountCreate), People: can(r, access.AccountList)}
	var accounts []access.Account
	if v.People {
		if accounts, err = s.Directory.Accounts(r.Context(), ""); err != nil {
			return fmt.Errorf("list accounts: %w", err)
		}
	}
	v.fill(p, orgs, accounts)
	f := s.Web.Frame(r, p.T("organisations.title"))
	if r.URL.Query().Get("done") == "org" {
		f.Flashes = []part.Flash{{Tone: part.Good, Text: p.T("organisations.org_added")}}
	}
	return s.Web.Page(w, r, f, List(p, v))
}

func (s *Screen) newOrg(w http.ResponseWriter, r *http.Request) error {
	return s.showOrg(w, r, http.StatusOK, OrgForm{})
}

func (s *Screen) createOrg(w http.ResponseWriter, r *http.Request) error {
	form := orgFormOf(r.PostForm)
	o := access.Organisation{NameAr: form.NameAr, NameEn: form.NameEn, Kind: access.OrgKind(form.Kind)}
	if form.check(web.PrinterOf(r.Context())); form.refused() {
		return s.showOrg(w, r, http.StatusUnprocessableEntity, form)
	}
	if _, err := s.Access.CreateOrg(r.Context(), gate.PrincipalOf(r.Context()), o); err != nil {
		return fmt.Errorf("add organisation: %w", err)
	}
	http.Redirect(w, r, Path+"?done=org", http.StatusSeeOther)
	return nil
}

func (s *Screen) showOrg(w http.ResponseWriter, r *http.Request, status int, form OrgForm) error {
	p := web.PrinterOf(r.Context())
	return s.inside(w, r, status, p.T("organisations.add_org"), NewOrg(p, form))
}

func (s *Screen) newAccount(w http.ResponseWriter, r *http.Request) error {
	return s.showNewAccount(w, r, http.StatusOK, AccountForm{Clearance: register.C2, Lang: web.PrinterOf(r.Context()).Lang()})
}

func (s *Screen) createAccount(w http.ResponseWriter, r *http.Request) error {
	p, form := web.PrinterOf(r.Context()), accountFormOf(r.PostForm)
	if form.check(p, true); form.refused() {
		return s.showNewAccount(w, r, http.StatusUnprocessableEntity, form)
	}
	a, password, err := s.Access.CreateAccount(r.Context(), gate.PrincipalOf(r.Context()), form.account())
	if errors.Is(err, access.ErrTaken) {
		form.Wrong.Login = p.T("organisations.login_taken")
		return s.showNewAccount(w, r, http.StatusUnprocessableEntity, form)
	}
	if err != nil {
		return fmt.Errorf("make account: %w", err)
	}
	return s.inside(w, r, http.StatusOK, p.T("organisations.once"), Once(p, OnceView{a.Login, a.Name, password}))
}

func (s *Screen) showNewAccount(w http.ResponseWriter, r *http.Request, status int, form AccountForm) error {
	p := web.PrinterOf(r.Context())
	orgs, err := s.Directory.Orgs(r.Context())
	if err != nil {
		return fmt.Errorf("list organisations: %w", err)
	}
	form.Orgs = orgOptions(p, orgs)
	return s.inside(w, r, status, p.T("organisations.add_account"), NewAccount(p, form))
}

// account shows one account with the forms that change it.
func (s *Screen) account(w http.ResponseWriter, r *http.Request) error {
	a, err := s.Directory.Account(r.Context(), access.AccountID(r.PathValue("id")))
	if err != nil {
		return fmt.Errorf("read account: %w", err)
	}
	return s.showAccount(w, r, http.StatusOK, a, formOf(a))
}

func (s *Screen) updateAccount(w http.ResponseWriter, r *http.Request) error {
	p, form := web.PrinterOf(r.Context()), accountFormOf(r.PostForm)
	a, err := s.Directory.Account(r.Context(), access.AccountID(r.PathValue("id")))
	if err != nil {
		return fmt.Errorf("read account: %w", err)
	}
	if form.check(p, false); form.refused() {
		return s.showAccount(w, r, http.StatusUnprocessableEntity, a, form)
	}
	_, err = s.Access.UpdateAccount(r.Context(), gate.PrincipalOf(r.Context()), form.change(a.ID))
	switch {
	case errors.Is(err, access.ErrConflict):
		// What was typed stays; it counts from now on against what is shown beside it.
		form.Changed, form.Version = true, a.Version
		return s.showAccount(w, r, http.StatusConflict, a, form)
	case errors.Is(err, access.ErrLastAdministrator):
		form.Wrong.Roles = p.T("organisations.last_administrator")
		return s.showAccount(w, r, http.StatusUnprocessableEntity, a, form)
	case err != nil:
		return fmt.Errorf("change account: %w", err)
	}
	http.Redirect(w, r, accountPath(a.ID)+"?done=saved", http.StatusSeeOther)
	return nil
}

// askReset says what a reset does and asks for the reason.
func (s *Screen) askReset(w http.ResponseWriter, r *http.Request) error {
	a, err := s.Directory.Account(r.Context(), access.AccountID(r.PathValue("id")))
	if err != nil {
		return fmt.Errorf("read account: %w", err)
	}
	return s.showReset(w, r, http.StatusOK, ResetView{Href: accountPath(a.ID), Name: a.Name})
}

func (s *Screen) resetAccount(w http.ResponseWriter, r *http.Request) error {
	p, why := web.PrinterOf(r.Context()), r.PostForm.Get("why")
	a, err := s.Directory.Account(r.Context(), access.AccountID(r.PathValue("id")))
	if err != nil {
		return fmt.Errorf("read account: %w", err)
	}
	if wrong := whyWrong(p, why); wrong != "" {
		return s.showReset(w, r, http.StatusUnprocessableEntity, ResetView{Href: accountPath(a.ID), Name: a.Name, Why: why, Wrong: wrong})
	}
	password, err := s.Access.ResetAccount(r.Context(), gate.PrincipalOf(r.Context()), a.ID, why)
	if err != nil {
		return fmt.Errorf("reset account: %w", err)
	}
	return s.inside(w, r, http.StatusOK, p.T("organisations.once"), Once(p, OnceView{a.Login, a.Name, password}))
}

func (s *Screen) showReset(w http.ResponseWriter, r *http.Request, status int, v ResetView) error {
	p := web.PrinterOf(r.Context())
	return s.inside(w, r, status, p.T("organisations.reset"), Reset(p, v))
}

func (s *Screen) showAccount(w http.ResponseWriter, r *http.Request, status int, a access.Account, form AccountForm) error {
	p := web.PrinterOf(r.Context())
	orgs, err := s.Directory.Orgs(r.Context())
	if err != nil {
		return fmt.Errorf("list organisations: %w", err)
	}
	v := AccountView{Row: rowOf(p, orgNames(p, orgs), a), Facts: factsOf(p, orgNames(p, orgs), a), Form: form}
	v.Own = gate.PrincipalOf(r.Context()).Account == a.ID
	v.Change = !v.Own && can(r, access.AccountUpdate)
	v.Saved = r.URL.Query().Get("done") == "saved"
	return s.inside(w, r, status, a.Name, OneAccount(p, v))
}

// inside answers with a page below the screen's first.
func (s *Screen) inside(w http.ResponseWriter, r *http.Request, status int, title string, view templ.Component) error {
	p := web.PrinterOf(r.Context())
	f := s.Web.Frame(r, title)
	f.Crumbs = []part.Crumb{{Label: p.T("organisations.title"), Href: Path}, {Label: title}}
	f.Lost = status >= http.StatusBadRequest
	return s.Web.PageStatus(w, r, status, f, view)
}

func accountPath(id access.AccountID) string { return Path + "/accounts/" + string(id) }
