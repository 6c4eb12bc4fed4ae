package dossier

import (
	"context"
	"slices"
	"time"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/when"
)

// A PersonFile is everything a person's page shows.
type PersonFile struct {
	Person register.PersonID
	FileNo string
	// Moved: the number asked for is an older one, now found here.
	Moved bool
	AsOf  when.Day
	Name  register.DisplayName
	Tags  []string // keys below "tag."
	Birth register.Birth
	// Fate is what is assessed. For an audience that reads no deaths it is
	// assessed as if none were reported.
	Fate      register.Fate
	Death     *Death // nil where none counts, or the audience reads none
	Spellings []Spelling
	Lines     []AssessedLine
	Timeline  Timeline
	Sources   []SourceRow
	Links     []LinkRow
	Judged    []JudgementRow
	Relatives []RelativeRow
	Items     []register.Item
	History   []Event
	// Pending are adverse claims reported in one source, over a link that two
	// people have not confirmed. They count for nothing.
	Pending      []PendingRow
	Completeness []Element
	// Checks are what the law asks of custody, the gravest first; none of whom
	// nobody says to have been held.
	Checks []CheckRow
}

// A Death is the part of a file that tells of a reported death.
type Death struct {
	Status string // code of fate_status
	// FamilyNotYetTold is shown with every sight of this part.
	FamilyNotYetTold bool
	// Told and Returned say that the family was told, and that the remains came
	// back to it; zero where nobody entered so.
	Told, Returned register.Notice
	Lines          []AssessedLine
	Facts          []register.Fact
}

// A Spelling is one way of writing the person's name.
type Spelling struct {
	register.Spelling
	Sources []SourceRef
}

// An AssessedLine is a field with what is held, what agrees and what
// contradicts it, side by side.
type AssessedLine struct {
	Field   register.Field
	Absence register.Absence
	Blank   bool
	Rule    string
	By      string
	Origins int
	// Verification is a code of the vocabulary verification, "" where nothing
	// is held: how far the value is supported.
	Verification string
	Held         *StatedValue // nil where nothing is held
	Agree        []StatedValue
	Against      []StatedValue
	// Former are values that a list gave in an older edition and gives no more.
	Former []FormerValue
	Absent []Statement // who names an absence
	// Corrected are the claims that count no more, since a correction names them.
	Corrected []CorrectedClaim
}

// A CorrectedClaim is a claim that a correction has set aside.
type CorrectedClaim struct {
	Field    register.Field
	Was, Now Statement
	WasNorm  string
	NowNorm  string
	Why      string // "" where the reader does not see it
	By       string // account
	At       time.Time
}

// A StatedValue is a value with those who state it.
type StatedValue struct {
	Text, Norm string
	Origins    int
	Says       []Statement
}

// A Statement is one record's word.
type Statement struct {
	Record  register.RecordID
	Row     int // in the file as it came
	Text    string
	Absence register.Absence
	Source  SourceRef
}

// A PendingRow is an adverse claim that does not count yet.
type PendingRow struct {
	Field      register.Field
	Text, Norm string
	Statement
}

// Person reads a person's file, as known on a day. It gives
// [register.ErrNotFound] for whoever is absent or out of sight.
func (d *Dossier) Person(ctx context.Context, a Audience, id register.PersonID, asOf when.Day) (PersonFile, error) {
	whole, err := d.fileOf(ctx, a, id)
	if err != nil {
		return PersonFile{}, err
	}
	f := fitted(whole, a)
	p := d.assess(f, a, d.fateOf(whole, a, asOf))
	p.Moved = p.Person != id
	if p.Relatives, err = d.relatives(ctx, a, f); err != nil {
		return p, err
	}
	if p.Items, err = d.items(ctx, a, f); err != nil {
		return p, err
	}
	p.History, err = d.history(ctx, a, f, p.Items)
	return p, err
}

// ofEntry are the fields that tell who came to tell of the person, and why a
// colleague entered a correction.
var ofEntry = []register.Field{register.ToldBy, register.ToldAs, register.ToldOn, register.EntryReason}

// Print reads the file as it is printed: without what is pending, without a
// death, without the judgements and the history, which name colleagues and
// quote them, and without what tells who came with it: a paper is shown to
// others.
func (d *Dossier) Print(ctx context.Context, a Audience, id register.PersonID, asOf when.Day) (PersonFile, error) {
	a.Deaths = false
	p, err := d.Person(ctx, a, id, asOf)
	p.Pending, p.History, p.Judged = nil, nil, nil
	p.Lines = slices.DeleteFunc(p.Lines, func(l AssessedLine) bool { return slices.Contains(ofEntry, l.Field) })
	for i := range p.Lines {
		p.Lines[i].Corrected = nil // what was wrong, and the colleague's reason, stay in the house
	}
	for i := range p.Links {
		p.Links[i].Judged = nil
	}
	for i := range p.Relatives {
		p.Relatives[i].Judged = nil
	}
	p.Tags = slices.DeleteFunc(p.Tags, func(t string) bool { return t == TagPending })
	return p, err
}

// assess is the part of a file that needs no more reading.
func (d *Dossier) assess(f register.File, a Audience, fate register.Fate) PersonFile {
	from, rows := refsOf(f.Sources), rowsOf(f)
	fold := register.Fold(f)
	p := PersonFile{
		Person: f.Person, FileNo: d.FileNo(f.Person), AsOf: fate.AsOf, Name: fold.Name, Birth: fold.Birth,
		Fate:     fate,
		Timeline: timelineOf(register.CustodyOf(f), f),
		Sources:  sourceRows(f),
		Links:    linkRows(f),
		Judged:   judgementRows(f),
	}
	for _, s := range fold.Spellings {
		p.Spellings = append(p.Spellings, Spelling{s, sourcesOf(s.Says, from)})
	}
	corrected := correctedClaims(fold.Corrected, f, from, rows)
	for _, l := range fold.Lines {
		line := lineOf(l, from, rows)
		line.Corrected = corrected[l.Field]
		p.Lines = append(p.Lines, line)
	}
	for _, s := range fold.Pending {
		p.Pending = append(p.Pending, PendingRow{s.Field, s.Value, s.Norm, statement(s, from, rows)})
	}
	if a.Deaths && p.Fate.Dead() {
		p.Death = deathOf(p)
	}
	p.Completeness = completeness(p, a)
	p.Checks = checkRows(register.ChecksOf(f, fate.AsOf), from, rows)
	p.Tags = tagsOf(p, fold)
	return p
}

// deathOf takes the lines that tell of the death.
func deathOf(p PersonFile) *Death {
	d := &Death{Status: p.Fate.Status, FamilyNotYetTold: p.Fate.FamilyNotYetTold, Told: p.Fate.Told, Returned: p.Fate.Returned, Facts: p.Fate.Facts}
	for _, l := range p.Lines {
		switch l.Field {
		case register.DeathDate, register.DeathPlace, register.DeathCause, register.BurialPlace:
			d.Lines = append(d.Lines, l)
		}
	}
	return d
}

// correctedClaims tells, by field, what corrections have set aside, who entered
// them and when.
func correctedClaims(list []register.Corrected, f register.File, from refs, rows map[register.RecordID]int) map[register.Field][]CorrectedClaim {
	out := make(map[register.Field][]CorrectedClaim)
	for _, c := range list {
		x := CorrectedClaim{
			Field: c.Was.Field, Was: statement(c.Was, from, rows), WasNorm: c.Was.Norm,
			Now: statement(c.By, from, rows), NowNorm: c.By.Norm, Why: c.Why,
		}
		for _, r := range f.Records {
			for _, im := range f.Imports {
				if r.ID == c.By.Record && im.ID == r.Import {
					x.By, x.At = im.By, im.At
				}
			}
		}
		out[x.Field] = append(out[x.Field], x)
	}
	return out
}

// A FormerValue is what an older edition of a list said.
type FormerValue struct {
	Norm string
	// Retracted: a person corrected it, with a reason.
	Retracted bool
	Statement
}

func rowsOf(f register.File) map[register.RecordID]int {
	m := make(map[register.RecordID]int, len(f.Records))
	for _, r := range f.Records {
		m[r.ID] = r.Row
	}
	return m
}

func lineOf(l register.Line, from refs, rows map[register.RecordID]int) AssessedLine {
	out := AssessedLine{Field: l.Field, Absence: l.Absence, Blank: l.Blank, Rule: l.Rule, By: l.By, Origins: l.Origins}
	for _, v := range l.Values {
		s := StatedValue{v.Text, v.Norm, v.Origins, statements(v.Says, from, rows)}
		switch {
		case v.Held:
			out.Held = &s
		case v.Agrees:
			out.Agree = append(out.Agree, s)
		default:
			out.Against = append(out.Against, s)
		}
	}
	for _, s := range l.Former {
		out.Former = append(out.Former, FormerValue{s.Norm, s.Retracted, statement(s.Said, from, rows)})
	}
	out.Absent = statements(l.Absent, from, rows)
	out.Verification = verification(out)
	return out
}

func statements(said []register.Said, from refs, rows map[register.RecordID]int) []Statement {
	var out []Statement
	for _, s := range said {
		out = append(out, statement(s, from, rows))
	}
	return out
}

func statement(s register.Said, from refs, rows map[register.RecordID]int) Statement {
	return Statement{Record: s.Record, Row: rows[s.Record], Text: s.Value, Absence: s.Absence, Source: from[s.Source]}
}

// sourcesOf names each source of some claims once, in their order.
func sourcesOf(said []register.Said, from refs) []SourceRef {
	var out []SourceRef
	for _, s := range said {
		if r := from[s.Source]; !slices.Contains(out, r) {
			out = append(out, r)
		}
	}
	return out
}

// items lists the files attached to the person's records. Those of a record
// whose source is not named are left out: a scan may tell what is kept back.
func (d *Dossier) items(ctx context.Context, a Audience, f register.File) ([]register.Item, error) {
	var out []register.Item
	for _, r := range f.Records {
		if r.Source.Veiled() {
			continue
		}
		list, err := d.register.Items(ctx, a.Sight, register.OfPerson, r.ID.String())
		if err != nil {
			return nil, err
		}
		out = append(out, list...)
	}
	return out, nil
}
