package review

import "slices"

// How a missing person's file ends.
const (
	MissingAlive = "alive" // seen by a named witness who is not of the releasing authority
	MissingHeld  = "held"  // behind a door: the release never came about, or did not last
	MissingDead  = "dead"  // says a source; no person and no program decides it
)

// MissingEnds lists them.
func MissingEnds() []string { return []string{MissingAlive, MissingHeld, MissingDead} }

// A MissingFound is how the person was found, as one person says on a paper. With
// a second name it closes the file.
type MissingFound struct {
	End     string  `json:"end"`
	On      string  `json:"on,omitempty"` // the day, YYYY-MM-DD
	Witness string  `json:"witness,omitempty"`
	Contact string  `json:"contact,omitempty"` // how the witness met the person
	Place   string  `json:"place,omitempty"`
	Held    string  `json:"held,omitempty"` // who holds the person
	Why     string  `json:"why,omitempty"`
	Refs    []Ref   `json:"refs,omitempty"` // papers and rows of the person's file
	Bound   Binding `json:"bound,omitzero"` // set by the service
	By      string  `json:"by,omitempty"`
	At      Micros  `json:"at,omitempty"`
	Second  string  `json:"second,omitempty"` // account of the second name
	Fell    Micros  `json:"fell,omitempty"`   // when it was not confirmed, or undone
}

// MissingFoundBody is the first name under how the person was found. Another takes
// its place until a second name stands.
type MissingFoundBody struct {
	MissingFound
	// Apart: the witness is not of the authority that is said to have released.
	Apart bool `json:"apart,omitempty"`
}

// Kind is the act's name.
func (*MissingFoundBody) Kind() string { return "missing_found" }
func (*MissingFoundBody) by() []Role   { return []Role{Registrar, Observer, CourtLiaison} }

func (b *MissingFoundBody) admit(c *Case, e Event, _ Setting) error {
	f, _, err := c.searcher(e)
	switch {
	case err != nil:
		return err
	case !slices.Contains(MissingEnds(), b.End):
		return ruleForm.refuse("how the person was found")
	case !pastDay(b.On, e.At) || b.Why == "" || len(b.Refs) == 0 || !b.Bound.Lies:
		return ruleMissing.refuse("the day, the reasons, and a paper or a row of this person's file that shows it")
	case b.End == MissingAlive && (b.Witness == "" || !b.Apart || !slices.Contains(contacts, b.Contact)):
		return ruleMissing.refuse("a named witness who met the person and is not of the releasing authority")
	case b.End == MissingAlive && e.By == f.By:
		return ruleVerified.refuse("somebody other than the releasing authority and than whoever recorded the release")
	case b.End == MissingHeld && (b.Place == "" || b.Held == ""):
		return ruleMissing.refuse("where the person is held and by whom")
	case b.End == MissingDead && !slices.ContainsFunc(b.Refs, func(r Ref) bool { return r.Record != 0 }):
		return ruleMissing.refuse("a row of a source that says that the person died: nobody here decides it")
	}
	return nil
}

func (b *MissingFoundBody) apply(c *Case, e Event) {
	f := c.missing()
	f.drop(e.At)
	x := b.MissingFound
	x.By, x.At, x.Second, x.Fell = e.By, e.At, "", 0
	f.Found = &x
}

// drop puts what was said of how the person was found among what does not count.
func (f *MissingFile) drop(at Micros) {
	if f.Found == nil {
		return
	}
	x := *f.Found
	x.Fell = at
	f.Past, f.Found = append(slices.Clone(f.Past), x), nil
}

// confirms reports whether an account's may be the second name under how the
// person was found: another's than the first, and for who was seen alive another's
// than of whoever recorded the release.
func (f *MissingFile) confirms(account string) bool {
	return f.Found != nil && f.Closed == 0 && f.Found.By != account && (f.Found.End != MissingAlive || account != f.By)
}

// MissingConfirmedBody is the second name, or that it is not given.
type MissingConfirmedBody struct {
	Agree bool   `json:"agree"`
	Why   string `json:"why,omitempty"`
	Fresh bool   `json:"fresh"`
	// Stands: the papers still lie in the person's file, and whoever named them has
	// a part and no conflict. The service fills it.
	Stands bool `json:"stands,omitempty"`
}

// Kind is the act's name.
func (*MissingConfirmedBody) Kind() string { return "missing_confirmed" }
func (*MissingConfirmedBody) by() []Role {
	return []Role{Registrar, Observer, CourtLiaison, ProtectionOfficer, MedicalOfficer}
}

func (b *MissingConfirmedBody) admit(c *Case, e Event, _ Setting) error {
	f, _, err := c.searcher(e)
	switch {
	case err != nil:
		return err
	case !f.confirms(e.By):
		return ruleMissing.refuse("a first name under how the person was found, and a second that is somebody else's")
	case b.Why == "" || !b.Fresh:
		return ruleSign.refuse("reasons, and each seat's own name, with password and code")
	case b.Agree && (!b.Stands || !c.MayRead(f.Found.By)):
		return ruleMissing.refuse("the day, the reasons, and a paper or a row of this person's file that shows it")
	}
	return nil
}

func (b *MissingConfirmedBody) apply(c *Case, e Event) {
	f := c.missing()
	if !b.Agree {
		f.drop(e.At)
		return
	}
	x := *f.Found
	x.Second = e.By
	f.Found, f.Closed = &x, e.At
	switch x.End {
	case MissingAlive:
		c.Liberty.move(ReleaseVerified, e.At)
	case MissingHeld:
		c.heldStill(e.At)
	}
}

// heldStill is the case of somebody who is found behind a door after a release:
// that release is due, as it was, and an urgent lane asks the panel for its first
// order within hours. Nothing here gives custody a ground: another one, on an
// order of a court, is another case.
func (c *Case) heldStill(at Micros) {
	c.Liberty.Protect = true
	c.Liberty.move(DueForRelease, at)
	c.Lanes = slices.DeleteFunc(slices.Clone(c.Lanes), func(l LaneEntry) bool { return l.Lane == NoGround })
	c.Lanes = append(c.Lanes, LaneEntry{NoGround, at})
}

// MissingOpenedBody opens the file again when what closed it falls, or opens that
// of a person unseen since before there were such files. The program enters it
// when a paper leaves the person's file; people do for everything else.
type MissingOpenedBody struct {
	Why   string `json:"why,omitempty"`
	Entry int64  `json:"entry,omitempty"` // that undid the paper, where the program enters it
}

// Kind is the act's name.
func (*MissingOpenedBody) Kind() string { return "missing_opened" }
func (*MissingOpenedBody) by() []Role   { return []Role{Registrar, Observer, Timekeeper} }

func (b *MissingOpenedBody) admit(c *Case, e Event, _ Setting) error {
	p, _ := c.Part(e.By)
	machine := e.By == Machine
	switch {
	case !machine && c.releaser(p):
		return ErrHidden
	case !machine && b.Why == "":
		return ruleReasons.refuse("a ground and reasons")
	case !c.fallsBack() && (machine || c.Liberty.State != Unverified || len(c.Missing) > 0):
		return ruleMissing.refuse("a missing person's file that was closed, and nothing that came after it")
	}
	return nil
}

// fallsBack reports whether the last file is closed and the case stands where that
// put it: what came later has grounds of its own.
func (c *Case) fallsBack() bool {
	f := c.lastMissing()
	if f == nil || f.Closed == 0 {
		return false
	}
	switch s := c.Liberty.State; f.Found.End {
	case MissingAlive:
		return s == ReleaseVerified && c.Liberty.Since == f.Closed
	case MissingHeld:
		return s == DueForRelease || s == ReleasePlanned
	}
	return c.Liberty.State == Unverified
}

func (b *MissingOpenedBody) apply(c *Case, e Event) {
	if len(c.Missing) == 0 {
		c.openMissing(MissingOlder, e.At, e.Seq)
		return
	}
	f := c.lastMissing()
	f.drop(e.At)
	f.Closed, f.Noted = 0, nil
	f.Again = append(slices.Clone(f.Again), MissingReopens{e.By, e.At, b.Why})
	f.askFirst(e.At)
	c.Liberty.move(Unverified, e.At)
}
