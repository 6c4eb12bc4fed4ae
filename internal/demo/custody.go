package demo

import (
	"fmt"

	"kashf.org/kashf/internal/register"
)

// An Arrest is how somebody was taken.
type Arrest struct {
	Day  Day
	Town Town
	By   string // agency
	Mode string
}

// A Stay is a time in one place. Those of one convoy come on the same day and
// are put into few cells together.
type Stay struct {
	Facility register.FacilityID
	Cell     string
	Number   int // given to the person there, 0 where the place gave none
	From, To Day // To is NoDay while the end is not known to anybody
}

// An Outcome is what became of a person, whoever knows of it.
type Outcome uint8

// The outcomes of the world.
const (
	Disappeared Outcome = iota // no trace after the last stay
	Freed                      // before the prisons were opened
	Opened                     // came out when the prison was opened
	Died                       // in custody
	SeenLast                   // still not out; seen alive by others in the last place
)

// A Fate is the outcome with its day, [NoDay] for those who are still missing.
type Fate struct {
	Outcome Outcome
	Day     Day
}

// arrestYears weighs the years of arrest from 2011 on.
var arrestYears = [...]int{17, 34, 22, 12, 6, 4, 2, 2, 1}

// arrest takes the siblings of f. Brothers are often taken together.
func (m *maker) arrest(d dice, f *Family, siblings []sibling) {
	var first *Person
	for _, s := range siblings {
		p := Person{ID: len(m.w.Persons) + 1, Family: f.ID, Given: s.given, Sex: s.sex, Born: s.born, Work: d.IntN(len(occupations))}
		if first != nil && d.chance(.4) && p.Born.yearsTo(first.Arrest.Day) >= 18 {
			p.Arrest = first.Arrest
			p.With = first.ID
		} else {
			p.Arrest = m.taken(d, f, p.Born)
		}
		p.Fate = m.detain(d, &p, first)
		m.w.Persons = append(m.w.Persons, p)
		f.Members = append(f.Members, p.ID)
		if first == nil {
			keep := p
			first = &keep
		}
	}
	for _, id := range f.Members {
		m.accompany(d, &m.w.Persons[id-1])
	}
}

// taken makes an arrest after the person's eighteenth birthday.
func (m *maker) taken(d dice, f *Family, born Day) Arrest {
	a := Arrest{Town: f.Town, By: m.agencies.draw(d).code, Mode: m.modes.draw(d).code}
	if d.chance(.12) {
		a.Town = m.atlas.draw(d)
	}
	a.Day = max(On(2011+m.years.draw(d), 1, 1)+Day(d.IntN(365)), On(2011, 3, 18)+Day(d.IntN(30)))
	if grown := born + 18*366; a.Day < grown {
		a.Day = grown + Day(d.IntN(700))
	}
	return a
}

// detain leads p through one to four places until the outcome. A companion
// was arrested on the same day: they share the first place.
func (m *maker) detain(d dice, p, companion *Person) Fate {
	together := companion != nil && p.With != 0
	fate := m.outcome(d, p)
	if together && companion.Fate.Outcome == fate.Outcome && fate.Outcome != Died && d.chance(.5) {
		fate = companion.Fate
	}
	day := p.Arrest.Day + Day(d.IntN(3))
	place := m.nearest(d, p.Arrest)
	if together {
		place, day = companion.Stays[0].Facility, companion.Stays[0].From
	}
	for st := local; ; st++ {
		stay := m.stay(p, place, day)
		day = convoyDay(place, day+Day(d.between(9, 60)<<st))
		ends := st == prison || fate.Day != NoDay && day >= fate.Day || fate.Day == NoDay && d.chance(.2)
		if !ends || fate.Outcome == Disappeared && d.chance(.5) {
			stay.To = day
		}
		if ends && fate.Day != NoDay {
			stay.To = fate.Day
		}
		p.Stays = append(p.Stays, stay)
		if ends {
			break
		}
		place = m.next(d, p, st+1, fate)
	}
	return m.settle(p, fate)
}

// outcome draws what became of p, whom the opening finds only where a prison
// was opened.
func (m *maker) outcome(d dice, p *Person) Fate {
	switch x := d.Float64(); {
	case x < .31:
		return Fate{Freed, min(p.Arrest.Day+Day(d.between(20, 1100)), Opening-60)}
	case x < .47:
		return Fate{Opened, Opening}
	case x < .60:
		return Fate{Died, min(p.Arrest.Day+Day(d.between(25, 1300)), Opening-90)}
	case x < .75:
		return Fate{SeenLast, NoDay}
	}
	return Fate{Disappeared, NoDay}
}

// settle makes the fate agree with the last place: prisons were opened on
// different days, and who was not in one of them came out of none.
func (m *maker) settle(p *Person, f Fate) Fate {
	last := &p.Stays[len(p.Stays)-1]
	if f.Outcome != Opened {
		return f
	}
	day, ok := opened[last.Facility]
	if !ok || last.From >= day {
		last.To = NoDay
		return Fate{Disappeared, NoDay}
	}
	last.To = day
	return Fate{Opened, day}
}

// nearest is a branch of the arresting agency in the governorate, or another
// branch there.
func (m *maker) nearest(d dice, a Arrest) register.FacilityID {
	if ids := m.branches[a.Town.Governorate+a.By]; len(ids) > 0 {
		return oneOf(d, ids...)
	}
	if ids := m.branches[a.Town.Governorate]; len(ids) > 0 && a.Town.Governorate != "SY01" {
		return oneOf(d, ids...)
	}
	return m.central(d, a.By)
}

func (m *maker) central(d dice, by string) register.FacilityID {
	if ids := m.branches["central"+by]; len(ids) > 0 && d.chance(.7) {
		return oneOf(d, ids...)
	}
	return oneOf(d, m.branches["central"]...)
}

// next is where p is moved to.
func (m *maker) next(d dice, p *Person, st stage, f Fate) register.FacilityID {
	if st < prison {
		return m.central(d, p.Arrest.By)
	}
	if d.chance(.6) {
		return OpenedPrison
	}
	return oneOf(d, m.branches["prison"]...)
}

// stay puts p into a cell. The cell follows from the place and the day, so
// that a convoy is in two or three cells together; women are held apart.
func (m *maker) stay(p *Person, place register.FacilityID, day Day) Stay {
	h := mix(m.seed ^ uint64(day)<<20 ^ uint64(siteIndex(place)))
	room := int(h%40) + p.ID%2
	s := Stay{Facility: place, From: day, To: NoDay}
	switch {
	case p.Sex == Woman:
		s.Cell = fmt.Sprintf("W-%d", room%6+1)
	case siteOf(place).stage == prison:
		s.Cell = fmt.Sprintf("%c-%d-%02d", 'A'+rune(room%3), room%3+1, room%20+1)
	default:
		s.Cell = fmt.Sprintf("%d", room%14+1)
	}
	if siteOf(place).stage != local {
		m.numbers[place]++
		s.Number = 1000*(day.Year()%100) + m.numbers[place]%1000
	}
	return s
}

// convoyDay is the next day on which people are moved out of a place: every
// ten days, in each place on another day.
func convoyDay(place register.FacilityID, day Day) Day {
	const every = 10
	shift := Day(mix(uint64(siteIndex(place))) % every)
	return day + (every-(day+shift)%every)%every
}

func siteIndex(id register.FacilityID) int {
	for i, s := range sites {
		if s.id == id {
			return i
		}
	}
	return -1
}

// accompany gives some of the women held a child inside.
func (m *maker) accompany(d dice, p *Person) {
	if p.Sex != Woman || !d.chance(.12) {
		return
	}
	age := p.Born.yearsTo(p.Arrest.Day)
	if age > 42 {
		return
	}
	c := Child{Mother: p.ID, Sex: oneOf(d, Man, Woman), BornInside: d.chance(.6)}
	c.Given = m.lexicon.given(d, c.Sex, m.w.Families[p.Family-1].community)
	c.Born = p.Arrest.Day + Day(d.between(60, 250))
	if !c.BornInside {
		c.Born = p.Arrest.Day - Day(d.between(100, 1500))
	}
	m.w.Children = append(m.w.Children, c)
}
