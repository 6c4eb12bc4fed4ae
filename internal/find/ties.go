package find

import (
	"strings"
	"sync"
	"sync/atomic"

	"kashf.org/kashf/internal/register"
)

// Ties are which records two people hold to be one person, of every source: a
// filter looks only at those between records in its reader's sight. They hang on
// the ledger alone, so one gathering serves every reader.
type Ties struct {
	web register.Web
	by  map[register.RecordID][]register.Judgement // by the left of the pair
}

// TiesOf gathers the standing judgements, and the rows of newer editions with
// those that they continue.
func TiesOf(js []register.Judgement, cs []register.Continuation) *Ties {
	t := &Ties{web: register.WebOf(js, cs), by: make(map[register.RecordID][]register.Judgement)}
	for _, j := range js {
		t.by[j.Left] = append(t.by[j.Left], j)
	}
	return t
}

// tied keeps the ties until an entry comes that may change them.
type tied struct {
	moved atomic.Int64 // counts such entries
	mu    sync.Mutex
	at    int64
	ties  *Ties
}

// idleKinds begin the names of entries that tie and part no records: the work of
// an office, and its files.
var idleKinds = []string{"note.", "tag.", "task.", "search.", "list.", "export.", "photo."}

func idle(kind string) bool {
	for _, k := range idleKinds {
		if strings.HasPrefix(kind, k) {
			return true
		}
	}
	return false
}

// Ties are the ties of the ledger as far as the index follows it, read anew only
// when an entry came that may have changed them.
func (x *Index) Ties(read func() ([]register.Judgement, []register.Continuation, error)) (*Ties, error) {
	x.tied.mu.Lock()
	defer x.tied.mu.Unlock()
	now := x.tied.moved.Load() // before reading: what comes meanwhile is read again
	if x.tied.ties != nil && x.tied.at == now {
		return x.tied.ties, nil
	}
	js, cs, err := read()
	if err != nil {
		return nil, err
	}
	x.tied.ties, x.tied.at = TiesOf(js, cs), now
	return x.tied.ties, nil
}
