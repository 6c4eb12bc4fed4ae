package sheet

import (
	"errors"
	"strconv"
	"unicode/utf8"
)

// A pool holds the texts that cells of an XLSX book share, in blocks, so that
// growing copies nothing.
type pool struct {
	blocks [][]byte
	at     []where
	size   int
}

type where struct {
	block, from, to uint32
	mark            Mark
}

const poolBlock = 1 << 20

func (p *pool) add(text []byte, m Mark) error {
	if p.size += len(text) + 16; p.size > maxStrings {
		return &Error{Kind: TooLarge, Part: "sharedStrings", Err: errTooLarge}
	}
	n := len(p.blocks) - 1
	if n < 0 || len(p.blocks[n])+len(text) > cap(p.blocks[n]) {
		p.blocks = append(p.blocks, make([]byte, 0, max(poolBlock, len(text))))
		n++
	}
	from := len(p.blocks[n])
	p.blocks[n] = append(p.blocks[n], text...)
	p.at = append(p.at, where{uint32(n), uint32(from), uint32(len(p.blocks[n])), m})
	return nil
}

// text is the text that a cell's number stands for.
func (p *pool) text(index []byte) (string, Mark) {
	i, err := strconv.Atoi(string(index))
	if err != nil || i < 0 || i >= len(p.at) {
		return "", NoValue
	}
	w := p.at[i]
	return string(p.blocks[w.block][w.from:w.to]), w.mark
}

// readShared reads the shared texts. How many the part says it has is not asked.
func (a *archive) readShared(name string, b *budget) (*pool, error) {
	p := &pool{}
	if !a.has(name) {
		return p, nil
	}
	var t textOf
	err := a.each(name, b, func(s *scanner, k token) (bool, error) {
		if k == startTag && s.is("si") {
			t.reset()
		} else if k == endTag && s.is("si") {
			return false, p.add(t.result())
		}
		t.visit(s, k)
		return false, nil
	})
	return p, err
}

// A textOf gathers the text of an <si> or <is>: its own <t> or those of its
// runs, without the readings that East Asian books add.
type textOf struct {
	buf      []byte
	phonetic int
	in, cut  bool
}

func (t *textOf) reset() { *t = textOf{buf: t.buf[:0]} }

func (t *textOf) visit(s *scanner, k token) {
	switch {
	case k == charData && t.in && t.phonetic == 0:
		if room := maxString - len(t.buf); len(s.text) > room {
			t.buf, t.cut = append(t.buf, s.text[:room]...), true
		} else {
			t.buf = append(t.buf, s.text...)
		}
	case k == charData:
	case s.is("t"):
		t.in = k == startTag
	case s.is("rPh") && k == startTag:
		t.phonetic++
	case s.is("rPh"):
		t.phonetic--
	}
}

func (t *textOf) result() ([]byte, Mark) {
	if t.cut {
		return unX(t.buf), Cut
	}
	return unX(t.buf), 0
}

// unX reads the _x000D_ by which XLSX writes characters that XML has not.
func unX(b []byte) []byte {
	out := b[:0:0]
	from := 0
	for i := 0; i+7 <= len(b); i++ {
		if b[i] != '_' || b[i+1] != 'x' || b[i+6] != '_' {
			continue
		}
		n, err := strconv.ParseUint(string(b[i+2:i+6]), 16, 16)
		if err != nil || n >= 0xd800 && n < 0xe000 {
			continue
		}
		out = append(out, b[from:i]...)
		out = utf8.AppendRune(out, rune(n))
		from, i = i+7, i+6
	}
	if from == 0 {
		return b
	}
	return append(out, b[from:]...)
}

// errStop ends a pass early.
var errStop = errors.New("stop")
