package main

import (
	"time"

	"kashf.org/kashf/linkage"
)

// linkStats are the figures of a run, for --stats: those of the report, and
// what the workings came to. docs/linkage-report.md describes them.
type linkStats struct {
	linkage.Report
	Pairs            int            `json:"pairs"`
	Largest          int            `json:"largest_cluster"`
	KeysPerRecord    float64        `json:"keys_per_record"`
	DrawnPerRecord   float64        `json:"pairs_drawn_per_record"`
	ComparedPer      float64        `json:"pairs_compared_per_record"`
	Split            int            `json:"blocks_split"`
	Anchored         int            `json:"blocks_anchored"`
	Cut              int            `json:"cut_clusters"`
	BytesToDisk      int64          `json:"bytes_shuffled_to_disk"`
	Seconds          float64        `json:"seconds"`
	Model            linkage.Params `json:"model"`
	ShareOfTruePairs float64        `json:"share_of_true_pairs_reached"`
}

// maxCells bounds a slice: of a hundred lists there are thousands of pairs.
const maxCells = 200

// stats makes the figures of what was linked.
func (r *linkRun) stats(l *linkage.Linking) linkStats {
	n := float64(max(1, l.Data.Len()))
	out := linkStats{
		Report: r.report(l), Pairs: len(l.Pairs),
		KeysPerRecord: float64(l.Keys) / n, DrawnPerRecord: float64(l.Drawn) / n, ComparedPer: float64(l.Compared) / n,
		Split: len(l.Plan.Split), Anchored: len(l.Plan.Anchors), Cut: len(l.Raised), BytesToDisk: r.shuffle.Written(),
		Seconds: time.Since(r.start).Seconds(), Model: l.Model.Params(), ShareOfTruePairs: l.Reached(),
	}
	if len(out.Report.Largest) > 0 {
		out.Largest = out.Report.Largest[0].Size
	}
	return out
}

// report breaks down what was linked. Open are the pairs in the spec's open
// band, here where nobody is asked.
func (r *linkRun) report(l *linkage.Linking) linkage.Report {
	rep := linkage.NewReporter(r.slices.names()...)
	size := make([]int, l.Data.Len())
	for _, c := range l.Clusters {
		size[c]++
	}
	for i, n := range size {
		if n > 0 {
			rep.Cluster(l.Data.ID(i), n)
		}
	}
	open := 0
	var keys []string
	for _, p := range l.Pairs {
		keys = r.slices.keys(keys[:0], l.Data.From(int(p.I)), l.Data.From(int(p.J)))
		rep.Pair(p.Bits, l.Model.Probability(p.Bits), l.Clusters[p.I] == l.Clusters[p.J], keys...)
		if b := p.Bits.Bits(); b >= l.Spec.Grey[0] && b < l.Spec.Grey[1] {
			open++
		}
	}
	for _, s := range r.watch.Stages() {
		rep.Stage(s)
	}
	out := rep.Report(l.Threshold().Bits(), open, 0, l.Reached())
	for i := range out.Slices {
		out.Slices[i].Cells = out.Slices[i].Cells[:min(len(out.Slices[i].Cells), maxCells)]
	}
	return out
}
