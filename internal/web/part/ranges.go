package part

import (
	"github.com/a-h/templ"

	"kashf.org/kashf/internal/locale"
)

// A Range is a number that is known within bounds. Most below 0 means that
// nothing bounds it: the mark then runs dotted to the edge.
type Range struct {
	Label       string
	Least, Most int64
	Colour      int // as of the source's [Chip]
}

// RangeMark draws one range on the scale that all of them share.
func RangeMark(p locale.Printer, all []Range, r Range) templ.Component {
	top := int64(1)
	for _, o := range all {
		top = max(top, o.Least, o.Most)
	}
	scale := 1.15 * float64(top) // room for what has no bound
	d := newDrawing(p, rowHeight)
	fill := "fill-" + string(rune('1'+max(r.Colour-1, 0)%6))
	from, to := float64(r.Least)/scale, float64(r.Most)/scale
	switch {
	case r.Least < 0:
	case r.Most < 0:
		d.rect(fill, r.Label, from, from, 4, rowHeight-8)
		d.line("gap", r.Label, from, 1)
	default:
		d.rect(fill, r.Label, from, to, 4, rowHeight-8)
	}
	return d.component("")
}
