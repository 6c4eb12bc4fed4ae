package lists

import (
	"context"
	"net/http"
	"strconv"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/vocab"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/internal/web/part"
)

// An IndexView is the list of sources in sight.
type IndexView struct {
	Sources    []SourceRow
	Unfinished []UploadRow
	MayAdd     bool
}

// A SourceRow is one source in the list.
type SourceRow struct {
	Name, Href                              string
	Kind, Owner, Reliability, Sharing, Last string
	Own                                     bool
	Records                                 int
	Upload                                  string // "" where the reader may not
}

// An UploadRow is a file that waits to be taken in.
type UploadRow struct {
	File, Source, Href, At, State string
	Drop                          string
}

func (s *Screen) index(w http.ResponseWriter, r *http.Request) error {
	p := web.PrinterOf(r.Context())
	v, err := s.indexView(r.Context(), p)
	if err != nil {
		return err
	}
	f := s.Web.Frame(r, p.T("lists.title"))
	f.Flashes = did(p, r)
	if v.MayAdd {
		f.Keys = []part.Key{{Press: "n", Does: p.T("lists.new.do")}}
	}
	return s.Web.Page(w, r, f, Index(p, v))
}

func (s *Screen) indexView(ctx context.Context, p locale.Printer) (IndexView, error) {
	v := IndexView{MayAdd: s.authorize(ctx, access.SourceCreate, access.House) == nil}
	srcs, err := s.Register.Sources(ctx, gate.Sight(ctx, 0))
	if err != nil {
		return v, err
	}
	orgs, err := s.orgNames(ctx, p)
	if err != nil {
		return v, err
	}
	byID := make(map[register.SourceID]register.Source, len(srcs))
	for _, src := range srcs {
		if !s.may(ctx, access.SourceRead, src) {
			continue
		}
		byID[src.ID] = src
		row, err := s.sourceRow(ctx, p, src, orgs)
		if err != nil {
			return v, err
		}
		v.Sources = append(v.Sources, row)
	}
	v.Unfinished, err = s.unfinished(ctx, p, byID)
	return v, err
}

func (s *Screen) sourceRow(ctx context.Context, p locale.Printer, src register.Source, orgs map[register.OrgID]string) (SourceRow, error) {
	row := SourceRow{
		Name: src.Name, Href: sourceHref(src.ID), Kind: vocab.Label("source_type", src.Kind, p.Lang()), Owner: orgs[src.Owner],
		Own: src.Owner == gate.PrincipalOf(ctx).Org, Reliability: reliability(p, src.Reliability), Sharing: p.T("lists.sharing." + string(src.Sharing)),
	}
	ims, err := s.Register.Imports(ctx, gate.Sight(ctx, 0), src.ID)
	if err != nil {
		return row, err
	}
	for _, im := range ims { // newest first
		if im.Undone != 0 {
			continue
		}
		row.Records += im.Taken
		if row.Last == "" {
			row.Last = p.RelTime(im.At, s.Now())
		}
	}
	if s.may(ctx, access.ImportPreview, src) {
		row.Upload = sourceHref(src.ID) + "/upload"
	}
	return row, nil
}

func (s *Screen) unfinished(ctx context.Context, p locale.Printer, srcs map[register.SourceID]register.Source) ([]UploadRow, error) {
	us, err := s.uploads(ctx)
	var rows []UploadRow
	for _, u := range us {
		src, ok := srcs[u.Source]
		if !ok {
			continue // out of sight by now
		}
		row := UploadRow{File: u.FileName, Source: src.Name, Href: uploadHref(u.ID), Drop: uploadHref(u.ID) + "/drop", At: p.RelTime(u.At, s.Now()), State: p.T("lists.unfinished.preview")}
		if u.Job != "" {
			row.State = p.T("lists.unfinished.job")
		}
		rows = append(rows, row)
	}
	return rows, err
}

func sourceHref(id register.SourceID) string { return "/lists/sources/" + string(id) }
func importHref(id register.ImportID) string { return "/lists/imports/" + string(id) }
func uploadHref(id string) string            { return "/lists/uploads/" + id }

// reliability is the grade of a source in words.
func reliability(p locale.Printer, n int) string {
	if n == 0 {
		return p.T("lists.reliability.none")
	}
	return vocab.Label("reliability", strconv.Itoa(n), p.Lang())
}

// dids are the things that a page says were just done. The address names one;
// anything else it says is passed over.
var dids = map[string]string{
	"added": "lists.did.added", "changed": "lists.did.changed", "dropped": "lists.did.dropped", "undone": "lists.did.undone",
	"attached": "lists.did.attached", "taken": "lists.did.taken", "undo_newer": "lists.did.undo_newer",
}

func did(p locale.Printer, r *http.Request) []part.Flash {
	what := r.URL.Query().Get("did")
	key, ok := dids[what]
	if !ok {
		return nil
	}
	tone := part.Good
	if what == "undo_newer" {
		tone = part.Warn
	}
	return []part.Flash{{Tone: tone, Text: p.T(key)}}
}
