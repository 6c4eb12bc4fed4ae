package gate

import (
	"context"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
)

// Names knows accounts and organisations; [access.Store] does.
type Names interface {
	Account(ctx context.Context, id access.AccountID) (access.Account, error)
	Org(ctx context.Context, id register.OrgID) (access.Organisation, error)
}

// NamesStaffOf reports whether the reader is told the names of the staff of an
// organisation: those of the own, and everybody's who keeps accounts or audits.
// A register is shared further than trust is: a name on a page of another
// organisation is a name that a raid on that one finds.
func NamesStaffOf(ctx context.Context, org register.OrgID) bool {
	who := PrincipalOf(ctx)
	return who.Org != "" && who.Org == org || who.Roles.Has(access.Administrator) || who.Roles.Has(access.Auditor)
}

// Colleague is the name of whoever made an entry, as every page says it to this
// reader: the name of a colleague, the organisation of anybody else.
func Colleague(ctx context.Context, p locale.Printer, names Names, account string) string {
	if account == journal.Local {
		return p.T("common.by_local")
	}
	a, err := names.Account(ctx, access.AccountID(account))
	if err != nil {
		return p.T("common.by_gone")
	}
	if NamesStaffOf(ctx, a.Org) {
		return a.Name
	}
	org, err := names.Org(ctx, a.Org)
	if err != nil {
		return p.T("common.by_elsewhere")
	}
	return p.T("common.by_someone_at", locale.Isolate(org.Name(p.Lang())))
}
