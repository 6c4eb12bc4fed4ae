package names_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"kashf.org/kashf/names"
	"pgregory.net/rapid"
)

// exhaustive asks every name of a list, as a screen is to find without.
func exhaustive(c *names.Comparer, list []string, q string) []int {
	var out []int
	for i, n := range list {
		if c.CompareStrings(n, q).Score >= names.SameName || c.CompareStrings(q, n).Score >= names.SameName {
			out = append(out, i)
		}
	}
	return out
}

func screened(c *names.Comparer, list []string, q string) []int {
	s := c.NewScreen()
	for i, n := range list {
		s.Add(i, c.Ready(n))
	}
	var out []int
	for i := range s.Like(c.Ready(q)) {
		out = append(out, i)
	}
	slices.Sort(out)
	return out
}

// TestScreenFindsAll: a screen finds what comparing with each finds, no more and
// no less, among names of every kind and with slips in them.
func TestScreenFindsAll(t *testing.T) {
	c := names.NewComparer(names.Options{})
	found := 0
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOfN(nameGen(), 1, 12).Draw(t, "list")
		q := nameGen().Draw(t, "asked")
		if rapid.Bool().Draw(t, "slipped") {
			q = miscopied(t, rapid.SampledFrom(list).Draw(t, "of"))
		}
		got, want := screened(c, list, q), exhaustive(c, list, q)
		found += len(want)
		if !slices.Equal(got, want) {
			t.Fatalf("%q among %q: %v, comparing with each %v", q, list, got, want)
		}
	})
	if found == 0 {
		t.Error("nothing was found in any list")
	}
}

// miscopied is a name as a tired hand copies it: parts left out, turned or joined,
// letters doubled, dropped or exchanged.
func miscopied(t *rapid.T, s string) string {
	ws := strings.Fields(s)
	for range rapid.IntRange(0, 3).Draw(t, "slips") {
		if len(ws) == 0 {
			break
		}
		i := rapid.IntRange(0, len(ws)-1).Draw(t, "word")
		w := []rune(ws[i])
		k := rapid.IntRange(0, len(w)-1).Draw(t, "letter")
		switch rapid.IntRange(0, 5).Draw(t, "how") {
		case 0:
			ws = slices.Delete(ws, i, i+1)
		case 1:
			ws = append(ws[1:], ws[0])
		case 2:
			if i > 0 {
				ws[i-1] += ws[i]
				ws = slices.Delete(ws, i, i+1)
			}
		case 3:
			ws[i] = string(slices.Insert(w, k, w[k]))
		case 4:
			if len(w) > 1 {
				ws[i] = string(slices.Delete(w, k, k+1))
			}
		default:
			w[k] = rapid.SampledFrom([]rune("abkhxاحجمن")).Draw(t, "new")
			ws[i] = string(w)
		}
	}
	return strings.Join(ws, " ")
}

// TestScreenTraps: names that are near each other in the ways that a screen passes
// over pairs for.
func TestScreenTraps(t *testing.T) {
	c := names.NewComparer(names.Options{})
	list := []string{
		"محمد عبد الرحمن الحسين", "Mohamad Abdulrahman Alhussein", "خالد نورس حسن", "خالدنورس حسن", "JC Dupont", "Jean Claude Dupont", "M. Ali", "محمد محمد علي", "محمد علي",
		"Khalid Mukhtar", "Xalid Muxtar", "أبو عمر الحلبي", "عمر الحلبي (أبو خالد)", "Alhussein, Mohamad", "شنخوب الديري", "شنخووب ديري", "Shankhub", "김민수", "Kim Minsu", "عبدالرحمن", "عبد الرحمن", "نور الدين", "نورالدين",
	}
	for _, p := range apart {
		list = append(list, p[0]+" خالد الحمصي", p[1]+" خالد الحمصي")
	}
	for _, q := range list {
		if got, want := screened(c, list, q), exhaustive(c, list, q); !slices.Equal(got, want) {
			t.Errorf("%q: %v, comparing with each %v", q, got, want)
		}
	}
}

// manyNames are n invented names of three or four parts.
func manyNames(n int, seed uint64) []string {
	forms := names.LexiconSpellings()
	r := rand.New(rand.NewPCG(seed, 1))
	out := make([]string, n)
	for i := range out {
		var ws []string
		for range 3 + r.IntN(2) {
			f := forms[int(float64(len(forms))*r.Float64()*r.Float64()*r.Float64())] // the commonest stand first
			ws = append(ws, f[0])
			if r.IntN(4) == 0 {
				ws[len(ws)-1] = f[r.IntN(len(f))]
			}
			if r.IntN(15) == 0 {
				ws[len(ws)-1] += "ي"
			}
		}
		out[i] = strings.Join(ws, " ")
	}
	return out
}

// TestScreenAmongMany asks among names as lists have them.
func TestScreenAmongMany(t *testing.T) {
	c := names.NewComparer(names.Options{})
	list := manyNames(300, 1)
	s := c.NewScreen()
	for i, n := range list {
		s.Add(i, c.Ready(n))
	}
	found := 0
	asked := list[:10:10]
	for _, n := range list[10:25] {
		_, rest, _ := strings.Cut(n, " ")
		asked = append(asked, rest+"ي", n+" "+rest)
	}
	for _, q := range asked {
		var got []int
		for i := range s.Like(c.Ready(q)) {
			got = append(got, i)
		}
		slices.Sort(got)
		want := exhaustive(c, list, q)
		found += len(want)
		if !slices.Equal(got, want) {
			t.Errorf("%q: %v, comparing with each %v", q, got, want)
		}
	}
	if found < 25 {
		t.Errorf("%d found in all", found)
	}
}

// BenchmarkScreen asks for 5,000 names among 10,000, with reading them.
func BenchmarkScreen(b *testing.B) {
	list, asked := manyNames(10000, 1), manyNames(5000, 2)
	for b.Loop() {
		c := names.NewComparer(names.Options{})
		s := c.NewScreen()
		for i, n := range list {
			s.Add(i, c.Ready(n))
		}
		n := 0
		for _, q := range asked {
			for range s.Like(c.Ready(q)) {
				n++
			}
		}
		b.ReportMetric(float64(n), "found")
	}
}

func ExampleComparer_NewScreen() {
	c := names.NewComparer(names.Options{})
	s := c.NewScreen()
	s.Add(1, c.Ready("سامر خليل الحلاق"))
	s.Add(2, c.Ready("سمير خليل الحلاق"))
	for id, n := range s.Like(c.Ready("Samer Khalil Alhallaq")) {
		fmt.Println(id, n)
	}
	// Output: 1 سامر خليل الحلاق
}
