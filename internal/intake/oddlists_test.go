package intake

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"kashf.org/kashf/internal/intake/sheet"
	"kashf.org/kashf/internal/register"
)

// An oddList is a list as offices keep them, with what is true of it.
type oddList struct {
	file   []byte
	what   string
	people map[string]bool           // their names
	strays []string                  // texts of rows that are no people
	fields map[string]register.Field // folded header → what it means; NoField for what no field holds
	texts  []string                  // every text of the file
}

// A listMaker makes odd lists.
type listMaker struct {
	*rand.Rand
	list  *oddList
	ar    bool
	grid  [][]string
	spans map[int]int // row → columns its first cell is merged over
	n     int
}

func (m *listMaker) one(list ...string) string { return list[m.IntN(len(list))] }

func (m *listMaker) chance(p float64) bool { return m.Float64() < p }

// A columnKind is what a column may be, in both languages, and its cells.
type columnKind struct {
	field  register.Field
	ar, en []string
	cell   func(m *listMaker) string
}

var columnKinds = []columnKind{
	{register.MotherName, []string{"اسم الأم", "الوالدة", "اسم الام"}, []string{"Mother's name", "mother"}, func(m *listMaker) string { return m.name(1) }},
	{register.BirthDate, []string{"تاريخ الميلاد", "تاريخ التولد", "المواليد"}, []string{"Date of birth", "DOB"}, (*listMaker).date},
	{register.ArrestDate, []string{"تاريخ الاعتقال", "تاريخ الإعتقال", "تاريخ التوقيف"}, []string{"Date of arrest", "arrest_date"}, (*listMaker).date},
	{register.Age, []string{"العمر", "السن"}, []string{"Age"}, func(m *listMaker) string { return m.digits(fmt.Sprint(15+m.IntN(60))) + m.one("", "", " سنة") }},
	{register.Sex, []string{"الجنس"}, []string{"Sex", "Gender"}, func(m *listMaker) string { return m.one("ذكر", "أنثى", "M", "female") }},
	{register.Governorate, []string{"المحافظة", "محافظة"}, []string{"Governorate", "Province"}, func(m *listMaker) string { return m.one("حمص", "حلب", "Idlib", "ريف دمشق", "Deir ez-Zor") }},
	{register.Facility, []string{"مكان الاحتجاز", "السجن", "الفرع"}, []string{"Place of detention", "Prison"}, func(m *listMaker) string {
		return m.one("صيدنايا", "الفرع 215", "Adra prison", "فرع مجهول")
	}},
	{register.DetaineeNo, []string{"رقم المعتقل", "رقم السجين"}, []string{"Detainee number"}, func(m *listMaker) string { return fmt.Sprintf("%05d", m.IntN(99999)) }},
	{register.Phone, []string{"رقم الهاتف", "الجوال"}, []string{"Phone"}, func(m *listMaker) string { return fmt.Sprintf("09%08d", m.IntN(1e8)) }},
	{register.Note, []string{"ملاحظات", "ملاحظة"}, []string{"Notes", "Remarks"}, func(m *listMaker) string {
		return m.one("نقل إلى جهة 7", "see file 12", "", "شوهد في 2014 آخر مرة")
	}},
	{register.NoField, []string{"اسم المحامي", "اسم القاضي"}, []string{"Lawyer's name", "Name of judge"}, func(m *listMaker) string { return m.name(2) }},
	{register.NoField, []string{"رقم هاتف المحامي"}, []string{"Lawyer phone number"}, func(m *listMaker) string { return fmt.Sprintf("09%08d", m.IntN(1e8)) }},
	{register.NoField, []string{"تاريخ تقديم الطلب", "تاريخ المقابلة"}, []string{"Date of interview", "date"}, (*listMaker).date},
	{register.NoField, []string{"عمود1", "رمز"}, []string{"Column1", "code"}, func(m *listMaker) string { return fmt.Sprintf("x%d", m.IntN(999)) }},
}

func (m *listMaker) digits(s string) string {
	if !m.ar || m.chance(.5) {
		return s
	}
	return strings.Map(func(r rune) rune { return '٠' + r - '0' }, s)
}

func (m *listMaker) date() string {
	y, mo, d := 1950+m.IntN(70), 1+m.IntN(12), 1+m.IntN(28)
	return m.one(fmt.Sprintf("%d-%02d-%02d", y, mo, d), fmt.Sprintf("%d/%d/%d", d, mo, y), fmt.Sprint(y), "حوالي "+fmt.Sprint(y), m.one("أيار ", "كانون الثاني ")+fmt.Sprint(y), "1434/7/9 هـ", "", "لا يعرف", m.digits(fmt.Sprint(y)))
}

func (m *listMaker) name(parts int) string {
	ar := [][]string{{"سامر", "ليلى", "جمال", "رنا", "خليل", "ناصر", "نور", "عبد الله"}, {"خليل", "عمر", "أحمد", "محمد"}, {"الحلاق", "الديري", "الشامي", "الحداد", "النجار"}}
	en := [][]string{{"Samer", "Leila", "Jamal", "Rana"}, {"Khalil", "Omar", "Ahmad"}, {"Hallaq", "al-Deiri", "Haddad", "Najjar"}}
	src := ar
	if !m.ar && m.chance(.8) {
		src = en
	}
	var out []string
	for i := range parts {
		if parts == 2 && i == 1 {
			i = 2
		}
		out = append(out, m.one(src[i]...))
	}
	return strings.Join(out, " ")
}

// person is a name that no other person of the list has.
func (m *listMaker) person() string {
	letters := "ابتثجحخدرزسشصطعفقكلمنهوي"
	if !m.ar {
		letters = "abcdefghijklmnopqrstuvwxyz"
	}
	r := []rune(letters)
	m.n++
	tail := ""
	for n := m.n; n > 0; n /= len(r) {
		tail += string(r[n%len(r)])
	}
	name := m.name(3) + string(r[1]) + tail
	m.list.people[name] = true
	return name
}

func (m *listMaker) add(cells ...string) { m.grid = append(m.grid, cells) }

func (m *listMaker) stray(text string) string {
	m.list.strays = append(m.list.strays, text)
	return text
}

// table adds a table with its header, and what stands in and around it.
func (m *listMaker) table(book bool) {
	kinds := slices.Clone(columnKinds)
	m.Shuffle(len(kinds), func(i, j int) { kinds[i], kinds[j] = kinds[j], kinds[i] })
	kinds = kinds[:2+m.IntN(7)]
	seen := map[register.Field]bool{}
	kinds = slices.DeleteFunc(kinds, func(k columnKind) bool {
		was := k.field != register.NoField && seen[k.field]
		seen[k.field] = true
		return was
	})
	at := m.IntN(len(kinds) + 1)
	kinds = slices.Insert(kinds, at, columnKind{field: register.FullName, ar: []string{"الاسم الكامل", "اسم المعتقل", "الاسم الثلاثي"}, en: []string{"Full name", "Name of detainee"}})
	var header []string
	for _, k := range kinds {
		h := m.one(k.en...)
		if m.ar {
			h = m.one(k.ar...)
		}
		m.list.fields[fold(h)] = k.field
		header = append(header, h)
	}
	m.add(header...)
	for row := range 4 + m.IntN(12) {
		if row > 1 && m.chance(.06) {
			m.add(header...)
		}
		if book && row > 0 && m.chance(.06) {
			m.add(m.stray(m.one("سجن عدرا المركزي", "Second group ") + fmt.Sprint(len(m.grid))))
			m.spans[len(m.grid)-1] = len(header)
		}
		if m.chance(.05) {
			m.add()
		}
		var cells []string
		for _, k := range kinds {
			if k.cell == nil {
				cells = append(cells, m.person())
			} else {
				cells = append(cells, k.cell(m))
			}
		}
		m.add(cells...)
	}
	if m.chance(.5) {
		total := make([]string, len(header))
		total[0] = m.one("المجموع", "Total", "العدد الكلي")
		total[len(header)-1] = m.digits("12")
		m.list.strays = append(m.list.strays, total[0])
		m.add(total...)
	}
	if m.chance(.3) {
		m.add()
		m.add(m.stray(m.one("المصدر: لجنة أهلية ", "Source: a committee ") + fmt.Sprint(len(m.grid))))
	}
}

func makeOddList(seed uint64) *oddList {
	m := &listMaker{Rand: rand.New(rand.NewPCG(seed, 77)), list: &oddList{people: map[string]bool{}, fields: map[string]register.Field{}}, spans: map[int]int{}}
	m.ar = m.chance(.6)
	format := m.one("xlsx", "xlsx", "ods", "csv", "tsv", "utf16", "1256")
	book := format == "xlsx" || format == "ods"
	m.list.what = fmt.Sprintf("seed %d, %s, Arabic %v", seed, format, m.ar)
	for range m.IntN(3) {
		m.add(m.stray(m.one("قائمة الموقوفين لعام ", "List of persons held ") + fmt.Sprint(len(m.grid))))
		if m.chance(.3) {
			m.add()
		}
	}
	m.table(book)
	if book && m.chance(.3) {
		m.add()
		m.add(m.stray("القسم الثاني من القائمة"))
		m.table(book)
	}
	m.write(format)
	return m.list
}

func (m *listMaker) write(format string) {
	for _, row := range m.grid {
		for _, c := range row {
			if strings.TrimSpace(c) != "" {
				m.list.texts = append(m.list.texts, c)
			}
		}
	}
	switch format {
	case "xlsx":
		var b bytes.Buffer
		w := sheet.NewWriter(&b, m.ar)
		w.Sheet("ورقة", nil)
		for i, row := range m.grid {
			if len(row) > 0 {
				w.At(i+1, row)
			}
			if n := m.spans[i]; n > 1 {
				w.Merge(0, n)
			}
		}
		w.Close()
		m.list.file = b.Bytes()
	case "ods":
		m.list.file = m.ods()
	case "tsv":
		m.list.file = []byte(m.text("\t"))
	case "utf16":
		m.list.file = []byte(in16(m.text(";"), false))
	default:
		m.list.file = []byte(m.text(","))
	}
}

func (m *listMaker) text(delimiter string) string {
	width := 0
	for _, row := range m.grid {
		width = max(width, len(row))
	}
	var b strings.Builder
	for _, row := range m.grid {
		for i := range width {
			if i > 0 {
				b.WriteString(delimiter)
			}
			if i < len(row) {
				b.WriteString(quoted(row[i], delimiter))
			}
		}
		b.WriteString("\r\n")
	}
	return b.String()
}

func (m *listMaker) ods() []byte {
	var b strings.Builder
	b.WriteString(`<office:document-content><office:body><office:spreadsheet><table:table table:name="ورقة">`)
	for i, row := range m.grid {
		b.WriteString("<table:table-row>")
		for j, c := range row {
			span := ""
			if n := m.spans[i]; j == 0 && n > 1 {
				span = fmt.Sprintf(` table:number-columns-spanned="%d"`, n)
			}
			b.WriteString("<table:table-cell" + span + "><text:p>")
			xml.EscapeText(&b, []byte(c))
			b.WriteString("</text:p></table:table-cell>")
		}
		b.WriteString(`<table:table-cell table:number-columns-repeated="16000"/></table:table-row>`)
	}
	b.WriteString(`</table:table></office:spreadsheet></office:body></office:document-content>`)
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	w, _ := z.Create("content.xml")
	w.Write([]byte(b.String()))
	z.Close()
	return out.Bytes()
}

// TestAHundredOddLists reads lists that a generator made, each with titles,
// totals, repeated headers, notes and columns of nothing known in other places.
func TestAHundredOddLists(t *testing.T) {
	sure := 0
	for seed := range uint64(120) {
		l := makeOddList(seed)
		t.Run(l.what, func(t *testing.T) {
			rows, s, m := readBook(t, l.file)
			if m.Sure {
				sure++
			}
			l.everyTextIsThere(t, rows, s)
			l.peopleAreTaken(t, rows, m)
			l.nothingIsWronglySure(t, m)
		})
	}
	t.Logf("%d of 120 needed no look", sure)
}

func (l *oddList) everyTextIsThere(t *testing.T, rows []Row, s Sniffed) {
	t.Helper()
	have := map[string]bool{}
	for _, r := range rows {
		for _, c := range r.Cells {
			have[strings.TrimSpace(c)] = true
		}
		if r.State == Skipped && r.Reason != BlankRow && len(r.Issues) == 0 {
			t.Errorf("row %d is skipped in silence", r.Line)
		}
	}
	headers := slices.Clone(s.Columns)
	for _, table := range s.Tables {
		headers = append(headers, table.Headers...)
	}
	for _, c := range headers {
		for _, p := range strings.Split(c, headerJoint) {
			have[p] = true
		}
	}
	for _, text := range l.texts {
		if !have[strings.TrimSpace(text)] {
			t.Errorf("%q is nowhere", text)
		}
	}
}

func (l *oddList) peopleAreTaken(t *testing.T, rows []Row, m Mapping) {
	t.Helper()
	taken := map[string]bool{}
	for _, r := range rows {
		if r.State != Taken {
			continue
		}
		at := slices.IndexFunc(r.Claims, func(c register.Claim) bool { return c.Field == register.FullName })
		if at < 0 || !l.people[r.Claims[at].Value] {
			t.Errorf("taken, and nobody: %q by %+v", r.Cells, m.Columns)
			continue
		}
		taken[r.Claims[at].Value] = true
	}
	for p := range l.people {
		if !taken[p] {
			t.Errorf("%q is not taken", p)
		}
	}
}

func (l *oddList) nothingIsWronglySure(t *testing.T, m Mapping) {
	t.Helper()
	for _, c := range m.Columns {
		want, ok := l.fields[fold(c.Header)]
		if !ok || c.Field == want || want == register.BirthDate && c.Field == register.BirthYear {
			continue
		}
		if c.Field != register.NoField && (m.Sure || c.Confidence >= surely) {
			t.Errorf("%q is %s, and sure", c.Header, c.Field.Key())
		}
		if c.Field == register.NoField && m.Sure {
			t.Errorf("%q is left raw, and sure", c.Header)
		}
	}
}
