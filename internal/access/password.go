package access

import (
	"context"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

// HashParams are the costs of argon2id. They are stored in every hash, so that
// they can rise without anyone losing a password.
type HashParams struct {
	MemoryKiB uint32
	Time      uint32
	Threads   uint8
}

// DefaultHashParams cost about a quarter of a second on two slow cores.
var DefaultHashParams = HashParams{MemoryKiB: 64 * 1024, Time: 1, Threads: 2}

const (
	saltBytes = 16
	keyBytes  = 32
	// Bounds of what a stored hash may ask for: a damaged or planted one
	// must not take the machine's memory.
	maxMemoryKiB = 256 * 1024
	maxTime      = 16
	maxThreads   = 16
	// hashesAtOnce bounds the memory that sign-ins take together: 64 MiB each.
	hashesAtOnce = 2
)

// ErrHash reports a stored password hash that cannot be read.
var ErrHash = errors.New("password hash is damaged")

// A passwordHash is an argon2id hash in the PHC string form.
type passwordHash struct {
	params    HashParams
	salt, key []byte
}

// String is the stored form: $argon2id$v=19$m=65536,t=1,p=2$salt$key.
func (h passwordHash) String() string {
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version,
		h.params.MemoryKiB, h.params.Time, h.params.Threads,
		b64.EncodeToString(h.salt), b64.EncodeToString(h.key))
}

// parseHash reads what passwordHash.String wrote, and nothing that differs
// from it by a byte.
func parseHash(s string) (passwordHash, error) {
	var h passwordHash
	parts := strings.Split(s, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" {
		return h, ErrHash
	}
	var version int
	if _, err := fmt.Sscanf(parts[2], "v=%d", &version); err != nil || version != argon2.Version {
		return h, ErrHash
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &h.params.MemoryKiB, &h.params.Time, &h.params.Threads); err != nil {
		return h, ErrHash
	}
	var errSalt, errKey error
	h.salt, errSalt = base64.RawStdEncoding.DecodeString(parts[4])
	h.key, errKey = base64.RawStdEncoding.DecodeString(parts[5])
	if errSalt != nil || errKey != nil || !h.sane() || h.String() != s {
		return passwordHash{}, ErrHash
	}
	return h, nil
}

func (h passwordHash) sane() bool {
	p := h.params
	return p.Time >= 1 && p.Time <= maxTime && p.Threads >= 1 && p.Threads <= maxThreads &&
		p.MemoryKiB >= 8*uint32(p.Threads) && p.MemoryKiB <= maxMemoryKiB &&
		len(h.salt) == saltBytes && len(h.key) == keyBytes
}

// A hasher makes and checks password hashes, at most [hashesAtOnce] at a time.
type hasher struct {
	params HashParams
	rand   io.Reader
	slots  chan struct{}
}

func newHasher(p HashParams, rand io.Reader) *hasher {
	return &hasher{params: p, rand: rand, slots: make(chan struct{}, hashesAtOnce)}
}

func (h *hasher) hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltBytes)
	if _, err := io.ReadFull(h.rand, salt); err != nil {
		return "", fmt.Errorf("draw a salt: %w", err)
	}
	key, err := h.derive(ctx, password, salt, h.params)
	if err != nil {
		return "", err
	}
	return passwordHash{h.params, salt, key}.String(), nil
}

func (h *hasher) verify(ctx context.Context, stored, password string) (bool, error) {
	want, err := parseHash(stored)
	if err != nil {
		return false, err
	}
	got, err := h.derive(ctx, password, want.salt, want.params)
	if err != nil {
		return false, err
	}
	return subtle.ConstantTimeCompare(got, want.key) == 1, nil
}

func (h *hasher) derive(ctx context.Context, password string, salt []byte, p HashParams) ([]byte, error) {
	select {
	case h.slots <- struct{}{}:
		defer func() { <-h.slots }()
	case <-ctx.Done():
		return nil, fmt.Errorf("wait to check a password: %w", ctx.Err())
	}
	return argon2.IDKey(preparePassword(password), salt, p.Time, p.MemoryKiB, p.Threads, keyBytes), nil
}

// preparePassword makes the same bytes of the same password whichever
// keyboard composed it: a hamza can be typed as one character or as two.
func preparePassword(s string) []byte { return []byte(norm.NFKC.String(s)) }

// Bounds of a password.
const (
	minPasswordRunes = 12
	maxPasswordBytes = 256
	minDifferent     = 5
)

// checkPassword refuses what is guessed first. Length is what counts; no rule
// about capitals and signs, which people answer with the same few patterns.
func checkPassword(password, login string) error {
	different := make(map[rune]bool)
	for _, r := range password {
		different[r] = true
	}
	switch {
	case utf8.RuneCountInString(password) < minPasswordRunes:
		return fmt.Errorf("%w: at least %d characters", ErrWeakPassword, minPasswordRunes)
	case len(password) > maxPasswordBytes:
		return fmt.Errorf("%w: at most %d bytes", ErrWeakPassword, maxPasswordBytes)
	case len(different) < minDifferent:
		return fmt.Errorf("%w: at least %d different characters", ErrWeakPassword, minDifferent)
	case strings.Contains(strings.ToLower(password), login):
		return fmt.Errorf("%w: it holds the login", ErrWeakPassword)
	}
	return nil
}

// oneTimeAlphabet has 32 characters that are not mistaken for one another when
// read aloud or from paper.
const oneTimeAlphabet = "abcdefghjkmnpqrstuvwxyz023456789"

// oneTimePassword draws 100 bits as four groups of five characters.
func oneTimePassword(rand io.Reader) (string, error) {
	b := make([]byte, 20)
	if _, err := io.ReadFull(rand, b); err != nil {
		return "", fmt.Errorf("draw a password: %w", err)
	}
	var s strings.Builder
	for i, c := range b {
		if i > 0 && i%5 == 0 {
			s.WriteByte('-')
		}
		s.WriteByte(oneTimeAlphabet[c&31])
	}
	return s.String(), nil
}
