package main

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"kashf.org/kashf/internal/export"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
)

// TestNoChildInABulkExport: a child's file is in no file of many that leaves, in
// no format, on no paper and on no page before it leaves, and how many were left
// out is told in both languages. Who was a child when arrested and is none now,
// and of whom no age is told, leave.
func TestNoChildInABulkExport(t *testing.T) {
	s := serveWorld(t)
	y := time.Now().Year()
	b := s.builder()
	in := b.take("data", register.Source{Name: "سجل المدرسة", Kind: "family", Owner: s.archive, Sharing: register.ShareAll}, "school.csv", fmt.Sprintf(
		"الاسم الكامل,اسم الأم,سنة الولادة\nصفوان برهان الجندلي,غصون الشيحاوي,%d\nميادة فواز الكناني,رباب الحاصباني,%d\nطارق نعيم الدملخي,سهير البرازي,%d\nعاصم رشيد القباني,فدوى الصلاحي,\n",
		y-12, y-17, y-30))
	s.must(b.err)
	s.must(s.d.index.Refresh(b.ctx))
	e := &export.Service{Journal: s.d.journal, Store: s.d.store, NewID: newID, Now: time.Now}
	ask := export.Request{Records: []register.RecordID{in.first, in.first + 1, in.first + 2, in.first + 3}, Why: "for a commission", For: "the commission", Columns: export.Usual()}
	id, err := e.Ask(b.ctx, b.actor("data"), ask)
	s.must(err)
	approver := b.actor("second.cases")
	s.must(e.Approve(b.ctx, approver, id))
	for _, lang := range locale.Languages() {
		r := s.reader("data")
		r.lang = lang
		told := locale.For(lang).T("exports.about.children")
		for _, tail := range []string{"", "/list.csv", "/about.csv", "/paper"} {
			a := r.get("/exports/" + id + tail)
			if a.status != http.StatusOK {
				t.Fatalf("%s%s = %d", lang, tail, a.status)
			}
			for _, child := range []string{"الجندلي", "الكناني", "غصون", "رباب", s.fileNo(in.first), s.fileNo(in.first + 1)} {
				if strings.Contains(a.body, child) {
					t.Errorf("%s%s holds %q of a child's file", lang, tail, child)
				}
			}
			for _, adult := range []string{"الدملخي", "القباني"} {
				if tail != "/about.csv" && !strings.Contains(a.body, adult) {
					t.Errorf("%s%s lacks %s, who is no child", lang, tail, adult)
				}
			}
			if _, after, ok := strings.Cut(a.body, told); tail != "/list.csv" && (!ok || !strings.ContainsAny(after[:min(len(after), 120)], "2٢")) {
				t.Errorf("%s%s does not tell that two files were left out", lang, tail)
			}
		}
	}
}
