package main

import (
	"testing"

	"kashf.org/kashf/internal/register"
)

// Records asked for at once are found as they are one by one, by every reader:
// those of an import that was undone, of a list that is hidden or raised, of a
// destroyed row and of a closed file are not there.
func TestPersonsOfAsOneByOne(t *testing.T) {
	s := serveWorld(t)
	ctx, k := t.Context(), s.kin()
	_, err := s.d.destroyRow(ctx, s.builder().actor("data"), s.openImport, 2, "by order of a court")
	s.must(err)
	s.conflict("analyst", k.first)
	shut, err := s.d.store.ClosedTo(ctx, string(s.accounts["analyst"]))
	s.must(err)
	var ids []register.RecordID
	for id := range k.first + 5 {
		ids = append(ids, id+1)
	}
	for _, v := range []register.Sight{
		{Machine: true}, {}, {Org: s.archive}, {Org: s.archive, Level: register.C2}, {Org: s.guests, Level: register.C2}, {Org: s.guests, Level: register.C3}, {Org: s.archive, Level: register.C3, Closed: shut},
	} {
		got, err := s.d.store.PersonsOf(ctx, v, ids)
		s.must(err)
		n := 0
		for _, id := range ids {
			r, err := s.d.store.RecordOf(ctx, v, id)
			want := err == nil && r.Destroyed == 0
			p, ok := got[id]
			if ok != want || want && p != r.Person {
				t.Errorf("record %d in %+v is of %d, %v; one by one of %d, %v", id, v, p, ok, r.Person, err)
			}
			if want {
				n++
			}
		}
		if n != len(got) || v.Machine && n == 0 || v.Machine && n == len(ids) {
			t.Errorf("%d of %d records found, %d one by one", len(got), len(ids), n)
		}
	}
}

// BenchmarkPersonsOf finds the persons of the most records that one request for
// a file holds; the page of requests does for each.
func BenchmarkPersonsOf(b *testing.B) {
	s := serveWorld(b)
	ids := make([]register.RecordID, 5000)
	for i := range ids {
		ids[i] = s.first
	}
	v := register.Sight{Org: s.archive, Level: register.C2}
	for what, find := range map[string]func() error{
		"at once": func() error { _, err := s.d.store.PersonsOf(b.Context(), v, ids); return err },
		"one by one": func() error {
			for _, id := range ids {
				if _, err := s.d.store.RecordOf(b.Context(), v, id); err != nil {
					return err
				}
			}
			return nil
		},
	} {
		b.Run(what, func(b *testing.B) {
			for b.Loop() {
				s.must(find())
			}
		})
	}
}
