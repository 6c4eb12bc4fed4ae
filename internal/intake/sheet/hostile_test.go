package sheet

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"runtime"
	"strings"
	"testing"
)

// A named part of a ZIP made by hand, with what its header says of it.
type madePart struct {
	name, text string
	flags      uint16
	says       uint64      // the size that the header declares, 0 for the true one
	mode       fs.FileMode // 0 for a plain file
}

// madeZip makes a ZIP of parts as they are, lies and all.
func madeZip(tb testing.TB, parts ...madePart) []byte {
	tb.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, p := range parts {
		var packed bytes.Buffer
		w, _ := flate.NewWriter(&packed, flate.BestSpeed)
		io.WriteString(w, p.text)
		w.Close()
		h := &zip.FileHeader{Name: p.name, Method: zip.Deflate, Flags: p.flags, CRC32: crc32.ChecksumIEEE([]byte(p.text)), CompressedSize64: uint64(packed.Len()), UncompressedSize64: uint64(len(p.text))}
		if p.says > 0 {
			h.UncompressedSize64 = p.says
		}
		if p.mode != 0 {
			h.SetMode(p.mode)
		}
		f, err := z.CreateRaw(h)
		if err != nil {
			tb.Fatal(err)
		}
		f.Write(packed.Bytes())
	}
	if err := z.Close(); err != nil {
		tb.Fatal(err)
	}
	return out.Bytes()
}

// listParts are the parts of a book of one row, to which others are added.
func listParts(more ...madePart) []madePart {
	return append([]madePart{
		{name: "xl/workbook.xml", text: `<workbook><sheets><sheet name="s" r:id="r1"/></sheets></workbook>`},
		{name: "xl/_rels/workbook.xml.rels", text: `<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`},
		{name: "xl/worksheets/sheet1.xml", text: `<worksheet><sheetData><row><c t="str"><v>a</v></c></row></sheetData></worksheet>`},
	}, more...)
}

// odsBook is an ODS whose sheet has the given rows.
func odsBook(tb testing.TB, rows string) []byte {
	return ods(tb, `<table:table table:name="s">`+rows+`</table:table>`)
}

// TestHostileArchives reads ZIPs made to lead out of themselves, to unpack to
// more than they say, to lock and to nest. Each is refused by its kind, or read
// without what is wrong with it; none takes memory beyond what a list does.
func TestHostileArchives(t *testing.T) {
	row := `<worksheet><sheetData><row><c t="str"><v>a</v></c></row></sheetData></worksheet>`
	inner := zipped(t, "a.xml", strings.Repeat("x", 1000))
	tests := []struct {
		name string
		book []byte
		want Kind
	}{
		{"a part that leads upwards", madeZip(t, listParts(madePart{name: "../../../../etc/cron.d/x", text: "x"})...), ""},
		{"a part with the root before it", madeZip(t, listParts(madePart{name: "/etc/passwd", text: "x"})...), ""},
		{"a part with strokes of another system", madeZip(t, listParts(madePart{name: `..\..\Windows\x.exe`, text: "x"}, madePart{name: `C:\x`, text: "x"})...), ""},
		{"a part that is a link", madeZip(t, listParts(madePart{name: "xl/styles.xml", text: "/etc/passwd", mode: fs.ModeSymlink | 0o777})...), Broken}, // its text is where it leads, and no styles
		{"a sheet that is asked for outside", madeZip(t,
			madePart{name: "xl/workbook.xml", text: `<workbook><sheets><sheet name="s" r:id="r1"/></sheets></workbook>`},
			madePart{name: "xl/_rels/workbook.xml.rels", text: `<Relationships><Relationship Id="r1" Type="x/worksheet" Target="../../../../etc/passwd"/></Relationships>`}), NoSheet},
		{"a sheet that is asked for on the net", madeZip(t,
			madePart{name: "xl/workbook.xml", text: `<workbook><sheets><sheet name="s" r:id="r1"/></sheets></workbook>`},
			madePart{name: "xl/_rels/workbook.xml.rels", text: `<Relationships><Relationship Id="r1" Type="x/worksheet" Target="https://example.org/x.xml" TargetMode="External"/></Relationships>`}), NoSheet},
		{"a book that is its own sheet", madeZip(t,
			madePart{name: "xl/workbook.xml", text: `<workbook><sheets><sheet name="s" r:id="r1"/></sheets></workbook>`},
			madePart{name: "xl/_rels/workbook.xml.rels", text: `<Relationships><Relationship Id="r1" Type="x/worksheet" Target="workbook.xml"/><Relationship Id="r2" Type="x/styles" Target="workbook.xml"/><Relationship Id="r3" Type="x/sharedStrings" Target="worksheets/sheet1.xml"/></Relationships>`}), ""},
		{"ten gigabytes declared and not there", madeZip(t, listParts(madePart{name: "xl/sharedStrings.xml", text: "<sst/>", says: 10 << 30})...), Broken},
		{"ten bytes declared and more there", madeZip(t, listParts(madePart{name: "xl/sharedStrings.xml", text: "<sst><si><t>" + strings.Repeat("a", 100_000) + "</t></si></sst>", says: 10})...), Broken},
		{"four hundred megabytes unpacked from one half", bomb(t, 400<<20), TooLarge}, // as far as deflate goes; nested ones are not opened
		{"the sheet twice", madeZip(t, listParts(madePart{name: "xl/worksheets/sheet1.xml", text: row})...), Broken},
		{"the sheet twice in other letters", madeZip(t, listParts(madePart{name: "XL/Worksheets/Sheet1.XML", text: row})...), Broken},
		{"the sheet twice by another way", madeZip(t, listParts(madePart{name: "xl/x/../worksheets/sheet1.xml", text: row})...), Broken},
		{"a sheet behind a password", madeZip(t, madePart{name: "xl/workbook.xml", text: `<workbook/>`, flags: 1}), Locked},
		{"a ZIP within the ZIP", madeZip(t, listParts(madePart{name: "xl/embeddings/inner.zip", text: string(inner)})...), ""},
		{"a ZIP of ZIPs", madeZip(t, madePart{name: "list.xlsx", text: string(inner)}), NotWorkbook},
		{"a shared text within a shared text", workbook(t, `<row><c t="s"><v>0</v></c></row>`, "", `<si><t>a<si><t>b</t></si></t></si>`, ""), ""},
		{"shared texts that are not there", workbook(t, `<row><c t="s"><v>99999999999</v></c><c t="s"><v>-1</v></c></row>`, "", "", ""), ""},
		{"a formula without a value", workbook(t, `<row><c><f>WEBSERVICE("https://example.org/")</f></c><c><f t="array" ref="A1:XFD1048576">1</f><v>1</v></c></row>`, "", "", ""), ""},
		{"as many parts as fit", crowded(t), TooLarge},
		{"ods, a thousand million empty rows", odsBook(t, `<table:table-row><table:table-cell><text:p>a</text:p></table:table-cell></table:table-row><table:table-row table:number-rows-repeated="1000000000"><table:table-cell table:number-columns-repeated="1000000000"/></table:table-row>`), ""},
		{"ods, a thousand million rows of one text", odsBook(t, `<table:table-row table:number-rows-repeated="1000000000"><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row>`), TooLarge},
		{"ods, a thousand million cells of one text", odsBook(t, `<table:table-row><table:table-cell table:number-columns-repeated="1000000000"><text:p>x</text:p></table:table-cell></table:table-row>`), ""}, // as many as a sheet can have
		{"ods, ten thousand sheets", ods(t, strings.Repeat(`<table:table table:name="s"/>`, 10_000)), TooManySheets},
		{"ods, blanks repeated", odsBook(t, `<table:table-row><table:table-cell><text:p>a<text:s text:c="1000000000"/>b</text:p></table:table-cell></table:table-row>`), ""},
		{"ods, a table in a table in a table", ods(t, strings.Repeat(`<table:table><table:table-row><table:table-cell>`, 300)), Broken},
		{"ods, content behind a password", madeZip(t, madePart{name: "mimetype", text: "application/vnd.oasis.opendocument.spreadsheet"}, madePart{name: "content.xml", text: "<x/>", flags: 1}), Locked},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			if got := kindOfError(t, tt.book); got != tt.want {
				t.Errorf("%d bytes: %q, want %q", len(tt.book), got, tt.want)
			}
			runtime.ReadMemStats(&after)
			const most = 400 << 20
			if took := after.TotalAlloc - before.TotalAlloc; took > most {
				t.Errorf("it took %d MB in all", took>>20)
			}
		})
	}
}

// bomb is a book of which one sheet unpacks to n bytes. What is packed is made
// block by block.
func bomb(tb testing.TB, n int) []byte {
	tb.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, p := range listParts()[:2] {
		w, _ := z.Create(p.name)
		io.WriteString(w, p.text)
	}
	w, err := z.Create("xl/worksheets/sheet1.xml")
	if err != nil {
		tb.Fatal(err)
	}
	io.WriteString(w, "<worksheet><sheetData>")
	block := bytes.Repeat([]byte(" "), 1<<20)
	for range n >> 20 {
		w.Write(block)
	}
	io.WriteString(w, "</sheetData></worksheet>")
	z.Close()
	return out.Bytes()
}

// crowded is a ZIP whose list of parts is longer than any book's.
func crowded(tb testing.TB) []byte {
	tb.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for i := range 200_000 {
		if _, err := z.CreateRaw(&zip.FileHeader{Name: fmt.Sprintf("xl/worksheets/sheet%d.xml", i), Method: zip.Store}); err != nil {
			tb.Fatal(err)
		}
	}
	z.Close()
	return out.Bytes()
}

// TestLyingDirectories changes a byte of the ends of a ZIP at a time: whatever a
// list of parts says, reading ends, and with an error that has a kind.
func TestLyingDirectories(t *testing.T) {
	whole := madeZip(t, listParts()...)
	from := bytes.Index(whole, []byte("PK\x01\x02"))
	for at := from; at < len(whole); at++ {
		for _, b := range []byte{0, 0xff, whole[at] ^ 0x80} {
			lie := bytes.Clone(whole)
			lie[at] = b
			readAll(t, lie)
		}
	}
	end := bytes.Clone(whole)
	binary.LittleEndian.PutUint32(end[len(end)-6:], 0xffffffff) // where the list begins, as only ZIP64 says
	if _, err := Open(bytes.NewReader(end), int64(len(end))); err == nil {
		t.Error("a list of parts beyond the end is read")
	} else if _, ok := errors.AsType[*Error](err); !ok {
		t.Errorf("an error of no kind: %v", err)
	}
}
