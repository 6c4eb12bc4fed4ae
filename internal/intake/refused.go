package intake

import (
	"bufio"
	"io"
	"strings"
	"unicode"
)

// A RefusedFile writes refused rows as a CSV file that a spreadsheet opens:
// UTF-8 with a byte order mark, the list's own columns, and behind them the
// row's number and the reason. Cells that a row has beyond the columns stand
// last. Corrected, the file can be read again.
type RefusedFile struct {
	w       *bufio.Writer
	columns int
	say     func(Issue) string
}

// NewRefusedFile writes the header: the columns, and the reader's words for
// the row's number and for the reason. say gives an issue in these words.
func NewRefusedFile(w io.Writer, columns []string, number, reason string, say func(Issue) string) (*RefusedFile, error) {
	f := &RefusedFile{w: bufio.NewWriter(w), columns: len(columns), say: say}
	if _, err := f.w.WriteString(bomOf(UTF8)); err != nil {
		return nil, err
	}
	return f, f.line(append(append([]string(nil), columns...), number, reason))
}

// Write adds a row if it was refused.
func (f *RefusedFile) Write(row Row) error {
	if row.State != Refused {
		return nil
	}
	cells := make([]string, f.columns, f.columns+2)
	n := copy(cells, row.Cells)
	var reasons []string
	for _, i := range row.Issues {
		reasons = append(reasons, f.say(i))
	}
	number := itoa(row.Number)
	if row.Sheet != "" {
		number = row.Sheet + "!" + itoa(row.Line) // as the reader finds it
	}
	cells = append(cells, number, strings.Join(reasons, "; "))
	return f.line(append(cells, row.Cells[n:]...))
}

// Close writes what is buffered. It does not close the writer beneath.
func (f *RefusedFile) Close() error { return f.w.Flush() }

func (f *RefusedFile) line(cells []string) error {
	for i, c := range cells {
		if i > 0 {
			f.w.WriteByte(',')
		}
		f.w.WriteString(quoted(Harmless(clean(c)), ","))
	}
	_, err := f.w.WriteString("\r\n")
	return err
}

// clean makes a cell valid UTF-8 without NULs; what was neither shows as the
// replacement character.
func clean(cell string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(cell, "\ufffd"), "\x00", "\ufffd")
}

// Harmless keeps a spreadsheet from running a cell as a formula: where it
// begins with = + - @, in the narrow or the full width that East Asian versions
// read alike, or with a tab or the end of a line, an apostrophe goes before it.
// What is not seen, a space or a mark of direction, does not count as the
// beginning. It is for export only; what is imported is never changed.
func Harmless(cell string) string {
	for _, c := range cell {
		switch {
		case strings.ContainsRune("=+-@\t\r\n＝＋－＠\u2212\ufe62\ufe63\ufe66\ufe6b", c):
			return "'" + cell
		case unicode.IsSpace(c), unicode.Is(unicode.Cf, c), unicode.IsControl(c):
		default:
			return cell
		}
	}
	return cell
}

// quoted puts a cell in quotes where it needs them.
func quoted(cell, delimiter string) string {
	if !strings.ContainsAny(cell, "\"\r\n") && !strings.Contains(cell, delimiter) && strings.TrimSpace(cell) == cell {
		return cell
	}
	return `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
}
