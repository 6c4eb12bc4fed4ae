package spec

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
	"kashf.org/kashf/linkage"
)

// An Error says what in a spec cannot be used. It wraps [linkage.ErrSpec].
type Error struct {
	File string
	Line int // from 1; 0 where no line is to blame
	What string
}

func (e *Error) Error() string {
	if e.Line == 0 {
		return fmt.Sprintf("%s: %s", e.File, e.What)
	}
	return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.What)
}

// Unwrap lets errors.Is find [linkage.ErrSpec].
func (e *Error) Unwrap() error { return linkage.ErrSpec }

// at makes an error about a node.
func (f *File) at(n *yaml.Node, format string, args ...any) error {
	return &Error{f.Name, n.Line, fmt.Sprintf(format, args...)}
}

// mostListed is how many words a reader of an error looks through.
const mostListed = 40

// someOf lists words as allowed does, but no more than one reads.
func someOf(words []string) string {
	if len(words) <= mostListed {
		return allowed(words)
	}
	return fmt.Sprintf("%s and %d more", allowed(slices.Sorted(slices.Values(words))[:mostListed]), len(words)-mostListed)
}

// allowed lists words for an error, sorted and quoted.
func allowed(words []string) string {
	if len(words) == 0 {
		return "nothing"
	}
	sorted := slices.Clone(words)
	slices.Sort(sorted)
	return strings.Join(sorted, ", ")
}
