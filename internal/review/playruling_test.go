package review

import (
	"encoding/json"
	"maps"
	"slices"
)

func (p *player) hearing() (string, Body) {
	h := &HeardBody{How: oneOf(p, "how", InPerson, InPerson, InPerson, InWriting, NotProduced, DidNotCome), HolderOut: true, Fit: true, Language: "ar", Interpreter: p.pick("interpreter", 4) > 0}
	if h.Interpreter && p.pick("named", 8) > 0 {
		h.Others = []Attendee{{As: InterpreterThere, Name: "شيرين أوسو"}}
	}
	for _, r := range []Role{Member, Observer, Representative} {
		for _, x := range p.c.playing(r) {
			h.Present = append(h.Present, x.Account)
		}
	}
	for _, x := range p.c.playing(Member) {
		if x.Seat == p.k.Policy.Panel.Seats[0].Seat {
			return x.Account, h
		}
	}
	return p.holder(Member), h
}

// The ballots of a player are kept as a server keeps them, sealed.
func (p *player) ballot() (string, Body) {
	var open VotesOpenedBody
	for _, v := range p.c.Votes {
		b, ok := p.ballots()[v.Commitment]
		if ok {
			open.Ballots = append(open.Ballots, b)
		}
	}
	for _, x := range p.c.playing(p.c.bench()) {
		if !p.c.voted(x.Account) || p.c.undecided(p.k) && p.pick("again", 2) == 0 {
			o := oneOf(p, "outcome", p.c.outcomes()...)
			if p.pick("agree", 3) > 0 {
				o = p.c.outcomes()[0]
			}
			b := Ballot{Account: x.Account, Outcome: o, Reasons: "reasons", Salt: p.id("salt")}
			box, _ := json.Marshal(b)
			return x.Account, &VotedBody{Commitment: b.Commit(p.c.ID), Box: box}
		}
	}
	return Machine, &open
}

func (p *player) ballots() map[string]Ballot {
	out := map[string]Ballot{}
	for _, e := range p.log {
		if v, ok := e.Body.(*VotedBody); ok {
			var b Ballot
			if json.Unmarshal(v.Box, &b) == nil {
				out[v.Commitment] = b
			}
		}
	}
	return out
}

func (p *player) text() (string, Body) {
	c := p.c
	if c.Draft != nil && len(c.stoppedIn(c.Draft)) == 0 && c.Draft.Outcome == c.Majority(p.k) && p.pick("redraft", 5) > 0 {
		for _, v := range c.counted() {
			if !slices.ContainsFunc(c.Signed, func(s Signature) bool { return s.Account == v.Account }) {
				return v.Account, &SignedBody{Hash: c.Draft.Hash, Dissent: oneOf(p, "dissent", "no", "no", ""), Fresh: p.pick("fresh", 8) > 0}
			}
		}
	}
	if c.Majority(p.k) == "" {
		return p.ballot()
	}
	var fs []Finding
	if p.pick("findings", 2) == 0 {
		fs = append(fs, held(p.id("d"), oneOf(p, "holding", A0, A2, A4, A1), P2))
	}
	if len(c.Allegations) > 0 && p.pick("conduct", 2) == 0 {
		a := c.Allegations[p.pick("allegation", len(c.Allegations))]
		var relied []FactID
		for _, f := range c.Facts {
			if p.pick("rely", 8) == 0 || f.About == a.ID && c.weigh(f, false) == nil && c.disclosed(f.ID) && p.pick("leave out", 3) > 0 {
				relied = append(relied, f.ID)
			}
		}
		fs = append(fs, found(p.id("d"), a.ID, P2, relied...))
	}
	r := p.ruling(c.Majority(p.k), fs...)
	if n := len(r.Findings); n > 0 && p.pick("mute", 8) == 0 {
		r.Findings = r.Findings[:n-1]
		r.Hash = HashOf(r)
	}
	if p.pick("silent", 4) == 0 && len(r.Answers) > 0 {
		delete(r.Answers, slices.Sorted(maps.Keys(r.Answers))[0])
		r.Hash = HashOf(r)
	}
	return p.holder(c.bench()), &DraftedBody{r}
}
