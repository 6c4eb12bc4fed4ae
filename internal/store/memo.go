package store

import (
	"context"
	"math"
	"sync"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/store/sqlc"
)

// A memo keeps what many pages ask for and only an entry changes. It holds for
// one state of the ledger and is dropped when the ledger has moved on, however
// it did: each use reads the head first.
//
// What is kept is the same for every reader, and a reader's sight is put to it
// at each use; or it is kept under everything of a sight that it hangs on.
type memo struct {
	mu    sync.Mutex
	now   *state
	count int64 // of states
}

// A state is what was computed of one state of the ledger, each part when it
// was first asked for.
type state struct {
	size, epoch int64
	number      int64

	sources   kept[[]register.Source] // undone ones too, oldest first
	run       kept[register.Run]      // the latest that stands
	open      kept[[]sqlc.OpenMatchesRow]
	standing  kept[[]register.Judgement]
	sites     kept[[]register.Site]
	continued kept[[]register.Continuation]

	imports   keptBy[register.ImportID, register.Import]
	importsOf keptBy[register.SourceID, []register.Import]
	editions  keptBy[register.ImportID, *editionRows]
	// By what of a sight says which sources are in it.
	counts keptBy[sightKey, register.Counts]
	openIn keptBy[sightKey, []register.OpenMatch]
	closed keptBy[string, *register.Closed]    // by account
	boards keptBy[string, []review.BoardCount] // by account
}

// state is that of the ledger as it stands.
func (s *Store) state(ctx context.Context) (*state, error) {
	h, err := s.q().Head(ctx)
	if err != nil {
		return nil, err
	}
	s.memo.mu.Lock()
	defer s.memo.mu.Unlock()
	if s.memo.now == nil || s.memo.now.size != h.Size || s.memo.now.epoch != h.Epoch {
		s.memo.count++
		s.memo.now = &state{size: h.Size, epoch: h.Epoch, number: s.memo.count}
	}
	return s.memo.now, nil
}

// Moment numbers the states of the ledger that this store has read: where it is
// another number, anything may be different, also where the tables were written
// in another way than by entries.
func (s *Store) Moment(ctx context.Context) (int64, error) {
	now, err := s.state(ctx)
	if err != nil {
		return 0, err
	}
	return now.number, nil
}

// forget drops everything: the tables were written in another way than by
// entries.
func (m *memo) forget() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now = nil
}

// kept is a value that is computed once. Who comes meanwhile waits for it; what
// failed is tried again.
type kept[T any] struct {
	mu    sync.Mutex
	have  bool
	value T
}

func (k *kept[T]) get(make func() (T, error)) (T, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.have {
		return k.value, nil
	}
	v, err := make()
	if err == nil {
		k.value, k.have = v, true
	}
	return v, err
}

// keptBy is a [kept] value for each key. Nothing is kept of a key that has none:
// keys come from readers, who may guess.
type keptBy[K comparable, T any] struct {
	mu sync.Mutex
	by map[K]*kept[T]
}

func (k *keptBy[K, T]) get(key K, make func() (T, error)) (T, error) {
	k.mu.Lock()
	if k.by == nil {
		k.by = map[K]*kept[T]{}
	}
	v, ok := k.by[key]
	if !ok {
		v = new(kept[T])
		k.by[key] = v
	}
	k.mu.Unlock()
	value, err := v.get(make)
	if err != nil {
		k.mu.Lock()
		delete(k.by, key)
		k.mu.Unlock()
	}
	return value, err
}

// allSources are all sources that were ever added. Not to be changed.
func (s *Store) allSources(ctx context.Context) ([]register.Source, error) {
	now, err := s.state(ctx)
	if err != nil {
		return nil, err
	}
	return now.sources.get(func() ([]register.Source, error) {
		rows, err := s.q().AllSources(ctx)
		if err != nil {
			return nil, err
		}
		shares, err := sharesOf(ctx, s.q())
		if err != nil {
			return nil, err
		}
		out := make([]register.Source, 0, len(rows))
		for _, r := range rows {
			out = append(out, sourceOf(r, shares))
		}
		return out, nil
	})
}

// importOnce reads an import, of whatever source.
func (s *Store) importOnce(ctx context.Context, id register.ImportID) (register.Import, error) {
	now, err := s.state(ctx)
	if err != nil {
		return register.Import{}, err
	}
	return now.imports.get(id, func() (register.Import, error) { return importByID(ctx, s.q(), id) })
}

// importsOf are a source's imports, newest first. Not to be changed.
func (s *Store) importsOf(ctx context.Context, source register.SourceID) ([]register.Import, error) {
	now, err := s.state(ctx)
	if err != nil {
		return nil, err
	}
	return now.importsOf.get(source, func() ([]register.Import, error) {
		rows, err := s.q().ImportsOf(ctx, string(source))
		if err != nil {
			return nil, err
		}
		out := make([]register.Import, 0, len(rows))
		for _, r := range rows {
			im, err := importOf(r)
			if err != nil {
				return nil, err
			}
			out = append(out, im)
		}
		return out, nil
	})
}

// openRows are all pairs the latest run left for people and nobody has judged,
// by rank; none where there was no run. Not to be changed. The run is that of
// the same state: one that was looked up before would bring its pairs into a
// state in which another run stands.
func (s *Store) openRows(ctx context.Context, now *state) ([]sqlc.OpenMatchesRow, error) {
	return now.open.get(func() ([]sqlc.OpenMatchesRow, error) {
		run, err := s.latestRun(ctx, now)
		if err == register.ErrNotFound {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		return s.q().OpenMatches(ctx, sqlc.OpenMatchesParams{Run: run.Seq, AfterRank: -1, MaxRows: math.MaxInt32})
	})
}

// countOnce counts what one kind of reader sees, once for each state of the
// ledger however many ask.
func (s *Store) countOnce(ctx context.Context, v register.Sight, count func() (register.Counts, error)) (register.Counts, error) {
	now, err := s.state(ctx)
	if err != nil {
		return register.Counts{}, err
	}
	return now.counts.get(sightOf(v), count)
}

// A sightKey is what of a sight says which sources are in it, see
// [register.Sight.SeesSource], and which records are closed.
type sightKey struct {
	org    string
	level  register.Level
	closed string
}

func sightOf(v register.Sight) sightKey { return sightKey{orgOf(v), v.Level, v.Closed.Key()} }
