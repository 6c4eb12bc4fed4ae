package access

import (
	"context"
	"fmt"
	"strings"
	"time"

	"kashf.org/kashf/internal/register"
)

// oneTimeFor is how long a one-time password waits to be used.
const oneTimeFor = 7 * 24 * time.Hour

// Open makes the first organisation and its administrator, who signs in with
// the returned one-time password. It returns [ErrTaken] where the deployment
// has accounts already.
func (s *Service) Open(ctx context.Context, o Organisation, login, name, lang string) (Account, string, error) {
	now := s.Now()
	o.ID, o.AddedAt = register.OrgID(s.NewID()), now
	a := s.newAccount(Account{
		Login: login, Name: name, Org: o.ID, Lang: lang,
		Roles: RolesOf(Administrator), Clearance: register.C1,
	})
	if err := o.Validate(); err != nil {
		return Account{}, "", err
	}
	if err := a.Validate(); err != nil {
		return Account{}, "", err
	}
	password, cred, err := s.oneTime(ctx, a.ID)
	if err != nil {
		return Account{}, "", err
	}
	f := s.fact(PrincipalOf(a, nil), FactDeploymentOpened, OpenedBody{OrgBody{o.NameAr, o.NameEn, o.Kind}, bodyOf(a, "")}, string(o.ID), string(a.ID))
	err = s.Recorder.Record(ctx, f, func(ctx context.Context, st Store) error {
		others, err := st.Accounts(ctx, "")
		if err != nil {
			return err
		}
		if len(others) > 0 {
			return fmt.Errorf("this deployment has accounts: %w", ErrTaken)
		}
		if err := st.AddOrg(ctx, o); err != nil {
			return err
		}
		return st.AddAccount(ctx, a, cred)
	})
	return a, password, err
}

// CreateOrg adds an organisation. Its id and time are set here.
func (s *Service) CreateOrg(ctx context.Context, who Principal, o Organisation) (Organisation, error) {
	o.ID, o.AddedAt = register.OrgID(s.NewID()), s.Now()
	if err := s.Authorizer.Authorize(ctx, who, OrgCreate, Resource{Kind: OnOrg}); err != nil {
		return Organisation{}, err
	}
	if err := o.Validate(); err != nil {
		return Organisation{}, err
	}
	f := s.fact(who, FactOrgCreated, OrgBody{o.NameAr, o.NameEn, o.Kind}, string(o.ID))
	return o, s.Recorder.Record(ctx, f, func(ctx context.Context, st Store) error {
		return st.AddOrg(ctx, o)
	})
}

// CreateAccount makes an account from a's login, name, organisation, roles,
// clearance and language, and returns it with the one-time password to hand
// over. [ErrTaken] says that the login is in use.
func (s *Service) CreateAccount(ctx context.Context, who Principal, a Account) (Account, string, error) {
	a = s.newAccount(a)
	if err := s.Authorizer.Authorize(ctx, who, AccountCreate, AccountResource(a)); err != nil {
		return Account{}, "", err
	}
	if err := a.Validate(); err != nil {
		return Account{}, "", err
	}
	password, cred, err := s.oneTime(ctx, a.ID)
	if err != nil {
		return Account{}, "", err
	}
	f := s.fact(who, FactAccountCreated, bodyOf(a, ""), string(a.ID))
	err = s.Recorder.Record(ctx, f, func(ctx context.Context, st Store) error {
		return st.AddAccount(ctx, a, cred)
	})
	return a, password, err
}

// newAccount is a as it is first stored: it has to choose a password.
func (s *Service) newAccount(a Account) Account {
	now := s.Now()
	a.ID, a.Login, a.Name = AccountID(s.NewID()), CleanLogin(a.Login), strings.TrimSpace(a.Name)
	a.Disabled, a.MustChange = false, true
	a.CreatedAt, a.ChangedAt, a.Version = now, now, 1
	return a
}

// AccountResource is an account as something acted on.
func AccountResource(a Account) Resource {
	return Resource{Kind: OnAccount, Owner: a.Org, Author: a.ID}
}

func bodyOf(a Account, why string) AccountBody {
	return AccountBody{
		Login: a.Login, Name: a.Name, Org: a.Org, Roles: a.Roles.List(),
		Clearance: a.Clearance.String(), Disabled: a.Disabled, Why: why,
	}
}

func (s *Service) oneTime(ctx context.Context, account AccountID) (string, Credential, error) {
	password, err := oneTimePassword(s.Rand)
	if err != nil {
		return "", Credential{}, err
	}
	cred, err := s.passwordCredential(ctx, account, password)
	cred.ExpiresAt = cred.AddedAt.Add(oneTimeFor)
	return password, cred, err
}

// A Change is what an administrator changes of an account, as a whole.
type Change struct {
	Account   AccountID
	Version   int64 // the version that the administrator saw
	Name      string
	Roles     Roles
	Clearance register.Level
	Disabled  bool
	Why       string // goes into the ledger
}

// UpdateAccount changes an account's name and rights and ends its sessions, so
// that no old right lives on. It returns [ErrConflict] where the account was
// changed since c.Version and [ErrLastAdministrator] where nobody would be left
// to make accounts.
func (s *Service) UpdateAccount(ctx context.Context, who Principal, c Change) (Account, error) {
	a, err := s.accountFor(ctx, who, AccountUpdate, c.Account)
	if err != nil {
		return Account{}, err
	}
	if c.Why, err = cleanPurpose(c.Why); err != nil {
		return Account{}, err
	}
	a.Version, a.Name, a.Roles = c.Version, strings.TrimSpace(c.Name), c.Roles
	a.Clearance, a.Disabled, a.ChangedAt = c.Clearance, c.Disabled, s.Now()
	if err := a.Validate(); err != nil {
		return Account{}, err
	}
	f := s.fact(who, FactAccountUpdated, bodyOf(a, c.Why), string(a.ID))
	err = s.Recorder.Record(ctx, f, func(ctx context.Context, st Store) error {
		if err := keepAdministrator(ctx, st, a); err != nil {
			return err
		}
		if err := st.UpdateAccount(ctx, a); err != nil {
			return err
		}
		_, err := st.EndSessions(ctx, a.ID, TokenHash{})
		return err
	})
	a.Version++
	return a, err
}

// keepAdministrator refuses a change after which no enabled administrator
// would be left.
func keepAdministrator(ctx context.Context, st Store, changed Account) error {
	if changed.Roles.Has(Administrator) && !changed.Disabled {
		return nil
	}
	all, err := st.Accounts(ctx, "")
	if err != nil {
		return err
	}
	for _, a := range all {
		if a.ID != changed.ID && a.Roles.Has(Administrator) && !a.Disabled {
			return nil
		}
	}
	return ErrLastAdministrator
}

// ResetAccount gives an account a new one-time password, removes its second
// factor and ends its sessions: for someone who lost a phone or a password.
func (s *Service) ResetAccount(ctx context.Context, who Principal, id AccountID, why string) (string, error) {
	a, err := s.accountFor(ctx, who, AccountReset, id)
	if err != nil {
		return "", err
	}
	if why, err = cleanPurpose(why); err != nil {
		return "", err
	}
	password, cred, err := s.oneTime(ctx, a.ID)
	if err != nil {
		return "", err
	}
	a.MustChange, a.ChangedAt = true, s.Now()
	f := s.fact(who, FactAccountReset, bodyOf(a, why), string(a.ID))
	err = s.Recorder.Record(ctx, f, func(ctx context.Context, st Store) error {
		return resetAccount(ctx, st, a, cred)
	})
	if err != nil {
		return "", err
	}
	s.limits.succeeded(a.Login)
	return password, nil
}

func resetAccount(ctx context.Context, st Store, a Account, cred Credential) error {
	if err := st.UpdateAccount(ctx, a); err != nil {
		return err
	}
	if err := st.SetCredentials(ctx, a.ID, PasswordKind, cred); err != nil {
		return err
	}
	if err := st.SetCredentials(ctx, a.ID, TOTPKind); err != nil {
		return err
	}
	_, err := st.EndSessions(ctx, a.ID, TokenHash{})
	return err
}

// accountFor reads an account to do action to it. Who may not is refused
// before anything is read, so that ids cannot be guessed.
func (s *Service) accountFor(ctx context.Context, who Principal, action Action, id AccountID) (Account, error) {
	if err := s.Authorizer.Authorize(ctx, who, action, Resource{Kind: OnAccount, Author: id}); err != nil {
		return Account{}, err
	}
	a, err := s.Store.Account(ctx, id)
	if err != nil {
		return Account{}, fmt.Errorf("read account %s: %w", id, err)
	}
	return a, nil
}
