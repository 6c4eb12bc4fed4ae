package place

import (
	"cmp"
	"slices"
	"strings"
)

// A Match is a place that a name may mean.
type Match struct {
	Place Place
	// Score is 1 where the name is one of the place's own, and falls to the
	// least likeness that is still shown, [LeastScore].
	Score float64
}

// LeastScore is the least likeness of a match, and maxMatches the most of them.
const (
	LeastScore = .65
	maxMatches = 10
)

// levelWords name the kind of place that follows.
var levelWords = map[string]Level{
	"محافظه": Governorate, "governorate": Governorate, "province": Governorate, "gouvernorat": Governorate,
	"منطقه": District, "قضا": District, "district": District,
	"ناحيه": Subdistrict, "subdistrict": Subdistrict, "nahiya": Subdistrict,
	"قريه": Community, "بلده": Community, "مدينه": Community, "village": Community, "town": Community, "city": Community, "ville": Community, "مزرعه": Community,
	"حي": Neighbourhood, "quarter": Neighbourhood, "neighbourhood": Neighbourhood, "neighborhood": Neighbourhood, "quartier": Neighbourhood,
}

// Find returns the places that a name may mean, best first, at most ten. Only
// places within a code are looked at; "" is everywhere. Without a governorate a
// governorate comes before places of its name; with one, a community comes
// before the district and sub-district named after it, unless the name says
// "district". A name may come with what it lies in: "حلب / الباب / تادف".
func Find(name string, within Code) []Match {
	if plain(name) == "" {
		return nil
	}
	if p, ok := Lookup(Code(strings.ToUpper(strings.TrimSpace(name)))); ok {
		return []Match{{p, 1}}
	}
	q := newQuery(name, within)
	found := q.exact()
	if within == "" && q.level <= Governorate {
		if gov, ok := FindGovernorate(name); ok && (len(found) == 0 || holds(found, gov)) {
			return governorateFirst(gov, found)
		}
	}
	if len(found) == 0 {
		if path := findPath(name, within); len(path) > 0 {
			return path
		}
		if rest, gov, ok := splitGovernorate(name); ok && (gov.Within(within) || within.Within(gov)) {
			if within == "" {
				within = gov
			}
			return Find(rest, within)
		}
		found = q.near()
	}
	return found[:min(len(found), maxMatches)]
}

// holds reports whether any of the places lies in the governorate: a name that
// places of other governorates alone have is theirs.
func holds(found []Match, gov Code) bool {
	return slices.ContainsFunc(found, func(m Match) bool { return m.Place.Code.Within(gov) })
}

func governorateFirst(gov Code, found []Match) []Match {
	p, _ := Lookup(gov)
	out := []Match{{p, 1}}
	for _, m := range found {
		if m.Place.Code != gov && len(out) < maxMatches {
			out = append(out, m)
		}
	}
	return out
}

// splitGovernorate parts "حلب - الباب" and "Al-Bab, Aleppo".
func splitGovernorate(name string) (rest string, gov Code, ok bool) {
	name = strings.ReplaceAll(name, " - ", "/") // Al-Bab keeps its hyphen
	parts := strings.FieldsFunc(name, func(r rune) bool { return strings.ContainsRune("/\\,،;؛|–()", r) })
	if len(parts) < 2 {
		return "", "", false
	}
	for i, p := range parts {
		c, ok := FindGovernorate(p)
		if !ok {
			continue
		}
		others := slices.Concat(parts[:i], parts[i+1:])
		rest = strings.TrimSpace(strings.Join(others, " "))
		return rest, c, rest != "" && plain(rest) != ""
	}
	return "", "", false
}

// A query is a name folded for comparison.
type query struct {
	within Code
	level  Level // named by a word, else NoLevel
	text   string
	keys   keys
	a      *atlas
}

func newQuery(name string, within Code) query {
	q := query{within: within, text: plain(name), a: gazetteer()}
	words := strings.Fields(q.text)
	if len(words) > 1 {
		if l, ok := levelWords[words[0]]; ok {
			q.level, words = l, words[1:]
		} else if l, ok := levelWords[words[len(words)-1]]; ok {
			q.level, words = l, words[:len(words)-1]
		}
	}
	rest := strings.Join(words, " ")
	q.keys = keys{ar: arabicKey(rest), en: latinKey(rest)}
	if q.keys.en != "" {
		q.keys.bones = bones(q.keys.en)
	}
	return q
}

// exact are the places of which the name is one, in one script or the other.
func (q query) exact() []Match {
	key := q.keys.ar + q.keys.en
	whole := arabicKey(q.text) + latinKey(q.text)
	found := q.collect(q.a.exact[key], func(int) float64 { return 1 })
	if whole != key { // "مدينة دمشق" is a name with its word
		for _, m := range q.collect(q.a.exact[whole], func(int) float64 { return 1 }) {
			if !slices.ContainsFunc(found, func(o Match) bool { return o.Place.Code == m.Place.Code }) {
				found = append(found, m)
			}
		}
	}
	return q.sorted(found)
}

// near are the places whose names sound or look like the query.
func (q query) near() []Match {
	ar, en, bare := []rune(q.keys.ar), []rune(q.keys.en), []rune(q.keys.bones)
	heard := []rune(bones(sounds.Replace(q.keys.ar)))
	all := make([]int, 0, 64)
	scores := map[int]float64{}
	gov := q.within.Governorate()
	for i := range q.a.places {
		k := &q.a.keys[i]
		if gov != "" && k.gov != gov {
			continue
		}
		s := 0.0
		switch {
		case len(ar) > 0 && k.ar != "":
			s = likeness(ar, k.runes[0])
		case len(ar) > 0: // a place of which only a Latin name is known
			s = .9 * likeness(heard, k.runes[2])
		case len(en) > 0:
			s = .5*likeness(en, k.runes[1]) + .5*likeness(bare, k.runes[2])
		}
		if s >= LeastScore {
			all, scores[i] = append(all, i), min(s, .99)
		}
	}
	return q.sorted(q.collect(all, func(i int) float64 { return scores[i] }))
}

func (q query) collect(at []int, score func(int) float64) []Match {
	var out []Match
	for _, i := range at {
		if p := q.a.places[i]; p.Code.Within(q.within) {
			out = append(out, Match{p, score(i)})
		}
	}
	return out
}

func (q query) sorted(ms []Match) []Match {
	slices.SortFunc(ms, func(a, b Match) int {
		return cmp.Or(-cmp.Compare(a.Score, b.Score), -cmp.Compare(q.rank(a.Place), q.rank(b.Place)), cmp.Compare(a.Place.Code, b.Place.Code))
	})
	return ms
}

// rank orders places of one name: as spelt, of the level named, then the community that
// gave its sub-district or district its name, then other communities.
func (q query) rank(p Place) int {
	r := 0
	if plain(p.Ar) == q.text || plain(p.En) == q.text {
		r += 100
	}
	if q.level != NoLevel && p.Level == q.level {
		r += 1000
	}
	switch p.Level {
	case Governorate:
		r += 30
	case Community:
		r += 50 + q.seat(p)
	case Subdistrict:
		r += 20
	case District:
		r += 25
	}
	return r
}

// seat is what a community gains from being the place its surroundings are
// named after.
func (q query) seat(p Place) int {
	gain := 0
	for c := p.Parent; c != ""; c = c.Parent() {
		if o, _ := Lookup(c); latinKey(o.En) == latinKey(p.En) {
			gain += 10
		}
	}
	return gain
}
