package register

import (
	"cmp"
	"slices"
)

// A Part is one part of a place of detention, with all that sources in sight
// tell of it.
type Part struct {
	ID   PartID // of its first word that stands
	Site FacilityID
	In   PartID // as the first word has it; "" the place itself
	Kind string
	Name string
	// Words stand, the oldest first: names that differ from the first are
	// aliases, each with its source.
	Words []PartWord
	// Corrected are the words that others took the place of.
	Corrected []PartWord
	// KindsDiffer and PlacesDiffer: sources tell otherwise of it than the first.
	KindsDiffer, PlacesDiffer bool
	Depth                     int // 0 right below the place
}

// PartsOf gathers the parts of a place out of the words in a reader's sight, a
// part after the one that it lies in, otherwise in the order of their names. It
// is a pure function: the words of others change nothing of it.
func PartsOf(words []PartWord) []Part {
	words = slices.Clone(words)
	slices.SortFunc(words, func(a, b PartWord) int { return cmp.Or(cmp.Compare(a.Seq, b.Seq), cmp.Compare(a.ID, b.ID)) })
	gone := make(map[string]bool)
	for _, w := range words {
		if w.Corrects != "" {
			gone[w.Corrects] = true
		}
	}
	var parts []Part
	at := make(map[PartID]int) // by the number that words give
	for _, w := range words {
		i, ok := at[w.Part]
		if !ok {
			i = len(parts)
			at[w.Part] = i
			parts = append(parts, Part{Site: w.Site})
		}
		if gone[w.ID] {
			parts[i].Corrected = append(parts[i].Corrected, w)
		} else {
			parts[i].Words = append(parts[i].Words, w)
		}
	}
	settle(parts, at)
	return inTreeOrder(parts)
}

// settle reads out of the words what each part is and where it lies. A part in
// one out of sight lies in the place itself, as it would if that had never been
// told; so does one that would lie in itself.
func settle(parts []Part, at map[PartID]int) {
	for i := range parts {
		p := &parts[i]
		if len(p.Words) == 0 { // all corrected in a circle: nobody's word stands
			p.Words, p.Corrected = p.Corrected, nil
		}
		first := p.Words[0]
		p.ID, p.Kind, p.Name = PartID(first.ID), first.Kind, first.Name
	}
	of := func(id PartID) PartID {
		if k, ok := at[id]; ok && id != "" {
			return parts[k].ID
		}
		return ""
	}
	for i := range parts {
		p := &parts[i]
		p.In = of(p.Words[0].In)
		for _, w := range p.Words[1:] {
			p.KindsDiffer = p.KindsDiffer || w.Kind != p.Kind
			p.PlacesDiffer = p.PlacesDiffer || of(w.In) != p.In
		}
	}
	byID := make(map[PartID]int, len(parts))
	for i, p := range parts {
		byID[p.ID] = i
	}
	for i := range parts {
		seen := map[PartID]bool{}
		for at := parts[i].ID; at != ""; at = parts[byID[at]].In {
			if seen[at] {
				parts[i].In = ""
				break
			}
			seen[at] = true
		}
	}
}

func inTreeOrder(parts []Part) []Part {
	below := make(map[PartID][]Part)
	for _, p := range parts {
		below[p.In] = append(below[p.In], p)
	}
	var out []Part
	var walk func(in PartID, depth int)
	walk = func(in PartID, depth int) {
		slices.SortStableFunc(below[in], func(a, b Part) int {
			return cmp.Or(compareNatural(CellKey(a.Name), CellKey(b.Name)), cmp.Compare(a.ID, b.ID))
		})
		for _, p := range below[in] {
			p.Depth = depth
			out = append(out, p)
			walk(p.ID, depth+1)
		}
	}
	walk("", 0)
	return out
}

// compareNatural puts "cell 9" before "cell 10".
func compareNatural(a, b string) int {
	for a != "" && b != "" {
		na, nb := digits(a), digits(b)
		if na > 0 && nb > 0 {
			if c := cmp.Or(cmp.Compare(na, nb), cmp.Compare(a[:na], b[:nb])); c != 0 {
				return c
			}
			a, b = a[na:], b[nb:]
			continue
		}
		if a[0] != b[0] {
			return cmp.Compare(a[0], b[0])
		}
		a, b = a[1:], b[1:]
	}
	return cmp.Compare(len(a), len(b))
}

// digits is how many bytes of digits a text begins with.
func digits(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}
