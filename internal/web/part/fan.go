package part

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/a-h/templ"

	"kashf.org/kashf/internal/locale"
)

// A Fan draws the lines of a picture of ties: from one point in the middle of one
// side to the rows of a list on the other, which share its height evenly. It is
// stretched to that height, and mirrored where the page runs from right to left.
// The list says in words what the lines show.
type Fan struct {
	Lines []FanLine
	// Inward: the list stands where reading starts and the point where it ends.
	Inward bool
}

// A FanLine is one line.
type FanLine struct {
	Unsure  bool // drawn broken
	Differs bool // those who tell of it differ: drawn in the colour of a warning
	Broad   bool // says more than others
}

func (l FanLine) class() string {
	c := "tie"
	for _, x := range []struct {
		is   bool
		name string
	}{{l.Unsure, " unsure"}, {l.Differs, " differs"}, {l.Broad, " broad"}} {
		if x.is {
			c += x.name
		}
	}
	return c
}

// rowUnits is the height of a row in the picture's own units.
const rowUnits = 100

// Picture draws the fan.
func (f Fan) Picture(p locale.Printer) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		var b strings.Builder
		height := rowUnits * max(1, len(f.Lines))
		fmt.Fprintf(&b, `<svg class="fan" viewBox="0 0 100 %d" preserveAspectRatio="none" aria-hidden="true">`, height)
		hub, rows := 0, 100
		if f.Inward != p.RTL() {
			hub, rows = 100, 0
		}
		for i, l := range f.Lines {
			y := rowUnits*i + rowUnits/2
			fmt.Fprintf(&b, `<path class="%s" d="M%d %dC50 %d 50 %d %d %d"></path>`, l.class(), hub, height/2, height/2, y, rows, y)
		}
		b.WriteString(`</svg>`)
		if _, err := io.WriteString(w, b.String()); err != nil {
			return fmt.Errorf("draw ties: %w", err)
		}
		return nil
	})
}

// Mark draws one line alone, for a list without the picture.
func (l FanLine) Mark() templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := fmt.Fprintf(w, `<svg class="fan-mark" viewBox="0 0 24 8" aria-hidden="true"><path class="%s" d="M0 4H24"></path></svg>`, l.class())
		if err != nil {
			return fmt.Errorf("draw a tie: %w", err)
		}
		return nil
	})
}
