package review

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// invariants checks what must hold of the case as it was before the new events
// and as it is after them. It works from the log, not from what the case keeps.
func (p *player) invariants(before *Case, fresh []Event) {
	for i, e := range fresh {
		at := len(p.log) - len(fresh) + i
		p.noTwoThings(p.log[:at+1])
		p.noConflictedActor(p.log[:at], e)
		switch b := e.Body.(type) {
		case *MovedBody:
			if b.From == Deliberation && b.To == Decided {
				p.decidedByRight(p.log[:at])
			}
			if b.From == Appeal {
				p.noOverlap(p.log[:at])
			}
		case *NotifiedBody:
			if h := p.decidedHash(p.log[:at]); b.Hash != h {
				p.rt.Fatalf("notified of %s, decided %s", b.Hash, h)
			}
		case *VerifiedBody:
			if e.Org == "prison" || e.By == p.releasedBy(p.log[:at]) {
				p.rt.Fatal("the releasing side verified its own release")
			}
		case *MissingConfirmedBody:
			p.closedByTwo(p.log[:at], e, b)
		case *LapsedBody:
			if b.To != "" && b.To != CourtDue && b.To != DueForRelease && b.To != Unverified {
				p.rt.Fatalf("a lapse led to %s", b.To)
			}
		}
	}
	p.noLongerCustody(before, fresh)
	p.classNeedsAReason(before, fresh)
	p.identityByTwo(before)
	p.heldByTwo(fresh)
	p.bounded()
	if p.c.At < before.At || p.c.Entered < before.Entered {
		p.rt.Fatal("time went back")
	}
}

// noTwoThings: an account has one role in a case, for good.
func (p *player) noTwoThings(log []Event) {
	role := map[string]Role{}
	for _, e := range log {
		switch b := e.Body.(type) {
		case *OpenedBody:
			role[e.By] = Registrar
		case *AssignedBody:
			if r, had := role[b.Account]; had {
				p.rt.Fatalf("%s is %s and %s", b.Account, r, b.Role)
			}
			role[b.Account] = b.Role
		}
	}
}

// A naming is the first name under a voiding.
type naming struct {
	by string
	as VoidedBody
}

// both takes a name in and reports whether two have named the same.
func (n *naming) both(e Event, b *VoidedBody, bad map[string]bool) bool {
	as := VoidedBody{Ground: b.Ground, Account: b.Account}
	if n.by != "" && n.by != e.By && n.as == as && !bad[n.by] {
		*n = naming{}
		return true
	}
	*n = naming{e.By, as}
	return false
}

func (n *naming) moved(b *MovedBody) {
	if b.From == Appeal || b.To == Assembly {
		*n = naming{}
	}
}

// conflicts works out from the log who has a conflict that stands.
func conflicts(log []Event) map[string]bool {
	type tie struct {
		account string
		ground  Ground
	}
	open, out := map[tie]map[Role]bool{}, map[string]bool{}
	role := map[string]Role{}
	asked, challenged, voids := map[string]string{}, map[string]string{}, naming{}
	declare := func(a string, gs []Ground) {
		for _, g := range gs {
			if open[tie{a, g}] == nil {
				open[tie{a, g}] = map[Role]bool{}
			}
		}
	}
	for i, e := range log {
		switch b := e.Body.(type) {
		case *AssignedBody:
			role[b.Account] = b.Role
		case *DeclaredBody:
			declare(e.By, b.Ties)
		case *QuestionedBody:
			asked[b.ID] = b.Account
		case *AnsweredBody:
			declare(e.By, b.Ties)
			if b.Bar != "" {
				out[asked[b.ID]] = true
			}
		case *WaivedBody:
			open[tie{b.Account, b.Ground}][role[e.By]] = true
		case *ChallengedBody:
			challenged[b.ID] = b.Account
		case *ChallengeDecidedBody:
			if b.Upheld {
				out[challenged[b.ID]] = true
			}
		case *VoidedBody:
			if voids.both(e, b, conflicts(log[:i])) && b.Account != "" {
				out[b.Account] = true
			}
		case *MovedBody:
			voids.moved(b)
		}
	}
	for t, by := range open {
		if !t.ground.Waivable() || !by[RosterChair] || !by[Observer] {
			out[t.account] = true
		}
	}
	return out
}

// noConflictedActor: once a conflict stands its bearer neither acts nor reads.
func (p *player) noConflictedActor(log []Event, e Event) {
	bad := conflicts(log)
	if bad[e.By] {
		p.rt.Fatalf("%s acts (%s) with a conflict that stands", e.By, e.Body.Kind())
	}
	for a := range conflicts(p.log) {
		if p.c.MayRead(a) {
			p.rt.Fatalf("%s reads with a conflict that stands: %s", a, p.about(a))
		}
		if !slices.Contains(p.c.Conflicted(), a) {
			p.rt.Fatalf("%s is not listed as conflicted", a)
		}
	}
}

// about is what the log says of an account.
func (p *player) about(a string) string {
	var out []string
	for _, e := range p.log {
		b, _ := json.Marshal(e.Body)
		if e.By == a || strings.Contains(string(b), `"`+a+`"`) {
			out = append(out, fmt.Sprintf("%d %s %s %s", e.Seq, e.By, e.Body.Kind(), b))
		}
	}
	return strings.Join(out, "\n")
}

// bounded: a rest of the review has an end that the policy allows.
func (p *player) bounded() {
	if r := p.c.Resting; r != nil && (r.Until <= r.Since || r.Until > r.Since.Add(p.k.Policy.Clocks.Suspended.Duration())) {
		p.rt.Fatalf("the review rests from %v to %v", r.Since.Time(), r.Until.Time())
	}
}

// noOverlap: nobody who sat in the first panel sits in the appeal.
func (p *player) noOverlap(log []Event) {
	first := map[string]bool{}
	for _, e := range log {
		if b, ok := e.Body.(*AssignedBody); ok && b.Role == Member {
			first[b.Account] = true
		}
	}
	for _, e := range log {
		if _, ok := e.Body.(*SignedBody); ok && first[e.By] && p.c.State == Appeal && slices.ContainsFunc(p.c.Signed, func(s Signature) bool { return s.Account == e.By }) {
			p.rt.Fatalf("%s sat in both panels", e.By)
		}
	}
}

func (p *player) releasedBy(log []Event) string {
	by := ""
	for _, e := range log {
		if _, ok := e.Body.(*ReleasedBody); ok {
			by = e.By
		}
	}
	return by
}

// releases are the states of a release in order; somebody not seen free may be
// seen later.
var releases = []LibertyState{DueForRelease, ReleasePlanned, Released, Unverified, ReleaseVerified}

// closedByTwo: how a missing person was found is the word of two people on a
// paper, neither of the releasing side, and who was seen alive not that of whoever
// recorded the release.
func (p *player) closedByTwo(log []Event, e Event, b *MissingConfirmedBody) {
	if !b.Agree {
		return
	}
	for _, f := range slices.Backward(log) {
		first, ok := f.Body.(*MissingFoundBody)
		if !ok {
			continue
		}
		by := p.releasedBy(log)
		if f.By == e.By || len(first.Refs) == 0 || e.Org == "prison" || f.Org == "prison" || first.End == MissingAlive && (f.By == by || e.By == by) {
			p.rt.Fatalf("%s by %s and %s", first.End, f.By, e.By)
		}
		return
	}
	p.rt.Fatal("a second name without a first")
}

// searched reports whether a missing person's file led where the case stands: two
// people found the person behind a door, where release is due, or what closed the
// file fell.
func (p *player) searched(was, is LibertyState, fresh []Event) bool {
	for _, e := range fresh {
		switch b := e.Body.(type) {
		case *MissingConfirmedBody:
			if f := p.c.lastMissing(); was == Unverified && is == DueForRelease && b.Agree && f.Found.End == MissingHeld {
				return true
			}
		case *MissingOpenedBody:
			if is == Unverified && (was == ReleaseVerified || was == DueForRelease || was == ReleasePlanned || was == Unverified) {
				return true
			}
		}
	}
	return false
}

// noLongerCustody: nothing leads back from a release; no lapse lets custody last
// longer than it would have; custody without a decision ends with the budget.
func (p *player) noLongerCustody(before *Case, fresh []Event) {
	was, is := before.Liberty.State, p.c.Liberty.State
	gone := func(e Event) bool { b, ok := e.Body.(*FollowedUpBody); return ok && b.lost() }
	if was == ReleaseVerified && is == Unverified && slices.ContainsFunc(fresh, gone) {
		return // asked after and not found: a missing person, in nobody's custody that the case knows of
	}
	if p.searched(was, is, fresh) {
		return
	}
	if was.releasing() && slices.Index(releases, is) < slices.Index(releases, was) {
		p.rt.Fatalf("from %s back to %s", was, is)
	}
	began := p.log[0].At // the opening
	if was == Free && is != Free {
		p.rt.Fatalf("somebody free is %s", is)
	}
	ends, runs := p.c.CustodyEnds(p.k)
	if is == InCustody {
		if limit := began.Add(p.k.Policy.Budget(true)); !runs || !p.c.Liberty.Stands && ends.Due > limit {
			p.rt.Fatalf("custody without a decision ends %v, after %v", ends.Due.Time(), limit.Time())
		}
		if limit := began.Add(p.k.Policy.Clocks.Held.Duration()); ends.Due > limit {
			p.rt.Fatalf("custody without a court ends %v, after %v", ends.Due.Time(), limit.Time())
		}
	}
	for _, e := range fresh {
		b, ok := e.Body.(*LapsedBody)
		if !ok || !b.Custody {
			if ok && b.Name == SuspendedClock {
				continue
			}
			p.stillEnds(before, e, ends, runs)
			continue
		}
		if is == InCustody || is == ByCourt || is == Stay {
			p.rt.Fatalf("%s ran out and the person is %s", b.Name, is)
		}
		if p.c.Liberty.State == CourtDue && ends.Due > p.c.Liberty.Since.Add(48*time.Hour) {
			p.rt.Fatalf("a judge is due only %v after the lapse", ends.Due-b.Due)
		}
	}
}

// stillEnds: resting, going back, voiding and appealing leave custody's end where
// it was or bring it nearer.
func (p *player) stillEnds(before *Case, e Event, ends Clock, runs bool) {
	was, ran := before.CustodyEnds(p.k)
	if _, ok := e.Body.(*UndoneBody); ok && ran && p.c.Liberty.State.confined() && !p.c.Liberty.State.releasing() && (!runs || ends.Due > was.Due) && !shrankBudget(before, p.c) {
		p.rt.Fatalf("what was undone moved the end of custody from %s %v to %s %v", was.Name, was.Due.Time(), ends.Name, ends.Due.Time())
	}
	switch e.Body.(type) {
	case *SuspendedBody, *ResumedBody, *AppealedBody, *VoidedBody, *SubmittedBody, *UndoneBody, *CourtOrderedBody, *GroupBody, *ChallengedBody, *QuestionedBody, *ObjectedBody, *LaneBody, *LapsedBody:
		if ran && p.c.Liberty.State == before.Liberty.State && (!runs || ends.Due > was.Due) && !shrankBudget(before, p.c) {
			p.rt.Fatalf("%s moved the end of custody from %s %v to %s %v", e.Body.Kind(), was.Name, was.Due.Time(), ends.Name, ends.Due.Time())
		}
	}
}

// shrankBudget reports whether a change of what is shown changed the budget.
func shrankBudget(before, after *Case) bool { return before.Grave() != after.Grave() }

// identityByTwo: a grade that something adverse may rest on is two people's word.
func (p *player) identityByTwo(before *Case) {
	if p.c.Grade < bindingGrade || p.c.Grade <= before.Grade {
		return
	}
	last := p.log[len(p.log)-1]
	for _, e := range slices.Backward(p.log[:len(p.log)-1]) {
		if b, ok := e.Body.(*IdentifiedBody); ok {
			c, confirmed := last.Body.(*IdentityConfirmedBody)
			if confirmed && c.Grade == b.Grade && p.c.Grade == b.Grade && last.By != e.By {
				return
			}
			break
		}
	}
	p.rt.Fatalf("%s by %s raised the identity to grade %d", last.Body.Kind(), last.By, p.c.Grade)
}

// heldByTwo: a court's order holds somebody only on the word of two people of two
// organisations, of which neither attached the paper that the other read, and
// while neither word was taken back.
func (p *player) heldByTwo(fresh []Event) {
	if p.c.Liberty.State != ByCourt || len(fresh) == 0 {
		return
	}
	var told, read *Event
	for i, e := range p.log {
		switch b := e.Body.(type) {
		case *CourtOrderedBody:
			if b.Item == p.c.Liberty.Order && b.Until != 0 {
				told, read = &p.log[i], nil
			}
		case *CourtOrderReadBody:
			if b.Item == p.c.Liberty.Order {
				read = &p.log[i]
			}
		case *CourtOrderWithdrawnBody:
			if b.Item == p.c.Liberty.Order {
				told, read = nil, nil
			}
		case *UndoneBody:
			if slices.Contains(b.Orders, p.c.Liberty.Order) {
				told, read = nil, nil
			}
		}
	}
	if told == nil || read == nil {
		p.rt.Fatalf("%s holds the person, told %v, read %v", p.c.Liberty.Order, told != nil, read != nil)
	}
	a, b := told.Body.(*CourtOrderedBody), read.Body.(*CourtOrderReadBody)
	if told.By == read.By || told.Org == read.Org || read.By == a.Clerk || read.Org == a.ClerkOrg || a.Name != b.Name || a.Dated != b.Dated || a.Until != b.Until {
		p.rt.Fatalf("%+v by %s confirmed %+v by %s", b, read.By, a, told.By)
	}
}

// classNeedsAReason: a class changes by a finding, a decision, or something that
// was undone, and by nothing else.
func (p *player) classNeedsAReason(before *Case, fresh []Event) {
	if before.Class() == p.c.Class() || len(fresh) == 0 {
		return
	}
	switch b := fresh[len(fresh)-1].Body.(type) {
	case *ProposedBody, *SecondedBody, *UndoneBody, *MovedBody, *VoidedBody, *IdentityConfirmedBody:
	case *IdentifiedBody:
		if p.c.Grade >= before.Grade {
			p.rt.Fatalf("one person's word at grade %d changed the class from %s to %s", b.Grade, before.Class(), p.c.Class())
		}
	default:
		p.rt.Fatalf("%s changed the class from %s to %s", b.Kind(), before.Class(), p.c.Class())
	}
}
