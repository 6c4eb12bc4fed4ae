package linkage_test

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"

	"kashf.org/kashf/linkage"
)

// boats is a table of invented fishing boats, each entered in the books of
// several harbours by clerks who misspell, leave out and guess. It gives the
// records and which boat each is of.
func boats(n int, seed uint64) (linkage.Input, map[string]string) {
	rng := rand.New(rand.NewPCG(seed, 1))
	in := linkage.Input{Columns: []string{"name", "owner", "port", "built", "length"}}
	truth := map[string]string{}
	id := 0
	for boat := range n {
		cells := []string{
			word(rng, 3), word(rng, 2) + " " + word(rng, 3), "port " + strconv.Itoa(rng.IntN(20)),
			fmt.Sprintf("%d-%02d-%02d", 1950+rng.IntN(60), 1+rng.IntN(12), 2+rng.IntN(26)), strconv.Itoa(5 + rng.IntN(30)),
		}
		for entry := range 1 + rng.IntN(3) {
			id++
			r := linkage.Record{ID: fmt.Sprintf("r%05d", id), List: "book " + strconv.Itoa(entry), Cells: make([]string, len(cells))}
			for c, cell := range cells {
				r.Cells[c] = clerk(rng, cell)
			}
			in.Records = append(in.Records, r)
			truth[r.ID] = strconv.Itoa(boat)
		}
	}
	return in, truth
}

var boatKinds = map[string]string{"name": "text", "owner": "words", "port": "category", "built": "date", "length": "number"}

func word(rng *rand.Rand, syllables int) string {
	var b strings.Builder
	for range syllables {
		b.WriteByte("bdfgklmnprstvz"[rng.IntN(14)])
		b.WriteByte("aeiou"[rng.IntN(5)])
	}
	return b.String()
}

// clerk writes a cell down, not always well.
func clerk(rng *rand.Rand, cell string) string {
	switch p := rng.Float64(); {
	case p < .06:
		return ""
	case p < .08:
		return "unknown"
	case p < .16:
		i := rng.IntN(len(cell))
		return cell[:i] + cell[i+1:]
	}
	return cell
}
