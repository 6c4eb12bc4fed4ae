package store

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"time"

	"kashf.org/kashf/internal/export"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/store/sqlc"
)

var (
	_ export.Tables = (*tx)(nil)
	_ export.Store  = (*Store)(nil)
)

func (t *tx) PutExport(ctx context.Context, r export.Request) error {
	records, err := json.Marshal(r.Records)
	if err != nil {
		return err
	}
	columns, err := json.Marshal(r.Columns)
	if err != nil {
		return err
	}
	return t.Queries.PutExport(ctx, sqlc.PutExportParams{
		Columns: string(columns), Recipient: r.For,
		ID: r.ID, Why: r.Why, Records: string(records), Author: r.By, Org: string(r.Org), At: r.At.UnixMicro(), Seq: r.Seq,
	})
}

func (t *tx) ApproveExport(ctx context.Context, id, approver string, at time.Time, seq int64) error {
	return t.Queries.ApproveExport(ctx, sqlc.ApproveExportParams{ID: id, Approver: approver, Approved: seq, OpenAt: at.UnixMicro()})
}

func (t *tx) UndoExport(ctx context.Context, id string, seq int64) error {
	return t.Queries.UndoExport(ctx, sqlc.UndoExportParams{ID: id, Undone: seq})
}

// Export returns one request.
func (s *Store) Export(ctx context.Context, id string) (export.Request, error) {
	x, err := s.q().ExportByID(ctx, id)
	if err != nil {
		return export.Request{}, absent(err)
	}
	return exportOf(x)
}

// ExportsOf lists an organisation's requests, newest first.
func (s *Store) ExportsOf(ctx context.Context, org register.OrgID, limit int) ([]export.Request, error) {
	return s.ExportsBefore(ctx, org, math.MaxInt64, limit)
}

// ExportsBefore lists those that were asked for before an entry.
func (s *Store) ExportsBefore(ctx context.Context, org register.OrgID, before int64, limit int) ([]export.Request, error) {
	rows, err := s.q().ExportsOf(ctx, sqlc.ExportsOfParams{Org: string(org), Before: before, MaxRows: int32(limit)})
	if err != nil {
		return nil, err
	}
	out := make([]export.Request, len(rows))
	for i, x := range rows {
		if out[i], err = exportOf(x); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func exportOf(x sqlc.Export) (export.Request, error) {
	r := export.Request{
		ID: x.ID, Why: x.Why, By: x.Author, Org: register.OrgID(x.Org), At: micros(x.At), Seq: x.Seq, Approver: x.Approver,
		For: x.Recipient, Approved: x.Approved, OpenAt: micros(x.OpenAt), Undone: x.Undone,
	}
	if err := json.Unmarshal([]byte(x.Records), &r.Records); err != nil {
		return r, fmt.Errorf("export %s: records: %w", x.ID, err)
	}
	if err := json.Unmarshal([]byte(x.Columns), &r.Columns); err != nil {
		return r, fmt.Errorf("export %s: columns: %w", x.ID, err)
	}
	return r, nil
}
