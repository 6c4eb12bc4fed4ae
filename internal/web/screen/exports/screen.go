package exports

import (
	"context"
	"errors"
	"maps"
	"math"
	"net/http"
	"slices"
	"time"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/dossier"
	"kashf.org/kashf/internal/export"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
)

// Exports keeps requests; [export.Service] does.
type Exports interface {
	Of(ctx context.Context, a journal.Actor, id string) (export.Request, error)
	Approve(ctx context.Context, a journal.Actor, id string) error
	Withdraw(ctx context.Context, a journal.Actor, id string) error
	Take(ctx context.Context, a journal.Actor, id string, b export.TakenBody) error
}

// Requests lists an organisation's requests; the store does.
type Requests interface {
	// ExportsBefore lists those asked for before an entry, the newest first.
	ExportsBefore(ctx context.Context, org register.OrgID, before int64, limit int) ([]export.Request, error)
}

// Leavings reads what leaves: facts that are adverse to nobody.
type Leavings interface {
	Leaving(ctx context.Context, a dossier.Audience, ids []register.PersonID, fields []register.Field) ([]dossier.Leaving, error)
}

// Register finds whose records are now.
type Register interface {
	PersonsOf(ctx context.Context, v register.Sight, ids []register.RecordID) (map[register.RecordID]register.PersonID, error)
}

// Accounts finds what the two who stand behind a file may do; [access.Service]
// does.
type Accounts interface {
	Principal(ctx context.Context, id access.AccountID) (access.Principal, error)
}

// A State is where the ledger stands.
type State struct {
	Size int64
	Root string // base64
}

// A Screen gives selections out. Its fields are set once.
type Screen struct {
	Web      *web.Server
	Exports  Exports
	Requests Requests
	Leavings Leavings
	Register Register
	Accounts Accounts
	People   gate.Names
	Now      func() time.Time
	State    func(ctx context.Context) (State, error)
	Shelf    Shelf
	Vault    Vault
	Jobs     Jobs
}

// waitingRead is how many of an organisation's newest requests are looked at for
// those that wait.
const waitingRead = 100

// Waiting counts the requests of colleagues that wait for the reader's word, 0
// for who may not give it.
func (s *Screen) Waiting(ctx context.Context) (n int, err error) {
	if session := web.SessionOf(ctx); session == nil || !session.Can(string(access.ExportApprove)) {
		return 0, nil
	}
	who := gate.PrincipalOf(ctx)
	all, err := s.Requests.ExportsBefore(ctx, who.Org, math.MaxInt64, waitingRead)
	for _, x := range all {
		if x.Approved == 0 && x.Undone == 0 && x.By != string(who.Account) {
			n++
		}
	}
	return n, err
}

// Path is the screen's address.
const Path = "/exports"

// Routes are the screen's addresses.
func (s *Screen) Routes() []web.Route {
	return []web.Route{
		{Pattern: "GET " + Path, Action: string(access.ExportAsk), Handler: s.list},
		{Pattern: "GET " + Path + "/{id}", Action: string(access.ExportAsk), Handler: s.one},
		{Pattern: "POST " + Path + "/{id}/approve", Action: string(access.ExportApprove), Handler: s.approve},
		{Pattern: "POST " + Path + "/{id}/withdraw", Action: string(access.ExportAsk), Handler: s.withdraw},
		{Pattern: "POST " + Path + "/{id}/make", Action: string(access.ExportAsk), Handler: s.make},
		{Pattern: "GET " + Path + "/{id}/progress", Action: string(access.ExportAsk), Handler: s.progress},
		{Pattern: "POST " + Path + "/{id}/stop", Action: string(access.ExportAsk), Handler: s.stop},
		{Pattern: "GET " + Path + "/{id}/paper", Action: string(access.ExportAsk), Handler: s.paper},
		{Pattern: "GET " + Path + "/{id}/{file}", Action: string(access.ExportAsk), Handler: s.take},
	}
}

func actor(ctx context.Context) journal.Actor {
	who := gate.PrincipalOf(ctx)
	return journal.Actor{Account: string(who.Account), Org: string(who.Org)}
}

// find is a request of the reader's organisation, none of whose people a
// conflict of interest closes to the reader.
func (s *Screen) find(ctx context.Context, id string) (export.Request, error) {
	x, err := s.Exports.Of(ctx, actor(ctx), id)
	if err == nil && closed(ctx, x) {
		err = register.ErrNotFound
	}
	return x, err
}

// closed reports whether a conflict of interest closes one of a request's people
// to the reader: what it is for may tell of any of them, and the word of two is
// not given over somebody's head.
func closed(ctx context.Context, x export.Request) bool {
	return closedTo(gate.Sight(ctx, 0), x)
}

func closedTo(v register.Sight, x export.Request) bool {
	return slices.ContainsFunc(x.Records, func(r register.RecordID) bool { return !v.SeesRecord(r) })
}

// A sight is what all who stand behind a file may see: whoever reads the page,
// whoever asked, and whoever approved. What leaves is what each of them could
// read for themselves, and no more than case staff may (C2).
type sight struct {
	register.Sight                  // of the reader, at the level of all
	account        string           // the reader's
	others         []register.Sight // of those behind the file
}

func (s *Screen) sightOf(ctx context.Context, x export.Request) (sight, error) {
	return s.sightFor(ctx, gate.Sight(ctx, 0), string(gate.PrincipalOf(ctx).Account), x)
}

func (s *Screen) sightFor(ctx context.Context, own register.Sight, account string, x export.Request) (sight, error) {
	v := sight{Sight: own, account: account}
	v.Level = min(v.Level, register.C2)
	for _, id := range []string{x.By, x.Approver} {
		if id == "" || id == account {
			continue
		}
		who, err := s.Accounts.Principal(ctx, access.AccountID(id))
		if err != nil {
			return v, err
		}
		o := gate.SightOf(who, s.Now())
		v.Level = min(v.Level, o.Level)
		v.others = append(v.others, o)
	}
	for i := range v.others {
		v.others[i].Level = v.Level
	}
	return v, nil
}

// lower reports whether the reader reads less than whoever asked, up to what may
// leave: then nobody would have looked at all of it but the one who asked.
func (s *Screen) lower(ctx context.Context, x export.Request) (bool, error) {
	who, err := s.Accounts.Principal(ctx, access.AccountID(x.By))
	if err != nil {
		return false, err
	}
	return gate.Sight(ctx, 0).Level < min(gate.SightOf(who, s.Now()).Level, register.C2), nil
}

// persons are those of a request that all behind a file have in sight now, each
// once.
func (s *Screen) persons(ctx context.Context, v sight, x export.Request) ([]register.PersonID, error) {
	mine, err := s.Register.PersonsOf(ctx, v.Sight, x.Records)
	if err != nil {
		return nil, err
	}
	for _, o := range v.others {
		theirs, err := s.Register.PersonsOf(ctx, o, x.Records)
		if err != nil {
			return nil, err
		}
		maps.DeleteFunc(mine, func(r register.RecordID, _ register.PersonID) bool { _, ok := theirs[r]; return !ok })
	}
	seen := make(map[register.PersonID]bool, len(mine))
	var out []register.PersonID
	for _, id := range x.Records {
		if p, ok := mine[id]; ok && !seen[p] {
			seen[p] = true
			out = append(out, p)
		}
	}
	return out, nil
}

// approve gives the second word. Who reads less than what would leave gives
// none, and is told so.
func (s *Screen) approve(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	x, err := s.find(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	if less, err := s.lower(ctx, x); err != nil {
		return err
	} else if less {
		return s.show(w, r, http.StatusUnprocessableEntity, x, "exports.wrong.less")
	}
	switch err := s.Exports.Approve(ctx, actor(ctx), x.ID); {
	case errors.Is(err, export.ErrOwnWord):
		return s.show(w, r, http.StatusUnprocessableEntity, x, "exports.wrong.own")
	case err != nil:
		return err
	}
	http.Redirect(w, r, Path, http.StatusSeeOther)
	return nil
}

func (s *Screen) withdraw(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	x, err := s.find(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	if x.By != string(gate.PrincipalOf(ctx).Account) {
		return s.show(w, r, http.StatusUnprocessableEntity, x, "exports.wrong.not_asked")
	}
	if err := s.Exports.Withdraw(ctx, actor(ctx), x.ID); err != nil {
		return err
	}
	http.Redirect(w, r, Path, http.StatusSeeOther)
	return nil
}
