package lists_test

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"kashf.org/kashf/internal/intake"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
)

// Files that are no lists: each is refused with its name, the cause and what to
// do, in the reader's language, and nothing of it is taken.
func TestFilesThatAreNoLists(t *testing.T) {
	h := open(t, func(h *house) { h.screen.MaxBytes = 1 << 20 })
	src := h.source("A")
	wide := strings.Repeat("a,", 1_000_000/2) // one row of half a million columns
	for _, c := range []struct {
		name, file    string
		content       []byte
		en, ar        string
		adviceEn, ar2 string
	}{
		{"a JPEG called CSV", "scan.csv", []byte("\xff\xd8\xff\xe0\x00\x10JFIF\x00 and more"), "it seems to be a picture (JPEG)", "يبدو أنه صورة (JPEG)", "It can be attached to the source", "يمكن إرفاقه بالمصدر"},
		{"half a workbook", "book.xlsx", []byte("PK\x03\x04 xl/workbook.xml"), "The workbook is damaged", "المصنّف تالف", "save it again as XLSX", "حفظه من جديد"},
		{"an old workbook", "book.xls", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1...."), "an older Excel workbook", "إكسل", "save it as “Excel workbook (XLSX)”", "«مصنّف إكسل (XLSX)»"},
		{"empty", "empty.csv", nil, "The file is empty.", "الملف فارغ.", "Check that the program", "التحقق من أن البرنامج"},
		{"blank lines", "blank.csv", []byte("\n\n\n"), "The file is empty.", "الملف فارغ.", "", ""},
		{"a header alone", "head.csv", []byte("name,born\n"), "a header and no rows", "ترويسة ولا أسطر", "", ""},
		{"a million columns", "wide.csv", []byte(wide), "Row 1 ", "السطر 1 ", "", ""},
		{"too many columns", "cols.csv", []byte(strings.Repeat("a,", 600) + "b\n1\n"), "Row 1 has more than 512 columns", "في السطر 1 أكثر من 512", "Delete the empty columns", "تُحذف الأعمدة الفارغة"},
		{"unknown letters", "koi.csv", bytes.Repeat([]byte("\x81\x8d\x8f\x90\x9d;\xa0\xad\xaf\n"), 20), "The letters of the file cannot be read", "لا يمكن قراءة حروف الملف", "CSV UTF-8", "CSV UTF-8"},
		{"too large", "large.csv", bytes.Repeat([]byte("a,b\n"), 300_000), "larger than 1.0 MB", "أكبر من", "Split it", "تقسيمه"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := h.upload(h.officer, src+"/upload?lang=en", c.file, c.content)
			expect(t, p, http.StatusUnprocessableEntity, c.file, c.en, c.adviceEn, `dir="ltr"`)
			p = h.upload(h.officer, src+"/upload?lang=ar", c.file, c.content)
			expect(t, p, http.StatusUnprocessableEntity, c.file, c.ar, c.ar2, `dir="rtl"`)
		})
	}
	p := h.officer.Get("/lists?lang=en")
	if p.Has("Unfinished") {
		t.Error("a refused file is among the unfinished")
	}
	if c, err := h.store.Counts(t.Context(), register.Sight{Machine: true}); err != nil || c.Records != 0 || c.Imports != 0 {
		t.Errorf("counts %+v, %v", c, err)
	}
}

func TestNoFileChosen(t *testing.T) {
	h := open(t, nil)
	src := h.source("A")
	expect(t, h.upload(h.officer, src+"/upload", "", nil), http.StatusUnprocessableEntity, "No file was chosen.")
	if p := h.officer.Post(src+"/upload", url.Values{"file": {"x"}}); p.Status != http.StatusUnprocessableEntity {
		t.Errorf("a form that is not multipart: status %d", p.Status)
	}
}

// Bad rows: the good ones are taken, the bad ones named by row and reason in
// both languages.
func TestBadRows(t *testing.T) {
	h := open(t, nil)
	src := h.source("A")
	var b bytes.Buffer
	b.WriteString("الاسم الكامل,تاريخ الميلاد,ملاحظة\n\"سامر الحلاق\",1980,\n")
	b.WriteString("ليلى\x00 الديري,1981,\n")
	b.WriteString(strings.Repeat("س", 5000) + ",1982,\n")
	b.WriteString("جمال \xed\xa0\x80 الشامي,1983,\n")
	b.WriteString("هدى \xff النجار,1984,\n")
	b.WriteString("رامي,1985,a,b,c,d\n")
	b.WriteString("\"bro\"ken,1986,\n")
	b.WriteString(",1987,\n")
	b.WriteString("أمينة الديري,غدًا,\n")
	imp := h.taken(src, "rows.csv", b.String())
	for lang, texts := range map[string][]string{
		"en": {"holds a character (NUL)", "a name of more than 500 characters", "holds half a character", "holds bytes that are no letters", "more cells than there are columns", "a quote does not close", "nothing names a person", "not understood as a date", "غدًا"},
		"ar": {"رمز (NUL)", "اسم يزيد على 500 حرف", "نصف رمز", "بايتات ليست حروفًا", "خلايا أكثر من الأعمدة", "علامة اقتباس لا تُغلق", "لا شيء يسمّي شخصًا", "لم يُفهم تاريخًا"},
	} {
		expect(t, h.officer.Get(imp+"?lang="+lang), http.StatusOK, texts...)
		expect(t, h.officer.Get(imp+"/refused?lang="+lang), http.StatusOK, texts[:7]...)
	}
	if c, err := h.store.Counts(t.Context(), register.Sight{Machine: true}); err != nil || c.Records != 2 {
		t.Errorf("%d records, %v; want the two good rows", c.Records, err)
	}
}

func TestNothingCanBeTaken(t *testing.T) {
	h := open(t, nil)
	src := h.source("A")
	upload := h.upload(h.officer, src+"/upload", "l.csv", []byte("الاسم الكامل,الهاتف\n,1\n,2\n")).At
	expect(t, h.officer.Post(upload, url.Values{"do": {"take"}}), http.StatusUnprocessableEntity, "No row of the list could be taken in", "2 rows: nothing names a person.", "Take it in")
	expect(t, h.officer.Get("/lists"), http.StatusOK, "Unfinished") // nothing is lost
}

func TestMappingThatCannotBe(t *testing.T) {
	h := open(t, nil)
	src := h.source("A")
	upload := h.upload(h.officer, src+"/upload", "l.csv", []byte("اسم,x\nسامر الحلاق,1\n")).At
	bad := url.Values{"field-0": {"raw"}, "field-1": {"raw"}, "do": {"take"}, "withheld": {"سري جدا"}}
	p := h.officer.Post(upload+"?lang=en", bad)
	expect(t, p, http.StatusUnprocessableEntity, "No column says who is meant", "Set the column of names below", "سري جدا")
	expect(t, h.officer.Get(upload+"?lang=ar"), http.StatusOK, "لا عمود يقول من المقصود")
	// A sealed field is not among the choices, and is refused where the header asks for it.
	if strings.Contains(p.Body, `value="informant"`) {
		t.Error("a sealed field can be chosen")
	}
	h.officer.Post(upload, url.Values{"field-0": {"informant"}, "do": {"look"}, "const-field-0": {"informant"}, "const-value-0": {"x"}})
	sealed := h.upload(h.officer, src+"/upload?lang=en", "s.csv", []byte("full name,informant\nSami Haddad,Rami Saleh\n"))
	expect(t, sealed, http.StatusOK, "Who told the source", "Remove this column from the file")
	expect(t, h.officer.Post(sealed.At, url.Values{"do": {"take"}}), http.StatusUnprocessableEntity, "Remove this column from the file")
}

func TestWindows1256(t *testing.T) {
	h := open(t, nil)
	b, err := charmap.Windows1256.NewEncoder().String("الاسم الكامل\tتاريخ الميلاد\nسامر الحلاق\t1980\nليلى الديري\t1981\n")
	if err != nil {
		t.Fatal(err)
	}
	expect(t, h.upload(h.officer, h.source("A")+"/upload", "w.txt", []byte(b)), http.StatusOK, "Arabic Windows (1256)", "so read, it gives Arabic words", "tab", "سامر الحلاق")
}

// Every code that intake can give is said in both languages.
func TestEveryCodeIsSaid(t *testing.T) {
	keys := []string{}
	for _, k := range []intake.Kind{
		intake.Empty, intake.HeaderOnly, intake.NotText, intake.UnknownEncoding, intake.TooManyColumns, intake.HeaderTooLong, intake.HeaderUnread, intake.ReadFailed,
		intake.MapSyntax, intake.MapVersion, intake.MapKey, intake.MapField, intake.MapValue, intake.MapColumn, intake.MapColumnCount, intake.SealedField, intake.NoName,
		intake.BookBroken, intake.BookTooLarge, intake.BookTooManySheets, intake.BookLocked, intake.BookNoSheet, intake.NoTable,
		intake.JSONBroken, intake.EditionGone, intake.EditionDate, intake.EditionTooLong, intake.EditionForeign,
	} {
		keys = append(keys, (&intake.Error{Kind: k}).Key())
	}
	for _, r := range []intake.Reason{
		intake.BrokenQuote, intake.AfterBrokenQuote, intake.RowTooLong, intake.RowTooWide, intake.TooManyCells, intake.CellTooLong, intake.NameTooLong, intake.HasNUL,
		intake.LoneSurrogate, intake.InvalidBytes, intake.Nameless, intake.BlankRow, intake.RepeatedHeader, intake.TooFewCells, intake.BadDate, intake.BadAge, intake.SeveralPeople, intake.ChildOrLength, intake.LengthOfTime,
		intake.UnknownPlace, intake.SeveralPlaces, intake.UnknownTerm, intake.UnknownSex, intake.UnknownPrison, intake.DoubtfulPrison,
		intake.TitleRow, intake.SectionRow, intake.TotalRow, intake.Footnote, intake.ColumnNumbers, intake.OtherHeader, intake.UnderOtherHeader, intake.NotSplit,
		intake.Computed, intake.NoValue, intake.CellError, intake.YearAdded, intake.YearAsDay, intake.SwappedDay, intake.NameOverRows,
		intake.UnknownAnswer, intake.ShortYear, intake.SameAsAbove,
	} {
		keys = append(keys, "intake.reason."+string(r))
	}
	for _, w := range []intake.Why{intake.ByHeader, intake.ByHeaderPart, intake.ByContent, intake.ByBoth, intake.ByPerson, intake.NotKnown, intake.LooksDated, intake.LooksNamed, intake.Twin, intake.OfAnother, intake.SomeCode, intake.ByQuestion} {
		keys = append(keys, "intake.mapping."+string(w))
	}
	heads := []string{
		"\xff\xd8\xff", "\x89PNG\r\n", "GIF8", "%PDF-", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
		"\x1f\x8b", "7z\xbc\xaf\x27\x1c", "Rar!\x1a\x07", "II*\x00", "SQLite format 3\x00", "{\\rtf", "age-encryption.org/", "-----BEGIN PGP", "ID3", "\x00\x00\xfe\xff",
		"0000ftypmp42 and", "<html>", "<?xml", "[{", strings.Repeat("\x01", 200),
	}
	for _, head := range heads {
		_, err := intake.Sniff(strings.NewReader(head))
		e, ok := errors.AsType[*intake.Error](err)
		if !ok || e.Kind != intake.NotText {
			t.Errorf("Sniff(%.20q) = %v", head, err)
			continue
		}
		keys = append(keys, e.Advice(), "intake.seems."+e.Args["seems"])
	}
	for _, file := range []string{"a,b\n1,2\n", "a;b\n1;2\n", "a\tb\n1\t2\n", "a|b\n1|2\n", "a؛b\n1؛2\n", "a\nb\n", "\ufeffname\nx\n", "name,x\n5\" a,b\n5\" c,d\n"} {
		s, err := intake.Sniff(strings.NewReader(file))
		if err != nil {
			t.Fatalf("Sniff(%q): %v", file, err)
		}
		for _, why := range s.Why {
			keys = append(keys, "intake.why."+why)
		}
	}
	for _, lang := range locale.Languages() {
		p := locale.For(lang)
		for _, k := range keys {
			if !p.Has(k) {
				t.Errorf("%s: %q is not said", lang, k)
			}
		}
	}
}

// A form of a very wide list comes through.
func TestWideList(t *testing.T) {
	h := open(t, nil)
	var head, row strings.Builder
	head.WriteString("full name")
	row.WriteString("Sami Haddad")
	form := url.Values{"do": {"take"}, "field-0": {"full_name"}}
	for i := 1; i < 500; i++ {
		fmt.Fprintf(&head, ",column %d", i)
		fmt.Fprintf(&row, ",%d", i)
		form.Set(fmt.Sprintf("field-%d", i), "note")
	}
	upload := h.upload(h.officer, h.source("A")+"/upload", "wide.csv", []byte(head.String()+"\n"+row.String()+"\n")).At
	expect(t, h.officer.Post(upload, form), http.StatusOK, "The list was taken in")
}
