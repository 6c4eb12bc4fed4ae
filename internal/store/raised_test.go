package store_test

import (
	"errors"
	"testing"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/store"
	"kashf.org/kashf/internal/store/storetest"
)

// A source that is raised above a reader's level does not exist for the
// reader, however it is shared.
func TestRaisedSourceIsAbsent(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, s *store.Store) {
		j := storetest.Journal(s)
		for i, sharing := range []register.Sharing{register.ShareAll, register.ShareOwner, register.ShareNamed} {
			src := source(register.SourceID("s"+string(sharing)), "org1", sharing, "org1")
			src.Raise = register.C3
			addSource(t, j, src)
			_, r := take(t, s, j, register.ImportID("i"+string(sharing)), src.ID, 1)
			low, high := register.Sight{Org: "org1", Level: register.C2}, register.Sight{Org: "org1", Level: register.C3}
			if _, _, err := s.Person(t.Context(), low, register.PersonID(r)); !errors.Is(err, register.ErrNotFound) {
				t.Errorf("%q: Person below the source's level: %v, want ErrNotFound", sharing, err)
			}
			if _, err := s.RecordOf(t.Context(), low, r); !errors.Is(err, register.ErrNotFound) {
				t.Errorf("%q: RecordOf below the source's level: %v, want ErrNotFound", sharing, err)
			}
			if n, err := s.Counts(t.Context(), low); err != nil || n.Records != 0 || n.Persons != 0 {
				t.Errorf("%q: Counts below the source's level = %+v, %v, want none", sharing, n, err)
			}
			if n, err := s.Counts(t.Context(), high); err != nil || n.Records != i+1 {
				t.Errorf("%q: Counts at the source's level = %+v, %v, want %d records", sharing, n, err, i+1)
			}
		}
	})
}
