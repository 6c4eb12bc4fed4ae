package identity

import (
	"context"
	"fmt"
	"slices"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
)

// Arrange enters several answers of one person as one act, all or none, and
// settles persons once: so files are joined and parted, and rows moved from one
// to another. Each answer is a judgement like any other, which can be taken
// back by itself; of two about one pair the later counts. The errors are those
// of [Service.Judge].
//
// read are the rows of each file that the answers are about, as they were read.
// Where somebody has moved one meanwhile nothing is entered: [ErrFileChanged].
// Else the row by which a file was meant could be in another file by then, and
// two would be joined that nobody saw beside each other.
func (s *Service) Arrange(ctx context.Context, a journal.Actor, v register.Sight, read [][]register.RecordID, answers []Answer) error {
	answers = slices.Clone(answers)
	for i := range answers {
		if err := s.check(ctx, v, &answers[i]); err != nil {
			return err
		}
	}
	if len(answers) == 0 {
		return ErrOnePair
	}
	answers = lastOfPairs(answers)
	return again(ctx, func() error { return s.arrange(ctx, a, v, read, answers) })
}

// lastOfPairs leaves of the answers about one pair the last.
func lastOfPairs(answers []Answer) (out []Answer) {
	for i, a := range answers {
		again := func(b Answer) bool { return b.Left == a.Left && b.Right == a.Right }
		if !slices.ContainsFunc(answers[i+1:], again) {
			out = append(out, a)
		}
	}
	return out
}

// ErrFileChanged is a journal.ErrConflict: rows came into the file or left it
// after it was read.
var ErrFileChanged = fmt.Errorf("the file has other rows than were read: %w", journal.ErrConflict)

// asRead makes sure that one person holds the rows that were read and, in the
// reader's sight, no other.
func (s *Service) asRead(ctx context.Context, v register.Sight, read []register.RecordID) error {
	if len(read) == 0 {
		return nil
	}
	rec, err := s.Store.RecordOf(ctx, v, read[0])
	if err != nil {
		return err
	}
	_, records, err := s.Store.Person(ctx, v, rec.Person)
	if err != nil {
		return err
	}
	var now []register.RecordID
	for _, r := range records {
		if r.Destroyed == 0 {
			now = append(now, r.ID)
		}
	}
	if !slices.Equal(slices.Sorted(slices.Values(now)), slices.Sorted(slices.Values(read))) {
		return ErrFileChanged
	}
	return nil
}

func (s *Service) arrange(ctx context.Context, a journal.Actor, v register.Sight, read [][]register.RecordID, answers []Answer) error {
	var around []register.RecordID
	for _, ans := range answers {
		around = append(around, ans.Left, ans.Right)
	}
	sc, err := s.look(ctx, around...)
	if err != nil {
		return err
	}
	for _, rows := range read {
		if err := s.asRead(ctx, v, rows); err != nil {
			return s.sure(ctx, sc.size, err)
		}
	}
	said := slices.Clone(sc.said)
	var entered []register.Judgement
	former := make([]*register.Judgement, len(answers)) // by answer; nil where it takes nothing's place
	for i, ans := range answers {
		if former[i], err = sc.former(a, ans); err != nil {
			return s.sure(ctx, sc.size, err)
		}
		if f := former[i]; f != nil {
			said = slices.DeleteFunc(said, func(j register.Judgement) bool { return j.ID == f.ID })
		}
		entered = append(entered, register.Judgement{
			ID: s.NewID(), Left: ans.Left, Right: ans.Right, Verdict: ans.Verdict, Why: ans.Why,
			By: a.Account, Org: register.OrgID(a.Org), Seq: sc.size + 1 + int64(i),
		})
	}
	for i, j := range entered { // what parts counts before what joins, whatever came first
		others := slices.Concat(said, entered[:i], entered[i+1:])
		if err := s.forbidden(ctx, v, sc, others, j); err != nil {
			return s.sure(ctx, sc.size, err)
		}
	}
	c, err := s.settle(ctx, sc, append(said, entered...), nil)
	if err != nil {
		return err
	}
	return s.commit(ctx, a, sc.size, func(ctx context.Context, u *journal.Unit) error {
		for i, f := range former {
			if f == nil {
				continue
			}
			if _, err := u.Undo(ctx, f.Seq, answers[i].Why, nil); err != nil {
				return err
			}
		}
		for i, j := range entered {
			body := JudgedBody{ID: j.ID, Left: j.Left, Right: j.Right, Verdict: j.Verdict, Why: j.Why}
			if i == len(entered)-1 {
				body.change = c // what all of them do together
			}
			if _, err := u.Append(ctx, journal.Draft{Kind: PairJudged, Subjects: []string{Subject(j.Left), Subject(j.Right)}, Body: body}); err != nil {
				return err
			}
		}
		return nil
	})
}
