package register

import (
	"encoding/binary"
	"errors"
	"fmt"
	"unicode/utf8"
)

// An Absence says why a value is not there. "Not asked", "unknown" and
// "withheld" are three different answers and are never shown as one.
type Absence uint8

const (
	Present  Absence = iota // there is a value
	NotAsked                // the source has no such column
	Unknown                 // the source says that it does not know
	Withheld                // the source, or the house, keeps the value back
)

// A Claim is what one record says about one field.
type Claim struct {
	Field Field
	// Value is the value as read from the source: valid UTF-8, trimmed of
	// outer space, else unchanged. "" unless Absence is Present.
	Value string
	// Norm is the value in the house's own form where there is one: a code
	// of a vocabulary, an EDTF date, a p-code, a facility's id; else "".
	Norm    string
	Level   Level
	Absence Absence
	// Sealed is the encrypted value of a C4 claim; Value and Norm are then
	// empty until a [Sealer] opens it for a reader who may see it.
	Sealed []byte
}

// A Sealer encrypts C4 values before they are stored and opens them for those
// who may read them. The associated data ties a value to its record and field,
// so that ciphertext moved elsewhere does not open.
type Sealer interface {
	Seal(plain, associated []byte) ([]byte, error)
	Open(sealed, associated []byte) ([]byte, error)
}

// ErrPacked reports packed claims that cannot be read.
var ErrPacked = errors.New("packed claims are damaged")

// packed layout, version 1: a version byte, then for each claim
// field, level<<4|absence, and the three strings value, norm, sealed, each
// with a uvarint length.
const packVersion = 1

// PackClaims encodes claims as one column of a record. The encoding of the
// same claims is always the same bytes.
func PackClaims(claims []Claim) []byte {
	n := 1
	for _, c := range claims {
		n += 5 + len(c.Value) + len(c.Norm) + len(c.Sealed)
	}
	b := make([]byte, 1, n)
	b[0] = packVersion
	for _, c := range claims {
		b = append(b, byte(c.Field), byte(c.Level)<<4|byte(c.Absence))
		b = appendString(b, c.Value)
		b = appendString(b, c.Norm)
		b = appendString(b, string(c.Sealed))
	}
	return b
}

// UnpackClaims reads what [PackClaims] wrote. Damaged input gives [ErrPacked].
// The claims' strings are parts of one: who keeps a few of them for long keeps
// all, or clones.
func UnpackClaims(b []byte) ([]Claim, error) {
	if len(b) == 0 {
		return nil, nil
	}
	if b[0] != packVersion {
		return nil, fmt.Errorf("version %d: %w", b[0], ErrPacked)
	}
	rest := string(b[1:])
	var claims []Claim
	if n := countClaims(rest); n > 0 {
		claims = make([]Claim, 0, n)
	}
	for len(rest) > 0 {
		if len(rest) < 2 {
			return nil, ErrPacked
		}
		c := Claim{Field: Field(rest[0]), Level: Level(rest[1] >> 4), Absence: Absence(rest[1] & 15)}
		rest = rest[2:]
		var sealed string
		var ok bool
		if c.Value, rest, ok = cut(rest); !ok {
			return nil, ErrPacked
		}
		if c.Norm, rest, ok = cut(rest); !ok {
			return nil, ErrPacked
		}
		if sealed, rest, ok = cut(rest); !ok {
			return nil, ErrPacked
		}
		if sealed != "" {
			c.Sealed = []byte(sealed)
		}
		if !utf8.ValidString(c.Value) || !utf8.ValidString(c.Norm) || c.Level > C5 || c.Absence > Withheld {
			return nil, ErrPacked
		}
		claims = append(claims, c)
	}
	return claims, nil
}

// countClaims counts the claims of a packed record, as far as it can be read.
func countClaims(s string) int {
	for n := 0; ; n++ {
		if len(s) < 2 {
			return n
		}
		s = s[2:]
		for range 3 {
			var ok bool
			if _, s, ok = cut(s); !ok {
				return n
			}
		}
	}
}

// PackCells encodes the raw cells of a row, byte for byte as decoded.
func PackCells(cells []string) []byte {
	n := 0
	for _, c := range cells {
		n += 3 + len(c)
	}
	b := make([]byte, 0, n)
	for _, c := range cells {
		b = appendString(b, c)
	}
	return b
}

// UnpackCells reads what [PackCells] wrote.
func UnpackCells(b []byte) ([]string, error) {
	var cells []string
	for len(b) > 0 {
		var c string
		var ok bool
		if c, b, ok = cutString(b); !ok {
			return nil, ErrPacked
		}
		cells = append(cells, c)
	}
	return cells, nil
}

func appendString(b []byte, s string) []byte {
	b = binary.AppendUvarint(b, uint64(len(s)))
	return append(b, s...)
}

// cut parts what [appendString] wrote from what follows it, without a copy.
func cut(s string) (head, rest string, ok bool) {
	n, k := uvarint(s)
	if k <= 0 || n > uint64(len(s)-k) {
		return "", "", false
	}
	return s[k : k+int(n)], s[k+int(n):], true
}

// uvarint is [binary.Uvarint] of a string.
func uvarint(s string) (uint64, int) {
	if len(s) > 0 && s[0] < 0x80 { // nearly always
		return uint64(s[0]), 1
	}
	return binary.Uvarint([]byte(s[:min(len(s), binary.MaxVarintLen64)]))
}

func cutString(b []byte) (string, []byte, bool) {
	n, k := binary.Uvarint(b)
	if k <= 0 || n > uint64(len(b)-k) {
		return "", nil, false
	}
	return string(b[k : k+int(n)]), b[k+int(n):], true
}

// InSight returns the claims a reader may see, opened where they were sealed.
// What is out of sight is not there. A C4 claim of a reader who could ask for
// it, and has not, is there as withheld, without its value.
func InSight(id RecordID, claims []Claim, v Sight, s Sealer) ([]Claim, error) {
	out := claims[:0]
	for _, c := range claims {
		switch {
		case v.Sees(c.Level):
			if c.Sealed != nil && s != nil {
				if err := c.open(id, s); err != nil {
					return nil, fmt.Errorf("record %d: %s: %w", id, c.Field, err)
				}
			}
			out = append(out, c)
		case c.Level == C4 && v.Level >= C4:
			out = append(out, Claim{Field: c.Field, Level: c.Level, Absence: Withheld})
		}
	}
	return out, nil
}

// Seal returns the claim as it is stored: a C4 value encrypted, tied to its
// record and field; others as they are.
func (c Claim) Seal(id RecordID, s Sealer) (Claim, error) {
	if c.Level < C4 || c.Absence != Present || c.Sealed != nil {
		return c, nil
	}
	b, err := s.Seal(appendString(appendString(nil, c.Value), c.Norm), associated(id, c.Field))
	if err != nil {
		return Claim{}, fmt.Errorf("seal %s: %w", c.Field, err)
	}
	return Claim{Field: c.Field, Level: c.Level, Sealed: b}, nil
}

func (c *Claim) open(id RecordID, s Sealer) error {
	b, err := s.Open(c.Sealed, associated(id, c.Field))
	if err != nil {
		return err
	}
	value, b, ok := cutString(b)
	if !ok {
		return ErrPacked
	}
	norm, _, ok := cutString(b)
	if !ok {
		return ErrPacked
	}
	c.Value, c.Norm, c.Sealed = value, norm, nil
	return nil
}

func associated(id RecordID, f Field) []byte {
	return append(binary.AppendVarint([]byte("record/"), int64(id)), byte(f))
}
