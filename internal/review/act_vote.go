package review

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
)

var (
	ruleVote  = rule{"sealed votes", "domain 4.4; A/HRC/30/37 principle 6"}
	ruleVotes = rule{"all votes in", "invariant I2; domain 4.4"}
)

// A Vote is one seat's word. Until all are in, only its commitment is known.
type Vote struct {
	Account    string  `json:"account"`
	Commitment string  `json:"commitment"`
	Opened     bool    `json:"opened,omitempty"`
	Outcome    Outcome `json:"outcome,omitempty"`
	Box        []byte  `json:"box,omitempty"` // the sealed ballot, until it is opened
}

// A Ballot is what a vote seals.
type Ballot struct {
	Account string  `json:"account"`
	Outcome Outcome `json:"outcome"`
	Reasons string  `json:"reasons"`
	Salt    string  `json:"salt"` // 32 random bytes, hexadecimal
}

// Commit is the hash that stands for a ballot of that case until it is opened.
func (b Ballot) Commit(c CaseID) string {
	text, err := json.Marshal([]string{string(c), b.Account, string(b.Outcome), b.Reasons, b.Salt})
	if err != nil {
		panic(err) // strings always encode
	}
	h := sha256.Sum256(append([]byte("kashf ballot v1\n"), text...))
	return hex.EncodeToString(h[:])
}

// VotedBody is a sealed vote.
type VotedBody struct {
	Commitment string `json:"commitment"`
	Box        []byte `json:"box"` // the ballot, sealed under the office's key
}

// Kind is the act's name.
func (*VotedBody) Kind() string { return "voted" }
func (*VotedBody) by() []Role   { return []Role{Member, AppealMember} }

func (b *VotedBody) admit(c *Case, e Event, k Setting) error {
	p, _ := c.Part(e.By)
	switch {
	case c.State != Deliberation && c.State != Appeal || p.Role != c.bench():
		return ruleStage.refuse("a panel that deliberates")
	case len(b.Commitment) != hex.EncodedLen(sha256.Size) || len(b.Box) == 0:
		return ruleVote.refuse("a sealed ballot and its commitment")
	case c.State == Deliberation && (c.Heard == nil || !slices.Contains(c.Heard.Present, e.By)):
		return ruleHeard.refuse("a member who was in the room; the hearing is held again for one who came later")
	case c.voted(e.By) && !c.undecided(k):
		return ruleOnce.refuse("a first vote")
	case len(c.questionsOf(e.By)) > 0:
		return ruleQuestion.refuse("an answer to the question about a tie, agreed by the observer")
	}
	return nil
}

func (b *VotedBody) apply(c *Case, e Event) {
	if slices.ContainsFunc(c.Votes, func(v Vote) bool { return v.Opened }) {
		c.Votes, c.Draft = nil, nil // a round without a majority is voted again
	}
	c.Votes = append(c.Votes, Vote{Account: e.By, Commitment: b.Commitment, Box: b.Box})
}

func (c *Case) voted(account string) bool {
	return slices.ContainsFunc(c.Votes, func(v Vote) bool { return v.Account == account })
}

func (c *Case) questionsOf(account string) []Question {
	var out []Question
	for _, q := range c.Questions {
		if q.Account == account && !q.settled() {
			out = append(out, q)
		}
	}
	return out
}

// counted are the votes of those who may still decide.
func (c *Case) counted() []Vote {
	var out []Vote
	for _, v := range c.Votes {
		if p, ok := c.Part(v.Account); ok && p.clear() && p.Role == c.bench() {
			out = append(out, v)
		}
	}
	return out
}

// ripe reports whether every seat has voted and nothing is opened yet.
func (c *Case) ripe(k Setting) bool {
	votes := c.counted()
	return len(votes) >= k.Policy.Panel.Quorum && len(votes) >= len(c.playing(c.bench())) &&
		!slices.ContainsFunc(votes, func(v Vote) bool { return v.Opened })
}

// VotesOpenedBody opens all the ballots at once.
type VotesOpenedBody struct {
	Ballots []Ballot `json:"ballots"`
}

// Kind is the act's name.
func (*VotesOpenedBody) Kind() string { return "votes_opened" }
func (*VotesOpenedBody) by() []Role   { return []Role{Timekeeper} }

func (b *VotesOpenedBody) admit(c *Case, _ Event, k Setting) error {
	if !c.ripe(k) {
		return ruleVotes.refuse("the sealed vote of every seat")
	}
	if len(b.Ballots) != len(c.Votes) {
		return ruleVotes.refuse("every ballot, opened together")
	}
	for i, v := range c.Votes {
		if x := b.Ballots[i]; x.Account != v.Account || x.Commit(c.ID) != v.Commitment {
			return ruleVote.refuse("the ballot that was sealed")
		}
	}
	return nil
}

func (b *VotesOpenedBody) apply(c *Case, _ Event) {
	for i, x := range b.Ballots {
		v := &c.Votes[i]
		v.Opened, v.Outcome, v.Box = true, x.Outcome, nil
	}
}

// Majority is the outcome that enough opened votes agree on, "" where none is.
func (c *Case) Majority(k Setting) Outcome {
	n := map[Outcome]int{}
	for _, v := range c.counted() {
		if v.Opened && slices.Contains(c.outcomes(), v.Outcome) {
			n[v.Outcome]++
		}
	}
	for _, o := range c.outcomes() {
		if n[o] >= k.Policy.Panel.Majority {
			return o
		}
	}
	return ""
}

// undecided reports whether the votes are open and came to nothing.
func (c *Case) undecided(k Setting) bool {
	votes := c.counted()
	return len(votes) > 0 && !slices.ContainsFunc(votes, func(v Vote) bool { return !v.Opened }) &&
		(c.Majority(k) == "" || len(votes) < k.Policy.Panel.Quorum)
}
