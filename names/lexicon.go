package names

import (
	_ "embed"
	"errors"
	"fmt"
	"io"
	"math"
	"sort"
	"strconv"
	"strings"
	"sync"
)

//go:embed lexicon.tsv
var lexiconTSV string

//go:embed compounds.tsv
var compoundsTSV string

//go:embed common.tsv
var commonTSV string

// A Lexicon is the set of canonical Arabic forms that a Latin token can stand
// for, each with how common it is. A form is a loose key without article;
// compounds are one form (عبدرحمن, صلاحدين). A Lexicon does not change once
// made; With gives a larger one.
type Lexicon struct {
	forms     []form
	byText    map[string]int32
	byLatin   map[string][]listing // spellings that are attested, to the forms
	trie      trie
	slips     slips    // spellings, to find what is an edit away
	formSlips slips    // the same of forms
	listed    []string // the spellings that slips numbers
	mistakes  mistakes // of a table, see With
	total     float64
}

// listing is a form with the share that one spelling has of its spellings.
type listing struct {
	form  int32
	n     float64
	share float64
}

type form struct {
	text   string
	count  float32
	prior  nats    // log weight in a posterior
	rare   float64 // one over the prior
	female int8    // per cent; -1 where nothing is known
	latin  []spelt
	met    float64 // how often a spelling of it was counted
}

// spelt is a Latin spelling with how often it was counted.
type spelt struct {
	text string
	n    float64
}

var defaultLexicon = sync.OnceValue(func() *Lexicon {
	var forms []form
	for _, tsv := range []string{lexiconTSV, commonTSV, compoundsTSV} {
		forms = append(forms, parseForms(tsv)...)
	}
	return newLexicon(forms)
})

// ReadLexicon reads a lexicon as names/train writes it: a line a form, with the
// form, its count, how many of a hundred bearers are women (or nothing) and
// its Latin spellings with their counts ("omar:554 umar:12"), parted by tabs.
// Lines that begin with # are not read.
func ReadLexicon(r io.Reader) (*Lexicon, error) {
	b, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("read lexicon: %w", err)
	}
	forms := parseForms(string(b))
	if len(forms) == 0 {
		return nil, errors.New("read lexicon: no form in it")
	}
	return newLexicon(forms), nil
}

// DefaultLexicon gives the embedded lexicon: some two thousand name tokens of
// Arabic origin counted in Wikidata, and the common compounds.
func DefaultLexicon() *Lexicon { return defaultLexicon() }

func parseForms(tsv string) []form {
	var fs []form
	for line := range strings.Lines(tsv) {
		f := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if len(f) < 4 || strings.HasPrefix(line, "#") {
			continue
		}
		count, _ := strconv.Atoi(f[1])
		female, err := strconv.Atoi(f[2])
		if err != nil {
			female = -1
		}
		fm := form{text: f[0], count: float32(count), female: int8(female)}
		for s := range strings.FieldsSeq(f[3]) {
			text, n, _ := strings.Cut(s, ":")
			met, _ := strconv.ParseFloat(n, 64)
			fm.latin = append(fm.latin, spelt{text, met})
			fm.met += met
		}
		fs = append(fs, fm)
	}
	return fs
}

// unlisted is how many spellings of a form are taken to be missing from its
// list.
const unlisted = 2

func newLexicon(forms []form) *Lexicon {
	l := &Lexicon{byText: make(map[string]int32, len(forms)), byLatin: map[string][]listing{}}
	for _, f := range forms {
		if i, ok := l.byText[f.text]; ok {
			l.forms[i].count += f.count
			continue
		}
		l.byText[f.text] = int32(len(l.forms))
		l.forms = append(l.forms, f)
	}
	spellings := 0
	for _, f := range l.forms {
		spellings += len(f.latin)
	}
	l.formSlips, l.slips = newSlips(len(l.forms)), newSlips(spellings)
	for i, f := range l.forms {
		l.total += float64(f.count)
		l.forms[i].prior = nats(math.Round(perNat * priorPower * math.Log(float64(f.count)+0.5)))
		l.forms[i].rare = math.Exp(-float64(l.forms[i].prior) / perNat)
		l.trie.insert(encode(f.text), int32(i), l.forms[i].prior)
		for _, h := range omissions(f.text, nil) {
			l.formSlips.add(h, int32(i))
		}
		for _, s := range f.latin {
			l.list(s.text)
			l.byLatin[s.text] = append(l.byLatin[s.text], listing{int32(i), s.n, s.n / (f.met + unlisted)})
		}
	}
	return l
}

// list enters a spelling among those that slips are sought from.
func (l *Lexicon) list(text string) {
	if _, ok := l.byLatin[text]; ok {
		return
	}
	at := int32(len(l.listed))
	l.listed = append(l.listed, text)
	for _, h := range omissions(text, nil) {
		l.slips.add(h, at)
	}
}

// Len gives the number of forms.
func (l *Lexicon) Len() int { return len(l.forms) }

// Has reports whether the part text, as Parse gives it, is a form.
func (l *Lexicon) Has(text string) bool {
	_, ok := l.byText[text]
	return ok
}

// With gives a lexicon that also knows the Arabic parts of the names given, so
// that Latin spellings of them are found. Each occurrence counts; a part that
// occurs once weighs little beside the common names.
func (l *Lexicon) With(fullNames ...string) *Lexicon {
	extra := map[string]float32{}
	for _, s := range fullNames {
		for _, p := range Parse(s).Parts {
			if p.Script() == Arabic && len(encode(p.Text)) > 1 {
				extra[p.Text]++
			}
		}
	}
	texts := make([]string, 0, len(extra))
	for t := range extra {
		texts = append(texts, t)
	}
	sort.Strings(texts) // the same names give the same lexicon in any order
	var strangers []string
	for _, t := range texts {
		if !l.Has(t) {
			strangers = append(strangers, t)
		}
	}
	slipped := newSlipSeeker(extra, texts).seek(strangers)
	forms := append([]form(nil), l.forms...)
	for _, t := range strangers {
		if slipped[t] == nil {
			forms = append(forms, form{text: t, count: float32(math.Sqrt(float64(extra[t]))), female: -1})
		}
	}
	with := newLexicon(forms)
	with.mistakes = with.read(slipped)
	return with
}

// Gender gives the probability that a given name is a woman's, and whether
// anything is known. Both scripts are accepted; a Latin name is read through
// its likely Arabic forms.
func (c *Comparer) Gender(given string) (female float64, known bool) {
	p, ok := Parse(given).Given()
	if !ok {
		return 0, false
	}
	return c.genderOf(p)
}

func (c *Comparer) genderOf(p Part) (female float64, known bool) {
	if headWord(p.Text) == abdHead { // the servants of God are men
		return 0.02, true
	}
	var sum, mass float64
	for _, w := range c.formsOf(p.Text) {
		if int(w.form) < len(c.lexicon.forms) {
			if f := c.lexicon.forms[w.form].female; f >= 0 {
				sum += float64(w.p) * (float64(f)*0.96 + 2) / 100 // no list is sure of a name's gender
				mass += float64(w.p)
			}
		}
	}
	if mass < 0.3 {
		return 0, false
	}
	return sum / mass, true
}
