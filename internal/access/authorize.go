package access

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/cedar-policy/cedar-go"

	"kashf.org/kashf/internal/register"
)

// stepUpPolicy is the @id of the forbid that a fresh sign-in lifts.
const stepUpPolicy = "step-up"

// An Authorizer answers whether someone may do something. It is safe for
// concurrent use.
type Authorizer struct {
	policies *cedar.PolicySet
	now      func() time.Time
	alarm    func(Action, error)
}

// NewAuthorizer reads the policies and checks them against the schema. alarm
// is told when a policy could not be evaluated, which is a fault of the
// program: the question is refused, and someone has to look.
func NewAuthorizer(now func() time.Time, alarm func(Action, error)) (*Authorizer, error) {
	set, err := parsePolicies(policyText)
	if err != nil {
		return nil, err
	}
	v, err := newValidator()
	if err != nil {
		return nil, err
	}
	if err := checkPolicies(set, v); err != nil {
		return nil, err
	}
	return &Authorizer{policies: set, now: now, alarm: alarm}, nil
}

// A Decision is an answer with its reasons, for the log.
type Decision struct {
	Allowed bool
	// StepUp: it would be allowed after a fresh sign-in.
	StepUp bool
	// Policies are the @ids that decided, sorted: the permits of a yes, the
	// forbids of a no. A no without any was permitted by nothing.
	Policies []string
}

// Err is nil where the decision allows, else [ErrDenied] or [ErrStepUp].
func (d Decision) Err() error {
	switch {
	case d.Allowed:
		return nil
	case d.StepUp:
		return ErrStepUp
	}
	return ErrDenied
}

// Authorize returns nil where who may do action to res, [ErrStepUp] where a
// fresh sign-in is all that is missing, and [ErrDenied] otherwise. Where res is
// hidden from who, the caller answers as if it did not exist.
func (a *Authorizer) Authorize(ctx context.Context, who Principal, action Action, res Resource) error {
	return a.Decide(ctx, who, action, res).Err()
}

// Decide is [Authorizer.Authorize] with its reasons. Under a context from
// [Remember] a question of the same class is evaluated once.
func (a *Authorizer) Decide(ctx context.Context, who Principal, action Action, res Resource) Decision {
	now := a.now()
	m, ok := ctx.Value(memoryKey{}).(*memory)
	if !ok {
		return a.decide(who, action, res, now)
	}
	key := classOf(who, action, res, now)
	return m.decision(key, func() Decision { return a.decide(who, action, res, now) })
}

func (a *Authorizer) decide(who Principal, action Action, res Resource, now time.Time) Decision {
	d := a.evaluate(who, action, res, now)
	if !d.Allowed && slices.Equal(d.Policies, []string{stepUpPolicy}) {
		fresh := who
		fresh.StepUpAt = now
		d.StepUp = a.evaluate(fresh, action, res, now).Allowed
	}
	return d
}

func (a *Authorizer) evaluate(who Principal, action Action, res Resource, now time.Time) Decision {
	entities, req := request(who, action, res, now)
	answer, diag := cedar.Authorize(a.policies, entities, req)
	if len(diag.Errors) > 0 {
		// Cedar leaves out a policy that fails. Where that is a forbid, the
		// permits alone would decide.
		a.alarm(action, diagnosticError(diag))
		return Decision{Policies: []string{"evaluation-error"}}
	}
	d := Decision{Allowed: bool(answer)}
	for _, r := range diag.Reasons {
		d.Policies = append(d.Policies, string(r.PolicyID))
	}
	slices.Sort(d.Policies)
	return d
}

func diagnosticError(diag cedar.Diagnostic) error {
	var errs []error
	for _, e := range diag.Errors {
		errs = append(errs, fmt.Errorf("evaluate policy %s: %s", e.PolicyID, e.Message))
	}
	return errors.Join(errs...)
}

// A class is everything about a question that the policies look at. Two
// questions of one class have one answer.
type class struct {
	account             AccountID
	org                 register.OrgID
	roles               Roles
	clearance           register.Level
	disabled, pending   bool
	action              Action
	kind                ResourceKind
	level               register.Level
	own, readable       bool
	author, conflicted  bool
	revealed, steppedUp bool
}

func classOf(p Principal, a Action, r Resource, now time.Time) class {
	return class{
		account: p.Account, org: p.Org, roles: p.Roles, clearance: p.Clearance,
		disabled: p.Disabled, pending: p.Pending,
		action: a, kind: r.Kind, level: r.level(),
		own:        r.Owner != "" && r.Owner == p.Org,
		readable:   r.readable(p.Org),
		author:     r.Author != "" && r.Author == p.Account,
		conflicted: p.Account != "" && slices.Contains(r.Conflicted, p.Account),
		revealed:   p.Reveals.Open(r.Person, now),
		steppedUp:  p.SteppedUp(now),
	}
}

type memoryKey struct{}

type memory struct {
	mu   sync.Mutex
	made map[class]Decision
}

// Remember gives a context under which decisions are kept, for one request: a
// page of ten thousand rows asks few different questions.
func Remember(ctx context.Context) context.Context {
	return context.WithValue(ctx, memoryKey{}, &memory{made: make(map[class]Decision)})
}

func (m *memory) decision(key class, decide func() Decision) Decision {
	m.mu.Lock()
	defer m.mu.Unlock()
	d, ok := m.made[key]
	if !ok {
		d = decide()
		m.made[key] = d
	}
	return d
}
