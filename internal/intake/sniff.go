package intake

import (
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"kashf.org/kashf/internal/intake/sheet"
)

// Sniffed is what a file seems to be, and why.
type Sniffed struct {
	// Format is the kind of workbook, "" for a file of text, which alone has
	// an encoding and a dialect.
	Format   sheet.Format `json:",omitempty"`
	Encoding Encoding
	BOM      bool
	Dialect  Dialect
	Header   bool     // the first row names the columns
	Columns  []string // the header's cells, trimmed; "1", "2", … without a header
	Sample   [][]string
	// Marks are what is odd about the sample's cells, nil for a file of text.
	Marks [][]sheet.Mark `json:"-"`
	// Above is how many rows of a text stand above its header: titles.
	Above int `json:",omitempty"`
	// Tables are what was found on the sheets of a workbook, in order; those
	// that are chosen make the columns.
	Tables []Table `json:",omitempty"`
	// Left is what a workbook has that is not read.
	Left []sheet.Left `json:",omitempty"`
	// Why holds the reasons in the order of the questions: encoding, delimiter,
	// quotes, header. Each is the last part of a key "intake.why.…".
	Why []string
}

// sampleRows is how many rows the mapping and the preview look at.
const sampleRows = 200

// Sniff says what the file that r begins is: a text from its first 256 kB, a
// workbook from all its sheets. It refuses with an [Error] what is no table. The
// caller opens the file again to read its rows.
//
// A workbook is read best where r has ReadAt and Size, as a file of the vault
// has; else it is held in memory, up to [MaxInMemory].
func Sniff(r io.Reader) (Sniffed, error) {
	head, err := io.ReadAll(io.LimitReader(r, sampleSize))
	if err != nil {
		return Sniffed{}, &Error{Kind: ReadFailed, Err: err}
	}
	if isZip(head) {
		return sniffBook(r, head)
	}
	if looksJSON(head) {
		return sniffJSON(io.MultiReader(bytes.NewReader(head), r))
	}
	return sniff(head, len(head) == sampleSize)
}

// sniff looks at head; partial says that the file may go on behind it.
func sniff(head []byte, partial bool) (Sniffed, error) {
	text, s, err := sniffText(head, partial)
	if err != nil {
		return Sniffed{}, err
	}
	why := s.Why
	s.Dialect, s.Why = sniffDialect(text, partial)
	s.Why = append(why, s.Why...)
	rows, err := sampleOf(text, s.Dialect, partial)
	if err != nil {
		return Sniffed{}, err
	}
	s.Above = titlesAbove(rows)
	var above []string
	if s.Above > 0 {
		above = rows[s.Above-1]
	}
	rows = rows[s.Above:]
	s.Header = s.Above > 0 || headerIn(rows)
	s.Columns, s.Sample = columnsOf(rows, s.Header)
	if s.Above > 0 {
		s.Columns = underGroups(above, s.Columns)
	}
	s.Sample = dataRows(s.Sample, s.Columns)
	if s.Header {
		s.Why = append(s.Why, "header")
	} else {
		s.Why = append(s.Why, "no_header")
	}
	if len(s.Sample) == 0 {
		return Sniffed{}, fail(HeaderOnly)
	}
	return s, nil
}

// sniffText decodes head or says what it is instead of text.
func sniffText(head []byte, partial bool) ([]byte, Sniffed, error) {
	if seems := seemsToBe(head); seems != "" {
		return nil, Sniffed{}, fail(NotText, "seems", seems)
	}
	e, bom, why := sniffEncoding(head)
	if e != UTF16LE && e != UTF16BE && isBinary(head) {
		return nil, Sniffed{}, fail(NotText, "seems", "binary")
	}
	if e == "" {
		return nil, Sniffed{}, fail(UnknownEncoding)
	}
	if partial && (e == UTF16LE || e == UTF16BE) {
		head = head[:len(head)&^1]
	}
	text, err := io.ReadAll(decode(bytes.NewReader(head), e, bom))
	if err != nil {
		return nil, Sniffed{}, &Error{Kind: ReadFailed, Err: err}
	}
	if len(bytes.TrimSpace(text)) == 0 {
		return nil, Sniffed{}, fail(Empty)
	}
	return text, Sniffed{Encoding: e, BOM: bom, Why: []string{string(e) + "_" + why}}, nil
}

// sampleOf cuts the sample's rows. It refuses a table whose first row is wider
// or longer than a table may be.
func sampleOf(text []byte, d Dialect, partial bool) ([][]string, error) {
	sc := newTextScanner(text, d)
	var rows [][]string
	for len(rows) <= sampleRows {
		c, err := sc.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, &Error{Kind: ReadFailed, Err: err}
		}
		if len(rows) == 0 && c.count > MaxColumns {
			return nil, fail(TooManyColumns, "row", 1, "limit", MaxColumns)
		}
		last := partial && c.end == int64(len(text))
		if last && len(rows) == 0 {
			return nil, fail(HeaderTooLong, "row", 1, "limit", sampleSize)
		}
		if c.reason != "" && len(rows) == 0 {
			return nil, fail(HeaderUnread, "row", 1)
		}
		if c.reason != "" || last {
			continue
		}
		rows = append(rows, cellsOf(sc))
		if n := len(cellsOf(sc)); len(rows) == 1 || len(rows) <= maxTitles && n > sc.columns {
			sc.columns = n // titles above the header are narrower than the table
		}
	}
	if len(rows) == 0 {
		return nil, fail(Empty)
	}
	return rows, nil
}

// cellsOf copies the scanner's cells out of its buffer.
func cellsOf(sc *scanner) []string {
	text := string(sc.text)
	cells := make([]string, len(sc.ends))
	from := 0
	for i, end := range sc.ends {
		cells[i] = text[from:end]
		from = end
	}
	return cells
}

// columnsOf names the columns and parts them from the rows below.
func columnsOf(rows [][]string, header bool) (columns []string, sample [][]string) {
	if header {
		for _, c := range rows[0] {
			columns = append(columns, strings.TrimSpace(strings.ToValidUTF8(c, "\ufffd")))
		}
		return columns, rows[1:]
	}
	width := 0
	for _, r := range rows {
		width = max(width, len(r))
	}
	for i := range width {
		columns = append(columns, strconv.Itoa(i+1))
	}
	return columns, rows
}

// underGroups puts the names of groups of columns, which stand in the line
// above a header, before the names of their columns: "الاعتقال / التاريخ". A line
// in which a name stands over one named column only is none of groups, but a
// title or a form's "governorate: Homs".
func underGroups(above, columns []string) []string {
	out := make([]string, len(columns))
	group, from, groups := "", 0, 0
	for i, c := range columns {
		name := ""
		if i < len(above) {
			name = strings.TrimSpace(above[i])
		}
		if name != "" {
			if looksLikeValue(name) || len(name) > maxHeader || group != "" && i-from < 2 {
				return columns
			}
			group, from = name, i
			if c == "" { // a column named on the upper line alone
				group, out[i] = "", name
				continue
			}
			groups++
		}
		if out[i] = c; group != "" && c != "" {
			out[i] = group + headerJoint + c
		}
	}
	if groups < 2 || group != "" && len(columns)-from < 2 {
		return columns
	}
	return out
}

// headerIn reports whether the first row names columns: cells of it are known
// names of columns, or none of it looks like a value while the rows below do.
func headerIn(rows [][]string) bool {
	known, filled, values := 0, 0, 0
	for _, c := range rows[0] {
		c = strings.TrimSpace(c)
		if c == "" {
			continue
		}
		filled++
		if _, score := fieldOfHeader(c); score > 0 {
			known++
		}
		if looksLikeValue(c) {
			values++
		}
	}
	switch {
	case filled == 0:
		return false
	case known*3 >= filled && values == 0, known*2 > filled:
		return true
	case values > 0:
		return false
	}
	if len(rows) == 1 {
		return known > 0
	}
	below := 0
	for _, c := range rows[1] {
		if looksLikeValue(strings.TrimSpace(c)) {
			below++
		}
	}
	return below > 0
}

// looksLikeValue reports whether a cell is a number or a date, which no column
// is called.
func looksLikeValue(cell string) bool {
	digits, letters := 0, 0
	for _, r := range cell {
		switch {
		case r >= '0' && r <= '9', r >= '٠' && r <= '٩', r >= '۰' && r <= '۹':
			digits++
		case r > ' ' && !strings.ContainsRune("-/.:+()", r):
			letters++
		}
	}
	return digits > 0 && digits >= letters && utf8.RuneCountInString(cell) < 40
}
