package photos

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"syscall"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/dossier"
	"kashf.org/kashf/internal/intake"
	"kashf.org/kashf/internal/photo"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/internal/web/screen/attach"
)

// attach takes a photograph in and goes back to the file.
func (s *Screen) attach(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := s.named(ctx, r.PathValue("fileno"))
	if err != nil {
		return err
	}
	if err := s.Access.Authorize(ctx, gate.PrincipalOf(ctx), access.PersonAttach, access.PersonResource(f.Person, register.C2)); err != nil {
		return err
	}
	record, err := s.recordOf(ctx, f)
	if err != nil {
		return err
	}
	var took photo.Photo
	fields, err := attach.ReadForm(r, func(fields url.Values, _ string, file io.Reader) error {
		if took.ID != "" {
			return nil // one picture a form
		}
		level, err := register.ParseLevel(fields.Get("level"))
		if err != nil {
			return photo.ErrLevel
		}
		took, err = s.Photos.Attach(ctx, actor(ctx), photo.Photo{
			Record: record, Alt: fields.Get("alt"), Level: level, Sharing: register.Sharing(fields.Get("sharing")),
		}, file)
		return err
	})
	if err == nil && took.ID == "" {
		err = photo.ErrNone
	}
	if field, key := wrong(err); field != "" {
		return s.again(w, r, f, fields, field, key)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, s.Href(f.FileNo)+"#photos", http.StatusSeeOther)
	return nil
}

// named is the file of an address, as its reader sees it.
func (s *Screen) named(ctx context.Context, fileNo string) (dossier.PersonFile, error) {
	id, ok := s.FileNos.Parse(fileNo)
	if !ok {
		return dossier.PersonFile{}, register.ErrNotFound
	}
	return s.fileOf(ctx, id)
}

// recordOf is the record that a new photograph of a file hangs on: the first
// that is whole.
func (s *Screen) recordOf(ctx context.Context, f dossier.PersonFile) (register.RecordID, error) {
	for _, src := range f.Sources {
		for _, id := range src.Records {
			r, err := s.Register.RecordOf(ctx, gate.Sight(ctx, 0), id)
			if err == nil && r.Destroyed == 0 {
				return id, nil
			}
			if err != nil && !errors.Is(err, register.ErrNotFound) {
				return 0, err
			}
		}
	}
	return 0, register.ErrNotFound
}

// wrong is the input and the message for what can be mended.
func wrong(err error) (field, key string) {
	for _, x := range []struct {
		err        error
		field, key string
	}{
		{photo.ErrNone, "file", "photo.wrong.none"}, {photo.ErrLarge, "file", "photo.wrong.large"}, {attach.ErrTooLarge, "file", "photo.wrong.large"},
		{photo.ErrKind, "file", "photo.wrong.kind"}, {photo.ErrPixels, "file", "photo.wrong.pixels"}, {photo.ErrBroken, "file", "photo.wrong.broken"},
		{syscall.ENOSPC, "file", "attach.error.disk_full"}, {photo.ErrAlt, "alt", "photo.wrong.alt"}, {photo.ErrLevel, "level", "attach.error.field"},
	} {
		if errors.Is(err, x.err) {
			return x.field, x.key
		}
	}
	if e, ok := errors.AsType[*intake.Error](err); ok && e.Kind == intake.Destroyed {
		return "file", "attach.error.destroyed"
	}
	return "", ""
}

// again gives the form back with what was typed and what is wrong.
func (s *Screen) again(w http.ResponseWriter, r *http.Request, f dossier.PersonFile, fields url.Values, field, key string) error {
	p := web.PrinterOf(r.Context())
	v := AttachForm{
		FileNo: f.FileNo, Href: s.Href(f.FileNo), Alt: fields.Get("alt"), Level: fields.Get("level"), Sharing: fields.Get("sharing"),
		Wrong: map[string]string{field: p.T(key, p.Bytes(photo.MaxBytes), fmt.Sprint(photo.MaxPixels/1_000_000))},
	}
	frame := s.Web.Frame(r, p.T("photo.add"))
	frame.Path = v.Href
	return s.Web.PageStatus(w, r, http.StatusUnprocessableEntity, frame, Again(p, v))
}
