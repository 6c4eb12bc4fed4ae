package consent_test

import (
	"errors"
	"testing"
	"time"

	"kashf.org/kashf/internal/consent"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/store"
	"kashf.org/kashf/internal/store/pgtest"
	"kashf.org/kashf/internal/store/storetest"
	"kashf.org/kashf/when"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// A consent is good for its uses, its photograph, its organisation and its
// time; a family's ends when the person is found alive.
func TestHolds(t *testing.T) {
	today := when.NewDay(2026, 3, 1)
	here := consent.Now{Day: today, Org: "org1"}
	mother := consent.Consent{Photo: "P", Uses: []string{consent.Print, consent.Form}, Giver: "mother", Org: "org1", On: "2025", Until: "2026-03"}
	with := func(change func(*consent.Consent)) consent.Consent {
		c := mother
		change(&c)
		return c
	}
	for name, c := range map[string]struct {
		given      consent.Consent
		use, photo string
		now        consent.Now
		want       bool
	}{
		"as given":               {mother, consent.Print, "P", here, true},
		"another use":            {mother, consent.Publish, "P", here, false},
		"another photograph":     {mother, consent.Print, "Q", here, false},
		"no photograph":          {mother, consent.Print, "", here, false},
		"another organisation":   {mother, consent.Print, "P", consent.Now{Day: today, Org: "org2"}, false},
		"the last day":           {mother, consent.Print, "P", consent.Now{Day: when.NewDay(2026, 3, 31), Org: "org1"}, true},
		"a day later":            {mother, consent.Print, "P", consent.Now{Day: when.NewDay(2026, 4, 1), Org: "org1"}, false},
		"found alive":            {mother, consent.Print, "P", consent.Now{Day: today, Org: "org1", Alive: true}, false},
		"found alive, own word":  {with(func(c *consent.Consent) { c.Giver = consent.Self }), consent.Print, "P", consent.Now{Day: today, Org: "org1", Alive: true}, true},
		"withdrawn":              {with(func(c *consent.Consent) { c.Withdrawn = 9 }), consent.Print, "P", here, false},
		"entered by mistake":     {with(func(c *consent.Consent) { c.Undone = 9 }), consent.Print, "P", here, false},
		"without an end, for us": {with(func(c *consent.Consent) { c.Until = "" }), consent.Form, "P", here, true},
	} {
		if got := consent.Holds([]consent.Consent{c.given}, c.use, c.photo, c.now); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// Consents are kept, withdrawn and read alike on both engines.
func TestGiveAndWithdraw(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, s *store.Store) {
		j := storetest.Journal(s)
		j.Kinds.Add(consent.Kinds()...)
		n := 0
		svc := &consent.Service{
			Journal: j, Store: s, Now: func() time.Time { return time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC) },
			NewID: func() string { n++; return string(rune('A' + n)) },
		}
		a := journal.Actor{Account: "a1", Org: "org1"}
		good := consent.Consent{Record: 4, Uses: []string{consent.WGEID}, Giver: "mother", Name: " أم سامر ", Way: "signed", On: "2026-02", Until: "2027"}
		for name, c := range map[string]struct {
			change func(*consent.Consent)
			want   error
		}{
			"nobody":                 {func(c *consent.Consent) { c.Giver = "the state" }, consent.ErrGiver},
			"for nothing":            {func(c *consent.Consent) { c.Uses = nil }, consent.ErrUses},
			"for what is not there":  {func(c *consent.Consent) { c.Uses = []string{"sell"} }, consent.ErrUses},
			"a picture's use":        {func(c *consent.Consent) { c.Uses = []string{consent.Print} }, consent.ErrUses},
			"a case's, of a picture": {func(c *consent.Consent) { c.Photo = "P" }, consent.ErrUses},
			"somehow":                {func(c *consent.Consent) { c.Way = "" }, consent.ErrWay},
			"tomorrow":               {func(c *consent.Consent) { c.On = "2026-03-02" }, consent.ErrDay},
			"no day":                 {func(c *consent.Consent) { c.On = "soon" }, consent.ErrDay},
			"ended before":           {func(c *consent.Consent) { c.Until = "2025" }, consent.ErrUntil},
		} {
			bad := good
			c.change(&bad)
			if _, err := svc.Give(t.Context(), a, bad); !errors.Is(err, c.want) {
				t.Errorf("%s: %v, want %v", name, err, c.want)
			}
		}
		if h, err := s.Head(t.Context()); err != nil || h.Size != 0 {
			t.Fatalf("a refused consent left %d entries, %v", h.Size, err)
		}
		if _, err := svc.Give(t.Context(), a, good); err != nil {
			t.Fatal(err)
		}
		all, err := s.ConsentsOf(t.Context(), []register.RecordID{3, 4})
		if err != nil || len(all) != 1 || all[0].Name != "أم سامر" || all[0].Record != 4 || all[0].Uses[0] != consent.WGEID || all[0].Org != "org1" {
			t.Fatalf("ConsentsOf = %+v, %v", all, err)
		}
		id := all[0].ID
		if err := svc.Withdraw(t.Context(), journal.Actor{Account: "b", Org: "org2"}, id); !errors.Is(err, register.ErrNotFound) {
			t.Errorf("another organisation withdraws: %v", err)
		}
		for range 2 { // pressed twice
			if err := svc.Withdraw(t.Context(), a, id); err != nil {
				t.Fatal(err)
			}
		}
		c, err := s.Consent(t.Context(), id)
		if err != nil || c.Withdrawn != 1 || c.WithdrawnAt.IsZero() {
			t.Errorf("withdrawn = %+v, %v", c, err)
		}
		if h, err := s.Head(t.Context()); err != nil || h.Size != 2 {
			t.Errorf("%d entries, %v, want 2", h.Size, err)
		}
	})
}
