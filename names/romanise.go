package names

import (
	"strings"
	"unicode"
)

// romanise writes a loose token of another alphabet in plain Latin letters, so
// that Владимир meets Vladimir and Мухаммед meets محمد. It is coarse on
// purpose: what comes after it compares sounds, not standards. A script that is
// not known, and one that writes words or syllables, is left as it is.
func romanise(loose string) string {
	var b strings.Builder
	rs := []rune(loose)
	for i, r := range rs {
		if s, ok := alphabets[r]; ok {
			b.WriteString(s)
			continue
		}
		s, ok := indic(rs, i)
		if !ok {
			return loose
		}
		b.WriteString(s)
	}
	if len(rs) == 1 { // an initial stays one
		return b.String()[:min(1, b.Len())]
	}
	if b.Len() == 0 {
		return loose
	}
	return b.String()
}

// alphabets maps the lower-case letters of the alphabets that names on lists
// come in, by their commonest romanisation.
var alphabets = func() map[rune]string {
	m := map[rune]string{}
	for _, a := range [...][2]string{
		{"абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґўѓђјљњћџқғңөұүһәіҳҷӣӯѕќӑӗ", "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch - y - e yu ya i yi ye g u g dj j lj nj c dz k gh n o u u h a i h j i u dz k a e"},
		{"αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώ", "a v g d e z i th i k l m n x o p r s t i f kh ps o s a e i i o i o"},
		{"աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆև", "a b g d e z e e t zh i l kh ts k h dz gh ch m y n sh o ch p j r s v t r ts v p k o f ev"},
		{"აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ", "a b g d e v z t i k l m n o p zh r s t u p k gh q sh ch ts dz ts ch kh j h"},
		{"אבגדהוזחטיכךלמםנןסעפףצץקרשת", "a b g d h o z h t i k k l m m n n s a p f ts ts k r sh t"},
		{"ܐܒܓܕܗܘܙܚܛܝܟܠܡܢܣܥܦܨܩܪܫܬ", "a b g d h o z h t i k l m n s a p s q r sh t"},
		{"ⲁⲃⲅⲇⲉⲍⲏⲑⲓⲕⲗⲙⲛⲝⲟⲡⲣⲥⲧⲩⲫⲭⲯⲱ", "a b g d e z i th i k l m n x o p r s t u f kh ps o"},
	} {
		to := strings.Fields(a[1])
		i := 0
		for _, r := range a[0] {
			m[r] = strings.Trim(to[i], "-")
			i++
		}
	}
	return m
}()

// The blocks of India share one order of letters.
const (
	indicFirst, indicLast = 0x900, 0xD7F
	indicBlock            = 0x80
	virama                = 0x4D
)

var (
	indicVowels     = strings.Fields("a a i i u u ri li e e e ai o o o au") // from 05
	indicConsonants = strings.Fields("k kh g gh n ch chh j jh n t th d dh n t th d dh n n p ph b bh m y r r l l l v sh sh s h")
	indicSigns      = strings.Fields("a i i u u ri ri e e e ai o o o au") // from 3E
)

// indic writes one letter of an Indian script: a consonant has an a of its own
// unless a sign, a virama or the end of the word follows.
func indic(rs []rune, i int) (string, bool) {
	r := rs[i]
	if r < indicFirst || r > indicLast {
		return "", false
	}
	switch at := int(r) % indicBlock; {
	case at >= 0x05 && at < 0x05+len(indicVowels):
		return indicVowels[at-0x05], true
	case at >= 0x15 && at < 0x15+len(indicConsonants):
		s := indicConsonants[at-0x15]
		if i+1 < len(rs) && !indicSign(rs[i+1]) {
			s += "a"
		}
		return s, true
	case at >= 0x3E && at < 0x3E+len(indicSigns):
		return indicSigns[at-0x3E], true
	case at == 0x02, at == 0x01:
		return "n", true
	}
	return "", indicSign(r) || unicode.Is(unicode.M, r)
}

func indicSign(r rune) bool {
	at := int(r) % indicBlock
	return r >= indicFirst && r <= indicLast && (at >= 0x3E && at <= virama || at == 0x3C)
}

// hangul writes Korean syllables in Latin letters, for comparison with Latin
// alone: among themselves syllables are compared whole.
func hangul(text string) string {
	var b strings.Builder
	for _, r := range text {
		at := int(r) - 0xAC00
		if at < 0 || at >= len(hangulFirst)*21*28 {
			return ""
		}
		b.WriteString(strings.Trim(hangulFirst[at/(21*28)], "-"))
		b.WriteString(hangulVowel[at/28%21])
		b.WriteString(strings.Trim(hangulLast[at%28], "-"))
	}
	return b.String()
}

var (
	hangulFirst = strings.Fields("k kk n d tt r m b pp s ss - j jj ch k t p h")
	hangulVowel = strings.Fields("a ae ya yae o e yo ye o wa wae oe yo u wo we wi yu u ui i")
	hangulLast  = strings.Fields("- k k k n n n t l k m l l l p l m p p t t ng t t k t p t")
)
