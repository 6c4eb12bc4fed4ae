package intake

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kashf.org/kashf/internal/register"
)

func TestReport(t *testing.T) {
	file := "name,born\n\"Sami Haddad\",1980\n,1981\n\"x\"y,1\nLina Haddad,soon\nRami Saleh,later\n , \n"
	rows, _, m := read(t, file)
	r := NewReport(m)
	for _, row := range rows {
		r.Add(row)
	}
	if r.Read != 6 || r.Taken != 3 || r.Refused != 2 || r.Skipped != 1 {
		t.Errorf("read %d, taken %d, refused %d, skipped %d; want 6 3 2 1", r.Read, r.Taken, r.Refused, r.Skipped)
	}
	type line struct {
		Header string
		Reason Reason
		Count  int
	}
	var got []line
	for _, g := range r.Groups() {
		got = append(got, line{g.Header, g.Reason, g.Count})
		if len(g.First) != g.Count {
			t.Errorf("%s: %d examples of %d", g.Reason, len(g.First), g.Count)
		}
	}
	want := []line{{"", BrokenQuote, 1}, {"", Nameless, 1}, {"born", BadDate, 2}}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("groups (-want +got):\n%s", d)
	}
}

func TestReportIsBounded(t *testing.T) {
	r := NewReport(Mapping{})
	for i := range 1000 {
		r.Add(Row{Number: i, State: Refused, Issues: []Issue{{Row: i, Reason: Nameless}}})
	}
	if g := r.Groups(); len(g) != 1 || g[0].Count != 1000 || len(g[0].First) != GroupExamples {
		t.Errorf("groups %+v", g)
	}
}

func TestRefusedFile(t *testing.T) {
	file := "name,born,phone\n=SUM(A1),x,y,+963,@b\n,-1981,\"a \"\"b\"\"\"\nSami\x00,1980,\nLina Haddad,1990,1\n\"x\"y,1\n"
	rows, s, _ := read(t, file)
	var b bytes.Buffer
	f, err := NewRefusedFile(&b, s.Columns, "الصف", "السبب", func(i Issue) string { return "لأن " + string(i.Reason) })
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if err := f.Write(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	text, ok := strings.CutPrefix(b.String(), "\ufeff")
	if !ok {
		t.Error("no byte order mark")
	}
	c := csv.NewReader(strings.NewReader(text))
	c.FieldsPerRecord = -1
	got, err := c.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{
		{"name", "born", "phone", "الصف", "السبب"},
		{"'=SUM(A1)", "x", "y", "1", "لأن too_many_cells", "'+963", "'@b"},
		{"", "'-1981", `a "b"`, "2", "لأن nameless"},
		{"Sami\ufffd", "1980", "", "3", "لأن nul"},
		{`"x"y,1`, "", "", "5", "لأن broken_quote"},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("refused rows (-want +got):\n%s", d)
	}
}

func TestHarmless(t *testing.T) {
	for cell, want := range map[string]string{
		"": "", "Sami": "Sami", "=1": "'=1", "+1": "'+1", "-1": "'-1", "@x": "'@x", "\tx": "'\tx", "\rx": "'\rx", "a=1": "a=1", "سامر": "سامر",
	} {
		if got := Harmless(cell); got != want {
			t.Errorf("Harmless(%q) = %q, want %q", cell, got, want)
		}
	}
}

func TestRedact(t *testing.T) {
	const body = "\"سامر\r\nالحلاق\",1980\r\n\r\n\"bro\"ken,1\r\nليلى الديري,1990\r\nجمال الشامي,1991"
	file := "name,born\r\n" + body
	for name, encoded := range map[string]func(string) string{
		"utf-8":        func(s string) string { return s },
		"bom":          func(s string) string { return "\ufeff" + s },
		"windows-1256": func(s string) string { return in1256(t, s) },
		"utf-16le":     func(s string) string { return in16(s, false) },
		"utf-16be":     func(s string) string { return in16(s, true) },
	} {
		t.Run(name, func(t *testing.T) {
			s, err := Sniff(strings.NewReader(encoded(file)))
			if err != nil {
				t.Fatal(err)
			}
			var b bytes.Buffer
			n, err := Redact(t.Context(), &b, strings.NewReader(encoded(file)), s, map[int]bool{1: true, 2: true, 4: true}, "--")
			if err != nil || n != 3 {
				t.Fatalf("Redact = %d, %v; want 3 rows", n, err)
			}
			want := encoded("name,born\r\n--,--\r\n\r\n--\r\nليلى الديري,1990\r\n--,--")
			if d := cmp.Diff(want, b.String()); d != "" {
				t.Errorf("redacted (-want +got):\n%s", d)
			}
			if rows := readWith(t, b.String(), s, Draft(s, Readers{})); len(rows) != 4 || rows[2].State != Taken {
				t.Errorf("redacted file reads as %d rows", len(rows))
			}
		})
	}
}

func TestPreview(t *testing.T) {
	s, err := Sniff(strings.NewReader("name,born,page\nSami Haddad,1980,1x\nLina Haddad,soon,2x\nRami Saleh,unknown,\nDina Saleh,1980,3x\n"))
	if err != nil {
		t.Fatal(err)
	}
	p := NewPreview(s, Draft(s, Readers{}), 2, Options{})
	if p.Problem != nil || len(p.Columns) != 3 {
		t.Fatalf("preview %+v", p)
	}
	born := p.Columns[1]
	if born.Field != register.BirthDate || born.Filled != 4 || born.Understood != 3 || born.Absent != 1 {
		t.Errorf("born: %+v", born)
	}
	if d := cmp.Diff([]string{"1980", "soon"}, born.Samples); d != "" {
		t.Errorf("samples (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]string{"soon"}, born.Misread); d != "" {
		t.Errorf("misread (-want +got):\n%s", d)
	}
	if page := p.Columns[2]; page.Filled != 3 || page.Understood != 0 || page.Reason != OfAnother {
		t.Errorf("page: %+v", page)
	}
}

func TestRedactKeepsNumbers(t *testing.T) {
	const file = "الاسم\nسامر الحلاق\nليلى الديري\n"
	s, err := Sniff(strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if _, err := Redact(t.Context(), &b, strings.NewReader(file), s, map[int]bool{1: true}, ""); err != nil {
		t.Fatal(err)
	}
	rows := readWith(t, b.String(), s, Draft(s, Readers{}))
	if len(rows) != 2 || rows[0].State != Skipped || rows[1].Cells[0] != "ليلى الديري" {
		t.Errorf("redacted %q reads as %+v", b.String(), rows)
	}
}
