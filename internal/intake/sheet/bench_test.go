package sheet

import (
	"bytes"
	"fmt"
	"testing"
)

// BenchmarkXLSX reads a sheet of 50,000 rows and 30 columns:
// go test -run xxx -bench XLSX -benchtime 3x ./internal/intake/sheet
func BenchmarkXLSX(b *testing.B) {
	var buf bytes.Buffer
	w := NewWriter(&buf, false)
	w.Sheet("1", nil)
	cells := make([]string, 30)
	for r := range 50_000 {
		for c := range cells {
			cells[c] = fmt.Sprintf("قيمة %d", (r*31+c)%9973)
		}
		w.Row(cells...)
	}
	if err := w.Close(); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		book, err := Open(bytes.NewReader(buf.Bytes()), int64(buf.Len()))
		if err != nil {
			b.Fatal(err)
		}
		n := 0
		for _, err := range book.Rows(b.Context(), nil) {
			if err != nil {
				b.Fatal(err)
			}
			n++
		}
		if n != 50_000 {
			b.Fatalf("%d rows", n)
		}
	}
}
