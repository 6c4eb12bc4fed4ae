package demo

import (
	"fmt"
	"strconv"
	"strings"

	"kashf.org/kashf/internal/register"
)

// A scribe writes one row about one person: what its list knows, as its list
// writes it, with the slips of somebody who writes many rows.
type scribe struct {
	dice
	w      *World
	p      *Person
	f      *Family
	list   *List
	number int // of the row in the list, from 1
}

// known gives the value with probability p and else what the list puts for
// "not known".
func (s *scribe) known(p float64, value string) string {
	if s.chance(p) {
		return value
	}
	return s.gap()
}

// gap is how lists write that they do not know.
func (s *scribe) gap() string {
	if s.chance(.8) {
		return ""
	}
	return s.list.gaps[s.IntN(len(s.list.gaps))]
}

// arabic writes parts with the slips of an Arabic keyboard, of which level
// says how many.
func (s *scribe) arabic(level float64, parts ...string) string {
	words := strings.Fields(strings.Join(parts, " "))
	for i, w := range words {
		if s.chance(level) {
			words[i] = s.slip(w)
		}
	}
	name := strings.Join(words, " ")
	if s.chance(level) {
		name = strings.Replace(name, "عبد ال", "عبدال", 1)
	}
	return name
}

// slip writes one word as people do who care little for hamza and dots.
func (s *scribe) slip(w string) string {
	switch s.IntN(5) {
	case 0:
		if rest, ok := strings.CutSuffix(w, "ة"); ok {
			return rest + "ه"
		}
	case 1:
		if rest, ok := strings.CutSuffix(w, "ى"); ok {
			return rest + "ي"
		}
		if rest, ok := strings.CutSuffix(w, "ي"); ok {
			return rest + "ى"
		}
	case 2, 3:
		return strings.NewReplacer("أ", "ا", "إ", "ا", "آ", "ا", "ئ", "ي", "ؤ", "و").Replace(w)
	case 4:
		if r := []rune(w); len(r) > 4 {
			at := s.between(2, len(r)-2)
			return string(r[:at]) + "ـ" + string(r[at:])
		}
	}
	return w
}

// typo drops, doubles or swaps a letter, with probability p.
func (s *scribe) typo(p float64, text string) string {
	r := []rune(text)
	if len(r) < 6 || !s.chance(p) {
		return text
	}
	i := s.between(1, len(r)-2)
	if r[i] == ' ' || r[i+1] == ' ' {
		return text
	}
	switch s.IntN(3) {
	case 0:
		return string(r[:i]) + string(r[i+1:])
	case 1:
		r[i], r[i+1] = r[i+1], r[i]
		return string(r)
	}
	return string(r[:i+1]) + string(r[i:])
}

// full are the parts of the name that a thorough list has.
func (s *scribe) full(father, grandfather float64) []string {
	parts := []string{s.p.Given}
	if s.chance(father) {
		parts = append(parts, s.f.Father)
		if s.chance(grandfather) {
			parts = append(parts, s.f.Grandfather)
		}
	}
	return append(parts, s.f.Name)
}

// kunya is "father of" the first son, real or wished for.
func (s *scribe) kunya() string { return "أبو " + s.w.lexicon.given(s.dice, Man, s.f.community) }

// bornYear is the year of birth, sometimes off by one or two. The written year
// never makes a child of somebody arrested.
func (s *scribe) bornYear(off float64) int {
	year := s.p.Born.Year()
	if s.chance(off) {
		year += oneOf(s.dice, -2, -1, -1, 1, 1, 2)
	}
	return min(year, s.p.Arrest.Day.Year()-19)
}

// ageAt is the age on a day, rounded by some to five years, never under 18.
func (s *scribe) ageAt(day Day, rounded float64) string {
	age := s.p.Born.yearsTo(day) + oneOf(s.dice, -1, 0, 0, 0, 1)
	if s.chance(rounded) {
		age = (age + 2) / 5 * 5
	}
	return strconv.Itoa(max(age, 18))
}

func (s *scribe) sex(man, woman string) string {
	if s.p.Sex == Woman {
		return woman
	}
	return man
}

// outcomeBy is what a list closed on a day can have heard: nothing of what
// came later, and not all of what came before.
func (s *scribe) outcomeBy(closed Day) Outcome {
	if s.p.Fate.Day == NoDay || s.p.Fate.Day > closed || s.chance(.15) {
		return oneOf(s.dice, Disappeared, Disappeared, SeenLast)
	}
	return s.p.Fate.Outcome
}

// placeBy is the last place before a day.
func (s *scribe) placeBy(closed Day) Stay {
	last := s.p.Stays[0]
	for _, st := range s.p.Stays {
		if st.From <= closed {
			last = st
		}
	}
	return last
}

// somePlace is one of the places before a day: lists often have an early one.
func (s *scribe) somePlace(closed Day) site {
	if s.chance(.3) {
		return siteOf(s.p.Stays[0].Facility)
	}
	return siteOf(s.placeBy(closed).Facility)
}

// sibling is a brother or sister who was arrested too, nil where there is none.
func (s *scribe) sibling() *Person {
	for _, id := range s.f.Members {
		if id != s.p.ID {
			return s.w.Person(id)
		}
	}
	return nil
}

// together is "with his brother" in Arabic, for the one who was arrested with
// the person.
func (s *scribe) together() string {
	word := "أخي"
	if s.w.Person(s.p.With).Sex == Woman {
		word = "أخت"
	}
	return word + s.sex("ه", "ها")
}

// in finds the stay at a place; it reports whether there is one.
func (p *Person) in(id register.FacilityID) (Stay, bool) {
	for _, st := range p.Stays {
		if st.Facility == id {
			return st, true
		}
	}
	return Stay{}, false
}

// A phone number that cannot be anybody's: the exchange 000 is not in use.
func (s *scribe) phone() string { return fmt.Sprintf("0900 000 %03d", s.IntN(1000)) }
