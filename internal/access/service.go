package access

import (
	"context"
	"fmt"
	"io"
	"time"

	"kashf.org/kashf/internal/register"
)

// A Config is what a [Service] works with. All fields are needed but Hash
// and Closed.
type Config struct {
	Store      Store
	Recorder   Recorder
	Authorizer *Authorizer
	Sealer     register.Sealer // seals second-factor secrets
	Now        func() time.Time
	Rand       io.Reader     // crypto/rand.Reader but in tests
	NewID      func() string // ULIDs
	Issuer     string        // the deployment's name in a sign-in app
	Hash       HashParams    // zero is DefaultHashParams
	// Closed gives the files that a conflict of interest closes to an account;
	// nil where the deployment has no reviews.
	Closed func(ctx context.Context, id AccountID) (*register.Closed, error)
}

// A Service signs people in and carries out what changes organisations,
// accounts and rights. It is safe for concurrent use.
type Service struct {
	Config
	hasher *hasher
	limits *limits
	// dummy are the hash and the secret that an unknown login is checked
	// against, so that it takes the time of a known one.
	dummyHash   string
	dummySecret string
}

// New makes a service.
func New(ctx context.Context, c Config) (*Service, error) {
	if c.Hash == (HashParams{}) {
		c.Hash = DefaultHashParams
	}
	s := &Service{Config: c, hasher: newHasher(c.Hash, c.Rand), limits: newLimits()}
	secret, err := oneTimePassword(c.Rand)
	if err != nil {
		return nil, err
	}
	if s.dummyHash, err = s.hasher.hash(ctx, secret); err != nil {
		return nil, err
	}
	dummy, err := newEnrolment("none", "none", c.Rand)
	if err != nil {
		return nil, err
	}
	s.dummySecret = dummy.Secret
	return s, nil
}

// View is what who may see now.
func (s *Service) View(who Principal) View { return ViewOf(who, s.Now()) }

// Reveal opens the C4 values of one person's file to who for a stated purpose,
// for [RevealFor]. res is the file, with its conflicts of interest; the caller
// has made sure that who sees it at all. The reveal is one entry of the ledger.
func (s *Service) Reveal(ctx context.Context, who Principal, res Resource, purpose string) (Reveal, error) {
	res.Kind, res.Level = OnPerson, register.C4
	if err := s.Authorizer.Authorize(ctx, who, PersonReveal, res); err != nil {
		return Reveal{}, err
	}
	purpose, err := cleanPurpose(purpose)
	if err != nil {
		return Reveal{}, err
	}
	if res.Person == 0 {
		return Reveal{}, fmt.Errorf("%w: a reveal is of one person's file", ErrInvalid)
	}
	now := s.Now()
	r := Reveal{
		ID: s.NewID(), Account: who.Account, Person: res.Person,
		Purpose: purpose, At: now, Until: now.Add(RevealFor),
	}
	f := s.fact(who, FactPersonRevealed, RevealBody{r.Person, r.Purpose, r.Until.UTC()}, r.Person.String())
	return r, s.Recorder.Record(ctx, f, func(ctx context.Context, st Store) error {
		return st.AddReveal(ctx, r)
	})
}

func (s *Service) fact(who Principal, kind FactKind, body any, subjects ...string) Fact {
	return Fact{
		Kind: kind, At: s.Now(), Author: who.Account, Org: who.Org,
		Subjects: subjects, Body: body,
	}
}
