package vault

import (
	"bytes"
	"context"

	"github.com/klauspost/compress/zstd"
)

// ReadFuzzed reads arbitrary bytes as the inside of a blob of rows.
func ReadFuzzed(ctx context.Context, b []byte) {
	z, _ := zstd.NewWriter(nil)
	readRows(ctx, bytes.NewReader(z.EncodeAll(append([]byte(rowsMagic), b...), nil)), func(Row) bool { return true })
}
