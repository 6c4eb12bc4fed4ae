package exports

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"kashf.org/kashf/internal/export"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/part"
)

// A Paper is a selection as it is printed: what the file tells, with the sources
// as numbers whose names stand once at the end.
type Paper struct {
	RequestView
	Level, Org, Made, Total string
	Head                    []string
	Rows                    []PaperRow
	Sources                 []string // by their numbers, from 1; nil where no column tells them
	About                   [][2]string
	// Gathered: more columns than a sheet holds; all but who it is stand
	// together, each with its label, and empty ones are left out.
	Gathered bool
}

// A PaperRow is one person on paper.
type PaperRow struct {
	No    string
	Cells []string
	Facts [][2]string // what is gathered
	Notes []int       // numbers of its sources
}

// most is how many columns an upright sheet holds beside the numbers.
const most = 6

// who are the columns that stay by themselves on a sheet that gathers.
var who = []export.Column{export.FileNo, export.Name, export.Latin}

// paper enters that the selection leaves on paper, and shows it to be printed.
// What is entered is the hash of the rows: the one that stands on the sheet.
func (s *Screen) paper(w http.ResponseWriter, r *http.Request) error {
	ctx, p := r.Context(), web.PrinterOf(r.Context())
	t, err := s.taking(r)
	if err == nil && len(t.ids) > atOnce { // nobody prints that
		err = register.ErrNotFound
	}
	if err != nil {
		return err
	}
	x := t.Request
	f, err := s.fileOf(ctx, p, t.see, x, t.ids, len(t.ids), nil)
	if err != nil {
		return err
	}
	v := Paper{Level: t.see.Level.String(), Org: web.SessionOf(ctx).Org(), Made: p.DateTime(s.Now()), Total: p.N("common.count.people", len(f.rows)), About: f.about}
	if v.RequestView, _, _, err = s.viewOf(ctx, p, x); err != nil {
		return err
	}
	if err := s.Exports.Take(ctx, actor(ctx), x.ID, export.TakenBody{Format: "paper", Rows: len(f.rows), SHA256: f.sum}); err != nil {
		return err
	}
	v.fill(p.Number, x.Columns, f)
	frame := s.Web.Frame(r, p.T("exports.one", v.Number))
	frame.Path = v.Href
	frame.Crumbs = []part.Crumb{{Label: p.T("exports.title"), Href: Path}, {Label: v.Number, Href: v.Href}, {Label: p.T("exports.paper")}}
	return s.Web.Page(w, r, frame, PaperPage(p, v))
}

// fill puts the rows on the sheet; number says a number in the reader's digits.
func (v *Paper) fill(number func(int) string, columns []export.Column, f file) {
	sources := slices.Contains(columns, export.Sources)
	v.Gathered = len(columns) > most+1 || !sources && len(columns) > most
	for i, c := range columns {
		if c != export.Sources && (!v.Gathered || slices.Contains(who, c)) {
			v.Head = append(v.Head, f.head[i])
		}
	}
	for n, cells := range f.rows {
		row := PaperRow{No: number(n + 1)}
		for i, c := range columns {
			switch {
			case c == export.Sources:
				row.Notes = v.notes(cells[i])
			case !v.Gathered || slices.Contains(who, c):
				row.Cells = append(row.Cells, cells[i])
			case cells[i] != "":
				row.Facts = append(row.Facts, [2]string{f.head[i], cells[i]})
			}
		}
		v.Rows = append(v.Rows, row)
	}
}

// notes are the numbers of the sources in a cell. One that may not be named has
// none.
func (v *Paper) notes(cell string) []int {
	var out []int
	for name := range strings.SplitSeq(cell, between) {
		if name != "" {
			out = append(out, v.source(name))
		}
	}
	slices.Sort(out)
	return out
}

// source is the number of a source, which it is given where it has none.
func (v *Paper) source(name string) int {
	if i := slices.Index(v.Sources, name); i >= 0 {
		return i + 1
	}
	v.Sources = append(v.Sources, name)
	return len(v.Sources)
}

// width is how many columns the table has.
func (v Paper) width() int {
	n := 1 + len(v.Head)
	if v.Gathered {
		n++
	}
	if len(v.Sources) > 0 {
		n++
	}
	return n
}

func numbers(notes []int) string {
	return strings.Trim(strings.ReplaceAll(fmt.Sprint(notes), " ", ", "), "[]")
}
