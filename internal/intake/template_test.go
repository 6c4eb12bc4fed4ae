package intake

import (
	"bytes"
	"strings"
	"testing"

	"kashf.org/kashf/internal/intake/sheet"
)

// A template that was filled in is known again, column by column, and needs no
// look.
func TestTemplatesAreKnownAgain(t *testing.T) {
	values := []string{"1", "سامر الحلاق", "خليل", "فاطمة", "أبو عمر", "ذكر", "1980-05-03", "حمص", "الرستن", "خانة 7", "01234567890", "2012", "حمص", "المخابرات الجوية", "صيدنايا", "3", "0012", "2012", "2014", "2013", "مفرج عنه", "2014", "0944000001", "x"}
	for _, lang := range []string{"ar", "en"} {
		var text bytes.Buffer
		if err := WriteTemplateText(&text, lang); err != nil {
			t.Fatal(err)
		}
		text.WriteString(strings.Join(values, ",") + "\r\n")

		var empty, book bytes.Buffer
		if err := WriteTemplate(&empty, lang, [2]string{"1", "2"}, []string{"الاسم: كما يُكتب", "Dates: as far as they are known"}); err != nil {
			t.Fatal(err)
		}
		if _, err := Sniff(bytes.NewReader(empty.Bytes())); err == nil {
			t.Error("an empty template is a list")
		}
		w := sheet.NewWriter(&book, true)
		w.Sheet("1", nil)
		w.Head(TemplateHeaders(lang)...)
		w.Row(values...)
		w.Sheet("2", nil)
		w.Row("الاسم: كما يُكتب")
		w.Row("Dates: as far as they are known")
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		for name, b := range map[string][]byte{"csv": text.Bytes(), "xlsx": book.Bytes()} {
			rows, _, m := readBook(t, b)
			if !m.Sure || len(rows) != 1 || rows[0].State != Taken {
				t.Errorf("%s %s: sure %v, rows %v", lang, name, m.Sure, told(rows))
			}
			for i, c := range m.Columns {
				if want := templateColumns[i].field; c.Field != want {
					t.Errorf("%s %s: %q is %q, want %q", lang, name, c.Header, c.Field.Key(), want.Key())
				}
			}
		}
	}
	if len(GateHeaders("ar")) != len(gateColumns) {
		t.Errorf("GateHeaders = %q", GateHeaders("ar"))
	}
}

// A gate sheet that was typed in as it was written at the gate is known without
// a look.
func TestFilledGateSheetIsKnown(t *testing.T) {
	filled := [][]string{
		{"1", "سامر خليل الحلاق", "فاطمة", "1980", "حمص", "الرستن", "صيدنايا", "3", "2012", "2024-12-08", "0944000001", ""},
		{"٢", "ليلى ناصر الديري", "مريم", "حوالي ١٩٨٥", "حلب", "", "", "", "أيار 2013", "", "", "لا تعرف أين كانت"},
		{"3", "مجهول", "", "", "", "", "", "", "", "", "", "لا يتكلم"},
	}
	for _, lang := range []string{"ar", "en"} {
		var text, book bytes.Buffer
		w := sheet.NewWriter(&book, lang == "ar")
		w.Sheet("1", nil)
		w.Head(GateHeaders(lang)...)
		text.WriteString(strings.Join(GateHeaders(lang), ",") + "\n")
		for _, row := range filled {
			w.Row(row...)
			text.WriteString(strings.Join(row, ",") + "\n")
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		for name, b := range map[string][]byte{"csv": text.Bytes(), "xlsx": book.Bytes()} {
			rows, _, m := readBook(t, b)
			if !m.Sure || len(rows) != 3 || rows[0].State != Taken || rows[1].State != Taken || rows[2].Reason != Nameless {
				t.Errorf("%s %s: sure %v, rows %v", lang, name, m.Sure, told(rows))
			}
			for i, c := range m.Columns {
				if c.Field != gateColumns[i] {
					t.Errorf("%s %s: %q is %q, want %q", lang, name, c.Header, c.Field.Key(), gateColumns[i].Key())
				}
			}
		}
	}
}
