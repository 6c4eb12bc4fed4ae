package review

import (
	"slices"
	"strings"
	"time"

	"kashf.org/kashf/internal/review/voice"
)

var ruleVoice = rule{"views by voice", "Directive 2012/29/EU art. 7, 10; domain 4.6(4)"}

// A Voice is a recording that somebody spoke instead of writing. The vault keeps
// it encrypted; the points beside it are its gist, so that what was said is
// answered like what was written.
type Voice struct {
	Item    string `json:"item"` // in the vault
	Media   string `json:"media"`
	Seconds int    `json:"seconds"`
	Size    int64  `json:"size"`
	// Panel: whoever speaks agrees that the bench and the observer hear the
	// voice. Otherwise they read the gist, and only the liaison and who speaks
	// for the group listen: a voice says who it is.
	Panel bool `json:"panel,omitempty"`
}

func (v Voice) valid() bool {
	return strings.HasPrefix(v.Item, "f-") && isHash(v.Item[2:]) && strings.HasPrefix(v.Media, "audio/") && v.Seconds > 0 &&
		v.Seconds <= int(voice.Longest/time.Second) && v.Size > 0
}

// A Recorded is a recording of a case.
type Recorded struct {
	Voice
	ID    string `json:"id"` // the submission's
	Group string `json:"group,omitempty"`
	By    string `json:"by"`
	At    Micros `json:"at"`
}

// Hears reports whether a part may listen to a recording. Neither side ever
// hears the other, and who assembles or moves the file hears nobody.
func (c *Case) Hears(p Part, v Recorded) bool {
	if !p.clear() {
		return false
	}
	bench := p.Role.sitting() || p.Role == Observer
	if v.Group == "" {
		return bench || p.Role == Representative || p.Role == Registrar && v.By == p.Account
	}
	i := c.group(v.Group)
	own := i >= 0 && p.Role == VictimRepresentative && c.Groups[i].Delegate == p.Account
	return own || p.Role == VictimsLiaison || bench && v.Panel
}

// voicesFor are the recordings that a part may listen to.
func (c *Case) voicesFor(p Part) []Recorded {
	return slices.DeleteFunc(slices.Clone(c.Voices), func(v Recorded) bool { return !c.Hears(p, v) })
}
