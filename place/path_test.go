package place

import (
	"math/rand/v2"
	"strings"
	"testing"
)

func TestFindPath(t *testing.T) {
	for _, tt := range []struct {
		name string
		want string // "" for nothing that is sure
	}{
		{"قرية تادف التابعة لمنطقة الباب في محافظة حلب", "تادف"},
		{"حلب / الباب / تادف", "تادف"},
		{"تادف، الباب، حلب", "تادف"},
		{"Tadaf, Al-Bab, Aleppo", "تادف"},
		{"بلدة لا تعرف التابعة لمنطقة الباب", ""},
	} {
		got := Find(tt.name, "")
		if tt.want == "" {
			if len(got) > 0 && got[0].Score > .97 {
				t.Errorf("Find(%q) = %+v, want nothing sure", tt.name, got[0])
			}
			continue
		}
		if len(got) == 0 || got[0].Place.Ar != tt.want || got[0].Place.Level != Community {
			t.Errorf("Find(%q) = %+v, want %s", tt.name, got, tt.want)
		}
	}
}

// A community named with what it lies in, in either order, is found nearly
// always, whatever else bears its name.
func TestPathsOfTheGazetteer(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 9))
	n, hits := 0, 0
	for range 600 {
		p := gazetteer().places[r.IntN(len(gazetteer().places))]
		if p.Level != Community {
			continue
		}
		sub, _ := Lookup(p.Parent)
		gov, _ := Lookup(p.Code.Governorate())
		parts := []string{p.Ar, "ناحية " + sub.Ar, gov.Ar}
		if r.IntN(2) == 0 {
			parts[0], parts[2] = parts[2], parts[0]
		}
		n++
		if got := Find(strings.Join(parts, []string{"، ", " / ", " - "}[r.IntN(3)]), ""); len(got) > 0 && got[0].Place.Code == p.Code {
			hits++
		}
	}
	if share := float64(hits) / float64(n); share < .97 {
		t.Errorf("%.3f of %d paths are found", share, n)
	} else {
		t.Logf("%.3f of %d paths are found", share, n)
	}
}
