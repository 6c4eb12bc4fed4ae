package access

import (
	"context"
	"errors"

	"kashf.org/kashf/internal/register"
)

// Provisioned is a complete account with what is needed to sign in as it.
type Provisioned struct {
	Account  Account
	Password string
	Secret   string // of the second factor, base32
}

// Provision makes an account that can be used at once: password drawn, second
// factor set up. It asks nobody's leave and is for whoever holds the data
// folder: the demo, and the local operator of the command line. a.Org must
// exist; see [Service.ProvisionOrg].
func (s *Service) Provision(ctx context.Context, a Account) (Provisioned, error) {
	a = s.newAccount(a)
	a.MustChange = false
	if err := a.Validate(); err != nil {
		return Provisioned{}, err
	}
	password, err := oneTimePassword(s.Rand)
	if err != nil {
		return Provisioned{}, err
	}
	passwordCred, err := s.passwordCredential(ctx, a.ID, password)
	if err != nil {
		return Provisioned{}, err
	}
	e, err := newEnrolment(s.Issuer, a.Login, s.Rand)
	if err != nil {
		return Provisioned{}, err
	}
	totpCred, err := s.totpCredential(a.ID, e.Secret, true)
	if err != nil {
		return Provisioned{}, err
	}
	f := s.fact(PrincipalOf(a, nil), FactAccountCreated, bodyOf(a, ""), string(a.ID))
	err = s.Recorder.Record(ctx, f, func(ctx context.Context, st Store) error {
		return st.AddAccount(ctx, a, passwordCred, totpCred)
	})
	return Provisioned{a, password, e.Secret}, err
}

// ProvisionOrg adds an organisation with the id it has, or a new one, without
// asking anybody's leave. One that exists already is left as it is.
func (s *Service) ProvisionOrg(ctx context.Context, o Organisation) (Organisation, error) {
	if o.ID == "" {
		o.ID = register.OrgID(s.NewID())
	}
	o.AddedAt = s.Now()
	if err := o.Validate(); err != nil {
		return Organisation{}, err
	}
	f := Fact{
		Kind: FactOrgCreated, At: o.AddedAt, Org: o.ID, Subjects: []string{string(o.ID)},
		Body: OrgBody{o.NameAr, o.NameEn, o.Kind},
	}
	err := s.Recorder.Record(ctx, f, func(ctx context.Context, st Store) error {
		return st.AddOrg(ctx, o)
	})
	if errors.Is(err, ErrTaken) {
		return s.Store.Org(ctx, o.ID)
	}
	return o, err
}
