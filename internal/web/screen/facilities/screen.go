package facilities

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/internal/web/part"
	"kashf.org/kashf/internal/web/screen/attach"
	"kashf.org/kashf/place"
)

// A Register knows the places of detention; see [register.Reader].
type Register interface {
	Sites(ctx context.Context) ([]register.Site, error)
	Site(ctx context.Context, id register.FacilityID) (register.Site, error)
	TalliesOf(ctx context.Context, v register.Sight, id register.FacilityID) ([]register.Tally, error)
	// Tally and PartWord return also what was taken back.
	Tally(ctx context.Context, v register.Sight, id string) (register.Tally, error)
	PartWord(ctx context.Context, v register.Sight, id string) (register.PartWord, error)
	PartWords(ctx context.Context, v register.Sight, site register.FacilityID) ([]register.PartWord, error)
	Sources(ctx context.Context, v register.Sight) ([]register.Source, error)
}

// A Screen is the section Facilities. Its fields are set once.
type Screen struct {
	Web      *web.Server
	Register Register
	Holdings Holdings
	Figures  Figures
	Layout   Layout
	Access   Access
	Seconder gate.Seconder // says what was taken back before
	Attach   *attach.Screen
	Now      func() time.Time
	// Href is the address of a file.
	Href func(fileNo string) string
	// Searches may be nil: nothing is then noted.
	Searches Searches
}

// Searches notes who read which list of people.
type Searches interface {
	Note(ctx context.Context, account access.AccountID, action access.Action, subject string) error
}

// Routes are the screen's addresses.
func (s *Screen) Routes() []web.Route {
	read := string(access.FacilityRead)
	return append(append(s.toldRoutes(), s.partRoutes()...), []web.Route{
		{Pattern: "GET /facilities", Action: read, Handler: s.list},
		{Pattern: "POST /facilities", Action: read, Handler: s.search},
		{Pattern: "GET /facilities/{id}", Action: read, Handler: s.facility},
		{Pattern: "GET /facilities/{id}/people", Action: string(access.PeopleSearch), Handler: s.people},
	}...)
}

func (s *Screen) list(w http.ResponseWriter, r *http.Request) error {
	sites, err := s.Register.Sites(r.Context())
	if err != nil {
		return err
	}
	p := web.PrinterOf(r.Context())
	v := ListView{Count: len(sites)}
	var held map[string]int
	if v.Map, v.Bars, held, err = s.country(r.Context(), p, sites); err != nil {
		return err
	}
	v.Groups = grouped(p, sites, held)
	return s.Web.Page(w, r, s.Web.Frame(r, p.T("facilities.title")), List(p, v))
}

// maxQuery is the longest name that is looked for.
const maxQuery = 300

func (s *Screen) search(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return fmt.Errorf("read form: %w", err)
	}
	q := strings.TrimSpace(r.PostForm.Get("q"))
	if q == "" || len([]rune(q)) > maxQuery {
		http.Redirect(w, r, "/facilities", http.StatusSeeOther)
		return nil
	}
	sites, err := s.Register.Sites(r.Context())
	if err != nil {
		return err
	}
	p := web.PrinterOf(r.Context())
	f := s.Web.Frame(r, p.T("facilities.title"))
	f.Path = "/facilities"
	return s.Web.Page(w, r, f, List(p, ListView{Query: q, Found: found(p, sites, q), Count: len(sites)}))
}

// found are the places that a name can mean, best first.
func found(p locale.Printer, sites []register.Site, q string) []FoundView {
	byID := make(map[register.FacilityID]register.Site, len(sites))
	for _, site := range sites {
		byID[site.ID] = site
	}
	var out []FoundView
	for _, c := range place.FindFacility(q) {
		site, ok := byID[register.FacilityID(c.Facility.ID)]
		if !ok {
			continue
		}
		v := FoundView{Row: row(p, site), Alias: c.Alias.Text, Refers: refers(p, c.Alias.Refers)}
		if c.Warning != place.NoWarning {
			v.Warning = p.T("facilities.warning." + string(c.Warning))
		}
		out = append(out, v)
	}
	return out
}

// grouped lists the places by governorate, in the order of the governorates'
// codes; a building stands behind its site.
func grouped(p locale.Printer, sites []register.Site, held map[string]int) []GroupView {
	by := map[string][]register.Site{}
	for _, site := range sites {
		by[site.Governorate] = append(by[site.Governorate], site)
	}
	var out []GroupView
	for _, code := range slices.Sorted(maps.Keys(by)) {
		g := GroupView{Code: code, Name: governorate(p, code)}
		in := by[code]
		slices.SortStableFunc(in, func(a, b register.Site) int {
			return cmp.Or(strings.Compare(family(a), family(b)), strings.Compare(string(a.Parent), string(b.Parent)), strings.Compare(name(p, a), name(p, b)))
		})
		for _, site := range in {
			v := row(p, site)
			if held != nil {
				v.Persons = p.Number(held[string(site.ID)])
			}
			g.Rows = append(g.Rows, v)
		}
		out = append(out, g)
	}
	return out
}

// family keeps a site and its buildings together.
func family(s register.Site) string {
	if s.Parent != "" {
		return string(s.Parent)
	}
	return string(s.ID)
}

func (s *Screen) facility(w http.ResponseWriter, r *http.Request) error {
	ctx, p := r.Context(), web.PrinterOf(r.Context())
	site, err := s.Register.Site(ctx, register.FacilityID(r.PathValue("id")))
	if err != nil {
		return err
	}
	sites, err := s.Register.Sites(ctx)
	if err != nil {
		return err
	}
	v := siteView(p, site, sites)
	if v.Files, err = s.Attach.View(ctx, p, register.OfFacility, string(site.ID)); err != nil {
		return err
	}
	if v.Held, err = s.held(ctx, p, site, sites); err != nil {
		return err
	}
	if v.Told, err = s.told(ctx, p, site); err != nil {
		return err
	}
	x, err := s.planOf(ctx, p, site, sites)
	if err != nil {
		return err
	}
	if v.Layout, err = s.layoutOf(ctx, p, x, ""); err != nil {
		return err
	}
	f := s.Web.Frame(r, v.Name)
	switch r.URL.Query().Get("did") {
	case "attached":
		f.Flashes = []part.Flash{{Tone: part.Good, Text: p.T("facilities.attached")}}
	case "told":
		f.Flashes = []part.Flash{{Tone: part.Good, Text: p.T("facilities.told.entered")}}
	}
	f.Crumbs = []part.Crumb{{Label: p.T("facilities.title"), Href: "/facilities"}, {Label: v.Name}}
	return s.Web.Page(w, r, f, Page(p, v))
}
