package monthly

import (
	"context"
	"fmt"
	"slices"
	"strings"

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

// A Told month is an account with what it hides, in one pass over a ledger.
type Told struct{ Account, Naked Account }

// Series counts the accounts of all months of a ledger to one, and for each figure
// that could not be kept open how many values it keeps, by its name: the month, the
// group or the act, the value or the kind, the column.
func Series(ctx context.Context, l Ledger, until Month) (out []Told, few map[string]int, err error) {
	r, bare := &reckoner{Ledger: l, counter: newCounter(), tabler: &tabler{}}, &tabler{}
	names := map[cells.ID]string{}
	first, from, err := r.first(ctx)
	for r.since = first; err == nil && first != "" && first <= until; first = first.Next() {
		var end int64
		if end, err = r.FirstSince(ctx, from, first.Ends().UnixMicro()); err != nil {
			break
		}
		if err = r.readMonth(ctx, from, end); err != nil {
			break
		}
		*bare = tabler{before: map[row]cells.ID{}}
		for k := range r.before { // the same rows, and no sum that matters
			bare.before[k] = bare.sheet.Count(0)
		}
		bare.tableFiles(r.counter, r.policies)
		bare.tableActs(r.counter, r.policies)
		naked := bare.account(r.counter, first, slices.Clone(r.policies))
		r.closeMonth(first, end)
		r.names(first, names)
		out = append(out, Told{r.last, naked})
		from = end
	}
	few = map[string]int{}
	for id, name := range names {
		if n := r.sheet.Keeps(id); n < cells.Least {
			few[name] = n
		}
	}
	return out, few, err
}

func (r *reckoner) names(m Month, names map[cells.ID]string) {
	for x, ids := range r.files {
		for k, id := range ids {
			names[id] = fmt.Sprint(m, x.group, "=", x.value, k)
		}
	}
	for x, id := range r.acts {
		p := slices.IndexFunc(r.policies, func(v Version) bool { return v.Version == x.policy })
		if _, had := names[id]; !had {
			names[id] = fmt.Sprint(m, x.act, "/", strings.TrimPrefix(x.of, part), p)
		}
	}
}
