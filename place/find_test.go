package place

import (
	"math/rand/v2"
	"strings"
	"testing"
)

func TestGovernoratesInEverySpelling(t *testing.T) {
	for want, list := range spellings {
		for _, s := range list {
			for _, form := range []string{s, strings.ToUpper(s), "محافظة " + s, s + " Governorate", "Gouvernorat de " + s} {
				if got, ok := FindGovernorate(form); !ok || got != want {
					t.Errorf("FindGovernorate(%q) = %q, %v, want %q", form, got, ok, want)
				}
				if m := Find(form, ""); len(m) == 0 || m[0].Place.Code != want {
					t.Errorf("Find(%q) = %v, want %q first", form, m, want)
				}
			}
		}
	}
	if len(spellings) != 14 || len(Governorates()) != 14 {
		t.Errorf("%d governorates with spellings, %d in the gazetteer, want 14", len(spellings), len(Governorates()))
	}
}

func TestGovernoratesMisspelt(t *testing.T) {
	tests := map[string]Code{
		"Al Hassakah": "SY08", "Deir Azzur": "SY09", "Latakiah": "SY06", "السويدء": "SY13", "Qunetra": "SY14", "ريف حلب الشمالي": "SY02",
		"ريف دمشق - دوما": "", "مدينة دمشق": "SY01", "SY07": "SY07", "SY-HL": "SY02", "Dayr az-Zawr": "SY09", "Hassaka": "SY08", "Daraʿa": "SY12",
		"": "", "Paris": "", "بيروت": "", "Beirut": "", "Baghdad": "",
	}
	for s, want := range tests {
		if got, ok := FindGovernorate(s); got != want || ok != (want != "") {
			t.Errorf("FindGovernorate(%q) = %q, %v, want %q", s, got, ok, want)
		}
	}
}

func TestFind(t *testing.T) {
	tests := []struct {
		name   string
		within Code
		want   Code
	}{
		{"دوما", "SY03", "C2338"},
		{"Douma", "SY03", "C2338"},
		{"Duma", "", "C2338"},
		{"ريف دمشق - دوما", "", "C2338"},
		{"داريا", "", "C2498"},
		{"Darayya", "SY03", "C2498"},
		{"حمص", "", "SY04"},
		{"ناحية أريحا", "SY07", "SY070500"},
		{"منطقة أريحا", "SY07", "SY0705"},
		{"أريحا", "SY07", "C4278"},
		{"C4278", "", "C4278"},
		{"Ariha, Idlib", "", "C4278"},
		{"كفرسوسة", "SY01", "C10011010"},
	}
	for _, tt := range tests {
		got := Find(tt.name, tt.within)
		if len(got) == 0 || got[0].Place.Code != tt.want {
			t.Errorf("Find(%q, %q) = %v, want %q first", tt.name, tt.within, got, tt.want)
		}
	}
	for _, s := range []string{"", "  ", "///", "xqzwv"} {
		if got := Find(s, ""); len(got) != 0 {
			t.Errorf("Find(%q) = %v, want nothing", s, got)
		}
	}
}

// The published names themselves, as an intake meets them: top-1 with the
// governorate known must reach .95, without it .80. Twelve in a hundred names belong to
// several places.
func TestFindReachesItsBar(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	n, with, without := 0, 0, 0
	for i, p := range gazetteer().places {
		if p.Level != Community || i%7 != 0 {
			continue
		}
		for _, s := range []string{p.Ar, p.En, respell(r, p.Ar), respell(r, p.En)} {
			n++
			if m := Find(s, p.Code.Governorate()); len(m) > 0 && m[0].Place.Code == p.Code {
				with++
			}
			if m := Find(s, ""); len(m) > 0 && m[0].Place.Code == p.Code {
				without++
			}
		}
	}
	t.Logf("%d names: top-1 %.3f with the governorate, %.3f without", n, float64(with)/float64(n), float64(without)/float64(n))
	if float64(with) < .95*float64(n) || float64(without) < .80*float64(n) {
		t.Errorf("top-1 %.3f with the governorate, %.3f without, want .95 and .80", float64(with)/float64(n), float64(without)/float64(n))
	}
}

// respell spells a name as another clerk would.
func respell(r *rand.Rand, s string) string {
	swaps := []string{"أ", "ا", "إ", "ا", "ة", "ه", "ى", "ي", "ئ", "ي", " ", "", "_", " ", "sh", "ch", "u", "ou", "i", "ee", "k", "q", "iyeh", "ieh", "El", "Al-", "a", "e"}
	i := 2 * r.IntN(len(swaps)/2)
	return strings.Replace(s, swaps[i], swaps[i+1], 1)
}

func TestDistance(t *testing.T) {
	tests := []struct {
		a, b Code
		want Nearness
	}{
		{"C4278", "C4278", SameCommunity},
		{"C4278", "C4268", SameSubdistrict},
		{"C4278", "SY070500", SameSubdistrict},
		{"C4278", "SY0705", SameDistrict},
		{"C4278", "SY07", SameGovernorate},
		{"SY07", "SY02", NextGovernorate},
		{"SY07", "SY12", Elsewhere},
		{"SY07", "XX", UnknownNearness},
		{"", "", UnknownNearness},
	}
	for _, tt := range tests {
		if got := Distance(tt.a, tt.b); got != tt.want || Distance(tt.b, tt.a) != got {
			t.Errorf("Distance(%q, %q) = %d, want %d both ways", tt.a, tt.b, got, tt.want)
		}
	}
}

func TestNeighboursAreMutual(t *testing.T) {
	for _, g := range Governorates() {
		if len(Neighbours(g.Code)) == 0 {
			t.Errorf("%s has no neighbours", g.Code)
		}
		for _, o := range Neighbours(g.Code) {
			if Distance(g.Code, o) != NextGovernorate || Distance(o, g.Code) != NextGovernorate {
				t.Errorf("%s and %s are not neighbours both ways", g.Code, o)
			}
		}
	}
}

func TestTheTreeIsWhole(t *testing.T) {
	counts := map[Level]int{}
	for _, p := range gazetteer().places {
		counts[p.Level]++
		if p.Level != Governorate && p.Code.Governorate() == "" || p.En == "" || p.Level < Neighbourhood && p.Ar == "" {
			t.Errorf("%+v is not whole", p)
		}
	}
	want := map[Level]int{Governorate: 14, District: 61, Subdistrict: 270, Community: 5251, Neighbourhood: 64}
	for l, n := range want {
		if counts[l] != n {
			t.Errorf("%d places of level %s, want %d", counts[l], l, n)
		}
	}
}

func FuzzFind(f *testing.F) {
	f.Add("ريف دمشق - دوما")
	f.Add("Deir ez-Zor")
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 80 {
			return
		}
		for i, m := range Find(s, "SY13") {
			if m.Score < LeastScore || m.Score > 1 || i >= maxMatches || !m.Place.Code.Within("SY13") && m.Score < 1 {
				t.Errorf("Find(%q) gives %+v", s, m)
			}
		}
	})
}

func BenchmarkFind(b *testing.B) {
	for _, s := range []string{"دوما", "Doumaa"} {
		b.Run(s, func(b *testing.B) {
			for b.Loop() {
				Find(s, "")
			}
		})
	}
}
