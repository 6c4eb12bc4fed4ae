package store_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/access/accesstest"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/store"
	"kashf.org/kashf/internal/store/pgtest"
	"kashf.org/kashf/internal/store/storetest"
)

func TestAccess(t *testing.T) {
	for _, e := range []struct {
		name string
		dsn  func(testing.TB) string
	}{{"sqlite", func(tb testing.TB) string { return tb.TempDir() + "/kashf.db" }}, {"postgres", pgtest.DSN}} {
		t.Run(e.name, func(t *testing.T) {
			accesstest.Store(t, func(t *testing.T) access.Store {
				s, err := store.Open(t.Context(), e.dsn(t))
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() { s.Close() })
				return s.Access()
			})
		})
	}
}

func office() access.Organisation {
	return access.Organisation{ID: "org1", NameAr: "هيئة", Kind: access.Documentation}
}

func login(id access.AccountID, name string) access.Account {
	return access.Account{ID: id, Login: name, Name: name, Org: "org1", Roles: access.RolesOf(access.Analyst), Lang: "ar", Version: 1}
}

// accessJournal is a journal that knows the kinds of package access too.
func accessJournal(s *store.Store) *journal.Journal {
	j := storetest.Journal(s)
	j.Kinds.Add(access.Kinds()...)
	return j
}

func TestRecorderKeepsChangeAndFactTogether(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, s *store.Store) {
		r := store.NewRecorder(accessJournal(s))
		fact := access.Fact{Kind: access.FactAccountCreated, Author: "a1", Org: "org1", Subjects: []string{"a2"}, Body: access.AccountBody{Login: "layla"}}
		if err := r.Record(t.Context(), fact, func(ctx context.Context, st access.Store) error {
			if err := st.AddOrg(ctx, office()); err != nil {
				return err
			}
			return st.AddAccount(ctx, login("a2", "layla"), access.Credential{ID: "c1", Account: "a2", Kind: access.PasswordKind})
		}); err != nil {
			t.Fatal(err)
		}
		e, _, err := s.Entry(t.Context(), 0)
		if err != nil || e.Kind != "account.created" || e.Author != "a1" || e.Org != "org1" || len(e.Subjects) != 1 || e.Subjects[0] != "a2" {
			t.Errorf("entry 0 = %+v, %v", e.Header, err)
		}
		body, err := journal.Decode[access.AccountBody](e)
		if err != nil || body.Login != "layla" {
			t.Errorf("body = %+v, %v", body, err)
		}
		if a, err := s.Access().Account(t.Context(), "a2"); err != nil || a.Login != "layla" {
			t.Errorf("Account(a2) = %+v, %v", a, err)
		}
	})
}

// A refusal inside a unit must not give the unit up: the change may go on, and
// PostgreSQL would not if the statement had been tried.
func TestRefusalsInsideAUnit(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, s *store.Store) {
		r := store.NewRecorder(accessJournal(s))
		err := r.Record(t.Context(), access.Fact{Kind: access.FactOrgCreated}, func(ctx context.Context, st access.Store) error {
			if err := st.AddOrg(ctx, office()); err != nil {
				return err
			}
			if err := st.AddAccount(ctx, login("a1", "layla")); err != nil {
				return err
			}
			session := access.Session{Hash: access.Token("t").Hash(), Account: "a1", StartedAt: time.Unix(0, 0)}
			if err := st.AddSession(ctx, session); err != nil {
				return err
			}
			for what, got := range map[string]error{
				"organisation": st.AddOrg(ctx, office()),
				"account":      st.AddAccount(ctx, login("a1", "suad")),
				"login":        st.AddAccount(ctx, login("a2", "layla")),
				"session":      st.AddSession(ctx, session),
			} {
				if !errors.Is(got, access.ErrTaken) {
					t.Errorf("%s twice in one unit: %v, want ErrTaken", what, got)
				}
			}
			return st.AddAccount(ctx, login("a3", "omar"))
		})
		if err != nil {
			t.Fatal(err)
		}
		as, err := s.Access().Accounts(t.Context(), "org1")
		if err != nil || len(as) != 2 {
			t.Errorf("Accounts = %v, %v, want two", as, err)
		}
	})
}

func TestRecorderKeepsNothingOfAFailedChange(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, s *store.Store) {
		j := accessJournal(s)
		boom := errors.New("boom")
		add := func(ctx context.Context, st access.Store) error { return st.AddOrg(ctx, office()) }
		err := store.NewRecorder(j).Record(t.Context(), access.Fact{Kind: access.FactOrgCreated}, func(ctx context.Context, st access.Store) error {
			return errors.Join(add(ctx, st), boom)
		})
		if !errors.Is(err, boom) {
			t.Errorf("Record = %v, want boom", err)
		}
		err = store.NewRecorder(j).Record(t.Context(), access.Fact{Kind: "no.such"}, add)
		if !errors.Is(err, journal.ErrUnknownKind) {
			t.Errorf("Record of an unknown kind = %v", err)
		}
		if _, err := s.Access().Org(t.Context(), "org1"); !errors.Is(err, access.ErrNotFound) {
			t.Errorf("Org after failed changes: %v, want ErrNotFound", err)
		}
		if h, err := s.Head(t.Context()); err != nil || h.Size != 0 {
			t.Errorf("head after failed changes = %+v, %v", h, err)
		}
	})
}
