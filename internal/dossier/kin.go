package dossier

import (
	"slices"
	"strings"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/vocab"
	"kashf.org/kashf/names"
)

// A Kin is a relative of the person, with everybody who says so.
type Kin struct {
	// Name is the name as written, or the display name of the relative's file.
	Name string
	// Relation is a code of the vocabulary relation, "" where nobody tells it or
	// where those who do differ.
	Relation string
	// Child: held with the person, or born inside. A child with its mother is no
	// detainee: it is drawn beside her and counted nowhere.
	Child bool
	// Person and FileNo are set for a relative who has a file in sight.
	Person   register.PersonID
	FileNo   string
	Edges    []KinEdge
	Together []register.Together
	// Disagree: those who speak of the relative, or of who it is, differ.
	Disagree bool
}

// A KinEdge is one word for a relative: a source's, or a judgement.
type KinEdge struct {
	Written  string // as the source has it; "" for a judgement
	Relation string
	Sources  []SourceRef
	Judged   *JudgementRow
	// Against: it says otherwise than the other edges.
	Against bool
}

// Kin are the relatives that the file tells of: parents, those that sources name,
// those that people judged to be relatives, children held with their mother.
func (p PersonFile) Kin() []Kin {
	var out []Kin
	for _, r := range p.Relatives {
		if r.Judged != nil {
			out = append(out, p.judgedKin(r))
		}
	}
	for _, r := range p.Relatives {
		if r.Judged == nil {
			name, relation := RelationIn(r.Text)
			out = withKin(out, Kin{Name: name, Relation: relation, Edges: []KinEdge{{Written: r.Text, Relation: relation, Sources: r.Sources}}})
		}
	}
	for _, parent := range []struct {
		field    register.Field
		relation string
	}{{register.MotherName, "mother"}, {register.FatherName, "father"}} {
		for _, k := range p.parents(parent.field, parent.relation) {
			out = withKin(out, k)
		}
	}
	for _, v := range p.line(register.MinorChild).values() {
		out = append(out, Kin{Name: v.Text, Child: true, Edges: []KinEdge{{Written: v.Text, Sources: sourcesSaying(v)}}})
	}
	return out
}

// judgedKin is a relative whom people judged, with those who judged otherwise.
func (p PersonFile) judgedKin(r RelativeRow) Kin {
	k := Kin{Name: r.Text, Person: r.Person, FileNo: r.FileNo, Together: r.Together}
	for _, j := range p.Judged {
		if j.State != JudgementStands || j.Verdict == register.CannotTell || !samePair(j, *r.Judged) {
			continue
		}
		against := j.Verdict != register.Relatives
		k.Disagree = k.Disagree || against
		k.Edges = append(k.Edges, KinEdge{Judged: &j, Against: against})
	}
	if len(k.Edges) == 0 {
		k.Edges = []KinEdge{{Judged: r.Judged}}
	}
	return k
}

func samePair(a, b JudgementRow) bool {
	return min(a.Left, a.Right) == min(b.Left, b.Right) && max(a.Left, a.Right) == max(b.Left, b.Right)
}

// parents are those whom a field of names tells of: the one held with what agrees,
// and each that contradicts.
func (p PersonFile) parents(f register.Field, relation string) []Kin {
	l := p.line(f)
	if l.Held == nil {
		return nil
	}
	node := func(v StatedValue) Kin {
		return Kin{Name: v.Text, Relation: relation, Disagree: len(l.Against) > 0, Edges: []KinEdge{{Written: v.Text, Relation: relation, Sources: sourcesSaying(v), Against: len(l.Against) > 0}}}
	}
	held := node(*l.Held)
	for _, v := range l.Agree {
		held.Edges = append(held.Edges, node(v).Edges...)
	}
	out := []Kin{held}
	for _, v := range l.Against {
		out = append(out, node(v))
	}
	return out
}

func sourcesSaying(v StatedValue) []SourceRef {
	var out []SourceRef
	for _, s := range v.Says {
		if !slices.Contains(out, s.Source) {
			out = append(out, s.Source)
		}
	}
	return out
}

// withKin adds what is said of a relative: to the one who is meant, where one
// only can be, else as another.
func withKin(all []Kin, k Kin) []Kin {
	at := -1
	for i, had := range all {
		if !had.Child && k.Name != "" && namedIn(k.Name, had.Name) {
			if at >= 0 {
				return append(all, k)
			}
			at = i
		}
	}
	if at < 0 {
		return append(all, k)
	}
	had := &all[at]
	had.Edges = append(had.Edges, k.Edges...)
	had.Disagree = had.Disagree || k.Disagree
	told := had.relations()
	switch len(told) {
	case 0:
	case 1:
		had.Relation = told[0]
	default:
		had.Relation, had.Disagree = "", true
		for i := range had.Edges {
			had.Edges[i].Against = had.Edges[i].Against || had.Edges[i].Relation != ""
		}
	}
	return all
}

func (k Kin) relations() []string {
	var out []string
	for _, e := range k.Edges {
		if e.Relation != "" && !slices.Contains(out, e.Relation) {
			out = append(out, e.Relation)
		}
	}
	return out
}

// namedIn reports whether a name, which may be the given name alone, can be that
// of the other: both begin with one given name, and the shorter has nothing that
// the longer lacks.
func namedIn(a, b string) bool {
	short, long := strings.Fields(names.Loose(a)), strings.Fields(names.Loose(b))
	if len(short) > len(long) {
		short, long = long, short
	}
	if len(short) == 0 || short[0] != long[0] {
		return false
	}
	for _, w := range short {
		if !slices.Contains(long, w) {
			return false
		}
	}
	return true
}

// RelationIn parts what a source wrote of a relative into the name and how
// related, a code of the vocabulary relation: "أخوه ماهر", "Basel (brother)". The
// code is "" where no word for it is found, the name then all that is written.
func RelationIn(written string) (name, relation string) {
	parts := strings.FieldsFunc(written, func(r rune) bool { return strings.ContainsRune("-–—:,،;؛/()[]", r) })
	for i, part := range parts {
		if code, ok := vocab.Match("relation", part); ok && len(parts) > 1 {
			rest := slices.Delete(slices.Clone(parts), i, i+1)
			return strings.Join(strings.Fields(strings.Join(rest, " ")), " "), code
		}
	}
	words := strings.Fields(written)
	for n := min(2, len(words)); n > 0; n-- {
		if code, ok := vocab.Match("relation", strings.Join(words[:n], " ")); ok {
			return strings.Join(words[n:], " "), code
		}
	}
	return strings.TrimSpace(written), ""
}
