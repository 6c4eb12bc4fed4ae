package matches_test

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/queue"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web/gate/gatetest"
	"kashf.org/kashf/internal/web/screen/matches"
)

// find is the first group of what the pattern finds.
func find(t testing.TB, body, pattern string) string {
	t.Helper()
	m := regexp.MustCompile(pattern).FindStringSubmatch(body)
	if m == nil {
		t.Fatalf("no %s in\n%s", pattern, body)
	}
	return m[1]
}

var hidden = regexp.MustCompile(`<input type="hidden" name="([a-z]+)" value="([^"]*)"`)

// form fills in the question of a page as its reader would.
func form(page gatetest.Page, verdict, why string) url.Values {
	v := url.Values{"verdict": {verdict}, "why": {why}}
	i := strings.Index(page.Body, "/answer")
	for _, m := range hidden.FindAllStringSubmatch(page.Body[max(i, 0):], -1) {
		v.Add(m[1], m[2])
	}
	return v
}

// asked is the address of the pair that a page asks about.
func askedOn(t testing.TB, page gatetest.Page) string {
	t.Helper()
	return strings.TrimSuffix(find(t, page.Body, `action="(/matches/[0-9A-Z-]+/answer)"`), "/answer")
}

func TestAnAnswerLeadsToTheNextPair(t *testing.T) {
	h := open(t)
	h.lists()
	h.link()
	page := h.rana.Get("/matches")
	first := askedOn(t, page)
	next := h.rana.Post(first+"/answer", form(page, "same", "one mother"))
	if next.Status != http.StatusOK || !next.Has("Recorded: Same person.", "you answered 1 today") {
		t.Fatalf("after answering: status %d\n%s", next.Status, next.Body)
	}
	if askedOn(t, next) == first {
		t.Error("the pair just answered is asked about again")
	}
	back := h.rana.Post(find(t, next.Body, `action="(/matches/judgements/[0-9A-Z]+/back)"`), nil)
	if !back.Has("The answer was taken back", "taken back", "one mother") || askedOn(t, back) != first {
		t.Errorf("after taking back, at %s:\n%s", back.At, back.Body)
	}
}

func TestTheSecondToAnswerIsTold(t *testing.T) {
	h := open(t)
	h.lists()
	h.link()
	karim := h.Reader(h.Account("karim", access.Analyst))
	seen := karim.Get("/matches")
	at := askedOn(t, seen)
	h.rana.Post(at+"/answer", form(h.rana.Get(at), "different", "two mothers"))

	clash := karim.Post(at+"/answer", form(seen, "same", "spelt twice"))
	if clash.Status != http.StatusConflict || !clash.Has("Somebody answered this pair before you", "Name of rana", "two mothers", "spelt twice") {
		t.Fatalf("clash: status %d\n%s", clash.Status, clash.Body)
	}
	if got := h.rana.Get(at); strings.Contains(got.Body, "spelt twice") {
		t.Error("the second answer was entered without asking")
	}
	// Having seen it, karim may disagree, as long as nothing forbids it.
	kept := karim.Post(at+"/answer", form(clash, "cannot_tell", "spelt twice"))
	if kept.Status != http.StatusOK || !karim.Get(at).Has("two mothers", "spelt twice") {
		t.Errorf("own answer kept beside: status %d", kept.Status)
	}
	// "Same person" against "different people" is refused, and says by which answer.
	forbidden := karim.Post(at+"/answer", form(karim.Get(at), "same", "look again"))
	if forbidden.Status != http.StatusConflict || !forbidden.Has("An earlier answer says that these are two people", "two mothers", "look again") {
		t.Errorf("forbidden: status %d\n%s", forbidden.Status, forbidden.Body)
	}
}

func TestUndoAsksWhy(t *testing.T) {
	h := open(t)
	h.lists()
	h.link()
	at := askedOn(t, h.rana.Get("/matches"))
	h.rana.Post(at+"/answer", form(h.rana.Get(at), "relatives", ""))
	undo := find(t, h.rana.Get(at).Body, `href="(/matches/judgements/[0-9A-Z]+/undo)"`)
	if got := h.rana.Post(undo, url.Values{"why": {" "}}); got.Status != http.StatusUnprocessableEntity || !got.Has("Say why in a few words.") {
		t.Errorf("undo without a reason: status %d", got.Status)
	}
	if got := h.rana.Post(undo, url.Values{"why": {"wrong key"}}); !got.Has("The answer was taken back") {
		t.Errorf("undo: status %d\n%s", got.Status, got.Body)
	}
	// An answer of last week is not a slip of the finger.
	h.rana.Post(at+"/answer", form(h.rana.Get(at), "relatives", ""))
	slip := strings.Replace(find(t, h.rana.Get(at).Body, `href="(/matches/judgements/[0-9A-Z]+/undo)"`), "/undo", "/back", 1)
	h.Clock.Move(2 * time.Hour)
	rana := h.Reader(h.ranaIs)
	if got := rana.Post(slip, nil); !strings.HasSuffix(got.At, "/undo") {
		t.Errorf("taking back an old answer leads to %s, want the form that asks why", got.At)
	}
	// Of another organisation, nobody takes it back.
	other, err := h.ProvisionOrg(t.Context(), access.Organisation{NameAr: "أخرى", NameEn: "Other", Kind: access.Victims})
	if err != nil {
		t.Fatal(err)
	}
	lina := h.Reader(h.AccountOf(other.ID, "lina", access.DataOfficer))
	if got := lina.Post(strings.Replace(slip, "/back", "/undo", 1), url.Values{"why": {"mine"}}); got.Status != http.StatusNotFound {
		t.Errorf("undo by another organisation: status %d", got.Status)
	}
}

func TestSecondOpinion(t *testing.T) {
	h := open(t)
	h.lists()
	h.link()
	at := askedOn(t, h.rana.Get("/matches"))
	h.rana.Post(at+"/answer", form(h.rana.Get(at), "same", ""))
	if got := h.rana.Get("/matches?band=second"); !got.Has("A second opinion is needed (0)") {
		t.Error("one's own answer wants one's own second opinion")
	}
	karim := h.Reader(h.Account("karim", access.Analyst))
	page := karim.Get("/matches?band=second")
	if !page.Has("A second opinion is needed (1)") || askedOn(t, page) != at {
		t.Fatalf("the pair is not put before a second person:\n%s", page.Body)
	}
	if got := karim.Post(at+"/answer", form(page, "same", "")); !got.Has("A second opinion is needed (0)") {
		t.Errorf("after the second answer:\n%s", got.Body)
	}
}

// What somebody may not see is in no queue, no count and at no address.
func TestHiddenPairsAreAbsent(t *testing.T) {
	h := open(t)
	left, right := h.lists()
	other, err := h.ProvisionOrg(t.Context(), access.Organisation{NameAr: "أخرى", NameEn: "Other", Kind: access.Victims})
	if err != nil {
		t.Fatal(err)
	}
	_, ours := h.list("قائمة لا تُرى", h.Org.ID, register.ShareOwner, row("مازن حكمت الزعتري", "سميرة", "1960", "حرستا", "2013-01"))
	h.link()
	lina := h.Reader(h.AccountOf(other.ID, "lina", access.DataOfficer))

	nowhere := lina.Get("/matches/nowhere")
	for name, page := range map[string]gatetest.Page{
		"pair":      lina.Get(matches.Href(h.screen.FileNos, left, ours)),
		"no pair":   lina.Get(matches.Href(h.screen.FileNos, left, ours+1000)),
		"itself":    lina.Get("/matches/" + strings.Repeat(strings.ReplaceAll(h.screen.FileNos.Format(register.PersonID(left)), "-", "")+"-", 2)[:19]),
		"judgement": lina.Get("/matches/judgements/01JHW3/undo"),
	} {
		if page.Status != http.StatusNotFound || page.Body != nowhere.Body {
			t.Errorf("%s: status %d, and not the page of an address that is none", name, page.Status)
		}
	}
	answer := url.Values{"verdict": {"same"}}
	if got := lina.Post(matches.Href(h.screen.FileNos, left, ours)+"/answer", answer); got.Status != http.StatusNotFound {
		t.Errorf("answer about a hidden pair: status %d", got.Status)
	}
	if got := lina.Get(matches.Href(h.screen.FileNos, left, right)); got.Status != http.StatusOK || got.Has("قائمة لا تُرى") {
		t.Errorf("a pair in sight: status %d", got.Status)
	}
	for _, path := range []string{"/matches", "/matches/runs", "/"} {
		if got := lina.Get(path); got.Has("قائمة لا تُرى") {
			t.Errorf("%s names a hidden list", path)
		}
	}
	if got := lina.Get("/matches/runs"); got.Has("Left to people") {
		t.Error("the counts of a run tell of rows out of sight")
	}
	if got := h.rana.Get("/matches/runs"); !got.Has("Left to people") {
		t.Errorf("who sees all rows is not told the counts of a run:\n%s", got.Body)
	}
}

func TestWhyNotLinked(t *testing.T) {
	h := open(t)
	left, right := h.lists()
	h.link()
	at := matches.Href(h.screen.FileNos, left, right+2)
	page := h.rana.Get(at)
	if !page.Has("Why they are apart", "did not put these two side by side", "Two files now") {
		t.Errorf("a pair that is no match:\n%s", page.Body)
	}
	n := h.screen.FileNos
	typed := h.rana.Get("/matches/compare?" + url.Values{
		"left": {strings.ToLower(n.Format(register.PersonID(right + 2)))}, "right": {n.Format(register.PersonID(left))},
	}.Encode())
	if typed.At != at {
		t.Errorf("two numbers typed lead to %s, want %s", typed.At, at)
	}
	if got := h.rana.Get("/matches/compare?left=77&right=x"); got.Status != http.StatusUnprocessableEntity || !got.Has(`value="77"`, "not the numbers of two rows") {
		t.Errorf("numbers of nothing: status %d", got.Status)
	}
}

func TestARunIsMadeAndUndone(t *testing.T) {
	h := open(t)
	h.lists()
	if got := h.rana.Get("/matches"); !got.Has("No matching run yet") {
		t.Errorf("before a run:\n%s", got.Body)
	}
	job := h.rana.Post("/matches/runs", nil)
	if !job.Has("A matching run under way", "Waiting for its turn") {
		t.Fatalf("start: status %d\n%s", job.Status, job.Body)
	}
	if again := h.rana.Post("/matches/runs", nil); again.At != job.At {
		t.Errorf("a second start made another job: %s, %s", job.At, again.At)
	}
	h.work(job.At)
	done := h.rana.Get(job.At)
	if !done.Has("Finished") {
		t.Fatalf("after the run:\n%s", done.Body)
	}
	run := find(t, done.Body, `href="(/matches/runs/\d+)"`)
	if got := h.rana.Get(run); !got.Has("in force", "180", "The largest file has") {
		t.Errorf("report:\n%s", got.Body)
	}
	if got := h.rana.Post(run+"/undo", url.Values{"why": {""}}); got.Status != http.StatusUnprocessableEntity {
		t.Errorf("undo without a reason: status %d", got.Status)
	}
	if got := h.rana.Post(run+"/undo", url.Values{"why": {"the wrong lists"}}); !got.Has("The matching run was undone", "undone") {
		t.Errorf("undo: status %d\n%s", got.Status, got.Body)
	}
	if got := h.rana.Post(run+"/undo", url.Values{"why": {"again"}}); got.Status != http.StatusConflict {
		t.Errorf("undo twice: status %d", got.Status)
	}
}

// Rows that come later are added under what the last run learned, unless a new
// start is asked for; the pair page says what decided on files of several rows.
func TestRowsAreAddedToARun(t *testing.T) {
	h := open(t)
	left, right := h.lists()
	h.link()
	_, added := h.list("A third list", "org1", register.ShareAll, row("مازن حكمت الزعتري", "سميرة", "1960", "حرستا", "2013-01"))
	run := func(form url.Values) string {
		job := h.rana.Post("/matches/runs", form)
		h.work(job.At)
		return h.rana.Get(find(t, h.rana.Get(job.At).Body, `href="(/matches/runs/\d+)"`)).Body
	}
	if got := run(nil); !strings.Contains(got, "1 row was added by what the last full run learnt") {
		t.Errorf("after a list of one row:\n%s", got)
	}
	for _, pair := range [][2]register.RecordID{{left, added}, {right, added}} {
		page := h.rana.Get(matches.Href(h.screen.FileNos, pair[0], pair[1]))
		if !page.Has("What decides", "the rows of this file (") {
			t.Errorf("a pair of a file of three rows:\n%s", page.Body)
		}
	}
	if page := h.rana.Get(matches.Href(h.screen.FileNos, left+4, added)); !page.Has("What decides", "the rows of the two files") {
		t.Errorf("a pair of two files:\n%s", page.Body)
	}
	if got := run(url.Values{"full": {"1"}}); !strings.Contains(got, "learnt again from all rows") {
		t.Errorf("after a full run:\n%s", got)
	}
}

func TestARunIsStopped(t *testing.T) {
	h := open(t)
	h.lists()
	job := h.rana.Post("/matches/runs", nil)
	if got := h.rana.Post(job.At+"/stop", nil); !got.Has("Stopped; nothing was changed") {
		t.Errorf("stop: status %d\n%s", got.Status, got.Body)
	}
	viewer := h.Reader(h.Account("olga", access.Observer))
	if got := viewer.Post("/matches/runs", nil); got.Status != http.StatusNotFound {
		t.Errorf("an observer starts a run: status %d", got.Status)
	}
	if got := viewer.Get("/matches"); got.Status != http.StatusOK {
		t.Errorf("an observer's queue: status %d", got.Status)
	}
}

// work does the job that is waiting.
func (h *house) work(at string) {
	h.t.Helper()
	id := strings.TrimPrefix(at, "/matches/jobs/")
	ctx, stop := context.WithTimeout(h.t.Context(), 5*time.Minute)
	defer stop()
	go func() { _ = h.queue.Run(ctx) }() // ends with ctx
	for {
		j, err := h.queue.Get(ctx, id)
		if err != nil {
			h.t.Fatal(err)
		}
		if j.State.Final() {
			if j.State != queue.Done {
				h.t.Fatalf("job ended as %s: %s", j.State, j.Error)
			}
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
}
