package lists

import (
	"context"
	"io"
	"iter"
	"sync"
	"time"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/intake"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/queue"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/internal/web/screen/attach"
)

// An Authorizer answers whether someone may do something; see
// [access.Authorizer].
type Authorizer interface {
	Authorize(ctx context.Context, who access.Principal, action access.Action, res access.Resource) error
}

// A Register is what the screen reads. See [register.Reader] for what each
// method promises.
type Register interface {
	Sources(ctx context.Context, v register.Sight) ([]register.Source, error)
	SourceOf(ctx context.Context, v register.Sight, id register.SourceID) (register.Source, error)
	Imports(ctx context.Context, v register.Sight, source register.SourceID) ([]register.Import, error)
	ImportOf(ctx context.Context, v register.Sight, id register.ImportID) (register.Import, error)
	ImportOfFile(ctx context.Context, v register.Sight, source register.SourceID, content string) (register.Import, error)
	ImportRecords(ctx context.Context, v register.Sight, id register.ImportID, after, limit int) ([]register.Record, error)
	RawOf(ctx context.Context, v register.Sight, id register.RecordID) ([]string, []register.RawCell, error)
	RecordOf(ctx context.Context, v register.Sight, id register.RecordID) (register.Record, error)
	Standing(ctx context.Context) ([]register.Judgement, error)
	EditionsOf(ctx context.Context, id register.ImportID) ([]register.ImportID, error)
	EditionCounts(ctx context.Context, v register.Sight, id register.ImportID) (register.EditionCounts, error)
	EditionRecords(ctx context.Context, v register.Sight, id register.ImportID, what register.Change, after register.RecordID, limit int) ([]register.RecordID, error)
}

// Entries reads the ledger.
type Entries interface {
	// Entry returns one entry and, where it was undone, by which.
	Entry(ctx context.Context, seq int64) (e journal.Entry, undone int64, err error)
}

// Drafts keeps work that is not yet a change. A draft is its account's alone:
// any other account gets [register.ErrNotFound].
type Drafts interface {
	// PutDraft keeps a draft, in the place of an older one of the same id.
	PutDraft(ctx context.Context, account, id, kind string, body []byte) error
	Draft(ctx context.Context, account, id string) ([]byte, error)
	// Drafts yields an account's drafts of a kind, newest first.
	Drafts(ctx context.Context, account, kind string) iter.Seq2[string, error]
	DropDraft(ctx context.Context, account, id string) error
}

// People knows the names of accounts and organisations.
type People interface {
	gate.Names
	Orgs(ctx context.Context) ([]access.Organisation, error)
}

// Vault gives back the files that lists came as.
type Vault interface {
	Open(ctx context.Context, id string) (io.ReadCloser, error)
}

// Jobs does long work; [queue.Queue] does.
type Jobs interface {
	Enqueue(ctx context.Context, j queue.Job) (queue.Job, error)
	Get(ctx context.Context, id string) (queue.Job, error)
	Cancel(ctx context.Context, id string) error
}

// An Undoer takes back what an entry did, by a new entry, and settles the
// persons that rested on it; [identity.Service] does.
type Undoer interface {
	// Undo returns [journal.ErrCannotUndo] where the entry is undone already.
	Undo(ctx context.Context, a journal.Actor, seq int64, why string) (int64, error)
}

// A Shared is a source with which another has people in common.
type Shared struct {
	Source register.Source
	People int
}

// Sizes that the screen goes by unless it is told otherwise.
const (
	// MaxBytes is the greatest size of a list's file.
	MaxBytes = 512_000_000
	// DirectRows is the length from which a list is taken in as a job: what is
	// shorter is done within about a second.
	DirectRows = 20_000
)

// A Screen is the section Lists. Its fields are set once, before [Screen.Routes].
type Screen struct {
	Web      *web.Server
	Access   Authorizer
	Register Register
	Entries  Entries
	Drafts   Drafts
	People   People
	Taker    *intake.Taker
	Vault    Vault
	Journal  *journal.Journal
	Undoer   Undoer
	Sealer   register.Sealer // of drafts
	Attach   *attach.Screen
	NewID    func() string // ULIDs
	Now      func() time.Time
	// Queue takes long lists in; nil takes every list in at once. Its handler
	// for [TakeKind] is [Screen.TakeJob].
	Queue Jobs
	// Overlap counts the people that a source shares with others in sight; nil
	// leaves it out of the source's page.
	Overlap func(ctx context.Context, v register.Sight, id register.SourceID) ([]Shared, error)
	// MaxBytes and DirectRows are 0 for the package's own.
	MaxBytes   int64
	DirectRows int

	forms sync.Map // a mutex for each upload whose form was sent, by id

	besideMu sync.Mutex
	beside   *beside // the last comparison of an upload with an edition before it
}

// formRoom is what a form may weigh beside its file.
const formRoom = 1 << 20

// mappingRoom is what a mapping of the widest list may weigh as a form.
const mappingRoom = 4 << 20

// Routes are the screen's addresses.
func (s *Screen) Routes() []web.Route {
	route := func(pattern string, a access.Action, h web.HandlerFunc) web.Route {
		return web.Route{Pattern: pattern, Action: string(a), Handler: h}
	}
	wide := func(rt web.Route, n int64) web.Route { rt.MaxBody = n; return rt }
	return []web.Route{
		route("GET /lists", access.SourceList, s.index),
		route("GET /lists/template/{file}", access.SourceList, s.template),
		route("GET /lists/gate-sheet", access.SourceList, s.gateSheet),
		route("GET /lists/new", access.SourceCreate, s.newSource),
		route("POST /lists/new", access.SourceCreate, s.addSource),
		route("GET /lists/sources/{id}", access.SourceRead, s.source),
		route("GET /lists/sources/{id}/change", access.SourceUpdate, s.editSource),
		route("POST /lists/sources/{id}/change", access.SourceUpdate, s.changeSource),
		route("GET /lists/sources/{id}/upload", access.ImportPreview, s.chooseFile),
		wide(route("POST /lists/sources/{id}/upload", access.ImportPreview, s.receiveFile), s.maxBytes()+formRoom),
		route("GET /lists/uploads/{id}", access.ImportPreview, s.preview),
		wide(route("POST /lists/uploads/{id}", access.ImportTake, s.correct), mappingRoom),
		wide(route("POST /lists/uploads/{id}/tables", access.ImportPreview, s.chooseTables), mappingRoom),
		route("GET /lists/uploads/{id}/edition", access.ImportPreview, s.edition),
		wide(route("POST /lists/uploads/{id}/edition", access.ImportTake, s.chooseEdition), mappingRoom),
		route("GET /lists/uploads/{id}/progress", access.ImportTake, s.progress),
		route("POST /lists/uploads/{id}/stop", access.ImportTake, s.stop),
		route("POST /lists/uploads/{id}/drop", access.ImportPreview, s.drop),
		route("GET /lists/imports/{id}", access.SourceRead, s.imported),
		route("GET /lists/imports/{id}/refused", access.ImportRefused, s.refused),
		route("GET /lists/imports/{id}/undo", access.ImportUndo, s.askUndo),
		route("POST /lists/imports/{id}/undo", access.ImportUndo, s.undo),
	}
}

func (s *Screen) maxBytes() int64 {
	if s.MaxBytes > 0 {
		return s.MaxBytes
	}
	return MaxBytes
}

func (s *Screen) directRows() int {
	if s.DirectRows > 0 {
		return s.DirectRows
	}
	return DirectRows
}

// actor is the reader as the ledger names who makes a change.
func (s *Screen) actor(ctx context.Context) journal.Actor {
	p := gate.PrincipalOf(ctx)
	return journal.Actor{Account: string(p.Account), Org: string(p.Org)}
}

// may reports whether the reader may do something to a source.
func (s *Screen) may(ctx context.Context, a access.Action, src register.Source) bool {
	return s.authorize(ctx, a, access.SourceResource(src)) == nil
}

// sourceFor finds a source in sight to which the reader may do something.
func (s *Screen) sourceFor(ctx context.Context, a access.Action, id register.SourceID) (register.Source, error) {
	src, err := s.Register.SourceOf(ctx, gate.Sight(ctx, 0), id)
	if err != nil {
		return src, err
	}
	return src, s.authorize(ctx, a, access.SourceResource(src))
}

// importFor finds an import of a source in sight to which the reader may do
// something, and that source.
func (s *Screen) importFor(ctx context.Context, a access.Action, id register.ImportID) (register.Import, register.Source, error) {
	im, err := s.Register.ImportOf(ctx, gate.Sight(ctx, 0), id)
	if err != nil {
		return im, register.Source{}, err
	}
	src, err := s.sourceFor(ctx, a, im.Source)
	return im, src, err
}

func (s *Screen) nameOf(ctx context.Context, p locale.Printer, account string) string {
	return gate.Colleague(ctx, p, s.People, account)
}

// orgNames are the organisations' names in the reader's language.
func (s *Screen) orgNames(ctx context.Context, p locale.Printer) (map[register.OrgID]string, error) {
	orgs, err := s.People.Orgs(ctx)
	names := make(map[register.OrgID]string, len(orgs))
	for _, o := range orgs {
		names[o.ID] = o.Name(p.Lang())
	}
	return names, err
}

// authorize returns nil where the reader may do action to res.
func (s *Screen) authorize(ctx context.Context, action access.Action, res access.Resource) error {
	return s.Access.Authorize(ctx, gate.PrincipalOf(ctx), action, res)
}
