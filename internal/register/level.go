package register

import (
	"fmt"
	"strings"
)

// A Level says who may read a value. The levels are those of the field's
// practice (see docs/data-model.md): the higher, the fewer.
type Level uint8

const (
	C0 Level = iota // public
	C1              // metadata that partners may see
	C2              // case staff
	C3              // the named case team
	C4              // medical, children, sexual violence, officers' names, contacts: one file, one purpose, 30 minutes
	C5              // sealed: informants, protected witnesses; opened by two people
)

// String is the level's usual name, "C0" to "C5".
func (l Level) String() string { return fmt.Sprintf("C%d", uint8(l)) }

// ParseLevel reads "C0" to "C5" in either case.
func ParseLevel(s string) (Level, error) {
	t := strings.ToUpper(strings.TrimSpace(s))
	if len(t) == 2 && t[0] == 'C' && t[1] >= '0' && t[1] <= '5' {
		return Level(t[1] - '0'), nil
	}
	return 0, fmt.Errorf("level %q: want C0 to C5", s)
}
