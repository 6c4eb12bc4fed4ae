package victims

import (
	"errors"
	"slices"
	"unicode/utf8"

	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/when"
)

// Harms are the kinds of harm that a registration may name (GA 60/147 art. 8).
func Harms() []string { return slices.Clone(harms) }

var harms = []string{"killed", "disappeared", "tortured", "detained", "sexual_violence", "injured", "property", "other"}

// Channels are the safe ways to reach somebody.
func Channels() []string { return slices.Clone(channels) }

var channels = []string{"phone", "message", "visit", "through_association", "none"}

// A Told is what was told, as it was told. Nothing of it is ever stored in clear.
type Told struct {
	Name    string   `json:"name"` // of the victim, or of the association
	Link    string   `json:"link"` // harmed, family, helper
	Harms   []string `json:"harms,omitempty"`
	Harm    string   `json:"harm,omitempty"`    // in their words
	Place   string   `json:"place,omitempty"`   // of detention, as they call it
	From    string   `json:"from,omitempty"`    // EDTF
	To      string   `json:"to,omitempty"`      // EDTF
	Unit    string   `json:"unit,omitempty"`    // or authority
	Names   []string `json:"names,omitempty"`   // of who did it, as they know them
	Contact string   `json:"contact,omitempty"` // a number, an address
	Channel string   `json:"channel,omitempty"` // by which it is safe
	Speaks  string   `json:"speaks,omitempty"`  // who represents them
	Wish    string   `json:"wish"`              // told, not_told, only_release
	Apart   bool     `json:"apart,omitempty"`   // wants a representative of their own
	Agreed  []string `json:"agreed,omitempty"`  // consents
	Support bool     `json:"support,omitempty"` // offered before anything was asked
}

// Consents are what somebody may agree to.
func Consents() []string { return slices.Clone(consents) }

var consents = []string{"match", "contact", "voice_to_panel"}

// What a person can mend about a registration.
var (
	ErrName    = errors.New("no name is given")
	ErrWish    = errors.New("it is not said what they wish to be told")
	ErrLink    = errors.New("it is not said how they are tied to the harm")
	ErrDate    = errors.New("a date is not understood")
	ErrLong    = errors.New("a text is too long")
	ErrSupport = errors.New("support was not offered")
	ErrList    = errors.New("a list is empty, too large or no text")
	ErrWhy     = errors.New("no reason is given")
	ErrMatch   = errors.New("they do not agree to be matched")
)

const mostText = 5000

// check refuses what cannot be registered.
func (t *Told) check() error {
	switch {
	case !review.Legible(t.Name):
		return ErrName
	case !slices.Contains(review.Wishes(), t.Wish):
		return ErrWish
	case !slices.Contains(review.Links(), t.Link):
		return ErrLink
	case !t.Support:
		return ErrSupport
	case t.Channel != "" && !slices.Contains(channels, t.Channel), !within(t.Harms, harms), !within(t.Agreed, consents):
		return ErrLong
	}
	for _, x := range append([]string{t.Name, t.Harm, t.Place, t.Unit, t.Contact, t.Speaks}, t.Names...) {
		if !utf8.ValidString(x) || utf8.RuneCountInString(x) > mostText {
			return ErrLong
		}
	}
	for _, d := range []*string{&t.From, &t.To} {
		if *d == "" {
			continue
		}
		x, err := when.Parse(*d)
		if err != nil {
			if x, _, err = when.Read(*d, when.Options{}); err != nil {
				return ErrDate
			}
		}
		*d = x.String()
	}
	return nil
}

func within(vs, all []string) bool {
	return !slices.ContainsFunc(vs, func(v string) bool { return !slices.Contains(all, v) })
}
