package demo

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
)

//go:embed towns.tsv
var townsTSV string

// A Town is a community people come from.
type Town struct {
	Governorate     string // p-code, such as "SY04"
	PCode           string
	Arabic, English string
	Weight          int // how many families live there, in proportion
}

// Places says where families come from. The zero [Options] uses a small table
// of this package; a deployment may pass its gazetteer.
type Places interface {
	// Towns lists the communities, always in the same order. Each lies in one
	// of Syria's fourteen governorates and has a positive weight.
	Towns() []Town
}

type governorate struct {
	pcode, arabic, english, french, turkish string
	short                                   string // as people write it in Arabic
	weight                                  int    // share of those arrested, in thousandths
}

var governorates = []governorate{
	{"SY01", "مدينة دمشق", "Damascus", "Damas", "Şam", "دمشق", 90},
	{"SY02", "حلب", "Aleppo", "Alep", "Halep", "حلب", 140},
	{"SY03", "ريف دمشق", "Rural Damascus", "Rif Damas", "Şam Kırsalı", "ريف الشام", 200},
	{"SY04", "حمص", "Homs", "Homs", "Humus", "حمص", 135},
	{"SY05", "حماة", "Hama", "Hama", "Hama", "حماه", 90},
	{"SY06", "اللاذقية", "Lattakia", "Lattaquié", "Lazkiye", "اللاذقيه", 30},
	{"SY07", "إدلب", "Idleb", "Idlib", "İdlib", "ادلب", 100},
	{"SY08", "الحسكة", "Al-Hasakeh", "Hassaké", "Haseke", "الحسكه", 25},
	{"SY09", "دير الزور", "Deir-ez-Zor", "Deir ez-Zor", "Deyrizor", "ديرالزور", 75},
	{"SY10", "طرطوس", "Tartous", "Tartous", "Tartus", "طرطوس", 12},
	{"SY11", "الرقة", "Ar-Raqqa", "Raqqa", "Rakka", "الرقه", 25},
	{"SY12", "درعا", "Dar'a", "Deraa", "Dera", "درعا", 95},
	{"SY13", "السويداء", "As-Sweida", "Soueïda", "Süveyda", "السويدا", 13},
	{"SY14", "القنيطرة", "Quneitra", "Kuneitra", "Kuneytra", "القنيطره", 20},
}

func governorateOf(pcode string) governorate {
	for _, g := range governorates {
		if g.pcode == pcode {
			return g
		}
	}
	return governorate{}
}

// A map of places: governorates by their share of arrests, in each its towns.
type atlas struct {
	governorates table[string]
	towns        map[string]*table[Town]
}

func (a *atlas) draw(d dice) Town { return a.towns[a.governorates.draw(d)].draw(d) }

func newAtlas(p Places) (*atlas, error) {
	a := &atlas{towns: map[string]*table[Town]{}}
	for _, t := range p.Towns() {
		if governorateOf(t.Governorate).pcode == "" || t.Weight <= 0 {
			return nil, fmt.Errorf("town %s: governorate %q, weight %d", t.PCode, t.Governorate, t.Weight)
		}
		if a.towns[t.Governorate] == nil {
			a.towns[t.Governorate] = &table[Town]{}
		}
		a.towns[t.Governorate].add(t, t.Weight)
	}
	for _, g := range governorates {
		if a.towns[g.pcode] != nil {
			a.governorates.add(g.pcode, g.weight)
		}
	}
	if a.governorates.total() == 0 {
		return nil, fmt.Errorf("no towns")
	}
	return a, nil
}

// ownPlaces is the table in towns.tsv.
type ownPlaces []Town

// Towns implements [Places].
func (p ownPlaces) Towns() []Town { return p }

func readTowns(tsv string) (ownPlaces, error) {
	var towns ownPlaces
	for n, line := range strings.Split(strings.TrimSpace(tsv), "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		cells := strings.Split(line, "\t")
		if len(cells) != 5 {
			return nil, fmt.Errorf("towns line %d: %d cells, want 5", n+1, len(cells))
		}
		weight, err := strconv.Atoi(cells[4])
		if err != nil {
			return nil, fmt.Errorf("towns line %d: %w", n+1, err)
		}
		towns = append(towns, Town{cells[0], cells[1], cells[2], cells[3], weight})
	}
	return towns, nil
}
