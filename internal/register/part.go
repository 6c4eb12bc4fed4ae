package register

import (
	"context"
	"time"

	"kashf.org/kashf/internal/journal"
)

// PartTold is the kind of entries about what a source tells of a part of a
// place: that there is such a building, wing or cell, what it calls it, where it
// lies. Stored for ever.
const PartTold = "facility.part_told"

// A PartID is the number of a part of a place: that of the first word on it.
type PartID string

// A PartWord is what one source tells of one part of a place of detention.
//
// What a source calls a cell is its word. Where two name the same cell
// differently a person says so, by a second word on the same part: the name is
// then an alias with its source. Nothing makes one part of two by itself.
type PartWord struct {
	ID     string // ULID
	Part   PartID // of the first word on a part its own ID
	Site   FacilityID
	In     PartID // the part that it lies in; "" the place itself
	Kind   string // code of the vocabulary part_kind
	Name   string // as the source writes it
	Source SourceID
	Note   string
	// Corrects is the word that this one takes the place of, and Why the reason.
	Corrects string
	Why      string
	By       string
	Org      OrgID
	At       time.Time
	Seq      int64
	Undone   int64
}

// Parts keeps what is told of parts of places, inside one unit of work.
type Parts interface {
	PutPartWord(ctx context.Context, w PartWord) error
	UndoPartWord(ctx context.Context, id string, seq int64) error
}

// PartBody is the body of [PartTold].
type PartBody struct {
	ID       string     `json:"id"`
	Part     PartID     `json:"part"`
	Site     FacilityID `json:"site"`
	In       PartID     `json:"in,omitempty"`
	Kind     string     `json:"kind"`
	Name     string     `json:"name"`
	Source   SourceID   `json:"source"`
	Note     string     `json:"note,omitempty"`
	Corrects string     `json:"corrects,omitempty"`
	Why      string     `json:"why,omitempty"`
}

func applyPart(ctx context.Context, env journal.Env, e journal.Entry) error {
	b, err := journal.Decode[PartBody](e)
	if err != nil {
		return err
	}
	return TablesOf(env).PutPartWord(ctx, PartWord{
		ID: b.ID, Part: b.Part, Site: b.Site, In: b.In, Kind: b.Kind, Name: b.Name, Source: b.Source, Note: b.Note,
		Corrects: b.Corrects, Why: b.Why, By: e.Author, Org: OrgID(e.Org), At: time.UnixMicro(e.At).UTC(), Seq: e.Seq,
	})
}

func undoPart(ctx context.Context, env journal.Env, e, u journal.Entry) error {
	b, err := journal.Decode[PartBody](e)
	if err != nil {
		return err
	}
	return TablesOf(env).UndoPartWord(ctx, b.ID, u.Seq)
}
