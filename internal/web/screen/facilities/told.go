package facilities

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/occupancy"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/vocab"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/internal/web/part"
	"kashf.org/kashf/when"
)

// Figures enters what sources tell of a place; [occupancy.Service] does.
type Figures interface {
	// Enter returns one of occupancy's errors for what can be mended.
	Enter(ctx context.Context, a journal.Actor, t register.Tally) (int64, error)
	TakeBack(ctx context.Context, a journal.Actor, t register.Tally, why string) (int64, error)
}

// Access answers whether someone may do something; [access.Authorizer] does.
type Access interface {
	Authorize(ctx context.Context, who access.Principal, action access.Action, res access.Resource) error
}

func (s *Screen) toldRoutes() []web.Route {
	tell, untell := string(access.FacilityTell), string(access.FacilityUntell)
	return []web.Route{
		{Pattern: "GET /facilities/{id}/tell", Action: tell, Handler: s.askTold},
		{Pattern: "POST /facilities/{id}/tell", Action: tell, Handler: s.enterTold},
		{Pattern: "GET /facilities/{id}/told/{tally}/undo", Action: untell, Handler: s.askUntell},
		{Pattern: "POST /facilities/{id}/told/{tally}/undo", Action: untell, Handler: s.untell},
	}
}

// A ToldView is the figures that sources tell of a place, side by side.
type ToldView struct {
	Tell   string // address of the form, "" for who may not enter any
	Groups []ToldGroup
}

// A ToldGroup is the figures of one kind.
type ToldGroup struct {
	Label  string
	Differ bool // two of them cannot both be true of one day
	Ranges []part.Range
	Rows   []ToldRow
	Room   bool // some row tells the room for each person
}

// A ToldRow is what one source tells.
type ToldRow struct {
	Text, On, Part, Note string
	Read                 string // as understood, "" where the text says it
	Source               part.Chip
	Room                 string
	RoomSays             *part.Label
	Undo                 string
}

func (s *Screen) told(ctx context.Context, p locale.Printer, site register.Site) (ToldView, error) {
	v := ToldView{}
	if !gate.ViewOf(ctx).Content { // not even which sources there are
		return v, nil
	}
	sight := gate.Sight(ctx, 0)
	tallies, err := s.Register.TalliesOf(ctx, sight, site.ID)
	if err != nil {
		return v, err
	}
	sources, err := s.Register.Sources(ctx, sight)
	if err != nil {
		return v, err
	}
	here := "/facilities/" + string(site.ID)
	if session := web.SessionOf(ctx); session != nil && session.Can(string(access.FacilityTell)) {
		v.Tell = here + "/tell"
	}
	colours := make(map[register.SourceID]int)
	for _, term := range vocab.List(occupancy.Kinds) {
		g := ToldGroup{Label: vocab.Label(occupancy.Kinds, term.Code, p.Lang())}
		var same []register.Tally
		for _, t := range tallies {
			if t.What != term.Code {
				continue
			}
			if colours[t.Source] == 0 {
				colours[t.Source] = len(colours) + 1
			}
			same = append(same, t)
			row := s.toldRow(ctx, p, t, sources, colours[t.Source])
			g.Room = g.Room || row.Room != ""
			g.Rows = append(g.Rows, row)
			g.Ranges = append(g.Ranges, part.Range{Label: row.Source.Name + ": " + t.Text, Least: t.Least, Most: t.Most, Colour: colours[t.Source]})
		}
		if g.Differ = differ(same); len(same) > 0 {
			v.Groups = append(v.Groups, g)
		}
	}
	return v, nil
}

func (s *Screen) toldRow(ctx context.Context, p locale.Printer, t register.Tally, sources []register.Source, colour int) ToldRow {
	row := ToldRow{Text: t.Text, On: p.Date(t.On), Part: t.Part, Note: t.Note, Read: read(p, t)}
	if i := slices.IndexFunc(sources, func(x register.Source) bool { return x.ID == t.Source }); i >= 0 {
		row.Source = part.Chip{Name: sources[i].Name, Href: "/lists/sources/" + string(t.Source), Colour: colour}
	}
	if r, ok := occupancy.RoomOf(t); ok {
		row.Room, row.RoomSays = roomSaid(p, r), roomTag(p, r)
	}
	res := access.Resource{Kind: access.OnFacility, Owner: t.Org}
	if s.Access.Authorize(ctx, gate.PrincipalOf(ctx), access.FacilityUntell, res) == nil {
		row.Undo = "/facilities/" + string(t.Site) + "/told/" + t.ID + "/undo"
	}
	return row
}

// read says how a count was understood, where its words do not say it.
func read(p locale.Printer, t register.Tally) string {
	switch {
	case t.Least < 0:
		return p.T("facilities.told.read.not")
	case t.Most < 0:
		return p.T("facilities.told.read.least", p.Number(int(t.Least)))
	case t.Least != t.Most:
		return p.T("facilities.told.read.between", p.Number(int(t.Least)), p.Number(int(t.Most)))
	}
	return ""
}

func roomSaid(p locale.Printer, r occupancy.Room) string {
	least, most := strconv.FormatFloat(r.Least, 'f', 2, 64), strconv.FormatFloat(r.Most, 'f', 2, 64)
	if least == most {
		return p.T("facilities.told.room.one", least)
	}
	return p.T("facilities.told.room.between", least, most)
}

func roomTag(p locale.Printer, r occupancy.Room) *part.Label {
	switch {
	case r.Doubtful():
		return &part.Label{Tone: part.Warn, Text: p.T("facilities.told.room.doubtful")}
	case r.Below(occupancy.ICRC):
		return &part.Label{Tone: part.Bad, Text: p.T("facilities.told.room.below_both")}
	case r.Below(occupancy.CPT):
		return &part.Label{Tone: part.Warn, Text: p.T("facilities.told.room.below_cpt")}
	}
	return nil
}

// differ reports whether two counts of the same part exclude each other.
func differ(ts []register.Tally) bool {
	for i, a := range ts {
		for _, b := range ts[i+1:] {
			if a.Part == b.Part && a.On == b.On && a.Least >= 0 && b.Least >= 0 && (a.Most >= 0 && b.Least > a.Most || b.Most >= 0 && a.Least > b.Most) {
				return true
			}
		}
	}
	return false
}

// A ToldForm is the form that enters a figure.
type ToldForm struct {
	Name, Href                               string
	What, Text, Part, Area, On, Source, Note part.Input
	In                                       *part.Input // nil where the place has no parts
}

func (s *Screen) askTold(w http.ResponseWriter, r *http.Request) error {
	return s.toldPage(w, r, http.StatusOK, nil)
}

func (s *Screen) enterTold(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	site, err := s.Register.Site(ctx, register.FacilityID(r.PathValue("id")))
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fmt.Errorf("read form: %w", err)
	}
	t := register.Tally{Site: site.ID, What: r.PostForm.Get("what"), Text: r.PostForm.Get("text"), Part: r.PostForm.Get("part"), In: register.PartID(r.PostForm.Get("in")), On: r.PostForm.Get("on"), Source: register.SourceID(r.PostForm.Get("source")), Note: r.PostForm.Get("note")}
	if t.On = strings.TrimSpace(t.On); t.On != "" {
		if d, _, err := when.Read(t.On, when.Options{}); err == nil {
			t.On = d.String()
		}
	}
	area, ok := occupancy.ReadArea(r.PostForm.Get("area"))
	if t.Area = area; !ok {
		return s.toldPage(w, r, http.StatusUnprocessableEntity, occupancy.ErrArea)
	}
	if err := s.ownSource(ctx, t.Source); err != nil {
		return s.toldPage(w, r, http.StatusUnprocessableEntity, err)
	}
	if t.In != "" {
		_, q, err := s.hereIn(r, string(t.In))
		if err != nil {
			return err
		}
		t.In = wordPart(q)
	}
	_, err = s.Figures.Enter(ctx, actor(ctx), t)
	switch {
	case toldWrong(err) != "":
		return s.toldPage(w, r, http.StatusUnprocessableEntity, err)
	case err != nil:
		return fmt.Errorf("enter a figure: %w", err)
	}
	http.Redirect(w, r, "/facilities/"+string(site.ID)+"?did=told#told", http.StatusSeeOther)
	return nil
}

// ownSource refuses a source that the reader does not see, or that is another
// organisation's: what it tells is theirs to enter.
func (s *Screen) ownSource(ctx context.Context, id register.SourceID) error {
	for _, x := range s.sourcesOwned(ctx) {
		if x.ID == id {
			return nil
		}
	}
	return occupancy.ErrSource
}

func (s *Screen) sourcesOwned(ctx context.Context) []register.Source {
	sight := gate.Sight(ctx, 0)
	all, err := s.Register.Sources(ctx, sight)
	if err != nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(all), func(x register.Source) bool { return x.Owner != sight.Org })
}

func actor(ctx context.Context) journal.Actor {
	who := gate.PrincipalOf(ctx)
	return journal.Actor{Account: string(who.Account), Org: string(who.Org)}
}

// toldWrong is the field that an error is about, "" for any other.
func toldWrong(err error) string {
	for field, of := range map[string]error{
		"what": occupancy.ErrWhat, "text": occupancy.ErrText, "area": occupancy.ErrArea, "on": occupancy.ErrDate, "source": occupancy.ErrSource, "note": occupancy.ErrLong,
	} {
		if errors.Is(err, of) {
			return field
		}
	}
	return ""
}

func (s *Screen) toldPage(w http.ResponseWriter, r *http.Request, status int, wrong error) error {
	ctx, p := r.Context(), web.PrinterOf(r.Context())
	site, err := s.Register.Site(ctx, register.FacilityID(r.PathValue("id")))
	if err != nil {
		return err
	}
	typed := r.PostForm
	v := ToldForm{
		Name: name(p, site), Href: "/facilities/" + string(site.ID),
		Text: part.Input{Name: "text", Label: p.T("facilities.told.text"), Hint: p.T("facilities.told.text.hint"), Required: true, Max: occupancy.MaxText},
		Part: part.Input{Name: "part", Label: p.T("facilities.told.part"), Hint: p.T("facilities.told.part.hint"), Optional: true, Max: occupancy.MaxPart},
		Area: part.Input{Name: "area", Label: p.T("facilities.told.area"), Hint: p.T("facilities.told.area.hint"), Optional: true, Max: 20, Dir: "ltr"},
		On:   part.Input{Name: "on", Label: p.T("facilities.told.on"), Hint: p.T("facilities.told.on.hint"), Optional: true, Max: 40},
		Note: part.Input{Name: "note", Label: p.T("facilities.told.note"), Optional: true, Max: occupancy.MaxNote},
	}
	if v.In, err = s.inInput(r, p, cmp.Or(typed.Get("in"), r.URL.Query().Get("in"))); err != nil {
		return err
	}
	v.What = part.Input{Name: "what", Label: p.T("facilities.told.what"), Required: true}
	for _, t := range vocab.List(occupancy.Kinds) {
		v.What.Options = append(v.What.Options, part.Option{Value: t.Code, Label: vocab.Label(occupancy.Kinds, t.Code, p.Lang()), Chosen: typed.Get("what") == t.Code})
	}
	v.Source = s.sourceInput(ctx, p, register.SourceID(typed.Get("source")))
	for _, in := range []*part.Input{&v.What, &v.Text, &v.Part, &v.Area, &v.On, &v.Source, &v.Note} {
		in.Value = typed.Get(in.Name)
		if in.Name == toldWrong(wrong) {
			in.Error = p.T("facilities.told.wrong." + in.Name)
		}
	}
	f := s.Web.Frame(r, p.T("facilities.told.title"))
	f.Crumbs = []part.Crumb{{Label: p.T("facilities.title"), Href: "/facilities"}, {Label: v.Name, Href: v.Href}, {Label: p.T("facilities.told.title")}}
	f.Lost = status >= http.StatusBadRequest
	return s.Web.PageStatus(w, r, status, f, Tell(p, v))
}

// figure is a figure that the reader's organisation entered, of the place in
// the address, also one that was taken back.
func (s *Screen) figure(r *http.Request) (register.Tally, error) {
	ctx := r.Context()
	t, err := s.Register.Tally(ctx, gate.Sight(ctx, 0), r.PathValue("tally"))
	if err == nil && string(t.Site) != r.PathValue("id") {
		err = register.ErrNotFound
	}
	if err != nil {
		return register.Tally{}, err
	}
	res := access.Resource{Kind: access.OnFacility, Owner: t.Org}
	return t, s.Access.Authorize(ctx, gate.PrincipalOf(ctx), access.FacilityUntell, res)
}

func (s *Screen) askUntell(w http.ResponseWriter, r *http.Request) error {
	t, err := s.figure(r)
	if err != nil {
		return err
	}
	if t.Undone != 0 {
		return s.untoldBefore(w, r, t, "")
	}
	return s.untellPage(w, r, http.StatusOK, t, "", "")
}

func (s *Screen) untoldBefore(w http.ResponseWriter, r *http.Request, t register.Tally, why string) error {
	return s.Seconder.Answer(w, r, gate.TakenBack{
		Undone: t.Undone, Title: web.PrinterOf(r.Context()).T("facilities.told.undo"), Why: why, Back: "/facilities/" + string(t.Site) + "#told",
	})
}

func (s *Screen) untell(w http.ResponseWriter, r *http.Request) error {
	t, err := s.figure(r)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fmt.Errorf("read form: %w", err)
	}
	why := r.PostForm.Get("why")
	if t.Undone != 0 {
		return s.untoldBefore(w, r, t, why)
	}
	_, err = s.Figures.TakeBack(r.Context(), actor(r.Context()), t, why)
	switch {
	case errors.Is(err, occupancy.ErrWhy):
		return s.untellPage(w, r, http.StatusUnprocessableEntity, t, why, web.PrinterOf(r.Context()).T("facilities.told.wrong.why"))
	case errors.Is(err, journal.ErrCannotUndo): // by another, between the page and the click
		if t, again := s.figure(r); again == nil && t.Undone != 0 {
			return s.untoldBefore(w, r, t, why)
		}
		return err
	case err != nil:
		return fmt.Errorf("take a figure back: %w", err)
	}
	http.Redirect(w, r, "/facilities/"+string(t.Site)+"#told", http.StatusSeeOther)
	return nil
}

func (s *Screen) untellPage(w http.ResponseWriter, r *http.Request, status int, t register.Tally, why, wrong string) error {
	p := web.PrinterOf(r.Context())
	here := "/facilities/" + string(t.Site)
	c := part.Confirm{
		Action: here + "/told/" + t.ID + "/undo", Title: p.T("facilities.told.undo"), Text: p.T("facilities.told.undo.text", t.Text), Button: p.T("facilities.told.undo"),
		Cancel: here, Why: part.Why(p, why, wrong), Draft: "tally-" + t.ID,
	}
	f := s.Web.Frame(r, c.Title)
	f.Lost = status >= http.StatusBadRequest
	return s.Web.PageStatus(w, r, status, f, part.ConfirmForm(p, c))
}
