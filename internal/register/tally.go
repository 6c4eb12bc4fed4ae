package register

import (
	"context"
	"time"

	"kashf.org/kashf/internal/journal"
)

// SiteTold is the kind of entries about what a source tells of a place itself:
// how many were held or freed there, how large a cell was. Stored for ever.
const SiteTold = "facility.told"

// A Tally is what one source tells of a place of detention: a count, as written
// and as the bounds that the words allow, and where it is told the floor that
// the people shared. Tallies stand side by side; nothing adds or averages them.
type Tally struct {
	ID    string // ULID
	Site  FacilityID
	What  string // code of the vocabulary tally
	Text  string // as written: "hundreds", "more than 3,500"
	Least int64  // that the words allow; -1 where they were not understood
	Most  int64  // -1 where nothing bounds it, or they were not understood
	// Area is the floor that the people shared, in hundredths of a square
	// metre; 0 where it is not told.
	Area   int64
	Part   string // the cell, wing or building as written, "" for the whole place
	In     PartID // the part of the place's tree that it is told of, "" where nobody said
	On     string // EDTF, "" not told
	Source SourceID
	Note   string
	By     string
	Org    OrgID
	At     time.Time
	Seq    int64
	Undone int64
}

// Tallies keeps what is told of places, inside one unit of work.
type Tallies interface {
	PutTally(ctx context.Context, t Tally) error
	UndoTally(ctx context.Context, id string, seq int64) error
}

// TallyBody is the body of [SiteTold].
type TallyBody struct {
	ID     string     `json:"id"`
	Site   FacilityID `json:"site"`
	What   string     `json:"what"`
	Text   string     `json:"text"`
	Least  int64      `json:"least"`
	Most   int64      `json:"most"`
	Area   int64      `json:"area,omitempty"`
	Part   string     `json:"part,omitempty"`
	In     PartID     `json:"in,omitempty"`
	On     string     `json:"on,omitempty"`
	Source SourceID   `json:"source"`
	Note   string     `json:"note,omitempty"`
}

func applyTally(ctx context.Context, env journal.Env, e journal.Entry) error {
	b, err := journal.Decode[TallyBody](e)
	if err != nil {
		return err
	}
	return TablesOf(env).PutTally(ctx, Tally{
		ID: b.ID, Site: b.Site, What: b.What, Text: b.Text, Least: b.Least, Most: b.Most, Area: b.Area, Part: b.Part, In: b.In, On: b.On,
		Source: b.Source, Note: b.Note, By: e.Author, Org: OrgID(e.Org), At: time.UnixMicro(e.At).UTC(), Seq: e.Seq,
	})
}

func undoTally(ctx context.Context, env journal.Env, e, u journal.Entry) error {
	b, err := journal.Decode[TallyBody](e)
	if err != nil {
		return err
	}
	return TablesOf(env).UndoTally(ctx, b.ID, u.Seq)
}
