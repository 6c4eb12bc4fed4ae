package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/store/sqlc"
)

// reviews are the tables of file reviews in one unit of work.
type reviews struct{ *sqlc.Queries }

var (
	_ review.Tables = reviews{}
	_ review.Store  = (*Store)(nil)
)

// Reviews are the tables of file reviews; see [review.TablesOf].
func (t *tx) Reviews() review.Tables { return reviews{t.Queries} }

func (r reviews) PutPolicy(ctx context.Context, p review.StoredPolicy) error {
	text, err := json.Marshal(p.Policy)
	if err != nil {
		return fmt.Errorf("policy %s: %w", p.Policy.Version, err)
	}
	return r.PutReviewPolicy(ctx, sqlc.PutReviewPolicyParams{
		Version: p.Policy.Version, Policy: string(text), Why: p.Why, At: int64(p.At), Seq: p.Seq,
	})
}

func (r reviews) Policies(ctx context.Context) ([]review.StoredPolicy, error) {
	return reviewPolicies(ctx, r.Queries)
}

func reviewPolicies(ctx context.Context, q *sqlc.Queries) ([]review.StoredPolicy, error) {
	rows, err := q.ReviewPolicies(ctx)
	if err != nil {
		return nil, fmt.Errorf("read policies: %w", err)
	}
	out := make([]review.StoredPolicy, len(rows))
	for i, row := range rows {
		out[i] = review.StoredPolicy{Why: row.Why, At: review.Micros(row.At), Seq: row.Seq}
		if err := json.Unmarshal([]byte(row.Policy), &out[i].Policy); err != nil {
			return nil, fmt.Errorf("policy %s: %w", row.Version, err)
		}
	}
	return out, nil
}

func (r reviews) CaseOf(ctx context.Context, id review.CaseID) (*review.Case, error) {
	return reviewCase(ctx, r.Queries, id)
}

func reviewCase(ctx context.Context, q *sqlc.Queries, id review.CaseID) (*review.Case, error) {
	body, err := q.ReviewCase(ctx, string(id))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, review.ErrHidden
	}
	if err != nil {
		return nil, fmt.Errorf("read case: %w", err)
	}
	c := &review.Case{}
	if err := json.Unmarshal([]byte(body), c); err != nil {
		return nil, fmt.Errorf("case %s: %w", id, err)
	}
	return c, nil
}

func (r reviews) PutCase(ctx context.Context, c review.StoredCase) error {
	body, err := json.Marshal(c.Case)
	if err != nil {
		return fmt.Errorf("case %s: %w", c.ID, err)
	}
	lane := ""
	if len(c.Lanes) > 0 {
		lane = string(c.Lanes[0].Lane)
	}
	if err := r.PutReviewCase(ctx, sqlc.PutReviewCaseParams{
		ID: string(c.ID), Person: int64(c.Person), State: string(c.State), Liberty: string(c.Liberty.State), Lane: lane,
		Clock: string(c.Next.Name), Due: int64(c.Next.Due), Ripe: c.Ripe, Facts: int64(len(c.Facts)),
		Opened: int64(c.Opened), Body: string(body), Seq: c.Seq,
	}); err != nil {
		return fmt.Errorf("store case: %w", err)
	}
	if err := r.PutReviewEvent(ctx, sqlc.PutReviewEventParams{CaseID: string(c.ID), Seq: c.Seq}); err != nil {
		return fmt.Errorf("store event: %w", err)
	}
	if c.Recast {
		if err := r.putParts(ctx, c); err != nil {
			return err
		}
	}
	if err := r.PutReviewPlace(ctx, sqlc.PutReviewPlaceParams{
		ID: string(c.ID), State: string(c.State), Liberty: string(c.Liberty.State), Lane: lane,
		Clock: string(c.Next.Name), Due: int64(c.Next.Due), Turn: int64(c.TurnAt()), Opened: int64(c.Opened), Untold: untold,
	}); err != nil {
		return fmt.Errorf("store parts: %w", err)
	}
	if err := r.PutReviewPlaceUntold(ctx, sqlc.PutReviewPlaceUntoldParams{
		ID: string(c.ID), State: string(c.State), Turn: int64(review.LastTurn), Opened: int64(c.Opened), Untold: untold,
	}); err != nil {
		return fmt.Errorf("store parts: %w", err)
	}
	return nil
}

// untold is the part beside which only a case's state stands.
const untold = string(review.VictimRepresentative)

func (r reviews) putParts(ctx context.Context, c review.StoredCase) error {
	for _, p := range c.Cast {
		if err := r.PutReviewPart(ctx, sqlc.PutReviewPartParams{
			CaseID: string(c.ID), Account: p.Account, Role: string(p.Role), Reads: c.MayRead(p.Account), Conflicted: p.Conflicted(), Awaited: p.Awaited(),
		}); err != nil {
			return fmt.Errorf("store part: %w", err)
		}
	}
	return nil
}

func (r reviews) SetNext(ctx context.Context, id review.CaseID, next review.Clock) error {
	if err := r.SetReviewDue(ctx, sqlc.SetReviewDueParams{ID: string(id), Clock: string(next.Name), Due: int64(next.Due)}); err != nil {
		return fmt.Errorf("store clock: %w", err)
	}
	if err := r.SetReviewPlaceDue(ctx, sqlc.SetReviewPlaceDueParams{ID: string(id), Clock: string(next.Name), Due: int64(next.Due), Untold: untold}); err != nil {
		return fmt.Errorf("store clock: %w", err)
	}
	return nil
}

func (r reviews) CaseIDs(ctx context.Context) ([]review.CaseID, error) {
	return caseIDs(r.OpenReviewCases(ctx))
}

func (r reviews) ConflictsOf(ctx context.Context, account string) (review.Conflicts, error) {
	rows, err := r.ReviewConflicts(ctx, account)
	if err != nil {
		return nil, fmt.Errorf("read conflicts: %w", err)
	}
	out := review.Conflicts{}
	for _, x := range rows {
		p := register.PersonID(x.Person)
		out[p] = append(out[p], x.Account)
	}
	return out, nil
}

func (r reviews) FileNow(ctx context.Context, p register.PersonID) (register.PersonID, error) {
	now, err := r.Redirect(ctx, int64(p))
	switch {
	case err == nil:
		return register.PersonID(now), nil
	case absent(err) == register.ErrNotFound:
		return p, nil
	}
	return 0, fmt.Errorf("read where a file lies: %w", err)
}

func caseIDs(rows []string, err error) ([]review.CaseID, error) {
	if err != nil {
		return nil, fmt.Errorf("list cases: %w", err)
	}
	out := make([]review.CaseID, len(rows))
	for i, id := range rows {
		out[i] = review.CaseID(id)
	}
	return out, nil
}

func (r reviews) PutSitting(ctx context.Context, account string, at review.Micros, seq int64) error {
	return r.PutReviewSitting(ctx, sqlc.PutReviewSittingParams{Seq: seq, Account: account, At: int64(at)})
}

func (r reviews) Sittings(ctx context.Context, account string, from, to review.Micros) (int, error) {
	n, err := r.CountReviewSittings(ctx, sqlc.CountReviewSittingsParams{Account: account, FromAt: int64(from), ToAt: int64(to)})
	return int(n), err
}

func (r reviews) PutSubmission(ctx context.Context, id string, c review.CaseID, group string, seq int64) error {
	return r.PutReviewSubmission(ctx, sqlc.PutReviewSubmissionParams{ID: id, CaseID: string(c), Side: group, Seq: seq})
}

func (r reviews) Submitted(ctx context.Context, id string) (bool, error) {
	n, err := r.CountReviewSubmission(ctx, id)
	return n > 0, err
}

const rosterBook = "roster"

func (r reviews) Roster(ctx context.Context) (review.Roster, error) {
	roster, err := readBook[review.Roster](ctx, r.Queries, rosterBook)
	if errors.Is(err, review.ErrHidden) {
		err = nil
	}
	return roster, err
}

func (r reviews) PutRoster(ctx context.Context, roster review.Roster, seq int64) error {
	return r.putBook(ctx, rosterBook, roster, seq)
}

func (r reviews) DrawOf(ctx context.Context, id string) (review.Draw, error) {
	return readBook[review.Draw](ctx, r.Queries, "draw/"+id)
}

func (r reviews) LastDraw(ctx context.Context) (d review.Draw, err error) {
	rows, err := r.ReviewBooks(ctx, sqlc.ReviewBooksParams{Pattern: "draw/%", MaxRows: 1})
	if err != nil || len(rows) == 0 {
		return d, err
	}
	if err := json.Unmarshal([]byte(rows[0].Body), &d); err != nil {
		return d, fmt.Errorf("%s: %w", rows[0].ID, err)
	}
	return d, nil
}

func (r reviews) PutDraw(ctx context.Context, d review.Draw, seq int64) error {
	return r.putBook(ctx, "draw/"+d.ID, d, seq)
}

func (r reviews) putBook(ctx context.Context, id string, v any, seq int64) error {
	body, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("%s: %w", id, err)
	}
	return r.PutReviewBook(ctx, sqlc.PutReviewBookParams{ID: id, Body: string(body), Seq: seq})
}

func readBook[T any](ctx context.Context, q *sqlc.Queries, id string) (v T, err error) {
	body, err := q.ReviewBook(ctx, id)
	if errors.Is(err, sql.ErrNoRows) {
		return v, review.ErrHidden
	}
	if err != nil {
		return v, fmt.Errorf("read %s: %w", id, err)
	}
	if err := json.Unmarshal([]byte(body), &v); err != nil {
		return v, fmt.Errorf("%s: %w", id, err)
	}
	return v, nil
}

// Draw returns a draw, for whoever recomputes it.
func (s *Store) Draw(ctx context.Context, id string) (review.Draw, error) {
	return readBook[review.Draw](ctx, s.q(), "draw/"+id)
}

// Case returns a case; see [review.Store].
func (s *Store) Case(ctx context.Context, id review.CaseID) (*review.Case, error) {
	return reviewCase(ctx, s.q(), id)
}

// PoliciesInForce lists the versions of the review's policy.
func (s *Store) PoliciesInForce(ctx context.Context) ([]review.StoredPolicy, error) {
	return reviewPolicies(ctx, s.q())
}

// CasesOf are the cases of one person, by whatever number each was opened on.
func (s *Store) CasesOf(ctx context.Context, p register.PersonID) ([]review.CaseID, error) {
	p, err := reviews{s.q()}.FileNow(ctx, p)
	if err != nil {
		return nil, err
	}
	return caseIDs(s.q().ReviewCasesOfPerson(ctx, int64(p)))
}

// CasesBarred lists the cases on the files that conflicts of an account close.
func (s *Store) CasesBarred(ctx context.Context, account string) ([]review.CaseID, error) {
	persons, err := s.q().ReviewConflictsOf(ctx, account)
	if err != nil {
		return nil, fmt.Errorf("read conflicts: %w", err)
	}
	var out []review.CaseID
	for _, p := range persons {
		ids, err := s.CasesOf(ctx, register.PersonID(p))
		if err != nil {
			return nil, err
		}
		out = append(out, ids...)
	}
	return out, nil
}

// CasesWithCopies lists the cases of which copies were given.
func (s *Store) CasesWithCopies(ctx context.Context) ([]review.CaseID, error) {
	return caseIDs(s.q().ReviewCasesWithCopies(ctx))
}

// FollowedCases lists the cases that something undone in the register may reach.
func (s *Store) FollowedCases(ctx context.Context) ([]review.CaseID, error) {
	return caseIDs(s.q().FollowedReviewCases(ctx))
}

// DueBefore lists cases of which a clock has run out, or all votes are in.
func (s *Store) DueBefore(ctx context.Context, at review.Micros, limit int) ([]review.CaseID, error) {
	return caseIDs(s.q().ReviewCasesDue(ctx, sqlc.ReviewCasesDueParams{Now: int64(at), MaxRows: int32(limit)}))
}

// Board lists the cases that exist for an account.
func (s *Store) Board(ctx context.Context, account string, w review.Wanted) ([]review.Listing, error) {
	if w.Before != nil {
		return s.boardBefore(ctx, account, w)
	}
	after := review.Turn{At: -1}
	if w.After != nil {
		after = *w.After
	}
	rows, err := s.q().ReviewBoard(ctx, sqlc.ReviewBoardParams{
		Account: account, Lane: laneOf(w), State: string(w.State), Turn: int64(after.At), CaseID: string(after.Case), MaxRows: int32(w.Limit), Skipped: int32(w.Skip),
	})
	if err != nil {
		return nil, fmt.Errorf("read board: %w", err)
	}
	out := make([]review.Listing, len(rows))
	for i, r := range rows {
		out[i] = listingOf(r)
	}
	return out, nil
}

// boardBefore are the last cases before a turn.
func (s *Store) boardBefore(ctx context.Context, account string, w review.Wanted) ([]review.Listing, error) {
	rows, err := s.q().ReviewBoardBefore(ctx, sqlc.ReviewBoardBeforeParams{
		Account: account, Lane: laneOf(w), State: string(w.State), Turn: int64(w.Before.At), CaseID: string(w.Before.Case), MaxRows: int32(w.Limit),
	})
	if err != nil {
		return nil, fmt.Errorf("read board: %w", err)
	}
	out := make([]review.Listing, len(rows))
	for i, r := range rows {
		out[len(rows)-1-i] = listingOf(sqlc.ReviewBoardRow(r))
	}
	return out, nil
}

func listingOf(r sqlc.ReviewBoardRow) review.Listing {
	return review.Listing{
		ID: review.CaseID(r.CaseID), State: review.State(r.State), Liberty: review.LibertyState(r.Liberty), Lane: review.Lane(r.Lane),
		Clock: review.ClockName(r.Clock), Due: review.Micros(r.Due), Opened: review.Micros(r.Opened), Role: review.Role(r.Role),
		Turn: review.Turn{At: review.Micros(r.Turn), Case: review.CaseID(r.CaseID)},
	}
}

// laneOf is the lane of a query: "*" for every one, "" for none that is urgent.
func laneOf(w review.Wanted) string {
	switch {
	case w.Urgentless:
		return ""
	case w.Lane == "":
		return "*"
	}
	return string(w.Lane)
}

// BoardPassed counts the cases of a board that stand before a turn.
func (s *Store) BoardPassed(ctx context.Context, account string, w review.Wanted, t review.Turn) (int, error) {
	n, err := s.q().ReviewBoardPassed(ctx, sqlc.ReviewBoardPassedParams{
		Account: account, Lane: laneOf(w), State: string(w.State), Turn: int64(t.At), CaseID: string(t.Case),
	})
	if err != nil {
		return 0, fmt.Errorf("count board: %w", err)
	}
	return int(n), nil
}

// BoardCounts counts the cases that exist for an account, by lane and state: once
// for each state of the ledger, since only an entry changes them. Not to be
// changed.
func (s *Store) BoardCounts(ctx context.Context, account string) ([]review.BoardCount, error) {
	now, err := s.state(ctx)
	if err != nil {
		return nil, err
	}
	return now.boards.get(account, func() ([]review.BoardCount, error) { return s.boardCounts(ctx, account) })
}

func (s *Store) boardCounts(ctx context.Context, account string) ([]review.BoardCount, error) {
	rows, err := s.q().ReviewBoardCounts(ctx, account)
	if err != nil {
		return nil, fmt.Errorf("count board: %w", err)
	}
	out := make([]review.BoardCount, len(rows))
	for i, r := range rows {
		out[i] = review.BoardCount{Lane: review.Lane(r.Lane), State: review.State(r.State), Cases: int(r.N)}
	}
	return out, nil
}

// EventsOf are the entries of a case in their order.
func (s *Store) EventsOf(ctx context.Context, id review.CaseID) ([]journal.Entry, error) {
	rows, err := s.q().ReviewEvents(ctx, string(id))
	if err != nil {
		return nil, fmt.Errorf("read events: %w", err)
	}
	out := make([]journal.Entry, len(rows))
	for i, r := range rows {
		if out[i], err = entryOf(r); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// drawsListed bounds the list of draws.
const drawsListed = 200

// Draws lists draws, the last changed first.
func (s *Store) Draws(ctx context.Context) ([]review.Draw, error) {
	rows, err := s.q().ReviewBooks(ctx, sqlc.ReviewBooksParams{Pattern: "draw/%", MaxRows: drawsListed})
	if err != nil {
		return nil, fmt.Errorf("read draws: %w", err)
	}
	out := make([]review.Draw, len(rows))
	for i, r := range rows {
		if err := json.Unmarshal([]byte(r.Body), &out[i]); err != nil {
			return nil, fmt.Errorf("%s: %w", r.ID, err)
		}
	}
	return out, nil
}

// RosterNow is who may be drawn.
func (s *Store) RosterNow(ctx context.Context) (review.Roster, error) {
	return reviews{s.q()}.Roster(ctx)
}

// SittingsOf counts the hearings at which an account sat, from one moment to
// before another.
func (s *Store) SittingsOf(ctx context.Context, account string, from, to review.Micros) (int, error) {
	return reviews{s.q()}.Sittings(ctx, account, from, to)
}

// SharedFiles are the open cases whose file is another open case's too.
func (s *Store) SharedFiles(ctx context.Context) ([]review.Lying, error) {
	rows, err := s.q().ReviewSharedFiles(ctx)
	if err != nil {
		return nil, fmt.Errorf("read cases of one file: %w", err)
	}
	out := make([]review.Lying, len(rows))
	for i, r := range rows {
		out[i] = review.Lying{Case: review.CaseID(r.ID), Person: register.PersonID(r.Person)}
	}
	return out, nil
}

// CasesWithTwins lists the open cases that were asked about another.
func (s *Store) CasesWithTwins(ctx context.Context) ([]review.CaseID, error) {
	return caseIDs(s.q().ReviewCasesWithTwins(ctx))
}

// TiedElsewhere are the accounts with a part in a case that have a conflict in
// another on the same file.
func (s *Store) TiedElsewhere(ctx context.Context, id review.CaseID) ([]string, error) {
	out, err := s.q().ReviewTiedElsewhere(ctx, string(id))
	if err != nil {
		return nil, fmt.Errorf("read conflicts: %w", err)
	}
	return out, nil
}
