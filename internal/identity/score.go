package identity

import (
	"context"

	"golang.org/x/sync/errgroup"

	"kashf.org/kashf/linkage"
)

// score keeps the pairs within persons and those left for people, each with
// what its fields said.
func (o *outcome) score(ctx context.Context, m *Model, in *input, res *linkage.Result, of map[string]int, stages []linkage.StageCost, workers int) error {
	for _, p := range res.Pairs {
		if of[p.Left] == of[p.Right] {
			o.Links = append(o.Links, scored{recordOf(p.Left), recordOf(p.Right), int(p.Bits), p.Probability, nil})
		}
	}
	for _, p := range res.Open[:min(len(res.Open), maxOpen)] {
		o.Open = append(o.Open, scored{recordOf(p.Left), recordOf(p.Right), int(p.Bits), p.Probability, nil})
	}
	o.find(in, res, of, stages)
	x, err := res.Model.Explain(idOf(in.linked[0]), idOf(in.linked[1]))
	if err != nil {
		return err
	}
	m.PriorBits = int(x.Prior)
	return explainAll(ctx, *m, res.Model, workers, o.Links, o.Open)
}

// explained is how many pairs one piece of work explains.
const explained = 2000

func explainAll(ctx context.Context, m Model, model *linkage.Model, workers int, lists ...[]scored) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(max(1, workers))
	for _, list := range lists {
		for lo := 0; lo < len(list); lo += explained {
			part := list[lo:min(len(list), lo+explained)]
			g.Go(func() error {
				for i := range part {
					x, err := model.Explain(idOf(part[i].Left), idOf(part[i].Right))
					if err != nil {
						return err
					}
					part[i].Evidence = packEvidence(m, x)
				}
				return ctx.Err()
			})
		}
	}
	return g.Wait()
}
