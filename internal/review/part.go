package review

import "slices"

// A Role is what somebody is in one case. Nobody is two things in one case, not
// even one after the other.
type Role string

// The roles of a case.
const (
	Registrar            Role = "registrar"        // opens, moves, notifies; never classifies
	RosterChair          Role = "roster_chair"     // assigns, decides challenges, waives; takes no part in the merits
	FileOfficer          Role = "file_officer"     // assembles and proposes; never votes
	SecondAnalyst        Role = "second_analyst"   // stands behind a finding at P1
	Member               Role = "panel_member"     //
	AppealMember         Role = "appeal_member"    // no overlap with the first panel
	Observer             Role = "observer"         // reads what the panel reads, objects, never votes
	Representative       Role = "representative"   // of the person
	Advocate             Role = "special_advocate" // reads closed material for the person
	VictimsLiaison       Role = "victims_liaison"  //
	VictimRepresentative Role = "victims_delegate" // of a group of victims
	CourtLiaison         Role = "court_liaison"    // brings orders and judgments
	ProtectionOfficer    Role = "protection"       // plans a release
	MedicalOfficer       Role = "medical"          // certifies urgent lanes
	Timekeeper           Role = "clock"            // the program: lapses, draws, opened votes. No account has it
)

// Machine is the account of the program's own entries.
const Machine = "machine"

// sitting reports whether the role decides, and so is drawn and not chosen.
func (r Role) sitting() bool { return r == Member || r == AppealMember }

// merits reports whether the role must declare its ties before it reads or acts.
func (r Role) merits() bool {
	switch r {
	case RosterChair, FileOfficer, SecondAnalyst, Member, AppealMember, Observer, Advocate, CourtLiaison, VictimsLiaison, ProtectionOfficer, MedicalOfficer, Registrar:
		return true
	}
	return false
}

// A Ground is a tie between somebody and a case.
type Ground string

// The grounds. Only the first four can be waived.
const (
	SameTown     Ground = "town"
	SameFacility Ground = "facility"
	SpokeOut     Ground = "public_statement"
	Threatened   Ground = "threat" // a threat must not remove whoever it is meant for
	Kin          Ground = "kin"    // to the fourth degree
	Party        Ground = "party"  // or paid by one
	Witness      Ground = "witness"
	SourceOf     Ground = "source" // gave what the file rests on
	Holder       Ground = "holder" // arrested, held or interrogated
	EarlierRole  Ground = "earlier_role"
	Forger       Ground = "forgery" // forged something in the file
)

var waivable = []Ground{SameTown, SameFacility, SpokeOut, Threatened}

// Waivable reports whether the roster's chair and the observer together may set
// the ground aside.
func (g Ground) Waivable() bool { return slices.Contains(waivable, g) }

// Valid reports whether g is a ground that somebody may declare.
func (g Ground) Valid() bool {
	return g.Waivable() || slices.Contains([]Ground{Kin, Party, Witness, SourceOf, Holder, EarlierRole, Forger}, g)
}

// A Tie is a declared ground.
type Tie struct {
	Ground   Ground `json:"ground"`
	ByChair  string `json:"by_chair,omitempty"` // accounts that waived it
	ByWatch  string `json:"by_watch,omitempty"`
	Reasoned bool   `json:"reasoned,omitempty"`
}

func (t Tie) stands() bool { return !t.Ground.Waivable() || t.ByChair == "" || t.ByWatch == "" }

// A Part is somebody's place in a case.
type Part struct {
	Account  string `json:"account"`
	Org      string `json:"org,omitempty"`
	Role     Role   `json:"role"`
	Seat     string `json:"seat,omitempty"`
	Draw     string `json:"draw,omitempty"` // that gave the seat
	Since    Micros `json:"since"`
	Left     Micros `json:"left,omitempty"`
	Declared bool   `json:"declared,omitempty"`
	Ties     []Tie  `json:"ties,omitempty"`
	// Barred is the ground on which the person was taken out of the case.
	Barred Ground `json:"barred,omitempty"`
}

// conflicted reports whether a conflict stands: then the case does not exist for
// the account.
func (p Part) conflicted() bool {
	return p.Barred != "" || slices.ContainsFunc(p.Ties, Tie.stands)
}

// Conflicted reports whether a conflict of interest stands.
func (p Part) Conflicted() bool { return p.conflicted() }

// Awaited reports whether the part waits for its declaration of ties and
// nothing else.
func (p Part) Awaited() bool {
	return p.Left == 0 && !p.conflicted() && !p.Declared && p.Role.merits()
}

// clear reports whether the part may be played.
func (p Part) clear() bool {
	return p.Left == 0 && !p.conflicted() && (p.Declared || !p.Role.merits())
}

// Part is the account's place in the case.
func (c *Case) Part(account string) (Part, bool) {
	if p := c.part(account); p != nil {
		return *p, true
	}
	return Part{}, false
}

func (c *Case) part(account string) *Part {
	for i := range c.Cast {
		if c.Cast[i].Account == account {
			return &c.Cast[i]
		}
	}
	return nil
}

// MayRead reports whether the case exists for the account: it has a part in it
// that is being played, and no conflict stands.
func (c *Case) MayRead(account string) bool {
	p := c.part(account)
	return p != nil && p.clear()
}

// Conflicted are the accounts for which the case does not exist because of a
// conflict of interest, in order.
func (c *Case) Conflicted() []string {
	var out []string
	for _, p := range c.Cast {
		if p.conflicted() {
			out = append(out, p.Account)
		}
	}
	slices.Sort(out)
	return out
}

// Conflicts is how many accounts [Case.Conflicted] lists. A public account asks
// it for each act.
func (c *Case) Conflicts() (n int) {
	for i := range c.Cast {
		if p := &c.Cast[i]; p.Barred != "" || len(p.Ties) > 0 && p.conflicted() {
			n++
		}
	}
	return n
}

// playing are the parts of a role that are played now.
func (c *Case) playing(r Role) []Part {
	var out []Part
	for _, p := range c.Cast {
		if p.Role == r && p.clear() {
			out = append(out, p)
		}
	}
	return out
}

// bench is the role that decides in the present state.
func (c *Case) bench() Role {
	if c.State == Appeal {
		return AppealMember
	}
	return Member
}
