package intake

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kashf.org/kashf/internal/register"
)

// styledBook is a workbook of one sheet whose cells are given as XML, with the
// styles 1 dd/mm/yyyy, 2 d-mmm, 3 mmm-yy, 4 00000.
func styledBook(tb testing.TB, rows ...string) []byte {
	tb.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, p := range [][2]string{
		{"xl/workbook.xml", `<workbook><sheets><sheet name="1" r:id="r1"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="r1" Type="t/worksheet" Target="s.xml"/></Relationships>`},
		{"xl/styles.xml", `<styleSheet><numFmts><numFmt numFmtId="170" formatCode="00000"/></numFmts><cellXfs><xf/><xf numFmtId="14"/><xf numFmtId="16"/><xf numFmtId="17"/><xf numFmtId="170"/></cellXfs></styleSheet>`},
		{"xl/s.xml", "<worksheet><sheetData><row>" + strings.Join(rows, "</row><row>") + "</row></sheetData></worksheet>"},
	} {
		w, err := z.Create(p[0])
		if err != nil {
			tb.Fatal(err)
		}
		fmt.Fprint(w, p[1])
	}
	if err := z.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

func str(s string) string { return `<c t="str"><v>` + s + `</v></c>` }

func num(style int, v string) string { return fmt.Sprintf(`<c s="%d"><v>%s</v></c>`, style, v) }

func TestWhatASpreadsheetDidToACell(t *testing.T) {
	rows, _, _ := readBook(t, styledBook(t,
		str("الاسم الكامل")+str("تاريخ الاعتقال")+str("رقم المعتقل")+str("ملاحظات"),
		str("سامر الحلاق")+num(1, "41413")+num(4, "12")+`<c t="e"><f>1/0</f><v>#DIV/0!</v></c>`,
		str("ليلى الديري")+num(2, "41413")+num(0, "7")+`<c t="str"><f>A3</f><v>x</v></c>`,
		str("جمال الشامي")+num(1, "2013")+num(0, "8")+`<c><f>A3</f></c>`,
		str("رنا الحداد")+num(3, "41395")+num(0, "9"),
	))
	type told struct {
		claims string
		why    []Reason
	}
	var got []told
	for _, r := range rows {
		var cs []string
		for _, c := range r.Claims[1:] {
			cs = append(cs, c.Value+">"+c.Norm)
		}
		var why []Reason
		for _, i := range r.Issues {
			why = append(why, i.Reason)
		}
		got = append(got, told{strings.Join(cs, " "), why})
	}
	want := []told{
		{"2013-05-19>2013-05-19 00012> #DIV/0!>", []Reason{CellError}},
		{"2013-05-19> 7> x>", []Reason{YearAdded, Computed}},
		{"1905-07-05> 8>", []Reason{YearAsDay, NoValue}},
		{"2013-05>2013-05 9>", nil},
	}
	if d := cmp.Diff(want, got, cmp.AllowUnexported(told{})); d != "" {
		t.Errorf("rows (-want +got):\n%s", d)
	}
}

// "5/6/2013" typed where the program expects the month first became 6 May, and
// "19/5/2013" stayed text: the days of such a column are not to be relied on.
func TestSwappedDays(t *testing.T) {
	rows, _, m := readBook(t, styledBook(t,
		str("الاسم الكامل")+str("تاريخ الميلاد"),
		str("سامر الحلاق")+num(1, "41400"), str("ليلى الديري")+num(1, "41340"), str("جمال الشامي")+num(1, "41369"), str("رنا الحداد")+str("19/5/2013"), str("نور الصالح")+str("25/12/2012"),
	))
	if !m.Columns[1].Swapped {
		t.Fatalf("mapping %+v", m.Columns[1])
	}
	var norms []string
	for _, r := range rows {
		c := r.Claims[1]
		if c.Field != register.BirthDate {
			t.Fatalf("claim %+v", c)
		}
		norms = append(norms, c.Norm)
	}
	if d := cmp.Diff([]string{"2013", "2013", "2013", "2013-05-19", "2012-12-25"}, norms); d != "" {
		t.Errorf("norms (-want +got):\n%s", d)
	}
}
