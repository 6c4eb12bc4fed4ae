package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/pressly/goose/v3"
	_ "modernc.org/sqlite" // the driver "sqlite"

	"kashf.org/kashf/internal/register"
)

type sqlite struct{}

// pragmas: FULL is what keeps acknowledged work through a power cut (NORMAL
// lost commits in 9 of 10 trials); secure_delete overwrites what is destroyed;
// temp_store keeps content off the disk in clear.
var pragmas = []string{
	"journal_mode(WAL)", "synchronous(FULL)", "busy_timeout(10000)", "foreign_keys(1)", "trusted_schema(0)",
	"cell_size_check(1)", "secure_delete(1)", "temp_store(MEMORY)", "cache_size(-65536)",
}

func sqliteDSN(file string, more ...string) string {
	v := url.Values{}
	for _, p := range append(append([]string(nil), pragmas...), more...) {
		if name, val, ok := strings.Cut(p, "="); ok && strings.HasPrefix(name, "_") {
			v.Add(name, val)
		} else {
			v.Add("_pragma", p)
		}
	}
	return "file:" + (&url.URL{Path: file}).EscapedPath() + "?" + v.Encode()
}

// readers is how many pages can be read at once.
const readers = 4

func openSQLite(ctx context.Context, file string) (*Store, error) {
	w, err := sql.Open("sqlite", sqliteDSN(file, "_txlock=immediate"))
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", file, err)
	}
	w.SetMaxOpenConns(1)
	if err := checkSQLite(ctx, w); err != nil {
		w.Close()
		return nil, fmt.Errorf("open %s: %w", file, err)
	}
	r, err := sql.Open("sqlite", sqliteDSN(file, "query_only(1)"))
	if err != nil {
		w.Close()
		return nil, fmt.Errorf("open %s: %w", file, err)
	}
	r.SetMaxOpenConns(readers)
	r.SetMaxIdleConns(readers)
	return &Store{eng: sqlite{}, write: w, read: r, ask: newPrepared(r), dsn: file}, nil
}

// checkSQLite refuses a driver or a file system that does not keep what the
// store relies on.
func checkSQLite(ctx context.Context, db *sql.DB) error {
	var sync int
	if err := db.QueryRowContext(ctx, "PRAGMA synchronous").Scan(&sync); err != nil {
		return err
	}
	if sync != 2 {
		return fmt.Errorf("synchronous is %d, not FULL", sync)
	}
	var order string
	if err := db.QueryRowContext(ctx, "SELECT CAST($2 AS TEXT) || CAST($1 AS TEXT)", "a", "b").Scan(&order); err != nil {
		return err
	}
	if order != "ba" {
		return fmt.Errorf("the driver binds $1 and $2 out of order")
	}
	return nil
}

func (sqlite) dialect() goose.Dialect { return goose.DialectSQLite3 }

func (sqlite) begin(ctx context.Context, db *sql.DB) (*sql.Tx, error) { return db.BeginTx(ctx, nil) }

// sqliteBatch rows go into one statement: 9 parameters each, well below the
// engine's limit of 32,766.
const sqliteBatch = 200

func (sqlite) insertRecords(ctx context.Context, tx *sql.Tx, rs []register.StoredRecord) error {
	var full *sql.Stmt
	for len(rs) > 0 {
		n := min(sqliteBatch, len(rs))
		var err error
		if n == sqliteBatch {
			if full == nil {
				if full, err = tx.PrepareContext(ctx, insertSQL(n)); err != nil {
					return err
				}
				defer full.Close()
			}
			_, err = full.ExecContext(ctx, recordArgs(rs[:n])...)
		} else {
			_, err = tx.ExecContext(ctx, insertSQL(n), recordArgs(rs[:n])...)
		}
		if err != nil {
			return err
		}
		rs = rs[n:]
	}
	return nil
}

func insertSQL(n int) string {
	return "INSERT INTO record (num, import, source, row_no, person, claims, raw, continues, altered, destroyed) VALUES " +
		strings.TrimSuffix(strings.Repeat("(?,?,?,?,?,?,?,?,?,0),", n), ",")
}

func recordArgs(rs []register.StoredRecord) []any {
	args := make([]any, 0, 9*len(rs))
	for _, r := range rs {
		args = append(args, int64(r.ID), string(r.Import), string(r.Source), r.Row, int64(r.ID), nonNil(r.Claims), nonNil(r.Raw), int64(r.Continues), r.Altered)
	}
	return args
}

// nonNil keeps an empty value from being stored as NULL.
func nonNil(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}

func (sqlite) leaseSuffix() string { return "" }

func (sqlite) snapshot(ctx context.Context, db *sql.DB, file string) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, "PRAGMA query_only = 0"); err != nil {
		return err
	}
	defer conn.ExecContext(context.WithoutCancel(ctx), "PRAGMA query_only = 1")
	_, err = conn.ExecContext(ctx, "VACUUM INTO $1", file)
	return err
}

func (sqlite) scrub(ctx context.Context, db *sql.DB) error {
	var busy, log, done int
	if err := db.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &log, &done); err != nil {
		return fmt.Errorf("empty the write-ahead log: %w", err)
	}
	if busy != 0 {
		return errors.New("empty the write-ahead log: somebody reads from it")
	}
	return nil
}

func (sqlite) check(ctx context.Context, db *sql.DB) ([]string, error) {
	rows, err := db.QueryContext(ctx, "PRAGMA integrity_check(20)")
	if err != nil {
		return []string{err.Error()}, nil // too damaged to be asked is an answer
	}
	defer rows.Close()
	var faults []string
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			return faults, err
		}
		if line != "ok" {
			faults = append(faults, line)
		}
	}
	if err := rows.Err(); err != nil {
		faults = append(faults, err.Error())
	}
	return faults, nil
}
