package store

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"
)

// bulkRows go into one statement. At most six parameters a row stay far below
// the engines' limits (32,766 on SQLite, 65,535 on PostgreSQL), and longer
// statements gain nothing.
const bulkRows = 200

// bulk runs one statement for many rows at a time: a run moves tens of
// thousands of records, and a statement each would keep other writers waiting.
// The statement is before, a group of parameters for each row, after. cast
// names the type of each parameter where the engine cannot know it.
type bulk struct {
	before, after string
	cast          string
	width         int
}

// run gives the statement rows 0 to n-1, whose parameters row appends.
func (b bulk) run(ctx context.Context, tx *sql.Tx, n int, row func(args []any, i int) []any) error {
	var full *sql.Stmt
	args := make([]any, 0, bulkRows*b.width)
	for i := 0; i < n; {
		args = args[:0]
		rows := min(bulkRows, n-i)
		for range rows {
			args = row(args, i)
			i++
		}
		if rows < bulkRows {
			if _, err := tx.ExecContext(ctx, b.sql(rows), args...); err != nil {
				return err
			}
			continue
		}
		if full == nil {
			var err error
			if full, err = tx.PrepareContext(ctx, b.sql(rows)); err != nil {
				return err
			}
			defer full.Close()
		}
		if _, err := full.ExecContext(ctx, args...); err != nil {
			return err
		}
	}
	return nil
}

func (b bulk) sql(rows int) string {
	var s strings.Builder
	s.WriteString(b.before)
	for i := range rows {
		if i > 0 {
			s.WriteByte(',')
		}
		s.WriteByte('(')
		for k := range b.width {
			if k > 0 {
				s.WriteByte(',')
			}
			s.WriteString(b.parameter(i*b.width + k + 1))
		}
		s.WriteByte(')')
	}
	s.WriteString(b.after)
	return s.String()
}

func (b bulk) parameter(n int) string {
	if b.cast == "" {
		return "$" + strconv.Itoa(n)
	}
	return fmt.Sprintf("CAST($%d AS %s)", n, b.cast)
}

var (
	// VALUES names its columns column1, column2, … on both engines.
	moveRecords = bulk{
		before: "UPDATE record SET person = v.column2 FROM (VALUES ", after: ") AS v WHERE record.num = v.column1", cast: "BIGINT", width: 2,
	}
	putRedirects = bulk{
		before: "INSERT INTO person_redirect (old, person, seq) VALUES ",
		after:  " ON CONFLICT (old) DO UPDATE SET person = excluded.person, seq = excluded.seq", width: 3,
	}
	putLinks = bulk{before: "INSERT INTO link (run, left_num, right_num, weight, probability) VALUES ", width: 5}
	putOpen  = bulk{before: "INSERT INTO open_match (run, rank, left_num, right_num, weight, probability) VALUES ", width: 6}
)

// followRedirects leads the redirects to a person that has itself been
// redirected by entry $1 on to where that one leads, so that a reader follows
// one and never a chain.
const followRedirects = `UPDATE person_redirect
SET person = (SELECT n.person FROM person_redirect n WHERE n.old = person_redirect.person)
WHERE person IN (SELECT old FROM person_redirect WHERE seq = $1)`
