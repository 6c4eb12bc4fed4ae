package export

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
)

// The kinds of entries of this package. Names are stored for ever.
const (
	Asked    = "export.asked"
	Approved = "export.approved"
	Taken    = "export.taken"
)

// A Request is a selection that somebody asks for.
type Request struct {
	ID       string
	Why      string
	For      string              // who is to have the file
	Columns  []Column            // what it tells of each, in its order
	Records  []register.RecordID // by which the people are kept
	By       string
	Org      register.OrgID
	At       time.Time
	Seq      int64
	Approver string
	Approved int64 // entry, 0 while it waits
	OpenAt   time.Time
	Undone   int64
}

// Open reports whether the file can be taken at a time.
func (r Request) Open(now time.Time) bool {
	return r.Undone == 0 && r.Approved != 0 && now.Before(r.OpenAt.Add(Kept))
}

// Kept is how long an approved request can be taken: a file that is asked for
// later is asked for anew.
const Kept = 7 * 24 * time.Hour

// Bounds of a request.
const (
	MaxRecords = 100_000
	leastWhy   = 8
	maxWhy     = 1000
	leastFor   = 3
	maxFor     = 200
)

// What a person can mend.
var (
	ErrWhy     = errors.New("what it is for is not said")
	ErrFor     = errors.New("whom it is for is not said")
	ErrColumns = errors.New("no column is chosen")
	ErrNobody  = errors.New("nobody is chosen, or too many")
	ErrOwnWord = errors.New("who asked cannot approve")
)

// A Store is what the service reads.
type Store interface {
	Export(ctx context.Context, id string) (Request, error)
	ExportsOf(ctx context.Context, org register.OrgID, limit int) ([]Request, error)
}

// Tables keep requests inside one unit of work.
type Tables interface {
	PutExport(ctx context.Context, r Request) error
	ApproveExport(ctx context.Context, id, approver string, at time.Time, seq int64) error
	UndoExport(ctx context.Context, id string, seq int64) error
}

// Bodies of the entries.
type (
	AskedBody struct {
		ID      string              `json:"id"`
		Why     string              `json:"why"`
		For     string              `json:"for,omitempty"`
		Columns []Column            `json:"columns,omitempty"`
		Records []register.RecordID `json:"records"`
	}
	ApprovedBody struct {
		ID string `json:"id"`
	}
	// A TakenBody says what left, by its hash.
	TakenBody struct {
		ID     string `json:"id"`
		Format string `json:"format"`
		Rows   int    `json:"rows"`
		SHA256 string `json:"sha256"`
	}
)

// Kinds are what the entries of this package do to the tables.
func Kinds() []journal.Kind {
	return []journal.Kind{
		{Name: Asked, Version: 1, Apply: applyAsked, Undo: undoAsked},
		{Name: Approved, Version: 1, Apply: applyApproved},
		{Name: Taken, Version: 1},
	}
}

func tablesOf(env journal.Env) Tables { return env.Tx.(Tables) }

func applyAsked(ctx context.Context, env journal.Env, e journal.Entry) error {
	b, err := journal.Decode[AskedBody](e)
	if err != nil {
		return err
	}
	if len(b.Columns) == 0 {
		b.Columns = Usual() // entered when there was no choice
	}
	return tablesOf(env).PutExport(ctx, Request{
		ID: b.ID, Why: b.Why, For: b.For, Columns: b.Columns, Records: b.Records, By: e.Author, Org: register.OrgID(e.Org), At: time.UnixMicro(e.At).UTC(), Seq: e.Seq,
	})
}

func undoAsked(ctx context.Context, env journal.Env, e, u journal.Entry) error {
	b, err := journal.Decode[AskedBody](e)
	if err != nil {
		return err
	}
	return tablesOf(env).UndoExport(ctx, b.ID, u.Seq)
}

func applyApproved(ctx context.Context, env journal.Env, e journal.Entry) error {
	b, err := journal.Decode[ApprovedBody](e)
	if err != nil {
		return err
	}
	return tablesOf(env).ApproveExport(ctx, b.ID, e.Author, time.UnixMicro(e.At).UTC(), e.Seq)
}

// A Service takes requests and approvals. Its fields are set once, before use.
type Service struct {
	Journal *journal.Journal
	Store   Store
	NewID   func() string
	Now     func() time.Time
}

// Ask enters a request: its records, what for, for whom, and the columns. The
// caller has found the records in the actor's sight.
func (s *Service) Ask(ctx context.Context, a journal.Actor, r Request) (string, error) {
	why, whom := strings.TrimSpace(r.Why), strings.TrimSpace(r.For)
	columns, records := inOrder(r.Columns), slices.Compact(slices.Sorted(slices.Values(r.Records)))
	switch n, m := utf8.RuneCountInString(why), utf8.RuneCountInString(whom); {
	case n < leastWhy || n > maxWhy:
		return "", ErrWhy
	case m < leastFor || m > maxFor:
		return "", ErrFor
	case len(columns) == 0:
		return "", ErrColumns
	case len(records) == 0 || len(records) > MaxRecords:
		return "", ErrNobody
	}
	id := s.NewID()
	body := AskedBody{ID: id, Why: why, For: whom, Columns: columns, Records: records}
	return id, s.enter(ctx, a, journal.Draft{Kind: Asked, Body: body, Subjects: []string{id}}, nil)
}

// Withdraw takes a request back: whoever asked may, until it is approved.
func (s *Service) Withdraw(ctx context.Context, a journal.Actor, id string) error {
	return s.Journal.Do(ctx, a, func(ctx context.Context, u *journal.Unit) error {
		r, err := s.Of(ctx, a, id)
		switch {
		case err != nil:
			return err
		case r.By != a.Account:
			return register.ErrNotFound
		case r.Approved != 0:
			return journal.ErrConflict
		}
		_, err = u.Undo(ctx, r.Seq, "withdrawn by whoever asked", nil)
		return err
	})
}

// enter appends an entry if a check, made with the head taken, allows it.
func (s *Service) enter(ctx context.Context, a journal.Actor, d journal.Draft, check func(context.Context) error) error {
	return s.Journal.Do(ctx, a, func(ctx context.Context, u *journal.Unit) error {
		if check != nil {
			if err := check(ctx); err != nil {
				return err
			}
		}
		_, err := u.Append(ctx, d)
		return err
	})
}

// Of is a request of the actor's organisation; any other is not there.
func (s *Service) Of(ctx context.Context, a journal.Actor, id string) (Request, error) {
	r, err := s.Store.Export(ctx, id)
	if err == nil && (r.Undone != 0 || a.Org == "" || string(r.Org) != a.Org) {
		err = register.ErrNotFound
	}
	return r, err
}

// Approve lets the one who asked have the file. Nobody approves for themselves.
func (s *Service) Approve(ctx context.Context, a journal.Actor, id string) error {
	return s.enter(ctx, a, journal.Draft{Kind: Approved, Body: ApprovedBody{ID: id}, Subjects: []string{id}}, func(ctx context.Context) error {
		r, err := s.Of(ctx, a, id)
		switch {
		case err != nil:
			return err
		case r.By == a.Account:
			return ErrOwnWord
		case r.Approved != 0:
			return journal.ErrConflict
		}
		return nil
	})
}

// Take enters that the file left, before it does.
func (s *Service) Take(ctx context.Context, a journal.Actor, id string, b TakenBody) error {
	b.ID = id
	return s.enter(ctx, a, journal.Draft{Kind: Taken, Body: b, Subjects: []string{id}}, nil)
}
