package main

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"kashf.org/kashf/internal/export"
	"kashf.org/kashf/internal/register"
)

// Requests are closed while somebody reads page after page: that which the address
// of the next page names, those already read, and those to come. None is skipped
// and none comes twice; one that was decided says so, and so does one that was taken
// back, which leads nowhere any more.
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
	item := regexp.MustCompile(`(?s)<li>.*?purpose (\d\d) of many.*?</li>`)
	next := regexp.MustCompile(`href="(/exports\?before=\d+)"`)
	reader := s.reader("data")
	var read []string
	withdrawn := map[int]bool{20: true, 33: true, 42: true} // before anybody came to them
	path := "/exports"
	for page := 0; path != ""; page++ {
		a := reader.get(path)
		if a.status != http.StatusOK || page > len(after) {
			t.Fatalf("page %d, %s = %d", page, path, a.status)
		}
		for _, m := range item.FindAllStringSubmatch(a.body, -1) {
			n, err := strconv.Atoi(m[1])
			s.must(err)
			i := len(asked) - 1 - n
			read = append(read, asked[i])
			if leads, says := strings.Contains(m[0], "/exports/"), strings.Contains(m[0], "withdrawn"); leads == withdrawn[i] || says != withdrawn[i] {
				t.Errorf("request %d, withdrawn %v, leads somewhere %v, says that it was withdrawn %v", i, withdrawn[i], leads, says)
			}
		}
		if page == 1 {
			_, rest, _ := strings.Cut(a.body, "purpose 43 of many") // the 21st from the newest
			before, _, _ := strings.Cut(a.body, "purpose 43 of many")
			if rest == "" || !strings.Contains(before[strings.LastIndex(before, "<li>"):], "approved by") {
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
	if !slices.Equal(read, asked) {
		t.Errorf("read %d requests, want %d, each once in their order", len(read), len(asked))
	}
	again := reader.get("/exports")
	for _, i := range []int{5, 19} {
		if strings.Contains(again.body, asked[i]) || !strings.Contains(again.body, fmt.Sprintf("purpose %02d of many", len(asked)-1-i)) {
			t.Errorf("request %d, taken back, is not listed, or leads somewhere", i)
		}
		if a := reader.get("/exports/" + asked[i]); a.status != http.StatusNotFound {
			t.Errorf("request %d, taken back = %d", i, a.status)
		}
	}
	if !strings.Contains(again.body, asked[7]) || !strings.Contains(again.body, "approved by") {
		t.Error("a request that was approved is not listed as that")
	}
}
