package desk

import (
	"context"
	"errors"
	"slices"
	"time"

	"kashf.org/kashf/internal/register"
)

// A Kind is what an item is. The names are stored.
type Kind string

// The kinds of items.
const (
	Note   Kind = "note"
	Tag    Kind = "tag"
	Task   Kind = "task"
	Search Kind = "search" // a filter, saved under a name
	List   Kind = "list"   // chosen people, saved under a name
)

// An Item is one piece of an office's work. Tags and lists of one name and
// organisation are one, however often people were added to it.
type Item struct {
	ID      string // ULID
	Kind    Kind
	Text    string // of the note; name of the tag, search or list; what is to be done
	Query   string // of a search, as the page of filters reads it
	Records []register.RecordID
	Level   register.Level // of a note
	// Shared: a note that every organisation may read which reads the record.
	Shared bool
	For    string // account that a task is given to
	Due    string // EDTF day, "" where none is set
	By     string // account
	Org    register.OrgID
	At     time.Time
	Seq    int64
	Done   int64 // entry by which a task was done
	Undone int64
}

// Seen reports whether a reader of the records it hangs on may read the item.
// What is written in a note or a task may be of any of its people: where a
// conflict of interest closes one of them to the reader, it is not there.
func (it Item) Seen(v register.Sight) bool {
	free := it.Kind == Note || it.Kind == Task
	if free && slices.ContainsFunc(it.Records, func(r register.RecordID) bool { return !v.SeesRecord(r) }) {
		return false
	}
	return it.Undone == 0 && (v.Machine || v.Org != "" && v.Org == it.Org || it.Kind == Note && it.Shared) && v.Sees(it.Level)
}

// What a person can mend.
var (
	ErrText    = errors.New("the text is missing or too long")
	ErrNobody  = errors.New("nobody is chosen, or too many")
	ErrDue     = errors.New("the due day is not a day")
	ErrFor     = errors.New("the one who is to do it is not known")
	ErrLevel   = errors.New("the level is not one of a note")
	ErrQuery   = errors.New("the search is too long to be saved")
	ErrNoItem  = errors.New("no such item")
	ErrNotTask = errors.New("what is done is no task, or is done already")
)

// Bounds of what is kept.
const (
	MaxNote    = 5000
	MaxName    = 80
	MaxQuery   = 4000
	MaxRecords = 5000 // of one act
)

// A Store is what the service reads.
type Store interface {
	// DeskOf lists the items that hang on any of the records, those taken back
	// too.
	DeskOf(ctx context.Context, records []register.RecordID) ([]Item, error)
	// DeskOfOrg lists an organisation's standing items of a kind, oldest first.
	DeskOfOrg(ctx context.Context, org register.OrgID, kind Kind) ([]Item, error)
	// DeskNotes lists the standing notes of an organisation, and those of others
	// that are shared, oldest first.
	DeskNotes(ctx context.Context, org register.OrgID) ([]Item, error)
	DeskItem(ctx context.Context, id string) (Item, error)
}

// Tables keep items inside one unit of work.
type Tables interface {
	PutDesk(ctx context.Context, it Item) error
	DoneDesk(ctx context.Context, id string, seq int64) error
	UndoDesk(ctx context.Context, id string, seq int64) error
	// DropDesk removes an item whole, for destruction by law.
	DropDesk(ctx context.Context, id string) error
	// UnlistDesk takes records out of an organisation's tag or list of a name.
	UnlistDesk(ctx context.Context, org register.OrgID, kind Kind, text string, records []register.RecordID) error
}
