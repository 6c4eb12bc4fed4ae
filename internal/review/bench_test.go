package review

import "testing"

// BenchmarkClocks is one case's clocks, under a policy that was changed once.
func BenchmarkClocks(b *testing.B) {
	w := newWalk(b, mandated(b)).grave()
	later := mandated(b)
	later.Clocks.Panel = 100
	w.k.Later = []Edition{{w.now, later}}
	b.ReportAllocs()
	for b.Loop() {
		w.c.Due(w.k, w.now)
	}
}

// BenchmarkApply is one act taken into a grave case.
func BenchmarkApply(b *testing.B) {
	w := newWalk(b, mandated(b)).grave()
	e := Event{Seq: 1, At: w.now, By: "reg", Body: &FlagBody{Flag: "foreigner", On: true}}
	for b.Loop() {
		w.c.Apply(e)
	}
}
