package monthly

import (
	"context"
	"fmt"
	"iter"
	"runtime"
	"sync"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/review"
)

// An act is what an entry says of a case.
type act struct {
	id    review.CaseID
	event review.Event
}

// span is how many numbers of the ledger are read and decoded together.
const span = 8192

// readers is how many spans are read at once: two thirds of the work is reading
// entries and their bodies, which several processors share. The store reads for
// pages at the same time, so not all that it has are taken.
func readers() int { return min(runtime.GOMAXPROCS(0), 3) }

// A stretch is what a span holds.
type stretch struct {
	acts []act
	err  error
}

// acts yields the acts of cases from one number to before another, in
// their order.
func acts(ctx context.Context, l Ledger, from, to int64) iter.Seq2[act, error] {
	return func(yield func(act, error) bool) {
		ctx, stop := context.WithCancel(ctx)
		stretches := make(chan chan stretch, readers()-1)
		var wait sync.WaitGroup
		defer wait.Wait()
		defer stop()
		wait.Go(func() {
			defer close(stretches)
			for ; from < to; from += span {
				p, first := make(chan stretch, 1), from
				select {
				case stretches <- p:
				case <-ctx.Done():
					return
				}
				wait.Go(func() { p <- readStretch(ctx, l, first, min(first+span, to)) })
			}
		})
		for p := range stretches {
			x := <-p
			for _, e := range x.acts {
				if !yield(e, nil) {
					return
				}
			}
			if x.err != nil {
				yield(act{}, x.err)
				return
			}
		}
	}
}

func readStretch(ctx context.Context, l Ledger, from, to int64) (p stretch) {
	for e, err := range l.EntriesOf(ctx, review.ActDone, from, to) {
		var a act
		if err == nil {
			err = whole(e)
		}
		if err == nil {
			a.id, a.event, err = review.EventOf(e)
		}
		if err != nil {
			p.err = err
			return p
		}
		if p.acts == nil {
			p.acts = make([]act, 0, to-e.Seq)
		}
		p.acts = append(p.acts, a)
	}
	return p
}

// whole refuses an entry that was destroyed.
func whole(e journal.Entry) error {
	if e.Destroyed != 0 || e.Body == nil {
		return fmt.Errorf("entry %d: %w", e.Seq, ErrDestroyed)
	}
	return nil
}

// versionOf reads a policy that was put into force.
func versionOf(e journal.Entry) (Version, error) {
	if err := whole(e); err != nil {
		return Version{}, err
	}
	b, err := journal.Decode[review.PolicyBody](e)
	return Version{b.Policy.Version, string(b.Policy.Form()), review.Micros(e.At).Time().Format("2006-01-02"), b.Why, true}, err
}
