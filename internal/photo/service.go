package photo

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
)

// A Vault keeps files; see package vault.
type Vault interface {
	Put(ctx context.Context, r io.Reader) (id string, size int64, err error)
}

// A Service attaches photographs. Its fields are set once, before use.
type Service struct {
	Journal *journal.Journal
	Vault   Vault
	NewID   func() string
	// Refuse refuses a file that is in the vault, such as one destroyed by law.
	// Nil refuses none.
	Refuse func(blob string) error
}

// Attach enters a photograph of the person of a record: p says the record, what
// is on the picture, who may see it. The caller has found the record in the
// actor's sight. What can be mended is one of this package's errors.
func (s *Service) Attach(ctx context.Context, a journal.Actor, p Photo, file io.Reader) (Photo, error) {
	p.Alt = strings.TrimSpace(strings.ToValidUTF8(p.Alt, ""))
	switch n := utf8.RuneCountInString(p.Alt); {
	case n == 0 || n > MaxAlt:
		return p, ErrAlt
	case p.Level != register.C2 && p.Level != register.C3, p.Sharing != register.ShareOwner && p.Sharing != register.ShareAll:
		return p, ErrLevel
	}
	pic, err := Read(file)
	if err != nil {
		return p, err
	}
	if err := s.keep(ctx, &p, pic); err != nil {
		return p, err
	}
	p.ID = s.NewID()
	b := Body{
		ID: p.ID, Record: p.Record, Original: p.Original, Shown: p.Shown, Media: p.Media, Size: p.Size, Width: p.Width, Height: p.Height,
		Alt: p.Alt, Level: p.Level, Sharing: p.Sharing,
	}
	// The subject is the photograph alone: an entry that named the record would
	// tell that there is one whoever may list entries.
	return p, s.Journal.Do(ctx, a, func(ctx context.Context, u *journal.Unit) error {
		e, err := u.Append(ctx, journal.Draft{Kind: Attached, Body: b, Subjects: []string{b.ID}, Blobs: []string{b.Original, b.Shown}})
		p.Seq = e.Seq
		return err
	})
}

// Uncover enters that the cover of a photograph is lifted for the actor once, and
// why. The caller has found the photograph in the actor's sight. A reason that
// says nothing gives [ErrWhy].
func (s *Service) Uncover(ctx context.Context, a journal.Actor, id, why string) error {
	why = strings.TrimSpace(strings.ToValidUTF8(why, ""))
	if n := utf8.RuneCountInString(why); n < leastWhy || n > MaxWhy {
		return ErrWhy
	}
	return s.Journal.Do(ctx, a, func(ctx context.Context, u *journal.Unit) error {
		_, err := u.Append(ctx, journal.Draft{Kind: Uncovered, Body: UncoveredBody{ID: id, Why: why}, Subjects: []string{id}})
		return err
	})
}

// keep puts the file and its copy into the vault.
func (s *Service) keep(ctx context.Context, p *Photo, pic Picture) (err error) {
	p.Media, p.Width, p.Height = pic.Media, pic.Width, pic.Height
	if p.Original, p.Size, err = s.Vault.Put(ctx, bytes.NewReader(pic.Original)); err != nil {
		return fmt.Errorf("keep a photograph: %w", err)
	}
	if s.Refuse != nil {
		if err := s.Refuse(p.Original); err != nil {
			return err
		}
	}
	if p.Shown, _, err = s.Vault.Put(ctx, bytes.NewReader(pic.Shown)); err != nil {
		return fmt.Errorf("keep a photograph's copy: %w", err)
	}
	return nil
}
