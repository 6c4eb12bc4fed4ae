package place

import "slices"

// A Code is the p-code of a place, such as "SY0203" or "C1366". "" is not known.
type Code string

// A Level is the kind of a place, from the widest to the narrowest.
type Level uint8

// The levels; NoLevel is the level of what is no place.
const (
	NoLevel Level = iota
	Governorate
	District
	Subdistrict
	Community
	Neighbourhood
)

var levelCodes = [...]string{"unknown", "governorate", "district", "subdistrict", "community", "neighbourhood"}

// String is the level's code, such as "district".
func (l Level) String() string {
	if int(l) < len(levelCodes) {
		return levelCodes[l]
	}
	return levelCodes[NoLevel]
}

// Level is the level of a code that the gazetteer has.
func (c Code) Level() Level {
	p, _ := Lookup(c)
	return p.Level
}

// Parent is the code of the next wider place, "" for a governorate.
func (c Code) Parent() Code {
	p, _ := Lookup(c)
	return p.Parent
}

// At is the place of the given level in which c lies, c itself included; ""
// where c is wider than that.
func (c Code) At(l Level) Code {
	for c != "" && c.Level() > l {
		c = c.Parent()
	}
	if c.Level() != l {
		return ""
	}
	return c
}

// Governorate is the governorate of c, "" where c is not known.
func (c Code) Governorate() Code { return c.At(Governorate) }

// Within reports whether c is o or lies in it. Everything known lies within "".
func (c Code) Within(o Code) bool {
	for ; c != ""; c = c.Parent() {
		if c == o {
			return true
		}
	}
	return o == ""
}

// A Nearness says how near two places are.
type Nearness uint8

// The degrees, nearest first. Unknown is said of codes that are not known.
const (
	UnknownNearness Nearness = iota
	SameCommunity
	SameSubdistrict
	SameDistrict
	SameGovernorate
	NextGovernorate
	Elsewhere
)

// Distance says how near a and b are, as far as their codes tell: two codes of
// the same governorate without more are SameGovernorate.
func Distance(a, b Code) Nearness {
	ga, gb := a.Governorate(), b.Governorate()
	if ga == "" || gb == "" {
		return UnknownNearness
	}
	for i, l := range [...]Level{Community, Subdistrict, District, Governorate} {
		if x := a.At(l); x != "" && x == b.At(l) {
			return SameCommunity + Nearness(i)
		}
	}
	if slices.Contains(neighbours[ga], gb) {
		return NextGovernorate
	}
	return Elsewhere
}

// Neighbours are the governorates that share a border with g.
func Neighbours(g Code) []Code { return slices.Clone(neighbours[g]) }

var neighbours = map[Code][]Code{
	"SY01": {"SY03"},
	"SY02": {"SY05", "SY07", "SY11"},
	"SY03": {"SY01", "SY04", "SY12", "SY13", "SY14"},
	"SY04": {"SY03", "SY05", "SY09", "SY10", "SY11"},
	"SY05": {"SY02", "SY04", "SY06", "SY07", "SY10", "SY11"},
	"SY06": {"SY05", "SY07", "SY10"},
	"SY07": {"SY02", "SY05", "SY06"},
	"SY08": {"SY09", "SY11"},
	"SY09": {"SY04", "SY08", "SY11"},
	"SY10": {"SY04", "SY05", "SY06"},
	"SY11": {"SY02", "SY04", "SY05", "SY08", "SY09"},
	"SY12": {"SY03", "SY13", "SY14"},
	"SY13": {"SY03", "SY12"},
	"SY14": {"SY03", "SY12"},
}
