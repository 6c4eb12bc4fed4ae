package main

import (
	"context"
	"encoding/json"
	"fmt"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/store"
)

// accountFacts are the rights that the ledger says each account has. Accounts
// are no projection, but who may do what was entered each time it changed: a
// role that somebody wrote into the table by hand shows here.
type accountFacts struct {
	last map[string]access.AccountBody
}

func newAccountFacts() *accountFacts {
	return &accountFacts{last: make(map[string]access.AccountBody)}
}

func (f *accountFacts) note(e journal.Entry) {
	switch access.FactKind(e.Kind) {
	case access.FactAccountCreated, access.FactAccountUpdated:
		var b access.AccountBody
		if len(e.Subjects) == 1 && json.Unmarshal(e.Body, &b) == nil {
			f.last[e.Subjects[0]] = b
		}
	case access.FactDeploymentOpened:
		var b access.OpenedBody
		if len(e.Subjects) == 2 && json.Unmarshal(e.Body, &b) == nil {
			f.last[e.Subjects[1]] = b.Account
		}
	}
}

func (f *accountFacts) compare(ctx context.Context, s *store.Store) ([]finding, error) {
	accounts, err := s.Access().Accounts(ctx, "")
	if err != nil {
		return nil, err
	}
	var out []finding
	for _, a := range accounts {
		where := "account " + string(a.ID)
		want, ok := f.last[string(a.ID)]
		switch {
		case !ok:
			out = append(out, finding{where, "was never entered in the ledger"})
		case fmt.Sprint(a.Roles.List()) != fmt.Sprint(want.Roles) || a.Clearance.String() != want.Clearance ||
			a.Disabled != want.Disabled || a.Org != register.OrgID(want.Org) || a.Login != want.Login:
			out = append(out, finding{where, "has rights other than those the ledger gave it"})
		}
	}
	return out, nil
}
