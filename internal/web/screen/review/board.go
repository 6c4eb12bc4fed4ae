package review

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/internal/web/part"
)

// perPage is how many cases one page of the board shows.
const perPage = 50

// A Tab is one lane of the board.
type Tab struct {
	Label   string
	Href    string
	Current bool
}

// A CaseRow is a case on the board: its key, its lane and its clock. It has room
// for no name and no class.
type CaseRow struct {
	Key, Href     string
	State, Role   string
	Lane          string
	Liberty       part.Label
	Clock, Left   string
	Custody, Late bool
}

// A BoardView is the board.
type BoardView struct {
	Tabs   []Tab
	States []part.Option
	Lane   string
	Rows   []CaseRow
	Pager  part.Pager
	Draws  bool
	Roster bool
	None   bool   // no case at all
	Behind string // that the server's clock lies behind what was entered
}

// wanted is the part of the board that the address asks for.
func wanted(v url.Values) review.Wanted {
	w := review.Wanted{Limit: perPage, State: review.State(v.Get("state"))}
	switch lane := v.Get("lane"); lane {
	case "none":
		w.Urgentless = true
	default:
		w.Lane = review.Lane(lane)
	}
	w.After, w.Before = review.ReadTurn(v.Get("after")), review.ReadTurn(v.Get("before"))
	if w.Before != nil {
		w.After = nil
	}
	if n, err := strconv.Atoi(v.Get("page")); err == nil && n > 1 && n < 1<<20 && w.After == nil && w.Before == nil {
		w.Skip = (n - 1) * perPage
	}
	return w
}

// boardPage reads a page of a board. Where nothing stands after the place that was
// asked for any more it is the last page, and before it always a full one: no
// address of a page leads nowhere because cases came or went since.
func (s *Screen) boardPage(ctx context.Context, account string, ask review.Wanted) (rows []review.Listing, passed int, err error) {
	rows, err = s.Reviews.Store.Board(ctx, account, ask)
	switch {
	case err != nil:
		return nil, 0, err
	case ask.Before != nil && len(rows) < ask.Limit:
		ask.Before = nil
		rows, err = s.Reviews.Store.Board(ctx, account, ask)
	case len(rows) == 0 && (ask.After != nil || ask.Skip > 0):
		ask.After, ask.Skip, ask.Before = nil, 0, &review.Turn{At: review.LastTurn + 1}
		rows, err = s.Reviews.Store.Board(ctx, account, ask)
	}
	if err != nil || len(rows) == 0 || ask.After == nil && ask.Before == nil && ask.Skip == 0 {
		return rows, 0, err
	}
	passed, err = s.Reviews.Store.BoardPassed(ctx, account, ask, rows[0].Turn)
	return rows, passed, err
}

func (s *Screen) board(w http.ResponseWriter, r *http.Request) error {
	ctx, p := r.Context(), web.PrinterOf(r.Context())
	account := string(gate.PrincipalOf(ctx).Account)
	ask := wanted(r.URL.Query())
	counts, err := s.Reviews.Store.BoardCounts(ctx, account)
	if err != nil {
		return err
	}
	rows, passed, err := s.boardPage(ctx, account, ask)
	if err != nil {
		return err
	}
	v := BoardView{Lane: r.URL.Query().Get("lane"), None: len(counts) == 0, Draws: can(r, access.ReviewCheck), Roster: can(r, access.ReviewRoster)}
	if v.Behind, err = s.behind(ctx, p); err != nil {
		return err
	}
	v.tabs(p, counts, ask)
	for _, l := range rows {
		v.Rows = append(v.Rows, s.row(p, l))
	}
	v.page(counts, ask, rows, passed)
	return s.Web.Page(w, r, s.Web.Frame(r, p.T("review.title")), Board(p, v))
}

// behind says that the server's clock lies behind the newest entry.
func (s *Screen) behind(ctx context.Context, p locale.Printer) (string, error) {
	at, err := s.Reviews.Behind(ctx)
	if err != nil || at.IsZero() {
		return "", err
	}
	return p.T("review.behind", p.DateTime(at)), nil
}

func (s *Screen) row(p locale.Printer, l review.Listing) CaseRow {
	row := CaseRow{
		Key: key(l.ID), Href: casePath(l.ID), State: p.T("review.state." + string(l.State)), Role: p.T("review.role." + string(l.Role)),
		Liberty: part.Label{Tone: libertyTone(l.Liberty), Text: p.T("review.liberty." + string(l.Liberty))},
	}
	if l.Role == review.VictimRepresentative { // is not told where the person is
		row.Liberty = part.Label{}
		return row
	}
	if l.Lane != "" {
		row.Lane = p.T("review.lane." + string(l.Lane))
	}
	if l.Due != 0 {
		row.Clock, row.Left = clockWords(p, l), left(p, l.Due, s.now())
		row.Late = l.Due <= review.MicrosOf(s.now())
	}
	if l.Due == 0 && (l.Liberty == review.DueForRelease || l.Liberty == review.CourtDue || l.Liberty == review.Unverified) {
		row.Clock, row.Left, row.Late = p.T("review.liberty."+string(l.Liberty)), p.T("review.left.now"), true
	}
	return row
}

// clockWords name the clock that runs out next. That of the stage which the case
// is in is not named after it: the stage stands beside.
func clockWords(p locale.Printer, l review.Listing) string {
	if string(l.Clock) == string(l.State) {
		return p.T("review.clock.stage")
	}
	return p.T("review.clock." + string(l.Clock))
}

// left says how long is left on a clock.
func left(p locale.Printer, due review.Micros, now time.Time) string {
	d := due.Time().Sub(now)
	switch {
	case d <= 0:
		return p.T("review.left.none")
	case d < 48*time.Hour:
		return p.N("review.left.hours", int(d/time.Hour))
	}
	return p.N("review.left.days", int(d/(24*time.Hour)))
}

// tabs are the lanes that have cases, the urgent ones first.
func (v *BoardView) tabs(p locale.Printer, counts []review.BoardCount, ask review.Wanted) {
	of := map[review.Lane]int{}
	states := map[review.State]int{}
	all := 0
	for _, c := range counts {
		of[c.Lane] += c.Cases
		states[c.State] += c.Cases
		all += c.Cases
	}
	add := func(value, label string, n int, current bool) {
		v.Tabs = append(v.Tabs, Tab{p.T("review.tab", label, n), Path + "?" + url.Values{"lane": {value}, "state": {string(ask.State)}}.Encode(), current})
	}
	add("", p.T("review.lane.any"), all, ask.Lane == "" && !ask.Urgentless)
	for _, l := range review.AllLanes() {
		if of[l] > 0 {
			add(string(l), p.T("review.lane."+string(l)), of[l], ask.Lane == l)
		}
	}
	if of[""] > 0 {
		add("none", p.T("review.lane.none"), of[""], ask.Urgentless)
	}
	for _, st := range review.States() {
		if states[st] > 0 {
			v.States = append(v.States, part.Option{Value: string(st), Label: p.T("review.tab", p.T("review.state."+string(st)), states[st]), Chosen: st == ask.State})
		}
	}
}

// page says which cases are shown, after how many others. The pages beside it
// begin where this one ends, whatever comes or goes meanwhile.
func (v *BoardView) page(counts []review.BoardCount, ask review.Wanted, rows []review.Listing, passed int) {
	total := 0
	for _, c := range counts {
		lane := ask.Lane == "" && !ask.Urgentless || ask.Urgentless && c.Lane == "" || ask.Lane != "" && c.Lane == ask.Lane
		if lane && (ask.State == "" || ask.State == c.State) {
			total += c.Cases
		}
	}
	v.Pager = part.Pager{From: min(total, passed+1), To: passed + len(rows), Total: total}
	if len(rows) == 0 {
		return
	}
	at := func(side string, t review.Turn) string {
		return Path + "?" + url.Values{side: {t.String()}, "state": {string(ask.State)}, "lane": {v.Lane}}.Encode()
	}
	if passed > 0 {
		v.Pager.Prev = at("before", rows[0].Turn)
	}
	if v.Pager.To < total {
		v.Pager.Next = at("after", rows[len(rows)-1].Turn)
	}
}

// A TaskGroup is what waits for the reader in one case.
type TaskGroup struct {
	Row   CaseRow
	Links []Link
}

// tasksLooked bounds how many cases one look for tasks opens, those with the
// next clock first.
const tasksLooked = 100

// myCases opens the first cases of the reader's board.
func (s *Screen) myCases(ctx context.Context, w review.Wanted) ([]review.Listing, []review.Seen, error) {
	account := string(gate.PrincipalOf(ctx).Account)
	rows, err := s.Reviews.Store.Board(ctx, account, w)
	if err != nil {
		return nil, nil, err
	}
	var seen []review.Seen
	for _, l := range rows {
		x, err := s.Reviews.See(ctx, account, l.ID)
		if err != nil {
			return nil, nil, err
		}
		seen = append(seen, x)
	}
	return rows, seen, nil
}

// waitingLooked and waitingShown bound how many cases the first page opens, and
// how many of them it leads to.
const waitingLooked, waitingShown = 16, 4

// Waiting leads to the first thing that the reader is to do in each of the cases
// whose clocks run out next.
func (s *Screen) Waiting(ctx context.Context, p locale.Printer) ([]Link, error) {
	account := string(gate.PrincipalOf(ctx).Account)
	rows, err := s.Reviews.Store.Board(ctx, account, review.Wanted{Limit: waitingLooked})
	if err != nil {
		return nil, err
	}
	var out []Link
	for _, l := range rows {
		x, err := s.Reviews.See(ctx, account, l.ID)
		if errors.Is(err, review.ErrHidden) { // since the list was read
			continue
		}
		if err != nil {
			return nil, err
		}
		if links := taskLinks(p, x); len(links) > 0 {
			out = append(out, Link{links[0].Label + " · " + locale.Isolate(key(x.ID)), links[0].Href})
		}
		if len(out) == waitingShown {
			break
		}
	}
	return out, nil
}

func (s *Screen) tasks(w http.ResponseWriter, r *http.Request) error {
	p := web.PrinterOf(r.Context())
	rows, seen, err := s.myCases(r.Context(), review.Wanted{Limit: tasksLooked})
	if err != nil {
		return err
	}
	var out []TaskGroup
	for i, x := range seen {
		if links := taskLinks(p, x); len(links) > 0 {
			out = append(out, TaskGroup{s.row(p, rows[i]), links})
		}
	}
	return s.inside(w, r, http.StatusOK, p.T("review.tasks"), nil, Tasks(p, out))
}

// A Day is one sitting day of the agenda.
type Day struct {
	Title string
	Rows  []CaseRow
	Note  string
}

// agenda proposes which cases are heard on which day, by the clock that runs out
// next, with no more on a day than the policy allows. The program proposes; the
// panel's chair hears.
func (s *Screen) agenda(w http.ResponseWriter, r *http.Request) error {
	ctx, p := r.Context(), web.PrinterOf(r.Context())
	rows, seen, err := s.myCases(ctx, review.Wanted{Limit: tasksLooked, State: review.Panel})
	if err != nil {
		return err
	}
	days, err := s.plan(ctx, p, rows, seen)
	if err != nil {
		return err
	}
	return s.inside(w, r, http.StatusOK, p.T("review.agenda"), nil, Agenda(p, days))
}

// plan fills the days: no member hears more cases on one than the policy allows,
// whoever leads the panel. What was heard today counts; a case that is heard
// already waits for nothing.
func (s *Screen) plan(ctx context.Context, p locale.Printer, rows []review.Listing, seen []review.Seen) ([]Day, error) {
	from, to := s.Reviews.Day(review.MicrosOf(s.now()))
	var out []Day
	var heard []map[string]int // by day and account
	today := map[string]int{}
	for i, x := range seen {
		if x.Heard != nil || len(x.Policy.Panel.Seats) == 0 {
			continue
		}
		bench := benchOf(x)
		for _, a := range bench {
			if _, ok := today[a]; ok {
				continue
			}
			n, err := s.Reviews.Store.SittingsOf(ctx, a, from, to)
			if err != nil {
				return nil, err
			}
			today[a] = n
		}
		limit := max(1, x.Policy.Panel.CasesPerDay)
		n := 0
		for ; ; n++ {
			if n == len(out) {
				out = append(out, Day{Title: p.Day(s.now().AddDate(0, 0, n))})
				heard = append(heard, today)
				if n > 0 {
					heard[n] = map[string]int{}
				}
			}
			if !slices.ContainsFunc(bench, func(a string) bool { return heard[n][a] >= limit }) {
				break
			}
		}
		for _, a := range bench {
			heard[n][a]++
		}
		out[n].Rows = append(out[n].Rows, s.row(p, rows[i]))
		out[n].Note = p.T("review.agenda.cap", limit)
	}
	return slices.DeleteFunc(out, func(d Day) bool { return len(d.Rows) == 0 }), nil
}

// benchOf are the members who sit in a case. Where the reader is not told who
// they are, the cases of that bench count together.
func benchOf(x review.Seen) []string {
	out := []string{}
	for _, c := range x.Cast {
		if c.Role == review.Member && c.Left == 0 {
			out = append(out, c.Account)
		}
	}
	if len(out) == 0 {
		return []string{""}
	}
	return out
}
