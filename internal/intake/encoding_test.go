package intake

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
)

// TestEncodingsReadAlike reads one list in every encoding that lists come in,
// each found by itself, with the ends of lines of several programs.
func TestEncodingsReadAlike(t *testing.T) {
	const list = "الاسم الكامل;اسم الأم;تاريخ الاعتقال;ملاحظات\nنزار عدنان الحموي;هيام;14/6/2012;شوهد في عدرا\nباسل مروان العلي;سميرة;2013;\nعصام زهير بكار;أميرة;3/11/2011;يحتاج دواء\n"
	unmarked := func(s string) string { return s[2:] }
	in6 := func(s string) string {
		out, err := charmap.ISO8859_6.NewEncoder().String(s)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	returns := strings.ReplaceAll(list, "\n", "\r\n")
	for name, tt := range map[string]struct {
		file     string
		encoding Encoding
	}{
		"UTF-8":                                      {list, UTF8},
		"UTF-8 with a mark":                          {"\ufeff" + list, UTF8},
		"UTF-16 little, marked":                      {in16(list, false), UTF16LE},
		"UTF-16 big, marked":                         {in16(list, true), UTF16BE},
		"UTF-16 little, not marked":                  {unmarked(in16(list, false)), UTF16LE},
		"UTF-16 big, not marked":                     {unmarked(in16(list, true)), UTF16BE},
		"Windows-1256":                               {in1256(t, returns), Windows1256},
		"ISO 8859-6":                                 {in6(returns), ISO88596},
		"lines that end in three ways":               {strings.Replace(strings.Replace(list, "ملاحظات\n", "ملاحظات\r\n", 1), "عدرا\n", "عدرا\r", 1), UTF8},
		"lines of Windows and of old Apples":         {strings.Replace(returns, "عدرا\r\n", "عدرا\r", 1), UTF8},
		"UTF-16 not marked, ends of lines mixed":     {unmarked(in16(strings.Replace(returns, "عدرا\r\n", "عدرا\n", 1), false)), UTF16LE},
		"ISO 8859-6, lines that end in returns":      {in6(strings.ReplaceAll(list, "\n", "\r")), ISO88596},
		"Windows-1256, lines that end in line feeds": {in1256(t, list), Windows1256},
	} {
		t.Run(name, func(t *testing.T) {
			rows, s, m := readBook(t, []byte(tt.file))
			if s.Encoding != tt.encoding || !m.Sure {
				t.Errorf("%s, sure %v; want %s, sure", s.Encoding, m.Sure, tt.encoding)
			}
			want := []string{"نزار عدنان الحموي|هيام|14/6/2012|شوهد في عدرا", "باسل مروان العلي|سميرة|2013|", "عصام زهير بكار|أميرة|3/11/2011|يحتاج دواء"}
			if len(rows) != len(want) {
				t.Fatalf("%d rows, want %d: %q", len(rows), len(want), told(rows))
			}
			for i, r := range rows {
				if got := strings.Join(r.Cells, "|"); got != want[i] || r.State != Taken {
					t.Errorf("row %d is %q, state %d; want %q", i+1, got, r.State, want[i])
				}
			}
		})
	}
}

// TestReturnsWithinQuotes keeps a return that stands in a quoted cell within it.
func TestReturnsWithinQuotes(t *testing.T) {
	rows, _, _ := readBook(t, []byte("الاسم الكامل,ملاحظات\r\nنزار الحموي,\"نقل\rإلى عدرا\"\r\nباسل العلي,لا\r\n"))
	if len(rows) != 2 || rows[0].Cells[1] != "نقل\rإلى عدرا" {
		t.Errorf("rows %q", told(rows))
	}
}
