package photo

import (
	"context"
	"errors"
	"fmt"
	"time"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
)

// The kinds of entries of this package. Names are stored for ever.
const (
	Attached  = "photo.attached"
	Uncovered = "photo.uncovered" // somebody looked under a cover, and why
	Destroyed = "photo.destroyed"
)

// A Photo is a photograph that hangs on a record, so that it goes where the
// record goes.
type Photo struct {
	ID            string // ULID
	Record        register.RecordID
	Original      string // vault id of the file as it came
	Shown         string // vault id of the copy that is shown
	Media         string // of the original
	Size          int64  // of the original
	Width, Height int    // of the copy
	Alt           string // what is on it, for whoever does not see it
	Level         register.Level
	Sharing       register.Sharing
	By            string
	Org           register.OrgID
	At            time.Time
	Seq           int64
	Undone        int64
}

// In reports whether the photograph itself is in a reader's sight. Whether its
// record is, is asked of the register.
func (p Photo) In(v register.Sight) bool {
	return p.Undone == 0 && v.Sees(p.Level) && v.SeesOwner(p.Org, p.Sharing, nil)
}

// What a person can mend about a photograph, beside its picture.
var (
	ErrAlt   = errors.New("what is on the picture is not said")
	ErrLevel = errors.New("who may see it is not said")
	// ErrWhy: why a cover is lifted is not said, or says nothing.
	ErrWhy = errors.New("the reason is not said")
)

// Bounds of the reason for which a cover is lifted.
const (
	leastWhy = 8
	MaxWhy   = 500
)

// MaxAlt is the most characters of what is said of a picture.
const MaxAlt = 300

// A Store is what is read.
type Store interface {
	// Photo returns one photograph, also one that was taken back.
	Photo(ctx context.Context, id string) (Photo, error)
	// PhotosOf lists those of some records that stand, oldest first.
	PhotosOf(ctx context.Context, records []register.RecordID) ([]Photo, error)
}

// Tables keep photographs inside one unit of work.
type Tables interface {
	PutPhoto(ctx context.Context, p Photo) error
	UndoPhoto(ctx context.Context, id string, seq int64) error
	// DropPhoto forgets a photograph that was destroyed by law.
	DropPhoto(ctx context.Context, id string) error
}

// A Body is the body of [Attached].
type Body struct {
	ID       string            `json:"id"`
	Record   register.RecordID `json:"record"`
	Original string            `json:"original"`
	Shown    string            `json:"shown"`
	Media    string            `json:"media"`
	Size     int64             `json:"size"`
	Width    int               `json:"width"`
	Height   int               `json:"height"`
	Alt      string            `json:"alt"`
	Level    register.Level    `json:"level"`
	Sharing  register.Sharing  `json:"sharing"`
}

// An UncoveredBody is the body of [Uncovered].
type UncoveredBody struct {
	ID  string `json:"id"`
	Why string `json:"why"`
}

// A DestroyedBody is the body of [Destroyed]. It holds nothing of the content.
type DestroyedBody struct {
	ID    string `json:"id"`
	Entry int64  `json:"entry"` // that attached it; its body goes too
	// Gone are the files that leave the vault: none where another photograph,
	// or another attachment, rests on the same file.
	Gone []string `json:"gone,omitempty"`
	// Words are the entries that say why somebody looked under its cover: a reason
	// may tell who is in the picture, so that their bodies go too.
	Words []int64 `json:"words,omitempty"`
	Why   string  `json:"why"`
}

// Kinds are what the entries of this package do to the tables.
func Kinds() []journal.Kind {
	return []journal.Kind{
		{Name: Attached, Version: 1, Apply: applyAttached, Undo: undoAttached},
		{Name: Uncovered, Version: 1}, // a fact of the ledger alone: nothing rests on it
		{Name: Destroyed, Version: 1, Apply: applyDestroyed},
	}
}

func tablesOf(env journal.Env) Tables { return env.Tx.(Tables) }

func applyAttached(ctx context.Context, env journal.Env, e journal.Entry) error {
	if e.Body == nil {
		return nil // destroyed by law since
	}
	b, err := journal.Decode[Body](e)
	if err != nil {
		return err
	}
	return tablesOf(env).PutPhoto(ctx, Photo{
		ID: b.ID, Record: b.Record, Original: b.Original, Shown: b.Shown, Media: b.Media, Size: b.Size, Width: b.Width, Height: b.Height,
		Alt: b.Alt, Level: b.Level, Sharing: b.Sharing, By: e.Author, Org: register.OrgID(e.Org), At: time.UnixMicro(e.At).UTC(), Seq: e.Seq,
	})
}

func undoAttached(ctx context.Context, env journal.Env, e, u journal.Entry) error {
	if e.Body == nil {
		return nil
	}
	b, err := journal.Decode[Body](e)
	if err != nil {
		return err
	}
	return tablesOf(env).UndoPhoto(ctx, b.ID, u.Seq)
}

// ErrNotIts reports an act of destruction that names an entry which is none of the
// photograph's.
var ErrNotIts = errors.New("the entry is none of this photograph's")

// under reports whether an entry says why somebody looked under the cover of a
// photograph. Of one whose body is gone nothing says so any more, but by which
// entry it went.
func under(e journal.Entry, id string, by int64) bool {
	if e.Kind != Uncovered || e.Seq >= by {
		return false
	}
	if e.Body == nil {
		return e.Destroyed == by
	}
	b, err := journal.Decode[UncoveredBody](e)
	return err == nil && b.ID == id
}

func applyDestroyed(ctx context.Context, env journal.Env, e journal.Entry) error {
	b, err := journal.Decode[DestroyedBody](e)
	if err != nil {
		return err
	}
	if err := tablesOf(env).DropPhoto(ctx, b.ID); err != nil {
		return err
	}
	if err := env.Tx.Tombstone(ctx, b.Entry, e.Seq); err != nil {
		return fmt.Errorf("destroy the words of entry %d: %w", b.Entry, err)
	}
	for _, seq := range b.Words {
		was, err := env.Tx.Entry(ctx, seq)
		if err != nil {
			return err
		}
		if !under(was, b.ID, e.Seq) {
			return fmt.Errorf("entry %d: %w", seq, ErrNotIts)
		}
		if err := env.Tx.Tombstone(ctx, seq, e.Seq); err != nil {
			return fmt.Errorf("destroy the words of entry %d: %w", seq, err)
		}
	}
	return register.TablesOf(env).PutDestroyed(ctx, e.Seq, b.ID, e.At, e.Author, b.Why)
}
