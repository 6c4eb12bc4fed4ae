package people_test

import (
	"testing"

	"kashf.org/kashf/internal/identity/people"
)

// A prison's number is evidence in that prison and that period alone.
func TestNumber(t *testing.T) {
	n := people.Number{}
	for _, tt := range []struct {
		name  string
		a, b  string
		level string
		sign  int
	}{
		{"one house, one year", people.ScopedNumber("SED", "771/2012", 2012, 2013), people.ScopedNumber("SED", "٧٧١/٢٠١٢", 2012, 2012), people.SameNumber, 1},
		{"the arrest in one source, the admission in the other", people.ScopedNumber("SED", "771", 2012, 2012), people.ScopedNumber("SED", "771", 2013, 2013), people.SameNumber, 1},
		{"another year", people.ScopedNumber("SED", "771", 2012, 2012), people.ScopedNumber("SED", "771", 2015, 2016), people.OtherPeriod, 0},
		{"another branch", people.ScopedNumber("B215", "771", 2012, 2012), people.ScopedNumber("B227", "771", 2012, 2012), people.OtherHouse, 0},
		{"another number at another branch", people.ScopedNumber("B215", "771", 2012, 2012), people.ScopedNumber("B227", "12", 2012, 2012), people.OtherHouse, 0},
		{"no year is told of one", people.ScopedNumber("SED", "771", 0, 0), people.ScopedNumber("SED", "771", 2012, 2012), people.UndatedSame, 1},
		{"two numbers in one stay", people.ScopedNumber("SED", "771", 2012, 2012), people.ScopedNumber("SED", "772", 2012, 2012), people.OtherNumber, -1},
	} {
		a, b := n.Prepare(tt.a), n.Prepare(tt.b)
		bits, level := n.Weigh(a, b)
		back, same := n.Weigh(b, a)
		if level != tt.level || bits > 0 != (tt.sign > 0) || bits < 0 != (tt.sign < 0) {
			t.Errorf("%s: %v bits, %s; want %s", tt.name, bits, level, tt.level)
		}
		if back != bits || same != level {
			t.Errorf("%s: the other way round %v bits, %s", tt.name, back, same)
		}
	}
	if n.Prepare(people.ScopedNumber("SED", " ", 2012, 2012)) != nil {
		t.Error("a blank number is a value")
	}
}
