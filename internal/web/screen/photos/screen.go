package photos

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/consent"
	"kashf.org/kashf/internal/dossier"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/photo"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/when"
)

// Photos attaches photographs; [photo.Service] does.
type Photos interface {
	Attach(ctx context.Context, a journal.Actor, p photo.Photo, file io.Reader) (photo.Photo, error)
	// Uncover returns [photo.ErrWhy] for a reason that says nothing.
	Uncover(ctx context.Context, a journal.Actor, id, why string) error
}

// Consents enters who agreed to what; [consent.Service] does.
type Consents interface {
	GiveAsOf(ctx context.Context, a journal.Actor, c consent.Consent, records []register.RecordID, read int64) (int64, error)
	Withdraw(ctx context.Context, a journal.Actor, id string) error
}

// Kept finds photographs and consents; the store does.
type Kept interface {
	photo.Store
	consent.Store
}

// Register finds whose a record is.
type Register interface {
	RecordOf(ctx context.Context, v register.Sight, id register.RecordID) (register.Record, error)
}

// Files reads people's files; [dossier.Dossier] does.
type Files interface {
	Print(ctx context.Context, a dossier.Audience, id register.PersonID, asOf when.Day) (dossier.PersonFile, error)
}

// Vault opens what is kept.
type Vault interface {
	Open(ctx context.Context, id string) (io.ReadCloser, error)
}

// Sealer seals the marks that open a covered picture; [vault.Keyring] does.
type Sealer interface {
	Seal(plain, associated []byte) ([]byte, error)
	Open(sealed, associated []byte) ([]byte, error)
}

// Reads notes who looked at what is covered.
type Reads interface {
	Note(ctx context.Context, account access.AccountID, action access.Action, subject string) error
}

// Access answers whether somebody may do something; [access.Authorizer] does.
type Access interface {
	Authorize(ctx context.Context, who access.Principal, action access.Action, res access.Resource) error
}

// A Screen shows photographs. Its fields are set once.
type Screen struct {
	Web      *web.Server
	Photos   Photos
	Consents Consents
	Kept     Kept
	Register Register
	Files    Files
	Vault    Vault
	Sealer   Sealer
	Reads    Reads
	Access   Access
	People   gate.Names
	FileNos  register.FileNos
	Now      func() time.Time
	Href     func(fileNo string) string // of a file
}

// Path is under what photographs lie.
const Path = "/photos"

// Routes are the screen's addresses.
func (s *Screen) Routes() []web.Route {
	return []web.Route{
		{Pattern: "POST /people/{fileno}/photos", Action: string(access.PersonAttach), MaxBody: photo.MaxBytes + formRoom, Handler: s.attach},
		{Pattern: "GET " + Path + "/{id}", Action: string(access.PhotoRead), Handler: s.page},
		{Pattern: "GET " + Path + "/{id}/picture", Action: string(access.PhotoRead), Handler: s.picture},
		{Pattern: "POST " + Path + "/{id}/show", Action: string(access.PhotoRead), Handler: s.show},
		{Pattern: "POST " + Path + "/{id}/consents", Action: string(access.PhotoConsent), Handler: s.agree},
		{Pattern: "POST " + Path + "/{id}/consents/{consent}/withdraw", Action: string(access.PhotoConsent), Handler: s.withdraw},
	}
}

// formRoom is what a form may weigh beside its picture.
const formRoom = 1 << 16

func actor(ctx context.Context) journal.Actor {
	who := gate.PrincipalOf(ctx)
	return journal.Actor{Account: string(who.Account), Org: string(who.Org)}
}

// A seen is one photograph with the file it belongs to, as its reader sees them.
type seen struct {
	photo.Photo
	person register.PersonID
	file   dossier.PersonFile
}

// find finds a photograph in the reader's sight. What is hidden is not there:
// the photograph, its record, and the file.
func (s *Screen) find(ctx context.Context, id string) (seen, error) {
	v := gate.Sight(ctx, 0)
	p, err := s.Kept.Photo(ctx, id)
	if err != nil {
		return seen{}, err
	}
	if !p.In(v) {
		return seen{}, register.ErrNotFound
	}
	r, err := s.Register.RecordOf(ctx, v, p.Record)
	if err != nil {
		return seen{}, err
	}
	if r.Destroyed != 0 {
		return seen{}, register.ErrNotFound
	}
	f, err := s.fileOf(ctx, r.Person)
	return seen{p, r.Person, f}, err
}

// fileOf reads a file for what decides about its pictures: never a death.
func (s *Screen) fileOf(ctx context.Context, id register.PersonID) (dossier.PersonFile, error) {
	a := dossier.Audience{Sight: gate.Sight(ctx, 0), Account: string(gate.PrincipalOf(ctx).Account)}
	f, err := s.Files.Print(ctx, a, id, when.DayOf(s.Now()))
	if err != nil {
		return f, fmt.Errorf("read the file of a photograph: %w", err)
	}
	return f, nil
}

// now is what consents are held against for this reader.
func (s *Screen) now(ctx context.Context, f dossier.PersonFile) consent.Now {
	return consent.Now{Day: when.DayOf(s.Now()), Org: gate.PrincipalOf(ctx).Org, Alive: f.FoundAlive()}
}

func (s *Screen) may(ctx context.Context, a access.Action, id register.PersonID) bool {
	return s.Access.Authorize(ctx, gate.PrincipalOf(ctx), a, access.PersonResource(id, register.C2)) == nil
}

// picture gives the copy out as a picture of a page of this program.
func (s *Screen) picture(w http.ResponseWriter, r *http.Request) error {
	x, err := s.find(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	if x.file.Guarded() && !s.lifted(r, x.ID) {
		return register.ErrNotFound
	}
	f, err := s.Vault.Open(r.Context(), x.Shown)
	if err != nil {
		return fmt.Errorf("open a photograph: %w", err)
	}
	defer f.Close()
	h := w.Header()
	h.Set("Content-Type", "image/jpeg")
	h.Set("Content-Disposition", `inline; filename="picture.jpg"`)
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	if _, err := io.Copy(w, f); err != nil {
		panic(http.ErrAbortHandler) // the headers are out: a cut connection is the only way to say so
	}
	return nil
}
