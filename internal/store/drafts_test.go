package store_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/store"
	"kashf.org/kashf/internal/store/storetest"
)

func TestDraftsBelongToTheirAccount(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, s *store.Store) {
		ctx, at := t.Context(), time.Date(2025, 1, 10, 8, 0, 0, 0, time.UTC)
		mine := store.Draft{ID: "d1", Account: "a1", Kind: "upload", Body: []byte{0, 0xff, 1}, At: at}
		newer := store.Draft{ID: "d2", Account: "a1", Kind: "note", Body: []byte{}, At: at.Add(time.Hour)}
		if err := errors.Join(s.PutDraft(ctx, mine), s.PutDraft(ctx, newer)); err != nil {
			t.Fatal(err)
		}
		stranger := mine
		stranger.Account, stranger.Body = "a2", []byte("x")
		if err := s.PutDraft(ctx, stranger); !errors.Is(err, register.ErrNotFound) {
			t.Errorf("PutDraft over another account's = %v, want ErrNotFound", err)
		}
		if _, err := s.Draft(ctx, "a2", "d1"); !errors.Is(err, register.ErrNotFound) {
			t.Errorf("Draft of another account = %v, want ErrNotFound", err)
		}
		if err := s.DropDraft(ctx, "a2", "d1"); err != nil {
			t.Error(err)
		}
		got, err := s.Draft(ctx, "a1", "d1")
		if d := cmp.Diff(mine, got); err != nil || d != "" {
			t.Errorf("Draft = %v (-want +got):\n%s", err, d)
		}
		mine.Body = []byte("again")
		if err := s.PutDraft(ctx, mine); err != nil {
			t.Error(err)
		}
		if got, err = s.Draft(ctx, "a1", "d1"); err != nil || string(got.Body) != "again" {
			t.Errorf("Draft after a second PutDraft = %q, %v", got.Body, err)
		}
		for _, c := range []struct {
			kind string
			want []string
		}{{"", []string{"d2", "d1"}}, {"upload", []string{"d1"}}, {"other", nil}} {
			list, err := s.Drafts(ctx, "a1", c.kind)
			var ids []string
			for _, d := range list {
				ids = append(ids, d.ID)
				if d.Body != nil {
					t.Errorf("Drafts gave the body of %s", d.ID)
				}
			}
			if d := cmp.Diff(c.want, ids); err != nil || d != "" {
				t.Errorf("Drafts(%q) = %v (-want +got):\n%s", c.kind, err, d)
			}
		}
		if n, err := s.SweepDrafts(ctx, newer.At); n != 1 || err != nil {
			t.Errorf("SweepDrafts = %d, %v, want 1", n, err)
		}
		if err := s.DropDraft(ctx, "a1", "d2"); err != nil {
			t.Error(err)
		}
		if left, err := s.Drafts(ctx, "a1", ""); len(left) != 0 || err != nil {
			t.Errorf("drafts left: %v, %v", left, err)
		}
	})
}

func TestMappingsAreRememberedByHeader(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, s *store.Store) {
		ctx, at := t.Context(), time.Unix(0, 0)
		for _, m := range [][3]string{{"s1", "h1", "old"}, {"s1", "h1", `{"الاسم":"full_name"}`}, {"s1", "h2", "two"}} {
			if err := s.PutMapping(ctx, register.SourceID(m[0]), m[1], m[2], at); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := s.Mapping(ctx, "s1", "h1"); got != `{"الاسم":"full_name"}` || err != nil {
			t.Errorf("Mapping(s1, h1) = %q, %v", got, err)
		}
		if _, err := s.Mapping(ctx, "s2", "h1"); !errors.Is(err, register.ErrNotFound) {
			t.Errorf("Mapping of another source = %v, want ErrNotFound", err)
		}
	})
}
