package review

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/names"
	"kashf.org/kashf/place"
	"kashf.org/kashf/when"
)

// What the review itself writes, before and after a finding, calls nobody more
// than a court has. And what leaves for the public or for victims tells no day,
// no number and no place of the file: a date and a village find a person without
// any name. The service asks it of what is typed now; entries made before stay
// as they are.

var rulePresumed = rule{"presumption of innocence", "ICCPR 14(2); domain 4.7"}

// stronger are words that say of somebody what only a court may.
var stronger = regexp.MustCompile(`(?i)\b(murderers?|killers?|perpetrators?|shabi(h|ha)|terrorists?|guilty|culprits?|torturers?|traitors?|criminals)\b` +
	`|(^|\P{Arabic})(و|ف)?(ب|ل|ك)?(ال|لل)?(فلول|(مجرم|قاتل|قتلة|جاني|جناة|شبيح|جلاد|إرهابي|ارهابي|مذنب|مدان|عميل|خائن|خونة)(ا|ون|ين|ة|ات|ه|ها|هم|ان)?)(\P{Arabic}|$)`)

// criminal is a noun of somebody where nothing of the law follows it.
var criminal = regexp.MustCompile(`(?i)\bcriminal\b(?:\s+(\w+))?`)

var ofLaw = strings.Fields("court courts code law laws procedure procedures proceedings proceeding case cases charge charges offence offences offense responsibility investigation investigations justice chamber tribunal division record records complaint matter police")

// quoted is what stands in quotation marks: a source's words.
var quoted = regexp.MustCompile(`«[^»]*»|“[^”]*”|"[^"]*"`)

// presumes refuses texts of the review's own that call somebody more than the
// standard reached. Where a court has judged (P4), its word may be said.
func (c *Case) presumes(texts ...string) error {
	if slices.ContainsFunc(c.Findings, func(f Held) bool { return f.Court && f.Standard == P4 && f.Stopped == 0 }) {
		return nil
	}
	for _, t := range texts {
		t = bare(quoted.ReplaceAllString(t, " "))
		strong := stronger.MatchString(t)
		for _, m := range criminal.FindAllStringSubmatch(t, -1) {
			strong = strong || !slices.Contains(ofLaw, strings.ToLower(m[1]))
		}
		if strong {
			return rulePresumed.refuse("words no stronger than the standard reached; what a source says stands in quotation marks")
		}
	}
	return nil
}

// bare is a text as it is read: without vowel signs, the stretch of Arabic letters
// and what takes no room, none of which makes a word another.
func bare(t string) string {
	return strings.Map(func(r rune) rune {
		if r == 'ـ' || unicode.Is(unicode.Mn, r) || unseen(r) {
			return -1
		}
		return r
	}, norm.NFKC.String(t))
}

// gravest are the names of grave crimes.
var gravest = regexp.MustCompile(`(?i)\b(grave crimes?|war crimes?|crimes? against humanity|genocide)\b` +
	`|(جريمة|جرائم)\s+(جسيمة|حرب|الحرب|ضد\s+الإنسانية)|الجرائم\s+الجسيمة|الجريمة\s+الجسيمة|إبادة\s+جماعية|الإبادة\s+الجماعية`)

// speaksTooSoon refuses an abstract for the public that speaks of a grave crime
// which the findings show below the standard that the policy asks for.
func (c *Case) speaksTooSoon(r Ruling, k Setting) error {
	if c.alleges(B3) && c.with(r.Findings).Reached()[B3] < k.Policy.Grave.Public && gravest.MatchString(bare(quoted.ReplaceAllString(r.Abstract, " "))) {
		return ruleGrave.refuse("an abstract that speaks of no grave crime below the standard that the policy asks for in public")
	}
	return nil
}

// says are the texts of a ruling that somebody typed.
func (r Ruling) says() []string {
	out := []string{r.Law, r.Notice, r.Abstract, r.Victims}
	for _, f := range r.Findings {
		out = append(out, f.Law, f.Reasons)
		for _, x := range f.Rejected {
			out = append(out, x.Why)
		}
	}
	for _, a := range r.Answers {
		out = append(out, a)
	}
	for _, w := range r.Rebutted {
		out = append(out, w)
	}
	return out
}

// typed are the texts of an act that speak of the person in the review's name.
func typed(b Body) []string {
	switch b := b.(type) {
	case *DraftedBody:
		return b.says()
	case *ProposedBody:
		return []string{b.Law, b.Reasons}
	case *AllegedBody:
		return []string{b.Text}
	case *NoticedBody:
		return []string{b.Summary, b.Exception}
	case *SignedBody:
		return []string{b.Dissent}
	case *DisclosedBody:
		var out []string
		for _, g := range b.Gists {
			out = append(out, g)
		}
		return out
	case *ObjectedBody:
		return []string{b.Why}
	case *ObjectionAnsweredBody:
		return []string{b.Answer}
	case *StayExtendedBody:
		return []string{b.Why}
	case *RecallAskedBody:
		return []string{b.Why}
	case *RecallSignedBody:
		return []string{b.Why}
	case *OrderedBody:
		return []string{b.Why}
	case *HeardBody:
		return []string{b.Said}
	}
	return nil
}

// traceless refuses a text that leaves the office and tells a day, a long number,
// a place that the file names, or the case.
func (s *Service) traceless(ctx context.Context, c *Case, texts ...string) error {
	_, rs, err := s.Store.Person(ctx, register.Sight{Machine: true}, c.Person)
	if err != nil && !errors.Is(err, register.ErrNotFound) {
		return err
	}
	places := placesOf(rs)
	for _, a := range c.Allegations {
		places = append(places, wordsOf(a.Place), wordsOf(a.Unit))
	}
	for _, t := range texts {
		switch said := wordsOf(t); {
		case tellsDay(t):
			return ruleAbstract.refuse("a text without a day: a month or a year at most")
		case tellsNumber(t) || tellsCase(t, c.ID):
			return ruleAbstract.refuse("a text without numbers of papers, of people or of the case")
		case slices.ContainsFunc(places, func(p []string) bool { return tellsPlace(said, p) }):
			return ruleAbstract.refuse("a text without a place or a unit that the file names")
		}
	}
	return nil
}

// whereabouts are the fields whose words are places or units.
var whereabouts = []register.Field{
	register.BirthPlace, register.Place, register.Residence, register.ArrestPlace, register.LastSeenPlace, register.DeathPlace, register.BurialPlace,
	register.RegistryPlace, register.Facility, register.TransferTo, register.Cell,
}

func placesOf(rs []register.Record) [][]string {
	var out [][]string
	for _, r := range rs {
		for _, c := range r.Claims {
			if c.Absence != register.Present || !slices.Contains(whereabouts, c.Field) {
				continue
			}
			out = append(out, wordsOf(c.Value))
			if p, ok := place.Lookup(place.Code(c.Norm)); ok && p.Level != place.Governorate {
				out = append(out, wordsOf(p.Ar), wordsOf(p.En))
			}
		}
	}
	return out
}

// tellsPlace reports whether a text has the words of a place, in their order. A
// governorate says too little of where, and one short word may be any.
func tellsPlace(said, p []string) bool {
	if len(p) == 0 || slices.Contains(governorates(), strings.Join(p, " ")) {
		return false
	}
	if len(p) == 1 && (utf8.RuneCountInString(p[0]) < 3 || slices.Contains(prisonWords, p[0])) {
		return false
	}
	return begins(said, p)
}

// begins is [within], where the first word may be joined to a letter before it.
func begins(words, want []string) bool {
	for i := 0; i+len(want) <= len(words); i++ {
		if (words[i] == want[0] || unjoined(words[i]) == want[0]) && slices.Equal(words[i+1:i+len(want)], want[1:]) {
			return true
		}
	}
	return false
}

// unjoined is a word without what Arabic writes onto it: and, so, in, for, as.
func unjoined(w string) string {
	r, n := utf8.DecodeRuneInString(w)
	if !strings.ContainsRune("وفبلك", r) || utf8.RuneCountInString(w) < 4 {
		return w
	}
	rest := strings.TrimPrefix(w[n:], "ل")
	if r != 'ل' {
		rest = names.WithoutArticle(w[n:])
	}
	return rest
}

// governorates are the names of the governorates, as [wordsOf] folds them.
var governorates = sync.OnceValue(func() []string {
	var out []string
	for _, g := range place.Governorates() {
		out = append(out, strings.Join(wordsOf(g.Ar), " "), strings.Join(wordsOf(g.En), " "))
	}
	return out
})

// tellsGovernorate reports whether a text names one.
func tellsGovernorate(t string) bool {
	said := wordsOf(t)
	return slices.ContainsFunc(governorates(), func(g string) bool { return begins(said, strings.Fields(g)) })
}

var (
	numericDay = regexp.MustCompile(`(^|[^\d])(\d{1,2}\s*[/.\-]\s*\d{1,2}\s*[/.\-]\s*\d{2,4}|\d{4}\s*[/.\-]\s*\d{1,2}\s*[/.\-]\s*\d{1,2})([^\d]|$)`)
	longNumber = regexp.MustCompile(`\d{5,}`)
	monthWords = `(january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec` +
		`|كانون|شباط|[اآ]ذار|نيسان|[اأ]يار|حزيران|تموز|[اآ]ب|[اأ]يلول|تشرين|يناير|فبراير|مارس|[اأ]بريل|مايو|يونيو|يوليو|[اأ]غسطس|سبتمبر|[اأ]كتوبر|نوفمبر|ديسمبر)`
	wordedDay = regexp.MustCompile(`(?i)(^|[^\d])(3[01]|[12]\d|0?[1-9])(st|nd|rd|th)?\s+(من\s+)?(شهر\s+)?(of\s+)?` + monthWords + `(\P{L}|$)|(^|\P{L})` + monthWords + `\s+(3[01]|[12]\d|0?[1-9])(st|nd|rd|th)?([^\d]|$)`)
)

// western writes all digits of a text as 0 to 9, without the marks that are not
// seen: they part no number.
func western(t string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, when.Digits(t))
}

// tellsDay reports whether a text names a day of a month.
func tellsDay(t string) bool {
	t = western(t)
	return numericDay.MatchString(t) || wordedDay.MatchString(t)
}

func tellsNumber(t string) bool { return longNumber.MatchString(western(t)) }

// tellsCase reports whether a text has a case's key, as pages write it or whole.
func tellsCase(t string, id CaseID) bool {
	key := string(id)
	if len(key) > 8 {
		key = key[len(key)-8:]
	}
	squeezed := strings.ToUpper(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, western(t)))
	return len(key) == 8 && strings.Contains(squeezed, strings.ToUpper(key))
}
