package victims

import (
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"time"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/names"
)

// A Store is what is read of the register.
type Store interface {
	// Registrations lists those of an organisation, the latest first.
	Registrations(ctx context.Context, org string) ([]Registration, error)
	// Registration returns one, or [register.ErrNotFound].
	Registration(ctx context.Context, id string) (Registration, error)
	// LeftRegistrations lists those who left and whose acts still stand.
	LeftRegistrations(ctx context.Context) ([]Registration, error)
	// ClosedTo are the records of the persons in whose review an account has a
	// conflict of interest that stands.
	ClosedTo(ctx context.Context, account string) (*register.Closed, error)
	// LiaisonCases are the open cases in which an account plays the liaison, in the
	// order of the board.
	LiaisonCases(ctx context.Context, account string) ([]CaseNow, error)
	// Moment numbers the states of the ledger that were read: of another number
	// anything may be different.
	Moment(ctx context.Context) (int64, error)
}

// A Vault keeps sealed lists; [vault.Vault] does.
type Vault interface {
	Put(ctx context.Context, r io.Reader) (id string, size int64, err error)
	Open(ctx context.Context, id string) (io.ReadCloser, error)
}

// A Service is the register of victims. Its fields are set once, before use.
// Whoever calls it has asked whether the account is a victims' liaison; whose
// registrations it reads is decided here, by the organisation.
type Service struct {
	Journal *journal.Journal
	Store   Store
	Vault   Vault
	Sealer  review.Sealer
	Reviews *review.Service
	NewID   func() string
	Rand    io.Reader
	Compare *names.Comparer
	// Both may be nil, where nothing is kept apart from the data.
	// Remember keeps an act of destruction apart from the data, before it stands;
	// CarryOut does in the vault and on the disk what the ledger says was destroyed.
	Remember func(e journal.Entry) error
	CarryOut func(ctx context.Context) error

	apart apart
	memo  memo
}

// An Open is a registration with what was told, as its liaison reads it.
type Open struct {
	Registration
	Told Told
}

// Register takes in what somebody told, and for an association its list, nil for
// none. What cannot be registered is one of this package's errors.
func (s *Service) Register(ctx context.Context, who journal.Actor, t Told, many bool, list []byte) (string, error) {
	return s.RegisterOnce(ctx, who, "", t, many, list)
}

// RegisterOnce is [Service.Register] for what was written into one form: sent again
// as it is, it is the registration that it made. form is a word drawn at random for
// each form that is shown; with "" nothing is known to be sent again.
func (s *Service) RegisterOnce(ctx context.Context, who journal.Actor, form string, t Told, many bool, list []byte) (string, error) {
	if err := t.check(); err != nil {
		return "", err
	}
	a := Act{ID: s.NewID(), Act: "registered", Many: many}
	var err error
	if form != "" {
		if a.ID, err = idOf(who, form, t, many, list); err != nil {
			return "", err
		}
		if _, err := s.Store.Registration(ctx, a.ID); !errors.Is(err, register.ErrNotFound) {
			return a.ID, err
		}
	}
	if a.Sealed, err = s.seal(a.ID, "told", t); err != nil {
		return "", err
	}
	var blobs []string
	if list != nil {
		if a.List, err = s.keep(ctx, list); err != nil {
			return "", err
		}
		blobs = []string{a.List.Blob}
	}
	return a.ID, s.Journal.Do(ctx, who, func(ctx context.Context, u *journal.Unit) error {
		if _, err := tablesOf(u.Env).Registration(ctx, a.ID); !errors.Is(err, register.ErrNotFound) {
			return err // it was sent twice at once
		}
		_, err := u.Append(ctx, journal.Draft{Kind: ActDone, Body: a, Blobs: blobs})
		return err
	})
}

// idOf is the id of what is written into a form. Its key is the form's word, which
// is kept nowhere: from the id alone nothing of what was told can be guessed at.
func idOf(who journal.Actor, form string, t Told, many bool, list []byte) (string, error) {
	text, err := json.Marshal([]any{who.Account, who.Org, t, many, list})
	if err != nil {
		return "", fmt.Errorf("encode a registration: %w", err)
	}
	h := hmac.New(sha256.New, []byte("kashf registration v1\n"+form))
	h.Write(text)
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(h.Sum(nil)[:16]), nil
}

// Change mends what was told, whatever stands; see [Service.ChangeSeen].
func (s *Service) Change(ctx context.Context, who journal.Actor, id string, t Told) error {
	return s.ChangeSeen(ctx, who, id, "", t)
}

// ChangeSeen mends what was told. saw is the [Registration.Version] that its writer
// had before them: where a colleague changed it since, the answer is a
// journal.ErrConflict, for a number that must not be called any more would be back.
// What was told before stays, sealed, in the ledger. A changed wish, to be told or
// to be represented apart, binds in every case at once.
func (s *Service) ChangeSeen(ctx context.Context, who journal.Actor, id, saw string, t Told) error {
	was, err := s.Get(ctx, who, id)
	if err != nil {
		return err
	}
	if err := t.check(); err != nil || reflect.DeepEqual(t, was.Told) {
		return err
	}
	a := Act{ID: id, Act: "changed"}
	if a.Sealed, err = s.seal(id, "told", t); err != nil {
		return err
	}
	if err := s.enterSeen(ctx, who, a, func(now Registration) bool { return saw == "" || saw == now.Version() }); err != nil || t.Wish == was.Told.Wish && t.Apart == was.Told.Apart {
		return err
	}
	return s.inCases(ctx, who, was, func(link string) review.Body { return &review.WishedBody{ID: link, Wish: t.Wish, Apart: &t.Apart} })
}

// Leave takes somebody out again because they wish so: their group leaves every
// case that knows it, and what they told is destroyed, with their list. What their
// group submitted is the case's and stays there. It cannot be taken back.
func (s *Service) Leave(ctx context.Context, who journal.Actor, id string) error {
	was, err := s.Get(ctx, who, id)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(was.Links, Link.told) {
		// Cases are entered one by one: if the program stops among them, the next
		// start finds that they left, and [Service.DestroyLeft] goes on.
		if err := s.enter(ctx, who, Act{ID: id, Act: "left"}); err != nil {
			return err
		}
	}
	err = s.leave(ctx, who, was)
	if errors.Is(err, register.ErrNotFound) {
		err = nil // another machine that started meanwhile went on with it
	}
	if err != nil || s.CarryOut == nil {
		return err
	}
	return s.CarryOut(ctx)
}

// leave takes a registration out of the cases that know it, and destroys it.
func (s *Service) leave(ctx context.Context, who journal.Actor, r Open) error {
	if err := s.inCases(ctx, who, r, func(link string) review.Body { return &review.WithdrewBody{ID: link} }); err != nil {
		return err
	}
	return s.destroy(ctx, who, r.ID)
}

// told reports whether a case was told of the registration by this link, also
// where a later check failed.
func (l Link) told() bool { return l.Check != nil }

// inCases enters an act in every case that has the registration's group. A case
// that has no such group is passed over. In one that the liaison plays no part in
// any more the program enters it: what somebody wishes for themselves hangs on
// nobody's part.
func (s *Service) inCases(ctx context.Context, who journal.Actor, r Open, act func(link string) review.Body) error {
	for _, l := range r.Links {
		if !l.told() {
			continue
		}
		x, err := s.Linked(r.ID, l)
		if err != nil {
			return err
		}
		err = s.Reviews.Enter(ctx, review.Who{Actor: who}, x.Case, 0, act(l.ID))
		if errors.Is(err, review.ErrRefused) || errors.Is(err, review.ErrHidden) {
			err = s.Reviews.Carry(ctx, x.Case, act(l.ID))
		}
		if err != nil && !errors.Is(err, review.ErrRefused) && !errors.Is(err, review.ErrHidden) {
			return err
		}
	}
	return nil
}

// Get opens a registration of the liaison's organisation, [register.ErrNotFound]
// for one of another, for one that left or tells of somebody in whose review the
// liaison has a conflict of interest, and for one that never was.
func (s *Service) Get(ctx context.Context, who journal.Actor, id string) (Open, error) {
	r, err := s.Store.Registration(ctx, id)
	if err != nil {
		return Open{}, err
	}
	if r.Org != who.Org || r.Told == nil {
		return Open{}, register.ErrNotFound
	}
	x, err := s.open(r)
	if err != nil {
		return Open{}, err
	}
	no, err := s.shutTo(ctx, who.Account)
	if err != nil {
		return Open{}, err
	}
	if hidden, err := s.hides(ctx, no, x); err != nil || hidden {
		return Open{}, cmp.Or(err, register.ErrNotFound)
	}
	return x, nil
}

// List opens all registrations of the liaison's organisation that did not leave,
// but for those that [Service.Get] does not find.
func (s *Service) List(ctx context.Context, who journal.Actor) ([]Open, error) {
	lists, err := s.answersOf(ctx, reader{who.Account, who.Org})
	if err != nil {
		return nil, err
	}
	all, err := lists.get(func() ([]Open, error) { return s.list(ctx, who) })
	return slices.Clone(all), err
}

func (s *Service) list(ctx context.Context, who journal.Actor) ([]Open, error) {
	all, err := s.Store.Registrations(ctx, who.Org)
	if err != nil {
		return nil, err
	}
	return s.openAll(ctx, reader{who.Account, who.Org}, all, all)
}

// openAll opens those of some of an organisation's registrations that a liaison
// may read; register is all there are.
func (s *Service) openAll(ctx context.Context, who reader, register, some []Registration) ([]Open, error) {
	no, err := s.shutTo(ctx, who.account)
	if err != nil {
		return nil, err
	}
	var out []Open
	opened := map[string]Open{}
	for _, r := range some {
		if r.Told == nil {
			continue
		}
		x, ok := s.memo.of(r)
		if !ok {
			if x, err = s.open(r); err != nil {
				return nil, err
			}
			opened[r.ID] = x
		}
		hidden, err := s.hides(ctx, no, x)
		if err != nil {
			return nil, err
		}
		if !hidden {
			out = append(out, x)
		}
	}
	s.memo.keep(who.org, register, opened)
	return out, nil
}

func (s *Service) open(r Registration) (Open, error) {
	x := Open{Registration: r}
	return x, s.unseal(r.ID, "told", r.Told, &x.Told)
}

// Why opens the reason of an opening.
func (s *Service) Why(id string, o Opening) (string, error) {
	var why string
	return why, s.unseal(id, "why", o.Why, &why)
}

func sealedFor(id, what string) []byte { return []byte("victims/" + what + "/" + id) }

func (s *Service) seal(id, what string, v any) ([]byte, error) {
	plain, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("encode: %w", err)
	}
	return s.Sealer.Seal(plain, sealedFor(id, what))
}

func (s *Service) unseal(id, what string, sealed []byte, v any) error {
	plain, err := s.Sealer.Open(sealed, sealedFor(id, what))
	if err != nil {
		return fmt.Errorf("registration %s: %w", id, err)
	}
	if err := json.Unmarshal(plain, v); err != nil {
		return fmt.Errorf("registration %s: %w", id, err)
	}
	return nil
}

func (s *Service) enter(ctx context.Context, who journal.Actor, a Act, blobs ...string) error {
	return s.Journal.Do(ctx, who, func(ctx context.Context, u *journal.Unit) error {
		_, err := u.Append(ctx, journal.Draft{Kind: ActDone, Body: a, Blobs: blobs})
		return err
	})
}

// enterSeen enters an act on a registration that is as its writer saw it.
func (s *Service) enterSeen(ctx context.Context, who journal.Actor, a Act, seen func(now Registration) bool) error {
	return s.Journal.Do(ctx, who, func(ctx context.Context, u *journal.Unit) error {
		now, err := tablesOf(u.Env).Registration(ctx, a.ID)
		if err == nil && now.Told == nil {
			err = register.ErrNotFound // left meanwhile
		}
		if err != nil {
			return err
		}
		if !seen(now) {
			return journal.ErrConflict
		}
		_, err = u.Append(ctx, journal.Draft{Kind: ActDone, Body: a})
		return err
	})
}

// At is a moment of a registration.
func At(micros int64) time.Time { return time.UnixMicro(micros).UTC() }
