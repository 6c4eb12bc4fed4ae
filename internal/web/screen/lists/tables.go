package lists

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/intake"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
)

// A TableView is one table of a workbook, to be chosen or left.
type TableView struct {
	Key, Sheet string
	Where      string // from which row to which
	Rows       int
	Columns    string // what they are called
	Notes      []string
	Chosen     bool
	Label      string
}

// sniffed looks at an upload's file, with the tables that were chosen.
func (s *Screen) sniffed(ctx context.Context, u Upload) (intake.Sniffed, error) {
	sniffed, err := s.Taker.Sniff(ctx, u.Blob)
	if err != nil || u.Tables == nil {
		return sniffed, err
	}
	return sniffed.Choose(func(t intake.Table) bool { return slices.Contains(u.Tables, t.Key()) })
}

// shownHeaders is how many of a table's columns are named in the choice.
const shownHeaders = 8

func tableViews(p locale.Printer, s intake.Sniffed) []TableView {
	var out []TableView
	if s.Format == intake.JSON {
		return nil // there is nothing to choose
	}
	for _, t := range s.Tables {
		v := TableView{
			Key: t.Key(), Sheet: t.Name, Rows: t.Rows, Chosen: t.Chosen, Where: p.T("lists.tables.from", strconv.Itoa(t.First), strconv.Itoa(t.Last)),
			Label: p.T("lists.tables.pick", locale.Isolate(t.Name)),
		}
		var named []string
		for _, h := range t.Headers {
			if h != "" && len(named) < shownHeaders {
				named = append(named, locale.Isolate(h))
			}
		}
		v.Columns = strings.Join(named, p.T("common.list.comma"))
		if t.Header == 0 {
			v.Columns = p.T("lists.tables.no_header")
		} else if !t.Names() {
			v.Notes = append(v.Notes, p.T("lists.tables.nameless"))
		}
		if t.Hidden {
			v.Notes = append(v.Notes, p.T("lists.tables.hidden"))
		}
		if t.Hides > 0 {
			v.Notes = append(v.Notes, p.T("lists.tables.hides", strconv.Itoa(t.Hides)))
		}
		out = append(out, v)
	}
	return out
}

// leftOf says what a workbook has that is not read.
func leftOf(p locale.Printer, s intake.Sniffed) []string {
	var out []string
	for _, l := range s.Left {
		out = append(out, p.T("intake.left."+string(l)))
	}
	return out
}

// notChosen names the tables of an import that were left out.
func notChosen(p locale.Printer, s intake.Sniffed) []string {
	var out []string
	for _, t := range s.Tables {
		if !t.Chosen {
			where := p.T("lists.tables.from", strconv.Itoa(t.First), strconv.Itoa(t.Last))
			out = append(out, p.T("lists.left.out", locale.Isolate(t.Name), where))
		}
	}
	return out
}

// whereOf is the row that an issue is about, as the reader finds it.
func whereOf(p locale.Printer, i intake.Issue) string {
	if i.Sheet == "" {
		return strconv.Itoa(i.Row)
	}
	return p.T("lists.where", locale.Isolate(i.Sheet), strconv.Itoa(i.Line))
}

// chooseTables keeps which tables of a workbook are to be read, and drafts the
// mapping for them.
func (s *Screen) chooseTables(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return fmt.Errorf("read form: %w", err)
	}
	u, src, err := s.uploadFor(r, access.ImportPreview)
	if err != nil {
		return err
	}
	unlock := s.lock(u.ID)
	defer unlock()
	if u.Job != "" {
		http.Redirect(w, r, uploadHref(u.ID), http.StatusSeeOther)
		return nil
	}
	chosen := slices.Clone(r.PostForm["table"])
	before := u.Tables
	u.Tables = append([]string{}, chosen[:min(len(chosen), maxChosen)]...)
	sniffed, err := s.sniffed(r.Context(), u)
	if len(chosen) == 0 || err != nil {
		u.Tables = before
		p := web.PrinterOf(r.Context())
		return s.showPreview(w, r, http.StatusUnprocessableEntity, u, src, &RefusalView{File: u.FileName, Problem: p.T("lists.error.no_table")})
	}
	if u.Mapping, u.Kept, err = s.mappingFor(r.Context(), src, sniffed); err != nil {
		return err
	}
	u.Lines, u.Trouble = sniffed.Rows(), ""
	if err := s.putUpload(r.Context(), string(gate.PrincipalOf(r.Context()).Account), u); err != nil {
		return err
	}
	http.Redirect(w, r, uploadHref(u.ID), http.StatusSeeOther)
	return nil
}

// maxChosen is more tables than a workbook may have.
const maxChosen = 2000
