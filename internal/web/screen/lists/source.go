package lists

import (
	"context"
	"net/http"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/vocab"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/internal/web/part"
	"kashf.org/kashf/internal/web/screen/attach"
)

// A SourceView is one source's page.
type SourceView struct {
	Name           string
	Facts          []part.Fact
	Imports        []ImportRow
	Overlap        []OverlapRow
	HasOverlap     bool
	Files          attach.View
	Upload, Change string // "" where the reader may not
}

// An ImportRow is one import in a source's page.
type ImportRow struct {
	File, Href, At, By            string
	Read, Taken, Refused, Skipped int
	Undone                        string // by whom and when, "" while it stands
	Why                           string
	Undo                          string
}

// An OverlapRow is another source with people in common.
type OverlapRow struct {
	Name, Href string
	People     int
	SameOrigin bool
}

func (s *Screen) source(w http.ResponseWriter, r *http.Request) error {
	ctx, p := r.Context(), web.PrinterOf(r.Context())
	src, err := s.sourceFor(ctx, access.SourceRead, register.SourceID(r.PathValue("id")))
	if err != nil {
		return err
	}
	v, err := s.sourceView(ctx, p, src)
	if err != nil {
		return err
	}
	f := s.Web.Frame(r, p.T("lists.source.title"))
	f.Flashes = did(p, r)
	f.Crumbs = []part.Crumb{{Label: p.T("lists.title"), Href: "/lists"}, {Label: src.Name}}
	f.Keys = v.keys(p)
	return s.Web.Page(w, r, f, SourcePage(p, v))
}

func (s *Screen) sourceView(ctx context.Context, p locale.Printer, src register.Source) (SourceView, error) {
	v := SourceView{Name: src.Name}
	orgs, err := s.orgNames(ctx, p)
	if err != nil {
		return v, err
	}
	v.Facts = sourceFacts(p, src, orgs)
	if s.may(ctx, access.ImportPreview, src) {
		v.Upload = sourceHref(src.ID) + "/upload"
	}
	if s.may(ctx, access.SourceUpdate, src) {
		v.Change = sourceHref(src.ID) + "/change"
	}
	if v.Imports, err = s.importRows(ctx, p, src); err != nil {
		return v, err
	}
	if err := s.overlap(ctx, src, &v); err != nil {
		return v, err
	}
	v.Files, err = s.Attach.View(ctx, p, register.OfSource, string(src.ID))
	return v, err
}

func sourceFacts(p locale.Printer, src register.Source, orgs map[register.OrgID]string) []part.Fact {
	facts := []part.Fact{
		{Label: p.T("lists.field.kind"), Value: vocab.Label("source_type", src.Kind, p.Lang())},
		{Label: p.T("lists.field.owner"), Value: orgs[src.Owner]},
		{Label: p.T("lists.field.reliability"), Value: reliability(p, src.Reliability), None: src.Reliability == 0},
		{Label: p.T("lists.field.sharing"), Value: sharingWords(p, src, orgs)},
		{Label: p.T("lists.field.window"), Value: window(p, src), None: src.WindowFrom == "" && src.WindowTo == ""},
		{Label: p.T("lists.field.origin"), Value: src.Origin, None: src.Origin == ""},
		{Label: p.T("lists.field.no_duplicates"), Value: yesNo(p, src.NoDuplicates)},
		{Label: p.T("lists.field.raise"), Value: raiseWords(p, src.Raise)},
	}
	if src.Origin == "" {
		facts[5].Value = p.T("lists.origin.itself")
	}
	return facts
}

func sharingWords(p locale.Printer, src register.Source, orgs map[register.OrgID]string) string {
	if src.Sharing != register.ShareNamed {
		return p.T("lists.sharing." + string(src.Sharing))
	}
	var names []string
	for _, id := range src.SharedWith {
		names = append(names, locale.Isolate(orgs[id]))
	}
	return p.T("lists.sharing.with", p.List(names...))
}

// window is the time that a source covers, as one interval.
func window(p locale.Printer, src register.Source) string {
	switch {
	case src.WindowFrom == "" && src.WindowTo == "":
		return p.T("common.unknown")
	case src.WindowFrom == "":
		return p.Date("../" + src.WindowTo)
	case src.WindowTo == "":
		return p.Date(src.WindowFrom + "/..")
	}
	return p.Date(src.WindowFrom + "/" + src.WindowTo)
}

func yesNo(p locale.Printer, yes bool) string {
	if yes {
		return p.T("common.do.yes")
	}
	return p.T("common.do.no")
}

func (s *Screen) importRows(ctx context.Context, p locale.Printer, src register.Source) ([]ImportRow, error) {
	ims, err := s.Register.Imports(ctx, gate.Sight(ctx, 0), src.ID)
	if err != nil {
		return nil, err
	}
	mayUndo := s.may(ctx, access.ImportUndo, src)
	rows := make([]ImportRow, 0, len(ims))
	for _, im := range ims {
		row := ImportRow{
			File: im.FileName, Href: importHref(im.ID), At: p.DateTime(im.At), By: s.nameOf(ctx, p, im.By),
			Read: im.Read, Taken: im.Taken, Refused: im.Refused, Skipped: im.Skipped,
		}
		if im.Undone != 0 {
			if row.Undone, row.Why, err = s.undoing(ctx, p, im.Undone); err != nil {
				return nil, err
			}
		} else if mayUndo {
			row.Undo = importHref(im.ID) + "/undo"
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// undoing says who undid an import, when, and why.
func (s *Screen) undoing(ctx context.Context, p locale.Printer, seq int64) (who, why string, err error) {
	e, _, err := s.Entries.Entry(ctx, seq)
	if err != nil {
		return "", "", err
	}
	b, err := journal.Decode[journal.Undone](e)
	if err != nil {
		return "", "", err
	}
	return p.T("lists.undone_by", locale.Isolate(s.nameOf(ctx, p, e.Author)), p.DateTime(timeOf(e.At))), b.Why, nil
}

func (s *Screen) overlap(ctx context.Context, src register.Source, v *SourceView) error {
	if s.Overlap == nil {
		return nil
	}
	shared, err := s.Overlap(ctx, gate.Sight(ctx, 0), src.ID)
	v.HasOverlap = true
	for _, o := range shared {
		v.Overlap = append(v.Overlap, OverlapRow{
			Name: o.Source.Name, Href: sourceHref(o.Source.ID), People: o.People, SameOrigin: o.Source.OriginKey() == src.OriginKey(),
		})
	}
	return err
}

// keys lists the keys of the page, those alone that the reader has.
func (v SourceView) keys(p locale.Printer) []part.Key {
	var out []part.Key
	if v.Upload != "" {
		out = append(out, part.Key{Press: "u", Does: p.T("lists.upload.do")})
	}
	if v.Change != "" {
		out = append(out, part.Key{Press: "e", Does: p.T("lists.change.do")})
	}
	return out
}
