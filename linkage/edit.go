package linkage

// MaxEdit is the greatest distance that [Edit] tells apart.
const MaxEdit = 8

// Edit compares short texts by how many letters must be inserted, left out,
// changed or swapped with a neighbour to make one of the other (optimal string
// alignment).
//
// Levels: exact; "within 1" and so on for each distance given; different.
func Edit(within ...int) Leveler {
	steps := make([]float64, len(within))
	for i, n := range within {
		steps[i] = float64(min(max(n, 1), MaxEdit))
	}
	return edit{within: Number(steps...).(number)}
}

type edit struct {
	text
	within number
}

func (c edit) Levels() []string { return c.within.Levels() }

func (c edit) Level(x, y Value) Level {
	a, b := x.(*textValue), y.(*textValue)
	if a.fold == b.fold {
		return 0
	}
	most := int(c.within.within[len(c.within.within)-1])
	return c.within.Level(0.0, float64(distance(a.run, b.run, most)))
}

// distance is the optimal string alignment distance, or most+1 where it is
// greater than that. Texts beyond maxJaro letters are cut.
func distance(a, b []rune, most int) int {
	a, b = a[:min(len(a), maxJaro)], b[:min(len(b), maxJaro)]
	if max(len(a)-len(b), len(b)-len(a)) > most {
		return most + 1
	}
	var rows [3][maxJaro + 1]int
	older, old, row := &rows[0], &rows[1], &rows[2]
	for j := range b {
		old[j+1] = j + 1
	}
	for i := range a {
		row[0] = i + 1
		least := row[0]
		for j := range b {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			d := min(old[j+1]+1, row[j]+1, old[j]+cost)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				d = min(d, older[j-1]+1)
			}
			row[j+1] = d
			least = min(least, d)
		}
		if least > most {
			return most + 1
		}
		older, old, row = old, row, older
	}
	return min(old[len(b)], most+1)
}
