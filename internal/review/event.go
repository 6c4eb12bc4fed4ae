package review

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// An Event is something that happened in a case: who, when, what.
type Event struct {
	Seq  int64  // of its entry; grows within a case
	At   Micros // the server's clock
	By   string // account, or [Machine]
	Org  string
	Body Body
}

// A Body is what happened. Kind is its name inside the entry, for ever. The
// ledger's lists show no more than that somebody did something in some review:
// that a member declared a tie, or was challenged, is told in the file.
type Body interface {
	Kind() string
	// by are the roles that may enter it; nil for anyone, before a part exists.
	by() []Role
	// admit refuses what the rules forbid.
	admit(c *Case, e Event, k Setting) error
	// apply takes it in. It asks nothing and cannot fail.
	apply(c *Case, e Event)
}

// A Setting is what an event is judged by beside the case itself.
type Setting struct {
	Policy Policy // the version that the case began under
	// Later are the versions that came into force since, in order. Of them
	// only what [Policy.Reached] lets through counts.
	Later []Edition
	// Sittings is how many cases the member who sat most has heard on that day, in
	// whatever panel and under whichever chair.
	Sittings int
}

// An Edition is a version of the policy and the moment it came into force.
type Edition struct {
	At     Micros
	Policy Policy
}

// reached is the policy with what of later ones reaches a case under way.
func (k Setting) reached() Policy {
	p := k.Policy
	for _, e := range k.Later {
		p = p.Reached(e.Policy)
	}
	return p
}

// bodies makes an empty body of each kind.
var bodies = map[string]func() Body{}

// kindOf registers a kind of body; p must be a pointer to the body's type.
func kindOf[T any, P interface {
	*T
	Body
}]() {
	var zero T
	bodies[P(&zero).Kind()] = func() Body { return P(new(T)) }
}

// KindNames lists the kinds of events, sorted.
func KindNames() []string { return slices.Sorted(maps.Keys(bodies)) }

// DecodeBody reads the body of an entry of that kind.
func DecodeBody(kind string, b []byte) (Body, error) {
	make, ok := bodies[kind]
	if !ok {
		return nil, fmt.Errorf("review: no kind %q", kind)
	}
	body := make()
	if err := json.Unmarshal(b, body); err != nil {
		return nil, fmt.Errorf("%s: body: %w", kind, err)
	}
	return body, nil
}

// Acts are the kinds of events that the role may enter, sorted; of all acts that
// people may do.
func (r Role) Acts() []string {
	var out []string
	for name, empty := range bodies {
		if slices.Contains(empty().by(), r) {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// Roles lists the parts that people play.
func Roles() []Role { return slices.Clone(everyone) }
