package names_test

import (
	"slices"
	"testing"

	"kashf.org/kashf/names"
)

func TestByNamesAreRead(t *testing.T) {
	for _, tt := range []struct {
		in, parts string
		aliases   []string
		kunya     string
	}{
		{"Ahmad Khalil (Abu Omar)", "ahmad|khalil", []string{"Abu Omar"}, "abuomar"},
		{"أحمد خليل (أبو عمر)", "احمد|خليل", []string{"أبو عمر"}, "ابوعمر"},
		{"أحمد خليل الملقب بأبو عمر", "احمد|خليل", []string{"أبو عمر"}, "ابوعمر"},
		{"أحمد خليل الملقب بـ أبو عمر", "احمد|خليل", []string{"أبو عمر"}, "ابوعمر"},
		{"أحمد خليل المعروف بـ«الدب»", "احمد|خليل", []string{"الدب"}, ""},
		{"أحمد خليل المعروف بالدب", "احمد|خليل", []string{"الدب"}, ""},
		{"أحمد خليل الشهير بحمودي", "احمد|خليل", []string{"حمودي"}, ""},
		{"أحمد خليل المكنى أبو عمر", "احمد|خليل", []string{"أبو عمر"}, "ابوعمر"},
		{"أحمد خليل الملقب بدر", "احمد|خليل", []string{"بدر"}, ""},
		{"Ahmad Khalil a.k.a. Hamoudi", "ahmad|khalil", []string{"Hamoudi"}, ""},
		{"Ahmad Khalil AKA Abou Omar", "ahmad|khalil", []string{"Abou Omar"}, "abuomar"},
		{"Ahmad Khalil alias Mahmoud Saleh", "ahmad|khalil", []string{"Mahmoud Saleh"}, ""},
		{"Ahmed Khelil dit Abou Omar", "ahmed|khelil", []string{"Abou Omar"}, "abuomar"},
		{"Ahmad Khalil / Mahmoud Saleh", "ahmad|khalil", []string{"Mahmoud Saleh"}, ""},
		{"أحمد/حمودي خليل", "احمد|خليل", []string{"حمودي خليل"}, ""},
		// These are names, or no names at all.
		{"خالد المعروف", "خالد|معروف", nil, ""},
		{"خالد المعروف الحلبي", "خالد|معروف|حلبي", nil, ""},
		{"Ahmad Dit", "ahmad|dit", nil, ""},
		{"A K A Hassan", "a|k|a|hassan", nil, ""},
		{"أحمد خليل 3/4", "احمد|خليل|3|4", nil, ""},
	} {
		n := names.Parse(tt.in)
		kunya := ""
		if n.Kunya != nil {
			kunya = n.Kunya.Text
		}
		if got := texts(n); got != tt.parts || !slices.Equal(n.Aliases, tt.aliases) || kunya != tt.kunya {
			t.Errorf("Parse(%q): parts %q, by-names %q, kunya %q; want %q, %q, %q", tt.in, got, n.Aliases, kunya, tt.parts, tt.aliases, tt.kunya)
		}
	}
}

// A name with a by-name meets whoever writes the by-name, and says so; one with
// another does not.
func TestByNamesMeet(t *testing.T) {
	c := names.NewComparer(names.Options{})
	for _, tt := range []struct {
		a, b   string
		meet   bool
		byName bool
	}{
		{"Ahmad Shankhub (Hamoudi)", "Hamoudi Shankhub", true, true},
		{"أحمد شنخوب الملقب بحمودي", "حمودي شنخوب", true, true},
		{"أحمد شنخوب (أبو عمر)", "أبو عمر شنخوب", true, true},
		{"Ahmad Shankhub (Abu Omar)", "أبو عمر شنخوب", true, true},
		{"Ahmad Shankhub alias Mahmoud Qortobi", "محمود قرطبي", true, true},
		{"Ahmad Shankhub alias Mahmoud Qortobi", "أحمد شنخوب", true, false},
		{"أحمد شنخوب (الحمصي)", "أحمد الحمصي", true, true},
		{"Ahmad Shankhub (Hamoudi)", "Khaled Shankhub", false, false},
		{"أحمد شنخوب (أبو عمر)", "أبو خالد شنخوب", false, true},
	} {
		got := c.CompareStrings(tt.a, tt.b)
		used := slices.ContainsFunc(got.Parts, func(p names.PartMatch) bool { return p.Relation == names.ByName })
		if meets := got.Bits > 3 && got.Score >= names.SameName; meets != tt.meet || meets && used != tt.byName {
			t.Errorf("%q and %q meet: %v, by a by-name: %v; want %v, %v\n%v", tt.a, tt.b, meets, used, tt.meet, tt.byName, got)
		}
	}
}

// A search finds a person by name and by by-name, once, and gives the whole name
// as it was entered.
func TestByNamesAreFound(t *testing.T) {
	c := names.NewComparer(names.Options{})
	x := names.NewIndex(c)
	written := []string{
		"أحمد شنخوب الديري (أبو عمر)", "Khaled Qortobi a.k.a. Hamoudi", "سعيد الزعيم الملقب بالصقر", "Yasin Khelil dit Mahmoud Barmaki", "ليلى شنخوب الديري", "Samer/Sammour Nahhas",
	}
	for i, s := range written {
		x.Add(names.Entry{ID: int64(i), Name: s})
	}
	ranker := c.NewRanker(written)
	for q, want := range map[string]int64{
		"أحمد شنخوب الديري": 0, "أبو عمر الديري": 0, "Abu Omar": 0, "Ahmad Shankhoub (Abu Omar)": 0,
		"خالد قرطبي": 1, "حمودي قرطبي": 1, "سعيد الصقر": 2, "Said Zaim": 2, "محمود برمكي": 3, "ياسين خليل": 3, "سمور نحاس": 5, "سامر نحاس": 5,
		"Nobody (Khaled Qortobi)": 1,
	} {
		hits := x.Search(names.Query{Name: q})
		if len(hits) == 0 || hits[0].ID != want || hits[0].Name != written[want] {
			t.Errorf("Search(%q) = %v, want %d first", q, ids(hits), want)
			continue
		}
		seen := map[int64]bool{}
		for _, h := range hits {
			var sum float64
			for _, p := range h.Names.Parts {
				sum += p.Bits
			}
			if seen[h.ID] || h.Bits-sum > 1e-6 || sum-h.Bits > 1e-6 {
				t.Errorf("Search(%q): %+v comes twice, or its parts do not sum to its bits", q, h)
			}
			seen[h.ID] = true
		}
		if q != "Nobody (Khaled Qortobi)" && q != "Abu Omar" {
			if got := ranker.Rank(q, 1); got[0].Index != int(want) {
				t.Errorf("Rank(%q) = %+v, want %d", q, got, want)
			}
		}
	}
	if !x.Remove(0) || len(x.Search(names.Query{Name: "أبو عمر"})) != 0 {
		t.Error("a removed person is found by a by-name")
	}
}

// Names that are uncertain are compared in each reading.
func TestReadingsAreCompared(t *testing.T) {
	c := names.NewComparer(names.Options{})
	for _, tt := range []struct {
		a, b string
		cost float64 // at most, beside the same name as it is read first
	}{
		{"الحمصي خالد", "خالد الحمصي", 0.5},
		{"الحمصي خالد", "Khaled al-Homsi", 0.5},
		{"Al-Shankhubi Mohamad Samer", "محمد سامر الشنخوبي", 0.5},
	} {
		turned, straight := c.CompareStrings(tt.a, tt.b), c.CompareStrings(tt.b, tt.b)
		if turned.Bits < straight.Bits-tt.cost-2 || turned.Score < names.SameName {
			t.Errorf("%q and %q:\n%v\nwant nearly what the second says of itself:\n%v", tt.a, tt.b, turned, straight)
		}
	}
	// What stands first for certain is the given name.
	for _, p := range [][2]string{{"خالد محمود", "محمود خالد"}, {"حسن علي أحمد", "أحمد حسن علي"}} {
		for _, m := range c.CompareStrings(p[0], p[1]).Parts {
			if m.Relation == names.OtherReading {
				t.Errorf("%q and %q were taken in another reading: %v", p[0], p[1], m)
			}
		}
	}
}
