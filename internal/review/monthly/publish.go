package monthly

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/review"
)

// The kinds of entries of this package. Names are stored for ever.
const (
	Proposed  = "account.proposed"
	Published = "account.published"
)

// Bodies of the entries.
type (
	// A ProposedBody says who counted an account, and what it came to.
	ProposedBody struct {
		Month  Month  `json:"month"`
		SHA256 string `json:"sha256"`
	}
	// A PublishedBody is a published account: the bytes, which a second person
	// counted too.
	PublishedBody struct {
		Month  Month  `json:"month"`
		SHA256 string `json:"sha256"`
		Text   string `json:"text"`
	}
)

// An Issue is how far the account of a month has come.
type Issue struct {
	Month    Month  `json:"month"`
	SHA256   string `json:"sha256"`
	By       string `json:"by"` // account that proposed it
	Org      string `json:"org,omitempty"`
	Text     string `json:"text,omitempty"` // once published
	Seq      int64  `json:"seq,omitempty"`  // of the entry that published it
	At       int64  `json:"at,omitempty"`
	Approver string `json:"approver,omitempty"`
}

// Public reports whether the account is published.
func (i Issue) Public() bool { return i.Seq != 0 }

// Kinds of failure that callers tell apart.
var (
	// ErrNone: the month has no issue.
	ErrNone = errors.New("no account of that month")
	// ErrOwnWord: whoever proposed an account cannot publish it.
	ErrOwnWord = errors.New("who proposed the account cannot publish it")
	// ErrOnce: it was proposed or published before.
	ErrOnce = errors.New("the account was proposed or published before")
	// ErrOther: the second count came to something else than the first.
	ErrOther = errors.New("counting again came to another account")
)

// Tables keep issues inside one unit of work. A month without one is [ErrNone].
type Tables interface {
	IssueOf(ctx context.Context, m Month) (Issue, error)
	PutIssue(ctx context.Context, i Issue, seq int64) error
}

// Store is what the service reads.
type Store interface {
	Ledger
	Issue(ctx context.Context, m Month) (Issue, error)
	// Issues lists them, the newest month first.
	Issues(ctx context.Context) ([]Issue, error)
}

func tablesOf(env journal.Env) Tables { return env.Tx.(interface{ Accounts() Tables }).Accounts() }

// Kinds are what the entries of this package do to the tables. None is undone:
// what the public has read stays read.
func Kinds() []journal.Kind {
	return []journal.Kind{
		{Name: Proposed, Version: 1, Apply: applyProposed},
		{Name: Published, Version: 1, Apply: applyPublished},
	}
}

func applyProposed(ctx context.Context, env journal.Env, e journal.Entry) error {
	b, err := journal.Decode[ProposedBody](e)
	if err != nil {
		return err
	}
	return tablesOf(env).PutIssue(ctx, Issue{Month: b.Month, SHA256: b.SHA256, By: e.Author, Org: e.Org}, e.Seq)
}

func applyPublished(ctx context.Context, env journal.Env, e journal.Entry) error {
	b, err := journal.Decode[PublishedBody](e)
	if err != nil {
		return err
	}
	t := tablesOf(env)
	i, err := t.IssueOf(ctx, b.Month)
	if err != nil { // the entry that proposed it is not what it was
		return fmt.Errorf("entry %d publishes the account of %s: %w", e.Seq, b.Month, err)
	}
	i.SHA256, i.Text, i.Seq, i.At, i.Approver = b.SHA256, b.Text, e.Seq, e.At, e.Author
	return t.PutIssue(ctx, i, e.Seq)
}

// A Service counts and publishes accounts. Its fields are set once, before use.
type Service struct {
	Journal *journal.Journal
	Store   Store
}

// Count counts the account of a month as it would be published, and its hash.
func (s *Service) Count(ctx context.Context, m Month) (text []byte, hash string, err error) {
	a, err := Reckon(ctx, s.Store, m, review.MicrosOf(s.Journal.Now()))
	if err != nil {
		return nil, "", err
	}
	text, err = a.Bytes()
	sum := sha256.Sum256(text)
	return text, hex.EncodeToString(sum[:]), err
}

// Propose enters what an account came to. A proposal that was not published can
// be made again.
func (s *Service) Propose(ctx context.Context, a journal.Actor, m Month) error {
	_, hash, err := s.Count(ctx, m)
	if err != nil {
		return err
	}
	return s.Journal.Do(ctx, a, func(ctx context.Context, u *journal.Unit) error {
		switch i, err := tablesOf(u.Env).IssueOf(ctx, m); {
		case err == nil && (i.Public() || i.SHA256 == hash):
			return ErrOnce
		case err != nil && !errors.Is(err, ErrNone):
			return err
		}
		_, err := u.Append(ctx, journal.Draft{Kind: Proposed, Body: ProposedBody{m, hash}})
		return err
	})
}

// Publish counts the account again and publishes it, where it comes to the bytes
// that somebody else proposed.
func (s *Service) Publish(ctx context.Context, a journal.Actor, m Month) error {
	text, hash, err := s.Count(ctx, m)
	if err != nil {
		return err
	}
	return s.Journal.Do(ctx, a, func(ctx context.Context, u *journal.Unit) error {
		i, err := tablesOf(u.Env).IssueOf(ctx, m)
		switch {
		case err != nil:
			return err
		case i.Public():
			return ErrOnce
		case i.By == a.Account:
			return ErrOwnWord
		case i.SHA256 != hash:
			return fmt.Errorf("%s: %w", m, ErrOther)
		}
		_, err = u.Append(ctx, journal.Draft{Kind: Published, Body: PublishedBody{m, hash, string(text)}})
		return err
	})
}

// Over lists the months that are over and have entries of reviews, the newest
// first, at most n of them.
func (s *Service) Over(ctx context.Context, n int) ([]Month, error) {
	first, _, err := (&reckoner{Ledger: s.Store}).first(ctx)
	if err != nil || first == "" {
		return nil, err
	}
	var out []Month
	last := MonthOf(s.Journal.Now())
	for m := first; m < last; m = m.Next() {
		out = append(out, m)
	}
	for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
		out[i], out[j] = out[j], out[i]
	}
	return out[:min(n, len(out))], nil
}

// Day is when an issue was published.
func (i Issue) Day() time.Time { return time.UnixMicro(i.At).UTC() }
