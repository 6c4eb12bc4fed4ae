package place

import (
	"slices"
	"strings"
	"sync"
)

// agencyNames are the ways in which lists name an agency beside a branch of it.
// Branches of two agencies share a task and a town: the air force's region
// branch is not that of military intelligence.
var agencyNames = map[string][]string{
	"afi":  {"المخابرات الجوية", "الأمن الجوي", "مخابرات جوية", "جوية", "air force intelligence", "air force", "airforce"},
	"mi":   {"المخابرات العسكرية", "الأمن العسكري", "شعبة المخابرات", "military intelligence", "military security"},
	"gid":  {"المخابرات العامة", "أمن الدولة", "general intelligence", "state security"},
	"psd":  {"الأمن السياسي", "political security"},
	"crim": {"الأمن الجنائي", "criminal security"},
}

var agencyKeys = sync.OnceValue(func() map[string][]string {
	out := make(map[string][]string, len(agencyNames))
	for code, names := range agencyNames {
		for _, n := range names {
			out[code] = append(out[code], facilityKey(n))
		}
	}
	return out
})

// agenciesIn are the agencies that a text names.
func agenciesIn(text string) []string {
	key := " " + facilityKey(text) + " "
	var out []string
	for code, keys := range agencyKeys() {
		if slices.ContainsFunc(keys, func(k string) bool { return strings.Contains(key, " "+k+" ") }) {
			out = append(out, code)
		}
	}
	return out
}

// ofAnother reports whether a text names an agency, and none that has held the
// facility. Of a place that no such agency held it says nothing: a prison can
// have been named with the branch that brought people to it.
func (f Facility) ofAnother(text string) bool {
	if !slices.ContainsFunc(f.Agencies, func(a string) bool { return agencyNames[a] != nil }) {
		return false
	}
	named := agenciesIn(text)
	return len(named) > 0 && !slices.ContainsFunc(named, func(a string) bool { return slices.Contains(f.Agencies, a) })
}

// contradicted reports whether the text around a name speaks against the
// facility: it names another agency, or gives a number that a branch with a
// number of its own does not have.
func (c Candidate) contradicted(text string) bool {
	if c.Facility.ofAnother(text) {
		return true
	}
	own := numbersIn(c.Facility.En + " " + c.Facility.ID)
	given := numbersIn(text)
	return len(own) > 0 && len(given) > 0 && !slices.ContainsFunc(given, func(n string) bool { return slices.Contains(own, n) })
}
