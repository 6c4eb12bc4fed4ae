package place_test

import (
	"fmt"

	"kashf.org/kashf/place"
)

func ExampleFind() {
	for _, m := range place.Find("Douma", "SY03") {
		fmt.Println(m.Place.Code, m.Place.Level, m.Place.Ar)
		break
	}
	// Output: C2338 community دوما
}

func ExampleFindFacility() {
	for _, c := range place.FindFacility("السجن الأحمر") {
		fmt.Println(c.Facility.ID, c.Alias.Refers, c.Warning)
	}
	// Output:
	// SED-R building two_meanings
	// SED site two_meanings
}
