package review

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
)

// A PaperCode is the code on a certificate, by which somebody who is handed the
// paper finds out whether it still stands. It is 25 digits drawn at random, of
// which there are 2^83: whoever tries a million a second for the age of the
// universe does not meet one. Three letters follow that are computed from them,
// so that a digit misread or two exchanged are noticed before anything is looked
// up. Digits are the same words in every language; the letters are [checkLetters].
type PaperCode string

const (
	paperDigits = 25
	paperGroup  = 5
	// paperModulus is the largest prime that three of seven letters can count
	// to. No one wrong digit and no two neighbours exchanged leave the remainder
	// what it was: it divides neither a digit nor nine times one, nor ten.
	paperModulus = 337
)

// checkLetters are the letters of a code's end, each with its letter in Arabic.
// Their names differ by ear within either language: dee, jay, el, em, ar, ess,
// double-u; dāl, jīm, lām, mīm, rā', sīn, wāw.
var checkLetters = []struct{ latin, arabic rune }{{'D', 'د'}, {'J', 'ج'}, {'L', 'ل'}, {'M', 'م'}, {'R', 'ر'}, {'S', 'س'}, {'W', 'و'}}

// ErrPaperCode: what was typed is no code. It was misread, or is of something else.
var ErrPaperCode = errors.New("not a code as papers carry it")

// NewPaperCode draws a code.
func NewPaperCode(rand io.Reader) (PaperCode, error) {
	var out strings.Builder
	b := make([]byte, 1)
	for out.Len() < paperDigits {
		if _, err := io.ReadFull(rand, b); err != nil {
			return "", fmt.Errorf("draw code: %w", err)
		}
		if b[0] < 250 { // the rest would make some digits likelier than others
			out.WriteByte('0' + b[0]%10)
		}
	}
	return PaperCode(out.String()), nil
}

// ParsePaperCode reads a code as somebody types it: digits of either script, the
// letters in Latin or Arabic, with or without spaces. Anything else, and letters
// that do not belong to the digits, is [ErrPaperCode].
func ParsePaperCode(typed string) (PaperCode, error) {
	var digits, letters strings.Builder
	for _, r := range typed {
		d, isDigit := digitOf(r)
		l, isLetter := letterOf(r)
		switch {
		case isDigit && letters.Len() == 0 && digits.Len() < paperDigits:
			digits.WriteByte('0' + d)
		case isLetter && digits.Len() == paperDigits:
			letters.WriteRune(l)
		case unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || strings.ContainsRune("-–—.·ـ/,،", r):
		default:
			return "", ErrPaperCode
		}
	}
	c := PaperCode(digits.String())
	if len(c) != paperDigits || letters.String() != c.check() {
		return "", ErrPaperCode
	}
	return c, nil
}

func digitOf(r rune) (byte, bool) {
	for _, zero := range []rune{'0', '٠', '۰'} {
		if r >= zero && r <= zero+9 {
			return byte(r - zero), true
		}
	}
	return 0, false
}

func letterOf(r rune) (rune, bool) {
	for _, l := range checkLetters {
		if unicode.ToUpper(r) == l.latin || r == l.arabic {
			return l.latin, true
		}
	}
	return 0, false
}

// remainder is the number that the letters stand for.
func (c PaperCode) remainder() int {
	n := 0
	for _, d := range []byte(c) {
		n = (n*10 + int(d-'0')) % paperModulus
	}
	return n
}

// check are the three letters, in Latin.
func (c PaperCode) check() string {
	n, out := c.remainder(), make([]rune, 3)
	for i := len(out) - 1; i >= 0; i-- {
		out[i] = checkLetters[n%len(checkLetters)].latin
		n /= len(checkLetters)
	}
	return string(out)
}

// String is the code as it is printed: five groups of digits and the letters,
// "41729 55083 17264 90317 22845 DMR".
func (c PaperCode) String() string {
	var out strings.Builder
	for i := 0; i+paperGroup <= len(c); i += paperGroup {
		out.WriteString(string(c)[i:i+paperGroup] + " ")
	}
	return out.String() + c.check()
}

// Arabic are the letters of the code's end in Arabic, apart from one another.
func (c PaperCode) Arabic() string {
	var out []string
	for _, r := range c.check() {
		for _, l := range checkLetters {
			if l.latin == r {
				out = append(out, string(l.arabic))
			}
		}
	}
	return strings.Join(out, " ")
}

// Hash stands for the code in the ledger and in the tables: whoever reads those
// can make no paper from it.
func (c PaperCode) Hash() string {
	h := sha256.Sum256([]byte("kashf paper code v1\n" + string(c)))
	return hex.EncodeToString(h[:])
}
