package register

import "time"

// A Verdict is a person's answer to "are these two records one person?".
type Verdict string

const (
	SamePerson Verdict = "same"
	Relatives  Verdict = "relatives"
	Different  Verdict = "different"
	CannotTell Verdict = "cannot_tell"
)

// Valid reports whether v is one of the four answers.
func (v Verdict) Valid() bool {
	switch v {
	case SamePerson, Relatives, Different, CannotTell:
		return true
	}
	return false
}

// Parts reports whether v says that the two records are two people.
func (v Verdict) Parts() bool { return v == Different || v == Relatives }

// A Judgement is one person's answer about two records. Left < Right.
type Judgement struct {
	ID      string // ULID
	Left    RecordID
	Right   RecordID
	Verdict Verdict
	Why     string
	By      string // account
	ByName  string
	Org     OrgID
	At      time.Time
	Seq     int64
	Undone  int64 // entry that took it back, 0 while it stands
	// Rests names the entry that undid something the judgement rests on (an
	// import); 0 while all of it stands.
	Rests int64
}

// A Link holds two records together as one person. Left < Right.
type Link struct {
	Left, Right RecordID
	Run         int64 // entry of the run that made it, 0 where only people did
	Weight      int   // hundredths of a bit
	Probability float64
}

// An OpenMatch is a pair that a run left for people to judge. Left < Right.
type OpenMatch struct {
	Left, Right RecordID
	Run         int64
	Weight      int // hundredths of a bit
	Probability float64
	Rank        int // 0 is the one whose answer is worth most
}
