package register

import (
	"context"
	"errors"
	"iter"
)

// Kinds of failure that callers tell apart.
var (
	// ErrNotFound: there is no such thing, or the reader may not see it.
	// Nothing tells the two apart.
	ErrNotFound = errors.New("not found")
	// ErrTooFar: more was moved since an earlier moment than one page may read.
	ErrTooFar = errors.New("too many entries since then")
	// ErrAlready: the same file was taken into this source before.
	ErrAlready = errors.New("taken already")
)

// A StoredRecord is a record as the store keeps it.
type StoredRecord struct {
	ID     RecordID
	Import ImportID
	Source SourceID
	Row    int
	Claims []byte // packed
	Raw    []byte // packed
	// Continues and Altered are as in [Record].
	Continues RecordID
	Altered   int
	Gone      bool // destroyed by law before it was written here
}

// A Move gives a record to another person.
type Move struct {
	Record RecordID `json:"r"`
	From   PersonID `json:"f"`
	To     PersonID `json:"t"`
}

// A Redirect says where a person with no records of its own is now found.
type Redirect struct {
	Old PersonID `json:"o"`
	Now PersonID `json:"n"` // 0 removes the redirect: the person has records again
}

// A Run is one linkage of the register's records.
type Run struct {
	Seq     int64
	At      int64 // microseconds
	By      string
	Records int
	Persons int
	Links   int
	Open    int
	Report  string // JSON
	Undone  int64
}

// Tables are the register's projections inside one unit of work. The unit of
// work that a journal.Store gives implements them; kinds find them by
// assertion with [TablesOf].
type Tables interface {
	PutSource(ctx context.Context, s Source, seq int64) error
	UndoSource(ctx context.Context, id SourceID, seq int64) error
	Source(ctx context.Context, id SourceID) (Source, error)

	// PutImport makes the records of an import visible.
	PutImport(ctx context.Context, im Import) error
	Import(ctx context.Context, id ImportID) (Import, error)
	UndoImport(ctx context.Context, id ImportID, seq int64) error
	// JoinEdition leads the records of an import that continue others to the
	// persons of those, and their numbers after them.
	JoinEdition(ctx context.Context, id ImportID, seq int64) error
	// SetOriginal puts another blob in the place of an import's file.
	SetOriginal(ctx context.Context, id ImportID, blob string) error
	// RecordsOf counts the stored records of an import. For a batch it is what
	// [Batches] EndBatch noted: counting a million would keep others waiting.
	RecordsOf(ctx context.Context, id ImportID) (int, error)
	PutRecords(ctx context.Context, rs []StoredRecord) error
	// DestroyRecord empties a record, keeping its number, its row and its person.
	DestroyRecord(ctx context.Context, id RecordID, row int, seq int64) error
	// RecordAt finds an import's record by its row.
	RecordAt(ctx context.Context, id ImportID, row int) (RecordID, error)

	Apply(ctx context.Context, moves []Move, redirects []Redirect, seq int64) error
	PutRun(ctx context.Context, r Run) error
	PutLinks(ctx context.Context, ls []Link) error
	PutOpen(ctx context.Context, ms []OpenMatch) error
	UndoRun(ctx context.Context, run, seq int64) error

	PutJudgement(ctx context.Context, j Judgement) error
	UndoJudgement(ctx context.Context, id string, seq int64) error
	// RestJudgements marks the judgements about records first … last as
	// resting on what entry seq undid, or clears the mark where seq is 0.
	RestJudgements(ctx context.Context, first, last RecordID, seq int64) error

	Notices
	Tallies
	Parts

	PutSite(ctx context.Context, s Site, seq int64) error
	PutItem(ctx context.Context, it Item) error
	UndoItem(ctx context.Context, id string, seq int64) error
	// DestroyItem removes an attached file's row: not even its name stays.
	DestroyItem(ctx context.Context, id string) error
	PutDestroyed(ctx context.Context, seq int64, target string, at int64, author, why string) error
}

// A Reader answers what is in the register, within a reader's sight. Claims
// above the reader's level are left out of records before they are returned.
// Whatever is absent, undone or out of sight gives [ErrNotFound], or is not in
// the list. A list is the caller's; what its elements point to is not to be
// changed.
type Reader interface {
	Sources(ctx context.Context, v Sight) ([]Source, error)
	SourceOf(ctx context.Context, v Sight, id SourceID) (Source, error)
	Imports(ctx context.Context, v Sight, source SourceID) ([]Import, error)
	ImportOf(ctx context.Context, v Sight, id ImportID) (Import, error)
	// ImportOfFile finds the standing import of a file into a source.
	ImportOfFile(ctx context.Context, v Sight, source SourceID, content string) (Import, error)

	// Person follows redirects and returns the person's records in sight, by
	// number; [ErrNotFound] where none is.
	Person(ctx context.Context, v Sight, id PersonID) (PersonID, []Record, error)
	RecordOf(ctx context.Context, v Sight, id RecordID) (Record, error)
	// RawOf returns a record's raw cells beside its import's columns.
	RawOf(ctx context.Context, v Sight, id RecordID) (columns []string, cells []RawCell, err error)
	// ImportRecords pages through an import's records by row.
	ImportRecords(ctx context.Context, v Sight, id ImportID, after, limit int) ([]Record, error)
	// All yields every visible record in order of number, for indexes and
	// runs; from is the first number wanted.
	All(ctx context.Context, from RecordID) iter.Seq2[Record, error]

	LatestRun(ctx context.Context) (Run, error)
	Runs(ctx context.Context, limit int) ([]Run, error)
	LinksOf(ctx context.Context, v Sight, p PersonID) ([]Link, error)
	// OpenMatches lists the pairs left for people, in order of rank after the
	// given one, both records in sight and not yet judged by account.
	OpenMatches(ctx context.Context, v Sight, account string, after, limit int) ([]OpenMatch, error)
	CountOpen(ctx context.Context, v Sight, account string) (int, error)
	Judgements(ctx context.Context, v Sight, left, right RecordID) ([]Judgement, error)
	JudgementsOf(ctx context.Context, v Sight, p PersonID) ([]Judgement, error)
	Judgement(ctx context.Context, v Sight, id string) (Judgement, error)
	// Continuations are the rows that continue one of an older edition, of the
	// imports that stand, for runs.
	Continuations(ctx context.Context) ([]Continuation, error)
	// EditionsOf lists the standing imports that are newer editions of one.
	EditionsOf(ctx context.Context, id ImportID) ([]ImportID, error)
	// Drops says which of the records, all of which the caller has found in
	// sight, are no longer on their list.
	Drops(ctx context.Context, records []Record) ([]Drop, error)
	// Standing yields every judgement that stands, in order of entry, for runs.
	Standing(ctx context.Context) ([]Judgement, error)
	RecentJudgements(ctx context.Context, v Sight, limit int) ([]Judgement, error)

	Sites(ctx context.Context) ([]Site, error)
	Site(ctx context.Context, id FacilityID) (Site, error)
	Items(ctx context.Context, v Sight, kind SubjectKind, subject string) ([]Item, error)
	Item(ctx context.Context, v Sight, id string) (Item, error)
	// Notices lists what was done for the family, by the records it hangs on,
	// all of which the caller has found in sight. Only who reads deaths asks.
	Notices(ctx context.Context, records []RecordID) ([]Notice, error)

	Counts(ctx context.Context, v Sight) (Counts, error)
}

// Counts are the register's totals within a reader's sight.
type Counts struct {
	Sources int
	Imports int
	Records int
	Persons int
}

// Numbers reserves numbers for records and persons. It is not part of a unit
// of work: a number once given is never given again, even where its use failed.
type Numbers interface {
	Reserve(ctx context.Context, n int) (first int64, err error)
}

// Batches takes an import's records in before the import is entered.
type Batches interface {
	// BeginBatch notes that an import's records, from first on, are about to
	// come.
	BeginBatch(ctx context.Context, id ImportID, first RecordID) error
	// PutBatch stores a chunk of them in a transaction of its own. Chunks are
	// small, so that no other writer waits over 250 ms.
	PutBatch(ctx context.Context, rs []StoredRecord) error
	// EndBatch notes that all of them, count in number, are stored.
	EndBatch(ctx context.Context, id ImportID, count int) error
	// DropBatch removes what was stored of an import that was not entered.
	DropBatch(ctx context.Context, id ImportID) error
}
