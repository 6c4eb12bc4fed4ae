package matches

import (
	"net/url"
	"strconv"

	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web/part"
	"kashf.org/kashf/names"
)

// verdicts are the four answers in the order of their keys.
var verdicts = [...]struct {
	verdict register.Verdict
	key     string
	tone    part.Tone
	look    part.Look
}{
	{register.SamePerson, "matches.verdict.same", part.Good, part.Primary},
	{register.Relatives, "matches.verdict.relatives", part.Info, part.Normal},
	{register.Different, "matches.verdict.different", part.Warn, part.Normal},
	{register.CannotTell, "matches.verdict.cannot_tell", part.Quiet, part.Subtle},
}

func verdictWords(p locale.Printer, v register.Verdict) string {
	for _, x := range verdicts {
		if x.verdict == v {
			return p.T(x.key)
		}
	}
	return string(v)
}

func verdictTone(v register.Verdict) part.Tone {
	for _, x := range verdicts {
		if x.verdict == v {
			return x.tone
		}
	}
	return part.Quiet
}

// An answer is one of the buttons.
type answer struct {
	Verdict register.Verdict
	Label   string
	Key     string
	Look    part.Look
}

func answers(p locale.Printer) []answer {
	var out []answer
	for i, x := range verdicts {
		out = append(out, answer{x.verdict, p.T(x.key), strconv.Itoa(i + 1), x.look})
	}
	return out
}

// keysOf are the keys of the page, for the list that "?" opens.
func keysOf(p locale.Printer) []part.Key {
	var out []part.Key
	for _, a := range answers(p) {
		out = append(out, part.Key{Press: a.Key, Does: a.Label})
	}
	return append(out, part.Key{Press: "n", Does: p.T("matches.skip")}, part.Key{Press: "u", Does: p.T("matches.key.undo")})
}

// roles say which part of a name it is.
var roles = map[string]string{
	names.Given.String(): "field.given_name", names.Father.String(): "field.father_name",
	names.Grandfather.String(): "field.grandfather_name", names.Middle.String(): "matches.role.middle",
	names.Family.String(): "field.family_name", names.Kunya.String(): "field.kunya",
}

func roleWords(p locale.Printer, role string) string {
	if key, ok := roles[role]; ok {
		return p.T(key)
	}
	return p.T("matches.role.part")
}

// relations say how two parts of a name met, and what that is.
var relations = map[names.Relation]struct {
	key   string
	state State
}{
	names.Exact:           {"matches.relation.exact", Agrees},
	names.Folded:          {"matches.relation.folded", Agrees},
	names.Joined:          {"matches.relation.joined", Agrees},
	names.Transliteration: {"matches.relation.transliteration", Agrees},
	names.Spelling:        {"matches.relation.spelling", Near},
	names.InitialOnly:     {"matches.relation.initial", Near},
	names.Unfinished:      {"matches.relation.initial", Near},
	names.Different:       {"matches.relation.different", Contradicts},
	names.Missing:         {"matches.relation.missing", OneSide},
	names.OutOfOrder:      {"matches.relation.order", Near},
	names.OtherReading:    {"matches.relation.order", Near},
	names.ByName:          {"matches.relation.byname", Near},
}

// compared are the fields of a comparison by the keys that identity gives them.
var compared = map[string]string{
	"name": "matches.field.name", "mother": "field.mother_name", "sex": "field.sex", "birth_date": "field.birth_date",
	"born": "field.birth_year", "governorate": "field.governorate", "place": "field.place", "arrest_date": "field.arrest_date",
	"detainee_no": "field.detainee_no", "national_no": "field.national_no", "occupation": "field.occupation", "residence": "field.residence",
	"list": "matches.field.list",
}

func comparedWords(p locale.Printer, field string) string {
	if key, ok := compared[field]; ok {
		return p.T(key)
	}
	return field
}

// says are the weights in words, from the strongest for to the strongest
// against. The bounds are bits.
var says = [...]struct {
	from float64
	key  string
}{
	{8, "matches.says.strongly_for"},
	{3, "matches.says.for"},
	{.05, "matches.says.weakly_for"},
	{-.05, "matches.says.nothing"},
	{-2.5, "matches.says.weakly_against"},
	{-6, "matches.says.against"},
}

func saysOf(p locale.Printer, bits float64) string {
	for _, s := range says {
		if bits >= s.from {
			return p.T(s.key)
		}
	}
	return p.T("matches.says.strongly_against")
}

// readings say what a probability comes to. They are the scale of a reader,
// not of the linkage.
var readings = [...]struct {
	from float64
	key  string
	bars part.Strength
}{
	{.99, "matches.reading.very_likely", 3},
	{.9, "matches.reading.likely", 2},
	{.5, "matches.reading.perhaps", 1},
	{.1, "matches.reading.rather_not", 1},
	{0, "matches.reading.unlikely", 0},
}

func readingOf(p locale.Printer, probability float64) (part.Strength, string) {
	for _, r := range readings {
		if probability >= r.from {
			return r.bars, p.T(r.key)
		}
	}
	return 0, ""
}

// A tab leads to a part of the queue.
type tab struct {
	Label, Href string
	Current     bool
}

var bands = [...]struct {
	band Band
	key  string
}{
	{AnyBand, "matches.band.any"}, {Likely, "matches.band.likely"}, {Unclear, "matches.band.unclear"}, {Second, "matches.band.second"},
}

func tabs(p locale.Printer, q Queue) []tab {
	var out []tab
	for _, b := range bands {
		if b.band == Second && !q.Judges {
			continue
		}
		c := Choice{Source: q.Filter.Source, Band: b.band, After: -1}
		out = append(out, tab{p.T(b.key, q.Counts[b.band]), c.href(nil), q.Filter.Band == b.band})
	}
	return out
}

// href is the address of a part of the queue.
func (c Choice) href(more url.Values) string {
	q := url.Values{}
	for k, v := range more {
		q[k] = v
	}
	if c.Source != "" {
		q.Set("source", c.Source)
	}
	if c.Band != AnyBand {
		q.Set("band", string(c.Band))
	}
	if c.After >= 0 {
		q.Set("after", strconv.Itoa(c.After))
	}
	if len(q) == 0 {
		return "/matches"
	}
	return "/matches?" + q.Encode()
}

// choiceOf reads a part of the queue from a form or an address; what it does
// not know it takes for nothing chosen.
func choiceOf(q url.Values) Choice {
	c := Choice{Source: q.Get("source"), After: -1}
	switch b := Band(q.Get("band")); b {
	case Likely, Unclear, Second:
		c.Band = b
	}
	if n, err := strconv.Atoi(q.Get("after")); err == nil && n >= 0 {
		c.After = n
	}
	return c
}

func progressLine(p locale.Printer, q Queue) string {
	return p.List(p.N("matches.waits", q.Counts[AnyBand]), p.N("matches.today", q.Today))
}

func clashTitle(p locale.Printer, c Clash) string {
	if c.Forbids {
		return p.T("matches.clash.forbids")
	}
	return p.T("matches.clash.title")
}

// leaveHref is where to go without answering.
func leaveHref(f Form) string {
	if f.Skip != "" {
		return f.Skip
	}
	return pairPath(f.Token)
}
