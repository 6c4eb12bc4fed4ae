package review

import (
	"context"
	"errors"
	"slices"
)

// A DrawSeen is a draw as an account may read it: without the lines of cases from
// which a conflict of interest shuts it out. They would tell it that there is a
// case, and who decides it.
type DrawSeen struct {
	Draw
	// Seats are what the whole draw gives, in the cases that the reader may know of.
	Seats []Seating `json:"-"`
	// Partial: something is left out, so that nobody can recompute this record;
	// whoever is shut out of nothing can.
	Partial bool `json:"partial,omitempty"`
}

// ErrPartial: a record from which its reader's conflicts took something.
var ErrPartial = errors.New("this record leaves out what its reader may not know of: somebody without a conflict in the draw has the whole one")

// SeeDraw returns a draw as the account may read it.
func (s *Service) SeeDraw(ctx context.Context, account, id string) (DrawSeen, error) {
	d, err := s.Store.Draw(ctx, id)
	if err != nil {
		return DrawSeen{}, err
	}
	barred, err := s.Store.CasesBarred(ctx, account)
	if err != nil {
		return DrawSeen{}, err
	}
	return d.seenWithout(barred)
}

// SeeDraws lists the draws likewise, the last changed first, without their seats.
func (s *Service) SeeDraws(ctx context.Context, account string) ([]Draw, error) {
	all, err := s.Store.Draws(ctx)
	if err != nil {
		return nil, err
	}
	barred, err := s.Store.CasesBarred(ctx, account)
	if err != nil {
		return nil, err // not even the draws with nothing left out
	}
	for i, d := range all {
		all[i] = d.without(barred)
	}
	return all, nil
}

func (d Draw) without(barred []CaseID) Draw {
	if d.Frozen != nil && len(barred) > 0 {
		f := *d.Frozen
		f.Cases = slices.DeleteFunc(slices.Clone(f.Cases), func(c DrawnCase) bool { return slices.Contains(barred, c.Case) })
		d.Frozen = &f
	}
	return d
}

func (d Draw) seenWithout(barred []CaseID) (DrawSeen, error) {
	x := DrawSeen{Draw: d.without(barred)}
	if d.Frozen == nil {
		return x, nil
	}
	x.Partial = len(x.Frozen.Cases) < len(d.Frozen.Cases)
	if !d.Done() || len(d.Void) > 0 {
		return x, nil
	}
	seats, err := d.Assign()
	x.Seats = slices.DeleteFunc(seats, func(s Seating) bool { return slices.Contains(barred, s.Case) })
	return x, err
}
