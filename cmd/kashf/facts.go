package main

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/store"
)

// accountFacts are the rights that the ledger says each account has. Accounts
// are no projection, but who may do what was entered each time it changed: a
// role that somebody wrote into the table by hand shows here. So it is with
// organisations.
type accountFacts struct {
	last map[string]access.AccountBody
	orgs map[string]access.OrgBody
}

func newAccountFacts() *accountFacts {
	return &accountFacts{last: make(map[string]access.AccountBody), orgs: make(map[string]access.OrgBody)}
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
			f.orgs[e.Subjects[0]], f.last[e.Subjects[1]] = b.Org, b.Account
		}
	case access.FactOrgCreated:
		var b access.OrgBody
		if len(e.Subjects) == 1 && json.Unmarshal(e.Body, &b) == nil {
			f.orgs[e.Subjects[0]] = b
		}
	}
}

func (f *accountFacts) compare(ctx context.Context, s *store.Store) ([]finding, error) {
	accounts, err := s.Access().Accounts(ctx, "")
	if err != nil {
		return nil, err
	}
	var out []finding
	left := maps.Clone(f.last)
	for _, a := range accounts {
		where := "account " + string(a.ID)
		want, ok := f.last[string(a.ID)]
		delete(left, string(a.ID))
		switch {
		case !ok:
			out = append(out, finding{where, "was never entered in the ledger"})
		case fmt.Sprint(a.Roles.List()) != fmt.Sprint(want.Roles) || a.Clearance.String() != want.Clearance ||
			a.Disabled != want.Disabled || a.Org != want.Org || a.Login != want.Login || a.Name != want.Name:
			out = append(out, finding{where, "is not, or may not do, what the ledger says"})
		}
	}
	for _, id := range slices.Sorted(maps.Keys(left)) {
		out = append(out, finding{"account " + id, "is missing"})
	}
	orgs, err := f.compareOrgs(ctx, s)
	return append(out, orgs...), err
}

func (f *accountFacts) compareOrgs(ctx context.Context, s *store.Store) ([]finding, error) {
	orgs, err := s.Access().Orgs(ctx)
	if err != nil {
		return nil, err
	}
	var out []finding
	left := maps.Clone(f.orgs)
	for _, o := range orgs {
		where := "organisation " + string(o.ID)
		want, ok := f.orgs[string(o.ID)]
		delete(left, string(o.ID))
		switch {
		case !ok:
			out = append(out, finding{where, "was never entered in the ledger"})
		case want != (access.OrgBody{NameAr: o.NameAr, NameEn: o.NameEn, Kind: o.Kind}):
			out = append(out, finding{where, "is not what the ledger says"})
		}
	}
	for _, id := range slices.Sorted(maps.Keys(left)) {
		out = append(out, finding{"organisation " + id, "is missing"})
	}
	return out, nil
}
