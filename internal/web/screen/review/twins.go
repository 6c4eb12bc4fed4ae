package review

import (
	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/web/part"
)

func twinFields(q *sheet) []Field {
	return []Field{
		q.say(q.p.T("review.twin.ask", key(review.CaseID(q.of())))),
		q.field(radios, "twin", words(q.p, "twin", review.TwinEnds, review.TwinApart)...), q.area("why"),
	}
}

func twinBody(q *sheet) review.Body {
	return &review.TwinSettledBody{Other: review.CaseID(q.of()), How: review.HowTwin(q.get("twin")), Why: q.get("why")}
}

// twins are other open cases on the same person. Which they are is read by the
// registrar alone.
func (c page) twins() Section {
	if len(c.x.Twins) == 0 {
		return Section{}
	}
	s := Section{ID: "twins", Title: c.p.T("review.twins"), Note: c.p.T("review.twins.note")}
	for _, t := range c.x.Twins {
		r := Row{Title: c.p.T("review.twin.other"), Meta: c.p.DateTime(t.At.Time())}
		if t.Other != "" {
			r.Title = c.p.T("review.case", key(t.Other))
			r.Links = []Link{{c.p.T("review.twin.open"), casePath(t.Other)}}
		}
		if t.Settled == "" {
			r.Tags = []part.Label{{Tone: part.Warn, Text: c.p.T("review.twin.waits")}}
			if t.Other != "" {
				r.Links = append(r.Links, c.link("twin_settled", string(t.Other))...)
			}
		} else {
			r.Tags = []part.Label{{Tone: part.Good, Text: c.p.T("review.twin." + string(t.Settled))}}
		}
		s.Rows = append(s.Rows, r)
	}
	return s
}
