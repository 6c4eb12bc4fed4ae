package lists_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

const (
	olderList = "رقم المعتقل,الاسم الكامل,اسم الأم,مكان الاحتجاز\n" +
		"A-1,زياد رائد النعيمي,سعاد,صيدنايا\n" +
		"A-2,سمير فادي الحلبي,هدى,عدرا\n" +
		"A-3,رنا خليل الديري,أمل,عدرا\n" +
		"A-4,نور عمر الحداد,ليلى,صيدنايا\n"
	newerList = "رقم المعتقل,الاسم الكامل,اسم الأم,مكان الاحتجاز\n" +
		"A-4,نور عمر الحداد,ليلى,صيدنايا\n" +
		"A-2,سمير فادي الحلبي,هدى,سجن تدمر\n" +
		"A-1,زياد رائد النعيمي,سعاد,صيدنايا\n" +
		"A-5,جمال ناصر الشامي,فاطمة,عدرا\n" +
		"A-9,رنا خليل الديري,أمل,حماة\n"
)

// TestNewerEdition walks from the file of a newer edition to the import, back by
// undoing it, and through what stands in the way.
func TestNewerEdition(t *testing.T) {
	h := open(t, nil)
	src := h.source("A")
	take := url.Values{"do": {"take"}, "field-0": {"detainee_no"}, "field-1": {"full_name"}, "field-2": {"mother_name"}, "field-3": {"facility"}}
	p := h.upload(h.officer, src+"/upload?lang=en", "march.csv", []byte(olderList))
	first := h.officer.Post(at(p.At), take)
	expect(t, first, http.StatusOK, "march.csv")
	if first.Has("Beside the edition before it") {
		t.Error("a first list is no edition")
	}

	p = h.upload(h.officer, src+"/upload?lang=en", "april.csv", []byte(newerList))
	expect(t, p, http.StatusOK, "newer edition of a list", "half of its first names", "march.csv")
	action := at(p.At)
	of := found(t, p.Body, `<option value="([0-9A-Z]{26})"`)
	wrong := h.officer.Post(action+"/edition?lang=en", url.Values{"do": {"compare"}, "of": {of}, "date": {"someday"}})
	expect(t, wrong, http.StatusUnprocessableEntity, "date of the edition was not understood")
	p = h.officer.Post(action+"/edition?lang=en", url.Values{"do": {"compare"}, "of": {of}, "date": {"4/2025"}})
	p = h.officer.Get(action + "/edition?lang=en")
	expect(t, p, http.StatusOK, "Changed (1)", "Added (2)", "Dropped (1)", "Perhaps the same (1)", "عدرا", "سجن تدمر", "رقم المعتقل")
	expect(t, h.officer.Get(action+"/edition?lang=en&show=dropped"), http.StatusOK, "رنا خليل الديري")
	expect(t, h.officer.Get(action+"/edition?lang=en&show=added"), http.StatusOK, "جمال ناصر الشامي")
	p = h.officer.Get(action + "/edition?lang=en&show=perhaps")
	expect(t, p, http.StatusOK, "رنا خليل الديري", "A-9")
	pair := found(t, p.Body, `name="shown" value="([0-9]+-[0-9]+)"`)
	p = h.officer.Post(action+"/edition?lang=en", url.Values{"do": {"keep"}, "shown": {pair}, "also": {pair}})
	p = h.officer.Get(action + "/edition?lang=en")
	expect(t, p, http.StatusOK, "Changed (2)", "Added (1)", "Dropped (0)")

	p = h.officer.Post(action+"/edition?lang=en", url.Values{"do": {"take"}})
	expect(t, p, http.StatusOK, "april.csv")
	newer := at(p.At)
	p = h.officer.Get(newer + "?lang=en")
	expect(t, p, http.StatusOK, "Beside the edition before it", "march.csv", "Changed (2)", "Added (1)", "سجن تدمر")
	expect(t, h.officer.Get(newer+"?lang=en&show=added"), http.StatusOK, "جمال ناصر الشامي")

	// The older cannot be undone below the newer, and the newer can.
	p = h.officer.Get(at(first.At) + "/undo?lang=en")
	expect(t, p, http.StatusOK, "Undo the newer one first", "april.csv")
	expect(t, h.officer.Post(newer+"/undo", url.Values{"why": {"wrong file"}}), http.StatusOK)
	expect(t, h.officer.Get(at(first.At)+"/undo?lang=en"), http.StatusOK, "march.csv")
}

func at(address string) string { return address[:strings.IndexByte(address+"?", '?')] }

// found is the first group of a pattern in a page.
func found(t *testing.T, body, pattern string) string {
	t.Helper()
	m := regexp.MustCompile(pattern).FindStringSubmatch(body)
	if m == nil {
		t.Fatalf("nothing like %s on the page", pattern)
	}
	return m[1]
}
