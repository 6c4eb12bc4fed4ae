package ledger

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"golang.org/x/mod/sumdb/tlog"
)

// Hash is a node of the tree: 32 bytes of SHA-256.
type Hash = tlog.Hash

// ErrDamaged reports that a stored entry is not what was appended. The error
// text names the entry and the part.
var ErrDamaged = errors.New("does not match what was recorded")

// A Header says who did what, for whom and when. It holds nothing personal:
// subjects are opaque ids, blobs are vault ids.
type Header struct {
	Seq      int64    `json:"seq"`                // 0-based place in the log
	At       int64    `json:"at"`                 // microseconds since 1970, UTC, the server's clock
	Author   string   `json:"author"`             // account id, or "local" for the operator at the machine
	Org      string   `json:"org,omitempty"`      // organisation id
	Device   string   `json:"device,omitempty"`   // where it was entered
	Kind     string   `json:"kind"`               // such as "source.imported"
	Version  int      `json:"v"`                  // of the body's shape
	Subjects []string `json:"subjects,omitempty"` // opaque ids of what it is about
	Blobs    []string `json:"blobs,omitempty"`    // vault ids the body rests on
}

// SaltSize is the length of a body's salt: 256 bits, out of reach of guessing.
const SaltSize = 32

// An Entry is one line of the ledger as it is stored.
type Entry struct {
	Header
	Raw        []byte // the header's bytes, which are what is hashed
	Commitment Hash
	Salt       []byte // nil once destroyed
	Body       []byte // JSON; nil once destroyed
	// Destroyed names the entry that destroyed the body by law, 0 while it stands.
	Destroyed int64
}

// Seal makes the entry for a header and a body, drawing its salt from rand.
func Seal(h Header, body []byte, rand io.Reader) (Entry, error) {
	raw, err := json.Marshal(h)
	if err != nil {
		return Entry{}, fmt.Errorf("encode header: %w", err)
	}
	salt := make([]byte, SaltSize)
	if _, err := io.ReadFull(rand, salt); err != nil {
		return Entry{}, fmt.Errorf("draw salt: %w", err)
	}
	return Entry{Header: h, Raw: raw, Salt: salt, Body: body, Commitment: Commit(salt, body)}, nil
}

// Commit is the hash that stands for a body in the tree.
func Commit(salt, body []byte) Hash {
	h := sha256.New()
	h.Write([]byte("kashf body v1\n"))
	h.Write(salt)
	h.Write(body)
	var out Hash
	h.Sum(out[:0])
	return out
}

// Leaf is the entry's leaf hash (RFC 6962, section 2.1).
func (e Entry) Leaf() Hash { return tlog.RecordHash(e.LeafData()) }

// LeafData is what is hashed into the leaf: the header's bytes, a line feed
// and the commitment.
func (e Entry) LeafData() []byte {
	b := make([]byte, 0, len(e.Raw)+1+tlog.HashSize)
	b = append(b, e.Raw...)
	b = append(b, '\n')
	return append(b, e.Commitment[:]...)
}

// Check recomputes what can be recomputed of a stored entry: that its header
// is the one hashed, that its body is the one committed to, or that it is
// marked as destroyed. It returns an error that wraps [ErrDamaged].
func (e Entry) Check() error {
	raw, err := json.Marshal(e.Header)
	if err != nil {
		return fmt.Errorf("entry %d: header: %w", e.Seq, err)
	}
	if !bytes.Equal(raw, e.Raw) {
		return fmt.Errorf("entry %d: header %w", e.Seq, ErrDamaged)
	}
	if e.Destroyed != 0 {
		if e.Body != nil || e.Salt != nil {
			return fmt.Errorf("entry %d: destroyed by entry %d but its body is still there: %w", e.Seq, e.Destroyed, ErrDamaged)
		}
		return nil
	}
	if Commit(e.Salt, e.Body) != e.Commitment {
		return fmt.Errorf("entry %d: body %w", e.Seq, ErrDamaged)
	}
	return nil
}

// ParseHeader reads a header's bytes and refuses any that would not be
// written the same way again.
func ParseHeader(raw []byte) (Header, error) {
	var h Header
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(&h); err != nil {
		return Header{}, fmt.Errorf("header: %w", err)
	}
	again, err := json.Marshal(h)
	if err != nil {
		return Header{}, fmt.Errorf("header: %w", err)
	}
	if !bytes.Equal(again, raw) {
		return Header{}, fmt.Errorf("header is not in its canonical form: %w", ErrDamaged)
	}
	return h, nil
}
