package facilities

import (
	"context"
	"slices"
	"strings"

	"kashf.org/kashf/internal/dossier"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web/gate"
)

// A plan is how a place is laid out, as the reader sees it: its buildings that
// are places of their own, and the parts that sources tell of.
type plan struct {
	site   register.Site
	sites  []register.FacilityID // the place and those inside it
	parts  []register.Part       // a part after the one that it lies in
	at     map[register.PartID]register.Part
	finder *register.CellFinder
}

// ofPlace marks the part that stands for a place inside the place.
const ofPlace = "place:"

// planOf reads the plan of a place. Who may not read what sources tell is given
// the places alone.
func (s *Screen) planOf(ctx context.Context, p locale.Printer, site register.Site, all []register.Site) (plan, error) {
	x := plan{site: site, sites: partsOf(site.ID, all), at: make(map[register.PartID]register.Part)}
	up := make(map[register.FacilityID]register.FacilityID)
	tell := gate.ViewOf(ctx).Content // not even which sources there are
	var enter func(id register.FacilityID, in register.PartID, depth int) error
	enter = func(id register.FacilityID, in register.PartID, depth int) error {
		if tell {
			words, err := s.Register.PartWords(ctx, gate.Sight(ctx, 0), id)
			if err != nil {
				return err
			}
			for _, part := range register.PartsOf(words) {
				if part.In == "" {
					part.In = in
				}
				part.Depth += depth
				x.parts = append(x.parts, part)
			}
		}
		for _, o := range all {
			if o.Parent != id || up[o.ID] != "" {
				continue
			}
			up[o.ID] = id
			mine := placePart(p, o, in)
			mine.Depth = depth
			x.parts = append(x.parts, mine)
			if err := enter(o.ID, mine.ID, depth+1); err != nil {
				return err
			}
		}
		return nil
	}
	if err := enter(site.ID, "", 0); err != nil {
		return plan{}, err
	}
	for _, part := range x.parts {
		x.at[part.ID] = part
	}
	x.finder = register.NewCellFinder(x.parts, func(id register.FacilityID) register.FacilityID { return up[id] })
	return x, nil
}

// placePart is a place inside a place as a part of it, with all its names.
func placePart(p locale.Printer, o register.Site, in register.PartID) register.Part {
	out := register.Part{ID: register.PartID(ofPlace + string(o.ID)), Site: o.ID, In: in, Name: name(p, o)}
	names := []string{o.NameAr, o.NameEn}
	for _, a := range o.Aliases {
		names = append(names, a.Name)
	}
	for _, n := range names {
		if n != "" {
			out.Words = append(out.Words, register.PartWord{Name: n})
		}
	}
	return out
}

// isPlace reports whether a part stands for a place of its own.
func isPlace(id register.PartID) bool { return strings.HasPrefix(string(id), ofPlace) }

// around are the parts that one lies in, itself included, the narrowest first.
func (x plan) around(id register.PartID) []register.PartID {
	var out []register.PartID
	for ; id != "" && len(out) < 16; id = x.at[id].In {
		out = append(out, id)
	}
	return out
}

// path names a part with those that it lies in, the widest first.
func (x plan) path(id register.PartID) string {
	var names []string
	for _, a := range x.around(id) {
		names = append(names, x.at[a].Name)
	}
	slices.Reverse(names)
	return strings.Join(names, " / ")
}

// find is the part that a cell of a stay lies in, as far as the tree has it; ""
// where only the place is told.
func (x plan) find(c dossier.HeldCell) (register.PartID, register.CellFind) {
	if c.Written != "" {
		id, how := x.finder.Find(c.Site, c.Source, c.Written)
		if id == "" && c.Site != x.site.ID {
			id = register.PartID(ofPlace + string(c.Site)) // of the building that much is told
		}
		return id, how
	}
	if c.Site != x.site.ID {
		return register.PartID(ofPlace + string(c.Site)), register.CellFound
	}
	return "", register.CellUnknown
}

// within reports whether a stay's cell is a part or lies in it.
func (x plan) within(id register.PartID) func(dossier.HeldCell) bool {
	return func(c dossier.HeldCell) bool {
		at, _ := x.find(c)
		return slices.Contains(x.around(at), id)
	}
}

// figurePart is the part that a figure is told of, "" where it is told of none
// that the reader sees.
func (x plan) figurePart(t register.Tally) register.PartID {
	for _, p := range x.parts {
		if t.In != "" && (p.ID == t.In || slices.ContainsFunc(p.Words, func(w register.PartWord) bool { return w.Part == t.In })) {
			return p.ID
		}
	}
	at, _ := x.find(dossier.HeldCell{Site: t.Site, Source: t.Source, Written: t.Part})
	return at
}

// part is the part of an address, by any of its words.
func (x plan) part(id string) (register.Part, error) {
	for _, p := range x.parts {
		if !isPlace(p.ID) && slices.ContainsFunc(p.Words, func(w register.PartWord) bool { return w.ID == id }) {
			return p, nil
		}
	}
	return register.Part{}, register.ErrNotFound
}
