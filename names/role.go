package names

// takeKunya moves Abu X and Umm X out of the parts where they stand before a
// name or in a bracket; elsewhere they are one part, the family's name.
func (n *Name) takeKunya() {
	parts := n.Parts[:0] // never longer than what was read
	for i := 0; i < len(n.Parts); i++ {
		p := n.Parts[i]
		text, isKunya := kunyaWord(p.Text)
		if !isKunya || i+1 == len(n.Parts) {
			parts = append(parts, p)
			continue
		}
		i++
		next := n.Parts[i]
		whole := Part{Raw: p.Raw + " " + next.Raw, Text: text + next.Text, Role: Family, Marks: Compound | p.Marks | next.Marks&^Article}
		if len(parts) == 0 && i+1 < len(n.Parts) && n.Kunya == nil {
			whole.Role = Kunya
			n.Kunya = &whole
			continue
		}
		parts = append(parts, whole)
	}
	n.Parts = parts
	for _, a := range n.Aliases {
		if n.Kunya != nil {
			return
		}
		n.Kunya = kunyaOf(a)
	}
}

func kunyaOf(alias string) *Part {
	ps := join(words(alias))
	if len(ps) != 2 {
		return nil
	}
	text, ok := kunyaWord(ps[0].Text)
	if !ok {
		return nil
	}
	return &Part{Raw: alias, Text: text + ps[1].Text, Role: Kunya, Marks: Compound}
}

// kunyaWord gives the canonical spelling of Abu or Umm in the script of the
// token.
func kunyaWord(text string) (string, bool) {
	k := kinds[text]
	switch {
	case !k.is(abuWord | ummWord):
		return "", false
	case k.is(abuWord) && ScriptOf(text) == Arabic:
		return "ابو", true
	case k.is(abuWord):
		return "abu", true
	case text == "ام":
		return "ام", true
	}
	return "um", true
}

// limit keeps MaxParts parts: the first ones and the last.
func (n *Name) limit() {
	if len(n.Parts) <= MaxParts {
		return
	}
	n.Truncated = true
	kept := append([]Part(nil), n.Parts[:MaxParts-1]...)
	n.Parts = append(kept, n.Parts[len(n.Parts)-1])
}

// setRoles reads roles from positions: the first part is given; of two or more
// the last is the family; those between are father, grandfather, and further
// forebears.
func (n *Name) setRoles() {
	for i := range n.Parts {
		p := &n.Parts[i]
		switch {
		case i == 0:
			p.Role = Given
		case i == len(n.Parts)-1:
			p.Role = Family
		case i == 1:
			p.Role = Father
		case i == 2:
			p.Role = Grandfather
		default:
			p.Role = Middle
		}
	}
}

// setForebears reads roles in a name without a family.
func (n *Name) setForebears() {
	for i := range n.Parts {
		n.Parts[i].Role = [...]Role{Given, Father, Grandfather, Middle}[min(i, 3)]
	}
}
