package intake

import (
	"bytes"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// An Encoding is how a file's letters are written as bytes.
type Encoding string

const (
	UTF8        Encoding = "utf-8"
	UTF16LE     Encoding = "utf-16le"
	UTF16BE     Encoding = "utf-16be"
	Windows1256 Encoding = "windows-1256" // Arabic, and the accents of French
	ISO88596    Encoding = "iso-8859-6"   // Arabic, of older Unix and Apple programs
	Windows1252 Encoding = "windows-1252" // Western European
)

// boms are the byte order marks by which a file says its encoding.
var boms = []struct {
	mark     string
	encoding Encoding
}{
	{"\xef\xbb\xbf", UTF8},
	{"\xff\xfe", UTF16LE},
	{"\xfe\xff", UTF16BE},
}

func bomOf(e Encoding) string {
	for _, b := range boms {
		if b.encoding == e {
			return b.mark
		}
	}
	return ""
}

// sniffEncoding says how head is encoded, whether it begins with a byte order
// mark, and by what reason that is known. A file with no high bytes is UTF-8.
func sniffEncoding(head []byte) (e Encoding, bom bool, reason string) {
	for _, b := range boms {
		if bytes.HasPrefix(head, []byte(b.mark)) {
			return b.encoding, true, "bom"
		}
	}
	if e := unmarked16(head); e != "" {
		return e, false, "valid"
	}
	good, bad := countUTF8(head)
	switch {
	case bad == 0 && good == 0:
		return UTF8, false, "ascii"
	case bad == 0:
		return UTF8, false, "valid"
	case good > 20*bad:
		// A stray byte in a UTF-8 list refuses a row. It does not make the
		// list Windows-1256: no text in that encoding has twenty valid
		// sequences for each byte that is not one.
		return UTF8, false, "mostly_valid"
	}
	if isoArabic(head) && arabicIn(head, &iso88596) {
		return ISO88596, false, "arabic_letters"
	}
	if arabicIn(head, &cp1256) {
		return Windows1256, false, "arabic_letters"
	}
	if western1252(head) {
		return Windows1252, false, "western_letters"
	}
	return "", false, ""
}

// countUTF8 counts the valid sequences of two bytes and more, and the bytes
// that belong to none. A sequence cut off at the end of the sample is neither.
func countUTF8(head []byte) (good, bad int) {
	for len(head) > 0 {
		if head[0] < utf8.RuneSelf {
			head = head[1:]
			continue
		}
		if !utf8.FullRune(head) {
			return good, bad
		}
		r, n := utf8.DecodeRune(head)
		if r == utf8.RuneError && n == 1 {
			bad++
		} else {
			good++
		}
		head = head[n:]
	}
	return good, bad
}

// unmarked16 finds UTF-16 without a byte order mark: of the two bytes of each
// letter one is nearly always 0 or 6, the halves of Latin and of Arabic, and the
// other is not.
func unmarked16(head []byte) Encoding {
	if len(head) < 16 {
		return ""
	}
	var high [2]int
	units := len(head) / 2
	for i, b := range head[:2*units] {
		if b == 0 || b == 6 {
			high[i%2]++
		}
	}
	few := units / 5
	switch {
	case high[1]*10 >= units*9 && high[0] < few:
		return UTF16LE
	case high[0]*10 >= units*9 && high[1] < few:
		return UTF16BE
	}
	return ""
}

// isoArabic tells the two Arabic encodings of one byte a letter apart, which
// share their first half of the alphabet: what only one of them has for a letter
// decides. Waw and ya, in every text, are two of these.
func isoArabic(head []byte) bool {
	iso, windows := 0, 0
	for _, b := range head {
		switch {
		case b == 0xe8, b == 0xea: // و ي, and è ê
			iso++
		case b >= 0xdb && b <= 0xdf, b == 0xec, b == 0xed, b == 0x81, b == 0x8d, b == 0x90: // غ ف ق ك ى ي, and nothing
			windows++
		}
	}
	return iso > windows
}

// arabicIn reports whether the high bytes of head read as Arabic in an
// encoding: most are Arabic letters, they stand in runs as words do, and
// among them alef, lam, meem, ya, noon, ra or waw are as common as in any
// Arabic text (more than half of the letters of running text, and of names).
func arabicIn(head []byte, t *[256]rune) bool {
	high, letters, common, runs := 0, 0, 0, 0
	inRun := false
	for _, b := range head {
		if b < utf8.RuneSelf {
			inRun = false
			continue
		}
		high++
		r := t[b]
		if r >= 0x0621 && r <= 0x064a {
			letters++
			if inRun {
				runs++
			}
			inRun = true
		}
		switch r {
		case 'ا', 'ل', 'م', 'ي', 'ن', 'ر', 'و', 'ة', 'د', 'ب', 'ع', 'ح', 'س':
			common++
		}
	}
	return letters*10 >= high*8 && runs*2 >= letters && common*2 >= letters
}

// western1252 reports whether the high bytes of head are letters and stand
// alone between unaccented ones, as accents do.
func western1252(head []byte) bool {
	high, accents := 0, 0
	for i, b := range head {
		if b < utf8.RuneSelf {
			continue
		}
		high++
		before := i > 0 && isASCIILetter(head[i-1])
		after := i+1 < len(head) && isASCIILetter(head[i+1])
		if b >= 0xc0 && b != 0xd7 && b != 0xf7 && (before || after) {
			accents++
		}
	}
	return accents*10 >= high*8
}

func isASCIILetter(b byte) bool {
	b |= 0x20
	return b >= 'a' && b <= 'z'
}

var (
	cp1256   = table(charmap.Windows1256)
	cp1252   = table(charmap.Windows1252)
	iso88596 = table(charmap.ISO8859_6)
)

// table lists the rune of each byte. A byte without one stands for the control
// character of the same number, so that decoding loses nothing.
func table(c *charmap.Charmap) (t [256]rune) {
	for i := range t {
		if t[i] = c.DecodeByte(byte(i)); t[i] == utf8.RuneError {
			t[i] = rune(i)
		}
	}
	return t
}

func tableOf(e Encoding) *[256]rune {
	switch e {
	case Windows1252:
		return &cp1252
	case ISO88596:
		return &iso88596
	}
	return &cp1256
}
