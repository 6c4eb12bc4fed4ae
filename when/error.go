package when

import "fmt"

// A Reason is why a text is no date, as a code that an interface can word.
type Reason string

// The reasons.
const (
	None         Reason = ""
	NotADate     Reason = "not_a_date"     // no date was recognised in it
	NoSuchDay    Reason = "no_such_day"    // 31 April
	NoSuchMonth  Reason = "no_such_month"  // month 13
	NoSuchYear   Reason = "no_such_year"   // a year that no list of this field means
	TwoDigitYear Reason = "two_digit_year" // 19/5/13, and the reader was not told which century
	WrongOrder   Reason = "wrong_order"    // 1987-1985
	NoSuchAge    Reason = "no_such_age"    // an age below 0 or above 130
)

// An Error says what part of a text was not understood, and why.
type Error struct {
	Input  string // the whole text
	Part   string // what was not understood
	Reason Reason
}

// Error gives the part and the reason.
func (e *Error) Error() string {
	if e.Input == "" || e.Input == e.Part {
		return fmt.Sprintf("date %q: %s", e.Part, e.Reason)
	}
	return fmt.Sprintf("date %q: %q: %s", e.Input, e.Part, e.Reason)
}

func refuse(input, part string, why Reason) error {
	return &Error{Input: input, Part: part, Reason: why}
}
