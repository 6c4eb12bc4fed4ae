package identity

import (
	"cmp"
	"slices"
	"strconv"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/linkage"
	"kashf.org/kashf/names"
)

// The slices of a run's findings.
const (
	SliceScript      = "script"
	SliceList        = "list"
	SliceFrequency   = "name_frequency"
	SliceSex         = "sex"
	SliceGovernorate = "governorate"
)

// findingSlices is their order in a report.
var findingSlices = []string{SliceScript, SliceList, SliceFrequency, SliceSex, SliceGovernorate}

// Audits: a tenth of the queue is drawn at random from what the run decided by
// itself. Below smallRun links people look at everything anyway.
const (
	auditShare = 10
	leastAudit = 40
	smallRun   = 200
)

// maxCells bounds a slice of the findings: a register of a hundred lists has
// thousands of pairs of lists, and the rare ones say nothing.
const maxCells = 200

// traits are what pairs are broken down by.
type traits struct{ script, list, frequency, sex, governorate string }

// find says what came of a run in counts, and draws its audit.
func (o *outcome) find(in *input, res *linkage.Result, of map[string]int, stages []linkage.StageCost) {
	by := in.traits()
	keys := func(left, right string) []string {
		a, b := by[left], by[right]
		return []string{
			linkage.PairKey(a.script, b.script), linkage.PairKey(a.list, b.list), max(a.frequency, b.frequency), one(a.sex, b.sex), one(a.governorate, b.governorate),
		}
	}
	rep := linkage.ReportOf(res, threshold, len(in.judgements), findingSlices, keys)
	for i := range rep.Slices {
		rep.Slices[i].Cells = rep.Slices[i].Cells[:min(len(rep.Slices[i].Cells), maxCells)]
	}
	rep.Stages = stages
	o.Findings = &rep
	if rep.Linked < smallRun {
		return
	}
	judged := map[[2]register.RecordID]bool{}
	for _, j := range in.judgements {
		judged[[2]register.RecordID{j.Left, j.Right}] = true
	}
	strata, drawn := linkage.DrawAudit(res.Pairs,
		func(p linkage.ScoredPair) bool { return of[p.Left] == of[p.Right] },
		func(p linkage.ScoredPair) bool {
			return judged[[2]register.RecordID{recordOf(p.Left), recordOf(p.Right)}]
		},
		max(leastAudit, len(o.Open)/(auditShare-1)), uint64(in.size))
	rep.Audited = &linkage.Audit{Strata: strata}
	o.mix(drawn)
}

// one is what both say, or what one says where the other is silent.
func one(a, b string) string {
	switch {
	case a == b, b == "":
		return a
	case a == "":
		return b
	}
	return linkage.PairKey(a, b)
}

// mix puts one drawn pair after every nine of the queue, and what is left
// after the last, so that who answers the queue audits the run as well.
func (o *outcome) mix(drawn []linkage.AuditPair) {
	queued := map[[2]register.RecordID]bool{}
	for _, x := range o.Open {
		queued[[2]register.RecordID{x.Left, x.Right}] = true
	}
	var fresh []scored
	for _, d := range drawn {
		l, r := recordOf(d.Pair.Left), recordOf(d.Pair.Right)
		o.Audit = append(o.Audit, audited{l, r, d.Stratum})
		if !queued[[2]register.RecordID{l, r}] {
			fresh = append(fresh, scored{l, r, int(d.Pair.Bits), d.Pair.Probability, nil})
		}
	}
	var out []scored
	for i, x := range o.Open {
		out = append(out, x)
		if i%(auditShare-1) == auditShare-2 && len(fresh) > 0 {
			out, fresh = append(out, fresh[0]), fresh[1:]
		}
	}
	o.Open = append(out, fresh...)
}

// traits reads what pairs are broken down by.
func (in *input) traits() map[string]traits {
	column := func(name string) int { return slices.Index(columns, name) }
	sex, governorate := column(fieldSex), column(fieldGovernorate)
	common := commonness(in.records)
	by := make(map[string]traits, len(in.records))
	for _, r := range in.records {
		by[r.ID] = traits{scriptName(r.Cells[0]), r.List, common[firstWord(r.Cells[0])], r.Cells[sex], r.Cells[governorate]}
	}
	return by
}

func scriptName(name string) string {
	switch names.ScriptOf(name) {
	case names.Arabic:
		return "arab"
	case names.Latin:
		return "latn"
	}
	return "other"
}

func firstWord(name string) string {
	n := names.Parse(name)
	if len(n.Parts) == 0 {
		return ""
	}
	return n.Parts[0].Text
}

// commonness puts every first name into a tenth of the records, by how many
// bear it: "01" is borne by fewest, "10" by most.
func commonness(records []linkage.Record) map[string]string {
	count := map[string]int{}
	for _, r := range records {
		count[firstWord(r.Cells[0])]++
	}
	list := make([]string, 0, len(count))
	for name := range count {
		list = append(list, name)
	}
	slices.SortFunc(list, func(a, b string) int { return cmp.Or(cmp.Compare(count[a], count[b]), cmp.Compare(a, b)) })
	out, before := make(map[string]string, len(list)), 0
	for _, name := range list {
		tenth := strconv.Itoa(min(10, 1+10*before/max(1, len(records))))
		if len(tenth) == 1 {
			tenth = "0" + tenth
		}
		out[name] = tenth
		before += count[name]
	}
	return out
}
