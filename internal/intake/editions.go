package intake

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"kashf.org/kashf/internal/intake/edition"
	"kashf.org/kashf/internal/register"
)

// An EditionOrder asks for a list to be taken in as a newer edition of one that
// was taken in before.
type EditionOrder struct {
	Of   register.ImportID `json:"of"`
	Date string            `json:"date,omitempty"` // EDTF: of which day the edition is
	// Most is the highest level of a cell by which rows are paired: that of who
	// asks.
	Most register.Level `json:"most"`
	// Checked says that a person has seen what differs. Else a list that hardly
	// has a row of the one before it is refused: it is another list, taken for an
	// edition by mistake.
	Checked bool `json:"checked,omitempty"`
	// Also are the rows of which a person said that they are one entry.
	Also []SameRow `json:"also,omitempty"`
}

// A SameRow is a row of the newer file, by its number, and the record whose row
// it continues.
type SameRow struct {
	Row    int               `json:"row"`
	Record register.RecordID `json:"record"`
}

// A Comparison is a list beside the edition of it before.
type Comparison struct {
	Import       register.Import // the older edition
	Older, Newer *edition.List
	*edition.Result
	most register.Level // of a cell that whoever asked may see
}

// Record is the record of a row of the older edition.
func (c *Comparison) Record(row int) register.RecordID {
	return c.Import.First + register.RecordID(row)
}

// For is the comparison as a reader sees it. A row of the older edition that a
// conflict of interest closes to the reader is not there: what continues it is
// new to the list, as it would be if it had never been in it.
func (c *Comparison) For(v register.Sight) *Comparison {
	out := *c
	out.most = min(c.most, v.Level)
	if v.Closed == nil || v.Machine {
		return &out
	}
	shut := func(older int) bool { return !v.SeesRecord(c.Record(older)) }
	res := *c.Result
	res.Of, res.Altered = slices.Clone(res.Of), slices.Clone(res.Altered)
	for i, o := range res.Of {
		if o >= 0 && shut(o) {
			res.Of[i], res.Altered[i] = -1, 0
		}
	}
	res.Dropped = slices.DeleteFunc(slices.Clone(res.Dropped), shut)
	res.Perhaps = slices.DeleteFunc(slices.Clone(res.Perhaps), func(p edition.Pair) bool { return shut(p.Older) })
	out.Result = &res
	return &out
}

// Compare reads a list and compares it with the import of which it is to be a
// newer edition. Nothing is entered.
func (t *Taker) Compare(ctx context.Context, o Order) (*Comparison, error) {
	if err := o.Mapping.Validate(); err != nil {
		return nil, err
	}
	im, src, err := t.base(ctx, o)
	if err != nil {
		return nil, err
	}
	c := &Comparison{Import: im, most: min(o.Edition.Most, register.C3)}
	if c.Older, err = t.olderList(ctx, im, src.Raise); err != nil {
		return nil, err
	}
	if c.Newer, err = t.newerList(ctx, o, src.Raise); err != nil {
		return nil, err
	}
	c.Result = edition.Compare(c.Older, c.Newer, edition.Options{Fold: fold, Most: c.most, Also: c.answered(o.Edition.Also)})
	return c, nil
}

// base is the import that the list is an edition of: one of the same source
// that stands and has no newer edition yet.
func (t *Taker) base(ctx context.Context, o Order) (register.Import, register.Source, error) {
	machine := register.Sight{Machine: true}
	im, err := t.Store.ImportOf(ctx, machine, o.Edition.Of)
	if errors.Is(err, register.ErrNotFound) || err == nil && (im.Undone != 0 || im.Source != o.Source) {
		return im, register.Source{}, fail(EditionGone)
	}
	if err != nil {
		return im, register.Source{}, err
	}
	later, err := t.Store.EditionsOf(ctx, im.ID)
	if err != nil {
		return im, register.Source{}, err
	}
	if len(later) > 0 {
		return im, register.Source{}, fail(EditionGone)
	}
	src, err := t.Store.SourceOf(ctx, machine, o.Source)
	return im, src, err
}

// olderList reads the rows of an import as they were kept. What is sealed stays
// so: it is compared with nothing.
func (t *Taker) olderList(ctx context.Context, im register.Import, raise register.Level) (*edition.List, error) {
	levels := register.CellLevels(im.Columns, im.Mapping, raise)
	l := &edition.List{}
	for i, name := range im.Columns {
		f, _ := register.ParseField(im.Mapping[name])
		l.Columns = append(l.Columns, edition.Column{Header: name, Field: f, Level: levels[i]})
	}
	if im.Taken*len(im.Columns) > edition.MaxCells {
		return nil, fail(EditionTooLong)
	}
	for r, err := range t.Vault.Rows(ctx, im.Rows) {
		if err != nil {
			return nil, fmt.Errorf("read older edition: %w", err)
		}
		if r.Gone {
			l.AddGone()
			continue
		}
		number, packed, raw, err := register.UnpackRow(r.Bytes)
		if err != nil {
			return nil, fmt.Errorf("read older edition: %w", err)
		}
		cells, err := register.UnpackCells(raw)
		if err != nil {
			return nil, fmt.Errorf("read older edition: %w", err)
		}
		claims, err := register.UnpackClaims(packed)
		if err != nil {
			return nil, fmt.Errorf("read older edition: %w", err)
		}
		l.Add(number, cells, claims)
	}
	return l, nil
}

// newerList reads the rows of the file that can be taken.
func (t *Taker) newerList(ctx context.Context, o Order, raise register.Level) (*edition.List, error) {
	levels := register.CellLevels(o.Sniffed.Columns, o.Mapping.Fields(), raise)
	l := &edition.List{}
	for i, name := range o.Sniffed.Columns {
		l.Columns = append(l.Columns, edition.Column{Header: name, Field: o.Mapping.Columns[i].Field, Level: levels[i]})
	}
	f, err := t.Vault.Open(ctx, o.Blob)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	opts := t.Options
	opts.Raise = raise
	for row, err := range Rows(ctx, f, o.Sniffed, o.Mapping, opts) {
		if err != nil {
			return nil, err
		}
		if row.State != Taken {
			continue
		}
		if (len(l.Rows)+1)*len(l.Columns) > edition.MaxCells {
			return nil, fail(EditionTooLong)
		}
		l.Add(row.Number, row.Cells, row.Claims)
	}
	return l, nil
}

// answered are the rows that a person paired, by their places in the lists.
func (c *Comparison) answered(also []SameRow) []edition.Pair {
	if len(also) == 0 {
		return nil
	}
	at := make(map[int]int, len(c.Newer.Rows))
	for i, r := range c.Newer.Rows {
		at[r.Number] = i
	}
	var out []edition.Pair
	for _, s := range also {
		if i, ok := at[s.Row]; ok {
			out = append(out, edition.Pair{Older: int(s.Record - c.Import.First), Newer: i})
		}
	}
	return out
}

// rows are what the ledger keeps of the comparison: numbers alone.
func (c *Comparison) rows() []register.EditionRow {
	out := make([]register.EditionRow, len(c.Of))
	for i, older := range c.Of {
		if older >= 0 {
			out[i] = register.EditionRow{Continues: c.Record(older), Altered: c.Altered[i]}
		}
	}
	return out
}

// Offered is the import of which a list seems to be a newer edition: of those
// of its source that stand and have no newer one, the newest with its columns
// and half of the names that the beginning of the list has; "" where there is none.
// Rows that a conflict of interest closes to the reader are not looked at: a list
// that names nobody else is none that was seen before.
func (t *Taker) Offered(ctx context.Context, v register.Sight, imports []register.Import, s Sniffed, m Mapping) (register.ImportID, error) {
	names := sampleNames(s, m, t.Options)
	if len(names) < fewestNames {
		return "", nil
	}
	older := map[register.ImportID]bool{}
	for _, im := range imports {
		older[im.EditionOf] = older[im.EditionOf] || im.Undone == 0
	}
	looked := 0
	for _, im := range imports { // the newest first
		if im.Undone != 0 || older[im.ID] || im.Taken == 1 || !resembles(im.Columns, s.Columns) || im.Taken*len(im.Columns) > edition.MaxCells {
			continue
		}
		if looked++; looked > mostLooked {
			break
		}
		l, err := t.olderList(ctx, im, register.C0)
		if err != nil {
			return "", err
		}
		open := l.Rows[:0]
		for i, r := range l.Rows {
			if v.SeesRecord(im.First + register.RecordID(i)) {
				open = append(open, r)
			}
		}
		if l.Rows = open; recurs(names, l) {
			return im.ID, nil
		}
	}
	return "", nil
}

const (
	fewestNames = 3 // names of a sample that show anything
	mostLooked  = 3 // imports whose rows are looked through for them
)

// resembles reports whether most columns of one list are the other's.
func resembles(older, newer []string) bool {
	have := map[string]bool{}
	for _, c := range older {
		have[fold(c)] = true
	}
	n := 0
	for _, c := range newer {
		if have[fold(c)] {
			n++
		}
	}
	return n > 0 && n*3 >= max(len(older), len(newer))*2
}

// sampleNames are the names of the sample's rows.
func sampleNames(s Sniffed, m Mapping, o Options) map[string]bool {
	c := newClaimer(m, o)
	l := &edition.List{}
	for i, cells := range s.Sample {
		row := Row{Number: i + 1, Cells: cells}
		if len(cells) > len(m.Columns) {
			continue
		}
		if c.claim(&row); row.State == Taken {
			l.Add(row.Number, row.Cells, row.Claims)
		}
	}
	out := map[string]bool{}
	for _, r := range l.Rows {
		if r.Name() != "" {
			out[r.Key()] = true
		}
	}
	return out
}

func recurs(names map[string]bool, l *edition.List) bool {
	met := map[string]bool{}
	for _, r := range l.Rows {
		if names[r.Key()] {
			met[r.Key()] = true
		}
	}
	return len(met)*2 >= len(names)
}

// A CellChange is a cell before and now, without outer space.
type CellChange struct{ Column, Was, Is string }

// Cells are the cells that differ between a row of the older list and one of the
// newer, of columns that both have and whoever asked may see.
func (c *Comparison) Cells(older, newer int) (out []CellChange) {
	for _, s := range c.Shared {
		col := c.Newer.Columns[s[1]]
		if max(col.Level, c.Older.Columns[s[0]].Level) > c.most {
			continue
		}
		if was, is := c.Older.Rows[older].Text(s[0]), c.Newer.Rows[newer].Text(s[1]); was != is {
			out = append(out, CellChange{Column: col.Header, Was: was, Is: is})
		}
	}
	return out
}

// SharedColumns pairs the columns of two lists that are called the same.
func SharedColumns(older, newer []string) [][2]int {
	of := func(names []string) (out []edition.Column) {
		for _, n := range names {
			out = append(out, edition.Column{Header: n})
		}
		return out
	}
	return edition.SharedColumns(of(older), of(newer), fold)
}

// DateAsked reads the day of an edition as a person types it, into EDTF.
func DateAsked(text string) (string, error) {
	got := Standard().read(register.ArrestDate, DayFirst, text, "")
	if got.norm == "" {
		return "", fail(EditionDate)
	}
	return got.norm, nil
}
