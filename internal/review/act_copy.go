package review

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
)

var ruleCopy = rule{"copy of the file", "ICCPR 14(3)(b); domain 4.3"}

// A Copy is a numbered copy of the file that somebody was given to read. Its
// hash is that of all that was in it, so that what each reader saw, and did not
// see, can be shown later.
type Copy struct {
	N       int    `json:"n"` // from 1, within the case
	Account string `json:"account"`
	At      Micros `json:"at"`
	Seq     int64  `json:"seq"` // the case's last entry when it was made
	Hash    string `json:"hash"`
}

// CopiedBody makes a copy for whoever enters it. The service fills it.
type CopiedBody struct {
	N    int    `json:"n"`
	Saw  int64  `json:"saw"`
	Hash string `json:"hash"`
}

// Kind is the act's name.
func (*CopiedBody) Kind() string { return "copied" }
func (*CopiedBody) by() []Role {
	return []Role{Observer, Representative, Advocate, VictimRepresentative}
}

func (b *CopiedBody) admit(c *Case, e Event, _ Setting) error {
	p, _ := c.Part(e.By)
	if b.N != len(c.Copies)+1 || b.Saw != c.Seq || b.Hash != c.CopyFor(p).Hash() {
		return ruleCopy.refuse("the file as it stands, and the next number")
	}
	return nil
}

func (b *CopiedBody) apply(c *Case, e Event) {
	c.Copies = append(c.Copies, Copy{N: b.N, Account: e.By, At: e.At, Seq: b.Saw, Hash: b.Hash})
}

// A CopyText is what a copy holds. Its form is fixed: a field is never renamed,
// and a new one is left out where it is empty, so that the hash of an old copy
// stays what it was.
type CopyText struct {
	Case        CaseID           `json:"case"`
	Role        Role             `json:"role"`
	State       State            `json:"state"`
	Told        Telling          `json:"told,omitzero"` // how the person was first told
	Allegations []CopyAllegation `json:"allegations,omitempty"`
	Facts       []CopyFact       `json:"facts,omitempty"`
	Gists       []string         `json:"gists,omitempty"` // in place of what is withheld
	Findings    []CopyFinding    `json:"findings,omitempty"`
	Points      []CopyPoint      `json:"points,omitempty"`
	Outcome     string           `json:"outcome,omitempty"`
	Ruling      string           `json:"ruling,omitempty"` // hash of the text that was decided
	Notice      string           `json:"notice,omitempty"`
	Reasons     string           `json:"reasons,omitempty"`
	Victims     string           `json:"victims,omitempty"` // reasons written for victims
	Upheld      *CopyUpheld      `json:"upheld,omitempty"`
}

// The parts of a [CopyText].
type (
	CopyAllegation struct {
		Conduct Conduct `json:"conduct"`
		Text    string  `json:"text,omitempty"`
		Place   string  `json:"place,omitempty"`
		Unit    string  `json:"unit,omitempty"`
		From    string  `json:"from,omitempty"`
		To      string  `json:"to,omitempty"`
	}
	CopyFact struct {
		Kind   FactKind `json:"kind"`
		Forum  Forum    `json:"forum"`
		Origin string   `json:"origin"`
		Text   string   `json:"text,omitempty"`
		About  int      `json:"about,omitempty"` // the allegation's place from 1; 0 the custody
		For    bool     `json:"for,omitempty"`
		Closed bool     `json:"closed,omitempty"`
		Halted bool     `json:"halted,omitempty"` // what it rested on was undone
		Nth    int      `json:"nth,omitempty"`    // see [Fact.Nth]
	}
	CopyFinding struct {
		Holding  Holding  `json:"holding,omitempty"`
		About    int      `json:"about,omitempty"`
		Standard Standard `json:"standard"`
		Law      string   `json:"law"`
		Reasons  string   `json:"reasons"`
	}
	// CopyUpheld is that an appeal panel upheld the outcome.
	CopyUpheld struct {
		Ruling  string `json:"ruling"` // hash of its text
		Notice  string `json:"notice,omitempty"`
		Reasons string `json:"reasons,omitempty"`
		Victims string `json:"victims,omitempty"`
	}
	CopyPoint struct {
		Key    PointKey `json:"key"`
		Times  int      `json:"times"`
		Answer string   `json:"answer,omitempty"`
	}
)

// Hash is the hash of everything in the copy.
func (t CopyText) Hash() string {
	text, err := json.Marshal(t)
	if err != nil {
		panic(err) // strings and numbers always encode
	}
	h := sha256.Sum256(append([]byte("kashf copy v1\n"), text...))
	return hex.EncodeToString(h[:])
}

// CopyFor is what a copy for a part holds now: of the case as [Case.SeenBy]
// gives it, the gists in place of what the part does not read.
func (c *Case) CopyFor(p Part) CopyText {
	x := c.SeenBy(p)
	t := CopyText{Case: x.ID, Role: p.Role, State: x.State, Told: x.Told}
	about := func(id AllegationID) int {
		return slices.IndexFunc(x.Allegations, func(a Allegation) bool { return id != "" && a.ID == id }) + 1
	}
	for _, a := range x.Allegations {
		t.Allegations = append(t.Allegations, CopyAllegation{a.Conduct, a.Text, a.Place, a.Unit, a.From, a.To})
	}
	for _, f := range x.Facts {
		t.Facts = append(t.Facts, CopyFact{f.Kind, f.Forum, f.Origin, f.Text, about(f.About), f.For, f.Closed, f.Stopped != 0, f.Nth})
	}
	if p.Role == Representative && x.Disclosed != nil {
		for _, f := range c.Facts { // in the order of the file
			if g := x.Disclosed.Gists[f.ID]; g != "" {
				t.Gists = append(t.Gists, g)
			}
		}
	}
	for _, f := range x.Findings {
		t.Findings = append(t.Findings, CopyFinding{f.Holding, about(f.Allegation), f.Standard, f.Law, f.Reasons})
	}
	for _, q := range x.Points {
		a := ""
		if x.Outcome != nil {
			a = x.Outcome.Answers[q.Key]
		}
		if x.Upheld != nil && a == "" {
			a = x.Upheld.Answers[q.Key] // what came late
		}
		t.Points = append(t.Points, CopyPoint{q.Key, q.Times, a})
	}
	if o := x.Outcome; o != nil {
		t.Outcome, t.Ruling, t.Notice, t.Reasons, t.Victims = string(o.Outcome), o.Hash, o.Notice, o.Law, o.Victims
	}
	if o := x.Upheld; o != nil {
		t.Upheld = &CopyUpheld{o.Hash, o.Notice, o.Law, o.Victims}
	}
	return t
}

// worded is the copy as it was made for the person's side when origins still
// stood in it in their words. Only its hash is asked for: it is shown to nobody.
func (t CopyText) worded(c *Case) CopyText {
	if t.Role != Representative || c.Disclosed == nil {
		return t
	}
	t.Facts = slices.Clone(t.Facts)
	i := 0
	for _, f := range c.Facts {
		if !f.Closed && slices.Contains(c.Disclosed.Facts, f.ID) {
			t.Facts[i].Origin, t.Facts[i].Nth = f.Origin, 0
			i++
		}
	}
	return t
}

// ErrCopy: what a reader was given is not what its hash says.
var ErrCopy = fmt.Errorf("a copy does not match its hash")
