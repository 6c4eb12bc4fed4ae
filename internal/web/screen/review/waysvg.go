package review

import (
	"fmt"

	"kashf.org/kashf/internal/locale"
)

// The drawing of the way: boxes in rows of four.
const (
	wayCols   = 4
	wayBox    = 136
	wayStep   = 164
	wayRow    = 92
	outcomeAt = 8 // the state in which the outcome stands
)

func wayHeight(n int) int { return (n+wayCols-1)/wayCols*wayRow - wayRow + 60 }

func wayX(p locale.Printer, i int) int {
	col := i % wayCols
	if p.RTL() {
		col = wayCols - 1 - col
	}
	return 6 + col*wayStep
}

func wayY(i int) int { return 4 + i/wayCols*wayRow }

// wayArrow is the line from the box before to box i.
func wayArrow(p locale.Printer, i int) string {
	x, y, px, py := wayX(p, i), wayY(i), wayX(p, i-1), wayY(i-1)
	if y == py {
		from, to := px+wayBox, x
		if p.RTL() {
			from, to = px, x+wayBox
		}
		return fmt.Sprintf("M%d %d L%d %d", from, y+26, to, y+26)
	}
	return fmt.Sprintf("M%d %d v20 H%d v20", px+wayBox/2, py+52, x+wayBox/2)
}
