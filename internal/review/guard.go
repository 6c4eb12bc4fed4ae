package review

import (
	"slices"
	"time"
)

// A guard is what must be on record before a step is taken: a name, the article
// it comes from, what to say where it is not met, and the test.
type guard struct {
	rule
	missing string
	met     func(c *Case, e Event, k Setting) bool
}

func checked(what Check, article, missing string) guard {
	return guard{rule{string(what), article}, missing, func(c *Case, _ Event, _ Setting) bool { return c.Checked[what] }}
}

// The guards on the way of a case.
var (
	guardBasis = checked(BasisAsked, "ICCPR 9(1)-(2); A/HRC/30/37 principle 13", "the holder asked in writing for the ground of the custody")
	guardTold  = guard{ruleTold, "the person told, in a language of theirs; a free person who cannot be found through appointed counsel", func(c *Case, _ Event, _ Setting) bool {
		return c.told()
	}}

	guardIdentity = guard{ruleIdent, "identity at grade 2, or the protocol for somebody who cannot be named", func(c *Case, _ Event, _ Setting) bool {
		return c.Grade >= 2 || c.Checked[UnknownPerson]
	}}
	guardOfficer = guard{rule{"file officer", "domain 4.4; ICCPR 14(1)"}, "a file officer who has declared no conflict", func(c *Case, _ Event, _ Setting) bool {
		return len(c.playing(FileOfficer)) > 0
	}}

	guardPapers      = checked(LegalDocuments, "ICCPR 9(4); A/HRC/30/37 principle 13", "the legal documents asked for")
	guardExculpatory = checked(ExculpatorySearch, "ICCPR 14(3)(b), (e)", "the search for what speaks for the person")
	guardTaint       = checked(TaintScreen, "CAT art. 15", "statements screened for torture")
	guardHashes      = checked(ItemHashes, "domain 4.4", "the hashes of everything attached")
	guardMatched     = checked(VictimsMatched, "GA 60/147 art. 12", "the victims' register searched")
	guardAgain       = guard{ruleMatched, "the victims' register searched again", func(c *Case, _ Event, _ Setting) bool { return !c.Again }}

	guardDisclosed = guard{ruleDisclosure, "the file or its summary given, a representative offered, gists of what is withheld", func(c *Case, _ Event, _ Setting) bool {
		return c.Disclosed != nil
	}}
	guardNoticed = guard{ruleVictims, "victims with standing told long enough before, or the panel's reasons", (*Case).victimsNoticed}
	guardClosed  = guard{ruleClosing, "the day on which submissions close", func(c *Case, _ Event, _ Setting) bool {
		return c.SubsClosed != 0
	}}
	guardAsked = guard{ruleStanding, "an answer to every group that asks for standing", func(c *Case, _ Event, _ Setting) bool {
		return !slices.ContainsFunc(c.Groups, func(g VictimGroup) bool { return g.Standing == StandingAsked })
	}}

	guardSeats = guard{ruleQuorum, "every seat of the panel filled by a different person who has declared no conflict", func(c *Case, _ Event, k Setting) bool {
		return c.seated(k)
	}}
	guardObserver = guard{ruleObserver, "an observer of an accredited organisation, without conflict", func(c *Case, _ Event, _ Setting) bool {
		return len(c.playing(Observer)) > 0
	}}
	guardChallenges = guard{ruleChallenge, "an answer to every challenge", func(c *Case, _ Event, _ Setting) bool {
		return !slices.ContainsFunc(c.Challenges, func(x Challenge) bool { return !x.Decided })
	}}
	guardQuestions = guard{ruleQuestion, "an answer to every question about a tie of who sits or observes", func(c *Case, _ Event, _ Setting) bool {
		return !slices.ContainsFunc(c.Questions, func(q Question) bool {
			p, _ := c.Part(q.Account)
			return !q.settled() && (p.Role == Observer || p.Role == c.bench())
		})
	}}
	guardHeard = guard{ruleHeard, "the person heard, or one of the recorded reasons why not", func(c *Case, _ Event, _ Setting) bool {
		return c.Heard != nil
	}}

	guardClosedFile = guard{ruleClosed, "a special advocate and a gist, for what the person may not read", func(c *Case, _ Event, _ Setting) bool {
		return !slices.ContainsFunc(c.Facts, func(f Fact) bool {
			return f.Closed && (len(c.playing(Advocate)) == 0 || !c.disclosed(f.ID))
		})
	}}
	guardReseated = guard{ruleStage, "a panel of which somebody was not at the hearing", func(c *Case, _ Event, k Setting) bool {
		return !c.seated(k) || slices.ContainsFunc(c.playing(Member), func(p Part) bool { return c.Heard == nil || !slices.Contains(c.Heard.Present, p.Account) })
	}}

	guardVotes = guard{ruleVotes, "the vote of every seat, opened", func(c *Case, _ Event, k Setting) bool {
		votes := c.counted()
		return len(votes) >= k.Policy.Panel.Quorum && !slices.ContainsFunc(votes, func(v Vote) bool { return !v.Opened })
	}}
	guardTwin = guard{ruleTwin, "an answer to the question which of two cases on the same person goes on", func(c *Case, _ Event, _ Setting) bool {
		return !slices.ContainsFunc(c.Twins, func(t Twin) bool { return t.Settled == "" })
	}}
	guardParted = guard{ruleParted, "an answer to the question of whom this review is, since the file was parted", func(c *Case, _ Event, _ Setting) bool {
		return !slices.ContainsFunc(c.Partings, func(p Parting) bool { return p.Settled == "" })
	}}
	guardMajority = guard{ruleMajority, "an outcome that enough votes agree on, and a text that states it", func(c *Case, _ Event, k Setting) bool {
		return c.Draft != nil && c.Draft.Outcome != "" && c.Draft.Outcome == c.Majority(k)
	}}
	guardUnanimous = guard{ruleKeep, "every vote, to keep somebody beyond the days that the policy names", func(c *Case, e Event, k Setting) bool {
		long := e.At > c.Liberty.Began.Add(Days(k.Policy.Panel.KeepUnanimousD).Duration())
		return c.Draft == nil || c.Draft.Outcome != Keep || !long || !slices.ContainsFunc(c.counted(), func(v Vote) bool { return v.Outcome != Keep })
	}}
	guardSigned = guard{ruleSign, "the signature of every seat that voted, dissenters with their dissent", func(c *Case, _ Event, k Setting) bool {
		return c.signed(k)
	}}
	guardPoints = guard{rulePoints, "an answer to every point submitted", func(c *Case, _ Event, _ Setting) bool {
		return c.Draft != nil && !slices.ContainsFunc(c.Points, func(p Point) bool { return !p.Answered && c.Draft.Answers[p.Key] == "" })
	}}
	guardObjections = guard{ruleObjection, "an answer to every objection of the observer", func(c *Case, _ Event, _ Setting) bool {
		return !slices.ContainsFunc(c.Objections, func(o Objection) bool { return !o.Answered })
	}}
	guardChance = guard{ruleHeard, "a real chance to be heard, before anything adverse is found", func(c *Case, _ Event, _ Setting) bool {
		return c.Draft == nil || !c.adverse(*c.Draft) || c.chance()
	}}
	guardFindings = guard{ruleStopped, "findings that rest on nothing undone", func(c *Case, _ Event, _ Setting) bool {
		return c.Draft != nil && len(c.stoppedIn(c.Draft)) == 0
	}}
	guardBorne = guard{ruleFacts, "findings that the facts bear, as they now stand", func(c *Case, _ Event, k Setting) bool {
		return c.Draft != nil && !slices.ContainsFunc(c.Draft.Findings, func(f Finding) bool { return c.Check(f, k, c.Draft.rebutted()) != nil })
	}}

	guardNotified = guard{ruleNotified, "the person, the observer, the holder and the victims who wish it told, by the text that was decided", func(c *Case, _ Event, _ Setting) bool {
		return c.notifiedAll()
	}}
	guardWindow = guard{ruleAppeal, "the time for appeals over", func(c *Case, e Event, k Setting) bool {
		return e.At >= c.Entered.Add(c.appealWindow(k))
	}}
	guardSettled = guard{ruleRelease, "a person who is free, seen free, before a court, or dead as a source says and two people confirmed", func(c *Case, _ Event, _ Setting) bool {
		s := c.Liberty.State
		return s == Free || s == ReleaseVerified || s == ByCourt || c.FoundDead()
	}}
	guardRemitted = guard{ruleAppeal, "an appeal panel that sends the file back", func(c *Case, _ Event, _ Setting) bool {
		return c.Draft != nil && c.Draft.Outcome == Remit
	}}
	guardNotRemitted = guard{ruleAppeal, "an appeal panel that does not send the file back", func(c *Case, _ Event, _ Setting) bool {
		return c.Draft != nil && c.Draft.Outcome != Remit
	}}
	guardKept = guard{ruleStage, "a decision to keep, which is reviewed again", func(c *Case, _ Event, _ Setting) bool {
		return c.Liberty.State == InCustody && c.Liberty.Stands || c.Liberty.State == ByCourt
	}}
)

// victimsNoticed: where a grave crime is alleged, at any standard, every group
// with standing is told 14 days before; otherwise every group 7 days before.
func (c *Case) victimsNoticed(e Event, k Setting) bool {
	days := c.noticeDays(k)
	for _, g := range c.Groups {
		told := g.Noticed != 0 && e.At >= g.Noticed.Add(Days(days).Duration())
		if g.Standing == StandingGranted && g.Wish == WishTold && !c.excepted(g) && !told {
			return false
		}
	}
	return true
}

// noticeDays are how many days before the hearing victims are told.
func (c *Case) noticeDays(k Setting) int {
	if slices.ContainsFunc(c.Allegations, func(a Allegation) bool { return a.Conduct == B3 }) {
		return k.Policy.Notice.Grave
	}
	return k.Policy.Notice.Other
}

// seated reports whether every seat of the policy is filled by a different
// person, and at least the quorum.
func (c *Case) seated(k Setting) bool {
	seats := map[string]bool{}
	for _, p := range c.playing(c.bench()) {
		seats[p.Seat] = true
	}
	return len(seats) >= k.Policy.Panel.Quorum && len(seats) == len(k.Policy.Panel.Seats)
}

// signed reports whether everyone whose vote counts signed this text.
func (c *Case) signed(k Setting) bool {
	votes := c.counted()
	for _, v := range votes {
		i := slices.IndexFunc(c.Signed, func(s Signature) bool { return s.Account == v.Account })
		if i < 0 || c.Draft == nil || v.Outcome != c.Draft.Outcome && c.Signed[i].Dissent == "" {
			return false
		}
	}
	return len(votes) >= k.Policy.Panel.Quorum
}

// adverse reports whether a ruling counts against the person.
func (c *Case) adverse(r Ruling) bool {
	if slices.Contains([]Outcome{Keep, ToCourt, ToProsecute, Summons, Referral}, r.Outcome) {
		return true
	}
	return slices.ContainsFunc(r.Findings, Finding.adverse)
}

// notifiedAll reports whether everybody entitled was told of the outcome, and of
// what an appeal panel came to.
func (c *Case) notifiedAll() bool { return len(c.untold()) == 0 }

// untold are those who are entitled to be told and of whom some text is due.
func (c *Case) untold() []Notified {
	want := []Notified{{Whom: "person"}, {Whom: "observer"}}
	if c.Liberty.State.confined() {
		want = append(want, Notified{Whom: "holder"})
	}
	for _, g := range c.Groups {
		if g.Standing == StandingGranted && g.Wish == WishTold && !g.Unsafe {
			want = append(want, Notified{"group", g.ID})
		}
	}
	return slices.DeleteFunc(want, func(n Notified) bool { return c.ToTell(n) == nil })
}

// ToTell is the text of which somebody is still to be told, nil where there is
// none: first the outcome that stands, then that an appeal panel upheld it.
func (c *Case) ToTell(n Notified) *Ruling {
	switch {
	case c.Outcome == nil:
	case !slices.Contains(c.Notified, n):
		return c.Outcome
	case c.Upheld != nil && !slices.Contains(c.UpheldTold, n):
		return c.Upheld
	}
	return nil
}

// appealWindow is how long an outcome waits for appeals; the person's own, longer
// time counts where the outcome is against the person.
func (c *Case) appealWindow(k Setting) time.Duration {
	if c.Outcome != nil && c.adverse(*c.Outcome) {
		return k.Policy.Clocks.AppealPerson.Duration()
	}
	return c.appealTime("victims", k).Duration()
}
