package review

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// OrderFormat begins the signed text of an urgent order.
const OrderFormat = "kashf urgent order 1"

// Fingerprint stands for an urgent order of a case on every paper of it, in
// whatever language: what it orders, by whom and since when. It is the same before
// and after the rest of the panel looked at the order.
func (o Order) Fingerprint(of CaseID) string {
	text := fmt.Sprintf("%s\n%s %s\n%s\n%d\n%s\n", OrderFormat, of, o.ID, o.Measure, o.At, strings.Join(o.By, " "))
	return hashOf(text)
}

// signerCodes are the codes on the roster of the seats behind the orders of a
// case: a paper that a holder reads names nobody who signed.
func (s *Service) signerCodes(ctx context.Context, orders []Order) (map[string]string, error) {
	if !slices.ContainsFunc(orders, Order.made) {
		return nil, nil
	}
	r, err := s.Store.RosterNow(ctx)
	if err != nil {
		return nil, err
	}
	out := map[string]string{}
	for _, o := range orders {
		for _, e := range r.Entries {
			if slices.Contains(o.By, e.Account) {
				out[e.Account] = e.Code
			}
		}
	}
	return out, nil
}
