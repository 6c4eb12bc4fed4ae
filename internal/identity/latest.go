package identity

import (
	"context"
	"errors"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
)

// latestRun is the latest standing run; one that found nothing where there is
// none. The newest asked for is kept: judging reads it again and again.
func (s *Service) latestRun(ctx context.Context) (*outcome, error) {
	r, err := s.Store.LatestRun(ctx)
	if errors.Is(err, register.ErrNotFound) {
		return &outcome{}, nil
	}
	if err != nil {
		return nil, err
	}
	return s.outcome(ctx, r.Seq)
}

func (s *Service) outcome(ctx context.Context, run int64) (*outcome, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.latest != nil && s.latest.run == run {
		return s.latest, nil
	}
	e, _, err := s.Store.Entry(ctx, run)
	if err != nil {
		return nil, err
	}
	b, err := journal.Decode[RunBody](e)
	if err != nil {
		return nil, err
	}
	o, err := readOutcome(ctx, s.Journal.Blobs, b.Blob)
	if err != nil {
		return nil, err
	}
	o.run, o.body = run, b
	o.index()
	s.latest = o
	return o, nil
}

// index makes pairs and a record's links quick to find.
func (o *outcome) index() {
	o.pairs = make(map[[2]register.RecordID]*scored, len(o.Links)+len(o.Open))
	o.beside = map[register.RecordID][]*scored{}
	for i := range o.Open {
		m := &o.Open[i]
		o.pairs[[2]register.RecordID{m.Left, m.Right}] = m
	}
	for i := range o.Links {
		l := &o.Links[i]
		o.pairs[[2]register.RecordID{l.Left, l.Right}] = l
		o.beside[l.Left] = append(o.beside[l.Left], l)
		o.beside[l.Right] = append(o.beside[l.Right], l)
	}
}
