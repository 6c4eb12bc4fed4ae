package place

import (
	"bufio"
	"bytes"
	"compress/gzip"
	_ "embed" // syria.tsv.gz
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// A Place is one place of the gazetteer.
type Place struct {
	Code   Code
	Parent Code // "" for a governorate
	Level  Level
	Ar, En string  // Ar is "" for the neighbourhoods of Damascus
	Lat    float64 // of its middle, to ten metres
	Lon    float64
}

//go:generate go run gen.go syr_gazetteer.csv
//go:embed syria.tsv.gz
var packed []byte

// gazetteer is read at its first use: a command that needs no place pays
// nothing.
var gazetteer = sync.OnceValue(func() *atlas {
	a, err := read(packed)
	if err != nil {
		panic(fmt.Errorf("embedded gazetteer: %w", err))
	}
	return a
})

type atlas struct {
	places   []Place
	at       map[Code]int
	children map[Code][]Code
	keys     []keys
	exact    map[string][]int // folded name → places
}

func read(b []byte) (*atlas, error) {
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	a := &atlas{at: map[Code]int{}, children: map[Code][]Code{}, exact: map[string][]int{}}
	lines := bufio.NewScanner(z)
	for lines.Scan() {
		f := strings.Split(lines.Text(), "\t")
		if len(f) != 6 {
			return nil, fmt.Errorf("line %d: %d fields", len(a.places)+1, len(f))
		}
		p := Place{Code: Code(f[0]), Parent: Code(f[1]), Level: levelOf(f[0]), Ar: f[2], En: f[3]}
		if p.Lat, err = strconv.ParseFloat(f[4], 64); err != nil {
			return nil, err
		}
		if p.Lon, err = strconv.ParseFloat(f[5], 64); err != nil {
			return nil, err
		}
		a.add(p)
	}
	return a, lines.Err()
}

func (a *atlas) add(p Place) {
	i := len(a.places)
	a.places = append(a.places, p)
	a.at[p.Code] = i
	a.children[p.Parent] = append(a.children[p.Parent], p.Code)
	k := keys{ar: arabicKey(p.Ar), en: latinKey(p.En)}
	k.bones, k.gov = bones(k.en), p.Code
	if up, ok := a.at[p.Parent]; ok { // wider places come first in the file
		k.gov = a.keys[up].gov
	}
	k.runes = [3][]rune{[]rune(k.ar), []rune(k.en), []rune(k.bones)}
	a.keys = append(a.keys, k)
	// the middle of a district is written "مركز أريحا" and called أريحا
	short := arabicKey(strings.TrimPrefix(p.Ar, "مركز "))
	for _, key := range [...]string{k.ar, short, k.en, latinKey(strings.TrimPrefix(p.En, "Markaz "))} {
		if key != "" && !slices.Contains(a.exact[key], i) {
			a.exact[key] = append(a.exact[key], i)
		}
	}
}

// levelOf tells the level by the form of the code.
func levelOf(code string) Level {
	if strings.HasPrefix(code, "C") {
		if len(code) > 5 {
			return Neighbourhood
		}
		return Community
	}
	return Level(len(code)/2 - 1)
}

// Lookup is the place of a code, and whether the gazetteer has it.
func Lookup(c Code) (Place, bool) {
	a := gazetteer()
	i, ok := a.at[c]
	if !ok {
		return Place{}, false
	}
	return a.places[i], true
}

// Children are the places directly within c, in the order of their codes; those
// within "" are the governorates.
func Children(c Code) []Place {
	a := gazetteer()
	var out []Place
	for _, k := range a.children[c] {
		out = append(out, a.places[a.at[k]])
	}
	return out
}

// Governorates are the fourteen governorates in the order of their codes.
func Governorates() []Place { return Children("") }

// Name is the name in "ar" or "en", the other one where that is missing.
func (p Place) Name(lang string) string {
	if lang == "ar" && p.Ar != "" || p.En == "" {
		return p.Ar
	}
	return p.En
}
