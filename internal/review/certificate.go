package review

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// PaperFormat begins the signed text of a certificate, so that no signature under
// a paper is one under anything else.
const PaperFormat = "kashf certificate 1"

// A PaperStanding is what somebody who is handed a certificate is told of it.
type PaperStanding string

// The answers. There is no fourth: a paper whose holder closed the check, a code
// that was never drawn and one of another office are the same, byte for byte.
const (
	PaperValid     PaperStanding = "valid"
	PaperWithdrawn PaperStanding = "withdrawn"
	PaperUnknown   PaperStanding = "unknown"
)

// A PaperAnswer is the answer to a code. Only a paper that is valid says more,
// and no more than it says itself: of the name the first letter of each word, so
// that a code copied onto another's paper is noticed.
type PaperAnswer struct {
	Standing PaperStanding
	Form     Form
	Holdings []Holding
	At       Micros
	Initials []string
}

// CheckPaper answers who was handed a certificate. It notes nothing.
func (s *Service) CheckPaper(ctx context.Context, code PaperCode) (PaperAnswer, error) {
	x, err := s.Store.Paper(ctx, code.Hash())
	switch {
	case errors.Is(err, ErrHidden):
		return PaperAnswer{Standing: PaperUnknown}, nil
	case err != nil:
		return PaperAnswer{}, err
	case x.Ends != 0 && x.Ends <= MicrosOf(s.Journal.Now()):
		return PaperAnswer{Standing: PaperWithdrawn}, nil
	}
	b, err := s.bearer(x)
	if err != nil {
		return PaperAnswer{}, err
	}
	return PaperAnswer{Standing: PaperValid, Form: x.Form, Holdings: x.Holdings, At: x.At, Initials: initials(b.Name)}, nil
}

// initials are the first letters of a name's words, the Arabic article left out.
func initials(name string) []string {
	var out []string
	for _, w := range strings.Fields(name) {
		if rest, ok := strings.CutPrefix(w, "ال"); ok && utf8.RuneCountInString(rest) > 1 {
			w = rest
		}
		for _, r := range w {
			if unicode.IsLetter(r) {
				out = append(out, string(unicode.ToUpper(r)))
				break
			}
		}
	}
	return out
}

// paperKey binds a sealed bearer to its code.
func paperKey(hash string) []byte { return []byte("review/paper/" + hash) }

func (s *Service) bearer(x Certified) (b Bearer, err error) {
	plain, err := s.Sealer.Open(x.Box, paperKey(x.Code))
	if err != nil {
		return b, fmt.Errorf("open certificate: %w", err)
	}
	if err := json.Unmarshal(plain, &b); err != nil {
		return b, fmt.Errorf("read certificate: %w", err)
	}
	return b, nil
}

// sealPaper draws a code and seals whose certificate it is.
func (s *Service) sealPaper(b *CertifiedBody) error {
	if b.Name = strings.Join(strings.Fields(b.Name), " "); b.Name == "" {
		return nil // refused for it
	}
	code, err := NewPaperCode(s.Rand)
	if err != nil {
		return err
	}
	plain, err := json.Marshal(Bearer{code, b.Name})
	if err != nil {
		return fmt.Errorf("encode certificate: %w", err)
	}
	b.Code = code.Hash()
	if b.Box, err = s.Sealer.Seal(plain, paperKey(b.Code)); err != nil {
		return fmt.Errorf("seal certificate: %w", err)
	}
	return nil
}

// holdersSide are the parts that print a certificate: who issues it, and who
// speaks for its holder. The panel and the observer read that it was issued.
var holdersSide = []Role{Registrar, Representative}

// PaperOf is a certificate as it is printed, for the holder's side; [ErrHidden]
// for everybody else.
func (s *Service) PaperOf(ctx context.Context, account string, id CaseID, paper string) (Certified, Bearer, error) {
	c, err := s.Store.Case(ctx, id)
	if err != nil {
		return Certified{}, Bearer{}, err
	}
	p, ok := c.Part(account)
	i := c.paper(paper)
	if !ok || !p.clear() || !slices.Contains(holdersSide, p.Role) || i < 0 {
		return Certified{}, Bearer{}, ErrHidden
	}
	b, err := s.bearer(c.Certificates[i])
	return c.Certificates[i], b, err
}

// papersSeenBy are the certificates as somebody reads the case, without whose
// they are.
func (c *Case) papersSeenBy(p Part) []Certified {
	if !p.Role.whole() && p.Role != Representative {
		return nil
	}
	out := slices.Clone(c.Certificates)
	for i := range out {
		out[i].Box = nil
	}
	return out
}
