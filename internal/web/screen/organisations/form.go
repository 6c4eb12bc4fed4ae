package organisations

import (
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
)

// An OrgForm is the form of a new organisation as it was typed.
type OrgForm struct {
	NameAr, NameEn, Kind string
	Wrong                struct{ Name, Kind string }
}

func orgFormOf(f url.Values) OrgForm {
	return OrgForm{NameAr: strings.TrimSpace(f.Get("name_ar")), NameEn: strings.TrimSpace(f.Get("name_en")), Kind: f.Get("kind")}
}

func (f *OrgForm) check(p locale.Printer) {
	if f.NameAr == "" && f.NameEn == "" {
		f.Wrong.Name = p.T("organisations.name_missing")
	}
	if !access.OrgKind(f.Kind).Valid() {
		f.Wrong.Kind = p.T("organisations.kind_missing")
	}
}

func (f *OrgForm) refused() bool { return f.Wrong.Name+f.Wrong.Kind != "" }

// An AccountForm is the form of an account as it was typed, with what is wrong
// beside each field.
type AccountForm struct {
	Login, Name, Org, Lang string
	Roles                  access.Roles
	Clearance              register.Level
	Disabled               bool
	Version                int64
	Why                    string
	// Changed: somebody else changed the account while this was typed.
	Changed bool
	Orgs    []option
	Wrong   struct{ Login, Name, Org, Roles, Clearance, Why string }
}

type option struct{ Value, Label string }

func accountFormOf(f url.Values) AccountForm {
	a := AccountForm{
		Login: access.CleanLogin(f.Get("login")), Name: strings.TrimSpace(f.Get("name")), Org: f.Get("org"), Lang: f.Get("lang"),
		Disabled: f.Get("state") == "disabled", Why: strings.TrimSpace(f.Get("why")),
	}
	for _, name := range f["role"] {
		a.Roles |= access.RolesOf(access.Role(name))
	}
	if l, err := register.ParseLevel(f.Get("clearance")); err == nil {
		a.Clearance = l
	}
	a.Version, _ = strconv.ParseInt(f.Get("version"), 10, 64) // 0 is no version: a conflict
	return a
}

// formOf is the form of an account that exists.
func formOf(a access.Account) AccountForm {
	return AccountForm{
		Login: a.Login, Name: a.Name, Org: string(a.Org), Lang: a.Lang, Roles: a.Roles,
		Clearance: a.Clearance, Disabled: a.Disabled, Version: a.Version,
	}
}

func (f AccountForm) account() access.Account {
	return access.Account{Login: f.Login, Name: f.Name, Org: register.OrgID(f.Org), Roles: f.Roles, Clearance: f.Clearance, Lang: f.Lang}
}

func (f AccountForm) change(id access.AccountID) access.Change {
	return access.Change{
		Account: id, Version: f.Version, Name: f.Name, Roles: f.Roles,
		Clearance: f.Clearance, Disabled: f.Disabled, Why: f.Why,
	}
}

// check asks the domain about one field at a time, the others being good, so
// that each mistake is told at its place.
func (f *AccountForm) check(p locale.Printer, fresh bool) {
	good := access.Account{Login: "good", Name: "good", Org: "good", Roles: access.RolesOf(access.Observer), Clearance: register.C1, Lang: "ar"}
	wrong := func(set func(a *access.Account), key string) string {
		a := good
		if set(&a); a.Validate() == nil {
			return ""
		}
		return p.T(key)
	}
	f.Wrong.Name = wrong(func(a *access.Account) { a.Name = f.Name }, "organisations.person_missing")
	f.Wrong.Roles = wrong(func(a *access.Account) { a.Roles, a.Clearance = f.Roles, register.C0 }, "organisations.roles_wrong")
	if f.Wrong.Roles == "" {
		f.Wrong.Clearance = wrong(func(a *access.Account) { a.Roles, a.Clearance = f.Roles, f.Clearance }, "organisations.clearance_wrong")
	}
	if !fresh {
		f.Wrong.Why = whyWrong(p, f.Why)
		return
	}
	f.Wrong.Login = wrong(func(a *access.Account) { a.Login = f.Login }, "organisations.login_wrong")
	f.Wrong.Org = wrong(func(a *access.Account) { a.Org = register.OrgID(f.Org) }, "organisations.org_missing")
	if f.Lang != "en" {
		f.Lang = "ar"
	}
}

func (f *AccountForm) refused() bool {
	w := f.Wrong
	return w.Login+w.Name+w.Org+w.Roles+w.Clearance+w.Why != ""
}

// whyLength is the least and the most that the ledger takes as a reason.
const (
	leastWhy = 8
	mostWhy  = 500
)

func whyWrong(p locale.Printer, why string) string {
	if n := utf8.RuneCountInString(strings.TrimSpace(why)); n < leastWhy || n > mostWhy {
		return p.T("organisations.why_wrong", leastWhy, mostWhy)
	}
	return ""
}
