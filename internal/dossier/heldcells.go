package dossier

import (
	"context"
	"slices"
	"strings"

	"kashf.org/kashf/internal/register"
)

// A HeldCell is a cell as a source writes it, of a place of detention.
type HeldCell struct {
	Site    register.FacilityID
	Source  register.SourceID
	Written string // "" where the source names none
}

// A HeldGroup is who sources say was held in a group of cells, each person once.
type HeldGroup struct {
	Persons int
	Sources []HeldBy // the one that names most persons first
	Written []string // how the cells are written, in their order
}

// HeldInCells counts who was held in each group of cells of some places, within
// the reader's sight. groups names the groups that a cell is in; it is asked
// once for each cell.
func (d *Dossier) HeldInCells(ctx context.Context, a Audience, sites []register.FacilityID, groups func(HeldCell) []string) (map[string]HeldGroup, error) {
	seen, sv, err := d.heldInSight(ctx, a.Sight)
	if err != nil {
		return nil, err
	}
	in := sv.cellGroups(sites, groups)
	by := make(map[string]*holder)
	written := make(map[string]map[string]bool)
	var mine []string
	for stays := range sv.held.persons(a.Sight, seen) {
		mine = mine[:0]
		for _, x := range stays {
			for _, g := range in(x) {
				h := by[g]
				if h == nil {
					h = &holder{sv: sv, by: make(map[uint32]*HeldBy)}
					by[g], written[g] = h, make(map[string]bool)
				}
				if !slices.Contains(mine, g) {
					mine = append(mine, g)
					h.people = append(h.people, arrival{person: x.person})
				}
				h.tellOnce(x)
				written[g][sv.held.cells[x.inside]] = true
			}
		}
	}
	out := make(map[string]HeldGroup, len(by))
	for g, h := range by {
		whole := h.holding(seen)
		group := HeldGroup{Persons: whole.Persons, Sources: whole.Sources}
		for w := range written[g] {
			group.Written = append(group.Written, w)
		}
		slices.SortFunc(group.Written, strings.Compare)
		out[g] = group
	}
	return out, nil
}

// cellGroups finds the groups of a stay, asking once for each cell.
func (sv *survey) cellGroups(sites []register.FacilityID, groups func(HeldCell) []string) func(hold) []string {
	type key struct {
		place        uint16
		source, cell uint32
	}
	known := make(map[key][]string)
	ours := make([]bool, len(sv.held.places))
	for i, id := range sv.held.places {
		ours[i] = slices.Contains(sites, id)
	}
	return func(x hold) []string {
		if !ours[x.place] {
			return nil
		}
		k := key{x.place, x.source, x.inside}
		g, ok := known[k]
		if !ok {
			g = groups(HeldCell{sv.held.places[x.place], sv.sources[x.source], sv.held.cells[x.inside]})
			known[k] = g
		}
		return g
	}
}

// HoldingIn is [Dossier.Holding] of some of the cells of some places alone.
func (d *Dossier) HoldingIn(ctx context.Context, a Audience, sites []register.FacilityID, in func(HeldCell) bool) (Holding, error) {
	seen, sv, err := d.heldInSight(ctx, a.Sight)
	if err != nil {
		return Holding{}, err
	}
	groups := sv.cellGroups(sites, func(c HeldCell) []string {
		if in(c) {
			return []string{""}
		}
		return nil
	})
	h := newHolder(sv)
	h.here = func(x hold) bool { return len(groups(x)) > 0 }
	for stays := range sv.held.persons(a.Sight, seen) {
		h.add(stays)
	}
	return h.holding(seen), nil
}
