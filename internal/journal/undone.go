package journal

import "encoding/json"

// UndoneKind is the kind of the entry that undoes another.
const UndoneKind = "entry.undone"

// Undone is the body of an [UndoneKind] entry.
type Undone struct {
	Entry int64           `json:"entry"`
	Why   string          `json:"why"`
	Extra json.RawMessage `json:"extra,omitempty"` // what the undone kind needs to be taken back
}

var undone = Kind{Name: UndoneKind, Version: 1}
