package dossier

import (
	"time"

	"kashf.org/kashf/internal/register"
)

// A LinkRow is what holds two of the person's records together.
type LinkRow struct {
	Left, Right register.RecordID
	// LeftSource and RightSource are where the records come from.
	LeftSource, RightSource SourceRef
	// Machine: a run made the link. Its weight is in bits.
	Machine     bool
	Run         int64
	Bits        float64
	Probability float64
	Strength    string // key: how much the weight says
	// Edition: one row continues the other in a newer edition of its list.
	Edition bool
	// Judged are the judgements about the pair that stand.
	Judged []JudgementRow
	// Confirmed: two different people judged the pair, so that it carries
	// adverse claims.
	Confirmed bool
}

// A JudgementRow is one person's answer about two records, and whether it
// still stands.
type JudgementRow struct {
	ID          string
	Left, Right register.RecordID
	Verdict     register.Verdict
	Why         string
	By, ByName  string
	Org         register.OrgID
	At          time.Time
	Seq         int64
	State       string // key: "stands", "taken_back", "rests_on_undone"
	// Outside: one of the records belongs to another person now.
	Outside bool
}

// The states of a judgement.
const (
	JudgementStands    = "stands"
	JudgementTakenBack = "taken_back"
	JudgementRests     = "rests_on_undone"
)

// linkRows lists the links between the person's records, the machine's first,
// then those that the editions of one list make, then those that people alone
// made.
func linkRows(f register.File) []LinkRow {
	from, source := refsOf(f.Sources), make(map[register.RecordID]register.SourceID)
	for _, r := range f.Records {
		source[r.ID] = r.Source
	}
	type pair struct{ l, r register.RecordID }
	at := make(map[pair]int)
	var out []LinkRow
	row := func(l, r register.RecordID) *LinkRow {
		p := pair{min(l, r), max(l, r)}
		i, ok := at[p]
		if !ok {
			i = len(out)
			at[p] = i
			out = append(out, LinkRow{
				Left: p.l, Right: p.r, LeftSource: from[source[p.l]], RightSource: from[source[p.r]],
				Confirmed: register.Confirmed(f.Judgements, p.l, p.r),
			})
		}
		return &out[i]
	}
	for _, l := range f.Links {
		x := row(l.Left, l.Right)
		x.Machine, x.Run, x.Bits, x.Probability = l.Run != 0, l.Run, float64(l.Weight)/100, l.Probability
		x.Strength = Strength(x.Bits)
	}
	for _, r := range f.Records {
		if _, here := source[r.Continues]; here && r.Continues != 0 && r.Destroyed == 0 {
			row(r.Continues, r.ID).Edition = true
		}
	}
	for _, j := range f.Judgements {
		_, left := source[j.Left]
		_, right := source[j.Right]
		if left && right && j.Stands() {
			x := row(j.Left, j.Right)
			x.Judged = append(x.Judged, judgementRow(j, false))
		}
	}
	return out
}

// judgementRows is the history of judgements about the person's records.
func judgementRows(f register.File) []JudgementRow {
	mine := make(map[register.RecordID]bool)
	for _, r := range f.Records {
		mine[r.ID] = true
	}
	var out []JudgementRow
	for _, j := range f.Judgements {
		out = append(out, judgementRow(j, !mine[j.Left] || !mine[j.Right]))
	}
	return out
}

func judgementRow(j register.Judgement, outside bool) JudgementRow {
	r := JudgementRow{
		ID: j.ID, Left: j.Left, Right: j.Right, Verdict: j.Verdict, Why: j.Why, By: j.By, ByName: j.ByName, Org: j.Org,
		At: j.At, Seq: j.Seq, State: JudgementStands, Outside: outside,
	}
	switch {
	case j.Undone != 0:
		r.State = JudgementTakenBack
	case j.Rests != 0:
		r.State = JudgementRests
	}
	return r
}

// Strength is the key of the words for a weight in bits: ten bits are odds of a
// thousand to one.
func Strength(bits float64) string {
	switch {
	case bits >= 15:
		return "strength.very_strong"
	case bits >= 10:
		return "strength.strong"
	case bits >= 5:
		return "strength.fair"
	case bits > 0:
		return "strength.weak"
	case bits == 0:
		return "strength.none"
	}
	return "strength.against"
}
