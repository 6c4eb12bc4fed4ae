package find

import (
	"slices"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/when"
)

// A death that counts ends custody: whoever is reported dead is not detained, and
// a stay of which no source tells the end does not go on after it. That holds for
// readers who read of deaths in files ([Filter.Deaths]), and for a death that
// counts in the file alone: of one that waits for two people, or is in a source
// out of sight, filters answer as if nobody had told it.
//
// Nobody is listed by a death. So "not detained" and "not held then" ask what
// sources say of custody and know of no death: whoever is reported dead is among
// neither those detained nor those who are not. Otherwise "on the list of those
// detained, and not detained" would list the dead.

// tellsNoDeath stands for no death in [told]. A death without a day has
// [when.MaxDay].
const tellsNoDeath = when.MinDay

// ofDeath reports whether a claim above [open] is held nevertheless: that a death
// is told, where, or when, and that such a claim is set aside.
func ofDeath(c register.Claim) bool {
	switch c.Field {
	case register.DeathDate, register.DeathPlace, register.CorrectsClosed:
		return c.Level <= register.C3
	}
	return false
}

// diedBy is the last day that a death which a record tells can be: of the death
// itself, else of the exit that was one, as one is told who reads up to a level
// and of deaths. It is [when.MaxDay] where none is told: see [asking.entered].
func diedBy(r register.Record, level register.Level) when.Day {
	told := false
	var on, exit lastDay
	for _, c := range r.Claims {
		if c.Level > level && !ofDeath(c) {
			continue
		}
		if c.Absence != register.Present {
			continue // that a cause is withheld is no death of the file: see [register.FateOf]
		}
		told = told || c.TellsDeath()
		switch c.Field {
		case register.DeathDate:
			on.read(c.Norm)
		case register.ReleaseDate:
			exit.read(c.Norm)
		}
	}
	switch {
	case !told:
		return tellsNoDeath
	case on.known:
		return on.day
	case exit.known && leftByDeath(r, level):
		return exit.day
	}
	return when.MaxDay
}

// A lastDay is the last day that any of some dates can be.
type lastDay struct {
	day   when.Day
	known bool
}

// read takes a date that is bounded; of another nothing is known.
func (l *lastDay) read(edtf string) {
	d, err := when.Parse(edtf)
	if err != nil || d.IsZero() || d.Latest() == when.MaxDay {
		return
	}
	if !l.known || d.Latest() > l.day {
		l.day, l.known = d.Latest(), true
	}
}

// diedFrom is the latest first day that a death which a record tells can certainly
// be, as one is told who reads up to a level and of deaths: see [exits].
func diedFrom(r register.Record, level register.Level) when.Day {
	byExit := leftByDeath(r, level)
	out := when.MinDay
	for _, c := range r.Claims {
		if c.Absence == register.Present && (c.Level <= level || ofDeath(c)) && (c.TellsDeath() || byExit && c.Field == register.ReleaseDate) {
			out = max(out, certainFrom(c.Norm))
		}
	}
	return out
}

func leftByDeath(r register.Record, level register.Level) bool {
	return slices.ContainsFunc(r.Claims, func(c register.Claim) bool {
		return c.Field == register.ReleaseMode && c.Level <= level && c.TellsDeath()
	})
}

// upTo is a record without the claims above a level.
func upTo(r register.Record, level register.Level) register.Record {
	if !slices.ContainsFunc(r.Claims, func(c register.Claim) bool { return c.Level > level }) {
		return r
	}
	r.Claims = slices.DeleteFunc(slices.Clone(r.Claims), func(c register.Claim) bool { return c.Level > level })
	return r
}

// endsWithDeath reports whether a condition asks for custody that a death ends.
// Whoever died in custody stays among the forcibly disappeared until the remains
// are given back: see [register.FateOf].
func (c Cond) endsWithDeath() bool {
	switch c.Kind {
	case OfStatus:
		return !c.Not && (c.Value == register.DetainedKnown || c.Value == register.DetainedUnknown || c.Value == register.MissingOther)
	case HeldAt:
		return !c.Not && (!c.From.IsZero() || !c.To.IsZero())
	}
	return false
}

// gone are the persons of whom a death counts, and the last day that it can be.
// Nil is nobody.
type gone struct {
	who  set
	from []when.Day // by person: as [exits.died]
	lastDays
}

func (g *gone) has(p int32) bool { return g != nil && g.who.has(p) }

// end is the last day of a stay of which no source tells the end, as far as a
// death does. A stay that began after the death contradicts it, and is left for
// people to look at.
func (g *gone) end(p int32, stay span) when.Day {
	if g == nil {
		return when.MaxDay
	}
	return g.endOf(g.who, p, stay)
}

// dead are those of whom a death counts in the reader's sight, where it is asked.
func (a *asking) dead(asked bool) *gone {
	if !asked || !a.deaths {
		return nil
	}
	if a.gone != nil {
		return a.gone
	}
	n := len(a.c.persons.ids)
	g := &gone{from: days(n), lastDays: newLastDays(n)}
	g.who = a.counting(
		func(f *factColumns, i int) bool { return f.died[i] != tellsNoDeath },
		func(f *factColumns, i int) {
			p := f.person[i]
			g.from[p] = max(g.from[p], f.exits[i].died)
			if on := f.died[i]; on != when.MaxDay {
				g.told(p, on)
			} else {
				g.first(p, a.entered(f, i))
			}
		})
	a.gone = g
	return g
}

// counting gives the persons of whom a record tells something adverse that counts
// in their file. Each such record is met.
func (a *asking) counting(tells func(f *factColumns, i int) bool, met func(f *factColumns, i int)) set {
	if a.severals == nil {
		a.severals = a.several()
	}
	several := a.severals
	tied := a.empty() // persons for whom it hangs on who their records are tied to
	out := a.where(func(f *factColumns, i int) bool {
		if !tells(f, i) {
			return false
		}
		if several.has(f.person[i]) || f.corrects(i) {
			if a.ties.web.Ties(f.record[i]) {
				tied.put(f.person[i])
			}
			return false
		}
		met(f, i)
		return true
	})
	if tied.count() == 0 {
		return out
	}
	of, corrections := map[int32][]register.RecordID{}, map[int32][]register.RecordID{}
	a.where(func(f *factColumns, i int) bool {
		switch p := f.person[i]; {
		case !tied.has(p):
		case f.corrects(i):
			corrections[p] = append(corrections[p], f.record[i])
		default:
			of[p] = append(of[p], f.record[i])
		}
		return false
	})
	out.combine(a.where(func(f *factColumns, i int) bool {
		p := f.person[i]
		if !tells(f, i) || !tied.has(p) {
			return false
		}
		records := of[p]
		if f.corrects(i) {
			records = append(slices.Clone(records), f.record[i])
		}
		if !a.ties.web.Counts(f.record[i], records, corrections[p]...) {
			return false
		}
		met(f, i)
		return true
	}), either)
	return out
}
