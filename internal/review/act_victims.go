package review

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
)

var (
	ruleVictims  = rule{"victims noticed", "Directive 2012/29/EU art. 6, 10; GA 60/147 art. 12; ICC Statute 68(3)"}
	ruleStanding = rule{"standing", "GA 60/147 art. 8; ICPPED 24(1)"}
	ruleAside    = rule{"reviewed by somebody else", "Directive 2012/29/EU art. 11; GA 60/147 art. 12"}
	ruleSupport  = rule{"support first", "GA 60/147 art. 10; domain 4.6(6)"}
	ruleApart    = rule{"separate representation", "ICC Rules 90(4); domain 4.6(7)"}
)

// Standing is what became of a group's wish to take part.
type Standing string

// The values of standing. A refusal can be reviewed by asking again.
const (
	StandingAsked   Standing = "asked"
	StandingGranted Standing = "granted"
	StandingRefused Standing = "refused"
	// StandingLeft: the group took itself out again, at no cost to anything.
	StandingLeft Standing = "left"
)

// The wishes of a group. Each binds, and each can be changed.
const (
	WishTold        = "told"
	WishNotTold     = "not_told"
	WishOnlyRelease = "only_release"
)

var wishes = []string{WishTold, WishNotTold, WishOnlyRelease}

// Wishes lists what a group may wish.
func Wishes() []string { return slices.Clone(wishes) }

// Links lists how somebody may be tied to the harm.
func Links() []string { return slices.Clone(links) }

// links are how somebody is tied to the harm (GA 60/147 art. 8, ICPPED 24(1)).
// They say enough for standing to be decided, and nothing of who it is.
var links = []string{"harmed", "family", "helper"}

// A VictimGroup is one person harmed, or an association with a sealed list. The
// case knows it by an id and by who speaks for it, and knows no contact.
type VictimGroup struct {
	ID       string   `json:"id"`
	Delegate string   `json:"delegate,omitempty"` // account that speaks for it
	Link     string   `json:"link,omitempty"`     // harmed, family, helper
	Wish     string   `json:"wish"`               // told, not_told, only_release
	At       Micros   `json:"at"`
	Standing Standing `json:"standing"`
	Noticed  Micros   `json:"noticed,omitempty"`
	// Excepted: the panel gave reasons why no notice could be waited for.
	Excepted bool `json:"excepted,omitempty"`
	// ExceptedIn is in which review they gave them, counted from 1: a review that
	// begins anew has a panel of its own. 0 of reasons that are older than this.
	ExceptedIn int `json:"excepted_in,omitempty"`
	// Excepting are the seats that gave reasons in that review.
	Excepting []string `json:"excepting,omitempty"`
	// List is the hash of an association's sealed list, which stays with the
	// association until somebody is matched; "" for one person.
	List string `json:"list,omitempty"`
	// Support: help was offered before anything was asked.
	Support bool `json:"support,omitempty"`
	// Apart: its interests differ from those of the other groups, so that nobody
	// speaks for it and for one of them.
	Apart bool `json:"apart,omitempty"`
	// RefusedBy are those who refused it standing: the review of that is another's.
	RefusedBy []string `json:"refused,omitempty"`
	// Protected is when a protection check last passed, 0 where the last did not.
	Protected Micros `json:"protected,omitempty"`
	// Unsafe: the last check found somebody in danger. Nothing is told, and
	// nobody waits for that.
	Unsafe bool `json:"unsafe,omitempty"`
	// Summary is what the group was told that is alleged, in words that name
	// nobody and no place.
	Summary string `json:"summary,omitempty"`
	// ToldFree is when the group was told of the release.
	ToldFree Micros `json:"told_free,omitempty"`
}

// takesPart reports whether the group waits for standing, or has it.
func (g VictimGroup) takesPart() bool {
	return g.Standing == StandingAsked || g.Standing == StandingGranted
}

// GroupBody registers a group of victims.
type GroupBody struct {
	ID       string `json:"id"`
	Delegate string `json:"delegate,omitempty"`
	Link     string `json:"link,omitempty"` // harmed, family, helper
	Wish     string `json:"wish"`
	List     string `json:"list,omitempty"` // SHA-256 of a sealed list
	Support  bool   `json:"support,omitempty"`
	Apart    bool   `json:"apart,omitempty"` // its interests differ from other groups'
}

// Kind is the act's name.
func (*GroupBody) Kind() string { return "group" }
func (*GroupBody) by() []Role   { return []Role{VictimsLiaison} }

func (b *GroupBody) admit(c *Case, _ Event, _ Setting) error {
	p, ok := c.Part(b.Delegate)
	i := c.group(b.ID)
	switch {
	case b.ID == "" || !slices.Contains(wishes, b.Wish) || b.Link != "" && !slices.Contains(links, b.Link):
		return ruleForm.refuse("a group and what it wishes to be told")
	case b.List != "" && !isHash(b.List):
		return ruleForm.refuse("the hash of the sealed list, of 64 digits and letters")
	case i >= 0 && c.Groups[i].takesPart():
		return ruleOnce.refuse("a new group, or one that was refused")
	case !b.Support:
		return ruleSupport.refuse("help that was offered before anything was asked")
	case b.Delegate != "" && (!ok || p.Role != VictimRepresentative):
		return ruleRole.refuse("a victims' representative of this case")
	case c.speaksFor(b.Delegate, func(g VictimGroup) bool { return g.ID != b.ID && (b.Apart || g.Apart) }):
		return ruleApart.refuse("another representative: the interests of these groups differ")
	}
	return nil
}

// speaksFor reports whether somebody already speaks for a group of that sort.
func (c *Case) speaksFor(account string, sort func(VictimGroup) bool) bool {
	return account != "" && slices.ContainsFunc(c.Groups, func(g VictimGroup) bool { return g.Delegate == account && g.takesPart() && sort(g) })
}

func (b *GroupBody) apply(c *Case, e Event) {
	n := VictimGroup{ID: b.ID, Delegate: b.Delegate, Link: b.Link, Wish: b.Wish, At: e.At, Standing: StandingAsked, List: b.List, Support: b.Support, Apart: b.Apart}
	if i := c.group(b.ID); i >= 0 {
		n.RefusedBy = c.Groups[i].RefusedBy
	}
	c.Groups = slices.DeleteFunc(c.Groups, func(g VictimGroup) bool { return g.ID == b.ID })
	c.Groups = append(c.Groups, n)
}

// isHash reports whether a text is a SHA-256 in hexadecimal.
func isHash(t string) bool {
	raw, err := hex.DecodeString(t)
	return err == nil && len(raw) == sha256.Size
}

// StandingBody decides a group's standing.
type StandingBody struct {
	ID      string `json:"id"`
	Granted bool   `json:"granted"`
	Why     string `json:"why"`
}

// Kind is the act's name.
func (*StandingBody) Kind() string { return "standing" }
func (*StandingBody) by() []Role   { return []Role{RosterChair, Registrar} }

func (b *StandingBody) admit(c *Case, e Event, _ Setting) error {
	switch i := c.group(b.ID); {
	case i < 0 || c.Groups[i].Standing != StandingAsked || b.Why == "":
		return ruleStanding.refuse("a group that waits, and reasons")
	case slices.Contains(c.Groups[i].RefusedBy, e.By):
		return ruleAside.refuse("somebody else than who refused it before")
	}
	return nil
}

func (b *StandingBody) apply(c *Case, e Event) {
	g := &c.Groups[c.group(b.ID)]
	if b.Granted {
		g.Standing, g.RefusedBy = StandingGranted, nil
	} else {
		g.Standing, g.RefusedBy = StandingRefused, append(slices.Clone(g.RefusedBy), e.By)
	}
}

// NoticedBody says that a group was told of the review, or why the panel could
// not wait for that. A notice names no person, place or case.
type NoticedBody struct {
	ID        string `json:"id"`
	Exception string `json:"exception,omitempty"`
	// In is [VictimGroup.ExceptedIn], of an exception. The service fills it.
	In int `json:"in,omitempty"`
	// Panel is how many seats must give reasons before an exception counts: as many
	// as under an urgent order, which like it is what a panel does before it sits.
	// One seat alone would take from every victim the notice that the law gives
	// them; all three would let one absent seat hold the person longer. The service
	// fills it; of entries older than it the first one counted.
	Panel int `json:"panel,omitempty"`
	// Summary is what is alleged, for the group, before it submits anything. The
	// service refuses one that names somebody of the file, or a place.
	Summary string `json:"summary,omitempty"`
}

// Kind is the act's name.
func (*NoticedBody) Kind() string { return "noticed" }
func (*NoticedBody) by() []Role   { return []Role{VictimsLiaison, Member} }

func (b *NoticedBody) admit(c *Case, e Event, k Setting) error {
	p, _ := c.Part(e.By)
	switch i := c.group(b.ID); {
	case i < 0 || c.Groups[i].Standing != StandingGranted:
		return ruleStanding.refuse("a group with standing")
	case p.Role == Member == (b.Exception == ""):
		return ruleVictims.refuse("a notice by the liaison, or reasons by a member of the panel")
	case b.In != 0 && (b.Exception == "" || b.In != c.Restarts+1):
		return ruleForm.refuse("the review that goes on now")
	case b.Panel != 0 && (b.In == 0 || b.Panel != k.Policy.Urgent.Quorum):
		return ruleQuorum.refuse("as many seats as the policy asks for")
	case b.Panel != 0 && slices.Contains(c.excepting(c.Groups[i]), e.By):
		return ruleQuorum.refuse("the reasons of another seat of the panel")
	case p.Role == Member:
		return nil
	case c.Groups[i].Wish != WishTold:
		return ruleUnasked.refuse("a group that wishes to be told of the review")
	case c.Groups[i].Protected == 0:
		return ruleProtect.refuse("a protection check that passed, before anything is told")
	case b.Summary == "":
		return ruleVictims.refuse("a summary of what is alleged, that names nobody")
	}
	return nil
}

func (b *NoticedBody) apply(c *Case, e Event) {
	g := &c.Groups[c.group(b.ID)]
	switch {
	case b.Exception == "":
		g.Noticed, g.Summary = e.At, b.Summary
	case b.Panel == 0:
		g.Excepted, g.ExceptedIn = true, b.In
	default:
		g.Excepting, g.ExceptedIn = append(c.excepting(*g), e.By), b.In
		g.Excepted = len(c.excepting(*g)) >= b.Panel
	}
}

// excepting are the seats without conflict that gave reasons in this review why no
// notice to a group could be waited for.
func (c *Case) excepting(g VictimGroup) (out []string) {
	for _, a := range g.Excepting {
		if p, ok := c.Part(a); ok && p.Role == Member && p.clear() && g.ExceptedIn == c.Restarts+1 {
			out = append(out, a)
		}
	}
	return out
}

// ExceptionWaits reports whether some seat of the panel gave reasons, and too few
// did for them to count.
func (c *Case) ExceptionWaits(g VictimGroup) bool { return len(c.excepting(g)) > 0 && !c.excepted(g) }

// excepted reports whether the panel of this review gave reasons why no notice to
// a group could be waited for.
func (c *Case) excepted(g VictimGroup) bool {
	return g.Excepted && (g.ExceptedIn == 0 || g.ExceptedIn == c.Restarts+1)
}

// standingLate reports whether a group waits longer for an answer than the policy
// gives. Nothing follows by itself; whoever may answer is asked.
func (c *Case) standingLate(id string) bool {
	i := c.group(id)
	return i >= 0 && slices.ContainsFunc(c.Lapses, func(l Lapse) bool {
		return l.Name == StandingClock && l.Of == id && l.Due >= c.Groups[i].At
	})
}

// standingBarred reports whether some group waits for standing that everybody who
// could answer it has refused before: a second chair is called for it.
func (c *Case) standingBarred() bool {
	judges := append(c.playing(RosterChair), c.playing(Registrar)...)
	return slices.ContainsFunc(c.Groups, func(g VictimGroup) bool {
		free := func(p Part) bool { return !slices.Contains(g.RefusedBy, p.Account) }
		return g.Standing == StandingAsked && len(judges) > 0 && !slices.ContainsFunc(judges, free)
	})
}

func (c *Case) group(id string) int {
	return slices.IndexFunc(c.Groups, func(g VictimGroup) bool { return g.ID == id })
}
