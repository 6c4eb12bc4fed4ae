package main

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/consent"
	"kashf.org/kashf/internal/desk"
	"kashf.org/kashf/internal/export"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/photo"
	"kashf.org/kashf/internal/queue"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/store"
)

// proved are the tables whose every value is proved: by the ledger's hashes,
// by computing them anew, by a chain of hashes, or by marks.
var proved = []string{
	"log_head", "entry", "entry_subject", "log_hash", "checkpoint",
	"source", "source_share", "import", "record", "person_redirect", "run", "link", "open_match", "judgement",
	"facility", "facility_alias", "item", "notice", "tally", "part_word", "destroyed",
	"number", "pending_import", "organisation", "account", "credential", "session", "reveal", "access_log", "job", "draft", "mapping", "mark",
	"review_policy", "review_case", "review_part", "review_submission", "review_sitting", "review_paper", "review_book", "review_event", "victim_registration",
	"desk", "desk_record", "export", "photo", "consent",
}

// unproved are tables and columns that nothing proves, each with its reason.
var unproved = map[string]string{
	"goose_db_version": "which migrations have run: a wrong one is an error at the next start, and holds nothing of the office",
	"sqlite_sequence":  "the database's own counter for goose_db_version",
	"log_head.id":      "there is one row, found by this id",
}

// whereabouts are where verify says that something of a table does not hold.
var whereabouts = map[string]string{
	"log_head": "entry|head", "entry": "entry", "entry_subject": "entry_subject", "log_hash": "hash", "checkpoint": "checkpoint",
	"account": "account", "organisation": "organisation", "access_log": "log of reads",
	// a mark's own table is named by the row that it no longer fits
	"mark": "table ",
}

// TestEveryTableIsProved: a table that is added is proved, or it is said why not.
func TestEveryTableIsProved(t *testing.T) {
	o := newFurnishedOffice(t)
	for _, name := range tablesOf(t, rawDatabase(t, o)) {
		if _, ok := unproved[name]; !ok && !slices.Contains(proved, name) {
			t.Errorf("table %s is neither proved nor listed with a reason", name)
		}
	}
}

func tablesOf(t *testing.T, db *sql.DB) (names []string) {
	t.Helper()
	rows, err := db.Query("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
	}
	return names
}

// inhabit gives every table that an empty office leaves empty a row.
func inhabit(t *testing.T, ctx context.Context, d *deployment) {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	o, err := d.access.ProvisionOrg(ctx, access.Organisation{NameEn: "Guests", Kind: access.Documentation})
	must(err)
	p, err := d.access.Provision(ctx, access.Account{Login: "nour", Name: "Nour", Org: o.ID, Roles: access.RolesOf(access.CaseWorker), Clearance: register.C4, Lang: "ar"})
	must(err)
	now := time.Now().UTC()
	must(d.access.Store.AddSession(ctx, access.Session{Hash: access.Token("t").Hash(), Account: p.Account.ID, StartedAt: now, SeenAt: now, StepUpAt: now, Device: "telephone"}))
	must(d.access.Store.AddReveal(ctx, access.Reveal{ID: newID(), Account: p.Account.ID, Person: 1, Purpose: "to answer a family", At: now, Until: now.Add(time.Hour)}))
	must(d.store.PutDraft(ctx, store.Draft{ID: newID(), Account: string(p.Account.ID), Kind: "upload", Body: []byte("sealed"), At: now}))
	must(d.store.PutMapping(ctx, "S", "name,born", "full_name,birth_year", now))
	must(d.store.Jobs().PutJob(ctx, queue.Job{ID: newID(), Kind: "k", Args: []byte("{}"), Author: "a", Org: "o", RunAt: now, CreatedAt: now}))
	job, err := d.store.Jobs().LeaseJob(ctx, []string{"k"}, queue.Lease{By: "w", Until: now.Add(time.Minute)}, now.Add(time.Second), time.Second)
	must(err)
	_, err = d.store.Jobs().NoteJob(ctx, job.ID, queue.Lease{By: "w", Until: now.Add(time.Minute)}, queue.Note{Stage: "s", Done: 1, Total: 2})
	must(err)
	must(d.store.BeginBatch(ctx, "I", 900))
	must(d.store.EndBatch(ctx, "I", 3))
	must(d.store.AppendReads(ctx, store.Read{At: now, Account: "a", Action: "person.read", Subject: []byte{1}}, store.Read{At: now, Account: "a", Action: "person.read", Subject: []byte{2}}))
	must(d.enterReadsHead(ctx))
	_, err = d.addSource(ctx, journal.Actor{Account: journal.Local}, register.Source{Name: "named", Kind: "family", Owner: o.ID, Sharing: register.ShareNamed, SharedWith: []register.OrgID{"O"}})
	must(err)
	must(d.journal.Do(ctx, journal.Actor{Account: journal.Local}, func(ctx context.Context, u *journal.Unit) error {
		for kind, body := range map[string]desk.Body{
			desk.NoteWritten:  {ID: "DN", Text: "n", Records: []register.RecordID{1}, Level: register.C3, Shared: true},
			desk.TaskAssigned: {ID: "DT", Text: "t", Records: []register.RecordID{1}, For: "F", Due: "2026-01-01"},
			desk.SearchSaved:  {ID: "DS", Text: "s", Query: "f=sex"},
		} {
			if _, err := u.Append(ctx, journal.Draft{Kind: kind, Subjects: []string{body.ID}, Body: body}); err != nil {
				return err
			}
		}
		for _, d := range []journal.Draft{
			{Kind: export.Asked, Subjects: []string{"EX"}, Body: export.AskedBody{ID: "EX", Why: "w", Records: []register.RecordID{1}}},
			{Kind: photo.Attached, Subjects: []string{"PH"}, Body: photo.Body{
				ID: "PH", Record: 1, Original: "o", Shown: "s", Media: "image/jpeg", Size: 9, Width: 3, Height: 2, Alt: "a", Level: register.C3, Sharing: register.ShareOwner,
			}},
			{Kind: consent.Given, Subjects: []string{"CO"}, Body: consent.GivenBody{
				ID: "CO", Record: 1, Photo: "PH", Uses: []string{consent.Print}, Giver: "mother", Name: "n", Way: "told", On: "2025", Until: "2030", Note: "n",
			}},
			{Kind: consent.Withdrawn, Subjects: []string{"CO"}, Body: consent.WithdrawnBody{ID: "CO"}},
			{Kind: export.Approved, Subjects: []string{"EX"}, Body: export.ApprovedBody{ID: "EX"}},
		} {
			if _, err := u.Append(ctx, d); err != nil {
				return err
			}
		}
		_, err := u.Append(ctx, journal.Draft{Kind: register.FamilyTold, Subjects: []string{"N"}, Body: register.NoticeBody{ID: "N", Record: 1, Who: "w", On: "2025", How: "phone", Whom: "mother", Note: "n"}})
		return err
	}))
	_, err = d.checkpoint(ctx)
	must(err)
}

// TestTamperEveryColumn changes one value in each column of each proved table
// and expects verify to say where.
func TestTamperEveryColumn(t *testing.T) {
	t.Parallel()
	o := newFurnishedOffice(t)
	o.destroyRow(o.imports()["family.csv"].ID, 5)
	o.holds()
	o.open(func(ctx context.Context, d *deployment) {
		inhabit(t, ctx, d)
		db := rawDatabase(t, o)
		for _, table := range proved {
			for _, col := range tableColumns(t, db, table) {
				if _, ok := unproved[table+"."+col.name]; ok || testing.Short() && col.at%4 != 1 {
					continue
				}
				t.Run(table+"."+col.name, func(t *testing.T) {
					restore := alter(t, db, table, col)
					v := d.verify(ctx)
					restore()
					expectPlace(t, v, table)
				})
			}
		}
		if v := d.verify(ctx); !v.OK {
			t.Fatalf("after all was put back: %v", v.Findings)
		}
	})
}

func expectPlace(t *testing.T, v verdict, table string) {
	t.Helper()
	if v.OK {
		t.Fatal("verify says that everything holds")
	}
	want, ok := whereabouts[table]
	if !ok {
		want = "table " + table
	}
	for _, f := range v.Findings {
		for w := range strings.SplitSeq(want, "|") {
			if strings.Contains(f.Where+" "+f.What, w) {
				return
			}
		}
	}
	t.Errorf("verify names %v, want %s", v.Findings, want)
}

// TestTamperRows removes a row of each proved table.
func TestTamperRows(t *testing.T) {
	o := newFurnishedOffice(t)
	o.destroyRow(o.imports()["family.csv"].ID, 5)
	o.open(func(ctx context.Context, d *deployment) {
		inhabit(t, ctx, d)
		db := rawDatabase(t, o)
		for _, table := range proved {
			if table == "log_head" || table == "checkpoint" { // the keys keep the newest
				continue
			}
			t.Run(table, func(t *testing.T) {
				save := "CREATE TEMP TABLE kept AS SELECT * FROM " + table + " ORDER BY rowid DESC LIMIT 1"
				gone := "DELETE FROM " + table + " WHERE rowid = (SELECT rowid FROM " + table + " ORDER BY rowid DESC LIMIT 1)"
				for _, q := range []string{save, gone} {
					if _, err := db.Exec(q); err != nil {
						t.Fatal(err)
					}
				}
				v := d.verify(ctx)
				for _, q := range []string{"INSERT INTO " + table + " SELECT * FROM kept", "DROP TABLE kept"} {
					if _, err := db.Exec(q); err != nil {
						t.Fatal(err)
					}
				}
				expectPlace(t, v, table)
			})
		}
	})
}

// TestTamperTombstone empties an entry as if the law had demanded it.
func TestTamperTombstone(t *testing.T) {
	o := newFurnishedOffice(t)
	o.open(func(ctx context.Context, d *deployment) {
		db := rawDatabase(t, o)
		for _, q := range []string{
			"UPDATE entry SET body = NULL, salt = NULL, destroyed = 3 WHERE kind = 'item.attached'", "DELETE FROM item",
		} {
			if _, err := db.Exec(q); err != nil {
				t.Fatal(err)
			}
		}
		v := d.verify(ctx)
		if v.OK || !strings.Contains(fmt.Sprint(v.Findings), "did not destroy it") {
			t.Errorf("verify names %v", v.Findings)
		}
	})
}

func rawDatabase(t *testing.T, o office) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(o.dir, databaseName)+"?_pragma=busy_timeout(5000)")
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { db.Close() })
	return db
}

type column struct {
	name, kind string
	at         int
}

func tableColumns(t *testing.T, db *sql.DB, table string) (out []column) {
	t.Helper()
	rows, err := db.Query("SELECT name, type FROM pragma_table_info('" + table + "')")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		c := column{at: len(out)}
		if err := rows.Scan(&c.name, &c.kind); err != nil {
			t.Fatal(err)
		}
		out = append(out, c)
	}
	return out
}

// alter changes one value of the table's last row that has one, and returns
// what puts it back.
func alter(t *testing.T, db *sql.DB, table string, c column) (restore func()) {
	t.Helper()
	var row int64
	var old any
	err := db.QueryRow("SELECT rowid, "+c.name+" FROM "+table+" WHERE "+c.name+" IS NOT NULL ORDER BY rowid DESC LIMIT 1").Scan(&row, &old)
	if err != nil {
		t.Fatal(err)
	}
	var now any
	switch v := old.(type) {
	case []byte:
		b := slices.Clone(v)
		if len(b) == 0 {
			b = []byte{1}
		} else {
			b[len(b)/2] ^= 1
		}
		now = b
	case string:
		now = v + "x"
	case int64:
		now = v + 1
		if c.kind == "BOOLEAN" {
			now = 1 - v
		}
	case float64:
		now = v + 0.5
	case bool:
		now = !v
	default:
		t.Fatalf("%s.%s is a %T", table, c.name, old)
	}
	set := "UPDATE " + table + " SET " + c.name + " = ? WHERE rowid = ?"
	if _, err := db.Exec(set, now, row); err != nil {
		t.Fatal(err)
	}
	return func() {
		if _, err := db.Exec(set, old, row); err != nil {
			t.Fatal(err)
		}
	}
}

func blobFiles(t *testing.T, o office) (files []string) {
	t.Helper()
	err := filepath.WalkDir(filepath.Join(o.dir, "blobs"), func(p string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			files = append(files, p)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestTamperBlobs flips bytes in each file of the vault, cuts it, removes it
// and puts another in its place. What a linkage learnt is no evidence and not
// verified: one that is not as it was is not used (identity's tests).
func TestTamperBlobs(t *testing.T) {
	o := newFurnishedOffice(t)
	o.open(func(ctx context.Context, d *deployment) {
		learnt, err := d.identity.Learnt(ctx)
		if err == nil && learnt != "" {
			err = d.vault.Remove(learnt)
		}
		if err != nil {
			t.Fatal(err)
		}
	})
	files := blobFiles(t, o)
	if len(files) < 5 {
		t.Fatalf("%d blobs", len(files))
	}
	random := rand.New(rand.NewPCG(1, 2))
	o.open(func(ctx context.Context, d *deployment) {
		check := func(file, what string) {
			t.Helper()
			v := d.verify(ctx)
			if v.OK || !strings.Contains(fmt.Sprint(v.Findings), "blob ") {
				t.Errorf("%s %s: verify names %v", what, filepath.Base(file), v.Findings)
			}
		}
		for i, f := range files {
			whole, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			write := func(b []byte) {
				t.Helper()
				if err := os.WriteFile(f, b, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			for range 2 {
				b := slices.Clone(whole)
				b[random.IntN(len(b))] ^= 1 << random.IntN(8)
				write(b)
				check(f, "a flipped bit in")
			}
			write(whole[:len(whole)-1])
			check(f, "the end cut off")
			write(nil)
			check(f, "an empty")
			other, err := os.ReadFile(files[(i+1)%len(files)])
			if err != nil {
				t.Fatal(err)
			}
			write(other)
			check(f, "another in the place of")
			if err := os.Remove(f); err != nil {
				t.Fatal(err)
			}
			check(f, "without")
			write(whole)
		}
		if v := d.verify(ctx); !v.OK {
			t.Fatalf("after all was put back: %v", v.Findings)
		}
	})
}

// TestTamperDatabaseFile flips bits anywhere in the database's file. Where
// verify still says that all holds, all that it speaks of must be as it was.
func TestTamperDatabaseFile(t *testing.T) {
	o := newFurnishedOffice(t)
	want := o.dump()
	file := filepath.Join(o.dir, databaseName)
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	seen, err := os.ReadFile(filepath.Join(o.dir+".keys", "checkpoint"))
	if err != nil {
		t.Fatal(err)
	}
	rounds := 20
	if testing.Short() {
		rounds = 5
	}
	bin := filepath.Join(program(t), "kashf")
	random := rand.New(rand.NewPCG(3, 4))
	held := 0
	for range rounds {
		at, bit := random.IntN(len(whole)), byte(1)<<random.IntN(8)
		b := slices.Clone(whole)
		b[at] ^= bit
		for _, rest := range []string{"-wal", "-shm"} {
			os.Remove(file + rest)
		}
		if err := os.WriteFile(file, b, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(o.dir+".keys", "checkpoint"), seen, 0o600); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
		out, err := exec.CommandContext(ctx, bin, "verify", "--dir", o.dir).CombinedOutput()
		if ctx.Err() != nil {
			t.Errorf("byte %d, bit %x: verify does not end", at, bit)
		}
		cancel()
		if err != nil {
			if len(out) == 0 || strings.Contains(string(out), "goroutine") {
				t.Errorf("byte %d, bit %x: %v\n%s", at, bit, err, out)
			}
			continue
		}
		held++
		if got := o.dump(); got != want {
			t.Errorf("byte %d, bit %x: verify says that everything holds", at, bit)
		}
	}
	t.Logf("%d of %d flips were in space that holds nothing verified", held, rounds)
}

// TestTamperRollback puts yesterday's folder back beside today's keys.
func TestTamperRollback(t *testing.T) {
	o := newFurnishedOffice(t)
	yesterday := o.copyTo(filepath.Join(t.TempDir(), "yesterday"))
	o.take("late", "late.csv", familyList)
	if err := os.RemoveAll(yesterday.dir + ".keys"); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(yesterday.dir+".keys", os.DirFS(o.dir+".keys")); err != nil {
		t.Fatal(err)
	}
	for _, when := range []string{"put back", "verified before"} {
		v := yesterday.verdict()
		if v.OK || !strings.Contains(fmt.Sprint(v.Findings), "checkpoint kept with the keys") {
			t.Errorf("%s: verify names %v", when, v.Findings)
		}
	}
	// Going on from there does not hide it: no checkpoint is signed for it.
	file := filepath.Join(t.TempDir(), "more.csv")
	if err := os.WriteFile(file, []byte(gateList), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, source := range []string{"one", "two", "three"} {
		errs := yesterday.refuses(exitFailed, "import", "--source", source, file)
		if !strings.Contains(errs, "not signed") {
			t.Errorf("import into a folder put back: %s", errs)
		}
	}
	if v := yesterday.verdict(); v.OK {
		t.Error("a ledger that forked from the signed one holds")
	}
	o.holds()
}
