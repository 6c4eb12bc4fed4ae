package lists

import (
	"context"
	"errors"
	"net/http"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/intake"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/internal/web/part"
)

// sampleValues is how many values of a column a preview shows.
const sampleValues = 3

// uploadFor finds an upload of the reader's own and its source, to which the
// reader may do something.
func (s *Screen) uploadFor(r *http.Request, a access.Action) (Upload, register.Source, error) {
	u, err := s.getUpload(r.Context(), string(gate.PrincipalOf(r.Context()).Account), r.PathValue("id"))
	if err != nil {
		return u, register.Source{}, err
	}
	src, err := s.sourceFor(r.Context(), a, u.Source)
	return u, src, err
}

// preview shows an upload: its mapping, or the job that takes it in.
func (s *Screen) preview(w http.ResponseWriter, r *http.Request) error {
	u, src, err := s.uploadFor(r, access.ImportPreview)
	if err != nil {
		return err
	}
	if u.Job != "" {
		return s.previewJob(w, r, u, src)
	}
	return s.showPreview(w, r, http.StatusOK, u, src, sayTrouble(web.PrinterOf(r.Context()), u))
}

// showPreview draws the preview; trouble is why the file could not be taken in
// as it stands.
func (s *Screen) showPreview(w http.ResponseWriter, r *http.Request, status int, u Upload, src register.Source, trouble *RefusalView) error {
	p := web.PrinterOf(r.Context())
	sniffed, err := s.sniffed(r.Context(), u)
	if err != nil {
		return err
	}
	v, err := s.previewView(r.Context(), p, u, src, sniffed)
	if err != nil {
		return err
	}
	v.Trouble = trouble
	f := s.frame(r, u, src)
	f.Flashes = did(p, r)
	return s.Web.PageStatus(w, r, status, f, PreviewPage(p, v))
}

func (s *Screen) frame(r *http.Request, u Upload, src register.Source) part.Frame {
	p := web.PrinterOf(r.Context())
	f := s.Web.Frame(r, p.T("lists.preview.title"))
	f.Path = uploadHref(u.ID)
	f.Crumbs = []part.Crumb{{Label: p.T("lists.title"), Href: "/lists"}, {Label: src.Name, Href: sourceHref(src.ID)}, {Label: p.T("lists.preview.title")}}
	return f
}

func (s *Screen) previewView(ctx context.Context, p locale.Printer, u Upload, src register.Source, sniffed intake.Sniffed) (PreviewView, error) {
	opts := s.Taker.Options
	opts.Raise = src.Raise
	pre := intake.NewPreview(sniffed, u.Mapping, sampleValues, opts)
	v := PreviewView{
		File: u.FileName, Source: src.Name, Action: uploadHref(u.ID), Draft: "upload-" + u.ID, Size: p.Bytes(u.Size),
		Known: knownOf(p, sniffed), Header: sniffed.Header, SampleRows: len(sniffed.Sample), Mapping: mappingInputs(p, u.Mapping),
		Tables: tableViews(p, sniffed), Left: leftOf(p, sniffed),
	}
	for i, c := range pre.Columns {
		v.Columns = append(v.Columns, columnView(p, i, c, sniffed.Header))
	}
	if e, ok := errors.AsType[*intake.Error](pre.Problem); ok {
		v.Problem = &RefusalView{Problem: problemOf(p, e), Advice: adviceOf(p, e)}
	}
	if err := s.previewPast(ctx, p, u, &v); err != nil {
		return v, err
	}
	var err error
	if v.Already == nil {
		v.Edition, err = s.editionChoice(ctx, p, u)
	}
	return v, err
}

// previewPast says what the past knows: the import whose mapping is used
// again, and the import of this very file.
func (s *Screen) previewPast(ctx context.Context, p locale.Printer, u Upload, v *PreviewView) error {
	sight := gate.Sight(ctx, 0)
	if u.Kept != "" {
		im, err := s.Register.ImportOf(ctx, sight, u.Kept)
		if err == nil {
			v.Kept = p.T("lists.preview.kept", p.Day(im.At))
		} else if !errors.Is(err, register.ErrNotFound) {
			return err
		}
	}
	im, err := s.Register.ImportOfFile(ctx, sight, u.Source, u.Blob)
	if errors.Is(err, register.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	v.Already = &AlreadyView{At: p.DateTime(im.At), By: s.nameOf(ctx, p, im.By), Href: importHref(im.ID)}
	return nil
}
