package dossier

import (
	"context"
	"fmt"

	"kashf.org/kashf/internal/register"
)

// A Pair is two records side by side.
type Pair struct {
	Left, Right Side
	Rows        []PairRow
	// Judged are the judgements about the pair, those taken back too.
	Judged []JudgementRow
	// OnePerson: the two are records of one person now.
	OnePerson bool
	// Link is the run's link between them, nil where there is none.
	Link *register.Link
}

// A Side is one of the two records.
type Side struct {
	Record register.RecordID
	Row    int
	Person register.PersonID
	FileNo string
	Name   string
	Source SourceRef
	// Others is how many other records the person has in sight.
	Others int
}

// A PairRow is one field of the two.
type PairRow struct {
	Field       register.Field
	Left, Right []Cell
	State       string // key: see the states
}

// A Cell is one value, or why there is none.
type Cell struct {
	Text, Norm string
	Absence    register.Absence
}

// The states of a row.
const (
	Agrees      = "agrees"
	Contradicts = "contradicts"
	Differs     = "differs" // the field can have several values
	LeftOnly    = "left_only"
	RightOnly   = "right_only"
	NeitherSays = "neither"
)

// MatchPair reads two records side by side. [register.ErrNotFound] where
// either is absent or out of sight.
func (d *Dossier) MatchPair(ctx context.Context, a Audience, left, right register.RecordID) (Pair, error) {
	var p Pair
	l, err := d.side(ctx, a, left, &p.Left)
	if err != nil {
		return p, err
	}
	r, err := d.side(ctx, a, right, &p.Right)
	if err != nil {
		return p, err
	}
	p.OnePerson = p.Left.Person == p.Right.Person
	p.Rows = pairRows(l, r)
	judged, err := d.register.Judgements(ctx, a.Sight, min(left, right), max(left, right))
	if err != nil {
		return p, fmt.Errorf("read judgements: %w", err)
	}
	for _, j := range judged {
		p.Judged = append(p.Judged, judgementRow(j, false))
	}
	if p.OnePerson {
		err = d.addLink(ctx, a, &p)
	}
	return p, err
}

func (d *Dossier) addLink(ctx context.Context, a Audience, p *Pair) error {
	links, err := d.register.LinksOf(ctx, a.Sight, p.Left.Person)
	if err != nil {
		return fmt.Errorf("read links: %w", err)
	}
	for _, l := range links {
		if l.Left == min(p.Left.Record, p.Right.Record) && l.Right == max(p.Left.Record, p.Right.Record) {
			p.Link = &l
		}
	}
	return nil
}

// side reads one record.
func (d *Dossier) side(ctx context.Context, a Audience, id register.RecordID, s *Side) (register.Record, error) {
	r, err := d.register.RecordOf(ctx, a.Sight, id)
	if err != nil {
		return r, err
	}
	src, err := d.register.SourceOf(ctx, a.Sight, r.Source)
	if err != nil {
		return r, err
	}
	_, all, err := d.register.Person(ctx, a.Sight, r.Person)
	if err != nil {
		return r, err
	}
	f := register.File{Records: []register.Record{r}, Sources: []register.Source{src}}
	if !a.Deaths {
		f = f.WithoutDeath()
	}
	r = f.Records[0]
	*s = Side{
		Record: id, Row: r.Row, Person: r.Person, FileNo: d.FileNo(r.Person),
		Name: register.FoldOnly(f).Name.Text, Source: refsOf(f.Sources)[r.Source], Others: len(all) - 1,
	}
	return r, nil
}

// pairRows has a row for each field of which either record says something, in
// the order in which files show them.
func pairRows(l, r register.Record) []PairRow {
	var out []PairRow
	for _, info := range register.Fields() {
		if info.Field.NamesClaims() {
			continue
		}
		row := PairRow{Field: info.Field, Left: cells(l, info.Field), Right: cells(r, info.Field)}
		if len(row.Left)+len(row.Right) == 0 {
			continue
		}
		row.State = stateOf(info, claimsOn(l, info.Field), claimsOn(r, info.Field))
		out = append(out, row)
	}
	return out
}

func stateOf(info register.FieldInfo, l, r []register.Claim) string {
	switch {
	case len(l)+len(r) == 0:
		return NeitherSays
	case len(r) == 0:
		return LeftOnly
	case len(l) == 0:
		return RightOnly
	}
	for _, a := range l {
		for _, b := range r {
			if register.Agree(info.Field, a, b) {
				return Agrees
			}
		}
	}
	if info.Multi && !namesPerson(info.Field) {
		return Differs
	}
	return Contradicts
}

// namesPerson reports whether two different values speak for two people,
// though one person may have both.
func namesPerson(f register.Field) bool {
	return f == register.FullName || f == register.GivenName || f == register.FamilyName
}

// claimsOn are a record's claims on f that have a value.
func claimsOn(r register.Record, f register.Field) []register.Claim {
	var out []register.Claim
	for _, c := range r.Claims {
		if c.Field == f && c.Absence == register.Present {
			out = append(out, c)
		}
	}
	return out
}

func cells(r register.Record, f register.Field) []Cell {
	var out []Cell
	for _, c := range r.Claims {
		if c.Field == f {
			out = append(out, Cell{c.Value, c.Norm, c.Absence})
		}
	}
	return out
}
