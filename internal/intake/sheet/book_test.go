package sheet

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// zipped makes a ZIP of parts, given as name and text in turn.
func zipped(tb testing.TB, parts ...string) []byte {
	tb.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err != nil {
			tb.Fatal(err)
		}
		if _, err := w.Write([]byte(parts[i+1])); err != nil {
			tb.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

const officeRels = `<Relationships><Relationship Id="rId1" Type="http://x/officeDocument" Target="xl/workbook.xml"/></Relationships>`

// workbook makes an XLSX book of one sheet, from the inside of its sheetData
// and what follows, its shared strings' items and its styles.
func workbook(tb testing.TB, rows, after, shared, styles string, more ...string) []byte {
	tb.Helper()
	parts := []string{
		"_rels/.rels", officeRels,
		"xl/workbook.xml", `<workbook><workbookPr/><sheets><sheet name="ورقة1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="rId1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml", `<?xml version="1.0"?><worksheet><dimension ref="A1:XFD1048576"/><sheetData>` + rows + `</sheetData>` + after + `</worksheet>`,
		"xl/sharedStrings.xml", `<sst count="4000000000" uniqueCount="4000000000">` + shared + `</sst>`,
		"xl/styles.xml", `<styleSheet>` + styles + `</styleSheet>`,
	}
	return zipped(tb, append(parts, more...)...)
}

func openBytes(tb testing.TB, b []byte) *Book {
	tb.Helper()
	book, err := Open(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		tb.Fatal(err)
	}
	return book
}

// texts reads a book's rows as "number: text|text".
func texts(tb testing.TB, b *Book) []string {
	tb.Helper()
	var out []string
	for r, err := range b.Rows(tb.Context(), nil) {
		if err != nil {
			tb.Fatal(err)
		}
		var cells []string
		for _, c := range r.Cells {
			cells = append(cells, c.Text)
		}
		out = append(out, fmt.Sprintf("%d: %s", r.Number, strings.Join(cells, "|")))
	}
	return out
}

func TestXLSXCells(t *testing.T) {
	b := openBytes(t, workbook(t,
		`<row r="2"><c r="B2" t="s"><v>0</v></c><c r="D2" t="inlineStr"><is><r><t>ab</t></r><rPh><t>no</t></rPh><r><t xml:space="preserve"> c</t></r></is></c></row>`+
			`<row><c t="s"><v>1</v></c><c><v>41413</v></c><c s="1"><v>41413</v></c><c t="b"><v>1</v></c><c t="str"><f>A1&amp;B1</f><v>x &amp; y</v></c><c t="e"><v>#REF!</v></c><c><f>1+1</f></c><c t="s"><v>77</v></c></row>`,
		"", `<si><t>محمد</t></si><si><r><t>a_x000D_</t></r><r><t>b</t></r></si>`,
		`<cellStyleXfs><xf numFmtId="22"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>`))
	want := []string{"2: |محمد||ab c", "3: a\rb|41413|2013-05-19|TRUE|x & y|#REF!||"}
	if d := cmp.Diff(want, texts(t, b)); d != "" {
		t.Errorf("rows (-want +got):\n%s", d)
	}
	var marks []Mark
	for r := range b.Rows(t.Context(), nil) {
		if r.Number == 3 {
			for _, c := range r.Cells {
				marks = append(marks, c.Mark)
			}
		}
	}
	if d := cmp.Diff([]Mark{0, 0, Dated, 0, Formula, Failed, Formula | NoValue, NoValue}, marks); d != "" {
		t.Errorf("marks (-want +got):\n%s", d)
	}
}

func TestMergedCellsSpeakForEachRow(t *testing.T) {
	b := openBytes(t, workbook(t,
		`<row r="1"><c r="A1" t="str"><v>title</v></c></row><row r="2"><c r="A2" t="str"><v>sednaya</v></c><c r="B2"><v>1</v></c></row><row r="3"><c r="B3"><v>2</v></c></row><row r="4"><c r="B4"><v>3</v></c></row>`,
		`<mergeCells><mergeCell ref="A2:A3"/><mergeCell ref="A1:C1"/><mergeCell ref="A900:XFD1048576"/></mergeCells>`, "", ""))
	if d := cmp.Diff([]string{"1: title", "2: sednaya|1", "3: sednaya|2", "4: |3"}, texts(t, b)); d != "" {
		t.Errorf("rows (-want +got):\n%s", d)
	}
	for r := range b.Rows(t.Context(), nil) {
		if c := r.Cells[0]; r.Number == 1 && c.Span != 3 || r.Number == 3 && !c.Mark.Has(Merged) {
			t.Errorf("row %d: %+v", r.Number, c)
		}
	}
}

func TestNumbersAsShown(t *testing.T) {
	tests := []struct {
		stored, format string
		from1904       bool
		text           string
		mark           Mark
	}{
		{"41413", "General", false, "41413", 0},
		{"41413", "dd/mm/yyyy", false, "2013-05-19", Dated},
		{"41413", `[$-2010401]d/mm/yyyy;@`, false, "2013-05-19", Dated},
		{"41413.604166666664", "dd/mm/yyyy hh:mm", false, "2013-05-19T14:30:00", Dated},
		{"39951", "yyyy-mm-dd", true, "2013-05-19", Dated},
		{"41395", "mmm-yy", false, "2013-05", Dated},
		{"41413", "mmm-yy", false, "2013-05-19", Dated},
		{"41413", "d-mmm", false, "2013-05-19", Dated | NoYear},
		{"41275", "yyyy", false, "2013", Dated},
		{"2013", "dd/mm/yyyy", false, "1905-07-05", Dated | YearAsDay},
		{"60", "dd/mm/yyyy", false, "1900-02-29", Dated},
		{"59", "dd/mm/yyyy", false, "1900-02-28", Dated},
		{"1", "dd/mm/yyyy", false, "1900-01-01", Dated},
		{"-5", "dd/mm/yyyy", false, "-5", OutOfRange},
		{"4000000", "dd/mm/yyyy", false, "4000000", OutOfRange},
		{"123", "00000", false, "00123", 0},
		{"1234567", "0000-0000", false, "0123-4567", 0},
		{"123456789", "00000", false, "123456789", 0},
		{"0.5", "0%", false, "50%", 0},
		{"0.604166666666667", "h:mm", false, "14:30", 0},
		{"1.5", "[h]:mm", false, "36:00", 0},
		{"1.2345678901E10", "General", false, "12345678901", 0},
		{"3.1400000000000001", "0.00", false, "3.14", 0},
		{"12", `0" عاما"`, false, "12", 0},
		{"5", `0.00E+00`, false, "5", 0},
		{"5", `"day" 0`, false, "5", 0},
		{"abc", "dd/mm/yyyy", false, "abc", 0},
		{"NaN", "dd/mm/yyyy", false, "NaN", 0},
	}
	for _, tt := range tests {
		text, mark := numberText(tt.stored, formatOf(tt.format), tt.from1904)
		if text != tt.text || mark != tt.mark {
			t.Errorf("numberText(%q, %q) = %q, %b; want %q, %b", tt.stored, tt.format, text, mark, tt.text, tt.mark)
		}
	}
}

func ods(tb testing.TB, tables string, more ...string) []byte {
	tb.Helper()
	return zipped(tb, append([]string{
		"mimetype", "application/vnd.oasis.opendocument.spreadsheet",
		"content.xml", `<office:document-content><office:body><office:spreadsheet>` + tables + `</office:spreadsheet></office:body></office:document-content>`,
	}, more...)...)
}

func TestODSCells(t *testing.T) {
	b := openBytes(t, ods(t, `<table:tracked-changes><table:table-cell><text:p>old</text:p></table:table-cell></table:tracked-changes>`+
		`<table:table table:name="أ"><table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>`+
		`<table:table-row><table:table-cell office:value-type="string"><office:annotation><text:p>secret</text:p></office:annotation><text:p>a<text:s text:c="2"/>b</text:p><text:p>c</text:p></table:table-cell>`+
		`<table:table-cell table:number-columns-repeated="2"/><table:table-cell office:value-type="float" office:value="7" calcext:value-type="float"><text:p>007</text:p></table:table-cell>`+
		`<table:table-cell office:value-type="date" office:date-value="2013-05-19"><text:p>19.05.13</text:p></table:table-cell>`+
		`<table:table-cell office:value-type="date" office:date-value="2013-05-13"><text:p>13 أيار</text:p></table:table-cell>`+
		`<table:table-cell office:value-type="date" office:date-value="2013-05-01"><text:p>أيار 2013</text:p></table:table-cell>`+
		`<table:table-cell table:number-rows-spanned="2" office:value-type="string"><text:p>m</text:p></table:table-cell><table:table-cell table:number-columns-repeated="16000"/></table:table-row>`+
		`<table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="float" office:value="1.5"><text:p>1,50</text:p></table:table-cell></table:table-row>`+
		`</table:table><table:table table:name="ب"/>`))
	want := []string{"4: a  b\nc|||007|2013-05-19|2013-05-13|2013-05|m", "5: 1.5|||||||m", "6: 1.5|||||||m"}
	got := texts(t, b)
	// The merged range ends in row 5; a repeated row is one row of the file.
	if d := cmp.Diff(want[:2], got[:2]); d != "" || len(got) != 3 {
		t.Errorf("rows (-want +got):\n%s\n%q", d, got)
	}
	if s := b.Sheets(); len(s) != 2 || s[0].Name != "أ" || b.Format != ODS {
		t.Errorf("Sheets() = %+v", s)
	}
	if l := b.Left(); len(l) != 1 || l[0] != Comments {
		t.Errorf("Left() = %v", l)
	}
}

// kindOfError reads a whole book and says why it is refused.
func kindOfError(tb testing.TB, b []byte) Kind {
	tb.Helper()
	book, err := Open(bytes.NewReader(b), int64(len(b)))
	if err == nil {
		for _, rowErr := range book.Rows(tb.Context(), nil) {
			err = rowErr
		}
	}
	if err == nil {
		return ""
	}
	e, ok := errors.AsType[*Error](err)
	if !ok {
		tb.Fatalf("an error of no kind: %v", err)
	}
	return e.Kind
}

func TestHostileBooks(t *testing.T) {
	whole := workbook(t, `<row r="1"><c t="s"><v>0</v></c></row>`, "", "<si><t>a</t></si>", "")
	spaces := strings.Repeat(" ", 100<<20) // 100 kB in the book; only 64 MB and 250 times its size may come out
	var manySheets, manyRels strings.Builder
	for i := range 10_000 {
		fmt.Fprintf(&manySheets, `<sheet name="s%d" r:id="r%d"/>`, i, i)
		fmt.Fprintf(&manyRels, `<Relationship Id="r%d" Type="t/worksheet" Target="w.xml"/>`, i)
	}
	tests := []struct {
		name string
		book []byte
		want Kind
	}{
		{"whole", whole, ""},
		{"cut in half", whole[:len(whole)/2], Broken},
		{"garbage within", func() []byte {
			b := bytes.Clone(whole)
			for i := 200; i < len(b)-900; i += 7 {
				b[i] ^= 0x5a
			}
			return b
		}(), Broken},
		{"bomb of blanks", workbook(t, spaces, "", "", ""), TooLarge},
		{"bomb in shared strings", workbook(t, "", "", "<si><t>"+spaces+"</t></si>", ""), TooLarge},
		{"bomb in styles", workbook(t, "", "", "", spaces), TooLarge},
		{"bomb in a tag", workbook(t, "<row "+strings.Repeat("a", 1<<20)+"/>", "", "", ""), Broken},
		{"ods columns repeated", ods(t, `<table:table><table:table-row><table:table-cell table:number-columns-repeated="999999999"><text:p>x</text:p></table:table-cell><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row></table:table>`), Broken},
		{"ods rows repeated", ods(t, `<table:table><table:table-row table:number-rows-repeated="1048575"><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row></table:table>`), TooLarge},
		{"ods wide text repeated", ods(t, `<table:table><table:table-row><table:table-cell table:number-columns-repeated="16384"><text:p>`+strings.Repeat("x", 1000)+`</text:p></table:table-cell></table:table-row></table:table>`), TooLarge},
		{"ods locked", ods(t, "", "META-INF/manifest.xml", `<m><file-entry><encryption-data/></file-entry></m>`), Locked},
		{"ten thousand sheets", zipped(t, "_rels/.rels", officeRels, "xl/workbook.xml", "<workbook><sheets>"+manySheets.String()+"</sheets></workbook>",
			"xl/_rels/workbook.xml.rels", "<Relationships>"+manyRels.String()+"</Relationships>", "xl/w.xml", "<worksheet/>"), TooManySheets},
		{"document type", workbook(t, "", "", "", "", "x", ""), ""},
		{"entities", zipped(t, "xl/workbook.xml", `<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><workbook>&b;</workbook>`), Broken},
		{"no sheet", zipped(t, "_rels/.rels", officeRels, "xl/workbook.xml", "<workbook/>"), NoSheet},
		{"a ZIP of files", zipped(t, "list.csv", "a,b"), NotWorkbook},
		{"a part twice", zipped(t, "xl/workbook.xml", "<workbook/>", "XL/workbook.xml", "<workbook/>"), Broken},
		{"rows out of order", workbook(t, `<row r="2"><c><v>1</v></c></row><row r="1"/>`, "", "", ""), Broken},
		{"a column beyond all", workbook(t, `<row r="2"><c r="ZZZZZ2"><v>1</v></c></row>`, "", "", ""), Broken},
		{"never closed", workbook(t, `<row r="2"><c r="A2"><v>1</v></c>`, "", "", ""), Broken},
		{"cells far to the right", workbook(t, strings.Repeat(`<row><c r="XFD1"><v>1</v></c></row>`, 10_000), "", "", ""), TooLarge},
		{"merged ranges upon each other", workbook(t, strings.Repeat(`<row><c t="str"><v>a</v></c></row>`, 3000), "<mergeCells>"+overlapping()+"</mergeCells>", "", ""), TooLarge},
		{"depth", workbook(t, strings.Repeat("<a>", 1000), "", "", ""), Broken},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := kindOfError(t, tt.book); got != tt.want {
				t.Errorf("%d bytes: %q, want %q", len(tt.book), got, tt.want)
			}
		})
	}
}

func overlapping() string {
	var b strings.Builder
	for i := range 2000 {
		fmt.Fprintf(&b, `<mergeCell ref="A%d:A1048576"/>`, i+1)
	}
	return b.String()
}

func TestLeft(t *testing.T) {
	b := openBytes(t, workbook(t, "<row><c><v>1</v></c></row>", "", "", "", "xl/vbaProject.bin", "x", "xl/externalLinks/externalLink1.xml", "x", "xl/comments1.xml", "x", "xl/media/image1.png", "x"))
	if d := cmp.Diff([]Left{Macros, ExternalLinks, Comments, Pictures}, b.Left()); d != "" {
		t.Errorf("Left() (-want +got):\n%s", d)
	}
}

func TestAMillionStyles(t *testing.T) {
	styles := `<numFmts>` + strings.Repeat(`<numFmt numFmtId="200" formatCode="dd/mm/yyyy"/>`, 20_000) + `</numFmts><cellXfs>` + strings.Repeat(`<xf numFmtId="200"/>`, 1_000_000) + `</cellXfs>`
	b := openBytes(t, workbook(t, `<row><c s="999999"><v>41413</v></c></row>`, "", "", styles))
	if d := cmp.Diff([]string{"1: 2013-05-19"}, texts(t, b)); d != "" {
		t.Errorf("rows (-want +got):\n%s", d)
	}
}

func TestWriterIsRead(t *testing.T) {
	var buf bytes.Buffer
	w := NewWriter(&buf, true)
	w.Sheet(`أ <&"`, []int{20, 10})
	w.Head("الاسم", "تاريخ")
	w.Row("سامر <b>", " ١٢ ", "_x000D_", "a\x01\xff")
	w.At(7, []string{"", "x"})
	w.Merge(1, 3)
	w.Sheet("2", nil)
	w.Row("y")
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	b := openBytes(t, buf.Bytes())
	want := []string{"1: الاسم|تاريخ", "2: سامر <b>| ١٢ |_x000D_|a\ufffd\ufffd", "7: |x", "1: y"}
	if d := cmp.Diff(want, texts(t, b)); d != "" {
		t.Errorf("rows (-want +got):\n%s", d)
	}
	if s := b.Sheets(); s[0].Name != `أ <&"` {
		t.Errorf("Sheets() = %+v", s)
	}
}

func TestRowsStopWithTheirContext(t *testing.T) {
	b := openBytes(t, workbook(t, strings.Repeat(`<row><c><v>1</v></c></row>`, 1000), "", "", ""))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	n := 0
	for _, err := range b.Rows(ctx, nil) {
		if err != nil && !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
		n++
	}
	if n > 2*checkEvery {
		t.Errorf("%d rows were read after the end", n)
	}
}
