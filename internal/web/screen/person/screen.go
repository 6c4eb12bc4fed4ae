package person

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/a-h/templ"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/dossier"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/internal/web/part"
	"kashf.org/kashf/when"
)

// Files reads people's files; [dossier.Dossier] does.
type Files interface {
	// Person returns [register.ErrNotFound] for whoever is absent or hidden.
	Person(ctx context.Context, a dossier.Audience, id register.PersonID, asOf when.Day) (dossier.PersonFile, error)
	// Print is the file without a death and without what waits.
	Print(ctx context.Context, a dossier.Audience, id register.PersonID, asOf when.Day) (dossier.PersonFile, error)
	// File is the register's own file, for the commands that a page gives.
	File(ctx context.Context, a dossier.Audience, id register.PersonID) (register.File, error)
}

// Rows reads a record's cells as they were written; the store does.
type Rows interface {
	RawOf(ctx context.Context, v register.Sight, id register.RecordID) (columns []string, cells []register.RawCell, err error)
}

// Revealer opens the values at C4 of one file; [access.Service] does.
type Revealer interface {
	// Reveal returns [access.ErrStepUp] where a fresh sign-in is missing and
	// [access.ErrInvalid] for a purpose that says nothing.
	Reveal(ctx context.Context, who access.Principal, res access.Resource, purpose string) (access.Reveal, error)
}

// Reads notes who opened which file. A file whose reading cannot be noted is
// not shown.
type Reads interface {
	Note(ctx context.Context, account access.AccountID, action access.Action, subject string) error
}

// People knows the names of accounts; [access.Store] does.
type People = gate.Names

// Links are the addresses of other screens. One that is nil is not linked to.
type Links struct {
	Source func(register.SourceID) string
	Match  func(left, right register.RecordID) string
	Entry  func(seq int64) string
	// Review is where a case of the file review is opened on a person.
	Review func(fileNo string) string
}

// A Screen shows people's files. Its fields are set once.
type Screen struct {
	Web      *web.Server
	Files    Files
	Rows     Rows
	Revealer Revealer
	Reads    Reads
	// Family enters what a family was told, where Access allows it. Nil: nothing
	// of it is offered.
	Family Family
	// Notices and Seconder say of a notice that it was taken back before.
	Notices  Notices
	Seconder gate.Seconder
	Access   Access
	People   People
	FileNos  register.FileNos
	Links    Links
	Now      func() time.Time
	// Attached draws the documents of a file; nil where there are none.
	Attached func(ctx context.Context, p locale.Printer, fileNo string) (templ.Component, error)
	// Photos draws the photographs of a file; nil for none.
	Photos func(ctx context.Context, p locale.Printer, f dossier.PersonFile) (templ.Component, error)
	// Printable are the photographs of a file that somebody agreed to have
	// printed; nil for none. State is where the ledger stands; nil for nowhere.
	Printable func(ctx context.Context, f dossier.PersonFile) ([]Picture, error)
	State     func(ctx context.Context) (size int64, root string, err error)
	// Desk draws what the reader's office keeps beside a file; nil for nothing.
	Desk func(ctx context.Context, p locale.Printer, fileNo string, records []register.RecordID) (templ.Component, error)
	// Past reads a file as it stood earlier; nil where it is not offered.
	Past Past
	// Comparer sets two files side by side, Weigh the evidence of their rows; nil
	// where it is not offered.
	Comparer Comparer
	Weigh    Weigher
	// Companions reads who was in custody with a person; nil where it is not offered.
	Companions Companions
	// Fresh asks for password and code where a handler returns
	// [access.ErrStepUp], and lets it go on with what was typed; package
	// signin's does.
	Fresh func(web.HandlerFunc) web.HandlerFunc
}

// Routes are the screen's addresses.
func (s *Screen) Routes() []web.Route {
	routes := []web.Route{
		{Pattern: "GET /people/{fileno}", Action: string(access.PersonRead), Handler: s.file},
		{Pattern: "GET /people/{fileno}/print", Action: string(access.PersonPrint), Handler: s.print},
		{Pattern: "GET /people/{fileno}/reveal", Action: string(access.PersonReveal), Handler: s.ask},
		{Pattern: "POST /people/{fileno}/reveal", Action: string(access.PersonReveal), Handler: s.fresh(s.reveal)},
	}
	if s.Comparer != nil {
		routes = append(routes, web.Route{Pattern: "GET /people/{fileno}/compare", Action: string(access.PersonRead), Handler: s.compare})
	}
	if s.Companions != nil {
		routes = append(routes, web.Route{Pattern: "GET /people/{fileno}/ties", Action: string(access.PersonRead), Handler: s.ties})
	}
	if s.Past != nil {
		routes = append(routes, web.Route{Pattern: "GET /people/{fileno}/earlier", Action: string(access.PersonRead), Handler: s.earlier})
	}
	if s.Family == nil {
		return routes
	}
	return append(routes, s.noticeRoutes()...)
}

func (s *Screen) fresh(h web.HandlerFunc) web.HandlerFunc {
	if s.Fresh == nil {
		return h
	}
	return s.Fresh(h)
}

// Href is the address of a file.
func Href(fileNo string) string { return "/people/" + fileNo }

// audience is the reader of a person's file.
func audience(ctx context.Context, id register.PersonID) dossier.Audience {
	who, view, sight := gate.PrincipalOf(ctx), gate.ViewOf(ctx), gate.Sight(ctx, id)
	if view.Content && who.Clearance >= register.C4 && !sight.Revealed {
		// One who may ask for them is told that there are values to ask for.
		sight.Level = register.C4
	}
	return dossier.Audience{Sight: sight, Account: string(who.Account), Deaths: view.SeesDeaths()}
}

// number is the person that the address names, however the number is typed.
// A number that nobody could have is looked for like any other.
func (s *Screen) number(r *http.Request) register.PersonID {
	id, _ := s.FileNos.Parse(r.PathValue("fileno"))
	return id
}

func (s *Screen) today() when.Day { return when.DayOf(s.Now()) }

// moved leads to the number that the person has now.
func moved(w http.ResponseWriter, r *http.Request, f dossier.PersonFile, tail string) bool {
	if r.PathValue("fileno") == f.FileNo {
		return false
	}
	http.Redirect(w, r, Href(f.FileNo)+tail, http.StatusSeeOther)
	return true
}

func (s *Screen) file(w http.ResponseWriter, r *http.Request) error {
	id := s.number(r)
	a := audience(r.Context(), id)
	f, err := s.Files.Person(r.Context(), a, id, s.today())
	if err != nil {
		return fmt.Errorf("read a file: %w", err)
	}
	if moved(w, r, f, "") {
		return nil
	}
	if err := s.note(r.Context(), access.PersonRead, f.Person); err != nil {
		return err
	}
	p := web.PrinterOf(r.Context())
	d := s.describer(r, p, f, a)
	v := d.view(r.Context())
	if v.Records, err = d.records(r.Context(), s.Rows, a); err != nil {
		return err
	}
	if s.Attached != nil {
		if v.Attached, err = s.Attached(r.Context(), p, f.FileNo); err != nil {
			return fmt.Errorf("read what is attached: %w", err)
		}
	}
	if s.Photos != nil {
		if v.Photos, err = s.Photos(r.Context(), p, f); err != nil {
			return fmt.Errorf("read the photographs: %w", err)
		}
	}
	if s.Desk != nil {
		var records []register.RecordID
		for _, src := range f.Sources {
			records = append(records, src.Records...)
		}
		if v.Desk, err = s.Desk(r.Context(), p, f.FileNo, records); err != nil {
			return fmt.Errorf("read what the office keeps: %w", err)
		}
	}
	v.CanForm = can(r, access.PersonForm)
	v.CanPrint, v.CanCorrect, v.CanArrange = can(r, access.PersonPrint), can(r, access.PersonCorrect), can(r, access.PersonArrange)
	if s.Links.Review != nil && can(r, access.ReviewOpen) {
		v.Review = s.Links.Review(f.FileNo)
	}
	v.Reveal = s.revealOf(r, p, f)
	v.CanLookBack = s.Past != nil
	v.CanCompare, v.HasTies = s.Comparer != nil, s.Companions != nil
	v.CanNote = v.Desk != nil && can(r, access.NoteWrite)
	frame := s.frame(r, p, f.FileNo)
	frame.Keys = v.keys(p)
	if key, ok := dids[r.URL.Query().Get("did")]; ok {
		frame.Flashes = []part.Flash{{Tone: part.Good, Text: p.T(key)}}
	}
	return s.Web.Page(w, r, frame, Page(p, v))
}

// dids are the things that a file says were just done. The address names one.
var dids = map[string]string{
	"entered": "person.did.entered", "corrected": "person.did.corrected", "joined": "person.did.joined", "split": "person.did.split",
}

func (s *Screen) print(w http.ResponseWriter, r *http.Request) error {
	id := s.number(r)
	a := audience(r.Context(), id)
	a.Deaths = false
	a.Sight.Revealed, a.Sight.Level = false, min(a.Sight.Level, register.C3) // what was opened stays on the screen
	f, err := s.Files.Print(r.Context(), a, id, s.today())
	if err != nil {
		return fmt.Errorf("read a file to print: %w", err)
	}
	if moved(w, r, f, "/print") {
		return nil
	}
	if err := s.note(r.Context(), access.PersonPrint, f.Person); err != nil {
		return err
	}
	p := web.PrinterOf(r.Context())
	d := s.describer(r, p, f, a)
	v := d.view(r.Context())
	v.Printed = d.printed()
	session := web.SessionOf(r.Context())
	v.Foot = &Foot{By: session.Account(), Org: session.Org(), At: p.DateTime(s.Now()), Level: a.Sight.Level.String()}
	if s.State != nil {
		size, root, err := s.State(r.Context())
		if err != nil {
			return fmt.Errorf("read the state of the ledger: %w", err)
		}
		v.Foot.Size, v.Foot.Root = p.Number(int(size)), root
	}
	if s.Printable != nil {
		if v.Pictures, err = s.Printable(r.Context(), f); err != nil {
			return fmt.Errorf("read the photographs to print: %w", err)
		}
	}
	return s.Web.Page(w, r, s.frame(r, p, f.FileNo), Sheet(p, v))
}

// frame names the page by the number: a title is kept in the browser's history
// and becomes the name of a printed file.
func (s *Screen) frame(r *http.Request, p locale.Printer, fileNo string) part.Frame {
	f := s.Web.Frame(r, p.T("person.title", fileNo))
	f.Crumbs = []part.Crumb{{Label: p.T("person.people"), Href: "/people"}, {Label: fileNo}}
	return f
}

func (s *Screen) note(ctx context.Context, action access.Action, id register.PersonID) error {
	if err := s.Reads.Note(ctx, gate.PrincipalOf(ctx).Account, action, id.String()); err != nil {
		return fmt.Errorf("note that a file was read: %w", err)
	}
	return nil
}

func can(r *http.Request, a access.Action) bool {
	session := web.SessionOf(r.Context())
	return session != nil && session.Can(string(a))
}
