package linkage

import "math"

// An Agreement says how far two people who judged the same pairs, neither
// knowing the other's answer, agree beyond chance.
type Agreement struct {
	Pairs  int      `json:"pairs"`
	Agreed int      `json:"agreed"`
	Kappa  Interval `json:"kappa"` // Cohen's; its estimate is 0 where chance alone would agree as often
	Table  [][]int  `json:"table"` // answers: the first's by row, the second's by column
}

// Agree tabulates two answers a pair, each one of n, and gives Cohen's kappa
// (1960) with the standard error of Fleiss, Cohen and Everitt (1969). ok is
// false where kappa is not defined: no pairs, or all answers alike.
func Agree(answers [][2]int, n int) (a Agreement, ok bool) {
	a.Table = make([][]int, n)
	for i := range a.Table {
		a.Table[i] = make([]int, n)
	}
	for _, x := range answers {
		a.Table[x[0]][x[1]]++
		a.Pairs++
		if x[0] == x[1] {
			a.Agreed++
		}
	}
	if a.Pairs == 0 {
		return a, false
	}
	all := float64(a.Pairs)
	row, col := make([]float64, n), make([]float64, n)
	for i := range n {
		for j, c := range a.Table[i] {
			row[i] += float64(c) / all
			col[j] += float64(c) / all
		}
	}
	seen, chance := float64(a.Agreed)/all, 0.0
	for i := range n {
		chance += row[i] * col[i]
	}
	if chance >= 1-1e-12 {
		return a, false
	}
	k := (seen - chance) / (1 - chance)
	diagonal, off := 0.0, 0.0
	for i := range n {
		for j := range n {
			p := float64(a.Table[i][j]) / all
			if i == j {
				d := 1 - (row[i]+col[i])*(1-k)
				diagonal += p * d * d
				continue
			}
			s := col[i] + row[j]
			off += p * s * s
		}
	}
	rest := k - chance*(1-k)
	variance := (diagonal + (1-k)*(1-k)*off - rest*rest) / (all * (1 - chance) * (1 - chance))
	e := 1.96 * math.Sqrt(max(0, variance))
	a.Kappa = Interval{max(-1, k-e), k, min(1, k+e)}
	return a, true
}
