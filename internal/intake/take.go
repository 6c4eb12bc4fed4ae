package intake

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"golang.org/x/sync/errgroup"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/vault"
)

// A Store is what taking a list in needs of the register.
type Store interface {
	register.Numbers
	register.Batches
	ImportOf(ctx context.Context, v register.Sight, id register.ImportID) (register.Import, error)
	EditionsOf(ctx context.Context, id register.ImportID) ([]register.ImportID, error)
	ImportOfFile(ctx context.Context, v register.Sight, source register.SourceID, content string) (register.Import, error)
	SourceOf(ctx context.Context, v register.Sight, id register.SourceID) (register.Source, error)
	Sources(ctx context.Context, v register.Sight) ([]register.Source, error)
}

// A Taker takes lists into the register. Its fields are set once, before use.
type Taker struct {
	Journal *journal.Journal
	Vault   *vault.Vault
	Store   Store
	Sealer  register.Sealer
	NewID   func() string // ULIDs
	Options Options
	// Refuse, if set, is asked about every file that was kept, and refuses
	// with [Destroyed] one that was destroyed by law: what a court had removed
	// does not come back in by the front door.
	Refuse func(blob string) error
}

// An Order is a file to be taken in. The file lies in the vault already: see
// [Taker.Keep].
type Order struct {
	Source   register.SourceID
	FileName string
	Blob     string
	Sniffed  Sniffed
	Mapping  Mapping
	// Again takes in a file that was taken into this source before.
	Again bool
	// Edition, if set, takes the list in as a newer edition of one before it.
	Edition *EditionOrder
	// Progress, if set, is told of the rows read so far.
	Progress func(rows int)

	once bool // refused as it is entered where the file was taken meanwhile
}

// takenMeanwhile: the file of an order that is to be taken once was taken while
// it was being read.
type takenMeanwhile struct{ register.Import }

func (*takenMeanwhile) Error() string { return "the file was taken meanwhile" }

// A Taking is what became of an order.
type Taking struct {
	Import register.ImportID
	Entry  int64
	Report *Report
	// Already is the standing import of the same file, where nothing was
	// taken because of it.
	Already *register.Import
}

// ErrNothingTaken: every row was refused or skipped, and no import was made.
var ErrNothingTaken = errors.New("no row could be taken")

// Reading is how an import was read, kept in its entry: enough to read the
// file the same way again, to give back refused rows or to redact one.
type Reading struct {
	Sniffed Sniffed `json:"sniffed"`
	Mapping Mapping `json:"mapping"`
}

// Keep stores a file in the vault and says what it is and what its columns
// seem to be.
func (t *Taker) Keep(ctx context.Context, r io.Reader) (blob string, s Sniffed, err error) {
	blob, _, err = t.Vault.Put(ctx, r)
	if err != nil {
		return "", Sniffed{}, err
	}
	if t.Refuse != nil {
		if err := t.Refuse(blob); err != nil {
			return "", Sniffed{}, err
		}
	}
	s, err = t.Sniff(ctx, blob)
	return blob, s, err
}

// Sniff looks at a file in the vault.
func (t *Taker) Sniff(ctx context.Context, blob string) (Sniffed, error) {
	f, err := t.Vault.Open(ctx, blob)
	if err != nil {
		return Sniffed{}, err
	}
	defer f.Close()
	return Sniff(f)
}

// chunk is how many records are written at once: about 20 ms of a writer's
// time, far below the 250 ms that nobody is to wait.
const chunk = 1000

// Take takes a list in: all of it, as one entry, or nothing. Rows that cannot
// be read are refused one by one and counted in the report.
func (t *Taker) Take(ctx context.Context, a journal.Actor, o Order) (Taking, error) {
	if err := o.Mapping.Validate(); err != nil {
		return Taking{}, err
	}
	src, err := t.Store.SourceOf(ctx, register.Sight{Machine: true}, o.Source)
	if err != nil {
		return Taking{}, err
	}
	if was, ok, err := t.takenBefore(ctx, o); err != nil || ok {
		return Taking{Already: was}, err
	}
	// The upload may be old, and dropped while it is being read.
	if err := t.Vault.Renew(o.Blob); err != nil {
		return Taking{}, err
	}
	var edition []register.EditionRow
	if o.Edition != nil {
		c, err := t.Compare(ctx, o)
		if err != nil {
			return Taking{}, err
		}
		if c.Foreign() && !o.Edition.Checked {
			n := c.Counts()
			return Taking{}, fail(EditionForeign, "same", n.Same+n.Changed, "rows", len(c.Of))
		}
		edition = c.rows()
	}
	b, err := t.begin(ctx, o, src)
	if err != nil {
		return Taking{}, err
	}
	b.edition = edition
	taking, err := b.run(ctx, a)
	if err != nil {
		// The clean-up must go on where the reader gave up.
		return Taking{Report: b.report}, errors.Join(err, b.drop(context.WithoutCancel(ctx)))
	}
	return taking, nil
}

func (t *Taker) takenBefore(ctx context.Context, o Order) (*register.Import, bool, error) {
	if o.Again {
		return nil, false, nil
	}
	im, err := t.Store.ImportOfFile(ctx, register.Sight{Machine: true}, o.Source, o.Blob)
	if errors.Is(err, register.ErrNotFound) {
		return nil, false, nil
	}
	return &im, err == nil, err
}

// A batch is one list on its way in.
type batch struct {
	t      *Taker
	o      Order
	src    register.Source
	id     register.ImportID
	first  register.RecordID
	taken  int
	most   int // records that numbers were reserved for
	levels []register.Level
	rows   *vault.RowWriter
	report *Report
	// edition says of each record what its row continues; nil where the list is
	// no newer edition.
	edition []register.EditionRow
}

func (t *Taker) begin(ctx context.Context, o Order, src register.Source) (*batch, error) {
	most := o.Sniffed.Rows()
	if o.Sniffed.Format == "" {
		var err error
		if most, err = t.countLines(ctx, o.Blob); err != nil {
			return nil, err
		}
	}
	first, err := t.Store.Reserve(ctx, most)
	if err != nil {
		return nil, err
	}
	b := &batch{
		t: t, o: o, src: src, most: most, id: register.ImportID(t.NewID()), first: register.RecordID(first), report: NewReport(o.Mapping),
		levels: register.CellLevels(o.Sniffed.Columns, o.Mapping.Fields(), src.Raise),
	}
	if b.rows, err = t.Vault.NewRows(); err != nil {
		return nil, err
	}
	if err := t.Store.BeginBatch(ctx, b.id, b.first); err != nil {
		b.rows.Abort()
		return nil, err
	}
	return b, nil
}

// countLines bounds the number of rows from above, so that their numbers can
// be reserved before they are read. A number not used is a gap, no harm.
func (t *Taker) countLines(ctx context.Context, blob string) (int, error) {
	f, err := t.Vault.Open(ctx, blob)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	lf, cr := 0, 0
	buf := make([]byte, 64<<10)
	for {
		n, err := f.Read(buf)
		for _, c := range buf[:n] {
			switch c {
			case '\n':
				lf++
			case '\r':
				cr++
			}
		}
		if err == io.EOF {
			return max(lf, cr) + 1, ctx.Err()
		}
		if err != nil {
			return 0, fmt.Errorf("read file: %w", err)
		}
	}
}

func (b *batch) run(ctx context.Context, a journal.Actor) (Taking, error) {
	if err := b.fill(ctx); err != nil {
		return Taking{}, err
	}
	if b.taken == 0 {
		return Taking{}, ErrNothingTaken
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

// fill reads the rows and writes them to the blob and the database, reading
// on while a chunk is being written.
func (b *batch) fill(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	chunks := make(chan []register.StoredRecord, 2)
	g.Go(func() error {
		for c := range chunks {
			if err := b.t.Store.PutBatch(ctx, c); err != nil {
				return err
			}
		}
		return nil
	})
	g.Go(func() error {
		defer close(chunks)
		return b.read(ctx, func(c []register.StoredRecord) error {
			select {
			case chunks <- c:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		})
	})
	return g.Wait()
}

func (b *batch) read(ctx context.Context, send func([]register.StoredRecord) error) error {
	f, err := b.t.Vault.Open(ctx, b.o.Blob)
	if err != nil {
		return err
	}
	defer f.Close()
	opts := b.t.Options
	opts.Raise = b.src.Raise
	var c []register.StoredRecord
	for row, err := range Rows(ctx, f, b.o.Sniffed, b.o.Mapping, opts) {
		if err != nil {
			return err
		}
		b.report.Add(row)
		if b.o.Progress != nil && b.report.Read%chunk == 0 {
			b.o.Progress(b.report.Read)
		}
		if row.State != Taken {
			continue
		}
		rec, err := b.record(row)
		if err != nil {
			return fmt.Errorf("row %d: %w", row.Number, err)
		}
		if c = append(c, rec); len(c) == chunk {
			if err := send(c); err != nil {
				return err
			}
			c = nil
		}
	}
	return send(c)
}

// record makes a row into what is stored, in the blob and in the database.
func (b *batch) record(row Row) (register.StoredRecord, error) {
	if b.taken == b.most {
		return register.StoredRecord{}, fmt.Errorf("more rows than the %d that were counted", b.most)
	}
	id := b.first + register.RecordID(b.taken)
	claims := row.Claims
	for i, c := range claims {
		sealed, err := c.Seal(id, b.t.Sealer)
		if err != nil {
			return register.StoredRecord{}, err
		}
		claims[i] = sealed
	}
	cells, err := register.SealCells(id, row.Cells, b.levels, b.t.Sealer)
	if err != nil {
		return register.StoredRecord{}, err
	}
	rec := register.StoredRecord{
		ID: id, Import: b.id, Source: b.o.Source, Row: row.Number,
		Claims: register.PackClaims(claims), Raw: register.PackCells(cells),
	}
	if b.edition != nil {
		if b.taken == len(b.edition) {
			return register.StoredRecord{}, fmt.Errorf("more rows than the %d that were compared", len(b.edition))
		}
		rec.Continues, rec.Altered = b.edition[b.taken].Continues, b.edition[b.taken].Altered
	}
	b.taken++
	return rec, b.rows.Add(register.PackRow(rec.Row, rec.Claims, rec.Raw))
}

// enter makes the import visible with one short entry.
func (b *batch) enter(ctx context.Context, a journal.Actor, blob string) (int64, error) {
	sniffed := b.o.Sniffed
	sniffed.Sample, sniffed.Marks = nil, nil // people's rows have no place in an entry's body
	reading, err := json.Marshal(Reading{Sniffed: sniffed, Mapping: b.o.Mapping})
	if err != nil {
		return 0, fmt.Errorf("encode reading: %w", err)
	}
	blobs := []string{b.o.Blob, blob}
	edition, err := b.keepEdition()
	if err != nil {
		return 0, err
	}
	if edition != nil {
		blobs = append(blobs, edition.Pairs)
	}
	var seq int64
	err = b.t.Journal.Do(ctx, a, func(ctx context.Context, u *journal.Unit) error {
		if b.o.once {
			if was, ok, err := b.t.takenBefore(ctx, b.o); err != nil {
				return err
			} else if ok {
				return &takenMeanwhile{*was}
			}
		}
		if edition != nil {
			if _, _, err := b.t.base(ctx, b.o); err != nil { // undone, or overtaken, since it was compared
				return err
			}
		}
		e, err := u.Append(ctx, journal.Draft{
			Kind: register.SourceImported, Subjects: []string{string(b.o.Source), string(b.id)}, Blobs: blobs,
			Body: register.ImportBody{
				ID: b.id, Source: b.o.Source, FileName: b.o.FileName, Original: b.o.Blob, Rows: blob,
				Columns: b.o.Sniffed.Columns, Mapping: b.o.Mapping.Fields(), Reading: reading, First: b.first,
				Read: b.report.Read, Taken: b.report.Taken, Refused: b.report.Refused, Skipped: b.report.Skipped, Edition: edition,
			},
		})
		seq = e.Seq
		return err
	})
	return seq, err
}

// keepEdition keeps which row continues which.
func (b *batch) keepEdition() (*register.EditionBody, error) {
	if b.edition == nil {
		return nil, nil
	}
	w, err := b.t.Vault.NewRows()
	if err != nil {
		return nil, err
	}
	if err := register.PackEdition(b.edition[:b.taken], w.Add); err != nil {
		w.Abort()
		return nil, err
	}
	pairs, err := w.Commit()
	return &register.EditionBody{Of: b.o.Edition.Of, Date: b.o.Edition.Date, Pairs: pairs}, err
}

// drop removes what was stored of a list that was not entered.
func (b *batch) drop(ctx context.Context) error {
	b.rows.Abort()
	return b.t.Store.DropBatch(ctx, b.id)
}
