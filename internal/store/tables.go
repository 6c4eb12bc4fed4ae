package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/store/sqlc"
)

func (t *tx) PutSource(ctx context.Context, s register.Source, seq int64) error {
	if err := t.Queries.PutSource(ctx, sqlc.PutSourceParams{
		ID: string(s.ID), Name: s.Name, Kind: s.Kind, Owner: string(s.Owner), Origin: s.Origin, Reliability: int64(s.Reliability),
		WindowFrom: s.WindowFrom, WindowTo: s.WindowTo, Sharing: string(s.Sharing), NoDuplicates: s.NoDuplicates,
		MinLevel: int64(s.Raise), AddedAt: s.AddedAt.UnixMicro(), Seq: seq,
	}); err != nil {
		return err
	}
	if err := t.ClearShares(ctx, string(s.ID)); err != nil {
		return err
	}
	for _, o := range s.SharedWith {
		if err := t.PutShare(ctx, sqlc.PutShareParams{Source: string(s.ID), Org: string(o)}); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) UndoSource(ctx context.Context, id register.SourceID, seq int64) error {
	return t.Queries.UndoSource(ctx, sqlc.UndoSourceParams{ID: string(id), Undone: seq})
}

func (t *tx) Source(ctx context.Context, id register.SourceID) (register.Source, error) {
	return sourceByID(ctx, t.Queries, id)
}

func (t *tx) PutImport(ctx context.Context, im register.Import) error {
	columns, err := json.Marshal(im.Columns)
	if err != nil {
		return err
	}
	mapping, err := json.Marshal(im.Mapping)
	if err != nil {
		return err
	}
	if err := t.Queries.PutImport(ctx, sqlc.PutImportParams{
		ID: string(im.ID), Source: string(im.Source), FileName: im.FileName, Original: im.Original, Content: im.Original,
		Blob: im.Rows, Columns: string(columns), Mapping: string(mapping), First: int64(im.First), RowsRead: int64(im.Read),
		Taken: int64(im.Taken), Refused: int64(im.Refused), Skipped: int64(im.Skipped), Seq: im.Seq, At: im.At.UnixMicro(), Author: im.By,
		EditionOf: string(im.EditionOf), EditionDate: im.EditionDate,
	}); err != nil {
		return err
	}
	return t.DropPending(ctx, string(im.ID))
}

func (t *tx) Import(ctx context.Context, id register.ImportID) (register.Import, error) {
	return importByID(ctx, t.Queries, id)
}

func (t *tx) UndoImport(ctx context.Context, id register.ImportID, seq int64) error {
	return t.Queries.UndoImport(ctx, sqlc.UndoImportParams{ID: string(id), Undone: seq})
}

func (t *tx) JoinEdition(ctx context.Context, id register.ImportID, seq int64) error {
	if err := t.JoinContinued(ctx, string(id)); err != nil {
		return fmt.Errorf("join edition: %w", err)
	}
	if err := t.RedirectContinued(ctx, sqlc.RedirectContinuedParams{Import: string(id), Seq: seq}); err != nil {
		return fmt.Errorf("join edition: %w", err)
	}
	return nil
}

func (t *tx) SetOriginal(ctx context.Context, id register.ImportID, blob string) error {
	return t.Queries.SetOriginal(ctx, sqlc.SetOriginalParams{ID: string(id), Original: blob})
}

func (t *tx) RecordsOf(ctx context.Context, id register.ImportID) (int, error) {
	n, err := t.PendingCount(ctx, string(id))
	if errors.Is(err, sql.ErrNoRows) {
		n, err = t.CountRecordsOf(ctx, string(id))
	}
	return int(n), err
}

func (t *tx) PutRecords(ctx context.Context, rs []register.StoredRecord) error {
	return t.eng.insertRecords(ctx, t.sql, rs)
}

func (t *tx) DestroyRecord(ctx context.Context, id register.RecordID, row int, seq int64) error {
	return t.Queries.DestroyRecord(ctx, sqlc.DestroyRecordParams{
		Num: int64(id), RowNo: int64(row), Destroyed: seq, Claims: []byte{}, Raw: []byte{},
	})
}

func (t *tx) RecordAt(ctx context.Context, id register.ImportID, row int) (register.RecordID, error) {
	n, err := t.Queries.RecordAt(ctx, sqlc.RecordAtParams{Import: string(id), RowNo: int64(row)})
	return register.RecordID(n), absent(err)
}

func (t *tx) Apply(ctx context.Context, moves []register.Move, redirects []register.Redirect, seq int64) error {
	err := moveRecords.run(ctx, t.sql, len(moves), func(args []any, i int) []any {
		return append(args, int64(moves[i].Record), int64(moves[i].To))
	})
	if err != nil {
		return fmt.Errorf("move records: %w", err)
	}
	var lead []register.Redirect
	for _, r := range redirects {
		if r.Now != 0 {
			lead = append(lead, r)
			continue
		}
		if err := t.DropRedirect(ctx, int64(r.Old)); err != nil {
			return fmt.Errorf("redirect person %d: %w", r.Old, err)
		}
	}
	if len(lead) == 0 {
		return nil
	}
	err = putRedirects.run(ctx, t.sql, len(lead), func(args []any, i int) []any {
		return append(args, int64(lead[i].Old), int64(lead[i].Now), seq)
	})
	if err == nil {
		_, err = t.sql.ExecContext(ctx, followRedirects, seq)
	}
	if err != nil {
		return fmt.Errorf("redirect persons: %w", err)
	}
	return nil
}

func (t *tx) PutRun(ctx context.Context, r register.Run) error {
	return t.Queries.PutRun(ctx, sqlc.PutRunParams{
		Seq: r.Seq, At: r.At, Author: r.By, Records: int64(r.Records), Persons: int64(r.Persons),
		Links: int64(r.Links), OpenMatches: int64(r.Open), Report: r.Report,
	})
}

func (t *tx) PutLinks(ctx context.Context, ls []register.Link) error {
	return putLinks.run(ctx, t.sql, len(ls), func(args []any, i int) []any {
		l := ls[i]
		return append(args, l.Run, int64(l.Left), int64(l.Right), l.Weight, l.Probability)
	})
}

func (t *tx) PutOpen(ctx context.Context, ms []register.OpenMatch) error {
	return putOpen.run(ctx, t.sql, len(ms), func(args []any, i int) []any {
		m := ms[i]
		return append(args, m.Run, m.Rank, int64(m.Left), int64(m.Right), m.Weight, m.Probability)
	})
}

func (t *tx) UndoRun(ctx context.Context, run, seq int64) error {
	return t.Queries.UndoRun(ctx, sqlc.UndoRunParams{Seq: run, Undone: seq})
}

func (t *tx) PutJudgement(ctx context.Context, j register.Judgement) error {
	return t.Queries.PutJudgement(ctx, sqlc.PutJudgementParams{
		ID: j.ID, LeftNum: int64(j.Left), RightNum: int64(j.Right), Verdict: string(j.Verdict), Why: j.Why,
		Author: j.By, Org: string(j.Org), At: j.At.UnixMicro(), Seq: j.Seq,
	})
}

func (t *tx) UndoJudgement(ctx context.Context, id string, seq int64) error {
	return t.Queries.UndoJudgement(ctx, sqlc.UndoJudgementParams{ID: id, Undone: seq})
}

func (t *tx) RestJudgements(ctx context.Context, first, last register.RecordID, seq int64) error {
	return t.Queries.RestJudgements(ctx, sqlc.RestJudgementsParams{First: int64(first), Last: int64(last), Rests: seq})
}

func (t *tx) PutSite(ctx context.Context, s register.Site, seq int64) error {
	if err := t.Queries.PutSite(ctx, sqlc.PutSiteParams{
		ID: string(s.ID), Parent: string(s.Parent), Level: s.Level, NameAr: s.NameAr, NameEn: s.NameEn, Governorate: s.Governorate,
		Kind: s.Kind, Agency: s.Agency, Lat: s.Lat, Lon: s.Lon, Grade: s.Grade, Note: s.Note, Seq: seq,
	}); err != nil {
		return err
	}
	if err := t.ClearAliases(ctx, string(s.ID)); err != nil {
		return err
	}
	for _, a := range s.Aliases {
		if err := t.PutAlias(ctx, sqlc.PutAliasParams{Facility: string(s.ID), Name: a.Name, Lang: a.Lang, RefersTo: a.RefersTo, Disputed: a.Disputed}); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) PutItem(ctx context.Context, it register.Item) error {
	return t.Queries.PutItem(ctx, sqlc.PutItemParams{
		ID: it.ID, SubjectKind: string(it.Kind), Subject: it.Subject, Blob: it.Blob, Name: it.Name, MediaType: it.MediaType,
		Size: it.Size, Level: int64(it.Level), Note: it.Note, Author: it.By, Org: string(it.Org), Sharing: string(it.Sharing),
		At: it.At.UnixMicro(), Seq: it.Seq,
	})
}

func (t *tx) UndoItem(ctx context.Context, id string, seq int64) error {
	return t.Queries.UndoItem(ctx, sqlc.UndoItemParams{ID: id, Undone: seq})
}

func (t *tx) DestroyItem(ctx context.Context, id string) error { return t.Queries.DestroyItem(ctx, id) }

func (t *tx) PutDestroyed(ctx context.Context, seq int64, target string, at int64, author, why string) error {
	return t.Queries.PutDestroyed(ctx, sqlc.PutDestroyedParams{Seq: seq, Target: target, At: at, Author: author, Why: why})
}

// absent turns "no rows" into the register's word for it.
func absent(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return register.ErrNotFound
	}
	return err
}

func micros(n int64) time.Time { return time.UnixMicro(n).UTC() }
