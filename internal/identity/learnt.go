package identity

import (
	"bytes"
	"context"
	"encoding/gob"
	"errors"
	"fmt"
	"slices"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/linkage"
	"kashf.org/kashf/names"
)

// A full run is due, even if none was asked for, once so large a share of the
// records has come or gone, or so many judgements have been made, since the
// last: what was learnt is then no longer what would be.
const (
	dueShare      = .1
	dueJudgements = 100
)

// learnt is what a full run learnt, as the vault keeps it. It has the
// frequencies of names, and names: what is destroyed in the register must not
// live on here, so a destruction takes the whole file away.
type learnt struct {
	Frozen  linkage.Frozen
	Columns []string // that some record filled
	Records []register.RecordID
	Weights []float64 // what each counted for

	run  int64  // the full run; not in the file
	file string // of the vault; not in it either
}

// weight is what a record counted for, 0 for one that was not there.
func (l *learnt) weight(id string) float64 {
	if i, ok := slices.BinarySearch(l.Records, recordOf(id)); ok {
		return l.Weights[i]
	}
	return 0
}

// missing counts the records that the full run did not have.
func (l *learnt) missing(in *input) int {
	n := 0
	for _, id := range in.linked {
		if _, ok := slices.BinarySearch(l.Records, id); !ok {
			n++
		}
	}
	return n
}

// changed counts the records that came, and those that went, since the full run.
func (l *learnt) changed(in *input) int {
	missing := l.missing(in)
	gone := len(l.Records) - (len(in.linked) - missing)
	return missing + gone
}

// keep writes what a run learnt to the vault.
func (s *Service) keep(ctx context.Context, in *input, res *linkage.Result) (string, error) {
	z, err := res.Freeze()
	if err != nil {
		return "", fmt.Errorf("keep what was learnt: %w", err)
	}
	l := learnt{Frozen: *z, Weights: res.Weights()}
	for _, c := range columns {
		if in.filled[c] {
			l.Columns = append(l.Columns, c)
		}
	}
	for _, m := range res.Clusters {
		l.Records = append(l.Records, recordOf(m.ID))
	}
	var b bytes.Buffer
	if err := gob.NewEncoder(&b).Encode(l); err != nil {
		return "", fmt.Errorf("keep what was learnt: %w", err)
	}
	id, _, err := s.Vault.Put(ctx, &b)
	return id, err
}

// latestBody is the entry of the latest standing run.
func (s *Service) latestBody(ctx context.Context) (run int64, b RunBody, ok bool, err error) {
	r, err := s.Store.LatestRun(ctx)
	if errors.Is(err, register.ErrNotFound) {
		return 0, b, false, nil
	}
	if err != nil {
		return 0, b, false, err
	}
	b, err = s.bodyOf(ctx, r.Seq)
	return r.Seq, b, err == nil, err
}

func (s *Service) bodyOf(ctx context.Context, run int64) (RunBody, error) {
	e, _, err := s.Store.Entry(ctx, run)
	if err != nil {
		return RunBody{}, err
	}
	return journal.Decode[RunBody](e)
}

// base is the full run that the latest standing one rests on, or is.
func (s *Service) base(ctx context.Context) (run int64, b RunBody, ok bool, err error) {
	run, b, ok, err = s.latestBody(ctx)
	if ok && b.Base != 0 {
		run = b.Base
		b, err = s.bodyOf(ctx, run)
	}
	return run, b, ok && err == nil && b.Frozen != "", err
}

// Learnt is the file of the vault in which the latest full run's model is kept,
// "" where there is none. One that is older than a destruction is removed.
func (s *Service) Learnt(ctx context.Context) (string, error) {
	_, b, ok, err := s.base(ctx)
	if err != nil || !ok || !s.Vault.Has(b.Frozen) {
		return "", err
	}
	head, err := s.Store.Head(ctx)
	if err != nil {
		return "", err
	}
	for seq := b.Size; seq < head.Size; seq++ {
		e, _, err := s.Store.Entry(ctx, seq)
		if err != nil {
			return "", err
		}
		if e.Kind == register.RecordDestroyed {
			return "", s.Vault.Remove(b.Frozen)
		}
	}
	return b.Frozen, nil
}

// Forget removes what runs learnt before entry seq, which destroyed something:
// names that only the destroyed row had may be among it.
func (s *Service) Forget(ctx context.Context, seq int64) error {
	const all = 1 << 20
	runs, err := s.Store.Runs(ctx, all)
	if err != nil {
		return err
	}
	for _, r := range runs {
		b, err := s.bodyOf(ctx, r.Seq)
		if err != nil {
			return err
		}
		if b.Frozen != "" && b.Size <= seq && s.Vault.Has(b.Frozen) {
			if err := s.Vault.Remove(b.Frozen); err != nil {
				return err
			}
		}
	}
	return nil
}

// plan chooses how a run goes about it: under what the latest full run learnt,
// which is then given, or learning anew.
func (s *Service) plan(ctx context.Context, in *input, o Order) (linkage.Spec, linkage.Options, *learnt, error) {
	opt := linkage.Options{Workers: s.Workers}
	if !o.Full {
		l, err := s.recall(ctx, in)
		if err != nil {
			return linkage.Spec{}, opt, nil, err
		}
		if l != nil {
			spec, err := l.Frozen.Spec(in.carefully(specFor(names.NewComparer(names.Options{}), in.filled)))
			if err == nil {
				opt.Frozen, opt.Weight = &l.Frozen, l.weight
				return spec, opt, l, nil
			}
			if !errors.Is(err, linkage.ErrFrozen) { // of an older program: learn anew
				return spec, opt, nil, err
			}
		}
	}
	return in.spec(s.workers()), opt, nil, nil
}

// recall reads what the latest full run learnt, nil where a full run is due.
func (s *Service) recall(ctx context.Context, in *input) (*learnt, error) {
	file, err := s.Learnt(ctx)
	if err != nil || file == "" {
		return nil, err
	}
	run, b, ok, err := s.base(ctx)
	if err != nil || !ok {
		return nil, err
	}
	l := &learnt{}
	if s.Vault.Verify(ctx, file) != nil || s.open(ctx, file, l) != nil {
		return nil, ctx.Err() // gone, not as it was, or of another program: learn anew
	}
	l.run, l.file = run, file
	judged := 0
	for _, j := range in.judgements {
		if j.Seq >= b.Size {
			judged++
		}
	}
	filled := 0
	for _, c := range columns {
		if in.filled[c] {
			filled++
		}
	}
	same := filled == len(l.Columns) && !slices.ContainsFunc(l.Columns, func(c string) bool { return !in.filled[c] })
	if !same || judged > dueJudgements || float64(l.changed(in)) > dueShare*float64(len(l.Records)) {
		return nil, nil
	}
	return l, nil
}

func (s *Service) open(ctx context.Context, file string, l *learnt) error {
	r, err := s.Vault.Open(ctx, file)
	if err != nil {
		return err
	}
	defer r.Close()
	if err := gob.NewDecoder(r).Decode(l); err != nil {
		return fmt.Errorf("read what was learnt: %w", err)
	}
	return nil
}
