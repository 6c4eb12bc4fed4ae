package intake

import (
	"archive/zip"
	"bytes"
	"fmt"
	"html"
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"kashf.org/kashf/internal/register"
)

// A stranger is one list of testdata/strangers.txt, which says how they are
// written down.
type stranger struct {
	name, format string
	fields       map[string][]string // folded header → keys of fields that it may be
	reads        map[string]string   // cell → the house's own form
	said         map[string]string   // value → key of the field it must be claimed of
	kinds        []string            // of rows: T, H, +, +3, ., x, B
	rows         [][]string
}

func strangers(tb testing.TB) []*stranger {
	tb.Helper()
	b, err := os.ReadFile("testdata/strangers.txt")
	if err != nil {
		tb.Fatal(err)
	}
	var out []*stranger
	for _, line := range strings.Split(string(b), "\n") {
		mark, rest, _ := strings.Cut(line, " ")
		left, right := rest, ""
		if at := strings.LastIndex(rest, " :"); at >= 0 {
			left, right = rest[:at], strings.TrimSpace(rest[at+2:])
		}
		var l *stranger
		if len(out) > 0 {
			l = out[len(out)-1]
		}
		switch mark {
		case "", "#":
		case "###":
			out = append(out, &stranger{name: rest, fields: map[string][]string{}, reads: map[string]string{}, said: map[string]string{}})
		case "@":
			l.format = rest
		case "=":
			l.fields[fold(strings.ReplaceAll(left, `\n`, "\n"))] = strings.Split(right, "|")
		case "?":
			l.reads[left] = right
		case "!":
			l.said[left] = right
		default:
			l.kinds = append(l.kinds, mark)
			l.rows = append(l.rows, strings.Split(rest, "|"))
		}
	}
	return out
}

// A strangeCell is a cell as it is kept.
type strangeCell struct {
	text         string
	across, down int
	number, day  bool
}

func (l *stranger) cells(row int) []strangeCell {
	var out []strangeCell
	for _, text := range l.rows[row] {
		c := strangeCell{text: strings.ReplaceAll(strings.TrimSpace(text), `\n`, "\n"), across: 1, down: 1}
		switch {
		case strings.HasPrefix(c.text, "~"):
			fmt.Sscanf(c.text, "~%d~", &c.across)
			c.text = strings.TrimLeft(c.text, "~0123456789")
		case strings.HasPrefix(c.text, "^"):
			fmt.Sscanf(c.text, "^%d^", &c.down)
			c.text = strings.TrimLeft(c.text, "^0123456789")
		case strings.HasPrefix(c.text, "#d"):
			c.text, c.day = c.text[2:], true
		case strings.HasPrefix(c.text, "#") && len(c.text) > 1:
			c.text, c.number = c.text[1:], true
		}
		out = append(out, c)
	}
	return out
}

// file keeps the list in its format.
func (l *stranger) file(tb testing.TB) []byte {
	tb.Helper()
	switch l.format {
	case "xlsx":
		return l.xlsx()
	case "tsv":
		return []byte(l.text("\t"))
	case "semi":
		return []byte("\ufeff" + l.text(";"))
	case "utf16":
		return []byte(in16(l.text("\t"), false))
	case "cp1256":
		b, err := charmap.Windows1256.NewEncoder().Bytes([]byte(l.text(",")))
		if err != nil {
			tb.Fatal(err)
		}
		return b
	}
	return []byte(l.text(","))
}

func (l *stranger) text(delimiter string) string {
	var b strings.Builder
	for i := range l.rows {
		for j, c := range l.cells(i) {
			if j > 0 {
				b.WriteString(delimiter)
			}
			b.WriteString(quoted(c.text, delimiter))
		}
		b.WriteString("\r\n")
	}
	return b.String()
}

func (l *stranger) xlsx() []byte {
	var b, merges strings.Builder
	b.WriteString(`<worksheet><sheetData>`)
	for i := range l.rows {
		fmt.Fprintf(&b, `<row r="%d">`, i+1)
		for j, c := range l.cells(i) {
			at := fmt.Sprintf("%c%d", 'A'+j, i+1)
			if c.across > 1 || c.down > 1 {
				fmt.Fprintf(&merges, `<mergeCell ref="%s:%c%d"/>`, at, 'A'+j+c.across-1, i+c.down)
			}
			switch {
			case c.text == "":
			case c.day:
				fmt.Fprintf(&b, `<c r="%s" s="1"><v>%s</v></c>`, at, c.text)
			case c.number:
				fmt.Fprintf(&b, `<c r="%s"><v>%s</v></c>`, at, c.text)
			default:
				fmt.Fprintf(&b, `<c r="%s" t="inlineStr"><is><t>%s</t></is></c>`, at, html.EscapeString(c.text))
			}
		}
		b.WriteString(`</row>`)
	}
	b.WriteString(`</sheetData><mergeCells>` + merges.String() + `</mergeCells></worksheet>`)
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for name, text := range map[string]string{
		"xl/workbook.xml":            `<workbook><sheets><sheet name="ورقة1" r:id="r1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
		"xl/styles.xml":              `<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
		"xl/worksheets/sheet1.xml":   b.String(),
	} {
		w, _ := z.Create(name)
		w.Write([]byte(text))
	}
	z.Close()
	return out.Bytes()
}

// A strangerCount is what was not read as it is meant.
type strangerCount struct{ lists, sure, columns, unknown, rows, values, wrongly int }

func TestStrangersLists(t *testing.T) {
	var n strangerCount
	for _, l := range strangers(t) {
		t.Run(l.name, func(t *testing.T) {
			rows, s, m := readBook(t, l.file(t))
			n.lists++
			if m.Sure {
				n.sure++
			}
			l.columns(t, m, &n)
			l.people(t, rows, m, &n)
			l.values(t, rows, &n)
			l.nothingIsLost(t, rows, s)
		})
	}
	t.Logf("%d lists, %d need no look; %d columns, of which %d are left to a person; %d rows and %d values read as they are not meant; %d wrongly sure", n.lists, n.sure, n.columns, n.unknown, n.rows, n.values, n.wrongly)
}

// columns looks at what the columns were taken for: none may be wrong and sure.
func (l *stranger) columns(t *testing.T, m Mapping, n *strangerCount) {
	met := map[string]bool{}
	for _, c := range m.Columns {
		may, ok := l.fields[fold(c.Header)]
		if !ok {
			continue
		}
		met[fold(c.Header)] = true
		n.columns++
		key := "-"
		if c.Field != register.NoField {
			key = c.Field.Key()
		}
		right := slices.Contains(may, key)
		if !right || c.Field != register.NoField && c.Confidence < surely || c.Field == register.NoField && slices.Contains([]Why{LooksDated, LooksNamed}, c.Reason) {
			n.unknown++
			t.Logf("%q is left to a person: %s, %s, %.2f; it is %v", c.Header, key, c.Reason, c.Confidence, may)
		}
		if !right && (m.Sure || c.Field != register.NoField && c.Confidence >= surely) {
			n.wrongly++
			t.Errorf("%q is %s and sure; it is %v", c.Header, key, may)
		}
	}
	for h := range l.fields {
		if !met[h] {
			n.unknown++
			t.Errorf("there is no column %q among %q", h, headersOf(m))
		}
	}
}

// people looks whether each row became as many records as it names people.
func (l *stranger) people(t *testing.T, rows []Row, m Mapping, n *strangerCount) {
	taken, refused := map[int]int{}, map[int]int{}
	for _, r := range rows {
		switch r.State {
		case Taken:
			taken[r.Line]++
		case Refused:
			refused[r.Line]++
		}
	}
	line := 0
	for i, kind := range l.kinds {
		line++ // lines of cells of two lines are none in a workbook, and such lists are workbooks here
		want, back := 0, 0
		switch {
		case kind == "x":
			back = 1
		case strings.HasPrefix(kind, "+"):
			want = 1
			fmt.Sscanf(kind, "+%d", &want)
		}
		if kind != "+" && kind != "x" && want == 0 {
			back = refused[line] // given back: a person sees it
		}
		if taken[line] != want || refused[line] != back {
			n.rows++
			t.Errorf("row %d, %q: %d taken, %d refused; want %d, %d (sure %v)", line, l.rows[i], taken[line], refused[line], want, back, m.Sure)
		}
	}
}

// values looks at how cells were read.
func (l *stranger) values(t *testing.T, rows []Row, n *strangerCount) {
	reads, said := map[string]string{}, map[string][]string{}
	for _, r := range rows {
		for _, c := range r.Claims {
			said[c.Value] = append(said[c.Value], c.Field.Key())
			if c.Norm != "" || reads[c.Value] == "" {
				reads[c.Value] = c.Norm
			}
		}
	}
	for cell, want := range l.reads {
		if got, ok := reads[cell]; !ok || got != want {
			n.values++
			t.Errorf("%q reads as %q (claimed %v), want %q", cell, got, ok, want)
		}
	}
	for value, field := range l.said {
		if !slices.ContainsFunc(strings.Split(field, "|"), func(f string) bool { return slices.Contains(said[value], f) }) {
			n.values++
			t.Errorf("%q is claimed as %q, want %s", value, said[value], field)
		}
	}
}

// nothingIsLost looks for each text of the file in what was read of it.
func (l *stranger) nothingIsLost(t *testing.T, rows []Row, s Sniffed) {
	have := map[string]bool{}
	for _, r := range rows {
		for _, c := range r.Cells {
			have[strings.TrimSpace(c)] = true
		}
	}
	headers := slices.Clone(s.Columns)
	for _, table := range s.Tables {
		headers = append(headers, table.Headers...)
	}
	for _, c := range headers {
		for _, p := range append(strings.Split(c, headerJoint), c) {
			have[strings.TrimSpace(p)] = true
		}
	}
	for i := range l.rows {
		for _, c := range l.cells(i) {
			if c.text != "" && !c.day && !have[c.text] {
				t.Errorf("%q is nowhere", c.text)
			}
		}
	}
}
