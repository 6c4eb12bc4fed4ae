package demo

// A Sex is that of a person as the lists write it.
type Sex uint8

// The sexes the lists know.
const (
	UnknownSex Sex = iota
	Man
	Woman
)

// A Family is a father, a mother and their children, some of whom were
// arrested.
type Family struct {
	ID           int // from 1
	Name         string
	Grandfather  string // the father's father
	Father       string
	Mother       string
	MotherFamily string
	Town         Town
	Members      []int    // ids of the persons of the world who are of this family
	Others       []string // given names of the children who were never arrested
	community    community
	// CousinsOf is the family whose father is this father's brother, 0 where
	// there is none in the world.
	CousinsOf int
}

// A Person is somebody who was arrested. Nobody here was under eighteen on
// that day.
type Person struct {
	ID       int // from 1
	Family   int // id
	Given    string
	Sex      Sex
	Born     Day
	Work     int // index of an occupation
	Arrest   Arrest
	With     int    // id of the brother or sister arrested at the same time, 0 for none
	Stays    []Stay // in the order of time, at least one
	Fate     Fate
	Children []int // ids of children who were inside with her
}

// A Child was inside with the mother: born there, or taken along. A child is
// held, never arrested.
type Child struct {
	ID         int // goes on after the persons' ids
	Mother     int // id of the person
	Given      string
	Sex        Sex
	Born       Day
	BornInside bool
}

// occupations in Arabic, English.
var occupations = [][2]string{
	{"طالب جامعي", "student"}, {"عامل", "labourer"}, {"سائق", "driver"}, {"مزارع", "farmer"},
	{"موظف", "employee"}, {"مدرّس", "teacher"}, {"تاجر", "trader"}, {"نجار", "carpenter"},
	{"كهربائي", "electrician"}, {"ميكانيكي", "mechanic"}, {"طبيب", "doctor"}, {"مهندس", "engineer"},
	{"محام", "lawyer"}, {"ممرض", "nurse"}, {"خباز", "baker"}, {"خياط", "tailor"},
	{"مجند", "conscript"}, {"صيدلاني", "pharmacist"}, {"بائع", "shopkeeper"}, {"بناء", "mason"},
}

// makeFamily makes family number id with at most room arrested persons. It
// takes nothing from the families before it but, for cousins, the last one.
func (m *maker) makeFamily(id, room int) {
	d := throw(m.seed, streamFamily, 0, uint64(id))
	f := Family{ID: id, Town: m.atlas.draw(d), community: communityOf(d)}
	f.Name, f.Grandfather = m.lexicon.family[f.community].draw(d), m.lexicon.given(d, Man, f.community)
	if last := len(m.w.Families); last > 0 && d.chance(.08) {
		uncle := m.w.Families[last-1]
		f.Name, f.Grandfather, f.Town = uncle.Name, uncle.Grandfather, uncle.Town
		f.community, f.CousinsOf = uncle.community, uncle.ID
	}
	f.Father = m.name(d, &f, Man, f.Grandfather)
	f.Mother = m.lexicon.given(d, Woman, f.community)
	f.MotherFamily = m.lexicon.family[f.community].draw(d)

	children := m.children(d, &f, room)
	m.w.Families = append(m.w.Families, f)
	m.arrest(d, &m.w.Families[len(m.w.Families)-1], children)
}

// A sibling is a child of a family, before it is known who was arrested.
type sibling struct {
	given string
	sex   Sex
	born  Day
}

// children makes the siblings of f and gives back those who will be arrested.
func (m *maker) children(d dice, f *Family, room int) []sibling {
	var arrested []sibling
	want := 1 + [...]int{0, 0, 0, 0, 0, 0, 1, 1, 2, 3}[d.IntN(10)]
	if d.chance(.3) {
		want = 1
	}
	want = min(want, room)
	born := On(d.between(1955, 1990), 1, 1) + Day(d.IntN(365))
	taken := map[string]bool{f.Father: true}
	for n := d.between(max(2, want), 8); n > 0; n-- {
		s := sibling{sex: Man, born: born}
		if d.chance(.5) {
			s.sex = Woman
		}
		s.given = m.fresh(d, f, s.sex, taken)
		// Of ten women and men arrested, fewer than one is a woman.
		p := .75
		if s.sex == Woman {
			p = .06
		}
		if len(arrested) < want && born.Year() < 2001 && (d.chance(p) || n <= want-len(arrested)) {
			if n <= want-len(arrested) && s.sex == Woman && !d.chance(.12) {
				s.sex = Man
				s.given = m.fresh(d, f, Man, taken)
			}
			arrested = append(arrested, s)
		} else {
			f.Others = append(f.Others, s.given)
		}
		born += Day(d.between(380, 1300))
	}
	if len(arrested) == 0 {
		arrested = append(arrested, sibling{m.fresh(d, f, Man, taken), Man, On(d.between(1955, 1996), 1, 1) + Day(d.IntN(365))})
	}
	return arrested
}

// fresh is a name that no sibling has.
func (m *maker) fresh(d dice, f *Family, s Sex, taken map[string]bool) string {
	// A table always holds more names than a family has children: see the test
	// of the lexicon.
	for {
		if name := m.name(d, f, s, f.Father); !taken[name] {
			taken[name] = true
			return name
		}
	}
}

// name draws a given name until nobody could take its bearer for a public
// figure.
func (m *maker) name(d dice, f *Family, s Sex, father string) string {
	for {
		given := m.lexicon.given(d, s, f.community)
		if given != father && !m.deny.bears(given, father, f.Name) {
			return given
		}
	}
}
