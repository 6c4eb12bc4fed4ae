package identity

import (
	"context"
	"fmt"
	"slices"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
)

// An Answer is what one person says about two records.
type Answer struct {
	Left, Right register.RecordID
	Verdict     register.Verdict
	Why         string
	// Seen are the ids of the judgements of this pair that stood, as far as
	// they were in sight, when the person was shown the pair.
	Seen []string
}

// An OtherJudged is a journal.ErrConflict: somebody judged the pair after it
// was shown. Nothing was entered; the page shows both answers and asks again.
type OtherJudged struct{ Other register.Judgement }

func (e *OtherJudged) Error() string {
	return fmt.Sprintf("records %d and %d were judged meanwhile", e.Other.Left, e.Other.Right)
}

// Unwrap makes it a journal.ErrConflict.
func (e *OtherJudged) Unwrap() error { return journal.ErrConflict }

// A Forbidden says that "same person" cannot be entered, since a judgement
// that stands parts the two, or two records that are one with them.
type Forbidden struct{ By register.Judgement }

func (e *Forbidden) Error() string {
	return fmt.Sprintf("records %d and %d were judged to be two people", e.By.Left, e.By.Right)
}

// Judge enters an answer and does to persons what follows from it. Every
// account has one answer about a pair: a new one takes the place of its
// former. The pair must be in sight. It returns the judgement as it stands.
//
// An [*OtherJudged] or a [*Forbidden] says why nothing was entered. A judgement
// that forbids and is out of sight is not told of: the answer is entered and
// stands, and takes effect when the other falls. So it is with a blind pair
// (see [Service.Blind]), whose second judge is not to know of the first.
func (s *Service) Judge(ctx context.Context, a journal.Actor, v register.Sight, ans Answer) (register.Judgement, error) {
	if err := s.check(ctx, v, &ans); err != nil {
		return register.Judgement{}, err
	}
	var j register.Judgement
	err := again(ctx, func() (err error) {
		j, err = s.judge(ctx, a, v, ans)
		return err
	})
	return j, err
}

func (s *Service) check(ctx context.Context, v register.Sight, ans *Answer) error {
	if !ans.Verdict.Valid() {
		return fmt.Errorf("%q: %w", ans.Verdict, ErrVerdict)
	}
	if ans.Left == ans.Right {
		return ErrOnePair
	}
	ans.Left, ans.Right = min(ans.Left, ans.Right), max(ans.Left, ans.Right)
	for _, r := range []register.RecordID{ans.Left, ans.Right} {
		rec, err := s.Store.RecordOf(ctx, v, r)
		if err == nil && rec.Destroyed != 0 {
			err = register.ErrNotFound
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) judge(ctx context.Context, a journal.Actor, v register.Sight, ans Answer) (register.Judgement, error) {
	sc, err := s.look(ctx, ans.Left, ans.Right)
	if err != nil {
		return register.Judgement{}, err
	}
	former, err := sc.former(a, ans)
	if err != nil {
		return register.Judgement{}, s.sure(ctx, sc.size, err)
	}
	said := slices.DeleteFunc(slices.Clone(sc.said), func(j register.Judgement) bool { return former != nil && j.ID == former.ID })
	j := register.Judgement{
		ID: s.NewID(), Left: ans.Left, Right: ans.Right, Verdict: ans.Verdict, Why: ans.Why,
		By: a.Account, Org: register.OrgID(a.Org), Seq: sc.size + 1, // last of all, whatever its number will be
	}
	if err := s.forbidden(ctx, v, sc, said, j); err != nil {
		return register.Judgement{}, s.sure(ctx, sc.size, err)
	}
	c, err := s.settle(ctx, sc, append(said, j), nil)
	if err != nil {
		return register.Judgement{}, err
	}
	err = s.commit(ctx, a, sc.size, func(ctx context.Context, u *journal.Unit) error {
		if former != nil {
			if _, err := u.Undo(ctx, former.Seq, ans.Why, nil); err != nil {
				return err
			}
		}
		_, err := u.Append(ctx, journal.Draft{
			Kind: PairJudged, Subjects: []string{Subject(j.Left), Subject(j.Right)},
			Body: JudgedBody{ID: j.ID, Left: j.Left, Right: j.Right, Verdict: j.Verdict, Why: j.Why, change: c},
		})
		return err
	})
	if err != nil {
		return register.Judgement{}, err
	}
	return s.Store.Judgement(ctx, machine, j.ID)
}

// former is the account's own standing answer about the pair. An answer of
// somebody else that the account has not seen is an error.
func (sc *scene) former(a journal.Actor, ans Answer) (*register.Judgement, error) {
	var own *register.Judgement
	for _, j := range sc.said {
		if byEdition(j) || j.Left != ans.Left || j.Right != ans.Right {
			continue
		}
		if !slices.Contains(ans.Seen, j.ID) && j.By != a.Account && !sc.run.blind(j.Left, j.Right) {
			return nil, &OtherJudged{j}
		}
		if j.By == a.Account {
			own = &j
		}
	}
	return own, nil
}

// forbidden refuses "same person" where what stands parts the two groups and
// the one who judges may know it.
func (s *Service) forbidden(ctx context.Context, v register.Sight, sc *scene, said []register.Judgement, j register.Judgement) error {
	if j.Verdict != register.SamePerson || sc.run.blind(j.Left, j.Right) {
		return nil
	}
	_, refused := hold(sc.records, nil, append(slices.Clone(said), j))
	if !slices.ContainsFunc(refused, func(r register.Judgement) bool { return r.ID == j.ID }) {
		return nil
	}
	by, ok := parting(sc.records, said, j)
	if !ok {
		return nil
	}
	if _, err := s.Store.Judgement(ctx, v, by.ID); err != nil {
		return nil // out of sight: it does not exist for this reader
	}
	return &Forbidden{by}
}

// parting finds the judgement that parts the groups that j would join.
func parting(records []register.RecordID, said []register.Judgement, j register.Judgement) (register.Judgement, bool) {
	groups, _ := hold(records, nil, said)
	of := map[register.RecordID]int{}
	for g, rs := range groups {
		for _, r := range rs {
			of[r] = g
		}
	}
	l, r := of[j.Left], of[j.Right]
	for _, x := range said {
		a, b := of[x.Left], of[x.Right]
		if x.Verdict.Parts() && (a == l && b == r || a == r && b == l) {
			return x, true
		}
	}
	return register.Judgement{}, false
}
