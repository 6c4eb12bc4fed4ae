package identity

import (
	"context"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/linkage"
)

// Findings says what came of a run, with what people's answers make of its
// audit by now. It counts the whole register: show it to nobody who does not see
// all of it. ok is false for runs of programs that did not report.
func (s *Service) Findings(ctx context.Context, run int64) (rep linkage.Report, ok bool, err error) {
	o, err := s.outcome(ctx, run)
	if err != nil || o.Findings == nil {
		return rep, false, err
	}
	rep = *o.Findings
	if rep.Audited == nil {
		return rep, true, nil
	}
	standing, err := s.Store.Standing(ctx)
	if err != nil {
		return rep, false, err
	}
	audit := linkage.EstimateAudit(o.answered(standing))
	rep.Audited = &audit
	return rep, true, nil
}

// answered counts the answers in each stratum: that of the pair's latest
// judgement that says one way or the other.
func (o *outcome) answered(standing []register.Judgement) []linkage.Stratum {
	said := map[[2]register.RecordID]register.Verdict{}
	for _, j := range standing { // in order of entry
		if j.Verdict != register.CannotTell {
			said[[2]register.RecordID{j.Left, j.Right}] = j.Verdict
		}
	}
	strata := append([]linkage.Stratum(nil), o.Findings.Audited.Strata...)
	for _, a := range o.Audit {
		if v, ok := said[[2]register.RecordID{a.Left, a.Right}]; ok && a.Stratum < len(strata) {
			strata[a.Stratum].Judged++
			if v == register.SamePerson {
				strata[a.Stratum].Same++
			}
		}
	}
	return strata
}

// FindingsIn says what a run linked among the records that list knows, which
// gives the list of each: as if there were no others. It has no more than that
// to say, since all else is learnt from every record there is.
func (s *Service) FindingsIn(ctx context.Context, run int64, list func(register.RecordID) (string, bool)) (linkage.Slice, error) {
	out := linkage.Slice{Name: SliceList}
	o, err := s.outcome(ctx, run)
	if err != nil {
		return out, err
	}
	r := linkage.NewReporter(SliceList)
	for _, l := range o.Links {
		a, okA := list(l.Left)
		b, okB := list(l.Right)
		if okA && okB {
			r.Pair(linkage.Centibits(l.Weight), l.Probability, true, linkage.PairKey(a, b))
		}
	}
	return r.Report(threshold, 0, 0, 0).Slices[0], nil
}

// blindShare: one answer in so many is asked of a second person who does not
// see the first one's, so that it shows how far people agree.
const blindShare = 20

// Blind reports whether a pair is one of those that two people judge without
// knowing of each other. It follows from the two numbers, and from the latest
// run being large enough to be audited.
func (s *Service) Blind(ctx context.Context, left, right register.RecordID) (bool, error) {
	run, err := s.latestRun(ctx)
	return err == nil && run.blind(left, right), err
}

func (o *outcome) blind(left, right register.RecordID) bool {
	return o.audited() && drawnBlind(left, right)
}

func (o *outcome) audited() bool { return o.Findings != nil && o.Findings.Audited != nil }

func drawnBlind(left, right register.RecordID) bool {
	return linkage.Mix(uint64(min(left, right))<<20^uint64(max(left, right)))%blindShare == 0
}

// verdictOrder is the order of answers in the table of an agreement.
var verdictOrder = [...]register.Verdict{register.SamePerson, register.Relatives, register.Different, register.CannotTell}

// Agreement says how far the first two people to judge each blind pair agree.
// Judgements are the standing ones in order of entry; ok is false where
// nothing can be said yet.
func Agreement(judgements []register.Judgement) (a linkage.Agreement, ok bool) {
	type answer struct {
		by      string
		verdict int
	}
	first, second := map[[2]register.RecordID]answer{}, map[[2]register.RecordID]bool{}
	var answers [][2]int
	for _, j := range judgements {
		p := [2]register.RecordID{j.Left, j.Right}
		if !drawnBlind(j.Left, j.Right) || second[p] {
			continue
		}
		v := 0
		for i, x := range verdictOrder {
			if x == j.Verdict {
				v = i
			}
		}
		before, met := first[p]
		switch {
		case !met:
			first[p] = answer{j.By, v}
		case before.by != j.By:
			second[p] = true
			answers = append(answers, [2]int{before.verdict, v})
		}
	}
	return linkage.Agree(answers, len(verdictOrder))
}
