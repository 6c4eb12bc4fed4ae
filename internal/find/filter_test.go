package find_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"kashf.org/kashf/internal/find"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/when"
)

// facts are the claims of an invented person to be listed by.
func facts(sex, governorate, site, from, to, status string) []register.Claim {
	cs := slices.DeleteFunc(row("سامر الحلاق", "", "1985", governorate), register.Claim.TellsDeath)
	for _, c := range []register.Claim{
		{Field: register.Sex, Value: sex, Norm: sex}, {Field: register.Facility, Value: site, Norm: site},
		{Field: register.CustodyFrom, Value: from, Norm: from}, {Field: register.CustodyTo, Value: to, Norm: to},
		{Field: register.Status, Value: status, Norm: status},
	} {
		if c.Level = register.C2; c.Value != "" {
			cs = append(cs, c)
		}
	}
	return cs
}

func date(tb testing.TB, s string) when.Date {
	tb.Helper()
	d, err := when.Parse(s)
	if err != nil {
		tb.Fatal(err)
	}
	return d
}

// tied gives the ties of some judgements.
func tied(js ...register.Judgement) func() (*find.Ties, error) {
	return func() (*find.Ties, error) { return find.TiesOf(js, nil), nil }
}

func TestFilter(t *testing.T) {
	m := &memory{}
	m.take("i1", "s1",
		facts("M", "SY02", "SED", "2012-03", "2014", "detained_known"),
		facts("F", "SY04", "ADR", "2015", "", "free_reported"),
		facts("M", "SY04", "SED-R", "", "2013", "reported_dead"),
		facts("F", "SY02", "", "", "", ""))
	_, second := m.take("i2", "s2", facts("", "", "ADR", "2016-02", "2016-05", "reported_dead"))
	m.move(second, 1)
	x := load(t, m)
	is := func(k find.Kind, v string) find.Cond { return find.Cond{Kind: k, Value: v} }
	not := func(c find.Cond) find.Cond { c.Not = true; return c }
	during := func(site, from, to string) find.Cond {
		c := find.Cond{Kind: find.HeldAt, Value: site}
		if from != "" {
			c.From = date(t, from)
		}
		if to != "" {
			c.To = date(t, to)
		}
		return c
	}
	terms := func(ts ...find.Term) []find.Term { return ts }
	for name, c := range map[string]struct {
		terms []find.Term
		want  []register.PersonID
	}{
		"nothing asked":               {nil, []register.PersonID{1, 2, 3, 4}},
		"governorate":                 {terms(find.Term{Cond: is(find.InGovernorate, "SY0203")}), []register.PersonID{1, 4}},
		"not":                         {terms(find.Term{Cond: not(is(find.InGovernorate, "SY02"))}), []register.PersonID{2, 3}},
		"and over two records":        {terms(find.Term{Cond: is(find.OfSex, "M")}, find.Term{Join: find.And, Cond: is(find.FromSource, "s2")}), []register.PersonID{1}},
		"or before and":               {terms(find.Term{Cond: is(find.OfSex, "F")}, find.Term{Join: find.And, Cond: is(find.InGovernorate, "SY02")}, find.Term{Join: find.Or, Cond: is(find.InGovernorate, "SY04")}), []register.PersonID{2, 4}},
		"refine":                      {terms(find.Term{Cond: is(find.OfSex, "F")}, find.Term{Join: find.Or, Cond: is(find.InGovernorate, "SY02")}, find.Term{Join: find.Refine, Cond: is(find.OfSex, "M")}), []register.PersonID{1}},
		"extend":                      {terms(find.Term{Cond: is(find.OfSex, "F")}, find.Term{Join: find.And, Cond: is(find.InGovernorate, "SY02")}, find.Term{Join: find.Extend, Cond: is(find.InGovernorate, "SY04")}), []register.PersonID{2, 3, 4}},
		"a part of the place":         {terms(find.Term{Cond: during("SED", "", "")}), []register.PersonID{1, 3}},
		"held within a time":          {terms(find.Term{Cond: during("", "2014-06", "2014-12")}), []register.PersonID{1}},
		"place and time are one stay": {terms(find.Term{Cond: during("ADR", "2013", "2013")}), nil},
		"an end that is not known":    {terms(find.Term{Cond: during("ADR", "2016-06", "2016-12")}), []register.PersonID{2}},
		"ended by a release":          {terms(find.Term{Cond: during("ADR", "2020", "2020")}), nil},
		"a beginning that is not":     {terms(find.Term{Cond: during("SED", "2011", "2011")}), []register.PersonID{3}},
		"status that is not adverse":  {terms(find.Term{Cond: is(find.OfStatus, "detained_known")}), []register.PersonID{1}},
		"a death over no link":        {terms(find.Term{Cond: is(find.OfStatus, "reported_dead")}), []register.PersonID{3}},
		"lacks":                       {terms(find.Term{Cond: not(is(find.Has, "facility"))}), []register.PersonID{4}},
		"listed":                      {terms(find.Term{Cond: find.Cond{Kind: find.Listed, Records: []register.RecordID{second, 2, 99}}}), []register.PersonID{1, 2}},
		"born":                        {terms(find.Term{Cond: find.Cond{Kind: find.BornIn, From: date(t, "1980"), To: date(t, "1984")}}), nil},
	} {
		got, err := x.Filter(t.Context(), find.Filter{Terms: c.terms, Ties: tied()}, nil)
		if diff := cmp.Diff(c.want, got.Persons); diff != "" || err != nil || got.Total != len(c.want) {
			t.Errorf("%s: %d persons, %v\n%s", name, got.Total, err, diff)
		}
	}
	dead := terms(find.Term{Cond: is(find.OfStatus, "reported_dead")})
	judged := tied([]register.Judgement{{ID: "a", Left: 1, Right: second, Verdict: register.SamePerson, By: "lina", Seq: 1}, {ID: "b", Left: 1, Right: second, Verdict: register.SamePerson, By: "omar", Seq: 2}}...)
	if got, _ := x.Filter(t.Context(), find.Filter{Terms: dead, Ties: judged}, nil); !slices.Equal(got.Persons, []register.PersonID{1, 3}) {
		t.Errorf("a death over a link that two people judged: %v", got.Persons)
	}
	if got, _ := x.Filter(t.Context(), find.Filter{Terms: dead}, nil); got.Total != 0 {
		t.Errorf("who is told no deaths lists %v by them", got.Persons)
	}
	if got, _ := x.Filter(t.Context(), find.Filter{Offset: 1, Limit: 2}, nil); got.Total != 4 || !slices.Equal(got.Persons, []register.PersonID{2, 3}) {
		t.Errorf("a page: %+v", got)
	}
}

// A list stands in the order asked for, the same on every page.
func TestOrders(t *testing.T) {
	m := &memory{}
	named := func(name, arrested string) []register.Claim {
		cs := []register.Claim{{Field: register.FullName, Value: name, Level: register.C2}}
		if arrested != "" {
			cs = append(cs, register.Claim{Field: register.ArrestDate, Value: arrested, Norm: arrested, Level: register.C2})
		}
		return cs
	}
	m.take("i1", "s1", named("Ziad Khouri", "2015"), named("بسام الحلاق", ""), named("أحمد الحلاق", "2012-03"), named("احمد ديري", "2013"), named("", "2011"))
	_, later := m.take("i2", "s2", named("آخر", "2010"))
	m.move(later, 2)
	x := load(t, m)
	only := func(s register.SourceID) bool { return s == "s1" }
	for _, c := range []struct {
		order find.Order
		sight func(register.SourceID) bool
		want  []register.PersonID
	}{
		{find.ByFirst, nil, []register.PersonID{1, 2, 3, 4, 5}},
		{find.ByNewest, nil, []register.PersonID{5, 4, 3, 2, 1}},
		{find.ByChanged, nil, []register.PersonID{2, 5, 4, 3, 1}},
		{find.ByChanged, only, []register.PersonID{5, 4, 3, 2, 1}},
		{find.ByName, nil, []register.PersonID{3, 4, 2, 1, 5}},
		{find.ByCustody, nil, []register.PersonID{2, 5, 3, 4, 1}},
		{find.ByCustody, only, []register.PersonID{5, 3, 4, 1, 2}},
	} {
		var got []register.PersonID
		for at := 0; at < 6; at += 2 {
			got = append(got, must(x.Filter(t.Context(), find.Filter{Order: c.order, Offset: at, Limit: 2}, c.sight)).Persons...)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("by %q, all sources %v: %s", c.order, c.sight == nil, diff)
		}
	}
}

// The judgements are read again when an entry came that may have changed them,
// and not for the work of an office.
func TestTiesAreGatheredOnce(t *testing.T) {
	m := &memory{}
	m.take("i1", "s1", facts("M", "", "", "", "", ""), facts("M", "", "", "", "", ""))
	x := load(t, m)
	reads := 0
	read := func() ([]register.Judgement, []register.Continuation, error) {
		reads++
		return nil, nil, nil
	}
	for _, c := range []struct {
		kind string
		want int
	}{{"", 1}, {"note.written", 1}, {"task.assigned", 1}, {"pair.judged", 2}, {"export.asked", 2}, {journal.UndoneKind, 3}, {"", 3}} {
		if c.kind != "" {
			m.append(c.kind, map[string]any{"entry": 0})
			refresh(t, x)
		}
		if _, err := x.Ties(read); err != nil || reads != c.want {
			t.Errorf("after %q: read %d times, %v, want %d", c.kind, reads, err, c.want)
		}
	}
}

// A reader who may not read a source gets, person by person, what an index that
// never held it gives, whatever is asked; and following is loading.
func TestFilterHiddenIsAbsent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pick := func(label string, of ...string) string { return rapid.SampledFrom(of).Draw(t, label) }
		both, one := &memory{}, &memory{}
		followed := find.New(both)
		if err := followed.Load(context.Background()); err != nil {
			t.Fatal(err)
		}
		for i := range rapid.IntRange(1, 10).Draw(t, "lists") {
			src := register.SourceID(pick("source", "seen", "hidden"))
			cs := facts(pick("sex", "", "M", "F"), pick("governorate", "", "SY02", "SY04"), pick("site", "", "SED", "ADR"),
				pick("from", "", "2012", "2014"), pick("to", "", "2014", "2015"), pick("status", "", "detained_known", "reported_dead", "free_reported"))
			if rapid.Bool().Draw(t, "died") {
				cs = died(cs, pick("death", "", "2013", "2016"))
			}
			cs = append(cs, register.Claim{Field: register.Note, Value: pick("note", "نجار", "مدرس"), Level: register.C3}, register.Claim{Field: register.DetaineeNo, Value: pick("number", "17", "١٧", "9"), Level: register.C2})
			_, r := both.take(register.ImportID(fmt.Sprint("i", i)), src, cs)
			both.move(r, register.PersonID(rapid.IntRange(1, int(r)).Draw(t, "person")))
			if src == "seen" {
				one.records = append(one.records, both.records[r-1])
			}
			one.entries = both.entries // both were taken in on the same days
		}
		js := []register.Judgement{}
		for i := range rapid.IntRange(0, 6).Draw(t, "judgements") {
			a, b := rapid.IntRange(1, len(both.records)).Draw(t, "a"), rapid.IntRange(1, len(both.records)).Draw(t, "b")
			if a != b {
				js = append(js, register.Judgement{ID: fmt.Sprint(i), Left: register.RecordID(min(a, b)), Right: register.RecordID(max(a, b)), Verdict: register.SamePerson, By: pick("by", "lina", "omar"), Seq: int64(i)})
			}
		}
		f := find.Filter{Limit: 3, Offset: rapid.IntRange(0, 2).Draw(t, "offset"), Deaths: rapid.Bool().Draw(t, "deaths"), Deep: rapid.Bool().Draw(t, "deep"), Order: rapid.SampledFrom(find.Orders()).Draw(t, "order"), Ties: tied(js...)}
		for range rapid.IntRange(0, 5).Draw(t, "terms") {
			term := find.Term{Join: find.Join(pick("join", "and", "or", "refine", "extend"))}
			term.Not = rapid.Bool().Draw(t, "not")
			term.Kind = find.Kind(pick("kind", "governorate", "held", "status", "sex", "source", "has", "listed", "minor", "text", "number", "taken", "agency"))
			term.Value = pick("value", "SY02", "SED", "reported_dead", "detained_known", "M", "seen", "hidden", "facility", "")
			term.Records = []register.RecordID{1, 3, 5}
			if rapid.Bool().Draw(t, "dated") {
				term.From = must2(when.Parse("2015"))
			}
			f.Terms = append(f.Terms, term)
		}
		ctx := context.Background()
		x, y := find.New(both), find.New(one)
		if err := errors.Join(x.Load(ctx), y.Load(ctx), followed.Refresh(ctx)); err != nil {
			t.Fatal(err)
		}
		sight := func(s register.SourceID) bool { return s == "seen" }
		got, err := x.Filter(ctx, f, sight)
		want, err2 := y.Filter(ctx, f, nil)
		if diff := cmp.Diff(want, got); diff != "" || err != nil || err2 != nil {
			t.Fatalf("a hidden source changes the answer:\n%s", diff)
		}
		ties, err := x.Ties(func() ([]register.Judgement, []register.Continuation, error) { return js, nil, nil })
		f.Ties = func() (*find.Ties, error) { return ties, err } // one gathering for readers of any sight
		if again, err := x.Filter(ctx, f, sight); err != nil || !cmp.Equal(again, want) {
			t.Fatalf("with ties that were gathered once: %v, %v", again, err)
		}
		if got, _ := followed.Filter(ctx, f, nil); !cmp.Equal(got, must(x.Filter(ctx, f, nil))) {
			t.Fatalf("following is not loading: %v", got)
		}
	})
}

func must(f find.Found, err error) find.Found {
	if err != nil {
		panic(err)
	}
	return f
}

// BenchmarkFilter asks three filters of a million records of four lists, of
// which one is hidden. KASHF_RECORDS sets another number.
func BenchmarkFilter(b *testing.B) {
	n := 200_000
	if os.Getenv("KASHF_MILLION") != "" {
		n = 1_000_000
	}
	m := &memory{}
	sexes, govs := []string{"M", "M", "M", "F", ""}, []string{"SY01", "SY02", "SY03", "SY04", "SY07", "SY12", ""}
	sites, statuses := []string{"SED", "ADR", "MI215", "MI227", "SED-R", ""}, []string{"detained_known", "reported_dead", "free_reported", "forcibly_disappeared", ""}
	jobs := []string{"نجار", "مدرس", "طالب جامعي", "عامل بناء", "سائق"}
	for list := range 4 {
		var rows [][]register.Claim
		for i := range n / 4 {
			k := i*2654435761 + list*97
			from := fmt.Sprintf("%d-%02d", 2011+k%9, 1+k/9%12)
			cs := facts(sexes[k%5], govs[k/5%7], sites[k/11%6], from, fmt.Sprint(2013+k/3%9), statuses[k/7%5])
			cs = append(cs, register.Claim{Field: register.Occupation, Value: jobs[k/13%5], Level: register.C2},
				register.Claim{Field: register.Note, Value: fmt.Sprintf("قال شاهد %d انه رآه في الممر ثم نُقل مع %s", k%300_000, jobs[k/3%5]), Level: register.C3},
				register.Claim{Field: register.DetaineeNo, Value: fmt.Sprint(k % 90_000), Level: register.C2})
			switch k / 17 % 9 {
			case 0:
				cs = died(cs, "2015")
			case 1:
				cs = append(cs, register.Claim{Field: register.ReleaseDate, Value: "2016", Norm: "2016", Level: register.C2})
			}
			rows = append(rows, cs)
		}
		m.take(register.ImportID(fmt.Sprint("i", list)), register.SourceID(fmt.Sprint("s", list)), rows...)
	}
	for i := range m.records { // a third are of one who is in another list
		if i%3 == 0 && i >= n/4 {
			m.records[i].Person = m.records[i-n/4].Person
		}
	}
	x := load(b, m)
	from, to := date(b, "2013-05"), date(b, "2014")
	ties := tied()
	queries := map[string][]find.Term{
		"governorate-facility-time": {
			{Cond: find.Cond{Kind: find.InGovernorate, Value: "SY04"}}, {Join: find.And, Cond: find.Cond{Kind: find.HeldAt, Value: "SED", From: from, To: to}},
			{Join: find.And, Cond: find.Cond{Kind: find.OfSex, Value: "M"}},
		},
		"status-not-or": {
			{Cond: find.Cond{Kind: find.OfStatus, Value: "reported_dead"}}, {Join: find.Or, Cond: find.Cond{Kind: find.OfStatus, Value: "free_reported"}},
			{Join: find.And, Cond: find.Cond{Kind: find.Has, Value: "mother_name", Not: true}},
		},
		"source-born-extend": {
			{Cond: find.Cond{Kind: find.FromSource, Value: "s1"}}, {Join: find.And, Cond: find.Cond{Kind: find.BornIn, From: date(b, "1980"), To: date(b, "1990")}},
			{Join: find.Extend, Cond: find.Cond{Kind: find.HeldAt, Value: "MI215"}},
		},
	}
	queries["words-job-number"] = []find.Term{
		{Cond: find.Cond{Kind: find.Writes, Value: "شاهد 17"}}, {Join: find.And, Cond: find.Cond{Kind: find.OfOccupation, Value: "نجار"}},
		{Join: find.Extend, Cond: find.Cond{Kind: find.Numbered, Value: "٤٢"}},
	}
	queries["detained-released-taken"] = []find.Term{
		{Cond: find.Cond{Kind: find.OfStatus, Value: "detained_known"}}, {Join: find.And, Cond: find.Cond{Kind: find.Has, Value: "release_date", Not: true}},
		{Join: find.And, Cond: find.Cond{Kind: find.TakenIn, From: date(b, "2017")}},
	}
	queries["held-agency-by-name"] = []find.Term{
		{Cond: find.Cond{Kind: find.HeldAt, From: from, To: to}}, {Join: find.And, Cond: find.Cond{Kind: find.HeldBy, Value: "mi"}},
		{Join: find.And, Cond: find.Cond{Kind: find.OfSex, Value: "M"}},
	}
	sight := func(s register.SourceID) bool { return s != "s3" }
	for name, terms := range queries {
		b.Run(name, func(b *testing.B) {
			used := processorTime()
			order := find.ByFirst
			if strings.HasSuffix(name, "by-name") {
				order = find.ByName
			}
			var took []time.Duration
			found := find.Found{}
			for b.Loop() {
				began := time.Now()
				var err error
				if found, err = x.Filter(b.Context(), find.Filter{Terms: terms, Order: order, Ties: ties, Deep: true, Deaths: true, Limit: 50, Offset: 500}, sight); err != nil {
					b.Fatal(err)
				}
				took = append(took, time.Since(began))
			}
			sort.Slice(took, func(i, j int) bool { return took[i] < took[j] })
			b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "ms-p95")
			b.ReportMetric(float64(found.Total), "found")
			b.ReportMetric(float64((processorTime()-used).Microseconds())/1000/float64(len(took)), "processor-ms/op")
		})
	}
}
