// Package accesstest helps to test what uses package access: a store in
// memory, a recorder of facts, a clock to be moved by hand, and [Store], the
// suite that every implementation of access.Store must pass.
package accesstest

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/register"
)

// A Memory is an access.Store that forgets. The zero value is not usable; see
// [NewMemory].
type Memory struct {
	mu       sync.Mutex
	orgs     map[register.OrgID]access.Organisation
	accounts map[access.AccountID]access.Account
	creds    map[string]access.Credential
	sessions map[access.TokenHash]access.Session
	reveals  map[string]access.Reveal
}

var _ access.Store = (*Memory)(nil)

// NewMemory makes an empty store.
func NewMemory() *Memory {
	return &Memory{
		orgs:     make(map[register.OrgID]access.Organisation),
		accounts: make(map[access.AccountID]access.Account),
		creds:    make(map[string]access.Credential),
		sessions: make(map[access.TokenHash]access.Session),
		reveals:  make(map[string]access.Reveal),
	}
}

// stored is t as a store keeps it.
func stored(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }

// AddOrg implements access.Store.
func (m *Memory) AddOrg(_ context.Context, o access.Organisation) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, ok := m.orgs[o.ID]; ok {
		return fmt.Errorf("organisation %s: %w", o.ID, access.ErrTaken)
	}
	o.AddedAt = stored(o.AddedAt)
	m.orgs[o.ID] = o
	return nil
}

// Org implements access.Store.
func (m *Memory) Org(_ context.Context, id register.OrgID) (access.Organisation, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return found(m.orgs, id)
}

// Orgs implements access.Store.
func (m *Memory) Orgs(context.Context) ([]access.Organisation, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return sorted(m.orgs, nil), nil
}

// AddAccount implements access.Store.
func (m *Memory) AddAccount(_ context.Context, a access.Account, creds ...access.Credential) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, err := found(m.orgs, a.Org); err != nil {
		return err
	}
	if _, ok := m.accounts[a.ID]; ok || m.loginTaken(a) {
		return fmt.Errorf("account: %w", access.ErrTaken)
	}
	for _, c := range creds {
		if _, ok := m.creds[c.ID]; ok {
			return fmt.Errorf("credential: %w", access.ErrTaken)
		}
	}
	a.CreatedAt, a.ChangedAt = stored(a.CreatedAt), stored(a.ChangedAt)
	m.accounts[a.ID] = a
	m.putCredentials(creds)
	return nil
}

func (m *Memory) loginTaken(a access.Account) bool {
	for _, other := range m.accounts {
		if other.Login == a.Login && other.ID != a.ID {
			return true
		}
	}
	return false
}

func (m *Memory) putCredentials(creds []access.Credential) {
	for _, c := range creds {
		c.Secret = bytes.Clone(c.Secret)
		c.AddedAt, c.ExpiresAt = stored(c.AddedAt), stored(c.ExpiresAt)
		m.creds[c.ID] = c
	}
}

// Account implements access.Store.
func (m *Memory) Account(_ context.Context, id access.AccountID) (access.Account, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return found(m.accounts, id)
}

// AccountByLogin implements access.Store.
func (m *Memory) AccountByLogin(_ context.Context, login string) (access.Account, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, a := range m.accounts {
		if a.Login == login {
			return a, nil
		}
	}
	return access.Account{}, access.ErrNotFound
}

// Accounts implements access.Store.
func (m *Memory) Accounts(_ context.Context, org register.OrgID) ([]access.Account, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return sorted(m.accounts, func(a access.Account) bool { return org == "" || a.Org == org }), nil
}

// UpdateAccount implements access.Store.
func (m *Memory) UpdateAccount(_ context.Context, a access.Account) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	old, err := found(m.accounts, a.ID)
	switch {
	case err != nil:
		return err
	case old.Version != a.Version:
		return fmt.Errorf("account %s: %w", a.ID, access.ErrConflict)
	case m.loginTaken(a):
		return fmt.Errorf("account: %w", access.ErrTaken)
	}
	a.Version++
	a.CreatedAt, a.ChangedAt = old.CreatedAt, stored(a.ChangedAt)
	m.accounts[a.ID] = a
	return nil
}

// Credentials implements access.Store.
func (m *Memory) Credentials(_ context.Context, account access.AccountID) ([]access.Credential, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	out := sorted(m.creds, func(c access.Credential) bool { return c.Account == account })
	for i := range out {
		out[i].Secret = bytes.Clone(out[i].Secret)
	}
	return out, nil
}

// SetCredentials implements access.Store.
func (m *Memory) SetCredentials(_ context.Context, account access.AccountID, kind access.CredentialKind, creds ...access.Credential) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, err := found(m.accounts, account); err != nil {
		return err
	}
	maps.DeleteFunc(m.creds, func(_ string, c access.Credential) bool {
		return c.Account == account && c.Kind == kind
	})
	m.putCredentials(creds)
	return nil
}

// UseStep implements access.Store.
func (m *Memory) UseStep(_ context.Context, credential string, step int64) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	c, ok := m.creds[credential]
	if !ok || c.LastStep >= step {
		return false, nil
	}
	c.LastStep = step
	m.creds[credential] = c
	return true, nil
}

func found[K comparable, V any](in map[K]V, key K) (V, error) {
	v, ok := in[key]
	if !ok {
		return v, access.ErrNotFound
	}
	return v, nil
}

// sorted lists the values that keep wants (nil: all) by their key.
func sorted[K cmp.Ordered, V any](in map[K]V, keep func(V) bool) []V {
	var out []V
	for _, k := range slices.Sorted(maps.Keys(in)) {
		if v := in[k]; keep == nil || keep(v) {
			out = append(out, v)
		}
	}
	return out
}

// snapshot gives a function that brings back the present state. It is safe to
// call on nil.
func (m *Memory) snapshot() func() {
	if m == nil {
		return func() {}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	orgs, accounts, creds := maps.Clone(m.orgs), maps.Clone(m.accounts), maps.Clone(m.creds)
	sessions, reveals := maps.Clone(m.sessions), maps.Clone(m.reveals)
	return func() {
		m.mu.Lock()
		defer m.mu.Unlock()
		m.orgs, m.accounts, m.creds, m.sessions, m.reveals = orgs, accounts, creds, sessions, reveals
	}
}
