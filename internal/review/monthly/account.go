package monthly

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"
)

// Format is the form of an [Account]. A change in what is counted or hidden is
// another form, so that bytes published once can be had again.
const Format = "kashf review account 4"

// earlier are the forms before it. They have the same fields and hide other
// counts: what was published in one is read, and is not counted again.
var earlier = []string{"kashf review account 1", "kashf review account 2", "kashf review account 3"}

// An Account is what is published of a month.
type Account struct {
	Format   string    `json:"format"`
	Month    Month     `json:"month"`
	Zone     string    `json:"zone"`  // in which the month begins and ends
	Least    int       `json:"least"` // smaller counts are hidden, but for nought
	Ledger   State     `json:"ledger"`
	Policies []Version `json:"policies"`
	Files    []Files   `json:"files"`
	Acts     []Act     `json:"acts"`
	Stays    []Stay    `json:"stays"`
	Agreed   Agreement `json:"agreement"`
}

// State is the part of the ledger that an account is of.
type State struct {
	Entries int64  `json:"entries"`
	Root    string `json:"root"`
}

// A Version is a version of the policy that was in force by the month's end.
type Version struct {
	Version string `json:"version"`
	Form    string `json:"outcomes"` // decision, recommendation, assessment
	From    string `json:"from"`     // day
	Why     string `json:"why"`
	New     bool   `json:"new"` // came into force in this month
}

// Files counts the files of one group: those opened and decided in the month,
// those that came back from an outcome to be reviewed anew, and those without an
// outcome at its end.
type Files struct {
	Group    string `json:"group"` // all, class, sex, under_18, lane, policy
	Value    string `json:"value,omitempty"`
	Opened   Figure `json:"opened"`
	Decided  Figure `json:"decided"`
	Reopened Figure `json:"reopened"`
	Pending  Figure `json:"pending"`
}

// An Act counts what happened in the month: a kind, and what kind of it; all
// together and by the version of the policy that the cases went by, in the order
// of [Account.Policies].
type Act struct {
	Act    string   `json:"act"`
	Of     string   `json:"of,omitempty"`
	All    Figure   `json:"all"`
	Policy []Figure `json:"by_policy"`
}

// A Stay is how many hours files spent in a state that they left in the month:
// the half of them at most Median, 95 in a hundred at most P95. Each is left out
// where too few left it, and the state where the half would be.
type Stay struct {
	State  string `json:"state"`
	Median *int   `json:"median_h,omitempty"`
	P95    *int   `json:"p95_h,omitempty"`
}

// A Figure is a count, or the word that it is hidden: null.
type Figure struct {
	N      int
	Hidden bool
}

// MarshalJSON writes the count, or null.
func (f Figure) MarshalJSON() ([]byte, error) {
	if f.Hidden {
		return []byte("null"), nil
	}
	return strconv.AppendInt(nil, int64(f.N), 10), nil
}

// UnmarshalJSON reads what [Figure.MarshalJSON] wrote.
func (f *Figure) UnmarshalJSON(b []byte) error {
	if f.Hidden = string(b) == "null"; f.Hidden {
		f.N = 0
		return nil
	}
	return json.Unmarshal(b, &f.N)
}

// Bytes are the account as it is published.
func (a Account) Bytes() ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(a); err != nil {
		return nil, fmt.Errorf("account of %s: %w", a.Month, err)
	}
	return b.Bytes(), nil
}

// Read reads an account as it was published, in this form or in one before it.
func Read(text []byte) (a Account, err error) {
	if err = json.Unmarshal(text, &a); err == nil && a.Format != Format && !slices.Contains(earlier, a.Format) {
		err = fmt.Errorf("an account of another form: %q", a.Format)
	}
	return a, err
}

// A Month is a month as it is written: 2026-10.
type Month string

// ParseMonth reads a month.
func ParseMonth(s string) (Month, error) {
	t, err := time.Parse("2006-01", s)
	if err != nil || t.Format("2006-01") != s {
		return "", fmt.Errorf("month %q: want a year and a month, as in 2026-10", s)
	}
	return Month(s), nil
}

// MonthOf is the month that a moment lies in, in UTC.
func MonthOf(t time.Time) Month { return Month(t.UTC().Format("2006-01")) }

// Begins is the month's first moment, in UTC.
func (m Month) Begins() time.Time {
	t, err := time.Parse("2006-01", string(m))
	if err != nil {
		return time.Time{}
	}
	return t
}

// Ends is the first moment after it.
func (m Month) Ends() time.Time { return m.Begins().AddDate(0, 1, 0) }

// Next is the month after it.
func (m Month) Next() Month { return MonthOf(m.Ends()) }
