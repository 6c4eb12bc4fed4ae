package names

import "sync"

const (
	rarest  = 2e-5 // share of a name met nowhere: no name is worth more than 15.6 bits
	staticN = 2000 // how many observed parts the embedded shares weigh as much as
)

// Frequencies counts how common each form is in a caller's own data. The zero
// value is empty; it is safe for concurrent use.
type Frequencies struct {
	mu    sync.Mutex
	count map[string]float64
	total float64
}

// Add counts the parts of a prepared name, each by its posterior. Weight is 1
// for a record of its own and 1/n for one of n that are known to be the same
// person, so that duplicates do not make a name common.
func (f *Frequencies) Add(c *Comparer, p *Prepared, weight float64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.count == nil {
		f.count = map[string]float64{}
	}
	for _, id := range p.parts[:p.n] {
		t := c.vocabulary.token(id)
		for _, w := range t.forms {
			text := t.text
			if w.form != surface {
				text = c.lexicon.forms[w.form].text
			}
			f.count[text] += weight * float64(w.p)
		}
		f.total += weight
	}
}

// shares gives the share of each lexicon form, and of the other forms that
// were counted.
func (f *Frequencies) shares(l *Lexicon) ([]float32, map[string]float32) {
	known := make([]float32, len(l.forms))
	for i, fm := range l.forms {
		static := float64(fm.count) / l.total
		n := 0.0
		if f != nil {
			n = f.count[fm.text]
			static = (n + staticN*static) / (f.total + staticN)
		}
		known[i] = float32(max(rarest, static))
	}
	if f == nil {
		return known, nil
	}
	other := map[string]float32{}
	for text, n := range f.count {
		if !l.Has(text) {
			other[text] = float32(max(rarest, n/(f.total+staticN)))
		}
	}
	return known, other
}
