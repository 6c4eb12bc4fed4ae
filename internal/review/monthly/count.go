package monthly

import (
	"time"

	"kashf.org/kashf/internal/review"
)

// A counter follows all cases through the ledger and counts what happens. It
// takes acts as they were entered and judges none.
type counter struct {
	cases map[review.CaseID]*followed
	now   month
	votes ballots // since agreement was last given
	since Month   // from which the votes are
}

// A followed case is its fold, since when it has been in its state, and how many
// are out of it for a conflict.
type followed struct {
	*review.Case
	since review.Micros
	out   int
}

// A month is what was counted since the last month's end.
type month struct {
	opened, decided, reopened []*followed
	acts                      map[happened]int
	stays                     map[review.State][]time.Duration
}

// happened is a kind of act under a version of the policy.
type happened struct{ act, of, policy string }

func newCounter() *counter {
	c := &counter{cases: make(map[review.CaseID]*followed), votes: ballots{}}
	c.turn()
	return c
}

// turn begins a new month.
func (c *counter) turn() {
	c.now = month{acts: make(map[happened]int), stays: make(map[review.State][]time.Duration)}
}

// take counts one act of a case and takes it in.
func (c *counter) take(id review.CaseID, e review.Event) {
	x := c.cases[id]
	if x == nil {
		x = &followed{Case: &review.Case{}}
		c.cases[id] = x
	}
	was, had, out, files := x.State, x.Outcome, x.out, len(x.Missing)
	signed, corrected := x.Signed, x.Corrections
	x.Apply(e)
	x.out = x.Conflicts()
	if x.since == 0 {
		c.now.opened = append(c.now.opened, x)
		x.since = x.At
	}
	if x.State != was && was != "" {
		c.now.stays[was] = append(c.now.stays[was], x.At.Time().Sub(x.since.Time()))
		x.since = x.At
	}
	switch {
	case had == nil && x.Outcome != nil:
		c.now.decided = append(c.now.decided, x)
		c.add(x, "outcome", string(x.Outcome.Outcome))
	case had != nil && x.Outcome == nil:
		c.now.reopened = append(c.now.reopened, x)
		c.add(x, "reopened", reopening(was, x.State))
	case had != x.Outcome:
		c.add(x, "reversal", "")
	}
	if n := x.out - out; n > 0 {
		c.add(x, "recusal", e.Body.Kind())
	} else if n < 0 {
		c.add(x, "override", "waived")
	}
	if len(x.Missing) > files {
		c.add(x, "missing", "opened")
	} else if _, again := e.Body.(*review.MissingOpenedBody); again {
		c.add(x, "missing", "again")
	}
	if x.Corrections > corrected {
		c.add(x, "correction", "")
	}
	c.act(x, e, was, signed)
}

func reopening(was, now review.State) string {
	switch {
	case now == review.Voided:
		return "voided"
	case was == review.Appeal:
		return "remitted"
	}
	return "rereview"
}

func (c *counter) add(x *followed, act, of string) { c.now.acts[happened{act, of, x.Policy}]++ }

// act counts what the kind of the act says of itself.
func (c *counter) act(x *followed, e review.Event, was review.State, signed []review.Signature) {
	switch b := e.Body.(type) {
	case *review.LapsedBody:
		if b.Name != review.AgainClock { // counted as a review that began again
			c.add(x, "lapse", string(b.Name))
		}
	case *review.MovedBody:
		if was == review.Deliberation && x.Outcome != nil || was == review.Appeal && x.State != review.Appeal {
			for _, s := range signed {
				if s.Dissent != "" {
					c.add(x, "dissent", string(was))
				}
			}
		}
		if was == review.Appeal {
			c.add(x, "appeal_decided", "")
		}
	case *review.AppealedBody:
		c.add(x, "appeal", x.Appeals[len(x.Appeals)-1].Side)
	case *review.ChallengedBody:
		c.add(x, "challenge", "")
	case *review.NoticedBody:
		if b.Exception != "" {
			c.add(x, "override", "no_notice")
		} else {
			c.add(x, "victims_noticed", "")
		}
	case *review.StayExtendedBody:
		if b.Makes {
			c.add(x, "override", "stay_extended")
		}
	case *review.SuspendedBody:
		c.add(x, "override", "suspended")
	case *review.GroupBody:
		c.add(x, "victims_registered", "")
	case *review.StandingBody:
		c.add(x, "victims_standing", map[bool]string{true: "granted", false: "refused"}[b.Granted])
	case *review.SubmittedBody:
		c.add(x, "submission", map[bool]string{true: "person", false: "victims"}[b.Group == ""])
	case *review.HeardBody:
		c.add(x, "hearing", string(b.How))
	case *review.OrderSignedBody:
		if b.Makes {
			c.add(x, "urgent_order", string(x.Orders[orderOf(x.Case, b.ID)].Measure))
		}
	case *review.LaneBody:
		c.add(x, "urgent_lane", string(b.Lane))
	case *review.ObjectedBody:
		c.add(x, "objection", "")
	case *review.RecallAskedBody:
		c.add(x, "recall", "asked")
	case *review.RecallHeardBody:
		c.add(x, "recall", "heard")
	case *review.RecallSignedBody:
		if b.Ends {
			c.add(x, "recall", map[bool]string{true: "judge", false: "free"}[b.Judge])
		}
	case *review.ReleasedBody:
		c.add(x, "released", "")
	case *review.VerifiedBody:
		c.add(x, "verified", "")
	case *review.FollowedUpBody:
		c.add(x, "followed_up", b.Found)
	case *review.MissingAskedBody:
		c.add(x, "missing_asked", "")
	case *review.MissingConfirmedBody:
		if b.Agree {
			c.add(x, "missing", x.Missing[len(x.Missing)-1].Found.End)
		}
	case *review.IncidentBody:
		c.add(x, "incident", b.What)
	case *review.VotesOpenedBody:
		var votes []string
		for _, v := range b.Ballots {
			votes = append(votes, string(v.Outcome))
		}
		c.votes.add(votes)
	}
}

func orderOf(c *review.Case, id string) int {
	for i, o := range c.Orders {
		if o.ID == id {
			return i
		}
	}
	return 0
}
