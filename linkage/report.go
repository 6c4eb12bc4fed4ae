package linkage

import (
	"cmp"
	"slices"
)

// ReportVersion is raised when a field of [Report] changes its meaning.
const ReportVersion = 1

// A Report says what a run linked, in counts alone: it names no record's
// values. Its JSON is stable; docs/linkage-report.md describes it.
type Report struct {
	Version   int     `json:"version"`
	Records   int     `json:"records"`
	Clusters  int     `json:"clusters"`
	Scored    int     `json:"scored"` // pairs that met and reached the floor
	Linked    int     `json:"linked"` // scored pairs that ended in one cluster
	Open      int     `json:"open"`   // pairs left for people
	Judged    int     `json:"judged"` // pairs that people had judged
	Threshold float64 `json:"threshold"`
	// Reached is the estimated share of true pairs that blocking let meet; 0
	// where it was not estimated.
	Reached float64 `json:"reached,omitempty"`
	// Expected are precision and recall as the model's probabilities have
	// them; Audited as random answers have them, nil where there are none.
	Expected Rate   `json:"expected"`
	Audited  *Audit `json:"audited,omitempty"`
	// Slices break linked pairs down: by pair of lists, by script, by sex.
	Slices []Slice `json:"slices,omitempty"`
	// Curve says, for thresholds a bit apart, what joining each pair by itself
	// would give.
	Curve   []CurvePoint  `json:"curve,omitempty"`
	Sizes   []SizeCount   `json:"sizes,omitempty"`   // clusters by size
	Largest []ClusterSize `json:"largest,omitempty"` // largest first
	Stages  []StageCost   `json:"stages,omitempty"`
}

// A Slice is one way to break pairs down.
type Slice struct {
	Name  string `json:"name"`
	Cells []Cell `json:"cells"` // most scored pairs first
}

// A Cell counts the pairs of one kind. For a kind of pair, two values stand
// with "|" between them, the lesser first.
type Cell struct {
	Key    string  `json:"key"`
	Scored int     `json:"scored"`
	Linked int     `json:"linked"`
	Right  float64 `json:"right"` // of the linked, how many the model takes for one thing
	Lost   float64 `json:"lost"`  // of the others, the same
}

// Expected are the cell's precision and recall as the model has them.
func (c Cell) Expected() Rate { return expected(float64(c.Linked), c.Right, c.Lost) }

func expected(linked, right, lost float64) Rate {
	r := Rate{}
	if linked > 0 {
		r.Precision = right / linked
	}
	if right+lost > 0 {
		r.Recall = right / (right + lost)
	}
	return rate(r.Precision, r.Recall)
}

// A CurvePoint is a threshold and what it would give.
type CurvePoint struct {
	Bits      float64 `json:"bits"`
	Pairs     int     `json:"pairs"` // at or above
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
}

// A SizeCount is how many clusters have a size.
type SizeCount struct {
	Size     int `json:"size"`
	Clusters int `json:"clusters"`
}

// A ClusterSize is one large cluster, by its least member.
type ClusterSize struct {
	Cluster string `json:"cluster"`
	Size    int    `json:"size"`
}

// A StageCost is what a stage took: wall seconds, the most bytes of memory that
// the process was seen to hold meanwhile, and the bytes that the stage wrote to
// files (0 where not measured, or none).
type StageCost struct {
	Name    string  `json:"name"`
	Seconds float64 `json:"seconds"`
	Memory  int64   `json:"memory_bytes,omitempty"`
	Disk    int64   `json:"disk_bytes,omitempty"`
}

// A Reporter makes a [Report] out of what a run gives it, in any order; it
// holds counts alone, so that a run of any size can report.
type Reporter struct {
	r     Report
	cells []map[string]*Cell
	curve [curvePoints]struct{ pairs, right float64 }
	right float64 // of the linked
	lost  float64
	sizes map[int]int
}

// The curve runs from the floor to this many bits above it.
const curvePoints = 41

// maxLargest is how many clusters are named.
const maxLargest = 20

// NewReporter breaks pairs down by the named slices.
func NewReporter(by ...string) *Reporter {
	r := &Reporter{sizes: map[int]int{}}
	r.r.Version = ReportVersion
	for _, name := range by {
		r.r.Slices = append(r.r.Slices, Slice{Name: name})
		r.cells = append(r.cells, map[string]*Cell{})
	}
	return r
}

// PairKey is the key of a pair of values.
func PairKey(a, b string) string { return min(a, b) + "|" + max(a, b) }

// Pair takes in a scored pair. keys are those of its cells, one a slice; the
// pair is left out of a slice whose key is empty.
func (r *Reporter) Pair(c Centibits, probability float64, linked bool, keys ...string) {
	r.r.Scored++
	if linked {
		r.r.Linked++
		r.right += probability
	} else {
		r.lost += probability
	}
	at := max(0, min(curvePoints-1, int((c-Floor)/100)))
	r.curve[at].pairs++
	r.curve[at].right += probability
	for s, key := range keys {
		if key == "" || s >= len(r.cells) {
			continue
		}
		cell := r.cells[s][key]
		if cell == nil {
			cell = &Cell{Key: key}
			r.cells[s][key] = cell
		}
		cell.Scored++
		if linked {
			cell.Linked++
			cell.Right += probability
		} else {
			cell.Lost += probability
		}
	}
}

// Cluster takes in a cluster.
func (r *Reporter) Cluster(least string, size int) {
	r.r.Clusters++
	r.r.Records += size
	r.sizes[size]++
	if size < 2 {
		return
	}
	l := ClusterSize{least, size}
	at, _ := slices.BinarySearchFunc(r.r.Largest, l, func(a, b ClusterSize) int {
		return cmp.Or(cmp.Compare(b.Size, a.Size), cmp.Compare(a.Cluster, b.Cluster))
	})
	if at < maxLargest {
		r.r.Largest = slices.Insert(r.r.Largest, at, l)
		r.r.Largest = r.r.Largest[:min(len(r.r.Largest), maxLargest)]
	}
}

// Stage takes in what a stage took.
func (r *Reporter) Stage(s StageCost) { r.r.Stages = append(r.r.Stages, s) }

// Report gives the report. threshold is in bits, open and judged count pairs,
// reached is the share of true pairs that blocking let meet, 0 where unknown.
// The reporter is not used after that.
func (r *Reporter) Report(threshold float64, open, judged int, reached float64) Report {
	out := r.r
	out.Threshold, out.Open, out.Judged, out.Reached = threshold, open, judged, reached
	out.Expected = expected(float64(out.Linked), r.right, r.lost)
	for s := range out.Slices {
		for _, c := range r.cells[s] {
			out.Slices[s].Cells = append(out.Slices[s].Cells, *c)
		}
		slices.SortFunc(out.Slices[s].Cells, func(a, b Cell) int {
			return cmp.Or(cmp.Compare(b.Scored, a.Scored), cmp.Compare(a.Key, b.Key))
		})
	}
	for size, n := range r.sizes {
		out.Sizes = append(out.Sizes, SizeCount{size, n})
	}
	slices.SortFunc(out.Sizes, func(a, b SizeCount) int { return cmp.Compare(a.Size, b.Size) })
	out.Curve = r.points()
	return out
}

func (r *Reporter) points() []CurvePoint {
	all := r.right + r.lost
	pairs, right := 0.0, 0.0
	var out []CurvePoint
	for k := curvePoints - 1; k >= 0; k-- {
		pairs += r.curve[k].pairs
		right += r.curve[k].right
		e := expected(pairs, right, all-right)
		out = append(out, CurvePoint{Floor.Bits() + float64(k), int(pairs), e.Precision, e.Recall})
	}
	slices.Reverse(out)
	return out
}

// ReportOf reports on a result that is in memory. keys gives, for a pair of
// ids, the keys of its cells, one a slice.
func ReportOf(res *Result, threshold float64, judged int, by []string, keys func(left, right string) []string) Report {
	r := NewReporter(by...)
	of := make(map[string]string, len(res.Clusters))
	size := map[string]int{}
	for _, m := range res.Clusters {
		of[m.ID] = m.Cluster
		size[m.Cluster]++
	}
	for _, m := range res.Clusters {
		if m.ID == m.Cluster {
			r.Cluster(m.Cluster, size[m.Cluster])
		}
	}
	for _, p := range res.Pairs {
		var k []string
		if keys != nil {
			k = keys(p.Left, p.Right)
		}
		r.Pair(p.Bits, p.Probability, of[p.Left] == of[p.Right], k...)
	}
	return r.Report(threshold, len(res.Open), judged, 0)
}
