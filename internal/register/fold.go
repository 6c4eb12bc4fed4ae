package register

import (
	"cmp"
	"slices"
)

// A File is what one reader may see about one person, and all that [Fold] and
// [FateOf] look at: the person's records with the claims in sight, where they
// come from, and what holds them together.
type File struct {
	Person  PersonID
	Sight   Sight // whose sight the rest was read in
	Records []Record
	Sources []Source
	// Imports tell a cell left blank from a column that is not there. Without
	// them both count as not asked.
	Imports    []Import
	Links      []Link
	Judgements []Judgement
	// Notices say what was done for the family after a death was reported.
	// Only a file that is read with its deaths has any.
	Notices []Notice
	// Former is what an older edition of a list said, where a newer one says it
	// otherwise or again: see [Former], which has parted it from the records.
	// Drops are the records whose rows are no longer on their list.
	Former []FormerClaim
	Drops  []Drop
}

// A Said is one claim with what matters about where it comes from.
type Said struct {
	Claim
	Record      RecordID
	Source      SourceID
	Origin      string // see [Source.OriginKey]
	Reliability int    // of the source, 1 to 5; 0 not assessed
}

// A Value is one thing that sources say about a field, with all who say it.
type Value struct {
	Text string // as written by the oldest record that says it
	Norm string
	// Held: the value is the one held true. Agrees: it says the same less
	// precisely or more, or the field can have several values. A value that is
	// neither contradicts the one held.
	Held, Agrees bool
	Origins      int // independent origins of exactly this value
	Says         []Said
}

// A Line is what the file says about one field.
type Line struct {
	Field Field
	// Absence says why no value is held; [Present] where one is.
	Absence Absence
	// Blank: the field was asked for, and every cell that answers is empty.
	Blank bool
	Rule  string // that chose the value, such as "corroborated.v1"
	By    string // the step of the rule that settled it: see the steps
	// Origins are the independent origins that support the value held, those
	// of values that agree with it included.
	Origins int
	// Values has the value held first, then those that agree with it, then
	// those that contradict it. None is ever left out.
	Values []Value
	// Absent are the claims that name an absence, such as "unknown".
	Absent []Said
	// Former are values that a list gave in an older edition and gives no more.
	// They support and contradict nothing.
	Former []FormerSaid
}

// A FormerSaid is a value that a list gives no more. It is retracted where a
// person corrected it: an edition that says otherwise takes nothing back.
type FormerSaid struct {
	Said
	Retracted bool
}

// Held is the value held true, and whether there is one.
func (l Line) Held() (Value, bool) {
	if len(l.Values) == 0 || !l.Values[0].Held {
		return Value{}, false
	}
	return l.Values[0], true
}

// Contradictions are the values that contradict the one held.
func (l Line) Contradictions() []Value {
	var out []Value
	for _, v := range l.Values {
		if !v.Held && !v.Agrees {
			out = append(out, v)
		}
	}
	return out
}

// An Assessment is what a file comes to. It is computed from claims each time
// and never stored as a fact.
type Assessment struct {
	Person    PersonID
	Name      DisplayName
	Spellings []Spelling
	Birth     Birth
	// Lines has every field the reader could see, asked or not, in the order
	// of [Fields].
	Lines []Line
	// Pending are adverse claims that count for nothing yet: see [SplitAdverse].
	Pending []Said
	// Corrected are the claims that a correction has set aside, by field.
	Corrected []Corrected
	// Origins are the independent origins of the whole file.
	Origins int
}

// Line is the assessment of one field; the zero Line where the reader could
// not see the field.
func (a Assessment) Line(f Field) Line {
	for _, l := range a.Lines {
		if l.Field == f {
			return l
		}
	}
	return Line{Field: f}
}

// Fold makes an assessment of a file. It is a pure function: the same file
// gives the same assessment in whatever order its parts come.
func Fold(f File) Assessment { return fold(f, func(Field) bool { return true }) }

// FoldOnly is [Fold] with the lines of the given fields alone, for a card that
// shows no others.
func FoldOnly(f File, only ...Field) Assessment {
	return fold(f, func(x Field) bool { return slices.Contains(only, x) })
}

func fold(f File, wanted func(Field) bool) Assessment {
	f = f.inOrder()
	counted, pending, aside := f.parted(false)
	f.Records = counted
	said := f.said()
	a := Assessment{Person: f.Person, Pending: pending, Origins: origins(said...), Corrected: correctedIn(aside)}
	a.Spellings = spellings(f)
	a.Name = display(a.Spellings)
	a.Birth = birthOf(f)
	byField := make(map[Field][]Said)
	for _, s := range said {
		if wanted(s.Field) && !s.Field.NamesClaims() {
			byField[s.Field] = append(byField[s.Field], s)
		}
	}
	for _, info := range fields {
		if !wanted(info.Field) || info.Field.NamesClaims() {
			continue
		}
		if len(byField[info.Field]) > 0 || f.Sight.Sees(info.Level) {
			l := f.line(info, byField[info.Field])
			l.Former = f.formerOf(info.Field, l)
			a.Lines = append(a.Lines, l)
		}
	}
	return a
}

// line folds the claims on one field.
func (f File) line(info FieldInfo, said []Said) Line {
	l := Line{Field: info.Field}
	var present []Said
	for _, s := range said {
		if s.Absence == Present {
			present = append(present, s)
		} else {
			l.Absent = append(l.Absent, s)
		}
	}
	switch {
	case len(present) > 0 && info.Multi:
		l.Rule, l.By, l.Values = ruleAll, "", all(present, measureOf(info.Field))
		l.Origins = origins(present...)
	case len(present) > 0:
		l.Rule = RuleCorroborated
		l.Values, l.By = choose(present, measureOf(info.Field))
		l.Origins = support(l.Values)
	default:
		l.Absence, l.Blank = f.absence(info, l.Absent)
	}
	return l
}

// formerOf are the former values of a field that no record of the file gives
// now. One that is adverse is left out where it would not count.
func (f File) formerOf(field Field, l Line) []FormerSaid {
	from := f.sources()
	retracted := f.retracted()
	now := map[string]bool{}
	for _, v := range l.Values {
		for _, s := range v.Says {
			now[keyOf(s)] = true
		}
	}
	var out []FormerSaid
	for _, c := range f.Former {
		if c.Field != field || c.Absence != Present {
			continue
		}
		i := slices.IndexFunc(f.Records, func(r Record) bool { return r.ID == c.Record })
		if i < 0 || c.Adverse() && !Tied(f.Records, f.Judgements, c.Record) {
			continue
		}
		if s := saidBy(f.Records[i], from[f.Records[i].Source], c.Claim); !now[keyOf(s)] {
			out = append(out, FormerSaid{s, retracted[c.Name()]})
		}
	}
	slices.SortStableFunc(out, func(a, b FormerSaid) int { return compareSaid(a.Said, b.Said) })
	return out
}

// absence says why a field has no value.
func (f File) absence(info FieldInfo, said []Said) (why Absence, blank bool) {
	why = NotAsked
	for _, s := range said {
		why = max(why, s.Absence)
	}
	if why == NotAsked && f.asked(info) {
		return Unknown, true
	}
	return why, false
}

// asked reports whether a list that the reader may see so far had a column for
// the field. Whether a column out of sight was filled is nobody's to guess.
func (f File) asked(info FieldInfo) bool {
	raise := make(map[SourceID]Level, len(f.Sources))
	for _, s := range f.Sources {
		raise[s.ID] = s.Raise
	}
	for _, im := range f.Imports {
		if !f.Sight.Sees(max(info.Level, raise[im.Source])) || !f.rests(im.ID) {
			continue
		}
		for _, key := range im.Mapping {
			if key == info.Key {
				return true
			}
		}
	}
	return false
}

// rests reports whether a record of the file comes from the import.
func (f File) rests(id ImportID) bool {
	return slices.ContainsFunc(f.Records, func(r Record) bool { return r.Import == id && r.Destroyed == 0 })
}

// inOrder is the file with everything in order of number, so that no result
// hangs on the order in which things were read. The caller's slices stay as
// they are.
func (f File) inOrder() File {
	f.Records = slices.Clone(f.Records)
	slices.SortFunc(f.Records, func(a, b Record) int { return cmp.Compare(a.ID, b.ID) })
	for i := range f.Records {
		// stable: which of two dates of a record comes first means something
		c := slices.Clone(f.Records[i].Claims)
		slices.SortStableFunc(c, func(a, b Claim) int { return cmp.Compare(a.Field, b.Field) })
		f.Records[i].Claims = c
	}
	f.Judgements = slices.Clone(f.Judgements)
	slices.SortFunc(f.Judgements, func(a, b Judgement) int {
		return cmp.Or(cmp.Compare(a.Seq, b.Seq), cmp.Compare(a.ID, b.ID))
	})
	return f
}

// said lists every claim of the file's records, in their order.
func (f File) said() []Said {
	from := f.sources()
	var out []Said
	for _, r := range f.Records {
		for _, c := range r.Claims {
			out = append(out, saidBy(r, from[r.Source], c))
		}
	}
	return out
}

func (f File) sources() map[SourceID]Source {
	m := make(map[SourceID]Source, len(f.Sources))
	for _, s := range f.Sources {
		m[s.ID] = s
	}
	return m
}

// saidBy ties a claim to where it comes from. A record of a source that was not
// given counts as an origin of its own. A sealed claim that nobody opened is
// withheld.
func saidBy(r Record, s Source, c Claim) Said {
	if c.Sealed != nil {
		c = Claim{Field: c.Field, Level: c.Level, Absence: Withheld}
	}
	if s.ID == "" {
		s.ID = r.Source
	}
	return Said{Claim: c, Record: r.ID, Source: r.Source, Origin: s.OriginKey(), Reliability: s.Reliability}
}

// origins counts independent origins.
func origins(said ...Said) int {
	seen := make(map[string]bool)
	for _, s := range said {
		seen[s.Origin] = true
	}
	return len(seen)
}

// support counts the origins of the value held and of those that agree with it.
func support(vs []Value) int {
	var said []Said
	for _, v := range vs {
		if v.Held || v.Agrees {
			said = append(said, v.Says...)
		}
	}
	return origins(said...)
}
