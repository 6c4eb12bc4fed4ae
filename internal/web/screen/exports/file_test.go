package exports

import (
	"bytes"
	"encoding/csv"
	"runtime"
	"strings"
	"testing"

	"kashf.org/kashf/internal/dossier"
	"kashf.org/kashf/internal/export"
	"kashf.org/kashf/internal/intake/sheet"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
)

var twoColumns = []export.Column{"mother_name", "detainee_no"}

// leaving is one of whom sources say two things.
func leaving(mother, number string) dossier.Leaving {
	return dossier.Leaving{Values: map[register.Field][]string{register.MotherName: {mother}, register.DetaineeNo: {number}}}
}

// Whatever a source wrote, whoever opens the file that leaves runs nothing: read
// back, in a workbook as in CSV, each cell that would begin a formula has an
// apostrophe before it, and every other is what was written.
func TestCellsReadBackAreHarmless(t *testing.T) {
	p := locale.For("ar")
	cells := []string{
		"=1+1", "+963 11", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠a", "\u200f=1", "\ufeff=1", "\u2212١", "-٥", "=١+١", "+٩٦٣",
		"سامر", "٢٠١٣", "١-٢", "۱۳۹۲", "a=b", "<b>&amp;\"", "_x0041_", "0017", "1E5", "2013-05-01", "true",
	}
	const harmless = 17 // of the cells so many would begin a formula
	f := file{}
	for _, c := range twoColumns {
		f.head = append(f.head, columnName(p, c))
	}
	for _, c := range cells {
		f.rows = append(f.rows, rowOf(p, twoColumns, leaving(c, c)))
	}
	for name, read := range map[string]func(*testing.T, []byte) [][]string{"list.xlsx": bookOf, "list.csv": tableOf} {
		var b bytes.Buffer
		if err := f.write(&b, p, name); err != nil {
			t.Fatal(err)
		}
		rows := read(t, b.Bytes())
		if len(rows) != len(cells)+1 {
			t.Fatalf("%s: %d rows, want %d", name, len(rows), len(cells)+1)
		}
		for i, c := range cells {
			want := c
			if i < harmless {
				want = "'" + c
			}
			for column, got := range rows[i+1] {
				if name == "list.xlsx" {
					want = strings.ReplaceAll(want, "\r", "\n") // every end of a line is read as one
				}
				if got != want {
					t.Errorf("%s, column %d: %q came back as %q, want %q", name, column, c, got, want)
				}
			}
		}
	}
}

// bookOf reads the first sheet of a workbook as lists are read that come in.
func bookOf(t *testing.T, b []byte) (out [][]string) {
	book, err := sheet.Open(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	for r, err := range book.Rows(t.Context(), func(i int) bool { return i == 0 }) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, []string{r.Text(0), r.Text(1)})
	}
	return out
}

func tableOf(t *testing.T, b []byte) [][]string {
	out, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(b), "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// BenchmarkWorkbook writes the rows of a hundred thousand people, the most that one
// request can have, as a workbook and as CSV: what is read of each is not in it.
func BenchmarkWorkbook(b *testing.B) {
	p := locale.For("ar")
	f := file{head: []string{columnName(p, twoColumns[0]), columnName(p, twoColumns[1])}}
	for i := range export.MaxRecords {
		f.rows = append(f.rows, rowOf(p, twoColumns, leaving("فاطمة عبد الرحمن الحوراني | Fatima", "٤٢-"+string(rune('٠'+i%10)))))
	}
	for _, name := range []string{"list.xlsx", "list.csv"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			var most uint64
			written := counter(0)
			used, n := processorTime(), 0
			for b.Loop() {
				written = 0
				runtime.GC()
				var before, after runtime.MemStats
				runtime.ReadMemStats(&before)
				if err := f.write(&written, p, name); err != nil {
					b.Fatal(err)
				}
				runtime.ReadMemStats(&after)
				most, n = max(most, after.HeapAlloc-min(after.HeapAlloc, before.HeapAlloc)), n+1
			}
			b.ReportMetric(float64(written)/1e6, "MB-written")
			b.ReportMetric(float64(most)/1e6, "MB-heap-more")
			b.ReportMetric(float64((processorTime()-used).Milliseconds())/float64(n), "processor-ms/op")
		})
	}
}

// A counter counts what is written.
type counter int

func (c *counter) Write(p []byte) (int, error) { *c += counter(len(p)); return len(p), nil }
