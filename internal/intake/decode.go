package intake

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"unicode/utf16"
	"unicode/utf8"
)

// decode reads r as UTF-8, whatever its encoding, without its byte order mark.
// What cannot be text stays what it is, invalid: the stray bytes of a UTF-8
// file, and a lone surrogate as the three bytes that would encode it. So the
// row around it is refused rather than quietly mended, and [encoder] can give
// back the very bytes that were read.
func decode(r io.Reader, e Encoding, bom bool) io.Reader {
	if bom {
		r = &skipper{r: r, skip: len(bomOf(e))}
	}
	switch e {
	case UTF16LE:
		return &decoder{r: r, step: step16(binary.LittleEndian)}
	case UTF16BE:
		return &decoder{r: r, step: step16(binary.BigEndian)}
	case Windows1256, Windows1252, ISO88596:
		return &decoder{r: r, step: stepTable(tableOf(e))}
	}
	return r
}

// A skipper leaves out the first bytes of r.
type skipper struct {
	r    io.Reader
	skip int
}

func (s *skipper) Read(p []byte) (int, error) {
	if s.skip > 0 {
		n := s.skip
		s.skip = 0
		if _, err := io.CopyN(io.Discard, s.r, int64(n)); err != nil {
			return 0, err
		}
	}
	return s.r.Read(p)
}

// A decoder turns what it reads into UTF-8, a block at a time.
type decoder struct {
	r    io.Reader
	step func(dst, src []byte, last bool) ([]byte, int)
	in   [16 << 10]byte
	have int    // bytes of in not decoded yet
	out  []byte // decoded and not handed out yet
	all  []byte // out's whole buffer, kept for reuse
	err  error
}

func (d *decoder) Read(p []byte) (int, error) {
	for len(d.out) == 0 {
		if d.err != nil {
			return 0, d.err
		}
		n, err := d.r.Read(d.in[d.have:])
		d.have += n
		d.err = err
		var used int
		d.all, used = d.step(d.all[:0], d.in[:d.have], errors.Is(err, io.EOF))
		d.out = d.all
		d.have = copy(d.in[:], d.in[used:d.have])
	}
	n := copy(p, d.out)
	d.out = d.out[n:]
	return n, nil
}

func stepTable(t *[256]rune) func(dst, src []byte, last bool) ([]byte, int) {
	return func(dst, src []byte, _ bool) ([]byte, int) {
		for _, b := range src {
			if b < utf8.RuneSelf {
				dst = append(dst, b)
			} else {
				dst = utf8.AppendRune(dst, t[b])
			}
		}
		return dst, len(src)
	}
}

// halfUnit marks the odd last byte of a UTF-16 file, which follows as two
// bytes that hold four bits each.
const halfUnit = 0xff

func step16(order binary.ByteOrder) func(dst, src []byte, last bool) ([]byte, int) {
	return func(dst, src []byte, last bool) ([]byte, int) {
		i := 0
		for ; i+2 <= len(src); i += 2 {
			u := rune(order.Uint16(src[i:]))
			if !utf16.IsSurrogate(u) {
				dst = utf8.AppendRune(dst, u)
				continue
			}
			if i+4 > len(src) && !last {
				break
			}
			if i+4 <= len(src) {
				if r := utf16.DecodeRune(u, rune(order.Uint16(src[i+2:]))); r != utf8.RuneError {
					dst = utf8.AppendRune(dst, r)
					i += 2
					continue
				}
			}
			dst = appendSurrogate(dst, u)
		}
		if last && i+1 == len(src) {
			dst = append(dst, halfUnit, 0x80|src[i]>>4, 0x80|src[i]&0x0f)
			i++
		}
		return dst, i
	}
}

// appendSurrogate writes a lone surrogate as UTF-8 would if it could.
func appendSurrogate(dst []byte, u rune) []byte {
	return append(dst, 0xed, 0x80|byte(u>>6)&0x3f, 0x80|byte(u)&0x3f)
}

// loneSurrogate reports whether b begins with what appendSurrogate writes.
func loneSurrogate(b []byte) (rune, bool) {
	if len(b) < 3 || b[0] != 0xed || b[1] < 0xa0 || b[1] > 0xbf || b[2]&0xc0 != 0x80 {
		return 0, false
	}
	return 0xd000 | rune(b[1]&0x3f)<<6 | rune(b[2]&0x3f), true
}

// encode is decode's inverse: it appends to dst the bytes that text, a piece
// of what decode gave that ends between two characters, came from. A character that the
// encoding lacks becomes a question mark.
func encode(dst, text []byte, e Encoding) []byte {
	switch e {
	case UTF16LE:
		return encode16(dst, text, binary.LittleEndian)
	case UTF16BE:
		return encode16(dst, text, binary.BigEndian)
	case Windows1256, Windows1252, ISO88596:
		return encodeTable(dst, text, tableOf(e))
	}
	return append(dst, text...)
}

func encode16(dst, text []byte, order binary.AppendByteOrder) []byte {
	for len(text) > 0 {
		r, n := utf8.DecodeRune(text)
		if r == utf8.RuneError && n == 1 {
			u, ok := loneSurrogate(text)
			if !ok {
				return append(dst, halfOf(text)...)
			}
			dst, text = order.AppendUint16(dst, uint16(u)), text[3:]
			continue
		}
		if r1, r2 := utf16.EncodeRune(r); r1 != utf8.RuneError {
			dst = order.AppendUint16(order.AppendUint16(dst, uint16(r1)), uint16(r2))
		} else {
			dst = order.AppendUint16(dst, uint16(r))
		}
		text = text[n:]
	}
	return dst
}

// halfOf is the odd last byte of a UTF-16 file.
func halfOf(text []byte) []byte {
	if len(text) < 3 || text[0] != halfUnit {
		return nil
	}
	return []byte{text[1]<<4 | text[2]&0x0f}
}

func encodeTable(dst, text []byte, t *[256]rune) []byte {
	for _, r := range bytes.Runes(text) {
		dst = append(dst, byteOf(r, t))
	}
	return dst
}

func byteOf(r rune, t *[256]rune) byte {
	if r < utf8.RuneSelf {
		return byte(r)
	}
	for i, have := range t[utf8.RuneSelf:] {
		if have == r {
			return byte(i + utf8.RuneSelf)
		}
	}
	return '?'
}
