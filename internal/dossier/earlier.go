package dossier

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/when"
)

// mostEarlier bounds the records of a file as it stood.
const mostEarlier = 200

// Earlier is a person's file as it stood once entry seq of the ledger was
// applied, read with today's sight: what is hidden now is hidden in it, what was
// destroyed or taken back since is not in it. Records are those that the person
// had then; who gives them has walked the ledger back. Sources are as they are
// described today, and today's rules assess it, as known on the day asOf.
func (d *Dossier) Earlier(ctx context.Context, a Audience, id register.PersonID, records []register.RecordID, seq int64, asOf when.Day) (PersonFile, error) {
	whole := register.File{Person: id, Sight: a.Sight}
	records = slices.Sorted(slices.Values(records))
	for _, n := range records[:min(len(records), mostEarlier)] {
		r, err := d.register.RecordOf(ctx, a.Sight, n)
		if errors.Is(err, register.ErrNotFound) || err == nil && r.Destroyed != 0 {
			continue
		}
		if err != nil {
			return PersonFile{}, err
		}
		im, err := d.register.ImportOf(ctx, a.Sight, r.Import)
		if err != nil {
			return PersonFile{}, fmt.Errorf("read a record's import: %w", err)
		}
		if im.Seq <= seq {
			whole.Records = append(whole.Records, r)
		}
	}
	var err error
	if whole.Drops, err = d.register.Drops(ctx, whole.Records); err != nil {
		return PersonFile{}, fmt.Errorf("read what is no longer on its list: %w", err)
	}
	whole.Drops = slices.DeleteFunc(whole.Drops, func(x register.Drop) bool { return x.Seq > seq })
	// Of the editions that had come in, the newest stands.
	whole.Records, whole.Former = register.Former(whole.Records)
	if err := d.addThen(ctx, a, &whole, seq); err != nil {
		return PersonFile{}, err
	}
	p := d.assess(fitted(whole, a), a, d.fateOf(whole, a, asOf))
	p.Person, p.FileNo = id, d.FileNo(id)
	return p, nil
}

// addThen adds what held the records together then, as the tables still have it.
func (d *Dossier) addThen(ctx context.Context, a Audience, f *register.File, seq int64) error {
	var err error
	if f.Sources, err = d.register.Sources(ctx, a.Sight); err != nil {
		return fmt.Errorf("read sources: %w", err)
	}
	if err := d.addImports(ctx, a, f); err != nil {
		return err
	}
	mine, asked := make(map[register.RecordID]bool), make(map[register.PersonID]bool)
	for _, r := range f.Records {
		mine[r.ID] = true
	}
	seen := make(map[string]bool)
	for _, r := range f.Records {
		if asked[r.Person] {
			continue
		}
		asked[r.Person] = true
		js, err := d.register.JudgementsOf(ctx, a.Sight, r.Person)
		if err != nil {
			return fmt.Errorf("read judgements: %w", err)
		}
		for _, j := range js {
			if j.Seq <= seq && !seen[j.ID] && (mine[j.Left] || mine[j.Right]) {
				seen[j.ID] = true
				f.Judgements = append(f.Judgements, judgedThen(j, seq))
			}
		}
		links, err := d.register.LinksOf(ctx, a.Sight, r.Person)
		if err != nil {
			return fmt.Errorf("read links: %w", err)
		}
		for _, l := range links {
			if l.Run <= seq && mine[l.Left] && mine[l.Right] {
				f.Links = append(f.Links, l)
			}
		}
	}
	if err := d.addNotices(ctx, a, f); err != nil {
		return err
	}
	f.Notices = slices.DeleteFunc(f.Notices, func(n register.Notice) bool { return n.Seq > seq })
	for i := range f.Notices {
		if f.Notices[i].Undone > seq {
			f.Notices[i].Undone = 0
		}
	}
	return nil
}

// judgedThen is a judgement as it stood: what took it back later had not come.
func judgedThen(j register.Judgement, seq int64) register.Judgement {
	if j.Undone > seq {
		j.Undone = 0
	}
	if j.Rests > seq {
		j.Rests = 0
	}
	return j
}
