package lists_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"kashf.org/kashf/internal/register"
)

// packed makes a ZIP of parts, given as name and text in turn.
func packed(tb testing.TB, flags uint16, parts ...string) []byte {
	tb.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		var w io.Writer
		var err error
		if flags == 0 {
			w, err = z.Create(parts[i])
		} else {
			w, err = z.CreateRaw(&zip.FileHeader{Name: parts[i], Method: zip.Store, Flags: flags, CompressedSize64: uint64(len(parts[i+1])), UncompressedSize64: uint64(len(parts[i+1]))})
		}
		if err != nil {
			tb.Fatal(err)
		}
		io.WriteString(w, parts[i+1])
	}
	if err := z.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// Workbooks made to do harm: each is refused by what it is and with what to do,
// in the reader's language; nothing of it is taken, and no upload waits.
func TestHostileBooksAreNamed(t *testing.T) {
	h := open(t, nil)
	src := h.source("A")
	const book = `<workbook><sheets><sheet name="s" r:id="r1"/></sheets></workbook>`
	const rels = `<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`
	var sheets, links strings.Builder
	for i := range 10_000 {
		fmt.Fprintf(&sheets, `<sheet name="s%d" r:id="r%d"/>`, i, i)
		fmt.Fprintf(&links, `<Relationship Id="r%d" Type="x/worksheet" Target="worksheets/sheet1.xml"/>`, i)
	}
	for _, c := range []struct {
		name, file           string
		content              []byte
		en, ar, advice, plan string
	}{
		{"a bomb", "bomb.xlsx", packed(t, 0, "xl/workbook.xml", book, "xl/_rels/workbook.xml.rels", rels, "xl/worksheets/sheet1.xml", "<worksheet><sheetData>"+strings.Repeat(" ", 120<<20)),
			"unpacks to far more than a list of its size can hold", "يتمدّد المصنّف", "Copy the rows into a new workbook", "نسخ"},
		{"a book behind a password", "locked.xlsx", packed(t, 1, "xl/workbook.xml", book, "xl/_rels/workbook.xml.rels", rels), "is protected by a password", "كلمة سر", "save it without a password", "فتحه وحفظه"},
		{"ten thousand sheets", "sheets.xlsx", packed(t, 0, "xl/workbook.xml", "<workbook><sheets>"+sheets.String()+"</sheets></workbook>", "xl/_rels/workbook.xml.rels", "<Relationships>"+links.String()+"</Relationships>", "xl/worksheets/sheet1.xml", "<worksheet/>"),
			"more than 1000 sheets", "1000", "Copy the sheets of the list", "نسخ"},
		{"a ZIP within a ZIP", "zips.zip", packed(t, 0, "inner.zip", string(packed(t, 0, "list.csv", "a,b"))), "it seems to be a ZIP archive", "ZIP", "Unpack it", ""},
		{"half of a book", "half.xlsx", packed(t, 0, "xl/workbook.xml", book, "xl/_rels/workbook.xml.rels", rels)[:200], "The workbook is damaged", "المصنّف تالف", "save it again as XLSX", "حفظه من جديد"},
	} {
		t.Run(c.name, func(t *testing.T) {
			expect(t, h.upload(h.officer, src+"/upload?lang=en", c.file, c.content), http.StatusUnprocessableEntity, c.file, c.en, c.advice, `dir="ltr"`)
			expect(t, h.upload(h.officer, src+"/upload?lang=ar", c.file, c.content), http.StatusUnprocessableEntity, c.file, c.ar, c.plan, `dir="rtl"`)
		})
	}
	if h.officer.Get("/lists?lang=en").Has("Unfinished") {
		t.Error("a refused file is among the unfinished")
	}
	if c, err := h.store.Counts(t.Context(), register.Sight{Machine: true}); err != nil || c.Records != 0 || c.Imports != 0 {
		t.Errorf("counts %+v, %v", c, err)
	}
}
