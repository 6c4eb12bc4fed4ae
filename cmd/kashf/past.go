package main

import (
	"context"
	"time"

	"kashf.org/kashf/internal/dossier"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/when"
)

// past reads files as they stood earlier, from the ledger.
type past struct{ d *deployment }

// Moment finds an entry by its number, or the last one made before a time.
func (p past) Moment(ctx context.Context, seq int64, before time.Time) (int64, time.Time, error) {
	f := journal.Filter{Limit: 1}
	if seq > 0 {
		f.Before = seq + 1
	} else {
		f.To = before.UnixMicro()
	}
	lines, err := p.d.store.Lines(ctx, f)
	if err != nil {
		return 0, time.Time{}, err
	}
	if len(lines) == 0 || seq > 0 && lines[0].Seq != seq || seq < 0 {
		return 0, time.Time{}, register.ErrNotFound
	}
	return lines[0].Seq, time.UnixMicro(lines[0].At).UTC(), nil
}

func (p past) Then(ctx context.Context, id register.PersonID, now []register.RecordID, seq int64) ([]register.RecordID, map[register.RecordID]register.PersonID, error) {
	t, err := p.d.identity.Then(ctx, p.d.store, id, now, seq)
	return t.Records, t.Elsewhere, err
}

func (p past) Earlier(ctx context.Context, a dossier.Audience, id register.PersonID, records []register.RecordID, seq int64, asOf when.Day) (dossier.PersonFile, error) {
	return p.d.dossier.Earlier(ctx, a, id, records, seq, asOf)
}
