package gate

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web"
)

type readerKey struct{}

type reader struct {
	who access.Principal
	at  time.Time // of the request; reveals end by it
}

func readerOf(ctx context.Context) reader {
	r, _ := ctx.Value(readerKey{}).(reader)
	return r
}

// PrincipalOf is who reads; the zero value where nobody is signed in.
func PrincipalOf(ctx context.Context) access.Principal { return readerOf(ctx).who }

// ViewOf is what the reader may see.
func ViewOf(ctx context.Context) access.View {
	r := readerOf(ctx)
	return access.ViewOf(r.who, r.at)
}

// Sight is what the reader may see in one person's file; person 0 is no file in
// particular. A reader without case content has the sight of the public.
func Sight(ctx context.Context, person register.PersonID) register.Sight {
	v := ViewOf(ctx)
	s := sightOf(v)
	if person != 0 && v.SeesIn(person, register.C4) {
		s.Level, s.Revealed = register.C4, true
	}
	return s
}

// SightOf is what an account may see in no file in particular, whoever reads.
func SightOf(who access.Principal, at time.Time) register.Sight {
	return sightOf(access.ViewOf(who, at))
}

func sightOf(v access.View) register.Sight {
	if !v.Content && !v.Limited {
		return register.Sight{Closed: v.Closed}
	}
	return register.Sight{Org: v.Org, Level: v.MaxLevel, Closed: v.Closed}
}

// A session is the reader as pages need it. It lives as long as its request,
// and so it may hold the request's context, under which decisions are kept.
type session struct {
	ctx        context.Context
	who        access.Principal
	org        access.Organisation
	authorizer *access.Authorizer
}

var _ web.Session = session{}

func (s session) Account() string { return s.who.Name }
func (s session) Org() string     { return s.org.Name(s.who.Lang) }
func (s session) Lang() string    { return s.who.Lang }

// DraftKey is a hash of the account's id: the same in every session, and not to
// be turned back into an id of 80 random bits.
func (s session) DraftKey() string {
	h := sha256.Sum256([]byte("kashf drafts\n" + string(s.who.Account)))
	return hex.EncodeToString(h[:8])
}

// Can reports whether the reader may do the action to anything at all: to the
// reader's own organisation's things, after a fresh sign-in where one is asked
// for. The handler's domain method decides about the thing itself.
func (s session) Can(action string) bool {
	a := access.Action(action)
	d := s.authorizer.Decide(s.ctx, s.who, a, access.Resource{Kind: scopeOf(a), Owner: s.who.Org})
	return d.Allowed || d.StepUp
}

// scopes says what an action is done to, by the first word of its name. The
// kind brings the least level that the reader's clearance must reach.
var scopes = map[string]access.ResourceKind{
	"people": access.OnPerson, "person": access.OnPerson, "record": access.OnRecord,
	"source": access.OnSource, "import": access.OnSource, "match": access.OnMatch, "run": access.OnRun,
	"ledger": access.OnLedger, "facility": access.OnFacility, "file": access.OnFile,
	"family": access.OnPerson, "note": access.OnPerson, "photo": access.OnPerson, "export": access.OnPerson, "org": access.OnOrg, "account": access.OnAccount, "case": access.OnCase,
}

func scopeOf(a access.Action) access.ResourceKind {
	if a == access.LedgerBody || a == access.LedgerUndo {
		return access.OnEntry
	}
	first, _, _ := strings.Cut(string(a), ".")
	return scopes[first] // the house for all others
}
