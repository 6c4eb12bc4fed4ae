package intake

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"kashf.org/kashf/internal/register"
)

// read sniffs, drafts and reads a file.
func read(t testing.TB, file string) ([]Row, Sniffed, Mapping) {
	t.Helper()
	s, err := Sniff(strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	m := Draft(s, Readers{})
	return readWith(t, file, s, m), s, m
}

func readWith(t testing.TB, file string, s Sniffed, m Mapping) []Row {
	t.Helper()
	var rows []Row
	for row, err := range Rows(t.Context(), strings.NewReader(file), s, m, Options{}) {
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, row)
	}
	return rows
}

func TestRowsKeepsCells(t *testing.T) {
	want := [][]string{
		{"سامر خليل الحلاق", "فاطمة", "2012-05-01", "حمص"},
		{"ليلى ناصر الديري", "مريم", "2013", "دير الزور"},
		{"جمال عمر الشامي", "خديجة", "2011-11-23", "دمشق"},
	}
	for name, file := range map[string]string{
		"utf-8": people, "bom": "\ufeff" + people, "1256": in1256(t, people), "utf-16le": in16(people, false), "utf-16be": in16(people, true),
		"crlf": strings.ReplaceAll(people, "\n", "\r\n"), "cr": strings.ReplaceAll(people, "\n", "\r"),
		"tabs": strings.ReplaceAll(people, ",", "\t"), "arabic semicolon": strings.ReplaceAll(people, ",", "؛"),
		"no end": strings.TrimSpace(people), "blank lines": strings.ReplaceAll(people, "\n", "\n\n"),
	} {
		t.Run(name, func(t *testing.T) {
			rows, _, m := read(t, file)
			if !m.Sure {
				t.Errorf("Draft: not sure: %+v", m)
			}
			var got [][]string
			for i, r := range rows {
				if r.State != Taken || r.Number != i+1 {
					t.Errorf("row %d: state %d, number %d, reason %s", i+1, r.State, r.Number, r.Reason)
				}
				got = append(got, r.Cells)
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("cells (-want +got):\n%s", d)
			}
		})
	}
}

func TestRowsBadInput(t *testing.T) {
	const header = "name,mother,born\n"
	const good = "Sami Haddad,Lina,1980\n"
	type result struct {
		state  State
		reason Reason
		column int
	}
	ok := result{}
	tests := []struct {
		name, body string
		want       []result
	}{
		{"nul", "Sami\x00 Haddad,Lina,1980\n" + good, []result{{Refused, HasNUL, 1}, ok}},
		{"invalid byte", "Sami Haddad,L\xffna,1980\n" + good, []result{{Refused, InvalidBytes, 2}, ok}},
		{"lone surrogate", "Sami Haddad,Lina,\xed\xa0\x801980\n" + good, []result{{Refused, LoneSurrogate, 3}, ok}},
		{"long name", strings.Repeat("ن", 5000) + ",Lina,1980\n" + good, []result{{Refused, NameTooLong, 1}, ok}},
		{"long cell", "Sami Haddad,Lina," + strings.Repeat("x", MaxCell+1) + "\n" + good, []result{{Refused, CellTooLong, 0}, ok}},
		{"long row", "Sami Haddad,Lina," + strings.Repeat("x,", MaxRow) + "\n" + good, []result{{Refused, RowTooLong, 0}, ok}},
		{"wide row", "Sami Haddad,Lina,1980" + strings.Repeat(",x", 600) + "\n" + good, []result{{Refused, RowTooWide, 0}, ok}},
		{"a million cells", strings.Repeat(",", 1_000_000) + "\n" + good, []result{{Refused, RowTooWide, 0}, ok}},
		{"one cell too many", "Sami Haddad,Lina,1980,x\n" + good, []result{{Refused, TooManyCells, 0}, ok}},
		{"blank cells too many", "Sami Haddad,Lina,1980,, \n" + good, []result{ok, ok}},
		{"too few", "Sami Haddad\n" + good, []result{ok, ok}},
		{"quotes across lines", "\"Sami\nHaddad\",Lina,1980\n" + good, []result{ok, ok}},
		{"quote inside a cell", "Sami \"Abu Ali\" Haddad,Lina,1980\n" + good, []result{ok, ok}},
		{"text behind a quote", "\"Sami\" Haddad,Lina,1980\n" + good, []result{{Refused, BrokenQuote, 0}, ok}},
		{"unclosed quote", "\"Sami Haddad,Lina,1980\n" + good + good, []result{{Refused, BrokenQuote, 0}, ok, ok}},
		{"unclosed quote, quoted rows below", "\"Sami Haddad,Lina,1980\n\"Rami\",\"Dina\",1981\n" + good, []result{{Refused, BrokenQuote, 0}, ok, ok}},
		{"unclosed quote that an inch mark closes", "\"Sami Haddad,Lina,1980\nRami Saleh,Dina,1981\nZiad 5\",1981\n", []result{{Refused, BrokenQuote, 0}, ok, {Taken, "", 0}}},
		{"miscounted under a broken quote", "\"Sami\" x,Lina,1980\nstray\n" + good, []result{{Refused, BrokenQuote, 0}, {Refused, AfterBrokenQuote, 0}, ok}},
		{"nameless", ",,1980\n" + good, []result{{Refused, Nameless, 0}, ok}},
		{"unknown name", "unknown,Lina,1980\n" + good, []result{{Refused, Nameless, 0}, ok}},
		{"blank row", " ,,\n" + good, []result{{Skipped, BlankRow, 0}, ok}},
		{"header again", header + good, []result{{Skipped, RepeatedHeader, 0}, ok}},
		{"formula", "\"=cmd|' /C calc'!A0\",Lina,1980\n", []result{ok}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			// The dialect is that of a healthy list: what is tested is reading.
			s, err := Sniff(strings.NewReader(header + good))
			if err != nil {
				t.Fatal(err)
			}
			var got []result
			for _, r := range readWith(t, header+tt.body, s, Draft(s, Readers{})) {
				got = append(got, result{r.State, r.Reason, r.Column})
				if (r.State != Taken && r.Reason != BlankRow) != (len(r.Issues) > 0 && r.Issues[0].Reason == r.Reason) {
					t.Errorf("row %d: issues %+v", r.Number, r.Issues)
				}
			}
			if d := cmp.Diff(tt.want, got, cmp.AllowUnexported(result{})); d != "" {
				t.Errorf("rows (-want +got):\n%s", d)
			}
		})
	}
}

// In a wide table a broken quote is found even where the row that closes it
// makes the number of cells come out right.
func TestRowsBrokenQuoteWideTable(t *testing.T) {
	file := "name,mother,born,sex,place,note\n" +
		"\"Sami Haddad,Lina,1980,M,Homs,x\n" +
		"Rami Saleh,Dina,1981,M,Homs,x\n" +
		"Ziad 5\",Dina,1981,M,Homs,x\n" +
		"Omar Saleh,Dina,1982,M,Homs,\"one\ntwo, three\"\n"
	rows, _, _ := read(t, file)
	var got []Reason
	for _, r := range rows {
		got = append(got, r.Reason)
	}
	if d := cmp.Diff([]Reason{BrokenQuote, "", "", ""}, got); d != "" {
		t.Errorf("reasons (-want +got):\n%s", d)
	}
}

func TestRowsLoneSurrogateUTF16(t *testing.T) {
	file := in16(people, false) + "\x00\xd8,\x00\n\x00" + "x"
	rows, s, _ := read(t, file)
	if s.Encoding != UTF16LE || len(rows) != 5 {
		t.Fatalf("%s, %d rows", s.Encoding, len(rows))
	}
	if got := rows[3].Reason; got != LoneSurrogate {
		t.Errorf("row 4: %q, want %q", got, LoneSurrogate)
	}
	if got := rows[4].Reason; got != InvalidBytes {
		t.Errorf("odd last byte: %q, want %q", got, InvalidBytes)
	}
}

func TestRowsLinesAndOffsets(t *testing.T) {
	file := "name,born\r\n\r\n\"Sami\r\nHaddad\",1980\r\n\"bro\"ken,1\r\nRami Saleh,1981\r\nDina Saleh,1982"
	rows, s, _ := read(t, file)
	if !s.Header {
		t.Fatal("no header")
	}
	if len(rows) != 4 {
		t.Fatalf("%d rows", len(rows))
	}
	wantLine := []int{3, 5, 6, 7}
	wantText := []string{"\"Sami\r\nHaddad\",1980", "\"bro\"ken,1", "Rami Saleh,1981", "Dina Saleh,1982"}
	for i, r := range rows {
		if got := file[r.Start:r.End]; got != wantText[i] || r.Line != wantLine[i] {
			t.Errorf("row %d: line %d %q, want line %d %q", r.Number, r.Line, got, wantLine[i], wantText[i])
		}
	}
}

func TestRowsSmallReads(t *testing.T) {
	want, s, m := read(t, "\ufeff"+strings.ReplaceAll(people, "\n", "\r\n"))
	var got []Row
	r := iotest.OneByteReader(strings.NewReader("\ufeff" + strings.ReplaceAll(people, "\n", "\r\n")))
	for row, err := range Rows(t.Context(), r, s, m, Options{}) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, row)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("byte by byte (-want +got):\n%s", d)
	}
}

func TestRowsStops(t *testing.T) {
	_, s, m := read(t, people)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, err := range Rows(ctx, strings.NewReader(people), s, m, Options{}) {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled: %v", err)
		}
	}
	broken := errors.New("disk gone")
	var last error
	for _, err := range Rows(t.Context(), io.MultiReader(strings.NewReader(people), iotest.ErrReader(broken)), s, m, Options{}) {
		last = err
	}
	if !errors.Is(last, broken) || !errors.Is(last, &Error{Kind: ReadFailed}) {
		t.Errorf("failing reader: %v", last)
	}
}

func FuzzRows(f *testing.F) {
	f.Add([]byte(people), byte(0))
	f.Add([]byte("a,b\n\"x\"y,1\n\"\"\"\n,\r\n\r"), byte(3))
	f.Add([]byte("a;b\r\"x;\r1;2\r"), byte(7))
	f.Fuzz(func(t *testing.T, b []byte, choice byte) {
		d := Dialect{Delimiter: delimiters[int(choice)%len(delimiters)], Quote: choice&8 == 0, LineEnd: "\n"}
		if choice&16 != 0 {
			d.LineEnd = "\r"
		}
		s := Sniffed{Encoding: UTF8, Dialect: d, Columns: []string{"name", "born"}, Header: choice&32 != 0}
		if choice&64 != 0 {
			s.Encoding = UTF16LE
		}
		m := Mapping{Columns: []Column{{Header: "name", Field: register.FullName}, {Header: "born", Field: register.BirthDate}}}
		end := int64(0)
		for row, err := range Rows(t.Context(), bytes.NewReader(b), s, m, Options{}) {
			if err != nil {
				t.Fatalf("Rows(%q): %v", b, err)
			}
			if row.Start < end || row.End < row.Start {
				t.Fatalf("Rows(%q): row %d is %d…%d after %d", b, row.Number, row.Start, row.End, end)
			}
			end = row.End
			if _, err := register.UnpackClaims(register.PackClaims(row.Claims)); err != nil {
				t.Fatalf("Rows(%q): row %d: claims do not pack: %v", b, row.Number, err)
			}
		}
		var out bytes.Buffer
		if _, err := Redact(t.Context(), &out, bytes.NewReader(b), s, nil, ""); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(b, out.Bytes()); d != "" && len(b) > 0 {
			t.Errorf("Redact of no row changes bytes:\n%s", d)
		}
	})
}
