package sheet

import (
	"context"
	"errors"
	"path"
	"strings"
)

// An xlsx is what is known of an XLSX book beside its sheets.
type xlsx struct {
	a        *archive
	shared   *pool
	styles   []shows // by the cell's style
	from1904 bool
	sheets   []Sheet
}

// openXLSX reads the parts that say which sheets there are and how their
// numbers show.
func (b *Book) openXLSX() error {
	b.Format = XLSX
	x := &xlsx{a: b.a}
	bud := b.a.budget()
	main := x.mainPart(bud)
	if !b.a.has(main) {
		return &Error{Kind: NotWorkbook}
	}
	rels, err := x.relations(main, bud)
	if err != nil {
		return err
	}
	if err := b.readWorkbook(x, main, rels, bud); err != nil {
		return err
	}
	tooMany, err := x.readStyles(partBeside(main, rels, "styles", "styles.xml"), bud)
	if err != nil {
		return err
	}
	if x.shared, err = b.a.readShared(partBeside(main, rels, "sharedstrings", "sharedStrings.xml"), bud); err != nil {
		return err
	}
	b.leftOf(x, tooMany)
	x.sheets = b.sheets
	b.rows = x.rows
	return nil
}

// A relation leads from one part to another.
type relation struct {
	kind, target string
	external     bool
}

// mainPart is the workbook's own part, as the package says or as it is called
// by habit.
func (x *xlsx) mainPart(b *budget) string {
	main := "xl/workbook.xml"
	if !x.a.has("_rels/.rels") {
		return main
	}
	rels, err := x.relationsIn("_rels/.rels", "", b)
	if err != nil {
		return main
	}
	for _, r := range rels {
		if r.kind == "officedocument" && !r.external {
			return r.target
		}
	}
	return main
}

func (x *xlsx) relations(of string, b *budget) (map[string]relation, error) {
	name := path.Join(path.Dir(of), "_rels", path.Base(of)+".rels")
	if !x.a.has(name) {
		return nil, nil
	}
	return x.relationsIn(name, path.Dir(of), b)
}

// maxRelations is far beyond one for each sheet.
const maxRelations = 20 * MaxSheets

func (x *xlsx) relationsIn(name, dir string, b *budget) (map[string]relation, error) {
	rels := map[string]relation{}
	err := x.a.each(name, b, func(s *scanner, k token) (bool, error) {
		if k != startTag || !s.is("Relationship") {
			return false, nil
		}
		kind := s.attr("Type")
		r := relation{kind: strings.ToLower(kind[strings.LastIndexByte(kind, '/')+1:]), external: s.attr("TargetMode") == "External"}
		if r.target = s.attr("Target"); strings.HasPrefix(r.target, "/") {
			r.target = partName(r.target)
		} else {
			r.target = partName(path.Join(dir, r.target))
		}
		rels[s.attr("Id")] = r
		if len(rels) > maxRelations {
			return true, &Error{Kind: TooManySheets, Part: name}
		}
		return false, nil
	})
	return rels, err
}

// partBeside is the part that a relation of this kind leads to, or what it is
// called by habit.
func partBeside(main string, rels map[string]relation, kind, habit string) string {
	for _, r := range rels {
		if r.kind == kind && !r.external {
			return r.target
		}
	}
	return path.Join(path.Dir(main), habit)
}

func (b *Book) readWorkbook(x *xlsx, main string, rels map[string]relation, bud *budget) error {
	other := 0
	err := b.a.each(main, bud, func(s *scanner, k token) (bool, error) {
		switch {
		case k != startTag:
		case s.is("workbookPr"):
			v := s.attr("date1904")
			x.from1904 = v == "1" || v == "true"
		case s.is("sheet"):
			r, ok := rels[s.attr("id")]
			if !ok || r.external || r.kind != "worksheet" || !b.a.has(r.target) {
				other++
				return false, nil
			}
			state := s.attr("state")
			b.sheets = append(b.sheets, Sheet{Name: s.attr("name"), Hidden: state == "hidden" || state == "veryHidden", part: r.target})
			if len(b.sheets) > MaxSheets {
				return true, &Error{Kind: TooManySheets}
			}
		}
		return false, nil
	})
	if other > 0 {
		b.left = append(b.left, OtherSheets)
	}
	return err
}

// readStyles reads how each style shows numbers.
func (x *xlsx) readStyles(name string, b *budget) (tooMany bool, err error) {
	if !x.a.has(name) {
		return false, nil
	}
	codes := map[int]shows{}
	inCells := false
	err = x.a.each(name, b, func(s *scanner, k token) (bool, error) {
		switch {
		case s.is("cellXfs"):
			inCells = k == startTag
			return k == endTag, nil
		case k != startTag:
		case s.is("numFmt"):
			if len(codes) < maxCodes {
				codes[s.number("numFmtId", -1, 1<<30)] = formatOf(s.attr("formatCode"))
			} else {
				tooMany = true
			}
		case inCells && s.is("xf"):
			if len(x.styles) == maxFormats {
				tooMany = true
				return false, nil
			}
			id := s.number("numFmtId", 0, 1<<30)
			f, own := codes[id]
			if !own {
				f = builtin(id)
			}
			x.styles = append(x.styles, f)
		}
		return false, nil
	})
	return tooMany, err
}

// leftOf says what the book has that is not read, by the names of its parts.
func (b *Book) leftOf(x *xlsx, tooManyStyles bool) {
	has := map[Left]bool{}
	for name := range b.a.parts {
		switch {
		case strings.HasSuffix(name, "vbaproject.bin"), strings.Contains(name, "macrosheets/"):
			has[Macros] = true
		case strings.Contains(name, "externallinks/"):
			has[ExternalLinks] = true
		case strings.Contains(name, "comments"):
			has[Comments] = true
		case strings.Contains(name, "/media/"), strings.HasPrefix(name, "pictures/"):
			has[Pictures] = true
		case strings.Contains(name, "/charts/"):
			has[Charts] = true
		case strings.Contains(name, "pivot"):
			has[PivotTables] = true
		}
	}
	has[TooManyStyles] = tooManyStyles
	for _, l := range []Left{Macros, ExternalLinks, Comments, Pictures, Charts, PivotTables, TooManyStyles} {
		if has[l] {
			b.left = append(b.left, l)
		}
	}
}

// rows reads the wanted sheets one after the other.
func (x *xlsx) rows(ctx context.Context, want func(int) bool, yield func(Row) bool) error {
	bud := x.a.budget()
	for i, sh := range x.sheets {
		if !want(i) {
			continue
		}
		merges, err := x.merges(sh.part, bud)
		if err != nil {
			return err
		}
		r := &rowReader{x: x, sheet: i, merges: merges, budget: bud, ctx: ctx, yield: yield}
		err = x.a.each(sh.part, bud, r.visit)
		if errors.Is(err, errStop) {
			return nil
		}
		if err != nil {
			return err
		}
	}
	return nil
}
