package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"slices"
	"strings"
	"time"

	"kashf.org/kashf/names"
)

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// build makes the index in parts, as a reader of files would.
func build(w *world) (*names.Index, string) {
	n := len(w.entries)
	before := heap()
	x := names.NewIndex(names.NewComparer(names.Options{}))
	start := time.Now()
	for part := range slices.Chunk(w.entries, 1<<16) {
		x.Add(part...)
	}
	took := time.Since(start)
	after := heap()
	runtime.KeepAlive(x)
	return x, fmt.Sprintf("%s: %d records built in %.1f s on %d processors, %.1f B a record", w.name, n, took.Seconds(), runtime.GOMAXPROCS(0), float64(after-before)/float64(n))
}

// reload saves the index, opens it again and tells how long that took.
func reload(x *names.Index) (string, error) {
	path := filepath.Join(os.TempDir(), fmt.Sprint("kashf-measure-", os.Getpid()))
	defer os.Remove(path)
	f, err := os.Create(path)
	if err != nil {
		return "", err
	}
	start := time.Now()
	if err := errors.Join(x.Save(f), f.Close()); err != nil {
		return "", err
	}
	saved := time.Since(start)
	info, err := os.Stat(path)
	if err != nil {
		return "", err
	}
	c := names.NewComparer(names.Options{})
	start = time.Now()
	y, err := names.OpenIndex(path, c)
	if err != nil {
		return "", err
	}
	took := time.Since(start)
	n := float64(y.Len())
	return fmt.Sprintf("saved in %.2f s, %.1f B a record; loaded in %.2f s", saved.Seconds(), float64(info.Size())/n, took.Seconds()), y.Close()
}

func measure(out io.Writer, o options, w *world, x *names.Index) error {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if o.profile != "" {
		f, err := os.Create(o.profile)
		if err != nil {
			return err
		}
		defer f.Close()
		if err := pprof.StartCPUProfile(f); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
	}
	for _, a := range w.asked {
		if len(a.questions) > 0 {
			fmt.Fprintln(out, ask(w, x, a))
		}
	}
	return nil
}

// tied is how many hits are looked through for a right answer that stands no
// lower than others.
const tied = 2000

// evenWith gives the place of the best right answer when it goes before those
// that say as much, or -1.
func evenWith(x *names.Index, q names.Query, right func(names.Hit) bool) int {
	q.Limit = tied
	hits := x.Search(q)
	at := slices.IndexFunc(hits, right)
	for at > 0 && hits[at-1].Bits == hits[at].Bits {
		at--
	}
	return at
}

// ask gives a line of the table.
func ask(w *world, x *names.Index, a asked) string {
	var first, ten, strong, evenFirst, evenTen int
	var times []time.Duration
	for i := range a.questions {
		q := &a.questions[i]
		start := cpu()
		hits := x.Search(q.query)
		times = append(times, cpu()-start)
		if slices.ContainsFunc(hits, func(h names.Hit) bool { return h.Band == names.Strong }) {
			strong++
		}
		right := func(h names.Hit) bool { return h.ID == q.person || !a.person && !a.unknown && w.same(h, q) }
		at := slices.IndexFunc(hits, right)
		even := at
		if at != 0 && !a.unknown {
			even = evenWith(x, q.query, right)
		}
		count := func(to *int, ok bool) {
			if ok {
				*to++
			}
		}
		count(&first, at == 0)
		count(&ten, at >= 0)
		count(&evenFirst, even == 0)
		count(&evenTen, even >= 0 && even < 10)
	}
	slices.Sort(times)
	n := len(times)
	ms := func(d time.Duration) float64 { return d.Seconds() * 1e3 }
	best := []string{"–", "–"}
	if w.ceiling != nil && !a.unknown {
		c := w.bestOf(a.questions)
		best = []string{fmt.Sprintf("%.3f", c.first), fmt.Sprintf("%.3f", c.ten)}
	}
	share := func(k int) string { return fmt.Sprintf("%.3f", float64(k)/float64(n)) }
	found := []string{share(first), share(ten), share(evenFirst), share(evenTen), "–"}
	if a.unknown {
		found = []string{"–", "–", "–", "–", share(strong)}
	}
	found = append(found, best...)
	return fmt.Sprintf("%s\t%s\t%s\t%.2f\t%.2f\t%.2f\t%d\t", w.name, a.name, strings.Join(found, "\t"), ms(times[n/2]), ms(times[n*95/100]), ms(times[n-1]), n)
}

// bestOf gives the mean ceiling of questions.
func (w *world) bestOf(questions []question) (mean ceiling) {
	for i := range questions {
		c := w.ceiling(&questions[i])
		mean.first += c.first / float64(len(questions))
		mean.ten += c.ten / float64(len(questions))
	}
	return mean
}
