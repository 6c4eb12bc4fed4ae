package person

import (
	"github.com/a-h/templ"

	"kashf.org/kashf/internal/web/part"
)

// A View is a person's file as the page shows it: everything in words already.
type View struct {
	Href    string // of the file
	FileNo  string
	Name    part.PersonName
	Tags    []part.Label
	Glance  []Glimpse
	Against []Anchor // the fields that contradict, in the order of the table
	Death   *Death   // nil where none is reported, or the reader is not told
	Pending []Pending
	Fate    Fate
	Groups  []Group
	Absent  []Absent
	Names   []Spelling
	// StruckNames are spellings that a correction has set aside.
	StruckNames []Struck
	Custody     Custody
	Sources     []Source
	Records     []Record
	Links       []Link
	// Decisions are what people answered about the file's records, those taken
	// back among them.
	Decisions []Decision
	Kin       []Kin
	History   []Event
	Register  []Element // article 17(3)
	Checks    Checks
	Reveal    *Reveal // nil for who may not ask
	CanPrint  bool
	Printed   []PrintedGroup // the table of a print
	Pictures  []Picture      // that somebody agreed to have printed
	CanForm   bool           // fills the form of the UN working group
	Review    string         // where a review is opened, "" where the reader opens none
	// CanCorrect and CanArrange lead to the forms that add to the file and that
	// join and part its rows.
	CanCorrect, CanArrange bool
	CanLookBack            bool
	CanCompare             bool
	HasTies                bool // relatives and who was held together have a page
	CanNote                bool
	Attached               templ.Component // nil where there is none
	Desk                   templ.Component // nil where there is none
	Photos                 templ.Component // nil where there is none
	Foot                   *Foot           // of a print
}

// A Glimpse is one fact of the head of the file.
type Glimpse struct {
	Label  string
	Value  string
	None   bool
	Others string // "2 say otherwise", "" where nothing contradicts it
	Href   string // of the line that contradicts
}

// An Anchor leads to a line of the page.
type Anchor struct{ Label, Href string }

// A Death is what is shown of a reported death: to case staff, and marked.
type Death struct {
	Status string
	ToTell bool // the family has not yet been told
	// Told and Returned are what was done for the family, nil where nothing was.
	Told, Returned *Done
	// Tell and Return lead to the forms that enter it, "" for who may not or
	// where it was entered.
	Tell, Return string
	Lines        []Line
}

// A Pending is an adverse claim that counts for nothing yet.
type Pending struct {
	Field string
	Value string
	By    Claim
}

// A Fate is what became of the person, and what that rests on.
type Fate struct {
	Status  part.Label
	Counted string // the class in which the person is counted, where it is another
	AsOf    string
	Rule    string
	Facts   []Fact
}

// A Fact is one thing a fate rests on.
type Fact struct {
	Text  string
	When  string
	Chips []part.Chip
}

// A Group is a part of the table: identity, custody, outcome, other.
type Group struct {
	Title string
	Lines []Line
}

// A Line is what the file says about one field.
type Line struct {
	ID       string
	Label    string
	Held     string
	Absence  string // why nothing is held, "" where something is
	Also     []Value
	Against  []Value
	Rule     string // that chose the value, in words
	Support  string // "3 independent origins"
	Strength part.Strength
	Claims   []Claim // all that count
	Struck   []Struck
}

// A Struck is a claim that a correction has set aside, or that a list gives no
// more in its newer edition.
type Struck struct {
	Former    bool // an older edition said it: nobody corrected it
	Text, Now string
	Source    part.Chip
	By        string // who and when
	Why       string
}

// A Value is one thing that sources say.
type Value struct {
	Text    string
	Support string
	Chips   []part.Chip
}

// A Claim is one record's word, as written.
type Claim struct {
	Written string
	Field   string // where it was read from another field, such as an age
	Absence string
	Source  part.Chip
	Kind    string // of the source
	Grade   string // its reliability, in words
}

// An Absent lists the fields for which there is no value, by why.
type Absent struct {
	Why    string
	Note   string
	Fields []string
}

// A Spelling is one way of writing the name.
type Spelling struct {
	Text  string
	Lang  string
	Kind  string // "" for a full name
	Count string // of origins
	Chips []part.Chip
}

// A Custody is the timeline with what is wrong with it.
type Custody struct {
	Chart     *part.Timeline // nil where nothing is dated
	Undated   []Stay
	Gaps      []string
	Conflicts []Conflict
}

// A Stay is a place of custody of which no date is known.
type Stay struct {
	Text   string
	Source part.Chip
}

// A Conflict sets two stays side by side that cannot both be true.
type Conflict struct {
	Kind string
	A, B string
}

// A Source is where part of the file comes from.
type Source struct {
	Dropped    string // that a newer edition no longer has its row, in words
	Chip       part.Chip
	About      string // its kind, its reliability, its rows
	Dependence string // on another source of the file, "" where it is independent
}

// A Record is one row as it was written.
type Record struct {
	ID     string
	Source part.Chip
	Cells  []Cell
	Gone   bool // nothing of it is left to show
}

// A Cell is one cell of a row.
type Cell struct {
	Column string
	Text   string
	Hidden bool
}

// A Link is what holds two records together.
type Link struct {
	A, B      part.Chip
	Strength  part.Strength
	Weight    string // in words
	By        string // the run, or "people"
	Edition   string // that the newer edition of a list says the row again
	Confirmed bool
	Judged    []Decision
	Href      string // of the two side by side, "" for who may not go there
}

// A Decision is one person's answer about two records.
type Decision struct {
	Answer part.Label
	By     string
	When   string
	Why    string
	State  string // "" while it stands
	Pair   string
}

// A Kin is a relative.
type Kin struct {
	Text     string
	Href     string // of the relative's own file, "" for one who is only named
	Note     string
	Chips    []part.Chip
	Together []string
}

// An Event is one entry of the ledger about the file.
type Event struct {
	When string
	What string
	Who  string
	Href string
}

// An Element is one thing that article 17(3) asks of an authority's register.
type Element struct {
	Text  string
	State part.Label
	Given []GivenLine
}

// A GivenLine is what is provided of an element, and by whom.
type GivenLine struct {
	Field, Value string
	Differs      bool // from the value held
	Chips        []part.Chip
}

// A Reveal is the state of the values at C4.
type Reveal struct {
	Open  bool
	Until string // in words
	Href  string // of the form that asks for it
}

// A Foot says who printed a file and when.
type Foot struct {
	By, Org, At, Level string
	// Size and Root say where the ledger stood: whether it still says the same can
	// be asked later. Root is "" where nobody keeps one.
	Size, Root string
}

// A Picture is a photograph on a print.
type Picture struct{ Src, Alt string }
