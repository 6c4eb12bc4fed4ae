package register

import (
	"fmt"
	"slices"
	"strings"
)

// TellsDeath reports whether a claim says that the person is dead.
func (c Claim) TellsDeath() bool {
	if c.Absence != Present {
		return false
	}
	switch c.Field {
	case DeathDate, DeathPlace, DeathCause, BurialPlace:
		return true
	case Status:
		return statusFamily(c.Norm) == "dead"
	case ReleaseMode:
		return c.Norm == releasedByDeath
	}
	return false
}

// mayTellDeath is [Claim.TellsDeath], or that nobody knows: a status that was
// not understood, a remark in free words.
func (c Claim) mayTellDeath() bool {
	switch c.Field {
	case Status, ReleaseMode:
		return c.TellsDeath() || c.Absence == Present && c.Norm == ""
	case Note, HealthAtExit, Health, Allegation:
		return c.Absence == Present
	case DeathDate, DeathPlace, DeathCause, BurialPlace:
		return true // also "unknown": whoever asks for the day of a death tells one
	}
	return false
}

// ReportsDeath reports whether any record of the file says that the person is
// dead, counted or pending.
func (f File) ReportsDeath() bool {
	return slices.ContainsFunc(f.Records, Record.reportsDeath)
}

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
	hidden, origin := make(map[SourceID]bool), make(map[string]string)
	f.Sources = slices.Clone(f.Sources)
	for i := range f.Records {
		r := &f.Records[i]
		told := r.reportsDeath()
		r.Claims = slices.DeleteFunc(slices.Clone(r.Claims), Claim.mayTellDeath)
		if !told {
			continue
		}
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

func (f File) uses(id SourceID) bool {
	return slices.ContainsFunc(f.Records, func(r Record) bool { return r.Source == id })
}

// Veiled reports whether the source is not to be named; see [File.WithoutDeath].
func (s Source) Veiled() bool { return s.ID.Veiled() }

// Veiled is [Source.Veiled], by the id alone.
func (id SourceID) Veiled() bool { return strings.HasPrefix(string(id), "veiled/") }
