package attach

import (
	"context"
	"io"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
)

// An Authorizer answers whether someone may do something; see
// [access.Authorizer].
type Authorizer interface {
	Authorize(ctx context.Context, who access.Principal, action access.Action, res access.Resource) error
}

// A Register finds attached files and what they are about. See
// [register.Reader] for what each method promises.
type Register interface {
	SourceOf(ctx context.Context, v register.Sight, id register.SourceID) (register.Source, error)
	Person(ctx context.Context, v register.Sight, id register.PersonID) (register.PersonID, []register.Record, error)
	RecordOf(ctx context.Context, v register.Sight, id register.RecordID) (register.Record, error)
	Site(ctx context.Context, id register.FacilityID) (register.Site, error)
	Items(ctx context.Context, v register.Sight, kind register.SubjectKind, subject string) ([]register.Item, error)
	Item(ctx context.Context, v register.Sight, id string) (register.Item, error)
}

// A Vault keeps files; see package vault.
type Vault interface {
	Put(ctx context.Context, r io.Reader) (id string, size int64, err error)
	Open(ctx context.Context, id string) (io.ReadCloser, error)
}

// People knows the names of accounts.
type People = gate.Names

// MaxBytes is the greatest size of an attached file unless the screen says
// otherwise.
const MaxBytes = 512_000_000

// A Screen attaches files and gives them out. Its fields are set once.
type Screen struct {
	Web      *web.Server
	Access   Authorizer
	Register Register
	Vault    Vault
	Journal  *journal.Journal
	People   People
	FileNos  register.FileNos
	NewID    func() string // ULIDs
	// Refuse refuses a file that is in the vault, such as one destroyed by law,
	// with an [*intake.Error]. Nil refuses none.
	Refuse func(blob string) error
	// MaxBytes is the greatest size of a file, 0 for [MaxBytes].
	MaxBytes int64
}

// formRoom is what a form may weigh beside its file.
const formRoom = 1 << 20

// Routes are the screen's addresses.
func (s *Screen) Routes() []web.Route {
	post := func(kind register.SubjectKind, a access.Action) web.Route {
		return web.Route{
			Pattern: "POST /attach/" + string(kind) + "/{id}", Action: string(a), MaxBody: s.maxBytes() + formRoom,
			Handler: s.attach(kind),
		}
	}
	return []web.Route{
		post(register.OfSource, access.SourceAttach),
		post(register.OfPerson, access.PersonAttach),
		post(register.OfFacility, access.FacilityAttach),
		{Pattern: "GET /files/{id}", Action: string(access.FileRead), Handler: s.download},
	}
}

func (s *Screen) maxBytes() int64 {
	if s.MaxBytes > 0 {
		return s.MaxBytes
	}
	return MaxBytes
}

// authorize returns nil where the reader may do action to res.
func (s *Screen) authorize(ctx context.Context, action access.Action, res access.Resource) error {
	return s.Access.Authorize(ctx, gate.PrincipalOf(ctx), action, res)
}
