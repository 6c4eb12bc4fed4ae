package place

import (
	"bytes"
	_ "embed" // facilities.csv, aliases.csv
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// A Facility is a place of detention, or one that received the detained: a
// prison, a security branch, a hospital, a care home. An organisation and its
// building are many to many in life; the list has one row for what lists name.
type Facility struct {
	ID          string // short and stable, such as "SED" or "MI227"
	En, Ar      string
	City        string
	Governorate Code
	Type        string   // code of the vocabulary facility_type
	Agencies    []string // codes of the vocabulary agency, in the order in which they held it
	PartOf      string   // the facility of which it is a building, "" for a site
	Lat, Lon    float64  // where published, else both 0
	Grade       string   // "R": read at a source; "K": known in the field, not checked for this list
	Note        string
	Aliases     []Alias
}

// An Alias is another name by which lists know a facility.
type Alias struct {
	Text string
	Lang string // "ar", "en" or "fr"
	// Refers says what of the facility the name means: site, building,
	// organisation, function (the branch's task) or place (the area where it
	// stands, which others share).
	Refers string
	// Disputed marks a name that some source gives and better ones
	// contradict.
	Disputed bool
}

// Located reports whether the facility's position was published.
func (f Facility) Located() bool { return f.Lat != 0 || f.Lon != 0 }

// Name is the name in "ar" or "en".
func (f Facility) Name(lang string) string {
	if lang == "ar" {
		return f.Ar
	}
	return f.En
}

var (
	//go:embed facilities.csv
	facilityRows []byte
	//go:embed aliases.csv
	aliasRows []byte
)

var register = sync.OnceValue(func() []Facility {
	fs, err := readFacilities(facilityRows, aliasRows)
	if err != nil {
		panic(fmt.Errorf("embedded facilities: %w", err))
	}
	return fs
})

func readFacilities(rows, aliases []byte) ([]Facility, error) {
	table, err := csv.NewReader(bytes.NewReader(rows)).ReadAll()
	if err != nil {
		return nil, err
	}
	var fs []Facility
	at := map[string]int{}
	for _, r := range table[1:] {
		f := Facility{ID: r[0], En: r[1], Ar: r[2], City: r[3], Governorate: Code(r[4]), Type: r[5], PartOf: r[7], Grade: r[10], Note: r[11]}
		f.Agencies = strings.FieldsFunc(r[6], func(c rune) bool { return c == ';' })
		if r[8] != "" {
			if f.Lat, err = strconv.ParseFloat(r[8], 64); err != nil {
				return nil, err
			}
			if f.Lon, err = strconv.ParseFloat(r[9], 64); err != nil {
				return nil, err
			}
		}
		at[f.ID] = len(fs)
		fs = append(fs, f)
	}
	if table, err = csv.NewReader(bytes.NewReader(aliases)).ReadAll(); err != nil {
		return nil, err
	}
	for _, r := range table[1:] {
		i, ok := at[r[0]]
		if !ok {
			return nil, fmt.Errorf("alias %q of %q, which is not there", r[1], r[0])
		}
		fs[i].Aliases = append(fs[i].Aliases, Alias{Text: r[1], Lang: r[2], Refers: r[3], Disputed: r[4] == "disputed"})
	}
	return fs, nil
}

// Facilities are all facilities, in the order of the list.
func Facilities() []Facility {
	fs := slices.Clone(register())
	for i := range fs {
		fs[i] = fs[i].clone()
	}
	return fs
}

func (f Facility) clone() Facility {
	f.Agencies, f.Aliases = slices.Clone(f.Agencies), slices.Clone(f.Aliases)
	return f
}

// FacilityByID is the facility with an id, and whether there is one.
func FacilityByID(id string) (Facility, bool) {
	for _, f := range register() {
		if f.ID == id {
			return f.clone(), true
		}
	}
	return Facility{}, false
}
