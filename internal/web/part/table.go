package part

import "kashf.org/kashf/internal/locale"

// A Col is one column of a table.
type Col struct {
	Label  string
	Num    bool // numbers, at the end of their cell
	Fit    bool // as narrow as its content
	Hidden bool // the label is for those who listen only
}

func (c Col) class() string {
	switch {
	case c.Num:
		return "num"
	case c.Fit:
		return "fit"
	}
	return ""
}

// A Pager says which part of a list is shown and where the others are.
type Pager struct {
	From, To, Total int
	Prev, Next      string // addresses, "" where there is none
}

// The words for a value that is not there: three different answers.
const (
	NotAsked = "not_asked"
	Unknown  = "unknown"
	Withheld = "withheld"
)

// Absent says why a value is not there.
func Absent(p locale.Printer, why string) string {
	switch why {
	case NotAsked:
		return p.T("common.not_asked")
	case Withheld:
		return p.T("common.withheld")
	}
	return p.T("common.unknown")
}
