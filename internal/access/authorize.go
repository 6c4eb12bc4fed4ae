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
	made     decisions
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
	// failed: a policy could not be evaluated. It is asked again, and told
	// again.
	failed bool
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

// Decide is [Authorizer.Authorize] with its reasons. A question of a class that
// was asked before is not evaluated again.
func (a *Authorizer) Decide(_ context.Context, who Principal, action Action, res Resource) Decision {
	now := a.now()
	key := classOf(who, action, res, now)
	if d, ok := a.made.find(key); ok {
		return d
	}
	d := a.decide(who, action, res, now)
	if !d.failed {
		a.made.keep(key, d)
	}
	return d
}

func (a *Authorizer) decide(who Principal, action Action, res Resource, now time.Time) Decision {
	d := a.evaluate(who, action, res, now)
	if !d.Allowed && slices.Equal(d.Policies, []string{stepUpPolicy}) {
		fresh := who
		fresh.StepUpAt = now
		again := a.evaluate(fresh, action, res, now)
		d.StepUp, d.failed = again.Allowed, again.failed
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
		return Decision{Policies: []string{"evaluation-error"}, failed: true}
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
	part                string
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
		part:       r.part(p),
	}
}

// decisions are kept by class. The policies never change while the program
// runs, and whatever else an answer hangs on is in its class: an account that
// loses a role asks questions of another class.
type decisions struct {
	mu   sync.RWMutex
	made map[class]Decision
}

// decisionsKept bounds what is kept: a few dozen classes an account.
const decisionsKept = 1 << 14

func (m *decisions) find(key class) (Decision, bool) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	d, ok := m.made[key]
	return d, ok
}

func (m *decisions) keep(key class, d Decision) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.made == nil || len(m.made) >= decisionsKept {
		m.made = make(map[class]Decision)
	}
	m.made[key] = d
}
