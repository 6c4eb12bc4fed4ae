package store

import (
	"context"
	"fmt"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/store/sqlc"
)

// rights keeps accounts and sessions. It is bound either to the store, where
// each method is a transaction of its own, or to one unit of work.
type rights struct {
	read   *sqlc.Queries
	change func(ctx context.Context, fn func(q *sqlc.Queries) error) error
}

var _ access.Store = rights{}

// Access is the store of accounts, sessions and reveals; each of its methods
// is one transaction.
func (s *Store) Access() access.Store { return rights{read: s.q(), change: s.change} }

// AccessIn is the store of accounts, sessions and reveals inside the unit of
// work t, which must be one of a [Store]. What it changes is kept or lost with
// the unit.
func AccessIn(t journal.Tx) access.Store {
	q := t.(*tx).Queries
	return rights{read: q, change: func(_ context.Context, fn func(q *sqlc.Queries) error) error { return fn(q) }}
}

// rightsError says in the words of package access what the database said.
// PostgreSQL gives a transaction up at the first refused statement, so the
// methods look before they insert; a broken uniqueness rule is then a race
// between writers, which ends their transaction.
func rightsError(what string, err error) error {
	switch {
	case err == nil:
		return nil
	case unique(err):
		err = access.ErrTaken
	case absent(err) == register.ErrNotFound:
		err = access.ErrNotFound
	}
	return fmt.Errorf("%s: %w", what, err)
}

// free reports nil where a look-up found nothing, and ErrTaken where it found
// something.
func free(err error) error {
	switch absent(err) {
	case nil:
		return access.ErrTaken
	case register.ErrNotFound:
		return nil
	}
	return err
}

func (r rights) AddOrg(ctx context.Context, o access.Organisation) error {
	return rightsError("add organisation", r.change(ctx, func(q *sqlc.Queries) error {
		_, err := q.Org(ctx, string(o.ID))
		if err := free(err); err != nil {
			return err
		}
		return q.AddOrg(ctx, sqlc.AddOrgParams{
			ID: string(o.ID), NameAr: o.NameAr, NameEn: o.NameEn, Kind: string(o.Kind), AddedAt: o.AddedAt.UnixMicro(),
		})
	}))
}

func organisationOf(o sqlc.Organisation) access.Organisation {
	return access.Organisation{
		ID: register.OrgID(o.ID), NameAr: o.NameAr, NameEn: o.NameEn, Kind: access.OrgKind(o.Kind), AddedAt: micros(o.AddedAt),
	}
}

func (r rights) Org(ctx context.Context, id register.OrgID) (access.Organisation, error) {
	o, err := r.read.Org(ctx, string(id))
	if err != nil {
		return access.Organisation{}, rightsError("organisation", err)
	}
	return organisationOf(o), nil
}

func (r rights) Orgs(ctx context.Context) ([]access.Organisation, error) {
	rows, err := r.read.Orgs(ctx)
	out := make([]access.Organisation, 0, len(rows))
	for _, o := range rows {
		out = append(out, organisationOf(o))
	}
	return out, rightsError("organisations", err)
}

func (r rights) AddAccount(ctx context.Context, a access.Account, creds ...access.Credential) error {
	return rightsError("add account", r.change(ctx, func(q *sqlc.Queries) error {
		if _, err := q.Org(ctx, string(a.Org)); err != nil {
			return err
		}
		_, err := q.Account(ctx, string(a.ID))
		if err := free(err); err != nil {
			return err
		}
		_, err = q.AccountByLogin(ctx, a.Login)
		if err := free(err); err != nil {
			return err
		}
		if err := q.AddAccount(ctx, sqlc.AddAccountParams{
			ID: string(a.ID), Login: a.Login, Name: a.Name, Org: string(a.Org), Roles: a.Roles.String(), Clearance: int64(a.Clearance),
			Lang: a.Lang, Disabled: a.Disabled, MustChange: a.MustChange, CreatedAt: a.CreatedAt.UnixMicro(),
			ChangedAt: a.ChangedAt.UnixMicro(), Version: a.Version,
		}); err != nil {
			return err
		}
		return addCredentials(ctx, q, creds)
	}))
}

// accountOf refuses roles it does not know: they would be a change of rights
// without a trace.
func accountOf(a sqlc.Account) (access.Account, error) {
	roles, err := access.ParseRoles(a.Roles)
	if err != nil {
		return access.Account{}, fmt.Errorf("account %s: %w", a.ID, err)
	}
	return access.Account{
		ID: access.AccountID(a.ID), Login: a.Login, Name: a.Name, Org: register.OrgID(a.Org), Roles: roles,
		Clearance: register.Level(a.Clearance), Lang: a.Lang, Disabled: a.Disabled, MustChange: a.MustChange,
		CreatedAt: micros(a.CreatedAt), ChangedAt: micros(a.ChangedAt), Version: a.Version,
	}, nil
}

func (r rights) Account(ctx context.Context, id access.AccountID) (access.Account, error) {
	a, err := r.read.Account(ctx, string(id))
	if err != nil {
		return access.Account{}, rightsError("account", err)
	}
	return accountOf(a)
}

func (r rights) AccountByLogin(ctx context.Context, login string) (access.Account, error) {
	a, err := r.read.AccountByLogin(ctx, login)
	if err != nil {
		return access.Account{}, rightsError("account", err)
	}
	return accountOf(a)
}

func (r rights) Accounts(ctx context.Context, org register.OrgID) ([]access.Account, error) {
	rows, err := r.read.Accounts(ctx, string(org))
	if err != nil {
		return nil, rightsError("accounts", err)
	}
	out := make([]access.Account, 0, len(rows))
	for _, row := range rows {
		a, err := accountOf(row)
		if err != nil {
			return nil, err
		}
		out = append(out, a)
	}
	return out, nil
}

func (r rights) UpdateAccount(ctx context.Context, a access.Account) error {
	return rightsError("update account", r.change(ctx, func(q *sqlc.Queries) error {
		old, err := q.Account(ctx, string(a.ID))
		if err != nil {
			return err
		}
		if old.Version != a.Version {
			return access.ErrConflict
		}
		if old.Login != a.Login {
			_, err := q.AccountByLogin(ctx, a.Login)
			if err := free(err); err != nil {
				return err
			}
		}
		n, err := q.UpdateAccount(ctx, sqlc.UpdateAccountParams{
			ID: string(a.ID), Login: a.Login, Name: a.Name, Org: string(a.Org), Roles: a.Roles.String(), Clearance: int64(a.Clearance),
			Lang: a.Lang, Disabled: a.Disabled, MustChange: a.MustChange, ChangedAt: a.ChangedAt.UnixMicro(), Version: a.Version,
		})
		if err == nil && n == 0 {
			return access.ErrConflict
		}
		return err
	}))
}

func addCredentials(ctx context.Context, q *sqlc.Queries, creds []access.Credential) error {
	for _, c := range creds {
		if err := q.AddCredential(ctx, sqlc.AddCredentialParams{
			ID: c.ID, Account: string(c.Account), Kind: string(c.Kind), Secret: nonNil(c.Secret), Confirmed: c.Confirmed,
			LastStep: c.LastStep, AddedAt: c.AddedAt.UnixMicro(), ExpiresAt: c.ExpiresAt.UnixMicro(),
		}); err != nil {
			return err
		}
	}
	return nil
}

func (r rights) Credentials(ctx context.Context, account access.AccountID) ([]access.Credential, error) {
	rows, err := r.read.CredentialsOf(ctx, string(account))
	out := make([]access.Credential, 0, len(rows))
	for _, c := range rows {
		out = append(out, access.Credential{
			ID: c.ID, Account: access.AccountID(c.Account), Kind: access.CredentialKind(c.Kind), Secret: c.Secret,
			Confirmed: c.Confirmed, LastStep: c.LastStep, AddedAt: micros(c.AddedAt), ExpiresAt: micros(c.ExpiresAt),
		})
	}
	return out, rightsError("credentials", err)
}

// SetCredentials holds the account's row while it replaces, so that of two
// simultaneous calls one comes after the other and the later one's stay.
func (r rights) SetCredentials(ctx context.Context, account access.AccountID, kind access.CredentialKind, creds ...access.Credential) error {
	return rightsError("set credentials", r.change(ctx, func(q *sqlc.Queries) error {
		n, err := q.HoldAccount(ctx, string(account))
		if err != nil {
			return err
		}
		if n == 0 {
			return access.ErrNotFound
		}
		if err := q.DropCredentials(ctx, sqlc.DropCredentialsParams{Account: string(account), Kind: string(kind)}); err != nil {
			return err
		}
		return addCredentials(ctx, q, creds)
	}))
}

func (r rights) UseStep(ctx context.Context, credential string, step int64) (bool, error) {
	var n int64
	err := r.change(ctx, func(q *sqlc.Queries) (err error) {
		n, err = q.UseStep(ctx, sqlc.UseStepParams{ID: credential, Step: step})
		return err
	})
	return err == nil && n == 1, rightsError("use step", err)
}
