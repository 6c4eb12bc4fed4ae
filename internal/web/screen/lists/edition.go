package lists

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
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

// An EditionChoice is the part of a preview that asks whether the file is a
// newer edition of a list that is here already.
type EditionChoice struct {
	Action  string // where the answer goes
	Offered bool   // the file resembles the first of the lists
	Of      part.Input
	Date    part.Input
	// Chosen is the list of which it will be an edition, "" while none is
	// chosen; Compare where the two are shown side by side.
	Chosen, Compare string
}

// An EditionView is a file beside the edition before it.
type EditionView struct {
	File, Before, Action, Back string
	Counts                     register.EditionCounts
	Likely                     int
	Number                     string // the column by which rows were paired
	New, Left                  []string
	Tabs                       []part.NavItem
	Show                       string
	Changes                    []ChangeView
	Perhaps                    []PerhapsView
	Pager                      part.Pager
	Problem                    *RefusalView
	Take                       bool // the reader may take it in
	Foreign                    bool // hardly a row is on both lists
}

// A ChangeView is a row that was changed, added or dropped.
type ChangeView struct {
	Number int    // of the row in its file
	Name   string // as written
	Href   string // of the person's file, where there is one
	Cells  []CellChange
}

// A CellChange is a cell before and now.
type CellChange struct{ Column, Was, Is string }

// A PerhapsView is two rows that may be one entry.
type PerhapsView struct {
	Value         string // for the form
	Was, Is       string // names
	WasRow, IsRow int
	Ticked        bool
	Cells         []CellChange
}

// bases are the imports of a source of which a file can be a newer edition, the
// newest first.
func (s *Screen) bases(ctx context.Context, src register.SourceID) ([]register.Import, error) {
	ims, err := s.Register.Imports(ctx, gate.Sight(ctx, 0), src)
	if err != nil {
		return nil, err
	}
	older := map[register.ImportID]bool{}
	for _, im := range ims {
		older[im.EditionOf] = older[im.EditionOf] || im.Undone == 0
	}
	var out []register.Import
	for _, im := range ims {
		if im.Undone == 0 && !older[im.ID] {
			out = append(out, im)
		}
	}
	return out, nil
}

// editionChoice asks whether an upload is a newer edition; nil where the source
// has no list yet, or this very file is in it.
func (s *Screen) editionChoice(ctx context.Context, p locale.Printer, u Upload) (*EditionChoice, error) {
	ims, err := s.bases(ctx, u.Source)
	if err != nil || len(ims) == 0 {
		return nil, err
	}
	v := &EditionChoice{Action: uploadHref(u.ID) + "/edition", Offered: u.Offered != "" && u.Edition == nil}
	v.Of = part.Input{Name: "of", Label: p.T("lists.edition.of")}
	if u.Edition != nil {
		v.Of.Value = string(u.Edition.Of)
	} else if u.Offered != "" {
		v.Of.Value = string(u.Offered)
	} else {
		v.Of.Value = string(ims[0].ID)
	}
	for _, im := range ims {
		label := p.T("lists.edition.option", locale.Isolate(im.FileName), p.Day(im.At))
		v.Of.Options = append(v.Of.Options, part.Option{Value: string(im.ID), Label: label, Chosen: string(im.ID) == v.Of.Value})
		if u.Edition != nil && im.ID == u.Edition.Of {
			v.Chosen, v.Compare = label, v.Action
		}
	}
	v.Date = part.Input{Name: "date", Label: p.T("lists.edition.date"), Hint: p.T("lists.edition.date.hint"), Optional: true}
	if u.Edition != nil {
		v.Date.Value = u.Edition.Date
	}
	return v, nil
}

// chooseEdition keeps whether an upload is a newer edition and which rows a
// person said are one entry, and takes the list in where that is asked.
func (s *Screen) chooseEdition(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return fmt.Errorf("read form: %w", err)
	}
	if _, _, err := s.uploadFor(r, access.ImportTake); err != nil {
		return err
	}
	unlock := s.lock(r.PathValue("id"))
	defer unlock()
	u, src, err := s.uploadFor(r, access.ImportTake)
	if errors.Is(err, register.ErrNotFound) { // taken in while this one waited
		http.Redirect(w, r, "/lists", http.StatusSeeOther)
		return nil
	}
	if err != nil {
		return err
	}
	if u.Job != "" {
		http.Redirect(w, r, uploadHref(u.ID), http.StatusSeeOther)
		return nil
	}
	ctx, f := r.Context(), r.PostForm
	switch f.Get("do") {
	case "none":
		u.Edition, u.Offered = nil, ""
	case "keep", "take":
		if u.Edition == nil {
			http.Redirect(w, r, uploadHref(u.ID), http.StatusSeeOther)
			return nil
		}
		u.Edition.Also = ticked(u.Edition.Also, f)
		u.Edition.Checked = f.Get("do") == "take" // the page said what differs
	default:
		if u.Edition, err = s.editionAsked(ctx, u.Source, f); err != nil {
			return s.showPreview(w, r, http.StatusUnprocessableEntity, u, src, &RefusalView{File: u.FileName, Problem: web.PrinterOf(ctx).T("lists.edition.wrong_date")})
		}
	}
	if err := s.putUpload(ctx, string(gate.PrincipalOf(ctx).Account), u); err != nil {
		return err
	}
	to := uploadHref(u.ID)
	switch {
	case f.Get("do") == "take" && s.Queue != nil && u.Lines > s.directRows():
		return s.enqueue(w, r, u)
	case f.Get("do") == "take":
		return s.takeNow(w, r, u, src)
	case u.Edition != nil:
		to += "/edition"
		if f.Get("do") == "keep" {
			to += "?show=perhaps"
		}
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// editionAsked is the edition that a form asks for: of a list that is there.
func (s *Screen) editionAsked(ctx context.Context, src register.SourceID, f url.Values) (*intake.EditionOrder, error) {
	date := strings.TrimSpace(f.Get("date"))
	if date != "" {
		d, err := intake.DateAsked(date)
		if err != nil {
			return nil, err
		}
		date = d
	}
	ims, err := s.bases(ctx, src)
	if err != nil {
		return nil, err
	}
	for _, im := range ims {
		if string(im.ID) == f.Get("of") {
			return &intake.EditionOrder{Of: im.ID, Date: date, Most: gate.Sight(ctx, 0).Level}, nil
		}
	}
	return nil, register.ErrNotFound
}

// ticked are the pairs that stand after a form of one page was sent: those of
// other pages, and those ticked on this one.
func ticked(had []intake.SameRow, f url.Values) []intake.SameRow {
	shown, on := map[string]bool{}, map[string]bool{}
	for _, v := range f["shown"] {
		shown[v] = true
	}
	for _, v := range f["also"] {
		on[v] = shown[v]
	}
	var out []intake.SameRow
	for _, p := range had {
		if !shown[pairValue(p)] {
			out = append(out, p)
		}
	}
	for _, v := range f["shown"] {
		row, record, ok := strings.Cut(v, "-")
		n, errRow := strconv.Atoi(row)
		r, errRecord := strconv.ParseInt(record, 10, 64)
		if on[v] && ok && errRow == nil && errRecord == nil {
			out = append(out, intake.SameRow{Row: n, Record: register.RecordID(r)})
		}
	}
	return out
}

func pairValue(p intake.SameRow) string { return strconv.Itoa(p.Row) + "-" + p.Record.String() }

// edition shows an upload beside the edition before it.
func (s *Screen) edition(w http.ResponseWriter, r *http.Request) error {
	u, src, err := s.uploadFor(r, access.ImportPreview)
	if err != nil {
		return err
	}
	if u.Edition == nil || u.Job != "" {
		http.Redirect(w, r, uploadHref(u.ID), http.StatusSeeOther)
		return nil
	}
	ctx, p := r.Context(), web.PrinterOf(r.Context())
	v := EditionView{
		File: u.FileName, Action: uploadHref(u.ID) + "/edition", Back: uploadHref(u.ID), Show: r.URL.Query().Get("show"),
		Take: s.may(ctx, access.ImportTake, src),
	}
	status := http.StatusOK
	c, err := s.compared(ctx, u)
	if refused := refusal(p, u.FileName, err, s.maxBytes()); refused != nil {
		v.Problem, status = refused, http.StatusUnprocessableEntity
	} else if err != nil {
		return err
	} else {
		after, _ := strconv.Atoi(r.URL.Query().Get("after"))
		s.fillEdition(p, &v, c.For(gate.Sight(ctx, 0)), u, max(0, after))
	}
	f := s.frame(r, u, src)
	f.Title, f.Path = p.T("lists.edition.title"), v.Action
	f.Crumbs = append(f.Crumbs[:2], part.Crumb{Label: p.T("lists.preview.title"), Href: uploadHref(u.ID)}, part.Crumb{Label: p.T("lists.edition.title")})
	return s.Web.PageStatus(w, r, status, f, EditionPage(p, v))
}

// The parts of the page, as its address names them.
const (
	showChanged = "changed"
	showAdded   = "added"
	showDropped = "dropped"
	showPerhaps = "perhaps"
)

func (s *Screen) fillEdition(p locale.Printer, v *EditionView, c *intake.Comparison, u Upload, after int) {
	v.Before = p.T("lists.edition.option", locale.Isolate(c.Import.FileName), p.Day(c.Import.At))
	v.Counts, v.Likely, v.Number, v.New, v.Left = c.Counts(), len(c.Perhaps)+len(u.Edition.Also), c.Number, c.New, c.Left
	v.Foreign = c.Foreign()
	if v.Show == "" {
		v.Show = showChanged
	}
	v.Tabs = tabs(p, v.Action, v.Show, v.Counts)
	if v.Likely > 0 {
		v.Tabs = append(v.Tabs, tab(p, v.Action, showPerhaps, v.Show, v.Likely))
	}
	var rows []int
	switch v.Show {
	case showAdded, showChanged:
		for i, o := range c.Of {
			if v.Show == showAdded && o < 0 || v.Show == showChanged && o >= 0 && len(c.Cells(o, i)) > 0 {
				rows = append(rows, i)
			}
		}
	case showDropped:
		rows = c.Dropped
	case showPerhaps:
		s.fillPerhaps(v, c, u)
		return
	}
	page := rows[min(after, len(rows)):min(after+rowsPage, len(rows))]
	for _, i := range page {
		v.Changes = append(v.Changes, changeOf(c, v.Show, i))
	}
	v.Pager = pagerOf(v.Action+"?show="+v.Show, after, len(page), len(rows))
}

func changeOf(c *intake.Comparison, show string, i int) ChangeView {
	if show == showDropped {
		return ChangeView{Number: c.Older.Rows[i].Number, Name: c.Older.Rows[i].Name()}
	}
	v := ChangeView{Number: c.Newer.Rows[i].Number, Name: c.Newer.Rows[i].Name()}
	if o := c.Of[i]; o >= 0 {
		for _, x := range c.Cells(o, i) {
			v.Cells = append(v.Cells, CellChange(x))
		}
	}
	return v
}

// fillPerhaps lists what a person is to answer: what was ticked, then what is
// likely.
func (s *Screen) fillPerhaps(v *EditionView, c *intake.Comparison, u Upload) {
	add := func(older, newer int, on bool) {
		o, n := c.Older.Rows[older], c.Newer.Rows[newer]
		x := PerhapsView{
			Value: pairValue(intake.SameRow{Row: n.Number, Record: c.Record(older)}), Was: o.Name(), Is: n.Name(), WasRow: o.Number, IsRow: n.Number, Ticked: on,
		}
		for _, cell := range c.Cells(older, newer) {
			x.Cells = append(x.Cells, CellChange(cell))
		}
		v.Perhaps = append(v.Perhaps, x)
	}
	at := make(map[int]int, len(c.Newer.Rows))
	for i, r := range c.Newer.Rows {
		at[r.Number] = i
	}
	for _, a := range u.Edition.Also {
		if i, ok := at[a.Row]; ok && c.Of[i] >= 0 {
			add(c.Of[i], i, true)
		}
	}
	for _, pair := range c.Perhaps {
		if len(v.Perhaps) == mostPerhaps {
			break
		}
		add(pair.Older, pair.Newer, false)
	}
}

// mostPerhaps is how many likely pairs are shown at once.
const mostPerhaps = 200

var tabWords = map[string]string{
	showChanged: "lists.edition.tab.changed", showAdded: "lists.edition.tab.added", showDropped: "lists.edition.tab.dropped", showPerhaps: "lists.edition.tab.perhaps",
}

func tabs(p locale.Printer, href, show string, c register.EditionCounts) []part.NavItem {
	return []part.NavItem{tab(p, href, showChanged, show, c.Changed), tab(p, href, showAdded, show, c.Added), tab(p, href, showDropped, show, c.Dropped)}
}

func tab(p locale.Printer, href, what, show string, n int) part.NavItem {
	return part.NavItem{Label: p.T(tabWords[what], p.Number(n)), Href: href + "?show=" + what + "#changes", Current: what == show}
}

func pagerOf(href string, after, shown, total int) part.Pager {
	pg := part.Pager{From: min(after+1, total), To: after + shown, Total: total}
	if after > 0 {
		pg.Prev = href + "&after=" + strconv.Itoa(max(0, after-rowsPage)) + "#changes"
	}
	if after+shown < total && shown > 0 {
		pg.Next = href + "&after=" + strconv.Itoa(after+shown) + "#changes"
	}
	return pg
}

// A beside keeps the last comparison: its pages are asked for one after another.
type beside struct {
	key [sha256.Size]byte
	*intake.Comparison
}

// compared compares an upload with the edition before it.
func (s *Screen) compared(ctx context.Context, u Upload) (*intake.Comparison, error) {
	about, err := json.Marshal([]any{u.ID, u.Blob, u.Tables, u.Mapping, u.Edition})
	if err != nil {
		return nil, fmt.Errorf("encode upload: %w", err)
	}
	key := sha256.Sum256(about)
	s.besideMu.Lock()
	defer s.besideMu.Unlock()
	if s.beside != nil && s.beside.key == key {
		return s.beside.Comparison, nil
	}
	sniffed, err := s.sniffed(ctx, u)
	if err != nil {
		return nil, err
	}
	c, err := s.Taker.Compare(ctx, intake.Order{Source: u.Source, Blob: u.Blob, Sniffed: sniffed, Mapping: u.Mapping, Edition: u.Edition})
	if err != nil {
		return nil, err
	}
	s.beside = &beside{key, c}
	return c, nil
}

func editionFacts(p locale.Printer, c register.EditionCounts) []part.Fact {
	return []part.Fact{
		{Label: p.T("lists.edition.same"), Value: p.Number(c.Same)}, {Label: p.T("lists.edition.changed"), Value: p.Number(c.Changed)},
		{Label: p.T("lists.edition.added"), Value: p.Number(c.Added)}, {Label: p.T("lists.edition.dropped"), Value: p.Number(c.Dropped)},
	}
}

// An ImportEdition tells on an import's page how it differs from the edition
// before it.
type ImportEdition struct {
	Before, Href, Date string
	Counts             register.EditionCounts
	Tabs               []part.NavItem
	Show               string
	Changes            []ChangeView
	Pager              part.Pager
}

// addEdition adds a page of what changed to an import that is a newer edition.
func (s *Screen) addEdition(ctx context.Context, p locale.Printer, im register.Import, q url.Values, v *ImportView) error {
	if im.EditionOf == "" || im.Undone != 0 {
		return nil
	}
	sight := gate.Sight(ctx, 0)
	before, err := s.Register.ImportOf(ctx, sight, im.EditionOf)
	if err != nil {
		return err
	}
	e := &ImportEdition{Before: before.FileName, Href: importHref(before.ID), Show: q.Get("show")}
	if im.EditionDate != "" {
		e.Date = p.Date(im.EditionDate)
	}
	if e.Counts, err = s.Register.EditionCounts(ctx, sight, im.ID); err != nil {
		return err
	}
	total := map[string]int{showChanged: e.Counts.Changed, showAdded: e.Counts.Added, showDropped: e.Counts.Dropped}
	if _, ok := total[e.Show]; !ok {
		e.Show = showChanged
	}
	e.Tabs = tabs(p, importHref(im.ID), e.Show, e.Counts)
	from, _ := strconv.ParseInt(q.Get("from"), 10, 64) // anything else is the first page
	ids, err := s.Register.EditionRecords(ctx, sight, im.ID, register.Change(e.Show), register.RecordID(from), rowsPage+1)
	if err != nil {
		return err
	}
	e.Pager = part.Pager{Total: total[e.Show]}
	if len(ids) > rowsPage {
		ids = ids[:rowsPage]
		e.Pager.Next = importHref(im.ID) + "?show=" + e.Show + "&from=" + ids[rowsPage-1].String() + "#changes"
	}
	for _, id := range ids {
		row, err := s.recordChange(ctx, sight, id, e.Show)
		if err != nil {
			return err
		}
		e.Changes = append(e.Changes, row)
	}
	if from == 0 {
		e.Pager.From = min(1, len(ids))
	}
	e.Pager.To = len(ids)
	v.Edition = e
	return nil
}
