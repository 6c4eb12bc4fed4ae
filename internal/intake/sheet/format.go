package sheet

import "strings"

// A shows says what a number format makes of a number.
type shows struct {
	year, month, day, clock bool
	elapsed                 bool   // hours beyond 24
	pad                     string // a pattern of zeros, such as 00000 or 0000-000
	percent                 bool
}

func (f shows) dated() bool { return f.year || f.month || f.day }

// builtin are the formats that have a number and no text in the file
// (ECMA-376 part 1, 18.8.30; 27 to 36 and 50 to 58 are dates in East Asian
// books).
func builtin(id int) shows {
	switch {
	case id == 9 || id == 10:
		return shows{percent: true}
	case id == 14, id == 15, id >= 27 && id <= 31, id == 36, id >= 50 && id <= 54, id == 57, id == 58:
		return shows{year: true, month: true, day: true}
	case id == 16:
		return shows{month: true, day: true}
	case id == 17:
		return shows{year: true, month: true}
	case id == 22:
		return shows{year: true, month: true, day: true, clock: true}
	case id >= 18 && id <= 21, id >= 32 && id <= 35, id == 45, id == 47, id == 55, id == 56:
		return shows{clock: true}
	case id == 46:
		return shows{clock: true, elapsed: true}
	}
	return shows{}
}

// formatOf reads a format's text, its part for positive numbers.
func formatOf(code string) shows {
	plain, pad := formatLetters(code)
	var f shows
	switch {
	case strings.Contains(plain, "%"):
		f.percent = true
	case pad != "":
		f.pad = pad
	default:
		f.letters(plain)
	}
	return f
}

// formatLetters drops what a format quotes and what stands in brackets, up to
// its first semicolon. Hours in brackets become "H". pad is the whole pattern
// where it is made of zeros and marks between them.
func formatLetters(code string) (plain, pad string) {
	var b, p strings.Builder
	zeros, only := 0, true
	for i := 0; i < len(code); i++ {
		c := code[i]
		switch c {
		case ';':
			i = len(code)
		case '"':
			end := strings.IndexByte(code[i+1:], '"')
			if end < 0 {
				i = len(code)
				continue
			}
			p.WriteString(code[i+1 : i+1+end])
			i += end + 1
		case '\\', '_', '*':
			if i++; i < len(code) && c == '\\' {
				p.WriteByte(code[i])
			}
		case '[':
			end := strings.IndexByte(code[i:], ']')
			if end < 0 {
				i = len(code)
				continue
			}
			if in := strings.ToLower(code[i+1 : i+end]); in != "" && strings.Trim(in, "h") == "" {
				b.WriteByte('H')
				only = false
			} else if in != "" && (strings.Trim(in, "m") == "" || strings.Trim(in, "s") == "") {
				b.WriteString("Hm")
				only = false
			}
			i += end
		case '0':
			zeros++
			p.WriteByte(c)
			b.WriteByte(c)
		case '-', ' ', '(', ')':
			p.WriteByte(c)
			b.WriteByte(' ')
		default:
			only = false
			b.WriteByte(c | 0x20)
		}
	}
	if only && zeros > 1 {
		pad = p.String()
	}
	return b.String(), pad
}

// letters reads y, m, d, h and s. An m next to hours or seconds is minutes.
func (f *shows) letters(plain string) {
	if strings.Contains(plain, "general") {
		return
	}
	runs := letterRuns(plain)
	for i, r := range runs {
		switch r {
		case 'y', 'e', 'b':
			f.year = true
		case 'd':
			f.day = true
		case 'h', 's':
			f.clock = true
		case 'H':
			f.clock, f.elapsed = true, true
		case 'm':
			after := i > 0 && (runs[i-1] == 'h' || runs[i-1] == 'H')
			before := i+1 < len(runs) && runs[i+1] == 's'
			if after || before {
				f.clock = true
			} else {
				f.month = true
			}
		}
	}
	if !f.dated() && !f.clock {
		*f = shows{}
	}
}

func letterRuns(plain string) []byte {
	var runs []byte
	last := byte(0)
	for i := range len(plain) {
		c := plain[i]
		// "e" is a year in no format that has digits: there it is 0.00E+00.
		if c == 'e' && strings.ContainsAny(plain, "0#") || strings.IndexByte("ymdhsHeb", c) < 0 {
			last = 0
			continue
		}
		if c != last {
			runs = append(runs, c)
		}
		last = c
	}
	return runs
}
