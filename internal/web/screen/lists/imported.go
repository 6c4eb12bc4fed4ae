package lists

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/intake"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/internal/web/part"
)

// rowsPage is how many rows of an import stand on one page.
const rowsPage = 25

// An ImportView is the page of one import: the result of taking a list in, and
// its rows.
type ImportView struct {
	File, Source, SourceHref      string
	At, By, Undone, Why           string
	Read, Taken, Refused, Skipped int
	RefusedFile, Undo, Report     string // addresses, "" where there is none
	Known                         []Known
	Left                          []string // what the workbook has that was not read
	Groups                        []ReasonView
	Raw                           []string // columns kept as written only
	Columns                       []string
	Rows                          []RowView
	Pager                         part.Pager
	Edition                       *ImportEdition // nil where it is no newer edition
}

// A ReasonView is what was not understood, or refused, for one reason in one
// column.
type ReasonView struct {
	Column, Field, Reason string
	Count                 int
	Rows                  string
	Examples              []string
}

// A RowView is one row as it was written, as far as it is in sight.
type RowView struct {
	Number    int
	Href      string // of the person's file
	Cells     []register.RawCell
	Destroyed bool
}

func (s *Screen) imported(w http.ResponseWriter, r *http.Request) error {
	ctx, p := r.Context(), web.PrinterOf(r.Context())
	im, src, err := s.importFor(ctx, access.SourceRead, register.ImportID(r.PathValue("id")))
	if err != nil {
		return err
	}
	after, _ := strconv.Atoi(r.URL.Query().Get("after")) // anything else is the first page
	v, err := s.importView(ctx, p, im, src, max(0, after), r.URL.Query().Has("report"))
	if err != nil {
		return err
	}
	if err := s.addEdition(ctx, p, im, r.URL.Query(), &v); err != nil {
		return err
	}
	f := s.Web.Frame(r, p.T("lists.import.title"))
	f.Flashes = did(p, r)
	f.Crumbs = []part.Crumb{{Label: p.T("lists.title"), Href: "/lists"}, {Label: src.Name, Href: sourceHref(src.ID)}, {Label: p.T("lists.import.title")}}
	return s.Web.Page(w, r, f, ImportPage(p, v))
}

func (s *Screen) importView(ctx context.Context, p locale.Printer, im register.Import, src register.Source, after int, report bool) (v ImportView, err error) {
	v = ImportView{
		File: im.FileName, Source: src.Name, SourceHref: sourceHref(src.ID), At: p.DateTime(im.At), By: s.nameOf(ctx, p, im.By),
		Read: im.Read, Taken: im.Taken, Refused: im.Refused, Skipped: im.Skipped, Columns: im.Columns,
	}
	if im.Undone != 0 {
		if v.Undone, v.Why, err = s.undoing(ctx, p, im.Undone); err != nil {
			return v, err
		}
	} else if s.may(ctx, access.ImportUndo, src) {
		v.Undo = importHref(im.ID) + "/undo"
	}
	reading, err := s.readingOf(ctx, im)
	if err != nil {
		return v, err
	}
	v.Known, v.Raw, v.Left = knownOf(p, reading.Sniffed), reading.Mapping.Unmapped(), leftOf(p, reading.Sniffed)
	v.Left = append(v.Left, notChosen(p, reading.Sniffed)...)
	if s.may(ctx, access.ImportRefused, src) {
		if im.Refused > 0 {
			v.RefusedFile = importHref(im.ID) + "/refused"
		}
		if err := s.addReport(ctx, p, im, src, report, &v); err != nil {
			return v, err
		}
	}
	return v, s.addRows(ctx, im, after, &v)
}

// addReport reads the file again to say what was not understood. A long list
// is read when that is asked for.
func (s *Screen) addReport(ctx context.Context, p locale.Printer, im register.Import, src register.Source, asked bool, v *ImportView) error {
	if im.Read > s.directRows() && !asked {
		v.Report = importHref(im.ID) + "?report#report"
		return nil
	}
	veil := s.veilOf(ctx, im, src, "")
	var rep *intake.Report
	_, err := s.reread(ctx, im, src, func(row intake.Row) error {
		if rep == nil {
			rep = intake.NewReport(mappingOf(im))
		}
		if len(row.Issues) > 0 {
			rep.Add(veil.over(row))
		}
		return nil
	})
	if err != nil || rep == nil {
		return err
	}
	for _, g := range rep.Groups() {
		v.Groups = append(v.Groups, reasonView(p, g))
	}
	return nil
}

// mappingOf is enough of a mapping for a report: the columns' names.
func mappingOf(im register.Import) intake.Mapping {
	m := intake.Mapping{Columns: make([]intake.Column, len(im.Columns))}
	for i, c := range im.Columns {
		m.Columns[i].Header = c
	}
	return m
}

func reasonView(p locale.Printer, g intake.Group) ReasonView {
	v := ReasonView{Column: g.Header, Reason: p.T("intake.reason." + string(g.Reason)), Count: g.Count}
	if g.Field != register.NoField {
		v.Field = fieldName(p, g.Field.Key())
	}
	var rows []string
	seen := map[string]bool{}
	for _, i := range g.First {
		rows = append(rows, whereOf(p, i))
		if i.Excerpt != "" && !seen[i.Excerpt] && len(v.Examples) < sampleValues {
			seen[i.Excerpt] = true
			v.Examples = append(v.Examples, i.Excerpt)
		}
	}
	v.Rows = strings.Join(rows, p.T("common.list.comma"))
	if g.Count > len(g.First) {
		v.Rows = p.T("lists.reason.and_more", v.Rows)
	}
	return v
}

// addRows adds one page of rows, cell by cell within the reader's sight.
func (s *Screen) addRows(ctx context.Context, im register.Import, after int, v *ImportView) error {
	if im.Undone != 0 {
		return nil
	}
	sight := gate.Sight(ctx, 0)
	records, err := s.Register.ImportRecords(ctx, sight, im.ID, after, rowsPage)
	if err != nil {
		return err
	}
	person := s.authorize(ctx, access.PersonRead, access.People) == nil
	for _, rec := range records {
		row := RowView{Number: rec.Row, Destroyed: rec.Destroyed != 0}
		if !row.Destroyed {
			if _, row.Cells, err = s.Register.RawOf(ctx, sight, rec.ID); err != nil {
				return err
			}
		}
		if person {
			row.Href = "/people/" + s.Attach.FileNos.Format(rec.Person)
		}
		v.Rows = append(v.Rows, row)
	}
	v.Pager = pager(importHref(im.ID), after, len(records), im.Taken)
	return nil
}

func pager(href string, after, shown, total int) part.Pager {
	pg := part.Pager{From: after + 1, To: after + shown, Total: total}
	if shown == 0 {
		pg.From = after
	}
	if after > 0 {
		pg.Prev = href + "?after=" + strconv.Itoa(max(0, after-rowsPage)) + "#rows"
	}
	if after+shown < total && shown > 0 {
		pg.Next = href + "?after=" + strconv.Itoa(after+shown) + "#rows"
	}
	return pg
}
