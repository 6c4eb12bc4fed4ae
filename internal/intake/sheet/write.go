package sheet

import (
	"archive/zip"
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// A Writer writes an XLSX book of texts, sheet after sheet and row after row,
// as it goes: nothing is kept.
type Writer struct {
	z      *zip.Writer
	w      *bufio.Writer
	names  []string
	merges []string
	row    int
	rtl    bool
	err    error
}

// NewWriter writes to w. With rtl sheets begin on the right.
func NewWriter(w io.Writer, rtl bool) *Writer { return &Writer{z: zip.NewWriter(w), rtl: rtl} }

// Sheet begins a sheet whose columns are so many characters wide; widths may be
// nil.
func (w *Writer) Sheet(name string, widths []int) {
	w.endSheet()
	w.names = append(w.names, name)
	w.row, w.merges = 0, nil
	f, err := w.z.Create(fmt.Sprintf("xl/worksheets/sheet%d.xml", len(w.names)))
	if err != nil {
		w.err = err
		return
	}
	w.w = bufio.NewWriter(f)
	w.print(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0"`)
	if w.rtl {
		w.print(` rightToLeft="1"`)
	}
	w.print(`/></sheetViews>`)
	if len(widths) > 0 {
		w.print("<cols>")
		for i, width := range widths {
			fmt.Fprintf(w.w, `<col min="%d" max="%d" width="%d" style="1" customWidth="1"/>`, i+1, i+1, max(8, width))
		}
		w.print("</cols>")
	}
	w.print("<sheetData>")
}

// Row writes a row under the last.
func (w *Writer) Row(cells ...string) { w.at(w.row+1, cells, plainStyle) }

// Head writes a row in bold type.
func (w *Writer) Head(cells ...string) { w.at(w.row+1, cells, boldStyle) }

// The styles of the book: both are text (format 49), so that what is typed into
// a cell stays what was typed.
const (
	plainStyle = 1
	boldStyle  = 2
)

// At writes a row under a number, which is greater than the last's.
func (w *Writer) At(number int, cells []string) { w.at(number, cells, plainStyle) }

func (w *Writer) at(number int, cells []string, style int) {
	if w.w == nil || number <= w.row {
		return
	}
	w.row = number
	fmt.Fprintf(w.w, `<row r="%d">`, number)
	for i, c := range cells {
		if c == "" {
			continue
		}
		fmt.Fprintf(w.w, `<c r="%s%d" s="%d" t="inlineStr"><is><t xml:space="preserve">`, letters(i), number, style)
		w.print(escaped(c))
		w.print(`</t></is></c>`)
	}
	w.print("</row>")
}

// Merge merges cells of the last row: count of them from column, which is 0
// for A.
func (w *Writer) Merge(column, count int) {
	w.merges = append(w.merges, fmt.Sprintf("%s%d:%s%d", letters(column), w.row, letters(column+count-1), w.row))
}

func (w *Writer) print(s string) {
	if w.err == nil {
		_, w.err = w.w.WriteString(s)
	}
}

func (w *Writer) endSheet() {
	if w.w == nil {
		return
	}
	w.print("</sheetData>")
	if len(w.merges) > 0 {
		w.print("<mergeCells>")
		for _, m := range w.merges {
			w.print(`<mergeCell ref="` + m + `"/>`)
		}
		w.print("</mergeCells>")
	}
	// On paper a list is as wide as the page, however many columns it has.
	w.print(`<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/></worksheet>`)
	if err := w.w.Flush(); w.err == nil {
		w.err = err
	}
	w.w = nil
}

// Close writes the parts that hold the book together.
func (w *Writer) Close() error {
	w.endSheet()
	var types, sheets, rels strings.Builder
	for i, name := range w.names {
		fmt.Fprintf(&types, `<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`, i+1)
		fmt.Fprintf(&sheets, `<sheet name="%s" sheetId="%d" r:id="rId%d"/>`, escaped(name), i+1, i+1)
		fmt.Fprintf(&rels, `<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>`, i+1, relType, i+1)
	}
	fmt.Fprintf(&rels, `<Relationship Id="rId%d" Type="%s/styles" Target="styles.xml"/>`, len(w.names)+1, relType)
	const head = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`
	const relations = head + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
	const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	w.part("[Content_Types].xml", head+`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>`+types.String()+`</Types>`)
	w.part("_rels/.rels", relations+`<Relationship Id="rId1" Type="`+relType+`/officeDocument" Target="xl/workbook.xml"/></Relationships>`)
	w.part("xl/workbook.xml", head+`<workbook xmlns="`+main+`" xmlns:r="`+relType+`"><sheets>`+sheets.String()+`</sheets></workbook>`)
	w.part("xl/_rels/workbook.xml.rels", relations+rels.String()+`</Relationships>`)
	w.part("xl/styles.xml", head+`<styleSheet xmlns="`+main+`"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`)
	if err := w.z.Close(); w.err == nil {
		w.err = err
	}
	return w.err
}

const relType = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

func (w *Writer) part(name, text string) {
	f, err := w.z.Create(name)
	if err == nil {
		_, err = io.WriteString(f, text)
	}
	if w.err == nil {
		w.err = err
	}
}

var escapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "\r", "&#13;", "_x", "_x005F_x")

// escaped makes a text fit for XML; characters that XML has not become the
// replacement character.
func escaped(s string) string {
	clean := strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xfffe || r == 0xffff {
			return utf8.RuneError
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
	return escapes.Replace(clean)
}
