package review

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

var (
	ruleVictims  = rule{"victims noticed", "Directive 2012/29/EU art. 6, 10; GA 60/147 art. 12; ICC Statute 68(3)"}
	ruleStanding = rule{"standing", "GA 60/147 art. 8; ICPPED 24(1)"}
	rulePoints   = rule{"every point answered", "invariant I4; domain 4.2(2)"}
	ruleClosing  = rule{"submissions closed", "domain 4.4"}
	ruleFree     = rule{"told of a release", "Directive 2012/29/EU art. 6(4), 6(5)"}
)

// Standing is what became of a group's wish to take part.
type Standing string

// The values of standing. A refusal can be reviewed by asking again.
const (
	StandingAsked   Standing = "asked"
	StandingGranted Standing = "granted"
	StandingRefused Standing = "refused"
)

// A VictimGroup is one person harmed, or an association with a sealed list. The
// case knows it by an id and by who speaks for it, and knows no contact.
type VictimGroup struct {
	ID       string   `json:"id"`
	Delegate string   `json:"delegate,omitempty"` // account that speaks for it
	Wish     string   `json:"wish"`               // told, not_told, only_release
	At       Micros   `json:"at"`
	Standing Standing `json:"standing"`
	Noticed  Micros   `json:"noticed,omitempty"`
	// Excepted: the panel gave reasons why no notice could be waited for.
	Excepted bool `json:"excepted,omitempty"`
	// List is the hash of an association's sealed list, which stays with the
	// association until somebody is matched; "" for one person.
	List string `json:"list,omitempty"`
	// Support: help was offered before anything was asked.
	Support bool `json:"support,omitempty"`
	// ToldFree is when the group was told of the release.
	ToldFree Micros `json:"told_free,omitempty"`
}

// GroupBody registers a group of victims.
type GroupBody struct {
	ID       string `json:"id"`
	Delegate string `json:"delegate,omitempty"`
	Wish     string `json:"wish"`
	List     string `json:"list,omitempty"` // SHA-256 of a sealed list
	Support  bool   `json:"support,omitempty"`
}

// Kind is the act's name.
func (*GroupBody) Kind() string { return "group" }
func (*GroupBody) by() []Role   { return []Role{VictimsLiaison} }

func (b *GroupBody) admit(c *Case, _ Event, _ Setting) error {
	p, ok := c.Part(b.Delegate)
	i := c.group(b.ID)
	switch {
	case b.ID == "" || !slices.Contains([]string{"told", "not_told", "only_release"}, b.Wish):
		return ruleForm.refuse("a group and what it wishes to be told")
	case b.List != "" && !isHash(b.List):
		return ruleForm.refuse("the hash of the sealed list, of 64 digits and letters")
	case i >= 0 && c.Groups[i].Standing != StandingRefused:
		return ruleOnce.refuse("a new group, or one that was refused")
	case b.Delegate != "" && (!ok || p.Role != VictimRepresentative):
		return ruleRole.refuse("a victims' representative of this case")
	}
	return nil
}

func (b *GroupBody) apply(c *Case, e Event) {
	c.Groups = slices.DeleteFunc(c.Groups, func(g VictimGroup) bool { return g.ID == b.ID })
	c.Groups = append(c.Groups, VictimGroup{ID: b.ID, Delegate: b.Delegate, Wish: b.Wish, At: e.At, Standing: StandingAsked, List: b.List, Support: b.Support})
}

// isHash reports whether a text is a SHA-256 in hexadecimal.
func isHash(t string) bool {
	raw, err := hex.DecodeString(t)
	return err == nil && len(raw) == sha256.Size
}

// ReleaseToldBody says that a group was told of the person's release. It is told
// that there was one, never when or where; and only where neither side is put in
// danger by it, as the protection officer and the liaison have weighed.
type ReleaseToldBody struct {
	ID          string `json:"id"`
	PersonSafe  bool   `json:"person_safe"`
	VictimsSafe bool   `json:"victims_safe"`
}

// Kind is the act's name.
func (*ReleaseToldBody) Kind() string { return "release_told" }
func (*ReleaseToldBody) by() []Role   { return []Role{VictimsLiaison} }

func (b *ReleaseToldBody) admit(c *Case, _ Event, _ Setting) error {
	i := c.group(b.ID)
	switch {
	case i < 0 || c.Groups[i].Standing != StandingGranted:
		return ruleStanding.refuse("a group with standing")
	case c.Liberty.State != Released && c.Liberty.State != ReleaseVerified:
		return ruleStage.refuse("somebody released")
	case c.Groups[i].Wish == "not_told":
		return ruleFree.refuse("a group that wishes to know: the right not to know binds")
	case !b.PersonSafe || !b.VictimsSafe:
		return ruleFree.refuse("a check that neither the person nor the victims are put in danger")
	case c.Groups[i].ToldFree != 0:
		return ruleOnce.refuse("a group that was not told before")
	}
	return nil
}

func (b *ReleaseToldBody) apply(c *Case, e Event) { c.Groups[c.group(b.ID)].ToldFree = e.At }

// StandingBody decides a group's standing.
type StandingBody struct {
	ID      string `json:"id"`
	Granted bool   `json:"granted"`
	Why     string `json:"why"`
}

// Kind is the act's name.
func (*StandingBody) Kind() string { return "standing" }
func (*StandingBody) by() []Role   { return []Role{RosterChair, Registrar} }

func (b *StandingBody) admit(c *Case, _ Event, _ Setting) error {
	if i := c.group(b.ID); i < 0 || c.Groups[i].Standing != StandingAsked || b.Why == "" {
		return ruleStanding.refuse("a group that waits, and reasons")
	}
	return nil
}

func (b *StandingBody) apply(c *Case, _ Event) {
	g := &c.Groups[c.group(b.ID)]
	g.Standing = StandingRefused
	if b.Granted {
		g.Standing = StandingGranted
	}
}

// NoticedBody says that a group was told of the review, or why the panel could
// not wait for that. A notice names no person, place or case.
type NoticedBody struct {
	ID        string `json:"id"`
	Exception string `json:"exception,omitempty"`
}

// Kind is the act's name.
func (*NoticedBody) Kind() string { return "noticed" }
func (*NoticedBody) by() []Role   { return []Role{VictimsLiaison, Member} }

func (b *NoticedBody) admit(c *Case, e Event, _ Setting) error {
	p, _ := c.Part(e.By)
	switch i := c.group(b.ID); {
	case i < 0 || c.Groups[i].Standing != StandingGranted:
		return ruleStanding.refuse("a group with standing")
	case p.Role == Member == (b.Exception == ""):
		return ruleVictims.refuse("a notice by the liaison, or reasons by a member of the panel")
	}
	return nil
}

func (b *NoticedBody) apply(c *Case, e Event) {
	g := &c.Groups[c.group(b.ID)]
	if b.Exception != "" {
		g.Excepted = true
	} else {
		g.Noticed = e.At
	}
}

func (c *Case) group(id string) int {
	return slices.IndexFunc(c.Groups, func(g VictimGroup) bool { return g.ID == id })
}

// A PointKey is what identical points have in common.
type PointKey string

// KeyOfPoint folds what does not make two points different: case, marks, the
// Arabic stretch, spaces, punctuation.
func KeyOfPoint(text string) PointKey {
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
}

// SubmittedBody is a submission of the person's or of a group's side.
type SubmittedBody struct {
	ID     string   `json:"id"`
	Group  string   `json:"group,omitempty"` // "" for the person's side
	Points []string `json:"points"`
	// Keys are the points' keys, in their order. They are recorded, so that a
	// later way of folding changes nothing that was entered.
	Keys []PointKey `json:"keys"`
}

// Submit makes a submission of points in words.
func Submit(id, group string, points ...string) *SubmittedBody {
	b := &SubmittedBody{ID: id, Group: group, Points: points}
	for _, t := range points {
		b.Keys = append(b.Keys, KeyOfPoint(t))
	}
	return b
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
		!slices.Equal(b.Keys, Submit(b.ID, b.Group, b.Points...).Keys):
		return ruleForm.refuse("one point or more, each in words")
	case (p.Role == Representative || p.Role == Registrar) != (b.Group == ""):
		return ruleStanding.refuse("the person's side, or a group's own representative or liaison")
	case b.Group != "" && (i < 0 || c.Groups[i].Standing != StandingGranted || p.Role == VictimRepresentative && c.Groups[i].Delegate != e.By):
		return ruleStanding.refuse("a group with standing")
	case c.State == Closed:
		return ruleStage.refuse("a case that is open")
	}
	return nil
}

func (b *SubmittedBody) apply(c *Case, e Event) {
	c.Submitted++
	if c.SubsClosed != 0 {
		c.Late++ // goes to review; it stops nothing here
		return
	}
	for _, key := range b.Keys {
		if i := slices.IndexFunc(c.Points, func(p Point) bool { return p.Key == key }); i >= 0 {
			c.Points[i].Times++
		} else {
			c.Points = append(c.Points, Point{Key: key, First: e.Seq, Times: 1})
		}
	}
}

// SubmissionsClosedBody ends the time for submissions.
type SubmissionsClosedBody struct{}

// Kind is the act's name.
func (*SubmissionsClosedBody) Kind() string { return "submissions_closed" }
func (*SubmissionsClosedBody) by() []Role   { return []Role{Registrar} }

func (*SubmissionsClosedBody) admit(c *Case, _ Event, _ Setting) error {
	if c.State != Submissions || c.SubsClosed != 0 {
		return ruleStage.refuse("submissions that are open")
	}
	return nil
}

func (*SubmissionsClosedBody) apply(c *Case, e Event) { c.SubsClosed = e.At }
