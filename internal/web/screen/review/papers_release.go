package review

import (
	"slices"

	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/web/part"
)

// The papers of a planned release. Both are carried past people who may search
// whoever carries them: neither has the case's key, a place or what is alleged, and
// what has to be known on the way is written by hand. The meeting place, the hour
// and the numbers to call are kept nowhere in a case.

// planned is the plan of a release that has not been carried out, nil where there
// is none.
func (c page) planned() *review.PlannedBody {
	if c.x.Liberty.State != review.ReleasePlanned {
		return nil
	}
	for _, e := range slices.Backward(c.x.Events) {
		if b, ok := e.Body.(*review.PlannedBody); ok {
			return b
		}
	}
	return nil
}

// releasePaper is the plan as the person is given it, in their language.
func (c page) releasePaper() (PaperView, bool) {
	b := c.planned()
	if b == nil {
		return PaperView{}, false
	}
	listed := c.p.T("review.paper.release_plan.listed")
	lang, p := c.personsLanguage()
	c.p = p
	v := c.wayPaper("release_plan")
	v.Key, v.Lang, v.Listed = "", lang, listed
	if due := c.due(review.ReleaseClock); due != 0 {
		v.Facts = []part.Fact{c.paperFact("review.paper.release_plan.f.by", c.p.DateTime(due.Time()))}
	}
	v.Lines = c.says("release_plan", "safe", ready("property", b.Property), ready("papers", b.Papers), "nothing", "seen", "carry")
	v.Hand = append(c.says("hand", "read", "given"), append(c.says("release_plan", "hand.missing"), c.says("hand", "mark")...)...)
	return v, true
}

// ready is the sentence on something that follows a person who is let go: no door
// is kept shut for it.
func ready(what string, is bool) string {
	if is {
		return what
	}
	return what + ".follows"
}

// carrierPaper is what whoever accompanies the person needs, and nothing else. It
// is no notice: it has no way to a court, and nobody is told by it.
func (c page) carrierPaper() (PaperView, bool) {
	b := c.planned()
	if b == nil {
		return PaperView{}, false
	}
	v := c.wayPaper("carrier")
	v.Key, v.Court, v.Listed = "", "", c.p.T("review.paper.carrier.listed")
	v.Facts = []part.Fact{c.paperFact("review.paper.carrier.f.property", c.yes(b.Property)), c.paperFact("review.paper.carrier.f.papers", c.yes(b.Papers))}
	v.Lines = c.says("carrier", "only", "free", "unsafe", "nobody", "after")
	v.Hand = c.says("carrier", "hand.who", "hand.where", "hand.when", "hand.second", "hand.expects", "hand.call", "hand.handed")
	return v, true
}
