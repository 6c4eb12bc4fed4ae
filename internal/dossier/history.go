package dossier

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"kashf.org/kashf/internal/register"
)

// An Event is one line of a history: something that was done and entered in
// the ledger.
type Event struct {
	Key  string // of the message, below "event."
	Seq  int64  // entry in the ledger
	At   time.Time
	By   string // account
	Name string // of the file or source it is about, where it has one
	Rows int    // where the message counts rows
	// Import, Source, Judgement say what to link to, where there is something.
	Import    register.ImportID
	Source    register.SourceID
	Judgement string
	Verdict   register.Verdict
	Undone    bool
}

// history tells what was done about the person's file, newest first.
func (d *Dossier) history(ctx context.Context, a Audience, f register.File, items []register.Item) ([]Event, error) {
	var out []Event
	for _, im := range f.Imports {
		out = append(out, importEvent(im))
	}
	out = append(out, judgementEvents(f.Judgements)...)
	for _, it := range items {
		out = append(out, Event{Key: "event.attached", Seq: it.Seq, At: it.At, By: it.By, Name: it.Name})
	}
	out = append(out, noticeEvents(f.Notices)...)
	lines, err := d.linesAbout(ctx, a, f.Person)
	if err != nil {
		return nil, err
	}
	out = append(out, lines...)
	if out, err = d.complete(ctx, out); err != nil {
		return nil, err
	}
	slices.SortStableFunc(out, func(x, y Event) int { return cmp.Compare(y.Seq, x.Seq) })
	return slices.CompactFunc(out, func(x, y Event) bool { return x.Seq == y.Seq && x.Key == y.Key }), nil
}

// noticeEvents tells what was done for the family. Who reads no deaths has a
// file without notices.
func noticeEvents(ns []register.Notice) []Event {
	keys := map[string]string{register.FamilyTold: "event.told", register.RemainsReturned: "event.returned"}
	var out []Event
	for _, n := range ns {
		out = append(out, Event{Key: keys[n.Kind], Seq: n.Seq, At: n.At, By: n.By})
	}
	return out
}

func importEvent(im register.Import) Event {
	return Event{
		Key: "event.imported", Seq: im.Seq, At: im.At, By: im.By, Name: im.FileName, Rows: im.Taken,
		Import: im.ID, Source: im.Source, Undone: im.Undone != 0,
	}
}

// judgementEvents tells of each judgement and of its being taken back.
func judgementEvents(js []register.Judgement) []Event {
	var out []Event
	for _, j := range js {
		e := Event{Key: "event.judged", Seq: j.Seq, At: j.At, By: j.By, Judgement: j.ID, Verdict: j.Verdict, Undone: j.Undone != 0}
		out = append(out, e)
		if j.Undone != 0 {
			out = append(out, Event{Key: "event.judgement_undone", Seq: j.Undone, Judgement: j.ID, Verdict: j.Verdict})
		}
	}
	return out
}

// historyLimit bounds the entries about a person that are read.
const historyLimit = 100

// kindsShown are the kinds of entries about a person that a history tells
// beside what the register itself knows.
var kindsShown = map[string]string{
	"person.revealed":  "event.revealed",
	"record.destroyed": "event.destroyed",
}

// linesAbout reads the ledger's entries about the person, made by the
// reader's own organisation.
func (d *Dossier) linesAbout(ctx context.Context, a Audience, id register.PersonID) ([]Event, error) {
	lines, err := d.ledger.Lines(ctx, LineFilter{Subject: id.String(), Limit: historyLimit})
	if err != nil {
		return nil, fmt.Errorf("read entries about a person: %w", err)
	}
	var out []Event
	for _, l := range lines {
		key, ok := kindsShown[l.Kind]
		if ok && (a.Sight.Machine || l.Org == string(a.Sight.Org)) {
			out = append(out, Event{Key: key, Seq: l.Seq, At: micros(l.At), By: l.Author, Undone: l.Undone != 0})
		}
	}
	return out, nil
}

// complete fills in who and when for events known by their number alone.
func (d *Dossier) complete(ctx context.Context, events []Event) ([]Event, error) {
	for i, e := range events {
		if !e.At.IsZero() || e.Seq <= 0 {
			continue
		}
		lines, err := d.ledger.Lines(ctx, LineFilter{Before: e.Seq + 1, Limit: 1})
		if err != nil {
			return nil, fmt.Errorf("read entry %d: %w", e.Seq, err)
		}
		if len(lines) == 1 && lines[0].Seq == e.Seq {
			events[i].At, events[i].By = micros(lines[0].At), lines[0].Author
		}
	}
	return events, nil
}

func micros(n int64) time.Time { return time.UnixMicro(n).UTC() }
