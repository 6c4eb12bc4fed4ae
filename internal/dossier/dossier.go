package dossier

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/ledger"
	"kashf.org/kashf/when"
)

// A Dossier reads for pages. It is safe for concurrent use.
type Dossier struct {
	register register.Reader
	ledger   Ledger
	numbers  register.FileNos
	policy   register.FatePolicy

	situations situationCache
	surveys    surveyCache
}

// A Ledger reads lines of the ledger. The wiring adapts the store to it.
type Ledger interface {
	// Size is the number of entries.
	Size(ctx context.Context) (int64, error)
	// Lines lists entries without their bodies, newest first.
	Lines(ctx context.Context, f LineFilter) ([]LedgerLine, error)
}

// A LineFilter chooses lines. Zero fields choose all.
type LineFilter struct {
	Before  int64 // entries below this number
	Subject string
	Limit   int
}

// A LedgerLine is an entry without its body.
type LedgerLine struct {
	ledger.Header
	Undone    int64
	Destroyed int64
}

// New reads from a register and its ledger.
func New(r register.Reader, l Ledger, numbers register.FileNos, policy register.FatePolicy) *Dossier {
	return &Dossier{
		register: r, ledger: l, numbers: numbers, policy: policy,
		situations: situationCache{byKey: make(map[string]Situation)},
	}
}

// An Audience is who reads, and what for.
type Audience struct {
	Sight   register.Sight
	Account string
	// Deaths: a reported death may be read: case staff in the person's file.
	// Never set it for a list, a result or a print.
	Deaths bool
}

// FileNo is the file number of a person.
func (d *Dossier) FileNo(id register.PersonID) string { return d.numbers.Format(id) }

// fileOf reads a person's file within the audience's sight, a death included:
// see fitted.
func (d *Dossier) fileOf(ctx context.Context, a Audience, id register.PersonID) (register.File, error) {
	now, records, err := d.register.Person(ctx, a.Sight, id)
	if err != nil {
		return register.File{}, err
	}
	if err := LedOn(ctx, d.register, a.Sight, id, now); err != nil {
		return register.File{}, err
	}
	f := register.File{Person: now, Sight: a.Sight}
	f.Records, f.Former = register.Former(records)
	if f.Drops, err = d.register.Drops(ctx, records); err != nil {
		return f, err
	}
	if len(records) > 1 {
		if f.Links, err = d.register.LinksOf(ctx, a.Sight, now); err != nil {
			return f, fmt.Errorf("read links: %w", err)
		}
	}
	if f.Judgements, err = d.register.JudgementsOf(ctx, a.Sight, now); err != nil {
		return f, fmt.Errorf("read judgements: %w", err)
	}
	if f.Sources, err = d.register.Sources(ctx, a.Sight); err != nil {
		return f, fmt.Errorf("read sources: %w", err)
	}
	if err := d.addImports(ctx, a, &f); err != nil {
		return f, err
	}
	if err := d.addNotices(ctx, a, &f); err != nil {
		return f, err
	}
	return f, nil
}

// File is a person's file as the register has it and the audience sees it, for
// the commands that a page of it gives.
func (d *Dossier) File(ctx context.Context, a Audience, id register.PersonID) (register.File, error) {
	whole, err := d.fileOf(ctx, a, id)
	if err != nil {
		return register.File{}, err
	}
	return fitted(whole, a), nil
}

// addNotices reads what was done for the family of whom a record reports dead.
// Nothing else can have a notice, and who reads no deaths reads none.
func (d *Dossier) addNotices(ctx context.Context, a Audience, f *register.File) error {
	if !a.Deaths || !f.ReportsDeath() {
		return nil
	}
	ids := make([]register.RecordID, len(f.Records))
	for i, r := range f.Records {
		ids[i] = r.ID
	}
	var err error
	if f.Notices, err = d.register.Notices(ctx, ids); err != nil {
		return fmt.Errorf("read what the family was told: %w", err)
	}
	return nil
}

// addImports reads the imports that the file's records came in.
func (d *Dossier) addImports(ctx context.Context, a Audience, f *register.File) error {
	seen := make(map[register.ImportID]bool)
	for _, r := range f.Records {
		if seen[r.Import] {
			continue
		}
		seen[r.Import] = true
		im, err := d.register.ImportOf(ctx, a.Sight, r.Import)
		if err != nil {
			return fmt.Errorf("read a record's import: %w", err)
		}
		f.Imports = append(f.Imports, im)
	}
	return nil
}

// fateOf is the fate that the audience may read of a whole file.
func (d *Dossier) fateOf(whole register.File, a Audience, asOf when.Day) register.Fate {
	if a.Deaths {
		return register.FateOf(whole, d.policy, asOf)
	}
	return register.FateWithoutDeath(whole, d.policy, asOf)
}

// fitted keeps the sources that the file's records come from, and leaves a
// death out for an audience that reads none.
func fitted(f register.File, a Audience) register.File {
	used := make(map[register.SourceID]bool, len(f.Records))
	for _, r := range f.Records {
		used[r.Source] = true
	}
	f.Sources = slices.DeleteFunc(slices.Clone(f.Sources), func(s register.Source) bool { return !used[s.ID] })
	if !a.Deaths {
		f = f.WithoutDeath()
	}
	return f
}

// A SourceRef is a source as a line of a page names it.
type SourceRef struct {
	ID          register.SourceID
	Name        string // "" where it must not be named: see [register.File.WithoutDeath]
	Kind        string
	Reliability int
	Veiled      bool
}

func refOf(s register.Source) SourceRef {
	return SourceRef{ID: s.ID, Name: s.Name, Kind: s.Kind, Reliability: s.Reliability, Veiled: s.Veiled()}
}

// refs finds the sources of a file by their ids.
type refs map[register.SourceID]SourceRef

func refsOf(list []register.Source) refs {
	m := make(refs, len(list))
	for _, s := range list {
		m[s.ID] = refOf(s)
	}
	return m
}

// surveyCache keeps the last survey. One walk is made at a time.
type surveyCache struct {
	walking sync.Mutex
	last    atomic.Pointer[survey]
}
