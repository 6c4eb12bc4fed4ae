package store

import (
	"context"
	"database/sql"

	"kashf.org/kashf/internal/store/sqlc"
)

// Between has fn done once, right before the nth query from now on (from 0),
// and reports whether it came to that. end stops it.
func (s *Store) Between(n int, fn func()) (end func() bool) {
	b := &between{DBTX: s.ask, left: n, fn: fn}
	s.ask = b
	return func() bool {
		s.ask = b.DBTX
		return b.left < 0
	}
}

type between struct {
	sqlc.DBTX
	left int
	fn   func()
}

func (b *between) count() {
	if b.left--; b.left == -1 {
		b.fn()
	}
}

func (b *between) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	b.count()
	return b.DBTX.QueryContext(ctx, query, args...)
}

func (b *between) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	b.count()
	return b.DBTX.QueryRowContext(ctx, query, args...)
}
