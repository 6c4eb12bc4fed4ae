package lists

import (
	"context"
	"fmt"
	"net/http"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/intake"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
)

// reread reads an import's file again, as it was read when it was taken in.
func (s *Screen) reread(ctx context.Context, im register.Import, src register.Source, each func(intake.Row) error) (intake.Reading, error) {
	reading, err := s.readingOf(ctx, im)
	if err != nil {
		return reading, err
	}
	f, err := s.Vault.Open(ctx, im.Original)
	if err != nil {
		return reading, fmt.Errorf("open list: %w", err)
	}
	defer f.Close()
	opts := s.Taker.Options
	opts.Raise = src.Raise
	for row, err := range intake.Rows(ctx, f, reading.Sniffed, reading.Mapping, opts) {
		if err != nil {
			return reading, err
		}
		if err := each(row); err != nil {
			return reading, err
		}
	}
	return reading, nil
}

// A veil hides what is above a reader's sight in rows that are read again from
// the file. Whoever brought the file in has seen all of it, and gets it back.
type veil struct {
	hidden []bool // by column
	any    bool
	word   string
}

func (s *Screen) veilOf(ctx context.Context, im register.Import, src register.Source, word string) veil {
	v := veil{hidden: make([]bool, len(im.Columns)), word: word}
	if im.By == string(gate.PrincipalOf(ctx).Account) {
		return v
	}
	sight := gate.Sight(ctx, 0)
	for i, l := range register.CellLevels(im.Columns, im.Mapping, src.Raise) {
		v.hidden[i] = !sight.Sees(l)
		v.any = v.any || v.hidden[i]
	}
	return v
}

// over returns the row without what is hidden. A row whose cells do not stand
// under the columns may hold a hidden one anywhere: all of it is left out.
func (v veil) over(row intake.Row) intake.Row {
	if !v.any {
		return row
	}
	aligned := len(row.Cells) == len(v.hidden)
	cells := make([]string, len(row.Cells))
	for i, c := range row.Cells {
		if cells[i] = c; c != "" && (!aligned || v.hidden[i]) {
			cells[i] = v.word
		}
	}
	row.Cells = cells
	issues := make([]intake.Issue, len(row.Issues))
	for i, is := range row.Issues {
		if !aligned || is.Column < 1 || is.Column > len(v.hidden) || v.hidden[is.Column-1] {
			is.Excerpt = ""
		}
		issues[i] = is
	}
	row.Issues = issues
	return row
}

// refused gives back the rows that were refused, with the reasons, as a file
// that can be corrected and brought in again.
func (s *Screen) refused(w http.ResponseWriter, r *http.Request) error {
	ctx, p := r.Context(), web.PrinterOf(r.Context())
	im, src, err := s.importFor(ctx, access.ImportRefused, register.ImportID(r.PathValue("id")))
	if err != nil {
		return err
	}
	if im.Refused == 0 {
		return register.ErrNotFound
	}
	veil := s.veilOf(ctx, im, src, p.T("common.withheld"))
	out := &begun{w: w}
	file, err := intake.NewRefusedFile(out, im.Columns, p.T("lists.refused.row"), p.T("lists.refused.reason"), func(i intake.Issue) string {
		return reasonOf(p, im.Columns, i)
	})
	if err != nil {
		return err
	}
	if _, err = s.reread(ctx, im, src, func(row intake.Row) error {
		if row.State != intake.Refused {
			return nil
		}
		return file.Write(veil.over(row))
	}); err == nil {
		err = file.Close()
	}
	if err != nil && out.any {
		panic(http.ErrAbortHandler) // a cut connection is the only way to say so now
	}
	return err
}

// begun sends the download's headers with its first bytes, so that an error
// before them is still a page.
type begun struct {
	w   http.ResponseWriter
	any bool
}

func (b *begun) Write(p []byte) (int, error) {
	if !b.any {
		b.any = true
		h := b.w.Header()
		h.Set("Content-Type", "text/csv; charset=utf-8")
		h.Set("Content-Disposition", `attachment; filename="refused-rows.csv"`)
		h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	}
	return b.w.Write(p)
}

// reportWords adds the reasons of a report to an advice.
func reportWords(p locale.Printer, r *intake.Report, advice string) string {
	for i, g := range r.Groups() {
		if i == 5 { // enough to see what is the matter
			break
		}
		text := p.T("intake.reason." + string(g.Reason))
		if g.Header != "" {
			text = p.T("lists.reason.in_column", g.Header, text)
		}
		advice += " " + p.N("lists.reason.rows", g.Count, text)
	}
	return advice
}
