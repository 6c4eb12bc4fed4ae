package monthly

import (
	"context"

	"kashf.org/kashf/internal/cells"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/ledger"
)

// Plainly counts an account as [Reckon] does, but one entry after the other, each
// read as JSON throughout, and who is out of a case listed anew for each act.
func Plainly(ctx context.Context, l Ledger, m Month) (Account, error) {
	r := &reckoner{Ledger: l, counter: newCounter(), tabler: &tabler{}}
	first, from, err := r.first(ctx)
	if err != nil {
		return Account{}, err
	}
	for r.since = first; r.since != "" && first <= m; first = first.Next() {
		end, err := l.FirstSince(ctx, from, first.Ends().UnixMicro())
		if err == nil {
			err = r.plainMonth(ctx, from, end)
		}
		if err != nil {
			return Account{}, err
		}
		r.closeMonth(first, end)
		from = end
	}
	root, err := ledger.Root(r.last.Ledger.Entries, l.Hashes(ctx))
	r.last.Ledger.Root = root.String()
	return r.last, err
}

func (r *reckoner) plainMonth(ctx context.Context, from, end int64) error {
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
	for e, err := range r.EntriesOf(ctx, review.ActDone, from, end) {
		if err != nil {
			return err
		}
		b, err := journal.Decode[review.ActBody](e)
		if err != nil {
			return err
		}
		body, err := review.DecodeBody(b.Act, b.Body)
		if err != nil {
			return err
		}
		if x := r.cases[b.Case]; x != nil {
			x.out = len(x.Conflicted())
		}
		r.take(b.Case, review.Event{Seq: e.Seq, At: review.Micros(e.At), By: e.Author, Org: e.Org, Body: body})
	}
	return nil
}

// Naked counts an account as [Reckon] does and hides nothing.
func Naked(ctx context.Context, l Ledger, m Month) (Account, error) {
	r := &reckoner{Ledger: l, counter: newCounter(), tabler: &tabler{}}
	first, from, err := r.first(ctx)
	for ; err == nil && first != "" && first <= m; first = first.Next() {
		var end int64
		if end, err = l.FirstSince(ctx, from, first.Ends().UnixMicro()); err != nil {
			break
		}
		if err = r.readMonth(ctx, from, end); err != nil {
			break
		}
		r.tableFiles(r.counter, r.policies)
		r.tableActs(r.counter, r.policies)
		r.before = make(map[row]cells.ID, len(r.files))
		for k, ids := range r.files {
			r.before[k] = ids[pending]
		}
		r.last = r.account(r.counter, first, r.policies)
		r.turn()
		from = end
	}
	return r.last, err
}
