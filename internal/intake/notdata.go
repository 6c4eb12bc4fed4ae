package intake

import (
	"strconv"
	"strings"

	"kashf.org/kashf/internal/intake/sheet"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/when"
)

// notData says why a row is none of a table's data, "" where it may be: the
// header once more, a line of totals, a note under the table, the numbers of the
// columns. Such a row is skipped and reported, so it must be plain what it is:
// a row that only may be one is left to be taken, or refused for want of a name.
func notData(cells, headers []string) Reason {
	filled, first := 0, ""
	for _, c := range cells {
		if c = strings.TrimSpace(c); c != "" {
			if filled++; filled == 1 {
				first = c
			}
		}
	}
	switch {
	case filled == 0:
		return BlankRow
	case repeatsHeader(cells, headers, filled):
		return RepeatedHeader
	case isTotal(cells, first, filled):
		return TotalRow
	case filled == 1 && isFootnote(first):
		return Footnote
	case filled > 2 && numbersColumns(cells, filled):
		return ColumnNumbers
	}
	return ""
}

// repeatsHeader reports whether a row is the header again, as long tables
// repeat it on each page.
func repeatsHeader(cells, headers []string, filled int) bool {
	same, named, missed := 0, 0, 0
	for i, h := range headers {
		if h = strings.TrimSpace(h); h == "" {
			continue
		}
		named++
		if i >= len(cells) || cells[i] == "" {
			continue
		}
		if strings.TrimSpace(cells[i]) == h || fold(cells[i]) == fold(h) && fold(h) != "" || strings.Contains(h, headerJoint) && partOfHeader(cells[i], h) {
			same++
		} else if missed++; missed > 1 {
			return false // as nearly all rows do at their second cell
		}
	}
	// One cell alone may be anything, and one that differs is a slip of the pen.
	return same > 1 && same == filled && same*2 >= named || same > 3 && same >= filled-1
}

// partOfHeader reports whether a cell is one line of a header of several.
func partOfHeader(cell, header string) bool {
	cell = fold(cell)
	for _, p := range strings.Split(header, headerJoint) {
		if cell != "" && fold(p) == cell {
			return true
		}
	}
	return false
}

var totalWords = foldedSet(
	"المجموع", "مجموع", "الإجمالي", "إجمالي", "المجموع الكلي", "العدد الكلي", "العدد الإجمالي", "المجموع العام", "عدد الأسماء", "عدد المعتقلين", "الحصيلة",
	"total", "totals", "grand total", "sum", "subtotal", "count", "total général", "somme", "total count", "number of persons",
)

// isTotal reports whether a row counts those above: it says so in its first
// cell, and all else in it is numbers.
func isTotal(cells []string, first string, filled int) bool {
	label, rest := first, ""
	if at := strings.IndexAny(first, ":="); at >= 0 {
		label, rest = first[:at], strings.TrimSpace(first[at+1:])
	}
	words := strings.Fields(fold(label))
	numbered := isCount(rest)
	for len(words) > 0 && isNumber(words[len(words)-1]) {
		words, numbered = words[:len(words)-1], true
	}
	if !totalWords[strings.Join(words, " ")] {
		if filled > 3 || len(words) == 0 || !countWords[words[0]] {
			return false
		}
		for _, c := range cells {
			numbered = numbered || isCount(c)
		}
		if !numbered {
			return false
		}
	}
	if rest != "" && !isCount(rest) {
		return false
	}
	seen := false
	for _, c := range cells {
		c = strings.TrimSpace(c)
		if c == "" {
			continue
		}
		if seen && !isCount(c) && !totalWords[fold(c)] {
			return false
		}
		seen = true
	}
	return true
}

// countWords begin a line that counts a part of a list, "مجموع تلبيسة", and no
// name: with a number behind it, and nothing else, it is one.
var countWords = foldedSet("المجموع", "مجموع", "الإجمالي", "إجمالي", "العدد", "عدد", "total", "subtotal", "sum", "somme", "toplam", "summe", "gesamt", "kom")

// isCount reports whether a text is a number, or one with what it counts: "3
// جثث".
func isCount(s string) bool {
	first, rest, _ := strings.Cut(strings.TrimSpace(s), " ")
	return isNumber(first) && len(strings.Fields(rest)) < 2 && !strings.ContainsAny(rest, "0123456789/")
}

func isNumber(s string) bool {
	s = when.Digits(s)
	return s != "" && strings.Trim(s, "0123456789.,٬٫%") == ""
}

// footWords begin what is written under a table, and what no name begins with.
var footWords = []string{
	"ملاحظة:", "ملاحظات:", "ملاحظة :", "المصدر:", "المصدر :", "مصدر:", "إعداد:", "اعداد:", "إعداد :", "تم إعداد", "تمت الطباعة", "تاريخ الطباعة", "تاريخ التحديث", "آخر تحديث", "صفحة ", "التوقيع", "توقيع", "الختم", "حررت", "يتبع",
	"note:", "notes:", "nb:", "n.b.", "source:", "sources:", "prepared by", "compiled by", "printed on", "printed ", "last updated", "updated ", "page ", "signature", "signed", "* ", "continued", "© ",
	"remarque", "page:", "établi par", "mis à jour", "tout renseignement",
	"إذا ", "اذا ", "يرجى ", "الرجاء ", "نرجو ", "للتواصل", "للاستفسار", "هذه القائمة", "القائمة ", "لمن يعرف", "كل من ", "please ", "if you ", "if anyone", "this list", "for information", "contact us", "lütfen ", "bitte ",
}

func isFootnote(first string) bool {
	low := strings.ToLower(first)
	for _, w := range footWords {
		if strings.HasPrefix(low, w) {
			return true
		}
	}
	return false
}

// numbersColumns reports whether a row numbers the columns: 1, 2, 3.
func numbersColumns(cells []string, filled int) bool {
	n := 0
	for _, c := range cells {
		c = strings.Trim(when.Digits(strings.TrimSpace(c)), "()")
		if c == "" {
			continue
		}
		n++
		if c != strconv.Itoa(n) {
			return false
		}
	}
	return n == filled
}

// isSection reports whether a sheet's row is one line across its table, as the
// name of a prison above those held there: one text, merged over half of the
// columns or more.
func isSection(row sheet.Row, columns []int) (string, bool) {
	text, span, filled := "", 0, 0
	for _, c := range columns {
		if c < len(row.Cells) && strings.TrimSpace(row.Cells[c].Text) != "" && !row.Cells[c].Mark.Has(sheet.Merged) {
			filled++
			text, span = strings.TrimSpace(row.Cells[c].Text), row.Cells[c].Span
		}
	}
	return text, filled == 1 && len(columns) > 1 && span > 1 && span*2 >= len(columns)
}

// maxTitles is how many rows above a header are looked through for it.
const maxTitles = 50

// titlesAbove is how many rows of a text stand above its header: titles, of
// fewer cells than it has.
func titlesAbove(rows [][]string) int {
	for i, row := range rows[:min(len(rows), maxTitles)] {
		if !namesColumns(row) {
			continue
		}
		wide := filledIn(row)
		for _, above := range rows[:i] {
			if filledIn(above)*2 > wide {
				return 0
			}
		}
		return i
	}
	return linesAbove(rows)
}

// linesAbove is how many rows of one cell stand above the first of at least
// three in five of the cells that most rows have.
func linesAbove(rows [][]string) int {
	counts, most, usual := map[int]int{}, 0, 0
	for _, row := range rows {
		n := filledIn(row)
		if counts[n]++; n > 0 && (counts[n] > most || counts[n] == most && n > usual) {
			most, usual = counts[n], n
		}
	}
	for i, row := range rows[:min(len(rows), maxTitles)] {
		if n := filledIn(row); n > 1 {
			if n*5 >= usual*3 && usual > 2 && headerIn(rows[i:]) {
				return i
			}
			return 0
		}
	}
	return 0
}

// namesColumns reports whether a row is plainly a header: none of its cells is a
// value, and at least two of them, and half, are known names of columns, or one
// says "name", as no person is called.
func namesColumns(row []string) bool {
	known, filled, named, plain := 0, 0, false, false
	for _, c := range row {
		c = strings.TrimSpace(c)
		if c == "" {
			continue
		}
		filled++
		if looksLikeValue(c) || len(c) > maxHeader {
			return false
		}
		if f, ok := namesColumn(c); ok {
			known++
			named = named || f == register.FullName || f == register.GivenName
			plain = plain || !alsoData[f]
			if !plain {
				p, _ := readPhrase(c)
				plain = p.tells()
			}
		}
		if filled >= 6 && known == 0 {
			return false
		}
	}
	return plain && known >= 2 && known*2 >= filled || named && filled > 1
}

// alsoData are fields whose columns are called by words that stand in cells
// too: "father" for who told it, "prison" for where. Such words alone make no header.
var alsoData = map[register.Field]bool{
	register.FatherName: true, register.MotherName: true, register.GrandfatherName: true, register.Kunya: true, register.Relative: true,
	register.Facility: true, register.Cell: true, register.OfficerName: true, register.Informant: true, register.MinorChild: true,
}

// namesColumn reports whether a cell is plainly the name of a column: a known
// one, or a phrase that says what is told. A cell of data may say "lawyer" or
// "his father"; no header is needed to understand it.
func namesColumn(cell string) (register.Field, bool) {
	f, score := fieldOfHeader(cell)
	if score >= wholeHeader {
		return f, true
	}
	if score < saidHeader {
		return register.NoField, false
	}
	p, _ := readPhrase(cell)
	return f, p.tells() || unspaced(fold(cell)) != ""
}

// maxHeader is the longest cell that may be a header, in bytes.
const maxHeader = 200

func filledIn(row []string) int {
	n := 0
	for _, c := range row {
		if strings.TrimSpace(c) != "" {
			n++
		}
	}
	return n
}

// dataRows leaves out of a sample what is no data.
func dataRows(sample [][]string, columns []string) [][]string {
	var out [][]string
	for _, row := range sample {
		if notData(row, columns) == "" {
			out = append(out, row)
		}
	}
	return out
}
