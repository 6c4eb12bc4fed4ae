package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5/pgconn"
	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	"github.com/pressly/goose/v3"

	"kashf.org/kashf/internal/register"
)

type postgres struct{}

// openPostgres opens one connection that writes and others that read. Writers wait
// for each other in any case; on connections of their own, those that wait would
// leave none to the one that goes on and reads.
func openPostgres(ctx context.Context, dsn string) (*Store, error) {
	w, err := openPool(ctx, dsn, 1)
	if err != nil {
		return nil, err
	}
	r, err := openPool(ctx, dsn, 15)
	if err != nil {
		w.Close()
		return nil, err
	}
	return &Store{eng: postgres{}, write: w, read: r, ask: r, dsn: dsn}, nil
}

func openPool(ctx context.Context, dsn string, most int) (*sql.DB, error) {
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	db.SetMaxOpenConns(most)
	db.SetMaxIdleConns(min(most, 8))
	if err := db.PingContext(ctx); err != nil {
		db.Close()
		return nil, fmt.Errorf("open database: %w", err)
	}
	return db, nil
}

func (postgres) dialect() goose.Dialect { return goose.DialectPostgres }

// begin takes the ledger's head: other writers wait for it, so that work is
// serial as it is on SQLite.
func (postgres) begin(ctx context.Context, db *sql.DB) (*sql.Tx, error) {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	if _, err := tx.ExecContext(ctx, "SELECT size FROM log_head WHERE id = 1 FOR UPDATE"); err != nil {
		tx.Rollback()
		return nil, err
	}
	return tx, nil
}

// insertRecords sends the rows of a statement as arrays: one round trip for
// thousands of records inside database/sql's own transaction.
func (postgres) insertRecords(ctx context.Context, tx *sql.Tx, rs []register.StoredRecord) error {
	const batch = 5000
	for len(rs) > 0 {
		n := min(batch, len(rs))
		nums, rows, continues, altered := make([]int64, n), make([]int64, n), make([]int64, n), make([]int64, n)
		imports, sources := make([]string, n), make([]string, n)
		claims, raws := make([][]byte, n), make([][]byte, n)
		for i, r := range rs[:n] {
			nums[i], rows[i] = int64(r.ID), int64(r.Row)
			continues[i], altered[i] = int64(r.Continues), int64(r.Altered)
			imports[i], sources[i] = string(r.Import), string(r.Source)
			claims[i], raws[i] = nonNil(r.Claims), nonNil(r.Raw)
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO record (num, import, source, row_no, person, claims, raw, continues, altered, destroyed)
SELECT num, import, source, row_no, num, claims, raw, continues, altered, 0
FROM unnest($1::bigint[], $2::text[], $3::text[], $4::bigint[], $5::bytea[], $6::bytea[], $7::bigint[], $8::bigint[]) AS t(num, import, source, row_no, claims, raw, continues, altered)`,
			nums, imports, sources, rows, claims, raws, continues, altered); err != nil {
			return err
		}
		rs = rs[n:]
	}
	return nil
}

func (postgres) leaseSuffix() string { return " FOR UPDATE SKIP LOCKED" }

// unique reports whether err is a broken uniqueness rule on either engine.
func unique(err error) bool {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return e.Code == "23505"
	}
	if e, ok := errors.AsType[interface {
		error
		Code() int
	}](err); ok {
		const constraintUnique, constraintPrimaryKey = 2067, 1555 // SQLite's extended codes
		return e.Code() == constraintUnique || e.Code() == constraintPrimaryKey
	}
	return false
}

// snapshot is a copy made by rows; see dump.go. PostgreSQL's own tools make
// better ones, and operators of PostgreSQL have them.
func (postgres) snapshot(ctx context.Context, db *sql.DB, file string) error {
	tx, err := db.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	if err != nil {
		return err
	}
	defer tx.Rollback()
	return copyToSQLite(ctx, tx, file)
}

// scrub leaves the rest to VACUUM: PostgreSQL keeps dead rows until then.
func (postgres) scrub(ctx context.Context, db *sql.DB) error {
	for _, t := range []string{"record", "entry", "item", "victim_registration"} {
		if _, err := db.ExecContext(ctx, "VACUUM "+t); err != nil {
			return fmt.Errorf("vacuum %s: %w", t, err)
		}
	}
	return nil
}

// check has nothing to ask: PostgreSQL verifies its pages as it reads them
// where the cluster was made with checksums.
func (postgres) check(context.Context, *sql.DB) ([]string, error) { return nil, nil }
