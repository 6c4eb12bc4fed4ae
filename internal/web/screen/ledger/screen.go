package ledger

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/mod/sumdb/note"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
	tree "kashf.org/kashf/ledger"
)

// A Log is the ledger as it is read.
type Log interface {
	// Lines lists entries, newest first.
	Lines(ctx context.Context, f journal.Filter) ([]journal.Line, error)
	// Entry returns one entry and, where it was undone, by which; or
	// [journal.ErrNoEntry].
	Entry(ctx context.Context, seq int64) (e journal.Entry, undone int64, err error)
	// Kinds counts the entries of each kind.
	Kinds(ctx context.Context) (map[string]int, error)
	// Hashes reads the tree.
	Hashes(ctx context.Context) tree.HashReader
	// LatestCheckpoint is the newest signed checkpoint, nil where there is none.
	LatestCheckpoint(ctx context.Context) ([]byte, error)
}

// An Undoer takes back what an entry did, by a new entry.
type Undoer interface {
	// Undo returns [journal.ErrCannotUndo] where the entry is undone already
	// or something that stands rests on it.
	Undo(ctx context.Context, a journal.Actor, seq int64, why string) error
}

// Directory names authors and organisations; [access.Store] does.
type Directory interface {
	Orgs(ctx context.Context) ([]access.Organisation, error)
	Accounts(ctx context.Context, org register.OrgID) ([]access.Account, error)
}

// Authorizer decides about single entries; [access.Authorizer] does.
type Authorizer interface {
	Authorize(ctx context.Context, who access.Principal, action access.Action, res access.Resource) error
}

// A Screen serves the ledger. All fields are needed but Zone.
type Screen struct {
	Web        *web.Server
	Log        Log
	Undoer     Undoer
	Kinds      journal.Kinds
	Directory  Directory
	Authorizer Authorizer
	Seconder   gate.Seconder // says what was taken back before
	// Above reports whether a subject is a list, or a row of one, that stands in
	// the register above the reader's level: an entry about it is then like one
	// of another organisation. Nil: nothing is.
	Above func(ctx context.Context, subject string) (bool, error)
	// Key is the public key that the ledger's checkpoints are signed with.
	Key string
	// Zone is where days begin and end; nil is Damascus, as pages say times.
	Zone *time.Location
}

// Path is where the screen begins.
const Path = "/ledger"

// Routes are the screen's addresses. What is public holds nothing but hashes.
func (s *Screen) Routes() []web.Route {
	return []web.Route{
		{Pattern: "GET " + Path, Action: string(access.LedgerList), Handler: s.list},
		{Pattern: "GET " + Path + "/{seq}", Action: string(access.LedgerList), Handler: s.entry},
		{Pattern: "GET " + Path + "/{seq}/proof", Action: string(access.LedgerProof), Handler: s.proof},
		{Pattern: "GET " + Path + "/{seq}/leaf", Action: string(access.LedgerProof), Handler: s.leaf},
		{Pattern: "GET " + Path + "/{seq}/undo", Action: string(access.LedgerUndo), Handler: s.askUndo},
		{Pattern: "POST " + Path + "/{seq}/undo", Action: string(access.LedgerUndo), Handler: s.undo},
		{Pattern: "GET /checkpoint", Action: web.Public, Kept: true, Handler: s.checkpoint},
		{Pattern: "GET /tile/{path...}", Action: web.Public, Kept: true, Handler: s.tile},
	}
}

// signed is the newest checkpoint and the note that carries it; a nil note
// where nothing has been signed yet.
func (s *Screen) signed(ctx context.Context) (tree.Checkpoint, []byte, error) {
	text, err := s.Log.LatestCheckpoint(ctx)
	if err != nil || text == nil {
		return tree.Checkpoint{}, nil, err
	}
	v, err := note.NewVerifier(s.Key)
	if err != nil {
		return tree.Checkpoint{}, nil, fmt.Errorf("read the ledger's key: %w", err)
	}
	c, err := tree.OpenCheckpoint(text, v)
	if err != nil {
		return tree.Checkpoint{}, nil, fmt.Errorf("read the checkpoint: %w", err)
	}
	return c, text, nil
}
