package dossier

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"kashf.org/kashf/internal/register"
)

// A Situation is the first page: what is here, what waits for a decision, what
// changed. Everything in it is counted within the reader's sight.
type Situation struct {
	Counts  register.Counts
	Waiting Waiting
	Changed []Event // newest first
	// Run is the latest linkage; nil where there was none.
	Run *register.Run
	// Unlinked: entries came since the latest linkage that it has not seen.
	Unlinked bool
	Entries  int64 // of the ledger
}

// Waiting is what waits for a decision.
type Waiting struct {
	OpenMatches int
	// Refused are the imports with rows that were refused, newest first.
	Refused     []register.Import
	RefusedRows int
	// Unconfirmed counts people of whom an adverse claim is reported over a
	// link that two people have not confirmed; some of them are named.
	Unconfirmed       int
	UnconfirmedPeople []PersonRef
	// Shaken are judgements that rest on something undone since.
	Shaken []JudgementRow
}

// A PersonRef is a person as a link.
type PersonRef struct {
	Person register.PersonID
	FileNo string
}

const (
	changesShown = 12
	shakenLooked = 200
)

// situationCache keeps situations until the ledger grows.
type situationCache struct {
	mu    sync.Mutex
	size  int64
	byKey map[string]Situation
}

// situationsKept bounds the cache; readers of one organisation and level share
// all but the matches, which are their own.
const situationsKept = 500

// Situation reads the situation. It is computed once for each state of the
// ledger and reader.
func (d *Dossier) Situation(ctx context.Context, a Audience) (Situation, error) {
	a.Deaths, a.Sight.Revealed = false, false
	size, err := d.ledger.Size(ctx)
	if err != nil {
		return Situation{}, fmt.Errorf("read the ledger's size: %w", err)
	}
	sv, err := d.surveyed(ctx)
	if err != nil {
		return Situation{}, err
	}
	key := fmt.Sprintf("%s/%s/%d/%t/%d/%x", a.Account, a.Sight.Org, a.Sight.Level, a.Sight.Machine, sv.size, a.Sight.Closed.Key())
	if s, ok := d.situations.find(size, key); ok {
		return s.clone(), nil
	}
	s, err := d.situation(ctx, a, sv)
	if err != nil {
		return s, err
	}
	s.Entries = size
	d.situations.keep(size, key, s)
	return s.clone(), nil
}

func (c *situationCache) find(size int64, key string) (Situation, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	s, ok := c.byKey[key]
	return s, ok && c.size == size
}

func (c *situationCache) keep(size int64, key string, s Situation) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.size != size || len(c.byKey) >= situationsKept {
		clear(c.byKey)
	}
	c.size = size
	c.byKey[key] = s
}

// clone keeps a caller's changes out of the cache.
func (s Situation) clone() Situation {
	s.Changed = slices.Clone(s.Changed)
	s.Waiting.Refused = slices.Clone(s.Waiting.Refused)
	s.Waiting.UnconfirmedPeople = slices.Clone(s.Waiting.UnconfirmedPeople)
	s.Waiting.Shaken = slices.Clone(s.Waiting.Shaken)
	return s
}

func (d *Dossier) situation(ctx context.Context, a Audience, sv *survey) (Situation, error) {
	var s Situation
	var err error
	if s.Counts, err = d.register.Counts(ctx, a.Sight); err != nil {
		return s, fmt.Errorf("count: %w", err)
	}
	if s.Waiting.OpenMatches, err = d.register.CountOpen(ctx, a.Sight, a.Account); err != nil {
		return s, fmt.Errorf("count open matches: %w", err)
	}
	imports, seen, err := d.importsInSight(ctx, a.Sight)
	if err != nil {
		return s, err
	}
	s.Waiting.addRefused(imports)
	var people []register.PersonID
	if s.Waiting.Unconfirmed, people, err = d.pending(ctx, a.Sight, sv, seen); err != nil {
		return s, err
	}
	for _, id := range people {
		s.Waiting.UnconfirmedPeople = append(s.Waiting.UnconfirmedPeople, PersonRef{id, d.FileNo(id)})
	}
	judged, err := d.register.RecentJudgements(ctx, a.Sight, shakenLooked)
	if err != nil {
		return s, fmt.Errorf("read judgements: %w", err)
	}
	for _, j := range judged {
		if j.Rests != 0 && j.Undone == 0 {
			s.Waiting.Shaken = append(s.Waiting.Shaken, judgementRow(j, false))
		}
	}
	if err := d.addRun(ctx, &s, imports); err != nil {
		return s, err
	}
	s.Changed, err = d.changes(ctx, imports, judged)
	return s, err
}

// importsInSight lists every import in sight, newest first, and the sources.
func (d *Dossier) importsInSight(ctx context.Context, v register.Sight) ([]register.Import, map[register.SourceID]bool, error) {
	sources, err := d.register.Sources(ctx, v)
	if err != nil {
		return nil, nil, fmt.Errorf("read sources: %w", err)
	}
	seen := make(map[register.SourceID]bool, len(sources))
	var out []register.Import
	for _, s := range sources {
		seen[s.ID] = true
		ims, err := d.register.Imports(ctx, v, s.ID)
		if err != nil {
			return nil, nil, fmt.Errorf("read imports: %w", err)
		}
		out = append(out, ims...)
	}
	slices.SortFunc(out, func(a, b register.Import) int {
		return cmp.Or(cmp.Compare(b.Seq, a.Seq), strings.Compare(string(a.ID), string(b.ID)))
	})
	return out, seen, nil
}

func (w *Waiting) addRefused(imports []register.Import) {
	for _, im := range imports {
		if im.Undone == 0 && im.Refused > 0 {
			w.Refused = append(w.Refused, im)
			w.RefusedRows += im.Refused
		}
	}
}

func (d *Dossier) addRun(ctx context.Context, s *Situation, imports []register.Import) error {
	run, err := d.register.LatestRun(ctx)
	if err != nil && !errors.Is(err, register.ErrNotFound) {
		return fmt.Errorf("read the latest run: %w", err)
	}
	if err == nil {
		s.Run = &register.Run{Seq: run.Seq, At: run.At, By: run.By} // its totals count what is out of sight
	}
	for _, im := range imports {
		if im.Undone == 0 && im.Taken > 0 && (s.Run == nil || im.Seq > s.Run.Seq) {
			s.Unlinked = true
		}
	}
	return nil
}

// changes are the latest imports, judgements and runs, and their undoing.
func (d *Dossier) changes(ctx context.Context, imports []register.Import, judged []register.Judgement) ([]Event, error) {
	var out []Event
	for _, im := range imports {
		out = append(out, importEvent(im))
		if im.Undone != 0 {
			out = append(out, Event{Key: "event.import_undone", Seq: im.Undone, Name: im.FileName, Rows: im.Taken, Import: im.ID, Source: im.Source})
		}
	}
	out = append(out, judgementEvents(judged)...)
	runs, err := d.register.Runs(ctx, changesShown)
	if err != nil {
		return nil, fmt.Errorf("read runs: %w", err)
	}
	for _, r := range runs {
		out = append(out, Event{Key: "event.linked", Seq: r.Seq, At: time.UnixMicro(r.At).UTC(), By: r.By, Undone: r.Undone != 0})
	}
	slices.SortStableFunc(out, func(a, b Event) int { return cmp.Compare(b.Seq, a.Seq) })
	return d.complete(ctx, out[:min(changesShown, len(out))])
}
