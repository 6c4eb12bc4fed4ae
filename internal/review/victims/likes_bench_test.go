package victims

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/names"
	"kashf.org/kashf/place"
)

// crowd is a register of 5,000 and 10,000 cases: places as they are named, the
// three largest by a third of all, units with numbers, stays of a year within
// eight, names of three parts in both scripts.
func crowd() *world {
	r := rand.New(rand.NewPCG(7, 1))
	w := &world{moment: 1, stamps: map[review.CaseID]int64{}, persons: map[register.PersonID][]string{}}
	places, lexicon := place.Facilities(), invented(r, 1500)
	where := func() string {
		if r.IntN(3) == 0 {
			return places[r.IntN(3)].Ar
		}
		return places[r.IntN(len(places))].Ar
	}
	since := func() (string, string) {
		from := time.Date(2011, 1, r.IntN(8*365), 0, 0, 0, 0, time.UTC)
		return from.Format("2006-01"), from.AddDate(0, r.IntN(12), 0).Format("2006-01")
	}
	name := func() string {
		one := func() string { return lexicon[int(float64(len(lexicon))*r.Float64()*r.Float64()*r.Float64())] }
		return one() + " " + one() + " " + one()
	}
	for i := range 5000 {
		from, to := since()
		x := Told{Place: where(), Unit: fmt.Sprint("الفرع ", 200+r.IntN(100)), From: from, To: to, Agreed: []string{"match"}}
		if r.IntN(2) == 0 {
			x.Names = []string{name()}
		}
		sealed, _ := json.Marshal(x)
		w.regs = append(w.regs, Registration{ID: fmt.Sprint("r", i), Seq: 1, Told: sealed})
	}
	for i := range 10000 {
		from, to := since()
		w.persons[register.PersonID(i)] = []string{name(), name()}
		w.cases = append(w.cases, &review.Case{
			ID: review.CaseID(fmt.Sprint("c", i)), Person: register.PersonID(i), Cast: []review.Part{{Account: "l", Role: review.VictimsLiaison, Declared: true}},
			Allegations: []review.Allegation{{Place: where(), Unit: fmt.Sprint("الفرع ", 200+r.IntN(100)), From: from, To: to}},
		})
	}
	return w
}

// invented are n words of three to five letters that hardly anybody is called, and
// before them names that many are.
func invented(r *rand.Rand, n int) []string {
	out := strings.Fields("محمد أحمد علي خالد حسن حسين محمود عمر إبراهيم يوسف فاطمة مريم عائشة زينب سامر خليل الحلاق الحلبي الحمصي Mohamad Ahmad Ali Khaled Hassan Youssef")
	letters := []rune("بتجحدرسشصطعفقكلمنهوي")
	for len(out) < n {
		w := make([]rune, 3+r.IntN(3))
		for i := range w {
			w[i] = letters[r.IntN(len(letters))]
		}
		out = append(out, string(w))
	}
	return out
}

// processor is the time that the process used of all processors, which a busy
// machine inflates less than the wait.
func processor() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkLikes compares 5,000 registrations with 10,000 cases from nothing, after
// a registration and after a case that changed, in processor time; the reading of tables and seals is
// not in it (see BenchmarkVictims of cmd/kashf for that).
func BenchmarkLikes(b *testing.B) {
	w := crowd()
	for b.Loop() {
		s := w.service()
		s.Compare = names.NewComparer(names.Options{})
		for _, when := range []string{"first", "registration", "case", "nothing"} {
			w.moment++
			switch when {
			case "registration":
				w.regs[2500].Seq = w.moment
				w.regs[2500].Told, _ = json.Marshal(Told{Place: "صيدنايا", From: "2014", To: "2016", Names: []string{"سامر خليل الحلاق"}, Agreed: []string{"match"}})
			case "case":
				w.stamps["c5000"] = w.moment
				w.cases[5000].Allegations = []review.Allegation{{Place: "صيدنايا", From: fmt.Sprint(2012 + b.N), To: "2016"}}
			}
			busy := processor()
			p, err := s.Proposals(b.Context(), "l", "o", 0, 50)
			if err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64((processor()-busy).Microseconds())/1000, "ms-cpu-"+when)
			b.ReportMetric(float64(p.All), "likenesses")
		}
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		b.ReportMetric(float64(m.HeapAlloc>>20), "MB")
		runtime.KeepAlive(s)
	}
}
