package linkage

import (
	"fmt"
	"slices"
	"strings"
)

// A Meeting says whether one rule lets two records meet, and if not, which of
// its keys they would have needed.
type Meeting struct {
	Rule    Rule
	Met     bool
	Missing []Key // either record says nothing here
	Differ  []Key // the two have no such key in common
}

// Meetings says for every rule of the spec whether it lets two records of d
// meet. It knows nothing of how large blocks are split.
func Meetings(spec Spec, d *Data, left, right string) ([]Meeting, error) {
	i, err := d.find(left)
	if err != nil {
		return nil, err
	}
	j, err := d.find(right)
	if err != nil {
		return nil, err
	}
	rules := spec.Rules
	if len(rules) == 0 {
		rules = AutoRules(d)
	}
	out := make([]Meeting, len(rules))
	for n, r := range rules {
		out[n] = d.meeting(r, i, j)
	}
	return out, nil
}

func (d *Data) find(id string) (int, error) {
	i, ok := d.Index(id)
	if !ok {
		return 0, fmt.Errorf("%w: no record %q", ErrRecords, id)
	}
	return i, nil
}

func (d *Data) meeting(r Rule, i, j int) Meeting {
	m := Meeting{Rule: r}
	asked := map[Key]int{}
	for _, k := range r {
		asked[k]++
	}
	seen := map[Key]bool{}
	for _, k := range r {
		if seen[k] {
			continue
		}
		seen[k] = true
		at := d.field(k.Field)
		f := &d.fields[at]
		x, y := d.row(int32(i))[at], d.row(int32(j))[at]
		if x < 0 || y < 0 {
			m.Missing = append(m.Missing, k)
			continue
		}
		if common(unique(f.keysOf(nil, k.Way, x)), unique(f.keysOf(nil, k.Way, y))) < asked[k] {
			m.Differ = append(m.Differ, k)
		}
	}
	m.Met = len(m.Missing)+len(m.Differ) == 0
	return m
}

// common counts what two sorted lists share.
func common(a, b []uint64) int {
	n := 0
	for _, k := range a {
		if _, ok := slices.BinarySearch(b, k); ok {
			n++
		}
	}
	return n
}

// A Reason is why two records are not together.
type Reason string

// The reasons, the first that holds being given.
const (
	Together       Reason = "together"  // they are
	Judged         Reason = "judged"    // people parted them
	Vetoed         Reason = "vetoed"    // a field that may never differ does, or one list holds both that holds nothing twice
	NeverMet       Reason = "never_met" // no rule let them meet
	TooWeak        Reason = "too_weak"  // they met, and their own evidence does not reach the threshold
	PartedByOthers Reason = "parted"    // it does, and the rest of their clusters speaks against it
)

// A Why takes apart why two records are or are not together. Its parts add up
// as those of an [Explanation] do.
type Why struct {
	Explanation
	Reason    Reason
	Threshold Centibits
	Rules     []Meeting
	SameList  bool     // one list, which holds nothing twice, has both
	Vetoes    []string // fields at a level that parts
	// Mean is the mean evidence between the two clusters, on which clustering
	// decides, and Left and Right are how many records each has.
	Mean            Centibits
	LeftOf, RightOf int
}

// Explain says why two records ended together or apart under the spec that
// gave the result. judgements are those that bound it.
func (res *Result) Explain(spec Spec, judgements []Judgement, left, right string) (Why, error) {
	spec = spec.withDefaults()
	m := res.Model
	x, err := m.Explain(left, right)
	if err != nil {
		return Why{}, err
	}
	w := Why{Explanation: x, Threshold: centi(spec.threshold())}
	if w.Rules, err = Meetings(spec, m.data, left, right); err != nil {
		return Why{}, err
	}
	i, _ := m.data.Index(left)
	j, _ := m.data.Index(right)
	w.SameList = listsApart(spec, m.data)(int32(i), int32(j))
	w.Vetoes = m.vetoed(spec, int32(i), int32(j))
	a, b := res.cluster(left), res.cluster(right)
	w.LeftOf, w.RightOf = len(a), len(b)
	for _, p := range a {
		for _, q := range b {
			w.Mean += max(-clip, min(clip, m.bits(p, q)))
		}
	}
	w.Mean /= Centibits(max(1, len(a)*len(b)))
	w.Reason = w.reason(res.parted(judgements, left, right), len(a) > 0 && slices.Contains(a, int32(j)))
	return w, nil
}

func (w *Why) reason(judged, together bool) Reason {
	switch {
	case together:
		return Together
	case judged:
		return Judged
	case w.SameList || len(w.Vetoes) > 0:
		return Vetoed
	case !slices.ContainsFunc(w.Rules, func(m Meeting) bool { return m.Met }):
		return NeverMet
	case w.Total < w.Threshold:
		return TooWeak
	}
	return PartedByOthers
}

// vetoed gives the fields whose levels part two records.
func (m *Model) vetoed(spec Spec, i, j int32) []string {
	var out []string
	parts := make([]part, len(m.fields))
	m.look(i, j, parts)
	for _, v := range spec.Vetoes {
		f := m.data.field(v.Field)
		if slices.Contains(v.Levels, m.fields[f].levelName(parts[f].seen)) {
			out = append(out, v.Field)
		}
	}
	return out
}

// cluster gives the records together with one, itself among them.
func (res *Result) cluster(id string) []int32 {
	at, ok := slices.BinarySearchFunc(res.Clusters, id, func(m Member, id string) int { return strings.Compare(m.ID, id) })
	if !ok {
		return nil
	}
	var out []int32
	for i, m := range res.Clusters {
		if m.Cluster == res.Clusters[at].Cluster {
			out = append(out, int32(i))
		}
	}
	return out
}

// parted reports whether people parted the two, or the clusters they are in.
func (res *Result) parted(judgements []Judgement, left, right string) bool {
	of := func(id string) string {
		i, _ := slices.BinarySearchFunc(res.Clusters, id, func(m Member, id string) int { return strings.Compare(m.ID, id) })
		if i < len(res.Clusters) && res.Clusters[i].ID == id {
			return res.Clusters[i].Cluster
		}
		return ""
	}
	l, r := of(left), of(right)
	for _, j := range judgements {
		if a, b := of(j.Left), of(j.Right); (j.Verdict == Different || j.Verdict == Relatives) && (a == l && b == r || a == r && b == l) {
			return true
		}
	}
	return false
}
