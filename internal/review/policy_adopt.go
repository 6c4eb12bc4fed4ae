package review

import (
	"context"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"time"

	"kashf.org/kashf/internal/journal"
)

// SetPolicy puts a policy into force, from its text. A policy at fault is
// refused with a [*PolicyError]; a version that was in force before is too.
func (s *Service) SetPolicy(ctx context.Context, a journal.Actor, text []byte, why string) (Policy, error) {
	return s.adopt(ctx, a, text, why, func([]StoredPolicy) error { return nil })
}

// AdoptPolicy is [Service.SetPolicy] for somebody who saw what it changes. saw is
// the entry of the policy that was in force then, 0 where none was; where another
// came into force since, the answer is a [journal.ErrConflict]. What is sent twice
// is adopted once.
func (s *Service) AdoptPolicy(ctx context.Context, a journal.Actor, saw int64, text []byte, why string) (Policy, error) {
	return s.adopt(ctx, a, text, why, func(had []StoredPolicy) error {
		if InForce(had).Seq != saw {
			return journal.ErrConflict
		}
		return nil
	})
}

// InForce is the last of the policies, the zero value where there is none.
func InForce(had []StoredPolicy) StoredPolicy {
	if len(had) == 0 {
		return StoredPolicy{}
	}
	return had[len(had)-1]
}

func (s *Service) adopt(ctx context.Context, a journal.Actor, text []byte, why string, fits func([]StoredPolicy) error) (Policy, error) {
	p, err := ParsePolicy(text)
	if err != nil {
		return p, err
	}
	if strings.TrimSpace(why) == "" {
		return p, ruleReasons.refuse("why the policy changes")
	}
	return p, s.Journal.Do(ctx, a, func(ctx context.Context, u *journal.Unit) error {
		had, err := TablesOf(u.Env).Policies(ctx)
		if err != nil {
			return err
		}
		b := PolicyBody{p, string(text), why}
		if again, err := s.sentTwice(ctx, a, had, b); err != nil || again {
			return err
		}
		if err := fits(had); err != nil {
			return err
		}
		if err := p.Mandate.issued(s.Journal.Now()); err != nil {
			return err
		}
		if err := Unused(had, p.Version); err != nil {
			return err
		}
		_, err = u.Append(ctx, journal.Draft{Kind: PolicySet, Body: b})
		return err
	})
}

// issued refuses a mandate of a day that has not come: no law gives a power before
// it is there.
func (m Mandate) issued(now time.Time) error {
	if day, err := time.Parse(time.DateOnly, m.IssuedOn); err == nil && day.After(now.Add(14*time.Hour)) { // wherever the office is
		return ruleMandate.refuse("a mandate that has been issued: its day has not come")
	}
	return nil
}

// Unused refuses a version that was in force before: a case is judged by the
// version that it began under, so a name means one text.
func Unused(had []StoredPolicy, version string) error {
	if slices.ContainsFunc(had, func(x StoredPolicy) bool { return x.Policy.Version == version }) {
		return ruleOnce.refuse("a version that was never in force")
	}
	return nil
}

// sentTwice reports whether the policy in force is the very one that is sent, by the
// same account with the same reason: the form was sent twice.
func (s *Service) sentTwice(ctx context.Context, a journal.Actor, had []StoredPolicy, b PolicyBody) (bool, error) {
	last := InForce(had)
	if last.Seq == 0 || last.Policy.Version != b.Policy.Version || last.Why != b.Why {
		return false, nil
	}
	e, _, err := s.Store.Entry(ctx, last.Seq)
	if err != nil {
		return false, err
	}
	was, err := journal.Decode[PolicyBody](e)
	return err == nil && e.Author == a.Account && was.Text == b.Text, err
}

// PolicyText is the text that a policy was adopted with, as it was written.
func (s *Service) PolicyText(ctx context.Context, p StoredPolicy) (string, error) {
	e, _, err := s.Store.Entry(ctx, p.Seq)
	if err != nil {
		return "", err
	}
	b, err := journal.Decode[PolicyBody](e)
	return b.Text, err
}

// A Change is a key of the policy that has another value in a later one.
type Change struct {
	Key string // such as "panel.quorum"
	// Running: it reaches cases under way. Only a shorter clock on custody does,
	// and an urgent lane that is added.
	Running bool
}

// Changes are the keys of which two policies have other values, in the order of
// [PolicyKeys].
func Changes(was, now Policy) []Change {
	a, b, reached := values(was), values(now), values(was.Reached(now))
	var out []Change
	for _, k := range PolicyKeys() {
		if !reflect.DeepEqual(a[k], b[k]) {
			out = append(out, Change{k, !reflect.DeepEqual(a[k], reached[k])})
		}
	}
	return out
}

// PolicyKeys are the keys of a policy, as its text writes them, in the order of
// the shipped ones.
func PolicyKeys() []string {
	var out []string
	eachKey(reflect.ValueOf(Policy{}), "", func(key string, _ reflect.Value) { out = append(out, key) })
	return out
}

// values are what a policy has under each key, as text that can be compared.
func values(p Policy) map[string]string {
	out := map[string]string{}
	eachKey(reflect.ValueOf(p), "", func(key string, v reflect.Value) {
		text, _ := json.Marshal(v.Interface()) // of numbers, texts and lists of them
		if v.Kind() == reflect.Slice && v.Len() == 0 {
			text = nil // an empty list and none are the same
		}
		out[key] = string(text)
	})
	return out
}

func eachKey(v reflect.Value, at string, f func(key string, v reflect.Value)) {
	if v.Kind() != reflect.Struct {
		f(at, v)
		return
	}
	for i := range v.NumField() {
		eachKey(v.Field(i), strings.TrimPrefix(at+"."+v.Type().Field(i).Tag.Get("yaml"), "."), f)
	}
}

// A RunningChange is what a later policy does to the cases that began under some
// versions.
type RunningChange struct {
	Versions []string
	Was, Now Policy // what they go by without it, and with it
	Changes  []Change
}

// RunningChanges say what a policy would do to cases under way, by the versions
// that they began under. Versions that it does not reach are left out; those that
// it does the same to stand together.
func RunningChanges(had []StoredPolicy, later Policy) []RunningChange {
	var out []RunningChange
	for i, p := range had {
		was := p.Policy
		for _, x := range had[i+1:] {
			was = was.Reached(x.Policy)
		}
		now := was.Reached(later)
		r := RunningChange{Versions: []string{p.Policy.Version}, Was: was, Now: now, Changes: Changes(was, now)}
		if len(r.Changes) == 0 {
			continue
		}
		j := slices.IndexFunc(out, func(o RunningChange) bool { return r.like(o) })
		if j < 0 {
			out = append(out, r)
			continue
		}
		out[j].Versions = append(out[j].Versions, p.Policy.Version)
	}
	return out
}

// like reports whether two changes would be told of in the same words.
func (r RunningChange) like(o RunningChange) bool {
	if !slices.Equal(r.Changes, o.Changes) {
		return false
	}
	a, b, c, d := values(r.Was), values(o.Was), values(r.Now), values(o.Now)
	return !slices.ContainsFunc(r.Changes, func(x Change) bool { return a[x.Key] != b[x.Key] || c[x.Key] != d[x.Key] })
}
