package review

import (
	"math"
	"strconv"
	"strings"
)

// A Turn is where a case stands on a board: first what has run out and waits for
// somebody, then the clock that runs out next, last the cases without a clock.
// It is a place even where its case has left the board or stands elsewhere by now,
// so that a page that begins at a turn is found whatever happened since the page
// before it was read.
type Turn struct {
	At   Micros // the clock's end, 0 for what has run out, [LastTurn] for no clock
	Case CaseID
}

// LastTurn is the place of the cases without a clock. Nothing stands after it.
const LastTurn Micros = math.MaxInt64 - 1

// turnAt is the first half of a case's turn.
func turnAt(liberty LibertyState, due Micros) Micros {
	switch {
	case due > 0:
		return due
	case liberty == Unverified, liberty == DueForRelease, liberty == CourtDue:
		return 0
	}
	return LastTurn
}

// TurnAt is the first half of the turn of a case as it is to be stored.
func (c StoredCase) TurnAt() Micros { return turnAt(c.Liberty.State, c.Next.Due) }

// String is the turn in an address; see [ReadTurn].
func (t Turn) String() string {
	if t.At == LastTurn {
		return "last." + string(t.Case)
	}
	return strconv.FormatInt(int64(t.At), 10) + "." + string(t.Case)
}

// ReadTurn reads a turn out of an address, nil for whatever is none.
func ReadTurn(text string) *Turn {
	at, id, ok := strings.Cut(text, ".")
	if !ok || strings.IndexFunc(id, notOfID) >= 0 {
		return nil
	}
	if at == "last" {
		return &Turn{LastTurn, CaseID(id)}
	}
	n, err := strconv.ParseInt(at, 10, 64)
	if err != nil || n < 0 {
		return nil
	}
	return &Turn{Micros(n), CaseID(id)}
}

func notOfID(r rune) bool {
	return (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && r != '-' && r != '_'
}
