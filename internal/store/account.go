package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/review/monthly"
	"kashf.org/kashf/internal/store/sqlc"
	"kashf.org/kashf/ledger"
)

var _ monthly.Ledger = (*Store)(nil)

// accountPage is how many entries an account reads at once.
const accountPage = 4096

// EntriesOf yields the entries of a kind from one number to before another, with
// what an account counts by: number, time, author and body. They are read from
// their columns: that these repeat the headers is for verification to say.
func (s *Store) EntriesOf(ctx context.Context, kind string, from, to int64) iter.Seq2[journal.Entry, error] {
	return func(yield func(journal.Entry, error) bool) {
		for {
			rows, err := s.q().EntriesOfKind(ctx, sqlc.EntriesOfKindParams{Kind: kind, FromSeq: from, ToSeq: to, MaxRows: accountPage})
			if err != nil {
				yield(journal.Entry{}, fmt.Errorf("read entries: %w", err))
				return
			}
			for _, r := range rows {
				if !yield(journal.Entry{Header: ledger.Header{Seq: r.Seq, At: r.At, Author: r.Author, Kind: kind}, Body: r.Body}, nil) {
					return
				}
				from = r.Seq + 1
			}
			if len(rows) < accountPage {
				return
			}
		}
	}
}

// FirstSince is the number of the first entry, not before a number, that was made
// at a moment or later, or of all entries where there is none.
func (s *Store) FirstSince(ctx context.Context, from, at int64) (int64, error) {
	seq, err := s.q().FirstEntrySince(ctx, sqlc.FirstEntrySinceParams{FromSeq: from, AtFrom: at})
	if errors.Is(err, sql.ErrNoRows) {
		head, err := s.Head(ctx)
		return head.Size, err
	}
	if err != nil {
		return 0, fmt.Errorf("find the first entry since: %w", err)
	}
	return seq, nil
}

var _ monthly.Store = (*Store)(nil)

// Accounts are the tables of public accounts in one unit of work.
func (t *tx) Accounts() monthly.Tables { return issues{reviews{t.Queries}} }

type issues struct{ reviews }

const issueBook = "account/"

func (i issues) IssueOf(ctx context.Context, m monthly.Month) (monthly.Issue, error) {
	x, err := readBook[monthly.Issue](ctx, i.Queries, issueBook+string(m))
	if errors.Is(err, review.ErrHidden) {
		err = monthly.ErrNone
	}
	return x, err
}

func (i issues) PutIssue(ctx context.Context, x monthly.Issue, seq int64) error {
	return i.putBook(ctx, issueBook+string(x.Month), x, seq)
}

// Issue is how far the account of a month has come.
func (s *Store) Issue(ctx context.Context, m monthly.Month) (monthly.Issue, error) {
	return issues{reviews{s.q()}}.IssueOf(ctx, m)
}

// issuesListed bounds the list of accounts: forty years of them.
const issuesListed = 500

// Issues lists the accounts that were proposed or published, the newest month
// first.
func (s *Store) Issues(ctx context.Context) ([]monthly.Issue, error) {
	rows, err := s.q().ReviewBooks(ctx, sqlc.ReviewBooksParams{Pattern: issueBook + "%", MaxRows: issuesListed})
	if err != nil {
		return nil, fmt.Errorf("read accounts: %w", err)
	}
	out := make([]monthly.Issue, len(rows))
	for i, r := range rows {
		if err := json.Unmarshal([]byte(r.Body), &out[i]); err != nil {
			return nil, fmt.Errorf("%s: %w", r.ID, err)
		}
	}
	slices.SortFunc(out, func(a, b monthly.Issue) int { return cmp.Compare(b.Month, a.Month) })
	return out, nil
}
