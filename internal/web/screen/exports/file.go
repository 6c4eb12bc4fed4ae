package exports

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"kashf.org/kashf/internal/dossier"
	"kashf.org/kashf/internal/export"
	"kashf.org/kashf/internal/intake"
	"kashf.org/kashf/internal/intake/sheet"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/place"
	"kashf.org/kashf/when"
)

// formats are the files that can be taken.
var formats = map[string]string{
	"list.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "list.csv": "text/csv; charset=utf-8", "about.csv": "text/csv; charset=utf-8",
}

// A taking is an approved request as one of the two who stand behind it may have
// it now.
type taking struct {
	export.Request
	see sight
	ids []register.PersonID
}

// opened is a request that the reader may take; for anybody but the two who
// stand behind it there is none.
func (s *Screen) opened(r *http.Request) (export.Request, error) {
	x, err := s.find(r.Context(), r.PathValue("id"))
	me := string(gate.PrincipalOf(r.Context()).Account)
	if err == nil && (!x.Open(s.Now()) || x.By != me && x.Approver != me) {
		err = register.ErrNotFound
	}
	return x, err
}

func (s *Screen) taking(r *http.Request) (t taking, err error) {
	if t.Request, err = s.opened(r); err != nil {
		return t, err
	}
	if t.see, err = s.sightOf(r.Context(), t.Request); err != nil {
		return t, err
	}
	if t.ids, err = s.persons(r.Context(), t.see, t.Request); err == nil && len(t.ids) == 0 {
		err = fmt.Errorf("nobody of the request is in sight: %w", register.ErrNotFound)
	}
	return t, err
}

// take makes the file, enters that it leaves, and gives it out.
func (s *Screen) take(w http.ResponseWriter, r *http.Request) error {
	ctx, p, name := r.Context(), web.PrinterOf(r.Context()), r.PathValue("file")
	if formats[name] == "" {
		return register.ErrNotFound
	}
	t, err := s.taking(r)
	if err != nil {
		return err
	}
	if len(t.ids) > atOnce {
		return s.takeMade(w, r, t, name)
	}
	f, err := s.fileOf(ctx, p, t.see, t.Request, t.ids, len(t.ids), nil)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := f.write(&b, p, name); err != nil {
		return err
	}
	sum := sha256.Sum256(b.Bytes())
	if err := s.enter(ctx, t.Request, name, len(f.rows), hex.EncodeToString(sum[:])); err != nil {
		return err
	}
	headers(w, t.Request, name)
	_, err = b.WriteTo(w)
	return err
}

// enter enters that a file leaves, before it does.
func (s *Screen) enter(ctx context.Context, x export.Request, name string, rows int, sum string) error {
	format := strings.ReplaceAll(strings.TrimPrefix(name, "list."), "about.csv", "about")
	return s.Exports.Take(ctx, actor(ctx), x.ID, export.TakenBody{Format: format, Rows: rows, SHA256: sum})
}

func headers(w http.ResponseWriter, x export.Request, name string) {
	w.Header().Set("Content-Type", formats[name])
	w.Header().Set("Content-Disposition", `attachment; filename="`+numberOf(x)+"-"+name+`"`)
}

// A file is what leaves: a row for each person, and what is said of the file.
// No cell of it is a formula.
type file struct {
	head   []string
	rows   [][]string
	people int
	// children are those whose files stayed: a child's file is never one of many.
	children int
	about    [][2]string
	sum      string // SHA-256 of head and rows as CSV, in hex
}

// atATime is how many people are read before a file tells how far it is.
const atATime = 500

// fileOf makes the file that a sight has of the first so many of some people;
// done, where there is one, is told how many were read.
func (s *Screen) fileOf(ctx context.Context, p locale.Printer, v sight, x export.Request, ids []register.PersonID, most int, done func(int)) (file, error) {
	f := file{people: len(ids)}
	for _, c := range x.Columns {
		f.head = append(f.head, columnName(p, c))
	}
	var from []register.Source
	read := 0
	for chunk := range slices.Chunk(ids[:min(most, len(ids))], atATime) {
		if err := ctx.Err(); err != nil {
			return f, err
		}
		some, err := s.Leavings.Leaving(ctx, dossier.Audience{Sight: v.Sight, Account: v.account}, chunk, export.Fields(x.Columns))
		if err != nil {
			return f, err
		}
		for _, one := range some {
			if one.Child {
				f.children++
				continue
			}
			f.rows = append(f.rows, rowOf(p, x.Columns, one))
			for _, src := range one.Sources {
				if !slices.ContainsFunc(from, func(y register.Source) bool { return y.ID == src.ID }) {
					from = append(from, src)
				}
			}
		}
		if read += len(chunk); done != nil {
			done(read)
		}
	}
	var err error
	if read == len(ids) {
		f.people = len(f.rows)
		if f.sum, err = sumOf(append([][]string{f.head}, f.rows...)); err != nil {
			return f, err
		}
	}
	f.about, err = s.about(ctx, p, x, v, from, f)
	return f, err
}

func rowOf(p locale.Printer, columns []export.Column, one dossier.Leaving) []string {
	row := make([]string, len(columns))
	for i, c := range columns {
		row[i] = intake.Harmless(cellOf(p, c, one))
	}
	return row
}

// between separates values that sources give side by side.
const between = " | "

func cellOf(p locale.Printer, c export.Column, one dossier.Leaving) string {
	switch c {
	case export.FileNo:
		return one.FileNo
	case export.Name:
		return one.Name.Text
	case export.Latin:
		return one.Name.Latin
	case export.Birth:
		if one.Birth == (when.Date{}) {
			return ""
		}
		return one.Birth.String()
	case export.From:
		if at, ok := place.Lookup(place.Code(one.Place)); ok && one.Text == "" {
			return at.Name(p.Lang())
		}
		return one.Text
	case export.Origins:
		return strconv.Itoa(one.Origins)
	case export.Sources:
		var names []string
		for _, src := range one.Sources {
			names = append(names, src.Name)
		}
		return strings.Join(names, between)
	}
	f, _ := c.Field()
	return strings.Join(one.Values[f], between)
}

// columnName is a column in words.
func columnName(p locale.Printer, c export.Column) string {
	if f, ok := c.Field(); ok {
		return p.T("field." + f.Key())
	}
	return p.T("exports.column." + string(c))
}

// sumOf is the hash of a table as CSV.
func sumOf(table [][]string) (string, error) {
	h := sha256.New()
	if err := csv.NewWriter(h).WriteAll(table); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// about is what whoever gets the file must know of it: for what and for whom it
// left, at which level, from which sources under which sharing, and what proves
// it. It names no member of staff.
func (s *Screen) about(ctx context.Context, p locale.Printer, x export.Request, v sight, from []register.Source, f file) ([][2]string, error) {
	state, err := s.State(ctx)
	if err != nil {
		return nil, err
	}
	out := [][2]string{
		{p.T("exports.about.number"), numberOf(x)},
		{p.T("exports.about.why"), x.Why}, {p.T("exports.about.for"), x.For},
		{p.T("exports.about.at"), p.DateTime(s.Now())},
		{p.T("exports.about.people"), p.Number(f.people)},
		{p.T("exports.about.level"), p.T("exports.about.level.text", v.Level.String())},
		{p.T("exports.about.out"), p.T("exports.about.out.text")},
		{p.T("exports.about.values"), p.T("exports.about.values.text", strings.TrimSpace(between))},
	}
	if f.children > 0 {
		out = append(out, [2]string{p.T("exports.about.children"), p.Number(f.children)})
	}
	if x.Approved != 0 {
		out = append(out, [2]string{p.T("exports.about.entries"), p.T("exports.about.entries.text", fmt.Sprint(x.Seq), fmt.Sprint(x.Approved))})
	}
	if f.sum != "" {
		out = append(out, [2]string{p.T("exports.about.rows"), f.sum})
	} else {
		out = append(out, [2]string{p.T("exports.about.part"), p.N("exports.about.part.text", len(f.rows))})
	}
	out = append(out, [2]string{p.T("exports.about.ledger"), p.T("exports.about.ledger.text", fmt.Sprint(state.Size), state.Root)})
	for _, src := range from {
		out = append(out, [2]string{p.T("exports.about.source"), src.Name + between + p.T("lists.sharing."+string(sharingKey(src.Sharing)))})
	}
	for i := range out {
		out[i][1] = intake.Harmless(out[i][1])
	}
	return out, nil
}

func sharingKey(s register.Sharing) register.Sharing {
	if s == "" {
		return register.ShareOwner
	}
	return s
}

// write writes the file in one of the formats.
func (f file) write(w io.Writer, p locale.Printer, name string) error {
	table := append([][]string{f.head}, f.rows...)
	switch name {
	case "about.csv":
		table = nil
		for _, x := range f.about {
			table = append(table, x[:])
		}
		fallthrough
	case "list.csv":
		if _, err := io.WriteString(w, "\ufeff"); err != nil { // spreadsheets read it as UTF-8 by this
			return err
		}
		return csv.NewWriter(w).WriteAll(table)
	}
	book := sheet.NewWriter(w, p.RTL())
	widths := make([]int, len(f.head))
	for i := range widths {
		widths[i] = 20
	}
	book.Sheet(p.T("exports.sheet"), widths)
	book.Head(f.head...)
	for _, cells := range f.rows {
		book.Row(cells...)
	}
	book.Sheet(p.T("exports.about"), []int{28, 90})
	for _, x := range f.about {
		book.Row(x[:]...)
	}
	return book.Close()
}
