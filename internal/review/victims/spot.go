package victims

import (
	"cmp"
	"slices"
	"strings"

	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/names"
	"kashf.org/kashf/place"
	"kashf.org/kashf/when"
)

// A spot is where, by whom and when something happened, as one side says it, read
// once for many comparisons.
type spot struct {
	place, unit, time string   // as said
	keys              []string // what the place may mean; two places with a key in common are the same
	words             []string // of the unit, each once
	number            string   // the first of its words that has a figure
	timed             bool     // when it was is known
	first, last       when.Day // that it may lie over
}

// A reading reads places, each once.
type reading map[string][]string

func (r reading) spotOf(place, unit, from, to string) spot {
	s := spot{place: place, unit: unit, time: span(from, to), keys: r.keysOf(place), words: wordsOf(unit)}
	if i := slices.IndexFunc(s.words, figured); i >= 0 {
		s.number = s.words[i]
	}
	if at := interval(from, to); at != nil {
		s.timed, s.first, s.last = true, at.From.Earliest(), at.To.Latest()
	}
	return s
}

// never reports whether two spots cannot have been at one time.
func (a *spot) never(b *spot) bool {
	return a.timed && b.timed && (a.first > b.last || b.first > a.last)
}

func (r reading) told(t Told) spot { return r.spotOf(t.Place, t.Unit, t.From, t.To) }

func (r reading) alleged(a review.Allegation) spot { return r.spotOf(a.Place, a.Unit, a.From, a.To) }

// keysOf are the facilities that the name of a place may mean, with the sites they
// are part of; where none is known, its words.
func (r reading) keysOf(text string) []string {
	if text == "" {
		return nil
	}
	keys, ok := r[text]
	if ok {
		return keys
	}
	for _, c := range place.FindFacility(text) {
		for _, id := range []string{c.Facility.ID, c.Facility.PartOf} {
			if id != "" && !slices.Contains(keys, "="+id) {
				keys = append(keys, "="+id)
			}
		}
	}
	if len(keys) == 0 {
		keys = []string{names.Loose(text)}
	}
	r[text] = keys
	return keys
}

func wordsOf(unit string) []string {
	var out []string
	for _, w := range strings.Fields(names.Loose(unit)) {
		if !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}

func figured(w string) bool {
	return strings.IndexFunc(w, func(r rune) bool { return r >= '0' && r <= '9' }) >= 0
}

func (a *spot) samePlace(b *spot) bool {
	for _, k := range a.keys {
		if slices.Contains(b.keys, k) {
			return true
		}
	}
	return false
}

// sameUnit compares what people call a unit: the same words, or the same number
// with a word in common.
func (a *spot) sameUnit(b *spot) bool {
	if len(a.words) == 0 || len(b.words) == 0 || a.number != b.number && a.number != "" && b.number != "" {
		return false
	}
	if a.number != "" && a.number == b.number {
		return true
	}
	shared := 0
	for _, w := range a.words {
		if slices.Contains(b.words, w) {
			shared++
		}
	}
	return shared == min(len(a.words), len(b.words))
}

// grounds are what two spots have in common, a bit each; nothing where both say
// when, and never at once.
type grounds uint8

const (
	atPlace grounds = 1 << iota
	byUnit
	inTime
)

func (a *spot) alike(b *spot) (g grounds) {
	if a.samePlace(b) {
		g |= atPlace
	}
	if a.sameUnit(b) {
		g |= byUnit
	}
	if g == 0 || a.never(b) {
		return 0
	}
	if a.time != "" && b.time != "" {
		g |= inTime
	}
	return g
}

// enough reports whether they are a likeness. Time alone is nothing, and neither
// is a place without a time, a unit or a name: thousands were held in each.
func (g grounds) enough() bool { return g&inTime != 0 || g == atPlace|byUnit }

func interval(from, to string) *when.Interval {
	if from == "" && to == "" {
		return nil
	}
	var i when.Interval
	var err error
	if from != "" {
		if i.From, err = when.Parse(from); err != nil {
			return nil
		}
	}
	if to == "" {
		to = from
	}
	if i.To, err = when.Parse(to); err != nil {
		return nil
	}
	if from == "" {
		i.From = i.To
	}
	return &i
}

// span is what was said of a time, as one date or as an interval of EDTF.
func span(from, to string) string {
	if from == "" || to == "" || from == to {
		return cmp.Or(from, to)
	}
	return from + "/" + to
}
