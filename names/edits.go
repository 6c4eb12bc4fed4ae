package names

import "strings"

// maxEdited is how many letters of a part are compared letter by letter; what
// is longer is hardly a name.
const maxEdited = 32

// Costs of an edit, in hundredths of a letter exchanged for another.
const (
	wholeEdit  = 100
	similar    = 50 // letters that sound or look alike
	doubling   = 25 // a letter written twice
	weakLetter = 70 // a vowel, h, y or w too many: what transcriptions disagree on
	neighbours = 75 // two letters exchanged
	syllable   = 200
)

// substitution holds the cost of one Latin letter for another.
var substitution = func() (t [26][26]uint8) {
	for i := range t {
		for j := range t[i] {
			if i != j {
				t[i][j] = wholeEdit
			}
		}
	}
	for _, set := range [...]string{"aeiouy", "ckqgx", "sz", "vwf", "uw", "ijy", "jg", "bp", "dt", "mn", "hx", "lr"} {
		for _, a := range set {
			for _, b := range set {
				if a != b {
					t[a-'a'][b-'a'] = similar
				}
			}
		}
	}
	return t
}()

// resemblance gives 0 to 1: how much of the longer of two texts is left when
// the edits that part them are taken off. Work is bounded by maxEdited.
func resemblance(a, b string) float64 {
	var x, y [maxEdited]rune
	n, m := spell(a, &x), spell(b, &y)
	if n == 0 || m == 0 {
		return 0
	}
	return max(0, 1-float64(editCost(x[:n], y[:m]))/allowance(max(n, m)))
}

// allowance is the cost at which nothing of a text is left. It grows slower
// than the text: a long name has room for an ending that many names share, not
// for more slips.
func allowance(letters int) float64 {
	const whole, share = 6, 0.5
	n := float64(letters)
	return wholeEdit * min(n, whole+share*(n-whole))
}

// spell gives the letters of a text, kh as the x that it is in Kurmanji.
func spell(s string, out *[maxEdited]rune) int {
	n := 0
	for _, r := range s {
		if r == 'h' && n > 0 && out[n-1] == 'k' {
			out[n-1] = 'x'
			continue
		}
		if n == maxEdited {
			break
		}
		out[n] = r
		n++
	}
	return n
}

// editCost is Damerau's distance with the costs above.
func editCost(x, y []rune) int {
	var rows [3][maxEdited + 1]int
	for j := range y {
		rows[0][j+1] = rows[0][j] + gapCost(y, j)
	}
	for i := range x {
		above, row, before := &rows[i%3], &rows[(i+1)%3], &rows[(i+2)%3]
		row[0] = above[0] + gapCost(x, i)
		for j := range y {
			best := min(above[j]+exchange(x[i], y[j]), above[j+1]+gapCost(x, i), row[j]+gapCost(y, j))
			if i > 0 && j > 0 && x[i] == y[j-1] && x[i-1] == y[j] && x[i] != x[i-1] {
				best = min(best, before[j-1]+neighbours)
			}
			row[j+1] = best
		}
	}
	return rows[len(x)%3][len(y)]
}

func gapCost(x []rune, i int) int {
	r := x[i]
	switch {
	case i > 0 && x[i-1] == r:
		return doubling
	case r < 0x80 && strings.IndexByte("aeiouyhw", byte(r)) >= 0:
		return weakLetter
	case syllabic(r):
		return syllable
	}
	return wholeEdit
}

func exchange(a, b rune) int {
	switch {
	case a == b:
		return 0
	case a >= 'a' && a <= 'z' && b >= 'a' && b <= 'z':
		return int(substitution[a-'a'][b-'a'])
	case syllabic(a) || syllabic(b):
		return syllable
	case alike(a, b):
		return similar
	}
	return wholeEdit
}

// syllabic reports whether one sign of the script is a syllable or a word, so
// that another sign is another name.
func syllabic(r rune) bool {
	return r >= 0x1100 && r <= 0x11FF || r >= 0x3040 && r <= 0x30FF || r >= 0x3400 && r <= 0x9FFF || r >= 0xAC00 && r <= 0xD7A3
}
