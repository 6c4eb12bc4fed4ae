package review

import (
	"slices"
	"strconv"
	"time"
)

var ruleAfter = rule{"looked after once free", "domain 4.4, 4.8; ICPPED 21"}

// afterDays are the days after somebody was seen free on which they are asked
// after again: domain 4.8.
var afterDays = []int{3, 14, 60}

// What a person who was freed is found to be.
const (
	FoundWell       = "well"
	FoundThreatened = "threatened"
	FoundHarmed     = "harmed"
	FoundGone       = "gone"       // nobody reaches the person: a missing person's file
	FoundHeldAgain  = "held_again" // likewise, and a new case on the new custody
)

// A FollowUp is what was found of a freed person on one of the days.
type FollowUp struct {
	Day   int    `json:"day"`
	At    Micros `json:"at"`
	Found string `json:"found"`
}

// AfterDue are the days on which a freed person is to be asked after and was not
// yet, each with its moment; whoever is not seen free has none.
func (c *Case) AfterDue() []FollowUp {
	if c.Liberty.State != ReleaseVerified {
		return nil
	}
	var out []FollowUp
	for _, d := range afterDays {
		if !slices.ContainsFunc(c.FollowUps, func(f FollowUp) bool { return f.Day == d }) {
			out = append(out, FollowUp{Day: d, At: c.Liberty.Since.Add(time.Duration(d) * 24 * time.Hour)})
		}
	}
	return out
}

// afterTasks asks for the days that have come.
func (c *Case) afterTasks(add func(string, ...string), now Micros) {
	for _, f := range c.AfterDue() {
		if f.At <= now {
			add("followed_up", strconv.Itoa(f.Day))
		}
	}
}

// FollowedUpBody says what was found of a freed person. It holds no place and no
// words: where somebody lives is kept nowhere in a case.
type FollowedUpBody struct {
	Day     int    `json:"day"`
	Contact string `json:"contact"` // in_person, call, family, icrc; "" where nobody was met
	Found   string `json:"found"`
	// File: a missing person's file is opened with it. The service fills it; entries
	// older than such files opened none.
	File bool `json:"file,omitempty"`
}

// Kind is the act's name.
func (*FollowedUpBody) Kind() string { return "followed_up" }
func (*FollowedUpBody) by() []Role {
	return []Role{Observer, Representative, ProtectionOfficer, MedicalOfficer}
}

func (b *FollowedUpBody) admit(c *Case, e Event, _ Setting) error {
	p, _ := c.Part(e.By)
	due := c.AfterDue()
	i := slices.IndexFunc(due, func(f FollowUp) bool { return f.Day == b.Day })
	met := slices.Contains(contacts, b.Contact)
	switch {
	case c.Liberty.State != ReleaseVerified:
		return ruleStage.refuse("somebody who was seen free")
	case p.Org == c.Liberty.Holder || e.By == c.Liberty.By:
		return ruleVerified.refuse("somebody other than the releasing authority and than whoever recorded the release")
	case i < 0 || e.At < due[i].At:
		return ruleAfter.refuse("one of the days on which a freed person is asked after, once it has come, and each once")
	case !slices.Contains([]string{FoundWell, FoundThreatened, FoundHarmed, FoundGone, FoundHeldAgain}, b.Found), b.File && !b.lost():
		return ruleForm.refuse("how the person was found")
	case b.Contact != "" && !met || b.Contact == "" && !b.lost():
		return ruleVerified.refuse("how the person was met")
	}
	return nil
}

// lost reports whether the person is no longer known to be free.
func (b *FollowedUpBody) lost() bool { return b.Found == FoundGone || b.Found == FoundHeldAgain }

func (b *FollowedUpBody) apply(c *Case, e Event) {
	c.FollowUps = append(c.FollowUps, FollowUp{b.Day, e.At, b.Found})
	if b.File {
		why := MissingGone
		if b.Found == FoundHeldAgain {
			why = MissingHeldAgain
		}
		c.openMissing(why, e.At, e.Seq)
	}
	if b.lost() {
		c.Liberty.move(Unverified, e.At)
	}
}

// incidents are what can happen to somebody because of a case: domain 4.8.
var incidents = []string{"threat", "attack", "crowd", "exposure", "mistaken"}

// Incidents lists them.
func Incidents() []string { return slices.Clone(incidents) }

// IncidentBody says that somebody came into danger over a case, so that it is
// counted in the public account. It names nobody, and holds no words.
type IncidentBody struct {
	What  string `json:"what"`  // one of [incidents]
	Whom  string `json:"whom"`  // person, victims, panel
	Steps string `json:"steps"` // what followed: moved, escorted, reported, none
}

// Kind is the act's name.
func (*IncidentBody) Kind() string { return "incident" }
func (*IncidentBody) by() []Role {
	return []Role{ProtectionOfficer, Registrar, Observer, Representative, VictimsLiaison}
}

func (b *IncidentBody) admit(*Case, Event, Setting) error {
	if !slices.Contains(incidents, b.What) || !slices.Contains([]string{"person", "victims", "panel"}, b.Whom) || !slices.Contains([]string{"moved", "escorted", "reported", "none"}, b.Steps) {
		return ruleForm.refuse("what happened, to whom, and what followed")
	}
	return nil
}

func (*IncidentBody) apply(*Case, Event) {}
