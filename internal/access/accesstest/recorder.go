package accesstest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"kashf.org/kashf/internal/access"
)

// A Recorder keeps facts in memory. A change that fails is taken back as far
// as its store is a [Memory].
type Recorder struct {
	Store access.Store

	mu    sync.Mutex
	facts []access.Fact
}

var _ access.Recorder = (*Recorder)(nil)

// Record implements access.Recorder.
func (r *Recorder) Record(ctx context.Context, f access.Fact, change func(context.Context, access.Store) error) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	m, _ := r.Store.(*Memory)
	undo := m.snapshot()
	if err := change(ctx, r.Store); err != nil {
		undo()
		return err
	}
	r.facts = append(r.facts, f)
	return nil
}

// Facts lists what was recorded.
func (r *Recorder) Facts() []access.Fact {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]access.Fact(nil), r.facts...)
}

// A Clock is moved by hand.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// NewClock is a clock that stands at t.
func NewClock(t time.Time) *Clock { return &Clock{now: t} }

// Now is the time that the clock shows.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Move turns the clock forward.
func (c *Clock) Move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// A House is a service over a store in memory, its recorder and its clock.
type House struct {
	*access.Service
	Memory *Memory
	Facts  func() []access.Fact
	Clock  *Clock
}

// CheapHash are argon2id costs at which a test does not wait. They protect
// nothing.
var CheapHash = access.HashParams{MemoryKiB: 64, Time: 1, Threads: 1}

// NewHouse makes a service whose random is the same each time, at noon of the
// tenth of January 2025.
func NewHouse(t testing.TB) *House {
	t.Helper()
	clock := NewClock(time.Date(2025, 1, 10, 12, 0, 0, 0, time.UTC))
	memory := NewMemory()
	recorder := &Recorder{Store: memory}
	authorizer, err := access.NewAuthorizer(clock.Now, func(a access.Action, err error) {
		t.Errorf("policy alarm at %s: %v", a, err)
	})
	if err != nil {
		t.Fatal(err)
	}
	var n int
	service, err := access.New(t.Context(), access.Config{
		Store: memory, Recorder: recorder, Authorizer: authorizer, Sealer: Sealer{},
		Now: clock.Now, Rand: rand.NewChaCha8([32]byte{1}), Issuer: "Kashf", Hash: CheapHash,
		NewID: func() string { n++; return fmt.Sprintf("01TEST%06d", n) },
	})
	if err != nil {
		t.Fatal(err)
	}
	return &House{Service: service, Memory: memory, Facts: recorder.Facts, Clock: clock}
}

// A Sealer ties text to its associated data and hides nothing.
type Sealer struct{}

// Seal implements register.Sealer.
func (Sealer) Seal(plain, associated []byte) ([]byte, error) {
	return []byte(string(associated) + "\x00" + string(plain)), nil
}

// Open implements register.Sealer.
func (Sealer) Open(sealed, associated []byte) ([]byte, error) {
	prefix := string(associated) + "\x00"
	if len(sealed) < len(prefix) || string(sealed[:len(prefix)]) != prefix {
		return nil, errors.New("sealed for something else")
	}
	return sealed[len(prefix):], nil
}
