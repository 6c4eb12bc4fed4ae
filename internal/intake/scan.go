package intake

import (
	"bytes"
	"errors"
	"io"
)

// A Dialect is how a file separates cells and rows.
type Dialect struct {
	Delimiter string // one character, of one or two bytes
	Quote     bool   // cells may stand between double quotes
	LineEnd   string // "\n", "\r\n" or "\r"
}

// A cut is one row as the scanner cut it out of the text.
type cut struct {
	start, end int64  // offsets in the decoded text, the line end left out
	line       int    // physical line it begins on, from 1
	reason     Reason // why it could not be cut; "" when it could
	count      int    // cells it has; cells beyond MaxColumns are counted, not kept
	quoted     int    // those of them that stood between quotes
}

// A scanner cuts decoded text into rows and cells. It holds at most one row
// and a block of text, whatever it reads.
//
// A quote that never closes would swallow the rest of a file. So a row whose
// quotes do not work out is refused as one physical line, and scanning resumes
// at the next one; lines after it are doubted until one has as many cells as
// the table has columns.
type scanner struct {
	r       io.Reader
	d       Dialect
	columns int // 0 while not known
	cr      bool

	buf        []byte
	start, end int // what is buffered and not cut yet
	base       int64
	line       int
	readErr    error
	doubt      bool

	text []byte // the cells of the last row, one after the other
	ends []int  // where each of them ends in text
	raw  []byte // the last row as it stands in the text; valid until the next call
}

func newScanner(text io.Reader, d Dialect, columns int) *scanner {
	return &scanner{r: text, d: d, columns: columns, cr: d.LineEnd == "\r", line: 1, buf: make([]byte, 256<<10)}
}

// next cuts the next row that is not a blank line. At the end of the text it
// returns [io.EOF].
func (s *scanner) next() (cut, error) {
	if err := s.skipBlankLines(); err != nil {
		return cut{}, err
	}
	for {
		p := s.parse(s.buf[s.start:s.end])
		if p.state == needsMore && s.readErr == nil && s.end-s.start <= MaxRow {
			s.fill() // more text, or the knowledge that there is none
			continue
		}
		if s.failed() {
			return cut{}, s.readErr
		}
		if p.state == needsMore {
			switch {
			case p.quoted:
				p.state = broken
			case s.readErr == nil:
				return s.dropLine()
			default:
				p.state, p.used, p.next = complete, s.end-s.start, s.end-s.start
			}
		}
		if p.state == complete && p.lines > 0 && s.swallowed(p) {
			p.state = broken
		}
		if p.state == broken {
			return s.refuseLine()
		}
		return s.accept(p), nil
	}
}

// newTextScanner scans a text that is in memory as a whole.
func newTextScanner(text []byte, d Dialect) *scanner {
	return &scanner{d: d, cr: d.LineEnd == "\r", line: 1, buf: text, end: len(text), readErr: io.EOF}
}

// failed reports an error of the reader other than the end of its text.
func (s *scanner) failed() bool { return s.readErr != nil && !errors.Is(s.readErr, io.EOF) }

// fill reads more text behind what is buffered. It reports whether there was any.
func (s *scanner) fill() bool {
	if s.readErr != nil {
		return false
	}
	if s.start > 0 {
		s.end = copy(s.buf, s.buf[s.start:s.end])
		s.base += int64(s.start)
		s.start = 0
	}
	if s.end == len(s.buf) {
		s.buf = append(s.buf, make([]byte, min(len(s.buf), MaxRow+4096-len(s.buf)))...)
	}
	for range 100 {
		n, err := s.r.Read(s.buf[s.end:])
		s.end += n
		s.readErr = err
		if n > 0 || err != nil {
			return n > 0
		}
	}
	s.readErr = io.ErrNoProgress
	return false
}

func (s *scanner) skipBlankLines() error {
	for {
		for ; s.start < s.end; s.start++ {
			switch b := s.buf[s.start]; {
			case b == '\n', b == '\r' && s.cr:
				s.line++
			case b == '\r' && s.start+1 < s.end && s.buf[s.start+1] == '\n':
			case b == '\r' && s.start+1 == s.end && s.fill():
				s.start-- // look again with what follows
			default:
				return nil
			}
		}
		if !s.fill() {
			return s.readErr
		}
	}
}

type parseState uint8

const (
	complete parseState = iota
	needsMore
	broken
)

// A parsed row: its text is b[:used], what follows begins at b[next:].
type parsed struct {
	state      parseState
	quoted     bool // the text ended, or broke, inside quotes
	used, next int
	count      int
	quotes     int // cells between quotes
	lines      int // line ends inside cells
}

// parse cuts one row from the front of b into s.text and s.ends.
func (s *scanner) parse(b []byte) parsed {
	s.text, s.ends = s.text[:0], s.ends[:0]
	var p parsed
	for i := 0; ; {
		var stop int
		if s.d.Quote && i < len(b) && b[i] == '"' {
			stop = s.quotedCell(b, i+1, &p)
		} else {
			stop = s.plainCell(b, i)
		}
		if p.state == broken || stop < 0 {
			p.state = max(p.state, needsMore)
			return p
		}
		p.count++
		if p.count <= MaxColumns {
			s.ends = append(s.ends, len(s.text))
		}
		if n := s.lineEnd(b[stop:]); n > 0 {
			p.used, p.next = stop, stop+n
			return p
		} else if n < 0 {
			p.state = needsMore
			return p
		}
		if stop == len(b) {
			// The text ends here, or goes on in the next block.
			p.state = needsMore
			return p
		}
		i = stop + len(s.d.Delimiter)
	}
}

// plainCell reads a cell without quotes from b[i:] and returns where it stops:
// at a delimiter, a line end or len(b); -1 when more text must tell.
func (s *scanner) plainCell(b []byte, i int) int {
	first := s.d.Delimiter[0]
	for j := i; j < len(b); j++ {
		switch c := b[j]; {
		case c == first:
			if !s.delimiterAt(b, j) {
				continue
			}
		case c == '\n':
		case c == '\r':
			if s.lineEnd(b[j:]) == 0 {
				continue
			}
		default:
			continue
		}
		s.text = append(s.text, b[i:j]...)
		return j
	}
	s.text = append(s.text, b[i:]...)
	return len(b)
}

func (s *scanner) delimiterAt(b []byte, j int) bool {
	return len(s.d.Delimiter) == 1 || bytes.HasPrefix(b[j:], []byte(s.d.Delimiter))
}

// lineEnd is the length of the line end at the front of b, 0 where there is
// none, -1 when only more text can tell.
func (s *scanner) lineEnd(b []byte) int {
	switch {
	case len(b) == 0:
		return 0
	case b[0] == '\n':
		return 1
	case b[0] != '\r':
		return 0
	case s.cr:
		return 1
	case len(b) > 1 && b[1] == '\n':
		return 2
	case len(b) == 1 && s.readErr == nil:
		return -1
	}
	return 0
}

// quotedCell reads a cell from behind its opening quote and returns where it
// stops, behind the closing one and any spaces. It sets p.state when what
// follows the closing quote is neither a delimiter nor a line end.
func (s *scanner) quotedCell(b []byte, i int, p *parsed) int {
	for {
		n := bytes.IndexByte(b[i:], '"')
		if n < 0 || i+n+1 == len(b) && s.readErr == nil {
			p.quoted = true
			return -1
		}
		s.text = append(s.text, b[i:i+n]...)
		p.lines += countLines(b[i : i+n])
		i += n + 1
		if i < len(b) && b[i] == '"' {
			s.text = append(s.text, '"')
			i++
			continue
		}
		return s.afterQuote(b, i, p)
	}
}

func (s *scanner) afterQuote(b []byte, i int, p *parsed) int {
	for i < len(b) && b[i] == ' ' {
		i++
	}
	p.quotes++
	if i == len(b) || s.lineEnd(b[i:]) != 0 || b[i] == s.d.Delimiter[0] && s.delimiterAt(b, i) {
		return i
	}
	if len(b)-i < len(s.d.Delimiter) && s.readErr == nil {
		return -1
	}
	p.state, p.quoted = broken, true
	return -1
}

func countLines(b []byte) int {
	n := bytes.Count(b, []byte{'\n'})
	if n == 0 {
		n = bytes.Count(b, []byte{'\r'})
	}
	return n
}

// wideTable is from how many columns on a line of a cell cannot look like a row
// by chance.
const wideTable = 6

// swallowed reports whether a row of several lines is more likely a broken
// quote that swallowed the rows under it: it does not have the table's number
// of cells or has one too long, and the line under its first does have it. In
// a wide table the last is enough.
func (s *scanner) swallowed(p parsed) bool {
	fits := p.count == s.columns && s.longestCell() <= MaxCell
	if s.columns == 0 || fits && s.columns < wideTable {
		return false
	}
	b := s.buf[s.start : s.start+p.used]
	first := bytes.IndexAny(b, "\r\n")
	if first < 0 {
		return false
	}
	under := bytes.TrimLeft(b[first:], "\r\n")
	text, ends := s.text, s.ends
	s.text, s.ends = nil, nil
	alone := s.parse(append(bytes.Clone(under), '\n'))
	s.text, s.ends = text, ends
	return alone.state == complete && alone.count == s.columns
}

func (s *scanner) longestCell() int {
	longest, from := 0, 0
	for _, end := range s.ends {
		longest = max(longest, end-from)
		from = end
	}
	return longest
}

// accept takes a complete row off the buffer.
func (s *scanner) accept(p parsed) cut {
	c := cut{start: s.base + int64(s.start), line: s.line, count: p.count, quoted: p.quotes}
	c.end = c.start + int64(p.used)
	s.raw = s.buf[s.start : s.start+p.used]
	switch {
	case p.used > MaxRow:
		c.reason = RowTooLong
	case p.count > MaxColumns:
		c.reason = RowTooWide
	case s.doubt && p.count != s.columns:
		c.reason = AfterBrokenQuote
	case s.longestCell() > MaxCell:
		c.reason = CellTooLong
	default:
		s.doubt = false
	}
	s.start += p.next
	s.line += p.lines
	if p.next > p.used {
		s.line++
	}
	return c
}

// refuseLine takes one physical line off the buffer, whose quotes do not work out.
func (s *scanner) refuseLine() (cut, error) {
	b := s.buf[s.start:s.end]
	n := bytes.IndexAny(b, "\r\n")
	if n < 0 {
		if len(b) > MaxRow {
			return s.dropLine()
		}
		n = len(b)
	}
	c := cut{start: s.base + int64(s.start), line: s.line, reason: BrokenQuote, count: 1}
	c.end = c.start + int64(n)
	s.text, s.ends = s.text[:0], s.ends[:0]
	s.raw = bytes.Clone(b[:n]) // what follows may move the buffer
	s.start += n
	if n < len(b) {
		s.skipLineEnd()
	}
	s.doubt = s.columns > 0
	return c, nil
}

func (s *scanner) skipLineEnd() {
	if s.buf[s.start] == '\r' {
		s.start++
		if s.start == s.end {
			s.fill()
		}
		if s.start == s.end || s.buf[s.start] != '\n' {
			s.line++
			return
		}
	}
	s.start++
	s.line++
}

// dropLine reads past a line that is longer than a row may be, and keeps only
// its beginning.
func (s *scanner) dropLine() (cut, error) {
	c := cut{start: s.base + int64(s.start), line: s.line, reason: RowTooLong, count: 1}
	head := bytes.Clone(s.buf[s.start:min(s.end, s.start+MaxCell)])
	for {
		n := bytes.IndexAny(s.buf[s.start:s.end], s.lineEnds())
		if n >= 0 {
			s.start += n
			break
		}
		s.start = s.end
		if !s.fill() {
			break
		}
	}
	if s.failed() {
		return cut{}, s.readErr
	}
	c.end = s.base + int64(s.start)
	if s.start > 0 && s.buf[s.start-1] == '\r' && !s.cr {
		c.end--
	}
	s.text, s.ends, s.raw = s.text[:0], s.ends[:0], head
	if s.start < s.end {
		s.skipLineEnd()
	}
	return c, nil
}

func (s *scanner) lineEnds() string {
	if s.cr {
		return "\r"
	}
	return "\n"
}
