package review

import (
	"context"
	"errors"
	"slices"
)

// Seats as a draw gives them, each to the first in its order who may sit.

// undrawn leaves out the seats that a draw before can still give: another draw
// would be a choice.
func (s *Service) undrawn(ctx context.Context, t Tables, r Roster, c *Case, k Setting, x *DrawnCase, conflicts []string) error {
	var keep []SeatRule
	for _, seat := range x.Empty {
		given := c.drawOf(x.Role, seat.Seat)
		if given == "" {
			keep = append(keep, seat)
			continue
		}
		d, err := t.DrawOf(ctx, given)
		if err != nil {
			return err
		}
		line, err := d.Line(c.ID, seat.Seat)
		if err != nil {
			return err
		}
		now := MicrosOf(s.Journal.Now())
		if !slices.ContainsFunc(line, func(y Candidate) bool {
			e, ok := r.sits(y.Code, now)
			return ok && !slices.Contains(conflicts, e.Account) && c.mayGive(seatOf(e, x.Role, seat.Seat, given), now, k)
		}) {
			keep = append(keep, seat)
		}
	}
	x.Empty = keep
	return nil
}

// sits is somebody of the roster who may be given a seat at that moment.
func (r *Roster) sits(code string, at Micros) (RosterEntry, bool) {
	e, ok := r.entry(code)
	return e, ok && !e.Left && r.May(e.Org, e.Part, at)
}

func seatOf(e RosterEntry, role Role, seat, draw string) *AssignedBody {
	return &AssignedBody{Account: e.Account, Org: e.Org, Role: role, Seat: seat, Draw: draw, Code: e.Code}
}

// mayGive reports whether the case lets the program give that seat.
func (c *Case) mayGive(b *AssignedBody, at Micros, k Setting) bool {
	return b.admit(c, Event{At: at, By: Machine, Body: b}, k) == nil
}

// drawOf is the draw that gave a seat of the present bench, "" where none did.
// Who sat before the review began anew has sat.
func (c *Case) drawOf(r Role, seat string) (draw string) {
	for _, p := range c.Cast {
		if p.Role == r && p.Seat == seat && p.Left == 0 {
			draw = p.Draw
		}
	}
	return draw
}

// outlived reports whether the bench that a draw was made for has sat and the
// review began anew since.
func (c *Case) outlived(d Draw, r Role) bool {
	return slices.ContainsFunc(c.Cast, func(p Part) bool { return p.Role == r && p.Left > d.At })
}

// SeatDrawn enters the seats that a draw gives: each to the first in its order
// who may sit. A seat that is taken, or that a later draw is about, stays as it
// is. It returns how many were given.
func (s *Service) SeatDrawn(ctx context.Context, draw string) (given int, err error) {
	return s.seatDrawn(ctx, draw, "")
}

// seatDrawn gives the seats of one case, or where only is "" of every case.
func (s *Service) seatDrawn(ctx context.Context, draw string, only CaseID) (given int, err error) {
	d, err := s.Store.Draw(ctx, draw)
	if err != nil {
		return 0, err
	}
	_, lines, err := d.work()
	if err != nil {
		return 0, err
	}
	all, err := s.Store.Draws(ctx)
	if err != nil {
		return 0, err
	}
	r, err := s.Store.RosterNow(ctx)
	if err != nil {
		return 0, err
	}
	for _, x := range d.Frozen.Cases {
		if only != "" && x.Case != only {
			continue
		}
		for _, seat := range x.Empty {
			latest := slices.IndexFunc(all, func(o Draw) bool { return o.Done() && o.has(x.Case, x.Role, seat.Seat) })
			if latest < 0 || all[latest].ID != draw {
				continue
			}
			ok, err := s.seat(ctx, x, seat.Seat, lines[placeOf(x.Case, seat.Seat)], r, d)
			if err != nil {
				return given, err
			}
			if ok {
				given++
			}
		}
	}
	return given, nil
}

// seat gives a seat to the first in its order who may sit, false where nobody
// may.
func (s *Service) seat(ctx context.Context, x DrawnCase, seat string, line []Candidate, r Roster, d Draw) (bool, error) {
	c, err := s.Store.Case(ctx, x.Case)
	if err != nil || c.bench() != x.Role && x.Role != "" || c.outlived(d, c.bench()) || c.sitting(c.bench(), seat) {
		return false, err
	}
	for _, y := range line {
		e, ok := r.sits(y.Code, MicrosOf(s.Journal.Now()))
		if !ok {
			continue
		}
		err := s.give(ctx, x.Case, seatOf(e, c.bench(), seat, d.ID))
		if err == nil || !errors.Is(err, ErrRefused) {
			return err == nil, err
		}
	}
	return false, nil
}

// sitting reports whether somebody has the seat now.
func (c *Case) sitting(r Role, seat string) bool {
	return slices.ContainsFunc(c.Cast, func(p Part) bool { return p.Role == r && p.Seat == seat && p.Left == 0 && !p.conflicted() })
}

func (s *Service) give(ctx context.Context, id CaseID, b *AssignedBody) error {
	if err := s.put(ctx, id, b); err != nil {
		return err
	}
	return s.Ask(ctx, id)
}

// Succeed gives the seats of a case that somebody lost by a conflict of interest
// to who follows in the order of the draw that gave them.
func (s *Service) Succeed(ctx context.Context, id CaseID) error {
	c, err := s.Store.Case(ctx, id)
	if err != nil || c.State == Closed {
		return err
	}
	for _, p := range c.Cast {
		if p.Role == c.bench() && p.Left == 0 && p.Draw != "" && p.conflicted() && !c.sitting(p.Role, p.Seat) {
			if _, err := s.seatDrawn(ctx, p.Draw, id); err != nil {
				return err
			}
		}
	}
	return nil
}
