package intake

import (
	"slices"
	"strings"

	"kashf.org/kashf/internal/intake/sheet"
)

// A layout finds the tables of one sheet as its rows go by. A row that names
// columns begins a table wherever it stands; where none does, the first row
// that is about as wide as those under it does.
type layout struct {
	sheet  int
	name   string
	hidden bool
	open   []*found // side by side
	closed []*found
	above  []sheet.Row // rows before the first table, while none is open
	parent *sheet.Row  // a line that may be the upper one of a header
	known  map[string]bool
	room   *int // bytes that samples of the book may still take
}

// sampleRoom bounds the samples of all tables of a book, in bytes.
const sampleRoom = 64 << 20

// weight is about what a row takes in memory.
func weight(row sheet.Row) int {
	n := 0
	for _, c := range row.Cells {
		n += 48 + len(c.Text)
	}
	return n
}

// A found table is one whose end is not known yet.
type found struct {
	Table
	from, to int // the sheet's columns that it may have; to is beyond the last
	used     map[int]bool
	// apart are the rows of one cell behind the last that has more, if a blank
	// row parts them from it; solid is that last row.
	apart, solid int
}

// headerJoint stands between the lines of a header.
const headerJoint = " / "

// add takes the sheet's next row.
func (l *layout) add(row sheet.Row) {
	if l.parent != nil {
		parent := *l.parent
		l.parent = nil
		if joined, ok := l.joined(parent, row); ok {
			l.begin(joined, parent.Number, 2, row.Number+1)
			return
		}
		l.take(parent)
	}
	switch {
	case l.secondLine(row):
	case l.mayBeParent(row):
		l.parent = &row
	default:
		l.take(row)
	}
}

// take takes a row that is a header by itself, or none.
func (l *layout) take(row sheet.Row) {
	if l.isHeader(texts(row)) && !l.repeats(row) {
		l.begin(texts(row), row.Number, 1, row.Number+1)
		return
	}
	l.body(row)
}

func texts(row sheet.Row) []string {
	out := make([]string, len(row.Cells))
	for i, c := range row.Cells {
		out[i] = c.Text
	}
	return out
}

// isHeader is [namesColumns] with a memory: names of people are no headers,
// and there are many of them.
func (l *layout) isHeader(cells []string) bool {
	looked, hits := 0, 0
	for _, c := range cells {
		if c == "" {
			continue
		}
		if looksLikeValue(c) || len(c) > maxHeader {
			return false
		}
		if looked++; looked > 12 || looked > 4 && hits == 0 && len(cells) > 8 {
			break
		}
		k, ok := l.known[c]
		if !ok {
			if _, k = namesColumn(c); len(l.known) < seenLimit {
				l.known[c] = k
			}
		}
		if k {
			hits++
		}
	}
	return hits > 0 && namesColumns(cells)
}

// mayBeParent reports whether a row may be the upper line of a header: it has
// a cell over several columns, and more than that one.
func (l *layout) mayBeParent(row sheet.Row) bool {
	spans, filled := 0, 0
	for _, c := range row.Cells {
		if strings.TrimSpace(c.Text) == "" {
			continue
		}
		if looksLikeValue(c.Text) || len(c.Text) > maxHeader {
			return false
		}
		filled++
		if c.Span > 1 {
			spans++
		}
	}
	return spans > 0 && filled > 1
}

// joined puts two lines of a header together where that makes one.
func (l *layout) joined(upper, lower sheet.Row) ([]string, bool) {
	out := make([]string, max(len(upper.Cells), len(lower.Cells)))
	for i, c := range upper.Cells {
		for k := range max(1, c.Span) {
			if i+k < len(out) && c.Text != "" && (k == 0 || upper.Text(i+k) == "") {
				out[i+k] = strings.TrimSpace(c.Text)
			}
		}
	}
	for i, c := range lower.Cells {
		text := strings.TrimSpace(c.Text)
		if looksLikeValue(text) {
			return nil, false
		}
		if text != "" && text != out[i] {
			out[i] = strings.TrimPrefix(out[i]+headerJoint+text, headerJoint)
		}
	}
	return out, l.isHeader(out)
}

// secondLine takes a second line of the header of the tables that just began:
// the same in another language.
func (l *layout) secondLine(row sheet.Row) bool {
	if len(l.open) == 0 || l.open[0].Rows > 0 || row.Number != l.open[0].First || l.open[0].Header == 0 || l.open[0].Lines > 1 {
		return false
	}
	cells := texts(row)
	if !l.isHeader(cells) || l.repeats(row) {
		return false
	}
	for _, t := range l.open {
		t.Lines++
		t.First++
		for i, c := range t.Columns {
			if text := strings.TrimSpace(row.Text(c)); text != "" && fold(text) != fold(t.Headers[i]) {
				t.Headers[i] = strings.TrimPrefix(t.Headers[i]+headerJoint+text, headerJoint)
			}
		}
	}
	return true
}

// repeats reports whether a row repeats the header of an open table.
func (l *layout) repeats(row sheet.Row) bool {
	for _, t := range l.open {
		cells := t.cells(row)
		if repeatsHeader(cells, t.Headers, filledIn(cells)) {
			return true
		}
	}
	return false
}

func (t *found) cells(row sheet.Row) []string {
	out := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		out[i] = row.Text(c)
	}
	return out
}

// begin closes what is open and begins the tables that a header names.
func (l *layout) begin(header []string, number, lines, first int) {
	l.close()
	for _, r := range rangesOf(header) {
		t := &found{Table: Table{Sheet: l.sheet, Name: l.name, Hidden: l.hidden, Header: number, Lines: lines, First: first, Last: first - 1}, from: r[0], to: r[1], used: map[int]bool{}}
		for c := r[0]; c < min(r[1], len(header)); c++ {
			if text := strings.TrimSpace(header[c]); text != "" {
				t.Columns, t.Headers = append(t.Columns, c), append(t.Headers, strings.ToValidUTF8(text, "\ufffd"))
			}
		}
		l.open = append(l.open, t)
	}
}

// rangesOf parts a header into those of tables that stand side by side: each
// names persons, and between them is an empty column, or they are the same.
func rangesOf(header []string) [][2]int {
	whole := [][2]int{{0, sheet.MaxColumns}}
	var starts []int
	for i, c := range header {
		if strings.TrimSpace(c) != "" && (i == 0 || strings.TrimSpace(header[i-1]) == "") {
			starts = append(starts, i)
		}
	}
	if len(starts) < 2 {
		if starts = periodic(header); len(starts) < 2 {
			return whole
		}
	}
	var out [][2]int
	for i, from := range starts {
		to := sheet.MaxColumns
		if i+1 < len(starts) {
			to = starts[i+1]
		}
		if !(Table{Headers: header[from:min(to, len(header))]}).Names() {
			return whole
		}
		out = append(out, [2]int{from, to})
	}
	out[0][0] = 0
	return out
}

// periodic finds where a header that is the same two or more times over begins
// again.
func periodic(header []string) []int {
	n := len(header)
	for p := 2; p*2 <= n; p++ {
		if n%p != 0 {
			continue
		}
		same := true
		for i := p; i < n && same; i++ {
			same = fold(header[i]) == fold(header[i-p]) && fold(header[i]) != ""
		}
		if !same {
			continue
		}
		var starts []int
		for i := 0; i < n; i += p {
			starts = append(starts, i)
		}
		return starts
	}
	return nil
}

// body takes a row that begins no table.
func (l *layout) body(row sheet.Row) {
	if len(l.open) == 0 {
		if l.above = append(l.above, row); len(l.above) == maxTitles {
			l.guess()
		}
		return
	}
	keep := *l.room > 0
	for _, t := range l.open {
		t.add(row, keep)
	}
	if keep && l.open[0].Rows <= sampleRows {
		*l.room -= weight(row)
	}
}

func (t *found) add(row sheet.Row, keep bool) {
	filled := 0
	for c := t.from; c < min(t.to, len(row.Cells)); c++ {
		if cell := row.Cells[c]; strings.TrimSpace(cell.Text) != "" || cell.Mark != 0 {
			filled++
			t.used[c] = true
		}
	}
	if filled == 0 {
		return
	}
	switch {
	case filled > 1:
		t.solid, t.apart = row.Number, 0
	case t.apart > 0 || t.solid > 0 && row.Number > t.Last+1:
		t.apart++
	}
	t.Last, t.Rows = row.Number, t.Rows+1
	if row.Hidden {
		t.Hides++
	}
	if keep && len(t.sample) < sampleRows {
		t.sample = append(t.sample, row)
	}
	if !t.Sections {
		_, t.Sections = isSection(row, t.Columns)
	}
}

// guess begins a table where no row names its columns: at the first row that
// is about as wide as most of those under it.
func (l *layout) guess() {
	rows := l.above
	l.above = nil
	at := widest(rows)
	if at < 0 {
		return
	}
	sample := make([][]string, 0, len(rows)-at)
	for _, r := range rows[at:] {
		sample = append(sample, texts(r))
	}
	if headerIn(sample) {
		l.begin(texts(rows[at]), rows[at].Number, 1, rows[at].Number+1)
		at++
	} else {
		t := &found{Table: Table{Sheet: l.sheet, Name: l.name, Hidden: l.hidden, First: rows[at].Number, Last: rows[at].Number}, to: sheet.MaxColumns, used: map[int]bool{}}
		l.open = []*found{t}
	}
	for _, r := range rows[at:] {
		l.body(r)
	}
}

// widest is the first row that has at least three in five of the cells that
// most rows have, -1 where there is none.
func widest(rows []sheet.Row) int {
	counts := map[int]int{}
	for _, r := range rows {
		counts[filledIn(texts(r))]++
	}
	most, usual := 0, 0
	for width, n := range counts {
		if width > 0 && (n > most || n == most && width > usual) {
			most, usual = n, width
		}
	}
	return slices.IndexFunc(rows, func(r sheet.Row) bool { n := filledIn(texts(r)); return n > 0 && n*5 >= usual*3 })
}

// close ends the open tables. A column that has values and no name is the
// table's too.
func (l *layout) close() {
	if len(l.open) == 0 && len(l.above) > 0 {
		// What stands above a header is its titles, unless it is a table itself.
		wide := 0
		for _, row := range l.above {
			if filledIn(texts(row)) > 1 {
				wide++
			}
		}
		if wide > 1 {
			l.guess()
		}
		l.above = nil
	}
	for _, t := range l.open {
		if t.apart > 0 && len(t.used) > 1 { // the title of what follows, or a note at the foot
			t.Last, t.Rows = t.solid, t.Rows-t.apart
		}
		for c := range t.used {
			if !slices.Contains(t.Columns, c) {
				at, _ := slices.BinarySearch(t.Columns, c)
				t.Columns, t.Headers = slices.Insert(t.Columns, at, c), slices.Insert(t.Headers, at, "")
			}
		}
		l.closed = append(l.closed, t)
	}
	l.open = nil
}

// tables are those that have rows, or a header that names persons and none.
func (l *layout) tables() []Table {
	if l.parent != nil {
		l.take(*l.parent)
		l.parent = nil
	}
	if len(l.open) == 0 {
		l.guess()
	}
	l.close()
	var out []Table
	for _, t := range l.closed {
		if t.Rows > 0 || t.Header > 0 && t.Names() {
			out = append(out, t.Table)
		}
	}
	return out
}
