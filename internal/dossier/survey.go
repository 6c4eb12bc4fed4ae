package dossier

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"kashf.org/kashf/internal/register"
)

// A survey is one walk over the whole register, for what no query answers:
// what sources share, and where adverse claims wait. It is filtered by sight
// before anyone reads of it.
type survey struct {
	size    int64 // entries of the ledger when it was made
	took    time.Duration
	sources []register.SourceID
	records map[register.SourceID]int
	persons map[register.SourceID]int
	shared  map[sourcePair]int // persons that both sources name
	adverse []adversePerson
	held    holds
}

type sourcePair struct{ a, b register.SourceID }

func pairOf(a, b register.SourceID) sourcePair { return sourcePair{min(a, b), max(a, b)} }

// An adversePerson has several records, of which at least one makes an adverse
// claim.
type adversePerson struct {
	person register.PersonID
	marks  []mark
}

// A mark is what a survey keeps of one record: 24 bytes, so that a million
// records fit in memory beside a running server.
type mark struct {
	person  register.PersonID
	record  register.RecordID
	source  uint32
	adverse register.Level // least level of an adverse claim; none where above C5
	// corrects: the record corrects others, and is left out where it says
	// nothing adverse itself.
	corrects bool
	// continues is the record of an older edition whose row it continues.
	continues register.RecordID
}

const notAdverse = register.C5 + 1

// quick is how long a walk may take that a reader waits for.
const quick = 150 * time.Millisecond

// Survey walks the register again if entries came since the last walk. On a
// large register it takes seconds: the server calls it after changes, in the
// background, and until then pages show the last survey. On a small one pages
// see to it themselves.
func (d *Dossier) Survey(ctx context.Context) error {
	d.surveys.walking.Lock()
	defer d.surveys.walking.Unlock()
	return d.survey(ctx)
}

// survey is called with the walk taken.
func (d *Dossier) survey(ctx context.Context) error {
	size, err := d.ledger.Size(ctx)
	if err != nil {
		return fmt.Errorf("read the ledger's size: %w", err)
	}
	if last := d.surveys.last.Load(); last != nil && last.size == size {
		return nil
	}
	start := time.Now()
	s, err := d.walk(ctx, size)
	if err != nil {
		return err
	}
	s.took = time.Since(start)
	d.surveys.last.Store(s)
	return nil
}

// surveyed is the newest survey that can be had at once; the first is waited for.
func (d *Dossier) surveyed(ctx context.Context) (*survey, error) {
	last := d.surveys.last.Load()
	switch {
	case last == nil:
		if err := d.Survey(ctx); err != nil {
			return nil, err
		}
	case last.took < quick && d.surveys.walking.TryLock():
		defer d.surveys.walking.Unlock()
		if err := d.survey(ctx); err != nil {
			return nil, err
		}
	}
	return d.surveys.last.Load(), nil
}

func (d *Dossier) walk(ctx context.Context, size int64) (*survey, error) {
	var marks []mark
	var held holds
	var sources []register.SourceID
	at := make(map[register.SourceID]uint32)
	again, err := d.editionsOf(ctx)
	if err != nil {
		return nil, err
	}
	correcting := make(map[register.PersonID]bool)
	for r, err := range d.register.All(ctx, 1) {
		if err != nil {
			return nil, fmt.Errorf("survey the register: %w", err)
		}
		i, ok := at[r.Source]
		if !ok {
			i = uint32(len(sources))
			at[r.Source] = i
			sources = append(sources, r.Source)
		}
		if r.Destroyed == 0 {
			if r = again.standing(r); r.IsCorrection() {
				correcting[r.Person] = true
			}
			marks = append(marks, mark{r.Person, r.ID, i, adverseLevel(r), r.IsCorrection(), r.Continues})
			held.add(r, i)
		}
	}
	if held.corrected, err = d.correctedFiles(ctx, correcting, at); err != nil {
		return nil, err
	}
	for _, f := range held.corrected {
		f.intern(&held)
	}
	slices.SortFunc(marks, func(a, b mark) int {
		return cmp.Or(cmp.Compare(a.person, b.person), cmp.Compare(a.record, b.record))
	})
	s := &survey{
		size: size, sources: sources, records: make(map[register.SourceID]int), persons: make(map[register.SourceID]int),
		shared: make(map[sourcePair]int), held: held.sorted(),
	}
	for len(marks) > 0 {
		n := 1
		for n < len(marks) && marks[n].person == marks[0].person {
			n++
		}
		s.add(marks[:n])
		marks = marks[n:]
	}
	return s, nil
}

// without is the survey's figures for a reader to whom files are closed. What
// moved since the survey was made can leave no figure below nothing.
func (s *survey) without(closed *register.Closed) *survey {
	if closed == nil {
		return s
	}
	out := *s
	out.records, out.persons, out.shared = maps.Clone(s.records), maps.Clone(s.persons), maps.Clone(s.shared)
	of := make(map[register.PersonID][]register.SourceID)
	for _, r := range closed.Records() {
		if r.Undone {
			continue
		}
		out.records[r.Source] = max(0, out.records[r.Source]-1)
		if !slices.Contains(of[r.Person], r.Source) {
			of[r.Person] = append(of[r.Person], r.Source)
		}
	}
	for _, mine := range of {
		for i, a := range mine {
			out.persons[a] = max(0, out.persons[a]-1)
			for _, b := range mine[i+1:] {
				out.shared[pairOf(a, b)] = max(0, out.shared[pairOf(a, b)]-1)
			}
		}
	}
	return &out
}

func adverseLevel(r register.Record) register.Level {
	least := notAdverse
	for _, c := range r.Claims {
		if c.Adverse() {
			least = min(least, c.Level)
		}
	}
	return least
}

// add counts one person's records.
func (s *survey) add(marks []mark) {
	var mine []register.SourceID
	adverse := false
	for _, m := range marks {
		id := s.sources[m.source]
		s.records[id]++
		if !slices.Contains(mine, id) {
			mine = append(mine, id)
		}
		adverse = adverse || m.adverse < notAdverse
	}
	for i, a := range mine {
		s.persons[a]++
		for _, b := range mine[i+1:] {
			s.shared[pairOf(a, b)]++
		}
	}
	if adverse && len(marks) > 1 {
		s.adverse = append(s.adverse, adversePerson{marks[0].person, slices.Clone(marks)})
	}
}
