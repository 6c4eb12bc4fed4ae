package photos

import (
	"context"
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/consent"
	"kashf.org/kashf/internal/dossier"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/photo"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/vocab"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/internal/web/part"
	"kashf.org/kashf/when"
)

// A PhotoView is one photograph as the file shows it.
type PhotoView struct {
	Href          string // of its page
	Src           string // of the picture, "" under a cover
	Alt           string // "" under a cover: it tells what is there
	Width, Height int
	Ask           string // where lifting the cover is asked for, "" where there is none
	Show          string // where the reason is sent, on its own page
	Why           part.Input
	By, At, Level string
	Allowed       string // what it may be used for, in words
}

// A PanelView is the photographs beside a file.
type PanelView struct {
	Photos []PhotoView
	Add    *AttachForm // nil for who attaches nothing
}

// An AttachForm is the form that attaches one.
type AttachForm struct {
	FileNo, Href, Alt, Level, Sharing string
	Wrong                             map[string]string
}

// Panel draws the photographs of a file as its reader sees them.
func (s *Screen) Panel(ctx context.Context, p locale.Printer, f dossier.PersonFile) (templ.Component, error) {
	if !s.may(ctx, access.PhotoRead, f.Person) {
		return nil, nil
	}
	all, err := s.Kept.PhotosOf(ctx, recordsOf(f))
	if err != nil {
		return nil, err
	}
	var v PanelView
	for _, x := range all {
		if !x.In(gate.Sight(ctx, 0)) {
			continue
		}
		view, err := s.viewOf(ctx, p, seen{x, f.Person, f}, "")
		if err != nil {
			return nil, err
		}
		v.Photos = append(v.Photos, view)
	}
	if s.may(ctx, access.PersonAttach, f.Person) {
		v.Add = &AttachForm{FileNo: f.FileNo, Href: s.Href(f.FileNo)}
	}
	return Panel(p, v), nil
}

func recordsOf(f dossier.PersonFile) []register.RecordID {
	var out []register.RecordID
	for _, src := range f.Sources {
		out = append(out, src.Records...)
	}
	return out
}

// viewOf is a photograph in words; key opens its cover where there is one.
func (s *Screen) viewOf(ctx context.Context, p locale.Printer, x seen, key string) (PhotoView, error) {
	v := PhotoView{
		Href: Path + "/" + x.ID, Alt: x.Alt, Width: x.Width, Height: x.Height, By: gate.Colleague(ctx, p, s.People, x.By), At: p.DateTime(x.At),
		Level: p.T("attach.level." + levelKey(x.Level)),
	}
	if v.Src = v.Href + "/picture" + key; x.file.Guarded() && key == "" {
		v.Src, v.Alt, v.Ask = "", "", v.Href+"#cover"
	}
	all, err := s.Kept.ConsentsOf(ctx, []register.RecordID{x.Record})
	if err != nil {
		return v, err
	}
	var uses []string
	for _, u := range photoUses {
		if consent.Holds(all, u, x.ID, s.now(ctx, x.file)) {
			uses = append(uses, vocab.Label(consent.Uses, u, p.Lang()))
		}
	}
	if v.Allowed = p.T("photo.allowed.none"); len(uses) > 0 {
		v.Allowed = p.T("photo.allowed", p.List(uses...))
	}
	return v, nil
}

var photoUses = []string{consent.Print, consent.Form, consent.Publish}

// A ConsentView is one consent in words.
type ConsentView struct {
	State    part.Label
	Uses     string
	Giver    string // what that one is to the person
	Name     string // "" for who may not read it
	Way, On  string
	Until    string
	Note     string
	By, At   string
	Withdraw string // where it is withdrawn, "" for who may not or where it is over
}

// A PageView is the page of one photograph.
type PageView struct {
	PhotoView
	FileNo, Back string
	Guarded      bool
	Original     string // what is kept of the file as it came
	Consents     []ConsentView
	Agree        *ConsentForm // nil for who enters none
	Action       string
}

func (s *Screen) page(w http.ResponseWriter, r *http.Request) error {
	x, err := s.find(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, x, ConsentForm{}, "")
}

func (s *Screen) render(w http.ResponseWriter, r *http.Request, status int, x seen, form ConsentForm, key string) error {
	return s.renderPage(w, r, status, x, form, key, coverWhy(web.PrinterOf(r.Context())))
}

// renderWhy is the page of a cover that was not lifted: the reason said nothing.
func (s *Screen) renderWhy(w http.ResponseWriter, r *http.Request, x seen, typed string) error {
	in := coverWhy(web.PrinterOf(r.Context()))
	in.Value, in.Error = typed, web.PrinterOf(r.Context()).T("photo.wrong.why")
	return s.renderPage(w, r, http.StatusUnprocessableEntity, x, ConsentForm{}, "", in)
}

// coverWhy asks why a cover is lifted.
func coverWhy(p locale.Printer) part.Input {
	return part.Input{Name: "why", Label: p.T("photo.why"), Hint: p.T("common.confirm_why_hint"), Required: true, Max: photo.MaxWhy}
}

func (s *Screen) renderPage(w http.ResponseWriter, r *http.Request, status int, x seen, form ConsentForm, key string, why part.Input) error {
	ctx, p := r.Context(), web.PrinterOf(r.Context())
	view, err := s.viewOf(ctx, p, x, key)
	if err != nil {
		return err
	}
	if view.Ask != "" {
		view.Show, view.Why = view.Href+"/show", why
	}
	may := s.may(ctx, access.PhotoConsent, x.person)
	v := PageView{
		PhotoView: view, FileNo: x.file.FileNo, Back: s.Href(x.file.FileNo), Guarded: x.file.Guarded(),
		Original: p.T("photo.original", p.Bytes(x.Size), locale.Isolate(x.Original)), Action: Path + "/" + x.ID + "/consents",
	}
	if v.Consents, form.Read, err = s.consents(ctx, p, x, may); err != nil {
		return err
	}
	if may {
		v.Agree = &form
	}
	f := s.Web.Frame(r, p.T("photo.title", x.file.FileNo))
	f.Path = Path + "/" + x.ID
	f.Crumbs = []part.Crumb{{Label: p.T("person.people"), Href: "/people"}, {Label: x.file.FileNo, Href: v.Back}, {Label: p.T("photo.one")}}
	return s.Web.PageStatus(w, r, status, f, Page(p, v))
}

// consents are those of the reader's organisation, and the newest entry on them:
// what another was told is no leave for this one, and none of its business.
func (s *Screen) consents(ctx context.Context, p locale.Printer, x seen, may bool) ([]ConsentView, int64, error) {
	all, err := s.Kept.ConsentsOf(ctx, []register.RecordID{x.Record})
	var out []ConsentView
	for _, c := range all {
		if c.Photo == x.ID && c.Undone == 0 && c.Org == gate.PrincipalOf(ctx).Org {
			v := Describe(ctx, p, s.People, c, s.now(ctx, x.file))
			if may && c.Withdrawn == 0 {
				v.Withdraw = Path + "/" + x.ID + "/consents/" + c.ID + "/withdraw"
			}
			out = append(out, v)
		}
	}
	return out, consent.AsOf(all, gate.PrincipalOf(ctx).Org, x.ID), err
}

// Describe is a consent in words, as one of its organisation reads it.
func Describe(ctx context.Context, p locale.Printer, people gate.Names, c consent.Consent, n consent.Now) ConsentView {
	v := ConsentView{
		State: part.Label{Tone: part.Good, Text: p.T("consent.stands")}, Giver: giverWords(p, c.Giver), Way: vocab.Label(consent.Ways, c.Way, p.Lang()),
		On: dayWords(p, c.On), Until: dayWords(p, c.Until), By: gate.Colleague(ctx, p, people, c.By), At: p.DateTime(c.At),
	}
	var uses []string
	for _, u := range c.Uses {
		uses = append(uses, vocab.Label(consent.Uses, u, p.Lang()))
	}
	v.Uses = p.List(uses...)
	if gate.Sight(ctx, 0).Sees(register.C3) {
		v.Name, v.Note = c.Name, c.Note
	}
	switch {
	case c.Withdrawn != 0:
		v.State = part.Label{Tone: part.Bad, Text: p.T("consent.withdrawn", p.DateTime(c.WithdrawnAt))}
	case n.Alive && c.Giver != consent.Self:
		v.State = part.Label{Tone: part.Warn, Text: p.T("consent.lapsed")}
	case !c.Stands(n):
		v.State = part.Label{Tone: part.Quiet, Text: p.T("consent.over")}
	}
	return v
}

func giverWords(p locale.Printer, giver string) string {
	if giver == consent.Self {
		return p.T("consent.self")
	}
	return vocab.Label("relation", giver, p.Lang())
}

func dayWords(p locale.Printer, edtf string) string {
	if edtf == "" {
		return ""
	}
	return p.Date(edtf)
}

// dayOf leads a day as typed to the house's form; what is none stays.
func dayOf(typed string) string {
	if d, err := when.Parse(typed); err == nil {
		return d.String()
	}
	if d, _, err := when.Read(typed, when.Options{}); err == nil {
		return d.String()
	}
	return typed
}

func levelKey(l register.Level) string {
	if l == register.C3 {
		return "c3"
	}
	return "c2"
}

// levels are the choices of who may see a photograph.
func levels(p locale.Printer, f AttachForm) part.Input {
	in := part.Input{Name: "level", Label: p.T("attach.level"), Required: true, Value: orElse(f.Level, register.C3.String()), Error: f.Wrong["level"]}
	for _, l := range []register.Level{register.C2, register.C3} {
		in.Options = append(in.Options, part.Option{Value: l.String(), Label: p.T("attach.level." + levelKey(l)), Note: p.T("attach.level." + levelKey(l) + ".note")})
	}
	return in
}

func sharing(p locale.Printer, f AttachForm) part.Input {
	return part.Input{
		Name: "sharing", Label: p.T("attach.sharing"), Required: true, Value: orElse(f.Sharing, string(register.ShareOwner)),
		Options: []part.Option{
			{Value: string(register.ShareOwner), Label: p.T("attach.sharing.owner")},
			{Value: string(register.ShareAll), Label: p.T("attach.sharing.all")},
		},
	}
}

func orElse(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// options of a vocabulary, of some codes only where any are given.
func options(p locale.Printer, list string, chosen []string, only ...string) []part.Option {
	var out []part.Option
	for _, t := range vocab.List(list) {
		if len(only) == 0 || slices.Contains(only, t.Code) {
			out = append(out, part.Option{Value: t.Code, Label: vocab.Label(list, t.Code, p.Lang()), Chosen: slices.Contains(chosen, t.Code)})
		}
	}
	return out
}

// givers are who may agree: the person first.
func givers(p locale.Printer, chosen string) []part.Option {
	return append([]part.Option{{Value: consent.Self, Label: p.T("consent.self"), Chosen: chosen == consent.Self}}, options(p, "relation", []string{chosen})...)
}

var _ photo.Store = Kept(nil)
