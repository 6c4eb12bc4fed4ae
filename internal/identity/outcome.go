package identity

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/linkage"
)

// An outcome is what a run found, as its blob of rows keeps it.
type outcome struct {
	run       int64 // its entry; not in the blob
	body      RunBody
	Moves     []register.Move
	Redirects []register.Redirect
	Links     []scored
	Open      []scored // in order of rank
	Audit     []audited
	Findings  *linkage.Report // nil in runs of older programs

	pairs  map[[2]register.RecordID]*scored
	beside map[register.RecordID][]*scored // the links of each record
}

// A scored is a pair with its score and what each field said of it.
type scored struct {
	Left, Right register.RecordID
	Weight      int // hundredths of a bit
	Probability float64
	Evidence    []byte // see evidence.go
}

// An audited is a pair drawn at random from a stratum of the run's findings.
type audited struct {
	Left, Right register.RecordID
	Stratum     int
}

// Layout, version 1: each row is a version byte, a tag and items until its
// end, packRows of them at most. Numbers are uvarints; a weight is a varint, a
// probability its eight bytes as IEEE 754 has them (it is recorded rather than
// computed, since processors differ in the last digit).
//
//	moves      record, from, to
//	redirects  old, now
//	links      left, right-left, weight, probability, length and bytes of evidence
//	open       the same, in order of rank
//	audit      left, right-left, stratum
//	findings   a linkage.Report as JSON; one row at the most
const (
	packVersion = 1
	packRows    = 1000

	tagMoves     = 'm'
	tagRedirects = 'r'
	tagLinks     = 'l'
	tagOpen      = 'o'
	tagAudit     = 'a'
	tagFindings  = 'f'
)

// ErrPacked reports the blob of a run that cannot be read.
var ErrPacked = errors.New("result of a run is damaged")

// pack gives the rows of the outcome one after another.
func (o *outcome) pack(add func(row []byte) error) error {
	return errors.Join(
		packAll(tagMoves, o.Moves, add, func(b []byte, m register.Move) []byte {
			return appendNumbers(b, int64(m.Record), int64(m.From), int64(m.To))
		}),
		packAll(tagRedirects, o.Redirects, add, func(b []byte, r register.Redirect) []byte {
			return appendNumbers(b, int64(r.Old), int64(r.Now))
		}),
		packAll(tagLinks, o.Links, add, appendScored),
		packAll(tagOpen, o.Open, add, appendScored),
		packAll(tagAudit, o.Audit, add, func(b []byte, a audited) []byte {
			return appendNumbers(b, int64(a.Left), int64(a.Right-a.Left), int64(a.Stratum))
		}),
		o.packFindings(add),
	)
}

func (o *outcome) packFindings(add func(row []byte) error) error {
	if o.Findings == nil {
		return nil
	}
	b, err := json.Marshal(o.Findings)
	if err != nil {
		return fmt.Errorf("pack findings: %w", err)
	}
	return add(append([]byte{packVersion, tagFindings}, b...))
}

func packAll[T any](tag byte, items []T, add func([]byte) error, put func([]byte, T) []byte) error {
	for len(items) > 0 {
		n := min(packRows, len(items))
		b := []byte{packVersion, tag}
		for _, it := range items[:n] {
			b = put(b, it)
		}
		if err := add(b); err != nil {
			return err
		}
		items = items[n:]
	}
	return nil
}

func appendNumbers(b []byte, ns ...int64) []byte {
	for _, n := range ns {
		b = binary.AppendUvarint(b, uint64(n))
	}
	return b
}

func appendScored(b []byte, s scored) []byte {
	b = appendNumbers(b, int64(s.Left), int64(s.Right-s.Left))
	b = binary.AppendVarint(b, int64(s.Weight))
	b = binary.LittleEndian.AppendUint64(b, math.Float64bits(s.Probability))
	b = binary.AppendUvarint(b, uint64(len(s.Evidence)))
	return append(b, s.Evidence...)
}

// unpack reads one row into the outcome. Damaged input gives [ErrPacked].
func (o *outcome) unpack(row []byte) error {
	if len(row) < 2 {
		return ErrPacked
	}
	if row[0] != packVersion {
		return fmt.Errorf("version %d: %w", row[0], ErrPacked)
	}
	if row[1] == tagFindings {
		o.Findings = &linkage.Report{}
		if err := json.Unmarshal(row[2:], o.Findings); err != nil {
			return fmt.Errorf("findings: %w", ErrPacked)
		}
		return nil
	}
	r := unpacker{b: row[2:]}
	for len(r.b) > 0 && !r.bad {
		switch row[1] {
		case tagMoves:
			o.Moves = append(o.Moves, register.Move{Record: register.RecordID(r.number()), From: register.PersonID(r.number()), To: register.PersonID(r.number())})
		case tagRedirects:
			o.Redirects = append(o.Redirects, register.Redirect{Old: register.PersonID(r.number()), Now: register.PersonID(r.number())})
		case tagLinks:
			o.Links = append(o.Links, r.scored())
		case tagOpen:
			o.Open = append(o.Open, r.scored())
		case tagAudit:
			o.Audit = append(o.Audit, r.audited())
		default:
			return fmt.Errorf("tag %d: %w", row[1], ErrPacked)
		}
	}
	if r.bad {
		return ErrPacked
	}
	return nil
}

// An unpacker reads numbers off the front of a row; bad once one is not there.
type unpacker struct {
	b   []byte
	bad bool
}

func (r *unpacker) number() int64 {
	n, k := binary.Uvarint(r.b)
	if k <= 0 || n > math.MaxInt64 {
		r.bad, r.b = true, nil
		return 0
	}
	r.b = r.b[k:]
	return int64(n)
}

func (r *unpacker) signed() int64 {
	n, k := binary.Varint(r.b)
	if k <= 0 {
		r.bad, r.b = true, nil
		return 0
	}
	r.b = r.b[k:]
	return n
}

func (r *unpacker) bytes(n int64) []byte {
	if n < 0 || n > int64(len(r.b)) {
		r.bad, r.b = true, nil
		return nil
	}
	b := r.b[:n:n]
	r.b = r.b[n:]
	return b
}

func (r *unpacker) audited() audited {
	a := audited{Left: register.RecordID(r.number())}
	a.Right = a.Left + register.RecordID(r.number())
	stratum := r.number()
	a.Stratum = int(stratum)
	r.bad = r.bad || a.Left <= 0 || a.Right <= a.Left || stratum >= maxStrata
	return a
}

// maxStrata bounds what a damaged row may say.
const maxStrata = 256

func (r *unpacker) scored() scored {
	s := scored{Left: register.RecordID(r.number())}
	s.Right = s.Left + register.RecordID(r.number())
	weight := r.signed()
	s.Weight = int(weight)
	if p := r.bytes(8); p != nil {
		s.Probability = math.Float64frombits(binary.LittleEndian.Uint64(p))
	}
	s.Evidence = append([]byte(nil), r.bytes(r.number())...)
	r.bad = r.bad || s.Left <= 0 || s.Right <= s.Left || !(s.Probability >= 0 && s.Probability <= 1) || weight != int64(int32(weight))
	return s
}
