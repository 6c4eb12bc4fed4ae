package lists_test

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"kashf.org/kashf/internal/intake/sheet"
)

// workbook has a title, two sheets of people, a total and a sheet of words.
func workbook(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	w := sheet.NewWriter(&b, true)
	w.Sheet("سنة 2012", nil)
	w.Row("قائمة الموقوفين")
	w.Merge(0, 3)
	w.Row("الاسم الكامل", "تاريخ الاعتقال", "ملاحظات")
	w.Row("سامر الحلاق", "2012-05-19", "")
	w.Row("ليلى الديري", "أيار 2012", "نقلت في 2013")
	w.Row("المجموع", "2")
	w.Sheet("سنة 2013", nil)
	w.Row("الاسم الكامل", "تاريخ الاعتقال")
	w.Row("رامي النجار", "2013")
	w.Sheet("قيم", nil)
	w.Row("ذكر")
	w.Row("أنثى")
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestWorkbook(t *testing.T) {
	h := open(t, nil)
	src := h.source("A")
	p := h.upload(h.officer, src+"/upload?lang=en", "book.xlsx", workbook(t))
	expect(t, p, http.StatusOK, "Excel workbook", "سنة 2012", "سنة 2013", "its columns have no names", "سامر الحلاق", "رامي النجار")
	action := p.At[:strings.IndexByte(p.At+"?", '?')]

	none := h.officer.Post(action+"/tables", url.Values{})
	expect(t, none, http.StatusUnprocessableEntity, "No table was chosen")

	p = h.officer.Post(action+"/tables", url.Values{"table": {"0.3.0"}})
	expect(t, p, http.StatusOK)
	if p = h.officer.Get(action + "?lang=en"); p.Has("رامي النجار") || !p.Has("سامر الحلاق") {
		t.Errorf("the choice of tables does not hold")
	}
	p = h.officer.Post(action, url.Values{"do": {"take"}, "field-0": {"full_name"}, "field-1": {"arrest_date"}})
	expect(t, h.officer.Get(p.At+"&lang=en"), http.StatusOK, "a total of the rows above", "outside the table", "سنة 2012", "a table on sheet", "not chosen")
}
