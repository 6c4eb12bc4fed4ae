package review

import (
	"encoding/json"
	"slices"
	"testing"
)

// A brink is a case at the moment before a step that was taken: every guard of
// the step is met.
type brink struct {
	log  []Event
	step step
	k    Setting
	at   Event
}

// brinks walks cases over every step of the way and stops before each.
func brinks(t *testing.T) []brink {
	t.Helper()
	var out []brink
	keep := func(w *walk) {
		for i, e := range w.log {
			b, ok := e.Body.(*MovedBody)
			if !ok {
				continue
			}
			for _, s := range steps(w.k) {
				if s.from == b.From && s.to == b.To {
					out = append(out, brink{w.log[:i], s, w.k, e})
				}
			}
		}
	}
	again := []string{"n1", "n2", "n3"}
	adverse := found("d1", "a1", P2, "f1", "f2")
	end := newWalk(t, mandated(t)).free(NoAction, NoAction, NoAction)
	end.sign(bench, end.ruling(NoAction)).move("reg", Decided)
	for _, whom := range []string{"person", "observer"} {
		end.must("reg", &NotifiedBody{Notified: Notified{Whom: whom}, Hash: end.c.Outcome.Hash, Language: "ar", Spoken: true})
	}
	end.move("reg", Notice).wait(Days(31)).move("reg", Final).move("reg", Closed)
	keep(end)
	kept := newWalk(t, mandated(t)).grave().decided(Keep, adverse).notify()
	kept.must("lawyer", &AppealedBody{Ground: "new_fact", Why: "a hospital's register"}).seat("n", AppealMember)
	kept.vote(again, Uphold, Uphold, Uphold).sign(again, kept.ruling(Uphold)).move("n1", Final).move("reg", Assembly)
	keep(kept)
	back := newWalk(t, mandated(t)).grave().decided(Keep, adverse).notify()
	back.must("lawyer", &AppealedBody{Ground: "new_fact", Why: "a hospital's register"}).seat("n", AppealMember)
	back.vote(again, Remit, Remit, Remit).sign(again, back.ruling(Remit)).move("n1", Assembly)
	keep(back)
	void := newWalk(t, mandated(t)).grave().decided(Release)
	void.must("chair", &VoidedBody{Ground: Forger, Why: "the order was forged"}).must("watch", &VoidedBody{Ground: Forger, Why: "so it is"}).move("reg", Assembly)
	keep(void)
	seat := newWalk(t, mandated(t)).grave().hear()
	seat.must("m3", &DeclaredBody{Ties: []Ground{Kin}})
	seat.must(Machine, &AssignedBody{Account: "m4", Org: "org-m4", Role: Member, Seat: seat.k.Policy.Panel.Seats[2].Seat, Draw: "draw-2"}).must("m4", &DeclaredBody{}).move("reg", Panel)
	keep(seat)
	return out
}

// fresh is the case at the brink, sharing nothing with its entries.
func (b brink) fresh(t *testing.T) *Case {
	t.Helper()
	text, err := json.Marshal(Fold(b.log))
	if err != nil {
		t.Fatal(err)
	}
	c := &Case{}
	if err := json.Unmarshal(text, c); err != nil {
		t.Fatal(err)
	}
	return c
}

// leaves takes everybody who plays a role out of a case.
func (c *Case) leaves(r Role) bool {
	for i := range c.Cast {
		if c.Cast[i].Role == r {
			c.Cast[i].Left = 1
		}
	}
	return true
}

// unchecks takes one check back.
func unchecks(x Check) func(c *Case, _ *brink) bool {
	return func(c *Case, _ *brink) bool { delete(c.Checked, x); return true }
}

// breaks undo what one guard asks for, and nothing that another of the same step
// asks for. Each reports whether the case had it.
var breaks = map[string]func(c *Case, b *brink) bool{
	guardBasis.missing: unchecks(BasisAsked), guardTold.missing: unchecks(PersonTold), guardPapers.missing: unchecks(LegalDocuments),
	guardExculpatory.missing: unchecks(ExculpatorySearch), guardTaint.missing: unchecks(TaintScreen), guardHashes.missing: unchecks(ItemHashes),
	guardMatched.missing:   unchecks(VictimsMatched),
	guardAgain.missing:     func(c *Case, _ *brink) bool { c.Again = true; return true },
	guardIdentity.missing:  func(c *Case, _ *brink) bool { c.Grade = 1; return true },
	guardOfficer.missing:   func(c *Case, _ *brink) bool { return c.leaves(FileOfficer) },
	guardObserver.missing:  func(c *Case, _ *brink) bool { return c.leaves(Observer) },
	guardDisclosed.missing: func(c *Case, _ *brink) bool { c.Disclosed = nil; return true },
	guardNoticed.missing: func(c *Case, _ *brink) bool {
		if len(c.Groups) > 0 {
			c.Groups[0].Noticed = 0
		}
		return len(c.Groups) > 0
	},
	guardClosed.missing: func(c *Case, _ *brink) bool { c.SubsClosed = 0; return true },
	guardAsked.missing: func(c *Case, _ *brink) bool {
		c.Groups = append(c.Groups, VictimGroup{ID: "late", Standing: StandingAsked})
		return true
	},
	guardSeats.missing: func(c *Case, _ *brink) bool { // two people on one seat
		p := c.playing(c.bench())
		for i := range c.Cast {
			if c.Cast[i].Account == p[0].Account {
				c.Cast[i].Seat = p[1].Seat
			}
		}
		return true
	},
	guardChallenges.missing: func(c *Case, _ *brink) bool { c.Challenges = append(c.Challenges, Challenge{ID: "x"}); return true },
	guardQuestions.missing: func(c *Case, _ *brink) bool {
		c.Questions = append(c.Questions, Question{ID: "x", Account: c.playing(Observer)[0].Account})
		return true
	},
	guardHeard.missing: func(c *Case, _ *brink) bool { c.Heard = nil; return c.Draft == nil || !c.adverse(*c.Draft) },
	guardClosedFile.missing: func(c *Case, _ *brink) bool {
		if len(c.Facts) > 0 {
			c.Facts[len(c.Facts)-1].Closed = true
		}
		return c.leaves(Advocate) && len(c.Facts) > 0
	},
	guardVotes.missing:    func(c *Case, _ *brink) bool { c.Votes[2].Opened = false; return true },
	guardTwin.missing:     func(c *Case, _ *brink) bool { c.Twins = append(c.Twins, Twin{Other: "OTHER"}); return true },
	guardParted.missing:   func(c *Case, _ *brink) bool { c.Partings = append(c.Partings, Parting{Other: 9}); return true },
	guardMajority.missing: func(c *Case, b *brink) bool { c.Draft.Outcome = Conditional; return c.State == Deliberation },
	guardUnanimous.missing: func(c *Case, b *brink) bool {
		c.Liberty.Began = b.at.At.Add(-Days(40).Duration())
		c.Votes[2].Outcome = Release
		return c.Draft.Outcome == Keep
	},
	guardFindings.missing: func(c *Case, _ *brink) bool {
		for i := range c.Facts {
			c.Facts[i].Stopped = 9
		}
		return rests(c.Draft)
	},
	guardBorne.missing: func(c *Case, _ *brink) bool { // a link that one of its two judges took back
		for i := range c.Facts {
			c.Facts[i].Bound.Judges = 1
		}
		return rests(c.Draft)
	},
	guardChance.missing: func(c *Case, _ *brink) bool {
		if c.Heard != nil {
			c.Heard.How = NotProduced
		}
		return c.Heard != nil && c.adverse(*c.Draft)
	},
	guardPoints.missing:     func(c *Case, _ *brink) bool { clear(c.Draft.Answers); return unanswered(c) },
	guardObjections.missing: func(c *Case, _ *brink) bool { c.Objections = append(c.Objections, Objection{ID: "x"}); return true },
	guardSigned.missing:     func(c *Case, _ *brink) bool { c.Signed = c.Signed[:len(c.Signed)-1]; return true },
	guardNotified.missing:   func(c *Case, _ *brink) bool { c.Notified = c.Notified[1:]; return true },
	guardWindow.missing:     func(c *Case, b *brink) bool { c.Entered = b.at.At; return true },
	guardSettled.missing: func(c *Case, _ *brink) bool {
		c.Liberty.State, c.Notified = InCustody, append(c.Notified, Notified{Whom: "holder"})
		return true
	},
	guardRemitted.missing: func(c *Case, _ *brink) bool { return c.rules(Uphold) },
	guardNotRemitted.missing: func(c *Case, _ *brink) bool {
		return c.rules(Remit)
	},
	guardKept.missing: func(c *Case, _ *brink) bool { c.Liberty.State = Free; return true },
	guardReseated.missing: func(c *Case, _ *brink) bool {
		for _, p := range c.playing(Member) {
			c.Heard.Present = append(c.Heard.Present, p.Account)
		}
		return true
	},
}

// rests reports whether a finding of the text relies on a fact against the person.
func rests(r *Ruling) bool {
	return slices.ContainsFunc(r.Findings, func(f Finding) bool { return len(f.Relied) > 0 })
}

func unanswered(c *Case) bool {
	return slices.ContainsFunc(c.Points, func(p Point) bool { return !p.Answered })
}

// rules makes every vote and the text say so.
func (c *Case) rules(o Outcome) bool {
	c.Draft.Outcome = o
	for i := range c.Votes {
		c.Votes[i].Outcome = o
	}
	return true
}

// doubled are guards of which another of the same step asks for the same and
// more; both say it in their own words.
var doubled = map[string]string{guardFindings.missing: guardBorne.missing}

// TestEveryGuardIsNeeded switches each guard of each step off. At the brink every
// guard is met and the step is open; with what one guard asks for undone it is
// refused, in that guard's words; and with that guard switched off it would be
// open again, so that nothing else stands in its place.
func TestEveryGuardIsNeeded(t *testing.T) {
	seen := map[string]bool{}
	for _, b := range brinks(t) {
		if err := Fold(b.log).unmet(b.step, b.at, b.k); err != nil {
			t.Fatalf("%s>%s: not open at the brink: %v", b.step.from, b.step.to, err)
		}
		for i, g := range b.step.guards {
			undo, ok := breaks[g.missing]
			if !ok {
				t.Errorf("guard %q of %s>%s is never switched off", g.name, b.step.from, b.step.to)
				continue
			}
			c := b.fresh(t)
			if !undo(c, &b) {
				continue
			}
			off := b.step
			off.guards = slices.Delete(slices.Clone(b.step.guards), i, i+1)
			err := c.unmet(off, b.at, b.k)
			if twin := doubled[g.missing]; twin != "" {
				if r, ok := err.(*Refusal); !ok || r.Missing != twin {
					t.Errorf("%s>%s without %q: %v, want it refused by its double", b.step.from, b.step.to, g.name, err)
				}
			} else if err != nil {
				t.Errorf("%s>%s without %q: %v; the guard is not alone seen", b.step.from, b.step.to, g.name, err)
			}
			if r, ok := c.unmet(b.step, b.at, b.k).(*Refusal); !ok || r.Missing != g.missing {
				t.Errorf("%s>%s: %q undone, and the step refused with %v", b.step.from, b.step.to, g.missing, r)
			}
			seen[g.missing] = true
		}
	}
	for _, s := range steps(Setting{Policy: mandated(t)}) {
		for _, g := range s.guards {
			if !seen[g.missing] {
				t.Errorf("guard %q (%s) of %s>%s was never seen to refuse alone", g.name, g.missing, s.from, s.to)
			}
		}
	}
	for missing := range breaks {
		if !seen[missing] {
			t.Errorf("no step asks for %q any more", missing)
		}
	}
}
