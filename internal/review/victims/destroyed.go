package victims

import (
	"context"
	"errors"
	"fmt"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
)

// Destroyed is the kind of the entry by which somebody leaves the register, and
// with them everything that was told: the bodies of their entries, their row and
// an association's list. It holds nothing of it.
const Destroyed = "victims.destroyed"

// A DestroyedBody is the body of [Destroyed].
type DestroyedBody struct {
	ID      string  `json:"id"`
	Entries []int64 `json:"entries"`        // every act of the registration; their bodies go too
	List    string  `json:"list,omitempty"` // the blob of its list, removed from the vault
}

// ErrNotTheirs reports an act of destruction that names an entry which is none of
// the registration's.
var ErrNotTheirs = errors.New("the entry is none of this registration's")

func applyDestroyed(ctx context.Context, env journal.Env, e journal.Entry) error {
	b, err := journal.Decode[DestroyedBody](e)
	if err != nil {
		return err
	}
	for _, seq := range b.Entries {
		was, err := env.Tx.Entry(ctx, seq)
		if err != nil {
			return err
		}
		if !theirs(was, b.ID, e.Seq) {
			return fmt.Errorf("entry %d: %w", seq, ErrNotTheirs)
		}
		if err := env.Tx.Tombstone(ctx, seq, e.Seq); err != nil {
			return fmt.Errorf("destroy what entry %d told: %w", seq, err)
		}
	}
	return tablesOf(env).DropRegistration(ctx, b.ID)
}

// theirs reports whether an entry is an act of a registration. Of one whose body
// is gone nothing says so any more, but by which entry it went.
func theirs(e journal.Entry, id string, by int64) bool {
	if e.Kind != ActDone || e.Seq >= by {
		return false
	}
	if e.Body == nil {
		return e.Destroyed == by
	}
	b, err := journal.Decode[Act](e)
	return err == nil && b.ID == id
}

// Destruction is the entry that destroys what a registration told, as the ledger
// has it in this unit of work; [register.ErrNotFound] where nothing of it is left.
func Destruction(ctx context.Context, env journal.Env, id string) (journal.Draft, error) {
	seqs, list, err := tablesOf(env).ActsOf(ctx, id)
	if err != nil {
		return journal.Draft{}, err
	}
	if len(seqs) == 0 {
		return journal.Draft{}, register.ErrNotFound
	}
	return journal.Draft{Kind: Destroyed, Body: DestroyedBody{ID: id, Entries: seqs, List: list}}, nil
}

// destroy enters that a registration is destroyed. The keys remember it before it
// stands, so that no older copy of the data brings it back.
func (s *Service) destroy(ctx context.Context, who journal.Actor, id string) error {
	defer s.memo.forget(id)
	return s.Journal.Do(ctx, who, func(ctx context.Context, u *journal.Unit) error {
		d, err := Destruction(ctx, u.Env, id)
		if err != nil {
			return err
		}
		e, err := u.Append(ctx, d)
		if err != nil || s.Remember == nil {
			return err
		}
		return s.Remember(e)
	})
}

// DestroyLeft goes on for those who left where the program stopped before that was
// carried through: their groups leave the cases, and what they told is destroyed.
// It says how many they were. Carrying it out is the caller's.
func (s *Service) DestroyLeft(ctx context.Context) (int, error) {
	left, err := s.Store.LeftRegistrations(ctx)
	if err != nil {
		return 0, err
	}
	n := 0
	for _, r := range left {
		switch err := s.leave(ctx, journal.Actor{Account: journal.Local}, Open{Registration: r}); {
		case errors.Is(err, register.ErrNotFound): // another machine did meanwhile
		case err != nil:
			return n, fmt.Errorf("registration %s: %w", r.ID, err)
		default:
			n++
		}
	}
	return n, nil
}
