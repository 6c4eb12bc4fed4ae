package register

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"strings"
)

// FileNos writes a person's number as the file number that people are shown,
// and reads it back. The number is a permutation under a secret key, so that it
// says neither how many files there are nor which came first, and nobody finds
// another by counting on.
//
//	n := register.FileNos{Key: key}
//	n.Format(42)         // such as "7Q2M-9XFAK"
//	n.Parse("7q2m 9xfak") // 42, true
//
// The last character checks the others: one wrong character, or two that
// changed places, are always noticed. The key must not change: numbers are
// printed and read out on the telephone.
type FileNos struct{ Key [32]byte }

const (
	fileNoBits   = 40 // eight characters of five bits
	fileNoHalf   = fileNoBits / 2
	fileNoRounds = 4 // a Feistel network of four rounds is a strong permutation
	fileNoDigits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
)

// Format is the file number of a person, "" for what is no number of a person.
func (n FileNos) Format(id PersonID) string {
	if id <= 0 || id >= 1<<fileNoBits {
		return ""
	}
	v := n.permute(uint64(id))
	var c [8]byte
	for i := range c {
		c[i] = byte(v >> (35 - 5*i) & 31)
	}
	var b strings.Builder
	for i, x := range c {
		if i == 4 {
			b.WriteByte('-')
		}
		b.WriteByte(fileNoDigits[x])
	}
	b.WriteByte(fileNoDigits[checkOf(c)])
	return b.String()
}

// Parse reads a file number as people type it: in either case, with or without
// spaces and hyphens, O for 0, I and L for 1, with Arabic digits. It reports
// whether it is one; that the person exists is for the register to say.
func (n FileNos) Parse(s string) (PersonID, bool) {
	var c [9]byte
	k := 0
	for _, r := range s {
		d, ok := digitOf(r)
		if !ok {
			if separates(r) {
				continue
			}
			return 0, false
		}
		if k == len(c) {
			return 0, false
		}
		c[k] = d
		k++
	}
	if k != len(c) || checkOf([8]byte(c[:8])) != c[8] {
		return 0, false
	}
	var v uint64
	for _, d := range c[:8] {
		v = v<<5 | uint64(d)
	}
	id := PersonID(n.restore(v))
	return id, id > 0
}

func separates(r rune) bool {
	switch r {
	case ' ', '-', '‐', '‑', '–', '—', '_', '.', '\u00a0', '\u200e', '\u200f', '\u2066', '\u2067', '\u2068', '\u2069':
		return true
	}
	return false
}

func digitOf(r rune) (byte, bool) {
	switch {
	case r >= '٠' && r <= '٩':
		return byte(r - '٠'), true
	case r >= '۰' && r <= '۹':
		return byte(r - '۰'), true
	case r >= 'a' && r <= 'z':
		r -= 'a' - 'A'
	}
	switch r {
	case 'O':
		r = '0'
	case 'I', 'L':
		r = '1'
	}
	i := strings.IndexRune(fileNoDigits, r)
	return byte(max(i, 0)), i >= 0
}

// permute is a balanced Feistel network over the number's two halves.
func (n FileNos) permute(v uint64) uint64 {
	l, r := uint32(v>>fileNoHalf), uint32(v)&(1<<fileNoHalf-1)
	for round := range fileNoRounds {
		l, r = r, l^n.mix(byte(round), r)
	}
	return uint64(l)<<fileNoHalf | uint64(r)
}

func (n FileNos) restore(v uint64) uint64 {
	l, r := uint32(v>>fileNoHalf), uint32(v)&(1<<fileNoHalf-1)
	for round := fileNoRounds - 1; round >= 0; round-- {
		l, r = r^n.mix(byte(round), l), l
	}
	return uint64(l)<<fileNoHalf | uint64(r)
}

func (n FileNos) mix(round byte, half uint32) uint32 {
	h := hmac.New(sha256.New, n.Key[:])
	var in [12]byte
	copy(in[:], "file-no")
	in[7] = round
	binary.BigEndian.PutUint32(in[8:], half)
	h.Write(in[:])
	return binary.BigEndian.Uint32(h.Sum(nil)) & (1<<fileNoHalf - 1)
}

// checkOf is the sum of the characters in the field of 32 elements, each times
// another power of x. All the powers differ and none is one, so a wrong
// character changes the sum, and so do any two that change places, the check
// among them.
func checkOf(c [8]byte) byte {
	var sum, power byte = 0, 1
	for _, x := range c {
		power = times(power, 2)
		sum ^= times(power, x)
	}
	return sum
}

// times multiplies in the field of 32 elements, modulo x⁵+x²+1.
func times(a, b byte) byte {
	var p byte
	for ; b != 0; b >>= 1 {
		if b&1 != 0 {
			p ^= a
		}
		a <<= 1
		if a&32 != 0 {
			a ^= 0b100101
		}
	}
	return p
}
