package main

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"kashf.org/kashf/internal/register"
)

// both sends two forms at the same moment.
func both(a, b *browser, to string, one, two url.Values) [2]reply {
	var out [2]reply
	var wg sync.WaitGroup
	wg.Go(func() { out[0] = a.post(to, one) })
	wg.Go(func() { out[1] = b.post(to, two) })
	wg.Wait()
	return out
}

// What was taken back before is told to whoever takes it back again: by whom,
// and with the reason that was typed. Of two at the same moment one is entered.
func TestTakenBackTwice(t *testing.T) {
	s := serveWorld(t)
	first, second := s.reader("cases"), s.reader("data")
	file := "/people/" + s.fileNo(s.first)
	undo := regexp.MustCompile(`"(/desk/[^"]+/undo)"`)
	for _, text := range []string{"ملاحظة أولى", "ملاحظة ثانية", "ملاحظة ثالثة"} {
		if a := first.post(file+"/note", url.Values{"kind": {"note"}, "text": {text}, "level": {"C2"}}); a.status != http.StatusSeeOther {
			t.Fatalf("a note = %d", a.status)
		}
	}
	var at []string
	for _, m := range undo.FindAllStringSubmatch(first.get(file).body, -1) {
		if !slices.Contains(at, m[1]) {
			at = append(at, m[1])
		}
	}
	if len(at) < 3 {
		t.Fatalf("%d notes can be taken back", len(at))
	}
	for _, path := range at[:3] {
		got := both(first, second, path, url.Values{"why": {"كتبتها خطأ في ملف آخر"}}, url.Values{"why": {"المعلومة عن أخيه"}})
		done, late, typed := 0, 1, "المعلومة عن أخيه"
		if got[1].status == http.StatusSeeOther {
			done, late, typed = 1, 0, "كتبتها خطأ في ملف آخر"
		}
		if got[done].status != http.StatusSeeOther || got[late].status != http.StatusConflict {
			t.Fatalf("two at once = %d and %d, want one done and one told", got[0].status, got[1].status)
		}
		who := []string{"cases", "data"}[done]
		name, err := s.d.access.Store.Account(t.Context(), s.accounts[who])
		s.must(err)
		for _, want := range []string{"took this back already", name.Name, typed} {
			if !strings.Contains(got[late].body, want) {
				t.Errorf("who comes second is not told %q\n%s", want, got[late].body)
			}
		}
	}
	s.replays()
}

// A judgement, a figure, an entry of the ledger: taken back before, each says so.
func TestTakenBackEverywhere(t *testing.T) {
	s := serveWorld(t)
	b, other := s.reader("analyst"), s.reader("data")
	place := "/facilities/" + string(s.facility)
	if a := other.post(place+"/tell", url.Values{"what": {"held"}, "text": {"نحو 60"}, "source": {string(s.open)}}); a.status != http.StatusSeeOther {
		t.Fatalf("a figure = %d\n%s", a.status, a.body)
	}
	figure := regexp.MustCompile(`"(/facilities/[^"]+/told/[^"]+/undo)"`).FindStringSubmatch(other.get(place).body)
	if figure == nil {
		t.Fatal("no figure to take back")
	}
	third := s.second + 1
	arrange := "/people/" + s.fileNo(s.second) + "/arrange"
	if a := b.post(arrange, url.Values{"do": {"join"}, "target": {s.fileNo(third)}, "why": {"the same card"}, "seen": seenIn(b.get(arrange).body)}); a.status != http.StatusSeeOther {
		t.Fatalf("join = %d", a.status)
	}
	js, err := s.d.store.Judgements(t.Context(), register.Sight{Machine: true}, min(s.second, third), max(s.second, third))
	s.must(err)
	if len(js) != 1 {
		t.Fatalf("%d judgements", len(js))
	}
	for _, x := range []struct {
		by   *browser
		path string
	}{{other, figure[1]}, {b, "/matches/judgements/" + js[0].ID + "/undo"}} {
		if a := x.by.post(x.path, url.Values{"why": {"the first reason"}}); a.status != http.StatusSeeOther {
			t.Fatalf("%s = %d\n%s", x.path, a.status, a.body)
		}
		if a := x.by.post(x.path, url.Values{"why": {"quite another reason"}}); a.status != http.StatusConflict || !strings.Contains(a.body, "quite another reason") || !strings.Contains(a.body, "took this back already") {
			t.Errorf("%s again = %d", x.path, a.status)
		}
		if a := x.by.post(x.path, url.Values{"why": {"the first reason"}}); a.status != http.StatusSeeOther {
			t.Errorf("%s by a second click = %d", x.path, a.status)
		}
		if a := x.by.get(x.path); a.status != http.StatusOK || !strings.Contains(a.body, "took this back already") {
			t.Errorf("the form of %s afterwards = %d", x.path, a.status)
		}
	}
	s.replays()
}

// Two arrange one file at the same moment: one act is entered whole, the other
// comes back with what was typed and with the rows as they are now.
func TestArrangeAtOnce(t *testing.T) {
	s := serveWorld(t)
	one, two := s.reader("analyst"), s.reader("second.analyst") // of the same organisation
	machine := register.Sight{Machine: true}
	personOf := func(r register.RecordID) register.PersonID {
		t.Helper()
		rec, err := s.d.store.RecordOf(t.Context(), machine, r)
		s.must(err)
		return rec.Person
	}
	row := func(r register.RecordID) string { return s.d.fileNos.Format(register.PersonID(r)) }
	third := s.second + 1
	var other register.RecordID // somebody else, whom both see
	for r, err := range s.d.store.All(t.Context(), 0) {
		s.must(err)
		if r.Destroyed == 0 && !slices.Contains([]register.PersonID{personOf(s.first), personOf(s.second), personOf(third)}, r.Person) && one.get("/people/"+s.d.fileNos.Format(r.Person)+"/arrange").status == http.StatusOK {
			other = r.ID
			break
		}
	}
	path := "/people/" + s.fileNo(s.second) + "/arrange"
	if a := one.post(path, url.Values{"do": {"join"}, "target": {s.fileNo(third)}, "why": {"the same card"}, "seen": seenIn(one.get(path).body)}); a.status != http.StatusSeeOther {
		t.Fatalf("join = %d", a.status)
	}
	path = "/people/" + s.fileNo(s.second) + "/arrange"
	seen := seenIn(one.get(path).body)
	split := func(why string) url.Values {
		return url.Values{"do": {"split"}, "row": {row(third)}, "why": {why}, "seen": slices.Clone(seen)}
	}
	join := url.Values{"do": {"join"}, "target": {s.fileNo(other)}, "why": {"من نفس البطاقة العائلية"}, "seen": slices.Clone(seen)}
	got := both(one, two, path, split("another card"), join)
	statuses := []int{got[0].status, got[1].status}
	switch {
	case statuses[0] == http.StatusSeeOther && statuses[1] == http.StatusConflict:
		if !strings.Contains(got[1].body, "من نفس البطاقة العائلية") || personOf(s.second) == personOf(third) || personOf(s.second) == personOf(other) {
			t.Error("the second lost what was typed, or half of it was done")
		}
	case statuses[0] == http.StatusConflict && statuses[1] == http.StatusSeeOther:
		if !strings.Contains(got[0].body, "another card") || personOf(s.second) != personOf(third) || personOf(s.second) != personOf(other) {
			t.Error("the second lost what was typed, or half of it was done")
		}
	default:
		t.Fatalf("at once = %v, want one entered and one told\n%s", statuses, got[1].body)
	}
	s.replays()
}
