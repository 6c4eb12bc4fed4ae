package dossier

import (
	"context"
	"fmt"

	"kashf.org/kashf/internal/register"
)

// What a survey counts is what files say now: a newer edition of a list takes
// the place of what the list said before, and a correction sets aside the claim
// that it names, for whoever sees the correction.

// editions are the rows that continue each other, as a survey needs them.
type editions struct {
	newer map[register.RecordID]register.RecordID
	tells map[register.RecordID]register.Tells // of rows that continue another
	of    map[register.RecordID]register.PersonID
}

// editionsOf reads what the rows that continue others tell of; nothing where no
// list has come again.
func (d *Dossier) editionsOf(ctx context.Context) (editions, error) {
	cs, err := d.register.Continuations(ctx)
	if err != nil || len(cs) == 0 {
		return editions{}, err
	}
	e := editions{newer: make(map[register.RecordID]register.RecordID, len(cs)), tells: make(map[register.RecordID]register.Tells, len(cs)), of: make(map[register.RecordID]register.PersonID, len(cs))}
	first := cs[0].Record
	for _, c := range cs {
		e.newer[c.Of] = c.Record
		first = min(first, c.Record)
	}
	for r, err := range d.register.All(ctx, first) {
		if err != nil {
			return e, fmt.Errorf("read newer editions: %w", err)
		}
		if r.Continues != 0 && r.Destroyed == 0 {
			e.tells[r.ID], e.of[r.ID] = register.TellsOf(r), r.Person
		}
	}
	return e, nil
}

// standing is a record with the claims that stand, as far as the newer editions
// of its row are held by its person.
func (e editions) standing(r register.Record) register.Record {
	var newer []register.Tells
	for next := e.newer[r.ID]; next != 0 && len(newer) < 1000; next = e.newer[next] {
		t, there := e.tells[next]
		if !there || e.of[next] != r.Person {
			break
		}
		newer = append(newer, t)
	}
	return r.Standing(newer)
}

// A correctedFile is the records of a person who has corrections: what they set
// aside hangs on who asks.
type correctedFile []correctedRecord

type correctedRecord struct {
	register.Record
	source uint32
	level  register.Level // of what it tells of custody
	names  register.Level // of the names of claims in it
	death  bool           // tells one, and is left out
	byHand bool
}

// correctedFiles holds the files of those who have corrections whole.
func (d *Dossier) correctedFiles(ctx context.Context, persons map[register.PersonID]bool, at map[register.SourceID]uint32) (map[register.PersonID]correctedFile, error) {
	if len(persons) == 0 {
		return nil, nil
	}
	machine := register.Sight{Machine: true}
	sources, err := d.register.Sources(ctx, machine)
	if err != nil {
		return nil, fmt.Errorf("read sources: %w", err)
	}
	hand := make(map[register.SourceID]bool)
	for _, s := range sources {
		hand[s.ID] = s.IsByHand()
	}
	out := make(map[register.PersonID]correctedFile, len(persons))
	for p := range persons {
		_, records, err := d.register.Person(ctx, machine, p)
		if err != nil {
			return nil, fmt.Errorf("read a file with corrections: %w", err)
		}
		for _, r := range records {
			if r.Destroyed != 0 || r.Person != p {
				continue
			}
			c := correctedRecord{Record: custodyAlone(r), source: at[r.Source], level: custodyLevel(r), death: r.TellsDeath(), byHand: hand[r.Source]}
			for _, x := range r.Claims {
				if x.Field.NamesClaims() {
					c.names = max(c.names, x.Level)
				}
			}
			out[p] = append(out[p], c)
		}
	}
	return out, nil
}

// custodyAlone is a record with the claims that tell of custody, and the names of
// those that it corrects.
func custodyAlone(r register.Record) register.Record {
	out := register.Record{ID: r.ID, Person: r.Person, Source: r.Source, Continues: r.Continues}
	for _, c := range r.Claims {
		switch c.Field {
		case register.Facility, register.Cell, register.CustodyFrom, register.CustodyTo, register.TransferTo, register.LastSeenDate, register.LastSeenPlace, register.Corrects:
			out.Claims = append(out.Claims, c)
		}
	}
	return out
}

// seen are the stays of a corrected file in a reader's sight, in order. The
// words of the survey are only read.
func (f correctedFile) seen(h *holds, v register.Sight, seen map[uint32]register.Source) []hold {
	file := register.File{Sight: register.Sight{Machine: true}}
	at := make(map[register.RecordID]correctedRecord, len(f))
	for _, r := range f {
		if _, ok := seen[r.source]; !ok || !v.Sees(r.level) || !v.Sees(r.names) || !v.SeesRecord(r.ID) {
			continue
		}
		at[r.ID] = r
		file.Records = append(file.Records, r.Record)
		if r.byHand {
			file.Sources = append(file.Sources, register.Source{ID: r.Source, Origin: register.ByHandOrigin})
		}
	}
	file.Records, file.Former = register.Former(file.Records)
	out := holds{places: h.places, at: h.at, cells: h.cells, cellAt: h.cellAt, fixed: true}
	for _, r := range file.Uncorrected() {
		if c := at[r.ID]; !c.death {
			out.keep(r, c.source, c.level)
		}
	}
	return out.sorted().all
}

// intern numbers every word that the stays of a corrected file can have,
// whichever of its claims are set aside.
func (f correctedFile) intern(h *holds) {
	for _, r := range f {
		for _, c := range r.Claims {
			switch c.Field {
			case register.Facility, register.TransferTo, register.LastSeenPlace:
				h.index(register.FacilityID(c.Norm))
			case register.Cell:
				h.insideOf(c.Value)
			}
		}
		for _, c := range register.CustodyIn(r.Record) {
			h.insideOf(c.Cell)
		}
	}
}
