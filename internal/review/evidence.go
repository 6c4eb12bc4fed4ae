package review

import (
	"slices"
)

// A FactID names a fact within its case.
type FactID string

// A FactKind says what sort of thing a fact is.
type FactKind string

// The kinds of fact.
const (
	Tip         FactKind = "tip"
	Statement   FactKind = "statement"   // of a witness or a victim
	Confession  FactKind = "confession"  // of the person
	Document    FactKind = "document"    // order, register, correspondence
	Forensic    FactKind = "forensic"    //
	Charge      FactKind = "charge"      // that somebody was charged
	Judgment    FactKind = "judgment"    // of a court
	CommandPost FactKind = "command"     // command, control and crimes in that unit
	Membership  FactKind = "membership"  // of a unit, a sect, a tribe, a town
	Exculpatory FactKind = "exculpatory" // speaks for the person
)

var factKinds = []FactKind{Tip, Statement, Confession, Document, Forensic, Charge, Judgment, CommandPost, Membership, Exculpatory}

// A Forum is who made what a fact rests on.
type Forum string

// The forums. The first five are exceptional: what comes from them shows that a
// proceeding happened, never that what was charged is true.
const (
	StateSecurityCourt Forum = "state_security_court"
	FieldCourt         Forum = "field_court"
	TerrorismCourt     Forum = "terrorism_court"
	MilitaryCourt      Forum = "military_court"
	DeFactoCourt       Forum = "de_facto_court"
	SecurityBranch     Forum = "security_branch"
	OrdinaryCourt      Forum = "ordinary_court"
	OtherForum         Forum = "other"
)

// Exceptional reports whether f is a forum whose findings prove no conduct.
func (f Forum) Exceptional() bool {
	return slices.Contains([]Forum{StateSecurityCourt, FieldCourt, TerrorismCourt, MilitaryCourt, DeFactoCourt}, f)
}

// Valid reports whether f is a known forum.
func (f Forum) Valid() bool {
	return f.Exceptional() || f == SecurityBranch || f == OrdinaryCourt || f == OtherForum
}

// A Fact is something that the register or an attached item says, brought into
// a case by a pointer.
type Fact struct {
	ID    FactID   `json:"id"`
	Kind  FactKind `json:"kind"`
	Forum Forum    `json:"forum"`
	// Text is what it says, in the words of whoever brought it.
	Text   string `json:"text,omitempty"`
	Origin string `json:"origin"` // where it first came from; the same list forwarded twice is one origin
	// From are marks of what the register says it came from, by which two names for
	// one source are one origin. The service fills it; entries older than it have none.
	From []string `json:"from,omitempty"`
	// Nth is which of the origins that a reader was shown this is, from 1, where
	// the words of Origin are kept from them; 0 where they are not.
	Nth int `json:"-"`
	// About is the allegation it bears on, "" where it bears on the custody.
	About AllegationID `json:"about,omitempty"`
	For   bool         `json:"for,omitempty"` // speaks for the person
	Refs  []Ref        `json:"refs"`
	// Reliability of the source and Likelihood of what it says, 1 best to 5;
	// 0 not judged (HURIDOCS 42, 41).
	Reliability int `json:"reliability,omitempty"`
	Likelihood  int `json:"likelihood,omitempty"`
	// Tested: given under oath, or answered questions of a panel. What is not
	// is a view.
	Tested    bool `json:"tested,omitempty"`
	Anonymous bool `json:"anonymous,omitempty"`
	Closed    bool `json:"closed,omitempty"` // withheld from the person
	// Bound is how the records it rests on are tied to the person, as the
	// register stood when the fact was entered. The service fills it.
	Bound Binding `json:"bound"`
	// Stopped names the entry that undid what it rests on.
	Stopped int64 `json:"stopped,omitempty"`
}

// A Ref points at what a fact rests on: a record of the register, or an item.
type Ref struct {
	Record int64  `json:"record,omitempty"`
	Item   string `json:"item,omitempty"`
}

// A Binding is how sure it is that a fact is about this person.
type Binding struct {
	Grade  int `json:"grade"`  // identity grade, 0 to 5
	Judges int `json:"judges"` // different people who judged the link
	// Lies: everything that the fact points at lay in the person's file. Entries
	// older than it say so only by their judges.
	Lies bool `json:"lies,omitempty"`
}

// The least that anything adverse rests on.
const (
	bindingGrade  = 3
	bindingJudges = 2
)

// lay reports whether the fact lay in the person's file when it was entered.
func (b Binding) lay() bool { return b.Lies || b.Judges >= bindingJudges }

// lay reports whether the fact lay in the file, or nobody kept where it lay: facts
// without marks of where they came from are older than that.
func (f Fact) lay() bool { return f.Bound.lay() || f.From == nil }

func (b Binding) firm() bool { return b.Grade >= bindingGrade && b.Judges >= bindingJudges }

// Tainted reports whether the fact is presumed to have been got by torture:
// whatever somebody said to a security branch.
func (f Fact) Tainted() bool {
	return f.Forum == SecurityBranch && (f.Kind == Confession || f.Kind == Statement)
}

var (
	ruleBinding     = rule{"two people's link", "house rule 5; docs/decisions/0004: nothing adverse rests on a link that two people have not judged at grade 3"}
	ruleTaint       = rule{"torture taint", "CAT art. 15"}
	ruleForum       = rule{"exceptional forum", "ICCPR 14(1); WGAD III: it shows that a proceeding happened, not the fact charged"}
	ruleTip         = rule{"a tip is P0", "domain 3.4(4)"}
	ruleGroup       = rule{"no class by group", "ICCPR 26; domain 3.4(5)"}
	ruleViews       = rule{"views are no evidence", "ICCPR 14(3)(e); domain 4.6(5)"}
	ruleStopped     = rule{"undone", "domain 3.4(7): every fact relied on stands"}
	ruleOrigins     = rule{"independence by origin", "domain 3.4(2)"}
	ruleExculpatory = rule{"exculpatory search", "ICCPR 14(3)(b), (e); domain 3.4(6)"}
	ruleStandard    = rule{"who may set a standard", "domain 3.3; ICCPR 14(2)"}
	ruleReasons     = rule{"reasons", "CCPR/C/GC/32 49; domain 3.4(7)"}
	ruleBranchFile  = rule{"not on a branch's file", "domain 3.3: ordinary on documents other than a security branch's"}
	ruleFacts       = rule{"facts relied on", "domain 3.4(7)"}
)

func (r rule) refuse(missing string) error {
	return &Refusal{Rule: r.name, Article: r.article, Missing: missing}
}

// weigh says why a fact shows nothing against the person, nil where it may.
func (c *Case) weigh(f Fact, rebutted bool) error {
	switch {
	case f.Stopped != 0:
		return ruleStopped.refuse("what the fact rests on was undone")
	case !c.firm(f):
		return ruleBinding.refuse("two people must have judged that the record is this person's, at identity grade 3 or above")
	case f.Kind == Tip:
		return ruleTip.refuse("a fact that is not a tip")
	case f.Kind == Membership:
		return ruleGroup.refuse("an act of the person; belonging is none")
	case f.Forum.Exceptional():
		return ruleForum.refuse("a fact from outside the exceptional forum")
	case c.Tainted(f) && !rebutted:
		return ruleTaint.refuse("the panel's reasons why the statement was free, or another fact")
	case f.Kind == Statement && (!f.Tested || f.Anonymous):
		return ruleViews.refuse("a statement under oath, or tested by questions, by a person known to the panel")
	case f.Kind == Charge || f.Kind == Exculpatory || f.For:
		return ruleFacts.refuse("a fact that bears out the allegation")
	}
	return nil
}

// firm reports whether two people's link at the grade that anything adverse takes
// ties the fact to the person, as the identity is judged now: doubt that comes
// later counts for the person.
func (c *Case) firm(f Fact) bool { return f.Bound.firm() && c.bound() }

// Check refuses a finding that the facts of the case do not bear. rebutted are
// the facts whose taint the panel rebuts with reasons.
func (c *Case) Check(f Finding, k Setting, rebutted []FactID) error {
	if err := c.checkForm(f); err != nil {
		return err
	}
	if f.Allegation == "" {
		return c.checkHolding(f)
	}
	return c.checkConduct(f, k, rebutted)
}

func (c *Case) checkForm(f Finding) error {
	_, known := c.allegation(f.Allegation)
	switch {
	case f.ID == "", (f.Holding == "") == (f.Allegation == ""), f.Allegation != "" && !known, f.Holding != "" && !f.Holding.Valid():
		return ruleForm.refuse("one issue: a holding on the custody, or an allegation of this case")
	case f.Law == "" || f.Reasons == "":
		return ruleReasons.refuse("the rule applied and the reasons")
	}
	for _, r := range f.Rejected {
		if _, ok := c.fact(r.Fact); !ok || r.Why == "" {
			return ruleReasons.refuse("why each fact that is set aside is set aside")
		}
	}
	for _, id := range f.Relied {
		x, ok := c.fact(id)
		switch {
		case !ok:
			return ruleFacts.refuse("facts of this case")
		case x.Stopped != 0:
			return ruleStopped.refuse("what a fact relied on rests on was undone")
		}
	}
	return nil
}

// checkHolding: the burden is the authority's, so a finding for the person may
// rest on what is absent; one against needs papers of an ordinary forum.
func (c *Case) checkHolding(f Finding) error {
	if f.Standard > P3 {
		return ruleStandard.refuse("P4 is for a court's judgment on conduct")
	}
	if !f.adverse() {
		return nil
	}
	if !c.Checked[ExculpatorySearch] {
		return ruleExculpatory.refuse("the search for what speaks for the person, recorded")
	}
	for _, id := range f.Relied {
		if x, _ := c.fact(id); c.firm(x) && x.Forum != SecurityBranch && !x.Forum.Exceptional() && (x.Kind == Document || x.Kind == Judgment) {
			return nil
		}
	}
	return ruleBranchFile.refuse("a document from outside any security branch and exceptional forum, bound to the person")
}

func (c *Case) checkConduct(f Finding, k Setting, rebutted []FactID) error {
	if f.Standard == P0 {
		return nil
	}
	a, _ := c.allegation(f.Allegation)
	var why error
	origins, apart := map[string]bool{}, c.independent()
	judgment := false
	for _, id := range f.Relied {
		x, _ := c.fact(id)
		if x.About != f.Allegation {
			continue
		}
		if err := c.weigh(x, slices.Contains(rebutted, id)); err != nil {
			why = err
			continue
		}
		origins[apart[id]] = true
		judgment = judgment || x.Kind == Judgment && x.Forum == OrdinaryCourt
	}
	need := 1
	if a.Conduct == B3 {
		need = k.Policy.Grave.Sources
	}
	switch {
	case f.Standard == P4 && judgment:
		return nil
	case f.Standard == P4:
		return ruleStandard.refuse("the judgment of an ordinary court; P4 is for a court alone")
	case len(origins) == 0 && why != nil:
		return why
	case len(origins) < need:
		return ruleOrigins.refuse("facts of enough independent origins")
	case !c.Checked[ExculpatorySearch]:
		return ruleExculpatory.refuse("the search for what speaks for the person, recorded")
	}
	return nil
}

func (c *Case) fact(id FactID) (Fact, bool) {
	i := slices.IndexFunc(c.Facts, func(f Fact) bool { return f.ID == id })
	if i < 0 {
		return Fact{}, false
	}
	return c.Facts[i], true
}
