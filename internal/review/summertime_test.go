package review

import (
	"testing"
	"time"
	_ "time/tzdata"

	"pgregory.net/rapid"
)

// changes are nights in which clocks on the wall were changed: in Damascus at
// midnight until 2022, elsewhere by an hour or by half of one.
var changes = []struct {
	zone string
	at   time.Time
}{
	{"Asia/Damascus", time.Date(2022, 3, 24, 22, 0, 0, 0, time.UTC)}, {"Asia/Damascus", time.Date(2021, 10, 28, 21, 0, 0, 0, time.UTC)},
	{"Asia/Damascus", time.Date(2022, 10, 27, 21, 0, 0, 0, time.UTC)}, {"Asia/Damascus", time.Date(2019, 3, 28, 22, 0, 0, 0, time.UTC)},
	{"Asia/Beirut", time.Date(2025, 3, 29, 22, 0, 0, 0, time.UTC)}, {"Africa/Cairo", time.Date(2024, 4, 25, 22, 0, 0, 0, time.UTC)},
	{"Europe/Berlin", time.Date(2025, 10, 26, 1, 0, 0, 0, time.UTC)}, {"Australia/Lord_Howe", time.Date(2025, 4, 5, 15, 0, 0, 0, time.UTC)},
}

// TestDaysOverChangedClocks: around every change of clocks each moment lies in
// its day, and days follow one another without a gap: no hearing of a night falls
// between two days, uncounted.
func TestDaysOverChangedClocks(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		x := changes[rapid.IntRange(0, len(changes)-1).Draw(rt, "change")]
		zone, err := time.LoadLocation(x.zone)
		if err != nil {
			rt.Fatal(err)
		}
		s := &Service{Zone: zone}
		at := MicrosOf(x.at.Add(time.Duration(rapid.IntRange(-3*1440, 3*1440).Draw(rt, "minutes")) * time.Minute))
		from, to := s.Day(at)
		if at < from || at >= to {
			rt.Fatalf("%s: %v is not in its day, %v to %v", x.zone, at.Time().In(zone), from.Time().In(zone), to.Time().In(zone))
		}
		if next, _ := s.Day(to); next != to {
			rt.Fatalf("%s: the day after %v begins %v", x.zone, to.Time().In(zone), next.Time().In(zone))
		}
		if long := to.Time().Sub(from.Time()); long < 23*time.Hour || long > 25*time.Hour {
			rt.Fatalf("%s: a day of %v", x.zone, long)
		}
	})
}

// TestTrueHours: a case that is opened about a change of clocks, under a server
// that lives in that zone, comes to every end after as many true hours as one
// opened in a month without any: through rests, beginning again, appeals and
// voiding, and stored and read again after each act.
func TestTrueHours(t *testing.T) {
	local := time.Local
	t.Cleanup(func() { time.Local = local })
	rapid.Check(t, func(rt *rapid.T) {
		x := changes[rapid.IntRange(0, len(changes)-1).Draw(rt, "change")]
		zone, err := time.LoadLocation(x.zone)
		if err != nil {
			rt.Fatal(err)
		}
		time.Local = zone
		start := MicrosOf(x.at.Add(-time.Duration(rapid.IntRange(0, 40*24*60).Draw(rt, "minutes before")) * time.Minute))
		plain := MicrosOf(time.Date(2023, 6, 1, 0, 0, 0, 0, time.UTC))
		kind := rapid.IntRange(0, 4).Draw(rt, "way")
		waits := rapid.SliceOfN(rapid.IntRange(0, 400), 6, 6).Draw(rt, "hours")
		got, want := endsFrom(t, start, kind, waits), endsFrom(t, plain, kind, waits)
		for i := range max(len(got), len(want)) {
			if i >= len(got) || i >= len(want) || got[i] != want[i] {
				rt.Fatalf("%s, way %d: ends %v, elsewhere %v", x.zone, kind, got, want)
			}
		}
	})
}

// endsFrom walks a case from start on one of several ways and lists, after each
// act, when custody ends and when each lapse fell due, since the start.
func endsFrom(t *testing.T, start Micros, way int, waits []int) (out []time.Duration) {
	w := newWalk(t, mandated(t))
	w.now = start
	note := func() {
		w.c = Fold(w.log) // a restart of the server
		if end, runs := w.c.CustodyEnds(w.k); runs {
			out = append(out, end.Due.Time().Sub(start.Time()))
		}
		out = append(out, w.c.Liberty.Since.Time().Sub(start.Time()))
		for _, l := range w.c.Lapses {
			out = append(out, l.Due.Time().Sub(start.Time()))
		}
	}
	switch way {
	case 0:
		w.open(true)
	case 1:
		w.open(true).must("chair", &SuspendedBody{Why: "a fire", Until: w.now.Add(Days(10).Duration())})
	case 2:
		w.grave().decided(Keep, found("d1", "a1", P2, "f1", "f2")).notify()
		w.must("lawyer", &AppealedBody{Ground: "new_fact", Why: "a hospital's register"})
	case 3:
		w.grave().decided(Keep, found("d1", "a1", P2, "f1", "f2"))
		w.must("chair", &VoidedBody{Ground: Forger, Why: "forged"}).must("watch", &VoidedBody{Ground: Forger, Why: "it was"})
	case 4:
		w.grave().decided(Release, found("d1", "a1", P2, "f1", "f2"))
	}
	note()
	for _, h := range waits {
		w.wait(Hours(h)).tick()
		note()
		if w.c.State == Voided {
			w.move("reg", Assembly)
			note()
		}
	}
	return out
}
