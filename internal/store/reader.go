package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/store/sqlc"
)

var _ register.Reader = (*Store)(nil)

// orgOf is how a sight reaches the queries: "*" is the program itself.
func orgOf(v register.Sight) string {
	if v.Machine {
		return "*"
	}
	return string(v.Org)
}

func sourceByID(ctx context.Context, q *sqlc.Queries, id register.SourceID) (register.Source, error) {
	r, err := q.SourceByID(ctx, string(id))
	if err != nil {
		return register.Source{}, absent(err)
	}
	shares, err := sharesOf(ctx, q)
	return sourceOf(r, shares), err
}

func sharesOf(ctx context.Context, q *sqlc.Queries) (map[string][]register.OrgID, error) {
	rows, err := q.Shares(ctx)
	if err != nil {
		return nil, err
	}
	m := make(map[string][]register.OrgID)
	for _, r := range rows {
		m[r.Source] = append(m[r.Source], register.OrgID(r.Org))
	}
	return m, nil
}

func sourceOf(r sqlc.Source, shares map[string][]register.OrgID) register.Source {
	return register.Source{
		ID: register.SourceID(r.ID), Name: r.Name, Kind: r.Kind, Owner: register.OrgID(r.Owner), Origin: r.Origin,
		Reliability: int(r.Reliability), WindowFrom: r.WindowFrom, WindowTo: r.WindowTo, Sharing: register.Sharing(r.Sharing),
		SharedWith: shares[r.ID], NoDuplicates: r.NoDuplicates, Raise: register.Level(r.MinLevel), AddedAt: micros(r.AddedAt), Undone: r.Undone != 0,
	}
}

// Sources lists the sources in sight, oldest first.
func (s *Store) Sources(ctx context.Context, v register.Sight) ([]register.Source, error) {
	all, err := s.allSources(ctx)
	if err != nil {
		return nil, err
	}
	var out []register.Source
	for _, src := range all {
		if !src.Undone && v.SeesSource(src) {
			out = append(out, src)
		}
	}
	return out, nil
}

// SourceOf returns a source in sight.
func (s *Store) SourceOf(ctx context.Context, v register.Sight, id register.SourceID) (register.Source, error) {
	all, err := s.allSources(ctx)
	if err != nil {
		return register.Source{}, err
	}
	for _, src := range all {
		if src.ID == id && !src.Undone && v.SeesSource(src) {
			return src, nil
		}
	}
	return register.Source{}, register.ErrNotFound
}

func importByID(ctx context.Context, q *sqlc.Queries, id register.ImportID) (register.Import, error) {
	r, err := q.ImportByID(ctx, string(id))
	if err != nil {
		return register.Import{}, absent(err)
	}
	return importOf(r)
}

func importOf(r sqlc.Import) (register.Import, error) {
	im := register.Import{
		ID: register.ImportID(r.ID), Source: register.SourceID(r.Source), FileName: r.FileName, Original: r.Original, Rows: r.Blob,
		First: register.RecordID(r.First), Read: int(r.RowsRead), Taken: int(r.Taken), Refused: int(r.Refused), Skipped: int(r.Skipped),
		Seq: r.Seq, At: micros(r.At), By: r.Author, Undone: r.Undone,
		EditionOf: register.ImportID(r.EditionOf), EditionDate: r.EditionDate,
	}
	if err := json.Unmarshal([]byte(r.Columns), &im.Columns); err != nil {
		return im, fmt.Errorf("import %s: columns: %w", r.ID, err)
	}
	if err := json.Unmarshal([]byte(r.Mapping), &im.Mapping); err != nil {
		return im, fmt.Errorf("import %s: mapping: %w", r.ID, err)
	}
	return im, nil
}

// Imports lists a source's imports, newest first, undone ones too.
func (s *Store) Imports(ctx context.Context, v register.Sight, source register.SourceID) ([]register.Import, error) {
	if _, err := s.SourceOf(ctx, v, source); err != nil {
		return nil, err
	}
	all, err := s.importsOf(ctx, source)
	out := slices.Clone(all)
	for i := range out {
		out[i] = withoutClosed(out[i], v)
	}
	return out, err
}

// ImportOf returns an import of a source in sight.
func (s *Store) ImportOf(ctx context.Context, v register.Sight, id register.ImportID) (register.Import, error) {
	im, err := s.importOnce(ctx, id)
	if err != nil {
		return register.Import{}, err
	}
	if _, err := s.SourceOf(ctx, v, im.Source); err != nil {
		return register.Import{}, err
	}
	return withoutClosed(im, v), nil
}

// ImportOfFile finds the standing import of a file into a source.
func (s *Store) ImportOfFile(ctx context.Context, v register.Sight, source register.SourceID, content string) (register.Import, error) {
	if _, err := s.SourceOf(ctx, v, source); err != nil {
		return register.Import{}, err
	}
	r, err := s.q().ImportByContent(ctx, sqlc.ImportByContentParams{Source: string(source), Content: content})
	if err != nil {
		return register.Import{}, absent(err)
	}
	im, err := importOf(r)
	return withoutClosed(im, v), err
}

// recordRow is what every query for records returns.
type recordRow = sqlc.RecordsOfPersonRow

func (s *Store) recordOf(r recordRow, v register.Sight) (register.Record, error) {
	rec := register.Record{
		ID: register.RecordID(r.Num), Import: register.ImportID(r.Import), Source: register.SourceID(r.Source),
		Row: int(r.RowNo), Person: register.PersonID(r.Person), Destroyed: r.Destroyed,
		Continues: register.RecordID(r.Continues), Altered: int(r.Altered),
	}
	var err error
	rec.Claims, err = s.claimsOf(rec.ID, r.Claims, v)
	return rec, err
}

func (s *Store) recordsOf(rows []recordRow, v register.Sight) ([]register.Record, error) {
	out := make([]register.Record, 0, len(rows))
	for _, r := range rows {
		if !v.SeesRecord(register.RecordID(r.Num)) {
			continue
		}
		rec, err := s.recordOf(r, v)
		if err != nil {
			return nil, err
		}
		out = append(out, rec)
	}
	return out, nil
}

// Person returns a person's records in sight; see [register.Reader]. The same
// queries run whether the person is hidden or absent.
func (s *Store) Person(ctx context.Context, v register.Sight, id register.PersonID) (register.PersonID, []register.Record, error) {
	now := id
	if r, err := s.q().Redirect(ctx, int64(id)); err == nil {
		now = register.PersonID(r)
	} else if absent(err) != register.ErrNotFound {
		return 0, nil, err
	}
	rows, err := s.q().RecordsOfPerson(ctx, sqlc.RecordsOfPersonParams{Person: int64(now), Org: orgOf(v), Level: int64(v.Level)})
	if err != nil {
		return 0, nil, err
	}
	if len(rows) == 0 {
		return 0, nil, register.ErrNotFound
	}
	rs, err := s.recordsOf(rows, v)
	if err == nil && len(rs) == 0 {
		return 0, nil, register.ErrNotFound
	}
	return now, rs, err
}

// RecordOf returns one record in sight.
func (s *Store) RecordOf(ctx context.Context, v register.Sight, id register.RecordID) (register.Record, error) {
	r, err := s.q().RecordByNum(ctx, sqlc.RecordByNumParams{Num: int64(id), Org: orgOf(v), Level: int64(v.Level)})
	if err != nil {
		return register.Record{}, absent(err)
	}
	if !v.SeesRecord(id) {
		return register.Record{}, register.ErrNotFound
	}
	return s.recordOf(recordRow(r), v)
}

// personsChunk is how many records are asked for at once.
const personsChunk = 1000

// PersonsOf finds the persons of many records in sight at once. What is absent,
// hidden or destroyed by law is left out.
func (s *Store) PersonsOf(ctx context.Context, v register.Sight, ids []register.RecordID) (map[register.RecordID]register.PersonID, error) {
	sources, err := s.Sources(ctx, v)
	if err != nil {
		return nil, err
	}
	seen := make(map[register.SourceID]bool, len(sources))
	for _, src := range sources {
		seen[src.ID] = true
	}
	out := make(map[register.RecordID]register.PersonID, len(ids))
	for chunk := range slices.Chunk(ids, personsChunk) {
		if err := s.personsOf(ctx, chunk, func(id register.RecordID, source register.SourceID, p register.PersonID) {
			if seen[source] && v.SeesRecord(id) {
				out[id] = p
			}
		}); err != nil {
			return nil, fmt.Errorf("find the persons of records: %w", err)
		}
	}
	return out, nil
}

func (s *Store) personsOf(ctx context.Context, ids []register.RecordID, yield func(register.RecordID, register.SourceID, register.PersonID)) error {
	marks, args := make([]string, len(ids)), make([]any, len(ids))
	for i, id := range ids {
		marks[i], args[i] = fmt.Sprintf("$%d", i+1), int64(id)
	}
	rows, err := s.ask.QueryContext(ctx, `SELECT r.num, r.source, r.person FROM record r
JOIN import i ON i.id = r.import AND i.undone = 0
WHERE r.destroyed = 0 AND r.num IN (`+strings.Join(marks, ",")+`)`, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id, person int64
		var source string
		if err := rows.Scan(&id, &source, &person); err != nil {
			return err
		}
		yield(register.RecordID(id), register.SourceID(source), register.PersonID(person))
	}
	return rows.Err()
}

// RawOf returns a record's cells as they came, beside its columns.
func (s *Store) RawOf(ctx context.Context, v register.Sight, id register.RecordID) ([]string, []register.RawCell, error) {
	r, err := s.q().RawOf(ctx, sqlc.RawOfParams{Num: int64(id), Org: orgOf(v), Level: int64(v.Level)})
	if err != nil {
		return nil, nil, absent(err)
	}
	if !v.SeesRecord(id) {
		return nil, nil, register.ErrNotFound
	}
	im, err := importByID(ctx, s.q(), register.ImportID(r.Import))
	if err != nil {
		return nil, nil, err
	}
	src, err := sourceByID(ctx, s.q(), im.Source)
	if err != nil {
		return nil, nil, err
	}
	cells, err := register.UnpackCells(r.Raw)
	if err != nil {
		return nil, nil, fmt.Errorf("record %d: raw: %w", id, err)
	}
	seen, err := register.CellsInSight(id, cells, register.CellLevels(im.Columns, im.Mapping, src.Raise), v, s.Sealer)
	return im.Columns, seen, err
}

// ImportRecords pages through an import's records.
func (s *Store) ImportRecords(ctx context.Context, v register.Sight, id register.ImportID, after, limit int) ([]register.Record, error) {
	im, err := s.ImportOf(ctx, v, id)
	if err != nil {
		return nil, err
	}
	from, most := closedWithin(im, v, after, limit)
	rows, err := s.q().RecordsOfImport(ctx, sqlc.RecordsOfImportParams{
		Import: string(id), AfterNum: from, Org: orgOf(v), Level: int64(v.Level), MaxRows: int32(most),
	})
	if err != nil {
		return nil, err
	}
	out := make([]recordRow, len(rows))
	for i, r := range rows {
		out[i] = recordRow(r)
	}
	rs, err := s.recordsOf(out, v)
	return rs[:min(len(rs), limit)], err
}

// Counts are the totals in sight.
func (s *Store) Counts(ctx context.Context, v register.Sight) (register.Counts, error) {
	return s.countOnce(ctx, v, func() (register.Counts, error) { return s.countAll(ctx, v) })
}

func (s *Store) countAll(ctx context.Context, v register.Sight) (register.Counts, error) {
	srcs, err := s.Sources(ctx, v)
	if err != nil {
		return register.Counts{}, err
	}
	c := register.Counts{Sources: len(srcs)}
	for _, src := range srcs {
		ims, err := s.importsOf(ctx, src.ID)
		if err != nil {
			return c, err
		}
		for _, im := range ims {
			if im.Undone == 0 {
				c.Imports++
			}
		}
	}
	n, err := s.q().CountRecords(ctx, sqlc.CountRecordsParams{Org: orgOf(v), Level: int64(v.Level)})
	if err != nil {
		return c, err
	}
	c.Records, c.Persons = int(n.Records), int(n.Persons)
	lessClosed(&c, v, srcs)
	return c, nil
}
