package main

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"kashf.org/kashf/internal/export"
	"kashf.org/kashf/internal/register"
)

// Requests are closed while somebody reads page after page: that which the address
// of the next page names, those already read, and those to come. None is skipped
// and none comes twice; one that was decided says so, and one that was taken back
// is no longer there.
func TestExportPagesWhileRequestsClose(t *testing.T) {
	s := serveWorld(t)
	e := &export.Service{Journal: s.d.journal, Store: s.d.store, NewID: newID, Now: time.Now}
	asker := s.builder().actor("cases")
	var asked []string // the newest first
	for i := range 65 {
		id, err := e.Ask(t.Context(), asker, export.Request{
			Records: []register.RecordID{s.first}, Why: fmt.Sprintf("purpose %02d of many", i), For: "the commission", Columns: export.Usual(),
		})
		s.must(err)
		asked = slices.Insert(asked, 0, id)
	}
	withdraw := func(at ...int) {
		for _, i := range at {
			s.must(e.Withdraw(t.Context(), asker, asked[i]))
		}
	}
	approve := func(at int) { s.must(e.Approve(t.Context(), s.builder().actor("data"), asked[at])) }
	// What happens after a page was read; a page holds twenty.
	after := []func(){
		func() { withdraw(19, 5, 20, 33); approve(21) }, // the last read, one before, the next, and one to come
		func() { withdraw(42); approve(7) },             // with those taken back this page ended with 41
		func() {},
	}
	gone := map[int]bool{20: true, 33: true, 42: true} // before anybody came to them
	link := regexp.MustCompile(`href="/exports/([0-9a-zA-Z_-]+)"`)
	next := regexp.MustCompile(`href="(/exports\?before=\d+)"`)
	reader := s.reader("data")
	var read []string
	path := "/exports"
	for page := 0; path != ""; page++ {
		a := reader.get(path)
		if a.status != http.StatusOK || page > len(after) {
			t.Fatalf("page %d, %s = %d", page, path, a.status)
		}
		for _, m := range link.FindAllStringSubmatch(a.body, -1) {
			if slices.Contains(asked, m[1]) {
				read = append(read, m[1])
			}
		}
		if page == 1 {
			_, item, _ := strings.Cut(a.body, "purpose 43 of many") // the 21st from the newest
			before, _, _ := strings.Cut(a.body, "purpose 43 of many")
			if item == "" || !strings.Contains(before[strings.LastIndex(before, "<li>"):], "approved by") {
				t.Errorf("a request that was approved between two pages does not say so")
			}
		}
		if page < len(after) {
			after[page]()
		}
		path = ""
		if m := next.FindStringSubmatch(a.body); m != nil {
			path = m[1]
		}
	}
	var want []string
	for i, id := range asked {
		if !gone[i] {
			want = append(want, id)
		}
	}
	if !slices.Equal(read, want) {
		t.Errorf("read %d requests, want %d, each once in their order", len(read), len(want))
		for i, id := range asked {
			if n := len(read) - len(slices.DeleteFunc(slices.Clone(read), func(o string) bool { return o == id })); n != 1 && !gone[i] || n != 0 && gone[i] {
				t.Errorf("request %d was read %d times", i, n)
			}
		}
	}
	again := reader.get("/exports")
	for _, i := range []int{5, 19} {
		if strings.Contains(again.body, asked[i]) {
			t.Errorf("request %d, taken back, is still listed", i)
		}
		if a := reader.get("/exports/" + asked[i]); a.status != http.StatusNotFound {
			t.Errorf("request %d, taken back = %d", i, a.status)
		}
	}
	if !strings.Contains(again.body, asked[7]) || !strings.Contains(again.body, "approved by") {
		t.Error("a request that was approved is not listed as that")
	}
}
