package lists

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
)

func (s *Screen) enterAdded(ctx context.Context, src register.Source) error {
	return s.Journal.Do(ctx, s.actor(ctx), func(ctx context.Context, u *journal.Unit) error {
		_, err := u.Append(ctx, journal.Draft{
			Kind: register.SourceAdded, Body: register.BodyOf(src), Subjects: []string{string(src.ID)},
		})
		return err
	})
}

// enterChanged enters what a source is from now on. It returns
// [journal.ErrConflict] where the source is no longer what the form was made of.
func (s *Screen) enterChanged(ctx context.Context, f sourceForm) error {
	return s.Journal.Do(ctx, s.actor(ctx), func(ctx context.Context, u *journal.Unit) error {
		now, err := register.TablesOf(u.Env).Source(ctx, f.ID)
		if err != nil {
			return err
		}
		if version(now) != f.Seen {
			return fmt.Errorf("source %s: %w", f.ID, journal.ErrConflict)
		}
		_, err = u.Append(ctx, journal.Draft{
			Kind: register.SourceChanged, Body: register.SourceChange{SourceBody: register.BodyOf(f.Source), Why: f.Why}, Subjects: []string{string(f.ID)},
		})
		return err
	})
}

// version names the state of a source that a form was made of.
func version(src register.Source) string {
	b, err := json.Marshal(register.BodyOf(src))
	if err != nil {
		panic(err) // a body of strings and numbers
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:8])
}

// enterUndone undoes an import's entry, and settles the persons that its
// records held together.
func (s *Screen) enterUndone(ctx context.Context, im register.Import, why string) error {
	_, err := s.Undoer.Undo(ctx, s.actor(ctx), im.Seq, why)
	return err
}
