package store

import (
	"cmp"
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"strings"

	"github.com/pressly/goose/v3"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/store/sqlc"
)

//go:embed migrations/*.sql
var migrations embed.FS

// An engine is what differs between the databases.
type engine interface {
	dialect() goose.Dialect
	// begin opens a unit of work with the head taken.
	begin(ctx context.Context, db *sql.DB) (*sql.Tx, error)
	// insertRecords writes many records at once.
	insertRecords(ctx context.Context, tx *sql.Tx, rs []register.StoredRecord) error
	// leaseSuffix is added to the query that picks the next job.
	leaseSuffix() string
	// snapshot writes a consistent copy of the whole database to a new file
	// in the engine's own form.
	snapshot(ctx context.Context, db *sql.DB, file string) error
	// scrub removes what deleted rows left behind.
	scrub(ctx context.Context, db *sql.DB) error
	// check runs the engine's own check of its files and names what is wrong.
	check(ctx context.Context, db *sql.DB) ([]string, error)
}

// A Store is an open database.
type Store struct {
	eng   engine
	write *sql.DB
	read  *sql.DB
	// ask runs queries outside any unit of work: read, or what keeps its
	// statements.
	ask sqlc.DBTX
	// Sealer opens C4 values for readers who may see them; nil opens none.
	Sealer register.Sealer
	// Marker marks rows that no entry proves; nil marks none. It is set before
	// the first write and never again.
	Marker Marker
	dsn    string
	memo   memo
}

// Open opens the database at dsn, "postgres://…" or the path of a SQLite file,
// and brings its tables up to date.
func Open(ctx context.Context, dsn string) (*Store, error) {
	s, err := connect(ctx, dsn)
	if err != nil {
		return nil, err
	}
	if err := s.migrate(ctx); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

func connect(ctx context.Context, dsn string) (*Store, error) {
	if strings.HasPrefix(dsn, "postgres://") || strings.HasPrefix(dsn, "postgresql://") || strings.HasPrefix(dsn, "host=") {
		return openPostgres(ctx, dsn)
	}
	return openSQLite(ctx, dsn)
}

func (s *Store) migrate(ctx context.Context) error {
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(s.eng.dialect(), s.write, sub)
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("bring tables up to date: %w", err)
	}
	return nil
}

// Close closes the database.
func (s *Store) Close() error {
	return cmp.Or(s.read.Close(), s.write.Close())
}

// DSN is what the store was opened with.
func (s *Store) DSN() string { return s.dsn }

// q are the queries outside any unit of work.
func (s *Store) q() *sqlc.Queries { return sqlc.New(s.ask) }

// change runs fn in a transaction that touches no projection: sessions, jobs,
// drafts. It takes no head.
func (s *Store) change(ctx context.Context, fn func(q *sqlc.Queries) error) error {
	return s.changeMarked(ctx, func(q *sqlc.Queries, _ marking) error { return fn(q) })
}

// changeMarked is [Store.change] for statements that read back what they write:
// fn marks their rows itself.
func (s *Store) changeMarked(ctx context.Context, fn func(q *sqlc.Queries, m marking) error) error {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	m := marking{tx, s.Marker}
	if err := fn(sqlc.New(m), m); err != nil {
		return err
	}
	return tx.Commit()
}

// Snapshot writes a consistent copy of the database to a new file.
func (s *Store) Snapshot(ctx context.Context, file string) error {
	if err := s.eng.snapshot(ctx, s.read, file); err != nil {
		return fmt.Errorf("snapshot: %w", err)
	}
	return nil
}

// Check runs the database's own check of itself and returns what it found
// wrong, one line a fault.
func (s *Store) Check(ctx context.Context) ([]string, error) { return s.eng.check(ctx, s.read) }
