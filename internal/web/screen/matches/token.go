package matches

import (
	"strings"

	"kashf.org/kashf/internal/register"
)

// Href is the address of two records beside each other. It names them by
// numbers that tell nothing.
func Href(n register.FileNos, left, right register.RecordID) string {
	return pairPath(tokenOf(n, left, right))
}

func pairPath(token string) string { return "/matches/" + token }

// tokenOf names a pair in an address, the lesser record first.
func tokenOf(n register.FileNos, left, right register.RecordID) string {
	left, right = min(left, right), max(left, right)
	return bare(n, left) + "-" + bare(n, right)
}

func bare(n register.FileNos, r register.RecordID) string {
	return strings.ReplaceAll(numberOf(n, r), "-", "")
}

// numberOf is a record's number as people are shown it.
func numberOf(n register.FileNos, r register.RecordID) string {
	return n.Format(register.PersonID(r))
}

// parseToken reads what [tokenOf] wrote, in either order. Anything else, and a
// record beside itself, is no pair.
func parseToken(n register.FileNos, token string) (left, right register.RecordID, ok bool) {
	a, b, cut := strings.Cut(token, "-")
	l, okL := n.Parse(a)
	r, okR := n.Parse(b)
	if !cut || !okL || !okR || l == r {
		return 0, 0, false
	}
	return register.RecordID(min(l, r)), register.RecordID(max(l, r)), true
}
