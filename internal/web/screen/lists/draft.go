package lists

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"kashf.org/kashf/internal/intake"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web/gate"
)

// DraftKind is the kind of the drafts that this screen keeps.
const DraftKind = "upload"

// An Upload is a file on its way in: chosen, looked at, not yet taken in. It is
// sealed where it is kept, since the file's name and its columns may name people.
type Upload struct {
	ID       string            `json:"-"`
	Source   register.SourceID `json:"source"`
	FileName string            `json:"file_name"`
	Blob     string            `json:"blob"`
	Size     int64             `json:"size"`
	Lines    int               `json:"lines"` // at least as many as it has rows
	Mapping  intake.Mapping    `json:"mapping"`
	// Tables are the keys of the tables that were chosen by hand, nil where the
	// choice is the one that was offered.
	Tables []string `json:"tables,omitempty"`
	// Kept is the import whose mapping was offered again, "" where the mapping
	// was drafted from the file.
	Kept register.ImportID `json:"kept,omitempty"`
	// Offered is the import of which the file seems to be a newer edition;
	// Edition is what was answered.
	Offered register.ImportID    `json:"offered,omitempty"`
	Edition *intake.EditionOrder `json:"edition,omitempty"`
	// Job takes the file in, "" while nobody has asked for it.
	Job string `json:"job,omitempty"`
	// Again: the same file is to be taken in once more, beside the import
	// Before, which stood when that was asked for.
	Again  bool              `json:"again,omitempty"`
	Before register.ImportID `json:"before,omitempty"`
	// Trouble is why the last job took nothing in: [stopped], [failed] or as in
	// [TakeResult]. It is said until the mapping is sent again.
	Trouble string    `json:"trouble,omitempty"`
	At      time.Time `json:"at"`
}

func (s *Screen) putUpload(ctx context.Context, account string, u Upload) error {
	b, err := json.Marshal(u)
	if err != nil {
		return fmt.Errorf("encode upload: %w", err)
	}
	sealed, err := s.Sealer.Seal(b, draftOf(account, u.ID))
	if err != nil {
		return fmt.Errorf("seal upload: %w", err)
	}
	return s.Drafts.PutDraft(ctx, account, u.ID, DraftKind, sealed)
}

func (s *Screen) getUpload(ctx context.Context, account, id string) (Upload, error) {
	u := Upload{ID: id}
	sealed, err := s.Drafts.Draft(ctx, account, id)
	if err != nil {
		return u, err
	}
	b, err := s.Sealer.Open(sealed, draftOf(account, id))
	if err != nil {
		return u, fmt.Errorf("open upload: %w", err)
	}
	if err := json.Unmarshal(b, &u); err != nil {
		return u, fmt.Errorf("decode upload: %w", err)
	}
	return u, nil
}

// SealedFor is what a draft of this screen is sealed with.
func SealedFor(account, id string) []byte { return draftOf(account, id) }

// draftOf ties a sealed draft to its account and place.
func draftOf(account, id string) []byte { return []byte("draft/" + account + "/" + id) }

// uploads lists the reader's own, newest first.
func (s *Screen) uploads(ctx context.Context) ([]Upload, error) {
	account := string(gate.PrincipalOf(ctx).Account)
	var out []Upload
	for id, err := range s.Drafts.Drafts(ctx, account, DraftKind) {
		if err != nil {
			return nil, err
		}
		u, err := s.getUpload(ctx, account, id)
		if errors.Is(err, register.ErrNotFound) {
			continue // dropped in the meantime
		}
		if err != nil {
			return nil, err
		}
		out = append(out, u)
	}
	return out, nil
}
