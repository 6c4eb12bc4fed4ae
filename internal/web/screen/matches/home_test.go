package matches_test

import (
	"net/url"
	"testing"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/register"
)

// The first page says what is here and what waits, and leads to each.
func TestSituation(t *testing.T) {
	h := open(t)
	if got := h.rana.Get("/"); !got.Has("First steps", "Add a source", "Nothing waits for you") {
		t.Errorf("an empty register:\n%s", got.Body)
	}
	h.lists()
	h.link()
	if got := h.rana.Get("/"); !got.Has("matches are open", "A matching run took place", "Branch register B", `href="/matches"`) || got.Has("First steps") {
		t.Errorf("a register at work:\n%s", got.Body)
	}
	at := askedOn(t, h.rana.Get("/matches"))
	h.rana.Post(at+"/answer", form(h.rana.Get(at), "same", ""))
	karim := h.Reader(h.Account("karim", access.Analyst))
	if got := karim.Get("/"); !got.Has("1 match wants a second opinion", `href="/matches?band=second"`) {
		t.Errorf("one answer given:\n%s", got.Body)
	}
	// Who cannot answer is asked for no opinion, and reads what is open.
	watcher := h.Reader(h.Account("nada", access.Observer))
	if got := watcher.Get("/"); !got.Has("matches are open", "Look") || got.Has("second opinion") || got.Has(">Decide<") {
		t.Errorf("an observer's first page:\n%s", got.Body)
	}
	if got := watcher.Get("/matches"); got.Status != 200 || got.Has("A second opinion is needed") {
		t.Errorf("an observer's queue, status %d:\n%s", got.Status, got.Body)
	}
	if got := watcher.Get("/matches?band=second"); got.Status != 200 || got.Has("name=\"verdict\"") {
		t.Errorf("the queue of second opinions to an observer: status %d", got.Status)
	}
}

// An answer about a list that was taken back is put before people again.
func TestSituationNamesWhatRestsOnTheUndone(t *testing.T) {
	h := open(t)
	_, first := h.list("قائمة الباب الثالث", h.Org.ID, register.ShareAll, row("مازن حكمت الزعتري", "سميرة", "1960", "حرستا", ""))
	entry, second := h.list("قائمة المدينة", h.Org.ID, register.ShareAll, row("مازن حكمت الزعتري", "سميرة", "1961", "حرستا", ""))
	h.link()
	at := pathOf(h, first, second)
	h.rana.Post(at+"/answer", form(h.rana.Get(at), "same", ""))
	if _, err := h.service.Undo(t.Context(), h.actor(), entry, "the wrong file"); err != nil {
		t.Fatal(err)
	}
	if got := h.rana.Get("/"); !got.Has("1 answer rests on something undone", `href="/ledger/`) {
		t.Errorf("an answer that rests on what was undone is not told of:\n%s", got.Body)
	}
	if got := h.rana.Get(at); got.Status != 404 {
		t.Errorf("the pair itself: status %d, want what an absent one gives", got.Status)
	}
}

// Who reads no case content is told of accounts, and of no list, count or change.
func TestSituationWithoutCaseContent(t *testing.T) {
	h := open(t)
	h.lists()
	h.link()
	admin := h.Reader(h.Account("ada", access.Administrator))
	got := admin.Get("/")
	if !got.Has("Accounts in use", "Works", "reads nobody’s file") {
		t.Errorf("an administrator:\n%s", got.Body)
	}
	for _, s := range []string{"Branch register B", "180", "matches are open", "What changed"} {
		if got.Has(s) {
			t.Errorf("an administrator is told %q", s)
		}
	}
	if got := admin.Get("/matches"); got.Status != 404 {
		t.Errorf("an administrator's queue: status %d", got.Status)
	}
	auditor := h.Reader(h.Account("omar", access.Auditor))
	if got := auditor.Get("/?" + url.Values{"lang": {"ar"}}.Encode()); got.Has("180") || !got.Has("دفتر القيود") {
		t.Errorf("an auditor:\n%s", got.Body)
	}
}
