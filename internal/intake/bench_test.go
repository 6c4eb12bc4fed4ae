package intake

import (
	"fmt"
	"io"
	"strings"
	"testing"
)

// A rowMaker makes a list of nine columns as it is read, so that a million
// rows need no file.
type rowMaker struct {
	rows, next int
	rest       string
}

func (m *rowMaker) Read(p []byte) (int, error) {
	for len(m.rest) == 0 {
		if m.next > m.rows {
			return 0, io.EOF
		}
		m.rest = m.line(m.next)
		m.next++
	}
	n := copy(p, m.rest)
	m.rest = m.rest[n:]
	return n, nil
}

var (
	given  = strings.Fields("سامر ليلى جمال رنا خليل ناصر عمر هدى زياد مروان فادي نور")
	family = strings.Fields("الحلاق الديري الشامي الحداد الصالح النجار الخطيب العلي")
	homes  = strings.Fields("حمص حلب دمشق إدلب حماة درعا الرقة طرطوس")
)

func (m *rowMaker) line(n int) string {
	if n == 0 {
		return "الرقم,الاسم الكامل,اسم الأم,الجنس,سنة الميلاد,المحافظة,البلدة,تاريخ الاعتقال,ملاحظات\n"
	}
	pick := func(list []string, k int) string { return list[n/k%len(list)] }
	return fmt.Sprintf("%d,%s %s %s %d,%s,%s,%d,%s,%s,%d-%02d-%02d,ملاحظة %d\n", n,
		pick(given, 1), pick(given, 7), pick(family, 3), n, pick(given, 5), []string{"ذكر", "أنثى"}[n%2], 1940+n%70,
		pick(homes, 2), pick(homes, 11), 2011+n%14, 1+n%12, 1+n%28, n)
}

// BenchmarkRows reads a million rows of nine columns:
// go test -run xxx -bench Rows -benchtime 1x ./internal/intake
func BenchmarkRows(b *testing.B) {
	s, err := Sniff(&rowMaker{rows: 1000})
	if err != nil {
		b.Fatal(err)
	}
	m := Draft(s, Readers{})
	b.ReportAllocs()
	for b.Loop() {
		taken := 0
		for row, err := range Rows(b.Context(), &rowMaker{rows: 1_000_000}, s, m, Options{}) {
			if err != nil {
				b.Fatal(err)
			}
			if row.State == Taken {
				taken++
			}
		}
		if taken != 1_000_000 {
			b.Fatalf("%d rows taken", taken)
		}
	}
}
