package intake

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"slices"
	"strings"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/vault"
)

// What was typed by hand is a list of one row: it is kept as a file, read by
// the readers of lists, and entered as an import. So it is undone, destroyed by
// law, proved and replayed like any other list (decision 18).

// A HandCell is one thing that was typed about a person.
type HandCell struct {
	Field register.Field
	Label string // of the form's field, for the column's name
	Value string // as typed; one that is blank is left out
}

// A HandEntry is what one person told about another, typed into a form. Cells
// of one field keep their order: the first place of custody goes with the first
// day.
type HandEntry struct {
	Source register.SourceID
	Name   string // of the file that keeps it
	Cells  []HandCell
	// Nameless: the entry adds to a person who has a name already.
	Nameless bool
}

// NothingKnown stands in a cell that has to be there and of which nothing is known,
// such as the end of one stay out of several.
const NothingKnown = "؟"

// ReadByHand gives the claims that the cells would make and what is not
// understood of them, by the index of the cell in [Issue.Column], from 1. An
// entry that names nobody has an issue of reason [Nameless].
func (t *Taker) ReadByHand(h HandEntry) ([]register.Claim, []Issue) {
	row := t.rowByHand(h, register.C0)
	return row.Claims, row.Issues
}

func (t *Taker) rowByHand(h HandEntry, raise register.Level) Row {
	row := Row{Number: 1, Line: 2, Cells: make([]string, len(h.Cells))}
	for i, c := range h.Cells {
		row.Cells[i] = c.Value
	}
	opts := t.Options
	opts.Raise = raise
	newClaimer(h.mapping(), opts).claim(&row)
	return row
}

// labels are the names of the columns, each once.
func (h HandEntry) labels() []string {
	out := make([]string, len(h.Cells))
	for i, c := range h.Cells {
		out[i] = c.Label
	}
	return distinct(out)
}

func (h HandEntry) mapping() Mapping {
	m := Mapping{Sure: true, Nameless: h.Nameless}
	for i, l := range h.labels() {
		m.Columns = append(m.Columns, Column{Header: l, Field: h.Cells[i].Field, Confidence: 1, Reason: ByPerson})
	}
	return m
}

func (h HandEntry) sniffed() Sniffed {
	return Sniffed{Encoding: UTF8, Dialect: Dialect{Delimiter: ",", Quote: true, LineEnd: "\n"}, Header: true, Columns: h.labels()}
}

// file is the list of one row that keeps what was typed.
func (h HandEntry) file() (string, error) {
	var b strings.Builder
	w := csv.NewWriter(&b)
	cells := make([]string, len(h.Cells))
	for i, c := range h.Cells {
		cells[i] = c.Value
	}
	err := errors.Join(w.Write(h.labels()), w.Write(cells))
	w.Flush()
	return b.String(), errors.Join(err, w.Error())
}

// withoutBlanks leaves out the cells in which nothing was typed.
func (h HandEntry) withoutBlanks() HandEntry {
	h.Cells = slices.DeleteFunc(slices.Clone(h.Cells), func(c HandCell) bool { return strings.TrimSpace(c.Value) == "" })
	return h
}

// EnteredByHand finds the record of an entry that was taken already: by its
// cells, among what the organisation entered of people of the kind.
func (t *Taker) EnteredByHand(ctx context.Context, a journal.Actor, v register.Sight, kind string, h HandEntry) (register.RecordID, bool, error) {
	src, ok, err := t.handSource(ctx, v, register.OrgID(a.Org), kind)
	if err != nil || !ok {
		return 0, false, err
	}
	text, err := h.withoutBlanks().file()
	if err != nil {
		return 0, false, err
	}
	was, ok, err := t.takenBefore(ctx, Order{Source: src, Blob: vault.ID([]byte(text))})
	if err != nil || !ok {
		return 0, false, err
	}
	return was.First, true, nil
}

// EnterByHand takes an entry into its source and gives its record. It refuses
// with an [Error] what names nobody, or has a field that is sealed. The same
// cells sent twice are one entry, and the second time its record is given: what
// keeps two entries of the same words apart is a cell that no field is of, with
// the number of the form they were typed into.
func (t *Taker) EnterByHand(ctx context.Context, a journal.Actor, h HandEntry) (register.RecordID, Taking, error) {
	h = h.withoutBlanks()
	m := h.mapping()
	if !h.Nameless {
		if err := m.Validate(); err != nil {
			return 0, Taking{}, err
		}
	}
	src, err := t.Store.SourceOf(ctx, register.Sight{Machine: true}, h.Source)
	if err != nil {
		return 0, Taking{}, err
	}
	row := t.rowByHand(h, src.Raise)
	if row.State != Taken {
		return 0, Taking{}, fail(NoName)
	}
	text, err := h.file()
	if err != nil {
		return 0, Taking{}, err
	}
	blob, _, err := t.Vault.Put(ctx, strings.NewReader(text))
	if err != nil {
		return 0, Taking{}, err
	}
	if t.Refuse != nil {
		if err := t.Refuse(blob); err != nil {
			return 0, Taking{}, err
		}
	}
	o := Order{Source: h.Source, FileName: h.Name, Blob: blob, Sniffed: h.sniffed(), Mapping: m, once: true}
	if was, ok, err := t.takenBefore(ctx, o); err != nil || ok {
		return firstOf(was), Taking{Already: was}, err
	}
	b, err := t.begin(ctx, o, src)
	if err != nil {
		return 0, Taking{}, err
	}
	taking, err := b.enterOne(ctx, a, row)
	if was, ok := errors.AsType[*takenMeanwhile](err); ok {
		return was.First, Taking{Already: &was.Import}, b.drop(context.WithoutCancel(ctx))
	}
	if err != nil {
		return 0, Taking{}, errors.Join(err, b.drop(context.WithoutCancel(ctx)))
	}
	return b.first, taking, nil
}

func firstOf(im *register.Import) register.RecordID {
	if im == nil {
		return 0
	}
	return im.First
}

// enterOne stores the one row and makes it visible.
func (b *batch) enterOne(ctx context.Context, a journal.Actor, row Row) (Taking, error) {
	b.report.Add(row)
	rec, err := b.record(row)
	if err != nil {
		return Taking{}, fmt.Errorf("entry by hand: %w", err)
	}
	if err := b.t.Store.PutBatch(ctx, []register.StoredRecord{rec}); err != nil {
		return Taking{}, err
	}
	blob, err := b.rows.Commit()
	if err != nil {
		return Taking{}, err
	}
	if err := b.t.Store.EndBatch(ctx, b.id, b.taken); err != nil {
		return Taking{}, err
	}
	seq, err := b.enter(ctx, a, blob)
	return Taking{Import: b.id, Entry: seq, Report: b.report}, err
}

// handOrigin is what a source of entries by hand is known by: all that one
// organisation is told by people of one kind counts as one origin, however many
// told it, since who they were is not kept in the open.
func handOrigin(org register.OrgID, kind string) string {
	return register.ByHandOrigin + string(org) + "/" + kind
}

// IsByHand reports whether a source holds what was entered by hand.
func IsByHand(s register.Source) bool { return s.IsByHand() }

// HandSource finds the source into which an organisation enters by hand what
// people of a kind (of the vocabulary source_type) tell it, and adds it where
// the writer sees none: the organisation's own, shared with nobody until it says
// so.
func (t *Taker) HandSource(ctx context.Context, a journal.Actor, v register.Sight, kind, name string) (register.SourceID, error) {
	org := register.OrgID(a.Org)
	var id register.SourceID
	err := t.Journal.Do(ctx, a, func(ctx context.Context, u *journal.Unit) error {
		have, ok, err := t.handSource(ctx, v, org, kind)
		if err != nil || ok {
			id = have
			return err
		}
		s := register.Source{
			ID: register.SourceID(t.NewID()), Name: name, Kind: kind, Owner: org, Origin: handOrigin(org, kind),
			Sharing: register.ShareOwner, AddedAt: t.Journal.Now().UTC(),
		}
		id = s.ID
		_, err = u.Append(ctx, journal.Draft{Kind: register.SourceAdded, Body: register.BodyOf(s), Subjects: []string{string(s.ID)}})
		return err
	})
	return id, err
}

// handSource is the organisation's source for a kind, as far as the writer sees
// it: one that was raised above the writer does not exist for the writer.
func (t *Taker) handSource(ctx context.Context, v register.Sight, org register.OrgID, kind string) (register.SourceID, bool, error) {
	all, err := t.Store.Sources(ctx, v)
	if err != nil {
		return "", false, err
	}
	i := slices.IndexFunc(all, func(s register.Source) bool {
		return !s.Undone && s.Owner == org && s.Origin == handOrigin(org, kind)
	})
	if i < 0 {
		return "", false, nil
	}
	return all[i].ID, true, nil
}
