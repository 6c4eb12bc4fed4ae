package access

import (
	"time"

	"kashf.org/kashf/internal/register"
)

// RevealFor is how long a reveal holds.
const RevealFor = 30 * time.Minute

// A Reveal opens the C4 values of one person's file to one account for one
// stated purpose. Each is one entry of the ledger.
type Reveal struct {
	ID      string // ULID
	Account AccountID
	Person  register.PersonID
	Purpose string
	At      time.Time
	Until   time.Time
}

// Reveals are the files open to a reader, with the moment at which each closes.
type Reveals map[register.PersonID]time.Time

// Open reports whether p's C4 values may be read at now. A closed one and one
// never asked for are the same.
func (r Reveals) Open(p register.PersonID, now time.Time) bool {
	until, ok := r[p]
	return ok && now.Before(until)
}
