package access

import (
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// How attempts are slowed down. A login is never locked for good: that would
// let anyone shut out anyone.
const (
	freeFailures  = 5           // wrong attempts before a login is slowed down
	longestWait   = time.Minute // 1 s, 2 s, 4 s … up to this: 1,440 guesses a day
	forgetAfter   = time.Hour   // without an attempt
	addressBurst  = 20          // attempts of one address at once
	addressEvery  = 3 * time.Second
	maxRemembered = 10_000 // logins and addresses each; the longest unused goes first
)

// limits slow down guessing, by login and by address, alike for logins that
// exist and logins that do not. They are kept in memory: who can restart the
// server has no need to guess.
type limits struct {
	mu        sync.Mutex
	logins    map[string]*tries
	addresses map[string]*tries
}

type tries struct {
	failures int
	last     time.Time
	bucket   *rate.Limiter
}

func newLimits() *limits {
	return &limits{logins: make(map[string]*tries), addresses: make(map[string]*tries)}
}

// begin counts an attempt, or says how long to wait. It counts before the
// attempt is checked, so that attempts side by side are no way around.
func (l *limits) begin(login, address string, now time.Time) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if address != "" {
		t := remembered(l.addresses, address, now)
		if !t.bucket.AllowN(now, 1) {
			return &SlowDownError{Wait: addressEvery}
		}
		t.last = now
	}
	t := remembered(l.logins, login, now)
	if wait := t.last.Add(delay(t.failures)).Sub(now); t.failures > 0 && wait > 0 {
		return &SlowDownError{Wait: wait}
	}
	t.failures++
	t.last = now
	return nil
}

// succeeded forgets the login's failures.
func (l *limits) succeeded(login string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.logins, login)
}

// delay is how long to wait after n failures.
func delay(n int) time.Duration {
	if n < freeFailures {
		return 0
	}
	d := time.Second
	for range n - freeFailures {
		if d *= 2; d >= longestWait {
			return longestWait
		}
	}
	return d
}

func remembered(in map[string]*tries, key string, now time.Time) *tries {
	t, ok := in[key]
	if ok && now.Sub(t.last) < forgetAfter {
		return t
	}
	if !ok && len(in) >= maxRemembered {
		forgetOldest(in, now)
	}
	t = &tries{last: now, bucket: rate.NewLimiter(rate.Every(addressEvery), addressBurst)}
	in[key] = t
	return t
}

// forgetOldest removes what is old anyway, and one more where nothing is.
func forgetOldest(in map[string]*tries, now time.Time) {
	var oldest string
	for key, t := range in {
		if now.Sub(t.last) >= forgetAfter {
			delete(in, key)
		} else if oldest == "" || t.last.Before(in[oldest].last) {
			oldest = key
		}
	}
	if len(in) >= maxRemembered {
		delete(in, oldest)
	}
}

// AddressKey is what attempts from addr are counted by: an IPv4 address, or the
// /64 that one household or host of IPv6 has to itself.
func AddressKey(addr netip.Addr) string {
	addr = addr.Unmap().WithZone("")
	if !addr.Is6() {
		return addr.String()
	}
	p, err := addr.Prefix(64)
	if err != nil {
		return addr.String()
	}
	return p.String()
}
