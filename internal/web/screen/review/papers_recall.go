package review

import (
	"slices"
	"strings"

	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/web/part"
)

// recallAt begins the address of the record of a hearing on an alleged breach.
const recallAt = "recall-"

// recallPaper is that record, for everybody in the room to sign. What was said is
// written by hand: nothing of it is entered. It calls the breach an allegation,
// whatever the panel said of it since.
func (c page) recallPaper(of string) (PaperView, bool) {
	i := slices.IndexFunc(c.x.Recalls, func(r review.Recall) bool { return r.ID == of && r.Heard != "" })
	h, at := c.recallHeard(of)
	if i < 0 || h == nil {
		return PaperView{}, false
	}
	r := c.x.Recalls[i]
	condition := c.p.T("review.condition." + r.Condition.Kind)
	room := c.room(&review.HeardBody{Present: h.Present, Others: h.Others})
	v := c.wayPaper("recall")
	v.Listed = c.p.T("review.paper.recall.listed", condition)
	v.Facts = []part.Fact{
		c.paperFact("review.paper.recall.f.condition", condition), c.paperFact("review.paper.recall.f.alleged", c.p.DateTime(r.At.Time())),
		c.paperFact("review.paper.hearing.entered", c.p.DateTime(at.Time())), c.paperFact("review.f.how", c.p.T("review.how."+string(h.How))),
		c.paperFact("review.paper.hearing.present", c.p.List(room...)),
		c.paperFact("review.f.language", c.language(h.Language)), c.paperFact("review.f.interpreter", c.yes(h.Interpreter)),
	}
	v.Lines = append(c.says("recall", "alleged", "free"), c.says("hearing", "silence", "read")...)
	v.Hand = []string{c.p.T("review.f.said")}
	v.Long = slices.Clone(v.Hand)
	c.sign(&v, h.How, room, at)
	return v, true
}

// recallHeard is the hearing on an alleged breach and when it was entered, nil
// where the reader reads of none.
func (c page) recallHeard(of string) (*review.RecallHeardBody, review.Micros) {
	for _, e := range c.x.Events {
		if b, ok := e.Body.(*review.RecallHeardBody); ok && b.ID == of {
			return b, e.At
		}
	}
	return nil, 0
}

// sign gives a record a line for everybody who was in the room. What is signed
// stands above the lines again: they may fall on a page of their own.
func (c page) sign(v *PaperView, how review.How, room []string, at review.Micros) {
	of := []string{v.Title, c.p.T("review.case", v.Key)}
	if at != 0 {
		of = append(of, c.p.DateTime(at.Time()))
	}
	v.HandOf = c.p.T("review.paper.hearing.hand.of", strings.Join(of, " · "))
	if slices.Contains(answers, how) {
		v.Long = append(v.Long, c.says("hearing", "hand.corrected")...)
		v.Hand = append(v.Hand, c.says("hearing", "hand.corrected", "hand.person")...)
	}
	for _, who := range room {
		v.Hand = append(v.Hand, c.p.T("review.paper.hearing.hand.sign", who))
	}
	v.Hand = append(v.Hand, c.says("hearing", "hand.copy")...)
}
