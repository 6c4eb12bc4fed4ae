package review

import "slices"

// A Holding is what is found of the custody: axis A. Several may hold at once.
type Holding string

// The findings on the custody.
const (
	A0 Holding = "A0" // no legal ground shown by the holder (WGAD I; ICCPR 9(1))
	A1 Holding = "A1" // ground expired: served, acquitted, amnestied, time-barred (WGAD I)
	A2 Holding = "A2" // for protected conduct (WGAD II; PACE 1900 a)
	A3 Holding = "A3" // political, punitive, hostage, discriminatory or ransom motive (PACE 1900 b-d; WGAD V)
	A4 Holding = "A4" // exceptional forum or grave unfairness; accusation unresolved (WGAD III; PACE 1900 e)
	A5 Holding = "A5" // ordinary competent court, minimum safeguards (ICCPR 14)
	A6 Holding = "A6" // ordinary suspicion, lawful order, not yet tried (ICCPR 9(3))
	A7 Holding = "A7" // migrant or asylum custody (WGAD IV)
	A8 Holding = "A8" // captured fighter in armed conflict (GC III, IV, CA3)
	A9 Holding = "A9" // not known
)

// Valid reports whether h is one of the ten.
func (h Holding) Valid() bool { return len(h) == 2 && h[0] == 'A' && h[1] >= '0' && h[1] <= '9' }

// adverse reports whether the finding counts against the person.
func (h Holding) adverse() bool { return h == A5 || h == A6 || h == A8 }

// A Conduct is what a person may have done: axis B, each allegation apart.
type Conduct string

// The kinds of conduct.
const (
	B0 Conduct = "B0" // none alleged beyond protected conduct
	B1 Conduct = "B1" // ordinary offence without violence
	B2 Conduct = "B2" // serious ordinary offence against persons
	B3 Conduct = "B3" // grave: war crime, crime against humanity, torture, disappearance, by hand or command
	B9 Conduct = "B9" // not known
)

// Valid reports whether b is one of the five.
func (b Conduct) Valid() bool { return slices.Contains([]Conduct{B0, B1, B2, B3, B9}, b) }

// An AllegationID names an allegation within its case.
type AllegationID string

// An Allegation is one thing that a person may have done.
type Allegation struct {
	ID      AllegationID `json:"id"`
	Conduct Conduct      `json:"conduct"`
	Text    string       `json:"text,omitempty"` // what is alleged, in words that name nobody
	// Place, Unit and the time (EDTF) are where it is said to have happened, for
	// the victims' register to be searched by. The service refuses a time that is
	// no date.
	Place string `json:"place,omitempty"`
	Unit  string `json:"unit,omitempty"`
	From  string `json:"from,omitempty"`
	To    string `json:"to,omitempty"`
}

// A FindingID names a finding within its case.
type FindingID string

// A Finding is a reasoned answer to one issue: a holding on the custody, or how
// far one allegation is shown.
type Finding struct {
	ID         FindingID    `json:"id"`
	Holding    Holding      `json:"holding,omitempty"`    // axis A, or
	Allegation AllegationID `json:"allegation,omitempty"` // axis B
	Standard   Standard     `json:"standard"`
	Law        string       `json:"law"` // the rule applied
	Relied     []FactID     `json:"relied"`
	Rejected   []Rejection  `json:"rejected,omitempty"`
	Reasons    string       `json:"reasons"`
}

// adverse reports whether the finding counts against the person.
func (f Finding) adverse() bool {
	return f.Standard >= P1 && (f.Allegation != "" || f.Holding.adverse())
}

// A Rejection is a fact that a finding does not rely on, and why.
type Rejection struct {
	Fact FactID `json:"fact"`
	Why  string `json:"why"`
}

// Held is a finding as a case keeps it.
type Held struct {
	Finding
	By    []string `json:"by"` // accounts that stand behind it; two for P1
	Panel bool     `json:"panel,omitempty"`
	Court bool     `json:"court,omitempty"` // read from a court's record
	// Told: it counts against the person, by a court's record that one person told
	// of; it waits for a second who has read it.
	Told   bool   `json:"told,omitempty"`
	Policy string `json:"policy"`
	At     Micros `json:"at"`
	// Stopped names the entry that undid something it rests on, 0 while all
	// of it stands.
	Stopped int64 `json:"stopped,omitempty"`
}

// stands reports whether the finding counts: above P0 it needs two analysts, a
// panel or a court behind it, and a court's two people who have read it where it
// counts against the person.
func (h Held) stands() bool {
	return h.Stopped == 0 && (h.Panel || h.Court && !h.Told || len(h.By) >= 2)
}
