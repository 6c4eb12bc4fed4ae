package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
)

// A table is known by its name and the columns that put its rows in order:
// its first ones, of which the first few are text.
type table struct {
	name, key string
	text      int
}

// columns is how many columns the key has.
func (t table) columns() int { return 1 + strings.Count(t.key, ",") }

// ledgerTables hold what everything else is computed from.
var ledgerTables = []table{
	{"log_head", "id", 0}, {"entry", "seq", 0}, {"entry_subject", "subject, seq", 1}, {"log_hash", "ix", 0}, {"checkpoint", "size", 0},
}

// projectionTables are computed from the ledger and the vault.
var projectionTables = []table{
	{"source", "id", 1}, {"source_share", "source, org", 2}, {"import", "id", 1}, {"record", "num", 0}, {"person_redirect", "old", 0},
	{"run", "seq", 0}, {"link", "run, left_num, right_num", 0}, {"open_match", "run, rank", 0}, {"judgement", "id", 1},
	{"facility", "id", 1}, {"facility_alias", "facility, name", 2}, {"item", "id", 1}, {"notice", "id", 1}, {"tally", "id", 1}, {"part_word", "id", 1}, {"destroyed", "seq", 0},
	{"review_policy", "version", 1}, {"review_case", "id", 1}, {"review_part", "case_id, account", 2}, {"review_submission", "id", 1},
	{"review_sitting", "account, seq", 1}, {"review_paper", "code", 1}, {"review_book", "id", 1}, {"review_event", "case_id, seq", 1}, {"victim_registration", "id", 1},
	{"desk", "id", 1}, {"desk_record", "item, record", 1}, {"export", "id", 1}, {"photo", "id", 1}, {"consent", "id", 1},
}

// officeTables are kept nowhere else. Sessions are not among them: nobody is
// signed in to a copy.
var officeTables = []table{
	{"number", "id", 0}, {"pending_import", "id", 1}, {"organisation", "id", 1}, {"account", "id", 1}, {"credential", "id", 1}, {"reveal", "id", 1},
	{"access_log", "n", 0}, {"job", "id", 1}, {"draft", "id", 1}, {"mapping", "source, header", 2}, {"mark", "of_table, of_row", 2},
}

func allTables() []table {
	all := append([]table(nil), ledgerTables...)
	all = append(all, projectionTables...)
	return append(all, officeTables...)
}

type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// copyTables copies whole tables between databases that have the same columns,
// of either engine. What the target had in them is replaced.
func copyTables(ctx context.Context, from querier, to *sql.Tx, tables []table) error {
	for _, t := range tables {
		if _, err := to.ExecContext(ctx, "DELETE FROM "+t.name); err != nil {
			return fmt.Errorf("copy %s: %w", t.name, err)
		}
		if err := copyTable(ctx, from, to, t); err != nil {
			return fmt.Errorf("copy %s: %w", t.name, err)
		}
	}
	return nil
}

func copyTable(ctx context.Context, from querier, to *sql.Tx, t table) error {
	rows, err := from.QueryContext(ctx, "SELECT * FROM "+t.name+" ORDER BY "+t.key)
	if err != nil {
		return err
	}
	defer rows.Close()
	cols, types, err := columnsOf(rows)
	if err != nil {
		return err
	}
	marks := make([]string, len(cols))
	for i := range marks {
		marks[i] = fmt.Sprintf("$%d", i+1)
	}
	ins, err := to.PrepareContext(ctx, "INSERT INTO "+t.name+" ("+strings.Join(cols, ", ")+") VALUES ("+strings.Join(marks, ", ")+")")
	if err != nil {
		return err
	}
	defer ins.Close()
	for rows.Next() {
		dest, values := scanTargets(types)
		if err := rows.Scan(dest...); err != nil {
			return err
		}
		if _, err := ins.ExecContext(ctx, values()...); err != nil {
			return err
		}
	}
	return rows.Err()
}

// kinds of columns: the portable ones of the migrations.
const (
	textColumn = iota
	numberColumn
	bytesColumn
	boolColumn
	floatColumn
)

func columnsOf(rows *sql.Rows) (names []string, kinds []int, err error) {
	ts, err := rows.ColumnTypes()
	if err != nil {
		return nil, nil, err
	}
	for _, t := range ts {
		names = append(names, t.Name())
		switch strings.ToUpper(t.DatabaseTypeName()) {
		case "BIGINT", "INT8", "INTEGER":
			kinds = append(kinds, numberColumn)
		case "BYTEA", "BLOB":
			kinds = append(kinds, bytesColumn)
		case "BOOLEAN", "BOOL":
			kinds = append(kinds, boolColumn)
		case "DOUBLE PRECISION", "FLOAT8", "REAL":
			kinds = append(kinds, floatColumn)
		case "TEXT":
			kinds = append(kinds, textColumn)
		default:
			return nil, nil, fmt.Errorf("column %s has the type %s", t.Name(), t.DatabaseTypeName())
		}
	}
	return names, kinds, nil
}

// scanTargets are places to scan a row into, and the row as values to write.
func scanTargets(kinds []int) (dest []any, values func() []any) {
	dest = make([]any, len(kinds))
	for i, k := range kinds {
		switch k {
		case numberColumn:
			dest[i] = new(int64)
		case bytesColumn:
			dest[i] = new([]byte)
		case boolColumn:
			dest[i] = new(bool)
		case floatColumn:
			dest[i] = new(float64)
		default:
			dest[i] = new(string)
		}
	}
	return dest, func() []any {
		out := make([]any, len(dest))
		for i, d := range dest {
			switch d := d.(type) {
			case *int64:
				out[i] = *d
			case *[]byte:
				out[i] = *d
			case *bool:
				out[i] = *d
			case *float64:
				out[i] = *d
			case *string:
				out[i] = *d
			}
		}
		return out
	}
}

// copyToSQLite writes everything to a new SQLite file.
func copyToSQLite(ctx context.Context, from querier, file string) (err error) {
	s, err := Open(ctx, file)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	return s.replaceAll(ctx, from)
}

func (s *Store) replaceAll(ctx context.Context, from querier) error {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := copyTables(ctx, from, tx, allTables()); err != nil {
		return err
	}
	defer s.memo.forget()
	if err := forgetSessions(ctx, tx); err != nil {
		return err
	}
	return tx.Commit()
}

// ForgetSessions signs everybody out: nobody is signed in to a copy.
func (s *Store) ForgetSessions(ctx context.Context) error {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("sign out: %w", err)
	}
	defer tx.Rollback()
	if err := forgetSessions(ctx, tx); err != nil {
		return err
	}
	return tx.Commit()
}

// forgetSessions signs everybody out of a copy.
func forgetSessions(ctx context.Context, tx *sql.Tx) error {
	for _, q := range []string{"DELETE FROM session", "DELETE FROM mark WHERE of_table = 'session'"} {
		if _, err := tx.ExecContext(ctx, q); err != nil {
			return fmt.Errorf("sign out of the copy: %w", err)
		}
	}
	return nil
}

// Load replaces everything in s with a snapshot's content. It is how a backup
// is restored, onto either engine.
func (s *Store) Load(ctx context.Context, snapshot string) (err error) {
	from, err := Open(ctx, snapshot)
	if err != nil {
		return fmt.Errorf("read snapshot: %w", err)
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	if err := s.replaceAll(ctx, from.read); err != nil {
		return fmt.Errorf("load snapshot: %w", err)
	}
	return nil
}

// Empty reports whether the ledger has no entries.
func (s *Store) Empty(ctx context.Context) (bool, error) {
	h, err := s.q().Head(ctx)
	return h.Size == 0, err
}
