package store

import (
	"context"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/store/sqlc"
)

// PutNotice keeps what was done for a family.
func (t *tx) PutNotice(ctx context.Context, n register.Notice) error {
	return t.Queries.PutNotice(ctx, sqlc.PutNoticeParams{
		ID: n.ID, Kind: n.Kind, Record: int64(n.Record), Who: n.Who, Day: n.On, How: n.How, Whom: n.Whom, Note: n.Note,
		Author: n.By, Org: string(n.Org), At: n.At.UnixMicro(), Seq: n.Seq,
	})
}

// UndoNotice takes a notice back.
func (t *tx) UndoNotice(ctx context.Context, id string, seq int64) error {
	return t.Queries.UndoNotice(ctx, sqlc.UndoNoticeParams{ID: id, Undone: seq})
}

// NoticesOf lists the notices that stand of one record.
func (t *tx) NoticesOf(ctx context.Context, r register.RecordID) ([]register.Notice, error) {
	return noticesOf(ctx, t.Queries, []register.RecordID{r})
}

// Notices lists the notices that stand of some records.
func (s *Store) Notices(ctx context.Context, records []register.RecordID) ([]register.Notice, error) {
	return noticesOf(ctx, s.q(), records)
}

func noticesOf(ctx context.Context, q *sqlc.Queries, records []register.RecordID) ([]register.Notice, error) {
	var out []register.Notice
	for _, id := range records {
		rows, err := q.NoticesOf(ctx, int64(id))
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			out = append(out, notice(r))
		}
	}
	return out, nil
}

// Notice returns one notice, also one that was taken back.
func (s *Store) Notice(ctx context.Context, id string) (register.Notice, error) {
	r, err := s.q().NoticeByID(ctx, id)
	if err != nil {
		return register.Notice{}, absent(err)
	}
	return notice(r), nil
}

func notice(r sqlc.Notice) register.Notice {
	return register.Notice{
		ID: r.ID, Kind: r.Kind, Record: register.RecordID(r.Record), Who: r.Who, On: r.Day, How: r.How, Whom: r.Whom,
		Note: r.Note, By: r.Author, Org: register.OrgID(r.Org), At: micros(r.At), Seq: r.Seq, Undone: r.Undone,
	}
}
