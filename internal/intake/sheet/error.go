package sheet

import "fmt"

// A Kind says why a workbook is not read.
type Kind string

// Why a workbook is not read.
const (
	Broken        Kind = "broken"          // not a ZIP, or a part of it is damaged or missing
	TooLarge      Kind = "too_large"       // unpacks to far more than its size can honestly hold
	TooManySheets Kind = "too_many_sheets" // more than [MaxSheets]
	Locked        Kind = "locked"          // needs a password
	NoSheet       Kind = "no_sheet"        // has no sheet of cells
	NotWorkbook   Kind = "not_workbook"    // a ZIP of something else
)

// An Error refuses a workbook.
type Error struct {
	Kind Kind
	Part string // the part of the workbook, "" where the whole is meant
	Err  error  // what lies beneath, nil where there is nothing
}

// Error is the message in English, for logs and the command line.
func (e *Error) Error() string {
	s := "workbook " + string(e.Kind)
	if e.Part != "" {
		s += " (" + e.Part + ")"
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// Unwrap returns what lies beneath.
func (e *Error) Unwrap() error { return e.Err }

func broken(part, format string, args ...any) *Error {
	return &Error{Kind: Broken, Part: part, Err: fmt.Errorf(format, args...)}
}
