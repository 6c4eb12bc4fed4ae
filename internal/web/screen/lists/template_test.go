package lists_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"kashf.org/kashf/internal/intake/sheet"
)

func TestTemplates(t *testing.T) {
	h := open(t, nil)
	for lang, word := range map[string]string{"ar": "الاسم الكامل", "en": "Full name"} {
		p := h.officer.Get("/lists/template/list.csv?lang=" + lang)
		if !strings.HasPrefix(p.Body, "\ufeff") || !strings.Contains(p.Body, word) || p.Header.Get("Content-Disposition") == "" {
			t.Errorf("%s: CSV %q", lang, p.Body)
		}
		b := []byte(h.officer.Get("/lists/template/list.xlsx?lang=" + lang).Body)
		book, err := sheet.Open(bytes.NewReader(b), int64(len(b)))
		if err != nil || len(book.Sheets()) != 2 {
			t.Fatalf("%s: XLSX %v", lang, err)
		}
		expect(t, h.officer.Get("/lists/gate-sheet?lang="+lang), http.StatusOK, word, "<td>14</td>", "<td></td>")
		refused := h.upload(h.officer, h.source("S"+lang)+"/upload?lang=en", "list.xlsx", b)
		expect(t, refused, http.StatusUnprocessableEntity, "a header and no rows")
	}
	expect(t, h.officer.Get("/lists/template/list.exe"), http.StatusNotFound)
}
