package linkage

import (
	"runtime/metrics"
	"slices"
	"time"
)

// A Watch measures what the stages of a run take, as they are told; the zero
// value is not ready, see [NewWatch]. Calls come one at a time.
type Watch struct {
	now    func() time.Time
	next   Progress
	disk   func() int64
	stages []StageCost
	since  time.Time
	before int64 // on disk when the stage began
}

// NewWatch gives a watch that tells next, which may be nil. disk gives how many
// bytes have been written to files so far; nil: none are.
func NewWatch(now func() time.Time, next Progress, disk func() int64) *Watch {
	if disk == nil {
		disk = func() int64 { return 0 }
	}
	return &Watch{now: now, next: next, disk: disk}
}

// Tell is a [Progress]. A stage that comes again goes on where it was.
func (w *Watch) Tell(stage string, done, total int64) {
	w.note()
	at := slices.IndexFunc(w.stages, func(s StageCost) bool { return s.Name == stage })
	switch {
	case at < 0:
		w.stages = append(w.stages, StageCost{Name: stage, Memory: memoryNow()})
	case at < len(w.stages)-1:
		s := w.stages[at]
		w.stages = append(slices.Delete(w.stages, at, at+1), s)
	}
	if w.next != nil {
		w.next(stage, done, total)
	}
}

// note adds what passed since the last call to the stage at work.
func (w *Watch) note() {
	now, disk := w.now(), w.disk()
	if n := len(w.stages); n > 0 {
		s := &w.stages[n-1]
		s.Seconds += now.Sub(w.since).Seconds()
		s.Memory = max(s.Memory, memoryNow())
		s.Disk += disk - w.before
	}
	w.since, w.before = now, disk
}

// Stages gives what the stages took up to now, in the order in which they were
// at work last.
func (w *Watch) Stages() []StageCost {
	w.note()
	return slices.Clone(w.stages)
}

// memoryNow is what the process holds of the machine's memory.
func memoryNow() int64 {
	s := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(s)
	return int64(s[0].Value.Uint64() - s[1].Value.Uint64())
}
