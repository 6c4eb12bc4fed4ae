package review

import (
	"context"
	"errors"
	"maps"
	"slices"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
)

// Part looks whether facts of a case rest on what lies in another file, since the
// file was parted, and asks whose review it is; it settles what it asked where
// the files are one again.
func (s *Service) Part(ctx context.Context, id CaseID) error {
	return s.afterLapses(ctx, id, func() error {
		return s.Journal.Do(ctx, clockwork.Actor, func(ctx context.Context, u *journal.Unit) error {
			t := TablesOf(u.Env)
			c, err := t.CaseOf(ctx, id)
			if err != nil || c.State == Closed {
				return err
			}
			acts, err := s.partActs(ctx, t, c)
			if err != nil || len(acts) == 0 {
				return err
			}
			policies, err := t.Policies(ctx)
			if err != nil {
				return err
			}
			for _, b := range acts {
				if err := s.append(ctx, u, clockwork, id, c, policies, b); err != nil {
					return err
				}
				if c, err = t.CaseOf(ctx, id); err != nil {
					return err
				}
			}
			return nil
		})
	})
}

// partActs are what the program has to enter in a case about files that were
// parted from its own, or joined to it again.
func (s *Service) partActs(ctx context.Context, t Tables, c *Case) ([]Body, error) {
	away, err := s.away(ctx, t, c)
	if err != nil {
		return nil, err
	}
	var out []Body
	waits := map[register.PersonID]bool{}
	for _, p := range c.Partings {
		if p.Settled != "" {
			continue
		}
		there, err := t.FileNow(ctx, p.Other)
		if err != nil {
			return nil, err
		}
		here, err := t.FileNow(ctx, c.Person)
		if err != nil {
			return nil, err
		}
		if here == there {
			out = append(out, &PartingSettledBody{Other: p.Other, How: PartWhole})
		} else {
			waits[p.Other] = true
		}
	}
	rows, err := s.rowsAway(ctx, t, c)
	if err != nil {
		return nil, err
	}
	others := slices.AppendSeq(slices.Collect(maps.Keys(away)), maps.Keys(rows))
	slices.Sort(others)
	for _, other := range slices.Compact(others) {
		fresh := slices.DeleteFunc(away[other], func(id FactID) bool { return c.askedAway(other, id) })
		left := slices.DeleteFunc(rows[other], func(r register.RecordID) bool { return c.askedRow(other, r) })
		if len(fresh)+len(left) > 0 && !waits[other] {
			out = append(out, &PartedBody{Other: other, Facts: fresh, Rows: left})
		}
	}
	return out, nil
}

// askedAway reports whether it was asked already where a fact lies, since the
// files were last one.
func (c *Case) askedAway(other register.PersonID, id FactID) bool {
	return slices.ContainsFunc(c.Partings, func(p Parting) bool {
		return p.Other == other && p.Settled != PartWhole && slices.Contains(p.Facts, id)
	})
}

// askedRow reports whether it was asked already whose a row is.
func (c *Case) askedRow(other register.PersonID, id register.RecordID) bool {
	return slices.ContainsFunc(c.Partings, func(p Parting) bool {
		return p.Other == other && p.Settled != PartWhole && slices.Contains(p.Rows, id)
	})
}

// rowsAway are the rows that the case's file had when somebody last looked whose
// it is, and that lie in another file now, by that file: whose review this is has
// to be asked though no fact rests on them.
func (s *Service) rowsAway(ctx context.Context, t Tables, c *Case) (map[register.PersonID][]register.RecordID, error) {
	if len(c.Rows) == 0 {
		return nil, nil
	}
	now, err := s.rows(ctx, c.Person)
	if err != nil {
		return nil, err
	}
	out := map[register.PersonID][]register.RecordID{}
	for _, r := range c.Rows {
		if slices.Contains(now, r) {
			continue
		}
		other, err := s.liesIn(ctx, t, c.Person, []Ref{{Record: int64(r)}})
		if err != nil {
			return nil, err
		}
		if other != 0 {
			out[other] = append(out[other], r)
		}
	}
	return out, nil
}

// rows are the rows of a person's file, by number.
func (s *Service) rows(ctx context.Context, person register.PersonID) ([]register.RecordID, error) {
	_, records, err := s.Store.Person(ctx, register.Sight{Machine: true}, person)
	if errors.Is(err, register.ErrNotFound) {
		return nil, nil
	}
	var out []register.RecordID
	for _, r := range records {
		out = append(out, r.ID)
	}
	return out, err
}

// away are the facts that lay in the case's file when they were entered and rest
// on what lies in another file now, by that file.
func (s *Service) away(ctx context.Context, t Tables, c *Case) (map[register.PersonID][]FactID, error) {
	var out map[register.PersonID][]FactID
	for _, f := range c.Facts {
		if f.Stopped == 0 || !f.lay() { // what left is stopped first
			continue
		}
		other, err := s.liesIn(ctx, t, c.Person, f.Refs)
		if err != nil {
			return nil, err
		}
		if other == 0 {
			continue
		}
		if out == nil {
			out = map[register.PersonID][]FactID{}
		}
		out[other] = append(out[other], f.ID)
	}
	return out, nil
}

// liesIn is the first file, other than the person's, in which something that a
// fact points at lies; 0 where there is none.
func (s *Service) liesIn(ctx context.Context, t Tables, person register.PersonID, refs []Ref) (register.PersonID, error) {
	here, err := t.FileNow(ctx, person)
	if err != nil {
		return 0, err
	}
	for _, r := range refs {
		id, err := s.recordOf(ctx, r)
		if err != nil {
			return 0, err
		}
		if id <= 0 {
			continue
		}
		rec, err := s.Store.RecordOf(ctx, register.Sight{Machine: true}, id)
		if errors.Is(err, register.ErrNotFound) {
			continue
		}
		if err != nil {
			return 0, err
		}
		there, err := t.FileNow(ctx, rec.Person)
		if err != nil {
			return 0, err
		}
		if there != 0 && there != here {
			return there, nil
		}
	}
	return 0, nil
}

// fillParting sets which facts hold in the file that the case goes on with, and
// which it leaves behind.
func (s *Service) fillParting(ctx context.Context, c *Case, b *PartingSettledBody) error {
	b.Hold, b.Left, b.Rows = nil, nil, nil
	person := c.Person
	switch b.How {
	case PartStays:
		return nil
	case PartGoes:
		person = b.Other
		var err error
		if b.Rows, err = s.rows(ctx, person); err != nil {
			return err
		}
	}
	for _, f := range c.Facts {
		if !f.lay() {
			continue
		}
		lies, n, err := s.bound(ctx, person, f.Refs)
		switch {
		case err != nil:
			return err
		case lies && f.Stopped != 0:
			if b.Hold == nil {
				b.Hold = map[FactID]Binding{}
			}
			b.Hold[f.ID] = Binding{Grade: f.Bound.Grade, Judges: n, Lies: true}
		case !lies && b.How == PartGoes:
			b.Left = append(b.Left, f.ID)
		}
	}
	return nil
}
