package register

import (
	"slices"

	"kashf.org/kashf/when"
)

// Codes of the vocabulary release_mode that are no release, or one of a kind.
const (
	releasedByDeath    = "death"
	releasedByTransfer = "transfer_not_release"
	releasedByExchange = "exchange"
)

// Kinds of sources, codes of the vocabulary source_type, whose word weighs
// more than a list's.
var (
	certifies = []string{"civil_registry", "official_register", "official_correspondence", "court_file", "medical_record", "photo_card"}
	identify  = []string{"forensic", "dna"}
	closest   = []string{"survivor", "family"}
)

// fateEvidence sorts the counted claims of a file by what they say of a fate.
type fateEvidence struct {
	kinds   map[SourceID]string
	deaths  []Said // the person died
	leaves  []Said // the person left custody
	holds   []Said // the person was deprived of liberty
	signs   []Said // dated signs of the person in custody
	places  []Said // where held
	known   []Said // a source says: detained, place known
	gone    []Said // a source says: forcibly disappeared
	missing []Said
	rows    map[RecordID]RecordID // the first record of the row that a record continues
}

func gather(f File) fateEvidence {
	e := fateEvidence{kinds: make(map[SourceID]string), rows: firstOfRows(f.Records)}
	for _, s := range f.Sources {
		e.kinds[s.ID] = s.Kind
	}
	exits := make(map[RecordID]string)
	for _, r := range f.Records {
		mode, _ := r.First(ReleaseMode)
		exits[r.ID] = mode.Norm
	}
	for _, s := range f.said() {
		if s.Absence == Present {
			e.add(s, exits[s.Record])
		}
	}
	return e
}

// add sorts one claim. The date on which a prison's book closes a name is a
// release only where its record does not say that it was a death or a transfer.
func (e *fateEvidence) add(s Said, exit string) {
	switch s.Field {
	case DeathDate, DeathPlace, DeathCause, BurialPlace:
		e.deaths = append(e.deaths, s)
	case ReleaseDate, ReleaseMode:
		e.addRelease(s, exit)
	case Status:
		e.addStatus(s)
	case ArrestDate, LastSeenDate, CustodyFrom, CustodyTo:
		e.holds, e.signs = append(e.holds, s), append(e.signs, s)
	case Facility, TransferTo:
		e.holds, e.places = append(e.holds, s), append(e.places, s)
	case ArrestPlace, ArrestMode, ArrestedBy, DetaineeNo, Cell:
		e.holds = append(e.holds, s)
	}
}

func (e *fateEvidence) addRelease(s Said, exit string) {
	switch {
	case exit == releasedByDeath:
		e.deaths = append(e.deaths, s)
	case exit == releasedByTransfer && s.Field == ReleaseDate:
		e.holds, e.signs = append(e.holds, s), append(e.signs, s)
	case exit == releasedByTransfer, s.Field == ReleaseMode && exit == "":
	default:
		e.leaves = append(e.leaves, s)
	}
}

func (e *fateEvidence) addStatus(s Said) {
	switch s.Norm {
	case ReportedDead, DeadDocument, DeadIdentified:
		e.deaths = append(e.deaths, s)
	case FreeReported, FreeVerified, Exchanged, Escaped:
		e.leaves = append(e.leaves, s)
	case DetainedKnown:
		e.holds, e.known = append(e.holds, s), append(e.known, s)
	case DetainedUnknown:
		e.holds = append(e.holds, s)
	case ForciblyDisappeared:
		e.holds, e.gone = append(e.holds, s), append(e.gone, s)
	case MissingOther:
		e.missing = append(e.missing, s)
	}
}

// outcome weighs a reported death against a reported release; see [FateOf].
func (e fateEvidence) outcome() (dead, free bool) {
	dead, free = len(e.deaths) > 0, len(e.leaves) > 0
	if free && len(e.heldAgain()) > 0 {
		free = false
	}
	if !dead || !free {
		return dead, free
	}
	if after(e.deaths, e.leaves) {
		return true, false
	}
	dead = origins(e.deaths...) > origins(e.onlyFree()...)
	return dead, !dead
}

// onlyFree are the releases told by rows that tell no death: a row that tells
// both, in one edition or in several, tells of somebody who died after the release.
func (e fateEvidence) onlyFree() []Said {
	told := make(map[RecordID]bool)
	for _, s := range e.deaths {
		told[e.rows[s.Record]] = true
	}
	var out []Said
	for _, s := range e.leaves {
		if !told[e.rows[s.Record]] {
			out = append(out, s)
		}
	}
	return out
}

// firstOfRows finds the first record of each row, in the order of the records: an
// edition comes after the one that it continues.
func firstOfRows(records []Record) map[RecordID]RecordID {
	first := make(map[RecordID]RecordID, len(records))
	for _, r := range records {
		first[r.ID] = r.ID
		if of, ok := first[r.Continues]; ok && r.Continues != 0 {
			first[r.ID] = of
		}
	}
	return first
}

// after reports whether one of the later claims is certainly dated after all
// dated ones of the earlier, of which there is one.
func after(later, earlier []Said) bool {
	return slices.ContainsFunc(later, func(s Said) bool { return afterAll(s, earlier) })
}

func afterAll(s Said, earlier []Said) bool {
	d, any := dateOf(s.Claim), false
	for _, x := range earlier {
		o := dateOf(x.Claim)
		if o.IsZero() {
			continue
		}
		if d.IsZero() || o.Before(d) != when.Certainly {
			return false
		}
		any = true
	}
	return any
}

// heldAgain are the signs of custody that certainly came after every release.
func (e fateEvidence) heldAgain() []Said {
	var out []Said
	for _, s := range e.signs {
		if s.Field != CustodyTo && afterAll(s, e.leaves) {
			out = append(out, s)
		}
	}
	return out
}

func (e fateEvidence) heldSomehow() bool { return len(e.holds) > 0 }

func (e fateEvidence) of(said []Said, kinds []string) []Said {
	var out []Said
	for _, s := range said {
		if slices.Contains(kinds, e.kinds[s.Source]) {
			out = append(out, s)
		}
	}
	return out
}

// dead is how far a death is shown.
func (e fateEvidence) dead() (string, []Fact) {
	if by := e.of(e.deaths, identify); len(by) > 0 {
		return DeadIdentified, []Fact{fact("death_identified", by)}
	}
	if by := e.of(e.deaths, certifies); len(by) > 0 {
		return DeadDocument, []Fact{fact("death_document", by)}
	}
	return ReportedDead, []Fact{fact("death_reported", e.deaths)}
}

// free is how far a release is shown, and of which kind.
func (e fateEvidence) free() (string, []Fact) {
	for _, s := range e.leaves {
		switch {
		case s.Norm == Exchanged, s.Field == ReleaseMode && s.Norm == releasedByExchange:
			return Exchanged, []Fact{fact("exchanged", e.leaves)}
		case s.Norm == Escaped:
			return Escaped, []Fact{fact("escaped", e.leaves)}
		}
	}
	if near := e.of(e.leaves, closest); len(near) > 0 && origins(e.leaves...) > 1 {
		return FreeVerified, []Fact{fact("release_confirmed", near), fact("release_reported", e.leaves)}
	}
	return FreeReported, []Fact{fact("release_reported", e.leaves)}
}

// held tells detention from enforced disappearance.
func (e fateEvidence) held(p FatePolicy, asOf when.Day) (string, []Fact) {
	facts := []Fact{fact("deprived_of_liberty", e.holds)}
	if len(e.known) > 0 && len(e.places) > 0 {
		at := fact("place_acknowledged", e.known)
		at.Code = e.places[0].Norm
		return DetainedKnown, append(facts, at)
	}
	last, days, ok := e.lastSign(asOf)
	switch {
	case ok && days < p.DisappearedAfter:
		return DetainedUnknown, append(facts, last, Fact{Key: "fate.fact.days_not_passed", Days: p.DisappearedAfter})
	case ok:
		last.Days = days
		return ForciblyDisappeared, append(facts, last, Fact{Key: "fate.fact.no_acknowledgement", Days: days})
	case len(e.gone) > 0:
		return ForciblyDisappeared, append(facts, fact("called_disappeared", e.gone))
	case p.DisappearedAfter == 0:
		return ForciblyDisappeared, append(facts, Fact{Key: "fate.fact.no_acknowledgement"})
	}
	return DetainedUnknown, append(facts, Fact{Key: "fate.fact.no_date"})
}

// lastSign is the last dated sign of the person and how many whole days have
// certainly passed since. A sign after the day asked about is none yet.
func (e fateEvidence) lastSign(asOf when.Day) (Fact, int, bool) {
	var best Said
	var at when.Day
	found := false
	for _, s := range e.signs {
		d := dateOf(s.Claim)
		if d.IsZero() || d.Latest() == when.MaxDay || d.Earliest() > asOf {
			continue
		}
		if last := min(d.Latest(), asOf); !found || last > at {
			best, at, found = s, last, true
		}
	}
	if !found {
		return Fact{}, 0, false
	}
	return Fact{Key: "fate.fact.last_sign", Date: best.Norm, Says: []Said{best}}, int(asOf - at), true
}

// besides are the facts that speak against the status, or qualify it.
func (e fateEvidence) besides(dead, free bool) []Fact {
	var out []Fact
	if dead && len(e.leaves) > 0 {
		out = append(out, fact("release_also_reported", e.leaves))
	}
	if free && len(e.deaths) > 0 {
		out = append(out, fact("death_also_reported", e.deaths))
	}
	if again := e.heldAgain(); len(again) > 0 {
		out = append(out, fact("held_after_release", again))
	}
	return out
}

// diedInCustody: held at some time, and not known to have left before the death.
func (e fateEvidence) diedInCustody() bool {
	return len(e.holds) > 0 && !after(e.deaths, e.leaves)
}
