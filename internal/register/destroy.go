package register

import (
	"context"
	"fmt"

	"kashf.org/kashf/internal/journal"
)

// Kinds of entries that record destruction demanded by law.
const (
	RecordDestroyed = "record.destroyed"
	ItemDestroyed   = "item.destroyed"
)

// DestroyedBody is the body of [RecordDestroyed]. It names what was destroyed,
// why and by which legal ground, and holds nothing of the content.
type DestroyedBody struct {
	Import ImportID `json:"import"`
	Rows   string   `json:"rows"`  // the blob of rows, which keeps its name
	Index  int64    `json:"index"` // 0-based place in the blob
	Record RecordID `json:"record"`
	Row    int      `json:"row"` // in the file as it came
	// Original is the file as it came, destroyed; Redacted the copy without
	// the row that took its place. Original is "" where the file had lost the
	// row already, because the same file was taken twice.
	Original string `json:"original"`
	Redacted string `json:"redacted"`
	Why      string `json:"why"`
}

// Subjects are what the entry is about.
func (b DestroyedBody) Subjects() []string { return []string{string(b.Import), b.Record.String()} }

// Blobs are what the entry rests on: the rows that are left, and the file
// without the row.
func (b DestroyedBody) Blobs() []string {
	if b.Redacted == "" {
		return []string{b.Rows}
	}
	return []string{b.Rows, b.Redacted}
}

// ItemDestroyedBody is the body of [ItemDestroyed].
type ItemDestroyedBody struct {
	ID    string `json:"id"`
	Entry int64  `json:"entry"` // that attached it; its body goes too
	Blob  string `json:"blob"`
	Why   string `json:"why"`
}

// applyDestroyed empties the record. On replay of a ledger the blob has its
// row destroyed already; on the first application it is destroyed after the
// commit, from the list kept with the keys.
func applyDestroyed(ctx context.Context, env journal.Env, e journal.Entry) error {
	b, err := journal.Decode[DestroyedBody](e)
	if err != nil {
		return err
	}
	t := TablesOf(env)
	if err := t.DestroyRecord(ctx, b.Record, b.Row, e.Seq); err != nil {
		return err
	}
	if b.Redacted != "" {
		if err := t.SetOriginal(ctx, b.Import, b.Redacted); err != nil {
			return err
		}
	}
	return t.PutDestroyed(ctx, e.Seq, fmt.Sprintf("%s/%d", b.Import, b.Row), e.At, e.Author, b.Why)
}

func applyItemDestroyed(ctx context.Context, env journal.Env, e journal.Entry) error {
	b, err := journal.Decode[ItemDestroyedBody](e)
	if err != nil {
		return err
	}
	t := TablesOf(env)
	if err := t.DestroyItem(ctx, b.ID); err != nil {
		return err
	}
	if err := env.Tx.Tombstone(ctx, b.Entry, e.Seq); err != nil {
		return err
	}
	return t.PutDestroyed(ctx, e.Seq, b.ID, e.At, e.Author, b.Why)
}
