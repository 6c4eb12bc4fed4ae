package facilities

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/dossier"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/internal/web/part"
	"kashf.org/kashf/names"
	"kashf.org/kashf/place"
	"kashf.org/kashf/when"
)

// Holdings tells who sources say was held where; [dossier.Dossier] does.
type Holdings interface {
	Holding(ctx context.Context, a dossier.Audience, parts []register.FacilityID) (dossier.Holding, error)
	Held(ctx context.Context, a dossier.Audience, groups func(register.FacilityID) []string) (map[string]int, error)
	HeldInCells(ctx context.Context, a dossier.Audience, sites []register.FacilityID, groups func(dossier.HeldCell) []string) (map[string]dossier.HeldGroup, error)
	HoldingIn(ctx context.Context, a dossier.Audience, sites []register.FacilityID, in func(dossier.HeldCell) bool) (dossier.Holding, error)
	Cards(ctx context.Context, a dossier.Audience, ids []register.PersonID) ([]dossier.Card, error)
}

// audience is the reader, and whether who was held is for the reader at all:
// for those who may search people and read what they find.
func audience(ctx context.Context, now time.Time) (dossier.Audience, bool) {
	who := gate.PrincipalOf(ctx)
	a := dossier.Audience{Sight: gate.Sight(ctx, 0), Account: string(who.Account)}
	session := web.SessionOf(ctx)
	return a, access.ViewOf(who, now).Content && session != nil && session.Can(string(access.PeopleSearch))
}

// A HeldView is what sources tell of who was held in a place.
type HeldView struct {
	Shown   bool // to this reader
	Persons int
	People  string // address of the list
	Sources []HeldByView
	Years   []part.Bar
	From    []part.Bar
	To      []part.Bar
	Map     part.Map
}

// A HeldByView is one source's line.
type HeldByView struct {
	Source  part.Chip
	Persons int
	When    string
}

// held reads who was held in a site and its parts, or in a part alone.
func (s *Screen) held(ctx context.Context, p locale.Printer, site register.Site, sites []register.Site) (HeldView, error) {
	a, may := audience(ctx, s.Now())
	if !may {
		return HeldView{}, nil
	}
	h, err := s.Holdings.Holding(ctx, a, partsOf(site.ID, sites))
	if err != nil {
		return HeldView{}, err
	}
	v := HeldView{Shown: true, Persons: h.Persons, People: "/facilities/" + string(site.ID) + "/people"}
	for i, b := range h.Sources {
		v.Sources = append(v.Sources, HeldByView{
			Source: part.Chip{Name: b.Source.Name, Href: "/lists/sources/" + string(b.Source.ID), Colour: i + 1}, Persons: b.Persons, When: span(p, b.First, b.Last),
		})
	}
	for _, y := range h.Years {
		v.Years = append(v.Years, part.Bar{Label: strconv.Itoa(y.Year), N: y.Persons})
	}
	v.From, v.To = passages(p, h.From, sites), passages(p, h.To, sites)
	v.Map = journeys(p, site, h, sites)
	return v, nil
}

// partsOf is a place with everything inside it.
func partsOf(id register.FacilityID, sites []register.Site) []register.FacilityID {
	out := []register.FacilityID{id}
	for i := 0; i < len(out); i++ {
		for _, s := range sites {
			if s.Parent == out[i] && !slices.Contains(out, s.ID) {
				out = append(out, s.ID)
			}
		}
	}
	return out
}

// span says the time that a source's stays reach over.
func span(p locale.Printer, first, last when.Day) string {
	var i when.Interval
	if first != when.MinDay {
		i.From = when.OfDay(first)
	}
	if last != when.MaxDay {
		i.To = when.OfDay(last)
	}
	if i.From.IsZero() && i.To.IsZero() {
		return p.T("common.unknown")
	}
	return p.Date(i.String())
}

// mostPassages are the places that a page shows people came from and went to.
const mostPassages = 12

func passages(p locale.Printer, ps []dossier.Passage, sites []register.Site) []part.Bar {
	var out []part.Bar
	for _, x := range ps[:min(len(ps), mostPassages)] {
		site, _ := byID(sites, x.Place)
		out = append(out, part.Bar{Label: name(p, site), Href: "/facilities/" + string(x.Place), N: x.Persons})
	}
	return out
}

func byID(sites []register.Site, id register.FacilityID) (register.Site, bool) {
	i := slices.IndexFunc(sites, func(s register.Site) bool { return s.ID == id })
	if i < 0 {
		return register.Site{ID: id, NameAr: string(id)}, false
	}
	return sites[i], true
}

// journeys draws where people came from and went to.
func journeys(p locale.Printer, here register.Site, h dossier.Holding, sites []register.Site) part.Map {
	m := part.Map{Label: p.T("facilities.journeys"), Areas: blank(p)}
	at, ok := seat(here)
	if !ok {
		return m
	}
	m.Spots = []part.Spot{{At: at, Label: name(p, here)}}
	for _, way := range []struct {
		passages []dossier.Passage
		out      bool
	}{{h.From, false}, {h.To, true}} {
		for _, x := range way.passages[:min(len(way.passages), mostPassages)] {
			site, _ := byID(sites, x.Place)
			there, ok := seat(site)
			if !ok || there == at {
				continue
			}
			w := part.Way{From: there, To: at, N: x.Persons, Out: way.out, Name: name(p, site), Label: p.T("facilities.journey.from", name(p, site), p.N("common.count.people", x.Persons))}
			if way.out {
				w.From, w.To, w.Label = at, there, p.T("facilities.journey.to", name(p, site), p.N("common.count.people", x.Persons))
			}
			m.Ways = append(m.Ways, w)
		}
	}
	return m
}

// blank are the governorates without numbers.
func blank(p locale.Printer) []part.Area {
	var out []part.Area
	for _, g := range place.Governorates() {
		out = append(out, part.Area{Governorate: g.Code, Label: g.Name(p.Lang())})
	}
	return out
}

// seat is where a place is drawn: as published, or else the town that it
// is in, or else its governorate.
func seat(s register.Site) (place.Point, bool) {
	if s.Lat != 0 || s.Lon != 0 {
		return place.Point{Lat: s.Lat, Lon: s.Lon}, true
	}
	if f, ok := place.FacilityByID(string(s.ID)); ok && f.City != "" {
		if found := place.Find(f.City, f.Governorate); len(found) > 0 {
			return place.Point{Lat: found[0].Place.Lat, Lon: found[0].Place.Lon}, true
		}
	}
	g, ok := place.Lookup(place.Code(s.Governorate))
	return place.Point{Lat: g.Lat, Lon: g.Lon}, ok
}

// country maps how many people sources say were held in each governorate. It
// returns the numbers by governorate and by place too.
func (s *Screen) country(ctx context.Context, p locale.Printer, sites []register.Site) (part.Map, []part.Bar, map[string]int, error) {
	a, may := audience(ctx, s.Now())
	if !may {
		return part.Map{}, nil, nil, nil
	}
	up := make(map[register.FacilityID][]string, len(sites))
	for _, site := range sites {
		up[site.ID] = []string{string(site.ID), site.Governorate}
		if site.Parent != "" {
			up[site.ID] = append(up[site.ID], string(site.Parent))
		}
	}
	held, err := s.Holdings.Held(ctx, a, func(id register.FacilityID) []string { return up[id] })
	if err != nil {
		return part.Map{}, nil, nil, err
	}
	m := part.Map{Label: p.T("facilities.map"), Areas: blank(p)}
	var bars []part.Bar
	for i, area := range m.Areas {
		n := held[string(area.Governorate)]
		m.Areas[i].N, m.Areas[i].Said = n, p.N("common.count.people", n)
		bars = append(bars, part.Bar{Label: area.Label, Href: "#" + string(area.Governorate), N: n})
	}
	slices.SortStableFunc(bars, func(a, b part.Bar) int { return cmp.Compare(b.N, a.N) })
	return m, bars, held, nil
}

// shownPeople is how many people a page of the list shows.
const shownPeople = 50

// A PeopleView is the list of those of whom sources say that they were held in
// a place.
type PeopleView struct {
	Name  string
	Count int
	Cards []CardView
	First int // number of the first card, from 1
	Next  string
	Back  string
}

// A CardView is one person of the list.
type CardView struct {
	Href, FileNo          string
	Name                  part.PersonName
	Mother, Birth, Arrest string
}

func (s *Screen) people(w http.ResponseWriter, r *http.Request) error {
	ctx, p := r.Context(), web.PrinterOf(r.Context())
	a, may := audience(ctx, s.Now())
	site, err := s.Register.Site(ctx, register.FacilityID(r.PathValue("id")))
	if err != nil {
		return err
	}
	if !may {
		return register.ErrNotFound
	}
	sites, err := s.Register.Sites(ctx)
	if err != nil {
		return err
	}
	x, err := s.planOf(ctx, p, site, sites)
	if err != nil {
		return err
	}
	var q register.Part
	if id := r.URL.Query().Get("part"); id != "" {
		if q, err = x.part(id); err != nil {
			return err
		}
	}
	if err := s.note(ctx, a, site, q); err != nil {
		return err
	}
	h, err := s.heldIn(ctx, a, x, q)
	if err != nil {
		return err
	}
	v := PeopleView{Name: name(p, site), Count: h.Persons, Back: "/facilities/" + string(site.ID)}
	next := v.Back + "/people?"
	if q.ID != "" {
		v.Name = x.path(q.ID) + " · " + v.Name
		next += "part=" + string(q.ID) + "&"
	}
	from, _ := strconv.Atoi(r.URL.Query().Get("from"))
	from = min(max(from, 0), len(h.People))
	cards, err := s.Holdings.Cards(ctx, a, h.People[from:min(from+shownPeople, len(h.People))])
	if err != nil {
		return err
	}
	v.First = from + 1
	for _, c := range cards {
		v.Cards = append(v.Cards, s.card(p, c))
	}
	if from+shownPeople < len(h.People) {
		v.Next = next + "from=" + strconv.Itoa(from+shownPeople)
	}
	f := s.Web.Frame(r, p.T("facilities.people.title", v.Name))
	f.Crumbs = append(s.crumbs(p, x, q), part.Crumb{Label: p.T("facilities.people")})
	if q.ID != "" {
		f.Crumbs[len(f.Crumbs)-2].Href = s.partHref(x, q.ID)
	}
	return s.Web.Page(w, r, f, Held(p, v))
}

// heldIn is who was held in a place, or in one part of it.
func (s *Screen) heldIn(ctx context.Context, a dossier.Audience, x plan, q register.Part) (dossier.Holding, error) {
	if q.ID == "" {
		return s.Holdings.Holding(ctx, a, x.sites)
	}
	return s.Holdings.HoldingIn(ctx, a, x.sites, x.within(q.ID))
}

// note writes down who read the list, as a search is written down.
func (s *Screen) note(ctx context.Context, a dossier.Audience, site register.Site, q register.Part) error {
	if s.Searches == nil {
		return nil
	}
	return s.Searches.Note(ctx, access.AccountID(a.Account), access.PeopleSearch, strings.TrimSpace("facility "+string(site.ID)+" "+string(q.ID)))
}

func (s *Screen) card(p locale.Printer, c dossier.Card) CardView {
	v := CardView{
		Href: s.Href(c.FileNo), FileNo: c.FileNo, Mother: c.Mother, Birth: p.Date(c.Birth.String()), Arrest: p.Date(c.Arrest),
		Name: part.PersonName{Text: c.Name.Text, Lang: "en", Also: c.Name.Latin},
	}
	if c.Name.Script == names.Arabic {
		v.Name.Lang = "ar"
	}
	return v
}
