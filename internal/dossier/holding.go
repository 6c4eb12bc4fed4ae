package dossier

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/when"
)

// A Holding is who sources say was held in a place of detention, its parts
// included, within the reader's sight. Sources stand side by side: what they
// count is not added up into one figure, except where persons are counted once.
type Holding struct {
	Persons int
	Sources []HeldBy  // the one that names most persons first
	Years   []YearOf  // from the first year that is told to the last
	From    []Passage // where people were before, most first
	To      []Passage // and after
	// People are all persons, in order of their first possible day here.
	People []register.PersonID
}

// HeldBy is what one source tells of a place.
type HeldBy struct {
	Source  SourceRef
	Persons int
	// First and Last are the first and last day that its stays can reach;
	// [when.MinDay] and [when.MaxDay] where nothing bounds them.
	First, Last when.Day
}

// A YearOf counts the persons whose stay can reach into a year: all whose dates
// allow it, so that the same person counts in several years.
type YearOf struct {
	Year, Persons int
}

// A Passage counts the persons who were in another place directly before or
// after, as the stays known of them have it.
type Passage struct {
	Place   register.FacilityID
	Persons int
}

// Holding reads who was held in a place and the parts of it that are given.
func (d *Dossier) Holding(ctx context.Context, a Audience, parts []register.FacilityID) (Holding, error) {
	seen, sv, err := d.heldInSight(ctx, a.Sight)
	if err != nil {
		return Holding{}, err
	}
	h := newHolder(sv)
	ours := make([]bool, len(sv.held.places))
	for i, id := range sv.held.places {
		ours[i] = slices.Contains(parts, id)
	}
	h.here = func(x hold) bool { return ours[x.place] }
	for stays := range sv.held.persons(a.Sight, seen) {
		h.add(stays)
	}
	return h.holding(seen), nil
}

// Held counts the persons who were held in each group of places, once in each
// group, within the reader's sight. groups names the groups that a place is in.
func (d *Dossier) Held(ctx context.Context, a Audience, groups func(register.FacilityID) []string) (map[string]int, error) {
	seen, sv, err := d.heldInSight(ctx, a.Sight)
	if err != nil {
		return nil, err
	}
	of := make([][]string, len(sv.held.places))
	for i, id := range sv.held.places {
		of[i] = groups(id)
	}
	out := make(map[string]int)
	var met []string
	for stays := range sv.held.persons(a.Sight, seen) {
		met = met[:0]
		for _, x := range stays {
			for _, g := range of[x.place] {
				if !slices.Contains(met, g) {
					met = append(met, g)
					out[g]++
				}
			}
		}
	}
	return out, nil
}

// heldInSight is the survey and the sources of it that the reader sees, by
// their place in it.
func (d *Dossier) heldInSight(ctx context.Context, v register.Sight) (map[uint32]register.Source, *survey, error) {
	sv, err := d.surveyed(ctx)
	if err != nil {
		return nil, nil, err
	}
	sources, err := d.register.Sources(ctx, v)
	if err != nil {
		return nil, nil, fmt.Errorf("read sources: %w", err)
	}
	seen := make(map[uint32]register.Source, len(sources))
	for i, id := range sv.sources {
		if at := slices.IndexFunc(sources, func(s register.Source) bool { return s.ID == id }); at >= 0 {
			seen[uint32(i)] = sources[at]
		}
	}
	return seen, sv, nil
}

// persons yields the stays in sight of each person who has any. The slice is
// good until the next.
func (h holds) persons(v register.Sight, seen map[uint32]register.Source) func(yield func([]hold) bool) {
	return func(yield func([]hold) bool) {
		var mine []hold
		for rest := h.all; len(rest) > 0; {
			n := 1
			for n < len(rest) && rest[n].person == rest[0].person {
				n++
			}
			mine = mine[:0]
			for _, x := range rest[:n] {
				if _, ok := seen[x.source]; ok && v.Sees(x.level) && v.SeesRecord(x.record) {
					mine = append(mine, x)
				}
			}
			if f := h.corrected[rest[0].person]; f != nil {
				mine = f.seen(&h, v, seen)
			}
			if len(mine) > 0 && !yield(mine) {
				return
			}
			rest = rest[n:]
		}
	}
}

// A holder gathers a [Holding] person by person.
type holder struct {
	sv       *survey
	here     func(hold) bool
	by       map[uint32]*HeldBy
	teller   map[uint32]register.PersonID // of whom a source has told last
	years    map[int]int
	from, to map[register.FacilityID]int
	people   []arrival
}

type arrival struct {
	person register.PersonID
	on     when.Day
}

func newHolder(sv *survey) *holder {
	return &holder{sv: sv, by: make(map[uint32]*HeldBy), years: make(map[int]int), from: make(map[register.FacilityID]int), to: make(map[register.FacilityID]int)}
}

// add takes one person's stays, in order.
func (h *holder) add(stays []hold) {
	reached := make(map[int]bool)
	first := when.MaxDay
	found := false
	for _, x := range stays {
		if !h.here(x) {
			continue
		}
		found = true
		first = min(first, x.begin())
		h.tellOnce(x)
		for y := range yearsOf(x) {
			reached[y] = true
		}
	}
	if !found {
		return
	}
	h.people = append(h.people, arrival{stays[0].person, first})
	for y := range reached {
		h.years[y]++
	}
	h.pass(stays)
}

// tellOnce enters what a stay's source tells; a person counts once for a source.
// Persons come one after the other.
func (h *holder) tellOnce(x hold) {
	if h.teller == nil {
		h.teller = make(map[uint32]register.PersonID)
	}
	anew := h.teller[x.source] != x.person
	h.teller[x.source] = x.person
	b := h.by[x.source]
	if b == nil {
		b = &HeldBy{First: when.MaxDay, Last: when.MinDay}
		h.by[x.source] = b
	}
	if anew {
		b.Persons++
	}
	if x.from != when.MinDay {
		b.First = min(b.First, x.from)
	}
	if x.to != when.MaxDay {
		b.Last = max(b.Last, x.to)
	}
}

// yearsOf are the years that a stay can reach into. A stay without a begin or
// an end counts for the year of what is known.
func yearsOf(x hold) func(yield func(int) bool) {
	return func(yield func(int) bool) {
		from, to := x.from, x.to
		if from == when.MinDay {
			from = to
		}
		if to == when.MaxDay {
			to = from
		}
		if from == when.MinDay || from == when.MaxDay || to == when.MinDay {
			return
		}
		for y := from.Time().Year(); y <= to.Time().Year(); y++ {
			if !yield(y) {
				return
			}
		}
	}
}

// pass counts where the person was directly before and after, by stays that
// are dated. A move that two sources tell is one.
func (h *holder) pass(stays []hold) {
	before, after := make(map[uint16]bool), make(map[uint16]bool)
	var last *hold
	for i, x := range stays {
		if !x.dated() {
			break // they come last
		}
		if last != nil && last.place != x.place {
			switch {
			case h.here(x) && !h.here(*last):
				before[last.place] = true
			case h.here(*last) && !h.here(x):
				after[x.place] = true
			}
		}
		last = &stays[i]
	}
	for p := range before {
		h.from[h.sv.held.places[p]]++
	}
	for p := range after {
		h.to[h.sv.held.places[p]]++
	}
}

func (h *holder) holding(seen map[uint32]register.Source) Holding {
	out := Holding{Persons: len(h.people), From: passages(h.from), To: passages(h.to)}
	for i, b := range h.by {
		b.Source = refOf(seen[i])
		if b.First == when.MaxDay {
			b.First = when.MinDay
		}
		if b.Last == when.MinDay {
			b.Last = when.MaxDay
		}
		out.Sources = append(out.Sources, *b)
	}
	slices.SortFunc(out.Sources, func(a, b HeldBy) int {
		return cmp.Or(cmp.Compare(b.Persons, a.Persons), strings.Compare(string(a.Source.ID), string(b.Source.ID)))
	})
	for y, n := range h.years {
		out.Years = append(out.Years, YearOf{y, n})
	}
	slices.SortFunc(out.Years, func(a, b YearOf) int { return cmp.Compare(a.Year, b.Year) })
	slices.SortStableFunc(h.people, func(a, b arrival) int { return cmp.Compare(a.on, b.on) })
	for _, p := range h.people {
		out.People = append(out.People, p.person)
	}
	return out
}

func passages(by map[register.FacilityID]int) []Passage {
	var out []Passage
	for id, n := range by {
		out = append(out, Passage{id, n})
	}
	slices.SortFunc(out, func(a, b Passage) int {
		return cmp.Or(cmp.Compare(b.Persons, a.Persons), strings.Compare(string(a.Place), string(b.Place)))
	})
	return out
}
