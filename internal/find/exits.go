package find

import (
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/when"
)

// exits are what a record tells of a person's way out of custody, and of signs
// of custody that would take a release back: the days that [register.FateOf]
// compares.
type exits struct {
	free bool // tells of a release, an exchange or an escape
	// on is the last day that the release is told to have been; [when.MinDay] where
	// none is told.
	on when.Day
	// listed is the day on which the source wrote its entry, [when.MaxDay] where that
	// is not told: whatever the record tells was before it.
	listed when.Day
	// last is the last day that any dated release of the record can be, after which
	// a sign of custody certainly comes; [when.MinDay] where none is dated, and
	// [when.MaxDay] where a day is doubted: then nothing is certain.
	last when.Day
	// sign is the latest first day of a sign of custody, and moved that of an exit
	// that was a transfer, which counts only where the exit does.
	sign, moved when.Day
	// died is the latest first day that a death which the record tells can certainly
	// be, [when.MinDay] where none is.
	died when.Day
}

var noExits = exits{on: when.MinDay, listed: when.MaxDay, last: when.MinDay, sign: when.MinDay, moved: when.MinDay, died: when.MinDay}

// Codes of release_mode that are no release: see [register.FateOf].
const (
	byDeath    = "death"
	byTransfer = "transfer_not_release"
)

// freeing reports whether a record's date of release, if it has one, is of a
// release: not of a death, nor of a transfer.
func freeing(r register.Record) bool {
	mode, _ := r.First(register.ReleaseMode)
	return mode.Norm != byDeath && mode.Norm != byTransfer
}

// exitsOf reads a record that holds only what its reader is told.
func exitsOf(r register.Record) exits {
	e := noExits
	mode, _ := r.First(register.ReleaseMode)
	var on, listed lastDay
	for _, c := range r.Claims {
		if c.Absence != register.Present {
			continue
		}
		switch c.Field {
		case register.ReleaseDate, register.ReleaseMode:
			switch {
			case mode.Norm == byTransfer && c.Field == register.ReleaseDate:
				e.moved = max(e.moved, certainFrom(c.Norm))
			case mode.Norm == byDeath, mode.Norm == byTransfer, c.Field == register.ReleaseMode && mode.Norm == "":
			default:
				e.free = true
				e.last = max(e.last, certainTo(c.Norm))
				on.read(c.Norm)
			}
		case register.Status:
			switch c.Norm {
			case register.FreeReported, register.FreeVerified, register.Exchanged, register.Escaped:
				e.free = true
			}
		case register.ArrestDate, register.LastSeenDate, register.CustodyFrom:
			e.sign = max(e.sign, certainFrom(c.Norm))
		case register.RecordedOn:
			listed.read(c.Norm)
		}
	}
	if on.known {
		e.on = on.day
	}
	if listed.known && r.Continues == 0 { // a newer edition may say again what the older one said before
		e.listed = listed.day
	}
	return e
}

// certainFrom is the first day of a date that is certainly not earlier,
// [when.MinDay] where nothing is.
func certainFrom(edtf string) when.Day {
	d, err := when.Parse(edtf)
	if err != nil || d.IsZero() || d.Qualifier()&when.Uncertain != 0 {
		return when.MinDay
	}
	return d.Earliest()
}

// certainTo is the last day of a date, [when.MinDay] where there is no date and
// [when.MaxDay] where it is doubted.
func certainTo(edtf string) when.Day {
	d, err := when.Parse(edtf)
	switch {
	case err != nil || d.IsZero():
		return when.MinDay
	case d.Qualifier()&when.Uncertain != 0:
		return when.MaxDay
	}
	return d.Latest()
}

// freed are the persons of whom a release counts, the last day that it can be,
// and those who were certainly held again after every dated release. Nil is
// nobody.
type freed struct {
	who, again set
	alone      set        // of whom a record tells a release and no death
	dated      []when.Day // by person: the last day of any dated release, as [exits.last]
	lastDays
}

// free reports whether the person is out of custody as far as releases tell.
func (g *freed) free(p int32) bool { return g != nil && g.who.has(p) && !g.again.has(p) }

// end is as [gone.end]: of a stay that began after the release it tells nothing.
func (g *freed) end(p int32, stay span) when.Day {
	if g == nil {
		return when.MaxDay
	}
	return g.endOf(g.who, p, stay)
}

// released are those of whom a release counts in the reader's sight, for a
// reader who is told what is adverse.
func (a *asking) released() *freed {
	if !a.adverse {
		return nil
	}
	if a.freed != nil {
		return a.freed
	}
	n := len(a.c.persons.ids)
	g := &freed{who: a.empty(), alone: a.empty(), dated: days(n), lastDays: newLastDays(n)}
	dated, moved := g.dated, days(n)
	a.counting(
		func(f *factColumns, i int) bool { return f.exits[i].free || f.exits[i].moved != when.MinDay },
		func(f *factColumns, i int) {
			p, e := f.person[i], f.exits[i]
			moved[p] = max(moved[p], e.moved)
			if !e.free {
				return
			}
			g.who.put(p)
			if f.died[i] == tellsNoDeath {
				g.alone.put(p)
			}
			dated[p] = max(dated[p], e.last)
			if e.on != when.MinDay {
				g.told(p, e.on)
			} else {
				g.first(p, a.entered(f, i))
			}
		})
	g.again = a.where(func(f *factColumns, i int) bool {
		p := f.person[i]
		return dated[p] != when.MinDay && max(f.exits[i].sign, moved[p]) > dated[p]
	})
	a.freed = g
	return g
}

// days are as many days, none of them known.
func days(n int) []when.Day {
	out := make([]when.Day, n)
	for i := range out {
		out[i] = when.MinDay
	}
	return out
}

// entered is the day by which something happened that a record tells without a
// day: that of the entry, at the latest that on which the record was taken in.
func (a *asking) entered(f *factColumns, i int) when.Day {
	return min(f.exits[i].listed, a.x.dayOf(f.batch[i]))
}

// lastDays are the last days that something can have been that ends custody, by
// person: the latest that is told, else the first on which somebody told it.
type lastDays struct{ dated, undated []when.Day }

func newLastDays(n int) lastDays {
	l := lastDays{days(n), make([]when.Day, n)}
	for i := range l.undated {
		l.undated[i] = when.MaxDay
	}
	return l
}

func (l lastDays) told(p int32, on when.Day)  { l.dated[p] = max(l.dated[p], on) }
func (l lastDays) first(p int32, by when.Day) { l.undated[p] = min(l.undated[p], by) }

// endOf is the last day of a stay without a told end of one of the persons,
// [when.MaxDay] where it is not known to have ended.
func (l lastDays) endOf(who set, p int32, stay span) when.Day {
	if !who.has(p) {
		return when.MaxDay
	}
	last := l.dated[p]
	if last == when.MinDay {
		last = l.undated[p]
	}
	if stay.from > last {
		return when.MaxDay
	}
	return last
}
