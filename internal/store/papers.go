package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/store/sqlc"
)

// PutPapers makes certificates findable by their codes, or not.
func (r reviews) PutPapers(ctx context.Context, all []review.Certified) error {
	for _, x := range all {
		if err := r.putPaper(ctx, x); err != nil {
			return fmt.Errorf("store certificate: %w", err)
		}
	}
	return nil
}

func (r reviews) putPaper(ctx context.Context, x review.Certified) error {
	if !x.Open {
		return r.DropReviewPaper(ctx, x.Code)
	}
	body, err := json.Marshal(x)
	if err != nil {
		return err
	}
	return r.PutReviewPaper(ctx, sqlc.PutReviewPaperParams{Code: x.Code, Body: string(body)})
}

// Paper is a certificate that may be checked; see [review.Store].
func (s *Store) Paper(ctx context.Context, hash string) (x review.Certified, err error) {
	body, err := s.q().ReviewPaper(ctx, hash)
	if errors.Is(err, sql.ErrNoRows) {
		return x, review.ErrHidden
	}
	if err != nil {
		return x, fmt.Errorf("read certificate: %w", err)
	}
	if err := json.Unmarshal([]byte(body), &x); err != nil {
		return x, fmt.Errorf("read certificate: %w", err)
	}
	return x, nil
}
