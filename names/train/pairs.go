package main

import (
	"strings"

	"kashf.org/kashf/names"
)

// A pair is one name token in two scripts, coded for the learner.
type pair struct {
	latin  []uint8 // 0..25
	arabic []uint8 // index in letters
	key    string  // the Arabic token, loose
	text   string  // the Latin token, loose
}

const letters = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"

var letterIndex = func() map[rune]uint8 {
	m := map[rune]uint8{}
	for _, r := range letters {
		m[r] = uint8(len(m))
	}
	return m
}()

// Tokens longer than these are phrases that the sets took for words.
const (
	maxArabic = 16
	maxLatin  = 24
)

func parsePairs(tsv string, latin, arabic int) []pair {
	var out []pair
	for line := range strings.Lines(tsv) {
		f := strings.Split(strings.TrimRight(line, "\r\n"), "\t")
		if len(f) <= max(latin, arabic) {
			continue
		}
		p := pair{key: names.Loose(strings.ReplaceAll(f[arabic], " ", "")), text: names.Loose(f[latin])}
		for _, r := range p.key {
			if i, ok := letterIndex[r]; ok {
				p.arabic = append(p.arabic, i)
			}
		}
		for _, r := range p.text {
			if r >= 'a' && r <= 'z' {
				p.latin = append(p.latin, uint8(r-'a'))
			}
		}
		n, m := len(p.arabic), len(p.latin)
		if n == 0 || m == 0 || n > maxArabic || m > maxLatin || m > 3*n+2 {
			continue
		}
		out = append(out, p)
	}
	return out
}
