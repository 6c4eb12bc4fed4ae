package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"io/fs"
	"strings"

	"github.com/pressly/goose/v3"

	"kashf.org/kashf/internal/store/sqlc"
)

// A Marker makes a message authentication code under a key that whoever holds
// the database alone does not have; vault.Keyring is one.
type Marker interface {
	Mark(data []byte) []byte
}

// markedTables are those of which no entry proves the values. Each of their
// rows has a mark, made in the transaction that wrote the row. A row and its
// mark put back together to what they were earlier are not told from the true
// ones; nothing short of an entry for each change would.
var markedTables = []table{
	{"number", "id", 0}, {"pending_import", "id", 1}, {"organisation", "id", 1}, {"account", "id", 1}, {"credential", "id", 1},
	{"session", "hash", 0}, {"reveal", "id", 1}, {"job", "id", 1}, {"draft", "id", 1}, {"mapping", "source, header", 2},
	{"checkpoint", "size", 0},
}

// markedBy finds the marked table that a statement writes to. The statements are
// this package's own: a comment with a name, then the verb, then the table.
func markedBy(query string) (table, bool) {
	if strings.HasPrefix(query, "--") {
		_, query, _ = strings.Cut(query, "\n")
	}
	words := strings.Fields(query[:min(len(query), 80)])
	name := ""
	switch {
	case len(words) < 3:
	case words[0] == "UPDATE":
		name = words[1]
	case words[0] == "INSERT", words[0] == "DELETE":
		name = words[2]
	}
	return markedNamed(name)
}

func markedNamed(name string) (table, bool) {
	for _, t := range markedTables {
		if t.name == name {
			return t, true
		}
	}
	return table{}, false
}

// marking is a transaction in which rows of marked tables get their marks as
// they are written. Statements that read back what they wrote pass it by; who
// uses one calls mark.
type marking struct {
	*sql.Tx
	marker Marker
}

var _ sqlc.DBTX = marking{}

// ExecContext carries out a statement and marks the rows that it touched.
func (m marking) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	t, ok := markedBy(query)
	if !ok || m.marker == nil {
		return m.Tx.ExecContext(ctx, query, args...)
	}
	rows, err := m.QueryContext(ctx, query+" RETURNING "+t.key, args...)
	if err != nil {
		return nil, err
	}
	keys, err := keysOf(rows, t)
	if err != nil {
		return nil, err
	}
	for _, k := range keys {
		if err := m.mark(ctx, t, k...); err != nil {
			return nil, err
		}
	}
	return driver.RowsAffected(len(keys)), nil
}

// keysOf reads the keys that a statement returns.
func keysOf(rows *sql.Rows, t table) (out [][]any, err error) {
	defer rows.Close()
	for rows.Next() {
		key := make([]any, t.columns())
		into := make([]any, len(key))
		for i := range key {
			into[i] = &key[i]
		}
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		out = append(out, key)
	}
	return out, rows.Err()
}

// mark makes the mark of one row anew, or removes that of a row that is gone.
func (m marking) mark(ctx context.Context, t table, key ...any) error {
	if m.marker == nil {
		return nil
	}
	where := make([]string, len(key))
	for i, k := range strings.Split(t.key, ", ") {
		where[i] = fmt.Sprintf("%s = $%d", k, i+1)
	}
	rows, err := m.QueryContext(ctx, "SELECT * FROM "+t.name+" WHERE "+strings.Join(where, " AND "), key...)
	if err != nil {
		return fmt.Errorf("mark %s: %w", t.name, err)
	}
	found := false
	err = eachRow(rows, t, func(row, line string) error {
		found = true
		return m.put(ctx, t, row, line)
	})
	if err == nil && !found {
		_, err = m.Tx.ExecContext(ctx, "DELETE FROM mark WHERE of_table = $1 AND of_row = $2", t.name, rowName(key))
	}
	if err != nil {
		return fmt.Errorf("mark %s: %w", t.name, err)
	}
	return nil
}

func (m marking) put(ctx context.Context, t table, row, line string) error {
	_, err := m.Tx.ExecContext(ctx, `INSERT INTO mark (of_table, of_row, mac) VALUES ($1, $2, $3)
ON CONFLICT (of_table, of_row) DO UPDATE SET mac = excluded.mac`, t.name, row, m.marker.Mark([]byte(t.name+"\t"+line)))
	return err
}

// rowName names a row by its key, as marks know it.
func rowName(key []any) string {
	words := make([]string, len(key))
	for i, k := range key {
		words[i] = dumpValue(k)
	}
	return strings.Join(words, " ")
}

// eachRow gives the rows of a marked table, each with its name and its values in
// the form in which they are marked, which is that of a dump.
func eachRow(rows *sql.Rows, t table, fn func(row, line string) error) error {
	type pair struct{ row, line string }
	var all []pair // read first: a transaction does one thing at a time
	defer rows.Close()
	_, kinds, err := columnsOf(rows)
	if err != nil {
		return err
	}
	for rows.Next() {
		dest, values := scanTargets(kinds)
		if err := rows.Scan(dest...); err != nil {
			return err
		}
		vs := values()
		line := make([]string, len(vs))
		for i, v := range vs {
			line[i] = dumpValue(v)
		}
		all = append(all, pair{rowName(vs[:t.columns()]), strings.Join(line, "\t")})
	}
	if err := rows.Err(); err != nil {
		return err
	}
	rows.Close()
	for _, p := range all {
		if err := fn(p.row, p.line); err != nil {
			return err
		}
	}
	return nil
}

// Schema is the number of the newest form of the tables that the program knows.
func Schema() int {
	files, _ := fs.Glob(migrations, "migrations/*.sql")
	return len(files)
}

// MarkAll marks every row as it stands. It is for the first start after the
// tables have taken a new form: whatever stands then is taken for true.
func (s *Store) MarkAll(ctx context.Context) error {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("mark: %w", err)
	}
	defer tx.Rollback()
	m := marking{tx, s.Marker}
	if _, err := tx.ExecContext(ctx, "DELETE FROM mark"); err != nil {
		return fmt.Errorf("mark: %w", err)
	}
	for _, t := range markedTables {
		rows, err := tx.QueryContext(ctx, "SELECT * FROM "+t.name)
		if err == nil {
			err = eachRow(rows, t, func(row, line string) error { return m.put(ctx, t, row, line) })
		}
		if err != nil {
			return fmt.Errorf("mark %s: %w", t.name, err)
		}
	}
	return tx.Commit()
}

// Marked reports whether any row has a mark.
func (s *Store) Marked(ctx context.Context) (bool, error) {
	var n int
	err := s.read.QueryRowContext(ctx, "SELECT COUNT(*) FROM mark").Scan(&n)
	return n > 0, err
}

// A MarkFault is a row that is not as it was written.
type MarkFault struct{ Table, Row, What string }

// CheckMarks compares every row of the marked tables with its mark.
func (s *Store) CheckMarks(ctx context.Context) (out []MarkFault, err error) {
	opts := &sql.TxOptions{ReadOnly: true}
	if s.eng.dialect() == goose.DialectPostgres {
		opts.Isolation = sql.LevelRepeatableRead // SQLite's reads see one moment anyway
	}
	tx, err := s.read.BeginTx(ctx, opts)
	if err != nil {
		return nil, fmt.Errorf("check marks: %w", err)
	}
	defer tx.Rollback()
	for _, t := range markedTables {
		faults, err := s.checkMarks(ctx, tx, t)
		if err != nil {
			return nil, fmt.Errorf("check marks of %s: %w", t.name, err)
		}
		out = append(out, faults...)
	}
	stray, err := strayMarks(ctx, tx)
	return append(out, stray...), err
}

func (s *Store) checkMarks(ctx context.Context, tx *sql.Tx, t table) (out []MarkFault, err error) {
	marks, err := marksOf(ctx, tx, t.name)
	if err != nil {
		return nil, err
	}
	rows, err := tx.QueryContext(ctx, "SELECT * FROM "+t.name+" ORDER BY "+t.key)
	if err != nil {
		return nil, err
	}
	err = eachRow(rows, t, func(row, line string) error {
		mac, ok := marks[row]
		delete(marks, row)
		switch {
		case !ok:
			out = append(out, MarkFault{t.name, row, "was not written by the program"})
		case mac != string(s.Marker.Mark([]byte(t.name+"\t"+line))):
			out = append(out, MarkFault{t.name, row, "is not what was written"})
		}
		return nil
	})
	for row := range marks {
		out = append(out, MarkFault{t.name, row, "is missing"})
	}
	return out, err
}

func marksOf(ctx context.Context, tx *sql.Tx, table string) (map[string]string, error) {
	rows, err := tx.QueryContext(ctx, "SELECT of_row, mac FROM mark WHERE of_table = $1", table)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := make(map[string]string)
	for rows.Next() {
		var row string
		var mac []byte
		if err := rows.Scan(&row, &mac); err != nil {
			return nil, err
		}
		out[row] = string(mac)
	}
	return out, rows.Err()
}

// strayMarks are those of no marked table.
func strayMarks(ctx context.Context, tx *sql.Tx) (out []MarkFault, err error) {
	rows, err := tx.QueryContext(ctx, "SELECT DISTINCT of_table FROM mark")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		if _, ok := markedNamed(name); !ok {
			out = append(out, MarkFault{"mark", name, "is a mark of no such table"})
		}
	}
	return out, rows.Err()
}
