package names

import (
	"fmt"
	"strings"
)

// Relation says how two parts met.
type Relation string

// The relations of an explanation, from the strongest down.
const (
	Exact           Relation = "exact"           // the same spelling
	Folded          Relation = "folded"          // the same but for hamza, marks, case, an article
	Joined          Relation = "joined"          // two words here, one there
	Transliteration Relation = "transliteration" // one name in two scripts
	Spelling        Relation = "spelling"        // two spellings of one name, or a slip
	InitialOnly     Relation = "initial"         // a letter that the other begins with
	Different       Relation = "different"       // two names
	Missing         Relation = "missing"         // not written on the other side
	Unfinished      Relation = "unfinished"      // the query's last word is only a beginning
	OutOfOrder      Relation = "order"           // what it costs that parts changed places
	ByName          Relation = "by-name"         // what it costs that a name is met by its by-name
	OtherReading    Relation = "reading"         // what it costs to read a name in a less likely way
)

// PartMatch is one line of an explanation: which part met which, how, and what
// it says in bits.
type PartMatch struct {
	A, B     string // as written; empty where nothing met it
	Role     Role   // of A, or of B where A is empty
	Relation Relation
	Form     string // the canonical Arabic form that both stand for, where one does
	Bits     float64
}

// A Comparison is how two names meet.
type Comparison struct {
	// Bits is the evidence that they are one person's: exactly the sum of its
	// parts, and what CompareBits gives.
	Bits float64
	// Likeness is 0 to 1: how far the two are spellings of one name, whoever
	// bears it.
	Likeness float64
	// Held is Bits, kept on the side that the likeness is on: what the two say
	// as spellings of one name, in bits. See [Hold].
	Held float64
	// Score is Held as 0 to 1; from [SameName] on the two are taken for one name.
	Score float64
	Parts []PartMatch
}

// String prints one line a part, for logs and examples of invented people.
func (c Comparison) String() string {
	var b strings.Builder
	for _, p := range c.Parts {
		fmt.Fprintf(&b, "%s ~ %s: %s %+.1f\n", orDash(p.A), orDash(p.B), p.Relation, p.Bits)
	}
	fmt.Fprintf(&b, "total %+.1f bits, likeness %.2f, score %.3f", c.Bits, c.Likeness, c.Score)
	return b.String()
}

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

// Compare aligns two names and says what their meeting is worth, part by part.
//
// A name that may be read in more than one way, and one with by-names, is taken
// in each; the best is what is given, with what it costs to take the name so as
// a part of its own. Where both names are taken as they are read first, the bits
// are those of CompareBits.
func (c *Comparer) Compare(a, b Name) Comparison {
	x, y := c.PrepareName(a), c.PrepareName(b)
	best := c.explain(a, b, &x, &y, &usual)
	if !c.doubtful(&a) && !c.doubtful(&b) {
		return best
	}
	for i, v := range c.versions(&a) {
		for j, w := range c.versions(&b) {
			if i == 0 && j == 0 {
				continue
			}
			x, y := c.PrepareName(v.name), c.PrepareName(w.name)
			other := c.explain(v.name, w.name, &x, &y, &usual).taken(v, w)
			if other.Held > best.Held || other.Held == best.Held && other.Bits > best.Bits {
				best = other
			}
		}
	}
	return best
}

// taken adds what it costs to take two names as they were.
func (c Comparison) taken(versions ...version) Comparison {
	bits, parts := c.Bits, c.Parts
	for _, v := range versions {
		if v.cost != 0 {
			bits += v.cost
			parts = append(parts, PartMatch{Relation: v.why, Bits: v.cost})
		}
	}
	return comparison(bits, c.Likeness, parts)
}

// CompareStrings parses and compares.
func (c *Comparer) CompareStrings(a, b string) Comparison { return c.Compare(Parse(a), Parse(b)) }

func (c *Comparer) explain(a, b Name, x, y *Prepared, k *costs) Comparison {
	var t trace
	bits, how := c.best(x, y, k, &t)
	likeness := c.likenessOf(&a, &b, x, y)
	e := explainer{c: c, k: k, a: a.Parts, b: b.Parts}
	switch how {
	case turnA:
		turned := x.turned()
		e.a, x = turnedParts(a.Parts), &turned
	case turnB:
		turned := y.turned()
		e.b, y = turnedParts(b.Parts), &turned
	}
	if x.n > 0 && y.n > 0 && len(e.a) == int(x.n) && len(e.b) == int(y.n) {
		e.back(x, y, &t)
	}
	if how != asWritten {
		e.add(PartMatch{Relation: OutOfOrder, Bits: k.rotate})
	}
	if v := c.kunyaBits(x, y, k); v != 0 && a.Kunya != nil && b.Kunya != nil && x.n > 0 && y.n > 0 {
		e.add(PartMatch{A: a.Kunya.Raw, B: b.Kunya.Raw, Role: Kunya, Relation: c.relation(*a.Kunya, *b.Kunya, v), Bits: v})
	}
	return comparison(bits, likeness, e.parts)
}

func comparison(bits, likeness float64, parts []PartMatch) Comparison {
	held := Hold(bits, likeness)
	return Comparison{Bits: bits, Likeness: likeness, Held: held, Score: ScoreOf(held), Parts: parts}
}

func turnedParts(ps []Part) []Part {
	return append(append([]Part(nil), ps[1:]...), ps[0])
}

// explainer walks an alignment back and names what it finds.
type explainer struct {
	c     *Comparer
	k     *costs
	a, b  []Part
	parts []PartMatch
}

func (e *explainer) add(m PartMatch) { e.parts = append(e.parts, m) }

// back follows the trace from the end and leaves the parts in reading order.
func (e *explainer) back(x, y *Prepared, t *trace) {
	n, m := int(x.n), int(y.n)
	skipA, skipB := skips(n, m, e.k)
	for i, j := n, m; i > 0 || j > 0; {
		switch t[i][j] {
		case movePair:
			e.met(i-1, j-1, e.c.pair(x, y, i-1, j-1, e.k))
			i, j = i-1, j-1
		case moveSkipA:
			e.add(PartMatch{A: e.a[i-1].Raw, Role: e.a[i-1].Role, Relation: Missing, Bits: skip(i-1, n, skipA, e.k)})
			i--
		case moveSkipB:
			e.add(PartMatch{B: e.b[j-1].Raw, Role: e.b[j-1].Role, Relation: Missing, Bits: skip(j-1, m, skipB, e.k)})
			j--
		case moveSwap:
			e.add(PartMatch{Relation: OutOfOrder, Bits: e.k.swap})
			e.met(i-1, j-2, e.c.pairBits(x.parts[i-1], y.parts[j-2]))
			e.met(i-2, j-1, e.c.pairBits(x.parts[i-2], y.parts[j-1]))
			i, j = i-2, j-2
		case moveJoinA:
			e.add(PartMatch{A: e.a[i-2].Raw + " " + e.a[i-1].Raw, B: e.b[j-1].Raw, Role: e.b[j-1].Role, Relation: Joined, Bits: e.c.pairBits(y.parts[j-1], y.parts[j-1])})
			i, j = i-2, j-1
		case moveJoinB:
			e.add(PartMatch{A: e.a[i-1].Raw, B: e.b[j-2].Raw + " " + e.b[j-1].Raw, Role: e.a[i-1].Role, Relation: Joined, Bits: e.c.pairBits(x.parts[i-1], x.parts[i-1])})
			i, j = i-1, j-2
		default:
			return
		}
	}
	for i, j := 0, len(e.parts)-1; i < j; i, j = i+1, j-1 {
		e.parts[i], e.parts[j] = e.parts[j], e.parts[i]
	}
}

func (e *explainer) met(i, j int, bits float64) {
	a, b := e.a[i], e.b[j]
	e.add(PartMatch{A: a.Raw, B: b.Raw, Role: a.Role, Relation: e.c.relation(a, b, bits), Form: e.c.sharedForm(a.Text, b.Text), Bits: bits})
}

func (c *Comparer) relation(a, b Part, bits float64) Relation {
	switch {
	case a.Text == b.Text && Strict(a.Raw) == Strict(b.Raw):
		return Exact
	case a.Text == b.Text:
		return Folded
	case bits <= 0:
		return Different
	case a.Marks&Initial != 0 || b.Marks&Initial != 0:
		return InitialOnly
	case a.Script() != b.Script():
		return Transliteration
	}
	return Spelling
}

// sharedForm gives the canonical form that contributes most to the meeting of
// two texts.
func (c *Comparer) sharedForm(a, b string) string {
	x, y := c.formsOf(a), c.formsOf(b)
	best, text := float32(0.001), ""
	for _, v := range x {
		for _, w := range y {
			if v.form == w.form && v.form != surface && v.p*w.p > best {
				best, text = v.p*w.p, c.lexicon.forms[v.form].text
			}
		}
	}
	return text
}

// formsOf gives the posterior of a part text, remembered.
func (c *Comparer) formsOf(text string) []weighted {
	if id := c.intern(text); id != 0 {
		return c.vocabulary.token(id).forms
	}
	return c.posterior(text)
}
