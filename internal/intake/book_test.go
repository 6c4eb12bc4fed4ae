package intake

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kashf.org/kashf/internal/intake/sheet"
	"kashf.org/kashf/internal/register"
)

// A bookMaker writes workbooks for tests: a row is cells between bars, with
// ">n" before a cell that is merged over n columns.
type bookMaker struct {
	buf bytes.Buffer
	w   *sheet.Writer
}

func newBook() *bookMaker {
	b := &bookMaker{}
	b.w = sheet.NewWriter(&b.buf, true)
	return b
}

func (b *bookMaker) sheet(name string, rows ...string) *bookMaker {
	b.w.Sheet(name, nil)
	for i, row := range rows {
		cells := strings.Split(row, "|")
		spans := map[int]int{}
		for j, c := range cells {
			if strings.HasPrefix(c, ">") {
				fmt.Sscanf(c, ">%d", new(int))
				spans[j] = int(c[1] - '0')
				cells[j] = c[2:]
			}
		}
		if row == "" {
			continue
		}
		b.w.At(i+1, cells)
		for j, n := range spans {
			b.w.Merge(j, n)
		}
	}
	return b
}

func (b *bookMaker) bytes(tb testing.TB) []byte {
	tb.Helper()
	if err := b.w.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.buf.Bytes()
}

// readBook reads a workbook with a drafted mapping.
func readBook(tb testing.TB, b []byte) ([]Row, Sniffed, Mapping) {
	tb.Helper()
	s, err := Sniff(bytes.NewReader(b))
	if err != nil {
		tb.Fatal(err)
	}
	m := Draft(s, Readers{})
	var rows []Row
	for row, err := range Rows(context.Background(), bytes.NewReader(b), s, m, Options{}) {
		if err != nil {
			tb.Fatal(err)
		}
		rows = append(rows, row)
	}
	return rows, s, m
}

// told writes rows as "sheet!line state reason: cells".
func told(rows []Row) []string {
	var out []string
	for _, r := range rows {
		state := [...]string{"taken", "refused", "skipped"}[r.State]
		if r.Reason != "" {
			state += " " + string(r.Reason)
		}
		out = append(out, fmt.Sprintf("%s!%d %s: %s", r.Sheet, r.Line, state, strings.Join(r.Cells, "|")))
	}
	return out
}

func TestBookOfManyTables(t *testing.T) {
	b := newBook().
		sheet("2012", ">4قائمة معتقلي الفرع", "", "الرقم|الاسم الكامل|اسم الأم|تاريخ الاعتقال", "1|سامر خليل الحلاق|فاطمة|2012-05-01", ">4سجن عدرا", "2|ليلى ناصر الديري|مريم|2013", "الرقم|الاسم الكامل|اسم الأم|تاريخ الاعتقال", "3|جمال عمر الشامي||2011|أخلي سنة 2014", "المجموع|3", "المصدر: مجهول").
		sheet("2013", "الاسم الكامل|تاريخ الاعتقال|الجنس", "رنا فادي الحداد|2014|أنثى").
		sheet("قائمة منسدلة", "ذكر", "أنثى").
		bytes(t)
	rows, s, m := readBook(t, b)
	want := []string{
		"2012!1 skipped title: قائمة معتقلي الفرع",
		"2012!4 taken: 1|سامر خليل الحلاق|فاطمة|2012-05-01|||2012|",
		"2012!5 skipped section: سجن عدرا||||",
		"2012!6 taken: 2|ليلى ناصر الديري|مريم|2013|||2012|سجن عدرا",
		"2012!7 skipped repeated_header: الرقم|الاسم الكامل|اسم الأم|تاريخ الاعتقال|",
		"2012!8 taken: 3|جمال عمر الشامي||2011|أخلي سنة 2014||2012|سجن عدرا",
		"2012!9 skipped total: المجموع|3|||",
		"2012!10 skipped footnote: المصدر: مجهول||||",
		"2013!2 taken: |رنا فادي الحداد||2014||أنثى|2013|",
	}
	if d := cmp.Diff(want, told(rows)); d != "" {
		t.Errorf("rows (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]string{"الرقم", "الاسم الكامل", "اسم الأم", "تاريخ الاعتقال", "5", "الجنس", "ورقة الجدول", "سطر فوق الصفوف"}, s.Columns); d != "" {
		t.Errorf("columns (-want +got):\n%s", d)
	}
	if len(s.Tables) != 3 || s.Tables[2].Chosen || !s.Tables[1].Chosen || m.Sure { // the line above the rows wants a look
		t.Errorf("tables %+v, sure %v", s.Tables, m.Sure)
	}
	for i, r := range rows {
		if r.Number != i+1 || r.State == Skipped && len(r.Issues) != 1 {
			t.Errorf("row %d: %+v", i+1, r)
		}
	}
}

func TestTablesSideBySide(t *testing.T) {
	for name, rows := range map[string][]string{
		"with a gap":    {"الاسم|العمر||الاسم|العمر", "سامر الحلاق|33||ليلى الديري|40", "جمال الشامي|20", "|||رنا الحداد|19"},
		"without a gap": {"الاسم|العمر|الاسم|العمر", "سامر الحلاق|33|ليلى الديري|40", "جمال الشامي|20", "||رنا الحداد|19"},
	} {
		t.Run(name, func(t *testing.T) {
			got, s, _ := readBook(t, newBook().sheet("أ", rows...).bytes(t))
			want := []string{"أ!2 taken: سامر الحلاق|33|أ", "أ!2 taken: ليلى الديري|40|أ", "أ!3 taken: جمال الشامي|20|أ", "أ!4 taken: رنا الحداد|19|أ"}
			if d := cmp.Diff(want, told(got)); d != "" || len(s.Tables) != 2 {
				t.Errorf("rows (-want +got):\n%s", d)
			}
		})
	}
}

func TestTablesBelowEachOther(t *testing.T) {
	got, _, m := readBook(t, newBook().sheet("أ", "الاسم|العمر", "سامر الحلاق|33", "", "قائمة النساء", "العمر|الاسم|المهنة", "40|ليلى الديري|معلمة").bytes(t))
	want := []string{"أ!2 taken: سامر الحلاق|33||أ", "أ!4 skipped title: قائمة النساء", "أ!6 taken: ليلى الديري|40|معلمة|أ"}
	if d := cmp.Diff(want, told(got)); d != "" || !m.Sure {
		t.Errorf("rows (-want +got):\n%s", d)
	}
}

func TestHeadersOfTwoLines(t *testing.T) {
	for name, tt := range map[string]struct{ rows, headers []string }{
		"a line over several": {[]string{"الاسم|>2تاريخ||المهنة", "|الميلاد|الاعتقال|", "سامر الحلاق|1980|2012|نجار"}, []string{"الاسم", "تاريخ / الميلاد", "تاريخ / الاعتقال", "المهنة"}},
		"two languages":       {[]string{"الاسم الكامل|تاريخ الميلاد", "Full name|Date of birth", "سامر الحلاق|1980"}, []string{"الاسم الكامل / Full name", "تاريخ الميلاد / Date of birth"}},
	} {
		t.Run(name, func(t *testing.T) {
			got, s, m := readBook(t, newBook().sheet("أ", tt.rows...).bytes(t))
			if d := cmp.Diff(tt.headers, s.Columns); d != "" {
				t.Errorf("columns (-want +got):\n%s", d)
			}
			if len(got) != 1 || got[0].Line != 3 || !m.Sure || m.Columns[0].Field != register.FullName || m.Columns[1].Field != register.BirthYear {
				t.Errorf("rows %v, mapping %+v", told(got), m)
			}
		})
	}
}

func TestChoose(t *testing.T) {
	b := newBook().sheet("أ", "الاسم|العمر", "سامر الحلاق|33").sheet("ب", "الاسم|المهنة", "رنا الحداد|طبيبة").bytes(t)
	_, s, _ := readBook(t, b)
	s, err := s.Choose(func(t Table) bool { return t.Name == "ب" })
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"الاسم", "المهنة"}, s.Columns); d != "" {
		t.Errorf("columns (-want +got):\n%s", d)
	}
	var rows []Row
	for row, err := range Rows(t.Context(), bytes.NewReader(b), s, Draft(s, Readers{}), Options{}) {
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, row)
	}
	if d := cmp.Diff([]string{"ب!2 taken: رنا الحداد|طبيبة"}, told(rows)); d != "" {
		t.Errorf("rows (-want +got):\n%s", d)
	}
	if _, err := s.Choose(func(Table) bool { return false }); !errors.Is(err, &Error{Kind: NoTable}) {
		t.Errorf("Choose(none) = %v", err)
	}
}

func TestTextWithTitlesAndTables(t *testing.T) {
	file := "قائمة معتقلين,,\n,,\nالرقم,الاسم,تاريخ الاعتقال\n1,سامر الحلاق,2012\n2,ليلى الديري,2013\nالمجموع,2,\nالاسم,المهنة,العمر\nرنا الحداد,طبيبة,30\n"
	s, err := Sniff(strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	m := Draft(s, Readers{})
	var rows []Row
	for row, err := range Rows(t.Context(), strings.NewReader(file), s, m, Options{}) {
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, row)
	}
	want := []string{
		"!1 skipped title: قائمة معتقلين||", "!2 skipped title: ||", "!4 taken: 1|سامر الحلاق|2012", "!5 taken: 2|ليلى الديري|2013",
		"!6 skipped total: المجموع|2|", "!7 skipped other_header: الاسم|المهنة|العمر", "!8 refused under_other_header: رنا الحداد|طبيبة|30",
	}
	if d := cmp.Diff(want, told(rows)); d != "" || !m.Sure {
		t.Errorf("rows (-want +got):\n%s\nsure %v", d, m.Sure)
	}
}

func TestRedactBook(t *testing.T) {
	b := newBook().sheet("أ", ">2قائمة", "الاسم|العمر||الاسم|العمر", "سامر الحلاق|33||ليلى الديري|40", "جمال الشامي|20").sheet("ب", "الاسم", "رنا الحداد").bytes(t)
	before, s, m := readBook(t, b)
	var out bytes.Buffer
	n, err := Redact(t.Context(), &out, bytes.NewReader(b), s, map[int]bool{3: true}, "---")
	if err != nil || n != 1 {
		t.Fatalf("Redact = %d, %v", n, err)
	}
	if bytes.Contains(out.Bytes(), []byte("ليلى")) {
		t.Error("the name stands in the copy still")
	}
	var after []Row
	for row, err := range Rows(t.Context(), bytes.NewReader(out.Bytes()), s, m, Options{}) {
		if err != nil {
			t.Fatal(err)
		}
		after = append(after, row)
	}
	want := told(before)
	want[2] = "أ!3 refused nameless: ---|---|أ"
	if d := cmp.Diff(want, told(after)); d != "" {
		t.Errorf("rows (-want +got):\n%s", d)
	}
}

// FuzzBook holds what a reading of any workbook must: rows in order, cells
// under the columns, errors of a kind.
func FuzzBook(f *testing.F) {
	f.Add("الاسم|العمر\nسامر|3", "a|b|c\n>3x\n1|2|3")
	f.Fuzz(func(t *testing.T, one, two string) {
		if len(one)+len(two) > 5000 || strings.Contains(one+two, ">") && !strings.Contains(one+two, ">2") {
			return
		}
		b := newBook().sheet("1", strings.Split(one, "\n")...).sheet("2", strings.Split(two, "\n")...).bytes(t)
		s, err := Sniff(bytes.NewReader(b))
		if err != nil {
			if _, ok := errors.AsType[*Error](err); !ok {
				t.Fatal(err)
			}
			return
		}
		number, taken := 0, 0
		for row, err := range Rows(t.Context(), bytes.NewReader(b), s, Draft(s, Readers{}), Options{}) {
			if e, ok := errors.AsType[*Error](err); ok && (e.Kind == NoName || e.Kind == SealedField) {
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if number++; row.Number != number || row.State == Taken && len(row.Cells) != len(s.Columns) {
				t.Fatalf("row %+v", row)
			}
			if row.State == Taken {
				taken++
			}
		}
		if taken > s.Rows() {
			t.Errorf("%d rows taken, %d counted", taken, s.Rows())
		}
	})
}
