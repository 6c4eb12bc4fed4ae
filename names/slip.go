package names

// slip is the factor of two different spellings in one script that a slip
// of pen, keyboard or scanner may explain. Two names that both exist are never
// a slip for each other: حسن and حسين are one letter apart and two people.
func slip(a, b *token) float64 {
	if a.known && b.known || min(a.runes, b.runes) < 3 {
		return 0
	}
	x, y := []rune(a.text), []rune(b.text)
	shorter := min(len(x), len(y))
	switch d, confusable := distance(x, y); {
	case d == 1 && confusable:
		return 40
	case d == 1 && shorter >= 4:
		return 25
	case d == 2 && shorter >= 7:
		return 10
	}
	return 0
}

// confusables are letters that differ by a dot or a stroke, or that neighbours
// mistake in hearing.
var confusables = []string{"بتثني", "جحخ", "دذ", "رز", "سش", "صض", "طظ", "عغ", "فق", "كل", "هه", "وا", "iyj", "ea", "ou", "sz", "ck", "vw", "ckq"}

// confused are the sets of confusables that a letter is in, a bit for each.
var confused = func() (sets [0x700]uint32) {
	for i, set := range confusables {
		for _, r := range set {
			sets[r] |= 1 << i
		}
	}
	return sets
}()

func alike(a, b rune) bool {
	return a >= 0 && a < rune(len(confused)) && b >= 0 && b < rune(len(confused)) && confused[a]&confused[b] != 0
}

// distance gives the number of edits between x and y, neighbours exchanged
// counting one, up to 2 (3 stands for more); and whether the only edit changes
// a letter for one it is confused with.
func distance(x, y []rune) (int, bool) {
	if len(x)-len(y) > 2 || len(y)-len(x) > 2 {
		return 3, false
	}
	for len(x) > 0 && len(y) > 0 && x[0] == y[0] {
		x, y = x[1:], y[1:]
	}
	for len(x) > 0 && len(y) > 0 && x[len(x)-1] == y[len(y)-1] {
		x, y = x[:len(x)-1], y[:len(y)-1]
	}
	switch {
	case len(x) == 1 && len(y) == 1:
		return 1, alike(x[0], y[0])
	case len(x)+len(y) <= 1:
		return len(x) + len(y), false
	case len(x) == 2 && len(y) == 2 && x[0] == y[1] && x[1] == y[0]:
		return 1, false
	}
	return edits(x, y), false
}

// edits is Levenshtein's distance, cut at 3.
func edits(x, y []rune) int {
	if len(x) > 64 || len(y) > 64 {
		return 3
	}
	var row [65]int
	for j := range y {
		row[j+1] = j + 1
	}
	for i := range x {
		diagonal := row[0]
		row[0] = i + 1
		for j := range y {
			cost := diagonal
			if x[i] != y[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return min(row[len(y)], 3)
}
