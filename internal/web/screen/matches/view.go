package matches

import (
	"time"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web/part"
)

// A Pair is two records beside each other, as pages show them.
type Pair struct {
	Token       string // of its address
	Left, Right Side
	Names       []Spelling // the name, part by part
	Mothers     []Spelling // the mother's name, part by part
	Rows        []Row
	// Chart adds the fields' weights up. It is nil where no run has met
	// the two.
	Chart *part.Waterfall
	// Strength and Reading say the total in bars and in words.
	Strength part.Strength
	Reading  string
	// Held says whether the two are one file now, and by whose word.
	Held part.Label
	// Apart lists what keeps the machine from joining the two, whatever
	// their weight.
	Apart []string
	// Mean says what the rows of the two files weigh with each other on the
	// whole, which is what a run decides by; "" where each is one row.
	Mean string
	Said []Said
}

// A Side is one of the two records.
type Side struct {
	Name   part.PersonName
	Record string // its number
	Source part.Chip
	Grade  string // how reliable the source is, in words
	File   string // address of the person's file
	FileNo string
	Beside []Beside // the other records that its file is made of
	More   int      // how many of them are not listed
}

// A Beside is a record that a side is held together with already.
type Beside struct {
	Name   part.PersonName
	Source part.Chip
	Pair   string // address of the two beside each other
}

// A State says how two values stand to each other.
type State string

// The states of two values. A picture and a word go with each, so that none is
// told by colour alone.
const (
	Agrees      State = "agrees"
	Near        State = "near" // alike, or one is less precise than the other
	Contradicts State = "contradicts"
	OneSide     State = "one_side"
)

func (s State) tone() part.Tone {
	switch s {
	case Agrees:
		return part.Good
	case Near:
		return part.Info
	case Contradicts:
		return part.Bad
	}
	return part.Quiet
}

// A Spelling is one part of a name on either side and how the two meet.
type Spelling struct {
	Part        string // which part it is, in words
	Left, Right Value
	State       State
	How         string // in words, such as "same name, written differently"
	Form        string // the Arabic form that both stand for, "" for none
}

// A Row is one field on either side.
type Row struct {
	Field       string
	Left, Right Value
	State       State
	How         string
}

// A Value is what a record says. None values say why there is nothing.
type Value struct {
	Text string
	Lang string
	None bool
}

// A Said is one person's answer about the pair.
type Said struct {
	ID      string
	Verdict register.Verdict
	By      string
	Own     bool
	At      time.Time
	Why     string
	Undone  bool // taken back
	Rests   bool // rests on something that was undone
	Undo    string
	Entry   int64
}

func (s Said) stands() bool { return !s.Undone && !s.Rests }

// A Form is the question about a pair.
type Form struct {
	Token   string
	Seen    []string // ids of the judgements shown with the question
	Why     string
	Chosen  register.Verdict // the answer given before the form came back
	Choice  Choice
	Skip    string // address of the next pair, "" outside the queue
	CanTell bool   // the reader may answer
}

// A Choice is which part of the queue is looked at.
type Choice struct {
	Source string
	Band   Band
	After  int // rank of the last pair passed over, -1 for none
}

// A Band is a part of the queue.
type Band string

// The bands of the queue.
const (
	AnyBand Band = ""
	Likely  Band = "likely"  // more likely one person than not
	Unclear Band = "unclear" // less likely
	Second  Band = "second"  // judged the same person once: a second word lets adverse facts count
)

// A Filter is the form that chooses a part of the queue.
type Filter struct {
	Choice
	Sources []part.Option
}

// A Done is what was answered last, with the way back.
type Done struct {
	Verdict register.Verdict
	Undo    string
	Pair    string
}

// A Queue is the page of the next pair.
type Queue struct {
	Filter Filter
	Form   Form
	Pair   *Pair        // nil where none waits
	Counts map[Band]int // pairs that wait, by part of the queue
	Today  int          // answers that the reader gave today
	Judges bool         // the reader can answer
	Empty  part.Empty
	Done   *Done
}

// A Clash is an answer that came in before, beside the reader's own.
type Clash struct {
	Theirs Said
	Mine   register.Verdict
	Form   Form
	// Forbids: the other judgement is about another pair, and parts the two.
	Forbids bool
	Pair    string // address of that pair
}
