package main

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"kashf.org/kashf/internal/dossier"
	"kashf.org/kashf/internal/identity"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/when"
)

// stood is what a file says, as far as it says it of a moment.
type stood struct {
	Lines   []string
	Sources []string
	Records []register.RecordID
	Judged  []string
	Checks  int
}

func stoodOf(f dossier.PersonFile) stood {
	out := stood{Records: slices.Sorted(slices.Values(f.Records())), Checks: len(f.Checks)}
	say := func(v dossier.StatedValue) string { return v.Text }
	for _, l := range f.Lines {
		if l.Held == nil && len(l.Former) == 0 {
			continue
		}
		text := l.Field.Key() + ":"
		if l.Held != nil {
			text += " " + say(*l.Held)
		}
		for _, v := range l.Agree {
			text += " ~" + say(v)
		}
		for _, v := range l.Against {
			text += " !" + say(v)
		}
		for _, x := range l.Former {
			text += fmt.Sprintf(" before %s %v", x.Text, x.Retracted)
		}
		for _, x := range l.Corrected {
			text += " corrected " + x.Was.Text
		}
		out.Lines = append(out.Lines, text)
	}
	for _, s := range f.Sources {
		text := fmt.Sprint(s.ID, s.Records, s.Rows)
		for _, d := range s.Dropped {
			text += fmt.Sprint(" dropped ", d.Record, d.By)
		}
		out.Sources = append(out.Sources, text)
	}
	for _, j := range f.Judged {
		if j.State == "stands" { // what was taken back is told of for ever, what stands is of a moment
			out.Judged = append(out.Judged, fmt.Sprint(j.Left, j.Right, j.Verdict))
		}
	}
	slices.Sort(out.Judged)
	return out
}

var namedBox = regexp.MustCompile(`name="of"[^>]* value="([^"]+)"|value="([^"]+)"[^>]* name="of"`)

// namedIn are up to three of the claims that a form offers to correct.
func namedIn(page string) (out []string) {
	for _, m := range namedBox.FindAllStringSubmatch(page, 3) {
		out = append(out, m[1]+m[2])
	}
	return out
}

// The file of a moment is the file that was shown then: thirty rows and more of
// many lists, of which newer editions change cells and drop rows, people correct
// and undo, files are parted and joined.
func TestFileAsItStoodOverRandomHistories(t *testing.T) {
	for seed := range uint64(3) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) { randomHistory(t, rand.New(rand.NewPCG(seed, 7))) })
	}
}

func randomHistory(t *testing.T, dice *rand.Rand) {
	s := serveWorld(t)
	ctx, b := t.Context(), s.reader("cases")
	const head = "الاسم الكامل,اسم الأم,المهنة,مكان الاحتجاز,تاريخ التوقيف,رقم الموقوف,ملاحظات\n"
	jobs, mothers := []string{"نجار", "طبيب", "خباز", "معلم", ""}, []string{"سلمى العظم", "سلما العظم", "هند المير", ""}
	edition := 0 // a file is never the same twice
	row := func(list int) string {
		return fmt.Sprintf("هيثم بدري الخياط,%s,%s,صيدنايا,%d,8%03d,نسخة %d\n", mothers[dice.IntN(4)], jobs[dice.IntN(5)], 2011+dice.IntN(4), list, edition)
	}
	filler := func(list int) string {
		return fmt.Sprintf("سامر %s الحداد,رغد,سائق,عدرا,2013,9%03d,نسخة %d\n", []string{"نديم", "فاروق", "جلال", "وليد"}[list%4], list, edition)
	}
	var lists []taken
	for i := range 24 {
		lists = append(lists, s.builder().take("data", register.Source{Name: fmt.Sprintf("قائمة %d", i), Kind: "family", Owner: s.archive, Sharing: register.ShareAll}, fmt.Sprintf("l%d.csv", i), head+row(i)+filler(i)))
	}
	huda := s.builder().actor("analyst")
	machine := register.Sight{Machine: true}
	judge := func(l, r register.RecordID, v register.Verdict) {
		t.Helper()
		s.must(s.d.identity.Arrange(ctx, huda, machine, nil, []identity.Answer{{Left: l, Right: r, Verdict: v, Why: "of a random history"}}))
	}
	first := lists[0].first
	for _, l := range lists[1:] {
		judge(first, l.first, register.SamePerson)
	}
	aud := dossier.Audience{Sight: register.Sight{Org: s.archive, Level: register.C3}, Account: string(s.accounts["cases"])}
	day := when.DayOf(time.Now())
	personOf := func() register.PersonID {
		r, err := s.d.store.RecordOf(ctx, machine, first)
		s.must(err)
		return r.Person
	}
	snap := func() (int64, stood) {
		t.Helper()
		h, err := s.d.store.Head(ctx)
		s.must(err)
		f, err := s.d.dossier.Person(ctx, aud, personOf(), day)
		s.must(err)
		return h.Size - 1, stoodOf(f)
	}
	type moment struct {
		seq  int64
		what string
		file stood
	}
	var shown []moment
	keep := func(what string) {
		seq, f := snap()
		shown = append(shown, moment{seq, what, f})
	}
	keep("joined")
	newest := slices.Clone(lists)
	for step := range 26 {
		i := dice.IntN(len(lists))
		switch what := dice.IntN(6); what {
		case 0, 1, 2: // a newer edition, now and then without the row
			edition++
			text := head + filler(i)
			if dice.IntN(3) > 0 {
				text = head + row(i) + filler(i)
			}
			newest[i] = s.edition(newest[i], fmt.Sprintf("l%d-%d.csv", i, step), text)
			keep(fmt.Sprintf("edition of list %d", i))
		case 3: // a correction of the occupation
			file := "/people/" + s.fileNo(first)
			page := b.get(file + "/correct?field=occupation")
			form := url.Values{"do": {"enter"}, "field": {"occupation"}, "value": {"حلاق"}, "why": {"قرأتُ البطاقة بنفسي"}, "kind": {"civil_registry"}, "seen": seenIn(page.body), "form": {formOf(t, page)}}
			form["of"] = namedIn(page.body)
			if a := b.post(file+"/correct", form); a.status != http.StatusSeeOther {
				t.Fatalf("a correction = %d\n%s", a.status, a.body)
			}
			keep("corrected")
		case 4: // parted, and joined again
			if i > 0 {
				judge(first, lists[i].first, register.Different)
				keep(fmt.Sprintf("list %d parted", i))
				judge(first, lists[i].first, register.SamePerson)
				keep(fmt.Sprintf("list %d joined", i))
			}
		case 5: // the newest judgement is taken back
			js, err := s.d.store.JudgementsOf(ctx, machine, personOf())
			s.must(err)
			for _, j := range slices.Backward(js) {
				if j.Undone == 0 && strings.Contains(j.Why, "random") && j.Left == first {
					_, err := s.d.identity.Undo(ctx, huda, j.Seq, "a mistake")
					s.must(err)
					keep("a judgement taken back")
					judge(j.Left, j.Right, register.SamePerson)
					break
				}
			}
		}
	}
	if n := len(shown[len(shown)-1].file.Records); n < 24 {
		t.Logf("the file ends with %d rows", n)
	}
	most := 0
	for _, m := range shown {
		most = max(most, len(m.file.Records))
		now, err := s.d.dossier.Person(ctx, aud, personOf(), day)
		s.must(err)
		records, _, err := past{s.d}.Then(ctx, now.Person, now.Records(), m.seq)
		s.must(err)
		then, err := s.d.dossier.Earlier(ctx, aud, now.Person, records, m.seq, day)
		s.must(err)
		if diff := cmp.Diff(m.file, stoodOf(then)); diff != "" {
			t.Fatalf("%s, at %d (-shown then +now said of it):\n%s", m.what, m.seq, diff)
		}
	}
	if most < 30 {
		t.Errorf("the file never had more than %d rows: the test is too small", most)
	}
}
