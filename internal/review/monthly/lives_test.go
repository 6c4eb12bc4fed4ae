package monthly_test

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/ledger"
)

// A record is a ledger in memory: acts of invented cases, in their order.
type record struct {
	entries []journal.Entry
	tree    ledger.Memory
	events  map[review.CaseID][]review.Event
}

func (r *record) EntriesOf(_ context.Context, kind string, from, to int64) iter.Seq2[journal.Entry, error] {
	return func(yield func(journal.Entry, error) bool) {
		for _, e := range r.entries[min(from, int64(len(r.entries))):min(to, int64(len(r.entries)))] {
			if e.Kind == kind && !yield(e, nil) {
				return
			}
		}
	}
}

func (r *record) FirstSince(_ context.Context, from, at int64) (int64, error) {
	for _, e := range r.entries {
		if e.Seq >= from && e.At >= at {
			return e.Seq, nil
		}
	}
	return int64(len(r.entries)), nil
}

func (r *record) Hashes(context.Context) ledger.HashReader { return &r.tree }

// put appends an entry.
func (r *record) put(tb testing.TB, at time.Time, kind string, body any) int64 {
	text, err := json.Marshal(body)
	if err != nil {
		tb.Fatal(err)
	}
	e := journal.Entry{Header: ledger.Header{Seq: int64(len(r.entries)), At: at.UnixMicro(), Author: "a", Kind: kind}, Body: text}
	r.entries = append(r.entries, e)
	if _, err := r.tree.Add(ledger.Hash{byte(e.Seq), byte(e.Seq >> 8)}); err != nil {
		tb.Fatal(err)
	}
	return e.Seq
}

// A moment is an act of a case at a time.
type moment struct {
	at   time.Time
	id   review.CaseID
	by   string
	body review.Body
}

// lives enters policies and the acts of n invented cases, opened over some months.
// What more happens in a case is added to its acts.
func lives(tb testing.TB, seed uint64, n, months int, more ...func(*rand.Rand, []moment) []moment) *record {
	rnd := rand.New(rand.NewPCG(seed, 1))
	r := &record{events: map[review.CaseID][]review.Event{}}
	begin := time.Date(2025, 1, 3, 0, 0, 0, 0, time.UTC)
	r.put(tb, begin, review.PolicySet, review.PolicyBody{Policy: review.Policy{Version: "one", Body: review.Commission}, Why: "the commission begins"})
	var all []moment
	for i := range n {
		at := begin.Add(time.Duration(1+rnd.Int64N(int64(months)*30*24*60)) * time.Minute)
		policy := "one"
		if at.After(begin.AddDate(0, 2, 0)) && rnd.IntN(3) > 0 {
			policy = "two"
		}
		acts := life(rnd, review.CaseID(fmt.Sprintf("CASE%06d", i)), register.PersonID(i+1), policy, at)
		for _, f := range more { // with chance of its own: the acts before stay the same
			acts = f(rand.New(rand.NewPCG(seed, uint64(i))), acts)
		}
		all = append(all, acts...)
	}
	slices.SortStableFunc(all, func(a, b moment) int { return a.at.Compare(b.at) })
	second := false
	for _, m := range all {
		if m.at.After(begin.AddDate(0, 2, 0)) && !second {
			second = true
			r.put(tb, m.at, review.PolicySet, review.PolicyBody{Policy: review.Policy{Version: "two", Body: review.Commission}, Why: "shorter clocks"})
		}
		body, err := json.Marshal(m.body)
		if err != nil {
			tb.Fatal(err)
		}
		seq := r.put(tb, m.at, review.ActDone, review.ActBody{Case: m.id, Act: m.body.Kind(), Body: body})
		r.entries[seq].Author = m.by
		r.events[m.id] = append(r.events[m.id], review.Event{Seq: seq, At: review.MicrosOf(m.at), By: m.by, Body: m.body})
	}
	return r
}

// life is one case's acts, with chance in every turn. An account of a part is
// named by the part.
func life(rnd *rand.Rand, id review.CaseID, person register.PersonID, policy string, at time.Time) (out []moment) {
	act := func(by string, b review.Body) {
		at = at.Add(time.Duration(1+rnd.IntN(72)) * time.Hour)
		out = append(out, moment{at, id, by, b})
	}
	move := func(from, to review.State) { act("a", &review.MovedBody{From: from, To: to}) }
	sex := []string{"male", "male", "male", "female", ""}[rnd.IntN(5)]
	act("a", &review.OpenedBody{ID: id, Person: person, Policy: policy, Custody: rnd.IntN(4) > 0, Holder: "prison",
		Figured: review.Figured{Sex: sex, Under18: []string{"no", "no", "no", "yes", ""}[rnd.IntN(5)]}})
	act("a", &review.DeclaredBody{})
	if rnd.IntN(5) == 0 {
		act("a", &review.LaneBody{Lane: review.AllLanes()[rnd.IntN(4)]})
	}
	for _, s := range []string{"m1", "m2", "m3"} {
		act("a", &review.AssignedBody{Account: s, Org: s, Role: review.Member, Seat: s, Draw: "d"})
	}
	if rnd.IntN(10) == 0 {
		act("a", &review.LapsedBody{Clock: review.Clock{Name: review.BudgetClock, Due: review.MicrosOf(at), Custody: true}, To: review.CourtDue})
	}
	if rnd.IntN(2) == 0 {
		act("a", &review.AllegedBody{Allegation: review.Allegation{ID: "a1", Conduct: []review.Conduct{review.B1, review.B2, review.B3}[rnd.IntN(3)]}})
	}
	way := []review.State{review.Intake, review.Identity, review.Triage, review.Assembly, review.Disclosure, review.Submissions, review.Panel, review.Deliberation}
	stop := rnd.IntN(2 * len(way))
	for i := range way[1:] {
		if i == stop {
			return out
		}
		move(way[i], way[i+1])
	}
	decide(rnd, act, []string{"m1", "m2", "m3"}, review.Deliberation)
	move(review.Deliberation, review.Decided)
	switch rnd.IntN(8) {
	case 0:
		for i, by := range []string{"a", "w"} {
			out = append(out, moment{at, id, "a", &review.AssignedBody{Account: by, Org: by, Role: []review.Role{review.RosterChair, review.Observer}[i]}}, moment{at, id, by, &review.DeclaredBody{}})
		}
		act("a", &review.VoidedBody{Ground: review.Forger, Why: "w"})
		act("w", &review.VoidedBody{Ground: review.Forger, Why: "w"})
		return out
	case 1:
		move(review.Decided, review.Notice)
		act("a", &review.AppealedBody{Ground: "new_fact", Why: "w"})
		for _, s := range []string{"n1", "n2", "n3"} {
			act("a", &review.AssignedBody{Account: s, Org: s, Role: review.AppealMember, Seat: s, Draw: "d"})
		}
		to := decide(rnd, act, []string{"n1", "n2", "n3"}, review.Appeal)
		move(review.Appeal, to)
	}
	return out
}

// decide votes, drafts and signs.
func decide(rnd *rand.Rand, act func(string, review.Body), bench []string, in review.State) review.State {
	outcomes, to := []review.Outcome{review.Release, review.Release, review.Keep, review.ToCourt}, review.Decided
	if in == review.Appeal {
		outcomes, to = []review.Outcome{review.Uphold, review.Release, review.Remit}, review.Final
	}
	o := outcomes[rnd.IntN(len(outcomes))]
	open := &review.VotesOpenedBody{}
	for _, m := range bench {
		act(m, &review.VotedBody{Commitment: "c", Box: []byte("b")})
		v := o
		if rnd.IntN(6) == 0 {
			v = outcomes[rnd.IntN(len(outcomes))]
		}
		open.Ballots = append(open.Ballots, review.Ballot{Account: m, Outcome: v, Reasons: "r"})
	}
	act("machine", open)
	r := review.Ruling{Outcome: o, Law: "l", Notice: "n", Abstract: "a"}
	if in == review.Deliberation && rnd.IntN(2) == 0 {
		r.Findings = []review.Finding{{ID: "f1", Holding: review.A4, Standard: review.P2, Law: "l", Reasons: "r"}}
	}
	if rnd.IntN(3) == 0 {
		r.Findings = append(r.Findings, review.Finding{ID: "f2", Allegation: "a1", Standard: review.P2, Law: "l", Reasons: "r"})
	}
	act(bench[0], &review.DraftedBody{Ruling: r})
	for i, m := range bench {
		s := &review.SignedBody{Fresh: true}
		if open.Ballots[i].Outcome != o {
			s.Dissent = "d"
		}
		act(m, s)
	}
	if o == review.Remit {
		return review.Assembly
	}
	return to
}
