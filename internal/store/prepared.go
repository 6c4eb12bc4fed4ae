package store

import (
	"context"
	"database/sql"
	"sync"

	"kashf.org/kashf/internal/store/sqlc"
)

// prepared runs queries on statements that it keeps, by their text. SQLite
// takes longer to read a statement than to carry it out where it asks for a few
// rows, and a page asks a dozen. Only texts written in the program may come
// here: one that is put together from what a reader says would be kept for
// ever. (The driver of PostgreSQL keeps statements itself.)
type prepared struct {
	*sql.DB
	mu    sync.RWMutex
	stmts map[string]*sql.Stmt
}

var _ sqlc.DBTX = (*prepared)(nil)

func newPrepared(db *sql.DB) *prepared { return &prepared{DB: db, stmts: make(map[string]*sql.Stmt)} }

// statement is never closed: closing the database does.
func (p *prepared) statement(ctx context.Context, query string) (*sql.Stmt, error) {
	p.mu.RLock()
	st, ok := p.stmts[query]
	p.mu.RUnlock()
	if ok {
		return st, nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if st, ok := p.stmts[query]; ok {
		return st, nil
	}
	st, err := p.PrepareContext(ctx, query)
	if err == nil {
		p.stmts[query] = st
	}
	return st, err
}

// QueryContext is that of [sql.DB].
func (p *prepared) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	st, err := p.statement(ctx, query)
	if err != nil {
		return nil, err
	}
	return st.QueryContext(ctx, args...)
}

// QueryRowContext is that of [sql.DB].
func (p *prepared) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	st, err := p.statement(ctx, query)
	if err != nil {
		return p.DB.QueryRowContext(ctx, query, args...) // the row carries the error
	}
	return st.QueryRowContext(ctx, args...)
}

// unitStatements are the statements of one unit of work on SQLite. A bulk act
// says the same four or five a hundred thousand times: what is said a second
// time is prepared, and stays so until the unit of work ends. It is for sqlc's
// queries, which read all their rows before the next is asked.
type unitStatements struct {
	marking
	said  map[string]bool
	stmts map[string]*sql.Stmt
}

var _ sqlc.DBTX = (*unitStatements)(nil)

func newUnitStatements(m marking) *unitStatements {
	return &unitStatements{m, make(map[string]bool), make(map[string]*sql.Stmt)}
}

// statement is nil where the text is said for the first time. The end of the
// transaction closes it.
func (u *unitStatements) statement(ctx context.Context, query string) *sql.Stmt {
	st := u.stmts[query]
	if st == nil && u.said[query] {
		var err error
		if st, err = u.Tx.PrepareContext(ctx, query); err != nil {
			return nil // the plain way says what is wrong
		}
		u.stmts[query] = st
	}
	u.said[query] = true
	return st
}

// ExecContext is that of [marking].
func (u *unitStatements) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if _, marked := markedBy(query); !marked || u.marker == nil {
		if st := u.statement(ctx, query); st != nil {
			return st.ExecContext(ctx, args...)
		}
	}
	return u.marking.ExecContext(ctx, query, args...)
}

// QueryContext is that of [sql.Tx].
func (u *unitStatements) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if st := u.statement(ctx, query); st != nil {
		return st.QueryContext(ctx, args...)
	}
	return u.Tx.QueryContext(ctx, query, args...)
}

// QueryRowContext is that of [sql.Tx].
func (u *unitStatements) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	if st := u.statement(ctx, query); st != nil {
		return st.QueryRowContext(ctx, args...)
	}
	return u.Tx.QueryRowContext(ctx, query, args...)
}
