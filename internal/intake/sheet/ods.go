package sheet

import (
	"context"
	"errors"
	"io"
)

// openODS lists the sheets of an OpenDocument book.
func (b *Book) openODS() error {
	b.Format = ODS
	bud := b.a.budget()
	if err := b.a.locked(bud); err != nil {
		return err
	}
	has := map[Left]bool{}
	depth := 0
	err := b.a.each("content.xml", bud, func(s *scanner, k token) (bool, error) {
		switch {
		case s.is("table") && k == startTag:
			if depth++; depth > 1 {
				break
			}
			b.sheets = append(b.sheets, Sheet{Name: s.attr("name"), Hidden: s.attr("display") == "false"})
			if len(b.sheets) > MaxSheets {
				return true, &Error{Kind: TooManySheets}
			}
		case s.is("table"):
			depth--
		case k != startTag:
		case s.is("annotation"):
			has[Comments] = true
		case s.is("image"):
			has[Pictures] = true
		case s.is("data-pilot-table"):
			has[PivotTables] = true
		case s.is("object"):
			has[Charts] = true
		case s.is("table-source"):
			has[ExternalLinks] = true
		}
		return false, nil
	})
	if err != nil {
		return err
	}
	for name := range b.a.parts {
		if len(name) > 6 && (name[:6] == "basic/" || name[:6] == "script") {
			has[Macros] = true
		}
	}
	for _, l := range []Left{Macros, ExternalLinks, Comments, Pictures, Charts, PivotTables} {
		if has[l] {
			b.left = append(b.left, l)
		}
	}
	b.rows = b.odsRows
	return nil
}

// locked says whether the book needs a password: its parts are in the ZIP, and
// its manifest says how they were encrypted.
func (a *archive) locked(b *budget) error {
	const manifest = "META-INF/manifest.xml"
	if !a.has(manifest) {
		return nil
	}
	return a.each(manifest, b, func(s *scanner, k token) (bool, error) {
		if k == startTag && s.is("encryption-data") {
			return true, &Error{Kind: Locked}
		}
		return false, nil
	})
}

func (b *Book) odsRows(ctx context.Context, want func(int) bool, yield func(Row) bool) error {
	bud := b.a.budget()
	r := &odsReader{ctx: ctx, want: want, yield: yield, sheet: -1, merges: &merges{}, budget: bud}
	err := b.a.each("content.xml", bud, r.visit)
	if errors.Is(err, errStop) || errors.Is(err, io.EOF) {
		return nil
	}
	return err
}
