package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kashf.org/kashf/internal/review"
)

// given are the seats that the ledger's entries gave by each draw, as lines of
// the check.
func (s *served) given() map[string][]string {
	s.Helper()
	out := map[string][]string{}
	for e, err := range s.d.store.Entries(s.Context(), 0) {
		s.must(err)
		if e.Kind != review.ActDone {
			continue
		}
		id, ev, err := review.EventOf(e)
		s.must(err)
		if b, ok := ev.Body.(*review.AssignedBody); ok && b.Draw != "" {
			out[b.Draw] = append(out[b.Draw], fmt.Sprintf("%s\t%s\t%s\n", id, b.Seat, b.Code))
		}
	}
	return out
}

// TestDrawIsCheckedByAnOutsider: the record of each draw of the world, as its
// page gives it, is recomputed with the program alone, and gives the seats that
// were given. A list whose cases changed places after the freeze is named.
func TestDrawIsCheckedByAnOutsider(t *testing.T) {
	s := serveWorld(t)
	dir := t.TempDir()
	write := func(name string, text []byte) string {
		file := filepath.Join(dir, name)
		s.must(os.WriteFile(file, text, 0o600))
		return file
	}
	check := func(args ...string) (string, string, int) {
		var out, bad bytes.Buffer
		code := run(t.Context(), append([]string{"draw", "check"}, args...), stdio{out: &out, err: &bad})
		return out.String(), bad.String(), code
	}
	given := s.given()
	several := false
	for _, id := range slices.Sorted(maps.Keys(given)) {
		a := s.reader("observer").get("/reviews/draws/" + id + "/record")
		if a.status != http.StatusOK {
			t.Fatalf("the record of draw %s = %d", id, a.status)
		}
		record, seats := write("draw.json", []byte(a.body)), write("seats.tsv", []byte(strings.Join(given[id], "")))
		out, bad, code := check(record, "--seats", seats)
		if want := strings.Join(slices.Sorted(slices.Values(given[id])), ""); code != exitDone || strings.Join(slices.Sorted(strings.Lines(out)), "") != want {
			t.Errorf("draw %s: %d %s\n%s\nwas given\n%s", id, code, bad, out, want)
		}
		var d review.Draw
		s.must(json.Unmarshal([]byte(a.body), &d))
		several = several || len(d.Frozen.Cases) > 1
		t.Logf("draw %s: %d organisations, %d candidates, %d cases", id, len(d.Orgs), len(d.Frozen.Candidates), len(d.Frozen.Cases))
		if keep := os.Getenv("KASHF_DRAW"); keep != "" && len(d.Frozen.Cases) > 1 {
			s.must(os.WriteFile(keep, []byte(a.body), 0o600))
		}
		if len(d.Orgs) < 3 {
			t.Errorf("draw %s is of %d organisations", id, len(d.Orgs))
		}
		other := slices.Clone(given[id])
		f := strings.Split(other[0], "\t")
		other[0] = f[0] + "\t" + f[1] + "\tD-OTHER\n"
		if _, bad, code := check(record, "--seats", write("other.tsv", []byte(strings.Join(other, "")))); code != exitFailed || !strings.Contains(bad, "case "+f[0]+", seat "+f[1]) || !strings.Contains(bad, "D-OTHER") {
			t.Errorf("a seat given to another: %d %s", code, bad)
		}
	}
	if len(given) == 0 {
		t.Error("the world has no draw")
	}
	t.Log("a draw of several cases at once:", several)
}
