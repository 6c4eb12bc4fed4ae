package review

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"

	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/internal/web/part"
)

// historyPage is how many lines of a history stand on one page.
const historyPage = 50

// A HistoryView is one page of what was done, the newest first. Submissions that
// say the same, with nothing but submissions between them, stand on one line, with
// their number, and that line leads to each of them.
type HistoryView struct {
	Section
	Count int  // entries on all pages
	Open  bool // the reader asked for it
	Pager part.Pager
	Whole Link // back from one run to the whole history
}

// A run is entries on one line, oldest first: one entry, or identical
// submissions that nothing the reader may read stands between but submissions.
type run []review.Event

// runs puts what the reader may read together, each run where its first entry
// was. It looks at nothing else, so that what is hidden parts no run and adds to
// no number.
func (c page) runs() []run {
	var out []run
	at := map[string]int{} // where each sort of submission of the stretch stands
	for _, e := range c.x.Events {
		b, ok := e.Body.(*review.SubmittedBody)
		if !ok {
			clear(at)
		}
		if !ok || b.Voice != nil { // a recording is like no other
			out = append(out, run{e})
			continue
		}
		same := c.sameness(e.By, b)
		if i, ok := at[same]; ok {
			out[i] = append(out[i], e)
			continue
		}
		at[same] = len(out)
		out = append(out, run{e})
	}
	return out
}

// sameness is equal for submissions of the same written points, for the same side
// and by the same sort of part.
func (c page) sameness(by string, b *review.SubmittedBody) string {
	return fmt.Sprintf("%q %q %q", c.sortOf(by), b.Group, b.Keys)
}

// sortOf is the role of an account in the case, the account itself where the
// reader is not told its role.
func (c page) sortOf(account string) string {
	for _, x := range c.x.Cast {
		if x.Account == account {
			return string(x.Role)
		}
	}
	return "account " + account
}

func (c page) historySection() Section {
	return Section{ID: "history", Title: c.p.T("review.history")}
}

// history is one page of the case's history: the one that the address asks for.
func (c page) history() HistoryView {
	v := HistoryView{Section: c.historySection(), Count: len(c.x.Events), Open: c.r.URL.Query().Has("history")}
	lines := c.runs()
	slices.Reverse(lines)
	for _, l := range cutPage(c, &v, lines, url.Values{}) {
		v.Rows = append(v.Rows, c.runRow(l))
	}
	return v
}

// historyWhole is every line of the history, for paper.
func (c page) historyWhole() HistoryView {
	v := HistoryView{Section: c.historySection(), Count: len(c.x.Events)}
	for _, l := range slices.Backward(c.runs()) {
		row := c.runRow(l)
		row.Links = nil
		v.Rows = append(v.Rows, row)
	}
	return v
}

// historyOf is one page of a single run, found by its first entry: false where
// the reader may read no such run, whether or not there is one.
func (c page) historyOf(first string) (HistoryView, bool) {
	all := c.runs()
	i := slices.IndexFunc(all, func(l run) bool { return len(l) > 1 && strconv.FormatInt(l[0].Seq, 10) == first })
	if i < 0 {
		return HistoryView{}, false
	}
	v := HistoryView{Section: c.historySection(), Count: len(all[i]), Open: true}
	v.Whole = Link{c.p.T("review.history.whole"), casePath(c.x.ID) + "?history=1#history"}
	newest := slices.Clone(all[i])
	slices.Reverse(newest)
	for _, e := range cutPage(c, &v, newest, url.Values{"run": {first}}) {
		v.Rows = append(v.Rows, c.eventRow(e))
	}
	return v, true
}

// cutPage cuts the page that the address asks for out of a list, and leads to
// the others. A number that is none, or too large, is the nearest page.
func cutPage[T any](c page, v *HistoryView, all []T, query url.Values) []T {
	last := max(1, (len(all)+historyPage-1)/historyPage)
	n, err := strconv.Atoi(c.r.URL.Query().Get("history"))
	if err != nil {
		n = 1
	}
	n = min(max(n, 1), last)
	at := func(n int) string {
		query.Set("history", strconv.Itoa(n))
		return casePath(c.x.ID) + "?" + query.Encode() + "#history"
	}
	from, to := (n-1)*historyPage, min(n*historyPage, len(all))
	v.Pager = part.Pager{From: from + 1, To: to, Total: len(all)}
	if n > 1 {
		v.Pager.Prev = at(n - 1)
	}
	if n < last {
		v.Pager.Next = at(n + 1)
	}
	return all[from:to]
}

// runRow is a run on one line: an entry as it is, or how often the same was
// submitted, from which day to which.
func (c page) runRow(l run) Row {
	if len(l) == 1 {
		return c.eventRow(l[0])
	}
	first, last := c.p.Day(l[0].At.Time()), c.p.Day(l[len(l)-1].At.Time())
	when := first
	if last != first {
		when = c.p.T("review.history.days", first, last)
	}
	q := url.Values{"run": {strconv.FormatInt(l[0].Seq, 10)}}
	return Row{
		Title: c.p.T("review.act.submitted"), Text: c.p.N("review.history.same", len(l)), Meta: c.sortWords(l) + " · " + when,
		Links: []Link{{c.p.T("review.history.each"), casePath(c.x.ID) + "?" + q.Encode() + "#history"}},
	}
}

// sortWords says who made a run: the one who did, or what they all are.
func (c page) sortWords(l run) string {
	for _, x := range c.x.Cast {
		if x.Account == l[0].By {
			return c.p.T("review.role." + string(x.Role))
		}
	}
	return c.whoDid(l[0])
}

func (c page) eventRow(e review.Event) Row {
	return Row{Title: c.p.T("review.act." + e.Body.Kind()), Text: c.eventText(e), Meta: c.whoDid(e) + " · " + c.p.DateTime(e.At.Time())}
}

func (c page) whoDid(e review.Event) string {
	if e.By == review.Machine {
		return c.p.T("review.machine")
	}
	who := c.partOf(e.By)
	if who == c.p.T("review.someone") {
		who = gate.Colleague(c.ctx, c.p, c.People, e.By)
	}
	return who
}
