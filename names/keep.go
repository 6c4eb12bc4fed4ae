package names

import (
	"encoding/gob"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
)

// kept is what a Comparer knows beyond what is embedded.
type kept struct {
	Base   string // which lexicon it stands on
	Texts  []string
	Counts []float32
	Slips  []string // texts that are read as slips
	Read   [][]keptForm
	Known  []float32
	Other  []string
	Shares []float32
}

// keptForm is a form that a slip may stand for; -1 is the text itself.
type keptForm struct {
	Form  int32
	Share float32
}

// ErrKept is returned for what was kept by another version of the program.
var ErrKept = errors.New("names kept by another version of the lexicon")

// Save writes the shares of names, and the names that the lexicon has beyond
// the embedded one. They are names of the caller's data. It is for comparers that
// use the embedded model.
func (c *Comparer) Save(w io.Writer) error {
	base := DefaultLexicon()
	k := kept{Base: base.mark(), Known: c.known, Other: slices.Sorted(maps.Keys(c.other))}
	for _, f := range c.lexicon.forms[base.Len():] {
		k.Texts, k.Counts = append(k.Texts, f.text), append(k.Counts, f.count)
	}
	k.Slips = slices.Sorted(maps.Keys(c.lexicon.mistakes))
	for _, text := range k.Slips {
		k.Read = append(k.Read, keepForms(c.lexicon.mistakes[text]))
	}
	for _, text := range k.Other {
		k.Shares = append(k.Shares, c.other[text])
	}
	return gob.NewEncoder(w).Encode(k)
}

// LoadComparer reads what Save wrote. The comparer weighs names as the saved
// one did.
func LoadComparer(r io.Reader, o Options) (*Comparer, error) {
	var k kept
	if err := gob.NewDecoder(r).Decode(&k); err != nil {
		return nil, fmt.Errorf("read names: %w", err)
	}
	base := DefaultLexicon()
	if k.Base != base.mark() || len(k.Known) != base.Len()+len(k.Texts) || len(k.Counts) != len(k.Texts) || len(k.Shares) != len(k.Other) {
		return nil, ErrKept
	}
	forms := slices.Clone(base.forms)
	for i, t := range k.Texts {
		forms = append(forms, form{text: t, count: k.Counts[i], female: -1})
	}
	o.Lexicon = newLexicon(forms)
	if o.Lexicon.mistakes = readMistakes(k, len(o.Lexicon.forms)); o.Lexicon.mistakes == nil {
		return nil, ErrKept
	}
	c := NewComparer(o)
	c.known, c.other = k.Known, make(map[string]float32, len(k.Other))
	for i, t := range k.Other {
		c.other[t] = k.Shares[i]
	}
	return c, nil
}

func keepForms(forms []weighted) []keptForm {
	out := make([]keptForm, len(forms))
	for i, w := range forms {
		out[i] = keptForm{w.form, w.p}
		if w.form == surface {
			out[i].Form = -1
		}
	}
	return out
}

// readMistakes is nil where a form is named that is not there.
func readMistakes(k kept, forms int) mistakes {
	m := make(mistakes, len(k.Slips))
	for i, text := range k.Slips {
		if i >= len(k.Read) {
			return nil
		}
		for _, of := range k.Read[i] {
			w := weighted{of.Form, of.Share}
			switch {
			case of.Form == -1:
				w.form = surface
			case of.Form < 0 || int(of.Form) >= forms:
				return nil
			}
			m[text] = append(m[text], w)
		}
	}
	return m
}

// mark tells lexicons apart.
func (l *Lexicon) mark() string {
	h := uint32(2166136261)
	for _, f := range l.forms {
		h = hashOn(hashOn(h, f.text), "\n")
	}
	return fmt.Sprintf("%d-%08x", len(l.forms), h)
}
