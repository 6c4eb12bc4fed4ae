package review

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// An Attendee is somebody in the room who has no account and so no part in the
// case: an interpreter, a guard, somebody of the person's own.
type Attendee struct {
	As   string `json:"as"`   // one of [AttendeeKinds]
	Name string `json:"name"` // as they gave it
}

// InterpreterThere and HolderThere are the two that a rule asks about.
const (
	InterpreterThere = "interpreter"
	HolderThere      = "holder" // of the holder's staff, in the room
)

var attendeeKinds = []string{InterpreterThere, "lawyer", "kin", "guardian", "support", "doctor", "expert", "consulate", "clerk", HolderThere}

// AttendeeKinds lists what somebody without an account may be in the room.
func AttendeeKinds() []string { return slices.Clone(attendeeKinds) }

// Attendees is how many a record holds. longestAttendee bounds a name, in
// characters.
const (
	Attendees       = 8
	longestAttendee = 120
)

// admitAttendees refuses a record of the room that says two things: an
// interpreter whom nobody names, or the holder both out of the room and in it.
func admitAttendees(who []Attendee, interpreted, holderOut bool) error {
	there := func(as string) bool {
		return slices.ContainsFunc(who, func(a Attendee) bool { return a.As == as })
	}
	bad := func(a Attendee) bool {
		return !slices.Contains(attendeeKinds, a.As) || strings.TrimSpace(a.Name) == "" || utf8.RuneCountInString(a.Name) > longestAttendee
	}
	switch {
	case len(who) > Attendees || slices.ContainsFunc(who, bad):
		return ruleForm.refuse("what each who has no account was in the room, and their name")
	case interpreted && !there(InterpreterThere):
		return ruleHeard.refuse("the interpreter's name among those present")
	case holderOut && there(HolderThere):
		return ruleHeard.refuse("one answer to whether the holder was in the room")
	}
	return nil
}
