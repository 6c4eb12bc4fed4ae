package organisations

import (
	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web/part"
)

// A ListView is the screen's first page.
type ListView struct {
	Orgs       []OrgRow
	Accounts   []AccountRow
	People     bool // the reader sees accounts
	AddOrg     bool
	AddAccount bool
}

// An OrgRow is one organisation.
type OrgRow struct {
	Name, Also string
	Kind       string
	Accounts   int
}

// An AccountRow is one account.
type AccountRow struct {
	Href, Name, Login, Org, Roles, Clearance string
	State                                    part.Label
}

func (v *ListView) fill(p locale.Printer, orgs []access.Organisation, accounts []access.Account) {
	count := map[register.OrgID]int{}
	names := orgNames(p, orgs)
	for _, a := range accounts {
		count[a.Org]++
		v.Accounts = append(v.Accounts, rowOf(p, names, a))
	}
	for _, o := range orgs {
		row := OrgRow{Name: o.Name(p.Lang()), Kind: kindName(p, o.Kind), Accounts: count[o.ID]}
		if other := o.Name(otherLang(p)); other != row.Name {
			row.Also = other
		}
		v.Orgs = append(v.Orgs, row)
	}
}

func otherLang(p locale.Printer) string {
	if p.RTL() {
		return "en"
	}
	return "ar"
}

func orgNames(p locale.Printer, orgs []access.Organisation) map[register.OrgID]string {
	m := make(map[register.OrgID]string, len(orgs))
	for _, o := range orgs {
		m[o.ID] = o.Name(p.Lang())
	}
	return m
}

func orgOptions(p locale.Printer, orgs []access.Organisation) []option {
	var out []option
	for _, o := range orgs {
		out = append(out, option{string(o.ID), o.Name(p.Lang())})
	}
	return out
}

func rowOf(p locale.Printer, orgs map[register.OrgID]string, a access.Account) AccountRow {
	return AccountRow{
		Href: accountPath(a.ID), Name: a.Name, Login: a.Login, Org: orgs[a.Org],
		Roles: RoleNames(p, a.Roles), Clearance: a.Clearance.String(), State: stateOf(p, a),
	}
}

func stateOf(p locale.Printer, a access.Account) part.Label {
	switch {
	case a.Disabled:
		return part.Label{Tone: part.Quiet, Text: p.T("organisations.state.disabled")}
	case a.MustChange:
		return part.Label{Tone: part.Warn, Text: p.T("organisations.state.waiting")}
	}
	return part.Label{Tone: part.Good, Text: p.T("organisations.state.active")}
}

// An AccountView is the page of one account.
type AccountView struct {
	Row    AccountRow
	Facts  []part.Fact
	Form   AccountForm
	Own    bool // the reader's own: nobody changes their own rights
	Change bool
	Saved  bool
}

func factsOf(p locale.Printer, orgs map[register.OrgID]string, a access.Account) []part.Fact {
	state := stateOf(p, a)
	return []part.Fact{
		{Label: p.T("organisations.state"), Tag: &state},
		{Label: p.T("organisations.login"), Value: a.Login},
		{Label: p.T("organisations.org"), Value: orgs[a.Org]},
		{Label: p.T("organisations.roles"), Value: RoleNames(p, a.Roles)},
		{Label: p.T("organisations.clearance"), Value: LevelName(p, a.Clearance)},
		{Label: p.T("organisations.since"), Value: p.Day(a.CreatedAt)},
		{Label: p.T("organisations.changed"), Value: p.DateTime(a.ChangedAt)},
	}
}

// A ResetView asks whether an account is to get a new one-time password.
type ResetView struct{ Href, Name, Why, Wrong string }

// A OnceView is a one-time password, shown once.
type OnceView struct{ Login, Name, Password string }

// orgColumns are those of the table of organisations. How many accounts there
// are is for those who keep them.
func orgColumns(p locale.Printer, people bool) []part.Col {
	cols := []part.Col{{Label: p.T("organisations.name")}, {Label: p.T("organisations.kind")}}
	if people {
		cols = append(cols, part.Col{Label: p.T("organisations.accounts"), Num: true})
	}
	return cols
}

func accountColumns(p locale.Printer) []part.Col {
	return []part.Col{
		{Label: p.T("organisations.person")},
		{Label: p.T("organisations.login")},
		{Label: p.T("organisations.org")},
		{Label: p.T("organisations.roles")},
		{Label: p.T("organisations.clearance"), Fit: true},
		{Label: p.T("organisations.state"), Fit: true},
	}
}

func kindOptions(p locale.Printer) []part.Option {
	var out []part.Option
	for _, k := range orgKinds {
		out = append(out, part.Option{Value: string(k.kind), Label: p.T(k.name)})
	}
	return out
}

func roleOptions(p locale.Printer, chosen access.Roles) []part.Option {
	var out []part.Option
	for _, r := range access.AllRoles() {
		out = append(out, part.Option{Value: string(r), Label: RoleName(p, r), Note: p.T(roleWords[r].may), Chosen: chosen.Has(r)})
	}
	return out
}

func levelOptions(p locale.Printer, chosen register.Level) []part.Option {
	var out []part.Option
	for l := register.C1; l <= register.C4; l++ {
		out = append(out, part.Option{Value: l.String(), Label: LevelName(p, l), Chosen: l == chosen})
	}
	return out
}

func orgChoice(orgs []option, chosen string) []part.Option {
	var out []part.Option
	for _, o := range orgs {
		out = append(out, part.Option{Value: o.Value, Label: o.Label, Chosen: o.Value == chosen || len(orgs) == 1})
	}
	return out
}

func langOptions(chosen string) []part.Option {
	return []part.Option{
		{Value: "ar", Label: "العربية", Chosen: chosen == "ar"},
		{Value: "en", Label: "English", Chosen: chosen == "en"},
	}
}

func stateOptions(p locale.Printer, disabled bool) []part.Option {
	return []part.Option{
		{Value: "active", Label: p.T("organisations.state.active"), Chosen: !disabled},
		{Value: "disabled", Label: p.T("organisations.state.disabled"), Note: p.T("organisations.disabled_note"), Chosen: disabled},
	}
}
