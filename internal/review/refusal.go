package review

import (
	"errors"
	"fmt"
)

// Kinds of failure that callers tell apart.
var (
	// ErrRefused: the act breaks a rule of the review; see [Refusal].
	ErrRefused = errors.New("refused")
	// ErrHidden: the case does not exist for whoever asks: no part in it, or a
	// conflict of interest that stands. Callers answer as for what is absent.
	ErrHidden = errors.New("not found")
	// ErrLapseFirst: a clock has run out and that is entered first, so that
	// nobody acts in the time between. The service does so and asks again.
	ErrLapseFirst = errors.New("a clock has run out")
)

// A Refusal says why an act was not entered. It is an [ErrRefused].
type Refusal struct {
	// Rule is the name of the rule, such as "quorum"; words for readers are
	// found by it.
	Rule string
	// Article is where the rule comes from, such as "ICCPR 9(2)".
	Article string
	// Missing says what would have to be there, without any person's name.
	Missing string
	// Nth is which of the case's allegations it is about, from 1, 0 where it is
	// about none.
	Nth int
}

// of is the refusal, of the nth allegation.
func (r *Refusal) of(nth int) *Refusal {
	r.Nth = nth
	return r
}

func (r *Refusal) Error() string {
	return fmt.Sprintf("%s (%s): %s", r.Rule, r.Article, r.Missing)
}

// Unwrap makes it an [ErrRefused].
func (r *Refusal) Unwrap() error { return ErrRefused }

// RuleOf is the rule that err refuses by, "" where err is no refusal.
func RuleOf(err error) string {
	if r, ok := errors.AsType[*Refusal](err); ok {
		return r.Rule
	}
	return ""
}
