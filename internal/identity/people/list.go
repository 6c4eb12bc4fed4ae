package people

import "kashf.org/kashf/linkage"

// List speaks against two rows of one list that says it names nobody twice. It
// does not forbid: most such lists do hold somebody twice.
type List struct{}

// sameListBits is what it says: a list that was cleaned still holds one
// person in sixty twice.
const sameListBits = -6

// The levels of a [List].
const (
	SameList  = "same_list"
	OtherList = "other_list"
)

// ListLevels are the levels of a [List].
var ListLevels = []string{SameList, OtherList}

var _ linkage.Weigher = List{}

// Prepare takes the name of the list; an empty one promises nothing.
func (List) Prepare(raw string) linkage.Value {
	if raw == "" {
		return nil
	}
	return raw
}

// Keys gives none: to be in one list brings nobody together.
func (List) Keys(linkage.Value) []uint64 { return nil }

// Weigh compares the lists.
func (List) Weigh(a, b linkage.Value) (float64, string) {
	if a.(string) == b.(string) {
		return sameListBits, SameList
	}
	return 0, OtherList
}
