package review

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/internal/web/part"
)

// A DrawRow is a draw in the list.
type DrawRow struct {
	Href, Key string
	State     part.Label
	What      string // when it was, and how many cases it was for
}

// A DrawsView is the list of draws, and the form that begins one.
type DrawsView struct {
	Rows    []DrawRow
	Asked   []string // organisations that the next draw asks
	Begin   bool     // the reader may
	Refused *Refused
}

// An OrgRow is one organisation of a draw.
type OrgRow struct {
	Name, Commit, Seed string
	Own, Withheld      bool
}

// A DrawView is one draw.
type DrawView struct {
	Href, Key                string
	State                    part.Label
	Orgs                     []OrgRow
	Facts                    []part.Fact
	Seats                    []SeatRow
	Seed                     *part.Input // the reader's organisation has one to enter
	SeedNote                 string
	Freeze, Give             bool
	Refused                  *Refused
	Saved                    bool
	Command, SeedCommand     string
	Withheld                 string
	Cases, Candidates, Given int
}

// A SeatRow is a seat that the draw gives.
type SeatRow struct{ Case, Seat, Code string }

func drawPath(id string) string { return Path + "/draws/" + id }

// drawState says how far a draw has come.
func drawState(p locale.Printer, d review.Draw) part.Label {
	switch {
	case len(d.Void) > 0:
		return part.Label{Tone: part.Bad, Text: p.T("review.draw.void")}
	case d.Frozen == nil && len(d.Commits) < len(d.Orgs):
		return part.Label{Tone: part.Warn, Text: p.T("review.draw.committing")}
	case d.Frozen == nil:
		return part.Label{Tone: part.Info, Text: p.T("review.draw.committed")}
	case len(d.Withheld()) > 0:
		return part.Label{Tone: part.Warn, Text: p.T("review.draw.revealing")}
	}
	return part.Label{Tone: part.Good, Text: p.T("review.draw.revealed")}
}

// drawWhat says when a draw last moved and, once its list is fixed, for how many
// cases it is: what tells one draw from another.
func drawWhat(p locale.Printer, d review.Draw) string {
	var said []string
	if d.At != 0 {
		said = append(said, p.Day(d.At.Time()))
	}
	if d.Frozen != nil {
		said = append(said, p.N("review.draw.for", len(d.Frozen.Cases)))
	}
	return strings.Join(said, " · ")
}

func (s *Screen) draws(w http.ResponseWriter, r *http.Request) error {
	return s.showDraws(w, r, http.StatusOK, nil)
}

func (s *Screen) showDraws(w http.ResponseWriter, r *http.Request, status int, said *Refused) error {
	p := web.PrinterOf(r.Context())
	all, err := s.Reviews.SeeDraws(r.Context(), s.actor(r.Context()).Account)
	if err != nil {
		return err
	}
	v := DrawsView{Refused: said}
	for _, d := range all {
		v.Rows = append(v.Rows, DrawRow{drawPath(d.ID), key(review.CaseID(d.ID)), drawState(p, d), drawWhat(p, d)})
	}
	if v.Begin = can(r, access.ReviewDraw); v.Begin {
		orgs, err := s.Reviews.Asked(r.Context())
		if err != nil {
			return err
		}
		for _, o := range orgs {
			v.Asked = append(v.Asked, s.orgName(r, p, o))
		}
	}
	return s.inside(w, r, status, p.T("review.draws"), nil, Draws(p, v))
}

func (s *Screen) orgName(r *http.Request, p locale.Printer, id string) string {
	o, err := s.People.Org(r.Context(), register.OrgID(id))
	if err != nil {
		return key(review.CaseID(id))
	}
	return o.Name(p.Lang())
}

func (s *Screen) beginDraw(w http.ResponseWriter, r *http.Request) error {
	id, err := s.Reviews.BeginDraw(r.Context(), s.actor(r.Context()).Actor)
	if said, ok := refusalOf(web.PrinterOf(r.Context()), err); ok {
		return s.showDraws(w, r, http.StatusUnprocessableEntity, &said)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, drawPath(id), http.StatusSeeOther)
	return nil
}

func (s *Screen) draw(w http.ResponseWriter, r *http.Request) error {
	return s.showDraw(w, r, http.StatusOK, nil)
}

func (s *Screen) showDraw(w http.ResponseWriter, r *http.Request, status int, said *Refused) error {
	p := web.PrinterOf(r.Context())
	seen, err := s.Reviews.SeeDraw(r.Context(), s.actor(r.Context()).Account, r.PathValue("id"))
	if err != nil {
		return err
	}
	d := seen.Draw
	v := DrawView{Href: drawPath(d.ID), Key: key(review.CaseID(d.ID)), State: drawState(p, d), Refused: said, Saved: r.URL.Query().Get("done") != ""}
	own := string(gate.PrincipalOf(r.Context()).Org)
	for _, o := range d.Orgs {
		v.Orgs = append(v.Orgs, OrgRow{s.orgName(r, p, o), d.Commits[o], d.Seeds[o], o == own, slices.Contains(d.Void, o)})
	}
	s.drawForms(r, p, d, own, &v)
	drawn(p, seen, &v)
	return s.inside(w, r, status, p.T("review.draw", v.Key), []part.Crumb{{Label: p.T("review.draws"), Href: Path + "/draws"}}, Draw(p, v))
}

// drawForms are what the reader can do next.
func (s *Screen) drawForms(r *http.Request, p locale.Printer, d review.Draw, own string, v *DrawView) {
	mine := slices.Contains(d.Orgs, own) && can(r, access.ReviewSeed)
	v.Command = "kashf draw check draw.json"
	if len(d.Void) > 0 {
		return
	}
	in := part.Input{Name: "value", Dir: "ltr", Required: true, Max: 64, Value: r.PostForm.Get("value"), Private: true}
	switch {
	case mine && d.Frozen == nil && d.Commits[own] == "":
		in.Label, in.Hint = p.T("review.draw.hash"), p.T("review.draw.hash.hint")
		v.Seed, v.SeedCommand = &in, "kashf draw seed "+d.ID+" "+own
	case mine && d.Frozen != nil && d.Seeds[own] == "":
		in.Label, in.Hint = p.T("review.draw.seed"), p.T("review.draw.seed.hint")
		v.Seed = &in
	}
	v.Freeze = can(r, access.ReviewDraw) && d.Frozen == nil && len(d.Commits) == len(d.Orgs)
	v.Give = can(r, access.ReviewDraw) && d.Frozen != nil && len(d.Withheld()) == 0
}

// drawn is what the draw is about, and once every seed is known what it gives.
func drawn(p locale.Printer, d review.DrawSeen, v *DrawView) {
	if d.Frozen == nil {
		return
	}
	v.Facts = []part.Fact{
		{Label: p.T("review.draw.cases"), Value: p.Number(len(d.Frozen.Cases))}, {Label: p.T("review.draw.candidates"), Value: p.Number(len(d.Frozen.Candidates))},
		{Label: p.T("review.draw.root"), Value: d.Frozen.Root, Lang: "en"}, {Label: p.T("review.draw.size"), Value: p.Number(int(d.Frozen.Size))},
	}
	for _, x := range d.Seats {
		v.Seats = append(v.Seats, SeatRow{key(x.Case), seatWords(p, x.Seat), x.Code})
	}
}

// drawRecord is the draw as a file, for whoever recomputes it.
func (s *Screen) drawRecord(w http.ResponseWriter, r *http.Request) error {
	d, err := s.Reviews.SeeDraw(r.Context(), s.actor(r.Context()).Account, r.PathValue("id"))
	if err != nil {
		return err
	}
	text, err := json.MarshalIndent(d, "", "  ")
	if err != nil {
		return fmt.Errorf("encode draw: %w", err)
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="draw.json"`)
	_, _ = w.Write(append(text, '\n')) // the reader has gone: nobody to tell
	return nil
}

// seed enters the hash of the organisation's seed, or after the freeze the seed.
func (s *Screen) seed(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return fmt.Errorf("read form: %w", err)
	}
	d, err := s.Reviews.Store.Draw(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	a, value := s.actor(r.Context()).Actor, strings.ToLower(strings.TrimSpace(r.PostForm.Get("value")))
	step := s.Reviews.CommitSeed
	if d.Frozen != nil {
		step = s.Reviews.RevealSeed
	}
	return s.stepped(w, r, d.ID, step(r.Context(), a, d.ID, value))
}

func (s *Screen) freeze(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	return s.stepped(w, r, id, s.Reviews.FreezeDraw(r.Context(), s.actor(r.Context()).Actor, id))
}

func (s *Screen) seats(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	_, err := s.Reviews.SeatDrawn(r.Context(), id)
	return s.stepped(w, r, id, err)
}

// stepped leads back to the draw, or says why the step was refused.
func (s *Screen) stepped(w http.ResponseWriter, r *http.Request, id string, err error) error {
	if said, ok := refusalOf(web.PrinterOf(r.Context()), err); ok {
		return s.showDraw(w, r, http.StatusUnprocessableEntity, &said)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, drawPath(id)+"?done=1", http.StatusSeeOther)
	return nil
}

// A RosterView is who may be drawn, and the forms that change it.
type RosterView struct {
	Accredited []Row
	Entries    []Row
	Accredit   []Field
	Enrol      []Field
	Refused    *Refused
	Saved      bool
}

var rosterParts = []string{"jurist", "human_rights_organisation", "specialist", "analyst", review.ObserverPart}

func (s *Screen) roster(w http.ResponseWriter, r *http.Request) error {
	return s.showRoster(w, r, http.StatusOK, url.Values{}, nil)
}

func (s *Screen) showRoster(w http.ResponseWriter, r *http.Request, status int, form url.Values, said *Refused) error {
	ctx, p := r.Context(), web.PrinterOf(r.Context())
	roster, err := s.Reviews.Store.RosterNow(ctx)
	if err != nil {
		return err
	}
	v := RosterView{Refused: said, Saved: r.URL.Query().Get("done") != ""}
	for _, a := range roster.Accredited {
		v.Accredited = append(v.Accredited, Row{
			Title: s.orgName(r, p, a.Org), Text: p.List(partWords(p, a.Parts)...),
			Meta: p.T("review.roster.until", p.Day(a.From.Time()), p.Day(a.Until.Time())),
		})
	}
	for _, e := range roster.Entries {
		row := Row{Title: gate.Colleague(ctx, p, s.People, e.Account), Text: s.orgName(r, p, e.Org), Meta: e.Code, Tags: []part.Label{{Text: p.T("review.part." + e.Part)}}}
		if e.Left {
			row.Tags = append(row.Tags, part.Label{Tone: part.Quiet, Text: p.T("review.left")})
		}
		v.Entries = append(v.Entries, row)
	}
	orgs, err := s.People.Orgs(ctx)
	if err != nil {
		return err
	}
	q := &sheet{Screen: s, ctx: ctx, p: p, x: review.Seen{}, form: form}
	v.Accredit, v.Enrol = rosterFields(q, orgs)
	return s.inside(w, r, status, p.T("review.roster"), nil, Roster(p, v))
}

func partWords(p locale.Printer, parts []string) []string {
	var out []string
	for _, x := range parts {
		out = append(out, p.T("review.part."+x))
	}
	return out
}

func rosterFields(q *sheet, orgs []access.Organisation) (accredit, enrol []Field) {
	var os []part.Option
	for _, o := range orgs {
		os = append(os, part.Option{Value: string(o.ID), Label: o.Name(q.p.Lang())})
	}
	months := q.line("months")
	months.Type, months.Required = "number", true
	accredit = []Field{q.field(choice, "accredited", os...), q.field(checks, "parts", words(q.p, "part", rosterParts...)...), months, q.area("why")}
	login := q.line("login")
	login.Required, login.Dir = true, "ltr"
	enrol = []Field{
		login, q.field(radios, "part", words(q.p, "part", rosterParts[:4]...)...), q.field(radios, "sex", words(q.p, "sex", "f", "m", "unsaid")...), q.area("why_enrol"),
	}
	return accredit, enrol
}

func (s *Screen) accredit(w http.ResponseWriter, r *http.Request) error {
	ctx, p := r.Context(), web.PrinterOf(r.Context())
	if err := s.Access.Authorize(ctx, s.principal(ctx), access.ReviewRoster, access.House); err != nil {
		return err
	}
	q := &sheet{Screen: s, ctx: ctx, p: p, x: review.Seen{}, form: r.PostForm}
	from := review.MicrosOf(s.now())
	x := review.Accreditation{Org: q.get("accredited"), Parts: list[string](q, "parts"), From: from, Until: q.after(30 * 24 * time.Hour * time.Duration(q.number("months")))}
	return s.rostered(w, r, s.Reviews.Accredit(ctx, s.actor(ctx).Actor, x, q.get("why")))
}

func (s *Screen) enrol(w http.ResponseWriter, r *http.Request) error {
	ctx, p := r.Context(), web.PrinterOf(r.Context())
	if err := s.Access.Authorize(ctx, s.principal(ctx), access.ReviewRoster, access.House); err != nil {
		return err
	}
	q := &sheet{Screen: s, ctx: ctx, p: p, x: review.Seen{}, form: r.PostForm}
	a, err := s.People.AccountByLogin(ctx, access.CleanLogin(q.get("login")))
	if err != nil || a.Roles.Has(access.VictimsLiaison) {
		err = refuse("form", "a code, an account, and f, m or nothing")
		return s.rostered(w, r, err)
	}
	sex := q.get("sex")
	if sex == "unsaid" {
		sex = ""
	}
	x := review.RosterEntry{Code: key(review.CaseID(s.NewID())), Account: string(a.ID), Org: string(a.Org), Part: q.get("part"), Sex: sex}
	return s.rostered(w, r, s.Reviews.Enrol(ctx, s.actor(ctx).Actor, x, q.get("why_enrol")))
}

func (s *Screen) rostered(w http.ResponseWriter, r *http.Request, err error) error {
	if said, ok := refusalOf(web.PrinterOf(r.Context()), err); ok {
		return s.showRoster(w, r, http.StatusUnprocessableEntity, r.PostForm, &said)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, Path+"/roster?done=1", http.StatusSeeOther)
	return nil
}
