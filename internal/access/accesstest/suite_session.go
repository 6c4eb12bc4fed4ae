package accesstest

import (
	"testing"
	"time"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/register"
)

func testSessions(t *testing.T, s access.Store) {
	ctx := t.Context()
	filled(t, s, 2)
	one, two := session(1, 1, day), session(2, 1, day.Add(time.Minute))
	two.StepUpAt = time.Time{}
	for _, x := range []access.Session{one, two, session(3, 2, day)} {
		must(t, s.AddSession(ctx, x))
	}
	wantErr(t, "AddSession again", s.AddSession(ctx, one), access.ErrTaken)
	wantErr(t, "AddSession of nobody", s.AddSession(ctx, session(4, 9, day)), access.ErrNotFound)
	_, err := s.Session(ctx, access.Token("none").Hash())
	wantErr(t, "Session of no token", err, access.ErrNotFound)

	must(t, s.TouchSession(ctx, one.Hash, day.Add(time.Hour)))
	must(t, s.TouchSession(ctx, one.Hash, day.Add(time.Minute)))
	must(t, s.TouchSession(ctx, access.Token("none").Hash(), day))
	one.SeenAt = day.Add(time.Hour)
	got, err := s.Session(ctx, one.Hash)
	must(t, err)
	wantSame(t, "Session after two touches", got, one)
	list, err := s.Sessions(ctx, account(1).ID)
	must(t, err)
	wantSame(t, "Sessions", list, []access.Session{one, two})
}

func testReplaceSession(t *testing.T, s access.Store) {
	ctx := t.Context()
	filled(t, s, 1)
	old, next := session(1, 1, day), session(2, 1, day.Add(time.Minute))
	must(t, s.AddSession(ctx, old))
	must(t, s.ReplaceSession(ctx, old.Hash, next))
	_, err := s.Session(ctx, old.Hash)
	wantErr(t, "the replaced session", err, access.ErrNotFound)
	wantErr(t, "ReplaceSession of an ended one", s.ReplaceSession(ctx, old.Hash, session(3, 1, day)), access.ErrNotFound)
	list, err := s.Sessions(ctx, account(1).ID)
	must(t, err)
	wantSame(t, "Sessions", list, []access.Session{next})
}

func testEndSessions(t *testing.T, s access.Store) {
	ctx := t.Context()
	filled(t, s, 2)
	for n := 1; n <= 3; n++ {
		must(t, s.AddSession(ctx, session(n, 1, day)))
	}
	must(t, s.AddSession(ctx, session(4, 2, day)))
	must(t, s.EndSession(ctx, session(1, 1, day).Hash))
	must(t, s.EndSession(ctx, session(1, 1, day).Hash))
	n, err := s.EndSessions(ctx, account(1).ID, session(2, 1, day).Hash)
	must(t, err)
	wantSame(t, "EndSessions but one", n, 1)
	n, err = s.EndSessions(ctx, account(1).ID, access.TokenHash{})
	must(t, err)
	wantSame(t, "EndSessions", n, 1)
	_, err = s.Session(ctx, session(4, 2, day).Hash)
	must(t, err)
}

func testSweep(t *testing.T, s access.Store) {
	ctx := t.Context()
	filled(t, s, 1)
	idle, old, live := session(1, 1, day), session(2, 1, day.Add(-time.Hour)), session(3, 1, day.Add(time.Minute))
	old.SeenAt = day.Add(time.Hour)
	for _, x := range []access.Session{idle, old, live} {
		must(t, s.AddSession(ctx, x))
	}
	n, err := s.SweepSessions(ctx, live.SeenAt, day.Add(-time.Minute))
	must(t, err)
	wantSame(t, "SweepSessions", n, 2)
	list, err := s.Sessions(ctx, account(1).ID)
	must(t, err)
	wantSame(t, "Sessions left", list, []access.Session{live})
}

func testReveals(t *testing.T, s access.Store) {
	ctx := t.Context()
	filled(t, s, 2)
	reveal := func(id string, owner int, at time.Time) access.Reveal {
		return access.Reveal{
			ID: id, Account: account(owner).ID, Person: register.PersonID(len(id)),
			Purpose: "استدعاء طبي", At: at, Until: at.Add(access.RevealFor),
		}
	}
	early, late := reveal("01R1", 1, day), reveal("01R22", 1, day.Add(10*time.Minute))
	for _, r := range []access.Reveal{late, early, reveal("01R333", 2, day)} {
		must(t, s.AddReveal(ctx, r))
	}
	wantErr(t, "AddReveal again", s.AddReveal(ctx, early), access.ErrTaken)
	wantErr(t, "AddReveal of nobody", s.AddReveal(ctx, reveal("01R4", 9, day)), access.ErrNotFound)
	for _, c := range []struct {
		at   time.Time
		want []access.Reveal
	}{
		{day, []access.Reveal{early, late}},
		{early.Until, []access.Reveal{late}},
	} {
		got, err := s.Reveals(ctx, account(1).ID, c.at)
		must(t, err)
		wantSame(t, "Reveals", got, c.want)
	}
	got, err := s.Reveals(ctx, account(1).ID, late.Until)
	must(t, err)
	wantSame(t, "reveals after all have closed", len(got), 0)
}

// testRoundTrip checks what engines like to change: zones, fractions of a
// second, zero times, Arabic, empty text.
func testRoundTrip(t *testing.T, s access.Store) {
	ctx := t.Context()
	o := org(1)
	o.NameEn, o.AddedAt = "", time.Date(2025, 1, 2, 3, 4, 5, 6789, time.FixedZone("UTC+3", 3*3600))
	must(t, s.AddOrg(ctx, o))
	got, err := s.Org(ctx, o.ID)
	must(t, err)
	o.AddedAt = o.AddedAt.UTC().Truncate(time.Microsecond)
	wantSame(t, "Org", got, o)

	a := account(1)
	a.Name, a.ChangedAt = "O'Néill — “عمر” \u200f", time.Time{}
	must(t, s.AddAccount(ctx, a))
	back, err := s.Account(ctx, a.ID)
	must(t, err)
	wantSame(t, "Account", back, a)
	if !back.ChangedAt.IsZero() {
		t.Errorf("a zero time came back as %v", back.ChangedAt)
	}
}
