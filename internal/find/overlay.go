package find

import (
	"errors"
	"slices"
	"strings"
	"sync"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/place"
)

func isNotFound(err error) bool { return errors.Is(err, register.ErrNotFound) }

// An overlay is the facts of persons with corrections as one reader sees them,
// and which slots they stand for.
type overlay struct {
	facts factColumns
	over  []int32 // slots
}

// overlays keeps overlays until the ledger moves on.
type overlays struct {
	mu sync.Mutex
	by map[string]*overlay
}

// mostOverlays bounds how many sights are kept.
const mostOverlays = 64

func (o *overlays) clear() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.by = nil
}

// get gives what was kept for a sight, or makes it.
func (o *overlays) get(key string, make_ func() *overlay) *overlay {
	o.mu.Lock()
	defer o.mu.Unlock()
	if v, ok := o.by[key]; ok {
		return v
	}
	if o.by == nil || len(o.by) >= mostOverlays {
		o.by = make(map[string]*overlay)
	}
	v := make_()
	o.by[key] = v
	return v
}

// overlayFor is the overlay of a sight. Ties are given where a condition asks for
// what is adverse. The caller holds the lock.
func (x *Index) overlayFor(a *asking, f Filter, adverse bool) *overlay {
	if len(x.whole) == 0 {
		return &overlay{}
	}
	var key strings.Builder
	for _, seen := range a.seen {
		key.WriteByte("01"[b2i(seen)])
	}
	key.WriteByte("-a"[b2i(adverse)])
	key.WriteByte("-d"[b2i(a.deaths)])
	key.WriteByte("-3"[b2i(a.deep)])
	key.WriteString(f.Closed.Key())
	return x.overlays.get(key.String(), func() *overlay { return x.makeOverlay(a) })
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (x *Index) makeOverlay(a *asking) *overlay {
	out := &overlay{facts: x.facts.beside()}
	level := open
	if a.deep {
		level = register.C3
	}
	for p, all := range x.whole {
		file := register.File{Person: p, Sight: register.Sight{Machine: true}}
		at := make(map[register.RecordID]row, len(all))
		for _, r := range all {
			w, ok := x.rows[r.ID]
			if !ok || w.person != p || !a.live[w.slot] || !a.seen[w.source] {
				continue
			}
			if r = upTo(r, level); a.deep && !a.deaths {
				r = withoutDeaths(r)
			}
			file.Records = append(file.Records, r)
			if a.ties != nil {
				file.Judgements = append(file.Judgements, a.ties.by[r.ID]...)
			}
			if r.IsCorrection() { // none but an entry by hand can be one
				file.Sources = append(file.Sources, register.Source{ID: r.Source, Origin: register.ByHandOrigin + "x"})
			}
			out.over, at[r.ID] = append(out.over, w.slot), w
		}
		if len(file.Records) == 0 {
			continue
		}
		current, former := register.Former(file.Records)
		file.Records, file.Former = current, former
		for _, r := range file.Uncorrected() {
			t, w := toldBy(r, level), at[r.ID]
			if !r.CorrectsOne(file.Records) {
				t.have &^= isCorrection // of what is out of sight: one record more
			}
			from, to := born(r)
			w.bornFrom, w.bornTo = int16(from), int16(to)
			out.facts.put(-1, w, r.ID, t, nil)
		}
	}
	slices.Sort(out.over)
	return out
}

// withoutDeaths is a record for one who reads of C3 but of no death.
func withoutDeaths(r register.Record) register.Record {
	r.Claims = slices.DeleteFunc(slices.Clone(r.Claims), func(c register.Claim) bool { return c.Level > open && ofDeath(c) })
	return r
}

// internAll numbers every word that a record's facts can have, whichever of its
// claims are set aside. The caller holds the lock.
func (x *Index) internAll(r register.Record) {
	for _, c := range r.Claims {
		if c.Level > register.C3 || c.Absence != register.Present {
			continue
		}
		switch c.Field {
		case register.Sex:
			named(&x.facts.words, c.Norm)
		case register.Governorate, register.Place, register.BirthPlace:
			named(&x.facts.words, string(place.Code(c.Norm).Governorate()))
		case register.Facility:
			named(&x.facts.sites, c.Norm)
		}
	}
	x.facts.persons.number(r.Person)
}
