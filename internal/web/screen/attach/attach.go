package attach

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"syscall"

	"kashf.org/kashf/internal/intake"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
)

// maxNote is the most characters of a note.
const maxNote = 2000

// attach takes a file in and goes back to the page it is about.
func (s *Screen) attach(kind register.SubjectKind) web.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) error {
		sub, err := s.subject(r.Context(), kind, r.PathValue("id"))
		if err != nil {
			return err
		}
		if err := s.authorize(r.Context(), sub.action, sub.on); err != nil {
			return err
		}
		body, fields, err := s.receive(r, sub)
		if wrong := wrongKey(err); wrong != "" {
			return s.again(w, r, sub, fields, wrong)
		}
		if err != nil {
			return err
		}
		if err := s.enter(r.Context(), body); err != nil {
			return err
		}
		http.Redirect(w, r, sub.Back()+"?did=attached#files", http.StatusSeeOther)
		return nil
	}
}

// What a person can mend about a form.
var (
	errNoFile = errors.New("no file was chosen")
	errEmpty  = errors.New("the file is empty")
	errField  = errors.New("level or sharing not understood")
)

// wrongKey is the message for what can be mended, "" for any other error.
func wrongKey(err error) string {
	switch {
	case errors.Is(err, errNoFile):
		return "attach.error.no_file"
	case errors.Is(err, errEmpty):
		return "attach.error.empty"
	case errors.Is(err, errField):
		return "attach.error.field"
	case errors.Is(err, ErrTooLarge):
		return "attach.error.too_large"
	case errors.Is(err, syscall.ENOSPC):
		return "attach.error.disk_full"
	}
	if e, ok := errors.AsType[*intake.Error](err); ok && e.Kind == intake.Destroyed {
		return "attach.error.destroyed"
	}
	return ""
}

// receive reads the form and puts its file into the vault.
func (s *Screen) receive(r *http.Request, sub Subject) (register.ItemBody, url.Values, error) {
	var body register.ItemBody
	fields, err := ReadForm(r, func(fields url.Values, name string, file io.Reader) error {
		if body.Blob != "" {
			return nil // one file a form
		}
		b, err := bodyOf(fields, sub)
		if err != nil {
			return err
		}
		b.Name = name
		if err := s.keep(r.Context(), &b, file); err != nil {
			return err
		}
		body = b
		return nil
	})
	if err == nil && body.Blob == "" {
		err = errNoFile
	}
	body.ID = s.NewID()
	return body, fields, err
}

// bodyOf reads the fields that stand before the file.
func bodyOf(fields url.Values, sub Subject) (register.ItemBody, error) {
	level, err := register.ParseLevel(fields.Get("level"))
	sharing := register.Sharing(fields.Get("sharing"))
	note := strings.TrimSpace(fields.Get("note"))
	if err != nil || !allows(sub.Kind, level) || len([]rune(note)) > maxNote ||
		sharing != register.ShareOwner && sharing != register.ShareAll {
		return register.ItemBody{}, errField
	}
	return register.ItemBody{Kind: sub.Kind, Subject: sub.keys[0], Level: level, Sharing: sharing, Note: note}, nil
}

// allows reports whether a file of a kind of subject may have a level. C4 is
// opened file by file of a person: on a source or a place it would be open to
// nobody.
func allows(kind register.SubjectKind, l register.Level) bool {
	return l >= register.C1 && l <= register.C3 || l == register.C4 && kind == register.OfPerson
}

// sniffBytes is what a media type is told by.
const sniffBytes = 512

// keep puts a file into the vault and says what it is, by its first bytes and
// never by what the sender calls it.
func (s *Screen) keep(ctx context.Context, b *register.ItemBody, file io.Reader) error {
	head := make([]byte, sniffBytes)
	n, err := io.ReadFull(file, head)
	if n == 0 && errors.Is(err, io.EOF) {
		return errEmpty
	}
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return err
	}
	b.MediaType = http.DetectContentType(head[:n])
	b.Blob, b.Size, err = s.Vault.Put(ctx, Limit(io.MultiReader(bytes.NewReader(head[:n]), file), s.maxBytes()))
	if err != nil || s.Refuse == nil {
		return err
	}
	return s.Refuse(b.Blob)
}

// enter makes the attachment an entry of the ledger.
func (s *Screen) enter(ctx context.Context, b register.ItemBody) error {
	p := gate.PrincipalOf(ctx)
	a := journal.Actor{Account: string(p.Account), Org: string(p.Org)}
	err := s.Journal.Do(ctx, a, func(ctx context.Context, u *journal.Unit) error {
		_, err := u.Append(ctx, journal.Draft{
			Kind: register.ItemAttached, Body: b, Subjects: []string{b.Subject, b.ID}, Blobs: []string{b.Blob},
		})
		return err
	})
	if err != nil {
		return fmt.Errorf("attach file: %w", err)
	}
	return nil
}

// again gives the form back with what was typed and what is wrong.
func (s *Screen) again(w http.ResponseWriter, r *http.Request, sub Subject, fields url.Values, wrong string) error {
	p := web.PrinterOf(r.Context())
	f := s.Web.Frame(r, p.T("attach.title"))
	f.Path = sub.Back()
	v := View{
		Kind: sub.Kind, Action: "/attach/" + string(sub.Kind) + "/" + sub.ID, Back: sub.Back(), May: true,
		Wrong: p.T(wrong), Level: fields.Get("level"), Sharing: fields.Get("sharing"), Note: fields.Get("note"),
	}
	if wrong == "attach.error.too_large" {
		v.Wrong = p.T(wrong, p.Bytes(s.maxBytes()))
	}
	return s.Web.PageStatus(w, r, http.StatusUnprocessableEntity, f, Again(p, v))
}
