package matches

import (
	"cmp"
	"context"
	"slices"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web/part"
)

// blindEvery is after how many other pairs a pair comes that somebody else
// judged already, and that this reader is to judge without knowing.
const blindEvery = 10

// wantBlind lists the blind pairs that one other person alone has judged, in
// order.
func (s *Screen) wantBlind(ctx context.Context, standing []register.Judgement, account string) ([][2]register.RecordID, error) {
	by := make(map[[2]register.RecordID][]string)
	for _, j := range standing {
		p := [2]register.RecordID{j.Left, j.Right}
		by[p] = append(by[p], j.By)
	}
	var out [][2]register.RecordID
	for p, who := range by {
		if len(who) != 1 || who[0] == account {
			continue
		}
		blind, err := s.Identity.Blind(ctx, p[0], p[1])
		if err != nil {
			return nil, err
		}
		if blind {
			out = append(out, p)
		}
	}
	slices.SortFunc(out, func(a, b [2]register.RecordID) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	return out, nil
}

// addBlind puts blind pairs among the open ones, where nothing tells them
// apart.
func (a *agenda) addBlind(c Choice, blind []waiting) {
	a.counts[Unclear] += len(blind)
	a.counts[AnyBand] += len(blind)
	if c.Band != Unclear && c.Band != AnyBand {
		return
	}
	for i, w := range blind {
		a.pairs = append(a.pairs, waiting{w.left, w.right, i*blindEvery + blindEvery - 1})
	}
	slices.SortStableFunc(a.pairs, func(x, y waiting) int { return cmp.Compare(x.rank, y.rank) })
}

// cover takes out of a pair what others said of it, and what follows from
// that, where the reader is to judge without knowing. Once the reader has answered,
// everything shows.
func (s *Screen) cover(ctx context.Context, x *Pair, left, right register.RecordID) error {
	if len(x.Said) == 0 || slices.ContainsFunc(x.Said, func(said Said) bool { return said.Own && said.stands() }) {
		return nil
	}
	blind, err := s.Identity.Blind(ctx, left, right)
	if err != nil || !blind {
		return err
	}
	x.Said, x.Apart, x.Held = nil, nil, part.Label{}
	x.Left.Beside, x.Left.More, x.Left.File = nil, 0, ""
	x.Right.Beside, x.Right.More, x.Right.File = nil, 0, ""
	return nil
}
