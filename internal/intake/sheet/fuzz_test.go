package sheet

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

// FuzzXML compares the scanner with encoding/xml: what both read, they read
// alike, and the size of blocks makes no difference.
func FuzzXML(f *testing.F) {
	for _, s := range []string{"<a/>", `<a b="c>d">x &amp; &#65;<![CDATA[<y>]]]></a>`, "<a>\r\n\r</a>", "<?xml version='1.0'?><!-- -- --><a:b><c/></a:b>", "<a><b></a></b>", "<a>&b;</a>", "<!DOCTYPE a><a/>", "\xef\xbb\xbf<a>سامر</a>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, doc string) {
		if len(doc) > 10_000 || strings.HasPrefix(doc, "\xff\xfe") || strings.HasPrefix(doc, "\xfe\xff") {
			return
		}
		all, errAll := flat(strings.NewReader(doc))
		bit, errBit := flat(iotest.OneByteReader(strings.NewReader(doc)))
		if errAll == nil && all != bit || (errAll == nil) != (errBit == nil) {
			t.Fatalf("read at once %q %v, byte by byte %q %v", all, errAll, bit, errBit)
		}
		if want, ok := reference(doc); ok && errAll == nil && all != want {
			t.Errorf("%q = %q, encoding/xml has %q", doc, all, want)
		}
	})
}

func flat(r io.Reader) (string, error) {
	var b strings.Builder
	s := newScanner(r)
	for {
		k, err := s.next()
		if errors.Is(err, io.EOF) {
			return b.String(), nil
		}
		if err != nil {
			return b.String(), err
		}
		switch k {
		case startTag:
			b.WriteString("<" + string(s.name) + ">")
		case endTag:
			b.WriteString("</" + string(s.name) + ">")
		case charData:
			b.Write(s.text)
		}
	}
}

// reference is the same of encoding/xml; false for what it refuses.
func reference(doc string) (string, bool) {
	var b strings.Builder
	d := xml.NewDecoder(strings.NewReader(doc))
	depth := 0
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			return b.String(), true
		}
		if err != nil {
			return "", false
		}
		switch t := t.(type) {
		case xml.StartElement:
			depth++
			b.WriteString("<" + t.Name.Local + ">")
		case xml.EndElement:
			depth--
			b.WriteString("</" + t.Name.Local + ">")
		case xml.CharData:
			if depth == 0 {
				return "", false
			}
			b.Write(t)
		case xml.Directive:
			return "", false
		}
	}
}

// FuzzBook reads whatever bytes there are as a workbook.
func FuzzBook(f *testing.F) {
	f.Add(workbook(f, `<row r="1"><c t="s"><v>0</v></c></row>`, `<mergeCells><mergeCell ref="A1:B2"/></mergeCells>`, "<si><t>a</t></si>", `<cellXfs><xf numFmtId="14"/></cellXfs>`))
	f.Add(ods(f, `<table:table table:name="x"><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell></table:table-row></table:table>`))
	f.Fuzz(func(t *testing.T, b []byte) { readAll(t, b) })
}

// FuzzXLSX reads whatever sheet, shared strings and styles there are.
func FuzzXLSX(f *testing.F) {
	f.Add(`<row r="1"><c r="A1" t="s" s="0"><v>0</v></c><c t="inlineStr"><is><t>x</t></is></c></row>`, `<mergeCells><mergeCell ref="A1:B2"/></mergeCells>`, "<si><r><t>a</t></r></si>", `<numFmts><numFmt numFmtId="200" formatCode="[h]:mm"/></numFmts><cellXfs><xf numFmtId="200"/></cellXfs>`)
	f.Fuzz(func(t *testing.T, rows, after, shared, styles string) {
		readAll(t, workbook(t, rows, after, shared, styles))
	})
}

// FuzzODS reads whatever tables there are.
func FuzzODS(f *testing.F) {
	f.Add(`<table:table table:name="x"><table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="date" office:date-value="2013-05-19" table:number-columns-repeated="3" table:number-rows-spanned="2"><text:p>a<text:s text:c="3"/></text:p></table:table-cell></table:table-row></table:table>`)
	f.Fuzz(func(t *testing.T, tables string) { readAll(t, ods(t, tables)) })
}

// readAll holds what every reading must: rows in order, cells within bounds,
// errors of a kind.
func readAll(t *testing.T, b []byte) {
	book, err := Open(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		if _, ok := errors.AsType[*Error](err); !ok {
			t.Fatalf("an error of no kind: %v", err)
		}
		return
	}
	sheet, number := -1, 0
	for r, err := range book.Rows(t.Context(), nil) {
		if err != nil {
			if _, ok := errors.AsType[*Error](err); !ok {
				t.Fatalf("an error of no kind: %v", err)
			}
			return
		}
		if r.Sheet != sheet {
			sheet, number = r.Sheet, 0
		}
		if r.Number <= number || r.Number > MaxRows || len(r.Cells) > MaxColumns || r.Sheet >= len(book.Sheets()) {
			t.Fatalf("sheet %d row %d after %d, %d cells", r.Sheet, r.Number, number, len(r.Cells))
		}
		number = r.Number
	}
}
