package lists

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"syscall"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/intake"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/internal/web/part"
	"kashf.org/kashf/internal/web/screen/attach"
)

// An UploadView is the page on which a file is chosen.
type UploadView struct {
	Source, Action, Back string
	MaxSize              string
	// Refused is what was wrong with the file chosen before.
	Refused *RefusalView
	// Files is where such a file can be attached instead, "" where that would
	// not help.
	Files string
}

// A RefusalView says why a file was not taken.
type RefusalView struct{ File, Problem, Advice string }

func (s *Screen) chooseFile(w http.ResponseWriter, r *http.Request) error {
	src, err := s.sourceFor(r.Context(), access.ImportPreview, register.SourceID(r.PathValue("id")))
	if err != nil {
		return err
	}
	return s.showUpload(w, r, http.StatusOK, src, nil)
}

func (s *Screen) showUpload(w http.ResponseWriter, r *http.Request, status int, src register.Source, refused *RefusalView) error {
	p := web.PrinterOf(r.Context())
	f := s.Web.Frame(r, p.T("lists.upload.title"))
	f.Path = sourceHref(src.ID) + "/upload"
	f.Crumbs = []part.Crumb{{Label: p.T("lists.title"), Href: "/lists"}, {Label: src.Name, Href: sourceHref(src.ID)}, {Label: p.T("lists.upload.title")}}
	v := UploadView{Source: src.Name, Action: f.Path, Back: sourceHref(src.ID), MaxSize: p.Bytes(s.maxBytes()), Refused: refused}
	if refused != nil {
		v.Files = sourceHref(src.ID) + "#files"
	}
	return s.Web.PageStatus(w, r, status, f, UploadPage(p, v))
}

var errNoFile = errors.New("no file was chosen")

// receiveFile takes a file into the vault, looks at it and goes on to its
// preview. What is no list is refused here.
func (s *Screen) receiveFile(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	src, err := s.sourceFor(ctx, access.ImportPreview, register.SourceID(r.PathValue("id")))
	if err != nil {
		return err
	}
	u := Upload{ID: s.NewID(), Source: src.ID, At: s.Now()}
	sniffed, err := s.keep(r, &u)
	if v := refusal(web.PrinterOf(ctx), u.FileName, err, s.maxBytes()); v != nil {
		return s.showUpload(w, r, http.StatusUnprocessableEntity, src, v)
	}
	if err != nil {
		return err
	}
	if sniffed.Format != "" {
		u.Lines = sniffed.Rows() // the lines of what is packed say nothing
	}
	if u.Mapping, u.Kept, err = s.mappingFor(ctx, src, sniffed); err != nil {
		return err
	}
	if bases, err := s.bases(ctx, src.ID); err != nil {
		return err
	} else if u.Offered, err = s.Taker.Offered(ctx, gate.Sight(ctx, 0), bases, sniffed, u.Mapping); err != nil {
		return err
	}
	if err := s.putUpload(ctx, string(gate.PrincipalOf(ctx).Account), u); err != nil {
		return err
	}
	http.Redirect(w, r, uploadHref(u.ID), http.StatusSeeOther)
	return nil
}

// keep streams the form's file into the vault.
func (s *Screen) keep(r *http.Request, u *Upload) (sniffed intake.Sniffed, err error) {
	_, err = attach.ReadForm(r, func(_ url.Values, name string, body io.Reader) error {
		if u.Blob != "" {
			return nil // one file a form
		}
		u.FileName = name
		c := &counter{r: attach.Limit(body, s.maxBytes())}
		u.Blob, sniffed, err = s.Taker.Keep(r.Context(), c)
		u.Size, u.Lines = c.size, c.lines+1
		return err
	})
	if err == nil && u.Blob == "" {
		err = errNoFile
	}
	return sniffed, err
}

// A counter counts what is read through it.
type counter struct {
	r     io.Reader
	size  int64
	lines int
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.size += int64(n)
	// Old files end their lines with a carriage return alone; counting both
	// bounds the rows from above.
	c.lines += bytes.Count(p[:n], []byte{'\n'}) + bytes.Count(p[:n], []byte{'\r'})
	return n, err
}

// mappingFor is the mapping that the source's last file with the same columns
// was read with, or else a draft from the file itself.
func (s *Screen) mappingFor(ctx context.Context, src register.Source, sniffed intake.Sniffed) (intake.Mapping, register.ImportID, error) {
	if sniffed.Header {
		ims, err := s.Register.Imports(ctx, gate.Sight(ctx, 0), src.ID)
		if err != nil {
			return intake.Mapping{}, "", err
		}
		for _, im := range ims {
			m, err := s.readingOf(ctx, im)
			if err != nil {
				return intake.Mapping{}, "", err
			}
			if m.Mapping.Fits(sniffed.Columns) {
				return m.Mapping, im.ID, nil
			}
		}
	}
	return intake.Draft(sniffed, intake.Standard()), "", nil
}

// readingOf is how an import was read, from its entry.
func (s *Screen) readingOf(ctx context.Context, im register.Import) (intake.Reading, error) {
	var reading intake.Reading
	e, _, err := s.Entries.Entry(ctx, im.Seq)
	if err != nil {
		return reading, err
	}
	b, err := journal.Decode[register.ImportBody](e)
	if err != nil || len(b.Reading) == 0 {
		return reading, err
	}
	if err := json.Unmarshal(b.Reading, &reading); err != nil {
		return reading, fmt.Errorf("import %s: how it was read: %w", im.ID, err)
	}
	return reading, nil
}

// refusal says why a file was not taken, nil where err is no matter of the file.
func refusal(p locale.Printer, file string, err error, most int64) *RefusalView {
	v := &RefusalView{File: file}
	e, isIntake := errors.AsType[*intake.Error](err)
	switch {
	case errors.Is(err, errNoFile):
		v.Problem = p.T("lists.error.no_file")
	case errors.Is(err, attach.ErrTooLarge):
		v.Problem, v.Advice = p.T("lists.error.too_large", p.Bytes(most)), p.T("lists.error.too_large.advice")
	case errors.Is(err, syscall.ENOSPC):
		v.Problem, v.Advice = p.T("lists.error.disk_full"), p.T("lists.error.disk_full.advice")
	case errors.Is(err, intake.ErrNothingTaken):
		v.Problem, v.Advice = p.T("lists.error.nothing_taken"), p.T("lists.error.nothing_taken.advice")
	case isIntake && e.Kind != intake.ReadFailed:
		v.Problem, v.Advice = problemOf(p, e), adviceOf(p, e)
	default:
		return nil
	}
	return v
}
