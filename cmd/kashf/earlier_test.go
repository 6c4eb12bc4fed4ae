package main

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
)

// A file stands as it stood: before two were joined the one row, after it both,
// after they were parted the one again, and what has changed since below a
// banner. Today's sight holds for all of it.
func TestFileAsItStood(t *testing.T) {
	s := serveWorld(t)
	b := s.reader("analyst")
	third := s.second + 1
	size := func() int64 {
		t.Helper()
		head, err := s.d.store.Head(t.Context())
		s.must(err)
		return head.Size - 1
	}
	row := func(r register.RecordID) string { return s.d.fileNos.Format(register.PersonID(r)) }
	act := func(of register.RecordID, form url.Values) {
		t.Helper()
		path := "/people/" + s.fileNo(of) + "/arrange"
		form["seen"] = seenIn(b.get(path).body)
		if a := b.post(path, form); a.status != http.StatusSeeOther {
			t.Fatalf("%v = %d\n%s", form, a.status, a.body)
		}
	}
	apart := size()
	act(s.second, url.Values{"do": {"join"}, "target": {s.fileNo(third)}, "why": {"the same card"}})
	joined := size()
	file := "/people/" + s.fileNo(s.second)
	rows := func(seq int64) int {
		t.Helper()
		a := b.get(fmt.Sprintf("%s/earlier?at=%d", file, seq))
		if a.status != http.StatusOK || !strings.Contains(a.body, "This is how it stood on") {
			t.Fatalf("as it stood after %d = %d, or nothing says that it is not today's", seq, a.status)
		}
		n := 0
		sources := regexp.MustCompile(`(?s)id="sources".*?</section>`).FindString(a.body)
		for _, m := range regexp.MustCompile(`(\d+) rows|row \d+`).FindAllStringSubmatch(sources, -1) {
			if n++; m[1] != "" {
				n--
				var k int
				fmt.Sscan(m[1], &k)
				n += k
			}
		}
		return n
	}
	if got := rows(apart); got != 1 {
		t.Errorf("before they were joined the file had %d rows, want 1", got)
	}
	if got := rows(joined); got != 2 {
		t.Errorf("once joined it had %d rows, want 2", got)
	}
	act(s.second, url.Values{"do": {"split"}, "row": {row(third)}, "why": {"another card"}})
	file = "/people/" + s.fileNo(s.second)
	if a, j, now := rows(apart), rows(joined), rows(size()); a != 1 || j != 2 || now != 1 {
		t.Errorf("once parted: before %d, joined %d, now %d rows; want 1, 2, 1", a, j, now)
	}
	line, err := s.d.store.Lines(t.Context(), journal.Filter{Limit: 1})
	s.must(err)
	if a := b.get(fmt.Sprintf("%s/earlier?at=%d", file, line[0].Seq+1)); a.status != http.StatusUnprocessableEntity {
		t.Errorf("after an entry that is not there = %d", a.status)
	}
	for _, at := range []string{"1990-01-01", "-1", "nonsense"} {
		if a := b.get(file + "/earlier?at=" + at); a.status != http.StatusUnprocessableEntity {
			t.Errorf("at %s = %d, want 422", at, a.status)
		}
	}
	if a := b.get("/people/" + s.fileNo(s.guest) + "/earlier?at=1"); a.status != http.StatusNotFound {
		t.Errorf("a file out of sight as it stood = %d", a.status)
	}
	if a := b.get(file + "/earlier"); a.status != http.StatusOK || !strings.Contains(a.body, file+"/earlier?at=") {
		t.Errorf("the choice of a moment = %d, or has none", a.status)
	}
}
