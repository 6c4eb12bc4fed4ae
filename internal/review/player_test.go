package review

import (
	"fmt"
	"slices"
	"time"

	"pgregory.net/rapid"
)

// A player enters random acts of random people at random moments: useful ones,
// so that cases get somewhere, and wild ones, of anybody at any time.
type player struct {
	*walk
	rt  *rapid.T
	seq int
	// steady: the server's clock never jumps back.
	steady bool
}

func (p *player) pick(name string, n int) int { return rapid.IntRange(0, n-1).Draw(p.rt, name) }

func (p *player) id(prefix string) string { p.seq++; return fmt.Sprintf("%s%d", prefix, p.seq) }

// oneOf draws from a few values.
func oneOf[T any](p *player, name string, vs ...T) T { return vs[p.pick(name, len(vs))] }

// somebody is anyone who has a part, or none.
func (p *player) somebody() string {
	names := []string{"stranger", Machine, ""}
	for _, x := range p.c.Cast {
		names = append(names, x.Account, x.Account, x.Account)
	}
	return names[p.pick("who", len(names))]
}

// holder is who plays a role now, or somebody.
func (p *player) holder(r Role) string {
	if ps := p.c.playing(r); len(ps) > 0 {
		return ps[p.pick("which", len(ps))].Account
	}
	return p.somebody()
}

// useful is an act that the case may need in its state.
func (p *player) useful() (string, Body) {
	for _, part := range p.c.Cast {
		if !part.Declared && part.Role.merits() && part.Left == 0 && !part.conflicted() {
			return part.Account, &DeclaredBody{}
		}
	}
	if missing, ok := p.missing(); ok {
		return missing()
	}
	if r := p.c.Raise; r != nil && p.pick("confirm", 2) == 0 {
		return p.holder(oneOf(p, "second person", FileOfficer, SecondAnalyst)), &IdentityConfirmedBody{Grade: r.Grade}
	}
	if o := p.c.CourtOrders; len(o) > 0 && !o[len(o)-1].Confirmed() && p.pick("read", 2) == 0 {
		return p.holder(oneOf(p, "reader", paperReaders...)), o[len(o)-1].as()
	}
	for _, f := range p.c.Findings {
		if len(f.By) == 1 && f.Stopped == 0 && !f.Panel && p.pick("second", 2) == 0 {
			return p.holder(SecondAnalyst), &SecondedBody{f.ID}
		}
	}
	switch {
	case p.c.State == Assembly && len(p.c.Findings) == 0 && p.pick("accuse", 2) == 0:
		return p.accuse()
	case p.c.State == Notice && len(p.c.Appeals) == 0 && p.pick("appeal", 2) == 0:
		return p.holder(oneOf(p, "side", Representative, VictimRepresentative, Observer)), &AppealedBody{Ground: "new_fact", Why: "why", Given: p.c.given()}
	case p.c.Outcome != nil && p.pick("void", 6) == 0:
		return p.holder(oneOf(p, "w", RosterChair, Observer)), &VoidedBody{Ground: Forger, Why: "why"}
	case p.c.Liberty.State == CourtDue && p.pick("judge", 3) == 0:
		return p.order(p.now.Add(Days(1 + p.pick("term", 30)).Duration()))
	case p.c.Liberty.State.releasing() && p.pick("release", 4) == 0:
		return p.release()
	}
	next := p.c.Next(p.k, p.now)
	if len(next) == 0 {
		return p.holder(Registrar), &MovedBody{From: p.c.State, To: Closed}
	}
	o := next[p.pick("way", len(next))]
	if len(o.Missing) == 0 {
		return p.holder(o.By[0]), &MovedBody{From: p.c.State, To: o.To}
	}
	return p.remedy(o.Missing[0].Rule)
}

// accuse brings an allegation up to P1, a step at a time.
func (p *player) accuse() (string, Body) {
	c := p.c
	if len(c.Allegations) == 0 {
		return p.holder(FileOfficer), &AllegedBody{Allegation{ID: AllegationID(p.id("a")), Conduct: oneOf(p, "conduct", B2, B3, B3)}}
	}
	var relied []FactID
	for _, f := range c.Facts {
		if f.About == c.Allegations[0].ID && c.weigh(f, false) == nil {
			relied = append(relied, f.ID)
		}
	}
	if len(relied) < 2 {
		return p.holder(FileOfficer), fact(p.id("f"), Document, c.Allegations[0].ID)
	}
	return p.holder(FileOfficer), &ProposedBody{Finding: found(p.id("p"), c.Allegations[0].ID, P1, relied...)}
}

// missing puts people into the case that it lacks.
func (p *player) missing() (func() (string, Body), bool) {
	for _, r := range []Role{Registrar, RosterChair, FileOfficer, SecondAnalyst, Observer, Representative, Advocate, VictimsLiaison, VictimRepresentative, ProtectionOfficer, CourtLiaison} {
		if len(p.c.playing(r)) == 0 {
			a := p.id(string(r))
			by := p.holder(Registrar)
			for _, boss := range []Role{Observer, RosterChair, Registrar} {
				if len(p.c.playing(boss)) > 0 {
					by = p.holder(boss)
				}
			}
			return func() (string, Body) { return by, &AssignedBody{Account: a, Org: "org-" + a, Role: r} }, true
		}
	}
	return nil, false
}

// checkup is a protection check, which fails now and then.
func (p *player) checkup(id string) Body {
	return &ProtectedBody{ID: id, VictimsSafe: true, PersonSafe: p.pick("safe", 8) > 0, NoContact: true}
}

func (p *player) remedy(what string) (string, Body) {
	c := p.c
	switch what {
	case "appeal":
		if c.State == Notice { // nobody appeals
			p.now = p.now.Add(Days(31).Duration())
			return p.wild()
		}
		return p.text()
	case "not at this stage":
		return p.wild()
	case string(BasisAsked), string(PersonTold), string(LegalDocuments), string(ExculpatorySearch), string(TaintScreen), string(ItemHashes), string(VictimsMatched):
		return p.holder(checkers[Check(what)]), p.check(Check(what))
	case "identity grade":
		return p.holder(Registrar), &IdentifiedBody{Grade: 3}
	case "disclosure":
		d := &DisclosedBody{Representation: "accepted", Language: "ar", Interpreter: p.pick("interpreter", 4) > 0, Gists: map[FactID]string{}}
		for _, f := range c.Facts {
			if f.Closed {
				d.Gists[f.ID] = "a letter"
			} else {
				d.Facts = append(d.Facts, f.ID)
			}
		}
		return p.holder(Registrar), d
	case "standing":
		for _, g := range c.Groups {
			if g.Standing == StandingAsked {
				return p.holder(RosterChair), &StandingBody{ID: g.ID, Granted: true, Why: "families"}
			}
		}
	case "victims noticed":
		for _, g := range c.Groups {
			if g.Standing == StandingGranted && !g.Excepted && p.pick("except", 2) == 0 && len(c.playing(Member)) > 0 {
				return p.holder(Member), &NoticedBody{ID: g.ID, Exception: "the clock", In: c.Restarts + 1, Panel: p.k.Policy.Urgent.Quorum}
			}
			if g.Noticed == 0 {
				if g.Protected == 0 {
					return p.holder(VictimsLiaison), p.checkup(g.ID)
				}
				return p.holder(VictimsLiaison), &NoticedBody{ID: g.ID, Summary: "people were beaten"}
			}
		}
	case "submissions closed":
		if len(c.playing(Representative)) > 0 && !slices.Contains(c.NothingMore, "") {
			return p.holder(Representative), &NothingMoreBody{}
		}
		for _, g := range c.Groups {
			if !g.takesPart() || slices.Contains(c.NothingMore, g.ID) {
				continue
			}
			if g.Delegate != "" {
				return g.Delegate, &NothingMoreBody{g.ID}
			}
			return p.holder(VictimsLiaison), &NothingMoreBody{g.ID}
		}
		return p.holder(Registrar), &SubmissionsClosedBody{}
	case "quorum":
		for _, s := range p.k.Policy.Panel.Seats {
			if !slices.ContainsFunc(c.playing(c.bench()), func(x Part) bool { return x.Seat == s.Seat }) {
				a := p.id(string(c.bench()))
				return Machine, &AssignedBody{Account: a, Org: "org-" + a, Role: c.bench(), Seat: s.Seat, Draw: "d"}
			}
		}
	case "challenge answered":
		for _, x := range c.Challenges {
			if !x.Decided {
				return p.holder(RosterChair), &ChallengeDecidedBody{ID: x.ID, Upheld: p.pick("upheld", 3) == 0, Why: "reasons"}
			}
		}
	case "question answered":
		for _, q := range c.Questions {
			if !q.Answered {
				return q.Account, &AnsweredBody{ID: q.ID, Why: "no"}
			} else if !q.Agreed {
				return p.holder(Observer), &AnsweredBody{ID: q.ID, Why: "agreed"}
			}
		}
	case "objection answered":
		for _, o := range c.Objections {
			if !o.Answered {
				return p.holder(c.bench()), &ObjectionAnsweredBody{ID: o.ID, Answer: "answered"}
			}
		}
	case "person heard":
		return p.hearing()
	case "all votes in":
		return p.ballot()
	case "majority", "signatures", "every point answered", "undone", "facts relied on", "a lawful order":
		return p.text()
	case "everyone entitled was told":
		return p.tell()
	case "release":
		return p.release()
	}
	return p.wild()
}

// check is a check; the person is told in a language that may not be theirs.
func (p *player) check(c Check) *CheckedBody {
	b := checkedAs(c, "ar")
	if c == PersonTold {
		b.Theirs = oneOf(p, "theirs", "", "", "ar", "kmr")
		b.Interpreter = p.pick("interpreter", 3) > 0
	}
	return b
}

func (p *player) tell() (string, Body) {
	h := ""
	if p.c.Outcome != nil {
		h = p.c.Outcome.Hash
	}
	if p.pick("forged", 8) == 0 {
		h = HashOf(Ruling{Outcome: Keep})
	}
	if len(p.c.Groups) > 0 && p.pick("victims", 3) == 0 {
		if g := p.c.Groups[p.pick("safe", len(p.c.Groups))]; g.Protected == 0 {
			return p.holder(VictimsLiaison), p.checkup(g.ID)
		}
		return p.holder(VictimsLiaison), &NotifiedBody{Notified: Notified{"group", p.c.Groups[p.pick("g", len(p.c.Groups))].ID}, Hash: h, Language: "ar"}
	}
	return p.holder(Registrar), &NotifiedBody{Notified: Notified{Whom: oneOf(p, "whom", "person", "holder", "observer")}, Hash: h, Language: "ar", Spoken: true}
}

func (p *player) release() (string, Body) {
	switch p.c.Liberty.State {
	case DueForRelease:
		return p.holder(ProtectionOfficer), &PlannedBody{Protection: true}
	case ReleasePlanned:
		return p.holder(Registrar), &ReleasedBody{}
	}
	if p.c.missing() != nil || p.c.fallsBack() && p.pick("fall", 2) == 0 {
		return p.search()
	}
	if p.c.Liberty.State == ReleaseVerified {
		b := &FollowedUpBody{Day: oneOf(p, "day", 3, 14, 60, 5), Contact: oneOf(p, "met", "call", ""), Found: oneOf(p, "found", FoundWell, FoundGone, FoundHarmed)}
		b.File = b.lost()
		return p.holder(oneOf(p, "after", Observer, ProtectionOfficer)), b
	}
	return p.holder(Observer), &VerifiedBody{Contact: "call"}
}

// search is a step in a missing person's file, well formed or not.
func (p *player) search() (string, Body) {
	who := func(roles ...Role) string {
		return oneOf(p, "searcher", p.holder(oneOf(p, "role", roles...)), p.somebody())
	}
	id := "none"
	if f := p.c.lastMissing(); f != nil && len(f.Asked) > 0 {
		id = f.Asked[p.pick("question", len(f.Asked))].ID
	}
	day := p.now.Time().Format(time.DateOnly)
	next := oneOf(p, "next", MissingNext{}, MissingNext{Registrar, "morgue", "who was brought in", p.now.Add(Hours(24).Duration())})
	switch p.pick("search", 6) {
	case 0:
		return who(Observer), &MissingNotedBody{}
	case 1:
		return who(Registrar, VictimsLiaison, ProtectionOfficer), &MissingAskedBody{ID: p.id("mq"), Whom: oneOf(p, "whom", "family", "hospital", "nobody"), On: day, What: "where", Until: p.now.Add(Hours(24).Duration()), Next: next}
	case 2:
		return who(Registrar, VictimsLiaison, Observer), &MissingAnsweredBody{ID: id, Reply: oneOf(p, "reply", MissingReplies()...), On: day, Answer: oneOf(p, "answer", "", "seen"), Next: next}
	case 3:
		b := closing(oneOf(p, "end", MissingEnds()...), p.now)
		b.Bound.Lies = p.pick("lies", 4) > 0
		return who(Registrar, Observer, CourtLiaison), b
	case 4:
		return who(Registrar, Observer, ProtectionOfficer), &MissingConfirmedBody{Agree: p.pick("agree", 4) > 0, Why: "why", Fresh: true, Stands: p.pick("stands", 4) > 0}
	}
	return oneOf(p, "opener", Machine, who(Registrar, Observer)), &MissingOpenedBody{Why: "the witness takes it back", Entry: 7}
}

// wild is any act of anybody, well formed or not.
func (p *player) wild() (string, Body) {
	c := p.c
	grounds := []Ground{SameTown, SameFacility, Kin, Holder, EarlierRole, Threatened}
	about := AllegationID("")
	if len(c.Allegations) > 0 {
		about = c.Allegations[p.pick("about", len(c.Allegations))].ID
	}
	var facts []FactID
	for _, f := range c.Facts {
		if p.pick("rely", 2) == 0 {
			facts = append(facts, f.ID)
		}
	}
	last := func(f func() string, n int) string {
		if n == 0 {
			return "none"
		}
		return f()
	}
	switch p.pick("wild", 37) {
	case 36:
		return p.search()
	case 35:
		return p.holder(Registrar), &IdentifiedBody{Grade: p.pick("grade", 6)}
	case 0:
		return p.somebody(), &MovedBody{From: c.State, To: oneOf(p, "to", States()...)}
	case 1:
		return p.somebody(), &DeclaredBody{Ties: []Ground{oneOf(p, "tie", grounds...)}}
	case 2:
		return p.holder(oneOf(p, "w", RosterChair, Observer)), &WaivedBody{Account: p.somebody(), Ground: oneOf(p, "tie", grounds...), Why: "small"}
	case 3:
		return oneOf(p, "by", Machine, p.somebody()), &QuestionedBody{ID: p.id("q"), Account: p.somebody()}
	case 4:
		return p.holder(oneOf(p, "side", Representative, VictimRepresentative)), &ChallengedBody{ID: p.id("c"), Account: p.holder(c.bench()), Ground: oneOf(p, "tie", grounds...), Why: "why"}
	case 5, 6:
		return p.holder(FileOfficer), &AllegedBody{Allegation{ID: AllegationID(p.id("a")), Conduct: oneOf(p, "conduct", B1, B2, B3)}}
	case 7, 8, 9:
		f := fact(p.id("f"), oneOf(p, "kind", Document, Document, Document, Tip, Statement, Confession, Membership, Forensic), about)
		f.Forum, f.Closed = oneOf(p, "forum", OtherForum, OtherForum, SecurityBranch, FieldCourt), p.pick("closed", 8) == 0
		f.Bound.Judges = oneOf(p, "judges", 2, 2, 2, 1)
		return p.holder(FileOfficer), f
	case 10, 11:
		return p.holder(FileOfficer), &ProposedBody{Finding: found(p.id("p"), about, oneOf(p, "standard", P1, P1, P0, P2, P4), facts...)}
	case 12, 13:
		id := FindingID(last(func() string { return string(c.Findings[p.pick("finding", len(c.Findings))].ID) }, len(c.Findings)))
		return p.holder(SecondAnalyst), &SecondedBody{id}
	case 14:
		return Machine, p.undone(facts)
	case 15:
		return p.holder(RosterChair), &SuspendedBody{Why: "a fire", Until: p.now.Add(Days(p.pick("days", 20)).Duration())}
	case 16:
		return p.holder(RosterChair), &ResumedBody{}
	case 17:
		return p.somebody(), &LaneBody{oneOf(p, "lane", AllLanes()...)}
	case 18:
		return p.holder(Member), &OrderedBody{ID: p.id("o"), Measure: oneOf(p, "measure", measures...), Why: "urgent"}
	case 19:
		id := last(func() string { return c.Orders[p.pick("order", len(c.Orders))].ID }, len(c.Orders))
		return p.holder(Member), &OrderSignedBody{ID: id, Fresh: true, Makes: p.pick("makes", 4) > 0}
	case 20:
		return p.holder(VictimsLiaison), &GroupBody{ID: p.id("g"), Delegate: p.holder(VictimRepresentative), Wish: "told", Support: true}
	case 21, 22:
		g := last(func() string { return c.Groups[p.pick("group", len(c.Groups))].ID }, len(c.Groups))
		return p.holder(oneOf(p, "side", VictimRepresentative, VictimsLiaison)), Submit(p.id("s"), g, oneOf(p, "point", "one", "two", "three"))
	case 23:
		if len(c.Groups) > 0 && p.pick("instead", 2) == 0 {
			g := c.Groups[p.pick("group", len(c.Groups))].ID
			return p.holder(oneOf(p, "side", VictimRepresentative, VictimsLiaison)), oneOf[Body](p, "wish", &WishedBody{ID: g, Wish: WishNotTold}, &WishedBody{ID: g, Wish: WishTold}, &WithdrewBody{g}, p.checkup(g))
		}
		return p.holder(Representative), Submit(p.id("s"), "", oneOf(p, "point", "one", "four"))
	case 24:
		return p.holder(Observer), &ObjectedBody{ID: p.id("obj"), Why: "why"}
	case 25:
		if o := c.CourtOrders; len(o) > 0 && p.pick("back", 2) == 0 {
			return p.takesBack(o[p.pick("order", len(o))])
		}
		by, b := p.order(oneOf(p, "until", 0, p.now.Add(Days(30).Duration())))
		b.Court = oneOf(p, "court", OrdinaryCourt, OrdinaryCourt, FieldCourt)
		return by, b
	case 26:
		return p.holder(oneOf(p, "side", Representative, VictimRepresentative, Observer)), &AppealedBody{Ground: "new_fact", Why: "why", Given: p.c.given()}
	case 27:
		return p.holder(oneOf(p, "w", RosterChair, Observer)), &VoidedBody{Ground: oneOf(p, "tie", Kin, Forger), Account: oneOf(p, "whose", "", p.holder(c.bench())), Why: "why"}
	case 28:
		return p.release()
	case 29:
		r := oneOf(p, "role", everyone...)
		return oneOf(p, "by", p.somebody(), Machine), &AssignedBody{Account: p.somebody(), Org: p.id("org"), Role: r, Seat: "chair", Draw: "d"}
	case 30:
		return p.somebody(), &VerifiedBody{Contact: "call"}
	case 31:
		return p.somebody(), &CopiedBody{N: len(c.Copies) + 1, Saw: c.Seq, Hash: oneOf(p, "hash", c.CopyFor(p.anyPart()).Hash(), "forged")}
	case 32:
		return p.recall()
	case 33:
		kid := last(func() string { return c.Children[0].ID }, len(c.Children))
		return oneOf(p, "by", p.holder(ProtectionOfficer), p.somebody()), oneOf[Body](p, "child", &HandedBody{ID: kid, With: "carer", Receipt: "item"}, &HandedBody{ID: kid, With: "mother"})
	}
	by, b := p.text()
	return oneOf(p, "forger", by, p.somebody()), b
}

// anyPart is somebody's part in the case, the zero part where nobody has one.
func (p *player) anyPart() Part {
	if len(p.c.Cast) == 0 {
		return Part{}
	}
	return p.c.Cast[p.pick("part", len(p.c.Cast))]
}

// order is a court's order, told as the service tells it.
func (p *player) order(until Micros) (string, *CourtOrderedBody) {
	by := p.holder(CourtLiaison)
	b := &CourtOrderedBody{Item: oneOf(p, "paper", "one", "two", p.id("paper")), Court: OrdinaryCourt, Until: until}
	if until != 0 {
		b.Name, b.Dated, b.Told = "the court of first instance", p.now.Time().Format(time.DateOnly), true
		b.Clerk = oneOf(p, "clerk", by, "data", p.holder(FileOfficer))
		b.ClerkOrg = "org-" + b.Clerk
	}
	return by, b
}

// undone is something undone under facts, or under an order.
func (p *player) undone(facts []FactID) *UndoneBody {
	b := &UndoneBody{Entry: 900, Facts: facts}
	if papers := p.c.papers(); len(papers) > 0 && p.pick("paper", 2) == 0 {
		b.Facts, b.Orders = nil, []string{oneOf(p, "undone", papers...)}
	}
	return b
}

// takesBack is somebody's wish that an order counts no more, or that it counts.
func (p *player) takesBack(o CourtOrder) (string, Body) {
	wrong := o.as()
	wrong.Dated = "2020-01-01"
	by := oneOf(p, "by", o.By, o.Reader, p.holder(oneOf(p, "reader", paperReaders...)), p.somebody())
	return by, oneOf[Body](p, "takes back", &CourtOrderWithdrawnBody{Item: o.Item, Why: "the paper says otherwise"}, o.as(), wrong)
}

// recall is a step of a recall, in any order.
func (p *player) recall() (string, Body) {
	id, of := "none", Condition{}
	if n := len(p.c.Recalls); n > 0 {
		id = p.c.Recalls[n-1].ID
	}
	if o := p.c.Outcome; o != nil && len(o.Conditions) > 0 {
		of = o.Conditions[0]
	}
	switch p.pick("recall", 3) {
	case 0:
		return p.holder(CourtLiaison), &RecallAskedBody{ID: p.id("r"), Condition: of, Why: "he was not at the address"}
	case 1:
		present := []string{p.holder(Observer), p.holder(Representative)}
		return p.holder(Member), &RecallHeardBody{ID: id, How: oneOf(p, "how", InPerson, DidNotCome), Present: present, Language: "ar"}
	}
	return p.holder(Member), &RecallSignedBody{ID: id, Judge: true, Why: "heard", Fresh: true, Ends: p.pick("ends", 2) == 0}
}
