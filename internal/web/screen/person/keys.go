package person

import (
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/web/part"
)

// keys lists the keys of a file, those alone that the reader has.
func (v View) keys(p locale.Printer) []part.Key {
	var out []part.Key
	add := func(has bool, press, key string) {
		if has {
			out = append(out, part.Key{Press: press, Does: p.T(key)})
		}
	}
	add(v.Reveal != nil && !v.Reveal.Open, "r", "person.reveal")
	add(v.CanCorrect, "e", "person.correct")
	add(v.CanArrange, "a", "person.arrange")
	add(v.CanPrint, "p", "person.print")
	add(v.CanLookBack, "t", "person.earlier")
	add(v.HasTies, "k", "person.ties")
	add(v.CanCompare, "c", "person.compare.button")
	add(v.CanNote, "w", "desk.new")
	return out
}
