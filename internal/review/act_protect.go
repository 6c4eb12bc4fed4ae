package review

import (
	"context"
	"slices"
)

var (
	ruleProtect = rule{"protection check", "Directive 2012/29/EU art. 6(6), 22; domain 4.6(3)"}
	ruleUnasked = rule{"the right not to know", "Directive 2012/29/EU art. 6(4); domain 4.6(2)"}
	ruleFree    = rule{"told of a release", "Directive 2012/29/EU art. 6(4), 6(5)"}
)

// ProtectedBody is a protection check before a group is told anything: whether
// the victims are put in danger by being told, the person by their knowing, and
// whether the two sides can meet through it. One that fails is entered too: a
// check that passed before then counts no longer. The reasons stay in the
// victims' register; the case holds the three answers.
type ProtectedBody struct {
	ID          string `json:"id"`
	VictimsSafe bool   `json:"victims_safe"`
	PersonSafe  bool   `json:"person_safe"`
	NoContact   bool   `json:"no_contact"` // neither side can reach or learn of the other
}

// Kind is the act's name.
func (*ProtectedBody) Kind() string { return "protected" }
func (*ProtectedBody) by() []Role   { return []Role{VictimsLiaison} }

// Passed reports whether nobody is put in danger.
func (b *ProtectedBody) Passed() bool { return b.VictimsSafe && b.PersonSafe && b.NoContact }

func (b *ProtectedBody) admit(c *Case, _ Event, _ Setting) error {
	if i := c.group(b.ID); i < 0 || !c.Groups[i].takesPart() {
		return ruleStanding.refuse("a group that takes part or asks to")
	}
	return nil
}

func (b *ProtectedBody) apply(c *Case, e Event) {
	g := &c.Groups[c.group(b.ID)]
	g.Protected, g.Unsafe = 0, !b.Passed()
	if b.Passed() {
		g.Protected = e.At
	}
}

// WishedBody changes what a group wishes to be told, and whether it wishes a
// representative of its own. The wish binds from then on. Where whoever entered it
// in the victims' register has no part in the case, the program carries it there.
type WishedBody struct {
	ID   string `json:"id"`
	Wish string `json:"wish"`
	// Apart is whether its interests differ from those of other groups, nil where
	// that stays as it was. Who spoke for it beside others speaks for it no more.
	Apart *bool `json:"apart,omitempty"`
}

// Kind is the act's name.
func (*WishedBody) Kind() string { return "wished" }
func (*WishedBody) by() []Role   { return []Role{VictimsLiaison, VictimRepresentative, Timekeeper} }

func (b *WishedBody) admit(c *Case, e Event, _ Setting) error {
	p, _ := c.Part(e.By)
	switch i := c.group(b.ID); {
	case i < 0 || !c.Groups[i].takesPart() || p.Role == VictimRepresentative && c.Groups[i].Delegate != e.By:
		return ruleStanding.refuse("a group that takes part or asks to")
	case b.Apart != nil && p.Role == VictimRepresentative:
		return ruleRole.refuse("a role in this case that may do this")
	case !slices.Contains(wishes, b.Wish), b.Wish == c.Groups[i].Wish && (b.Apart == nil || *b.Apart == c.Groups[i].Apart):
		return ruleForm.refuse("another wish: to be told, not to be told, or of a release only")
	}
	return nil
}

func (b *WishedBody) apply(c *Case, _ Event) {
	g := &c.Groups[c.group(b.ID)]
	g.Wish = b.Wish
	if b.Apart == nil {
		return
	}
	g.Apart = *b.Apart
	if g.Apart && c.speaksFor(g.Delegate, func(x VictimGroup) bool { return x.ID != b.ID }) {
		g.Delegate = ""
	}
}

// RepresentedBody says who speaks for a group from now on, "" for nobody but the
// liaison.
type RepresentedBody struct {
	ID       string `json:"id"`
	Delegate string `json:"delegate"`
}

// Kind is the act's name.
func (*RepresentedBody) Kind() string { return "represented" }
func (*RepresentedBody) by() []Role   { return []Role{VictimsLiaison} }

func (b *RepresentedBody) admit(c *Case, _ Event, _ Setting) error {
	i := c.group(b.ID)
	p, ok := c.Part(b.Delegate)
	switch {
	case i < 0 || !c.Groups[i].takesPart():
		return ruleStanding.refuse("a group that takes part or asks to")
	case b.Delegate != "" && (!ok || p.Role != VictimRepresentative):
		return ruleRole.refuse("a victims' representative of this case")
	case c.speaksFor(b.Delegate, func(g VictimGroup) bool { return g.ID != b.ID && (c.Groups[i].Apart || g.Apart) }):
		return ruleApart.refuse("another representative: the interests of these groups differ")
	}
	return nil
}

func (b *RepresentedBody) apply(c *Case, _ Event) { c.Groups[c.group(b.ID)].Delegate = b.Delegate }

// WithdrewBody takes a group out of the case because it wishes so. What it
// submitted stays to be answered, and nothing else follows. Where whoever took it
// out of the victims' register has no part in the case, the program enters it.
type WithdrewBody struct {
	ID string `json:"id"`
}

// Kind is the act's name.
func (*WithdrewBody) Kind() string { return "withdrew" }
func (*WithdrewBody) by() []Role   { return []Role{VictimsLiaison, VictimRepresentative, Timekeeper} }

func (b *WithdrewBody) admit(c *Case, e Event, _ Setting) error {
	p, _ := c.Part(e.By)
	if i := c.group(b.ID); i < 0 || !c.Groups[i].takesPart() || p.Role == VictimRepresentative && c.Groups[i].Delegate != e.By {
		return ruleStanding.refuse("a group that takes part or asks to")
	}
	return nil
}

func (b *WithdrewBody) apply(c *Case, _ Event) { c.Groups[c.group(b.ID)].Standing = StandingLeft }

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
	case c.Groups[i].Wish == WishNotTold:
		return ruleFree.refuse("a group that wishes to know: the right not to know binds")
	case c.Groups[i].Unsafe:
		return ruleProtect.refuse("a protection check that passed, before anything is told")
	case !b.PersonSafe || !b.VictimsSafe:
		return ruleFree.refuse("a check that neither the person nor the victims are put in danger")
	case c.Groups[i].ToldFree != 0:
		return ruleOnce.refuse("a group that was not told before")
	}
	return nil
}

func (b *ReleaseToldBody) apply(c *Case, e Event) { c.Groups[c.group(b.ID)].ToldFree = e.At }

// Carry enters what somebody wishes for themselves, or that they leave, as the
// victims' register says, in a case in which nobody who could enter it is asked.
func (s *Service) Carry(ctx context.Context, id CaseID, b Body) error {
	switch b.(type) {
	case *WishedBody, *WithdrewBody:
	default:
		return ErrHidden
	}
	return s.put(ctx, id, b)
}
