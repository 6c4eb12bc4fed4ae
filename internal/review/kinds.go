package review

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"unicode/utf8"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
)

// The kinds of entries. Names are stored for ever.
const (
	// ActDone is an act in a case. Its header names no case.
	ActDone = "review.act"
	// PolicySet puts a version of the policy into force.
	PolicySet = "review.policy"
)

// Kinds are what the entries of this package do to the tables. None is undone:
// what was wrong is answered by a further act.
func Kinds() []journal.Kind {
	return []journal.Kind{
		{Name: ActDone, Version: 1, Apply: applyAct},
		{Name: PolicySet, Version: 1, Apply: applyPolicy},
		{Name: RosterChanged, Version: 1, Apply: applyRoster},
		{Name: DrawStep, Version: 1, Apply: applyDraw},
	}
}

// ActBody is the body of [ActDone].
type ActBody struct {
	Case CaseID          `json:"case"`
	Act  string          `json:"act"` // [Body.Kind]
	Body json.RawMessage `json:"body"`
}

// PolicyBody is the body of [PolicySet]: the policy as it was read, its text as
// it was written, and why it changed.
type PolicyBody struct {
	Policy Policy `json:"policy"`
	Text   string `json:"text"`
	Why    string `json:"why"`
}

// A StoredPolicy is a version of the policy as the store keeps it.
type StoredPolicy struct {
	Policy Policy
	Why    string
	At     Micros
	Seq    int64
}

// A StoredCase is a case with what lists are made from.
type StoredCase struct {
	*Case
	Ripe bool  // every vote is in and none is opened
	Next Clock // that runs out next and is not entered; zero where none runs
	// Recast: the parts differ from those that are stored.
	Recast bool
}

// Tables are the projections of reviews inside one unit of work.
type Tables interface {
	Books
	PutPolicy(ctx context.Context, p StoredPolicy) error
	// Policies lists the versions in the order in which they came into force.
	Policies(ctx context.Context) ([]StoredPolicy, error)
	// CaseOf returns a case, or [ErrHidden].
	CaseOf(ctx context.Context, id CaseID) (*Case, error)
	PutCase(ctx context.Context, c StoredCase) error
	// SetNext changes a case's next clock alone.
	SetNext(ctx context.Context, id CaseID, next Clock) error
	// CaseIDs lists the cases that are not closed.
	CaseIDs(ctx context.Context) ([]CaseID, error)
	// ConflictsOf are the conflicts of interest of an account that stand in any
	// case, closed ones too; "" is for those of every account.
	ConflictsOf(ctx context.Context, account string) (Conflicts, error)
	// FileNow is the person whose file holds that of another by now, or the
	// person itself.
	FileNow(ctx context.Context, p register.PersonID) (register.PersonID, error)
	// PutPapers makes those of a case's certificates that may be checked findable
	// by their codes, and the others not.
	PutPapers(ctx context.Context, all []Certified) error
	// PutSitting notes a hearing at which an account sat; Sittings counts them from
	// one moment to before another.
	PutSitting(ctx context.Context, account string, at Micros, seq int64) error
	Sittings(ctx context.Context, account string, from, to Micros) (int, error)
	PutSubmission(ctx context.Context, id string, c CaseID, group string, seq int64) error
	// Submitted reports whether a submission of that id was taken in.
	Submitted(ctx context.Context, id string) (bool, error)
}

// TablesOf finds the tables of reviews on a unit of work.
func TablesOf(env journal.Env) Tables { return env.Tx.(interface{ Reviews() Tables }).Reviews() }

// SettingOf is what a case is judged by, of all policies in their order: the
// version that it began under and those after it.
func SettingOf(policies []StoredPolicy, version string) (Setting, error) {
	for i, p := range policies {
		if p.Policy.Version != version {
			continue
		}
		k := Setting{Policy: p.Policy}
		for _, later := range policies[i+1:] {
			k.Later = append(k.Later, Edition{later.At, later.Policy})
		}
		return k, nil
	}
	return Setting{}, fmt.Errorf("review: no policy %q", version)
}

// EventOf reads an entry of [ActDone]: the case, and what happened in it.
func EventOf(e journal.Entry) (CaseID, Event, error) { return eventOf(e) }

func eventOf(e journal.Entry) (CaseID, Event, error) {
	b, ok := cutAct(e.Body)
	if !ok {
		var err error
		if b, err = journal.Decode[ActBody](e); err != nil {
			return "", Event{}, err
		}
	}
	body, err := DecodeBody(b.Act, b.Body)
	if err != nil {
		return "", Event{}, fmt.Errorf("entry %d: %w", e.Seq, err)
	}
	return b.Case, Event{Seq: e.Seq, At: Micros(e.At), By: e.Author, Org: e.Org, Body: body}, nil
}

// cutAct takes an act apart that stands as [ActBody] is encoded, without reading
// the JSON of its body, which is read once, by its kind: reading it here too
// would be half the time of a public account. Whatever stands otherwise is not
// ok, and is for the JSON reader to judge.
func cutAct(text []byte) (ActBody, bool) {
	id, rest, ok := cutString(text, `{"case":"`)
	if !ok {
		return ActBody{}, false
	}
	act, rest, ok := cutString(rest, `,"act":"`)
	if !ok || !bytes.HasPrefix(rest, []byte(`,"body":{`)) || !bytes.HasSuffix(rest, []byte(`}}`)) {
		return ActBody{}, false
	}
	return ActBody{CaseID(id), act, rest[len(`,"body":`) : len(rest)-1]}, true
}

// cutString takes a string without escapes off the front of a text, with what
// stands before it.
func cutString(text []byte, before string) (s string, rest []byte, ok bool) {
	if text, ok = bytes.CutPrefix(text, []byte(before)); !ok {
		return "", nil, false
	}
	end := bytes.IndexByte(text, '"')
	if end < 0 || bytes.ContainsFunc(text[:end], func(r rune) bool { return r == '\\' || r < ' ' || r == utf8.RuneError }) {
		return "", nil, false
	}
	return string(text[:end]), text[end+1:], true
}

func applyAct(ctx context.Context, env journal.Env, e journal.Entry) error {
	id, ev, err := eventOf(e)
	if err != nil {
		return err
	}
	t := TablesOf(env)
	c := &Case{}
	if _, opening := ev.Body.(*OpenedBody); !opening {
		if c, err = t.CaseOf(ctx, id); err != nil {
			return fmt.Errorf("case %s: %w", id, err)
		}
	}
	before := partsOf(c)
	if err := c.take(ev); err != nil {
		return err
	}
	policies, err := t.Policies(ctx)
	if err != nil {
		return err
	}
	k, err := SettingOf(policies, c.Policy)
	if err != nil {
		return err
	}
	switch b := ev.Body.(type) {
	case *SubmittedBody:
		err = t.PutSubmission(ctx, b.ID, id, b.Group, e.Seq)
	case *HeardBody:
		for _, p := range c.playing(c.bench()) {
			if err = t.PutSitting(ctx, p.Account, Micros(e.At), e.Seq); err != nil {
				return err
			}
		}
	}
	if err == nil && len(c.Certificates) > 0 {
		err = t.PutPapers(ctx, c.Certificates)
	}
	if err != nil {
		return err
	}
	return t.PutCase(ctx, StoredCase{c, c.ripe(k), c.next(k), !reflect.DeepEqual(before, partsOf(c))})
}

// placed is how an account stands to a case, for lists.
type placed struct {
	account           string
	role              Role
	reads, conflicted bool
	awaited           bool
}

func partsOf(c *Case) []placed {
	var out []placed
	for _, p := range c.Cast {
		out = append(out, placed{p.Account, p.Role, p.clear(), p.conflicted(), p.Awaited()})
	}
	return out
}

// next is the clock that runs out next and is not entered.
func (c *Case) next(k Setting) Clock {
	for _, x := range c.Clocks(k) {
		if !c.lapsed(x) {
			return x
		}
	}
	return Clock{}
}

// applyPolicy brings a policy into force. The clocks of cases under way may run
// out sooner for it.
func applyPolicy(ctx context.Context, env journal.Env, e journal.Entry) error {
	b, err := journal.Decode[PolicyBody](e)
	if err != nil {
		return err
	}
	t := TablesOf(env)
	if err := t.PutPolicy(ctx, StoredPolicy{b.Policy, b.Why, Micros(e.At), e.Seq}); err != nil {
		return err
	}
	policies, err := t.Policies(ctx)
	if err != nil {
		return err
	}
	ids, err := t.CaseIDs(ctx)
	if err != nil {
		return err
	}
	for _, id := range ids {
		c, err := t.CaseOf(ctx, id)
		if err != nil {
			return err
		}
		k, err := SettingOf(policies, c.Policy)
		if err != nil {
			return err
		}
		if err := t.SetNext(ctx, id, c.next(k)); err != nil {
			return err
		}
	}
	return nil
}
