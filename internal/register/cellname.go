package register

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"kashf.org/kashf/names"
)

// cellFillers are words that one writer puts in and another leaves out.
var cellFillers = func() map[string]bool {
	m := make(map[string]bool)
	for _, w := range strings.Fields("رقم في من ال the of in no nr num number numéro numero n de du la le") {
		m[names.Loose(w)] = true
	}
	return m
}()

// CellKey is the form in which names of cells are compared: the same words in
// another spelling give the same key. "المهجع رقم ٥" and "مهجع 5" are one
// name; "cell 5" and "dormitory 5" are two, and so are a name in Arabic and its
// translation: that they mean one room is for a person to say.
func CellKey(written string) string {
	var b strings.Builder
	var last rune
	for _, r := range norm.NFKC.String(written) {
		switch {
		case r >= '٠' && r <= '٩':
			r = '0' + r - '٠'
		case r >= '۰' && r <= '۹':
			r = '0' + r - '۰'
		}
		kind := classOf(r)
		switch {
		case kind == 'm': // vowels and lengthening strokes tell no two apart
			continue
		case kind == ' ':
			b.WriteByte(' ')
		case last != 0 && kind != last && last != ' ': // "5A", "مهجع5"
			b.WriteByte(' ')
			b.WriteRune(r)
		default:
			b.WriteRune(r)
		}
		last = kind
	}
	var ws []string
	for _, w := range strings.Fields(b.String()) {
		if rest, ok := strings.CutPrefix(w, "ال"); ok && len(rest) > len("و") {
			w = rest
		}
		if classOf([]rune(w)[0]) != 'd' {
			w = names.Loose(w)
		} else if w = strings.TrimLeft(w, "0"); w == "" {
			w = "0"
		}
		if w != "" && !cellFillers[w] {
			ws = append(ws, w)
		}
	}
	return strings.Join(ws, " ")
}

// classOf is 'l' of a letter, 'm' of a mark on one, 'd' of a digit, ' ' of
// anything else.
func classOf(r rune) rune {
	switch {
	case unicode.IsDigit(r):
		return 'd'
	case unicode.IsMark(r) || r == 'ـ':
		return 'm'
	case unicode.IsLetter(r):
		return 'l'
	}
	return ' '
}

// A CellFinder finds which part of a place a list means by what it writes as a
// cell. It is made for one reader, out of the parts in the reader's sight.
type CellFinder struct {
	by map[FacilityID]map[string][]cellName
}

type cellName struct {
	part   PartID
	source SourceID
}

// A CellFind says how sure it is what was found.
type CellFind int

const (
	CellUnknown CellFind = iota // no part in sight is called so
	CellFound
	CellSeveral // several are
)

// NewCellFinder makes a finder of the parts of a place and, where it has some,
// of the places inside it: up names the place that a place lies in.
func NewCellFinder(parts []Part, up func(FacilityID) FacilityID) *CellFinder {
	f := &CellFinder{by: make(map[FacilityID]map[string][]cellName)}
	at := make(map[PartID]Part, len(parts))
	for _, p := range parts {
		at[p.ID] = p
	}
	for _, p := range parts {
		for site, n := p.Site, 0; site != "" && n < 8; site, n = up(site), n+1 {
			for _, w := range p.Words {
				for _, key := range pathKeys(at, p, w) {
					f.add(site, key, cellName{p.ID, w.Source})
				}
			}
		}
	}
	return f
}

func (f *CellFinder) add(site FacilityID, key string, n cellName) {
	if f.by[site] == nil {
		f.by[site] = make(map[string][]cellName)
	}
	if !slices.Contains(f.by[site][key], n) {
		f.by[site][key] = append(f.by[site][key], n)
	}
}

// mostPaths bounds the ways in which one name of a part can be written.
const mostPaths = 64

// pathKeys are the keys of a name alone and with those of the parts around it,
// the widest first or the narrowest, one of them left out or not: "wing A, cell
// 5" and "cell 5, wing A".
func pathKeys(at map[PartID]Part, p Part, w PartWord) []string {
	own := CellKey(w.Name)
	if own == "" {
		return nil
	}
	outer := [][2]string{{own, own}} // widest first, narrowest first
	for in, n := p.In, 0; in != "" && n < 8 && len(outer) < mostPaths; in, n = at[in].In, n+1 {
		for _, o := range slices.Clone(outer) {
			for _, around := range at[in].Words {
				key := CellKey(around.Name)
				if pair := [2]string{key + " " + o[0], o[1] + " " + key}; key != "" && len(outer) < mostPaths && !slices.Contains(outer, pair) {
					outer = append(outer, pair)
				}
			}
		}
	}
	var out []string
	for _, o := range outer {
		out = append(out, o[0], o[1])
	}
	return out
}

// Find gives the part that a source means by what it writes. What the source
// itself calls a part comes first. A mere number, such as "5", means a part only
// where its own source says so: another's fifth cell may be any.
func (f *CellFinder) Find(site FacilityID, source SourceID, written string) (PartID, CellFind) {
	key := CellKey(written)
	found := f.by[site][key]
	if key == "" || len(found) == 0 {
		return "", CellUnknown
	}
	var own, all []PartID
	for _, n := range found {
		if n.source == source && !slices.Contains(own, n.part) {
			own = append(own, n.part)
		}
		if !slices.Contains(all, n.part) {
			all = append(all, n.part)
		}
	}
	switch {
	case len(own) > 0:
		all = own
	case !strings.ContainsFunc(key, unicode.IsLetter):
		return "", CellUnknown
	}
	if len(all) > 1 {
		return "", CellSeveral
	}
	return all[0], CellFound
}
