package matches

import (
	"context"
	"net/http"
	"strings"

	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/part"
)

// pair shows one given pair with all that was said of it.
func (s *Screen) pair(w http.ResponseWriter, r *http.Request) error {
	ctx, p := r.Context(), web.PrinterOf(r.Context())
	left, right, ok := parseToken(s.FileNos, r.PathValue("pair"))
	if !ok {
		return web.ErrNotFound
	}
	x, err := s.pairOf(ctx, p, left, right)
	if err != nil {
		return err
	}
	if x.Token != r.PathValue("pair") {
		http.Redirect(w, r, pairPath(x.Token), http.StatusSeeOther)
		return nil
	}
	d, err := s.done(ctx, r.URL.Query().Get("done"))
	if err != nil {
		return err
	}
	frame := s.frame(r, p, p.T("matches.pair.heading"))
	frame.Flashes = flashes(p, r)
	frame.Keys = keysOf(p)
	form := s.formOf(ctx, x)
	if r.URL.Query().Has("back") { // the way on, for who came from the queue
		form.Choice, form.Skip = Choice{After: -1}, "/matches"
	}
	return s.Web.Page(w, r, frame, pairPage(p, x, form, d))
}

// compare leads to the page of two records whose numbers were typed.
func (s *Screen) compare(w http.ResponseWriter, r *http.Request) error {
	p, q := web.PrinterOf(r.Context()), r.URL.Query()
	left, right := q.Get("left"), q.Get("right")
	l, okL := s.FileNos.Parse(left)
	g, okR := s.FileNos.Parse(right)
	if okL && okR && l != g {
		http.Redirect(w, r, Href(s.FileNos, register.RecordID(l), register.RecordID(g)), http.StatusSeeOther)
		return nil
	}
	wrong := ""
	if left+right != "" {
		wrong = p.T("matches.any.wrong")
	}
	const most = 40
	f := s.frame(r, p, p.T("matches.any.title"))
	status := http.StatusOK
	if wrong != "" {
		status = http.StatusUnprocessableEntity
	}
	return s.Web.PageStatus(w, r, status, f, comparePage(p, cut(left, most), cut(right, most), wrong))
}

func cut(s string, most int) string {
	r := []rune(strings.ToValidUTF8(s, ""))
	return string(r[:min(len(r), most)])
}

// frame is the frame of a page below the section's first.
func (s *Screen) frame(r *http.Request, p locale.Printer, title string) part.Frame {
	f := s.Web.Frame(r, title)
	f.Crumbs = []part.Crumb{{Label: p.T("matches.title"), Href: "/matches"}, {Label: title}}
	return f
}

// dids are the things that a page says were just done. The address names one;
// anything else it says is passed over.
var dids = map[string]string{
	"undone": "matches.did.undone", "run_undone": "matches.did.run_undone", "stopped": "matches.did.stopped",
}

func flashes(p locale.Printer, r *http.Request) []part.Flash {
	if key, ok := dids[r.URL.Query().Get("did")]; ok {
		return []part.Flash{{Tone: part.Good, Text: p.T(key)}}
	}
	return nil
}

// pairOf reads two records and puts them into words.
func (s *Screen) pairOf(ctx context.Context, p locale.Printer, left, right register.RecordID) (Pair, error) {
	a := s.audience(ctx)
	read, err := s.Pairs.MatchPair(ctx, a, left, right)
	if err != nil {
		return Pair{}, err
	}
	why, err := s.Identity.Explain(ctx, a.Sight, left, right)
	if err != nil {
		return Pair{}, err
	}
	d := describer{s: s, p: p, pair: read, why: why}
	x := Pair{Token: tokenOf(s.FileNos, left, right), Said: d.said(ctx)}
	if x.Left, err = d.side(ctx, a.Sight, read.Left, read.Right); err != nil {
		return x, err
	}
	if x.Right, err = d.side(ctx, a.Sight, read.Right, read.Left); err != nil {
		return x, err
	}
	x.Names, x.Mothers, x.Rows = d.names("name"), d.names("mother"), d.rows()
	x.Chart, x.Strength, x.Reading = d.chart(), 0, ""
	if x.Chart != nil {
		x.Strength, x.Reading = readingOf(p, why.Probability)
	}
	x.Held = d.held()
	if x.Apart, err = d.apart(ctx); err != nil {
		return x, err
	}
	if x.Mean, err = d.mean(ctx); err != nil {
		return x, err
	}
	return x, s.cover(ctx, &x, left, right)
}

// formOf is the question about a pair.
func (s *Screen) formOf(ctx context.Context, x Pair) Form {
	f := Form{Token: x.Token, Choice: Choice{After: -1}, CanTell: s.judges(ctx)}
	for _, said := range x.Said {
		if said.stands() {
			f.Seen = append(f.Seen, said.ID)
		}
	}
	return f
}
