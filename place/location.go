package place

import (
	"strconv"
	"strings"
)

// A Part is one step on the way from a site to a cell.
type Part struct {
	// Level is a code of the vocabulary location_level: building, floor, wing,
	// corridor or cell.
	Level string
	// Value is the number or letter, in digits and Latin capitals: "2", "B",
	// "-1" for the first floor below the ground, which is "0". "" where the text
	// names the level alone.
	Value string
	// Kind is a code of the vocabulary cell_type where the word tells it:
	// communal for مهجع, solitary for منفردة.
	Kind string
}

// A Location is a way from a site to a cell as a source gives it.
type Location struct {
	Text  string // as written
	Parts []Part // from the outside in; empty where nothing was understood
	Rest  string // the words not understood, folded
}

// Path is the parts as "building:B/floor:2/cell:7", which is equal for texts
// that say the same; "" where nothing was understood.
func (l Location) Path() string {
	var steps []string
	for _, p := range l.Parts {
		steps = append(steps, p.Level+":"+p.Value)
	}
	return strings.Join(steps, "/")
}

var locationOrder = [...]string{"building", "floor", "wing", "corridor", "cell"}

// locationWords name a level, and the kind of cell where they tell it.
var locationWords = func() map[string]Part {
	m := map[string]Part{}
	for _, w := range []struct{ words, level, kind string }{
		{"بناء مبني كتله بلوك building block batiment bloc", "building", ""},
		{"طابق دور floor level storey story etage", "floor", ""},
		{"جناح قسم wing ward section aile", "wing", ""},
		{"ممر رواق كوريدور corridor hallway couloir", "corridor", ""},
		{"زنزانه غرفه cell room cellule chambre", "cell", ""},
		{"مهجع جماعيه dormitory dortoir", "cell", "communal"},
		{"منفرده انفرادي انفراديه solitary isolement", "cell", "solitary"},
	} {
		for _, s := range strings.Fields(w.words) {
			m[plain(s)] = Part{Level: w.level, Kind: w.kind}
		}
	}
	return m
}()

// floorWords are floors by name. A number after one that lies below counts
// downwards.
var floorWords = map[string]string{
	"قبو": "-1", "basement": "-1", "سفلي": "-1", "underground": "-1", "cave": "-1", "ارضي": "0", "ground": "0", "rdc": "0",
}

var ordinals = func() map[string]string {
	m := map[string]string{}
	for n, list := range []string{
		"", "اول اولي واحد first one 1st premier premiere 1er", "ثاني ثانيه اثنان second two 2nd deuxieme", "ثالث ثالثه ثلاثه third three 3rd troisieme", "رابع رابعه اربعه fourth four 4th quatrieme",
		"خامس خامسه خمسه fifth five 5th cinquieme", "سادس سادسه سته sixth six 6th sixieme", "سابع سابعه سبعه seventh seven 7th septieme", "ثامن ثامنه ثمانيه eighth eight 8th huitieme", "تاسع تاسعه تسعه ninth nine 9th neuvieme", "عاشر عاشره عشره tenth ten 10th dixieme",
	} {
		for _, w := range strings.Fields(list) {
			m[w] = strconv.Itoa(n)
		}
	}
	return m
}()

// letters of wings, as both scripts name them.
var wingLetters = map[string]string{"ا": "A", "ب": "B", "ج": "C", "د": "D", "ه": "E", "و": "F"}

// colours name buildings, as at Sednaya.
var colours = map[string]string{"احمر": "red", "حمرا": "red", "red": "red", "rouge": "red", "ابيض": "white", "بيضا": "white", "white": "white", "blanc": "white"}

// ParseLocation takes apart the place of a cell as lists write it, such as
// "جناح ب / الطابق الثاني / مهجع ٧" or "2nd floor, wing B, cell 7". It is a best
// effort: the text is kept, and what is not understood is in Rest.
func ParseLocation(s string) Location {
	l := Location{Text: s}
	found := map[string]Part{}
	var rest []string
	for _, segment := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("/\\,،;؛|\n()", r) }) {
		rest = append(rest, readSegment(locationTokens(segment), found)...)
	}
	for _, level := range locationOrder {
		if p, ok := found[level]; ok {
			l.Parts = append(l.Parts, p)
		}
	}
	l.Rest = strings.Join(rest, " ")
	return l
}

// locationTokens are the folded words of a segment without their articles.
func locationTokens(segment string) []string {
	minus := strings.NewReplacer("-1", " قبو 1", "-2", " قبو 2", "-3", " قبو 3", "-4", " قبو 4").Replace(digitsOf(segment))
	var out []string
	for _, w := range strings.Fields(plain(minus)) {
		if t, ok := strings.CutPrefix(w, "ال"); ok && len([]rune(t)) > 1 {
			w = t
		}
		if w != "رقم" && w != "no" && w != "number" && w != "the" && w != "n" && w != "في" && w != "in" {
			out = append(out, w)
		}
	}
	return out
}

// digitsOf writes Eastern digits as 0–9, so that a sign before them is seen.
func digitsOf(s string) string {
	return strings.Map(western, s)
}

// readSegment reads words and values in either order ("floor 2", "2nd floor")
// and returns the words that it did not understand.
func readSegment(words []string, found map[string]Part) (rest []string) {
	pending, open := "", "" // a value before its word; a level still without value
	for _, w := range words {
		if floor, ok := floorWords[w]; ok {
			if p, had := found["floor"]; !had || p.Value == "" || p.Value == "-1" {
				found["floor"] = Part{Level: "floor", Value: floor}
			}
			open = "floor"
			continue
		}
		if p, ok := locationWords[w]; ok {
			open = keep(found, p, pending)
			pending = ""
			continue
		}
		v, ok := valueOf(w)
		switch {
		case !ok:
			rest = append(rest, w)
		case open != "" && settle(found, open, v):
			open = ""
		default:
			pending = v
		}
	}
	if pending != "" {
		rest = append(rest, pending)
	}
	return rest
}

// keep notes a level, with the value that stood before it; it returns the
// level where a value may still follow.
func keep(found map[string]Part, p Part, pending string) string {
	if had, ok := found[p.Level]; ok && had.Value != "" && p.Level != "cell" {
		return ""
	}
	if had := found[p.Level]; p.Kind == "" {
		p.Kind = had.Kind
	}
	p.Value = pending
	found[p.Level] = p
	if pending != "" {
		return ""
	}
	return p.Level
}

// settle gives a level its value. A number after "basement" counts downwards.
func settle(found map[string]Part, level, v string) bool {
	p := found[level]
	switch {
	case level == "floor" && p.Value == "-1":
		p.Value = "-" + v
	case p.Value != "":
		return false
	default:
		p.Value = v
	}
	found[level] = p
	return true
}

func valueOf(w string) (string, bool) {
	if strings.Trim(w, "0123456789") == "" {
		n := strings.TrimLeft(w, "0")
		if n == "" {
			n = "0"
		}
		return n, len(n) <= 4
	}
	if v, ok := ordinals[w]; ok {
		return v, true
	}
	if v, ok := wingLetters[w]; ok {
		return v, true
	}
	if v, ok := colours[w]; ok {
		return v, true
	}
	if len(w) == 1 && w[0] >= 'a' && w[0] <= 'z' {
		return strings.ToUpper(w), true
	}
	return "", false
}
