package names

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// mistakes are parts of a table's names that are slips of others rather than
// names: الكيرم stands there a hundred times where كريم does a hundred thousand
// times, which is how often a hand slips so.
type mistakes map[string][]weighted

// leastMistake is from which probability on a text is read as a slip. unslipped
// is how often a text that is met as often as slips would bring it forth may
// still be a name.
const (
	leastMistake = 0.5
	unslipped    = 0.5
)

// A slipSeeker finds slips among parts by how often each was met.
type slipSeeker struct {
	met   map[string]float32
	texts []string // what a part may be a slip of
	coded []string // the same, a byte a letter
	near  slips
}

func newSlipSeeker(met map[string]float32, texts []string) *slipSeeker {
	s := &slipSeeker{met: met, near: newSlips(len(texts))}
	for _, t := range texts {
		if met[t] < 2 {
			continue // it explains nothing
		}
		for _, h := range omissions(t, nil) {
			s.near.add(h, int32(len(s.texts)))
		}
		s.texts, s.coded = append(s.texts, t), append(s.coded, string(encode(t)))
	}
	return s
}

// expected gives of what a text may be a slip, and how often that slip was to
// be expected, in the order of the texts.
func (s *slipSeeker) expected(text string) (of []string, times []float64) {
	found := map[int32]float64{}
	coded := string(encode(text))
	try := func(at int32) {
		if p := handSlip(coded, s.coded[at]); p > 0 && s.texts[at] != text {
			found[at] = p * float64(s.met[s.texts[at]])
		}
	}
	var room [26]uint32
	hashes := omissions(text, room[:0])
	if len(hashes) == 0 { // too short to leave out more
		hashes = append(hashes, hashText(text))
	}
	for _, h := range hashes {
		s.near.each(h, try)
	}
	order := make([]int32, 0, len(found))
	for at := range found {
		order = append(order, at)
	}
	slices.SortFunc(order, func(a, b int32) int { return cmp.Compare(s.texts[a], s.texts[b]) })
	for _, at := range order {
		of, times = append(of, s.texts[at]), append(times, found[at])
	}
	if name, p := s.brokenArticle(text); p > 0 {
		of, times = append(of, name), append(times, p*float64(s.met[name]))
	}
	return of, times
}

// handSlip gives the probability that one who means to write a name writes
// text, one edit away; 0 for other texts. A key that is hit twice is as frequent as
// one that is missed.
func handSlip(text, name string) float64 {
	p := slipOf(text, name)
	if p == 0 {
		return 0
	}
	if len(text) == len(name)+1 {
		for i := 1; i < len(text); i++ {
			if text[i] == text[i-1] && text[:i] == name[:i] && text[i+1:] == name[i:] {
				return slipRate / float64(len(name))
			}
		}
	}
	return math.Exp(p)
}

// brokenArticle reads what is left of an article that a hand slipped in as
// letters of the name: لصديق, اصديق and لاصديق for الصديق.
func (s *slipSeeker) brokenArticle(text string) (name string, p float64) {
	for _, left := range []string{"لا", "ل", "ا"} {
		if name, ok := strings.CutPrefix(text, left); ok && s.met[name] >= 2 && len([]rune(name)) >= 3 {
			const withArticle = 0.5 // of those who bear such a name
			return name, withArticle * slipRate / float64(len(encode(name))+2)
		}
	}
	return "", 0
}

// seek tells which of the texts are slips, and of what.
func (s *slipSeeker) seek(texts []string) map[string]map[string]float64 {
	slipped := map[string]map[string]float64{}
	for _, t := range texts {
		of, times := s.expected(t)
		sum := 0.0
		for _, n := range times {
			sum += n
		}
		all := sum + max(float64(s.met[t])-sum, unslipped)
		if sum < leastMistake*all {
			continue
		}
		slipped[t] = map[string]float64{}
		for i, name := range of {
			slipped[t][name] += times[i] / all
		}
	}
	return slipped
}

// read gives the posteriors of slips over the forms of the lexicon.
func (l *Lexicon) read(slipped map[string]map[string]float64) mistakes {
	m := mistakes{}
	for text, of := range slipped {
		var forms []weighted
		for name, p := range of {
			if at, ok := l.byText[name]; ok && p >= leastMistyped {
				forms = append(forms, weighted{at, float32(p)})
			}
		}
		slices.SortFunc(forms, func(a, b weighted) int { return cmp.Or(cmp.Compare(b.p, a.p), cmp.Compare(a.form, b.form)) })
		forms = forms[:min(len(forms), maxForms-1)]
		rest := float32(1)
		for _, w := range forms {
			rest -= w.p
		}
		slices.SortFunc(forms, func(a, b weighted) int { return cmp.Compare(a.form, b.form) })
		m[text] = append(forms, weighted{surface, rest})
	}
	return m
}
