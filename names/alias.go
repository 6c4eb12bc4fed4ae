package names

import "strings"

var brackets = map[rune]rune{'(': ')', '[': ']', '{': '}', '«': '»', '“': '”', '"': '"', '（': '）', '﴾': '﴿'}

// takeAliases moves what stands in brackets into Aliases and gives the rest. A
// bracket without its partner is only a separator.
func (n *Name) takeAliases(s string) string {
	if !bracketed(s) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		r := firstRune(s[i:])
		size := len(string(r))
		closer, ok := brackets[r]
		if !ok {
			b.WriteString(s[i : i+max(1, min(size, len(s)-i))])
			i += max(1, min(size, len(s)-i))
			continue
		}
		end := strings.IndexRune(s[i+size:], closer)
		if end < 0 {
			b.WriteByte(' ')
			i += size
			continue
		}
		n.addAlias(s[i+size : i+size+end])
		b.WriteByte(' ')
		i += size + end + len(string(closer))
	}
	return b.String()
}

// bracketed reports whether s may hold a bracket: one of ASCII's, or a byte that
// the others begin with and letters of names seldom do.
func bracketed(s string) bool {
	for i := range len(s) {
		switch s[i] {
		case '(', '[', '{', '"', 0xC2, 0xE2, 0xEF:
			return true
		}
	}
	return false
}

// addAlias keeps a by-name, as written.
func (n *Name) addAlias(s string) {
	if s = strings.Trim(s, " \t\n،,;؛:-"); s != "" && len(n.Aliases) < MaxParts {
		n.Aliases = append(n.Aliases, s)
	}
}

// takeSlashed takes what stands behind a slash as a by-name. Of "Ahmad/Hamoudi
// Ali" both given names share what follows. A slash beside no letters, as in a
// date, parts nothing.
func (n *Name) takeSlashed(s string) string {
	if strings.IndexByte(s, '/') < 0 {
		return s
	}
	parts := strings.Split(s, "/")
	for _, p := range parts {
		if ScriptOf(p) == NoScript {
			return s
		}
	}
	first, second := strings.TrimSpace(parts[0]), strings.TrimSpace(parts[1])
	if _, rest, more := strings.Cut(second, " "); more && !strings.Contains(first, " ") {
		first += " " + rest
	}
	for _, p := range parts[1:] {
		n.addAlias(p)
	}
	return first
}

// takeByNames takes what an "alias" or a "known as" introduces as a by-name, and
// gives the words before it.
func (n *Name) takeByNames(s string, ws []word) []word {
	for i := 1; i < len(ws)-1; i++ {
		from := i + 1
		switch {
		case ws[i].kind.is(aliasWord):
		case ws[i].kind.is(knownWord) && strings.HasPrefix(ws[i+1].loose, "ب"):
		case i+3 < len(ws) && ws[i].loose == "a" && ws[i+1].loose == "k" && ws[i+2].loose == "a" && ws[i+2].at == ws[i].at+4:
			from = i + 3
		default:
			continue
		}
		n.addAlias(withoutBy(s[ws[from].at:], ws[i].kind.is(knownWord)))
		return ws[:i]
	}
	return ws
}

// withoutBy takes off the ب of "known by", which stands alone or before the
// name. Where the marker does not always have it, بدر is a name.
func withoutBy(s string, always bool) string {
	rest, ok := strings.CutPrefix(s, "ب")
	if !ok {
		return s
	}
	switch {
	case strings.HasPrefix(rest, "ـ"), strings.HasPrefix(rest, " "), always:
		return strings.TrimLeft(rest, "ـ ")
	}
	for _, head := range [...]string{"أبو", "أبي", "ابو", "ابي", "أم ", "ام ", "ال", "ب"} {
		if strings.HasPrefix(rest, head) {
			return rest
		}
	}
	return s
}

// byNames gives the names that a name's by-names make of it: a full one stands
// for itself, one that is a family's (an article, آل) takes the place of the
// family, "Abu X" and any other that of the given name.
func (n *Name) byNames() []Name {
	if len(n.Aliases) == 0 {
		return nil
	}
	var out []Name
	for _, a := range n.Aliases {
		by := Parse(a)
		if len(by.Parts) == 0 || len(out) == maxVersions-1 {
			continue
		}
		by.Raw, by.Aliases, by.Titles = n.Raw, nil, n.Titles
		if len(by.Parts) == 1 && len(n.Parts) > 1 {
			by.Parts = n.inPlace(by.Parts[0])
			by.Kunya = n.Kunya
			by.limit()
			by.setRoles()
		}
		if headWord(by.Parts[0].Text) == abuHead {
			by.Kunya = nil // it stands among the parts
		}
		out = append(out, by)
	}
	return out
}

// inPlace gives the parts with a by-name in the place of one.
func (n *Name) inPlace(by Part) []Part {
	parts := append([]Part(nil), n.Parts...)
	if by.Marks&(Article|House|Nisba) != 0 && by.Marks&Compound == 0 {
		parts[len(parts)-1] = by
	} else {
		parts[0] = by
	}
	return parts
}
