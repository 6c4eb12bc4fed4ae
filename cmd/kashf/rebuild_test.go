package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kashf.org/kashf/internal/store"
)

// TestRebuildRepairs: a changed row is found and named, a rebuild puts it
// right.
func TestRebuildRepairs(t *testing.T) {
	o := newFurnishedOffice(t)
	want := o.dump()
	db := rawDatabase(t, o)
	for query, where := range map[string]string{
		"UPDATE record SET person = person + 1 WHERE row_no = 2":              "table record, row ",
		"DELETE FROM link WHERE rowid = (SELECT max(rowid) FROM link)":        "table link, row ",
		"UPDATE judgement SET verdict = 'same'":                               "table judgement, row ",
		"INSERT INTO person_redirect (old, person, seq) VALUES (900, 901, 3)": "table person_redirect, row 900",
		"UPDATE facility SET id = 'ZZZ' WHERE rowid = 1":                      "table facility, row \"ZZZ\"",
		"DELETE FROM record WHERE num = (SELECT max(num) FROM record)":        "table record, row ",
		"INSERT INTO entry_subject (subject, seq) VALUES ('somebody', 2)":     "table entry_subject, row \"somebody\"",
		"UPDATE entry SET undone = 2 WHERE seq = 1":                           "table entry, row 1",
	} {
		if _, err := db.Exec(query); err != nil {
			t.Fatal(err)
		}
		code, out, errs := o.run("rebuild", "--check", "--json")
		var got struct {
			OK       bool
			Findings []finding
		}
		if err := json.Unmarshal([]byte(out), &got); err != nil {
			t.Fatalf("%v\n%s%s", err, out, errs)
		}
		if code != exitFailed || got.OK || !strings.Contains(fmt.Sprint(got.Findings), where) {
			t.Errorf("%s: exit %d, %v, want %s", query, code, got.Findings, where)
		}
		if len(got.Findings) > 8 {
			t.Errorf("%s: one change, and %d findings: %v", query, len(got.Findings), got.Findings)
		}
		o.must("rebuild")
		if o.dump() != want {
			t.Fatalf("%s: not repaired", query)
		}
	}
	o.holds()
	o.must("rebuild", "--check")
}

// TestRebuildTo writes the register as it stood before an entry.
func TestRebuildTo(t *testing.T) {
	o := newOffice(t)
	first := o.take("family", "family.csv", familyList)
	var want strings.Builder
	o.open(func(ctx context.Context, d *deployment) {
		if err := d.store.Dump(ctx, &want); err != nil {
			t.Fatal(err)
		}
	})
	o.take("gate", "gate.csv", gateList)
	file := filepath.Join(t.TempDir(), "then.db")
	var said struct{ Entries int64 }
	if err := json.Unmarshal([]byte(o.must("rebuild", "--to", fmt.Sprint(first.Entry+1), "--out", file, "--json")), &said); err != nil {
		t.Fatal(err)
	}
	if said.Entries != first.Entry+1 {
		t.Errorf("%d entries, want %d", said.Entries, first.Entry+1)
	}
	s, err := store.Open(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var got strings.Builder
	if err := s.Dump(t.Context(), &got); err != nil {
		t.Fatal(err)
	}
	if got.String() != want.String() {
		t.Error("the register of then is another")
	}
	if errs := o.refuses(exitFailed, "rebuild", "--out", file); !strings.Contains(errs, "is not empty") {
		t.Errorf("message: %s", errs)
	}
	if _, err := os.Stat(file); err != nil {
		t.Error(err)
	}
	o.holds()
}

// TestLocked: a folder is open to one program at a time.
func TestLocked(t *testing.T) {
	o := newOffice(t)
	o.open(func(context.Context, *deployment) {
		for _, args := range [][]string{{"verify"}, {"resolve"}, {"rebuild"}} {
			if errs := o.refuses(exitFailed, args...); !strings.Contains(errs, "in use by another program") {
				t.Errorf("%v: %s", args, errs)
			}
		}
	})
	o.holds()
}
