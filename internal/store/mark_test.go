package store_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"testing"
	"time"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/queue"
	"kashf.org/kashf/internal/store"
	"kashf.org/kashf/internal/store/storetest"
)

type marker string

func (m marker) Mark(data []byte) []byte {
	h := hmac.New(sha256.New, []byte(m))
	h.Write(data)
	return h.Sum(nil)
}

// What the program writes by every way it has is marked, and what anybody else
// writes, changes or removes is named.
func TestMarks(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, s *store.Store) {
		ctx, now := t.Context(), time.Now().UTC()
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		s.Marker = marker("k")
		must(s.MarkAll(ctx))
		a := s.Access()
		must(a.AddOrg(ctx, access.Organisation{ID: "O", NameEn: "Office", Kind: access.Documentation, AddedAt: now}))
		must(a.AddAccount(ctx, access.Account{ID: "A", Login: "nour", Name: "Nour", Org: "O", Roles: access.RolesOf(access.Analyst), Lang: "ar", CreatedAt: now, ChangedAt: now, Version: 1},
			access.Credential{ID: "C", Account: "A", Kind: "password", Secret: []byte("x"), AddedAt: now, ExpiresAt: now}))
		one := access.Session{Hash: access.Token("1").Hash(), Account: "A", StartedAt: now, SeenAt: now, StepUpAt: now}
		two := one
		two.Hash = access.Token("2").Hash()
		must(a.AddSession(ctx, one))
		must(a.TouchSession(ctx, one.Hash, now.Add(time.Hour)))
		must(a.ReplaceSession(ctx, one.Hash, two))
		_, err := a.UseStep(ctx, "C", 7)
		must(err)
		_, err = s.Reserve(ctx, 5)
		must(err)
		must(s.PutDraft(ctx, store.Draft{ID: "D", Account: "A", Kind: "k", Body: []byte("1"), At: now}))
		must(s.PutDraft(ctx, store.Draft{ID: "D", Account: "A", Kind: "k", Body: []byte("2"), At: now}))
		must(s.PutDraft(ctx, store.Draft{ID: "E", Account: "A", Kind: "k", Body: []byte("2"), At: now}))
		must(s.DropDraft(ctx, "A", "E"))
		must(s.PutMapping(ctx, "S", "h", "b", now))
		must(s.PutMapping(ctx, "S", "h", "c", now))
		must(s.BeginBatch(ctx, "I", 9))
		must(s.EndBatch(ctx, "I", 2))
		must(s.AppendReads(ctx, store.Read{At: now, Account: "A", Action: "person.read", Subject: []byte{1}}))
		js := s.Jobs()
		must(js.PutJob(ctx, queue.Job{ID: "J", Kind: "k", Args: []byte("{}"), RunAt: now, CreatedAt: now}))
		must(js.PutJob(ctx, queue.Job{ID: "P", Kind: "p", Args: []byte("{}"), RunAt: now, CreatedAt: now, Every: time.Hour}))
		must(js.PutJob(ctx, queue.Job{ID: "P", Kind: "p", Args: []byte("{}"), RunAt: now, CreatedAt: now, Every: 2 * time.Hour}))
		l := queue.Lease{By: "w", Until: now.Add(time.Minute)}
		j, err := js.LeaseJob(ctx, []string{"k"}, l, now.Add(time.Second), time.Second)
		must(err)
		_, err = js.NoteJob(ctx, j.ID, l, queue.Note{Stage: "s", Done: 1, Total: 2})
		must(err)
		must(js.EndJob(ctx, j.ID, "w", queue.End{State: queue.Done, At: now, Attempt: 1}))
		faults := func() []store.MarkFault {
			t.Helper()
			out, err := s.CheckMarks(ctx)
			must(err)
			return out
		}
		if got := faults(); len(got) != 0 {
			t.Fatalf("what the program wrote: %v", got)
		}
		db := raw(t, s)
		for _, tt := range []struct{ name, do, undo, table, what string }{
			{"a value", "UPDATE reveal SET purpose = 'x'", "", "", ""}, // there is none: nothing is named
			{"a value", "UPDATE account SET clearance = clearance + 1", "UPDATE account SET clearance = clearance - 1", "account", "is not what was written"},
			{"a session", "UPDATE session SET account = 'B'", "UPDATE session SET account = 'A'", "session", "is not what was written"},
			{"a new row", "INSERT INTO mapping (source, header, body, at) VALUES ('T', 'h', 'b', 1)", "DELETE FROM mapping WHERE source = 'T'", "mapping", "was not written by the program"},
			{"a row gone", "DELETE FROM draft", "", "draft", "is missing"},
		} {
			if _, err := db.Exec(tt.do); err != nil {
				t.Fatal(err)
			}
			got := faults()
			if tt.table == "" && len(got) != 0 || tt.table != "" && (len(got) != 1 || got[0].Table != tt.table || got[0].What != tt.what) {
				t.Errorf("%s (%s): %v", tt.name, tt.do, got)
			}
			if tt.undo != "" {
				if _, err := db.Exec(tt.undo); err != nil {
					t.Fatal(err)
				}
			}
		}
		must(s.PutDraft(ctx, store.Draft{ID: "F", Account: "A", Kind: "k", Body: []byte("2"), At: now}))
		if got := faults(); len(got) != 1 || got[0].Table != "draft" {
			t.Errorf("a later write of the program hides the row that is gone: %v", got)
		}
		s.Marker = marker("another")
		if got := faults(); len(got) < 8 {
			t.Errorf("under another key: %v", got)
		}
	})
}
