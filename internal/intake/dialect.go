package intake

import (
	"bytes"
	"errors"
	"io"
)

// delimiters in the order in which they win a tie. The Arabic semicolon comes
// from spreadsheets set to Arabic.
var delimiters = []string{",", ";", "\t", "|", "؛"}

var delimiterNames = map[string]string{",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe", "؛": "arabic_semicolon"}

// dialectRows is how many rows the choice of a delimiter looks at.
const dialectRows = 100

// sniffDialect chooses delimiter, quotes and line end by which of them cuts
// the text into rows of the same number of cells.
func sniffDialect(text []byte, partial bool) (Dialect, []string) {
	end := lineEndOf(text)
	if end != "\r" && bareReturns(text) {
		// Rows joined from files of several programs: where the bare returns
		// are taken for ends too, both others still are.
		_, plain := bestDialect(text, end, partial)
		if d, mixed := bestDialect(text, "\r", partial); mixed > plain || mixed == 0 && plain == 0 {
			return d, whyDialect(d, mixed)
		}
	}
	d, score := bestDialect(text, end, partial)
	return d, whyDialect(d, score)
}

// bareReturns reports whether some carriage returns have no line feed behind
// them.
func bareReturns(text []byte) bool {
	for i, b := range text {
		if b == '\r' && i+1 < len(text) && text[i+1] != '\n' {
			return true
		}
	}
	return false
}

// bestDialect is the best with one line end, and how well it cuts; 0 where it
// makes one column.
func bestDialect(text []byte, end string, partial bool) (Dialect, float64) {
	best, bestScore := Dialect{Delimiter: ",", Quote: true, LineEnd: end}, 0.0
	for _, delimiter := range delimiters {
		d := Dialect{Delimiter: delimiter, Quote: true, LineEnd: end}
		score, quoted := consistency(text, d, partial)
		if plain, _ := consistency(text, Dialect{Delimiter: delimiter, LineEnd: end}, partial); quoted == 0 && plain > score {
			// Quotes begin cells here and never end them: they are letters.
			d.Quote, score = false, plain
		}
		if score > bestScore {
			best, bestScore = d, score
		}
	}
	return best, bestScore
}

func whyDialect(d Dialect, score float64) []string {
	if score == 0 {
		return []string{"one_column", "quotes"}
	}
	why := []string{"delimiter_" + delimiterNames[d.Delimiter], "quotes"}
	if !d.Quote {
		why[1] = "no_quotes"
	}
	return why
}

// lineEndOf is the line end that text uses. Only a file without any line feed
// ends its lines in bare carriage returns.
func lineEndOf(text []byte) string {
	switch {
	case bytes.Contains(text, []byte("\r\n")):
		return "\r\n"
	case bytes.IndexByte(text, '\n') >= 0:
		return "\n"
	case bytes.IndexByte(text, '\r') >= 0:
		return "\r"
	}
	return "\n"
}

// consistency scores how well d cuts text: the share of rows with as many
// cells as most have, times a little for more columns; 0 where it makes no
// columns at all. It also counts the cells that stand between quotes.
func consistency(text []byte, d Dialect, partial bool) (score float64, quoted int) {
	sc := newTextScanner(text, d)
	counts := map[int]int{}
	rows, first := 0, 0
	for rows < dialectRows {
		c, err := sc.next()
		if errors.Is(err, io.EOF) || partial && rows > 0 && c.end == int64(len(text)) {
			break
		}
		if err != nil {
			return 0, 0
		}
		rows++
		if c.reason != "" && c.reason != RowTooWide {
			continue
		}
		quoted += c.quoted
		if rows == 1 {
			first = c.count
		}
		counts[c.count]++
	}
	columns, most := 0, 0
	for count, n := range counts {
		if n > most || n == most && count > columns {
			columns, most = count, n
		}
	}
	if max(columns, first) < 2 {
		return 0, 0
	}
	score = float64(most) / float64(rows)
	if columns < 2 {
		score = 0.05 // only the first row is cut at all
	}
	if first == columns {
		score += 0.2
	}
	return score + 0.01*float64(min(columns, 20)), quoted
}
