package main

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// Two files stand side by side, with what they say of each other and the way to
// judge; a file out of sight is one that never was.
func TestCompareTwoFiles(t *testing.T) {
	s := serveWorld(t)
	first, second, guest := s.fileNo(s.first), s.fileNo(s.second), s.fileNo(s.guest)
	b := s.reader("analyst")
	at := "/people/" + first + "/compare"
	page := b.get(at + "?with=" + second)
	for _, want := range []string{first, second, `id="beside"`, "/matches/", "/arrange"} {
		if !strings.Contains(page.body, want) {
			t.Errorf("the two files (%d) lack %q", page.status, want)
		}
	}
	hidden, never := b.get(at+"?with="+guest), b.get(at+"?with="+s.d.fileNos.Format(987654321))
	if hidden.status != http.StatusUnprocessableEntity || strings.ReplaceAll(hidden.body, guest, "") != strings.ReplaceAll(never.body, s.d.fileNos.Format(987654321), "") {
		t.Errorf("a file out of sight = %d, one that never was = %d, or their pages differ", hidden.status, never.status)
	}
	if a := b.get("/people/" + guest + "/compare?with=" + first); a.status != http.StatusNotFound {
		t.Errorf("from a file out of sight = %d", a.status)
	}
	if a := b.get(at + "?with=" + first); a.status != http.StatusUnprocessableEntity {
		t.Errorf("with itself = %d", a.status)
	}
	if a := b.post("/people", url.Values{"name": {second}, "beside": {first}}); a.to() != at+"?with="+second {
		t.Errorf("a number typed into the search leads to %q", a.to())
	}
	found := b.post("/people", url.Values{"name": {"عفاف"}, "beside": {first}})
	if found.status != http.StatusOK || !strings.Contains(found.body, `name="beside" value="`+first) {
		t.Errorf("the search forgets what it was for: %d", found.status)
	}
	mourned := s.reader("cases").get(at + "?with=" + s.fileNo(s.mourned))
	if mourned.status != http.StatusOK || strings.Contains(mourned.body, "death_date") || strings.Contains(mourned.body, "Date of death") {
		t.Errorf("two files side by side = %d, or they tell a death", mourned.status)
	}
}
