package matches

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/part"
)

// A waiting is a pair that waits for an answer.
type waiting struct {
	left, right register.RecordID
	rank        int // its place in the part of the queue
}

// maxWaiting is more than a run leaves open.
const maxWaiting = 10_000

// An agenda is what waits for one reader.
type agenda struct {
	reach  reach
	pairs  []waiting // in the part of the queue that was chosen, in order of rank
	counts map[Band]int
	today  int
	// judges: the reader can answer. A second opinion is wanted of nobody else.
	judges bool
}

// agenda reads what waits for the reader in the part of the queue chosen.
func (s *Screen) agenda(ctx context.Context, c Choice) (agenda, error) {
	v, me := s.Gate.Sight(ctx), string(s.Gate.Principal(ctx).Account)
	a := agenda{counts: make(map[Band]int)}
	var err error
	if a.reach, err = s.reach(ctx, v); err != nil {
		return a, err
	}
	open, err := s.Register.OpenMatches(ctx, v, me, -1, maxWaiting)
	if err != nil {
		return a, fmt.Errorf("read open matches: %w", err)
	}
	standing, err := s.Register.Standing(ctx)
	if err != nil {
		return a, fmt.Errorf("read judgements: %w", err)
	}
	a.today = answersOn(standing, me, s.Now())
	a.addOpen(c, open)
	if a.judges = s.judges(ctx); !a.judges {
		return a, nil
	}
	blind, err := s.wantBlind(ctx, standing, me)
	if err != nil {
		return a, err
	}
	a.addBlind(c, a.inReach(c, blind))
	second := a.inReach(c, slices.DeleteFunc(wantSecond(standing, me), func(p [2]register.RecordID) bool { return slices.Contains(blind, p) }))
	a.counts[Second] = len(second)
	if c.Band == Second {
		a.pairs = second
	}
	return a, nil
}

// addOpen counts the pairs that a run left open, and keeps those in the part
// chosen. Both records of each are in sight already: there may be thousands,
// and every page of a pair asks.
func (a *agenda) addOpen(c Choice, open []register.OpenMatch) {
	likely, unclear := 0, 0
	if c.Band != Second {
		a.pairs = make([]waiting, 0, len(open))
	}
	for _, m := range open {
		if c.Source != "" && !a.reach.of(register.SourceID(c.Source), m.Left, m.Right) {
			continue
		}
		band := Unclear
		if m.Probability >= .5 {
			band = Likely
			likely++
		} else {
			unclear++
		}
		if c.Band == band || c.Band == AnyBand {
			a.pairs = append(a.pairs, waiting{m.Left, m.Right, m.Rank})
		}
	}
	a.counts[Likely], a.counts[Unclear], a.counts[AnyBand] = likely, unclear, likely+unclear
}

// inReach are the pairs of which the reader may see both records, one of them
// of the source chosen.
func (a *agenda) inReach(c Choice, pairs [][2]register.RecordID) []waiting {
	var out []waiting
	for i, p := range pairs {
		if a.reach.of(register.SourceID(c.Source), p[0], p[1]) {
			out = append(out, waiting{p[0], p[1], i})
		}
	}
	return out
}

// answersOn counts the account's answers of the day.
func answersOn(standing []register.Judgement, account string, now time.Time) int {
	y, m, d := now.Date()
	midnight := time.Date(y, m, d, 0, 0, 0, 0, now.Location())
	n := 0
	for _, j := range standing {
		if j.By == account && !j.At.Before(midnight) {
			n++
		}
	}
	return n
}

// wantSecond lists the pairs that one other person alone called the same, in
// order. Only what two people say lets adverse facts count.
func wantSecond(standing []register.Judgement, account string) [][2]register.RecordID {
	by := make(map[[2]register.RecordID]string) // who said so, "" for a pair that is out
	for _, j := range standing {
		p := [2]register.RecordID{j.Left, j.Right}
		who, said := by[p]
		switch {
		case j.Verdict != register.SamePerson, j.By == account, said && who != j.By:
			by[p] = ""
		case !said:
			by[p] = j.By
		}
	}
	var out [][2]register.RecordID
	for p, who := range by {
		if who != "" {
			out = append(out, p)
		}
	}
	slices.SortFunc(out, func(a, b [2]register.RecordID) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	return out
}

// next shows the next pair that waits.
func (s *Screen) next(w http.ResponseWriter, r *http.Request) error {
	ctx, p := r.Context(), web.PrinterOf(r.Context())
	c := choiceOf(r.URL.Query())
	a, err := s.agenda(ctx, c)
	if err != nil {
		return err
	}
	if _, known := a.reach.names[register.SourceID(c.Source)]; c.Source != "" && !known {
		return web.ErrNotFound
	}
	q := Queue{Filter: a.filter(c), Counts: a.counts, Today: a.today, Judges: a.judges}
	if q.Done, err = s.done(ctx, r.URL.Query().Get("done")); err != nil {
		return err
	}
	if err := s.show(ctx, p, &q, a, c); err != nil {
		return err
	}
	f := s.Web.Frame(r, p.T("matches.title"))
	f.Keys = keysOf(p)
	return s.Web.Page(w, r, f, queueView(p, q))
}

// show puts the first pair of the part chosen into the page, or says why there
// is none.
func (s *Screen) show(ctx context.Context, p locale.Printer, q *Queue, a agenda, c Choice) error {
	for _, next := range a.pairs {
		if next.rank <= c.After {
			continue
		}
		x, err := s.pairOf(ctx, p, next.left, next.right)
		if errors.Is(err, register.ErrNotFound) {
			continue // an import was undone since
		}
		if err != nil {
			return err
		}
		skip := c
		skip.After = next.rank
		q.Pair, q.Form = &x, s.formOf(ctx, x)
		q.Form.Choice, q.Form.Skip = c, skip.href(nil)
		return nil
	}
	var err error
	q.Empty, err = s.empty(ctx, p, a, c)
	return err
}

// empty says why nothing waits, and what to do.
func (s *Screen) empty(ctx context.Context, p locale.Printer, a agenda, c Choice) (part.Empty, error) {
	if len(a.reach.spans) == 0 {
		return part.Empty{
			Kind: part.NothingYet, Title: p.T("matches.empty.no_lists"), Text: p.T("matches.empty.no_lists_text"),
			Action: p.T("matches.empty.import"), Href: "/lists",
		}, nil
	}
	again := Choice{Source: c.Source, Band: c.Band, After: -1}
	switch {
	case len(a.pairs) > 0:
		return part.Empty{
			Kind: part.AllDone, Title: p.N("matches.empty.passed", len(a.pairs)), Text: p.T("matches.empty.passed_text"),
			Action: p.T("matches.empty.again"), Href: again.href(nil),
		}, nil
	case c.Source != "" || c.Band != AnyBand:
		return part.Empty{
			Kind: part.NothingFound, Title: p.T("matches.empty.filter"), Text: p.T("matches.empty.filter_text"),
			Action: p.T("matches.empty.all"), Href: "/matches",
		}, nil
	}
	_, err := s.Register.LatestRun(ctx)
	if errors.Is(err, register.ErrNotFound) {
		return part.Empty{
			Kind: part.NothingYet, Title: p.T("matches.empty.no_run"), Text: p.T("matches.empty.no_run_text"),
			Action: p.T("matches.runs.title"), Href: "/matches/runs",
		}, nil
	}
	return part.Empty{
		Kind: part.AllDone, Title: p.T("matches.empty.done"), Text: p.T("matches.empty.done_text"),
		Action: p.T("matches.runs.title"), Href: "/matches/runs",
	}, err
}

func (a agenda) filter(c Choice) Filter {
	f := Filter{Choice: c}
	for id, name := range a.reach.names {
		f.Sources = append(f.Sources, part.Option{Value: string(id), Label: name, Chosen: string(id) == c.Source})
	}
	slices.SortFunc(f.Sources, func(x, y part.Option) int {
		return cmp.Or(cmp.Compare(x.Label, y.Label), cmp.Compare(x.Value, y.Value))
	})
	return f
}

// done is the reader's answer of a moment ago, nil where the address names none.
func (s *Screen) done(ctx context.Context, id string) (*Done, error) {
	if id == "" {
		return nil, nil
	}
	j, err := s.Register.Judgement(ctx, s.Gate.Sight(ctx), id)
	if errors.Is(err, register.ErrNotFound) || err == nil && (j.Undone != 0 || j.By != string(s.Gate.Principal(ctx).Account)) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	d := &Done{Verdict: j.Verdict, Pair: Href(s.FileNos, j.Left, j.Right)}
	if s.may(ctx, access.MatchUndo, judgementResource(j)) {
		d.Undo = judgementPath(j.ID) + "/back"
	}
	return d, nil
}

func judgementPath(id string) string { return "/matches/judgements/" + url.PathEscape(id) }

// WantSecond counts the pairs that wait for a second opinion of the reader.
func (s *Screen) WantSecond(ctx context.Context) (int, error) {
	if !s.judges(ctx) {
		return 0, nil
	}
	var a agenda
	var err error
	if a.reach, err = s.reach(ctx, s.Gate.Sight(ctx)); err != nil {
		return 0, err
	}
	standing, err := s.Register.Standing(ctx)
	if err != nil {
		return 0, fmt.Errorf("read judgements: %w", err)
	}
	return len(a.inReach(Choice{}, wantSecond(standing, string(s.Gate.Principal(ctx).Account)))), nil
}
