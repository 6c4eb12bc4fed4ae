package identity

import (
	"context"
	"fmt"
	"math"
	"slices"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/linkage"
	"kashf.org/kashf/names"
)

// LevelMissing is the level of a field that one of the records does not say.
const LevelMissing = "missing"

// A FieldBits is what one field says of a pair.
type FieldBits struct {
	Field string // a key: name, mother, sex, birth_date, born, governorate, place, arrest_date, …
	Level string // how the values meet, a key; missing where either is not there
	Bits  int    // hundredths of a bit
	// Covered: another field of its kind says it already, and it adds nothing.
	Covered bool
	// Parts takes a name apart, spelling by spelling.
	Parts []NamePart
}

// Agrees, Contradicts and Missing sort fields for a page.
func (f FieldBits) Agrees() bool { return f.Bits > 0 }

// Contradicts reports whether the field speaks against one person.
func (f FieldBits) Contradicts() bool { return f.Bits < 0 }

// Missing reports whether either record does not say.
func (f FieldBits) Missing() bool { return f.Level == LevelMissing }

// A NamePart is one line of two names' alignment.
type NamePart struct {
	Left, Right string // as written; "" where nothing met it
	Role        string // given, father, grandfather, middle, family, kunya or none
	Relation    names.Relation
	Form        string // the form in Arabic that both stand for, where there is one
	Bits        int    // hundredths of a bit
}

// PartRest is the relation of the line that makes the parts' bits the field's:
// how common the names are in this register, and the bounds of the field.
const PartRest names.Relation = "rest"

// An Explanation is the score of a pair taken apart. Its parts add up exactly:
// Prior + the fields' Bits - Kin = Total.
type Explanation struct {
	Left, Right register.RecordID
	Prior       int // hundredths of a bit
	Fields      []FieldBits
	Kin         int // taken away because the pair looks like brothers
	Total       int
	Probability float64
	// Run is the entry of the run that scored the pair; 0 where none has been.
	Run int64
	// Recorded: the run scored this pair, and these are its very numbers. Else
	// they are computed from what the run learnt, without the rarity of values.
	Recorded bool
	// Rules say by which keys the two would have met, where the run did not
	// record them; as far as the reader's values tell.
	Rules []linkage.Meeting
	// Group is the evidence between the files of the two, on which a run
	// decides; nil where each is one row, and the pair decides by itself.
	Group *GroupMean
}

// A GroupMean is the mean weight between the rows of two files, or among those
// of one, as far as the reader sees them: a run joins by the mean, not by a pair.
type GroupMean struct {
	Mean        int // hundredths of a bit
	Left, Right int // rows of the two files; of the one file, twice
	One         bool
	// Bridge: the two are of one file of three rows or more that nothing else
	// holds together, and the pair is weak enough to be asked about.
	Bridge bool
}

// Met reports whether the run put the two side by side, as far as that can be
// told.
func (x Explanation) Met() bool {
	return x.Recorded || slices.ContainsFunc(x.Rules, func(m linkage.Meeting) bool { return m.Met })
}

// Explain says why two records were or were not taken for one person, as far
// as the reader may see both.
func (s *Service) Explain(ctx context.Context, v register.Sight, left, right register.RecordID) (Explanation, error) {
	left, right = min(left, right), max(left, right)
	l, err := s.Store.RecordOf(ctx, v, left)
	if err != nil {
		return Explanation{}, err
	}
	r, err := s.Store.RecordOf(ctx, v, right)
	if err != nil {
		return Explanation{}, err
	}
	run, err := s.latestRun(ctx)
	if err != nil {
		return Explanation{}, err
	}
	sources, err := s.sources(ctx)
	if err != nil {
		return Explanation{}, err
	}
	x, err := s.weighed(run, sources, l, r)
	if err != nil {
		return Explanation{}, err
	}
	if !x.Recorded {
		if x.Rules, err = s.meetings(ctx, run.body.Model, sources, l, r); err != nil {
			return Explanation{}, err
		}
	}
	if x.Group, err = s.groupMean(ctx, v, run, sources, l, r); err != nil {
		return Explanation{}, err
	}
	x.takeNamesApart(s.comparer(), l, r)
	return x, nil
}

// bySource are the sources by their ids.
type bySource = map[register.SourceID]register.Source

// weighed takes apart what a run said of two records, or would have said, as
// far as the reader sees them.
func (s *Service) weighed(run *outcome, sources bySource, l, r register.Record) (x Explanation, err error) {
	x = Explanation{Left: l.ID, Right: r.ID, Run: run.run, Prior: run.body.Model.PriorBits}
	if p, ok := run.pairs[[2]register.RecordID{l.ID, r.ID}]; ok {
		x.Recorded, x.Total, x.Probability = true, p.Weight, p.Probability
		x.Kin, x.Fields, err = unpackEvidence(run.body.Model, p.Evidence)
	} else {
		s.estimate(run.body.Model, sources, &x, l, r)
	}
	hide(run.body.Model, sources, &x, l, r)
	return x, err
}

// Bounds of a mean: no pair counts for more than clipMean, as in linkage, and
// files with more than maxMean pairs are not summed for a page.
const (
	clipMean = 1200
	maxMean  = 700
)

// groupMean is the mean between the files of two records.
func (s *Service) groupMean(ctx context.Context, v register.Sight, run *outcome, sources bySource, l, r register.Record) (*GroupMean, error) {
	if run.run == 0 {
		return nil, nil
	}
	pl, a, err := s.Store.Person(ctx, v, l.Person)
	if err != nil {
		return nil, err
	}
	pr, b, err := s.Store.Person(ctx, v, r.Person)
	if err != nil {
		return nil, err
	}
	g := &GroupMean{Left: len(a), Right: len(b), One: pl == pr}
	rest := newPartition(idsOf(a))
	n, own := 0, 0
	for i, x := range a {
		for j, y := range b {
			if g.One && i >= j || x.Destroyed != 0 || y.Destroyed != 0 {
				continue
			}
			if n++; n > maxMean {
				return nil, nil
			}
			left, right := x, y
			if x.ID > y.ID {
				left, right = y, x
			}
			w, err := s.weighed(run, sources, left, right)
			if err != nil {
				return nil, err
			}
			g.Mean += max(-clipMean, min(clipMean, w.Total))
			switch {
			case left.ID == l.ID && right.ID == r.ID:
				own = w.Total
			case g.One && w.Total >= int(100*grey[0]):
				rest.join(left.ID, right.ID)
			}
		}
	}
	if n < 2 {
		return nil, nil
	}
	g.Mean /= n
	if g.One && own < int(100*grey[1]) {
		x, okX := rest.find(l.ID)
		y, okY := rest.find(r.ID)
		g.Bridge = okX && okY && x != y
	}
	return g, nil
}

func idsOf(records []register.Record) []register.RecordID {
	ids := make([]register.RecordID, len(records))
	for i, r := range records {
		ids[i] = r.ID
	}
	return ids
}

// meetings says by which keys two records meet under the rules of a run that
// learnt m.
func (s *Service) meetings(ctx context.Context, m Model, sources bySource, l, r register.Record) ([]linkage.Meeting, error) {
	if len(m.Fields) == 0 {
		return nil, nil // no run
	}
	filled := map[string]bool{}
	for _, f := range m.Fields {
		filled[f.Name] = true
	}
	spec := specFor(s.comparer(), filled)
	records := []linkage.Record{{ID: idOf(l.ID), Cells: cellsOf(l, sources[l.Source])}, {ID: idOf(r.ID), Cells: cellsOf(r, sources[r.Source])}}
	d, err := linkage.Prepare(ctx, spec, columns, records, 1)
	if err != nil {
		return nil, fmt.Errorf("prepare two records: %w", err)
	}
	return linkage.Meetings(spec, d, records[0].ID, records[1].ID)
}

// hide takes out what rests on values that the reader may not see: the
// explanation is then that of the pair without them.
func hide(m Model, sources bySource, x *Explanation, l, r register.Record) {
	a, b := cellsOf(l, sources[l.Source]), cellsOf(r, sources[r.Source])
	for i := range x.Fields {
		f := &x.Fields[i]
		c := slices.Index(columns, f.Field)
		if !f.Missing() && c >= 0 && (a[c] == "" || b[c] == "") {
			x.Total -= f.Bits
			x.Probability = m.Calibration.Probability(linkage.Centibits(x.Total))
			f.Level, f.Bits, f.Covered = LevelMissing, 0, false
		}
	}
}

// takeNamesApart aligns the names that the reader may see.
func (x *Explanation) takeNamesApart(c *names.Comparer, l, r register.Record) {
	for i := range x.Fields {
		f := &x.Fields[i]
		var a, b string
		switch f.Field {
		case fieldName:
			a, b = NameOf(l), NameOf(r)
		case fieldMother:
			a, b = l.Value(register.MotherName), r.Value(register.MotherName)
		}
		if a != "" && b != "" {
			f.Parts = alignment(c, a, b, f.Bits)
		}
	}
}

// alignment takes two names apart into lines that add up to bits.
func alignment(c *names.Comparer, a, b string, bits int) []NamePart {
	var out []NamePart
	rest := bits
	for _, p := range c.CompareStrings(a, b).Parts {
		n := NamePart{Left: p.A, Right: p.B, Role: p.Role.String(), Relation: p.Relation, Form: p.Form, Bits: hundredths(p.Bits)}
		rest -= n.Bits
		out = append(out, n)
	}
	if rest != 0 {
		out = append(out, NamePart{Relation: PartRest, Bits: rest})
	}
	return out
}

func hundredths(bits float64) int { return int(math.Round(bits * 100)) }

// estimate scores a pair that the run did not, from what it learnt.
func (s *Service) estimate(m Model, sources bySource, x *Explanation, l, r register.Record) {
	by := compare(s.comparer())
	a, b := cellsOf(l, sources[l.Source]), cellsOf(r, sources[r.Source])
	kin := 0.0
	groups := map[string][]int{}
	for _, fm := range m.Fields {
		f := by[fm.Name]
		c := slices.Index(columns, fm.Name)
		if f.Compare == nil || c < 0 {
			continue // of an older program
		}
		fb, k := weigh(f.Compare, fm, a[c], b[c])
		kin += k
		if f.Group != "" {
			groups[f.Group] = append(groups[f.Group], len(x.Fields))
		}
		x.Fields = append(x.Fields, fb)
	}
	for _, g := range groups {
		cover(x.Fields, g)
	}
	x.Total = x.Prior
	for _, f := range x.Fields {
		x.Total += f.Bits
	}
	if m.KinPrior > 0 {
		x.Kin = hundredths(math.Log2(1 + m.KinPrior/(1-m.Prior-m.KinPrior)*math.Exp2(kin)))
	}
	x.Total -= x.Kin
	x.Probability = m.Calibration.Probability(linkage.Centibits(x.Total))
}

// weigh compares two cells, and says what the outcome is worth for one person
// and for kin.
func weigh(c linkage.Comparator, m FieldModel, a, b string) (f FieldBits, kin float64) {
	f = FieldBits{Field: m.Name, Level: LevelMissing}
	x, y := c.Prepare(a), c.Prepare(b)
	if x == nil || y == nil {
		return f, 0
	}
	switch c := c.(type) {
	case linkage.Leveler:
		l := m.Levels[c.Level(x, y)]
		f.Level, f.Bits = l.Level, hundredths(math.Log2(l.M/l.U))
		if l.K > 0 {
			kin = math.Log2(l.K / l.U)
		}
	case linkage.Weigher:
		bits, level := c.Weigh(x, y)
		f.Level, f.Bits = level, hundredths(bits)
		if k, ok := c.(linkage.KinWeigher); ok {
			kin = k.WeighKin(x, y)
		}
	}
	return f, kin
}

// cover leaves, of fields that overlap, the most for and the most against.
func cover(fields []FieldBits, group []int) {
	most, least := -1, -1
	for _, i := range group {
		switch b := fields[i].Bits; {
		case b > 0 && (most < 0 || b > fields[most].Bits):
			most = i
		case b < 0 && (least < 0 || b < fields[least].Bits):
			least = i
		}
	}
	for _, i := range group {
		if i != most && i != least && !fields[i].Missing() {
			fields[i].Covered, fields[i].Bits = true, 0
		}
	}
}
