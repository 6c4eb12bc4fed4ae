package gate

import (
	"net/http"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"kashf.org/kashf/internal/access"
)

// A rule is how fast one account or one address may go.
type rule struct {
	name  string
	every time.Duration
	burst int
}

// The rules. They are far above what a person does and far below what it takes
// to copy a register through its search.
var (
	strangersAsk  = rule{"strangers ask", 200 * time.Millisecond, 120}
	strangersSend = rule{"strangers send", 3 * time.Second, 20}  // sign-in: as package access counts
	readersSearch = rule{"readers search", 2 * time.Second, 120} // 1,800 an hour
	readersAsk    = rule{"readers ask", 10 * time.Millisecond, 1000}
)

// Limit reports how long a request must wait, 0 to let it pass; it is
// [web.Server]'s Limit. Readers are counted by account, all others by address.
func (g *Gate) Limit(r *http.Request, action string) time.Duration {
	who := PrincipalOf(r.Context())
	of, key := readersAsk, string(who.Account)
	switch {
	case who.Anonymous() && r.Method == http.MethodPost:
		of, key = strangersSend, g.AddressOf(r)
	case who.Anonymous():
		of, key = strangersAsk, g.AddressOf(r)
	case action == string(access.PeopleSearch) && r.Method == http.MethodPost:
		of = readersSearch
	}
	return g.pace.wait(of, key, g.Now())
}

// pace counts in memory. It forgets who was still for an hour.
type pace struct {
	mu   sync.Mutex
	seen map[string]*walker
}

type walker struct {
	last    time.Time
	limiter *rate.Limiter
}

const (
	maxWalkers  = 10_000
	forgetAfter = time.Hour
)

func newPace() *pace { return &pace{seen: make(map[string]*walker)} }

func (p *pace) wait(of rule, key string, now time.Time) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	key = of.name + "/" + key
	w, ok := p.seen[key]
	if !ok {
		p.forget(now)
		w = &walker{limiter: rate.NewLimiter(rate.Every(of.every), of.burst)}
		p.seen[key] = w
	}
	w.last = now
	res := w.limiter.ReserveN(now, 1)
	wait := res.DelayFrom(now)
	if wait > 0 {
		res.CancelAt(now) // who is refused has not gone a step
	}
	return wait
}

// forget makes room where too many are remembered: for the old ones, and for
// one more where none is.
func (p *pace) forget(now time.Time) {
	if len(p.seen) < maxWalkers {
		return
	}
	oldest := ""
	for key, w := range p.seen {
		if now.Sub(w.last) >= forgetAfter {
			delete(p.seen, key)
		} else if oldest == "" || w.last.Before(p.seen[oldest].last) {
			oldest = key
		}
	}
	if len(p.seen) >= maxWalkers {
		delete(p.seen, oldest)
	}
}
