package dossier

import (
	"slices"

	"kashf.org/kashf/internal/register"
)

// An Element is one of the things that a lawful register of detention holds,
// after article 17(3) of the Convention against enforced disappearance, and
// whether the file has it.
type Element struct {
	Letter string // of the paragraph: "a" to "h"
	State  string // key: "provided", "partly", "missing", "not_applicable", "not_shown"
	// ByAuthority: some of it comes from the authority's own registers. What
	// families and organisations had to find out was not provided by it.
	ByAuthority bool
	Has         []register.Field
	Lacks       []register.Field
	// Given is what is provided, field by field: the value held with all who agree,
	// then each that contradicts it with those who say it.
	Given []Given
}

// A Given is one value of an element and who provides it.
type Given struct {
	Field   register.Field
	Value   StatedValue
	Differs bool // it contradicts the value held
}

// The states of an element.
const (
	Provided      = "provided"
	Partly        = "partly"
	Missing       = "missing"
	NotApplicable = "not_applicable"
	NotShown      = "not_shown" // the reader may see none of its fields
)

// elements lists the fields of each paragraph. One field of a group is enough.
var elements = []struct {
	letter string
	groups [][]register.Field
}{
	{"a", [][]register.Field{{register.FullName, register.GivenName}, {register.MotherName}, {register.BirthDate, register.BirthYear, register.Age, register.AgeAtArrest}, {register.RegistryPlace, register.NationalNo, register.BirthPlace}}},
	{"b", [][]register.Field{{register.ArrestDate}, {register.ArrestPlace}, {register.ArrestedBy}}},
	{"c", [][]register.Field{{register.StatedGround}, {register.OrderedBy, register.DetentionOrder, register.Court, register.Sentence}}},
	{"d", [][]register.Field{{register.SupervisedBy}}},
	{"e", [][]register.Field{{register.Facility}, {register.CustodyFrom}}},
	{"f", [][]register.Field{{register.Health, register.HealthAtExit, register.MedicalExam}}},
	{"g", [][]register.Field{{register.DeathDate}, {register.DeathCause}, {register.BurialPlace}}},
	{"h", [][]register.Field{{register.ReleaseDate, register.CustodyTo}, {register.ReleaseMode, register.TransferTo}}},
}

// authorities are the kinds of sources that are the authority's own word.
var authorities = []string{"official_register", "official_correspondence", "court_file", "civil_registry"}

// completeness checks a file against the list. The paragraph on a death
// applies to those of whom one is reported, for those who may read it; for all
// others it does not apply, so that it tells nothing.
func completeness(p PersonFile, a Audience) []Element {
	lines := make(map[register.Field]AssessedLine, len(p.Lines))
	for _, l := range p.Lines {
		lines[l.Field] = l
	}
	var out []Element
	for _, x := range elements {
		e := Element{Letter: x.letter, State: Missing}
		switch {
		case x.letter == "g" && !(a.Deaths && p.Death != nil):
			e.State = NotApplicable
		case len(x.groups) > 0:
			e.look(x.groups, lines)
		}
		out = append(out, e)
	}
	return out
}

// look counts the groups of which the file has a field.
func (e *Element) look(groups [][]register.Field, lines map[register.Field]AssessedLine) {
	has, shown := 0, 0
	for _, g := range groups {
		seen, found := e.lookAt(g, lines)
		if seen {
			shown++
		}
		if found {
			has++
		}
	}
	switch {
	case shown == 0:
		e.State = NotShown
	case has == shown:
		e.State = Provided
	case has > 0:
		e.State = Partly
	}
}

// lookAt looks for the fields of a group. One of which nothing is found and a field
// is out of sight is not shown: it may be there. That a source tells that
// something never was provides nothing.
func (e *Element) lookAt(group []register.Field, lines map[register.Field]AssessedLine) (shown, found bool) {
	shown = true
	for _, f := range group {
		l, ok := lines[f]
		shown = shown && ok
		if !ok || l.Held == nil || l.Held.Norm == register.NoneCode {
			continue
		}
		found = true
		e.Has = append(e.Has, f)
		e.Given = append(e.Given, givenBy(l)...)
		e.ByAuthority = e.ByAuthority || byAuthority(l)
	}
	if shown && !found {
		e.Lacks = append(e.Lacks, group[0])
	}
	return shown || found, found
}

// givenBy is what a line provides: those who agree stand behind the value held.
func givenBy(l AssessedLine) []Given {
	held := *l.Held
	held.Says = slices.Clone(held.Says)
	for _, v := range l.Agree {
		held.Says = append(held.Says, v.Says...)
	}
	out := []Given{{Field: l.Field, Value: held}}
	for _, v := range l.Against {
		out = append(out, Given{l.Field, v, true})
	}
	return out
}

func byAuthority(l AssessedLine) bool {
	for _, v := range append([]StatedValue{*l.Held}, l.Agree...) {
		for _, s := range v.Says {
			if slices.Contains(authorities, s.Source.Kind) {
				return true
			}
		}
	}
	return false
}
