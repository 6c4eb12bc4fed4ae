package main

import (
	"time"

	"kashf.org/kashf/linkage"
	"kashf.org/kashf/linkage/local"
)

// stageWatch measures how long each stage of a run takes.
type stageWatch struct {
	next  linkage.Progress
	stage string
	since time.Time
	start time.Time
	took  []stageTime
}

type stageTime struct {
	Stage   string  `json:"stage"`
	Seconds float64 `json:"seconds"`
}

func newStageWatch(next linkage.Progress, start time.Time) *stageWatch {
	return &stageWatch{next: next, stage: "read", since: start, start: start}
}

func (w *stageWatch) tell(stage string, done, total int64) {
	if stage != w.stage {
		now := time.Now()
		w.took = append(w.took, stageTime{w.stage, now.Sub(w.since).Seconds()})
		w.stage, w.since = stage, now
	}
	if w.next != nil && stage != "" {
		w.next(stage, done, total)
	}
}

// linkStats are the figures of a run, for --stats.
func linkStats(l *linkage.Linking, w *stageWatch, s *local.Shuffle) map[string]any {
	n := max(1, l.Data.Len())
	size := make([]int, l.Data.Len())
	clusters, largest := 0, 0
	for _, c := range l.Clusters {
		if size[c]++; size[c] == 1 {
			clusters++
		}
		largest = max(largest, size[c])
	}
	w.tell("", 0, 0)
	return map[string]any{
		"records": l.Data.Len(), "clusters": clusters, "largest_cluster": largest, "pairs": len(l.Pairs),
		"keys_per_record": float64(l.Keys) / float64(n), "pairs_drawn_per_record": float64(l.Drawn) / float64(n),
		"pairs_compared_per_record": float64(l.Compared) / float64(n), "share_of_true_pairs_reached": l.Reached(),
		"blocks_split": len(l.Plan.Split), "blocks_anchored": len(l.Plan.Anchors), "cut_clusters": len(l.Raised),
		"bytes_shuffled_to_disk": s.Written(), "seconds": time.Since(w.start).Seconds(), "stages": w.took,
		"model": l.Model.Params(),
	}
}
