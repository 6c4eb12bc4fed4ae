package review

import "slices"

var ruleMissing = rule{"a missing person's file", "ICPPED 21, 24(3)"}

// Why a missing person's file was opened.
const (
	MissingUnverified = "unverified" // said released, seen by nobody else in time
	MissingGone       = "gone"       // seen free once, and reached by nobody since
	MissingHeldAgain  = "held_again" // said to be held again
	MissingOlder      = "older"      // unseen since before there were such files
)

// A MissingFile is the file of somebody of whom a releasing authority says that
// they are free and whom nobody else has seen. The clock opens it. It closes by
// two people's word on a paper, and opens again when the paper falls: nothing in
// it is decided by the program. A case may have several, one after the other.
type MissingFile struct {
	Opened Micros `json:"opened"`
	Seq    int64  `json:"seq"` // the entry that opened it
	Cause  string `json:"cause"`
	// Said is when the release was recorded, By the account that recorded it, and
	// Holder who is said to have released. Said is 0 where it was seen by somebody
	// meanwhile.
	Said   Micros           `json:"said,omitempty"`
	By     string           `json:"by,omitempty"`
	Holder string           `json:"holder,omitempty"`
	Noted  []MissingNoted   `json:"noted,omitempty"` // observers who know of it, since it was last opened
	Due    []MissingDue     `json:"due,omitempty"`
	Asked  []MissingAsked   `json:"asked,omitempty"`
	Found  *MissingFound    `json:"found,omitempty"`  // waits for a second name, or closes the file
	Closed Micros           `json:"closed,omitempty"` // with the second name
	Past   []MissingFound   `json:"past,omitempty"`   // what was said and not confirmed, or fell
	Again  []MissingReopens `json:"again,omitempty"`
}

// A MissingNoted says that an observer knows of the file.
type MissingNoted struct {
	By string `json:"by"`
	At Micros `json:"at"`
}

// A MissingReopens is that the file was opened again.
type MissingReopens struct {
	By  string `json:"by"`
	At  Micros `json:"at"`
	Why string `json:"why,omitempty"` // "" where the program saw the paper fall
}

// A MissingDue is a question that a role is to ask next.
type MissingDue struct {
	Role  Role   `json:"role"`
	Whom  string `json:"whom"`
	What  string `json:"what,omitempty"`
	Until Micros `json:"until"`
	Done  bool   `json:"done,omitempty"`
}

// A MissingAsked is a question that was asked, and its answer.
type MissingAsked struct {
	ID       string `json:"id"`
	By       string `json:"by"`
	Role     Role   `json:"role"`
	At       Micros `json:"at"`
	On       string `json:"on"` // the day, YYYY-MM-DD
	Whom     string `json:"whom"`
	What     string `json:"what"`
	Until    Micros `json:"until"` // when an answer is awaited
	Reply    string `json:"reply,omitempty"`
	Answer   string `json:"answer,omitempty"`
	Replied  string `json:"replied,omitempty"`  // the day
	Answered Micros `json:"answered,omitempty"` // when it was entered
}

// missingWhom are those who are asked.
var missingWhom = []string{"family", "facility", "hospital", "authority", "prosecutor", "morgue", "icrc", "witness"}

// MissingWhom lists those who are asked.
func MissingWhom() []string { return slices.Clone(missingWhom) }

// MissingReplies are what can come of a question.
func MissingReplies() []string { return []string{"answer", "none", "refused"} }

// firstAsks are whom to ask on the first days, and who does: a person who left a
// door and did not come home is found in hours or hardly at all.
var firstAsks = []struct {
	role  Role
	whom  string
	hours Hours
}{
	{Registrar, "facility", 24}, {VictimsLiaison, "family", 24}, {ProtectionOfficer, "hospital", 24}, {CourtLiaison, "authority", 48},
}

// missingAskers may ask and enter answers; the liaison asks families alone.
var missingAskers = []Role{Registrar, Observer, ProtectionOfficer, VictimsLiaison, CourtLiaison, MedicalOfficer}

// openMissing begins a file, from the moment at which nobody had seen the person.
// It is called before the region of liberty moves.
func (c *Case) openMissing(cause string, at Micros, seq int64) {
	f := MissingFile{Opened: at, Seq: seq, Cause: cause, By: c.Liberty.By, Holder: c.Liberty.Holder}
	if c.Liberty.State == Released {
		f.Said = c.Liberty.Since
	}
	f.askFirst(at)
	c.Missing = append(c.Missing, f)
}

// askFirst puts the questions of the first day, from a moment on.
func (f *MissingFile) askFirst(at Micros) {
	for _, d := range firstAsks {
		f.Due = append(f.Due, MissingDue{Role: d.role, Whom: d.whom, Until: at.Add(d.hours.Duration())})
	}
}

// lastMissing is the last file of a missing person, nil where there is none.
func (c *Case) lastMissing() *MissingFile {
	if len(c.Missing) == 0 {
		return nil
	}
	return &c.Missing[len(c.Missing)-1]
}

// missing is the file that is open, nil where none is.
func (c *Case) missing() *MissingFile {
	if f := c.lastMissing(); f != nil && f.Closed == 0 {
		return f
	}
	return nil
}

// FoundDead reports whether two people closed the file of the missing person on a
// source that says that the person died.
func (c *Case) FoundDead() bool {
	f := c.lastMissing()
	return c.Liberty.State == Unverified && f != nil && f.Closed != 0 && f.Found.End == MissingDead
}

// asks takes a question in, and what it was due for off the list.
func (c *Case) asks(q MissingAsked) {
	f := c.missing()
	f.Asked = append(slices.Clone(f.Asked), q)
	f.Due = slices.Clone(f.Due)
	for i, d := range f.Due {
		if d.Whom == q.Whom && c.asksFor(q.Role, d.Role) {
			f.Due[i].Done = true
		}
	}
}

// asksFor reports whether a role asks what is due from another: its own, and the
// registrar what nobody in the case is there to ask.
func (c *Case) asksFor(r, of Role) bool {
	return r == of || r == Registrar && len(c.playing(of)) == 0
}

// missingTasks are what waits in an open file for a part.
func (c *Case) missingTasks(p Part, add func(string, ...string)) {
	f := c.missing()
	if f == nil || c.releaser(p) {
		return
	}
	if f.Found != nil && slices.Contains((&MissingConfirmedBody{}).by(), p.Role) && f.confirms(p.Account) {
		add("missing_confirmed")
	}
	if p.Role == Observer && !f.notedBy(p.Account) {
		add("missing_noted")
	}
	seen := map[string]bool{}
	for _, d := range f.Due {
		if !d.Done && !seen[d.Whom] && c.asksFor(p.Role, d.Role) {
			seen[d.Whom] = true
			add("missing_asked", d.Whom)
		}
	}
	for _, q := range f.Asked {
		if q.Answered == 0 && c.asksFor(p.Role, q.Role) {
			add("missing_answered", q.ID)
		}
	}
}

func (f *MissingFile) notedBy(account string) bool {
	return slices.ContainsFunc(f.Noted, func(n MissingNoted) bool { return n.By == account })
}

// question is the place of a question that waits for its answer, -1 where there
// is none of that id.
func (f *MissingFile) question(id string) int {
	return slices.IndexFunc(f.Asked, func(q MissingAsked) bool { return q.ID == id && q.Answered == 0 })
}

// releaser reports whether a part is of an authority that says it released the
// person: it reads nothing of the file and has no hand in it.
func (c *Case) releaser(p Part) bool {
	of := func(org string) bool { return org != "" && p.Org == org }
	return of(c.Liberty.Holder) || slices.ContainsFunc(c.Missing, func(f MissingFile) bool { return of(f.Holder) })
}

// Searches reports whether a role reads the whole of a missing person's file.
func (r Role) Searches() bool {
	return r.whole() || r == ProtectionOfficer || r == CourtLiaison || r == MedicalOfficer
}

// missingSeenBy are the files of the missing person as a part may read them. The
// person's side reads that somebody is searched for, who was asked and how it
// ended; the victims' liaison what the liaison asks families, and that it ended;
// who speaks for victims, and the releasing authority, nothing at all.
func (c *Case) missingSeenBy(p Part) []MissingFile {
	if !p.clear() || c.releaser(p) {
		return nil
	}
	switch {
	case p.Role.Searches():
		return c.Missing
	case p.Role != Representative && p.Role != VictimsLiaison:
		return nil
	}
	var out []MissingFile
	for _, f := range c.Missing {
		out = append(out, f.seenBy(c, p.Role))
	}
	return out
}

func (f MissingFile) seenBy(c *Case, r Role) MissingFile {
	out := MissingFile{Opened: f.Opened, Seq: f.Seq, Cause: f.Cause, Said: f.Said, Closed: f.Closed}
	for _, q := range f.Asked {
		switch {
		case r == VictimsLiaison && q.Role == VictimsLiaison:
			out.Asked = append(out.Asked, q)
		case r == Representative:
			out.Asked = append(out.Asked, MissingAsked{ID: q.ID, Role: q.Role, At: q.At, On: q.On, Whom: q.Whom, Until: q.Until, Reply: q.Reply, Replied: q.Replied, Answered: q.Answered})
		}
	}
	for _, d := range f.Due {
		if r == VictimsLiaison && c.asksFor(r, d.Role) {
			out.Due = append(out.Due, d)
		}
	}
	if f.Closed != 0 {
		out.Found = &MissingFound{End: f.Found.End, At: f.Found.At}
		if r == Representative {
			out.Found.On, out.Found.Place, out.Found.Held = f.Found.On, f.Found.Place, f.Found.Held
		}
	}
	for _, a := range f.Again {
		out.Again = append(out.Again, MissingReopens{At: a.At})
	}
	return out
}

// showsMissing reports whether a part reads an act of a missing person's file.
func (c *Case) showsMissing(p Part, e Event) bool {
	if c.releaser(p) {
		return false
	}
	switch e.Body.(type) {
	case *MissingAskedBody, *MissingAnsweredBody:
		by, _ := c.Part(e.By)
		return p.Role.Searches() || p.Role == VictimsLiaison && by.Role == VictimsLiaison
	}
	return p.Role.Searches()
}

// MissingAskers lists the roles that ask after a missing person.
func MissingAskers() []Role { return slices.Clone(missingAskers) }
