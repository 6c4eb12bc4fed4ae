package desk

import (
	"context"
	"fmt"
	"time"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
)

// The kinds of entries of this package. Names are stored for ever.
const (
	NoteWritten  = "note.written"
	TagPut       = "tag.put"
	TagTaken     = "tag.taken" // people taken out of a tag or a list
	TaskAssigned = "task.assigned"
	TaskDone     = "task.done"
	SearchSaved  = "search.saved"
	ListSaved    = "list.saved"
	Destroyed    = "desk.destroyed"
)

// entryKinds are the entries that make items.
var entryKinds = map[Kind]string{Note: NoteWritten, Tag: TagPut, Task: TaskAssigned, Search: SearchSaved, List: ListSaved}

// Kinds are what the entries of this package do to the tables.
func Kinds() []journal.Kind {
	out := []journal.Kind{
		{Name: TagTaken, Version: 1, Apply: applyTaken},
		{Name: TaskDone, Version: 1, Apply: applyDone},
		{Name: Destroyed, Version: 1, Apply: applyDestroyed},
	}
	for _, k := range []Kind{Note, Tag, Task, Search, List} {
		out = append(out, journal.Kind{Name: entryKinds[k], Version: 1, Apply: applyItem(k), Undo: undoItem})
	}
	return out
}

// A Body is the body of an entry that makes an item.
type Body struct {
	ID      string              `json:"id"`
	Text    string              `json:"text"`
	Query   string              `json:"query,omitempty"`
	Records []register.RecordID `json:"records,omitempty"`
	Level   register.Level      `json:"level,omitempty"`
	Shared  bool                `json:"shared,omitempty"`
	For     string              `json:"for,omitempty"`
	Due     string              `json:"due,omitempty"`
}

// A TakenBody is the body of [TagTaken].
type TakenBody struct {
	Kind    Kind                `json:"kind"`
	Text    string              `json:"text"`
	Records []register.RecordID `json:"records"`
}

// A DoneBody is the body of [TaskDone].
type DoneBody struct {
	ID string `json:"id"`
}

// A DestroyedBody is the body of [Destroyed]. It holds nothing of the content.
type DestroyedBody struct {
	ID    string `json:"id"`
	Entry int64  `json:"entry"` // that made the item; its body goes too
	Why   string `json:"why"`
}

func tablesOf(env journal.Env) Tables { return env.Tx.(Tables) }

func applyItem(k Kind) func(context.Context, journal.Env, journal.Entry) error {
	return func(ctx context.Context, env journal.Env, e journal.Entry) error {
		if e.Body == nil {
			return nil // destroyed by law since
		}
		b, err := journal.Decode[Body](e)
		if err != nil {
			return err
		}
		return tablesOf(env).PutDesk(ctx, Item{
			ID: b.ID, Kind: k, Text: b.Text, Query: b.Query, Records: b.Records, Level: b.Level, Shared: b.Shared, For: b.For, Due: b.Due,
			By: e.Author, Org: register.OrgID(e.Org), At: time.UnixMicro(e.At).UTC(), Seq: e.Seq,
		})
	}
}

func undoItem(ctx context.Context, env journal.Env, e, u journal.Entry) error {
	if e.Body == nil {
		return nil
	}
	b, err := journal.Decode[Body](e)
	if err != nil {
		return err
	}
	return tablesOf(env).UndoDesk(ctx, b.ID, u.Seq)
}

func applyTaken(ctx context.Context, env journal.Env, e journal.Entry) error {
	b, err := journal.Decode[TakenBody](e)
	if err != nil {
		return err
	}
	return tablesOf(env).UnlistDesk(ctx, register.OrgID(e.Org), b.Kind, b.Text, b.Records)
}

func applyDone(ctx context.Context, env journal.Env, e journal.Entry) error {
	b, err := journal.Decode[DoneBody](e)
	if err != nil {
		return err
	}
	return tablesOf(env).DoneDesk(ctx, b.ID, e.Seq)
}

func applyDestroyed(ctx context.Context, env journal.Env, e journal.Entry) error {
	b, err := journal.Decode[DestroyedBody](e)
	if err != nil {
		return err
	}
	if err := tablesOf(env).DropDesk(ctx, b.ID); err != nil {
		return err
	}
	if err := env.Tx.Tombstone(ctx, b.Entry, e.Seq); err != nil {
		return fmt.Errorf("destroy the words of entry %d: %w", b.Entry, err)
	}
	return register.TablesOf(env).PutDestroyed(ctx, e.Seq, b.ID, e.At, e.Author, b.Why)
}
