package access

import (
	"time"

	"kashf.org/kashf/internal/register"
)

// A Principal is who asks: an account as it stands at this request. The zero
// value is the public.
type Principal struct {
	Account   AccountID
	Login     string
	Name      string
	Org       register.OrgID
	Roles     Roles
	Clearance register.Level
	Lang      string
	Disabled  bool
	// Pending: the account still has to choose its password or to set up its
	// second factor, and can do nothing else.
	Pending bool
	// MustChange and NeedsSecondFactor say which step is pending.
	MustChange        bool
	NeedsSecondFactor bool
	// StepUpAt is when password and code were last given together; zero
	// means never.
	StepUpAt time.Time
	// Reveals are the files open to the account.
	Reveals Reveals
	// Closed are the files that a conflict of interest closes to the account.
	Closed *register.Closed
	// Session is the session that asks; zero at the command line.
	Session TokenHash
}

// Anonymous reports whether nobody is signed in.
func (p Principal) Anonymous() bool { return p.Account == "" }

// SteppedUp reports whether password and code were given together within
// [StepUpWindow] before now.
func (p Principal) SteppedUp(now time.Time) bool {
	return !p.StepUpAt.IsZero() && now.Before(p.StepUpAt.Add(StepUpWindow))
}

// PrincipalOf is the account as one who asks, with its reveals and without a
// session.
func PrincipalOf(a Account, reveals []Reveal) Principal {
	p := Principal{
		Account: a.ID, Login: a.Login, Name: a.Name, Org: a.Org, Roles: a.Roles,
		Clearance: a.Clearance, Lang: a.Lang, Disabled: a.Disabled,
		MustChange: a.MustChange, Pending: a.MustChange,
	}
	for _, r := range reveals {
		if r.Account != a.ID {
			continue
		}
		if p.Reveals == nil {
			p.Reveals = make(Reveals, len(reveals))
		}
		if r.Until.After(p.Reveals[r.Person]) {
			p.Reveals[r.Person] = r.Until
		}
	}
	return p
}
