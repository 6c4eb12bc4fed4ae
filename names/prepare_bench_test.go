package names_test

import (
	"math/rand/v2"
	"os"
	"runtime"
	"strings"
	"testing"

	"kashf.org/kashf/names"
)

// listNames gives the names of a list of the size of a small country's: those
// of the file KASHF_NAMES (a CSV, the names in its columns full_name and
// mother_name), else invented ones in both scripts.
func listNames(tb testing.TB) []names.Entry {
	tb.Helper()
	path := os.Getenv("KASHF_NAMES")
	if path == "" {
		return misspeltNames(131072)
	}
	var out []names.Entry
	for i, r := range readCSV(tb, path) {
		out = append(out, names.Entry{ID: int64(i), Name: r[3], Mother: r[4]})
	}
	return out
}

// misspeltNames makes n full names out of the embedded lexicon. Two in five are
// Latin, in a spelling that the lexicon lists or one with a letter changed,
// left out or put in; so most of their distinct tokens were never seen.
func misspeltNames(n int) []names.Entry {
	forms := names.LexiconSpellings()
	r := rand.New(rand.NewPCG(3, 4))
	part := func(latin bool) string {
		f := forms[int(float64(len(forms))*r.Float64()*r.Float64()*r.Float64())]
		if !latin || len(f) == 1 {
			return f[0]
		}
		s := f[1+r.IntN(len(f)-1)]
		switch at := r.IntN(len(s)); r.IntN(8) {
		case 0:
			return s[:at] + s[at+1:]
		case 1:
			return s[:at] + string(rune('a'+r.IntN(26))) + s[at:]
		case 2:
			return "al" + s
		}
		return s
	}
	out := make([]names.Entry, n)
	for i := range out {
		latin := i%5 < 2
		parts := []string{part(latin), part(latin), part(latin)}
		out[i] = names.Entry{ID: int64(i), Name: strings.Join(parts, " "), Mother: part(latin), Born: 1940 + r.IntN(70)}
	}
	return out
}

// BenchmarkPrepareList prepares every name of a list with a comparer that has
// met none of them, on one processor.
func BenchmarkPrepareList(b *testing.B) {
	entries := listNames(b)
	b.ReportAllocs()
	for b.Loop() {
		c := names.NewComparer(names.Options{})
		for _, e := range entries {
			c.Prepare(e.Name)
			c.Prepare(e.Mother)
		}
	}
}

func BenchmarkIndexAddList(b *testing.B) {
	entries := listNames(b)
	for b.Loop() {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		x := names.NewIndex(names.NewComparer(names.Options{}))
		x.Add(entries...)
		runtime.GC()
		runtime.ReadMemStats(&after)
		b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/float64(x.Len()), "B/record")
	}
}
