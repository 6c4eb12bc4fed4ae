package intake

import (
	"context"
	"errors"
	"io"
	"strings"
)

// Redact copies a list from r to w with the cells of the given rows (as
// [Row.Number]) replaced, for destruction by law. Everything else stays byte
// for byte: the encoding, the header, line ends, other rows however broken. It
// returns how many rows it replaced.
//
// The replacement must be expressible in the file's encoding; letters that
// are not become question marks.
func Redact(ctx context.Context, w io.Writer, r io.Reader, s Sniffed, rows map[int]bool, replacement string) (int, error) {
	if s.Format == JSON {
		return redactJSON(ctx, w, r, rows, replacement)
	}
	if s.Format != "" {
		return redactBook(ctx, w, r, s, rows, replacement)
	}
	tape := &tape{r: decode(r, s.Encoding, s.BOM)}
	t := newTable(nil, s)
	t.sc.r = tape
	out := encoder{w: w, encoding: s.Encoding}
	if s.BOM {
		out.raw(bomOf(s.Encoding))
	}
	done := 0
	for out.err == nil {
		row, err := t.next(ctx)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return done, err
		}
		if rows[row.Number] {
			out.text(tape.upTo(row.Start))
			tape.upTo(row.End)
			out.text([]byte(blanked(len(row.Cells), s.Dialect, replacement)))
			done++
		}
		out.text(tape.upTo(row.End))
	}
	out.text(tape.rest())
	return done, out.err
}

// blanked is a row of n cells that all hold the replacement.
func blanked(n int, d Dialect, replacement string) string {
	cell := replacement
	switch {
	case d.Quote && n <= 1 && replacement == "":
		return `""` // a blank line would be no row, and renumber those below
	case d.Quote:
		cell = quoted(replacement, d.Delimiter)
	}
	return strings.Repeat(cell+d.Delimiter, max(n, 1)-1) + cell
}

// A tape keeps what was read until it is asked for, so that text can be copied
// as it stands while a scanner ahead looks at it.
type tape struct {
	r    io.Reader
	kept []byte
	base int64 // offset of kept in the text
}

func (t *tape) Read(p []byte) (int, error) {
	n, err := t.r.Read(p)
	t.kept = append(t.kept, p[:n]...)
	return n, err
}

// upTo takes the text before an offset off the tape. It is valid until the
// next read.
func (t *tape) upTo(offset int64) []byte {
	n := min(max(offset-t.base, 0), int64(len(t.kept)))
	text := t.kept[:n]
	t.kept = t.kept[n:]
	t.base += n
	return text
}

func (t *tape) rest() []byte { return t.upTo(t.base + int64(len(t.kept))) }

// An encoder writes decoded text in a file's own encoding until it fails.
type encoder struct {
	w        io.Writer
	encoding Encoding
	buf      []byte
	err      error
}

func (e *encoder) text(b []byte) {
	e.buf = encode(e.buf[:0], b, e.encoding)
	e.write(e.buf)
}

func (e *encoder) raw(s string) { e.write([]byte(s)) }

func (e *encoder) write(b []byte) {
	if e.err == nil && len(b) > 0 {
		_, e.err = e.w.Write(b)
	}
}
