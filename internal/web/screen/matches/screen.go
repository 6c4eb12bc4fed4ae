package matches

import (
	"context"
	"time"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/dossier"
	"kashf.org/kashf/internal/identity"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/queue"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/linkage"
)

// A Gate says who asks and what they may do.
type Gate interface {
	Principal(ctx context.Context) access.Principal
	Sight(ctx context.Context) register.Sight
	// Authorize returns nil where the reader may do action to res.
	Authorize(ctx context.Context, action access.Action, res access.Resource) error
}

// Pairs reads two records side by side; [dossier.Dossier] does.
type Pairs interface {
	// MatchPair returns [register.ErrNotFound] where either record is absent
	// or out of sight.
	MatchPair(ctx context.Context, a dossier.Audience, left, right register.RecordID) (dossier.Pair, error)
}

// Identity weighs pairs and takes people's answers; [identity.Service] does,
// and says what each method promises.
type Identity interface {
	Explain(ctx context.Context, v register.Sight, left, right register.RecordID) (identity.Explanation, error)
	Judge(ctx context.Context, a journal.Actor, v register.Sight, ans identity.Answer) (register.Judgement, error)
	UndoJudgement(ctx context.Context, a journal.Actor, v register.Sight, id, why string) (int64, error)
	Undo(ctx context.Context, a journal.Actor, seq int64, why string) (int64, error)
	Blind(ctx context.Context, left, right register.RecordID) (bool, error)
	Findings(ctx context.Context, run int64) (linkage.Report, bool, error)
	FindingsIn(ctx context.Context, run int64, list func(register.RecordID) (string, bool)) (linkage.Slice, error)
}

// A Register is what the screen reads. See [register.Reader] for what each
// method promises.
type Register interface {
	Sources(ctx context.Context, v register.Sight) ([]register.Source, error)
	Imports(ctx context.Context, v register.Sight, source register.SourceID) ([]register.Import, error)
	Person(ctx context.Context, v register.Sight, id register.PersonID) (register.PersonID, []register.Record, error)
	OpenMatches(ctx context.Context, v register.Sight, account string, after, limit int) ([]register.OpenMatch, error)
	Judgement(ctx context.Context, v register.Sight, id string) (register.Judgement, error)
	Standing(ctx context.Context) ([]register.Judgement, error)
	LatestRun(ctx context.Context) (register.Run, error)
	Runs(ctx context.Context, limit int) ([]register.Run, error)
	Counts(ctx context.Context, v register.Sight) (register.Counts, error)
}

// Jobs does long work; [queue.Queue] does.
type Jobs interface {
	Enqueue(ctx context.Context, j queue.Job) (queue.Job, error)
	Get(ctx context.Context, id string) (queue.Job, error)
	List(ctx context.Context, limit int) ([]queue.Job, error)
	Cancel(ctx context.Context, id string) error
}

// People knows the names of accounts.
type People = gate.Names

// A Screen is the section Matches. Its fields are set once, before
// [Screen.Routes].
type Screen struct {
	Web      *web.Server
	Gate     Gate
	Pairs    Pairs
	Identity Identity
	Register Register
	// Jobs runs linkages: the handler for [RunKind] is [RunJob]. Nil offers
	// none.
	Jobs     Jobs
	People   People
	Seconder gate.Seconder // says what was taken back before
	FileNos  register.FileNos
	Now      func() time.Time
}

// Routes are the screen's addresses.
func (s *Screen) Routes() []web.Route {
	route := func(pattern string, a access.Action, h web.HandlerFunc) web.Route {
		return web.Route{Pattern: pattern, Action: string(a), Handler: h}
	}
	return []web.Route{
		route("GET /matches", access.MatchList, s.next),
		route("GET /matches/compare", access.MatchList, s.compare),
		route("GET /matches/{pair}", access.MatchList, s.pair),
		route("POST /matches/{pair}/answer", access.MatchJudge, s.answer),
		route("GET /matches/judgements/{id}/undo", access.MatchUndo, s.askUndo),
		route("POST /matches/judgements/{id}/undo", access.MatchUndo, s.undo),
		route("POST /matches/judgements/{id}/back", access.MatchUndo, s.takeBack),
		route("GET /matches/runs", access.MatchList, s.runs),
		route("POST /matches/runs", access.RunStart, s.startRun),
		route("GET /matches/runs/{run}", access.MatchList, s.run),
		route("GET /matches/runs/{run}/undo", access.LedgerUndo, s.askUndoRun),
		route("POST /matches/runs/{run}/undo", access.LedgerUndo, s.undoRun),
		route("GET /matches/jobs/{id}", access.MatchList, s.job),
		route("POST /matches/jobs/{id}/stop", access.RunCancel, s.stopJob),
	}
}

// actor is the reader as the ledger names who makes a change.
func (s *Screen) actor(ctx context.Context) journal.Actor {
	p := s.Gate.Principal(ctx)
	return journal.Actor{Account: string(p.Account), Org: string(p.Org)}
}

// audience is the reader of a pair. Who judges sees a reported death: it can
// part two records, and whether it is anybody's is what is being asked.
func (s *Screen) audience(ctx context.Context) dossier.Audience {
	who := s.Gate.Principal(ctx)
	return dossier.Audience{
		Sight: s.Gate.Sight(ctx), Account: string(who.Account),
		Deaths: access.ViewOf(who, s.Now()).SeesDeaths(),
	}
}

func (s *Screen) may(ctx context.Context, a access.Action, res access.Resource) bool {
	return s.Gate.Authorize(ctx, a, res) == nil
}

// judges reports whether the reader can answer at all.
func (s *Screen) judges(ctx context.Context) bool {
	return s.may(ctx, access.MatchJudge, access.Resource{Kind: access.OnMatch})
}

func judgementResource(j register.Judgement) access.Resource {
	return access.Resource{Kind: access.OnMatch, Owner: j.Org, Author: access.AccountID(j.By)}
}

func (s *Screen) nameOf(ctx context.Context, p locale.Printer, account string) string {
	return gate.Colleague(ctx, p, s.People, account)
}
