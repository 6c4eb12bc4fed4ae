package review

import (
	"slices"

	"kashf.org/kashf/internal/register"
)

// A CaseID is the ULID of a case. It names nobody.
type CaseID string

// A Case is the state of one review: the fold of its events. Its fields are
// read by pages and never changed but by [Case.Apply].
type Case struct {
	ID     CaseID            `json:"id"`
	Person register.PersonID `json:"person"`
	Policy string            `json:"policy"` // version the case began under
	Seq    int64             `json:"seq"`    // its last entry: the version that commands carry
	First  int64             `json:"first"`  // the entry that opened it
	Opened Micros            `json:"opened"`
	At     Micros            `json:"at"` // of its last event; never goes back
	Figured

	// Rows are the rows of the person's file when somebody last looked whose it is:
	// what leaves it later is asked about.
	Rows []register.RecordID `json:"rows,omitempty"`

	State   State       `json:"state"`
	Entered Micros      `json:"entered"`
	Resting *Suspension `json:"resting,omitempty"` // while SUSPENDED
	Rested  *Rest       `json:"rested,omitempty"`
	Liberty Liberty     `json:"liberty"`
	Lanes   []LaneEntry `json:"lanes,omitempty"`
	Flags   []Flag      `json:"flags,omitempty"`
	Cast    []Part      `json:"cast,omitempty"`

	Checked map[Check]bool `json:"checked,omitempty"`
	// Told is in which language the person was first told.
	Told        Telling      `json:"told,omitzero"`
	Grade       int          `json:"grade"` // identity
	Raise       *Raise       `json:"raise,omitempty"`
	Doubt       *Doubt       `json:"doubt,omitempty"`
	Allegations []Allegation `json:"allegations,omitempty"`
	Facts       []Fact       `json:"facts,omitempty"`
	Findings    []Held       `json:"findings,omitempty"`

	Questions  []Question  `json:"questions,omitempty"`
	Challenges []Challenge `json:"challenges,omitempty"`
	Objections []Objection `json:"objections,omitempty"`

	Disclosed *DisclosedBody `json:"disclosed,omitempty"`
	Heard     *HeardBody     `json:"heard,omitempty"`
	// Unheard are facts that the person was given after the hearing: nothing
	// adverse rests on one until there is another.
	Unheard    []FactID      `json:"unheard,omitempty"`
	Groups     []VictimGroup `json:"groups,omitempty"`
	Points     []Point       `json:"points,omitempty"`
	Submitted  int           `json:"submitted"`
	Late       int           `json:"late"`
	SubsClosed Micros        `json:"subs_closed,omitempty"`
	// NothingMore are the sides that have nothing more to submit: "" the person's,
	// otherwise a group.
	NothingMore []string `json:"nothing_more,omitempty"`
	// Later are the points that came after submissions closed: an appeal panel,
	// or a review that begins anew, answers them.
	Later  []Point    `json:"later,omitempty"`
	Voices []Recorded `json:"voices,omitempty"`

	Votes   []Vote      `json:"votes,omitempty"`
	Signed  []Signature `json:"signed,omitempty"`
	Voiding *Voiding    `json:"voiding,omitempty"` // that waits for the second name
	Draft   *Ruling     `json:"draft,omitempty"`
	Outcome *Ruling     `json:"outcome,omitempty"` // that stands
	// Dissents is how many seats signed the outcome that stands with a dissent.
	Dissents int        `json:"dissents,omitempty"`
	Notified []Notified `json:"notified,omitempty"`
	// Upheld is the text of an appeal panel that left the outcome as it was, with
	// its reasons and its answers to what came late, and UpheldTold who was told of
	// it.
	Upheld       *Ruling       `json:"upheld,omitempty"`
	UpheldTold   []Notified    `json:"upheld_told,omitempty"`
	Appeals      []Appealed    `json:"appeals,omitempty"`
	Given        Micros        `json:"given,omitempty"` // see [AppealedBody.Given]
	Orders       []Order       `json:"orders,omitempty"`
	CourtOrders  []CourtOrder  `json:"court_orders,omitempty"`
	Unfounded    []string      `json:"unfounded,omitempty"` // papers of orders that were undone, and not seen attached since
	Lapses       []Lapse       `json:"lapses,omitempty"`
	Recalls      []Recall      `json:"recalls,omitempty"`
	FollowUps    []FollowUp    `json:"follow_ups,omitempty"`
	Missing      []MissingFile `json:"missing,omitempty"` // of a person whom nobody sees free; one at most is open
	Children     []ChildRecord `json:"children,omitempty"`
	Copies       []Copy        `json:"copies,omitempty"`
	Certificates []Certified   `json:"certificates,omitempty"`
	// Twins are other open cases on the same person, since files were joined.
	Twins []Twin `json:"twins,omitempty"`
	// Partings are files that were parted from the person's.
	Partings []Parting `json:"partings,omitempty"`
	Restarts int       `json:"restarts"`
	// Corrections counts the times that something the outcome rests on was
	// undone after it stood. Each is looked at; none touches custody.
	Corrections int `json:"corrections"`

	Exchanges []Exchange `json:"exchanges,omitempty"`
	Received  []Received `json:"received,omitempty"`

	// Again: the victims' register has to be searched again, since something that
	// may concern the case came to it after the search. It is asked when the case
	// is read, never stored and never an entry: an entry would tell everybody who
	// reads the ledger when somebody registered.
	Again bool `json:"-"`
}

// A Suspension is a rest of the review.
type Suspension struct {
	From  State  `json:"from"`
	Since Micros `json:"since"`
	Until Micros `json:"until"`
}

// A Rest is the first rest of a review in one stage, by when the stage was
// entered. Later rests in it end when the first one could have.
type Rest struct {
	Stage Micros `json:"stage"`
	First Micros `json:"first"`
}

// A LaneEntry is an urgent lane that a case is in.
type LaneEntry struct {
	Lane Lane   `json:"lane"`
	At   Micros `json:"at"`
}

// Fold replays a case.
func Fold(events []Event) *Case {
	c := &Case{}
	for _, e := range events {
		c.Apply(e)
	}
	return c
}

// Apply takes an event in, without asking whether it should have been entered:
// that was asked when it was. The case's time never goes back, whatever the
// server's clock did.
func (c *Case) Apply(e Event) {
	e.At = max(e.At, c.At)
	e.Body.apply(c, e)
	c.At, c.Seq = e.At, e.Seq
}

// Admit refuses an event that the rules forbid at this moment. It returns
// [ErrHidden] for whom the case does not exist, [ErrLapseFirst] while a clock
// that has run out is not entered, and a [*Refusal] otherwise.
func (c *Case) Admit(e Event, k Setting) error {
	e.At = max(e.At, c.At)
	if _, opening := e.Body.(*OpenedBody); opening != (c.ID == "") {
		return ErrHidden
	}
	if err := c.admitActor(e); err != nil {
		return err
	}
	if _, lapse := e.Body.(*LapsedBody); !lapse && c.ID != "" {
		if _, due := c.Due(k, e.At); due {
			return ErrLapseFirst
		}
	}
	return e.Body.admit(c, e, k)
}

var (
	ruleRole     = rule{"role", "domain 4.3; A/HRC/30/37 principle 6"}
	ruleDeclared = rule{"declaration first", "domain 4.3; invariant I1"}
)

func (c *Case) admitActor(e Event) error {
	roles := e.Body.by()
	if roles == nil {
		return nil
	}
	if e.By == Machine {
		if !slices.Contains(roles, Timekeeper) {
			return ruleRole.refuse("a person who may do this; the program may not")
		}
		return nil
	}
	p := c.part(e.By)
	switch {
	case p == nil || p.Left != 0 || p.conflicted():
		return ErrHidden
	case !slices.Contains(roles, p.Role):
		return ruleRole.refuse("a role in this case that may do this")
	}
	if _, own := e.Body.(*DeclaredBody); !p.clear() && !own {
		return ruleDeclared.refuse("a declaration of ties to this case")
	}
	return nil
}

// enter moves the review on.
func (c *Case) enter(s State, at Micros) { c.State, c.Entered = s, at }

// restart begins the review anew with the assembly of the file. What was
// assembled stays; who sat has sat; no clock on custody is touched.
func (c *Case) restart(at Micros) {
	for i := range c.Cast {
		if c.Cast[i].Role.sitting() && c.Cast[i].Left == 0 {
			c.Cast[i].Left = at
		}
	}
	c.Findings = slices.DeleteFunc(c.Findings, func(f Held) bool { return f.Panel })
	c.takeLater()
	for i := range c.Points {
		c.Points[i].Answered = false
	}
	c.Upheld, c.UpheldTold = nil, nil
	c.Voiding = nil // it was about the outcome that falls
	c.Votes, c.Draft, c.Signed, c.Outcome, c.Heard, c.Unheard, c.Disclosed, c.Notified, c.SubsClosed, c.NothingMore = nil, nil, nil, nil, nil, nil, nil, nil, 0, nil
	// An objection that nobody answered does not go away by beginning anew.
	c.Objections = slices.DeleteFunc(c.Objections, func(o Objection) bool { return o.Answered })
	for i := range c.Groups {
		c.Groups[i].Noticed, c.Groups[i].Protected = 0, 0 // who may be in danger is asked anew
	}
	c.Challenges = nil
	c.withdrawAll(at)
	c.Restarts++
	c.enter(Assembly, at)
}
