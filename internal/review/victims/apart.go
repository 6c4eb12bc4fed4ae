package victims

import (
	"crypto/sha256"
	"encoding/json"
	"sync"

	"kashf.org/kashf/internal/review"
)

// An apart remembers, for the cases that were asked of last, which registrations
// are of no concern to them. It holds ids and numbers of entries, and nothing of
// what was told.
type apart struct {
	mu    sync.Mutex
	cases map[review.CaseID]*unlike
}

// mostApart bounds the cases that are remembered.
const mostApart = 32

// An unlike is, for one case as it stands, the version at which each
// registration was found to be of no concern to it.
type unlike struct {
	subject [sha256.Size]byte
	mu      sync.Mutex
	seqs    map[string]int64
}

// of is what is remembered of a case; nothing where it says something else now.
func (a *apart) of(x Subject) *unlike {
	text, err := json.Marshal(x)
	if err != nil {
		return &unlike{seqs: map[string]int64{}} // remembered nowhere
	}
	sum := sha256.Sum256(text)
	a.mu.Lock()
	defer a.mu.Unlock()
	if u := a.cases[x.Case]; u != nil && u.subject == sum {
		return u
	}
	if a.cases == nil || len(a.cases) >= mostApart {
		a.cases = map[review.CaseID]*unlike{}
	}
	u := &unlike{subject: sum, seqs: map[string]int64{}}
	a.cases[x.Case] = u
	return u
}

func (u *unlike) has(r Registration) bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	seq, ok := u.seqs[r.ID]
	return ok && seq == r.Seq
}

func (u *unlike) add(r Registration) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.seqs[r.ID] = r.Seq
}
