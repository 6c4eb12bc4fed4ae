package review_test

import (
	"sync/atomic"
	"testing"

	"kashf.org/kashf/internal/review"
)

// A counted sealer counts what it opens.
type counted struct {
	review.Sealer
	n atomic.Int64
}

func (c *counted) Open(sealed, associated []byte) ([]byte, error) {
	c.n.Add(1)
	return c.Sealer.Open(sealed, associated)
}

// TestRegisterOpensOnce: what was told is opened once while it stands; who comes
// new is opened alone, and who left is not found in what was kept.
func TestRegisterOpensOnce(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		id := b.assembled()
		b.alleged(id)
		reg, _ := b.registry()
		sealer := &counted{Sealer: reg.Sealer}
		reg.Sealer = sealer
		liaison, ctx := clerk("liaison"), t.Context()
		one, two := b.register(reg, told()), b.register(reg, other())
		ask := func(registered, proposed, opened int) {
			t.Helper()
			sealer.n.Store(0)
			all, err := reg.List(ctx, liaison)
			b.do(err)
			ms, err := reg.Proposals(ctx, liaison.Account, liaison.Org, 0, 9)
			b.do(err)
			if n := int(sealer.n.Load()); len(all) != registered || ms.All != proposed || n != opened {
				t.Errorf("%d registered, %d proposed, %d opened; want %d, %d, %d", len(all), ms.All, n, registered, proposed, opened)
			}
		}
		ask(2, 1, 2)
		ask(2, 1, 0)
		b.enter(id, "officer", &review.FlagBody{Flag: "foreigner", On: true}) // the ledger moves on, the register does not
		ask(2, 1, 0)
		third := b.register(reg, told())
		ask(3, 2, 1)
		b.do(reg.Leave(ctx, liaison, one))
		ask(2, 1, 0)
		b.do(reg.Change(ctx, liaison, third, other()))
		ask(2, 0, 1)
		b.do(reg.Leave(ctx, liaison, two))
		b.do(reg.Leave(ctx, liaison, third))
		ask(0, 0, 0)
		if all, err := reg.List(ctx, clerk("stranger")); err != nil || len(all) != 0 {
			t.Errorf("somebody of the same office reads %d, %v", len(all), err)
		}
	})
}
