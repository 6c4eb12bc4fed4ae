package dossier

import (
	"context"
	"fmt"

	"kashf.org/kashf/internal/register"
)

// pendingShown is how many of the people for whom something waits are named.
const pendingShown = 50

// pending finds the people in sight of whom an adverse claim is reported that
// two people have not confirmed.
func (d *Dossier) pending(ctx context.Context, v register.Sight, s *survey, seen map[register.SourceID]bool) (count int, first []register.PersonID, err error) {
	standing, err := d.register.Standing(ctx)
	if err != nil {
		return 0, nil, fmt.Errorf("read judgements: %w", err)
	}
	about := make(map[register.RecordID][]register.Judgement)
	for _, j := range standing {
		about[j.Left] = append(about[j.Left], j)
	}
	for _, p := range s.adverse {
		if !s.waits(p, v, seen, about) {
			continue
		}
		count++
		if len(first) < pendingShown {
			first = append(first, p.person)
		}
	}
	return count, first, nil
}

// waits asks the rule itself, with what the reader may see of the person.
func (s *survey) waits(p adversePerson, v register.Sight, seen map[register.SourceID]bool, about map[register.RecordID][]register.Judgement) bool {
	var f register.File
	mine := make(map[register.RecordID]bool)
	for _, m := range p.marks {
		if !v.Machine && !seen[s.sources[m.source]] || !v.SeesRecord(m.record) {
			continue
		}
		if m.corrects && m.adverse == notAdverse {
			continue
		}
		r := register.Record{ID: m.record, Continues: m.continues}
		if m.adverse < notAdverse && v.Sees(m.adverse) {
			r.Claims = []register.Claim{{Field: register.Status, Level: m.adverse}}
		}
		f.Records = append(f.Records, r)
		mine[m.record] = true
	}
	for _, r := range f.Records {
		for _, j := range about[r.ID] {
			if mine[j.Right] {
				f.Judgements = append(f.Judgements, j)
			}
		}
	}
	_, waiting := register.SplitAdverse(f)
	return len(waiting) > 0
}
