package demo

import (
	"encoding/csv"
	"fmt"
	"io"
	"iter"
	"slices"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/transform"

	"kashf.org/kashf/internal/register"
)

// A Source is what the office notes about a list when it takes it in.
type Source struct {
	NameAr, NameEn string
	Kind           string // code of the vocabulary "source_type"
	Owner          OrgKey
	Origin         string // what independence is judged by, "" is the list itself
	Reliability    int    // 1 best … 5 worst
	From, To       string // the time it covers, EDTF
	Sharing        register.Sharing
	SharedWith     []OrgKey
	NoDuplicates   bool // it claims to name nobody twice
}

// An Encoding is how the file of a list turns letters into bytes.
type Encoding string

// The encodings of the lists.
const (
	UTF8        Encoding = "utf-8"
	UTF8BOM     Encoding = "utf-8-bom"
	Windows1256 Encoding = "windows-1256"
)

// A List is one file as it lies in the inbox of a documentation organisation.
type List struct {
	Key      string // short and stable, such as "families"
	FileName string
	Source   Source
	Encoding Encoding
	Comma    rune
	CRLF     bool
	Header   []string
	// ArrestColumns are the columns that speak of an arrest. They are empty in
	// the rows of children.
	ArrestColumns []int

	layout
	w      *World
	number uint64
	rows   []row
}

// A layout is how a list chooses and writes its rows.
type layout struct {
	has    func(d dice, p *Person) bool
	cells  func(s *scribe) []string
	child  func(s *scribe, c *Child) []string // nil: the list has no children
	twice  float64                            // share of persons who are in the list twice
	order  func(p *Person) Day                // nil: no order
	gaps   []string                           // what is written where nothing is known
	closed Day                                // the list knows nothing later
}

// A row is a person's, or a child's, place in a list.
type row struct {
	person int32 // id of a person or a child
	copied uint8
}

// choose fills the list. Each choice follows from the person's id alone.
func (l *List) choose() {
	for i := range l.w.Persons {
		p := &l.w.Persons[i]
		d := throw(l.w.seed, streamRows, l.number, uint64(p.ID)<<2)
		if p.Arrest.Day > l.closed || !l.has(d, p) {
			continue
		}
		l.rows = append(l.rows, row{int32(p.ID), 0})
		if d.chance(l.twice) {
			l.rows = append(l.rows, row{int32(p.ID), 1})
		}
		if l.child == nil {
			continue
		}
		for _, id := range p.Children {
			l.rows = append(l.rows, row{int32(id), 0})
		}
	}
	d := throw(l.w.seed, streamOrder, l.number, 0)
	d.Shuffle(len(l.rows), func(i, j int) { l.rows[i], l.rows[j] = l.rows[j], l.rows[i] })
	if l.order != nil {
		slices.SortStableFunc(l.rows, func(a, b row) int {
			return int(l.order(l.w.Person(int(a.person)))) - int(l.order(l.w.Person(int(b.person))))
		})
	}
}

// Len is the number of rows, the header not counted.
func (l *List) Len() int { return len(l.rows) }

// Rows yields the cells of each row, numbered from 1.
func (l *List) Rows() iter.Seq2[int, []string] {
	return func(yield func(int, []string) bool) {
		for i := range l.rows {
			if !yield(i+1, l.Row(i+1)) {
				return
			}
		}
	}
}

// Row writes the cells of row n, from 1 to Len.
func (l *List) Row(n int) []string {
	r := l.rows[n-1]
	s := &scribe{
		dice: throw(l.w.seed, streamRows, l.number, uint64(r.person)<<2|1+uint64(r.copied)),
		w:    l.w, list: l, number: n,
	}
	if c := l.w.child(int(r.person)); c != nil {
		s.p = l.w.Person(c.Mother)
		s.f = l.w.Family(s.p)
		return l.child(s, c)
	}
	s.p = l.w.Person(int(r.person))
	s.f = l.w.Family(s.p)
	return l.cells(s)
}

// child is the child of that id, nil where the id is a person's.
func (w *World) child(id int) *Child {
	if id <= len(w.Persons) {
		return nil
	}
	return &w.Children[id-len(w.Persons)-1]
}

// WriteTo writes the file, row by row.
func (l *List) WriteTo(to io.Writer) (int64, error) {
	count := &counter{to: to}
	var out io.Writer = count
	var encoder *transform.Writer
	switch l.Encoding {
	case UTF8BOM:
		if _, err := io.WriteString(count, "\ufeff"); err != nil {
			return count.n, fmt.Errorf("write %s: %w", l.FileName, err)
		}
	case Windows1256:
		encoder = transform.NewWriter(count, charmap.Windows1256.NewEncoder())
		out = encoder
	}
	if err := l.writeCSV(out); err != nil {
		return count.n, fmt.Errorf("write %s: %w", l.FileName, err)
	}
	if encoder != nil {
		if err := encoder.Close(); err != nil {
			return count.n, fmt.Errorf("write %s: %w", l.FileName, err)
		}
	}
	return count.n, nil
}

func (l *List) writeCSV(out io.Writer) error {
	w := csv.NewWriter(out)
	w.Comma, w.UseCRLF = l.Comma, l.CRLF
	if err := w.Write(l.Header); err != nil {
		return err
	}
	for _, cells := range l.Rows() {
		if err := w.Write(cells); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

// counter counts what passes.
type counter struct {
	to io.Writer
	n  int64
}

func (c *counter) Write(b []byte) (int, error) {
	n, err := c.to.Write(b)
	c.n += int64(n)
	return n, err
}
