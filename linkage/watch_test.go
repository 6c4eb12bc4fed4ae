package linkage_test

import (
	"testing"
	"time"

	"kashf.org/kashf/linkage"
)

func TestWatch(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	written := int64(0)
	told := 0
	w := linkage.NewWatch(func() time.Time { return now }, func(string, int64, int64) { told++ }, func() int64 { return written })
	for _, step := range []struct {
		stage string
		took  time.Duration
		disk  int64
	}{{"learn", time.Second, 0}, {"score", 2 * time.Second, 100}, {"score", time.Second, 20}, {"learn", 3 * time.Second, 0}, {"cluster", time.Second, 7}} {
		w.Tell(step.stage, 0, 1)
		now, written = now.Add(step.took), written+step.disk
	}
	got := w.Stages()
	want := []linkage.StageCost{{Name: "score", Seconds: 3, Disk: 120}, {Name: "learn", Seconds: 4}, {Name: "cluster", Seconds: 1, Disk: 7}}
	if len(got) != len(want) {
		t.Fatalf("Stages() = %v, want %v", got, want)
	}
	for i, s := range got {
		if s.Memory < 1<<16 {
			t.Errorf("%s held %d bytes", s.Name, s.Memory)
		}
		if s.Memory = 0; s != want[i] {
			t.Errorf("stage %d: %v, want %v", i, s, want[i])
		}
	}
	if told != 5 {
		t.Errorf("told %d times, want 5", told)
	}
}
