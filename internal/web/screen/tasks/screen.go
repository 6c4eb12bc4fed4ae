package tasks

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/a-h/templ"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/desk"
	"kashf.org/kashf/internal/dossier"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/internal/web/part"
	"kashf.org/kashf/when"
)

// Desk keeps the items; [desk.Service] does, and says what each method promises.
type Desk interface {
	Put(ctx context.Context, a journal.Actor, it desk.Item) (int64, error)
	Own(ctx context.Context, a journal.Actor, id string) (desk.Item, error)
	Any(ctx context.Context, a journal.Actor, id string) (desk.Item, error)
	Of(ctx context.Context, v register.Sight, records []register.RecordID) ([]desk.Item, error)
	Tasks(ctx context.Context, org register.OrgID, account string) ([]desk.Item, error)
	Names(ctx context.Context, org register.OrgID, kind desk.Kind) ([]desk.Named, error)
	Finish(ctx context.Context, a journal.Actor, id string) error
	TakeBack(ctx context.Context, a journal.Actor, id, why string) error
}

// A Register finds people. See [register.Reader].
type Register interface {
	Person(ctx context.Context, v register.Sight, id register.PersonID) (register.PersonID, []register.Record, error)
	dossier.Records
}

// People knows the accounts of an organisation and their names.
type People interface {
	gate.Names
	Accounts(ctx context.Context, org register.OrgID) ([]access.Account, error)
}

// Access answers whether someone may do something; [access.Authorizer] does.
type Access interface {
	Authorize(ctx context.Context, who access.Principal, action access.Action, res access.Resource) error
}

// A Screen shows an office's work. Its fields are set once.
type Screen struct {
	Web      *web.Server
	Desk     Desk
	Register Register
	People   People
	Access   Access
	Seconder gate.Seconder // says what was taken back before
	FileNos  register.FileNos
	Now      func() time.Time
	// Href is the address of a file, List that of the list of those of a search.
	Href func(fileNo string) string
	List string
}

// Path is the page of what the reader is to do.
const Path = "/desk"

// Routes are the screen's addresses.
func (s *Screen) Routes() []web.Route {
	return []web.Route{
		{Pattern: "GET " + Path, Action: string(access.DeskOwn), Handler: s.own},
		{Pattern: "POST " + Path + "/{id}/done", Action: string(access.DeskOwn), Handler: s.done},
		{Pattern: "GET " + Path + "/{id}/undo", Action: string(access.NoteUndo), Handler: s.askUndo},
		{Pattern: "POST " + Path + "/{id}/undo", Action: string(access.NoteUndo), Handler: s.undo},
		{Pattern: "GET /people/{fileno}/note", Action: string(access.NoteWrite), Handler: s.ask},
		{Pattern: "POST /people/{fileno}/note", Action: string(access.NoteWrite), Handler: s.put},
	}
}

func actor(ctx context.Context) journal.Actor {
	who := gate.PrincipalOf(ctx)
	return journal.Actor{Account: string(who.Account), Org: string(who.Org)}
}

// A Form is what is typed about a file.
type Form struct {
	FileNo, Href                       string
	Kind, Text, Level, Share, For, Due string
	Wrong                              map[string]string
	Staff                              []part.Option
	Tags                               []string
}

func (s *Screen) file(ctx context.Context, fileNo string) (register.PersonID, register.RecordID, error) {
	id, ok := s.FileNos.Parse(fileNo)
	if !ok {
		return 0, 0, register.ErrNotFound
	}
	v := gate.Sight(ctx, 0)
	now, records, err := s.Register.Person(ctx, v, id)
	if err == nil {
		err = dossier.LedOn(ctx, s.Register, v, id, now)
	}
	if err != nil {
		return 0, 0, err
	}
	for _, r := range records {
		if r.Destroyed == 0 {
			return now, r.ID, nil
		}
	}
	return 0, 0, register.ErrNotFound
}

func (s *Screen) ask(w http.ResponseWriter, r *http.Request) error {
	id, _, err := s.file(r.Context(), r.PathValue("fileno"))
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, id, Form{Kind: string(desk.Note), Level: register.C3.String(), For: string(gate.PrincipalOf(r.Context()).Account)})
}

func (s *Screen) put(w http.ResponseWriter, r *http.Request) error {
	ctx, p := r.Context(), web.PrinterOf(r.Context())
	id, rec, err := s.file(ctx, r.PathValue("fileno"))
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fmt.Errorf("read form: %w", errors.Join(err, web.ErrInvalid))
	}
	in := func(name string) string { return strings.TrimSpace(strings.ToValidUTF8(r.PostForm.Get(name), "")) }
	f := Form{Kind: in("kind"), Text: in("text"), Level: in("level"), Share: in("share"), For: in("for"), Due: in("due"), Wrong: map[string]string{}}
	it := desk.Item{Kind: desk.Kind(f.Kind), Text: f.Text, Records: []register.RecordID{rec}}
	if !slices.Contains([]desk.Kind{desk.Note, desk.Tag, desk.Task, desk.List}, it.Kind) {
		it.Kind = ""
	}
	switch it.Kind {
	case desk.Note:
		it.Shared = f.Share != ""
		if it.Level, err = register.ParseLevel(f.Level); err != nil {
			it.Level = register.C5
		}
		if it.Level <= register.C3 && it.Level > gate.ViewOf(ctx).MaxLevel { // nobody writes what they could not read again
			it.Level = gate.ViewOf(ctx).MaxLevel
		}
	case desk.Task:
		it.For, it.Due = f.For, dueOf(f.Due)
	}
	_, err = s.Desk.Put(ctx, actor(ctx), it)
	if field, key := wrong(err); field != "" {
		f.Wrong[field] = p.T(key)
		return s.show(w, r, http.StatusUnprocessableEntity, id, f)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, s.Href(s.FileNos.Format(id))+"#desk", http.StatusSeeOther)
	return nil
}

// dueOf leads a day as typed to the house's form; what is none stays.
func dueOf(typed string) string {
	if d, err := when.Parse(typed); err == nil {
		return d.String()
	}
	if d, _, err := when.Read(typed, when.Options{}); err == nil {
		return d.String()
	}
	return typed
}

// wrong is the input and the message for what can be mended.
func wrong(err error) (field, key string) {
	switch {
	case errors.Is(err, desk.ErrText):
		return "text", "desk.wrong.text"
	case errors.Is(err, desk.ErrNoItem):
		return "kind", "desk.wrong.kind"
	case errors.Is(err, desk.ErrLevel):
		return "level", "desk.wrong.level"
	case errors.Is(err, desk.ErrDue):
		return "due", "browse.wrong.due"
	case errors.Is(err, desk.ErrFor):
		return "for", "browse.wrong.for"
	}
	return "", ""
}

func (s *Screen) show(w http.ResponseWriter, r *http.Request, status int, id register.PersonID, f Form) error {
	ctx, p := r.Context(), web.PrinterOf(r.Context())
	f.FileNo = s.FileNos.Format(id)
	f.Href = s.Href(f.FileNo)
	org := gate.PrincipalOf(ctx).Org
	staff, err := s.People.Accounts(ctx, org)
	if err != nil {
		return err
	}
	for _, a := range staff {
		if !a.Disabled && a.Org == org {
			f.Staff = append(f.Staff, part.Option{Value: string(a.ID), Label: a.Name})
		}
	}
	tags, err := s.Desk.Names(ctx, org, desk.Tag)
	for _, t := range tags {
		if t.Open(gate.Sight(ctx, 0)) {
			f.Tags = append(f.Tags, t.Text)
		}
	}
	if err != nil {
		return err
	}
	frame := s.Web.Frame(r, p.T("desk.new"))
	frame.Path = f.Href
	frame.Lost = status >= http.StatusBadRequest
	frame.Crumbs = []part.Crumb{{Label: p.T("person.people"), Href: "/people"}, {Label: f.FileNo, Href: f.Href}, {Label: p.T("desk.new")}}
	return s.Web.PageStatus(w, r, status, frame, Ask(p, f))
}

// An ItemView is one item in words.
type ItemView struct {
	ID, Kind, Text, By, At, For, Due string
	Late, Done                       bool
	Level                            string
	Undo, Finish                     string // addresses, "" for who may not
	Files                            []Link
	More                             bool // there are files beyond those shown
}

// A Link leads somewhere.
type Link struct{ Text, Href string }

func (s *Screen) view(ctx context.Context, p locale.Printer, it desk.Item) ItemView {
	who := gate.PrincipalOf(ctx)
	v := ItemView{
		ID: it.ID, Kind: p.T("desk.kind." + string(it.Kind)), Text: it.Text, By: gate.Colleague(ctx, p, s.People, it.By), At: p.Day(it.At),
		Due: p.Date(it.Due), Done: it.Done != 0,
	}
	v.Late = it.Due != "" && !v.Done && it.Due < s.Now().Format(time.DateOnly)
	if it.Kind == desk.Task {
		v.For = gate.Colleague(ctx, p, s.People, it.For)
	}
	if it.Kind == desk.Note {
		v.Level = p.T("attach.level." + strings.ToLower(it.Level.String()))
	}
	res := access.Resource{Kind: access.OnPerson, Owner: it.Org}
	if s.Access.Authorize(ctx, who, access.NoteUndo, res) == nil {
		v.Undo = Path + "/" + it.ID + "/undo"
	}
	if it.Kind == desk.Task && !v.Done && (it.For == string(who.Account) || it.By == string(who.Account)) {
		v.Finish = Path + "/" + it.ID + "/done"
	}
	return v
}

// Panel draws what hangs on a person's records.
func (s *Screen) Panel(ctx context.Context, p locale.Printer, fileNo string, records []register.RecordID) (templ.Component, error) {
	items, err := s.Desk.Of(ctx, gate.Sight(ctx, 0), records)
	if err != nil {
		return nil, err
	}
	var views []ItemView
	for _, it := range items {
		views = append(views, s.view(ctx, p, it))
	}
	add := ""
	if session := web.SessionOf(ctx); session != nil && session.Can(string(access.NoteWrite)) {
		add = s.Href(fileNo) + "/note"
	}
	return Panel(p, views, add), nil
}

func (s *Screen) own(w http.ResponseWriter, r *http.Request) error {
	ctx, p := r.Context(), web.PrinterOf(r.Context())
	who := gate.PrincipalOf(ctx)
	tasks, err := s.Desk.Tasks(ctx, who.Org, string(who.Account))
	if err != nil {
		return err
	}
	var v Own
	for _, it := range tasks {
		if !it.Seen(gate.Sight(ctx, 0)) {
			continue
		}
		x := s.view(ctx, p, it)
		x.Files, x.More = s.files(ctx, it.Records)
		if it.For == string(who.Account) {
			v.Mine = append(v.Mine, x)
		} else {
			v.Given = append(v.Given, x)
		}
	}
	for _, k := range []struct {
		kind desk.Kind
		to   *[]Link
	}{{desk.Search, &v.Searches}, {desk.List, &v.Lists}, {desk.Tag, &v.Tags}} {
		all, err := s.Desk.Names(ctx, who.Org, k.kind)
		if err != nil {
			return err
		}
		for _, n := range all {
			if !n.Open(gate.Sight(ctx, 0)) {
				continue
			}
			href := s.List + "?f=" + string(k.kind) + "&v=" + n.ID
			if k.kind == desk.Search {
				href = s.List + "?" + n.Query
			}
			*k.to = append(*k.to, Link{n.Text, href})
		}
	}
	f := s.Web.Frame(r, p.T("desk.title"))
	return s.Web.Page(w, r, f, Page(p, v))
}

// An Own is the page of what the reader is to do.
type Own struct {
	Mine, Given           []ItemView
	Searches, Lists, Tags []Link
}

// filesShown is how many files of one task are linked to.
const filesShown = 12

// files are the files in sight of a task's records, each once, and whether
// there are more of them than are shown. How many is not said: records that are
// out of sight by now would count.
func (s *Screen) files(ctx context.Context, records []register.RecordID) (out []Link, more bool) {
	seen := map[register.PersonID]bool{}
	for _, id := range records {
		r, err := s.Register.RecordOf(ctx, gate.Sight(ctx, 0), id)
		if err != nil || r.Destroyed != 0 || seen[r.Person] { // out of sight: it is not there
			continue
		}
		if len(out) == filesShown {
			return out, true
		}
		seen[r.Person] = true
		no := s.FileNos.Format(r.Person)
		out = append(out, Link{no, s.Href(no)})
	}
	return out, false
}

func (s *Screen) done(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	it, err := s.Desk.Own(ctx, actor(ctx), r.PathValue("id"))
	if err == nil && !it.Seen(gate.Sight(ctx, 0)) {
		err = register.ErrNotFound
	}
	if err == nil {
		err = s.Desk.Finish(ctx, actor(ctx), it.ID)
	}
	if err != nil && !errors.Is(err, desk.ErrNotTask) {
		return err
	}
	http.Redirect(w, r, Path, http.StatusSeeOther)
	return nil
}

// item is one of the reader's organisation that the reader may take back, or
// could have, and could have read.
func (s *Screen) item(r *http.Request) (desk.Item, error) {
	ctx := r.Context()
	it, err := s.Desk.Any(ctx, actor(ctx), r.PathValue("id"))
	standing := it
	standing.Undone = 0
	if err == nil && !standing.Seen(gate.Sight(ctx, 0)) {
		err = register.ErrNotFound
	}
	if err != nil {
		return it, err
	}
	return it, s.Access.Authorize(ctx, gate.PrincipalOf(ctx), access.NoteUndo, access.Resource{Kind: access.OnPerson, Owner: it.Org})
}

func (s *Screen) askUndo(w http.ResponseWriter, r *http.Request) error {
	it, err := s.item(r)
	if err != nil {
		return err
	}
	if it.Undone != 0 {
		return s.undoneBefore(w, r, it, "")
	}
	return s.undoPage(w, r, http.StatusOK, it, "", "")
}

func (s *Screen) undoneBefore(w http.ResponseWriter, r *http.Request, it desk.Item, why string) error {
	return s.Seconder.Answer(w, r, gate.TakenBack{Undone: it.Undone, Title: web.PrinterOf(r.Context()).T("desk.undo"), Why: why, Back: Path})
}

func (s *Screen) undoPage(w http.ResponseWriter, r *http.Request, status int, it desk.Item, why, wrong string) error {
	p := web.PrinterOf(r.Context())
	f := s.Web.Frame(r, p.T("desk.undo"))
	return s.Web.PageStatus(w, r, status, f, part.ConfirmForm(p, part.Confirm{
		Action: Path + "/" + it.ID + "/undo", Title: p.T("desk.undo"), Text: it.Text, Button: p.T("desk.undo"), Cancel: Path,
		Why: part.Why(p, why, wrong), Draft: "desk-" + it.ID,
	}))
}

func (s *Screen) undo(w http.ResponseWriter, r *http.Request) error {
	it, err := s.item(r)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fmt.Errorf("read form: %w", errors.Join(err, web.ErrInvalid))
	}
	why := strings.TrimSpace(r.PostForm.Get("why"))
	if it.Undone != 0 {
		return s.undoneBefore(w, r, it, why)
	}
	if n := len([]rune(why)); n < 2 || n > 2000 {
		return s.undoPage(w, r, http.StatusUnprocessableEntity, it, why, web.PrinterOf(r.Context()).T("byhand.wrong.why"))
	}
	err = s.Desk.TakeBack(r.Context(), actor(r.Context()), it.ID, why)
	if errors.Is(err, journal.ErrCannotUndo) { // by another, between the page and the click
		if it, err := s.item(r); err == nil && it.Undone != 0 {
			return s.undoneBefore(w, r, it, why)
		}
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, Path, http.StatusSeeOther)
	return nil
}

func kinds(p locale.Printer, v Form) part.Input {
	in := part.Input{Name: "kind", Label: p.T("desk.what"), Value: v.Kind, Error: v.Wrong["kind"]}
	for _, k := range []desk.Kind{desk.Note, desk.Tag, desk.Task, desk.List} {
		in.Options = append(in.Options, part.Option{Value: string(k), Label: p.T("desk.kind." + string(k)), Note: p.T("desk.kind." + string(k) + ".note")})
	}
	return in
}

func levels(p locale.Printer, v Form) part.Input {
	in := part.Input{Name: "level", Label: p.T("desk.level"), Required: true, Value: v.Level, Error: v.Wrong["level"]}
	for _, l := range []register.Level{register.C2, register.C3} {
		in.Options = append(in.Options, part.Option{Value: l.String(), Label: p.T("attach.level." + strings.ToLower(l.String()))})
	}
	return in
}
