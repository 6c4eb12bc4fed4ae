package victims

import (
	"bytes"
	"context"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/review"
)

// MaxList bounds an association's list.
const MaxList = 4 << 20

// A list lies in the vault behind a mark and a random line of so many digits.
const (
	listMark = "kashf sealed list v1\n"
	saltSize = 32
)

// keep seals a list in the vault.
func (s *Service) keep(ctx context.Context, list []byte) (*List, error) {
	if len(bytes.TrimSpace(list)) == 0 || len(list) > MaxList || !utf8.Valid(list) || bytes.ContainsRune(list, 0) {
		return nil, ErrList
	}
	salt := make([]byte, saltSize)
	if _, err := io.ReadFull(s.Rand, salt); err != nil {
		return nil, fmt.Errorf("salt of a list: %w", err)
	}
	head := listMark + hex.EncodeToString(salt) + "\n"
	id, _, err := s.Vault.Put(ctx, io.MultiReader(strings.NewReader(head), bytes.NewReader(list)))
	if err != nil {
		return nil, fmt.Errorf("keep a list: %w", err)
	}
	n := 0
	for l := range bytes.Lines(list) {
		if len(bytes.TrimSpace(l)) > 0 {
			n++
		}
	}
	return &List{Blob: id, Lines: n}, nil
}

// kept is a list that [Service.keep] sealed.
func (s *Service) kept(ctx context.Context, blob string) ([]byte, error) {
	f, err := s.Vault.Open(ctx, blob)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	b, err := io.ReadAll(f)
	if err != nil {
		return nil, fmt.Errorf("read a list: %w", err)
	}
	list, ok := unsealed(b)
	if !ok {
		return nil, fmt.Errorf("list %s: %w", blob, ErrList)
	}
	return list, nil
}

// unsealed is the list in what lies in the vault; false for anything else, of
// which no line is taken for the random one and left out.
func unsealed(b []byte) (list []byte, ok bool) {
	rest, marked := bytes.CutPrefix(b, []byte(listMark))
	salt, list, ended := bytes.Cut(rest, []byte("\n"))
	return list, marked && ended && len(salt) == hex.EncodedLen(saltSize)
}

// OpenList opens an association's list for a reason. The opening is entered
// before the list is read.
func (s *Service) OpenList(ctx context.Context, who journal.Actor, id, why string) ([]byte, error) {
	r, err := s.Get(ctx, who, id)
	switch {
	case err != nil:
		return nil, err
	case r.List == nil:
		return nil, register.ErrNotFound
	case !review.Legible(why):
		return nil, ErrWhy
	}
	a := Act{ID: id, Act: "opened"}
	if a.Sealed, err = s.seal(id, "why", why); err != nil {
		return nil, err
	}
	if err := s.enter(ctx, who, a); err != nil {
		return nil, err
	}
	return s.kept(ctx, r.List.Blob)
}
