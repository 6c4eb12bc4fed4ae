package linkage

import "math/bits"

// jaroWinkler is the similarity of two words between 0 and 1: Jaro's measure
// with Winkler's bonus for a common beginning of up to four letters.
func jaroWinkler(a, b []rune) float64 {
	j := jaro(a, b)
	if j < 0.7 {
		return j
	}
	p := 0
	for p < len(a) && p < len(b) && p < 4 && a[p] == b[p] {
		p++
	}
	return j + float64(p)*0.1*(1-j)
}

// letters marks which letters a text has, hashed into one machine word.
func letters(run []rune) uint64 {
	var m uint64
	for _, r := range run {
		m |= 1 << (r & 63)
	}
	return m
}

// mayReach reports whether the Jaro-Winkler similarity of two texts can reach
// s. Letters that only one of them has can match nothing; most random pairs are
// told apart by that alone.
func mayReach(a, b []rune, ma, mb uint64, s float64) bool {
	la, lb := len(a), len(b)
	if max(la, lb) > maxJaro {
		return true
	}
	m := float64(min(la-bits.OnesCount64(ma&^mb), lb-bits.OnesCount64(mb&^ma)))
	if m <= 0 {
		return false
	}
	j := (m/float64(la) + m/float64(lb) + 1) / 3
	if a[0] == b[0] {
		j += 0.4 * (1 - j)
	}
	return j >= s
}

// maxJaro is how much of a text is compared: longer texts are not words. The
// marks of matched letters fit one machine word.
const maxJaro = 64

func jaro(a, b []rune) float64 {
	a, b = a[:min(len(a), maxJaro)], b[:min(len(b), maxJaro)]
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	window := max(len(a), len(b))/2 - 1
	var ma, mb uint64
	m := 0
	for i, r := range a {
		for j := max(0, i-window); j <= min(len(b)-1, i+window); j++ {
			if mb>>j&1 == 0 && b[j] == r {
				ma |= 1 << i
				mb |= 1 << j
				m++
				break
			}
		}
	}
	if m == 0 {
		return 0
	}
	t, j := 0, 0
	for i, r := range a {
		if ma>>i&1 == 0 {
			continue
		}
		for mb>>j&1 == 0 {
			j++
		}
		if b[j] != r {
			t++
		}
		j++
	}
	f := float64(m)
	return (f/float64(len(a)) + f/float64(len(b)) + (f-float64(t)/2)/f) / 3
}

// oneEdit reports whether a becomes b by one insertion, deletion, change or
// swap of neighbours. Equal texts are not one edit apart.
func oneEdit(a, b []rune) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	x, y := len(a), len(b)
	for x > i && y > i && a[x-1] == b[y-1] {
		x--
		y--
	}
	switch {
	case x == i:
		return y-i == 1
	case x-i == 1:
		return y-i == 1
	}
	return x-i == 2 && y-i == 2 && a[i] == b[i+1] && a[i+1] == b[i]
}
