package review

import (
	"slices"
	"strconv"

	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/web/part"
)

// partingAsked is the question that the form is about, the zero value where there
// is none.
func (q *sheet) partingAsked() review.Parting {
	if n, err := strconv.Atoi(q.of()); err == nil && n > 0 && n <= len(q.x.Partings) {
		return q.x.Partings[n-1]
	}
	return review.Parting{}
}

func partingFields(q *sheet) []Field {
	x := q.partingAsked()
	out := []Field{q.say(q.p.T("review.parted.ask", partedFacts(q.p, q.x, x)))}
	return append(out, q.field(radios, "parting", words(q.p, "parted", review.PartStays, review.PartGoes)...), q.area("why"))
}

func partingBody(q *sheet) review.Body {
	return &review.PartingSettledBody{Other: q.partingAsked().Other, How: review.HowParted(q.get("parting")), Why: q.get("why")}
}

// partedFacts names the facts that a question is about, by their numbers.
func partedFacts(p locale.Printer, x review.Seen, of review.Parting) string {
	var out []string
	for i, f := range x.Facts {
		if slices.Contains(of.Facts, f.ID) {
			out = append(out, p.Number(i+1))
		}
	}
	return p.List(out...)
}

// partings are files that were parted from the person's since facts of them came
// into the case. Which they are is read by the registrar alone.
func (c page) partings() Section {
	if len(c.x.Partings) == 0 {
		return Section{}
	}
	s := Section{ID: "parted", Title: c.p.T("review.parted"), Note: c.p.T("review.parted.note")}
	for i, x := range c.x.Partings {
		r := Row{Title: c.p.T("review.parted.facts", partedFacts(c.p, c.x, x)), Meta: c.p.DateTime(x.At.Time())}
		if x.Other != 0 {
			no := c.FileNos.Format(x.Other)
			r.Links = []Link{{c.p.T("review.parted.open", locale.Isolate(no)), c.Href(no)}}
		}
		if x.Settled != "" {
			r.Tags = []part.Label{{Tone: part.Good, Text: c.p.T("review.parted." + string(x.Settled))}}
		} else {
			r.Tags = []part.Label{{Tone: part.Warn, Text: c.p.T("review.twin.waits")}}
			if x.Other != 0 {
				r.Links = append(r.Links, c.link("parting_settled", strconv.Itoa(i+1))...)
			}
		}
		s.Rows = append(s.Rows, r)
	}
	return s
}
