package review

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

var (
	rulePoints  = rule{"every point answered", "invariant I4; domain 4.2(2)"}
	ruleClosing = rule{"submissions closed", "domain 4.4"}
)

// A PointKey is what identical points have in common.
type PointKey string

// The ways of folding a point's words. An entry keeps to the one that it was made
// by.
const (
	foldWords   = iota // a sign that is neither letter nor number parts two words
	foldLetters        // only the letters count; see [KeyOfPoint]
)

// KeyOfPoint folds what does not make two points different: case, marks, the
// Arabic stretch, punctuation, signs that nobody sees, and spaces, which Arabic
// sets as it likes. Two numbers stay two: 1/12 is not 11/2.
func KeyOfPoint(text string) PointKey {
	var b strings.Builder
	var last rune
	gap := false
	for _, r := range strings.ToLower(norm.NFKD.String(text)) {
		switch {
		case unicode.Is(unicode.Mn, r) || r == 'ـ' || unseen(r):
		case unicode.IsLetter(r) || unicode.IsNumber(r):
			if gap && unicode.IsNumber(last) && unicode.IsNumber(r) {
				b.WriteByte(' ')
			}
			b.WriteRune(r)
			gap, last = false, r
		default:
			gap = true
		}
	}
	return PointKey(b.String())
}

// unseen reports whether a sign shows nothing and takes no room: marks of
// direction, joiners, fillers.
func unseen(r rune) bool {
	return unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r)
}

// wordsOfPoint is the key as [foldWords] makes it.
func wordsOfPoint(text string) PointKey {
	var b strings.Builder
	gap := false
	for _, r := range strings.ToLower(norm.NFKD.String(text)) {
		switch {
		case unicode.Is(unicode.Mn, r) || r == 'ـ':
		case unicode.IsLetter(r) || unicode.IsNumber(r):
			if gap && b.Len() > 0 {
				b.WriteByte(' ')
			}
			gap = false
			b.WriteRune(r)
		default:
			gap = true
		}
	}
	return PointKey(b.String())
}

// A Point is one thing that was submitted, by however many.
type Point struct {
	Key      PointKey `json:"key"`
	First    int64    `json:"first"` // entry that holds its words
	Times    int      `json:"times"`
	Answered bool     `json:"answered,omitempty"`
	// Person: the person's own side made it; Groups: the groups of victims that
	// did. Neither side reads what the other submitted.
	Person bool     `json:"person,omitempty"`
	Groups []string `json:"groups,omitempty"`
}

func (p *Point) by(group string) {
	switch {
	case group == "":
		p.Person = true
	case !slices.Contains(p.Groups, group):
		p.Groups = append(slices.Clone(p.Groups), group)
	}
}

// SubmittedBody is a submission of the person's or of a group's side.
type SubmittedBody struct {
	ID     string   `json:"id"`
	Group  string   `json:"group,omitempty"` // "" for the person's side
	Points []string `json:"points"`
	// Keys are the points' keys, in their order. They are recorded, so that a
	// later way of folding changes nothing that was entered.
	Keys []PointKey `json:"keys"`
	// Fold is the way in which they were folded.
	Fold int `json:"fold,omitempty"`
	// Voice is the recording that the points were taken from, nil where they were
	// written.
	Voice *Voice `json:"voice,omitempty"`
}

// Submit makes a submission of points in words.
func Submit(id, group string, points ...string) *SubmittedBody {
	b := &SubmittedBody{ID: id, Group: group, Points: points, Fold: foldLetters}
	b.Keys = b.folded()
	return b
}

// folded are the keys of the points, in the submission's own way of folding.
func (b *SubmittedBody) folded() (keys []PointKey) {
	for _, t := range b.Points {
		if b.Fold == foldWords {
			keys = append(keys, wordsOfPoint(t))
		} else {
			keys = append(keys, KeyOfPoint(t))
		}
	}
	return keys
}

// made reports whether a point of the submission is one that was made before,
// under a key of its own way of folding or of the older one.
func (b *SubmittedBody) made(key, before PointKey) bool {
	return key == before || b.Fold != foldWords && key == KeyOfPoint(string(before))
}

// MaxPoints bounds the points of one submission.
const MaxPoints = 100

// Kind is the act's name.
func (*SubmittedBody) Kind() string { return "submitted" }
func (*SubmittedBody) by() []Role {
	return []Role{Representative, VictimRepresentative, VictimsLiaison, Registrar}
}

func (b *SubmittedBody) admit(c *Case, e Event, _ Setting) error {
	p, _ := c.Part(e.By)
	i := c.group(b.Group)
	switch {
	case b.ID == "" || len(b.Points) == 0 || len(b.Points) > MaxPoints || slices.Contains(b.Keys, "") ||
		!slices.Equal(b.Keys, b.folded()):
		return ruleForm.refuse("one point or more, each in words")
	case (p.Role == Representative || p.Role == Registrar) != (b.Group == ""):
		return ruleStanding.refuse("the person's side, or a group's own representative or liaison")
	case b.Group != "" && (i < 0 || c.Groups[i].Standing != StandingGranted || p.Role == VictimRepresentative && c.Groups[i].Delegate != e.By):
		return ruleStanding.refuse("a group with standing")
	case c.State == Closed:
		return ruleStage.refuse("a case that is open")
	case b.Voice != nil && !b.Voice.valid():
		return ruleForm.refuse("a recording of a known form and a length within bounds")
	}
	return nil
}

func (b *SubmittedBody) apply(c *Case, e Event) {
	c.Submitted++
	c.NothingMore = slices.DeleteFunc(slices.Clone(c.NothingMore), func(side string) bool { return side == b.Group })
	if b.Voice != nil {
		c.Voices = append(c.Voices, Recorded{Voice: *b.Voice, ID: b.ID, Group: b.Group, By: e.By, At: e.At})
	}
	if c.SubsClosed != 0 { // goes to review; it stops nothing here
		c.Late++
		c.Later = addPoints(c.Later, b, e.Seq)
		return
	}
	c.Points = addPoints(c.Points, b, e.Seq)
}

// addPoints takes a submission's points in: identical ones, by whomever, are one.
func addPoints(to []Point, b *SubmittedBody, seq int64) []Point {
	for _, key := range b.Keys {
		i := slices.IndexFunc(to, func(p Point) bool { return b.made(key, p.Key) })
		if i < 0 {
			i, to = len(to), append(to, Point{Key: key, First: seq})
		}
		to[i].Times++
		to[i].by(b.Group)
	}
	return to
}

// takeLater brings what came too late before whoever reviews the outcome. It
// must be answered there like any other point.
func (c *Case) takeLater() {
	for _, p := range c.Later {
		i := slices.IndexFunc(c.Points, func(x Point) bool { return x.Key == p.Key })
		if i < 0 {
			c.Points = append(c.Points, p)
			continue
		}
		x := &c.Points[i]
		x.Times += p.Times
		x.Person = x.Person || p.Person
		for _, g := range p.Groups {
			x.by(g)
		}
	}
	c.Later = nil
}
