package store

import (
	"bufio"
	"context"
	"database/sql"
	"encoding/hex"
	"fmt"
	"io"
	"strconv"

	"kashf.org/kashf/internal/journal"
)

// Dump writes the projections as text, a line a row, sorted: two databases
// whose dumps are the same bytes hold the same register, whatever the engine.
func (s *Store) Dump(ctx context.Context, w io.Writer) error {
	b := bufio.NewWriter(w)
	for _, t := range projectionTables {
		if err := dumpTable(ctx, s.read, t, b); err != nil {
			return fmt.Errorf("dump %s: %w", t.name, err)
		}
	}
	for _, t := range []table{{"entry", "seq"}, {"entry_subject", "subject, seq"}} {
		if err := dumpTable(ctx, s.read, t, b); err != nil {
			return fmt.Errorf("dump %s: %w", t.name, err)
		}
	}
	return b.Flush()
}

func dumpTable(ctx context.Context, from querier, t table, w *bufio.Writer) error {
	query := "SELECT * FROM " + t.name + " ORDER BY " + t.key
	switch t.name {
	case "entry":
		// What is computed of an entry: its marks. The rest is its hash's.
		query = "SELECT seq, undone, destroyed FROM entry ORDER BY seq"
	case "record":
		// Rows of an import under way are no part of the register yet.
		query = "SELECT r.* FROM record r JOIN import i ON i.id = r.import ORDER BY r.num"
	}
	rows, err := from.QueryContext(ctx, query)
	if err != nil {
		return err
	}
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
		w.WriteString(t.name)
		for _, v := range values() {
			w.WriteByte('\t')
			w.WriteString(dumpValue(v))
		}
		w.WriteByte('\n')
	}
	return rows.Err()
}

func dumpValue(v any) string {
	switch v := v.(type) {
	case int64:
		return strconv.FormatInt(v, 10)
	case bool:
		return strconv.FormatBool(v)
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64)
	case []byte:
		return hex.EncodeToString(v)
	case string:
		return strconv.Quote(v)
	}
	return "?"
}

// Rebuild computes the projections anew from the ledger in one transaction:
// they are the old ones until it commits, and the new ones after.
func (s *Store) Rebuild(ctx context.Context, apply func(ctx context.Context, t journal.Tx) error) error {
	return s.Write(ctx, func(ctx context.Context, t journal.Tx) error {
		own := t.(*tx)
		for _, p := range append(append([]table(nil), projectionTables...), ledgerTables...) {
			if p.name == "log_head" || p.name == "checkpoint" {
				continue
			}
			if _, err := own.sql.ExecContext(ctx, "DELETE FROM "+p.name); err != nil {
				return fmt.Errorf("empty %s: %w", p.name, err)
			}
		}
		if err := own.emptyHead(ctx); err != nil {
			return err
		}
		return apply(ctx, t)
	})
}

func (t *tx) emptyHead(ctx context.Context) error {
	_, err := t.sql.ExecContext(ctx, "UPDATE log_head SET size = 0 WHERE id = 1")
	return err
}

var _ querier = (*sql.DB)(nil)
