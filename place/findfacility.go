package place

import (
	"cmp"
	"slices"
	"strings"
	"sync"
)

// A Warning says why a candidate must not be taken without a look.
type Warning string

// The warnings.
const (
	NoWarning   Warning = ""
	TwoMeanings Warning = "two_meanings" // the name means several facilities; the source must be asked or read
	Disputed    Warning = "disputed"     // a source gives this name, better ones contradict it
	Conflict    Warning = "conflict"     // the text gives the number of one facility and the name of another
	Inexact     Warning = "inexact"      // the name is only like one that is known
)

// A Candidate is a facility that a name may mean.
type Candidate struct {
	Facility Facility
	Alias    Alias   // the name that was found; Refers says what it means
	Score    float64 // 1 for a name as listed
	Warning  Warning
}

// numberScore is the score of a branch known by its number alone: numbers
// were used again and renamed.
const numberScore = .95

// FindFacility returns the facilities that a name may mean, best first; none
// where nothing is like it. A branch's number decides: "Branch 215 (al-Khatib)"
// is branch 215 with the warning [Conflict], never branch 251, which is al-Khatib.
// Only a sole first candidate without a warning may be taken unseen.
func FindFacility(name string) []Candidate {
	key := facilityKey(name)
	if key == "" {
		return nil
	}
	idx := facilityNames()
	if n, id := idx.number(name); id != "" {
		return idx.byNumber(name, n, id)
	}
	found := idx.lookup(key)
	if len(found) == 0 {
		found = idx.inside(name)
	}
	if len(found) == 0 {
		found = idx.like(key)
	}
	found = warned(found)
	for i, c := range found {
		if c.Warning == NoWarning && c.contradicted(name) {
			found[i].Warning = Conflict
		}
	}
	return found
}

// Sure is the facility that a name means where there is only one.
func Sure(found []Candidate) (Facility, bool) {
	if len(found) == 0 || found[0].Warning != NoWarning {
		return Facility{}, false
	}
	return found[0].Facility, true
}

// A facilityIndex is the folded names and the numbers of the facilities.
type facilityIndex struct {
	names   map[string][]named
	keys    []string
	numbers map[string]string
}

type named struct {
	at    int
	alias Alias
}

var facilityNames = sync.OnceValue(func() *facilityIndex {
	idx := &facilityIndex{names: map[string][]named{}, numbers: map[string]string{}}
	for i, f := range register() {
		own := []Alias{{f.Ar, "ar", "site", false}, {f.En, "en", "site", false}, {f.ID, "en", "site", false}}
		for _, a := range append(own, f.Aliases...) {
			idx.add(named{i, a})
			for _, n := range numbersIn(a.Text) {
				idx.numbers[n] = f.ID
			}
		}
	}
	for k := range idx.names {
		idx.keys = append(idx.keys, k)
	}
	slices.Sort(idx.keys)
	return idx
})

func (idx *facilityIndex) add(n named) {
	key := facilityKey(n.alias.Text)
	for _, had := range idx.names[key] {
		if had.at == n.at {
			return
		}
	}
	idx.names[key] = append(idx.names[key], n)
}

// facilityFillers are words that lists put in or leave out at will. Words that
// tell facilities apart (military, women) are not among them.
var facilityFillers = wordSet("في the of de du des la le l d in at d'")

// kinds brings the words for one kind of place to one word.
var kinds = map[string]string{
	"الفرع": "فرع", "branche": "branch", "section": "branch", "br": "branch",
	"السجن": "سجن", "معتقل": "سجن", "jail": "prison", "مستشفي": "مشفي", "المستشفي": "مشفي", "المشفي": "مشفي", "hopital": "hospital",
	"المبني": "بنا", "مبني": "بنا", "البنا": "بنا", "militaire": "military", "centrale": "central", "centre": "central",
}

func facilityKey(s string) string {
	var ws []string
	for _, w := range strings.Fields(plain(s)) {
		if k, ok := kinds[w]; ok {
			w = k
		}
		switch {
		case facilityFillers[w] || articles[w]:
		case isArabic(w):
			ws = append(ws, arabicKey(w))
		case strings.Trim(w, "0123456789") == "":
			ws = append(ws, w)
		default:
			ws = append(ws, latinWord(w))
		}
	}
	return strings.Join(ws, " ")
}

// numbersIn are the numbers of three digits in a text.
func numbersIn(s string) []string {
	var out []string
	for _, w := range strings.FieldsFunc(plain(s), func(r rune) bool { return r < '0' || r > '9' }) {
		if len(w) == 3 {
			out = append(out, w)
		}
	}
	return out
}

// number is the one known number in a text.
func (idx *facilityIndex) number(name string) (number, id string) {
	ns := numbersIn(name)
	if len(ns) != 1 {
		return "", ""
	}
	return ns[0], idx.numbers[ns[0]]
}

// byNumber is the facility of a number, with a warning where the rest of the
// text is the name of another.
func (idx *facilityIndex) byNumber(name, number, id string) []Candidate {
	f, _ := FacilityByID(id)
	c := Candidate{Facility: f, Alias: Alias{Text: number, Refers: "organisation"}, Score: numberScore}
	if facilityKey(name) == facilityKey(f.Ar) || facilityKey(name) == facilityKey(f.En) {
		c.Score = 1
	}
	if w := idx.beside(name, number, id); w != NoWarning {
		c.Warning = w
	}
	return []Candidate{c}
}

// beside judges what stands beside a number: the name of another facility
// conflicts with it; a text that neither names one nor speaks of a branch may
// mean anything by the number, such as a cell.
func (idx *facilityIndex) beside(name, number, id string) Warning {
	rest := facilityKey(strings.ReplaceAll(plain(name), number, " "))
	words := strings.Fields(rest)
	unbranched := strings.Join(slices.DeleteFunc(slices.Clone(words), isBranch), " ")
	others := slices.Concat(idx.lookup(facilityKey(name)), idx.lookup(rest), idx.lookup(unbranched))
	if len(others) == 0 {
		others = idx.inside(rest)
	}
	f, _ := FacilityByID(id)
	switch {
	case f.ofAnother(name):
		return Conflict
	case slices.ContainsFunc(others, func(o Candidate) bool { return o.Facility.ID == id && !o.Alias.Disputed }):
		return NoWarning
	case len(others) > 0:
		return Conflict
	case rest != "" && !slices.ContainsFunc(words, isBranch):
		return Inexact
	}
	return NoWarning
}

func isBranch(word string) bool { return word == "فرع" || word == latinWord("branch") }

func (idx *facilityIndex) lookup(key string) []Candidate {
	var out []Candidate
	for _, n := range idx.names[key] {
		c := Candidate{Facility: register()[n.at].clone(), Alias: n.alias, Score: 1}
		if n.alias.Disputed {
			c.Score, c.Warning = .5, Disputed
		}
		out = append(out, c)
	}
	return out
}

// inside finds listed names of two words or more, or one long one, within a
// longer text: "معتقل في سجن صيدنايا العسكري سابقا". The longest wins.
func (idx *facilityIndex) inside(name string) []Candidate {
	text := " " + facilityKey(name) + " "
	best := ""
	for _, k := range idx.keys {
		if len(k) > len(best) && strings.Contains(k, " ") && strings.Contains(text, " "+k+" ") {
			best = k
		}
	}
	if best == "" {
		return nil
	}
	out := idx.lookup(best)
	for i := range out {
		out[i].Score *= .9
	}
	return out
}

// likeEnough is the least likeness of a misspelt name: about one letter in six.
const likeEnough = .84

func (idx *facilityIndex) like(key string) []Candidate {
	var out []Candidate
	q := []rune(key)
	for _, k := range idx.keys {
		l := likeness(q, []rune(k))
		if l < likeEnough {
			continue
		}
		same := idx.lookup(k)
		for _, c := range same {
			c.Score *= l
			if c.Warning == NoWarning {
				c.Warning = Inexact
			}
			if len(same) > 1 && !same[1].Alias.Disputed {
				c.Warning = TwoMeanings // however it is misspelt
			}
			if !slices.ContainsFunc(out, func(o Candidate) bool { return o.Facility.ID == c.Facility.ID }) {
				out = append(out, c)
			}
		}
	}
	return out
}

// warned orders candidates, a building before its site where a name means
// both, and warns where the name has several meanings.
func warned(found []Candidate) []Candidate {
	slices.SortStableFunc(found, func(a, b Candidate) int {
		return cmp.Or(-cmp.Compare(a.Score, b.Score), -cmp.Compare(a.Facility.PartOf, b.Facility.PartOf), cmp.Compare(a.Facility.ID, b.Facility.ID))
	})
	if len(found) > 1 && found[1].Warning != Disputed {
		for i := range found {
			if found[i].Warning == NoWarning {
				found[i].Warning = TwoMeanings
			}
		}
	}
	return found[:min(len(found), maxMatches)]
}
