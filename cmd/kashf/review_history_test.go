package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/review"
)

// Where a history's lines, runs and next pages stand in a page.
var (
	historyPart = regexp.MustCompile(`(?s)<details[^>]*id="history".*?</details>`)
	historyLine = regexp.MustCompile(`<p class="review-row-head">`)
	historyRun  = regexp.MustCompile(`href="([^"]*\?run=[^"]*)"`)
	historyNext = regexp.MustCompile(`rel="next" href="([^"]*)"`)
	historySame = regexp.MustCompile(`submitted ([\d,]+) times, the same words`)
	historyAll  = regexp.MustCompile(`<summary>[^<(]*\((\d+)\)</summary>`)
)

// A walkedHistory is what links alone lead to.
type walkedHistory struct {
	pages, lines int
	counted      []int    // how many each run says that it is
	runs         []string // where each leads
	largest      int      // bytes of a page's history
	total        int      // entries, as the first page says
}

// walks follows a history from page to page.
func (b *browser) walks(at string) (w walkedHistory) {
	b.s.Helper()
	for at != "" {
		at, _, _ = strings.Cut(at, "#") // as browsers do
		a := b.get(at)
		part := historyPart.FindString(a.body)
		if a.status != http.StatusOK || part == "" || w.pages > 400 {
			b.s.Fatalf("%s = %d, page %d", at, a.status, w.pages)
		}
		if n := historyAll.FindStringSubmatch(part); w.pages == 0 && n != nil {
			w.total, _ = strconv.Atoi(n[1])
		}
		w.pages++
		w.lines += len(historyLine.FindAllString(part, -1))
		w.largest = max(w.largest, len(part))
		for _, m := range historySame.FindAllStringSubmatch(part, -1) {
			n, _ := strconv.Atoi(strings.ReplaceAll(m[1], ",", ""))
			w.counted = append(w.counted, n)
		}
		for _, m := range historyRun.FindAllStringSubmatch(part, -1) {
			if !strings.Contains(m[1], "history=") { // else a page of a run
				w.runs = append(w.runs, strings.ReplaceAll(m[1], "&amp;", "&"))
			}
		}
		at = ""
		if m := historyNext.FindStringSubmatch(part); m != nil {
			at = strings.ReplaceAll(m[1], "&amp;", "&")
		}
	}
	return w
}

// submittable is a case that the person's side may still submit to.
func (s *served) submittable() string {
	s.Helper()
	rows, err := s.d.store.Board(s.Context(), string(s.accounts["lawyer"]), review.Wanted{Limit: 400})
	s.must(err)
	for _, r := range rows {
		if r.State == review.Panel || r.State == review.Deliberation {
			return "/reviews/cases/" + string(r.ID)
		}
	}
	s.Fatal("the world has no case before a panel")
	return ""
}

// alike enters submissions as the person's own side would, all in one unit of
// work: ten thousand of them one by one take minutes.
func (s *served) alike(id review.CaseID, n int, text func(i int) string) {
	s.Helper()
	s.must(s.d.journal.Do(s.Context(), journal.Actor{Account: string(s.accounts["lawyer"])}, func(ctx context.Context, u *journal.Unit) error {
		for i := range n {
			b := review.Submit(newID(), "", text(i))
			body, err := json.Marshal(b)
			if err != nil {
				return err
			}
			if _, err := u.Append(ctx, journal.Draft{Kind: review.ActDone, Body: review.ActBody{Case: id, Act: b.Kind(), Body: body}}); err != nil {
				return err
			}
		}
		return nil
	}))
}

// TestHistoryOfTenThousand: ten thousand submissions of two texts by turns are two
// lines, beside as many different ones as need pages; links alone lead to every
// entry; no page is long; and who reads no submissions is told of none.
func TestHistoryOfTenThousand(t *testing.T) {
	s := serveWorld(t)
	path := s.submittable()
	id := review.CaseID(strings.TrimPrefix(path, "/reviews/cases/"))
	observer, court, lawyer := s.reader("observer"), s.reader("court"), s.reader("lawyer")
	before, blind, own := observer.walks(path), court.get(path), len(lawyer.get(path).body)
	same := func(i int) string { return [2]string{"من أعطى الأوامر؟", "أين السجل؟"}[i%2] }
	s.alike(id, 6000, same)
	s.alike(id, 130, func(i int) string { return fmt.Sprint("سؤال ", i) })
	s.alike(id, 4000, same)

	got := observer.walks(path)
	single, many := got.lines-len(got.counted), 0
	for _, n := range got.counted {
		many += n
	}
	if got.total != before.total+10130 || single+many != got.total || len(got.runs) != len(got.counted) {
		t.Errorf("%d entries, %d before; %d alone and %d in %d runs", got.total, before.total, single, many, len(got.runs))
	}
	if len(got.counted) > len(before.counted)+2 {
		t.Errorf("%d runs, %d before: two texts by turns are not two", len(got.counted), len(before.counted))
	}
	if got.pages != (got.lines+49)/50 || got.largest > 40_000 {
		t.Errorf("%d lines on %d pages, the largest of %d bytes", got.lines, got.pages, got.largest)
	}
	each := 0
	for _, r := range got.runs {
		w := observer.walks(r)
		if each += w.lines; w.largest > 40_000 {
			t.Errorf("a page of %s has %d bytes", r, w.largest)
		}
	}
	if each != many {
		t.Errorf("%d of %d identical submissions are reached", each, many)
	}
	t.Logf("%d entries: %d lines on %d pages of at most %d bytes; %d runs", got.total, got.lines, got.pages, got.largest, len(got.runs))
	if n := len(lawyer.get(path).body); n > own+150_000 {
		t.Errorf("the page of who submitted grew from %d to %d bytes", own, n)
	}
	if n := len(observer.get(path + "/print").body); n > 1_000_000 {
		t.Errorf("on paper it is %d bytes", n)
	}
	run, _, _ := strings.Cut(got.runs[0], "#")
	s.historyHidden(path, court, blind, run)
}

// historyHidden: who reads no submissions gets the page as it was, and a run of
// them is as absent as one that never was.
func (s *served) historyHidden(path string, b *browser, before reply, run string) {
	s.Helper()
	part := func(a reply) string { return historyPart.FindString(a.body) }
	if now := b.get(path); part(now) != part(before) {
		s.Errorf("the history of who reads no submissions changed:\n%s\n%s", part(before), part(now))
	}
	never := path + "?run=999999999"
	for _, login := range []string{"court", "data"} {
		r := s.reader(login)
		hidden, absent := r.get(run), r.get(never)
		if hidden.status != http.StatusNotFound || absent.status != http.StatusNotFound {
			s.Errorf("a hidden run as %s = %d, one that never was = %d", login, hidden.status, absent.status)
		}
		at := func(a reply, own string) string {
			own = strings.TrimPrefix(own, path+"?run=")
			return strings.ReplaceAll(requestNumber.ReplaceAllString(a.body, ""), own, "")
		}
		if at(hidden, run) != at(absent, never) {
			s.Errorf("a hidden run and one that never was differ for %s", login)
		}
	}
	if whole := s.reader("observer").get(never); whole.status != http.StatusNotFound {
		s.Errorf("a run that never was = %d", whole.status)
	}
}
