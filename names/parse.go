package names

import (
	"strings"
	"unicode/utf8"
)

// MaxParts is how many parts of a name are kept; the family is always among
// them.
const MaxParts = 8

// Parse reads a person's full name. It never refuses: any bytes give a Name,
// empty when there is no letter in them, or only what stands in the place of a
// name that is not known ("مجهول", "unknown"). It works on at most the first 2,048
// bytes and says in Truncated that it cut.
func Parse(s string) Name {
	n := Name{Raw: s}
	if notApplicable(s) {
		return n
	}
	s, n.Truncated = cut(s)
	s = n.takeAliases(s)
	s = n.takeSlashed(s)
	s = n.reorder(s)
	ws := n.takeByNames(s, words(s))
	if len(ws) == 0 && len(n.Aliases) > 0 { // nothing but a bracket: it is the name
		ws = words(n.Aliases[0])
		n.Aliases = n.Aliases[1:]
	}
	if notAName(ws) {
		return n
	}
	ws = n.takeTitles(withoutUnknown(ws))
	n.Parts = join(ws)
	n.takeKunya()
	n.limit()
	n.setRoles()
	return n
}

func firstRune(s string) rune {
	for _, r := range s {
		return r
	}
	return 0
}

// reorder undoes "LAST, First". More than one comma is a list, not an order.
func (n *Name) reorder(s string) string {
	if strings.IndexByte(s, ',') < 0 && !strings.Contains(s, "،") {
		return s
	}
	s = strings.ReplaceAll(s, "،", ",")
	last, first, ok := strings.Cut(s, ",")
	if !ok || strings.Contains(first, ",") || ScriptOf(last) == NoScript || ScriptOf(first) == NoScript {
		return s
	}
	n.Reordered = true
	return first + " " + last
}

// takeTitles drops the honorifics before a name, as long as a name is left.
func (n *Name) takeTitles(ws []word) []word {
	for len(ws) > 1 {
		at := 0
		if len(ws) > 2 && ws[0].kind.is(articleWord) { // al-Hajj
			at = 1
		}
		if !ws[at].kind.is(titleWord) {
			break
		}
		n.Titles = append(n.Titles, rawOf(ws[:at+1]))
		ws = ws[at+1:]
	}
	return ws
}

// join makes parts out of words: particles become marks, compounds one part.
func join(ws []word) []Part {
	parts := make([]Part, 0, len(ws))
	for i := 0; i < len(ws); {
		p, n := part(ws[i:], i == 0)
		parts = append(parts, p)
		i += n
	}
	return parts
}

// part reads one part from the front of ws and gives how many words it took.
func part(ws []word, first bool) (Part, int) {
	var p Part
	i := 0
	for i+1 < len(ws) {
		m := particle(ws[i], ws[i+1], first && i == 0)
		if m == 0 {
			break
		}
		p.Marks |= m
		i++
	}
	head := ws[i]
	text, marks := bare(head)
	p.Marks |= marks
	used := i + 1
	if rest, n := compound(head, ws[i+1:]); n > 0 {
		text, used = rest, i+1+n
		p.Marks |= Compound
	}
	p.Text = text
	if len(text) == 1 || head.script == Arabic && utf8.RuneCountInString(text) == 1 {
		p.Marks |= Initial
	}
	if p.Marks&Article != 0 && nisba(text, head.script) {
		p.Marks |= Nisba
	}
	p.Raw = rawOf(ws[:used]) // the particle with it: Raw is what was written
	return p, used
}

// nisba reports whether a name with an article ends as names of origin and
// trade do. العلي is too short for one.
func nisba(text string, script Script) bool {
	if utf8.RuneCountInString(text) < 4 {
		return false
	}
	if script == Arabic {
		return strings.HasSuffix(text, "ي") || strings.HasSuffix(text, "يه")
	}
	return strings.HasSuffix(text, "i") || strings.HasSuffix(text, "y") || strings.HasSuffix(text, "iyah")
}

func rawOf(ws []word) string {
	if len(ws) == 1 {
		return ws[0].raw
	}
	var b strings.Builder
	for i, w := range ws {
		if i > 0 {
			b.WriteByte(" -"[btoi(ws[i-1].hyphen)])
		}
		b.WriteString(w.raw)
	}
	return b.String()
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// particle gives the mark of w when it only introduces next, or 0. "Ben" and
// "Al" are given names too where they come first in a Latin name.
func particle(w, next word, first bool) Mark {
	switch {
	case w.kind == 0 && !w.house && w.loose != "aal":
		return 0
	case w.kind.is(ibnWord):
		if first && w.loose == "ben" {
			return 0
		}
		return Ibn
	case w.kind.is(bintWord):
		return Bint
	case w.house && w.loose == "ال" || w.loose == "aal":
		return House
	case w.kind.is(articleWord):
		return Article
	}
	if letter, ok := sunArticles[w.loose]; ok && strings.HasPrefix(next.loose, letter) && (w.hyphen || len(w.loose) == 2) && !first {
		return Article
	}
	return 0
}

// bare gives the loose text of w without its article, joined compounds in
// their canonical form.
func bare(w word) (string, Mark) {
	if w.script == Latin {
		return bareLatin(w.loose)
	}
	if w.script != Arabic {
		return w.loose, 0
	}
	t := w.loose
	if rest, ok := strings.CutPrefix(t, "عبدال"); ok && len(rest) >= 4 && rest != "له" {
		return "عبد" + rest, Compound
	}
	if t == "عبدالله" || t == "عبدلله" {
		return "عبدالله", Compound
	}
	if stem, ok := strings.CutSuffix(t, "الدين"); ok && len(stem) >= 4 {
		return stem + "دين", Compound
	}
	if bare := WithoutArticle(t); bare != t && !w.hamza {
		return bare, Article
	}
	return t, 0
}
