package occupancy_test

import (
	"fmt"
	"testing"

	"kashf.org/kashf/internal/occupancy"
	"kashf.org/kashf/internal/register"
)

func ExampleReadCount() {
	for _, s := range []string{"hundreds", "more than 3,500", "٦٠–٧٥", "نحو 180 معتقلًا"} {
		c, ok := occupancy.ReadCount(s)
		fmt.Println(c.Least, c.Most, ok)
	}
	// Output:
	// 200 999 true
	// 3500 -1 true
	// 60 75 true
	// 180 180 true
}

func TestReadCount(t *testing.T) {
	for text, want := range map[string]occupancy.Count{
		"1,500": {1500, 1500}, "1 500": {1500, 1500}, "١٬٥٠٠": {1500, 1500}, "3500": {3500, 3500}, "50 per cell": {50, 50}, "> 1,500": {1500, -1}, "1500+": {1500, -1},
		"at least 40": {40, -1}, "up to 105": {0, 105}, "fewer than 20": {0, 20}, "82–105": {82, 105}, "between 60 and 75": {60, 75}, "بين 60 و 75": {60, 75}, "بين ٦٠ و٧٥": {60, 75},
		"أكثر من ٣٥٠٠": {3500, -1}, "ما لا يقل عن 40": {40, -1}, "no more than 20": {0, 20}, "لا يزيد على 20": {0, 20}, "المئات": {200, 999}, "عشرات المعتقلين": {20, 99}, "آلاف": {2000, 9999}, "3 آلاف": {3000, 3000},
		"3 thousand": {3000, 3000}, "nobody": {0, 0}, "0": {0, 0}, "75-60": {-1, -1}, "12 men, 3 women and 4 children": {-1, -1}, "": {-1, -1}, "many": {-1, -1},
		"99999999999": {-1, -1}, "13.000": {13000, 13000}, "plus de 300 détenus": {300, -1}, "more or less 40": {-1, -1}, "-5": {5, 5}, "1.5": {-1, -1}, "𝟓𝟎": {50, 50},
	} {
		got, ok := occupancy.ReadCount(text)
		if got != want || ok != (want != occupancy.Unknown) {
			t.Errorf("ReadCount(%q) = %v, %v; want %v", text, got, ok, want)
		}
	}
}

func FuzzReadCount(f *testing.F) {
	for _, s := range []string{"hundreds", "٦٠–٧٥", "> 1,500", "1 500", "𝟓𝟎", "1,,2,333"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c, ok := occupancy.ReadCount(s)
		if ok != (c != occupancy.Unknown) || ok && (c.Least < 0 || c.Most >= 0 && c.Most < c.Least) {
			t.Errorf("ReadCount(%q) = %v, %v", s, c, ok)
		}
	})
}

func TestReadArea(t *testing.T) {
	for text, want := range map[string]int64{"20": 2000, "6×4": 2400, "6 x 4.5": 2700, "٦×٤": 2400, "۶×۴": 2400, "3,5": 350, "": 0} {
		if got, ok := occupancy.ReadArea(text); got != want || !ok {
			t.Errorf("ReadArea(%q) = %d, %v; want %d", text, got, ok, want)
		}
	}
	for _, text := range []string{"-4", "0", "six", "9e9", "NaN", "Inf", "6×", "×"} {
		if got, ok := occupancy.ReadArea(text); ok {
			t.Errorf("ReadArea(%q) = %d", text, got)
		}
	}
}

// The figures of the field: a cell of 20 m² with 60 to 75 people.
func TestRoom(t *testing.T) {
	r, ok := occupancy.RoomOf(register.Tally{What: occupancy.Held, Area: 2000, Least: 60, Most: 75})
	if !ok || fmt.Sprintf("%.2f–%.2f", r.Least, r.Most) != "0.27–0.33" || !r.Below(occupancy.ICRC) || r.Doubtful() {
		t.Errorf("room %v, %v", r, ok)
	}
	for what, x := range map[string]register.Tally{
		"no floor": {What: occupancy.Held, Least: 60, Most: 75}, "no bound": {What: occupancy.Held, Area: 2000, Least: 60, Most: -1},
		"not held": {What: "freed", Area: 2000, Least: 60, Most: 75}, "nobody": {What: occupancy.Held, Area: 2000},
	} {
		if r, ok := occupancy.RoomOf(x); ok {
			t.Errorf("%s: room %v", what, r)
		}
	}
	if r, _ := occupancy.RoomOf(register.Tally{What: occupancy.Held, Area: 100, Least: 50, Most: 50}); !r.Doubtful() {
		t.Errorf("fifty on one metre: %v is not doubted", r)
	}
}
