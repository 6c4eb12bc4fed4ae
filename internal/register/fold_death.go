package register

import (
	"fmt"
	"slices"
	"strings"

	"kashf.org/kashf/when"
)

// TellsDeath reports whether a claim says that the person is dead. A cause of
// death that is withheld says so too.
func (c Claim) TellsDeath() bool {
	switch c.Field {
	case DeathDate, DeathPlace, DeathCause, BurialPlace:
		return c.Absence == Present || c.Absence == Withheld
	case Status:
		return c.Absence == Present && statusFamily(c.Norm) == "dead"
	case ReleaseMode:
		return c.Absence == Present && c.Norm == releasedByDeath
	}
	return false
}

// mayTellDeath is [Claim.TellsDeath], or that nobody knows: a status that was
// not understood, a remark in free words.
func (c Claim) mayTellDeath() bool {
	switch c.Field {
	case Status, ReleaseMode:
		return c.TellsDeath() || c.Absence == Present && c.Norm == ""
	case Note, HealthAtExit, Health, Allegation, EntryReason, CorrectsClosed:
		return c.Absence == Present // names of claims on a day of death are among those
	case DeathDate, DeathPlace, DeathCause, BurialPlace:
		return true // also "unknown": whoever asks for the day of a death tells one
	}
	return false
}

// tiedToDeath are the fields that mean something else once the claims of a
// death beside them are gone: a day of exit, a last status.
func (c Claim) tiedToDeath() bool {
	switch c.Field {
	case Status, ReleaseDate, ReleaseMode, CustodyTo:
		return true
	}
	return c.mayTellDeath()
}

// ReportsDeath reports whether any record of the file says that the person is
// dead, counted or pending.
func (f File) ReportsDeath() bool {
	return slices.ContainsFunc(f.Records, Record.reportsDeath)
}

// TellsDeath reports whether any claim of the record does.
func (r Record) TellsDeath() bool { return r.reportsDeath() }

func (r Record) reportsDeath() bool { return slices.ContainsFunc(r.Claims, Claim.TellsDeath) }

// veiled is the id of a source that is not named, with the record's place in
// the file.
const veiled = "veiled/%d"

// WithoutDeath is the file as it may be shown where a death is not to be read:
// lists, results, prints, anybody who is not case staff. A family is told by a
// person, not by a page. Claims that tell a death, or may, are gone; a record
// that told one stays without its source, whose name ("the dead of 2014") could
// tell it too.
func (f File) WithoutDeath() File {
	from := f.sources()
	f = f.inOrder()
	f.Notices = nil
	f.Former, f.Drops = f.formerWithoutDeath()
	hidden, origin := make(map[SourceID]bool), make(map[string]string)
	f.Sources = slices.Clone(f.Sources)
	for i := range f.Records {
		r := &f.Records[i]
		if !r.reportsDeath() {
			r.Claims = slices.DeleteFunc(slices.Clone(r.Claims), Claim.mayTellDeath)
			continue
		}
		r.Claims = slices.DeleteFunc(slices.Clone(r.Claims), Claim.tiedToDeath)
		s := from[r.Source]
		if s.ID == "" {
			s.ID = r.Source
		}
		hidden[r.Source] = true
		id := SourceID(fmt.Sprintf(veiled, i+1))
		// the origin's key can be the source's name in other words
		if origin[s.OriginKey()] == "" {
			origin[s.OriginKey()] = string(id)
		}
		f.Sources = append(f.Sources, Source{ID: id, Origin: origin[s.OriginKey()], Reliability: s.Reliability})
		r.Source, r.Import, r.Row = id, "", 0
	}
	f.Sources = slices.DeleteFunc(f.Sources, func(s Source) bool {
		return hidden[s.ID] && !f.uses(s.ID)
	})
	for i, s := range f.Sources {
		if veil := origin[s.OriginKey()]; veil != "" && !s.Veiled() {
			f.Sources[i].Origin = veil // still one origin with the source that is not named
		}
	}
	f.Imports = slices.DeleteFunc(slices.Clone(f.Imports), func(im Import) bool { return !f.rests(im.ID) })
	return f
}

// formerWithoutDeath leaves out what an older edition said of a death, and all
// that would lead to a source that reports one.
func (f File) formerWithoutDeath() ([]FormerClaim, []Drop) {
	veil := map[RecordID]bool{}
	for _, r := range f.Records {
		veil[r.ID] = r.reportsDeath()
	}
	former := slices.DeleteFunc(slices.Clone(f.Former), func(c FormerClaim) bool {
		return veil[c.Record] || veil[c.By] || c.mayTellDeath() || c.tiedToDeath()
	})
	return former, slices.DeleteFunc(slices.Clone(f.Drops), func(d Drop) bool { return veil[d.Record] })
}

func (f File) uses(id SourceID) bool {
	return slices.ContainsFunc(f.Records, func(r Record) bool { return r.Source == id })
}

// FateWithoutDeath is the fate as it may be shown where a death is not to be
// read. It never says that somebody is free or held at a known place of whom a
// death is assessed: not to tell is owed to the family, to tell them something
// false is not.
func FateWithoutDeath(f File, p FatePolicy, asOf when.Day) Fate {
	f.Notices = nil // that the remains came back would show as another class
	whole, open := FateOf(f, p, asOf), FateOf(f.WithoutDeath(), p, asOf)
	if !whole.Dead() || open.Status == ForciblyDisappeared || open.Status == FateUnknown {
		return open
	}
	open.Status = FateUnknown
	if whole.CountClass == ForciblyDisappeared {
		open.Status = ForciblyDisappeared
	}
	open.CountClass = open.Status
	open.Facts = slices.DeleteFunc(open.Facts, func(x Fact) bool { return x.Key != "fate.fact.deprived_of_liberty" })
	return open
}

// Veiled reports whether the source is not to be named; see [File.WithoutDeath].
func (s Source) Veiled() bool { return s.ID.Veiled() }

// Veiled is [Source.Veiled], by the id alone.
func (id SourceID) Veiled() bool { return strings.HasPrefix(string(id), "veiled/") }
