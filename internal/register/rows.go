package register

import (
	"context"
	"encoding/binary"
	"fmt"
	"iter"

	"kashf.org/kashf/internal/journal"
)

// A RowSource reads the rows of a blob. The vault implements it through the
// wiring; Gone rows were destroyed by law.
type RowSource interface {
	journal.Blobs
	RowsOf(ctx context.Context, blob string) iter.Seq2[BlobRow, error]
}

// A BlobRow is one row of a blob; Bytes is valid until the next is read.
type BlobRow struct {
	Bytes []byte
	Gone  bool
}

// PackRow encodes a record as it is kept in the import's blob of rows: its row
// in the file, its claims and its raw cells.
func PackRow(row int, claims, raw []byte) []byte {
	b := make([]byte, 0, 12+len(claims)+len(raw))
	b = binary.AppendUvarint(b, uint64(row))
	b = appendString(b, string(claims))
	return appendString(b, string(raw))
}

// UnpackRow reads what [PackRow] wrote. Damaged input gives [ErrPacked].
func UnpackRow(b []byte) (row int, claims, raw []byte, err error) {
	n, k := binary.Uvarint(b)
	if k <= 0 {
		return 0, nil, nil, ErrPacked
	}
	c, b, ok := cutString(b[k:])
	if !ok {
		return 0, nil, nil, ErrPacked
	}
	r, b, ok := cutString(b)
	if !ok || len(b) != 0 {
		return 0, nil, nil, ErrPacked
	}
	return int(n), []byte(c), []byte(r), nil
}

// loadChunk bounds the memory of a rebuild.
const loadChunk = 2000

// loadRows reads an import's records back from its blob.
func loadRows(ctx context.Context, env journal.Env, b ImportBody) error {
	src, ok := env.Blobs.(RowSource)
	if !ok {
		return fmt.Errorf("rows of %s cannot be read here", b.Rows)
	}
	edition, err := editionOf(ctx, src, b)
	if err != nil {
		return err
	}
	t := TablesOf(env)
	var chunk []StoredRecord
	n := 0
	for r, err := range src.RowsOf(ctx, b.Rows) {
		if err != nil {
			return err
		}
		s := StoredRecord{ID: b.First + RecordID(n), Import: b.ID, Source: b.Source, Gone: r.Gone}
		if !r.Gone {
			if s.Row, s.Claims, s.Raw, err = UnpackRow(r.Bytes); err != nil {
				return fmt.Errorf("row %d: %w", n, err)
			}
		}
		if edition != nil && n < len(edition) {
			s.Continues, s.Altered = edition[n].Continues, edition[n].Altered
		}
		chunk = append(chunk, s)
		n++
		if len(chunk) == loadChunk {
			if err := t.PutRecords(ctx, chunk); err != nil {
				return err
			}
			chunk = chunk[:0]
		}
	}
	if n != b.Taken {
		return fmt.Errorf("blob holds %d rows, %d were taken", n, b.Taken)
	}
	return t.PutRecords(ctx, chunk)
}
