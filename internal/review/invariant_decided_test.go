package review

import (
	"slices"
)

// decidedByRight: three distinct seats of the right kinds, each declared without
// conflict and each under the text; an observer; every point answered; the
// person heard or a recorded reason why not.
func (p *player) decidedByRight(log []Event) {
	log = since(log)
	all := p.log
	bad := conflicts(all)
	seats, declared, signed := map[string]string{}, map[string]bool{}, map[string]bool{}
	var text *DraftedBody
	heard, observed, closed := false, false, false
	var points []PointKey
	roles := map[string]Role{}
	for _, e := range all {
		switch b := e.Body.(type) {
		case *AssignedBody:
			roles[b.Account] = b.Role
		case *DeclaredBody:
			declared[e.By] = true
		}
	}
	for a, r := range roles {
		observed = observed || r == Observer && declared[a] && !bad[a]
	}
	for _, e := range log {
		switch b := e.Body.(type) {
		case *AssignedBody:
			if b.Role == Member && e.By == Machine && !bad[b.Account] {
				seats[b.Account] = b.Seat
			}
		case *HeardBody:
			heard = true
		case *DraftedBody:
			text = b
			clear(signed)
		case *SignedBody:
			if b.Hash == text.Hash && b.Fresh {
				signed[e.By] = true
			}
		case *SubmissionsClosedBody:
			closed = true
		}
	}
	for _, e := range all { // a point once submitted stays for the next panel
		if b, ok := e.Body.(*SubmittedBody); ok && !lateAt(all, e) {
			points = append(points, b.Keys...)
		}
	}
	names := map[string]bool{}
	for a, s := range seats {
		if signed[a] && declared[a] && !bad[a] {
			names[s] = true
		}
	}
	switch {
	case len(names) < 3:
		p.rt.Fatalf("decided with the seats %v", names)
	case !observed:
		p.rt.Fatal("decided without an observer")
	case !heard:
		p.rt.Fatal("decided without a hearing")
	case !closed:
		p.rt.Fatal("decided while submissions were open")
	}
	p.gisted(all, bad, declared, roles)
	for _, k := range points {
		if text.Answers[k] == "" {
			p.rt.Fatalf("the point %q was not answered", k)
		}
	}
	for _, issue := range p.issues(text) {
		if !slices.ContainsFunc(text.Findings, func(f Finding) bool { return f.Allegation == issue }) {
			p.rt.Fatalf("the text is silent on the issue %q", issue)
		}
	}
	for _, f := range text.Findings {
		p.borne(f)
	}
}

// gisted: what the person may not read has its gist, and somebody without a
// conflict who reads it for the person.
func (p *player) gisted(log []Event, bad, declared map[string]bool, roles map[string]Role) {
	gists := map[FactID]string{}
	for _, e := range since(log) {
		if b, ok := e.Body.(*DisclosedBody); ok {
			gists = b.Gists
		}
	}
	read := false
	for a, r := range roles {
		read = read || r == Advocate && declared[a] && !bad[a]
	}
	for _, e := range log {
		if b, ok := e.Body.(*FactBody); ok && b.Closed && (!read || gists[b.ID] == "") {
			p.rt.Fatalf("decided with the closed fact %s: advocate %v, gist %q", b.ID, read, gists[b.ID])
		}
	}
}

// borne: a finding on conduct rests on firm, untainted, disclosed facts of
// different origins.
func (p *player) borne(f Finding) {
	if f.Allegation == "" || f.Standard == P0 {
		return
	}
	origins := map[string]bool{}
	var conduct Conduct
	stopped := map[FactID]bool{}
	given := map[FactID]bool{}
	for _, e := range p.log {
		switch b := e.Body.(type) {
		case *AllegedBody:
			if b.ID == f.Allegation {
				conduct = b.Conduct
			}
		case *UndoneBody:
			for _, id := range b.Facts {
				stopped[id] = true
			}
		case *DisclosedBody:
			for _, id := range b.Facts {
				given[id] = true
			}
			for id := range b.Gists {
				given[id] = true
			}
		}
	}
	for _, e := range p.log {
		b, ok := e.Body.(*FactBody)
		if !ok || !slices.Contains(f.Relied, b.ID) {
			continue
		}
		if stopped[b.ID] || !given[b.ID] {
			p.rt.Fatalf("a finding rests on %s, undone %v, given %v", b.ID, stopped[b.ID], given[b.ID])
		}
		fair := b.Fact.Kind == Document || b.Fact.Kind == Forensic || b.Fact.Kind == Confession && b.Forum != SecurityBranch
		if fair && b.Forum != FieldCourt && b.Bound.Judges >= 2 && b.About == f.Allegation {
			origins[b.Origin] = true
		}
	}
	if need := map[Conduct]int{B3: 2}[conduct]; len(origins) < max(1, need) {
		p.rt.Fatalf("%s at %s rests on %d origins", conduct, f.Standard, len(origins))
	}
}

// since is the log from the last time the review was begun anew.
func since(log []Event) []Event {
	cut := 0
	for i, e := range log {
		if b, ok := e.Body.(*MovedBody); ok && b.To == Assembly {
			cut = i
		}
	}
	for i := cut; i > 0 && cut > 0; i-- { // seats given between a voiding and the step back
		if _, ok := log[i].Body.(*VoidedBody); ok {
			return log[i:]
		}
		if b, ok := log[i].Body.(*MovedBody); ok && b.From == Triage {
			return log // the first assembly: seats may have been given before
		}
	}
	return log[cut:]
}

// lateAt reports whether a submission came after the closing day of its round.
func lateAt(log []Event, e Event) bool {
	late := false
	voids := naming{}
	for i, x := range log {
		if x.Seq == e.Seq {
			return late
		}
		switch b := x.Body.(type) {
		case *SubmissionsClosedBody:
			late = true
		case *MovedBody:
			if voids.moved(b); b.To == Assembly && b.From != Triage {
				late = false
			}
		case *VoidedBody:
			if voids.both(x, b, conflicts(log[:i])) {
				late = false
			}
		}
	}
	return late
}

// issues are the custody and what was alleged before the text was written.
func (p *player) issues(text *DraftedBody) []AllegationID {
	out := []AllegationID{""}
	for _, e := range p.log {
		if e.Body == Body(text) {
			break
		}
		if b, ok := e.Body.(*AllegedBody); ok {
			out = append(out, b.ID)
		}
	}
	return out
}

func (p *player) decidedHash(log []Event) string {
	draft, out := "", ""
	for _, e := range log {
		switch b := e.Body.(type) {
		case *DraftedBody:
			draft = b.Hash
		case *MovedBody:
			if b.From == Deliberation && b.To == Decided {
				out = draft
			}
			if b.From == Appeal && b.To == Final && p.c.Outcome != nil && p.c.Outcome.Hash == draft {
				out = draft
			}
		}
	}
	return out
}
