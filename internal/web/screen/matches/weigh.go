package matches

import (
	"context"

	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web/part"
)

// mostWeighed bounds how many pairs of rows are weighed for one page.
const mostWeighed = 25

// Weigh adds up the evidence for the two rows, one of each side, that speak most
// for one person. The chart is nil where no run has learnt the weights.
func (s *Screen) Weigh(ctx context.Context, p locale.Printer, lefts, rights []register.RecordID) (chart *part.Waterfall, left, right register.RecordID, err error) {
	best, n, sight := -1.0, 0, s.audience(ctx).Sight
	for _, l := range lefts {
		for _, r := range rights {
			if n++; l == r || n > mostWeighed {
				continue
			}
			why, err := s.Identity.Explain(ctx, sight, l, r)
			if err != nil {
				return nil, 0, 0, err
			}
			if why.Probability > best {
				best, left, right = why.Probability, l, r
			}
		}
	}
	if best < 0 {
		return nil, 0, 0, nil
	}
	x, err := s.pairOf(ctx, p, left, right)
	return x.Chart, left, right, err
}
