package when

import (
	"strings"
	"unicode"
)

// A phrase is a cell taken apart: one or two dates and what its words say
// about them.
type phrase struct {
	dates []loose
	roles map[role]bool
}

// A loose date is the numbers and names that stand together.
type loose struct {
	text   string // as it stood, for errors
	nums   []string
	month  int // by name
	season int
	decade int // 198 for the eighties
	hijri  bool
	clock  string
}

func (l loose) empty() bool {
	return len(l.nums) == 0 && l.month == 0 && l.season == 0 && l.decade == 0
}

// phrase reads a folded cell into its parts.
func (r *reader) phrase(text string) (phrase, error) {
	p := phrase{roles: map[role]bool{}, dates: make([]loose, 1)}
	for _, w := range tokens(text) {
		if err := p.take(w); err != nil {
			return p, err
		}
	}
	if p.dates[len(p.dates)-1].empty() {
		p.dates = p.dates[:len(p.dates)-1]
	}
	if len(p.dates) > 2 {
		return p, refuse(text, text, NotADate)
	}
	return p, nil
}

// tokens cuts a folded cell into numbers, words and times, and joins names of
// two words: كانون الثاني becomes كانون-الثاني. A dash between two numbers of
// four digits, or with spaces around it, is the token "-".
func tokens(text string) []string {
	var out []string
	fields := strings.Fields(text)
	for i, f := range fields {
		if i > 0 && i+1 < len(fields) && (f == "/" || f == "-") && isYear(fields[i+1]) && len(out) > 0 && !isYear(out[len(out)-1]) {
			continue // أيار / 2013 is one date, 1985 / 1987 are two
		}
		out = append(out, cut(f)...)
	}
	var joined []string
	for i := 0; i < len(out); i++ {
		w, n := twoWords(out[i:])
		joined = append(joined, w)
		i += n - 1
	}
	return joined
}

// twoWords is the first name or word of a list, and of how many words it is.
func twoWords(list []string) (string, int) {
	w := list[0]
	if !firstHalves[w] || len(list) < 2 {
		return w, 1
	}
	if len(list) > 2 && list[2] == "عشر" && monthNumbers[list[1]+"-عشر"] > 0 && strings.HasSuffix(w, "شهر") {
		return "شهر-" + list[1] + "-عشر", 3
	}
	if strings.HasSuffix(w, "شهر") && monthNumbers[list[1]] > 0 {
		return "شهر-" + list[1], 2
	}
	if both := w + "-" + list[1]; months[both] > 0 || hijriMonths[both] > 0 {
		return both, 2
	}
	return w, 1
}

// cut parts one field without spaces into runs of digits and of letters.
func cut(f string) []string {
	if strings.Count(f, ":") > 0 {
		if date, clock, ok := strings.Cut(f, "t"); ok && clock != "" {
			return append(cut(date), clock)
		}
		return []string{f}
	}
	if f == "-" || f == "/" {
		return []string{"-"}
	}
	var out []string
	run, kind := "", 0
	flush := func() {
		if run != "" {
			out = append(out, run)
		}
		run = ""
	}
	for _, c := range f {
		k := 0
		switch {
		case c >= '0' && c <= '9':
			k = 1
		case unicode.IsLetter(c):
			k = 2
		}
		if k != kind {
			flush()
		}
		kind = k
		switch {
		case k > 0:
			run += string(c)
		case c == '?' || c == '؟' || c == '~' || c == '%':
			out = append(out, string(c))
		case c == '-' || c == '/':
			out = append(out, string(c)+string(c)) // a mark within a date, dropped or read by splitYears
		}
	}
	flush()
	return splitYears(out)
}

// splitYears makes the dash of 1985-1987 one between two dates and drops those
// within a date.
func splitYears(out []string) []string {
	var kept []string
	for i, w := range out {
		if w != "--" && w != "//" {
			kept = append(kept, w)
			continue
		}
		if i == 1 && len(out) == 3 && isYear(out[0]) && (isYear(out[2]) || w == "--" && isShortEnd(out[0], out[2])) {
			kept = append(kept, "-")
		}
	}
	return kept
}

func isYear(s string) bool { return len(s) == 4 && allDigits(s) }

// isShortEnd tells 1985-87 from the month in 1985-07: the second number is no
// month and comes after the first.
func isShortEnd(year, end string) bool {
	return len(end) == 2 && allDigits(end) && end > "12" && end > year[2:]
}

func (p *phrase) take(w string) error {
	l := &p.dates[len(p.dates)-1]
	switch {
	case allDigits(w):
		l.nums = append(l.nums, w)
	case strings.Contains(w, ":"):
		l.clock = w
	case w == "-" || (roles[w] == joiner || roles[w] == upToAnd) && !l.empty():
		p.dates = append(p.dates, loose{})
		return nil
	case w == "?" || w == "؟":
		p.roles[doubtful] = true
	case w == "~":
		p.roles[about] = true
	case w == "%":
		p.roles[about], p.roles[doubtful] = true, true
	default:
		return p.word(l, w)
	}
	l.text = strings.TrimSpace(l.text + " " + w)
	return nil
}

func (p *phrase) word(l *loose, w string) error {
	bare := strings.TrimPrefix(w, "ال")
	if p.name(l, w) || p.name(l, bare) {
		l.text = strings.TrimSpace(l.text + " " + w)
		return nil
	}
	role := roles[w]
	if roles[bare] == noise {
		role = noise
	}
	switch {
	case role == hijriMark:
		for i := range p.dates {
			p.dates[i].hijri = true
		}
	case w == "s" && len(l.nums) == 1 && strings.HasSuffix(l.nums[0], "0"): // 1980s
		l.decade, l.nums = atoi(l.nums[0])/10, nil
	case w == "annees" || w == "عقد":
		l.decade = -1 // the number that follows is a decade
	case role != 0:
		p.roles[role] = true
	case strings.HasPrefix(w, "و") && p.second(strings.TrimPrefix(w, "و")):
	case strings.HasPrefix(w, "ب") && roles[w[len("ب"):]] != 0: // ببداية, بعام
		p.roles[roles[w[len("ب"):]]] = true
	case ordinals[w] && len(l.nums) > 0:
	default:
		return refuse("", w, NotADate)
	}
	return nil
}

// second takes the و of "بين أيار وحزيران", which is written to its word.
func (p *phrase) second(w string) bool {
	var l loose
	if !p.name(&l, w) || p.dates[len(p.dates)-1].empty() {
		return false
	}
	l.text = w
	p.dates = append(p.dates, l)
	return true
}

// name takes the name of a month, a season or a decade.
func (p *phrase) name(l *loose, w string) bool {
	if m := months[w]; m > 0 && l.month == 0 {
		l.month = m
		return true
	}
	if n, ok := strings.CutPrefix(w, "شهر-"); ok && l.month == 0 {
		l.month = monthNumbers[n]
		return true
	}
	if m := hijriMonths[w]; m > 0 && l.month == 0 {
		l.month, l.hijri = m, true
		return true
	}
	if s := seasons[w]; s > 0 && l.season == 0 {
		l.season = s
		return true
	}
	if d := decades[w]; d > 0 && l.decade == 0 {
		l.decade = d
		return true
	}
	return false
}
