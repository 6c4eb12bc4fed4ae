package store

import (
	"bufio"
	"cmp"
	"context"
	"database/sql"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/pressly/goose/v3"

	"kashf.org/kashf/internal/journal"
)

// Dump writes the projections as text, a line a row, sorted: two databases
// whose dumps are the same bytes hold the same register, whatever the engine.
func (s *Store) Dump(ctx context.Context, w io.Writer) error {
	b := bufio.NewWriter(w)
	for _, t := range dumped() {
		if err := dumpTable(ctx, s.read, t, s.byBytes(t), b); err != nil {
			return fmt.Errorf("dump %s: %w", t.name, err)
		}
	}
	return b.Flush()
}

// dumped are the tables of a dump, in its order: the projections, and what is
// computed of the ledger itself.
func dumped() []table {
	return append(append([]table(nil), projectionTables...), table{"entry", "seq", 0}, table{"entry_subject", "subject, seq", 1})
}

// byBytes orders a table's rows alike on every engine: PostgreSQL would
// follow the language its cluster was made for.
func (s *Store) byBytes(t table) string {
	keys := strings.Split(t.key, ", ")
	if s.eng.dialect() == goose.DialectPostgres {
		for i := range keys[:t.text] {
			keys[i] += ` COLLATE "C"`
		}
	}
	return strings.Join(keys, ", ")
}

func dumpTable(ctx context.Context, from querier, t table, order string, w *bufio.Writer) error {
	query := "SELECT * FROM " + t.name + " ORDER BY " + order
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

// A DumpKey is the place of a line in a dump: which row of which table it is.
type DumpKey struct {
	table int
	cells []string
}

// KeyOf reads the key of a line of a dump.
func KeyOf(line string) DumpKey {
	cells := strings.Split(line, "\t")
	for i, t := range dumped() {
		if t.name == cells[0] {
			return DumpKey{i, cells[1:min(len(cells), 1+t.columns())]}
		}
	}
	return DumpKey{len(dumped()), cells}
}

// String names the row, as in "table link, row 7 12 31".
func (k DumpKey) String() string {
	name := "?"
	if all := dumped(); k.table < len(all) {
		name = all[k.table].name
	}
	return "table " + name + ", row " + strings.Join(k.cells, " ")
}

// Compare orders keys as a dump has them.
func (k DumpKey) Compare(o DumpKey) int {
	if c := cmp.Compare(k.table, o.table); c != 0 {
		return c
	}
	return slices.CompareFunc(k.cells, o.cells, compareCells)
}

func compareCells(a, b string) int {
	x, errX := strconv.ParseInt(a, 10, 64)
	y, errY := strconv.ParseInt(b, 10, 64)
	if errX == nil && errY == nil {
		return cmp.Compare(x, y)
	}
	return strings.Compare(unquoted(a), unquoted(b))
}

func unquoted(s string) string {
	if u, err := strconv.Unquote(s); err == nil {
		return u
	}
	return s
}

// Rebuild computes the projections anew from the ledger in one transaction:
// they are the old ones until it commits, and the new ones after.
func (s *Store) Rebuild(ctx context.Context, apply func(ctx context.Context, t journal.Tx) error) error {
	defer s.memo.forget()
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
