package browse

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/desk"
	"kashf.org/kashf/internal/dossier"
	"kashf.org/kashf/internal/export"
	"kashf.org/kashf/internal/find"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/vocab"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/internal/web/part"
	"kashf.org/kashf/names"
	"kashf.org/kashf/place"
	"kashf.org/kashf/when"
)

// A View is the page.
type View struct {
	Query
	Bulk
	Raw     string // the query, as the forms carry it
	Rows    []RowView
	Total   int
	People  []PersonView
	Pager   part.Pager
	Pages   *Pages // instead, of a list that has no address
	Saved   []Link
	Loading bool
	MaySave bool
	MayMark bool
	Tags    []string // names in use
	Lists   []string
	Staff   []part.Option
}

// Pages are the numbers of the pages beside one, -1 where there is none.
type Pages struct{ Prev, Next int }

// A Link leads to a saved search.
type Link struct{ Text, Href string }

// A RowView is a condition in words and choices.
type RowView struct {
	Row
	N       int
	Label   string
	Options []part.Option // of its value, nil where there is none
	Dates   bool
	Years   bool
	Typed   bool // a word is typed
}

// A PersonView is one who was found.
type PersonView struct {
	Href, FileNo                 string
	Name                         part.PersonName
	Mother, Birth, Place, Arrest string
	Rows                         string
	Chosen                       bool
}

func (s *Screen) show(w http.ResponseWriter, r *http.Request, status int, q Query, b Bulk) error {
	ctx, p := r.Context(), web.PrinterOf(r.Context())
	o, err := s.officeOf(ctx, q)
	if err != nil {
		return err
	}
	v := View{Query: q, Bulk: b, Raw: q.encode(q.Page), Tags: textsOf(o.tags), Lists: textsOf(o.lists)}
	session := web.SessionOf(ctx)
	v.MaySave, v.MayMark = session.Can(string(access.DeskOwn)), session.Can(string(access.NoteWrite))
	if err := s.choices(ctx, p, &v, o.tags, o.lists); err != nil {
		return err
	}
	if err := s.note(ctx, q); err != nil {
		return err
	}
	found, err := s.filter(ctx, q, o, q.Page*shown, shown)
	if errors.Is(err, context.DeadlineExceeded) {
		v.Loading = true
		status = http.StatusServiceUnavailable
	} else if err != nil {
		return err
	}
	v.Total = found.Total
	if v.People, err = s.people(ctx, p, found.Persons, b.Chosen); err != nil {
		return err
	}
	v.Pager = part.Pager{From: q.Page*shown + 1, To: q.Page*shown + len(v.People), Total: found.Total}
	v.turn(found.Total)
	f := s.Web.Frame(r, p.T("browse.title"))
	f.Path, f.Keys = Path, []part.Key{{Press: "c", Does: p.T("browse.key.condition")}}
	f.Crumbs = []part.Crumb{{Label: p.T("person.people"), Href: "/people"}, {Label: p.T("browse.title")}}
	if key, ok := dids[cmp.Or(b.Did, r.URL.Query().Get("did"))]; ok {
		f.Flashes = []part.Flash{{Tone: part.Good, Text: p.T(key)}}
	}
	return s.Web.PageStatus(w, r, status, f, Page(p, v))
}

// turn says which pages are beside this one.
func (v *View) turn(total int) {
	beside := Pages{v.Page - 1, -1}
	if (v.Page+1)*shown < total {
		beside.Next = v.Page + 1
	}
	if v.Query.typed() {
		v.Pages = &beside
		return
	}
	if beside.Prev >= 0 {
		v.Pager.Prev = Path + "?" + v.encode(beside.Prev)
	}
	if beside.Next >= 0 {
		v.Pager.Next = Path + "?" + v.encode(beside.Next)
	}
}

var dids = map[string]string{"saved": "browse.did.saved", "tag": "browse.did.tag", "list": "browse.did.list", "task": "browse.did.task", "export": "browse.did.export"}

func textsOf(all []desk.Named) []string {
	var out []string
	for _, n := range all {
		out = append(out, n.Text)
	}
	return out
}

// choices puts the conditions into words.
func (s *Screen) choices(ctx context.Context, p locale.Printer, v *View, tags, lists []desk.Named) error {
	srcs, err := s.Register.Sources(ctx, gate.Sight(ctx, 0))
	if err != nil {
		return fmt.Errorf("read sources: %w", err)
	}
	named := func(all []desk.Named) (out []part.Option) {
		for _, n := range all {
			out = append(out, part.Option{Value: n.ID, Label: n.Text})
		}
		return out
	}
	for i, r := range v.Query.Rows {
		rv := RowView{Row: r, N: i, Label: p.T("browse.kind." + r.Kind)}
		switch r.Kind {
		case string(find.InGovernorate):
			for _, g := range place.Governorates() {
				rv.Options = append(rv.Options, part.Option{Value: string(g.Code), Label: g.Name(p.Lang())})
			}
		case string(find.HeldAt):
			rv.Dates = true
			for _, f := range place.Facilities() {
				rv.Options = append(rv.Options, part.Option{Value: f.ID, Label: f.Name(p.Lang())})
			}
		case string(find.ArrestedIn), string(find.TakenIn):
			rv.Dates = true
		case string(find.HeldBy):
			for _, t := range vocab.List("agency") {
				rv.Options = append(rv.Options, part.Option{Value: t.Code, Label: vocab.Label("agency", t.Code, p.Lang())})
			}
		case string(find.Writes), string(find.OfOccupation), string(find.Numbered):
			rv.Typed = true
		case tasked:
			for _, w := range []string{tasksMine, tasksAny, tasksOverdue} {
				rv.Options = append(rv.Options, part.Option{Value: w, Label: p.T("browse.tasks." + w)})
			}
		case string(find.BornIn):
			rv.Years = true
		case string(find.OfStatus):
			for _, t := range vocab.List("fate_status") {
				if !tellsDeath(t.Code) {
					rv.Options = append(rv.Options, part.Option{Value: t.Code, Label: vocab.Label("fate_status", t.Code, p.Lang())})
				}
			}
		case string(find.OfSex):
			rv.Options = []part.Option{{Value: "M", Label: vocab.Label("sex", "male", p.Lang())}, {Value: "F", Label: vocab.Label("sex", "female", p.Lang())}}
		case string(find.FromSource):
			for _, x := range srcs {
				rv.Options = append(rv.Options, part.Option{Value: string(x.ID), Label: x.Name})
			}
		case string(find.Has):
			for _, f := range find.Presence() {
				rv.Options = append(rv.Options, part.Option{Value: f.Key(), Label: p.T("field." + f.Key())})
			}
		case tagged:
			rv.Options = named(tags)
		case listed:
			rv.Options = named(lists)
		}
		v.Rows = append(v.Rows, rv)
	}
	searches, err := s.Desk.Names(ctx, gate.PrincipalOf(ctx).Org, desk.Search)
	if err != nil {
		return err
	}
	for _, n := range searches {
		v.Saved = append(v.Saved, Link{n.Text, Path + "?" + url.Values{"saved": {n.ID}}.Encode()})
	}
	for _, n := range lists {
		v.Saved = append(v.Saved, Link{n.Text, Path + "?" + url.Values{"f": {listed}, "v": {n.ID}}.Encode()})
	}
	if !v.MayMark {
		return nil
	}
	staff, err := s.Colleagues.Accounts(ctx, gate.PrincipalOf(ctx).Org)
	for _, a := range staff {
		if !a.Disabled && a.Org == gate.PrincipalOf(ctx).Org {
			v.Staff = append(v.Staff, part.Option{Value: string(a.ID), Label: a.Name})
		}
	}
	return err
}

func (s *Screen) people(ctx context.Context, p locale.Printer, ids []register.PersonID, chosen []string) ([]PersonView, error) {
	cards, err := s.Cards.Cards(ctx, dossier.Audience{Sight: gate.Sight(ctx, 0), Account: string(gate.PrincipalOf(ctx).Account)}, ids)
	if err != nil {
		return nil, err
	}
	out := make([]PersonView, 0, len(cards))
	for _, c := range cards {
		v := PersonView{Href: s.Href(c.FileNo), FileNo: c.FileNo, Name: nameOf(c.Name), Mother: c.Mother, Arrest: p.Date(c.Arrest), Place: c.Text, Rows: p.N("common.count.rows", c.Records)}
		if c.Birth != (when.Date{}) {
			v.Birth = p.Date(c.Birth.String())
		}
		for _, x := range chosen {
			v.Chosen = v.Chosen || x == c.FileNo
		}
		out = append(out, v)
	}
	return out, nil
}

func nameOf(n register.DisplayName) part.PersonName {
	lang := "en"
	if names.ScriptOf(n.Text) == names.Arabic {
		lang = "ar"
	}
	return part.PersonName{Text: n.Text, Lang: lang}
}

// adds are the conditions that can be added.
func adds(p locale.Printer) []part.Option {
	var out []part.Option
	for _, k := range kinds {
		out = append(out, part.Option{Value: k, Label: p.T("browse.kind." + k)})
	}
	return out
}

func joins(p locale.Printer) []part.Option {
	var out []part.Option
	for _, j := range []find.Join{find.And, find.Or, find.Refine, find.Extend} {
		out = append(out, part.Option{Value: string(j), Label: p.T("browse.join." + string(j))})
	}
	return out
}

func orders(p locale.Printer, now find.Order) []part.Option {
	var out []part.Option
	for _, o := range find.Orders() {
		out = append(out, part.Option{Value: string(o), Label: p.T("browse.order." + cmp.Or(string(o), "first")), Chosen: o == now})
	}
	return out
}

func rowID(name string, n int) string { return "c-" + name + "-" + strconv.Itoa(n+1) }

// exportColumns are what a file may tell, the usual ones chosen until the reader
// chooses.
func exportColumns(p locale.Printer, b Bulk) []part.Option {
	var out []part.Option
	for _, c := range export.Columns() {
		chosen := slices.Contains(b.Columns, string(c)) || b.Do != "export" && slices.Contains(export.Usual(), c)
		out = append(out, part.Option{Value: string(c), Label: columnName(p, c), Chosen: chosen})
	}
	return out
}

func columnName(p locale.Printer, c export.Column) string {
	if f, ok := c.Field(); ok {
		return p.T("field." + f.Key())
	}
	return p.T("exports.column." + string(c))
}
