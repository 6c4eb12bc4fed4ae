package facilities

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/dossier"
	"kashf.org/kashf/internal/layout"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/occupancy"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/vocab"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/internal/web/part"
)

// A LayoutView is how a place is laid out, and who was held in which part.
type LayoutView struct {
	Tree  []NodeView
	Told  bool // who was held is for this reader
	Held  []CellRow
	Loose []LooseRow
	Rooms []RoomRow
	Add   string // address of the form, "" for who enters none
}

// Empty reports whether there is nothing to show and nothing to do.
func (v LayoutView) Empty() bool {
	return len(v.Tree)+len(v.Held)+len(v.Loose)+len(v.Rooms) == 0 && v.Add == ""
}

// A NodeView is a part in the tree.
type NodeView struct {
	Name, Href, Kind string
	Also             []SaidAs
	Persons          int // held in it or in a part of it
	Said             string
	Differ           string // how sources contradict each other on it, "" where they do not
	Below            []NodeView
}

// A SaidAs is another name of a part, with the source that calls it so.
type SaidAs struct{ Name, Source string }

// A CellRow is whom one source says was held in a part.
type CellRow struct {
	Part, Href string
	Source     part.Chip
	Persons    int
	When       string
	Written    []string
}

// A LooseRow is a cell as a list writes it that is no part of the tree.
type LooseRow struct {
	Written, Sources string
	Persons          int
	Several          bool // several parts are called so
}

// A RoomRow is the floor that one source gives to each person in a part.
type RoomRow struct {
	Part, Href      string
	Source          part.Chip
	Floor, People   string
	On              string
	Each            string
	CPT, ICRC, Says *part.Label
}

// layoutOf reads the layout of a place; of a part of it, and what lies in that,
// where one is given.
func (s *Screen) layoutOf(ctx context.Context, p locale.Printer, x plan, of register.PartID) (LayoutView, error) {
	v := LayoutView{}
	if session := web.SessionOf(ctx); session != nil && session.Can(string(access.FacilityPart)) {
		v.Add = s.partHref(x, "") + "/parts/new"
	}
	if !gate.ViewOf(ctx).Content {
		return v, nil
	}
	sources, err := s.Register.Sources(ctx, gate.Sight(ctx, 0))
	if err != nil {
		return v, err
	}
	names := chips(sources)
	held, err := s.heldInParts(ctx, x)
	if err != nil {
		return v, err
	}
	_, may := audience(ctx, s.Now())
	v.Told = may
	v.Tree = x.nodes(p, s, of, held, names, v.Told)
	for _, q := range x.parts {
		if of == "" || slices.Contains(x.around(q.ID), of) {
			v.Held = append(v.Held, x.heldRows(p, s, q, held, names)...)
		}
	}
	if of == "" {
		v.Loose = looseRows(held, names)
	}
	v.Rooms, err = s.rooms(ctx, p, x, of, names)
	return v, err
}

// Groups of stays: of a part and all in it, of one source in the very part, and
// of a cell that is no part.
const (
	groupPart    = "part\x00"
	groupOwn     = "own\x00"
	groupLoose   = "loose\x00"
	groupSeveral = "several\x00"
)

// heldInParts counts who was held where; nil for who is not told.
func (s *Screen) heldInParts(ctx context.Context, x plan) (map[string]dossier.HeldGroup, error) {
	a, may := audience(ctx, s.Now())
	if !may {
		return nil, nil
	}
	return s.Holdings.HeldInCells(ctx, a, x.sites, func(c dossier.HeldCell) []string {
		at, how := x.find(c)
		var out []string
		switch {
		case how == register.CellSeveral:
			out = append(out, groupSeveral+register.CellKey(c.Written))
		case how == register.CellUnknown && c.Written != "":
			out = append(out, groupLoose+register.CellKey(c.Written))
		}
		if at != "" {
			out = append(out, groupOwn+string(at)+"\x00"+string(c.Source))
		}
		for _, around := range x.around(at) {
			out = append(out, groupPart+string(around))
		}
		return out
	})
}

// names reports whether a part is called as written.
func (x plan) names(id register.PartID, written string) bool {
	return slices.ContainsFunc(x.at[id].Words, func(w register.PartWord) bool { return register.CellKey(w.Name) == register.CellKey(written) })
}

func chips(sources []register.Source) map[register.SourceID]part.Chip {
	out := make(map[register.SourceID]part.Chip, len(sources))
	for i, x := range sources {
		out[x.ID] = part.Chip{Name: x.Name, Href: "/lists/sources/" + string(x.ID), Colour: i + 1}
	}
	return out
}

// partHref is the address of a part, of the place itself for "".
func (s *Screen) partHref(x plan, id register.PartID) string {
	switch q, ok := x.at[id]; {
	case ok && isPlace(id):
		return "/facilities/" + string(q.Site)
	case ok:
		return "/facilities/" + string(q.Site) + "/parts/" + string(id)
	}
	return "/facilities/" + string(x.site.ID)
}

// nodes are the parts that lie in one, with all in them.
func (x plan) nodes(p locale.Printer, s *Screen, in register.PartID, held map[string]dossier.HeldGroup, names map[register.SourceID]part.Chip, told bool) []NodeView {
	var out []NodeView
	for _, q := range x.parts {
		if q.In != in {
			continue
		}
		n := NodeView{Name: q.Name, Href: s.partHref(x, q.ID), Kind: kindOf(p, q), Differ: differs(p, q), Below: x.nodes(p, s, q.ID, held, names, told)}
		if n.Persons = held[groupPart+string(q.ID)].Persons; told {
			n.Said = p.N("common.count.people", n.Persons)
		}
		if !isPlace(q.ID) {
			n.Also = alsoCalled(q, names)
		}
		out = append(out, n)
	}
	return out
}

func kindOf(p locale.Printer, q register.Part) string {
	if isPlace(q.ID) {
		return vocab.Label(layout.Kinds, "building", p.Lang())
	}
	return vocab.Label(layout.Kinds, q.Kind, p.Lang())
}

func differs(p locale.Printer, q register.Part) string {
	switch {
	case q.PlacesDiffer:
		return p.T("facilities.part.places_differ")
	case q.KindsDiffer:
		return p.T("facilities.part.kinds_differ")
	}
	return ""
}

// alsoCalled are the names of a part that are written otherwise than the first.
func alsoCalled(q register.Part, names map[register.SourceID]part.Chip) []SaidAs {
	var out []SaidAs
	for _, w := range q.Words[1:] {
		if said := (SaidAs{w.Name, names[w.Source].Name}); w.Name != q.Name && !slices.Contains(out, said) {
			out = append(out, said)
		}
	}
	return out
}

func (x plan) heldRows(p locale.Printer, s *Screen, q register.Part, held map[string]dossier.HeldGroup, names map[register.SourceID]part.Chip) []CellRow {
	var out []CellRow
	for key, g := range held {
		id, ok := strings.CutPrefix(key, groupOwn+string(q.ID)+"\x00")
		if !ok || len(g.Sources) == 0 {
			continue
		}
		out = append(out, CellRow{
			Part: x.path(q.ID), Href: s.partHref(x, q.ID), Source: names[register.SourceID(id)], Persons: g.Persons,
			When: span(p, g.Sources[0].First, g.Sources[0].Last), Written: slices.DeleteFunc(slices.Clone(g.Written), func(w string) bool { return w == "" || w == q.Name }),
		})
	}
	slices.SortFunc(out, func(a, b CellRow) int {
		return cmp.Or(cmp.Compare(b.Persons, a.Persons), strings.Compare(a.Source.Href, b.Source.Href))
	})
	return out
}

// mostLoose is how many cells that are no part a page shows.
const mostLoose = 60

func looseRows(held map[string]dossier.HeldGroup, names map[register.SourceID]part.Chip) []LooseRow {
	var out []LooseRow
	for key, g := range held {
		several := strings.HasPrefix(key, groupSeveral)
		if !several && !strings.HasPrefix(key, groupLoose) || len(g.Written) == 0 {
			continue
		}
		var from []string
		for _, b := range g.Sources {
			from = append(from, names[b.Source.ID].Name)
		}
		out = append(out, LooseRow{Written: g.Written[0], Sources: strings.Join(from, " · "), Persons: g.Persons, Several: several})
	}
	slices.SortFunc(out, func(a, b LooseRow) int {
		return cmp.Or(cmp.Compare(b.Persons, a.Persons), strings.Compare(a.Written, b.Written))
	})
	return out[:min(len(out), mostLoose)]
}

// rooms are the floors that sources give to each person, by part, side by side.
func (s *Screen) rooms(ctx context.Context, p locale.Printer, x plan, of register.PartID, names map[register.SourceID]part.Chip) ([]RoomRow, error) {
	by := make(map[register.PartID][]RoomRow)
	for _, site := range x.sites {
		ts, err := s.Register.TalliesOf(ctx, gate.Sight(ctx, 0), site)
		if err != nil {
			return nil, err
		}
		for _, t := range ts {
			r, ok := occupancy.RoomOf(t)
			if !ok {
				continue
			}
			at := x.figurePart(t)
			row := RoomRow{
				Part: x.path(at), Href: s.partHref(x, at), Source: names[t.Source], Floor: squareMetres(p, t.Area), People: t.Text, On: p.Date(t.On), Each: roomSaid(p, r),
				CPT: against(p, r, occupancy.CPT), ICRC: against(p, r, occupancy.ICRC),
			}
			if t.Part != "" && !x.names(at, t.Part) {
				row.Part = strings.TrimPrefix(row.Part+" / "+t.Part, " / ")
			}
			if row.Part == "" {
				row.Part = p.T("facilities.part.whole")
			}
			if r.Doubtful() {
				row.Says = roomTag(p, r)
			}
			by[at] = append(by[at], row)
		}
	}
	var out []RoomRow
	for _, q := range append([]register.Part{{}}, x.parts...) {
		if of == "" || slices.Contains(x.around(q.ID), of) {
			out = append(out, by[q.ID]...)
		}
	}
	return out, nil
}

func squareMetres(p locale.Printer, hundredths int64) string {
	return p.T("facilities.part.floor.m2", strconv.FormatFloat(float64(hundredths)/100, 'f', -1, 64))
}

// against says how a room stands to a benchmark: under it, over it, or on both
// sides of it as far as the figures allow.
func against(p locale.Printer, r occupancy.Room, benchmark float64) *part.Label {
	switch {
	case r.Below(benchmark):
		return &part.Label{Tone: part.Bad, Text: p.T("facilities.part.under")}
	case r.Least >= benchmark:
		return &part.Label{Tone: part.Good, Text: p.T("facilities.part.over")}
	}
	return &part.Label{Tone: part.Warn, Text: p.T("facilities.part.either")}
}
