package register

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"kashf.org/kashf/internal/journal"
)

// The kinds of entries this package applies. Names are stored for ever.
const (
	SourceAdded    = "source.added"
	SourceChanged  = "source.changed"
	SourceImported = "source.imported"
	SitesSeeded    = "facility.seeded"
	ItemAttached   = "item.attached"
)

// Kinds are what the entries of this package do to the tables.
func Kinds() []journal.Kind {
	return []journal.Kind{
		{Name: SourceAdded, Version: 1, Apply: applySource, Undo: undoSource},
		{Name: SourceChanged, Version: 1, Apply: applySource},
		{Name: SourceImported, Version: 1, Apply: applyImport, Undo: undoImport},
		{Name: SitesSeeded, Version: 1, Apply: applySites},
		{Name: ItemAttached, Version: 1, Apply: applyItem, Undo: undoItem},
		{Name: RecordDestroyed, Version: 1, Apply: applyDestroyed},
		{Name: ItemDestroyed, Version: 1, Apply: applyItemDestroyed},
		{Name: FamilyTold, Version: 1, Apply: applyNotice, Undo: undoNotice},
		{Name: RemainsReturned, Version: 1, Apply: applyNotice, Undo: undoNotice},
		{Name: SiteTold, Version: 1, Apply: applyTally, Undo: undoTally},
		{Name: PartTold, Version: 1, Apply: applyPart, Undo: undoPart},
	}
}

// TablesOf finds the register's tables on a unit of work.
func TablesOf(env journal.Env) Tables { return env.Tx.(Tables) }

// SourceBody is the body of [SourceAdded].
type SourceBody struct {
	ID           SourceID `json:"id"`
	Name         string   `json:"name"`
	Kind         string   `json:"kind"`
	Owner        OrgID    `json:"owner"`
	Origin       string   `json:"origin,omitempty"`
	Reliability  int      `json:"reliability,omitempty"`
	WindowFrom   string   `json:"window_from,omitempty"`
	WindowTo     string   `json:"window_to,omitempty"`
	Sharing      Sharing  `json:"sharing"`
	SharedWith   []OrgID  `json:"shared_with,omitempty"`
	NoDuplicates bool     `json:"no_duplicates,omitempty"`
	Raise        Level    `json:"raise,omitempty"`
	AddedAt      int64    `json:"added_at"`
}

// SourceChange is the body of [SourceChanged].
type SourceChange struct {
	SourceBody
	Why string `json:"why"`
}

// BodyOf is the body that enters s.
func BodyOf(s Source) SourceBody {
	return SourceBody{
		ID: s.ID, Name: s.Name, Kind: s.Kind, Owner: s.Owner, Origin: s.Origin, Reliability: s.Reliability,
		WindowFrom: s.WindowFrom, WindowTo: s.WindowTo, Sharing: s.Sharing, SharedWith: s.SharedWith,
		NoDuplicates: s.NoDuplicates, Raise: s.Raise, AddedAt: s.AddedAt.UnixMicro(),
	}
}

func applySource(ctx context.Context, env journal.Env, e journal.Entry) error {
	b, err := journal.Decode[SourceBody](e)
	if err != nil {
		return err
	}
	return TablesOf(env).PutSource(ctx, Source{
		ID: b.ID, Name: b.Name, Kind: b.Kind, Owner: b.Owner, Origin: b.Origin, Reliability: b.Reliability,
		WindowFrom: b.WindowFrom, WindowTo: b.WindowTo, Sharing: b.Sharing, SharedWith: b.SharedWith,
		NoDuplicates: b.NoDuplicates, Raise: b.Raise, AddedAt: time.UnixMicro(b.AddedAt).UTC(),
	}, e.Seq)
}

func undoSource(ctx context.Context, env journal.Env, e, u journal.Entry) error {
	b, err := journal.Decode[SourceBody](e)
	if err != nil {
		return err
	}
	return TablesOf(env).UndoSource(ctx, b.ID, u.Seq)
}

// ImportBody is the body of [SourceImported].
type ImportBody struct {
	ID       ImportID          `json:"id"`
	Source   SourceID          `json:"source"`
	FileName string            `json:"file_name"`
	Original string            `json:"original"`
	Rows     string            `json:"rows"`
	Columns  []string          `json:"columns"`
	Mapping  map[string]string `json:"mapping"`
	// Reading is how the file was read: encoding, delimiter and the mapping
	// file's own form, enough to read it the same way again.
	Reading json.RawMessage `json:"reading,omitempty"`
	First   RecordID        `json:"first"`
	Read    int             `json:"read"`
	Taken   int             `json:"taken"`
	Refused int             `json:"refused"`
	Skipped int             `json:"skipped"`
	// Edition is nil where the list is no newer edition of one before it.
	Edition *EditionBody `json:"edition,omitempty"`
}

func applyImport(ctx context.Context, env journal.Env, e journal.Entry) error {
	b, err := journal.Decode[ImportBody](e)
	if err != nil {
		return err
	}
	t := TablesOf(env)
	have, err := t.RecordsOf(ctx, b.ID)
	if err != nil {
		return err
	}
	if have != b.Taken {
		if have != 0 {
			return fmt.Errorf("import %s: %d records stored, %d taken", b.ID, have, b.Taken)
		}
		if err := loadRows(ctx, env, b); err != nil {
			return fmt.Errorf("import %s: %w", b.ID, err)
		}
	}
	im := Import{
		ID: b.ID, Source: b.Source, FileName: b.FileName, Original: b.Original, Rows: b.Rows, Columns: b.Columns,
		Mapping: b.Mapping, First: b.First, Read: b.Read, Taken: b.Taken, Refused: b.Refused, Skipped: b.Skipped,
		Seq: e.Seq, At: time.UnixMicro(e.At).UTC(), By: e.Author,
	}
	if b.Edition != nil {
		im.EditionOf, im.EditionDate = b.Edition.Of, b.Edition.Date
	}
	if err := t.PutImport(ctx, im); err != nil {
		return err
	}
	return applyEdition(ctx, env, e, b)
}

// undoImport hides the import's records and marks the judgements that rest on
// them.
func undoImport(ctx context.Context, env journal.Env, e, u journal.Entry) error {
	b, err := journal.Decode[ImportBody](e)
	if err != nil {
		return err
	}
	t := TablesOf(env)
	if err := t.UndoImport(ctx, b.ID, u.Seq); err != nil {
		return err
	}
	return t.RestJudgements(ctx, b.First, b.First+RecordID(b.Taken)-1, u.Seq)
}

// SitesBody is the body of [SitesSeeded].
type SitesBody struct {
	Sites []Site `json:"sites"`
}

func applySites(ctx context.Context, env journal.Env, e journal.Entry) error {
	b, err := journal.Decode[SitesBody](e)
	if err != nil {
		return err
	}
	for _, s := range b.Sites {
		if err := TablesOf(env).PutSite(ctx, s, e.Seq); err != nil {
			return fmt.Errorf("facility %s: %w", s.ID, err)
		}
	}
	return nil
}

// ItemBody is the body of [ItemAttached].
type ItemBody struct {
	ID        string      `json:"id"`
	Kind      SubjectKind `json:"kind"`
	Subject   string      `json:"subject"`
	Blob      string      `json:"blob"`
	Name      string      `json:"name"`
	MediaType string      `json:"media_type"`
	Size      int64       `json:"size"`
	Level     Level       `json:"level"`
	Note      string      `json:"note,omitempty"`
	Sharing   Sharing     `json:"sharing"`
}

func applyItem(ctx context.Context, env journal.Env, e journal.Entry) error {
	if e.Body == nil {
		return nil
	}
	b, err := journal.Decode[ItemBody](e)
	if err != nil {
		return err
	}
	return TablesOf(env).PutItem(ctx, Item{
		ID: b.ID, Kind: b.Kind, Subject: b.Subject, Blob: b.Blob, Name: b.Name, MediaType: b.MediaType, Size: b.Size,
		Level: b.Level, Note: b.Note, By: e.Author, Org: OrgID(e.Org), Sharing: b.Sharing,
		At: time.UnixMicro(e.At).UTC(), Seq: e.Seq,
	})
}

func undoItem(ctx context.Context, env journal.Env, e, u journal.Entry) error {
	if e.Body == nil {
		return nil // destroyed by law since
	}
	b, err := journal.Decode[ItemBody](e)
	if err != nil {
		return err
	}
	return TablesOf(env).UndoItem(ctx, b.ID, u.Seq)
}
