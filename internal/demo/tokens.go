package demo

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
)

//go:embed tokens.tsv
var tokensTSV string

// A community is whose names a family gives. Most names are everybody's.
type community uint8

const (
	common community = iota
	christian
	kurdish
	communities
)

// A lexicon is what names are made of.
type lexicon struct {
	men, women, family [communities]table[string]
	// latin holds the spellings of a token; "ال" is not part of the key.
	latin map[string]*table[string]
}

// divine are the second parts of the names with عبد, with their usual Latin
// spellings.
var divine = []struct{ arabic, latin string }{
	{"الله", "llah"},
	{"الرحمن", "rahman"},
	{"الكريم", "karim"},
	{"العزيز", "aziz"},
	{"الرزاق", "razzaq"},
	{"القادر", "qader"},
	{"اللطيف", "latif"},
	{"الحميد", "hamid"},
	{"المجيد", "majid"},
	{"الوهاب", "wahhab"},
	{"الغني", "ghani"},
	{"الحليم", "halim"},
	{"الناصر", "naser"},
	{"الستار", "sattar"},
	{"السلام", "salam"},
	{"الباسط", "baset"},
	{"الهادي", "hadi"},
	{"المنعم", "monem"},
}

// ofFaith are the first parts of the names with الدين.
var ofFaith = []struct{ arabic, latin string }{
	{"نور", "nour"},
	{"صلاح", "salah"},
	{"علاء", "alaa"},
	{"سيف", "saif"},
	{"عز", "ezz"},
	{"شمس", "shams"},
	{"جمال", "jamal"},
	{"بدر", "badr"},
	{"محي", "mohi"},
	{"ضياء", "diaa"},
}

// readLexicon reads the embedded table of tokens.
func readLexicon(tsv string) (*lexicon, error) {
	lx := &lexicon{latin: map[string]*table[string]{}}
	for n, line := range strings.Split(strings.TrimSpace(tsv), "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		cells := strings.Split(line, "\t")
		if len(cells) != 4 {
			return nil, fmt.Errorf("tokens line %d: %d cells, want 4", n+1, len(cells))
		}
		weight, err := strconv.Atoi(cells[2])
		if err != nil {
			return nil, fmt.Errorf("tokens line %d: %w", n+1, err)
		}
		if !lx.add(cells[0], cells[1], weight) {
			return nil, fmt.Errorf("tokens line %d: kind %q", n+1, cells[0])
		}
		if err := lx.spell(bare(cells[1]), cells[3]); err != nil {
			return nil, fmt.Errorf("tokens line %d: %w", n+1, err)
		}
	}
	for _, x := range divine {
		if lx.latin[bare(x.arabic)] == nil {
			lx.latin[bare(x.arabic)] = single(x.latin)
		}
	}
	for _, x := range ofFaith {
		if lx.latin[x.arabic] == nil {
			lx.latin[x.arabic] = single(x.latin)
		}
	}
	return lx, nil
}

// add notes a token of a kind. It reports whether there is such a kind.
func (lx *lexicon) add(kind, token string, weight int) bool {
	of := common
	switch {
	case strings.HasSuffix(kind, "c"):
		of = christian
	case strings.HasSuffix(kind, "k"):
		of = kurdish
	}
	switch kind[:min(1, len(kind))] {
	case "m":
		lx.men[of].add(token, weight)
		// A man's given name is also a common family name, bare or after أبو.
		lx.family[of].add(token, weight*5)
		if of == common {
			lx.family[of].add("أبو "+token, weight)
		}
	case "f":
		lx.women[of].add(token, weight)
	case "n":
		lx.family[of].add(token, weight*10)
	default:
		return false
	}
	return true
}

// spell notes the Latin spellings of a token: "khaled:71 khalid:40". The first
// notice of a token stands.
func (lx *lexicon) spell(token, spellings string) error {
	if lx.latin[token] != nil {
		return nil
	}
	t := &table[string]{}
	for _, s := range strings.Fields(spellings) {
		latin, count, ok := strings.Cut(s, ":")
		n, err := strconv.Atoi(count)
		if !ok || err != nil {
			return fmt.Errorf("spelling %q: want latin:count", s)
		}
		t.add(latin, n)
	}
	lx.latin[token] = t
	return nil
}

func single(s string) *table[string] {
	t := &table[string]{}
	t.add(s, 1)
	return t
}

// communityOf draws whose names a family gives.
func communityOf(d dice) community {
	switch x := d.Float64(); {
	case x < .03:
		return christian
	case x < .09:
		return kurdish
	}
	return common
}

// given draws a given name for a man or a woman. Kurdish families give many
// of the common names too.
func (lx *lexicon) given(d dice, s Sex, of community) string {
	if of == kurdish && d.chance(.55) {
		of = common
	}
	if s == Woman {
		return lx.women[of].draw(d)
	}
	if of != common {
		return lx.men[of].draw(d)
	}
	switch x := d.Float64(); {
	case x < .08:
		return "عبد " + divine[d.IntN(len(divine))].arabic
	case x < .10:
		return ofFaith[d.IntN(len(ofFaith))].arabic + " الدين"
	case x < .13:
		return "محمد " + lx.men[common].draw(d)
	}
	return lx.men[common].draw(d)
}

// bare is a token without its article.
func bare(token string) string {
	if rest, ok := strings.CutPrefix(token, "ال"); ok && len([]rune(rest)) > 2 {
		return rest
	}
	return token
}
