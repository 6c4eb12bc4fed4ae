package find

import (
	"slices"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/when"
)

// status gives those of whom a source says what became of them, as far as their
// file does not say otherwise. What is adverse counts only where it counts in the
// file. Nobody is held or missing any more who is free or dead, nobody free who was
// certainly held again, or of whom the file says that the death holds, and nobody
// dead of whom it says that the release does: as [register.FateOf] has it.
func (a *asking) status(c Cond) set {
	bit := statusBit(c.Value)
	if bit == 0 {
		return a.empty()
	}
	says := func(f *factColumns, i int) bool { return f.status[i]&bit != 0 }
	claim := register.Claim{Field: register.Status, Value: c.Value, Norm: c.Value}
	switch {
	case c.Value == register.ForciblyDisappeared && !c.Not && a.adverse && a.deaths:
		w := a.weighed()
		return a.where(func(f *factColumns, i int) bool {
			p := f.person[i]
			return says(f, i) && !w.free.has(p) && !(w.dead.has(p) && w.after.has(p))
		})
	case !claim.Adverse():
		dead, free := a.dead(c.endsWithDeath()), a.released()
		return a.where(func(f *factColumns, i int) bool {
			return says(f, i) && !dead.has(f.person[i]) && !free.free(f.person[i])
		})
	case !a.adverse:
		return a.empty()
	}
	out := a.counting(says, func(*factColumns, int) {})
	switch c.Value {
	case register.FreeReported, register.FreeVerified, register.Exchanged, register.Escaped:
		out.combine(a.weighed().free, both)
	case register.ReportedDead, register.DeadDocument, register.DeadIdentified:
		if a.deaths {
			out.combine(a.weighed().dead, both)
		}
	}
	return out
}

// fates are what files make of deaths and releases that count: the death holds, or
// the release. The death of those after certainly came after every dated release.
type fates struct{ dead, free, after set }

// weighed are the fates in the reader's sight, for a reader who is told what is
// adverse. To one who does not read of deaths releases alone tell.
func (a *asking) weighed() *fates {
	if a.fates != nil {
		return a.fates
	}
	g := a.released()
	w := &fates{dead: a.empty(), free: slices.Clone(g.who), after: a.empty()}
	w.free.combine(g.again, less)
	if d := a.dead(true); d != nil {
		w.dead = slices.Clone(d.who)
		a.weigh(w, d, g)
	}
	a.fates = w
	return w
}

// weigh parts those who stand among the dead and the free.
func (a *asking) weigh(w *fates, d *gone, g *freed) {
	for p := range g.dated {
		if p := int32(p); d.who.has(p) && g.dated[p] != when.MinDay && d.from[p] > g.dated[p] {
			w.after.put(p)
		}
	}
	told := slices.Clone(w.dead)
	told.combine(w.free, both)
	w.free.combine(told, less)
	// A record that tells both tells of somebody who died after the release: only a
	// release that is told without a death can outweigh one.
	told.combine(g.alone, both)
	told.combine(w.after, less)
	if told.count() == 0 {
		return
	}
	for p, t := range a.tallies(told) {
		if !t.deathHolds() {
			w.dead[p>>6] &^= 1 << (p & 63)
			w.free.put(p)
		}
	}
}

// A tally is who tells a death and who a release that counts for a person: of
// which origins, and in which rows.
type tally struct{ deaths, releases []teller }

type teller struct {
	origin int32
	row    register.RecordID // the first record of the row, in whichever edition it is told
}

// deathHolds reports whether a death has more origins than a release that is told
// without one.
func (t *tally) deathHolds() bool {
	died := make(map[register.RecordID]bool, len(t.deaths))
	dead, free := make(map[int32]bool), make(map[int32]bool)
	for _, d := range t.deaths {
		died[d.row], dead[d.origin] = true, true
	}
	for _, r := range t.releases {
		if !died[r.row] {
			free[r.origin] = true
		}
	}
	return len(dead) > len(free)
}

// tallies are those of some persons.
func (a *asking) tallies(of set) map[int32]*tally {
	out := make(map[int32]*tally)
	a.counting(
		func(f *factColumns, i int) bool {
			return of.has(f.person[i]) && (f.died[i] != tellsNoDeath || f.exits[i].free)
		},
		func(f *factColumns, i int) {
			t := out[f.person[i]]
			if t == nil {
				t = &tally{}
				out[f.person[i]] = t
			}
			who := teller{a.x.originOf(f.source[i]), a.x.firstOfRow(f.record[i])}
			if f.died[i] != tellsNoDeath {
				t.deaths = append(t.deaths, who)
			} else {
				t.releases = append(t.releases, who)
			}
		})
	return out
}

// firstOfRow is the first record of a record's row, as far as its person holds
// them. The caller holds the lock.
func (x *Index) firstOfRow(r register.RecordID) register.RecordID {
	person := x.rows[r].person
	for range mostEditions {
		of := x.chains.older[r].of
		if w, ok := x.rows[of]; of == 0 || !ok || w.person != person {
			break
		}
		r = of
	}
	return r
}
