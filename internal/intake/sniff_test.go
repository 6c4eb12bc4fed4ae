package intake

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"
)

const people = "الاسم الكامل,اسم الأم,تاريخ الاعتقال,المحافظة\n" +
	"سامر خليل الحلاق,فاطمة,2012-05-01,حمص\n" +
	"ليلى ناصر الديري,مريم,2013,دير الزور\n" +
	"جمال عمر الشامي,خديجة,2011-11-23,دمشق\n"

func in1256(t testing.TB, s string) string {
	t.Helper()
	out, err := charmap.Windows1256.NewEncoder().String(s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func in1252(t testing.TB, s string) string {
	t.Helper()
	out, err := charmap.Windows1252.NewEncoder().String(s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func in16(s string, big bool) string {
	out := []byte{0xff, 0xfe}
	if big {
		out = []byte{0xfe, 0xff}
	}
	for _, u := range utf16.Encode([]rune(s)) {
		if big {
			out = append(out, byte(u>>8), byte(u))
		} else {
			out = append(out, byte(u), byte(u>>8))
		}
	}
	return string(out)
}

func TestSniff(t *testing.T) {
	as := func(delimiter string) string { return strings.ReplaceAll(people, ",", delimiter) }
	tests := []struct {
		name, file string
		encoding   Encoding
		bom        bool
		delimiter  string
		lineEnd    string
		header     bool
		columns    int
	}{
		{"utf-8", people, UTF8, false, ",", "\n", true, 4},
		{"utf-8 with mark", "\ufeff" + people, UTF8, true, ",", "\n", true, 4},
		{"utf-16 little", in16(people, false), UTF16LE, true, ",", "\n", true, 4},
		{"utf-16 big", in16(people, true), UTF16BE, true, ",", "\n", true, 4},
		{"windows-1256", in1256(t, people), Windows1256, false, ",", "\n", true, 4},
		{"windows-1252", in1252(t, "nom;prénom;né le;sexe\nDurand;Élisabeth;1970;féminin\nMüller;François;1971;M\n"), Windows1252, false, ";", "\n", true, 4},
		{"semicolons", as(";"), UTF8, false, ";", "\n", true, 4},
		{"tabs", as("\t"), UTF8, false, "\t", "\n", true, 4},
		{"pipes", as("|"), UTF8, false, "|", "\n", true, 4},
		{"arabic semicolons", as("؛"), UTF8, false, "؛", "\n", true, 4},
		{"arabic semicolons in windows-1256", in1256(t, as("؛")), Windows1256, false, "؛", "\n", true, 4},
		{"crlf", strings.ReplaceAll(people, "\n", "\r\n"), UTF8, false, ",", "\r\n", true, 4},
		{"cr", strings.ReplaceAll(people, "\n", "\r"), UTF8, false, ",", "\r", true, 4},
		{"no header", people[strings.IndexByte(people, '\n')+1:], UTF8, false, ",", "\n", false, 4},
		{"commas inside quotes", "name;note\nSami;\"a,b,c,d\"\nLina;\"e,f,g,h\"\n", UTF8, false, ";", "\n", true, 2},
		{"one column", "الاسم\nسامر الحلاق\nليلى الديري\n", UTF8, false, ",", "\n", true, 1},
		{"no line end at the end", strings.TrimSuffix(people, "\n"), UTF8, false, ",", "\n", true, 4},
		{"one stray byte", strings.Repeat(people, 3) + "\xff,,,\n", UTF8, false, ",", "\n", true, 4},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, err := Sniff(strings.NewReader(tt.file))
			if err != nil {
				t.Fatal(err)
			}
			if s.Encoding != tt.encoding || s.BOM != tt.bom || s.Dialect.Delimiter != tt.delimiter || s.Dialect.LineEnd != tt.lineEnd {
				t.Errorf("Sniff = %s, bom %v, %q, %q; want %s, bom %v, %q, %q (why: %v)",
					s.Encoding, s.BOM, s.Dialect.Delimiter, s.Dialect.LineEnd, tt.encoding, tt.bom, tt.delimiter, tt.lineEnd, s.Why)
			}
			if s.Header != tt.header || len(s.Columns) != tt.columns {
				t.Errorf("Sniff: header %v, columns %q; want %v, %d", s.Header, s.Columns, tt.header, tt.columns)
			}
			if len(s.Why) != 4 {
				t.Errorf("Sniff: why = %q, want four reasons", s.Why)
			}
		})
	}
}

func TestSniffRefuses(t *testing.T) {
	tests := []struct {
		name, file string
		want       Kind
		seems      string
	}{
		{"nothing", "", Empty, ""},
		{"a byte order mark", "\ufeff", Empty, ""},
		{"blank lines", "\r\n\r\n  \n", Empty, ""},
		{"header only", "الاسم,المحافظة\n", HeaderOnly, ""},
		{"jpeg", "\xff\xd8\xff\xe0\x00\x10JFIF", NotText, "jpeg"},
		{"xlsx", "PK\x03\x04\x14\x00[Content_Types].xml....xl/workbook.xml", BookBroken, ""},
		{"ods", "PK\x03\x04....mimetypeapplication/vnd.oasis.opendocument.spreadsheet", BookBroken, ""},
		{"zip", "PK\x03\x04....list.csv", BookBroken, ""},
		{"xls", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", NotText, "xls"},
		{"pdf", "%PDF-1.7\n", NotText, "pdf"},
		{"web page", "\n<!DOCTYPE html><html>", NotText, "html"},
		{"nuls", strings.Repeat("a\x00\x01b", 200), NotText, "binary"},
		{"noise", strings.Repeat("\xe7\x81\x90\xfe\xa0\xd7 ", 50), UnknownEncoding, ""},
		{"a million columns", strings.Repeat("a,", 1_000_000) + "a\nb\n", TooManyColumns, ""},
		{"513 columns", strings.Repeat("a,", 512) + "a\n1\n", TooManyColumns, ""},
		{"an endless header", strings.Repeat("a", 300<<10), HeaderTooLong, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Sniff(strings.NewReader(tt.file))
			var e *Error
			if !errors.As(err, &e) || e.Kind != tt.want || e.Args["seems"] != tt.seems {
				t.Fatalf("Sniff = %v, want %s %s", err, tt.want, tt.seems)
			}
			if e.Key() == "" || strings.Contains(e.Error(), "{") {
				t.Errorf("message %q, key %q", e.Error(), e.Key())
			}
		})
	}
}

func FuzzSniff(f *testing.F) {
	f.Add([]byte(people))
	f.Add([]byte(in16(people, false)))
	f.Add([]byte(in1256(f, people)))
	f.Add([]byte("\"a\r\n\"\"\"b;"))
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := Sniff(strings.NewReader(string(b)))
		if err != nil {
			var e *Error
			if !errors.As(err, &e) {
				t.Fatalf("Sniff(%q): error %v has no kind", b, err)
			}
			return
		}
		if n := len(s.Columns); n == 0 || n > MaxColumns || len(s.Sample) == 0 {
			t.Errorf("Sniff(%q): %d columns, %d rows", b, n, len(s.Sample))
		}
	})
}
