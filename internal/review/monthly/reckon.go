package monthly

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/ledger"
)

// A Ledger is what an account is counted from.
type Ledger interface {
	// EntriesOf yields the entries of a kind from one number to before another,
	// in order: their numbers, times, authors and bodies. Where an entry was
	// destroyed it has no body.
	EntriesOf(ctx context.Context, kind string, from, to int64) iter.Seq2[journal.Entry, error]
	// FirstSince is the number of the first entry, not before a number, that was
	// made at a moment or later: where there is none, the number of all entries.
	FirstSince(ctx context.Context, from, at int64) (int64, error)
	Hashes(ctx context.Context) ledger.HashReader
}

// Reasons why there is no account.
var (
	// ErrNotOver: the month is not over.
	ErrNotOver = errors.New("the month is not over")
	// ErrBefore: nothing was reviewed by the month's end.
	ErrBefore = errors.New("no policy of file reviews was in force by the end of the month")
	// ErrDestroyed: an act was destroyed by law, and what hung on it cannot be
	// counted any more. What was published before stands.
	ErrDestroyed = errors.New("acts of file reviews were destroyed by law: the account cannot be counted again")
)

// Reckon counts the account of a month out of the ledger.
func Reckon(ctx context.Context, l Ledger, m Month, now review.Micros) (Account, error) {
	if m.Ends().After(now.Time()) {
		return Account{}, fmt.Errorf("%s: %w", m, ErrNotOver)
	}
	r := &reckoner{Ledger: l, counter: newCounter(), tabler: &tabler{}}
	if err := r.read(ctx, m); err != nil {
		return Account{}, err
	}
	if len(r.policies) == 0 || r.last.Month != m {
		return Account{}, fmt.Errorf("%s: %w", m, ErrBefore)
	}
	root, err := ledger.Root(r.last.Ledger.Entries, l.Hashes(ctx))
	if err != nil {
		return Account{}, err
	}
	r.last.Ledger.Root = root.String()
	return r.last, nil
}

// A reckoner goes through the ledger month by month.
type reckoner struct {
	Ledger
	*counter
	*tabler
	policies []Version
	last     Account
}

// read takes the entries in month by month, from the first of a review.
func (r *reckoner) read(ctx context.Context, until Month) error {
	m, from, err := r.first(ctx)
	if err != nil {
		return err
	}
	for r.since = m; m != "" && m <= until; m = m.Next() {
		end, err := r.FirstSince(ctx, from, m.Ends().UnixMicro())
		if err != nil {
			return err
		}
		if err := r.readMonth(ctx, from, end); err != nil {
			return err
		}
		r.closeMonth(m, end)
		from = end
	}
	return nil
}

// first is the month and the number of the first entry of a review.
func (r *reckoner) first(ctx context.Context) (m Month, seq int64, err error) {
	for _, kind := range []string{review.ActDone, review.PolicySet} {
		for e, err := range r.EntriesOf(ctx, kind, 0, math.MaxInt64) {
			if err != nil {
				return "", 0, err
			}
			if m == "" || e.Seq < seq {
				m, seq = MonthOf(review.Micros(e.At).Time()), e.Seq
			}
			break
		}
	}
	return m, seq, nil
}

// readMonth takes in what was entered from one number to before another: the
// policies, and then the acts, which no policy counts differently.
func (r *reckoner) readMonth(ctx context.Context, from, end int64) error {
	for e, err := range r.EntriesOf(ctx, review.PolicySet, from, end) {
		if err != nil {
			return err
		}
		v, err := versionOf(e)
		if err != nil {
			return err
		}
		r.policies = append(r.policies, v)
	}
	for a, err := range acts(ctx, r.Ledger, from, end) {
		if err != nil {
			return err
		}
		r.take(a.id, a.event)
	}
	return nil
}

// closeMonth ends a month and keeps its account until the next is closed.
func (r *reckoner) closeMonth(m Month, size int64) {
	agreed := r.votes.agreement(r.since, m)
	r.tabler.close(r.counter, r.policies, agreed)
	r.last = r.account(r.counter, m, append([]Version{}, r.policies...))
	r.last.Ledger.Entries, r.last.Agreed = size, agreed
	if !r.last.Agreed.TooFew {
		r.votes, r.since = ballots{}, m.Next()
	}
	for i := range r.policies {
		r.policies[i].New = false
	}
	r.turn()
}
