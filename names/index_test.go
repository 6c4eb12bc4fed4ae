package names_test

import (
	"fmt"
	"slices"
	"testing"

	"kashf.org/kashf/names"
)

func sampleIndex() *names.Index {
	x := names.NewIndex(names.NewComparer(names.Options{}))
	x.Add(
		names.Entry{ID: 1, Name: "محمد عبد الرحمن الحسين", Mother: "فاطمة", Born: 1980, Place: "SY02"},
		names.Entry{ID: 2, Name: "محمود عبد الرحمن الحسين", Mother: "فاطمة", Born: 1982, Place: "SY02"},
		names.Entry{ID: 3, Name: "Youssef Khaled Shankhub", Born: 1990, Place: "SY07"},
		names.Entry{ID: 4, Name: "خالد شنخوب الديري", Born: 1975, Place: "SY09"},
		names.Entry{ID: 5, Name: "سعيد حسن", Born: 1960},
		names.Entry{ID: 6, Name: "سعد حسن", Born: 1960},
		names.Entry{ID: 1, Name: "Mhd Abdulrahman Alhussein"},
		names.Entry{ID: 7, Name: "جلال الحلبي"},
		names.Entry{ID: 8, Name: "جلال الحلبي (أبو سحر)"},
	)
	return x
}

func ids(hits []names.Hit) []int64 {
	var out []int64
	for _, h := range hits {
		out = append(out, h.ID)
	}
	return out
}

func TestSearch(t *testing.T) {
	x := sampleIndex()
	for _, tt := range []struct {
		q    names.Query
		want int64
	}{
		{names.Query{Name: "Mohamad Abdel Rahman Hussein"}, 1},
		{names.Query{Name: "محمد الحسين"}, 1},
		{names.Query{Name: "mahmoud abdurrahman huseyin"}, 2},
		{names.Query{Name: "يوسف خالد"}, 3},
		{names.Query{Name: "Khalid Shankhoub"}, 4},
		{names.Query{Name: "شنخوت الديري خالد"}, 4},
		{names.Query{Name: "Saeed Hassan"}, 5},
		{names.Query{Name: "Saad Hassan"}, 6},
		{names.Query{Name: "شنخوب الدي", Prefix: true}, 4},
		{names.Query{Name: "Khaled Shankh", Prefix: true}, 4},
		{names.Query{Name: "يوسف خالد ش", Prefix: true}, 3},
		{names.Query{Name: "عبد الرحمن الحسين", Born: 1982, Places: []string{"SY02"}}, 2},
		{names.Query{Name: "Jalal (Abu Sahar)"}, 8},
		{names.Query{Name: "Jalal Halabi (Abu Sahar)"}, 8},
	} {
		hits := x.Search(tt.q)
		if len(hits) == 0 || hits[0].ID != tt.want {
			t.Errorf("Search(%+v) = %v, want %d first", tt.q, ids(hits), tt.want)
			continue
		}
		var sum float64
		for _, p := range hits[0].Names.Parts {
			sum += p.Bits
		}
		for _, f := range hits[0].Fields {
			sum += f.Bits
		}
		if d := sum - hits[0].Bits; d > 1e-6 || d < -1e-6 {
			t.Errorf("Search(%+v): %.3f bits, its reasons sum to %.3f\n%v", tt.q, hits[0].Bits, sum, hits[0].Names)
		}
	}
}

func TestSearchBands(t *testing.T) {
	hits := sampleIndex().Search(names.Query{Name: "Mohamad Abdulrahman Alhussein", Born: 1980})
	if len(hits) == 0 || hits[0].ID != 1 || hits[0].Band != names.Strong {
		t.Fatalf("the very person: %+v, want a strong 1", hits)
	}
	for _, h := range hits[1:] {
		if h.ID == 1 || h.Band == names.Strong {
			t.Errorf("hit %+v beside the person", h)
		}
	}
	for _, s := range []string{"", "()", "123", "Qwertz Zxcvb"} {
		if hits := sampleIndex().Search(names.Query{Name: s}); len(hits) != 0 {
			t.Errorf("Search(%q) = %v, want nothing", s, ids(hits))
		}
	}
}

// What a reader may not see must change nothing of what the reader gets.
func TestSearchAllow(t *testing.T) {
	visible := names.NewIndex(names.NewComparer(names.Options{}))
	mixed := names.NewIndex(names.NewComparer(names.Options{}))
	for i := range 400 {
		e := names.Entry{ID: int64(i), Born: 1950 + i%50}
		e.Name = []string{"محمد شنخوب الديري", "خالد شنخوب", "Mohamad Shankhub", "سعيد الديري"}[i%4]
		mixed.Add(e)
		if i%3 != 0 {
			visible.Add(e)
		}
	}
	for _, name := range []string{"محمد شنخوب", "Shankhub", "خالد الديري", "شنخ"} {
		q := names.Query{Name: name, Born: 1970, Limit: 50, Prefix: true}
		want := visible.Search(q)
		q.Allow = func(id int64) bool { return id%3 != 0 }
		got := mixed.Search(q)
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("Search(%q): with hidden persons %v, without them %v", name, ids(got), ids(want))
		}
	}
}

func TestRemove(t *testing.T) {
	x := sampleIndex()
	if !x.Remove(1) || x.Remove(1) || x.Remove(99) {
		t.Fatal("Remove did not say what it did")
	}
	if got := x.Len(); got != 8 { // one of the seven left has a by-name
		t.Errorf("Len() = %d, want 8", got)
	}
	if hits := x.Search(names.Query{Name: "محمد عبد الرحمن الحسين"}); slices.Contains(ids(hits), 1) {
		t.Errorf("a removed person was found: %v", ids(hits))
	}
}

func TestRemoveMany(t *testing.T) {
	x := names.NewIndex(names.NewComparer(names.Options{}))
	for i := range 5000 {
		x.Add(names.Entry{ID: int64(i), Name: "محمد شنخوب", Mother: "فاطمة", Born: 1900 + i%100, Place: fmt.Sprint(i % 14)})
	}
	for i := range 4990 {
		x.Remove(int64(i))
	}
	hits := x.Search(names.Query{Name: "محمد شنخوب", Mother: "Fatima", Born: 1995, Places: []string{fmt.Sprint(4995 % 14)}})
	if len(hits) != 10 || hits[0].ID != 4995 || x.Len() != 10 {
		t.Errorf("after compaction: %v of %d, want 10 with 4995 first", ids(hits), x.Len())
	}
}

func FuzzSearch(f *testing.F) {
	x := sampleIndex()
	f.Add("محمد", true)
	f.Add("Mohamad Abd", false)
	f.Add("a b c d e f g h i j k", true)
	f.Fuzz(func(t *testing.T, name string, prefix bool) {
		x.Search(names.Query{Name: name, Mother: name, Prefix: prefix})
	})
}

func TestRank(t *testing.T) {
	c := names.NewComparer(names.Options{})
	list := []string{"حسن علي", "حسين علي", "Hussein Ali", "محمد شنخوب"}
	got := c.Rank(list, "Hussain Aly", 2)
	if len(got) != 2 || got[0].Index+got[1].Index != 3 || got[0].Bits < got[1].Bits {
		t.Errorf("Rank = %+v, want the two named Hussein", got)
	}
	if got := c.Rank(nil, "x", 3); len(got) != 0 {
		t.Errorf("Rank of nothing = %v", got)
	}
}

// Leaving out a part, or changing the order, can be met by chance in many ways.
func TestStrongNeedsWholeNames(t *testing.T) {
	x := names.NewIndex(names.NewComparer(names.Options{}))
	x.Add(names.Entry{ID: 1, Name: "أسامة خميس تمام"}, names.Entry{ID: 2, Name: "جعفر آدم شنخوب اليمان", Born: 1980})
	for _, tt := range []struct {
		query string
		born  int
		want  names.Band
	}{
		{"أسامة خميس تمام", 0, names.Strong},
		{"Osama Khamis Tamam", 0, names.Strong},
		{"تمام أسامة خميس", 0, names.Possible},
		{"أسامة تمام", 0, names.Possible},
		{"جعفر شنخوب", 0, names.Possible},
		{"شنخوب", 1980, names.Possible},
		{"جعفر شنخوب اليمان", 1980, names.Strong},
	} {
		hits := x.Search(names.Query{Name: tt.query, Born: tt.born})
		if len(hits) == 0 || hits[0].Band != tt.want {
			t.Errorf("Search(%q, %d) = %+v, want it %v", tt.query, tt.born, hits, tt.want)
		}
	}
}
