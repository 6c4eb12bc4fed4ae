package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"kashf.org/kashf/internal/queue"
	"kashf.org/kashf/internal/store/sqlc"
)

// jobs keeps the queue's jobs.
type jobs struct{ s *Store }

var _ queue.Store = jobs{}

var jobTable, _ = markedNamed("job")

// Jobs is the store of leased jobs.
func (s *Store) Jobs() queue.Store { return jobs{s} }

func (js jobs) PutJob(ctx context.Context, j queue.Job) error {
	return js.s.change(ctx, func(q *sqlc.Queries) error {
		if j.Every == 0 {
			return q.PutJob(ctx, sqlc.PutJobParams{
				ID: j.ID, Kind: j.Kind, Args: string(j.Args), Author: j.Author, Org: j.Org,
				RunAt: j.RunAt.UnixMicro(), CreatedAt: j.CreatedAt.UnixMicro(),
			})
		}
		return q.PutPeriodic(ctx, sqlc.PutPeriodicParams{
			ID: j.ID, Kind: j.Kind, Args: string(j.Args), Author: j.Author, Org: j.Org,
			RunAt: j.RunAt.UnixMicro(), CreatedAt: j.CreatedAt.UnixMicro(), Every: j.Every.Microseconds(),
		})
	})
}

func jobOf(r sqlc.Job) queue.Job {
	j := queue.Job{
		ID: r.ID, Kind: r.Kind, Args: json.RawMessage(r.Args), Author: r.Author, Org: r.Org, State: queue.State(r.State),
		Stage: r.Stage, Done: r.Done, Total: r.Total, Error: r.Error, Attempt: int(r.Attempt), Cancel: r.Cancel,
		Every: time.Duration(r.Every) * time.Microsecond, RunAt: micros(r.RunAt), CreatedAt: micros(r.CreatedAt),
	}
	if r.Result != "" {
		j.Result = json.RawMessage(r.Result)
	}
	if r.FinishedAt != 0 {
		j.FinishedAt = micros(r.FinishedAt)
	}
	return j
}

func (js jobs) Job(ctx context.Context, id string) (queue.Job, error) {
	r, err := js.s.q().Job(ctx, id)
	if errors.Is(err, sql.ErrNoRows) {
		return queue.Job{}, fmt.Errorf("job %s: %w", id, queue.ErrNotFound)
	}
	return jobOf(r), err
}

func (js jobs) Jobs(ctx context.Context, limit int) ([]queue.Job, error) {
	rows, err := js.s.q().Jobs(ctx, int32(limit))
	out := make([]queue.Job, 0, len(rows))
	for _, r := range rows {
		out = append(out, jobOf(r))
	}
	return out, err
}

// leaseSQL takes the first free job. A waiting one bears no lease, so the one
// condition on leased_until fits it and the running ones alike. The text is put
// together here because the number of kinds and the engine's way to pass by
// locked rows vary.
func leaseSQL(kinds int, suffix string) string {
	marks := make([]string, kinds)
	for i := range marks {
		marks[i] = fmt.Sprintf("$%d", i+5)
	}
	return `UPDATE job SET leased_by = $1, leased_until = $2, attempt = attempt + 1, state = 'running'
WHERE id = (SELECT id FROM job
    WHERE state IN ('waiting', 'running') AND run_at <= $3 AND leased_until + (attempt - 1) * $4 <= $3
      AND leased_by <> $1 AND kind IN (` + strings.Join(marks, ", ") + `)
    ORDER BY run_at, id LIMIT 1` + suffix + `)
RETURNING id, kind, args, author, org, run_at, leased_by, leased_until, attempt, state, stage, done, total, cancel, result, error, every, created_at, finished_at`
}

func (js jobs) LeaseJob(ctx context.Context, kinds []string, l queue.Lease, now time.Time, patience time.Duration) (queue.Job, error) {
	if len(kinds) == 0 {
		return queue.Job{}, queue.ErrNotFound
	}
	args := []any{l.By, l.Until.UnixMicro(), now.UnixMicro(), patience.Microseconds()}
	for _, k := range kinds {
		args = append(args, k)
	}
	stx, err := js.s.write.BeginTx(ctx, nil)
	if err != nil {
		return queue.Job{}, fmt.Errorf("lease: %w", err)
	}
	defer stx.Rollback()
	var r sqlc.Job
	err = stx.QueryRowContext(ctx, leaseSQL(len(kinds), js.s.eng.leaseSuffix()), args...).Scan(
		&r.ID, &r.Kind, &r.Args, &r.Author, &r.Org, &r.RunAt, &r.LeasedBy, &r.LeasedUntil, &r.Attempt, &r.State, &r.Stage,
		&r.Done, &r.Total, &r.Cancel, &r.Result, &r.Error, &r.Every, &r.CreatedAt, &r.FinishedAt)
	if errors.Is(err, sql.ErrNoRows) {
		return queue.Job{}, queue.ErrNotFound
	}
	if err != nil {
		return queue.Job{}, fmt.Errorf("lease: %w", err)
	}
	if err := (marking{stx, js.s.Marker}).mark(ctx, jobTable, r.ID); err != nil {
		return queue.Job{}, fmt.Errorf("lease: %w", err)
	}
	if err := stx.Commit(); err != nil {
		return queue.Job{}, fmt.Errorf("lease: %w", err)
	}
	return jobOf(r), nil
}

func (js jobs) NoteJob(ctx context.Context, id string, l queue.Lease, n queue.Note) (cancel bool, err error) {
	err = js.s.changeMarked(ctx, func(q *sqlc.Queries, m marking) (err error) {
		cancel, err = q.NoteJob(ctx, sqlc.NoteJobParams{
			ID: id, LeasedBy: l.By, LeasedUntil: l.Until.UnixMicro(), Stage: n.Stage, Done: n.Done, Total: n.Total,
		})
		if err != nil {
			return err
		}
		return m.mark(ctx, jobTable, id)
	})
	if errors.Is(err, sql.ErrNoRows) {
		err = queue.ErrLost
	}
	return cancel, err
}

func (js jobs) EndJob(ctx context.Context, id, by string, e queue.End) error {
	return js.s.change(ctx, func(q *sqlc.Queries) error {
		n, err := endJob(ctx, q, id, by, e)
		if err == nil && n == 0 {
			return queue.ErrLost
		}
		return err
	})
}

func endJob(ctx context.Context, q *sqlc.Queries, id, by string, e queue.End) (int64, error) {
	if e.State == queue.Waiting {
		return q.PutBackJob(ctx, sqlc.PutBackJobParams{
			ID: id, LeasedBy: by, Stage: e.Note.Stage, Done: e.Note.Done, Total: e.Note.Total, Result: string(e.Result),
			Error: e.Error, Attempt: int64(e.Attempt), RunAt: e.At.UnixMicro(),
		})
	}
	return q.EndJob(ctx, sqlc.EndJobParams{
		ID: id, LeasedBy: by, State: string(e.State), Stage: e.Note.Stage, Done: e.Note.Done, Total: e.Note.Total,
		Result: string(e.Result), Error: e.Error, Attempt: int64(e.Attempt), FinishedAt: e.At.UnixMicro(),
	})
}

func (js jobs) CancelJob(ctx context.Context, id string, at time.Time) error {
	return js.s.change(ctx, func(q *sqlc.Queries) error {
		n, err := q.CancelJob(ctx, sqlc.CancelJobParams{ID: id, At: at.UnixMicro()})
		if err != nil || n > 0 {
			return err
		}
		r, err := q.Job(ctx, id)
		if errors.Is(err, sql.ErrNoRows) || err == nil && r.Every > 0 {
			return fmt.Errorf("job %s: %w", id, queue.ErrNotFound)
		}
		return err
	})
}

func (js jobs) SweepJobs(ctx context.Context, then time.Time) (int, error) {
	var n int64
	err := js.s.change(ctx, func(q *sqlc.Queries) (err error) {
		n, err = q.SweepJobs(ctx, then.UnixMicro())
		return err
	})
	return int(n), err
}
