package monthly

import (
	"fmt"
	"iter"
	"runtime"
	"sync"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/review"
)

// A decodedEntry is what an entry says: an act of a case, or a policy.
type decodedEntry struct {
	id     review.CaseID
	event  review.Event
	policy *Version
}

// batch is how many entries are decoded together: reading their bodies is two
// thirds of the work, and the only part that several processors can share.
const batch = 8192

// decoded decodes entries on all processors and yields them in their order.
func decoded(entries iter.Seq2[journal.Entry, error]) iter.Seq2[decodedEntry, error] {
	return func(yield func(decodedEntry, error) bool) {
		var in []journal.Entry
		flush := func() bool {
			out, err := decodeAll(in)
			in = in[:0]
			if err != nil {
				yield(decodedEntry{}, err)
				return false
			}
			for _, x := range out {
				if !yield(x, nil) {
					return false
				}
			}
			return true
		}
		for e, err := range entries {
			if err != nil {
				yield(decodedEntry{}, err)
				return
			}
			if in = append(in, e); len(in) == batch && !flush() {
				return
			}
		}
		flush()
	}
}

func decodeAll(in []journal.Entry) ([]decodedEntry, error) {
	out, errs := make([]decodedEntry, len(in)), make([]error, len(in))
	var wait sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		wait.Go(func() {
			for i := w * len(in) / workers; i < (w+1)*len(in)/workers; i++ {
				out[i], errs[i] = decode(in[i])
			}
		})
	}
	wait.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

func decode(e journal.Entry) (x decodedEntry, err error) {
	switch {
	case e.Destroyed != 0:
		return x, fmt.Errorf("entry %d: %w", e.Seq, ErrDestroyed)
	case e.Kind == review.PolicySet:
		b, err := journal.Decode[review.PolicyBody](e)
		at := review.Micros(e.At).Time()
		x.policy = &Version{b.Policy.Version, string(b.Policy.Form()), at.Format("2006-01-02"), b.Why, true}
		return x, err
	}
	x.id, x.event, err = review.EventOf(e)
	return x, err
}
