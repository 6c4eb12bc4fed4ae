package situation

import "kashf.org/kashf/internal/web/part"

// A View is the first page of somebody who reads case content.
type View struct {
	Counts  []Count
	Waiting []Waiting
	Changes []Change
	Sources []part.Bar // rows by source, most first
	More    int        // sources that are not drawn
	Steps   []Step     // nil once the register has records, links and answers
}

// A Count is a number of what is here.
type Count struct {
	N     string
	Words string
	Href  string // "" for none
}

// A Waiting is a kind of thing that waits for a decision.
type Waiting struct {
	N     int
	Title string
	Text  string
	Href  string
	Do    string // what is done there
	Tone  part.Tone
	Links []Link // some of them
}

// A Link leads to one of the things that wait.
type Link struct{ Label, Href string }

// A Change is an entry of the ledger in plain words.
type Change struct {
	Text   string
	Source string // the source it is about, "" for none
	Who    string
	When   string
	Href   string
	Undone bool
}

// A Step is one of the first things to do.
type Step struct {
	Title, Text string
	Href, Do    string
	Done        bool
	Next        bool // the one to do now
}

// A House is the first page of somebody who reads no case content.
type House struct {
	Line    string
	Reviews bool        // takes part in file reviews
	Waiting []Waiting   // there
	Facts   []part.Fact // accounts and organisations
	Health  *part.Label
	Links   []Link
}
