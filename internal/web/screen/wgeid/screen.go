package wgeid

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"time"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/consent"
	"kashf.org/kashf/internal/dossier"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/photo"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/internal/web/part"
	"kashf.org/kashf/internal/web/screen/photos"
	"kashf.org/kashf/when"
)

// Consents enters who agreed, and what was made under it; [consent.Service]
// does.
type Consents interface {
	GiveAsOf(ctx context.Context, a journal.Actor, c consent.Consent, records []register.RecordID, read int64) (int64, error)
	Withdraw(ctx context.Context, a journal.Actor, id string) error
	Use(ctx context.Context, a journal.Actor, b consent.UsedBody) error
}

// Kept finds consents and photographs; the store does.
type Kept interface {
	consent.Store
	photo.Store
}

// Files reads people's files; [dossier.Dossier] does.
type Files interface {
	Print(ctx context.Context, a dossier.Audience, id register.PersonID, asOf when.Day) (dossier.PersonFile, error)
}

// Vault opens what is kept.
type Vault interface {
	Open(ctx context.Context, id string) (io.ReadCloser, error)
}

// Reads notes who made the form of which file.
type Reads interface {
	Note(ctx context.Context, account access.AccountID, action access.Action, subject string) error
}

// A Screen checks files and fills the form. Its fields are set once.
type Screen struct {
	Web      *web.Server
	Files    Files
	Consents Consents
	Kept     Kept
	Vault    Vault
	Reads    Reads
	People   gate.Names
	FileNos  register.FileNos
	Now      func() time.Time
	Href     func(fileNo string) string // of a file
}

const path = "/people/{fileno}/wgeid"

// Routes are the screen's addresses.
func (s *Screen) Routes() []web.Route {
	return []web.Route{
		{Pattern: "GET " + path, Action: string(access.PersonForm), Handler: s.check},
		{Pattern: "POST " + path + "/consents", Action: string(access.PhotoConsent), Handler: s.agree},
		{Pattern: "POST " + path + "/consents/{consent}/withdraw", Action: string(access.PhotoConsent), Handler: s.withdraw},
		{Pattern: "GET " + path + "/document", Action: string(access.PersonForm), Handler: s.document},
		{Pattern: "GET " + path + "/document/{name}", Action: string(access.PersonForm), Handler: s.download},
	}
}

func actor(ctx context.Context) journal.Actor {
	who := gate.PrincipalOf(ctx)
	return journal.Actor{Account: string(who.Account), Org: string(who.Org)}
}

// A case is a file with who agreed that it is given on.
type theCase struct {
	dossier.PersonFile
	records  []register.RecordID
	consents []consent.Consent // of the reader's organisation, for the form
	now      consent.Now
}

// standing is the consent that the form rests on; false where there is none.
func (c theCase) standing() (consent.Consent, bool) {
	for _, x := range slices.Backward(c.consents) {
		if x.Stands(c.now) && slices.Contains(x.Uses, consent.WGEID) {
			return x, true
		}
	}
	return consent.Consent{}, false
}

// find is the case that an address names, as its reader sees it on paper.
func (s *Screen) find(ctx context.Context, fileNo string) (theCase, error) {
	id, _ := s.FileNos.Parse(fileNo)
	v := gate.Sight(ctx, 0) // what was opened for a purpose stays on the screen
	f, err := s.Files.Print(ctx, dossier.Audience{Sight: v, Account: string(gate.PrincipalOf(ctx).Account)}, id, when.DayOf(s.Now()))
	if err != nil {
		return theCase{}, fmt.Errorf("read the file of a form: %w", err)
	}
	c := theCase{PersonFile: f, now: consent.Now{Day: when.DayOf(s.Now()), Org: v.Org, Alive: f.FoundAlive()}}
	for _, src := range f.Sources {
		c.records = append(c.records, src.Records...)
	}
	all, err := s.Kept.ConsentsOf(ctx, c.records)
	for _, x := range all {
		if x.Photo == "" && x.Undone == 0 && x.Org == v.Org {
			c.consents = append(c.consents, x)
		}
	}
	return c, err
}

// href is the address of the check of a file.
func (s *Screen) href(fileNo string) string { return s.Href(fileNo) + "/wgeid" }

func (s *Screen) check(w http.ResponseWriter, r *http.Request) error {
	c, err := s.find(r.Context(), r.PathValue("fileno"))
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, c, photos.ConsentForm{}, "")
}

func (s *Screen) agree(w http.ResponseWriter, r *http.Request) error {
	ctx, p := r.Context(), web.PrinterOf(r.Context())
	c, err := s.find(ctx, r.PathValue("fileno"))
	if err != nil {
		return err
	}
	f, err := photos.ReadConsent(r)
	if err != nil {
		return err
	}
	if len(c.records) == 0 {
		return register.ErrNotFound
	}
	x := f.Consent
	x.Record, x.Uses = c.records[0], []string{consent.WGEID}
	_, err = s.Consents.GiveAsOf(ctx, actor(ctx), x, c.records, f.Read)
	if errors.Is(err, journal.ErrConflict) {
		f.Changed = true
		return s.show(w, r, http.StatusConflict, c, f, "")
	}
	if field, key := photos.WrongConsent(err); field != "" {
		f.Wrong = map[string]string{field: p.T(key)}
		return s.show(w, r, http.StatusUnprocessableEntity, c, f, "")
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, s.href(c.FileNo)+"#consents", http.StatusSeeOther)
	return nil
}

func (s *Screen) withdraw(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	c, err := s.find(ctx, r.PathValue("fileno"))
	if err != nil {
		return err
	}
	id := r.PathValue("consent")
	if !slices.ContainsFunc(c.consents, func(x consent.Consent) bool { return x.ID == id }) {
		return register.ErrNotFound
	}
	if err := s.Consents.Withdraw(ctx, actor(ctx), id); err != nil {
		return err
	}
	http.Redirect(w, r, s.href(c.FileNo)+"#consents", http.StatusSeeOther)
	return nil
}

// errConsent: nobody has agreed yet.
var errConsent = errors.New("nobody has agreed that the case is given to the United Nations")

// made fills the form in a language, and notes that it was.
func (s *Screen) made(ctx context.Context, c theCase, p locale.Printer) (Doc, consent.Consent, error) {
	x, ok := c.standing()
	if !ok {
		return Doc{}, x, errConsent
	}
	if err := s.Reads.Note(ctx, gate.PrincipalOf(ctx).Account, access.PersonForm, c.Person.String()); err != nil {
		return Doc{}, x, fmt.Errorf("note that a form was made: %w", err)
	}
	d, err := s.fill(ctx, c, x, p)
	return d, x, err
}

// languageOf is the language that a document is asked for in: the page's own
// unless the address says another.
func languageOf(r *http.Request) locale.Printer {
	if in := r.URL.Query().Get("in"); slices.Contains(locale.Languages(), in) {
		return locale.For(in)
	}
	return web.PrinterOf(r.Context())
}

func (s *Screen) document(w http.ResponseWriter, r *http.Request) error {
	ctx, p := r.Context(), web.PrinterOf(r.Context())
	c, err := s.find(ctx, r.PathValue("fileno"))
	if err != nil {
		return err
	}
	d, _, err := s.made(ctx, c, languageOf(r))
	if errors.Is(err, errConsent) {
		return s.show(w, r, http.StatusUnprocessableEntity, c, photos.ConsentForm{}, "wgeid.wrong.consent")
	}
	if err != nil {
		return err
	}
	f := s.Web.Frame(r, p.T("wgeid.title", c.FileNo))
	f.Crumbs = s.crumbs(p, c, p.T("wgeid.document"))
	return s.Web.Page(w, r, f, Paper(p, s.href(c.FileNo), d))
}

func (s *Screen) crumbs(p locale.Printer, c theCase, last string) []part.Crumb {
	return []part.Crumb{{Label: p.T("person.people"), Href: "/people"}, {Label: c.FileNo, Href: s.Href(c.FileNo)}, {Label: last}}
}

// download gives the form out as a document that can be written on in.
func (s *Screen) download(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	c, err := s.find(ctx, r.PathValue("fileno"))
	if err != nil {
		return err
	}
	p := locale.For("en")
	switch r.PathValue("name") {
	case "photo.jpg":
		return s.photo(w, r, c)
	case "form-en.docx":
	case "form-ar.docx":
		p = locale.For("ar")
	default:
		return register.ErrNotFound
	}
	d, x, err := s.made(ctx, c, p)
	if errors.Is(err, errConsent) {
		return s.show(w, r, http.StatusUnprocessableEntity, c, photos.ConsentForm{}, "wgeid.wrong.consent")
	}
	if err != nil {
		return err
	}
	b, err := d.DOCX()
	if err != nil {
		return err
	}
	sum := sha256.Sum256(b)
	if err := s.Consents.Use(ctx, actor(ctx), consent.UsedBody{ID: x.ID, Use: consent.WGEID, SHA256: hex.EncodeToString(sum[:])}); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
	w.Header().Set("Content-Disposition", `attachment; filename="wgeid-`+c.FileNo+`-`+p.Lang()+`.docx"`)
	_, err = w.Write(b)
	return err
}

// photo gives the picture that the printed form shows, by the same consents.
func (s *Screen) photo(w http.ResponseWriter, r *http.Request, c theCase) error {
	if _, ok := c.standing(); !ok {
		return register.ErrNotFound
	}
	x, err := s.pictureOf(r.Context(), c)
	if err != nil {
		return err
	}
	if x == nil {
		return register.ErrNotFound
	}
	w.Header().Set("Content-Type", "image/jpeg")
	_, err = w.Write(x.JPEG)
	return err
}
