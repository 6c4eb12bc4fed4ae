package store_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"io"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"kashf.org/kashf/internal/desk"
	"kashf.org/kashf/internal/export"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/occupancy"
	"kashf.org/kashf/internal/photo"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/store"
	"kashf.org/kashf/internal/store/storetest"
)

// counter gives ids one after the other.
func counter() func() string {
	n := 0
	return func() string { n++; return fmt.Sprintf("ID%02d", n) }
}

// shelf is a vault that names files by the order in which they came.
type shelf struct{ n int }

func (v *shelf) Put(_ context.Context, r io.Reader) (string, int64, error) {
	v.n++
	size, err := io.Copy(io.Discard, r)
	return fmt.Sprintf("blob%d", v.n), size, err
}

func undo(t *testing.T, j *journal.Journal, seq int64) {
	t.Helper()
	if err := j.Do(t.Context(), actor, func(ctx context.Context, u *journal.Unit) error {
		_, err := u.Undo(ctx, seq, "a mistake", nil)
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

// A photograph is read as it was attached, found by its records and its files,
// and gone from its record's list once it is undone.
func TestPhotosAreKept(t *testing.T) {
	var file bytes.Buffer
	if err := png.Encode(&file, image.NewGray(image.Rect(0, 0, 8, 6))); err != nil {
		t.Fatal(err)
	}
	storetest.Engines(t, func(t *testing.T, s *store.Store) {
		ctx, j := t.Context(), storetest.Journal(s)
		j.Kinds.Add(photo.Kinds()...)
		svc := &photo.Service{Journal: j, Vault: &shelf{}, NewID: counter()}
		want, err := svc.Attach(ctx, actor, photo.Photo{Record: 1 << 40, Alt: "رجل أمام باب", Level: register.C3, Sharing: register.ShareAll}, bytes.NewReader(file.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		got, err := s.Photo(ctx, want.ID)
		if err != nil || got.By != actor.Account || string(got.Org) != actor.Org || got.At.IsZero() {
			t.Fatalf("Photo = %+v, %v", got, err)
		}
		want.By, want.Org, want.At = got.By, got.Org, got.At
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("the photograph is not as attached (-attached +kept):\n%s", d)
		}
		for _, blob := range []string{want.Original, want.Shown} {
			if of, err := s.PhotosOfBlob(ctx, blob); err != nil || len(of) != 1 || of[0].ID != want.ID {
				t.Errorf("PhotosOfBlob(%s) = %v, %v", blob, of, err)
			}
		}
		undo(t, j, want.Seq)
		of, err := s.PhotosOf(ctx, []register.RecordID{1 << 40})
		all, err2 := s.AllPhotosOf(ctx, []register.RecordID{1 << 40})
		if err := errors.Join(err, err2); err != nil || len(of) != 0 || len(all) != 1 || all[0].Undone == 0 {
			t.Errorf("once undone: %v of %v, %v", of, all, err)
		}
		if _, err := s.Photo(ctx, "nothing"); !errors.Is(err, register.ErrNotFound) {
			t.Errorf("a photograph that never was: %v", err)
		}
	})
}

// What an office keeps at its desk is its own, entered once however often it is
// sent, and ends by being done or taken back.
func TestDeskIsKept(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, s *store.Store) {
		ctx, j := t.Context(), storetest.Journal(s)
		j.Kinds.Add(desk.Kinds()...)
		addSource(t, j, source("s1", "org1", register.ShareOwner)) // no desk stands before the first entry
		svc := &desk.Service{
			Journal: j, Store: s, NewID: counter(),
			Account: func(context.Context, string, register.OrgID) (bool, error) { return true, nil },
		}
		task := desk.Item{Kind: desk.Task, Text: "زيارة الأم", Records: []register.RecordID{9, 4, 9}, For: "a1", Due: "2024-12-20"}
		first, err := svc.Put(ctx, actor, task)
		again, err2 := svc.Put(ctx, actor, task)
		if err := errors.Join(err, err2); err != nil || first != again {
			t.Errorf("sent twice: entries %d and %d, %v", first, again, err)
		}
		tasks, err := svc.Tasks(ctx, "org1", "a1")
		if err != nil || len(tasks) != 1 {
			t.Fatalf("Tasks = %v, %v", tasks, err)
		}
		it, err := s.DeskItem(ctx, tasks[0].ID)
		if err != nil || !slices.Equal(it.Records, []register.RecordID{4, 9}) || it.Due != task.Due || it.For != "a1" || it.Text != task.Text || it.Seq != first {
			t.Errorf("DeskItem = %+v, %v", it, err)
		}
		if of, err := s.DeskOf(ctx, []register.RecordID{4, 9}); err != nil || len(of) != 1 {
			t.Errorf("an item of two records is told %d times, %v", len(of), err)
		}
		if err := svc.Finish(ctx, actor, it.ID); err != nil {
			t.Fatal(err)
		}
		if tasks, err := svc.Tasks(ctx, "org1", "a1"); err != nil || len(tasks) != 0 {
			t.Errorf("once done: %v, %v", tasks, err)
		}
		for _, r := range []register.RecordID{4, 9} { // a tag put in two steps is one name
			if _, err := svc.Put(ctx, actor, desk.Item{Kind: desk.Tag, Text: "أولوية", Records: []register.RecordID{r}}); err != nil {
				t.Fatal(err)
			}
		}
		names, err := svc.Names(ctx, "org1", desk.Tag)
		if err != nil || len(names) != 1 || !slices.Equal(slices.Sorted(slices.Values(names[0].Records)), []register.RecordID{4, 9}) {
			t.Fatalf("Names = %+v, %v", names, err)
		}
		if err := svc.TakeOut(ctx, actor, names[0].ID, []register.RecordID{9}); err != nil {
			t.Fatal(err)
		}
		if names, err = svc.Names(ctx, "org1", desk.Tag); err != nil || len(names) != 1 || !slices.Equal(names[0].Records, []register.RecordID{4}) {
			t.Errorf("with one taken out: %+v, %v", names, err)
		}
		if other, err := svc.Names(ctx, "org2", desk.Tag); err != nil || len(other) != 0 {
			t.Errorf("another organisation has %v, %v", other, err)
		}
	})
}

// An export is asked for by one and approved by another, of their organisation.
func TestExportsAreKept(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, s *store.Store) {
		ctx, j := t.Context(), storetest.Journal(s)
		j.Kinds.Add(export.Kinds()...)
		svc := &export.Service{Journal: j, Store: s, NewID: counter(), Now: j.Now}
		asked := export.Request{Records: []register.RecordID{9, 4, 9}, Why: "طلب لجنة المفقودين بكتابها", For: "لجنة المفقودين", Columns: export.Usual()}
		id, err := svc.Ask(ctx, actor, asked)
		if err != nil {
			t.Fatal(err)
		}
		r, err := svc.Of(ctx, actor, id)
		if err != nil || r.Why != asked.Why || r.For != asked.For || !slices.Equal(r.Records, []register.RecordID{4, 9}) || !cmp.Equal(r.Columns, asked.Columns) || r.Approved != 0 {
			t.Errorf("Of = %+v, %v", r, err)
		}
		other, colleague := journal.Actor{Account: "b", Org: "org2"}, journal.Actor{Account: "a2", Org: actor.Org}
		if err := svc.Approve(ctx, actor, id); !errors.Is(err, export.ErrOwnWord) {
			t.Errorf("approved by oneself: %v", err)
		}
		if err := svc.Approve(ctx, other, id); !errors.Is(err, register.ErrNotFound) {
			t.Errorf("approved by another organisation: %v", err)
		}
		if err := svc.Approve(ctx, colleague, id); err != nil {
			t.Fatal(err)
		}
		if r, err = s.Export(ctx, id); err != nil || r.Approver != "a2" || r.Approved == 0 || !r.Open(r.OpenAt) || r.Open(r.OpenAt.Add(export.Kept+time.Second)) {
			t.Errorf("approved = %+v, %v", r, err)
		}
		if err := svc.Withdraw(ctx, actor, id); !errors.Is(err, journal.ErrConflict) {
			t.Errorf("withdrawn after it was approved: %v", err)
		}
		id, err = svc.Ask(ctx, actor, asked)
		if err := errors.Join(err, svc.Withdraw(ctx, actor, id)); err != nil {
			t.Fatal(err)
		}
		if _, err := svc.Of(ctx, actor, id); !errors.Is(err, register.ErrNotFound) {
			t.Errorf("once withdrawn: %v", err)
		}
		if all, err := s.ExportsOf(ctx, "org2", 10); err != nil || len(all) != 0 {
			t.Errorf("another organisation has %v, %v", all, err)
		}
		if all, err := s.ExportsOf(ctx, "org1", 1); err != nil || len(all) != 1 {
			t.Errorf("asked for one: %v, %v", all, err)
		}
	})
}

// A figure of a place is kept as its source says it, and read by whoever may
// read the source.
func TestTalliesAreKept(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, s *store.Store) {
		ctx, j := t.Context(), storetest.Journal(s)
		addSource(t, j, source("s1", "org1", register.ShareOwner))
		svc := &occupancy.Service{Journal: j, Store: s, Now: j.Now, NewID: counter()}
		told := register.Tally{Site: "place", What: "held", Text: "more than 3,500", Source: "s1", On: "2013"}
		seq, err := svc.Enter(ctx, actor, told)
		again, err2 := svc.Enter(ctx, actor, told)
		if err := errors.Join(err, err2); err != nil || again != seq {
			t.Errorf("sent twice: %d and %d, %v", seq, again, err)
		}
		all, err := s.TalliesOf(ctx, machine, "place")
		if err != nil || len(all) != 1 || all[0].Text != told.Text || all[0].Least < 3500 || all[0].On != "2013" || all[0].Seq != seq {
			t.Fatalf("TalliesOf = %+v, %v", all, err)
		}
		if other, err := s.TalliesOf(ctx, register.Sight{Org: "org2", Level: register.C3}, "place"); err != nil || len(other) != 0 {
			t.Errorf("who may not read the source reads %v, %v", other, err)
		}
		if _, err := svc.TakeBack(ctx, actor, all[0], "a mistake"); err != nil {
			t.Fatal(err)
		}
		if all, err = s.TalliesOf(ctx, machine, "place"); err != nil || len(all) != 0 {
			t.Errorf("once taken back: %v, %v", all, err)
		}
	})
}
