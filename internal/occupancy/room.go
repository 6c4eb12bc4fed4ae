package occupancy

import "kashf.org/kashf/internal/register"

// Benchmarks of living space in a cell shared by several, in square metres a
// person. The first is the standard of the European Committee for the Prevention
// of Torture (CPT/Inf (2015) 44), sanitary facilities not counted; the second
// what the International Committee of the Red Cross gives (Water, Sanitation,
// Hygiene and Habitat in Prisons, 2005).
const (
	CPT  = 4.0
	ICRC = 3.4
)

// A Room is the floor for each person, in square metres: between Least and
// Most as the source's own figures allow.
type Room struct{ Least, Most float64 }

// RoomOf reckons the room that a tally tells of, and whether it does: it takes
// a floor and a count of people held that is bounded.
func RoomOf(t register.Tally) (Room, bool) {
	if t.What != Held || t.Area <= 0 || t.Least <= 0 || t.Most <= 0 {
		return Room{}, false
	}
	area := float64(t.Area) / 100
	return Room{area / float64(t.Most), area / float64(t.Least)}, true
}

// Below reports whether even the most that the figures allow is under a
// benchmark.
func (r Room) Below(benchmark float64) bool { return r.Most < benchmark }

// Doubtful reports whether the figures want a second look: people cannot stand
// closer than six on a metre, and a cell of a hundred metres for each is none.
func (r Room) Doubtful() bool { return r.Most < 1.0/6 || r.Least > 100 }
