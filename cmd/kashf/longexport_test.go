package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"kashf.org/kashf/internal/register"
)

// peopleNamed is a list of so many people, none like another.
func peopleNamed(n int) string {
	given, family := []string{"سليم", "نادر", "هبة", "رنا", "ماهر", "وليد", "سعاد", "عمر", "ليلى", "جمال"}, []string{"الحوراني", "البيروتي", "المصري", "العطار", "الدباغ", "السمان", "الخياط"}
	var b strings.Builder
	b.WriteString("الاسم الكامل,اسم الأم,سنة الولادة,رقم الموقوف\n")
	for i := range n {
		fmt.Fprintf(&b, "%s %s %s,%s %d,%d,%d\n", given[i%10], given[i/10%10], family[i%7], given[i/7%10], i, 1950+i%50, 100000+i)
	}
	return b.String()
}

// A file of many people is made beside the pages: how far it is can be seen, it
// can be stopped, and it leaves whole, entered with its hash. KASHF_PEOPLE says
// how many.
func TestLongExport(t *testing.T) {
	n := 2100
	if v, err := strconv.Atoi(os.Getenv("KASHF_PEOPLE")); err == nil {
		n = v
	}
	s := serveWorld(t)
	b := s.builder()
	b.take("data", register.Source{Name: "قائمة طويلة", Kind: "family", Owner: s.archive, Sharing: register.ShareAll}, "long.csv", peopleNamed(n))
	s.must(b.err)
	s.must(s.d.index.Refresh(t.Context()))
	asker, approver := s.reader("cases"), s.reader("data")
	began := time.Now()
	if a := asker.post("/people/list/export", url.Values{"q": {""}, "all": {"yes"}, "why": {"طلب لجنة المفقودين"}, "whom": {"لجنة المفقودين"}, "column": {"name", "mother_name", "detainee_no", "sources"}}); !strings.Contains(a.to(), "did=export") {
		t.Fatalf("asking for %d = %d", n, a.status)
	}
	t.Logf("asked for in %v", time.Since(began).Round(time.Millisecond))
	all, err := s.d.store.ExportsOf(t.Context(), s.archive, 10)
	s.must(err)
	path := "/exports/" + all[0].ID
	began = time.Now()
	if a := approver.get(path); !strings.Contains(a.body, "the file itself names all its sources") {
		t.Errorf("the page does not say that it shows a part: %d", a.status)
	}
	t.Logf("looked at in %v", time.Since(began).Round(time.Millisecond))
	if a := approver.post(path+"/approve", nil); a.to() != "/exports" {
		t.Fatalf("approving = %d", a.status)
	}
	if a := asker.get(path + "/list.csv"); a.to() != path {
		t.Errorf("a long file that was not made = %d %s", a.status, a.to())
	}
	make := func() { asker.post(path+"/make", url.Values{"file": {"list.csv"}}) }
	make()
	make() // a second click
	if a := asker.get(path); !strings.Contains(a.body, `id="making"`) || !strings.Contains(a.body, path+"/stop") {
		t.Fatalf("the page does not show that the file is being made")
	}
	if a := asker.post(path+"/stop", nil); a.to() != path || strings.Contains(asker.get(path).body, `id="making"`) {
		t.Errorf("stopping = %d", a.status)
	}
	make()
	ctx, stop := context.WithCancel(t.Context())
	ended := goRun(s, ctx)
	defer func() { stop(); <-ended }()
	began = time.Now()
	for until := nearlyOver(t); !strings.Contains(asker.get(path).body, path+`/list.csv"`); time.Sleep(100 * time.Millisecond) {
		if time.Now().After(until) {
			t.Fatal("the file is never there")
		}
	}
	t.Logf("made in %v", time.Since(began).Round(100*time.Millisecond))
	a := asker.get(path + "/list.csv")
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(a.body, "\ufeff"))).ReadAll()
	if a.status != http.StatusOK || err != nil || len(rows) < n {
		t.Fatalf("the file = %d with %d rows, %v; want %d and more", a.status, len(rows), err, n)
	}
	if last := fmt.Sprint(100000 + n - 1); !strings.Contains(a.body, last) {
		t.Errorf("the last person of the list, %s, is not in it", last)
	}
	if a := approver.get(path + "/list.csv"); a.to() != path {
		t.Errorf("what one has made another takes: %d", a.status)
	}
	if a := asker.get(path + "/paper"); a.status != http.StatusNotFound {
		t.Errorf("a paper of %d people = %d", n, a.status)
	}
	if n, err := s.d.prune(t.Context(), time.Now().Add(100*time.Hour)); err != nil || asker.get(path+"/list.csv").status != http.StatusOK {
		t.Errorf("pruning took %d blobs and the file with them, %v", n, err)
	}
}

// goRun works on the queue until the context ends.
func goRun(s *served, ctx context.Context) <-chan struct{} {
	ended := make(chan struct{})
	go func() { defer close(ended); s.queue.Run(ctx) }()
	return ended
}
