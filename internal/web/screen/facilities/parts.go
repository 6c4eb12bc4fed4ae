package facilities

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/layout"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/vocab"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/internal/web/part"
)

// Layout enters what sources tell of parts of a place; [layout.Service] does.
type Layout interface {
	// Tell returns one of layout's errors for what can be mended.
	Tell(ctx context.Context, a journal.Actor, v register.Sight, w layout.Word) (string, error)
	TakeBack(ctx context.Context, a journal.Actor, w register.PartWord, why string) error
}

func (s *Screen) partRoutes() []web.Route {
	const here = "/facilities/{id}/parts"
	add, own := string(access.FacilityPart), string(access.FacilityUnpart)
	return []web.Route{
		{Pattern: "GET " + here + "/new", Action: add, Handler: s.askPart},
		{Pattern: "POST " + here + "/new", Action: add, Handler: s.enterPart},
		{Pattern: "GET " + here + "/{part}", Action: string(access.PeopleSearch), Handler: s.part},
		{Pattern: "GET " + here + "/{part}/say", Action: add, Handler: s.askPart},
		{Pattern: "POST " + here + "/{part}/say", Action: add, Handler: s.enterPart},
		{Pattern: "GET " + here + "/{part}/words/{word}", Action: own, Handler: s.askWord},
		{Pattern: "POST " + here + "/{part}/words/{word}", Action: own, Handler: s.correctWord},
		{Pattern: "GET " + here + "/{part}/words/{word}/undo", Action: own, Handler: s.askUnword},
		{Pattern: "POST " + here + "/{part}/words/{word}/undo", Action: own, Handler: s.unword},
	}
}

// A PartView is the page of one part.
type PartView struct {
	Name, Kind, Path string
	SiteName, Href   string
	Differ           string
	Words            []WordView
	Corrected        []WordView
	Persons          string // "" for who is not told
	People           string
	Layout           LayoutView
	Say, Tell        string // addresses of forms, "" for who may not
}

// A WordView is what one source tells of a part.
type WordView struct {
	Name, Kind, In, Note string
	Source               part.Chip
	Why                  string
	Correct, Undo        string
}

// here is the place of an address, its plan, and the part of the address where
// it names one.
func (s *Screen) here(r *http.Request) (plan, register.Part, error) {
	return s.hereIn(r, r.PathValue("part"))
}

func (s *Screen) hereIn(r *http.Request, id string) (plan, register.Part, error) {
	ctx := r.Context()
	site, err := s.Register.Site(ctx, register.FacilityID(r.PathValue("id")))
	if err != nil {
		return plan{}, register.Part{}, err
	}
	all, err := s.Register.Sites(ctx)
	if err != nil {
		return plan{}, register.Part{}, err
	}
	x, err := s.planOf(ctx, web.PrinterOf(ctx), site, all)
	if err != nil || id == "" {
		return x, register.Part{}, err
	}
	q, err := x.part(id)
	if err == nil && q.Site != site.ID {
		err = register.ErrNotFound
	}
	return x, q, err
}

func (s *Screen) part(w http.ResponseWriter, r *http.Request) error {
	ctx, p := r.Context(), web.PrinterOf(r.Context())
	x, q, err := s.here(r)
	if err != nil {
		return err
	}
	sources, err := s.Register.Sources(ctx, gate.Sight(ctx, 0))
	if err != nil {
		return err
	}
	here := s.partHref(x, q.ID)
	v := PartView{Name: q.Name, Kind: kindOf(p, q), Path: x.path(q.In), SiteName: name(p, x.site), Href: "/facilities/" + string(x.site.ID), Differ: differs(p, q)}
	for _, word := range q.Words {
		v.Words = append(v.Words, s.wordView(ctx, p, x, here, word, chips(sources)))
	}
	for _, word := range q.Corrected {
		c := s.wordView(ctx, p, x, here, word, chips(sources))
		c.Correct, c.Undo, c.Why = "", "", whyOf(q, word)
		v.Corrected = append(v.Corrected, c)
	}
	if session := web.SessionOf(ctx); session != nil && session.Can(string(access.FacilityPart)) {
		v.Say = here + "/say"
		if session.Can(string(access.FacilityTell)) {
			v.Tell = v.Href + "/tell?in=" + string(q.ID)
		}
	}
	if v.Layout, err = s.layoutOf(ctx, p, x, q.ID); err != nil {
		return err
	}
	v.Layout.Add = ""
	if v.Layout.Told {
		held, err := s.heldInParts(ctx, x)
		if err != nil {
			return err
		}
		n := held[groupPart+string(q.ID)].Persons
		v.Persons = p.N("common.count.people", n)
		if n > 0 {
			v.People = v.Href + "/people?part=" + string(q.ID)
		}
	}
	f := s.Web.Frame(r, v.Name)
	f.Crumbs = s.crumbs(p, x, q)
	if r.URL.Query().Get("did") == "told" {
		f.Flashes = []part.Flash{{Tone: part.Good, Text: p.T("facilities.part.entered")}}
	}
	return s.Web.Page(w, r, f, PartPage(p, v))
}

// crumbs lead from the list of places to a part, which comes last.
func (s *Screen) crumbs(p locale.Printer, x plan, q register.Part) []part.Crumb {
	out := []part.Crumb{{Label: p.T("facilities.title"), Href: "/facilities"}, {Label: name(p, x.site), Href: "/facilities/" + string(x.site.ID)}}
	way := x.around(q.ID)
	slices.Reverse(way)
	for i, id := range way {
		c := part.Crumb{Label: x.at[id].Name}
		if i < len(way)-1 {
			c.Href = s.partHref(x, id)
		}
		out = append(out, c)
	}
	return out
}

func (s *Screen) wordView(ctx context.Context, p locale.Printer, x plan, here string, word register.PartWord, names map[register.SourceID]part.Chip) WordView {
	v := WordView{Name: word.Name, Kind: vocab.Label(layout.Kinds, word.Kind, p.Lang()), Note: word.Note, Source: names[word.Source]}
	for _, q := range x.parts {
		if word.In != "" && slices.ContainsFunc(q.Words, func(o register.PartWord) bool { return o.Part == word.In }) {
			v.In = x.path(q.ID)
		}
	}
	res := access.Resource{Kind: access.OnFacility, Owner: word.Org}
	if s.Access.Authorize(ctx, gate.PrincipalOf(ctx), access.FacilityUnpart, res) == nil {
		v.Correct, v.Undo = here+"/words/"+word.ID, here+"/words/"+word.ID+"/undo"
	}
	return v
}

// whyOf is the reason of the word that took another's place.
func whyOf(q register.Part, was register.PartWord) string {
	for _, w := range append(slices.Clone(q.Words), q.Corrected...) {
		if w.Corrects == was.ID {
			return w.Why
		}
	}
	return ""
}

// A PartForm is the form that enters a word on a part.
type PartForm struct {
	Title, Line, Name, Action, Cancel, Draft string
	Called, Kind, In, Source, Note           part.Input
	Why                                      *part.Input
	Another                                  *part.Input // asked where a part of this name is there
	Same                                     string      // its address
}

func (s *Screen) askPart(w http.ResponseWriter, r *http.Request) error {
	x, q, err := s.here(r)
	if err != nil {
		return err
	}
	typed := layout.Word{PartWord: register.PartWord{Kind: q.Kind, In: q.In}}
	if q.ID == "" {
		typed.In = register.PartID(r.URL.Query().Get("in"))
	}
	return s.partPage(w, r, http.StatusOK, x, q, typed, nil)
}

// enterPart enters a new part, or another word on one that is there. A name that
// a list gives is posted to begin with: it stands in no address.
func (s *Screen) enterPart(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	x, q, err := s.here(r)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fmt.Errorf("read form: %w", err)
	}
	word := wordTyped(r)
	if r.PostForm.Get("do") == "begin" {
		return s.partPage(w, r, http.StatusOK, x, q, word, nil)
	}
	word.Site, word.Part = x.site.ID, wordPart(q)
	if err := s.ownSource(ctx, word.Source); err != nil {
		return s.partPage(w, r, http.StatusUnprocessableEntity, x, q, word, layout.ErrSource)
	}
	return s.tellPart(w, r, x, q, word)
}

// wordPart is the number by which words speak of a part.
func wordPart(q register.Part) register.PartID {
	if len(q.Words) == 0 {
		return ""
	}
	return q.Words[0].Part
}

// wholePlace is what the form sends for a part that lies in no other.
const wholePlace = "place"

func wordTyped(r *http.Request) layout.Word {
	in := func(name string) string { return strings.TrimSpace(r.PostForm.Get(name)) }
	return layout.Word{
		PartWord: register.PartWord{Name: in("name"), Kind: in("kind"), In: register.PartID(strings.TrimPrefix(in("in"), wholePlace)), Source: register.SourceID(in("source")), Note: in("note"), Why: in("why")},
		Another:  in("another") == "yes",
	}
}

func (s *Screen) tellPart(w http.ResponseWriter, r *http.Request, x plan, q register.Part, word layout.Word) error {
	ctx := r.Context()
	entered := word
	if in, ok := x.at[word.In]; ok && !isPlace(in.ID) {
		entered.In = wordPart(in)
	}
	id, err := s.Layout.Tell(ctx, actor(ctx), gate.Sight(ctx, 0), entered)
	switch {
	case partWrong(err) != "":
		return s.partPage(w, r, http.StatusUnprocessableEntity, x, q, word, err)
	case err != nil:
		return fmt.Errorf("enter a part of a place: %w", err)
	}
	http.Redirect(w, r, "/facilities/"+string(x.site.ID)+"/parts/"+id+"?did=told", http.StatusSeeOther)
	return nil
}

// partWrong is the field that an error is about, "" for any other.
func partWrong(err error) string {
	for field, of := range map[string]error{
		"name": layout.ErrName, "kind": layout.ErrKind, "in": layout.ErrIn, "source": layout.ErrSource, "note": layout.ErrLong, "why": layout.ErrWhy, "another": layout.ErrSameName,
	} {
		if errors.Is(err, of) {
			return field
		}
	}
	return ""
}

func (s *Screen) partPage(w http.ResponseWriter, r *http.Request, status int, x plan, q register.Part, typed layout.Word, wrong error) error {
	ctx, p := r.Context(), web.PrinterOf(r.Context())
	here := "/facilities/" + string(x.site.ID)
	v := PartForm{
		Title: p.T("facilities.part.new"), Line: p.T("facilities.part.new.line"), Name: name(p, x.site), Action: here + "/parts/new", Cancel: here + "#layout", Draft: "part-" + string(x.site.ID),
	}
	switch {
	case typed.Corrects != "":
		v.Title, v.Line = p.T("facilities.part.correct"), p.T("facilities.part.correct.line")
		v.Action, v.Cancel = s.partHref(x, q.ID)+"/words/"+typed.Corrects, s.partHref(x, q.ID)
		v.Why = part.Why(p, typed.Why, "")
	case q.ID != "":
		v.Title, v.Line = p.T("facilities.part.say"), p.T("facilities.part.say.line")
		v.Action, v.Cancel = s.partHref(x, q.ID)+"/say", s.partHref(x, q.ID)
	}
	v.Draft += string(q.ID) + typed.Corrects
	v.Called = part.Input{Name: "name", Label: p.T("facilities.part.name"), Hint: p.T("facilities.part.name.hint"), Required: true, Max: layout.MaxName, Value: typed.Name}
	v.Kind = part.Input{Name: "kind", Label: p.T("facilities.part.kind"), Required: true, Value: typed.Kind, Options: []part.Option{{Label: p.T("common.choose")}}}
	for _, t := range vocab.List(layout.Kinds) {
		v.Kind.Options = append(v.Kind.Options, part.Option{Value: t.Code, Label: vocab.Label(layout.Kinds, t.Code, p.Lang())})
	}
	v.In = part.Input{Name: "in", Label: p.T("facilities.part.in"), Hint: p.T("facilities.part.in.hint"), Required: true, Options: []part.Option{{Value: wholePlace, Label: name(p, x.site)}}, Value: cmp.Or(string(typed.In), wholePlace)}
	for _, o := range x.parts {
		if !isPlace(o.ID) && o.Site == x.site.ID && (q.ID == "" || !slices.Contains(x.around(o.ID), q.ID)) {
			v.In.Options = append(v.In.Options, part.Option{Value: string(o.ID), Label: x.path(o.ID)})
		}
	}
	v.Source = s.sourceInput(ctx, p, typed.Source)
	v.Note = part.Input{Name: "note", Label: p.T("facilities.told.note"), Optional: true, Max: layout.MaxNote, Value: typed.Note}
	s.markWrong(p, x, &v, typed, wrong)
	f := s.Web.Frame(r, v.Title)
	f.Path = here
	f.Crumbs = append(s.crumbs(p, x, register.Part{}), part.Crumb{Label: v.Title})
	f.Lost = status >= http.StatusBadRequest
	return s.Web.PageStatus(w, r, status, f, PartFormPage(p, v))
}

// markWrong says at a field what is wrong with it.
func (s *Screen) markWrong(p locale.Printer, x plan, v *PartForm, typed layout.Word, wrong error) {
	field := partWrong(wrong)
	if field == "another" {
		v.Another = &part.Input{Name: "another", Label: p.T("facilities.part.same"), Required: true, Options: []part.Option{{Value: "yes", Label: p.T("facilities.part.another")}}}
		v.Same = s.partHref(x, layout.Named(x.parts, typed.In, typed.Name))
		return
	}
	for _, in := range []*part.Input{&v.Called, &v.Kind, &v.In, &v.Source, &v.Note, v.Why} {
		if in != nil && in.Name == field {
			in.Error = p.T("facilities.part.wrong." + field)
		}
	}
}

// inInput asks in which part a figure was told; nil where the place has none.
func (s *Screen) inInput(r *http.Request, p locale.Printer, chosen string) (*part.Input, error) {
	x, _, err := s.hereIn(r, "")
	if err != nil {
		return nil, err
	}
	in := &part.Input{Name: "in", Label: p.T("facilities.part"), Hint: p.T("facilities.part.figure.hint"), Value: chosen}
	for _, o := range x.parts {
		if !isPlace(o.ID) && o.Site == x.site.ID {
			in.Options = append(in.Options, part.Option{Value: string(o.ID), Label: x.path(o.ID)})
		}
	}
	if len(in.Options) == 0 {
		return nil, nil
	}
	return in, nil
}

func (s *Screen) sourceInput(ctx context.Context, p locale.Printer, chosen register.SourceID) part.Input {
	in := part.Input{Name: "source", Label: p.T("facilities.told.source"), Hint: p.T("facilities.told.source.hint"), Required: true, Value: string(chosen), Options: []part.Option{{Label: p.T("common.choose")}}}
	for _, x := range s.sourcesOwned(ctx) {
		in.Options = append(in.Options, part.Option{Value: string(x.ID), Label: x.Name})
	}
	return in
}

// word is a word that the reader's organisation entered, of the part in the
// address.
func (s *Screen) word(r *http.Request) (plan, register.Part, register.PartWord, error) {
	x, q, err := s.here(r)
	if err != nil {
		return x, q, register.PartWord{}, err
	}
	i := slices.IndexFunc(q.Words, func(w register.PartWord) bool { return w.ID == r.PathValue("word") })
	if i < 0 {
		return x, q, register.PartWord{}, register.ErrNotFound
	}
	res := access.Resource{Kind: access.OnFacility, Owner: q.Words[i].Org}
	return x, q, q.Words[i], s.Access.Authorize(r.Context(), gate.PrincipalOf(r.Context()), access.FacilityUnpart, res)
}

func (s *Screen) askWord(w http.ResponseWriter, r *http.Request) error {
	x, q, word, err := s.word(r)
	if err != nil {
		return err
	}
	typed := layout.Word{PartWord: word}
	typed.In, typed.Corrects, typed.Why = "", word.ID, ""
	for _, o := range x.parts {
		if word.In != "" && slices.ContainsFunc(o.Words, func(w register.PartWord) bool { return w.Part == word.In }) {
			typed.In = o.ID
		}
	}
	return s.partPage(w, r, http.StatusOK, x, q, typed, nil)
}

func (s *Screen) correctWord(w http.ResponseWriter, r *http.Request) error {
	x, q, was, err := s.word(r)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fmt.Errorf("read form: %w", err)
	}
	word := wordTyped(r)
	word.Site, word.Part, word.Corrects = x.site.ID, was.Part, was.ID
	if err := s.ownSource(r.Context(), word.Source); err != nil {
		return s.partPage(w, r, http.StatusUnprocessableEntity, x, q, word, layout.ErrSource)
	}
	return s.tellPart(w, r, x, q, word)
}

// unworded answers where the word was taken back before; the part that it told
// of may be gone with it. It reports whether it did.
func (s *Screen) unworded(w http.ResponseWriter, r *http.Request, why string) (bool, error) {
	ctx := r.Context()
	word, err := s.Register.PartWord(ctx, gate.Sight(ctx, 0), r.PathValue("word"))
	if err != nil || word.Undone == 0 || string(word.Site) != r.PathValue("id") {
		return false, nil // what is not there is found missing by whoever reads on
	}
	res := access.Resource{Kind: access.OnFacility, Owner: word.Org}
	if err := s.Access.Authorize(ctx, gate.PrincipalOf(ctx), access.FacilityUnpart, res); err != nil {
		return true, err
	}
	return true, s.Seconder.Answer(w, r, gate.TakenBack{
		Undone: word.Undone, Title: web.PrinterOf(ctx).T("facilities.told.undo"), Why: why, Back: "/facilities/" + string(word.Site) + "#layout",
	})
}

func (s *Screen) askUnword(w http.ResponseWriter, r *http.Request) error {
	if done, err := s.unworded(w, r, ""); done {
		return err
	}
	x, q, word, err := s.word(r)
	if err != nil {
		return err
	}
	return s.unwordPage(w, r, http.StatusOK, x, q, word, "", "")
}

func (s *Screen) unword(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return fmt.Errorf("read form: %w", err)
	}
	why := r.PostForm.Get("why")
	if done, err := s.unworded(w, r, why); done {
		return err
	}
	x, q, word, err := s.word(r)
	if err != nil {
		return err
	}
	err = s.Layout.TakeBack(r.Context(), actor(r.Context()), word, why)
	switch {
	case errors.Is(err, layout.ErrWhy):
		return s.unwordPage(w, r, http.StatusUnprocessableEntity, x, q, word, why, web.PrinterOf(r.Context()).T("facilities.told.wrong.why"))
	case errors.Is(err, journal.ErrCannotUndo): // by another, between the page and the click
		if done, again := s.unworded(w, r, why); done {
			return again
		}
		return err
	case err != nil:
		return fmt.Errorf("take a word on a part back: %w", err)
	}
	http.Redirect(w, r, "/facilities/"+string(x.site.ID)+"#layout", http.StatusSeeOther)
	return nil
}

func (s *Screen) unwordPage(w http.ResponseWriter, r *http.Request, status int, x plan, q register.Part, word register.PartWord, why, wrong string) error {
	p := web.PrinterOf(r.Context())
	here := s.partHref(x, q.ID)
	c := part.Confirm{
		Action: here + "/words/" + word.ID + "/undo", Title: p.T("facilities.told.undo"), Text: p.T("facilities.part.undo.text", word.Name), Button: p.T("facilities.told.undo"),
		Cancel: here, Why: part.Why(p, why, wrong), Draft: "part-word-" + word.ID,
	}
	f := s.Web.Frame(r, c.Title)
	f.Lost = status >= http.StatusBadRequest
	return s.Web.PageStatus(w, r, status, f, part.ConfirmForm(p, c))
}
